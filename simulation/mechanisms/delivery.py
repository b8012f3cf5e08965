"""Step 8, delivery: person-days become progress.

"Half of our time went into finding out who should have told us." A day makes less progress where systems carry debt, people are
tired or the roadmap has just been re-ranked. Work across hand-offs needs coordination: attended, it costs time; left undone
(in haste, without buy-in, where strong objectives do not measure it) it leaves latent defects. Parts that go ahead while another
unit has not served its own leave defects, or wait. A day of rework leaves more of them than one of first work. Work raises questions, more when
it crosses units and when interfaces are poor, fewer where everybody knows who does what (Kahn et al. 1964: role ambiguity); until they are decided,
the team that asks waits, and the others of the package go on.
Left out: learning curves. Sources: Besker et al. 2018-19 (drag of debt), Herbsleb & Mockus 2003, Cataldo et al. 2008, Perry & Purushothaman 2005 and
Yin et al. 2011 (fixes that are wrong), model-notes.
"""

import math

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniform, uniforms
from simulation.mechanisms.shared import MEDIAN_DEBT, clip, days_left, follows_up, in_use, linked, nominal_days, waits
from simulation.parameters import Numbers, number
from simulation.state import (
    ASSETS,
    BUILDING,
    CONNECTION,
    COORDINATING,
    IN_WORK,
    INTEGRATING,
    INTEGRATING_DAYS,
    REWORKING,
    SYSTEMS,
    WAITING,
)

SELDOM, MOSTLY = 0.02, 0.95  # coordination is never always left undone, nor ever always done
MOST_COORDINATION = 0.5  # of the days: what is left is work
LEAST_FRAGILE = 0.2  # sound systems never make work free of defects
DONE = 1e-6  # days left that count as none


class Coefficients(Numbers):
    """Coefficients of delivery."""

    drag: float = number(0.61, 0.4, 0.9, unit="odds for each unit of debt", meaning="development time lost to debt (0.5 is the median)", source="besker2018")
    tired: float = number(0.35, 0.21, 0.56, unit="share", meaning="progress lost when wholly tired")
    mature: float = number(0.25, 0.15, 0.4, unit="share", meaning="progress gained from low to high digital maturity")
    switching: float = number(0.5, 0.3, 0.8, unit="share", meaning="progress lost in the week after a full re-ranking")
    coordination: float = number(0.06, 0.036, 0.096, unit="days a day", meaning="coordination that a day of work across one hand-off between units needs")
    routine: float = number(0.3, 0.18, 0.48, unit="of a hand-off between units", meaning="coordination at a hand-off between teams of one unit")
    method: float = number(0.6, 0.36, 0.96, unit="share", meaning="coordination between teams saved by practice of a common method")
    matched: float = number(
        0.5, 0.3, 0.8, unit="share", meaning="coordination time saved where those who depend on each other have open working ties", source="cataldo2008"
    )
    unattended: float = number(0.16, 0.096, 0.26, unit="chance", meaning="coordination left undone without haste")
    haste: float = number(0.6, 0.36, 0.96, unit="chance", meaning="coordination left undone in full haste")
    will: float = number(0.35, 0.21, 0.56, unit="chance", meaning="coordination left undone, from full buy-in to none")
    neglect: float = number(0.22, 0.13, 0.35, unit="chance", meaning="coordination left undone under strong objectives that do not measure it")
    followed: float = number(0.3, 0.18, 0.48, unit="chance", meaning="coordination done because a recognised Factory follows up")
    defects: float = number(0.13, 0.078, 0.21, unit="days a day", meaning="latent defects from a day across one hand-off between units, unattended")
    fixing: float = number(
        2.0,
        1.2,
        3.2,
        unit="times",
        meaning="latent defects of a day of rework, against a day of first work: fixes see less of the whole",
        source="perry2005",
    )
    fragile: float = number(0.7, 0.42, 1, unit="times", meaning="more latent defects for each unit of debt above the median's half")
    ahead: float = number(0.1, 0.06, 0.16, unit="days a day", meaning="latent defects of going ahead without another unit's part")
    stalled: float = number(0.18, 0.11, 0.29, unit="share of days", meaning="days lost by the parts of a package that wait for another unit's part")
    questions: float = number(0.9, 0.54, 1.4, unit="questions a package", meaning="questions raised in an ordinary package")
    alone: float = number(0.5, 0.3, 0.8, unit="times", meaning="questions of a package without hand-offs, of an ordinary one's")
    crossing: float = number(0.5, 0.3, 0.8, unit="times", meaning="more questions for each hand-off between units")
    settled: float = number(0.4, 0.24, 0.64, unit="share", meaning="questions that do not come up where roles are settled and understood")
    interfaces: float = number(0.8, 0.48, 1.3, unit="times", meaning="more questions where APIs are bad")


