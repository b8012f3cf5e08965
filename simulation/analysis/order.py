"""First what, then what: the order in which moves are made when only so much can be undertaken in a quarter.

An order is a permutation of moves (or groups of moves). They are undertaken one after the other at a rate of effort; each takes effect in the
week in which it is begun. Orders are compared in the same worlds: tried by optuna's sampler for categories when there are many, all of
them when there are few. The best is then run in fresh worlds, beside everything at once and beside the reverse of its order.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.analysis.extras import extra, hushed
from simulation.analysis.moves import Move, moved
from simulation.analysis.points import Progress, Runner
from simulation.analysis.why import mean_of
from simulation.outcomes import OUTCOMES
from simulation.provenance import model_hash
from simulation.scenario import Scenario

QUARTER = 13  # weeks
FEW = 24  # orders that are all tried: four moves

Order = tuple[int, ...]  # places of moves


class Best(NamedTuple):
    """The best order found. `weeks` are the weeks in which its moves begin.

    `tried` has a row for each order tried: `order` (names joined by " > ") and `mean` in the search worlds, best first. `fresh` has one for
    each of "best order", "everything at once", "reverse order", "baseline": `mean` in fresh worlds, and `gap`, `low`, `high` of the best order
    against it (95 % together), in the outcome's unit.
    """

    order: tuple[str, ...]
    weeks: tuple[int, ...]
    tried: pd.DataFrame
    fresh: pd.DataFrame
    worlds: int


def begin_weeks(order: Sequence[Move], per_quarter: float) -> list[int]:
    """The week in which each move of an order begins, when `per_quarter` of effort can be undertaken in a quarter."""
    before = np.cumsum([0.0, *(each.effort for each in order)])[: len(order)]
    return [round(QUARTER * float(spent) / per_quarter) for spent in before]


def staged(before: Scenario, after: Scenario, order: Sequence[Move], per_quarter: float, title: str | None = None) -> Scenario:
    """The moves from `before` to `after` made in an order under a budget of effort."""
    start = {part: week for each, week in zip(order, begin_weeks(order, per_quarter), strict=True) for part in each.parts}
    return moved(before, after, [part for each in order for part in each.parts], title, start)


class _Contest(NamedTuple):
    """What orders compete in: the moves from one scenario to another, and the outcome that decides."""

    runner: Runner
    before: Scenario
    after: Scenario
    players: Sequence[Move]
    per_quarter: float
    outcome: str

    @property
    def sign(self) -> float:
        """1 where more of the outcome is better, -1 where less is."""
        return 1.0 if OUTCOMES[self.outcome].direction == "higher" else -1.0

    def score(self, order: Order, worlds: Sequence[int]) -> float:
        """The mean of the outcome when the moves are made in an order."""
        scenario = staged(self.before, self.after, [self.players[place] for place in order], self.per_quarter)
        return float(np.nanmean(self.runner.means([scenario], worlds, self.outcome)))


def best_order(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    players: Sequence[Move],
    per_quarter: float,
    outcome: str,
    worlds: Sequence[int],
    fresh: Sequence[int],
    trials: int = 60,
    seed: int = 1,
    journal: Path | None = None,
    progress: Progress | None = None,
) -> Best:
    """Search the best order in `worlds`, re-estimate it in `fresh` ones.

    `journal` is a file to which trials are written, and from which a search that was interrupted goes on. Raises ValueError for an outcome
    without a better direction.
    """
    if OUTCOMES[outcome].direction not in ("higher", "lower"):
        raise ValueError(f"{outcome} has no better direction, so no order is best in it")
    contest = _Contest(runner, before, after, players, per_quarter, outcome)
    few = math.factorial(len(players)) <= FEW
    known = _all_tried(contest, worlds, progress) if few else _searched(contest, worlds, trials, seed, journal, progress)
    rows = [{"order": " > ".join(players[place].name for place in order), "mean": mean} for order, mean in known.items()]
    tried = pd.DataFrame(rows, columns=["order", "mean"]).sort_values("mean", ascending=contest.sign < 0, kind="stable", ignore_index=True)
    best = max(known, key=lambda order: contest.sign * known[order] if math.isfinite(known[order]) else -math.inf)
    chosen = [players[place] for place in best]
    return Best(tuple(each.name for each in chosen), tuple(begin_weeks(chosen, per_quarter)), tried, _compared(contest, chosen, fresh), len(fresh))


def _all_tried(contest: _Contest, worlds: Sequence[int], progress: Progress | None) -> dict[Order, float]:
    """The score of every order."""
    every = list(permutations(range(len(contest.players))))
    known = {}
    for done, order in enumerate(every, start=1):
        known[order] = contest.score(order, worlds)
        if progress is not None:
            progress(done, len(every))
    return known


def _searched(contest: _Contest, worlds: Sequence[int], trials: int, seed: int, journal: Path | None, progress: Progress | None) -> dict[Order, float]:
    """Scores of orders that optuna proposes: each move gets a number, and goes in the order of the numbers."""
    optuna = extra("optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    known: dict[Order, float] = {}

    def one(trial: Any) -> float:
        keys = [trial.suggest_float(f"place {place}", 0.0, 1.0) for place in range(len(contest.players))]
        order = tuple(int(place) for place in np.argsort(keys, kind="stable"))
        trial.set_user_attr("order", order)
        if order not in known:
            known[order] = contest.score(order, worlds)
        if progress is not None:
            progress(min(trial.number + 1, trials), trials)
        return known[order]

    with hushed():
        study = optuna.create_study(
            study_name=_name_of(contest, worlds),
            storage=optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(journal))) if journal else None,
            load_if_exists=True,
            direction="maximize" if contest.sign > 0 else "minimize",
            sampler=optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=min(20, trials)),
        )
        finished = [trial for trial in study.get_trials(deepcopy=False) if trial.value is not None]
        known |= {tuple(trial.user_attrs["order"]): trial.value for trial in finished}
        study.optimize(one, n_trials=max(trials - len(finished), 0))
    return known


def _name_of(contest: _Contest, worlds: Sequence[int]) -> str:
    """A name for the search, so that a journal of another one, or of another model, is not taken for its own."""
    parts = [each.parts for each in contest.players]
    asked = [contest.before.hash, contest.after.hash, parts, contest.per_quarter, contest.outcome, list(worlds), list(contest.runner.setting[:3]), model_hash()]
    return hashlib.blake2b(json.dumps(asked, sort_keys=True).encode(), digest_size=8).hexdigest()


def _compared(contest: _Contest, chosen: Sequence[Move], fresh: Sequence[int]) -> pd.DataFrame:
    """The best order in fresh worlds, beside everything at once, its reverse, and nothing at all."""
    before, after, per_quarter = contest.before, contest.after, contest.per_quarter
    beside = {
        "best order": staged(before, after, chosen, per_quarter),
        "everything at once": moved(before, after, [part for each in chosen for part in each.parts]),
        "reverse order": staged(before, after, chosen[::-1], per_quarter),
        "baseline": before,
    }
    values = contest.runner.means(list(beside.values()), fresh, contest.outcome)
    rows = []
    for name, found in zip(beside, values, strict=True):
        gaps = (values[0] - found)[np.isfinite(values[0] - found)]
        rows.append({"plan": name, "mean": float(np.nanmean(found)), **_renamed(mean_of(gaps, len(beside) - 1))})
    return pd.DataFrame(rows)


def _renamed(found: dict[str, float]) -> dict[str, float]:
    return {"gap": found["mean"], "low": found["low"], "high": found["high"]}
