"""The levers: what a company can decide. Each is declared once, here; a lever never touches an outcome.

`acts_on` is the whole of what a lever may move directly: what one kind of agent perceives, may decide, or spends time
on. Its person-days stand in `agenda.booked`, booked like any work. The tests of the cause rule replay those fields from a
baseline run and check that the lever then moves nothing else, bit for bit.
"""

from typing import Literal

from simulation.parameters import Anchors, Numbers, choice, declared, lever

ReportingLine = Literal["none", "general management", "marketing", "distribution", "IT", "other"]
Structure = Literal["business universe", "skill", "channel"]
REPORTING_LINES: tuple[str, ...] = ("none", "general management", "marketing", "distribution", "IT", "other")
STRUCTURES: tuple[str, ...] = ("business universe", "skill", "channel")
CATEGORIES: dict[str, tuple[str, ...]] = {"reporting_line": REPORTING_LINES, "structure": STRUCTURES}


class Levers(Numbers):
    """What a company can decide: 0 to 1 unless said; the default is what a typical company does."""

    # -- who decides -----------------------------------------------------------------------------------------------------
    sponsorship: float = lever(
        0.35, group="who decides", label="Board sponsorship", label_fr="Parrainage au comité de direction",
        meaning="How much of a board member's time an official sponsor gives to the programme.",
        anchors=Anchors("nobody on the board is named", "a named sponsor gives about 6 hours a week", "a named sponsor gives 13 hours a week, seen every week"),
        price="the sponsor's hours and those of his staff; the other programmes of general management get less",
        acts_on=("board.sponsor_in_office", "board.sponsor_hours"), read_in=("events",), books="steering",
    )  # fmt: skip
    delegation: float = lever(
        0.35, group="who decides", label="Delegation to the Factory", label_fr="Délégation à la Factory",
        meaning="Share of the programme's decisions that the Factory may take alone, in the sponsor's name.",
        anchors=Anchors("every decision goes back to the directorates", "the Factory decides on journeys, not on systems", "the Factory decides alone on everything but budgets"),
        price="a queue at the Factory, and decisions that fit the place less well; worth nothing without a sponsor in office",
        acts_on=("factory.mandate",), read_in=("decisions",), books="coordination",
    )  # fmt: skip
    role_clarity: float = lever(
        0.35, group="who decides", label="Role clarity", label_fr="Clarté des rôles",
        meaning="How far roles and deciders are settled and known before the start; settled late, precedents stay.",
        anchors=Anchors("nobody wrote down who decides what", "roles are written for the main journeys", "every kind of decision has one named decider, known by all"),
        price="weeks of preparation before the first package starts, and the workshops",
        acts_on=("programme.clarity", "programme.preparation_weeks"), read_in=("events",), books="coordination",
    )  # fmt: skip
    budget_authority: float = lever(
        0.35, group="who decides", label="Budget authority", label_fr="Autorité budgétaire",
        meaning="Share of the programme's money that the Factory holds itself.",
        anchors=Anchors("capacity is asked for each quarter", "half of the money is with the Factory for the year", "all the money is with the Factory to the end"),
        price="directorates plan less and contest more",
        acts_on=("factory.budget_share",), read_in=("commitment",), books="coordination",
    )  # fmt: skip
    coercion: float = lever(
        0.1, group="who decides", label="Coercion", label_fr="Coercition",
        meaning="How far participation is mandated instead of argued for.",
        anchors=Anchors("nobody is ordered to take part", "half of the shared work is mandated", "all shared work is mandated and reported by name"),
        price="mandated capacity without buy-in: coordination is left undone",
        acts_on=("directorates.mandated",), read_in=("commitment",), books="steering",
    )  # fmt: skip
    # -- goals -------------------------------------------------------------------------------------------------------------
    goal_strength: float = lever(
        0.35, group="goals", label="Strength of objectives", label_fr="Poids des objectifs",
        meaning="Weight of any objectives in choices; at 0 work is served by age and value.",
        anchors=Anchors("objectives are not looked at", "objectives count in the yearly review", "bonus and career hang on the objectives"),
        price="what is not measured is neglected",
        acts_on=("directorates.goal_weight", "teams.goal_weight"), read_in=("commitment", "allocation"), books="steering",
    )  # fmt: skip
    shared_okrs: float = lever(
        0.35, group="goals", label="Shared OKRs", label_fr="OKR communs",
        meaning="Share of managers' objectives that is common to the directorates.",
        anchors=Anchors("all objectives are the directorate's own", "half the weight of each manager's objectives is common and counts in the bonus", "managers have common objectives only"),
        price="the own roadmap comes late; responsibility is diluted; managers meet",
        acts_on=("directorates.common_share",), read_in=("commitment",), books="coordination",
    )  # fmt: skip
    shared_kpis: float = lever(
        0.35, group="goals", label="Shared KPIs", label_fr="KPI communs",
        meaning="Share of teams' operational indicators that is common to the units they work with.",
        anchors=Anchors("each team has its own indicators", "half of the indicators are common", "all operational indicators are common"),
        price="gaming of what is measured; time to report",
        acts_on=("teams.common_share",), read_in=("allocation",), books="steering",
    )  # fmt: skip
    sale_credit: float = lever(
        0.35, group="goals", label="Credit for moved sales", label_fr="Crédit des ventes transférées",
        meaning="Share of a sale's credit that stays with the channel it moved away from.",
        anchors=Anchors("the sale counts where it is paid", "both channels are credited half", "the channel of origin is credited in full"),
        price="conflicts over margin, with franchised stores above all",
        acts_on=("teams.credited",), read_in=("buy_in",), books="coordination",
    )  # fmt: skip
    indicator_quality: float = lever(
        0.35, group="goals", label="Quality of indicators", label_fr="Qualité des indicateurs",
        meaning="How far steering sees journeys instead of the local sales of each channel.",
        anchors=Anchors("each channel reports its own sales", "journeys are measured by sample", "every journey is measured from end to end"),
        price="a load of reporting for every team",
        acts_on=("programme.measured",), read_in=("steering",), books="steering",
    )  # fmt: skip
    review_interval: float = lever(
        8.0, low=0.0, high=52.0, unit="weeks, 0 for never", group="goals", label="Weeks between reviews", label_fr="Semaines entre revues",
        meaning="Weeks between two reviews of the roadmap: how soon a slip is seen.",
        anchors=Anchors("0: there is no review", "26: twice a year", "52: once a year"),
        price="every review takes time, and re-ranking makes teams change work: thrash when too short",
        acts_on=("programme.review_due",), read_in=("steering",), books="steering",
    )  # fmt: skip
    # -- structure ---------------------------------------------------------------------------------------------------------
    silo_level: float = lever(
        0.6, neutral=1.0, group="structure", label="Silo level", label_fr="Niveau de silo",
        meaning="How closed directorates are to each other: working ties and access to people and information.",
        anchors=Anchors("people call each other across directorates and see each other's plans", "half of the working ties that could exist do", "everything goes up and down the line"),
        price="openness costs meetings",
        acts_on=("programme.openness",), read_in=("buy_in",), books="coordination",
    )  # fmt: skip
    reporting_line: ReportingLine = choice(
        "IT", neutral="none", group="structure", label="Reporting line", label_fr="Rattachement",
        meaning="To whom the Factory reports: how many levels to the board, and whose attention, people and data are near.",
        options={"none": "nobody in particular", "general management": "near the board and far from every directorate's people", "marketing": "near marketing", "distribution": "near the stores", "IT": "near the systems", "other": "near another directorate"},
        price="near one directorate, far from the others",
        acts_on=("factory.levels", "directorates.closeness"), read_in=("recognition",),
    )  # fmt: skip
    structure: Structure = choice(
        "business universe", neutral="business universe", group="structure", label="Structure of the Factory", label_fr="Structure de la Factory",
        meaning="How the Factory's people are grouped into teams.",
        options={"business universe": "a team for each business universe", "skill": "a team for each skill", "channel": "a team for each channel"},
        price="the hand-offs it creates; a change costs weeks",
        acts_on=("factory.structure", "factory.consultation", "factory.disruption", "factory.regroup"), read_in=("events",),
    )  # fmt: skip
    factory_size: float = lever(
        0.2, group="structure", label="Size of the Factory", label_fr="Taille de la Factory",
        meaning="Share of the company's experience and systems people who work in the Factory; 0 is the only way to have none.",
        anchors=Anchors("there is no Factory", "half of the experience and systems people", "all of them"),
        price="as many people fewer in the directorates",
        acts_on=("factory.headcount", "factory.consultation", "factory.disruption", "factory.regroup"), read_in=("events",),
    )  # fmt: skip
    build_share: float = lever(
        0.5, group="structure", label="What the Factory builds", label_fr="Part construite par la Factory",
        meaning="Share of the packages within its scope that the Factory builds itself rather than coordinates.",
        anchors=Anchors("it coordinates only", "it builds half", "it builds everything within its scope"),
        price="its own capacity becomes the bottleneck",
        acts_on=("factory.build_share", "factory.consultation", "factory.disruption", "factory.regroup"), read_in=("events",),
    )  # fmt: skip
    scope: float = lever(
        0.5, group="structure", label="Scope of the Factory", label_fr="Périmètre de la Factory",
        meaning="Which channels' packages the Factory coordinates and follows up, from web only to all channels.",
        anchors=Anchors("the web only", "the digital channels and half of the others", "all channels, stores and call centre included"),
        price="its queue",
        acts_on=("factory.scope", "factory.consultation", "factory.disruption", "factory.regroup"), read_in=("events",),
    )  # fmt: skip
    # -- pace --------------------------------------------------------------------------------------------------------------
    ambition: float = lever(
        0.5, neutral=0.5, group="pace", label="Ambition", label_fr="Ambition",
        meaning="Pace asked of the roadmap against the plan of record.",
        anchors=Anchors("half the pace of the plan", "the pace of the plan", "half as fast again"),
        price="haste, debt and fatigue",
        acts_on=("programme.pace",), read_in=("steering",),
    )  # fmt: skip
    wave_size: float = lever(
        0.0, low=0.0, high=30.0, unit="journeys, 0 for no waves", group="pace", label="Journeys per wave", label_fr="Parcours par vague",
        meaning="Journeys that may be under way at once; 0 lets each start at its planned week.",
        anchors=Anchors("0: each journey starts at its planned week", "15 journeys at once", "30 journeys at once"),
        price="small waves wait for their last package; without a limit packages wait for each other's people",
        acts_on=("programme.wave_limit",), read_in=("steering",),
    )  # fmt: skip
    # -- people ------------------------------------------------------------------------------------------------------------
    communication: float = lever(
        0.35, group="people", label="Communication", label_fr="Communication",
        meaning="How much is said, company-wide, about why the directorates are aligned around the Factory.",
        anchors=Anchors("nothing is said", "a message each month", "a message each week, from the top"),
        price="words that deeds do not follow lower credibility; messages tire and take time",
        acts_on=("programme.words",), read_in=("communication",), books="steering",
    )  # fmt: skip
    change_management: float = lever(
        0.35, group="people", label="Change management", label_fr="Accompagnement du changement",
        meaning="Training and support given to the teams whose work the programme changes.",
        anchors=Anchors("none", "two days a year for each person", "five days a year for each person"),
        price="training days",
        acts_on=("teams.training",), read_in=("communication",), books="training",
    )  # fmt: skip
    change_lead_weeks: float = lever(
        4.0, low=0.0, high=26.0, unit="weeks", group="people", label="Lead of change management", label_fr="Avance de l'accompagnement",
        meaning="Weeks before a go-live at which a team's training starts.",
        anchors=Anchors("0: training starts at go-live", "13 weeks before", "26 weeks before"),
        price="what is taught long before it is used is forgotten",
        acts_on=("programme.training_window", "programme.training_ends"), read_in=("communication",),
    )  # fmt: skip
    customer_insight: float = lever(
        0.35, group="people", label="Customer insight", label_fr="Connaissance client",
        meaning="How early shifts in customers' behaviour are seen and taken into the roadmap.",
        anchors=Anchors("a yearly market study", "quarterly panels and analytics", "continuous tests with customers on every journey"),
        price="churn of the roadmap, and analysts' days",
        acts_on=("programme.insight",), read_in=("steering",), books="steering",
    )  # fmt: skip
    # -- technology --------------------------------------------------------------------------------------------------------
    api_strategy: float = lever(
        0.35, group="technology", label="API strategy", label_fr="Stratégie d'API",
        meaning="How far connections are built through an API layer instead of from point to point.",
        anchors=Anchors("every connection is built for itself", "new systems get an API", "all connections go through a kept API layer"),
        price="capacity now: the layer is built before it is used",
        acts_on=("programme.layer_share",), read_in=("interoperability",), books="integration",
    )  # fmt: skip
    modernisation: float = lever(
        0.2, group="technology", label="Modernisation", label_fr="Modernisation",
        meaning="How much of systems people's time goes into paying down technical debt (at 1 about a day in twelve).",
        anchors=Anchors("none", "about one day in twenty-five of systems people's time", "about one day in twelve"),
        price="that capacity, now",
        acts_on=("programme.pay_down",), read_in=("interoperability",), books="integration",
    )  # fmt: skip
    design_system: float = lever(
        0.35, group="technology", label="Design system", label_fr="Design system",
        meaning="How far first builds of a component are made reusable for others.",
        anchors=Anchors("each team builds its own", "the main components are shared", "whatever can be shared is built to be shared"),
        price="first builds cost more",
        acts_on=("programme.sharing",), read_in=("assets",), books="assets",
    )  # fmt: skip
    process_pooling: float = lever(
        0.35, group="technology", label="Pooled processes", label_fr="Mutualisation des processus",
        meaning="How far the operational side of a journey is done once for several channels.",
        anchors=Anchors("each channel has its own process", "the main processes are pooled", "one process for all channels"),
        price="waits for the pool, and misfit for the odd channel",
        acts_on=("programme.pooling",), read_in=("assets",), books="coordination",
    )  # fmt: skip
    common_method: float = lever(
        0.35, group="technology", label="Common method", label_fr="Référentiel méthodologique commun",
        meaning="How far teams work by one method: less friction at hand-offs, and components that others can find.",
        anchors=Anchors("each team has its own way", "a common framework, applied by half of the teams", "one method, applied and coached everywhere"),
        price="training and coaching days",
        acts_on=("teams.coached",), read_in=("communication",), books="training",
    )  # fmt: skip


NAMES: tuple[str, ...] = tuple(Levers.model_fields)
DECLARED = {each.name: each for each in declared(Levers)}
COSTS: tuple[str, ...] = ("build", "coordination", "waiting", "rework", "integration", "assets", "training", "steering")
