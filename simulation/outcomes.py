"""Outcomes: every reported measure, declared once, and counted after the run by formulas that read no lever.

Thresholds were fixed before any coefficient was tuned. *Materiality*: a point of adoption is some ten thousand customers of the
reference retailer; 5 % of the plan's cost is the tenth part of a typical contingency and overrun debate; a tenth of the plan's cost in net value
is what makes a board look again. *Grades* are BCG's (2020): success meets its target, failure wins less than half of it; the target is the value of
the journeys that the plan of record has live at week 156, at a continuity of 0.6 (what pairs of ordinary systems reach with care). *Journey criteria*: budget within 20 % of plan (usual contingency), schedule within a
quarter of plan, continuity of at least 0.6, adoption at least half of what the plan would have won (half of the value is what
separates partial from failure), and no directorate leaves more than 30 % of its part undone (model.md).
"""

import math
from typing import Literal, NamedTuple

from simulation.compiled import compiled
from simulation.state import BUILD, BUILDING, COORDINATING, LIVE, REWORKING, STEERING, WAITING

Direction = Literal["higher", "lower", "none"]

PLANNED_CONTINUITY = 0.6
SUCCESS, FAILURE = 1.0, 0.5  # of planned value
BUDGET, SCHEDULE, SPECIFICATION, EXPECTATION, ALIGNMENT = 1.2, 13.0, 0.6, 0.5, 0.3
ADOPTION_LEVEL = 0.05
LEAST_EARNED = 0.03  # of nominal, in estimates at completion


class Outcome(NamedTuple):
    """A measure of a whole run. `threshold` is its materiality: absolute, or (`relative`) times the cost in the plan of record."""

    name: str
    label: str
    label_fr: str
    unit: str
    direction: Direction
    meaning: str
    threshold: float | None = None
    relative: float | None = None
    primary: bool = False


class Series(NamedTuple):
    """A measure of each week."""

    name: str
    label: str
    label_fr: str
    unit: str
    meaning: str


