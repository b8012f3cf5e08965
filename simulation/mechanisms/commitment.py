"""Step 5, commitment: each directorate splits its capacity between its own roadmap and the shared one.

"I give what pays on my scorecard, what I believe in, and as much as the others gave me." Commitment is the share of what the plan
of record asks for. A directorate wishes by comparing what own and shared work add to its scorecard, what it fears to
lose, and what others kept of their promises to it (conditional cooperation); logit choice with inertia. It *declares* more
than it wishes when a sponsor asks or an order demands; it *gives* (actual) what it wishes, and more only as far as somebody
checks: a sponsor, who holds the money, reports on orders. Orders move people at once; common objectives are learned over four or five
quarters (Doerr 2018), take the place of own ones, pull toward shared work as far as a directorate has heard what they are for, and dilute
responsibility. Capacity for which the programme must beg the money each quarter shrinks, the less so the more of it a Factory holds and the
more that is recognised; a programme without one begs as one whose Factory is too small to be seen.
Left out: bargaining between pairs. Sources: epton2017 (goals), model-notes (own backlog, inertia), Kleingeld et al. 2011 (order of goals), Latham, Erez and
Locke 1988 (goals that are told without a reason bind less than goals that are explained).
"""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import BACKLOG, QUARTER, TINY, clip, logistic, toward
from simulation.parameters import Numbers, number
from simulation.state import LEVER_ROW

REASONS = ("inclination", "goals", "recognised", "heard", "promises", "culture", "own_backlog", "fear")
AGAINST = ("own_backlog", "fear")
(GOALS, OKRS, BUDGET, ORDERS) = (LEVER_ROW[name] for name in ("goal_strength", "shared_okrs", "budget_authority", "coercion"))


class Coefficients(Numbers):
    """Coefficients of commitment."""

    goal_days: float = number(0.006, 0.0036, 0.0096, unit="days a week and person", meaning="setting and reviewing objectives")
    okr_days: float = number(0.012, 0.0072, 0.019, unit="days a week and person", meaning="managers' meetings on common objectives")
    contest_days: float = number(
        0.012, 0.0072, 0.019, unit="days a week and person", meaning="directorates contest money that they do not hold, where they do not recognise the Factory"
    )
    audit_days: float = number(0.01, 0.006, 0.016, unit="days a week and person", meaning="reports on mandated work")
    inclination: float = number(1.4, 0.84, 2.2, unit="log-odds", meaning="inclination to shared work, all else at its middle")
    goals: float = number(1.6, 0.96, 2.6, unit="log-odds", meaning="pull of own objectives away from shared work, at full weight")
    in_common: float = number(2, 1.2, 3.2, unit="times", meaning="pull of common objectives toward it, against that of own ones")
    dilution: float = number(0.35, 0.21, 0.56, unit="share", meaning="responsibility lost when all objectives are common")
    unexplained: float = number(
        0.4, 0.24, 0.64, unit="share", meaning="pull of common objectives toward shared work where nothing was heard of what they are for"
    )
    recognised: float = number(1.2, 0.72, 1.9, unit="log-odds", meaning="recognition of the Factory, from none to full")
    heard: float = number(1.2, 0.72, 1.9, unit="log-odds", meaning="having heard and believed")
    reciprocity: float = number(1.8, 1.1, 2.9, unit="log-odds", meaning="others' promises to it kept, from none to all")
    backlog: float = number(0.6, 0.36, 0.96, unit="log-odds", meaning="own backlog of eight weeks")
    most_backlog: float = number(24, 14, 38, unit="weeks", meaning="own backlog beyond which no more is felt")
    fear: float = number(1.2, 0.72, 1.9, unit="log-odds", meaning="fear to lose all sales of its channels")
    culture: float = number(0.8, 0.48, 1.3, unit="log-odds", meaning="openness of its culture, from none to full")
    ask: float = number(0.5, 0.3, 0.8, unit="share", meaning="what a full sponsor adds to what is declared, of what is missing")
    mandate: float = number(1, 0.8, 1, unit="0 to 1", meaning="floor on what is declared under full orders")
    check: float = number(0.55, 0.33, 0.88, unit="share", meaning="share of a promise beyond one's wish that a full sponsor gets")
    check_money: float = number(0.5, 0.3, 0.8, unit="share", meaning="of what a full sponsor gets, what a Factory that holds all the money gets")
    sullen: float = number(0.5, 0.3, 0.8, unit="share", meaning="share of a promise beyond one's wish that full resentment takes back")
    habit: float = number(0.2, 0.12, 0.32, unit="share", meaning="share of a promise beyond one's wish that is given unchecked")
    say: float = number(0.2, 0.12, 0.32, unit="share a week", meaning="pace of what is declared")
    inertia: float = number(0.085, 0.051, 0.14, unit="share a week", meaning="pace of what is given")
    ordered: float = number(0.5, 0.3, 0.8, unit="share a week", meaning="pace of what is given under full orders: people are moved, not asked")
    begging: float = number(
        0.4, 0.24, 0.64, unit="share a quarter", meaning="capacity lost in a quarter's round where the Factory holds no money and is not recognised"
    )
    contest: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="resentment of money held by a Factory that is not recognised")
    audit: float = number(0.65, 0.39, 1, unit="share", meaning="share of a promise beyond one's wish that full orders get, by the reports on them")
    rewritten: float = number(
        0.045, 0.027, 0.072, unit="share a week", meaning="pace at which common objectives are learned, over four or five quarterly rounds"
    )
    resent: float = number(0.04, 0.024, 0.064, unit="share a week", meaning="pace of resentment (reactance)")


