"""Step 9, decisions: a question goes to whoever may decide; otherwise it climbs and waits.

"Nobody knew who decides, so it went up, waited for the committee, and came back decided by nobody." A question that finds
its deciders, one for each unit concerned, is settled in the week: roles that are settled and understood point to them, and so do working ties. The Factory settles what its mandate covers, if it is
recognised and its hands are free; its mandate grows while a sponsor is in office and dies without him. A present sponsor hears some,
as long as his hours last. The rest climbs: each directorate concerned must agree and may refuse; the monthly committee, if there
is a quorum, takes as many items as it can. What waits too long is decided by default, at a higher risk of rework.
Left out: appeals. Sources: pmi2014 (hours), Cataldo et al. 2008 (ties that match dependencies), Levitt et al. 1994 (VDT: centralised decisions wait longer), model-notes (pace, default).
"""

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniform, uniforms
from simulation.mechanisms.shared import MONTH, WEEK, in_use, linked, mean, size, toward
from simulation.parameters import Numbers, number
from simulation.state import LEVER_ROW, SYSTEMS

(DELEGATION,) = (LEVER_ROW["delegation"],)


class Coefficients(Numbers):
    """Coefficients of decisions."""

    mandate_days: float = number(0.03, 0.018, 0.048, unit="days a week and person", meaning="the Factory's time to prepare and account for what it decides")
    grant: float = number(0.25, 0.15, 0.4, unit="share a week", meaning="pace at which a mandate grows under a sponsor in office")
    wane: float = number(0.08, 0.048, 0.13, unit="share a week", meaning="pace at which a mandate dies without a sponsor in office")
    find: float = number(0.12, 0.072, 0.19, unit="chance", meaning="a question finds its decider where roles are not settled")
    introduced: float = number(0.5, 0.3, 0.8, unit="chance", meaning="a decider whom nothing else points to is known through an open working tie")
    agree: float = number(
        0.085, 0.051, 0.14, unit="chance a week", meaning="a directorate concerned agrees that gives nothing, knows nobody and has no settled roles"
    )
    agree_given: float = number(0.06, 0.036, 0.096, unit="chance a week", meaning="more of it where directorates give all that is asked")
    agree_tied: float = number(0.06, 0.036, 0.096, unit="chance a week", meaning="more of it where those concerned have open working ties")
    agree_roles: float = number(0.03, 0.018, 0.048, unit="chance a week", meaning="more of it where roles are settled and understood")
    grave: float = number(0.3, 0.18, 0.48, unit="gravity", meaning="gravity from which a sponsor takes a question himself")
    attendance: float = number(0.4, 0.24, 0.64, unit="chance", meaning="a directorate that gives nothing comes to the monthly committee")
    climb: float = number(0.4, 0.24, 0.64, unit="chance a week", meaning="a question climbs a level")
    levels: float = number(2, 1.2, 3.2, unit="levels", meaning="from a team to the committee, where no Factory coordinates")
    hearing: float = number(2.5, 1.5, 4, unit="hours", meaning="sponsor's time for a question")
    heard_share: float = number(0.6, 0.36, 0.96, unit="share of hours", meaning="sponsor's hours that go into questions")
    patience: float = number(11, 6.6, 18, unit="weeks", meaning="time after which a question is decided by default")
    risk: float = number(0.05, 0.03, 0.08, unit="chance", meaning="rework after a decision by those concerned")
    misfit: float = number(0.1, 0.06, 0.16, unit="chance", meaning="more rework after a decision by a Factory that is far from those concerned")
    default_risk: float = number(0.44, 0.26, 0.7, unit="chance", meaning="rework after a decision by default")
    redo: float = number(0.25, 0.15, 0.4, unit="share of its size", meaning="rework of a package after a wrong decision of full gravity")


@piece
def frame(board, factory, teams, agenda, levers, on, c):
    """The Factory's mandate: it grows toward what is delegated while a sponsor is in office, and dies without him."""
    if on.delegation:
        if board.sponsor_in_office > 0.0:
            factory.mandate = toward(factory.mandate, levers.delegation, c.grant)
        else:
            factory.mandate *= 1.0 - c.wane
        for team in range(factory.first_team, teams.fte.shape[0]):
            agenda.booked[DELEGATION, team] = c.mandate_days * factory.mandate * teams.fte[team]


@piece
def act(board, programme, factory, directorates, teams, packages, decisions, keys, c, week):
    """Open questions are put to those who may decide, in an order drawn this week."""
    board.hours_left = c.heard_share * board.sponsor_hours
    meets = week % MONTH == 0 and quorum(board, directorates, keys, c, week)
    board.items_left = board.items if meets else 0.0
    count = 0
    order = packages.waiting_order
    for package in range(packages.name.shape[0]):
        if packages.open[package]:
            place = uniform(keys.luck, draws.TURN, week, packages.name[package])
            at = count
            while at > 0 and packages.waiting_place[order[at - 1]] > place:
                order[at] = order[at - 1]
                at -= 1
            order[at] = package
            packages.waiting_place[package] = place
            count += 1
    for at in range(count):
        decide(order[at], board, programme, factory, directorates, teams, packages, decisions, keys, c, week)


