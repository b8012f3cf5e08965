"""Step 14, accounts: what the week cost, by kind and by unit; what own roadmaps and journeys bring.

"The programme cost what it cost, and half of my own list is still there." Every person-day goes into one kind: own roadmap, build,
coordination, waiting, rework, integration, assets, training, steering, idle. Shared days not claimed go back to the own
roadmap. Own days serve the own backlog, the best of all that waits
first, so that what a programme displaces is worth less than the average, and what it delays is served once there are days for it; what finds no backlog is idle.
The Factory's people, where they are taken for local work, do that of those who are near. Costs are days times rates, with
outside integrators beside the own people on shared work. This step reads no lever.
Left out: depreciation, tax. Sources: books of any project office.
"""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import TINY, WEEK
from simulation.parameters import Numbers, number
from simulation.state import BUILDING, IDLE, OWN, STEERING

CLASSES = 20  # of own-roadmap work by its value


class Coefficients(Numbers):
    """Coefficients of accounts."""

    switching_back: float = number(0.05, 0.03, 0.08, unit="share", meaning="shared days not claimed that are lost before they go back to the own roadmap")


@piece
def act(programme, factory, directorates, teams, accounts, c):
    """Close the week's books."""
    accounts.cost[:, :] = 0.0
    units = directorates.name.shape[0]
    for unit in range(units):
        directorates.own_backlog[unit] += directorates.own_load[unit]
        arrives(directorates, unit)
    near = nearness(directorates)
    directorates.own_served[:] = 0.0
    for team in range(teams.fte.shape[0]):
        unit = teams.unit[team]
        back = teams.pool[team] / (1.0 + programme.integrators)
        claimed = shared_days(teams, team)
        teams.pool[team] = 0.0
        if unit < units:
            teams.days[team, OWN] += back * (1.0 - c.switching_back)
            teams.days[team, IDLE] += back * c.switching_back
        else:
            teams.days[team, IDLE] += back
        if unit < units:
            own_work(directorates, teams, team, unit)
        else:
            local_work(directorates, teams, team, near)
        outside = outside_days(programme, teams, team, claimed)
        charge(programme, teams, accounts, team, outside, claimed)
    for unit in range(units):
        directorates.own_rate[unit] += best_first(directorates, unit, directorates.own_served[unit]) * directorates.own_value[unit]
    for unit in range(accounts.cost.shape[0]):
        for kind in range(accounts.cost.shape[1]):
            accounts.spent[unit, kind] += accounts.cost[unit, kind]


@compiled
def shared_days(teams, team):
    """Person-days of the week on shared work, of any kind of cost."""
    total = 0.0
    for kind in range(BUILDING, STEERING + 1):
        total += teams.days[team, kind]
    return total


@compiled
def own_work(directorates, teams, team, unit):
    """Own days serve the backlog of the own roadmap; what finds none is idle."""
    useful = serve_backlog(directorates, unit, teams.days[team, OWN])
    teams.days[team, IDLE] += teams.days[team, OWN] - useful
    teams.days[team, OWN] = useful


@compiled
def local_work(directorates, teams, team, near):
    """Days for which the Factory's people are taken serve the backlogs of those who are near it, each as far as it is near."""
    useful = 0.0
    for unit in range(directorates.name.shape[0]):
        useful += serve_backlog(directorates, unit, teams.days[team, OWN] * directorates.closeness[unit] / near)
    teams.days[team, IDLE] += teams.days[team, OWN] - useful
    teams.days[team, OWN] = useful


@compiled
def serve_backlog(directorates, unit, days):
    """Days serve a directorate's backlog as long as it lasts; returns those that did."""
    useful = min(days, directorates.own_backlog[unit])
    directorates.own_backlog[unit] -= useful
    directorates.own_served[unit] += useful
    return useful


@compiled
def worth_of(of_class, classes):
    """What a day of own work of a class is worth, of the mean: it rises evenly from the least valuable class, worth nothing much, to twice the mean."""
    return (2.0 * of_class + 1.0) / classes


@compiled
def arrives(directorates, unit):
    """A week's own work arrives, as much of each class of value."""
    classes = directorates.own_waiting.shape[1]
    for of_class in range(classes):
        directorates.own_waiting[unit, of_class] += directorates.own_load[unit] / classes


@compiled
def best_first(directorates, unit, days):
    """Days' worth of own-roadmap value that so many days bring: of all that waits, the best items come first.

    Where less is served than arrives, a share s of it week by week, a week's load L brings L (2 s - s^2): all of it at s = 1, three
    quarters at half. What was left waiting is served, for what it is worth, once there are days for it.
    """
    classes = directorates.own_waiting.shape[1]
    brought = 0.0
    for place in range(classes):
        of_class = classes - 1 - place
        served = min(days, directorates.own_waiting[unit, of_class])
        directorates.own_waiting[unit, of_class] -= served
        days -= served
        brought += served * worth_of(of_class, classes)
    return brought


@compiled
def outside_days(programme, teams, team, claimed):
    """Of the shared days, those of outside integrators: what the week has beyond the team's own days."""
    own = teams.fte[team] * WEEK * (1.0 - programme.overhead)
    return min(max(claimed + teams.days[team, OWN] + teams.days[team, IDLE] - own, 0.0), claimed)


@compiled
def charge(programme, teams, accounts, team, outside, claimed):
    """Costs by kind, at the team's rate and, for outside days, at the integrators'."""
    if claimed <= 0.0:
        return
    share = outside / claimed
    rate = (1.0 - share) * teams.day_rate[team] + share * programme.integrator_rate
    programme.outside += outside * programme.integrator_rate
    programme.spent += claimed * rate
    unit = teams.unit[team]
    for kind in range(BUILDING, STEERING + 1):
        days = max(teams.days[team, kind], 0.0)  # none: added all the same, since a branch takes longer
        accounts.cost[unit, kind] += days * rate
        accounts.days[unit, kind] += days


@compiled
def nearness(directorates):
    """How near the Factory is to all directorates together."""
    total = 0.0
    for directorate in range(directorates.name.shape[0]):
        total += directorates.closeness[directorate]
    return max(total, TINY)