_OUTCOMES = [
    Outcome("adoption", "Adoption", "Adoption", "share", "higher", "share of customers using journeys across channels at the horizon", 0.01, primary=True),
    Outcome("delivery_cost", "Delivery cost", "Coût de réalisation", "EUR", "lower", "cost of the programme at completion (an estimate where it is not complete)", relative=0.05, primary=True),
    Outcome("net_value", "Net value", "Valeur nette", "EUR", "higher", "margin gained less own-roadmap value lost less costs not paid anyway, to the horizon, against the same company without a programme", relative=0.10, primary=True),
    Outcome("weeks_to_adoption", "Weeks to 5 % adoption", "Semaines jusqu'à 5 % d'adoption", "weeks", "lower", "first week with 5 % of customers using; none when not reached", 8.0),
    Outcome("stopped", "Stopped by the board", "Arrêté par le comité", "share", "lower", "1 when the board stopped the programme", 0.05),
    Outcome("own_value", "Own-roadmap value", "Valeur des feuilles de route propres", "EUR", "higher", "margin that directorates' own work brought, to the horizon", relative=0.05),
    Outcome("continuity", "Continuity", "Continuité", "0 to 1", "higher", "weakest live connection of each journey times the share of its channels joined, weighted by value, at the horizon", 0.03),
    Outcome("cost_per_live_journey", "Cost per live journey", "Coût par parcours en service", "EUR", "lower", "spent by the horizon for each journey wholly live", relative=0.01),
    Outcome("cost_per_channel", "Cost per channel added", "Coût par canal ajouté", "EUR", "lower", "spent by the horizon for each journey on a channel live", relative=0.004),
    Outcome("cost_per_adopter", "Cost per adopter", "Coût par client adoptant", "EUR", "lower", "spent by the horizon for each customer using", None),
    Outcome("cost_build", "Cost of build", "Coût de construction", "EUR", "lower", "at completion", relative=0.03),
    Outcome("cost_coordination", "Cost of coordination", "Coût de coordination", "EUR", "lower", "at completion", relative=0.02),
    Outcome("cost_waiting", "Cost of waiting", "Coût d'attente", "EUR", "lower", "at completion", relative=0.02),
    Outcome("cost_rework", "Cost of rework", "Coût de reprise", "EUR", "lower", "at completion", relative=0.02),
    Outcome("cost_integration", "Cost of integration", "Coût d'intégration", "EUR", "lower", "at completion, API layer and modernisation included", relative=0.02),
    Outcome("cost_assets", "Cost of shared assets", "Coût des composants communs", "EUR", "lower", "at completion", relative=0.02),
    Outcome("cost_training", "Cost of training", "Coût de formation", "EUR", "lower", "at completion", relative=0.02),
    Outcome("cost_steering", "Cost of steering", "Coût de pilotage", "EUR", "lower", "at completion: sponsor, reviews, reporting, messages", relative=0.02),
    Outcome("hidden_share", "Hidden work", "Travail caché", "share", "lower", "coordination, waiting and rework as a share of all programme days", 0.03),
    Outcome("latency_median", "Decision latency, median", "Délai de décision médian", "working days", "lower", "from question to decision", 5.0),
    Outcome("latency_p90", "Decision latency, 90th percentile", "Délai de décision, 90e centile", "working days", "lower", "from question to decision", 10.0),
    Outcome("kept_within", "Promises kept within the line", "Promesses tenues dans la ligne", "share", "higher", "weekly probe, mean over the programme's weeks", 0.03),
    Outcome("kept_across", "Promises kept across units", "Promesses tenues entre directions", "share", "higher", "weekly probe, mean over the programme's weeks", 0.03),
    Outcome("buy_in", "Buy-in", "Adhésion", "0 to 1", "higher", "mean over teams and the programme's weeks", 0.03),
    Outcome("recognition", "Recognition of the Factory", "Reconnaissance de la Factory", "0 to 1", "higher", "mean over directorates and the programme's weeks", 0.03),
    Outcome("declared", "Commitment declared", "Engagement déclaré", "share of what is asked", "higher", "mean over directorates and the programme's weeks", 0.03),
    Outcome("actual", "Commitment given", "Engagement réel", "share of what is asked", "higher", "mean over directorates and the programme's weeks", 0.03),
    Outcome("debt", "Technical debt", "Dette technique", "0.5 is the median", "lower", "mean over channels at the horizon", 0.03),
    Outcome("contacts_per_customer", "Contacts per customer", "Contacts par client", "contacts", "lower", "contacts at the call centre caused by journeys, to the horizon", 0.02),
    Outcome("payback_weeks", "Payback", "Retour sur investissement", "weeks", "lower", "first week from which cumulated net value stays positive; none within the horizon", 8.0),
    Outcome("overrun", "Cost overrun", "Dépassement de coût", "share of plan", "lower", "cost at completion against the plan of record", 0.05),
    Outcome("unfinished", "Work unfinished", "Travail inachevé", "share", "lower", "nominal work not earned by the horizon", 0.03),
    Outcome("value_share", "Value delivered / planned", "Valeur livrée / prévue", "share", "higher", "yearly value live at the horizon against the plan of record", 0.05),
    Outcome("grade", "Grade", "Note", "0 failure, 1 partial, 2 success", "higher", "value delivered / planned: success from 1, failure under 0.5", None),
    Outcome("on_budget", "Journeys on budget", "Parcours dans le budget", "share", "higher", "within 20 % of plan", 0.05),
    Outcome("on_schedule", "Journeys on schedule", "Parcours dans les délais", "share", "higher", "live within a quarter of plan", 0.05),
    Outcome("on_specification", "Journeys to specification", "Parcours conformes", "share", "higher", "continuity of at least 0.6 at the horizon", 0.05),
    Outcome("on_expectation", "Journeys as customers expect", "Parcours selon les attentes", "share", "higher", "adoption of at least half of what the plan would have won", 0.05),
    Outcome("aligned", "Journeys aligned", "Parcours alignés", "share", "higher", "no directorate leaves more than 30 % of its part undone", 0.05),
    Outcome("journeys_successful", "Journeys successful", "Parcours réussis", "share", "higher", "at least three of the five criteria met", 0.05),
    Outcome("rework_branching", "Rework branching ratio", "Taux de ramification des reprises", "ratio", "lower", "rework created by rework, for each day of rework done", 0.05),
    Outcome("end_week", "All live at week", "Tout en service à la semaine", "weeks", "lower", "week at which the whole roadmap was live; none when it never was", 8.0),
]  # fmt: skip
OUTCOMES: dict[str, Outcome] = {each.name: each for each in _OUTCOMES}
ROW: dict[str, int] = {name: row for row, name in enumerate(OUTCOMES)}

