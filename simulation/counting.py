"""Counting: the formulas of `outcomes.py`, over the tables of a run, at the horizon and at its end. They read no lever."""

import math

from simulation.compiled import compiled, piece
from simulation.mechanisms.release import progress
from simulation.mechanisms.shared import YEAR, nominal_days
from simulation.outcomes import (
    ADOPTION_LEVEL,
    ALIGNMENT,
    BUDGET,
    COLUMN,
    COST_MARGIN,
    EXPECTATION,
    FAILURE,
    LEAST_EARNED,
    PLANNED_CONTINUITY,
    ROW,
    SCHEDULE,
    SPECIFICATION,
    SUCCESS,
)
from simulation.state import BUILD, BUILDING, COORDINATING, LIVE, REWORKING, STEERING, WAITING

(ADOPTION, SPENT, OWN_RATE, CONTINUITY, LIVE_JOURNEYS, DEBT, CONTACTS) = (
    COLUMN[name] for name in ("adoption", "spent", "own_rate", "continuity", "live_journeys", "debt", "contacts")
)
(BUY_IN, RECOGNITION, DECLARED, ACTUAL, KEPT_WITHIN, KEPT_ACROSS) = (
    COLUMN[name] for name in ("buy_in", "recognition", "declared", "actual", "kept_within", "kept_across")
)
(ROW_ADOPTION, ROW_DELIVERY_COST, ROW_NET_VALUE, ROW_WEEKS_TO, ROW_STOPPED, ROW_OWN_VALUE, ROW_CONTINUITY) = (ROW[name] for name in list(ROW)[:7])
(ROW_PER_JOURNEY, ROW_PER_CHANNEL, ROW_PER_ADOPTER, ROW_COST_BUILD) = (
    ROW[name] for name in ("cost_per_live_journey", "cost_per_channel", "cost_per_adopter", "cost_build")
)
(ROW_HIDDEN, ROW_LATENCY_MEDIAN, ROW_LATENCY_P90, ROW_KEPT_WITHIN, ROW_KEPT_ACROSS, ROW_BUY_IN, ROW_RECOGNITION, ROW_DECLARED, ROW_ACTUAL) = (
    ROW[name] for name in ("hidden_share", "latency_median", "latency_p90", "kept_within", "kept_across", "buy_in", "recognition", "declared", "actual")
)
(ROW_DEBT, ROW_CONTACTS, ROW_PAYBACK, ROW_OVERRUN, ROW_UNFINISHED, ROW_VALUE_SHARE, ROW_GRADE, ROW_ON_BUDGET, ROW_BRANCHING, ROW_END_WEEK, ROW_STRUCK) = (
    ROW[name]
    for name in (
        "debt",
        "contacts_per_customer",
        "payback_weeks",
        "overrun",
        "unfinished",
        "value_share",
        "grade",
        "on_budget",
        "rework_branching",
        "end_week",
        "struck_off",
    )
)


@piece
def measure_horizon(programme, market, directorates, teams, journeys, packages, accounts, out, plan_adoption, weeks):
    """Outcomes as they stand at the horizon."""
    last = accounts.series[weeks - 1]
    out[ROW_ADOPTION] = last[ADOPTION]
    out[ROW_CONTINUITY] = last[CONTINUITY]
    out[ROW_DEBT] = last[DEBT]
    out[ROW_UNFINISHED] = 1.0 - programme.earned / programme.nominal
    spent, live = last[SPENT], last[LIVE_JOURNEYS]
    builds = 0.0
    for package in range(packages.name.shape[0]):
        if packages.kind[package] == BUILD and packages.status[package] == LIVE:
            builds += 1.0
    users = market.users * market.represented
    out[ROW_PER_JOURNEY] = spent / live if live > 0.0 else math.nan
    out[ROW_PER_CHANNEL] = spent / builds if builds > 0.0 else math.nan
    out[ROW_PER_ADOPTER] = spent / users if users > 0.0 else math.nan
    delivered, planned = 0.0, 0.0
    for journey in range(journeys.name.shape[0]):
        delivered += journeys.value[journey] * journeys.worth[journey] * journeys.live_share[journey] * journeys.continuity[journey]
        if journeys.planned_end[journey] + programme.mobilisation <= weeks:
            planned += PLANNED_CONTINUITY * journeys.value[journey]
    share = delivered / planned if planned > 0.0 else math.nan
    out[ROW_VALUE_SHARE] = share
    out[ROW_GRADE] = math.nan if planned <= 0.0 else (2.0 if share >= SUCCESS else (1.0 if share >= FAILURE else 0.0))
    judge_journeys(programme, directorates, teams, journeys, packages, out, plan_adoption)


@compiled
def judge_journeys(programme, directorates, teams, journeys, packages, out, plan_adoption):
    """Share of journeys that meet each of the five criteria, and at least three of them."""
    count = journeys.name.shape[0]
    for row in range(ROW_ON_BUDGET, ROW_ON_BUDGET + 6):
        out[row] = 0.0
    for journey in range(count):
        met = 0
        for criterion in range(5):
            if meets(programme, directorates, teams, journeys, packages, journey, criterion, plan_adoption):
                out[ROW_ON_BUDGET + criterion] += 1.0 / count
                met += 1
        if met >= 3:
            out[ROW_ON_BUDGET + 5] += 1.0 / count


