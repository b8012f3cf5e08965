"""Step 1, events: what comes from outside the programme's own doing.

"The sponsor left; two people of the team left; the roadmap grew; customers changed." A sponsor is in office while somebody
is named and has not left; he leaves at a yearly rate and is replaced after a vacancy; each week he is present or not.
A reorganisation (structure, size, what the Factory builds or covers) takes effect at the start, or after the consultation of
staff, leaves disorder that fades, unsettles roles, and hands work begun over to teams that must learn it. Roles settled before the start are clear; settled late, they meet the precedents.
Unreleased packages grow (Poisson events of Pareto size); what customers expect rises, with jumps.
Left out: several sponsors, sabbaticals, mergers. Sources: pmi2014 (sponsor's hours), model-notes (scope growth).
"""

import math

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniform_each, uniforms
from simulation.mechanisms.shared import DAY, MONTH, YEAR, toward
from simulation.parameters import Numbers, number
from simulation.state import INTEGRATING, LEVER_ROW, LIVE, OPERATIONS

(SPONSORSHIP, ROLE_CLARITY) = LEVER_ROW["sponsorship"], LEVER_ROW["role_clarity"]
USUAL_PROGRAMMES = 3.0  # that a sponsor holds at a time (pmi2014)
MOST_GROWTH = 1.5  # of its size, at one time: more would be another package


class Coefficients(Numbers):
    """Coefficients of events."""

    presence: float = number(0.85, 0.51, 1, unit="chance a week", meaning="a sponsor in office is present in a given week")
    vacancy: float = number(14, 8.4, 22, unit="weeks", meaning="time until a sponsor who left is replaced")
    staff_days: float = number(0.2, 0.12, 0.32, unit="days an hour", meaning="staff work behind each hour of the sponsor")
    preparation: float = number(8, 4.8, 13, unit="weeks", meaning="preparation that settling all roles before the start takes")
    workshop: float = number(0.05, 0.03, 0.08, unit="days a week and person", meaning="workshops while roles are settled")
    late_clarity: float = number(
        0.05, 0.03, 0.08, unit="share a week", meaning="pace at which roles are settled once work has started, were there no precedents"
    )
    precedent: float = number(0.02, 0.012, 0.032, unit="share a week", meaning="pace at which habits of deciding set in")
    disorder: float = number(0.12, 0.072, 0.19, unit="share a week", meaning="pace at which disorder after a reorganisation fades")
    knowledge_lost: float = number(0.8, 0.48, 1, unit="share", meaning="what a person who leaves takes along of what he had learned of method and rules")
    growth_size: float = number(0.04, 0.024, 0.064, unit="share of its size", meaning="scale of a growth of scope (times a Pareto number)", source="assumed")
    growth_tail: float = number(1.7, 1, 2.7, unit="exponent", meaning="tail of the growth of scope")
    unsettled: float = number(0.3, 0.18, 0.48, unit="share", meaning="of roles that were settled, what a reorganisation unsettles")
    handover: float = number(0.3, 0.18, 0.48, unit="share", meaning="of the work done on a part, what a team that takes it over must learn again")
    jump: float = number(0.06, 0.036, 0.096, unit="of the standard", meaning="mean jump of what customers expect in a shock")


@piece
def frame(board, programme, factory, teams, agenda, levers, on, c, week):
    """Sponsor in office and his hours; roles settled; the Factory as it is decided."""
    if on.sponsorship:
        office = levers.sponsorship > 0.0 and board.vacancy <= 0.0
        board.sponsor_in_office = 1.0 if office else 0.0
        hours = levers.sponsorship * board.weekly_hours * min(1.0, USUAL_PROGRAMMES / board.programmes)
        board.sponsor_hours = hours * board.sponsor_present if office else 0.0
        agenda.booked[SPONSORSHIP, programme.board_team] = board.sponsor_hours * (1.0 / DAY + c.staff_days)
    if on.role_clarity:
        settle_roles(programme, teams, agenda, levers.role_clarity, c, week)
    wanted = differs(factory, levers, on)
    if week == 0 or (wanted and factory.consultation >= programme.consultation_weeks):
        reorganise(factory, levers, on, week)
    elif wanted:
        factory.consultation += 1.0
    else:
        factory.consultation = 0.0