_SERIES = [
    Series("adoption", "Adoption", "Adoption", "share", "share of customers using"),
    Series("lapsed", "Lapsed", "Abandons", "share", "share of customers who gave up"),
    Series("trust", "Trust", "Confiance", "0 to 1", "mean trust of customers"),
    Series("spent", "Spent", "Dépensé", "EUR", "programme cost so far"),
    Series("spent_build", "Build", "Construction", "EUR", "so far"),
    Series("spent_coordination", "Coordination", "Coordination", "EUR", "so far"),
    Series("spent_waiting", "Waiting", "Attente", "EUR", "so far"),
    Series("spent_rework", "Rework", "Reprise", "EUR", "so far"),
    Series("spent_integration", "Integration", "Intégration", "EUR", "so far"),
    Series("spent_assets", "Shared assets", "Composants communs", "EUR", "so far"),
    Series("spent_training", "Training", "Formation", "EUR", "so far"),
    Series("spent_steering", "Steering", "Pilotage", "EUR", "so far"),
    Series("own_rate", "Own-roadmap value", "Valeur des feuilles de route propres", "EUR a year", "what own work delivered so far brings"),
    Series("margin_rate", "Margin from journeys", "Marge des parcours", "EUR a year", "margin of the week, a year"),
    Series("value", "Value of the week", "Valeur de la semaine", "EUR", "margin, less contacts and outside costs, and own-roadmap value, of the week"),
    Series("continuity", "Continuity", "Continuité", "0 to 1", "weighted by value"),
    Series("live_share", "Work live", "Travaux en service", "share", "packages live"),
    Series("live_journeys", "Journeys live", "Parcours en service", "journeys", "journeys wholly live"),
    Series("buy_in", "Buy-in", "Adhésion", "0 to 1", "mean over teams"),
    Series("recognition", "Recognition", "Reconnaissance", "0 to 1", "mean over directorates"),
    Series("declared", "Commitment declared", "Engagement déclaré", "share of what is asked", "mean over directorates"),
    Series("actual", "Commitment given", "Engagement réel", "share of what is asked", "mean over directorates"),
    Series("kept_within", "Promises kept within", "Promesses tenues dans la ligne", "share", "probe"),
    Series("kept_across", "Promises kept across", "Promesses tenues entre directions", "share", "probe"),
    Series("understanding", "Understanding", "Compréhension", "0 to 1", "mean over teams"),
    Series("fatigue", "Fatigue", "Fatigue", "0 to 1", "mean over teams"),
    Series("threat", "Threat", "Menace perçue", "0 to 1", "mean over teams"),
    Series("credibility", "Credibility", "Crédibilité", "0 to 1", "share of announced things that happened, lately"),
    Series("debt", "Technical debt", "Dette technique", "0.5 is the median", "mean over channels"),
    Series("coverage", "API coverage", "Couverture API", "share", "mean over channels"),
    Series("seen_slip", "Slip seen", "Retard perçu", "0 to 1", "slip that steering sees"),
    Series("haste", "Haste", "Précipitation", "0 to 1", "haste of the programme"),
    Series("open_questions", "Questions open", "Questions en attente", "questions", "questions waiting for a decision"),
    Series("contacts", "Contacts", "Contacts", "contacts a week and thousand customers", "at the call centre"),
]  # fmt: skip
SERIES: dict[str, Series] = {each.name: each for each in _SERIES}
COLUMN: dict[str, int] = {name: column for column, name in enumerate(SERIES)}

(ADOPTION, LAPSED, TRUST, SPENT, SPENT_BUILD, OWN_RATE, MARGIN_RATE, VALUE, CONTINUITY) = (
    COLUMN[name] for name in ("adoption", "lapsed", "trust", "spent", "spent_build", "own_rate", "margin_rate", "value", "continuity")
)
(LIVE_SHARE, LIVE_JOURNEYS, BUY_IN, RECOGNITION, DECLARED, ACTUAL, KEPT_WITHIN, KEPT_ACROSS, UNDERSTANDING) = (
    COLUMN[name]
    for name in ("live_share", "live_journeys", "buy_in", "recognition", "declared", "actual", "kept_within", "kept_across", "understanding")
)
(FATIGUE, THREAT, CREDIBILITY, DEBT, COVERAGE, SEEN_SLIP, HASTE, OPEN, CONTACTS) = (
    COLUMN[name] for name in ("fatigue", "threat", "credibility", "debt", "coverage", "seen_slip", "haste", "open_questions", "contacts")
)