@compiled
def meets(programme, directorates, teams, journeys, packages, journey, criterion, plan_adoption):
    """Does a journey meet a criterion? 0 budget, 1 schedule, 2 specification, 3 expectation, 4 alignment. One struck off meets none."""
    if journeys.struck[journey]:
        return False
    if criterion == 1:
        due = journeys.planned_end[journey] + programme.mobilisation + SCHEDULE
        return 0.0 <= journeys.live_week[journey] <= due
    if criterion == 2:
        return journeys.live_share[journey] * journeys.continuity[journey] >= SPECIFICATION
    if criterion == 3:
        return journeys.adopters[journey] >= EXPECTATION * plan_adoption
    if criterion == 4:
        return most_undone(directorates, teams, journeys, packages, journey) <= ALIGNMENT
    spent, earned, nominal = 0.0, 0.0, 0.0
    for package in range(journeys.package_start[journey], journeys.package_end[journey]):
        nominal += nominal_days(packages, package)
        spent += packages.spent[package]
        earned += progress(packages, package)
    return earned > LEAST_EARNED * nominal and spent / earned <= BUDGET * COST_MARGIN * programme.norm


@compiled
def most_undone(directorates, teams, journeys, packages, journey):
    """Of the shared work on a journey that each directorate accepted, the largest share that one left undone."""
    worst = 0.0
    for unit in range(directorates.name.shape[0]):
        accepted, undone = 0.0, 0.0
        for package in range(journeys.package_start[journey], journeys.package_end[journey]):
            for part in range(3):
                if teams.unit[packages.team[package, part]] == unit:
                    accepted += packages.nominal[package, part]
                    undone += min(packages.left[package, part], packages.nominal[package, part])
        worst = max(worst, undone / accepted) if accepted > 0.0 else worst
    return worst


@piece
def measure_programme(programme, accounts, out, weeks):
    """Means over the programme's weeks, and when customers came."""
    first, last = 0, weeks
    if programme.end_week >= 0.0:
        last = min(weeks, int(programme.end_week))
    if programme.stopped == 1:
        last = min(weeks, int(programme.stop_week) + 1)
    last = max(last, first + 1)
    for row, column in (
        (ROW_KEPT_WITHIN, KEPT_WITHIN),
        (ROW_KEPT_ACROSS, KEPT_ACROSS),
        (ROW_BUY_IN, BUY_IN),
        (ROW_RECOGNITION, RECOGNITION),
        (ROW_DECLARED, DECLARED),
        (ROW_ACTUAL, ACTUAL),
    ):
        total = 0.0
        for week in range(first, last):
            total += accounts.series[week, column]
        out[row] = total / (last - first)
    reached = math.nan
    contacts, own = 0.0, 0.0
    for week in range(weeks - 1, -1, -1):
        contacts += accounts.series[week, CONTACTS] / 1000.0
        own += accounts.series[week, OWN_RATE] / YEAR
        if accounts.series[week, ADOPTION] >= ADOPTION_LEVEL:
            reached = week + 1.0
    out[ROW_WEEKS_TO] = reached
    out[ROW_CONTACTS] = contacts
    out[ROW_OWN_VALUE] = own


@piece
def measure_completion(programme, decisions, accounts, out, by_unit):
    """Outcomes of the programme as a whole: costs at completion (of the whole roadmap: estimated where it is not all live), hidden work, decisions."""
    factor = 1.0 + (programme.nominal - programme.earned) / max(programme.earned, LEAST_EARNED * programme.nominal)
    total, hidden, days = 0.0, 0.0, 0.0
    for kind in range(BUILDING, STEERING + 1):
        of_kind = 0.0
        for unit in range(accounts.spent.shape[0]):
            by_unit[unit, kind - BUILDING] = factor * accounts.spent[unit, kind]
            of_kind += by_unit[unit, kind - BUILDING]
            days += accounts.days[unit, kind]
            if kind == COORDINATING or kind == WAITING or kind == REWORKING:
                hidden += accounts.days[unit, kind]
        out[ROW_COST_BUILD + kind - BUILDING] = of_kind
        total += of_kind
    out[ROW_DELIVERY_COST] = total
    out[ROW_OVERRUN] = total / programme.plan_cost - 1.0
    out[ROW_HIDDEN] = hidden / days if days > 0.0 else math.nan
    out[ROW_STOPPED] = 1.0 * programme.stopped
    whole = programme.end_week >= 0.0 and programme.kept == programme.nominal
    out[ROW_END_WEEK] = programme.end_week if whole else math.nan
    out[ROW_STRUCK] = 1.0 - programme.kept / programme.nominal
    out[ROW_BRANCHING] = programme.rework_bred / programme.rework_done if programme.rework_done > 0.0 else math.nan
    out[ROW_LATENCY_MEDIAN] = latency_quantile(decisions.latency, 0.5)
    out[ROW_LATENCY_P90] = latency_quantile(decisions.latency, 0.9)


@compiled
def latency_quantile(latency, share):
    """Working days within which a share of the decisions were taken (bins of half a day)."""
    total, below = 0.0, 0.0
    for row in range(latency.shape[0]):
        total += latency[row]
    for row in range(latency.shape[0]):
        below += latency[row]
        if total > 0.0 and below >= share * total:
            return 0.5 * row + 0.25
    return math.nan
