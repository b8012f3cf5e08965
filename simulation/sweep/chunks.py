"""Running a chunk: a row of outcomes for each run, and its weekly series. A run that raises becomes a row that says so."""

import hashlib
from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple, cast

import numpy as np

from simulation.checks import CUSTOMER_BYTES
from simulation.ensemble import payback
from simulation.levers import CATEGORIES
from simulation.outcomes import COLUMN, OUTCOMES, ROW
from simulation.run import run_world
from simulation.scenario import Scenario
from simulation.state import World
from simulation.sweep.plan import Plan
from simulation.sweep.settling import Setting, governed
from simulation.world import ORGANISATION_WEEKS, plan_adoption, world_of

FAILED = "failed"
FEW = 16  # customers of a companion: without a programme nobody adopts
MOST_COMPANIES, MOST_COMPANIONS = 64, 4096  # kept at a time
KEPT_BYTES = 200_000_000  # of customers of these companies


class Rows(NamedTuple):
    """What a chunk leaves behind, a row a run: numbers, what was asked, what came of it."""

    chunk: int
    runs: list[tuple[int, int]]  # point and world
    status: list[str]  # live, stopped, unfinished, or failed
    errors: list[str]  # empty but for failed runs
    outcomes: np.ndarray  # [run, outcome]
    series: np.ndarray  # [run, week, stored series], float32
    uncertain: np.ndarray  # [run, uncertain trait]


class Settled(NamedTuple):
    """A scenario as it stands in one world, every uncertain trait with its value, a name for its company, and its levers in a row."""

    scenario: Scenario
    company: str
    levers: np.ndarray | None  # [1] of LEVER_TABLE; None where they change at a date

    def lever_table(self, values: dict[str, Any]) -> np.ndarray:
        """[week] of LEVER_TABLE: the levers of the scenario with other values, which were checked when the experiment was read."""
        if self.levers is None:
            return governed(self.scenario, values).lever_table(ORGANISATION_WEEKS)
        row = self.levers.copy()
        for name, value in values.items():
            row[name] = CATEGORIES[name].index(value) if isinstance(value, str) else value
        return np.repeat(row, ORGANISATION_WEEKS).view(np.recarray)


class Ready(NamedTuple):
    """A company made ready to run: its world with the programme and without, and the adoption that its plan of record would have won."""

    world: World
    companion: World
    target: float


class _Kept(dict[Any, Any]):
    """The last `most` things made, by key."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.lock = most, Lock()

    def made(self, key: Any, make: Callable[[], Any]) -> Any:
        """What stands under the key, made now if it is not there (two threads may make the same: it is the same)."""
        found = self.get(key)
        if found is None:
            found = make()
            with self.lock:
                while len(self) >= self.most:
                    del self[next(iter(self))]
                self[key] = found
        return found


class Runner:
    """Runs chunks of a plan, in any order, from any number of threads; keeps the companies and companions met last."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.experiment = plan, plan.experiment
        self.weekly = [COLUMN[name] for name in self.experiment.series]
        self.setting = Setting(self.experiment.scenarios, self.experiment.population, self.experiment.uncertain, self.experiment.seed)
        families = {family: {name: column for name, column in plan.columns.items() if name.startswith(f"{family}.")} for family in ("levers", "traits")}
        self.varied = {family: {name.partition(".")[2]: column for name, column in found.items()} for family, found in families.items()}
        companies = min(MOST_COMPANIES, max(KEPT_BYTES // (self.experiment.customers * CUSTOMER_BYTES), 1))
        self.settled, self.ready, self.companions = _Kept(MOST_COMPANIES), _Kept(companies), _Kept(MOST_COMPANIONS)

    def chunk(self, number: int, stop: Any = None) -> Rows | None:
        """All runs of a chunk; None when `stop` (an event) was set before it was done."""
        runs = self.plan.runs_of(number)
        outcomes = np.full((len(runs), len(OUTCOMES)), np.nan)
        series = np.full((len(runs), self.experiment.weeks, len(self.weekly)), np.nan, dtype=np.float32)
        uncertain, gained = np.full((len(runs), len(self.plan.open_traits)), np.nan), np.full((len(runs), self.experiment.weeks), np.nan)
        status, errors = [FAILED] * len(runs), [""] * len(runs)
        for row, run in enumerate(runs):
            if stop is not None and stop.is_set():
                return None
            try:
                status[row] = self._run(*run, outcomes[row], gained[row], series[row], uncertain[row])
            except Exception as error:  # whatever it is: the other runs go on, and the row tells
                outcomes[row], series[row], gained[row], errors[row] = np.nan, np.nan, np.nan, f"{type(error).__name__}: {error}"
        outcomes[:, ROW["net_value"]] = gained.sum(axis=1)
        outcomes[:, ROW["payback_weeks"]] = np.where(np.isnan(gained[:, 0]), np.nan, payback(gained.cumsum(axis=1)))
        return Rows(number, runs, status, errors, outcomes, series, uncertain)

    def _run(self, point: int, world: int, outcomes: np.ndarray, gained: np.ndarray, series: np.ndarray, uncertain: np.ndarray) -> str:
        """One run, written into a row of each array; its status."""
        one = self._settled(point, world)
        uncertain[:] = [getattr(one.scenario.company.traits, name) for name in self.plan.open_traits]
        levers = {name: column[point] for name, column in self.varied["levers"].items()}
        ready = self.ready.made((one.company, one.scenario.off), lambda: self._ready(one.scenario))
        template = ready.world._replace(levers=one.lever_table(levers))
        result = run_world(template, self.experiment.seed, world, self.experiment.weeks, ready.target)
        gained[:] = result.series[:, COLUMN["value"]] - self.companions.made((one.company, world), lambda: self._companion(ready, world))
        outcomes[:] = result.outcomes
        series[:] = result.series[:, self.weekly]
        return "stopped" if outcomes[ROW["stopped"]] > 0 else "live" if np.isfinite(outcomes[ROW["end_week"]]) else "unfinished"

    def _settled(self, point: int, world: int) -> Settled:
        place = int(self.plan.columns["scenario"][point])
        traits = {name: float(column[point]) for name, column in self.varied["traits"].items()}
        anew = self.experiment.population is not None or bool(self.plan.open_traits)
        return cast(Settled, self.settled.made((place, tuple(traits.values()), world if anew else None), lambda: self._settle(place, traits, world)))

    def _settle(self, place: int, traits: dict[str, float], world: int) -> Settled:
        scenario = self.setting.settled(place, traits, world)
        company = hashlib.blake2b(scenario.company.model_dump_json().encode(), digest_size=16).hexdigest()
        return Settled(scenario, company, None if scenario.changes else np.asarray(scenario.lever_table(1)))

    def _ready(self, scenario: Scenario) -> Ready:
        weeks = self.experiment.weeks
        without = world_of(scenario, weeks, FEW, programme=False)
        return Ready(world_of(scenario, weeks, self.experiment.customers), without, plan_adoption(scenario.company, weeks))

    def _companion(self, ready: Ready, world: int) -> np.ndarray:
        """[week] EUR: the value of each week in the same company and world without a programme."""
        result = run_world(ready.companion, self.experiment.seed, world, self.experiment.weeks, 1.0)
        return result.series[:, COLUMN["value"]].copy()
