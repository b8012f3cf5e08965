"""The difference between two scenarios in the same worlds: pure statistics on two arrays.

World k has the same luck under both scenarios, so the difference in world k is free of most of what luck adds to both. Two
intervals are kept apart by name: that of the *mean* (it shrinks with more worlds) and that of *a world* (what one company gets).
The interval of the mean is Student's t on the paired differences: exact for normal differences, right for any others as worlds grow
(at 200 worlds the mean of skewed differences is close to normal), without random numbers, and exactly zero wide when nothing differs.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest
from scipy.stats import t as student

CONFIDENCE = 0.95  # of the interval of the mean
OF_A_WORLD = 0.80  # share of worlds that the interval of a world holds
SETTLED = 0.80  # share of worlds that a word such as "better" asks for
WORDS = ("better", "equal", "worse", "depends", "not yet known")


class Level(NamedTuple):
    """One outcome of one scenario over its worlds, in the outcome's unit."""

    mean: float
    low: float  # interval of the mean
    high: float
    median: float
    world_low: float  # interval of a world
    world_high: float
    worlds: int  # worlds in which the outcome exists


class Difference(NamedTuple):
    """A scenario less the baseline in the same worlds, in the outcome's unit; shares and correlation are pure numbers."""

    mean: float
    low: float  # 95 % interval of the mean
    high: float
    median: float
    world_low: float  # 80 % interval of a world
    world_high: float
    share_better: float  # of worlds, beyond the threshold for the better
    share_equal: float  # within the threshold, or on it
    share_worse: float
    correlation: float  # between the two scenarios over worlds: what pairing reached
    variance_ratio: float  # variance of the difference had the worlds not been paired, over what it is
    pairs: int  # worlds in which the outcome exists under both


def level(values: ArrayLike) -> Level:
    """Mean, median and both intervals of one outcome; worlds where it is not a number (never reached) are left out."""
    here = np.asarray(values, dtype=float)
    here = here[np.isfinite(here)]
    if here.size == 0:
        return Level(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, 0)
    mean, low, high = mean_interval(here)
    world_low, median, world_high = np.quantile(here, [(1 - OF_A_WORLD) / 2, 0.5, (1 + OF_A_WORLD) / 2])
    return Level(mean, low, high, float(median), float(world_low), float(world_high), here.size)


def difference(baseline: ArrayLike, other: ArrayLike, *, direction: str, threshold: float | None) -> Difference:
    """Compare two arrays [world] of one outcome, row k being the same world in both.

    `direction` is "higher", "lower" or "none" (neither is better: no share is better or worse); `threshold` is the smallest
    difference that matters, in the outcome's unit, or None (no shares at all). Raises ValueError when the shapes differ.
    """
    before, after = np.asarray(baseline, dtype=float), np.asarray(other, dtype=float)
    if before.shape != after.shape:
        raise ValueError(f"paired outcomes need the same worlds: {before.shape} and {after.shape}")
    both = np.isfinite(before) & np.isfinite(after)
    before, after = before[both], after[both]
    gaps = after - before
    return Difference(*level(gaps)[:6], *_shares(gaps, direction, threshold), *_pairing(before, after, gaps), int(gaps.size))


def mean_interval(values: np.ndarray) -> tuple[float, float, float]:
    """The mean of an array [world] and its 95 % interval by Student's t (not a number below two worlds)."""
    mean = float(values.mean())
    if values.size < 2:
        return mean, math.nan, math.nan
    margin = float(student.ppf((1 + CONFIDENCE) / 2, values.size - 1)) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return mean, mean - margin, mean + margin


def verdict(found: Difference, family: int) -> str:
    """The word for a difference, one of WORDS; an empty string where there is no threshold or no direction.

    *better, equal, worse*: the lower limit of that share of worlds is above 0.8; *depends*: the upper limits of all three are below;
    else *not yet known*. Limits are Wilson's, at a level shared out over the `family` of differences that a report words
    (Bonferroni), so that all words of a report hold together with 95 %.
    """
    shares = (found.share_better, found.share_equal, found.share_worse)
    if found.pairs == 0 or not all(map(math.isfinite, shares)):
        return ""
    limits = [_wilson(round(share * found.pairs), found.pairs, 1 - (1 - CONFIDENCE) / max(family, 1)) for share in shares]
    for word, (low, _) in zip(WORDS, limits, strict=False):
        if low > SETTLED:
            return word
    return "depends" if all(high < SETTLED for _, high in limits) else "not yet known"


def _wilson(count: int, of: int, confidence: float) -> tuple[float, float]:
    interval = binomtest(count, of).proportion_ci(confidence_level=confidence, method="wilson")
    return float(interval.low), float(interval.high)


def _shares(gaps: np.ndarray, direction: str, threshold: float | None) -> tuple[float, float, float]:
    if threshold is None or gaps.size == 0:
        return math.nan, math.nan, math.nan
    equal = float(np.mean(np.abs(gaps) <= threshold))
    if direction == "none":
        return math.nan, equal, math.nan
    gains = gaps if direction == "higher" else -gaps
    return float(np.mean(gains > threshold)), equal, float(np.mean(gains < -threshold))


def _pairing(before: np.ndarray, after: np.ndarray, gaps: np.ndarray) -> tuple[float, float]:
    """Correlation over worlds and variance ratio; not a number where an outcome is the same in all worlds."""
    if gaps.size < 2:
        return math.nan, math.nan
    varies = bool(np.ptp(before) > 0 and np.ptp(after) > 0)
    correlation = float(np.clip(np.corrcoef(before, after)[0, 1], -1.0, 1.0)) if varies else math.nan
    apart, together = float(before.var() + after.var()), float(gaps.var())
    if np.ptp(gaps) == 0.0:
        return correlation, math.inf if varies else math.nan
    return correlation, apart / together
