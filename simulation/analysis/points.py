"""Points run in worlds: many small ensembles at once, each a scenario with coefficients of its own, in the same worlds.

World k keeps its luck, its coefficients and its company under every point; a coefficient that a point sets has that value in all
worlds, the others stay world k's own. A run that fails leaves its outcomes empty and says why; it does not spoil the rest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulation.analysis.factors import placed
from simulation.checks import HORIZON
from simulation.coefficients import declared_coefficients, drawn_coefficients
from simulation.draws import COEFFICIENTS, key_of
from simulation.ensemble import payback
from simulation.levers import COSTS
from simulation.outcomes import COLUMN, OUTCOMES, ROW
from simulation.run import whole_run
from simulation.scenario import Scenario
from simulation.state import World
from simulation.threads import over_threads
from simulation.world import ORGANISATION_WEEKS, _switches, fresh, plan_adoption, world_of

OK = "ok"
FAILURES = (ArithmeticError, ValueError, LookupError)  # InputError is a ValueError
FEW = 16  # customers of a companion: without a programme nobody adopts
MOST_PLACES = 200
CUSTOMERS = 1000  # simulated customers of an analysis: means over many points need fewer than one comparison

Progress = Callable[[int, int], None]
Point = Mapping[str, float | str]
Coefficients = Mapping[tuple[str, str], float]


class Job(NamedTuple):
    """One scenario, the worlds it is run in, and the point that it is moved to: levers, traits and coefficients by full name."""

    scenario: Scenario
    worlds: Sequence[int]
    point: Point = MappingProxyType({})


class Setting(NamedTuple):
    """What all runs of an analysis share."""

    seed: int = 1
    weeks: int = HORIZON
    customers: int = CUSTOMERS
    threads: int | None = None


SETTING = Setting()


class _Place(NamedTuple):
    """A company made ready: its world with the programme and without, the adoption that its plan would have won, and companions' values."""

    world: World
    companion: World
    target: float
    values: dict[tuple[object, ...], np.ndarray]  # of each week without a programme, by world and coefficients


class Runner:
    """Runs jobs under one setting; remembers the last companies, and what they are worth without a programme."""

    def __init__(self, setting: Setting = SETTING) -> None:
        self.setting = setting
        self._places: dict[str, _Place] = {}
        self._lock = Lock()

    def outcomes(self, jobs: Iterable[Job], progress: Progress | None = None) -> list[pd.DataFrame]:
        """For each job a table: index `world`, a column for each outcome (in its unit) and `status` ("ok", else what went wrong)."""
        given = list(jobs)
        total = sum(len(job.worlds) for job in given)
        finished = 0

        def tell(row: int) -> None:
            nonlocal finished
            finished += len(given[row].worlds)
            if progress is not None:
                progress(finished, total)

        return over_threads(lambda row: self._job(given[row]), len(given), self.setting.threads, tell)

    def means(self, scenarios: Sequence[Scenario], worlds: Sequence[int], outcome: str, progress: Progress | None = None) -> np.ndarray:
        """One outcome of scenarios in the same worlds: [scenario, world], in its unit; nan where a run failed."""
        found = self.outcomes([Job(each, worlds) for each in scenarios], progress)
        return np.stack([each[outcome].to_numpy(float) for each in found])

    def _job(self, job: Job) -> pd.DataFrame:
        rows = np.full((len(job.worlds), len(OUTCOMES)), np.nan)
        status = [OK] * len(job.worlds)
        try:
            scenario, coefficients = placed(job.scenario, job.point)
        except FAILURES as error:
            status = [_told(error)] * len(job.worlds)
        else:
            for row, world in enumerate(job.worlds):
                try:
                    rows[row] = self._run(scenario, coefficients, world)
                except FAILURES as error:
                    status[row] = _told(error)
        table = pd.DataFrame(rows, index=pd.Index(job.worlds, name="world"), columns=list(OUTCOMES))
        return table.assign(status=status)

    def _run(self, scenario: Scenario, coefficients: Coefficients, world: int) -> np.ndarray:
        place = self._place(scenario.in_world(self.setting.seed, world))
        template = place.world._replace(levers=scenario.lever_table(ORGANISATION_WEEKS), on=_switches(scenario.off))
        row, series = self._simulated(template, coefficients, world, place.target)
        key = (world, *sorted(coefficients.items()))
        without = place.values.get(key)
        if without is None:
            without = place.values[key] = self._simulated(place.companion, coefficients, world, 1.0)[1][:, COLUMN["value"]].copy()
        gained = series[:, COLUMN["value"]] - without
        row[ROW["net_value"]] = gained.sum()
        row[ROW["payback_weeks"]] = payback(gained.cumsum()[None])[0]
        return row

    def _simulated(self, template: World, coefficients: Coefficients, world: int, target: float) -> tuple[np.ndarray, np.ndarray]:
        """One run of world `world` with its own coefficients, but for those that are given: outcomes, and weekly series."""
        one, weeks = fresh(template, self.setting.seed, world), self.setting.weeks
        flat, places = one.coefficients.view("f8").ravel(), _coefficient_places()
        for name, value in coefficients.items():
            flat[places[name]] = value
        out = np.full(len(OUTCOMES), np.nan)
        by_unit = np.zeros((len(one.accounts.spent), len(COSTS)))
        whole_run(*one, weeks, max(weeks, ORGANISATION_WEEKS), target, out, by_unit)
        return out, one.accounts.series

    def _place(self, scenario: Scenario) -> _Place:
        """The company of a scenario, made ready once for all that share it."""
        key = scenario.company.model_dump_json()
        with self._lock:
            if key not in self._places:
                weeks, customers = self.setting.weeks, self.setting.customers
                without = world_of(scenario, weeks, FEW, programme=False)
                while len(self._places) >= MOST_PLACES:
                    self._places.pop(next(iter(self._places)))
                self._places[key] = _Place(world_of(scenario, weeks, customers), without, plan_adoption(scenario.company, weeks), {})
            return self._places[key]


def coefficient_values(seed: int, worlds: Iterable[int]) -> pd.DataFrame:
    """The coefficients that worlds draw: index `world`, a column for each, by full name (`coefficients.commitment.inertia`)."""
    names = [f"coefficients.{step}.{name}" for step, name in _coefficient_places()]
    numbers = [int(world) for world in worlds]  # of numpy, they would overflow in the keys
    rows = [drawn_coefficients(key_of(seed, COEFFICIENTS, world)).view("f8").ravel() for world in numbers]
    return pd.DataFrame(np.array(rows), index=pd.Index(numbers, name="world"), columns=names)


@cache
def _coefficient_places() -> dict[tuple[str, str], int]:
    """Where each coefficient stands when all of them are one row."""
    fields = declared_coefficients().fields
    names = [(step, name) for step in fields.names or () for name in fields[step].names or ()]
    return {name: place for place, name in enumerate(names)}


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
