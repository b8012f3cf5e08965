"""Made-up ensembles with a planted difference, for testing what reads ensembles: nothing here comes from the model.

`ensemble(scenario, strength, ...)` has the shapes and units of a real one. World k carries the same made-up luck whatever the scenario, and
`shifts` plants exact differences, so that a test knows what a comparison must find.
"""

import zlib

import numpy as np
import pandas as pd

from simulation.ensemble import Ensemble
from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES, SERIES
from simulation.scenario import Scenario
from simulation.state import PROMISES

# Typical size of an outcome under a weak and under a strong governance, and its spread over worlds, by unit.
SIZES = {"share": (0.15, 0.4, 0.04), "EUR": (60e6, 40e6, 5e6), "EUR a year": (30e6, 40e6, 3e6), "weeks": (160.0, 120.0, 10.0), "days": (30.0, 12.0, 4.0)}
PLAN = 50e6  # EUR, the cost in the plan of record
BY_NAME = {"net_value": (-20e6, 50e6, 12e6), "grade": (0.5, 1.6, 0.3), "adoption": (0.12, 0.34, 0.04), "value_share": (0.4, 0.95, 0.1)}


def ensemble(
    scenario: Scenario, strength: float = 0.3, *, worlds: int = 40, weeks: int = 60, seed: int = 1, first_world: int = 0, own: float = 0.4, **shifts: float
) -> Ensemble:
    """An ensemble whose outcomes go from weak (strength 0) to strong (1); `own` is the noise that pairing cannot remove."""
    index = pd.RangeIndex(first_world, first_world + worlds, name="world")
    luck = np.random.default_rng([seed, 0, first_world])
    noise = np.random.default_rng([seed, zlib.crc32(scenario.name.encode() + scenario.title.encode()), first_world])
    outcomes = pd.DataFrame(
        {name: _outcome(name, strength, luck.standard_normal(worlds), own * noise.standard_normal(worlds)) for name in OUTCOMES}, index=index
    )
    for name, shift in shifts.items():
        outcomes[name] += shift
    cost = _cost(scenario, outcomes, noise)
    for place, kind in enumerate(COSTS):
        outcomes[f"cost_{kind}"] = cost[:, :, place].sum(axis=1)
    outcomes["overrun"] = outcomes["delivery_cost"] / PLAN - 1.0
    packages = _packages(scenario)
    teams, ties = _organisation(scenario, strength)
    return Ensemble(
        scenario=scenario,
        seed=seed,
        weeks=weeks,
        customers=1000,
        outcomes=outcomes,
        series=_series(outcomes, weeks),
        live_weeks=_live_weeks(packages, strength, worlds, weeks, noise),
        packages=packages,
        cost_by_unit=cost,
        units=[*(each.name for each in scenario.company.directorates), "Digital Factory"],
        teams=teams,
        ties=ties,
        plan_cost=PLAN,
        promises=_promises(scenario, strength, worlds, noise),
        waits=noise.poisson(6.0 * (1.2 - strength), size=(worlds, len(scenario.company.directorates) + 1, len(scenario.company.directorates) + 1)).astype(
            float
        ),
    )


def _outcome(name: str, strength: float, luck: np.ndarray, own: np.ndarray) -> np.ndarray:
    weak, strong, spread = BY_NAME.get(name) or SIZES.get(OUTCOMES[name].unit, (0.4, 0.7, 0.05))
    values = weak + (strong - weak) * strength + spread * (luck + own)
    if name == "grade":
        return np.clip(np.round(values), 0, 2)
    if name == "weeks_to_adoption":
        return np.where(values < 160, values, np.nan)
    return values


def _cost(scenario: Scenario, outcomes: pd.DataFrame, noise: np.random.Generator) -> np.ndarray:
    """EUR [worlds, units, kinds] that sums to the delivery cost."""
    units = len(scenario.company.directorates) + 1
    shares = noise.dirichlet(np.outer(np.linspace(3, 1, units), [8, 3, 2, 2, 2, 1, 1, 1]).ravel(), size=len(outcomes))
    return shares.reshape(len(outcomes), units, len(COSTS)) * outcomes["delivery_cost"].to_numpy()[:, None, None]


def _series(outcomes: pd.DataFrame, weeks: int) -> pd.DataFrame:
    grown = (np.arange(1, weeks + 1) / weeks) ** 2
    index = pd.MultiIndex.from_product([outcomes.index, range(1, weeks + 1)], names=["world", "week"])
    last = {"adoption": outcomes["adoption"], "spent": outcomes["delivery_cost"]}
    other = pd.Series(0.5, index=outcomes.index)
    return pd.DataFrame({name: np.outer(last.get(name, other), grown).ravel() for name in SERIES}, index=index)


def _packages(scenario: Scenario) -> pd.DataFrame:
    rows = []
    for journey in sorted(scenario.company.journeys, key=lambda each: each.name):
        channels = sorted(journey.channels)
        rows += [(journey.name, channel, channel, "build", 50.0) for channel in channels]
        rows += [(journey.name, one, two, "connection", 20.0) for i, one in enumerate(channels) for two in channels[i + 1 :]]
    return pd.DataFrame(rows, columns=["journey", "channel", "other", "kind", "nominal"])


def _live_weeks(packages: pd.DataFrame, strength: float, worlds: int, weeks: int, noise: np.random.Generator) -> np.ndarray:
    middle = np.linspace(0.4, 1.4, len(packages)) * weeks * (1.2 - 0.6 * strength)
    drawn = middle + 0.1 * weeks * noise.standard_normal((worlds, len(packages)))
    return np.where(drawn < 1.5 * weeks, np.maximum(drawn, 1.0), -1.0)


def _promises(scenario: Scenario, strength: float, worlds: int, noise: np.random.Generator) -> np.ndarray:
    """[world, unit, PROMISES]: the last unit, the Factory, is asked for nothing."""
    found = np.zeros((worlds, len(scenario.company.directorates) + 1, len(PROMISES)))
    asked = noise.poisson(300, size=found.shape[:2])[:, :-1]
    found[:, :-1, 0], found[:, :-1, 1] = asked, noise.binomial(asked, 0.3 + 0.4 * strength)
    found[:, :-1, 2], found[:, :-1, 3], found[:, :-1, 4] = 100 * 0.7, 100 * (0.3 + 0.3 * strength), 100
    return found


def _organisation(scenario: Scenario, strength: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(5)
    members = sorted(scenario.company.teams, key=lambda team: team.name)
    rows = [(each.name, each.directorate, each.speciality, each.fte) for each in members]
    rows += [(f"Factory {speciality}", "Digital Factory", speciality, 12.0) for speciality in ("experience", "systems", "operations")]
    teams = pd.DataFrame(rows, columns=["name", "unit", "speciality", "fte"])
    teams["buy_in"] = np.clip(0.25 + 0.5 * strength + 0.12 * rng.standard_normal(len(teams)), 0, 1)
    teams["fatigue"], teams["threat"] = 0.3, 1e5
    pairs = [(one, two) for one in teams.index for two in teams.index if one < two and rng.uniform() < 0.15]
    ease = rng.uniform(size=len(pairs))
    ties = [(teams["name"][one], teams["name"][two], float(np.clip(1.5 * strength - each + 0.5, 0, 1))) for (one, two), each in zip(pairs, ease, strict=True)]
    return teams, pd.DataFrame(ties, columns=["team", "other", "share_open"])