@compiled
def settle_roles(programme, teams, agenda, wanted, c, week):
    """Before the start roles become as clear as decided; later the precedents resist."""
    if week == 0:
        programme.preparation_weeks = c.preparation * wanted
        programme.clarity = wanted
    late = max(wanted - programme.clarity, 0.0)
    programme.clarity += c.late_clarity * (1.0 - programme.precedents) * late
    effort = wanted if week < programme.preparation_weeks else late
    for team in range(teams.fte.shape[0]):
        agenda.booked[ROLE_CLARITY, team] = c.workshop * effort * teams.fte[team]


@compiled
def differs(factory, levers, on):
    """Is the Factory decided to be other than it is?"""
    size = on.factory_size and levers.factory_size != factory.headcount
    structure = on.structure and levers.structure != factory.structure
    share = on.build_share and levers.build_share != factory.build_share
    scope = on.scope and levers.scope != factory.scope
    return size or structure or share or scope


@compiled
def reorganise(factory, levers, on, week):
    """The Factory becomes what was decided; its teams are drawn anew."""
    if on.factory_size:
        factory.headcount = levers.factory_size
    if on.structure:
        factory.structure = levers.structure
    if on.build_share:
        factory.build_share = levers.build_share
    if on.scope:
        factory.scope = levers.scope
    factory.disruption = 1.0 if week > 0 else 0.0
    factory.consultation = 0.0
    factory.regroup = 1


@piece
def act(board, programme, factory, market, teams, ties, channels, packages, agenda, keys, c, week):
    """Leaving, staff turnover, growth of scope, what customers expect."""
    office = uniforms(keys.luck, draws.SPONSOR, week, 0)
    board.vacancy = max(board.vacancy - 1.0, 0.0)
    if board.sponsor_in_office > 0.0 and office[0] < board.sponsor_turnover / YEAR:
        board.vacancy = c.vacancy
    board.sponsor_present = 1.0 if office[1] < c.presence else 0.0
    programme.precedents = toward(programme.precedents, 1.0, c.precedent)
    if factory.regroup:
        regroup(factory, teams, ties, channels, packages, c)
        programme.clarity *= 1.0 - c.unsettled * factory.disruption
    else:
        factory.disruption *= 1.0 - c.disorder
    turnover(programme, teams, agenda, keys, c, week)
    if week % MONTH == 1:
        grow_scope(programme, packages, agenda, keys, c, week)
    shock = uniforms(keys.luck, draws.SHOCK, week, 0)
    programme.standard += market.pace / YEAR
    if shock[0] < market.shocks / YEAR:
        programme.standard -= c.jump * math.log(shock[1])


@compiled
def turnover(programme, teams, agenda, keys, c, week):
    """Somebody leaves a team: what he had learned of method and rules goes with him."""
    uniform_each(agenda.luck, keys.luck, draws.TURNOVER, week, agenda.team_names)
    for team in range(teams.fte.shape[0]):
        fte = teams.fte[team]
        if fte > 0.0 and agenda.luck[team] < programme.staff_turnover * fte / YEAR:
            kept = 1.0 - c.knowledge_lost * min(1.0 / fte, 1.0)
            teams.understanding[team] *= kept
            teams.method[team] *= kept


@compiled
def grow_scope(programme, packages, agenda, keys, c, week):
    """Once a month: packages not yet tested grow; nobody has seen it yet."""
    uniform_each(agenda.luck, keys.luck, draws.SCOPE, week, agenda.package_names)
    for package in range(packages.name.shape[0]):
        if packages.status[package] < INTEGRATING and agenda.luck[package] < programme.scope_growth * MONTH / YEAR:
            _, size, _, _ = uniforms(keys.luck, draws.SCOPE, week, packages.name[package])
            grown = c.growth_size * (size ** (-1.0 / c.growth_tail) - 1.0)
            packages.hidden_growth[package] += min(grown, MOST_GROWTH)