@compiled
def mean_of(values, count):
    """Mean of the first rows of a column, added in their order."""
    total = 0.0
    for row in range(count):
        total += values[row]
    return total / count


@compiled
def record_organisation(programme, factory, directorates, teams, channels, packages, row):
    """Enter the week's means of people, systems and decisions into a row of the series."""
    units = directorates.name.shape[0]
    for column, values in (
        (RECOGNITION, directorates.recognition),
        (DECLARED, directorates.declared),
        (ACTUAL, directorates.actual),
        (KEPT_WITHIN, directorates.probe_within),
        (KEPT_ACROSS, directorates.probe_across),
    ):
        row[column] = mean_of(values, units)
    for column, values in ((BUY_IN, teams.buy_in), (UNDERSTANDING, teams.understanding), (FATIGUE, teams.fatigue), (THREAT, teams.threat)):
        row[column] = mean_of(values, factory.first_team)
    for column, values in ((DEBT, channels.debt), (COVERAGE, channels.coverage)):
        row[column] = mean_of(values, channels.name.shape[0])
    row[CREDIBILITY] = programme.credibility
    row[SEEN_SLIP] = programme.seen_slip
    row[HASTE] = programme.haste
    live, waiting = 0.0, 0.0
    for package in range(packages.name.shape[0]):
        live += 1.0 if packages.status[package] == LIVE else 0.0
        waiting += packages.open[package]
    row[LIVE_SHARE] = live / packages.name.shape[0]
    row[OPEN] = waiting


@compiled
def record_value(programme, market, directorates, journeys, accounts, people, outside, row):
    """Enter the week's customers, costs and value into a row of the series; `outside` is what integrators had cost before it."""
    row[ADOPTION] = market.users / people
    row[LAPSED] = market.lapsed / people
    row[TRUST] = market.trust
    row[CONTACTS] = 1000.0 * market.contacts / people
    row[MARGIN_RATE] = 52.0 * market.margin
    own, spent = 0.0, 0.0
    for directorate in range(directorates.name.shape[0]):
        own += directorates.own_rate[directorate]
    for kind in range(BUILDING, STEERING + 1):
        of_kind = 0.0
        for unit in range(accounts.spent.shape[0]):
            of_kind += accounts.spent[unit, kind]
        row[SPENT_BUILD + kind - BUILDING] = of_kind
        spent += of_kind
    row[SPENT] = spent
    row[OWN_RATE] = own
    row[VALUE] = own / 52.0 + market.margin - market.contact_eur - (programme.outside - outside)
    row[CONTINUITY], row[LIVE_JOURNEYS] = continuity(journeys)


@compiled
def continuity(journeys):
    """Continuity of the roadmap, weighted by value; and how many journeys are wholly live."""
    held, value, live = 0.0, 0.0, 0.0
    for journey in range(journeys.name.shape[0]):
        held += journeys.value[journey] * journeys.continuity[journey] * journeys.live_share[journey]
        value += journeys.value[journey]
        live += 1.0 if journeys.live_week[journey] >= 0.0 else 0.0
    return held / max(value, 1e-9), live


@compiled
def measure_horizon(programme, market, journeys, packages, accounts, out, plan_adoption, weeks):
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
        delivered += journeys.value[journey] * journeys.offered[journey]
        if journeys.planned_end[journey] + programme.mobilisation <= weeks:
            planned += PLANNED_CONTINUITY * journeys.value[journey]
    share = delivered / planned if planned > 0.0 else math.nan
    out[ROW_VALUE_SHARE] = share
    out[ROW_GRADE] = 2.0 if share >= SUCCESS else (1.0 if share >= FAILURE else 0.0)
    judge_journeys(programme, journeys, packages, out, plan_adoption)


