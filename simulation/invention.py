"""A plausible company invented from a shape, its scalar traits and a key: who there is, which channels, which roadmap, how many people.

The roadmap is sized to the people: the plan of record asks for the share of their time that the shape says. People are
sized to the roadmap: a directorate's teams have four fifths of the fte that their parts of it call for, and what else
directorates need. Sales are sized to what the journeys bring. Every proportion here that is not in the shape is assumed.
"""

from collections import defaultdict
from math import exp
from typing import Any

from simulation.company import from_digital, norm_of
from simulation.compiled import entry
from simulation.distributions import STANDARD
from simulation.draws import Key, name_hash, uniforms
from simulation.shape import CALLED_FOR, CHANNELS, DIRECTORATES, FEWEST_JOURNEYS, LINES, MOST_JOURNEYS, RATES, SEGMENTS, Shape
from simulation.traits import Company, Traits

PURPOSE = 100  # of draws, apart from those of draws.py


@entry
def _four(low: int, high: int, name: int) -> tuple[float, float, float, float]:
    return uniforms(Key(low, high), PURPOSE, 0, name)


def chances(key: Key, name: str) -> tuple[float, float, float, float]:
    """Four chances in (0, 1) under one name."""
    return _four(key.low, key.high, name_hash(name))


def around(chance: float, sigma: float) -> float:
    """A lognormal number of mean 1, at a chance."""
    return exp(sigma * STANDARD.inv_cdf(chance) - 0.5 * sigma * sigma)


def invent(key: Key, sector: str, outlet: str, shape: Shape, traits: Traits) -> Company:
    """The company of a key: checked as a file is. `traits.journey_weeks` and `customers_represented` follow from the shape."""
    names = DIRECTORATES[: round(shape.directorates)]
    channels = _channels(key, outlet, shape, names)
    weeks = shape.plan_weeks * (0.35 + 0.1 * chances(key, "pace")[0])
    journeys = _journeys(key, shape, channels, names, shape.plan_weeks - weeks)
    demand = _demand(journeys, channels, traits)
    teams = _teams(key, shape, channels, names, demand)
    days, cost = _roadmap(shape, traits, teams)
    scale = days / sum(each["days"] for each in journeys)
    worth = shape.value_per_cost * cost / sum(each["value"] for each in journeys)
    for journey in journeys:
        journey["days"], journey["value"] = max(journey["days"] * scale, 1.0), journey["value"] * worth
    sales = shape.value_per_cost * cost / shape.value_of_sales
    for channel in channels:
        channel["run_cost"] = 0.15 * channel["sales_share"] * sales
    customers = min(max(sales / (52 * traits.visits_per_week * traits.basket), 100.0), 1e9)
    lean = 0.2 + 0.2 * chances(key, "segments")[0]
    return Company.model_validate(
        {
            "sector": sector,
            "traits": traits.model_dump() | {"journey_weeks": weeks, "customers_represented": customers},
            "directorates": [_directorate(key, name, shape) for name in names],
            "teams": teams,
            "channels": channels,
            "segments": [{"name": name, "share": share, "affinity": 1 + lean * side} for name, share, side in SEGMENTS],
            "journeys": journeys,
        }
    )


def _directorate(key: Key, name: str, shape: Shape) -> dict[str, Any]:
    luck = chances(key, f"directorate {name}")
    return {
        "name": name,
        "line": name if name in LINES else "other",
        "openness": min(around(luck[0], 0.2), 2.0),
        "own_value": shape.day_rate / shape.own_payback * min(around(luck[1], 0.2), 3.0),
        "own_load": min(max(around(luck[2], 0.06), 0.2), 2.0),
        "franchised": shape.franchised if name == "distribution" else 0.0,
    }


def _channels(key: Key, outlet: str, shape: Shape, names: tuple[str, ...]) -> list[dict[str, Any]]:
    kinds = [kind if kind.name else kind._replace(name=outlet) for kind in CHANNELS[: round(shape.channels)]]
    luck = {kind.name: chances(key, f"channel {kind.name}") for kind in kinds}
    weights = {kind.name: kind.weight * around(luck[kind.name][0], 0.5) for kind in kinds}
    rest = (1 - shape.outlet_share) / sum(weights.values())
    rows = []
    for kind in kinds:
        present = [owner for owner in kind.owners if owner in names]
        estate = [around(each, shape.estate_spread) for each in chances(key, f"estate {kind.name}")]
        rows.append(
            {
                "name": kind.name,
                "owner": present[int(luck[kind.name][1] * len(present))],
                "digital_rank": kind.digital_rank,
                "sales_share": shape.outlet_share if kind.name == outlet else weights[kind.name] * rest,
                "margin": min(shape.margin * around(luck[kind.name][2], 0.08), 1.0),
                "reach": 0.4 + 0.55 * luck[kind.name][3] if kind.digital_rank < 0.6 else 0.9,
                "debt": min(estate[0] * (0.8 + 0.5 * kind.digital_rank), 4.0),
                "api_coverage": min(estate[1] * (1.2 - 0.5 * kind.digital_rank), 3.0),
                "api_quality": min(estate[2] * (1.1 - 0.2 * kind.digital_rank), 3.0),
            }
        )
    return rows


