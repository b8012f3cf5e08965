"""What can be had together: the efficient front of adoption, delivery cost and own-roadmap value over all governances.

optuna's NSGA-II looks for governances that no other beats in all three; those it ends with are run again in fresh worlds. How sure a place on
the front is, is told by resampling these worlds: in what share of resamples no other governance beats it in everything.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.analysis.extras import extra, hushed
from simulation.analysis.factors import Factor, lever_factors, placed
from simulation.analysis.points import Job, Progress, Runner
from simulation.outcomes import OUTCOMES
from simulation.scenario import Scenario

OBJECTIVES = ("adoption", "delivery_cost", "own_value")
RESAMPLES = 400
MOST = 24  # governances of a found front that are run again


class Front(NamedTuple):
    """Governances run in fresh worlds. `table` has a row for each (index: its name): the mean of each objective with `low` and `high` (95 %
    interval of the mean) in its unit (columns `adoption`, `adoption_low`, ...), `chance` (share of resamples in which it is on the front) and
    `found` (by the search rather than given). `levers` has its levers.
    """

    table: pd.DataFrame
    levers: pd.DataFrame
    tried: int
    worlds: int


def efficient(values: np.ndarray, directions: Sequence[str]) -> np.ndarray:
    """Which points [point, objective] no other beats: flags [point]. Beating is being at least as good in all, and better in one."""
    gains = values * np.array([1.0 if each == "higher" else -1.0 for each in directions])
    at_least = (gains[:, None, :] >= gains[None, :, :]).all(axis=2)
    better = (gains[:, None, :] > gains[None, :, :]).any(axis=2)
    return np.asarray(~(at_least & better).any(axis=0) & np.isfinite(gains).all(axis=1))


def front_chance(values: np.ndarray, directions: Sequence[str], seed: int = 1) -> np.ndarray:
    """How often each point is on the front when worlds are drawn again: [point] from `values` [point, world, objective]."""
    rng = np.random.default_rng(seed)
    worlds = values.shape[1]
    hits = np.zeros(len(values))
    for _ in range(RESAMPLES):
        hits += efficient(values[:, rng.integers(0, worlds, worlds)].mean(axis=1), directions)
    return hits / RESAMPLES


def trade_offs(
    runner: Runner,
    base: Scenario,
    given: Sequence[Scenario],
    worlds: Sequence[int],
    fresh: Sequence[int],
    trials: int = 200,
    seed: int = 1,
    progress: Progress | None = None,
) -> Front:
    """Search governances of the company of `base` in `worlds`; run the front found, and the scenarios `given`, in `fresh` ones."""
    found = _searched(runner, base, given, worlds, trials, seed, progress)
    scenarios = [*given, *(placed(base, point)[0] for point in found)]
    names = [*(each.name for each in given), *(f"found {place + 1}" for place in range(len(found)))]
    tables = runner.outcomes([Job(each, fresh) for each in scenarios], None)
    values = np.stack([each[list(OBJECTIVES)].to_numpy(float) for each in tables])
    ok = np.isfinite(values).all(axis=(0, 2))
    values = values[:, ok]
    columns: dict[str, Any] = {}
    for place, name in enumerate(OBJECTIVES):
        mean, error = values[:, :, place].mean(axis=1), 1.96 * values[:, :, place].std(axis=1, ddof=1) / np.sqrt(values.shape[1])
        columns |= {name: mean, f"{name}_low": mean - error, f"{name}_high": mean + error}
    columns |= {"chance": front_chance(values, _directions(), seed), "found": [False] * len(given) + [True] * len(found)}
    index = pd.Index(names, name="governance")
    levers = pd.DataFrame([each.levers.model_dump() for each in scenarios], index=index)
    return Front(pd.DataFrame(columns, index=index), levers, trials, int(ok.sum()))


def _directions() -> list[str]:
    return [OUTCOMES[name].direction for name in OBJECTIVES]


def _searched(
    runner: Runner, base: Scenario, given: Sequence[Scenario], worlds: Sequence[int], trials: int, seed: int, progress: Progress | None
) -> list[dict[str, float | str]]:
    """Points of levers on the front that NSGA-II ends with, spread evenly along the cost, at most so many."""
    optuna = extra("optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    factors = lever_factors()

    def known(scenario: Scenario) -> dict[str, float | str]:
        return {each.name: getattr(scenario.levers, each.name.partition(".")[2]) for each in factors}

    def one(trial: Any) -> tuple[float, ...]:
        point = {each.name: _suggested(trial, each) for each in factors}
        table = runner.outcomes([Job(base, worlds, point)])[0]
        return tuple(float(table[name].mean()) for name in OBJECTIVES)

    with hushed():
        study = optuna.create_study(
            directions=["maximize" if each == "higher" else "minimize" for each in _directions()],
            sampler=optuna.samplers.NSGAIISampler(population_size=max(min(40, trials // 4), 2), seed=seed),
        )
        for each in given:
            study.enqueue_trial(known(each))
        study.optimize(one, n_trials=trials, callbacks=[lambda study, trial: progress(trial.number + 1, trials)] if progress else None)
        there = [known(each) for each in given]
        best = [trial for trial in study.best_trials if trial.params not in there]
        best.sort(key=lambda trial: trial.values[OBJECTIVES.index("delivery_cost")])
    chosen = [best[row] for row in sorted({round(row) for row in np.linspace(0, len(best) - 1, min(MOST, len(best)))})] if best else []
    return [dict(trial.params) for trial in chosen]


def _suggested(trial: Any, factor: Factor) -> float | str:
    if factor.options:
        return str(trial.suggest_categorical(factor.name, list(factor.options)))
    return float(trial.suggest_float(factor.name, factor.low, factor.high))