@compiled
def drag(debt, c):
    """Share of development time lost to technical debt (0.5 is the median company's)."""
    return c.drag * debt / (1.0 + c.drag * debt)


@compiled
def productivity(debt, fatigue, maturity, churn, c):
    """Nominal days of progress that a person-day makes."""
    return (1.0 - drag(debt, c)) * (1.0 - c.tired * fatigue) * (1.0 + c.mature * (maturity - 0.5)) * (1.0 - c.switching * churn)


@compiled
def left_undone(haste, buy_in, goal_weight, common, followed, c):
    """Chance that coordination is left undone this week."""
    unmeasured = goal_weight * (1.0 - common)
    return clip(c.unattended + c.haste * haste - c.will * (buy_in - 0.5) + c.neglect * unmeasured - c.followed * followed, SELDOM, MOSTLY)


@piece
def act(programme, directorates, teams, channels, packages, keys, c, week):
    """Days become progress, coordination, waiting, latent defects and questions."""
    for channel in range(channels.name.shape[0]):
        channels.hasty[channel] = 0.0
    packages.touched[:] = 0.0
    for package in range(packages.name.shape[0]):
        if packages.status[package] == IN_WORK or packages.status[package] == INTEGRATING:
            granted = packages.granted[package, 0] + packages.granted[package, 1] + packages.granted[package, 2]
            if granted > 0.0:
                work(programme, directorates, teams, channels, packages, package, keys, c, week)


@compiled
def work(programme, directorates, teams, channels, packages, package, keys, c, week):
    """A week's work on one package."""
    u = uniforms(keys.luck, draws.COORDINATION, week, packages.name[package])
    debt = (channels.debt[packages.channel[package]] + channels.debt[packages.other[package]]) / 2.0
    buy_in, goal_weight, common, method = hands(teams, packages, package)
    followed = directorates.recognition[packages.owner[package]] if follows_up(packages, package) else 0.0
    undone = u[0] < left_undone(programme.haste, buy_in, goal_weight, common, followed, c)
    handoffs = packages.coupling[package] + c.routine * packages.hands[package] * (1.0 - c.method * method)
    latent, waiting = 0.0, 0.0
    if packages.refused[package] > 0:
        if u[1] < left_undone(programme.haste, buy_in, goal_weight, common, 0.0, c):
            latent += c.ahead
        else:
            waiting = c.stalled
    coordinating = 0.0
    if undone:
        latent += c.defects * handoffs
    else:
        coordinating = min(c.coordination * handoffs * (1.0 - c.matched * linked(programme.openness, packages, package)), MOST_COORDINATION)
    latent *= max(1.0 + c.fragile * (debt - MEDIAN_DEBT), LEAST_FRAGILE)
    useful = spend(programme, teams, packages, package, waiting, coordinating, latent, debt, c)
    if undone:
        channels.hasty[packages.channel[package]] += packages.touched[package] / 2.0
        channels.hasty[packages.other[package]] += packages.touched[package] / 2.0
    if not packages.open[package]:
        ask_question(programme, channels, teams, packages, package, useful, handoffs, u[2], u[3], keys, c, week)


@compiled
def hands(teams, packages, package):
    """Means over the three teams of a package: buy-in, weight of objectives, common indicators understood, practice of the method."""
    buy_in, goal_weight, common, method = 0.0, 0.0, 0.0, 0.0
    for part in range(3):
        team = packages.team[package, part]
        buy_in += teams.buy_in[team] / 3.0
        goal_weight += teams.goal_weight[team] / 3.0
        common += teams.common_share[team] * teams.understanding[team] / 3.0
        method += teams.method[team] / 3.0
    return buy_in, goal_weight, common, method


