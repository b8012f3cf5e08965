"""Statements that hold together: one critical value for a whole family of means over the same worlds (max-t).

The worlds are shared by all scenarios, so their differences go up and down together and a family of 45 is far from 45 independent
questions. The multiplier bootstrap (Chernozhukov, Chetverikov and Kato 2013) draws the joint error of all means: each replicate weighs
the worlds, centred, with normal numbers. Sums of normal numbers are normal, so replicates are drawn from their joint distribution at once, which is known from
the correlations over worlds. The 95 % quantile of the largest of the standardised errors is the critical value; as
a level for one member it lies between that of a single statement and Bonferroni's.

A member that is the same in every world at hand says nothing of its error: that it never varied in 50 worlds does not mean that it never does. It
stays in the family, with an error of its own, independent of all others: of all ways in which normal errors may go together this is the least
favourable (Sidak 1967), so the level is never too lenient. Only what is the same *by construction*, a scenario beside itself, makes no statement
that could be wrong; whoever asks leaves it out (`Comparison.single`).
"""

import math
from functools import cache

import numpy as np
from scipy.stats import beta, norm
from scipy.stats import t as student

REPLICATES = 10_000
RIDGE = 1e-9  # of the variances: members that are the same but for their scale have a correlation matrix without a root


def single_level(columns: np.ndarray, alpha: float, seed: int = 1) -> float:
    """The two-sided level at which each of several means must be stated for all of them to hold together at 1 - `alpha`.

    `columns` [world, member], all finite; one that never varies counts as one that is independent of the others. Between alpha / members and `alpha`.
    """
    centred = columns - columns.mean(axis=0)
    spread = np.sqrt((centred * centred).mean(axis=0))
    varying = spread > 0.0
    members, still = len(varying), int((~varying).sum())
    if members <= 1:
        return alpha
    if members == still or len(columns) < 2:
        return 1.0 - (1.0 - alpha) ** (1.0 / members)
    standard = centred[:, varying] / (spread[varying] * math.sqrt(len(columns)))
    root = np.linalg.cholesky(standard.T @ standard + RIDGE * np.eye(standard.shape[1]))
    rng = np.random.default_rng(seed)
    largest = np.abs(rng.standard_normal((REPLICATES, standard.shape[1])) @ root.T).max(axis=1)
    if still:
        largest = np.maximum(largest, norm.isf((1.0 - rng.uniform(size=len(largest)) ** (1.0 / still)) / 2.0))  # the largest of so many, all at once
    level = 2.0 * float(norm.sf(np.quantile(largest, 1.0 - alpha)))
    return min(max(level, alpha / members), alpha)


@cache
def _quantile_of_t(share: float, freedom: int) -> float:
    return float(student.ppf(share, freedom))


def mean_limits(values: np.ndarray, level: float) -> tuple[float, float]:
    """The interval of a mean at 1 - `level`, by Student's t (not a number below two worlds)."""
    if values.size < 2:
        return math.nan, math.nan
    mean = float(values.mean())
    margin = _quantile_of_t(1.0 - level / 2.0, values.size - 1) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return mean - margin, mean + margin


def share_limits(count: int, of: int, level: float) -> tuple[float, float]:
    """The interval of a share at 1 - `level`, exact (Clopper and Pearson 1934): it never covers less, however few the worlds."""
    low = float(beta.ppf(level / 2.0, count, of - count + 1)) if count > 0 else 0.0
    high = float(beta.ppf(1.0 - level / 2.0, count + 1, of - count)) if count < of else 1.0
    return low, high