@compiled
def regroup(factory, teams, ties, channels, packages, c):
    """People move between directorates and Factory; parts not yet live get the team that now does them."""
    first = factory.first_team
    pool = 0.0
    for team in range(first):
        teams.fte[team] = teams.people[team]
        if teams.speciality[team] != OPERATIONS:
            teams.fte[team] = teams.people[team] * (1.0 - factory.headcount)
            pool += teams.people[team] * factory.headcount
    for team in range(first, teams.fte.shape[0]):
        teams.fte[team] = pool * teams.factory_share[team, int(factory.structure)]
        teams.systems[team] = teams.factory_systems[team, int(factory.structure)]
        teams.experience[team] = 1.0 - teams.systems[team]
    for package in range(packages.name.shape[0]):
        coordinate(factory, channels, packages, package)
        if packages.status[package] < LIVE:
            assign(factory, teams, channels, packages, package, c)
            for pair in range(3):
                one, other = packages.team[package, pair // 2], packages.team[package, 1 + (pair + 1) // 2]
                packages.tie[package, pair] = tie_between(teams, ties, one, other)
    factory.regroup = 0


@compiled
def coordinate(factory, channels, packages, package):
    """In whose name others are asked for a package, live or not: the Factory's if its scope covers the channels, else that of the channel's owner."""
    first, second = packages.channel[package], packages.other[package]
    rank = max(channels.digital_rank[first], channels.digital_rank[second])
    covered = factory.headcount > 0.0 and rank <= factory.scope
    packages.coordinated[package] = 1 if covered else 0
    packages.conductor[package] = factory.row if covered else channels.owner[first]


@compiled
def assign(factory, teams, channels, packages, package, c):
    """Who does each part of a package, whom it belongs to, and the hand-offs that this makes; work begun is handed over to the new team."""
    packages.by_factory[package] = 1 if packages.coordinated[package] and packages.build_draw[package] < factory.build_share else 0
    for part in range(3):
        team = packages.home_team[package, part]
        if packages.by_factory[package] and part != OPERATIONS:
            team = factory.first_team + packages.factory_team[package, int(factory.structure), part]
        if packages.start_week[package] >= 0.0 and team != packages.team[package, part]:
            learning = c.handover * min(packages.done[package, part], packages.nominal[package, part])
            packages.left[package, part] += learning
            packages.volume[package] += learning
        packages.team[package, part] = team
    packages.owner[package] = channels.owner[packages.channel[package]]
    orphan = belongs_to_nobody(factory, packages, package)
    units, hands = hand_offs(teams, packages, package)
    packages.orphan[package] = orphan
    packages.coupling[package] = units + orphan
    packages.hands[package] = hands


@compiled
def tie_between(teams, ties, one, other):
    """Threshold of the tie between two teams: below 0 within a unit, 2 where they have none that could open."""
    if teams.unit[one] == teams.unit[other]:
        return -1.0
    for tie in range(teams.tie_start[one], teams.tie_end[one]):
        if ties.other[tie] == other:
            return ties.threshold[tie]
    for tie in range(teams.tie_start[other], teams.tie_end[other]):
        if ties.other[tie] == one:
            return ties.threshold[tie]
    return 2.0


@compiled
def belongs_to_nobody(factory, packages, package):
    """1 for a connection built by a Factory whose team of the other channel is not the one that builds it: nobody follows it up."""
    if packages.by_factory[package]:
        other = packages.factory_other[package, int(factory.structure)]
        return 1 if other != packages.team[package, 0] - factory.first_team else 0
    return 0


@compiled
def hand_offs(teams, packages, package):
    """Hand-offs of a package: novel ones between units, routine ones between teams of one unit."""
    units, hands = 0.0, 0.0
    for part in range(1, 3):
        team, before = packages.team[package, part], packages.team[package, part - 1]
        if teams.unit[team] != teams.unit[before]:
            units += 1.0
        elif team != before:
            hands += 1.0
    return units, hands
