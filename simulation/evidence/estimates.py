"""Estimates over companies and how sure they are: an error is the standard error over companies, by bootstrap where it is no mean."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

RESAMPLES = 200


class Estimate(NamedTuple):
    """A figure of a pattern: what it is called, its value, and its standard error over sampled companies."""

    part: str
    value: float
    error: float


def mean(part: str, values: np.ndarray) -> Estimate:
    """Mean over companies (first axis; lucks are averaged first), leaving out companies in which it could not be measured."""
    each = np.asarray(values, dtype=float)
    each = each[np.isfinite(each)] if each.ndim == 1 else _by_company(each)
    if len(each) < 2:
        return Estimate(part, float("nan"), float("nan"))
    return Estimate(part, float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each))))


def _by_company(values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values).any(axis=1)
    return np.asarray(np.nanmean(values[known], axis=1))


def resampled(part: str, formula: Callable[..., float], *columns: np.ndarray) -> Estimate:
    """A formula over columns with companies first, and its bootstrap error over companies."""
    count = len(columns[0])
    if count < 2:
        return Estimate(part, float("nan"), float("nan"))
    luck = np.random.default_rng(1)
    value = float(formula(*columns))
    with np.errstate(all="ignore"):
        draws = np.array([formula(*(column[rows] for column in columns)) for rows in luck.integers(0, count, (RESAMPLES, count))])
    known = draws[np.isfinite(draws)]
    return Estimate(part, value, float(known.std(ddof=1)) if len(known) > 1 else float("nan"))


def ratio(part: str, above: np.ndarray, below: np.ndarray) -> Estimate:
    """Ratio of two means over companies."""
    return resampled(part, lambda a, b: float(np.nanmean(a) / np.nanmean(b)), above, below)


def log_ratio_within(y: np.ndarray, x: np.ndarray, *others: np.ndarray) -> float:
    """Slope of y on x in one company, other columns held fixed (least squares); nan where x does not vary."""
    columns = np.column_stack([x, *others, np.ones(len(x))])
    if len(y) < 2 * columns.shape[1] or np.ptp(x) < 1e-9:
        return float("nan")
    return float(np.linalg.lstsq(columns, y, rcond=None)[0][0])
