"""Functions that several rules need."""

import math

from simulation.compiled import compiled

DAY, WEEK, MONTH, QUARTER, YEAR = 8.0, 5.0, 4, 13, 52.0  # hours of a day, working days of a week; weeks of a month, a quarter and a year
TINY = 1e-9  # keeps divisions by what may be zero
DONE_BEFORE_RELEASE = 0.9  # of its nominal days, what a package may count for until it is live
MEDIAN_DEBT = 0.5  # by the definition of the trait
BACKLOG = 8.0  # weeks of own backlog against which its pressure is measured


@compiled
def under_way(programme):
    """Is there a programme, neither at its end nor stopped?"""
    return programme.exists == 1 and programme.stopped == 0 and programme.end_week < 0.0


@compiled
def asked_week(programme, planned_week):
    """Weeks from the start of work at which something planned is asked for, at the pace asked."""
    return planned_week / programme.pace


@compiled
def mean(values):
    """Mean of a column, added in the order of its rows."""
    total = 0.0
    for row in range(values.shape[0]):
        total += values[row]
    return total / values.shape[0]


@compiled
def logistic(x):
    """A probability from a score: 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def clip(x, low, high):
    """x, held between low and high."""
    return min(max(x, low), high)


@compiled
def toward(x, target, rate):
    """x, moved toward a target by a share of the distance."""
    return x + rate * (target - x)


@compiled
def nominal_days(packages, package):
    """Person-days of a package in the plan, all three parts."""
    return packages.nominal[package, 0] + packages.nominal[package, 1] + packages.nominal[package, 2]


@compiled
def size(packages, package):
    """Person-days of a package as it has come to be, of its nominal days at most: few where a layer or shared assets leave little to do."""
    return min(packages.volume[package], nominal_days(packages, package))


@compiled
def days_left(packages, package):
    """Person-days of work that is left of a package, all three parts, at the company's norm."""
    return packages.left[package, 0] + packages.left[package, 1] + packages.left[package, 2]


@compiled
def linked(openness, packages, package):
    """Congruence (Cataldo et al. 2008): share of the pairs of a package's teams in different units that have an open working tie; 1 without such a pair."""
    pairs, tied = 0.0, 0.0
    for pair in range(3):
        if packages.tie[package, pair] >= 0.0:
            pairs += 1.0
            tied += 1.0 if packages.tie[package, pair] < openness else 0.0
    return tied / pairs if pairs > 0.0 else 1.0


@compiled
def waits(packages, package, part):
    """Does the team of a part wait for the answer to what it has asked? The others go on."""
    return packages.open[package] == 1 and packages.asker[package] == part


@compiled
def follows_up(packages, package):
    """Does the Factory follow a package up? What it coordinates, unless it belongs to nobody (`events.belongs_to_nobody`)."""
    return packages.coordinated[package] == 1 and packages.orphan[package] == 0


@compiled
def in_use(rule, teams, packages, package):
    """How far a shared rule (0 to 1) is in use on a package: as far as the teams of its parts understand it, each part counting alike."""
    grasp = 0.0
    for part in range(3):
        grasp += teams.understanding[packages.team[package, part]] / 3.0
    return rule * grasp