@compiled
def judge_journeys(programme, journeys, packages, out, plan_adoption):
    """Share of journeys that meet each of the five criteria, and at least three of them."""
    count = journeys.name.shape[0]
    for row in range(ROW_ON_BUDGET, ROW_ON_BUDGET + 6):
        out[row] = 0.0
    for journey in range(count):
        met = 0
        for criterion in range(5):
            if meets(programme, journeys, packages, journey, criterion, plan_adoption):
                out[ROW_ON_BUDGET + criterion] += 1.0 / count
                met += 1
        if met >= 3:
            out[ROW_ON_BUDGET + 5] += 1.0 / count


@compiled
def meets(programme, journeys, packages, journey, criterion, plan_adoption):
    """Does a journey meet a criterion? 0 budget, 1 schedule, 2 specification, 3 expectation, 4 alignment."""
    if criterion == 1:
        due = journeys.planned_end[journey] + programme.mobilisation + SCHEDULE
        return 0.0 <= journeys.live_week[journey] <= due
    if criterion == 2:
        return journeys.live_share[journey] * journeys.continuity[journey] >= SPECIFICATION
    if criterion == 3:
        return journeys.adopters[journey] >= EXPECTATION * plan_adoption
    spent, earned, nominal = 0.0, 0.0, 0.0
    worst = 0.0
    for package in range(journeys.package_start[journey], journeys.package_end[journey]):
        days = packages.nominal[package, 0] + packages.nominal[package, 1] + packages.nominal[package, 2]
        left = packages.left[package, 0] + packages.left[package, 1] + packages.left[package, 2]
        nominal += days
        spent += packages.spent[package]
        earned += days if packages.status[package] == LIVE else 0.9 * days * (1.0 - min(left / packages.volume[package], 1.0))
        for part in range(3):
            started = packages.start_week[package] >= 0.0
            worst = max(worst, packages.left[package, part] / max(packages.nominal[package, part], 1e-9) if started else 1.0)
    if criterion == 0:
        return earned > LEAST_EARNED * nominal and spent / earned <= BUDGET * 1.15 * programme.norm
    return worst <= ALIGNMENT


@compiled
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
        own += accounts.series[week, OWN_RATE] / 52.0
        if accounts.series[week, ADOPTION] >= ADOPTION_LEVEL:
            reached = week + 1.0
    out[ROW_WEEKS_TO] = reached
    out[ROW_CONTACTS] = contacts
    out[ROW_OWN_VALUE] = own


@compiled
def measure_completion(programme, decisions, accounts, out, by_unit):
    """Outcomes of the programme as a whole: costs at completion (estimated where it is not complete), hidden work, decisions."""
    finished = programme.end_week >= 0.0
    factor = 1.0
    if not finished:
        factor += (programme.nominal - programme.earned) / max(programme.earned, LEAST_EARNED * programme.nominal)
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
    out[ROW_END_WEEK] = programme.end_week if finished else math.nan
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


(ROW_ADOPTION, ROW_DELIVERY_COST, ROW_NET_VALUE, ROW_WEEKS_TO, ROW_STOPPED, ROW_OWN_VALUE, ROW_CONTINUITY) = (ROW[name] for name in list(ROW)[:7])
(ROW_PER_JOURNEY, ROW_PER_CHANNEL, ROW_PER_ADOPTER, ROW_COST_BUILD) = (
    ROW[name] for name in ("cost_per_live_journey", "cost_per_channel", "cost_per_adopter", "cost_build")
)
(ROW_HIDDEN, ROW_LATENCY_MEDIAN, ROW_LATENCY_P90, ROW_KEPT_WITHIN, ROW_KEPT_ACROSS, ROW_BUY_IN, ROW_RECOGNITION, ROW_DECLARED, ROW_ACTUAL) = (
    ROW[name] for name in ("hidden_share", "latency_median", "latency_p90", "kept_within", "kept_across", "buy_in", "recognition", "declared", "actual")
)
(ROW_DEBT, ROW_CONTACTS, ROW_PAYBACK, ROW_OVERRUN, ROW_UNFINISHED, ROW_VALUE_SHARE, ROW_GRADE, ROW_ON_BUDGET, ROW_BRANCHING, ROW_END_WEEK) = (
    ROW[name]
    for name in ("debt", "contacts_per_customer", "payback_weeks", "overrun", "unfinished", "value_share", "grade", "on_budget", "rework_branching", "end_week")
)
