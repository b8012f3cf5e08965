"""Outcomes: every reported measure, declared once, and counted (`counting.py`, `recording.py`) by formulas that read no lever.

Thresholds were fixed before any coefficient was tuned. *Materiality*: a point of adoption is some twenty thousand customers of the
reference retailer; 5 % of the plan's cost is a third of a usual contingency; a tenth of it in net value is what makes a board
look again. *Grades* as BCG (2020): success meets its target, failure wins less than half of it; the target is the value of the
journeys that the plan of record has live at the horizon, at a continuity of 0.6 (what pairs of ordinary systems reach with care).
*Journey criteria*: budget within 20 % of plan (usual contingency), schedule within a quarter of plan, continuity of at
least 0.6, adoption of at least half of what the plan would have won (half is what separates partial from failure), and no
directorate leaves more than 30 % of its part undone (model.md).
"""

from typing import Literal, NamedTuple

Direction = Literal["higher", "lower", "none"]
When = Literal["", "horizon", "to horizon", "programme", "completion"]  # in its last week, up to it, over the programme's weeks, once all is through

PLANNED_CONTINUITY = 0.6
SUCCESS, FAILURE = 1.0, 0.5  # of planned value
BUDGET, SCHEDULE, SPECIFICATION, EXPECTATION, ALIGNMENT = 1.2, 13.0, 0.6, 0.5, 0.3
ADOPTION_LEVEL = 0.05
COST_MARGIN = 1.15  # plan of record: cost is 1.15 times the work at the company's norm
LEAST_EARNED = 0.03  # of nominal, in estimates at completion


class Outcome(NamedTuple):
    """A measure of a whole run. `threshold` is its materiality: absolute, or (`relative`) times the cost in the plan of record; `when`: of which weeks it tells."""

    name: str
    label: str
    label_fr: str
    unit: str
    direction: Direction
    meaning: str
    threshold: float | None = None
    relative: float | None = None
    primary: bool = False
    when: When = ""


class Series(NamedTuple):
    """A measure of each week."""

    name: str
    label: str
    label_fr: str
    unit: str
    meaning: str


