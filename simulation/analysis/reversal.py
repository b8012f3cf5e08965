"""What would make you change your mind: the values of assumptions at which the difference between two scenarios turns round.

Each assumption (a coefficient over its declared range, a trait over the doubt about it) is set to its lowest and highest value in all
worlds, everything else being as in each world; where the mean difference changes its sign beyond simulation error, the value at
which it does is found by halving. A screening by rank correlation with what the worlds drew says which assumptions to try.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from simulation.analysis.factors import Factor
from simulation.analysis.points import Job, Progress, Runner
from simulation.analysis.why import mean_of
from simulation.scenario import Scenario

HALVINGS = 5


class Assumption(NamedTuple):
    """How a mean difference hangs on one assumption, in the outcome's unit.

    `at_low` and `at_high` are the mean differences at the ends of its range, each with limits that hold with 95 % for all assumptions and
    both ends together. `turns` is the value at which the difference is zero, not a number where it keeps its sign beyond doubt;
    `turns_upwards` says whether the reversal lies above that value.
    """

    factor: Factor
    outcome: str
    now: float
    at_low: float
    low_low: float
    low_high: float
    at_high: float
    high_low: float
    high_high: float
    turns: float
    turns_upwards: bool

    @property
    def swing(self) -> float:
        """How much the difference moves over the whole range."""
        return abs(self.at_high - self.at_low)

    @property
    def reverses(self) -> bool:
        """Whether the advice turns round within the range."""
        return math.isfinite(self.turns)


def screened(gaps: np.ndarray, drawn: pd.DataFrame, most: int) -> list[str]:
    """The columns of `drawn` [world, number] whose ranks go most with the gaps [world], the closest first."""
    ok = np.isfinite(gaps)
    if ok.sum() < 10 or np.ptp(gaps[ok]) == 0.0:
        return list(drawn.columns[:most])
    closeness = {name: abs(float(spearmanr(drawn.loc[ok, name], gaps[ok]).statistic)) for name in drawn if drawn.loc[ok, name].nunique() > 1}
    return sorted(closeness, key=lambda name: -closeness[name])[:most]


def reversals(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    factors: Sequence[Factor],
    outcomes: Sequence[str],
    worlds: Sequence[int],
    progress: Progress | None = None,
) -> list[Assumption]:
    """For each outcome and assumption, how the mean difference from `before` to `after` hangs on it; the largest swing first."""
    ends = [(factor, end) for factor in factors for end in (factor.low, factor.high)]
    gaps = _gaps(runner, before, after, [{}, *({factor.name: end} for factor, end in ends)], worlds, progress)
    found = []
    for outcome in outcomes:
        now, *at = [each[outcome] for each in gaps]
        for place, factor in enumerate(factors):
            low, high = (mean_of(at[2 * place + end][np.isfinite(at[2 * place + end])], len(ends)) for end in (0, 1))
            turns, upwards = _turn(runner, before, after, factor, outcome, worlds, float(np.nanmean(now)), low, high)
            found.append(
                Assumption(
                    factor, outcome, float(np.nanmean(now)), low["mean"], low["low"], low["high"], high["mean"], high["low"], high["high"], turns, upwards
                )
            )
    return sorted(found, key=lambda each: (list(outcomes).index(each.outcome), -each.swing))


def _turn(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    factor: Factor,
    outcome: str,
    worlds: Sequence[int],
    now: float,
    low: Mapping[str, float],
    high: Mapping[str, float],
) -> tuple[float, bool]:
    """The value at which the mean difference is zero, and whether it lies below the end that reverses it; nan when neither end does."""
    ends = [(factor.low, low), (factor.high, high)]
    reversed_at = [place for place, (_, end) in enumerate(ends) if (end["high"] < 0 < now) or (now < 0 < end["low"])]
    if not reversed_at:
        return math.nan, False
    upwards = reversed_at[-1] == 1
    there, here = (factor.high, factor.low) if upwards else (factor.low, factor.high)
    for _ in range(HALVINGS):
        middle = (here + there) / 2
        mean = float(np.nanmean(_gaps(runner, before, after, [{factor.name: middle}], worlds, None)[0][outcome]))
        here, there = (here, middle) if mean * now < 0 else (middle, there)
    return (here + there) / 2, upwards


def _gaps(
    runner: Runner, before: Scenario, after: Scenario, points: Sequence[Mapping[str, float | str]], worlds: Sequence[int], progress: Progress | None
) -> list[dict[str, np.ndarray]]:
    """Differences [world] of every outcome at each point, both scenarios having the same assumptions."""
    jobs = [Job(each, worlds, point) for point in points for each in (before, after)]
    found = runner.outcomes(jobs, progress)
    pairs = zip(found[::2], found[1::2], strict=True)
    return [{name: (new[name] - old[name]).to_numpy(float) for name in old.columns if name != "status"} for old, new in pairs]