@compiled
def spend(programme, teams, packages, package, waiting, coordinating, latent, debt, c):
    """Book a package's days by kind and make progress with the useful ones; return these."""
    total = days_left(packages, package)
    again = clip(packages.rework[package] / total, 0.0, 1.0)
    extra = clip(packages.extra[package] / total, 0.0, 1.0 - again)
    spent = 0.0
    for part in range(3):
        days = packages.granted[package, part]
        team = packages.team[package, part]
        if days > 0.0 and waits(packages, package, part):
            teams.days[team, WAITING] += days
            packages.spent[package] += days
        elif days > 0.0:
            pace = productivity(debt, teams.fatigue[team], teams.maturity[team], programme.churn, c)
            share = (1.0 - waiting) * (1.0 - coordinating)
            useful = min(days * share, packages.left[package, part] / pace)
            teams.pool[team] += days - useful / share
            days = useful / share
            packages.left[package, part] = max(packages.left[package, part] - useful * pace, 0.0)
            if packages.left[package, part] < DONE:
                packages.left[package, part] = 0.0
            packages.rework[package] = max(packages.rework[package] - useful * pace * again, 0.0)
            packages.extra[package] = max(packages.extra[package] - useful * pace * extra, 0.0)
            programme.rework_done += useful * pace * again
            bred = c.fixing * latent * useful * again
            packages.bred[package] += bred
            packages.latent[package] += latent * useful * (1.0 - again) + bred
            packages.done[package, part] += useful * pace
            book_useful(teams, packages, package, part, useful, again, extra)
            teams.days[team, WAITING] += days * waiting
            teams.days[team, COORDINATING] += days * (1.0 - waiting) * coordinating
            if part == SYSTEMS:
                packages.touched[package] += useful
            packages.spent[package] += days
            spent += useful
    return spent


@compiled
def book_useful(teams, packages, package, part, useful, again, extra):
    """Useful days by kind: rework, making reusable, integration (systems side of connections, and before release), build."""
    team = packages.team[package, part]
    teams.days[team, REWORKING] += useful * again
    teams.days[team, ASSETS] += useful * extra
    rest = useful * (1.0 - again - extra)
    joining = packages.status[package] == INTEGRATING or (packages.kind[package] == CONNECTION and part == SYSTEMS)
    teams.days[team, INTEGRATING_DAYS if joining else BUILDING] += rest


@compiled
def ask_question(programme, channels, teams, packages, package, useful, handoffs, chance, gravity, keys, c, week):
    """Work may raise a question that somebody must decide; who asks it waits for the answer."""
    first, second = packages.channel[package], packages.other[package]
    api = min(channels.quality[first], channels.quality[second])
    nominal = nominal_days(packages, package)
    unclear = 1.0 - c.settled * in_use(programme.clarity, teams, packages, package)
    rate = c.questions * useful / (programme.norm * nominal) * (c.alone + c.crossing * handoffs) * (1.0 + c.interfaces * (0.5 - api)) * unclear
    if chance < 1.0 - math.exp(-rate):
        packages.open[package] = 1
        packages.opened[package] = week + chance / (1.0 - math.exp(-rate))
        packages.level[package] = 0
        packages.gravity[package] = gravity
        packages.asker[package] = who_asks(teams, packages, package, uniform(keys.luck, draws.ASKER, week, packages.name[package]), c)
        packages.concerned[package] = concerned(teams, packages, package)
        programme.exceptions += 1


@compiled
def who_asks(teams, packages, package, chance, c):
    """The part at work in which a question comes up: by its days, and less often inside the unit that follows the package up."""
    total = 0.0
    for part in range(3):
        total += asking(teams, packages, package, part, c)
    part, passed = 0, asking(teams, packages, package, 0, c)
    while part < 2 and chance * total >= passed:
        part += 1
        passed += asking(teams, packages, package, part, c)
    return part


@compiled
def asking(teams, packages, package, part, c):
    """Weight of a part among those that may ask: its days this week, as of a routine hand-off where its team is of the unit that follows up."""
    inside = teams.unit[packages.team[package, part]] == packages.conductor[package]
    return packages.granted[package, part] * (c.routine if inside else 1.0)


@compiled
def concerned(teams, packages, package):
    """Units that a question concerns, beside the one that follows the package up."""
    count = 0
    for part in range(3):
        unit = teams.unit[packages.team[package, part]]
        known = unit == packages.conductor[package]
        for earlier in range(part):
            known = known or unit == teams.unit[packages.team[package, earlier]]
        count += 0 if known else 1
    return count
