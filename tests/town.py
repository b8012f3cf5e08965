"""A town: a small market of its own, in which the customers' step is run alone, without a company behind it."""

from typing import Any, NamedTuple

import numpy as np

from simulation.clientele import build_customers, empty_customers, empty_demand
from simulation.compiled import entry
from simulation.draws import Keys, keys_of
from simulation.mechanisms.customers import Coefficients, act
from simulation.state import RECORDS, Channels, Customers, Demand, Journeys

# The coefficients here are the town's own, so that tuning the model's moves no test of the mechanism.
RATES = {
    "first_trust": 0.5, "all_or_nothing": 0.5, "strictness": 0.8, "trust_gain": 0.05, "trust_loss": 0.15, "calls": 0.4,
    "lapse": 0.06, "fragility": 2.0, "returning": 0.3, "channel_shift": 0.35, "notice": 0.1, "worth_shared": 0.3, "worth_own": 0.3,
}  # fmt: skip


class Town(NamedTuple):
    """Everything that the customers' step reads or changes."""

    market: Any
    channels: Channels
    journeys: Journeys
    customers: Customers
    demand: Demand
    c: Any
    keys: Keys


def town_of(count: int, *, offered: float = 1.0, live: float = 1.0, reach: float = 1.0, seed: int = 1, world: int = 0, **changes: float) -> Town:
    """A town of so many customers: 16 journeys, 6 channels, 4 segments; `changes` are to the market or to coefficients."""
    rates = {name: changes.get(name, RATES[name]) for name in Coefficients.model_fields}
    market = {"innovation": 0.02, "imitation": 0.4, "mixing": 0.5, "visits": 0.5, "basket": 45.0, "represented": 1e6 / count, "contact_cost": 5.8}
    market |= {name: value for name, value in changes.items() if name not in rates}
    town = Town(
        market=_record(RECORDS["market"], market),
        channels=_rows(Channels, 6, sales_share=[0.1, 0.3, 0.2, 0.15, 0.15, 0.1], margin=[0.1, 0.3, 0.2, 0.25, 0.15, 0.3], reach=reach),
        journeys=_rows(Journeys, 16, value=1e6, worth=1.0, live_share=live, offered=offered)._replace(
            package_start=np.arange(16), package_end=np.arange(1, 17)
        ),
        customers=empty_customers(count),
        demand=empty_demand(4, 16, 6),
        c=_record(np.dtype([(name, "f8") for name in rates]), rates),
        keys=keys_of(seed, world),
    )
    build(town)
    return town


def _record(kind: np.dtype, values: dict[str, float]) -> Any:
    """A record with some fields filled, the others 0."""
    record = np.zeros(1, kind).view(np.recarray)
    for name, value in values.items():
        record[name] = value
    return record[0]


def _rows(kind: Any, count: int, **columns: Any) -> Any:
    """A table of one kind with some columns filled, the others 0."""
    types = {name: np.int64 if "Integers" in str(of) or "int64" in str(of) else np.float64 for name, of in kind.__annotations__.items()}
    return kind(**{name: np.full(count, columns.get(name, 0), dtype) for name, dtype in types.items()})


def build(town: Town) -> None:
    """Fill a town's customers again."""
    town.market.trust = town.c.first_trust
    _build(town.customers, town.demand, town.channels, town.c.first_trust, town.keys.company)


def live_through(town: Town, first: int, last: int) -> np.ndarray:
    """Run the weeks from `first` up to `last`, not included; share of users after each."""
    shares = np.zeros(last - first)
    _weeks(town, first, last, shares)
    return shares


@entry
def _build(customers, demand, channels, trust, key):
    build_customers(customers, demand, channels, trust, key)


@entry
def _weeks(town, first, last, shares):
    market, channels, journeys, customers, demand, c, keys = town
    for week in range(first, last):
        act(market, channels, journeys, customers, demand, c, keys, week)
        shares[week - first] = market.users / len(customers.status)
