"""Why two scenarios differ: the gap between them shared out over what they do otherwise, by Shapley's value in the same worlds.

In each world the moves are added to the baseline one by one; what an addition changes is the move's, on average over the orders in
which moves can be added. With up to six moves (or groups of moves) all orders are counted, and what pairs do together beyond
what each does alone is told; with more, each world draws orders of its own. Either way the shares of a world add up to its gap exactly,
so what is uncertain is simulation error alone, and it is shown.
"""

import math
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulation.analysis.moves import Move, moved
from simulation.analysis.points import Job, Progress, Runner
from simulation.analysis.simultaneous import mean_limits
from simulation.scenario import Scenario

CONFIDENCE = 0.95
MOST_COUNTED = 6  # moves of which all 2^n sets are run


class Split(NamedTuple):
    """The gap between two scenarios, shared out.

    `shares` has a row for each outcome and move (columns `outcome`, `move`, `mean`, `low`, `high`), `pairs` one for each outcome and pair
    (`outcome`, `move`, `other`, `mean`, `low`, `high`; empty when orders were drawn), `gaps` one for each outcome (`outcome`, `mean`,
    `low`, `high`); all in the outcome's unit. Intervals are 95 % for all moves (or pairs) of an outcome together. `worlds` were
    used of `given`: in the others a run failed.
    """

    shares: pd.DataFrame
    pairs: pd.DataFrame
    gaps: pd.DataFrame
    worlds: int
    given: int


def split(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    players: Sequence[Move],
    worlds: Sequence[int],
    outcomes: Sequence[str],
    orders: int = 2,
    seed: int = 1,
    progress: Progress | None = None,
) -> Split:
    """Share out the gap from `before` to `after` over `players` (of `moves`, or `grouped`), in so many worlds.

    With more than six players each world draws `orders` orders (an even number: each with its reverse).
    """
    if len(players) <= MOST_COUNTED:
        values = _all_sets(runner, before, after, players, worlds, outcomes, progress)
        shares, pairs, gaps = shapley(values), interactions(values), values[-1] - values[0]
    else:
        shares, gaps = _drawn(runner, before, after, players, worlds, outcomes, orders, seed, progress)
        pairs = np.empty((0, *shares.shape[1:]))
    return _told(shares, pairs, gaps, [each.name for each in players], outcomes)


def shapley(values: np.ndarray) -> np.ndarray:
    """Shapley values [player, ...] of a game: `values` [2^players, ...], the players of set s being the bits of s."""
    players = (len(values) - 1).bit_length()
    found = np.zeros((players, *values.shape[1:]))
    for members in range(len(values)):
        size = members.bit_count()
        for player in range(players):
            if not members >> player & 1:
                weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
                found[player] += weight * (values[members | 1 << player] - values[members])
    return found


def interactions(values: np.ndarray) -> np.ndarray:
    """Shapley interaction of each pair [pair, ...], in the order of `combinations`: what two do together beyond what each does alone."""
    players = (len(values) - 1).bit_length()
    found = []
    for one, other in combinations(range(players), 2):
        both, total = 1 << one | 1 << other, np.zeros(values.shape[1:])
        for members in range(len(values)):
            if not members & both:
                size = members.bit_count()
                weight = math.factorial(size) * math.factorial(players - size - 2) / math.factorial(players - 1)
                total += weight * (values[members | both] - values[members | 1 << one] - values[members | 1 << other] + values[members])
        found.append(total)
    return np.stack(found) if found else np.empty((0, *values.shape[1:]))


def _all_sets(
    runner: Runner, before: Scenario, after: Scenario, players: Sequence[Move], worlds: Sequence[int], outcomes: Sequence[str], progress: Progress | None
) -> np.ndarray:
    """[set of players, world, outcome]."""
    sets = [[part for place, each in enumerate(players) if members >> place & 1 for part in each.parts] for members in range(2 ** len(players))]
    found = runner.outcomes([Job(moved(before, after, parts), worlds) for parts in sets], progress)
    return np.stack([each[list(outcomes)].to_numpy(float) for each in found])


def _drawn(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    players: Sequence[Move],
    worlds: Sequence[int],
    outcomes: Sequence[str],
    orders: int,
    seed: int,
    progress: Progress | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Shares [player, world, outcome] and gaps [world, outcome], each world with orders of its own."""
    drawn = {world: _orders(len(players), orders, seed, world) for world in worlds}
    wanted: dict[int, list[int]] = {}
    for world, each in drawn.items():
        for members in {members for order in each for members in _grown(order)}:
            wanted.setdefault(members, []).append(world)
    parts = {members: [part for place, each in enumerate(players) if members >> place & 1 for part in each.parts] for members in wanted}
    found = runner.outcomes([Job(moved(before, after, parts[members]), at) for members, at in wanted.items()], progress)
    value = {
        (members, world): row
        for (members, at), table in zip(wanted.items(), found, strict=True)
        for world, row in zip(at, table[list(outcomes)].to_numpy(float), strict=True)
    }
    shares = np.zeros((len(players), len(worlds), len(outcomes)))
    for column, world in enumerate(worlds):
        for order in drawn[world]:
            for player, (without, with_it) in zip(order, pairwise(_grown(order)), strict=True):
                shares[player, column] += (value[with_it, world] - value[without, world]) / len(drawn[world])
    everybody = 2 ** len(players) - 1
    return shares, np.stack([value[everybody, world] - value[0, world] for world in worlds])


def _orders(players: int, count: int, seed: int, world: int) -> list[list[int]]:
    """Orders of a world, each followed by its reverse: what goes first in one goes last in the other, which steadies the mean."""
    rng = np.random.default_rng([seed, world])
    forward = [rng.permutation(players).tolist() for _ in range(max(count // 2, 1))]
    return [order for each in forward for order in (each, each[::-1])]


def _grown(order: Sequence[int]) -> list[int]:
    """The sets that an order goes through, from nobody to everybody."""
    return list(accumulate((1 << player for player in order), initial=0))


def _told(shares: np.ndarray, pairs: np.ndarray, gaps: np.ndarray, names: Sequence[str], outcomes: Sequence[str]) -> Split:
    """Means over worlds and their intervals, without the worlds in which a run failed."""
    ok = np.isfinite(gaps).all(axis=1) & np.isfinite(shares).all(axis=(0, 2))
    both = list(combinations(names, 2)) if len(pairs) else []
    share_rows, pair_rows, gap_rows = [], [], []
    for column, outcome in enumerate(outcomes):
        gap_rows.append({"outcome": outcome, **mean_of(gaps[ok, column], 1)})
        share_rows += [{"outcome": outcome, "move": name, **mean_of(shares[row, ok, column], len(names))} for row, name in enumerate(names)]
        pair_rows += [{"outcome": outcome, "move": one, "other": other, **mean_of(pairs[row, ok, column], len(both))} for row, (one, other) in enumerate(both)]
    limits = ["mean", "low", "high"]
    return Split(
        pd.DataFrame(share_rows, columns=["outcome", "move", *limits]),
        pd.DataFrame(pair_rows, columns=["outcome", "move", "other", *limits]),
        pd.DataFrame(gap_rows, columns=["outcome", *limits]),
        int(ok.sum()),
        len(ok),
    )


def mean_of(values: np.ndarray, family: int) -> dict[str, float]:
    """Mean of an array [world] with limits that hold with 95 % for a whole family of such means (Bonferroni, Student's t)."""
    low, high = mean_limits(values, (1 - CONFIDENCE) / max(family, 1))
    return {"mean": float(values.mean()) if values.size else math.nan, "low": low, "high": high}
