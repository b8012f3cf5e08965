"""Points run in worlds: many small ensembles at once, each a scenario with coefficients of its own, in the same worlds.

World k keeps its luck, its coefficients and its company under every point; a coefficient that a point sets has that value in all
worlds, the others stay world k's own. A run that fails leaves its outcomes empty and says why; it does not spoil the rest.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
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
from simulation.outcomes import COLUMN, OUTCOMES, ROW
from simulation.run import run_world
from simulation.scenario import Scenario
from simulation.state import World
from simulation.world import ORGANISATION_WEEKS, _switches, plan_adoption, world_of

OK = "ok"
FAILURES = (ArithmeticError, ValueError, LookupError)  # InputError is a ValueError
FEW = 16  # customers of a companion: without a programme nobody adopts
MOST_PLACES = 16
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
        done: dict[int, pd.DataFrame] = {}
        finished = 0
        with ThreadPoolExecutor(self.setting.threads or os.cpu_count() or 1) as pool:
            pending = {pool.submit(self._job, job): row for row, job in enumerate(given)}
            try:
                while pending:
                    ready, _ = wait(pending, return_when=FIRST_COMPLETED)
                    for future in ready:
                        row = pending.pop(future)
                        done[row] = future.result()
                        finished += len(given[row].worlds)
                        if progress is not None:
                            progress(finished, total)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return [done[row] for row in range(len(given))]

    def means(self, scenarios: Sequence[Scenario], worlds: Sequence[int], outcome: str, progress: Progress | None = None) -> np.ndarray:
        """One outcome of scenarios in the same worlds: [scenario, world], in its unit; nan where a run failed."""
        found = self.outcomes([Job(each, worlds) for each in scenarios], progress)
        return np.stack([each[outcome].to_numpy(float) for each in found])

    def _job(self, job: Job) -> pd.DataFrame:
        rows = np.full((len(job.worlds), len(OUTCOMES)), np.nan)
        status = [OK] * len(job.worlds)
        try:
            scenario, coefficients = placed(job.scenario, job.point)
            place = self._place(scenario)
            template = place.world._replace(levers=scenario.lever_table(ORGANISATION_WEEKS), on=_switches(scenario.off))
        except FAILURES as error:
            status = [_told(error)] * len(job.worlds)
        else:
            for row, world in enumerate(job.worlds):
                try:
                    rows[row] = self._run(coefficients, template, place, world)
                except FAILURES as error:
                    status[row] = _told(error)
        table = pd.DataFrame(rows, index=pd.Index(job.worlds, name="world"), columns=list(OUTCOMES))
        return table.assign(status=status)

    def _run(self, coefficients: Coefficients, template: World, place: _Place, world: int) -> np.ndarray:
        seed, weeks = self.setting.seed, self.setting.weeks
        drawn = _coefficients(seed, world, coefficients)
        result = run_world(template._replace(coefficients=drawn), seed, world, weeks, place.target, luck_only=True)
        key = (world, *sorted(coefficients.items()))
        without = place.values.get(key)
        if without is None:
            series = run_world(place.companion._replace(coefficients=drawn), seed, world, weeks, 1.0, luck_only=True).series
            without = series[:, COLUMN["value"]].copy()
            place.values[key] = without
        gained = result.series[:, COLUMN["value"]] - without
        row = result.outcomes.copy()
        row[ROW["net_value"]] = gained.sum()
        row[ROW["payback_weeks"]] = payback(gained.cumsum()[None])[0]
        return row

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
    numbers = list(worlds)
    rows = [drawn_coefficients(key_of(seed, COEFFICIENTS, world)).view("f8").ravel() for world in numbers]
    return pd.DataFrame(np.array(rows), index=pd.Index(numbers, name="world"), columns=names)


def _coefficients(seed: int, world: int, given: Coefficients) -> np.ndarray:
    """World's own coefficients, but for those that are given."""
    drawn = drawn_coefficients(key_of(seed, COEFFICIENTS, world))
    flat, places = drawn.view("f8").ravel(), _coefficient_places()
    for name, value in given.items():
        flat[places[name]] = value
    return drawn


@cache
def _coefficient_places() -> dict[tuple[str, str], int]:
    """Where each coefficient stands when all of them are one row."""
    fields = declared_coefficients().fields
    names = [(step, name) for step in fields.names or () for name in fields[step].names or ()]
    return {name: place for place, name in enumerate(names)}


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
