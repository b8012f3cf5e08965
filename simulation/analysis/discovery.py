"""Where an option fails its target, or beats the baseline: a box of conditions, found by PRIM and tested where it was not found.

The box is found in half of the futures and measured in the other half: density (share of cases inside) and coverage (share of all
cases that lie inside). A box whose density in the other half is not above the base rate beyond chance is no discovery.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest, rankdata

from simulation.analysis.extras import extra, hushed

CONFIDENCE = 0.95
LEAST_MASS = 0.08  # of futures in a box
LEAST_CASES = 10
MOST_FACTORS = 12  # among which a box is looked for
MOST_LIMITS = 3  # conditions that a sentence still holds
PEEL = 0.05
ANY_DENSITY = 1e-6  # above 0, at which the library would count every future as a case
LEAST_GAIN = 0.03  # what a condition must add to the harmonic mean of density and coverage


class Limit(NamedTuple):
    """One condition of a box: the factor lies between two values (either may be missing), or is one of some options."""

    factor: str
    low: float | None
    high: float | None
    options: tuple[str, ...] = ()


class Box(NamedTuple):
    """A box found in half of the futures, measured in the other half.

    `density` is the share of cases inside with its 95 % interval, `base_rate` that of all futures, `coverage` the share of all cases that
    lie inside, `mass` the share of all futures that do; `chance` is how likely such a density is if the box means nothing.
    """

    limits: tuple[Limit, ...]
    density: float
    density_low: float
    density_high: float
    coverage: float
    mass: float
    base_rate: float
    chance: float
    futures: int

    @property
    def found(self) -> bool:
        """Whether the box says something that chance would not."""
        return bool(self.limits) and self.chance < 1 - CONFIDENCE


def discover(points: pd.DataFrame, cases: np.ndarray, seed: int = 1) -> Box:
    """The box of conditions under which cases are dense. `points` [future, factor] (numbers, or texts for choices), `cases` [future] flags.

    Fewer than ten cases, or ten that are none, in either half give a box without limits. Which half finds is drawn under `seed`.
    """
    finding = np.random.default_rng(seed).permutation(len(cases)) < len(cases) // 2
    held = ~finding
    if min(cases[finding].sum(), (~cases[finding]).sum(), cases[held].sum(), (~cases[held]).sum()) < LEAST_CASES:
        return _measured((), points[held], cases[held])
    near = closest(points[finding], cases[finding])
    return _measured(_peeled(points.loc[finding, near], cases[finding]), points[held], cases[held])


def closest(points: pd.DataFrame, cases: np.ndarray, most: int = MOST_FACTORS) -> list[str]:
    """The factors that cases go with most, as peeling among hundreds finds chance: by rank correlation, choices by shares of cases."""
    strength = {}
    for name in points:
        column = points[name]
        if pd.api.types.is_numeric_dtype(column):
            strength[name] = abs(float(np.corrcoef(rankdata(column), cases)[0, 1])) if column.nunique() > 1 else 0.0
        else:
            shares = pd.Series(cases, index=column.to_numpy()).groupby(level=0).transform("mean")
            strength[name] = float(shares.std() / cases.std())
    return sorted(strength, key=lambda name: -strength[name])[:most]


def inside(points: pd.DataFrame, limits: tuple[Limit, ...]) -> np.ndarray:
    """Which futures lie in a box, [future]."""
    found = np.ones(len(points), dtype=bool)
    for each in limits:
        column = points[each.factor]
        if each.options:
            found &= column.isin(each.options).to_numpy()
        if each.low is not None:
            found &= column.to_numpy(float) >= each.low
        if each.high is not None:
            found &= column.to_numpy(float) <= each.high
    return found


def _peeled(points: pd.DataFrame, cases: np.ndarray) -> tuple[Limit, ...]:
    """Limits of the best box on the peeling path, cut down to the few that carry it."""
    given = points.reset_index(drop=True)
    for name in given.columns[[not pd.api.types.is_numeric_dtype(given[each]) for each in given]]:
        given[name] = given[name].astype("category")
    module = extra("ema_workbench.analysis.prim")
    with hushed():
        box = module.Prim(given, cases.astype(int), threshold=ANY_DENSITY, peel_alpha=PEEL, mass_min=LEAST_MASS).find_box()
    if box is None:
        return ()
    path = box.peeling_trajectory
    density, coverage = path["density"], path["coverage"]
    best = int((2 * density * coverage / (density + coverage)).idxmax())
    return _pruned(_limits(box.box_lims[best], given), points, cases)


def _pruned(limits: tuple[Limit, ...], points: pd.DataFrame, cases: np.ndarray) -> tuple[Limit, ...]:
    """The limits without those that a box does as well without: at most a few are left, and each of them earns its place."""
    while len(limits) > 1:
        fewer = [(_score(rest, points, cases), rest) for rest in (tuple(other for other in limits if other is not each) for each in limits)]
        score, rest = max(fewer, key=lambda pair: pair[0])
        if len(limits) <= MOST_LIMITS and score < (1 - LEAST_GAIN) * _score(limits, points, cases):
            break
        limits = rest
    return limits


def _score(limits: tuple[Limit, ...], points: pd.DataFrame, cases: np.ndarray) -> float:
    """Harmonic mean of density and coverage."""
    within = inside(points, limits)
    return 2 * float(cases[within].sum()) / (float(within.sum()) + float(cases.sum()))


def _limits(box: pd.DataFrame, points: pd.DataFrame) -> tuple[Limit, ...]:
    """What a box of PRIM restricts, factor by factor."""
    found = []
    for name in points:
        column = points[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            kept = set(box[name][0])
            if kept != set(column.unique()):
                found.append(Limit(str(name), None, None, tuple(sorted(kept))))
            continue
        low, high = float(box[name][0]), float(box[name][1])
        above, below = low > float(column.min()), high < float(column.max())
        if above or below:
            found.append(Limit(str(name), low if above else None, high if below else None))
    return tuple(found)


def _measured(limits: tuple[Limit, ...], points: pd.DataFrame, cases: np.ndarray) -> Box:
    within = inside(points, limits)
    count, hits = int(within.sum()), int(cases[within].sum())
    rate = float(cases.mean()) if len(cases) else 0.0
    if count == 0:
        return Box(limits, np.nan, np.nan, np.nan, 0.0, 0.0, rate, 1.0, len(cases))
    test = binomtest(hits, count, rate, alternative="greater")
    interval = binomtest(hits, count).proportion_ci(CONFIDENCE, method="wilson")
    coverage = hits / int(cases.sum()) if cases.any() else np.nan
    return Box(limits, hits / count, float(interval.low), float(interval.high), coverage, count / len(cases), rate, float(test.pvalue), len(cases))