def _journeys(key: Key, shape: Shape, channels: list[dict[str, Any]], names: tuple[str, ...], last_start: float) -> list[dict[str, Any]]:
    """The roadmap, its days and values still to be scaled: journeys start one after another, the first at once and the last when it must."""
    size = shape.teams * shape.asked_share * shape.plan_weeks
    count = round(shape.journeys) or min(max(round(size / shape.journey_size), FEWEST_JOURNEYS), MOST_JOURNEYS)
    rows = []
    for place in range(count):
        name = f"journey {place + 1:02d}"
        luck, more = chances(key, name), chances(key, f"{name} more")
        wide = min(max(round(shape.channels_per_journey + STANDARD.inv_cdf(luck[0]) * 0.8), 2), len(channels))
        ranked = sorted(channels, key=lambda each: _rank(key, name, each["name"], each["sales_share"]))
        used = [each["name"] for each in ranked[:wide]]
        owners = {each["owner"] for each in ranked[:wide]}
        others = [each for each in names if each not in owners and each != "IT"]
        start = 0.0 if place == 0 else last_start if place == count - 1 else (place - 0.5 + luck[1]) / (count - 1) * last_start
        rows.append(
            {
                "name": name,
                "universe": f"universe {int(luck[2] * round(shape.universes)) + 1}",
                "channels": used,
                "involves": [others[int(more[0] * len(others))]] if others and luck[3] < 0.7 else [],
                "value": around(more[1], 0.6) * wide,
                "days": around(more[2], 0.4) * (1 + wide),
                "planned_week": start,
                "component": f"component {int(more[3] * round(shape.components)) + 1}",
            }
        )
    return rows


def _rank(key: Key, journey: str, channel: str, share: float) -> float:
    """Exponential race: channels with many visits are in more journeys."""
    return float(-STANDARD.inv_cdf(chances(key, f"{journey} {channel}")[0]) - 1.2 * share)


def _demand(journeys: list[dict[str, Any]], channels: list[dict[str, Any]], traits: Traits) -> dict[tuple[str, str], float]:
    """Share of the roadmap's days that falls to each directorate and speciality, by the rules of company.plan_of."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    build = (traits.build_experience, min(traits.build_systems, 1 - traits.build_experience))
    owner = {each["name"]: each["owner"] for each in channels}
    ranked = sorted(owner, key={each["name"]: from_digital(each["digital_rank"], each["sales_share"], each["name"]) for each in channels}.__getitem__)
    connect = (traits.connection_experience, min(traits.connection_systems, 1 - traits.connection_experience))
    for journey in journeys:
        used = [name for name in ranked if name in journey["channels"]]
        on_channel = journey["days"] * (1 - traits.connection_share) / len(used)
        on_pair = journey["days"] * traits.connection_share / (len(used) * (len(used) - 1) / 2)
        for place, channel in enumerate(used):
            pairs = on_pair * (len(used) - 1 - place)
            found[owner[channel], "experience"] += on_channel * build[0] + pairs * connect[0]
            found["IT", "systems"] += on_channel * build[1] + pairs * connect[1]
            hands = [owner[channel], *journey["involves"]]
            for hand in hands:
                found[hand, "operations"] += (on_channel * (1 - sum(build)) + on_pair * place * (1 - sum(connect))) / len(hands)
    total = sum(found.values())
    return {cell: days / total for cell, days in found.items()}


def _teams(key: Key, shape: Shape, channels: list[dict[str, Any]], names: tuple[str, ...], demand: dict[tuple[str, str], float]) -> list[dict[str, Any]]:
    """Teams of every directorate and speciality, as many and as large as the roadmap and the rest call for."""
    cells = sorted({*demand, *((name, "operations") for name in names)})
    weights = [CALLED_FOR * demand.get(cell, 0.0) + (1 - CALLED_FOR) * (cell[1] == "operations") / len(names) for cell in cells]
    counts = _counts(weights, round(shape.teams))
    people = shape.team_size * round(shape.teams)
    rows = []
    for (directorate, speciality), weight, count in zip(cells, weights, counts, strict=True):
        own = [each["name"] for each in channels if each["owner"] == directorate and speciality != "systems"]
        luck = [chances(key, f"team {directorate} {speciality} {place}") for place in range(count)]
        sizes = [around(each[0], shape.team_spread) for each in luck]
        for place in range(count):
            rows.append(
                {
                    "name": f"{directorate}, {speciality} {place + 1:02d}",
                    "directorate": directorate,
                    "speciality": speciality,
                    "fte": min(max(people * weight * sizes[place] / sum(sizes), 0.5), 2000.0),
                    "day_rate": min(max(shape.day_rate * RATES[speciality] * around(luck[place][1], 0.06), 50.0), 5000.0),
                    "channels": own,
                }
            )
    return rows


def _counts(weights: list[float], total: int) -> list[int]:
    """Whole numbers of at least 1 that sum to `total`, in proportion to weights (largest remainders)."""
    left = total - len(weights)
    exact = [left * weight / sum(weights) for weight in weights]
    counts = [1 + int(each) for each in exact]
    ranked = sorted(range(len(weights)), key=lambda place: (int(exact[place]) - exact[place], place))
    for place in ranked[: total - sum(counts)]:
        counts[place] += 1
    return counts


def _roadmap(shape: Shape, traits: Traits, teams: list[dict[str, Any]]) -> tuple[float, float]:
    """Nominal days of the roadmap that take the share of time of the shape, at the norm, and EUR that they cost at the norm."""
    capacity = sum(each["fte"] for each in teams) * 5 * (1 - traits.overhead_rate) * shape.plan_weeks
    days = shape.asked_share * capacity / norm_of(traits)
    rate = (shape.day_rate + traits.integrators * traits.integrator_rate) / (1 + traits.integrators)
    return days, days * norm_of(traits) * rate