@compiled
def quorum(board, directorates, keys, c, week):
    """Is there a quorum at the monthly committee? A directorate comes the more surely, the more it gives."""
    came = 0.0
    for directorate in range(directorates.name.shape[0]):
        if attends(directorates, directorate, keys, c, week):
            came += 1.0
    return came >= board.quorum * directorates.name.shape[0]


@compiled
def attends(directorates, directorate, keys, c, week):
    """Does a directorate come to this month's committee?"""
    chance = c.attendance + (1.0 - c.attendance) * directorates.actual[directorate]
    return uniform(keys.luck, draws.QUORUM, week, directorates.name[directorate]) < chance


@compiled
def decide(package, board, programme, factory, directorates, teams, packages, decisions, keys, c, week):
    """One open question, this week: settled by somebody, by default, or it waits."""
    u = uniforms(keys.luck, draws.DECISION, week, packages.name[package])
    found, recognised, _, _ = uniforms(keys.luck, draws.AUTHORITY, week, packages.name[package])
    age = week + 1.0 - packages.opened[package]
    recognition, closeness = standing(factory, directorates, teams, packages, package)
    if packages.level[package] == 0 and week < packages.opened[package]:
        if found < all_found(known(programme, teams, packages, package, c), packages.concerned[package]):
            settle(packages, decisions, package, age, u[3], c.risk, u[1], c)
            return
    if may_decide(factory, packages, package, recognition, recognised):
        factory.queue_left -= 1.0
        settle(packages, decisions, package, age, u[3], c.risk + c.misfit * (1.0 - closeness), u[1], c)
        return
    if hears(board, packages, package, c, week):
        board.hours_left -= c.hearing
        settle(packages, decisions, package, age, u[3], c.risk, u[1], c)
        return
    climb(package, board, programme, factory, directorates, teams, packages, decisions, age, u, c)


@compiled
def known(programme, teams, packages, package, c):
    """Chance that the decider of one unit is known: by the roles that are settled and understood, or by whom one works with."""
    unknown = (1.0 - c.find) * (1.0 - in_use(programme.clarity, teams, packages, package))
    return 1.0 - unknown * (1.0 - c.introduced * linked(programme.openness, packages, package))


@compiled
def all_found(each, concerned):
    """Chance that the deciders of all units concerned (of one at least) are found, each alike."""
    chance = each
    for _ in range(1, concerned):
        chance *= each
    return chance


@compiled
def standing(factory, directorates, teams, packages, package):
    """How recognised and how near the Factory is, over the directorates concerned by a package."""
    recognition, closeness, count = 0.0, 0.0, 0.0
    for part in range(3):
        unit = teams.unit[packages.team[package, part]]
        if unit < directorates.name.shape[0]:
            recognition += directorates.recognition[unit]
            closeness += directorates.closeness[unit]
            count += 1.0
    return recognition / max(count, 1.0), closeness / max(count, 1.0)


@compiled
def may_decide(factory, packages, package, recognition, chance):
    """May the Factory settle this alone? Within its mandate, coordinated by it, recognised, with free hands."""
    covered = packages.coordinated[package] and packages.gravity[package] < factory.mandate
    return covered and factory.queue_left >= 1.0 and chance < recognition


@compiled
def hears(board, packages, package, c, week):
    """Does the sponsor take a question himself: a grave one, open for more than a week, while his hours last?"""
    age = week + 1.0 - packages.opened[package]
    return board.hours_left >= c.hearing and packages.gravity[package] > c.grave and age > 1.0


@compiled
def climb(package, board, programme, factory, directorates, teams, packages, decisions, age, u, c):
    """It climbs; those concerned agree one by one; the committee may take it; or time decides."""
    if u[0] < c.climb:
        packages.level[package] += 1
    tied, roles = linked(programme.openness, packages, package), in_use(programme.clarity, teams, packages, package)
    willing = c.agree + c.agree_given * mean(directorates.actual) + c.agree_tied * tied + c.agree_roles * roles
    if packages.concerned[package] > 0 and u[2] < willing:
        packages.concerned[package] -= 1
    if packages.concerned[package] == 0:
        settle(packages, decisions, package, age, u[3], c.risk, u[1], c)
    elif packages.level[package] >= (factory.levels if packages.coordinated[package] else c.levels) and board.items_left >= 1.0:
        board.items_left -= 1.0
        settle(packages, decisions, package, age, u[3], c.risk, u[1], c)
    elif age > c.patience:
        programme.defaults += 1
        settle(packages, decisions, package, age, u[3], c.default_risk, u[1], c)


@compiled
def waited_for(age, moment):
    """Weeks from question to decision: `age` is the question's at the end of the week, `moment` (0 to 1) lies in what the week has left after it."""
    return max(age - 1.0, 0.0) + min(age, 1.0) * moment


@compiled
def settle(packages, decisions, package, age, moment, risk, chance, c):
    """The question is settled at a moment of this week after it was asked; at a risk it was settled wrong, and work must be done again."""
    packages.open[package] = 0
    waited = waited_for(age, moment)
    decisions.latency[min(int(waited * 2.0 * WEEK), decisions.latency.shape[0] - 1)] += 1.0
    if chance < risk:
        again = c.redo * packages.gravity[package] * size(packages, package)
        packages.rework[package] += again
        packages.left[package, SYSTEMS] += again
        packages.volume[package] += again
