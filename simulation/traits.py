"""The traits: what the company and its world are. An experiment may treat any of them as uncertain.

A company is a set of scalar traits and named tables: directorates, teams, channels, segments, journeys. Scalars such as
`legacy_debt` scale what the tables say channel by channel, so that "how bad is the legacy?" is one number.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simulation.parameters import Numbers, number

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Line = Literal["general management", "marketing", "distribution", "IT", "other"]
Speciality = Literal["experience", "systems", "operations"]
LINES: tuple[str, ...] = ("general management", "marketing", "distribution", "IT", "other")
SPECIALITIES: tuple[str, ...] = ("experience", "systems", "operations")


class Traits(Numbers):
    """Scalar traits of a company and its market."""

    # -- the company
    openness: float = number(0.5, 0, 1, unit="0 to 1", meaning="openness of the company's culture to other units' requests")
    digital_maturity: float = number(0.5, 0, 1, unit="0 to 1", meaning="skill of teams in the practices that a programme needs, at the start")
    staff_turnover: float = number(0.12, 0, 0.6, unit="share a year", meaning="share of a team's people who leave and are replaced in a year")
    other_changes: float = number(0.3, 0, 1, unit="0 to 1", meaning="load of other changes going on in the company")
    integrators: float = number(
        0.25, 0, 1, unit="share of own shared days", meaning="capacity of outside integrators bought beside the company's own days on the programme"
    )
    integrator_rate: float = number(750, 200, 3000, unit="EUR a day", meaning="day rate of outside integrators")
    overhead_rate: float = number(0.12, 0, 0.5, unit="share of days", meaning="absence and ordinary administration, off every team's days")
    consultation_weeks: float = number(
        12, 0, 52, unit="weeks", meaning="information and consultation of staff before a reorganisation takes effect (works council)"
    )
    norm: float = number(
        1.6,
        1.0,
        2.5,
        unit="days per nominal day",
        meaning="days such work took in companies like it per nominal day, at median debt; its own past knew its own debt",
    )
    # -- the board
    sponsor_weekly_hours: float = number(13, 1, 40, unit="hours a week", meaning="a full sponsor's hours for one programme", source="pmi2014")
    sponsor_programmes: float = number(3, 1, 12, unit="programmes", meaning="programmes that the sponsor carries at a time", source="pmi2014")
    sponsor_turnover: float = number(0.12, 0, 1, unit="share a year", meaning="chance that the sponsor leaves office in a year")
    committee_items: float = number(10, 1, 100, unit="items a month", meaning="items that the monthly committee can handle")
    committee_quorum: float = number(0.5, 0, 1, unit="share of directorates", meaning="members needed for the monthly committee to decide")
    patience: float = number(0.5, 0, 1, unit="0 to 1", meaning="how long the board carries a programme that slips")
    # -- the estate
    legacy_debt: float = number(0.5, 0, 1.5, unit="0 to 1.5", meaning="technical debt of the systems, 0.5 being the median of its sector")
    api_coverage: float = number(0.3, 0, 1, unit="share", meaning="share of what journeys need that systems offer through an API, at the start")
    api_quality: float = number(0.5, 0, 1, unit="0 to 1", meaning="quality of the inherited APIs; a bad one must be unmade")
    # -- the roadmaps
    journey_weeks: float = number(30, 4, 150, unit="weeks", meaning="weeks that the plan of record gives to a journey")
    plan_slack: float = number(
        2.5,
        0,
        4,
        unit="share",
        meaning="capacity that the plan of record asks for beyond the norm of the work, since work comes in peaks and not all promised days come",
    )
    connection_share: float = number(0.35, 0, 0.9, unit="share of days", meaning="share of a journey's nominal days that goes into connecting its channels")
    build_experience: float = number(
        0.4, 0, 1, unit="share of days", meaning="experience work (UX, UI, front) in building on a channel; the rest after systems is operations"
    )
    build_systems: float = number(0.35, 0, 1, unit="share of days", meaning="systems work (back, data, legacy) in building on a channel")
    connection_experience: float = number(0.2, 0, 1, unit="share of days", meaning="experience work in connecting two channels")
    connection_systems: float = number(0.5, 0, 1, unit="share of days", meaning="systems work in connecting two channels")
    own_load: float = number(0.95, 0.3, 1.5, unit="share of days", meaning="own-roadmap work that arrives, as a share of directorates' capacity")
    scope_growth: float = number(0.5, 0, 2, unit="events a year and package", meaning="how often a package not yet released grows")
    # -- the customers and their world
    customers_represented: float = number(1_000_000, 100, 1e9, unit="customers", meaning="customers whom the simulated ones stand for")
    visits_per_week: float = number(0.5, 0.01, 5, unit="visits a week", meaning="visits of a customer, over all channels")
    basket: float = number(45, 0.1, 1e5, unit="EUR a visit", meaning="sales for each visit")
    innovation: float = number(0.02, 0.0005, 0.05, unit="a year", meaning="Bass coefficient p of adoption when all is live and good", source="sultan1990")
    imitation: float = number(0.4, 0.1, 0.65, unit="a year", meaning="Bass coefficient q of adoption when all is live and good", source="sultan1990")
    mixing: float = number(0.5, 0, 1, unit="share", meaning="imitation of everybody rather than of neighbours")
    behaviour_pace: float = number(0.06, 0, 0.5, unit="a year", meaning="yearly rise of what customers expect of a journey")
    behaviour_shocks: float = number(0.3, 0, 3, unit="shocks a year", meaning="how often customers' behaviour jumps")
    contact_cost: float = number(5.8, 0.1, 50, unit="EUR a contact", meaning="cost of a contact at the call centre", source="ssa2016")


class Directorate(Numbers):
    """A directorate: its line for reporting, its openness against the company's, what its own roadmap is worth."""

    name: Name
    line: Line = "other"
    openness: float = number(1.0, 0, 2, unit="times the company's", meaning="openness against the company's culture")
    own_value: float = number(400, 0, 20_000, unit="EUR a year and day", meaning="yearly margin that a day of own-roadmap work brings when delivered")
    own_load: float = number(1.0, 0.2, 2, unit="times the company's", meaning="own-roadmap work that arrives, against the company's load")
    franchised: float = number(0.0, 0, 1, unit="share of stores", meaning="share of its outlets that are franchised rather than integrated")