_OUTCOMES = [
    Outcome("adoption", "Adoption", "Adoption", "share", "higher", "share of customers using journeys across channels at the horizon", 0.01, primary=True, when="horizon"),
    Outcome("delivery_cost", "Delivery cost", "Coût de réalisation", "EUR", "lower", "cost of the whole roadmap at completion (an estimate where it is not all live)", relative=0.05, primary=True, when="completion"),
    Outcome("net_value", "Net value", "Valeur nette", "EUR", "higher", "margin gained less own-roadmap value lost less costs not paid anyway, to the horizon, against the same company without a programme", relative=0.10, primary=True, when="to horizon"),
    Outcome("weeks_to_adoption", "Weeks to 5 % adoption", "Semaines jusqu'à 5 % d'adoption", "weeks", "lower", "first week with 5 % of customers using; none when not reached", 8.0),
    Outcome("stopped", "Stopped by the board", "Arrêté par le comité", "share", "lower", "1 when the board stopped the programme", 0.05),
    Outcome("own_value", "Own-roadmap value", "Valeur des feuilles de route propres", "EUR", "higher", "margin that directorates' own work brought, to the horizon", relative=0.05, when="to horizon"),
    Outcome("continuity", "Continuity", "Continuité", "0 to 1", "higher", "weakest live connection of each journey times the share of its channels joined, weighted by value, at the horizon", 0.03, when="horizon"),
    Outcome("cost_per_live_journey", "Cost per live journey", "Coût par parcours en service", "EUR", "lower", "spent by the horizon for each journey wholly live", relative=0.01, when="to horizon"),
    Outcome("cost_per_channel", "Cost per channel added", "Coût par canal ajouté", "EUR", "lower", "spent by the horizon for each journey on a channel live", relative=0.004, when="to horizon"),
    Outcome("cost_per_adopter", "Cost per adopter", "Coût par client adoptant", "EUR", "lower", "spent by the horizon for each customer using", None, when="to horizon"),
    Outcome("cost_build", "Cost of build", "Coût de construction", "EUR", "lower", "at completion", relative=0.03, when="completion"),
    Outcome("cost_coordination", "Cost of coordination", "Coût de coordination", "EUR", "lower", "at completion", relative=0.02, when="completion"),
    Outcome("cost_waiting", "Cost of waiting", "Coût d'attente", "EUR", "lower", "at completion", relative=0.02, when="completion"),
    Outcome("cost_rework", "Cost of rework", "Coût de reprise", "EUR", "lower", "at completion", relative=0.02, when="completion"),
    Outcome("cost_integration", "Cost of integration", "Coût d'intégration", "EUR", "lower", "at completion, API layer and modernisation included", relative=0.02, when="completion"),
    Outcome("cost_assets", "Cost of shared assets", "Coût des composants communs", "EUR", "lower", "at completion", relative=0.02, when="completion"),
    Outcome("cost_training", "Cost of training", "Coût de formation", "EUR", "lower", "at completion", relative=0.02, when="completion"),
    Outcome("cost_steering", "Cost of steering", "Coût de pilotage", "EUR", "lower", "at completion: sponsor, reviews, reporting, messages", relative=0.02, when="completion"),
    Outcome("hidden_share", "Hidden work", "Travail caché", "share", "lower", "coordination, waiting and rework as a share of all programme days", 0.03),
    Outcome("latency_median", "Decision latency, median", "Délai de décision médian", "working days", "lower", "from question to decision", 5.0),
    Outcome("latency_p90", "Decision latency, 90th percentile", "Délai de décision, 90e centile", "working days", "lower", "from question to decision", 10.0),
    Outcome("kept_within", "Promises kept within the line", "Promesses tenues dans la ligne", "share", "higher", "weekly probe, mean over the programme's weeks", 0.03, when="programme"),
    Outcome("kept_across", "Promises kept across units", "Promesses tenues entre directions", "share", "higher", "weekly probe of a request made by the Factory as often as the roadmap's are, mean over the programme's weeks", 0.03, when="programme"),
    Outcome("buy_in", "Buy-in", "Adhésion", "0 to 1", "higher", "mean over directorates' teams and the programme's weeks", 0.03, when="programme"),
    Outcome("recognition", "Recognition of the Factory", "Reconnaissance de la Factory", "0 to 1", "higher", "mean over directorates and the programme's weeks", 0.03, when="programme"),
    Outcome("declared", "Commitment declared", "Engagement déclaré", "share of what is asked", "higher", "mean over directorates and the programme's weeks", 0.03, when="programme"),
    Outcome("actual", "Commitment given", "Engagement réel", "share of what is asked", "higher", "mean over directorates and the programme's weeks", 0.03, when="programme"),
    Outcome("debt", "Technical debt", "Dette technique", "0.5 is the median", "lower", "mean over channels at the horizon", 0.03, when="horizon"),
    Outcome("contacts_per_customer", "Contacts per customer", "Contacts par client", "contacts", "lower", "contacts at the call centre caused by journeys, to the horizon", 0.02, when="to horizon"),
    Outcome("payback_weeks", "Payback", "Retour sur investissement", "weeks", "lower", "first week from which cumulated net value stays positive; none within the horizon", 8.0, when="to horizon"),
    Outcome("overrun", "Cost overrun", "Dépassement de coût", "share of plan", "lower", "cost at completion against the plan of record", 0.05, when="completion"),
    Outcome("unfinished", "Work unfinished", "Travail inachevé", "share", "lower", "nominal work not earned by the horizon", 0.03, when="to horizon"),
    Outcome("value_share", "Value delivered / planned", "Valeur livrée / prévue", "share", "higher", "yearly value live at the horizon against the plan of record", 0.05, when="horizon"),
    Outcome("grade", "Grade", "Note", "0 failure, 1 partial, 2 success", "higher", "value delivered / planned: success from 1, failure under 0.5", None),
    Outcome("on_budget", "Journeys on budget", "Parcours dans le budget", "share", "higher", "within 20 % of plan", 0.05),
    Outcome("on_schedule", "Journeys on schedule", "Parcours dans les délais", "share", "higher", "live within a quarter of plan", 0.05),
    Outcome("on_specification", "Journeys to specification", "Parcours conformes", "share", "higher", "continuity of at least 0.6 at the horizon", 0.05, when="horizon"),
    Outcome("on_expectation", "Journeys as customers expect", "Parcours selon les attentes", "share", "higher", "adoption of at least half of what the plan would have won", 0.05),
    Outcome("aligned", "Journeys aligned", "Parcours alignés", "share", "higher", "no directorate leaves more than 30 % of its part undone", 0.05),
    Outcome("journeys_successful", "Journeys successful", "Parcours réussis", "share", "higher", "at least three of the five criteria met", 0.05),
    Outcome("rework_branching", "Rework branching ratio", "Taux de ramification des reprises", "ratio", "lower", "rework created by rework, for each day of rework done", 0.05),
    Outcome("end_week", "All live at week", "Tout en service à la semaine", "weeks", "lower", "week at which the whole roadmap was live; none when it never was", 8.0),
    Outcome("struck_off", "Struck off the roadmap", "Retiré de la feuille de route", "share", "lower", "share of the nominal work that the board struck off before it was live", 0.05),
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
    Series("buy_in", "Buy-in", "Adhésion", "0 to 1", "mean over directorates' teams"),
    Series("recognition", "Recognition", "Reconnaissance", "0 to 1", "mean over directorates"),
    Series("declared", "Commitment declared", "Engagement déclaré", "share of what is asked", "mean over directorates"),
    Series("actual", "Commitment given", "Engagement réel", "share of what is asked", "mean over directorates"),
    Series("kept_within", "Promises kept within", "Promesses tenues dans la ligne", "share", "probe"),
    Series("kept_across", "Promises kept across", "Promesses tenues entre directions", "share", "probe"),
    Series("understanding", "Understanding", "Compréhension", "0 to 1", "mean over directorates' teams"),
    Series("fatigue", "Fatigue", "Fatigue", "0 to 1", "mean over directorates' teams"),
    Series("threat", "Threat", "Menace perçue", "0 to 1", "mean over directorates' teams"),
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
