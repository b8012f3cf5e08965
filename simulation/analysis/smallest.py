"""The smallest change that reaches an aim: few moves, each no further than needed.

Moves are added to the baseline one by one, each time the one that helps most, until the aim is reached; those that turn out to be
dispensable are taken back; what is left is moved only as far as it must. The change is then run in worlds that had no part in the
search. This is a search by greed: a smaller change may exist, a change that it finds is real.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

from simulation.analysis.moves import Move, between
from simulation.analysis.paired import CONFIDENCE, SETTLED
from simulation.analysis.points import Job, Progress, Runner
from simulation.outcomes import OUTCOMES
from simulation.scenario import Scenario

HALVINGS = 5  # how finely the distance is found: a thirty-second of the way


class Aim(NamedTuple):
    """What a change is to reach in more than 80 % of worlds: an outcome's level, or (`gain`) so much better than the baseline."""

    outcome: str
    level: float
    gain: bool = False

    def advance(self, values: np.ndarray, baseline: np.ndarray) -> np.ndarray:
        """By how much each world [world] is beyond the aim, in the outcome's unit; at least 0 where it is reached."""
        sign = 1.0 if OUTCOMES[self.outcome].direction == "higher" else -1.0
        return sign * (values - baseline) - self.level if self.gain else sign * (values - self.level)


class SmallestChange(NamedTuple):
    """What was found. `reached` says whether fresh worlds confirm it: the aim is met in more than 80 % of them.

    `moves` are what is moved and `way` how far (share of the way to the other scenario; choices go all the way or not); `scenario` is the
    changed one. `share` of fresh worlds meets the aim, with its 95 % interval; `whole_share` does so when everything is moved.
    """

    reached: bool
    moves: tuple[Move, ...]
    way: float
    scenario: Scenario
    share: float
    share_low: float
    share_high: float
    whole_share: float
    worlds: int


def smallest_change(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    players: Sequence[Move],
    aim: Aim,
    worlds: Sequence[int],
    fresh: Sequence[int],
    progress: Progress | None = None,
) -> SmallestChange:
    """Search in `worlds` among the moves from `before` to `after`; confirm in `fresh` worlds."""
    search = _Search(runner, before, after, aim, worlds, len(players), progress)
    whole = search.of([tuple(players)])[0]
    if whole[0] <= SETTLED:
        return _confirmed(runner, before, aim, tuple(players), 1.0, search.scenario(tuple(players), 1.0), whole[0], fresh)
    chosen = search.pruned(search.grown(tuple(players)))
    way = search.shortened(chosen)
    return _confirmed(runner, before, aim, chosen, way, search.scenario(chosen, way), whole[0], fresh)


class _Search:
    """Scores sets of moves in the same worlds: (share of worlds that meet the aim, mean advance)."""

    def __init__(self, runner: Runner, before: Scenario, after: Scenario, aim: Aim, worlds: Sequence[int], players: int, progress: Progress | None) -> None:
        self.runner, self.before, self.after, self.aim, self.worlds = runner, before, after, aim, worlds
        self.progress, self.done, self.expected = progress, 0, 6 * players
        self.baseline = runner.means([before], worlds, aim.outcome)[0]

    def scenario(self, chosen: Sequence[Move], way: float) -> Scenario:
        return between(self.before, self.after, [part for each in chosen for part in each.parts], way)

    def of(self, sets: Sequence[tuple[Move, ...]], way: float = 1.0) -> list[tuple[float, float]]:
        found = self.runner.means([self.scenario(each, way) for each in sets], self.worlds, self.aim.outcome)
        self.done += len(sets)
        if self.progress is not None:
            self.progress(min(self.done, self.expected - 1), self.expected)
        advances = [self.aim.advance(each, self.baseline) for each in found]
        return [(float(np.mean(each >= 0)), float(np.nanmean(each)) if np.isfinite(each).any() else -np.inf) for each in advances]

    def grown(self, players: tuple[Move, ...]) -> tuple[Move, ...]:
        """Moves added one by one, the most helpful first, until the aim is reached."""
        chosen: tuple[Move, ...] = ()
        score = self.of([chosen])[0]
        while score[0] <= SETTLED and len(chosen) < len(players):
            more = [(*chosen, each) for each in players if each not in chosen]
            scores = self.of(more)
            best = max(range(len(more)), key=lambda row: scores[row])
            chosen, score = more[best], scores[best]
        return chosen

    def pruned(self, chosen: tuple[Move, ...]) -> tuple[Move, ...]:
        """The moves without those that the aim is reached without, the largest effort first."""
        for each in sorted(chosen, key=lambda move: -move.effort):
            rest = tuple(other for other in chosen if other is not each)
            if self.of([rest])[0][0] > SETTLED:
                chosen = rest
        return chosen

    def shortened(self, chosen: tuple[Move, ...]) -> float:
        """The smallest share of the way at which the aim is still reached, to a thirty-second."""
        low, high = 0.0, 1.0
        for _ in range(HALVINGS if chosen else 0):
            middle = (low + high) / 2
            low, high = (low, middle) if self.of([chosen], middle)[0][0] > SETTLED else (middle, high)
        return high


def _confirmed(
    runner: Runner, before: Scenario, aim: Aim, chosen: tuple[Move, ...], way: float, scenario: Scenario, whole: float, fresh: Sequence[int]
) -> SmallestChange:
    old, new = runner.outcomes([Job(before, fresh), Job(scenario, fresh)])
    ran = ((old["status"] == "ok") & (new["status"] == "ok")).to_numpy()
    advance = aim.advance(new[aim.outcome].to_numpy(float), old[aim.outcome].to_numpy(float))
    met, known = int((advance >= 0).sum()), int(ran.sum())  # a week that never came, or a payback that never was, is a miss
    interval = binomtest(met, max(known, 1)).proportion_ci(CONFIDENCE, method="wilson")
    share = met / max(known, 1)
    return SmallestChange(share > SETTLED, chosen, way, scenario, share, float(interval.low), float(interval.high), whole, known)
