"""Which option stands up to futures we cannot choose among: regret, worst tenth, share of futures in which the target is met.

A table of futures [future, option] holds one outcome, every option in the same futures. Options are ranked by each criterion; those
that resampled futures do not tell from the best, all options taken together, are named beside it.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

CRITERIA = ("mean", "worst_tenth", "regret", "largest_regret", "target_share")
RESAMPLES = 1000
CONFIDENCE = 0.95
TENTH = 0.1


class Robustness(NamedTuple):
    """What futures say of options in one outcome.

    `criteria` has a row for each option, in the order given, and in the outcome's unit: `mean`; `worst_tenth` (mean of the worst tenth of
    futures); `regret` and `largest_regret` (what another option would have brought more: mean, and in nine futures of ten no more than); then
    `target_share` (of futures in which the target is met; not a number without a target). `best` names the best option by each
    criterion, `together` those not told apart from it. `futures` counts those in which every option could be run, of `given`.
    """

    criteria: pd.DataFrame
    best: dict[str, str]
    together: dict[str, list[str]]
    futures: int
    given: int

    @property
    def agree(self) -> bool:
        """Whether one option is best by every criterion."""
        return len(set(self.best.values())) == 1


def robustness(values: pd.DataFrame, *, direction: str, target: float | None = None, seed: int = 1) -> Robustness:
    """Rank options (columns) over futures (rows) in one outcome; futures in which any option has no value are left out and counted.

    `direction` is "higher" or "lower" (better), `target` the value to reach (at least, or at most). Raises ValueError without a better
    direction, or with no future left.
    """
    if direction not in ("higher", "lower"):
        raise ValueError(f"direction {direction!r}: an outcome without a better direction ranks nothing")
    whole = values.dropna()
    if whole.empty:
        raise ValueError("there is no future in which every option could be run")
    options = [str(name) for name in whole.columns]
    sign = 1.0 if direction == "higher" else -1.0
    gains = sign * whole.to_numpy(float)
    goal = np.nan if target is None else sign * target
    table = pd.DataFrame(_measure(gains, goal), index=pd.Index(options, name="option"), columns=list(CRITERIA))
    table[["mean", "worst_tenth"]] *= sign
    best, together = _ranked(gains, goal, options, seed)
    return Robustness(table, best, together, len(whole), len(values))


def regrets(gains: np.ndarray) -> np.ndarray:
    """What the best option of each future would have brought more, [future, option]; `gains` so that more is better."""
    return gains.max(axis=1, keepdims=True) - gains


def worst_tenth(gains: np.ndarray) -> np.ndarray:
    """Mean of the worst tenth of futures (at least one), [option]."""
    count = max(round(TENTH * len(gains)), 1)
    return np.sort(gains, axis=0)[:count].mean(axis=0)


def _measure(gains: np.ndarray, goal: float) -> np.ndarray:
    """[option, criterion], with gains so that more is better."""
    lost = regrets(gains)
    met = (gains >= goal).mean(axis=0) if np.isfinite(goal) else np.full(gains.shape[1], np.nan)
    return np.stack([gains.mean(axis=0), worst_tenth(gains), lost.mean(axis=0), np.quantile(lost, 1 - TENTH, axis=0), met], axis=1)


def _ranked(gains: np.ndarray, goal: float, options: list[str], seed: int) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The best by each criterion, and who is not told apart from it by resampling futures (one bound for all pairs)."""
    signs = np.array([1.0, 1.0, -1.0, -1.0, 1.0])
    found = _measure(gains, goal) * signs
    rng = np.random.default_rng(seed)
    drawn = np.stack([_measure(gains[rng.integers(0, len(gains), len(gains))], goal) * signs for _ in range(RESAMPLES)])
    best: dict[str, str] = {}
    together: dict[str, list[str]] = {}
    for place, criterion in enumerate(CRITERIA):
        if not np.isfinite(found[:, place]).all():
            continue
        first = int(np.argmax(found[:, place]))
        behind = found[first, place] - found[:, place]
        spread, quantile = _bound(drawn[:, :, place] - found[:, place])
        bound = quantile * spread[first]
        best[criterion] = options[first]
        together[criterion] = [name for name, gap, most in zip(options, behind, bound, strict=True) if name != options[first] and gap <= most]
    return best, together


def _bound(errors: np.ndarray) -> tuple[np.ndarray, float]:
    """Standard errors of all differences between options [option, option] and the max-t quantile that bounds them all at once.

    All pairs, not only those with the best: which one is best was chosen by the same numbers. `errors` [resample, option].
    """
    pairs = errors[:, :, None] - errors[:, None, :]
    spread = pairs.std(axis=0)
    scaled = np.divide(np.abs(pairs), spread, out=np.zeros_like(pairs), where=spread > 1e-12)
    return spread, float(np.quantile(scaled.max(axis=(1, 2)), CONFIDENCE))
