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

from simulation.analysis.simultaneous import mean_limits, share_limits

CONFIDENCE = 0.95  # of the interval of the mean, and of all words of a report together
ALPHA = 1.0 - CONFIDENCE
OF_A_WORLD = 0.80  # share of worlds that the interval of a world holds
SETTLED = 0.80  # share of worlds that a word such as "better" asks for
OPEN = "not yet known"
WORDS = ("better", "equal", "worse", "depends", OPEN)
MOST_DOUBLINGS = 10


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


def level(values: ArrayLike, alpha: float = ALPHA) -> Level:
    """Mean, median and both intervals of one outcome; worlds where it is not a number (never reached) are left out."""
    here = np.asarray(values, dtype=float)
    here = here[np.isfinite(here)]
    if here.size == 0:
        return Level(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, 0)
    world_low, median, world_high = np.quantile(here, [(1 - OF_A_WORLD) / 2, 0.5, (1 + OF_A_WORLD) / 2])
    return Level(float(here.mean()), *mean_limits(here, alpha), float(median), float(world_low), float(world_high), here.size)


def difference(baseline: ArrayLike, other: ArrayLike, *, direction: str, threshold: float | None, alpha: float = ALPHA) -> Difference:
    """Compare two arrays [world] of one outcome, row k being the same world in both.

    `direction` is "higher", "lower" or "none" (neither is better: no share is better or worse); `threshold` is the smallest
    difference that matters, in the outcome's unit, or None (no shares at all); `alpha` is what the interval of the mean may get wrong. Raises
    ValueError when the shapes differ.
    """
    before, after = np.asarray(baseline, dtype=float), np.asarray(other, dtype=float)
    if before.shape != after.shape:
        raise ValueError(f"paired outcomes need the same worlds: {before.shape} and {after.shape}")
    both = np.isfinite(before) & np.isfinite(after)
    before, after = before[both], after[both]
    gaps = after - before
    better, equal, worse = (float(each.mean()) if gaps.size else math.nan for each in beyond(gaps, direction, threshold).T)
    return Difference(*level(gaps, alpha)[:6], better, equal, worse, *_pairing(before, after, gaps), int(gaps.size))


def beyond(gaps: np.ndarray, direction: str, threshold: float | None) -> np.ndarray:
    """[world, (better, equal, worse)]: 1 where a difference is beyond the threshold for the better, within it or on it, beyond it for the worse.

    Not a number where there is no threshold; and better and worse are none where there is no direction.
    """
    found = np.full((gaps.size, 3), np.nan)
    if threshold is None:
        return found
    found[:, 1] = np.abs(gaps) <= threshold
    if direction != "none":
        gains = gaps if direction == "higher" else -gaps
        found[:, 0], found[:, 2] = gains > threshold, gains < -threshold
    return found


def verdict(found: Difference, single: float) -> str:
    """The word for a difference, one of WORDS; an empty string where there is no threshold or no direction.

    *better, equal, worse*: the lower limit of that share of worlds is above 0.8; *depends*: the upper limits of all three are below;
    else *not yet known*. Limits are exact at 1 - `single`, the level of one statement at which all those of a report hold together
    (`simultaneous.single_level`).
    """
    shares = (found.share_better, found.share_equal, found.share_worse)
    if found.pairs == 0 or not all(map(math.isfinite, shares)):
        return ""
    limits = [share_limits(round(share * found.pairs), found.pairs, single) for share in shares]
    for word, (low, _) in zip(WORDS, limits, strict=False):
        if low > SETTLED:
            return word
    return "depends" if all(high < SETTLED for _, high in limits) else OPEN


def worlds_for_a_word(found: Difference, single: float) -> int:
    """Pairs, doubled as often as needed, with which an open difference would have its word were the shares to stay; 0 where ten doublings would not do."""
    for doublings in range(1, MOST_DOUBLINGS + 1):
        pairs = found.pairs << doublings
        if verdict(found._replace(pairs=pairs), single) not in ("", OPEN):
            return pairs
    return 0


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
