"""Which numbers an outcome hangs on: Morris screening and Sobol indices, in which luck is a factor like any other.

Luck is varied by taking another world; every other factor moves inside one world. So the effect of a lever is never blurred by luck, and
what luck itself does stands beside it, with the same kind of index and the same interval. Points at which a run failed are left
out together with the trajectory or the block that they belong to, and counted.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.analysis.extras import extra
from simulation.analysis.factors import LUCK, Factor, problem_of

CONFIDENCE = 0.95
RESAMPLES = 200
LEVELS = 4  # of Morris


class Indices(NamedTuple):
    """What an analysis of sensitivity found.

    `table` has a row for each factor or group (index: its name). Of Morris: `effect` (mean absolute effect of moving it over its whole range,
    in the outcome's unit), `effect_error` (half of its 95 % interval), `direction` (mean effect, with its sign), `spread`. Of Sobol: `first`,
    `first_error`, `total`, `total_error` (shares of the variance; errors are half of 95 % intervals by bootstrap). `used` of `given`
    trajectories or blocks had no failed run.
    """

    method: str
    table: pd.DataFrame
    used: int
    given: int


class Design(NamedTuple):
    """Points to be run: a row for each, a column for each factor, in the bounds of the problem."""

    problem: dict[str, Any]
    points: np.ndarray
    block: int  # points that are used or left out together

    def worlds(self, first: int) -> np.ndarray:
        """The world of each point: another one for another value of luck; of its own for each trajectory or block."""
        names = self.problem["names"]
        if LUCK not in names:
            return np.full(len(self.points), first)
        luck = self.points[:, names.index(LUCK)]
        blocks = np.arange(len(self.points)) // self.block
        return first + LEVELS * blocks + np.array([sorted(set(luck[blocks == row])).index(value) for row, value in zip(blocks, luck, strict=True)])


def morris_design(factors: Sequence[Factor], trajectories: int, seed: int = 1) -> Design:
    """Trajectories of factors + 1 points, in which each factor moves once."""
    problem = problem_of(factors)
    return Design(problem, morris_sample(problem, trajectories, seed), len(factors) + 1)


def morris_sample(problem: dict[str, Any], trajectories: int, seed: int) -> np.ndarray:
    """The points of trajectories on four levels, in the bounds of a problem: the same for the same seed."""
    return np.asarray(extra("SALib.sample.morris").sample(problem, trajectories, num_levels=LEVELS, seed=seed))


def sobol_design(factors: Sequence[Factor], base: int, seed: int = 1, *, grouped: bool = False) -> Design:
    """Saltelli's blocks: `base` (a power of two) of factors + 2 points, or of groups + 2 when `grouped`."""
    problem = problem_of(factors) | ({"groups": [each.group for each in factors]} if grouped else {})
    points = extra("SALib.sample.sobol").sample(problem, base, calc_second_order=False, scramble=True, seed=seed)
    return Design(problem, np.asarray(points), len(_rows(problem)) + 2)


def morris(design: Design, values: np.ndarray, seed: int = 1) -> Indices:
    """Morris screening of `values` [point] of a `morris_design`; a failed run is not a number."""
    rows, used, given = _whole(design, values)
    if used < 2:
        return Indices("morris", _table(design, ("effect", "effect_error", "direction", "spread"), {}), used, given)
    found = extra("SALib.analyze.morris").analyze(
        design.problem, design.points[rows], values[rows], num_resamples=RESAMPLES, conf_level=CONFIDENCE, num_levels=LEVELS, seed=seed
    )
    columns = {"effect": found["mu_star"], "effect_error": found["mu_star_conf"], "direction": found["mu"], "spread": found["sigma"]}
    return Indices("morris", _table(design, tuple(columns), columns), used, given)


def sobol(design: Design, values: np.ndarray, seed: int = 1) -> Indices:
    """First-order and total indices of `values` [point] of a `sobol_design`; a failed run is not a number."""
    names = ("first", "first_error", "total", "total_error")
    rows, used, given = _whole(design, values)
    if used < 2:
        return Indices("sobol", _table(design, names, {}), used, given)
    if np.ptp(values[rows]) == 0.0:  # nothing moves it: no share of nothing
        return Indices("sobol", _table(design, names, dict.fromkeys(names, 0.0)), used, given)
    if np.ptp(values[rows].reshape(-1, design.block)[:, [0, -1]]) == 0.0:  # it moves too rarely for a variance: shares cannot be told
        return Indices("sobol", _table(design, names, {}), used, given)
    found = extra("SALib.analyze.sobol").analyze(
        design.problem, values[rows], calc_second_order=False, num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=seed
    )
    columns = dict(zip(names, (found["S1"], found["S1_conf"], found["ST"], found["ST_conf"]), strict=True))
    return Indices("sobol", _table(design, names, columns), used, given)


def luck_share(values: np.ndarray) -> float:
    """Luck's share of the variance of a run, where every point was run in the same worlds: `values` [point, world].

    The variance over worlds at a point, against that plus the variance between points, freed of what luck leaves in their means. Not a number
    with a single world, or when nothing varies; points with a failed run are left out.
    """
    ok = values[np.isfinite(values).all(axis=1)]
    if min(ok.shape) < 2:
        return float("nan")
    within = float(ok.var(axis=1, ddof=1).mean())
    own = ok - ok.mean(axis=0) - ok.mean(axis=1, keepdims=True) + ok.mean()
    noise = float((own**2).sum()) / ((ok.shape[0] - 1) * (ok.shape[1] - 1))
    apart = max(float(ok.mean(axis=1).var(ddof=1)) - noise / ok.shape[1], 0.0)
    return within / (within + apart) if within + apart > 0 else float("nan")


def _whole(design: Design, values: np.ndarray) -> tuple[np.ndarray, int, int]:
    """Rows of the blocks in which no run failed, how many these are, and how many there were."""
    blocks = np.isfinite(values).reshape(-1, design.block).all(axis=1)
    return np.repeat(blocks, design.block), int(blocks.sum()), len(blocks)


def _rows(problem: dict[str, Any]) -> list[str]:
    """What the indices are of: factors, or groups in the order in which they first appear."""
    return list(dict.fromkeys(problem.get("groups", problem["names"])))


def _table(design: Design, names: tuple[str, ...], columns: dict[str, Any]) -> pd.DataFrame:
    """An empty table where there is nothing to say."""
    index = pd.Index(_rows(design.problem), name="factor")
    return pd.DataFrame({name: np.asarray(columns.get(name, np.nan), dtype=float) * np.ones(len(index)) for name in names}, index=index)
