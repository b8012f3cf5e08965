"""What a company of a population looks like before it has names: counts, sizes and proportions, and the kinds it is made of.

A population file says how the numbers of `Shape` are distributed, in its table [company]. The kinds of channel, the order in
which directorates appear, and the rates by speciality are assumed.
"""

from typing import NamedTuple

from simulation.parameters import Numbers, number


class Shape(Numbers):
    """What a company looks like before it has names: counts, sizes and proportions."""

    directorates: float = number(8, 5, 12, unit="directorates", meaning="how many there are (rounded)")
    teams: float = number(55, 20, 200, unit="teams", meaning="how many there are (rounded)")
    team_size: float = number(7, 2, 40, unit="full-time equivalents", meaning="mean people in a team")
    team_spread: float = number(0.4, 0, 1.2, unit="standard deviation of the log", meaning="how unequal teams are in size")
    day_rate: float = number(440, 150, 1500, unit="EUR a day", meaning="mean loaded cost of a person-day")
    own_payback: float = number(2.3, 0.5, 10, unit="years", meaning="time in which own-roadmap work pays back its days")
    channels: float = number(5, 3, 10, unit="channels", meaning="how many there are (rounded)")
    outlet_share: float = number(0.6, 0.02, 0.95, unit="share of visits", meaning="visits that start in the outlets")
    margin: float = number(0.25, 0.02, 0.9, unit="share of sales", meaning="mean margin after the cost of serving")
    franchised: float = number(0.2, 0, 1, unit="share of outlets", meaning="outlets that are franchised")
    estate_spread: float = number(0.25, 0, 1, unit="standard deviation of the log", meaning="how unequal channels are in debt and APIs")
    journey_size: float = number(52, 10, 300, unit="team-weeks", meaning="work of a journey at the norm: a larger roadmap has more journeys, not larger ones")
    journeys: float = number(0, 0, 30, unit="journeys", meaning="how many there are (rounded); 0: as many as the size of the roadmap makes, 8 to 30")
    channels_per_journey: float = number(3.2, 2, 6, unit="channels", meaning="mean channels of a journey")
    universes: float = number(4, 2, 8, unit="universes", meaning="business universes (rounded)")
    components: float = number(7, 3, 20, unit="families", meaning="component families (rounded)")
    plan_weeks: float = number(75, 35, 110, unit="weeks", meaning="length of the plan of record")
    asked_share: float = number(0.2, 0.03, 0.6, unit="share of days", meaning="share of people's time that the plan of record asks for")
    value_per_cost: float = number(4, 0.2, 40, unit="EUR a year per EUR", meaning="yearly value of all journeys, used by all, against their cost at the norm")
    value_of_sales: float = number(0.025, 0.001, 0.3, unit="share of sales", meaning="the same yearly value against sales")


class Kind(NamedTuple):
    """A kind of channel: how digital it is, its weight in visits, and who may own it, in this order of preference."""

    name: str
    digital_rank: float
    weight: float
    owners: tuple[str, ...]


DIGITAL = ("e-commerce", "marketing")
SERVICE = ("customer service",)
DIRECTORATES = (
    "general management", "marketing", "distribution", "IT", "customer service", "e-commerce",
    "operations", "finance and HR", "products", "supply chain", "risk and legal", "international",
)  # fmt: skip
LINES = ("general management", "marketing", "distribution", "IT")
CHANNELS = (
    Kind("web", 0.0, 1.0, DIGITAL), Kind("", 0.95, 0.0, ("distribution",)), Kind("call centre", 0.75, 0.3, SERVICE), Kind("app", 0.15, 0.6, DIGITAL),
    Kind("social", 0.3, 0.1, ("marketing",)), Kind("marketplace", 0.45, 0.25, DIGITAL), Kind("chat", 0.25, 0.1, SERVICE),
    Kind("partner", 0.55, 0.2, ("distribution",)), Kind("kiosk", 0.65, 0.05, ("distribution",)), Kind("visiting adviser", 0.9, 0.15, ("distribution",)),
)  # fmt: skip
SEGMENTS = (("keen", 0.2, 1.5), ("open", 0.3, 0.5), ("wary", 0.3, -0.5), ("absent", 0.2, -1.5))  # name, share, lean to journeys across channels
RATES = {"experience": 1.05, "systems": 1.12, "operations": 0.85}  # day rates against the mean
FEWEST_JOURNEYS, MOST_JOURNEYS = 8, 30
CALLED_FOR = 0.8  # share of people sized by the roadmap
