"""Futures: what the company turns out to be, the rules that turn out to hold, and how far a decision is really carried out.

A future draws the traits of the company (from the doubt about them) and the coefficients of the rules (those of a world), both held for all
options, so that options are compared in the same future. Several lucks can be met in it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import qmc

from simulation.analysis.factors import Factor, coefficient_factors, trait_factors
from simulation.analysis.moves import Move, part_way
from simulation.analysis.points import Job, Progress, Runner, coefficient_values
from simulation.scenario import Scenario

LUCKS = 3  # worlds of luck met in one future
CARRIED_OUT = "carried out: "


class Futures(NamedTuple):
    """Futures of one company: `traits` and `rules` have a row for each future; `lucks` [future, luck] says which worlds it meets."""

    traits: pd.DataFrame
    rules: pd.DataFrame
    lucks: np.ndarray

    @property
    def number(self) -> int:
        """How many futures there are."""
        return len(self.lucks)

    def point(self, row: int) -> dict[str, float | str]:
        """The traits and coefficients of a future, by full name."""
        return {str(name): float(value) for table in (self.traits, self.rules) for name, value in zip(table.columns, table.to_numpy()[row], strict=True)}


def futures(runner: Runner, scenario: Scenario, count: int, first: int, lucks: int = LUCKS, doubt: float | None = None, seed: int = 1) -> Futures:
    """Futures drawn by Latin hypercube over the doubt about the traits; rules and lucks are those of worlds from `first` on."""
    factors = doubted(scenario, doubt)
    shares = qmc.LatinHypercube(len(factors), seed=np.random.default_rng([seed, first])).random(count)
    traits = pd.DataFrame({each.name: [float(each.value(share)) for share in shares[:, place]] for place, each in enumerate(factors)})
    rules = coefficient_values(runner.setting.seed, range(first, first + count)).reset_index(drop=True)
    known = [each.name for each in coefficient_factors()]
    return Futures(traits, rules[known], first + np.arange(count * lucks).reshape(count, lucks))


def doubted(scenario: Scenario, doubt: float | None = None) -> list[Factor]:
    """The traits that are in doubt: what a file calls uncertain, else every trait a quarter up and down (or by `doubt`)."""
    return trait_factors(scenario) if doubt is None else trait_factors(scenario, doubt)


def in_futures(runner: Runner, options: Sequence[Scenario], drawn: Futures, progress: Progress | None = None) -> list[pd.DataFrame]:
    """Outcomes of each option [future]: means over the lucks of a future, not a number where a run failed."""
    jobs = [Job(option, drawn.lucks[row].tolist(), drawn.point(row)) for row in range(drawn.number) for option in options]
    found = runner.outcomes(jobs, progress)
    means = [table.drop(columns="status").mean(skipna=False) for table in found]
    return [pd.DataFrame(means[place :: len(options)]).reset_index(drop=True) for place in range(len(options))]


def half_done(before: Scenario, after: Scenario, moves: Sequence[Move], count: int, seed: int = 1) -> tuple[list[Scenario], pd.DataFrame]:
    """The move from `before` to `after` carried out in part: each lever by a share of its own, from a half to the whole.

    Returns a scenario for each future, and the shares [future, move]; choices and switches are carried out in full.
    """
    levers = [each for each in moves if each.name.startswith("levers.") and not isinstance(getattr(after.levers, each.name.partition(".")[2]), str)]
    shares = 0.5 + 0.5 * qmc.LatinHypercube(max(len(levers), 1), seed=np.random.default_rng([seed, count])).random(count)
    table = pd.DataFrame({CARRIED_OUT + each.name: shares[:, place] for place, each in enumerate(levers)})
    scenarios = []
    for row in range(count):
        scenarios.append(part_way(before, after, {each.name.partition(".")[2]: float(shares[row, place]) for place, each in enumerate(levers)}))
    return scenarios, table