class Team(Numbers):
    """A team of a directorate."""

    name: Name
    directorate: Name
    speciality: Speciality
    fte: float = number(6, 0.1, 2000, unit="full-time equivalents", meaning="people in the team")
    day_rate: float = number(420, 50, 5000, unit="EUR a day", meaning="loaded cost of a person-day")
    channels: list[Name] = Field(default_factory=list, description="channels it works for; empty for all")


class Channel(Numbers):
    """A channel through which customers are served."""

    name: Name
    owner: Name = Field(description="directorate that owns it")
    digital_rank: float = number(0.5, 0, 1, unit="0 to 1", meaning="scope at which the Factory takes it on: web 0, call centre and stores near 1")
    sales_share: float = number(0.2, 0, 1, unit="share of visits", meaning="share of visits that start here, before the programme")
    margin: float = number(0.25, -1, 1, unit="share of sales", meaning="margin after the cost of serving")
    reach: float = number(0.8, 0, 1, unit="share of customers", meaning="share of customers whom the channel can serve")
    run_cost: float = number(
        1_000_000, 0, 1e10, unit="EUR a year", meaning="cost of running the channel: the same under every governance, so it counts in no difference"
    )
    debt: float = number(1.0, 0, 4, unit="times the company's", meaning="technical debt against the company's level")
    api_coverage: float = number(1.0, 0, 3, unit="times the company's", meaning="API coverage against the company's level")
    api_quality: float = number(1.0, 0, 3, unit="times the company's", meaning="API quality against the company's level")


class Segment(Numbers):
    """A customer segment."""

    name: Name
    share: float = number(0.25, 0.0001, 1, unit="share of customers", meaning="share of customers in the segment")
    affinity: float = number(1.0, 0, 3, unit="times the mean", meaning="inclination to use journeys across channels")
    visits: float = number(1.0, 0, 5, unit="times the mean", meaning="visits against the mean")


class Journey(Numbers):
    """A customer journey across channels (click and collect, return in store, ...)."""

    name: Name
    universe: Name = Field(description="business universe it belongs to")
    channels: list[Name] = Field(description="channels it runs across")
    involves: list[Name] = Field(default_factory=list, description="directorates, beside the channels' owners, whose operations it needs")
    value: float = number(2_000_000, 0, 1e10, unit="EUR a year", meaning="yearly margin it brings when live for all, with full continuity")
    days: float = number(900, 1, 1e6, unit="nominal person-days", meaning="work to build it on all its channels and to connect them")
    planned_week: float = number(0, 0, 400, unit="week", meaning="week at which the plan of record starts it")
    component: Name = Field(description="component family that it shares with other journeys (basket, identity, stock, ...)")


class Company(Numbers):
    """A whole company: scalar traits and named tables."""

    sector: str = "other"
    traits: Traits = Field(default_factory=Traits)
    directorates: list[Directorate]
    teams: list[Team]
    channels: list[Channel]
    segments: list[Segment]
    journeys: list[Journey]


TABLES: dict[str, type[Numbers]] = {"directorates": Directorate, "teams": Team, "channels": Channel, "segments": Segment, "journeys": Journey}
