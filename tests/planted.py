"""A runner whose outcomes are a formula that a test plants, so that it knows what an analysis must find. Nothing here comes from the model."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from simulation.analysis.factors import placed
from simulation.analysis.points import Job, Runner, Setting
from simulation.outcomes import OUTCOMES
from simulation.scenario import Scenario

Formula = Callable[[Scenario, Mapping[tuple[str, str], float]], Mapping[str, float]]


class Planted(Runner):
    """Runs a formula of a scenario and its coefficients instead of the model; `noise` differs between scenarios in the same world."""

    def __init__(self, formula: Formula, noise: float = 0.0) -> None:
        super().__init__(Setting())
        self.formula, self.noise, self.runs = formula, noise, 0

    def outcomes(self, jobs: Iterable[Job], progress=None) -> list[pd.DataFrame]:
        """As `Runner.outcomes`; outcomes that the formula does not name are 0."""
        found = []
        for job in jobs:
            self.runs += len(job.worlds)
            table = pd.DataFrame(0.0, index=pd.Index(job.worlds, name="world"), columns=list(OUTCOMES))
            for name, value in self.formula(*placed(job.scenario, job.point)).items():
                table[name] = value + (self.noise * np.array([_luck(world, value) for world in job.worlds]) if self.noise else 0.0)
            found.append(table.assign(status="ok"))
        return found


def _luck(world: int, value: float) -> float:
    """Luck that all scenarios share, and a little that is a scenario's own."""
    shared = np.random.default_rng([world]).standard_normal()
    return float(shared + 0.3 * np.random.default_rng([world, abs(round(1e6 * value))]).standard_normal())
