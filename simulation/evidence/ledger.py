"""The ledger of assumptions: every coefficient and every scalar trait, where its number comes from, and how much the primary outcomes hang on it.

Screening: the reference company (retailer) in many worlds, each with coefficients that we do not know and scalar traits drawn as typical retailers differ,
under the typical governance and under the full package. Rank regression of each primary outcome, and of what the full package gains of it (the verdict),
on all of them: the squared standardised coefficient is the share of the spread of ranks that hangs on a number.
"""

import csv
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.coefficients import drawn_coefficients
from simulation.distributions import value_at
from simulation.draws import COEFFICIENTS, key_of
from simulation.evidence.watch import watched
from simulation.outcomes import COLUMN, ROW
from simulation.parameters import declared
from simulation.sampling import load_population
from simulation.scenario import Scenario, load
from simulation.state import STEPS
from simulation.threads import over_threads
from simulation.traits import Traits
from simulation.week import STEPS as MECHANISMS
from simulation.world import fresh, plan_adoption, world_of

STORED = Path(__file__).parent / "ledger.csv"
WIDTH = 0.1  # traits in which typical companies are said not to differ are drawn within so much of what the file says
WORLDS, HORIZON, CUSTOMERS = 2000, 156, 400
LEFT_OUT = ("customers_represented",)  # a scale
RESULTS = ("adoption", "delivery_cost", "net_value")
COLUMNS = ("name", "family", "source", "low", "default", "high", "unit", "meaning", *RESULTS, *(f"gain_{name}" for name in RESULTS), "weight")


class Assumption(NamedTuple):
    """A number of the model, where it comes from, and how much hangs on it."""

    name: str  # `step.name` of a coefficient, `traits.name`
    family: str  # coefficient or trait
    source: str
    low: float
    default: float
    high: float
    unit: str
    meaning: str
    shares: dict[str, float]  # share of the spread of ranks of each primary outcome, and of what the full package gains of it
    weight: float  # the mean of these


def numbers() -> list[dict[str, Any]]:
    """All coefficients, then all scalar traits, as they are declared."""
    rows = [{"name": f"{step}.{each.name}", "family": "coefficient", "of": each} for step in STEPS for each in declared(MECHANISMS[step].Coefficients)]
    rows += [{"name": f"traits.{each.name}", "family": "trait", "of": each} for each in declared(Traits) if each.name not in LEFT_OUT]
    return rows


def screen(tell: Callable[[str], None], worlds: int = WORLDS, seed: int = 1) -> list[Assumption]:
    """The ledger, the number that most hangs on first."""
    scenarios = [load("retailer/typical"), load("retailer/full-package")]
    traits = [each["of"] for each in numbers() if each["family"] == "trait"]
    luck = np.random.default_rng(seed)
    values = np.column_stack([_values(each, scenarios[0], luck.uniform(size=worlds)) for each in traits])

    def one(world: int) -> tuple[np.ndarray, np.ndarray]:
        changed = {each.name: float(value) for each, value in zip(traits, values[world], strict=True)}
        return _met(scenarios, changed, seed, world)

    done = itertools.count(1)

    def said(_: int) -> None:
        if (count := next(done)) % 250 == 0:
            tell(f"{count} of {worlds} worlds")

    coefficients, results = zip(*over_threads(one, worlds, tell=said), strict=True)
    return _ledger(np.hstack([np.array(coefficients), values]), np.array(results))


def _values(trait: Any, scenario: Scenario, chances: np.ndarray) -> np.ndarray:
    """Values of a trait at chances: as typical retailers differ in it, else within `WIDTH` of what the file says."""
    spread = load_population("typical").sectors["retail"].spreads["traits"].get(trait.name)
    if spread is not None and spread.kind != "fixed":
        return np.array([value_at(spread, float(chance)) for chance in chances])
    said = getattr(scenario.company.traits, trait.name)
    return np.clip(said * (1.0 + WIDTH * (2.0 * chances - 1.0)), trait.low, trait.high)


def _met(scenarios: list[Scenario], traits: dict[str, float], seed: int, world: int) -> tuple[np.ndarray, np.ndarray]:
    """The coefficients of a world, and its primary outcomes under the typical governance and what the full package gains."""
    rows: list[np.ndarray] = []
    for scenario in scenarios:
        altered = scenario.with_(traits=traits, title=scenario.title)
        target = plan_adoption(altered.company, HORIZON)
        run = watched(fresh(world_of(altered, HORIZON, CUSTOMERS), seed, world), HORIZON, target)
        if not rows:
            alone = watched(fresh(world_of(altered, HORIZON, 16, programme=False), seed, world), HORIZON, 1.0)
        net = (run.world.accounts.series[:, COLUMN["value"]] - alone.world.accounts.series[:, COLUMN["value"]]).sum()
        rows.append(np.array([run.outcomes[ROW["adoption"]], run.outcomes[ROW["delivery_cost"]], net]))
    vector = drawn_coefficients(key_of(seed, COEFFICIENTS, world)).view("f8").reshape(-1)
    return vector, np.concatenate([rows[0], rows[1] - rows[0]])


def _ledger(columns: np.ndarray, results: np.ndarray) -> list[Assumption]:
    from scipy.stats import rankdata

    moved = columns.std(axis=0) > 0.0
    ranks = rankdata(columns[:, moved], axis=0)
    design = (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)
    shares = np.zeros((columns.shape[1], results.shape[1]))
    for place in range(results.shape[1]):
        rank = rankdata(results[:, place])
        slopes = np.linalg.lstsq(design, (rank - rank.mean()) / rank.std(), rcond=None)[0]
        shares[moved, place] = np.maximum(slopes**2 - 1.0 / len(columns), 0.0)  # less what chance alone gives
    names = [*RESULTS, *(f"gain_{name}" for name in RESULTS)]
    rows = []
    for row, share in zip(numbers(), shares, strict=True):
        of = row["of"]
        named = dict(zip(names, map(float, share), strict=True))
        rows.append(Assumption(row["name"], row["family"], of.source, of.low, of.default, of.high, of.unit, of.meaning, named, float(share.mean())))
    return sorted(rows, key=lambda each: -each.weight)


def write_ledger(rows: list[Assumption], path: Path = STORED) -> None:
    """Store the ledger as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for each in rows:
            shares = [f"{share:.4f}" for share in each.shares.values()]
            table.writerow([*each[:3], f"{each.low:g}", f"{each.default:g}", f"{each.high:g}", each.unit, each.meaning, *shares, f"{each.weight:.4f}"])


def read_ledger(path: Path = STORED) -> list[Assumption]:
    """The stored ledger, the number that most hangs on first; empty where there is none."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [*RESULTS, *(f"gain_{name}" for name in RESULTS)]
    return [
        Assumption(
            row["name"], row["family"], row["source"], float(row["low"]), float(row["default"]), float(row["high"]), row["unit"], row["meaning"],
            {name: float(row[name]) for name in names}, float(row["weight"]),
        )
        for row in rows
    ]  # fmt: skip


def top_assumptions(count: int = 3) -> list[Assumption]:
    """The numbers without a source on which the primary outcomes and the verdict of the reference study hang most: three for a first page, ten behind.

    Empty where no ledger is stored. `name`, `meaning`, `unit`, `low`, `default`, `high` and `weight` (0..1) are what a reader needs.
    """
    return [each for each in read_ledger() if each.source == "assumed"][:count]


__all__ = ["Assumption", "read_ledger", "screen", "top_assumptions", "write_ledger"]
