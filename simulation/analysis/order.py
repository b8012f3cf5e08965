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
from simulation.scenario import Scenario

QUARTER = 13  # weeks
FEW = 24  # orders that are all tried: four moves


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
    direction = OUTCOMES[outcome].direction
    if direction not in ("higher", "lower"):
        raise ValueError(f"{outcome} has no better direction, so no order is best in it")
    sign = 1.0 if direction == "higher" else -1.0
    known: dict[tuple[int, ...], float] = {}

    def score(order: tuple[int, ...]) -> float:
        if order not in known:
            scenario = staged(before, after, [players[place] for place in order], per_quarter)
            known[order] = float(np.nanmean(runner.means([scenario], worlds, outcome)))
        return known[order]

    if math.factorial(len(players)) <= FEW:
        every = list(permutations(range(len(players))))
        for done, order in enumerate(every):
            score(order)
            if progress is not None:
                progress(done + 1, len(every))
    else:
        asked = [before.hash, after.hash, [each.parts for each in players], per_quarter, outcome, list(worlds), list(runner.setting)]
        _search(score, len(players), direction, trials, seed, journal, asked, known, progress)
    best = max(known, key=lambda order: sign * known[order])
    rows = [{"order": " > ".join(players[place].name for place in order), "mean": mean} for order, mean in known.items()]
    tried = pd.DataFrame(rows, columns=["order", "mean"]).sort_values("mean", ascending=sign < 0, kind="stable", ignore_index=True)
    chosen = [players[place] for place in best]
    return Best(
        tuple(each.name for each in chosen),
        tuple(begin_weeks(chosen, per_quarter)),
        tried,
        _compared(runner, before, after, chosen, per_quarter, outcome, fresh, progress),
        len(fresh),
    )


def _search(
    score: Any,
    players: int,
    direction: str,
    trials: int,
    seed: int,
    journal: Path | None,
    asked: list[Any],
    known: dict[tuple[int, ...], float],
    progress: Progress | None,
) -> None:
    """Let optuna propose orders: each move gets a number, and goes in the order of the numbers."""
    optuna = extra("optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    name = hashlib.blake2b(json.dumps(asked, sort_keys=True).encode(), digest_size=8).hexdigest()

    def one(trial: Any) -> float:
        keys = [trial.suggest_float(f"place {place}", 0.0, 1.0) for place in range(players)]
        order = tuple(int(place) for place in np.argsort(keys, kind="stable"))
        trial.set_user_attr("order", order)
        return float(score(order))

    with hushed():
        storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(journal))) if journal else None
        study = optuna.create_study(
            study_name=name,
            storage=storage,
            load_if_exists=True,
            direction="maximize" if direction == "higher" else "minimize",
            sampler=optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=min(20, trials)),
        )
        for trial in study.get_trials(deepcopy=False):
            if trial.value is not None:
                known[tuple(trial.user_attrs["order"])] = trial.value
        already = len(study.get_trials(deepcopy=False))
        study.optimize(
            one, n_trials=max(trials - already, 0), callbacks=[lambda study, trial: progress(min(trial.number + 1, trials), trials)] if progress else None
        )


def _compared(
    runner: Runner,
    before: Scenario,
    after: Scenario,
    chosen: Sequence[Move],
    per_quarter: float,
    outcome: str,
    fresh: Sequence[int],
    progress: Progress | None,
) -> pd.DataFrame:
    """The best order in fresh worlds, beside everything at once, its reverse, and nothing at all."""
    everything = moved(before, after, [part for each in chosen for part in each.parts])
    beside = {
        "best order": staged(before, after, chosen, per_quarter),
        "everything at once": everything,
        "reverse order": staged(before, after, chosen[::-1], per_quarter),
        "baseline": before,
    }
    values = runner.means(list(beside.values()), fresh, outcome)
    rows = []
    for name, found in zip(beside, values, strict=True):
        gaps = (values[0] - found)[np.isfinite(values[0] - found)]
        gap = mean_of(gaps, len(beside) - 1)
        rows.append({"plan": name, "mean": float(np.nanmean(found)), "gap": gap["mean"], "low": gap["low"], "high": gap["high"]})
    return pd.DataFrame(rows)