@piece
def frame(factory, directorates, teams, agenda, levers, on, c):
    """Objectives, money and orders, and their days."""
    for directorate in range(directorates.name.shape[0]):
        if on.goal_strength:
            directorates.goal_weight[directorate] = levers.goal_strength
        if on.shared_okrs:
            directorates.common_share[directorate] = toward(directorates.common_share[directorate], levers.shared_okrs, c.rewritten)
        if on.coercion:
            directorates.mandated[directorate] = levers.coercion
    if on.budget_authority:
        factory.budget_share = levers.budget_authority if factory.headcount > 0.0 else 0.0
    for team in range(factory.first_team):
        people = teams.fte[team]
        if on.goal_strength:
            agenda.booked[GOALS, team] = c.goal_days * levers.goal_strength * people
        if on.shared_okrs:
            agenda.booked[OKRS, team] = c.okr_days * levers.shared_okrs * people
        if on.budget_authority:
            doubt = 1.0 - directorates.recognition[teams.unit[team]]
            agenda.booked[BUDGET, team] = c.contest_days * factory.budget_share * doubt * people
        if on.coercion:
            agenda.booked[ORDERS, team] = c.audit_days * levers.coercion * people


@compiled
def wish(goal_weight, common_share, recognition, heard, kept_to_it, backlog_weeks, fear, openness, c):
    """Share of what is asked that a directorate wishes to give: logit of own against shared work on its scorecard."""
    inclination, goals, recognised, words, promises, culture, own, loss = reasons(
        goal_weight, common_share, recognition, heard, kept_to_it, backlog_weeks, fear, openness, c
    )
    return logistic(inclination + goals + (recognised + words + promises) + culture - own - loss)


@compiled
def reasons(goal_weight, common_share, recognition, heard, kept_to_it, backlog_weeks, fear, openness, c):
    """Log-odds of that wish, in the order of REASONS; the last two speak against it."""
    explained = c.unexplained + (1.0 - c.unexplained) * heard
    common = common_share * (1.0 - c.dilution * common_share) * explained
    goals = c.goals * goal_weight * (c.in_common * common - (1.0 - common_share))
    own = c.backlog * (min(backlog_weeks, c.most_backlog) / BACKLOG - 0.5) * (1.0 - common_share * goal_weight)
    return (
        c.inclination, goals, c.recognised * (recognition - 0.5), c.heard * heard, c.reciprocity * (kept_to_it - 0.5),
        c.culture * (openness - 0.5), own, c.fear * fear,
    )  # fmt: skip


@compiled
def checked(sponsor_share, budget_share, mandated, reactance, c):
    """Share of a promise beyond the wish that is given: by habit, and as far as a sponsor, the holder of the money or reports on orders check it."""
    hold = 1.0 - (1.0 - c.check * sponsor_share) * (1.0 - c.check * c.check_money * budget_share) * (1.0 - c.audit * mandated)
    return clip(c.habit + (1.0 - c.habit) * hold - c.sullen * reactance, 0.0, 1.0)


@piece
def act(board, programme, factory, directorates, teams, c, week):
    """Each directorate declares, and gives."""
    for directorate in range(directorates.name.shape[0]):
        choose(board, programme, factory, directorates, teams, directorate, c, week)


@compiled
def choose(board, programme, factory, directorates, teams, directorate, c, week):
    """A directorate declares what it is asked or ordered to, and gives what it wishes, and more as far as somebody checks."""
    sponsor_share = min(board.sponsor_hours / board.weekly_hours, 1.0)
    recognition = directorates.recognition[directorate]
    wished = own_wish(directorates, teams, directorate, c)
    asked = wished + c.ask * sponsor_share * (1.0 - wished)
    promised = max(asked, c.mandate * directorates.mandated[directorate])
    directorates.declared[directorate] = toward(directorates.declared[directorate], promised, c.say)
    over = max(directorates.declared[directorate] - wished, 0.0)
    resented = min(over * directorates.mandated[directorate] + c.contest * factory.budget_share * (1.0 - recognition), 1.0)
    directorates.reactance[directorate] = toward(directorates.reactance[directorate], resented, c.resent)
    given = wished + over * checked(sponsor_share, factory.budget_share, directorates.mandated[directorate], directorates.reactance[directorate], c)
    pace = c.inertia + (c.ordered - c.inertia) * directorates.mandated[directorate]
    actual = toward(directorates.actual[directorate], given, pace)
    if week % QUARTER == 0 and week > 0:
        actual *= 1.0 - c.begging * (1.0 - factory.budget_share) * (1.0 - recognition)
    directorates.actual[directorate] = actual


@compiled
def own_wish(directorates, teams, directorate, c):
    """What a directorate wishes to give, as it stands."""
    weeks = directorates.own_backlog[directorate] / max(directorates.own_load[directorate], TINY)
    return wish(
        directorates.goal_weight[directorate], directorates.common_share[directorate], directorates.recognition[directorate],
        directorates.heard[directorate], directorates.kept_to_it[directorate], weeks, fear(teams, directorate), directorates.openness[directorate], c,
    )  # fmt: skip


@compiled
def fear(teams, directorate):
    """Mean threat that the directorate's teams feel."""
    total, count = 0.0, 0.0
    for team in range(teams.unit.shape[0]):
        if teams.unit[team] == directorate:
            total += teams.threat[team]
            count += 1.0
    return total / max(count, 1.0)
