"""The model for users of Mesa: one world, week by week, with agents whose decisions may be overridden.

    model = OmnichannelModel(scenario="retailer/as-is", world=7, sponsorship=0.9)
    while model.running:
        model.step()

Unless a class of agents overrides a decision, each step of a week runs compiled and the run equals world 7 of `simulation.run` bit for bit. A
step in which a decision is overridden runs through the agents, in the order in which the kernel takes them; `steps_in_python` names it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

import mesa
import numpy as np

from simulation.agents import Agent, Board, Customer, Directorate, Factory, Segment, Team, misspelt
from simulation.asking import Asking, Classes
from simulation.checks import HORIZON
from simulation.company import plan_of
from simulation.ensemble import FACTORY, payback, team_names
from simulation.first_use import prepare
from simulation.levers import NAMES
from simulation.model_given import CUSTOMER_AGENTS, usable
from simulation.outcomes import COLUMN, OUTCOMES, ROW, SERIES
from simulation.readouts import Question, Wait, open_ties, questions, waits
from simulation.run import Worlds, begin, founded, run_world
from simulation.scenario import Scenario
from simulation.stepwise import at_end, at_horizon, call, one_week, over
from simulation.views import Channel, Journey, Package, is_derived
from simulation.world import CUSTOMERS, ORGANISATION_WEEKS, fresh

WORLDS = 2**31  # from which a world is taken where none is given
FIXED = ("seed", "world", "weeks", "setting", "state")  # for a whole run
PEOPLE = ("board", "factory", "directorates", "teams", "customers", "segments", "segment_names", "units", "channels", "journeys", "packages")


class OmnichannelModel(mesa.Model):  # type: ignore[misc, unused-ignore]
    """One world of a scenario, in Mesa.

    `scenario` is a name, a path or a Scenario; `levers` are levers by name, from the start on. `world` is the number of the world (0 or more);
    without one it is taken from `rng`, a seed or generator. `agent_classes` are subclasses of those in `simulation.agents`, one for a kind at
    most. `customers` and `weeks` are as in `simulation.run`, and so is `seed`, that of the experiment (1 unless given).
    Raises InputError, with all problems, where something cannot be used.
    """

    _founded = False  # until all its agents are there

    def __init__(
        self,
        *,
        scenario: str | Scenario = "retailer/as-is",
        world: int | None = None,
        rng: Any = 1,
        agent_classes: Iterable[type[Agent]] = (),
        customers: int = CUSTOMERS,
        weeks: int = HORIZON,
        **levers: Any,
    ) -> None:
        """Found the company as it stands on the day of the board's decision."""
        seed = levers.pop("seed", None)  # not named above: Mesa would take it for the seed of its own random numbers
        self._numbered = 0  # agents so far
        super().__init__(rng=rng)
        self.running: bool = True
        world = int(self.rng.integers(WORLDS)) if world is None else world
        given = usable(scenario, agent_classes, levers, seed=1 if seed is None else seed, world=world, weeks=weeks, customers=customers)
        self.setting = given.setting
        self.seed, self.world, self.weeks, count = (given.numbers[name] for name in ("seed", "world", "weeks", "customers"))
        self._week, self._under_way = 0, 0  # weeks that have passed; the week that is being played, or was left half-way
        prepare()
        template, self._target = founded(self.setting, self._asked_for(count))(self.world)
        self.state = fresh(template, self.seed, self.world)
        call(begin, self.state, "customers")
        self._measured = np.full(len(OUTCOMES), np.nan)
        self._people(given.classes)
        self.datacollector = mesa.DataCollector(model_reporters={name: partial(_this_week, name=name) for name in SERIES})
        self._founded = True

    def __setattr__(self, name: str, value: Any) -> None:
        if name in NAMES:
            raise AttributeError(f"levers are decided beforehand: give {name}= to a new model, or a scenario in which it changes at a date ([[changes]])")
        if self._founded and (problem := self._unsettable(name)):
            raise AttributeError(problem)
        super().__setattr__(name, value)

    def _unsettable(self, name: str) -> str:
        """Why a name is not set by hand; empty where it may be."""
        if name in FIXED:
            return f"{name} is fixed for a run: give it to a new model"
        if name in PEOPLE:
            ask = "give customers= to" if name == "customers" else "describe it in the company (a scenario file) of"
            return f"{name} belongs to the company, for the whole run: {ask} a new model"
        if is_derived(type(self), name):
            return f"{name} is not set by hand, it follows from what is given and played"
        known = hasattr(type(self), name) or name in vars(self) or name.startswith("_")
        if not known and (near := misspelt(name, NAMES)):
            return f"a model has no '{name}'; did you mean '{near}'? It is given to a new model; something else needs a name less like it"
        return ""

    @property
    def week(self) -> int:
        """How many weeks have passed."""
        return self._week

    def _asked_for(self, customers: int) -> Worlds:
        return Worlds(self.seed, range(self.world, self.world + 1), self.weeks, customers)

    # -- who there is

    def _people(self, classes: Classes) -> None:
        plan, state = plan_of(self.setting.company), self.state
        self.channels = [Channel(self, row, each.name) for row, each in enumerate(plan.channels)]
        self.journeys = [Journey(self, row, each.name) for row, each in enumerate(plan.journeys)]
        self.packages = [Package(self, row, each.name) for row, each in enumerate(plan.packages)]
        self.segment_names = [each.name for each in plan.segments]
        self.units = [*(each.name for each in plan.directorates), FACTORY]

        def all_of(kind: type[Any], names: Iterable[str]) -> list[Any]:
            return [classes.get(kind, kind)(self, row, name) for row, name in enumerate(names)]

        self.board: Board = all_of(Board, ["Board"])[0]
        self.factory: Factory = all_of(Factory, [FACTORY])[0]
        self.directorates: list[Directorate] = all_of(Directorate, [each.name for each in plan.directorates])
        self.teams: list[Team] = all_of(Team, team_names(plan, len(state.teams)))
        count = len(state.customers.status)
        singly = count <= CUSTOMER_AGENTS
        self.customers: list[Customer] = all_of(Customer, [f"Customer {row}" for row in range(count)]) if singly else []
        self.segments: list[Segment] = [] if singly else all_of(Segment, self.segment_names)
        rows = {Board: [self.board], Factory: [self.factory], Directorate: self.directorates, Team: self.teams, Customer: self.customers}
        self._asking = Asking(self, classes, rows)

    def register_agent(self, agent: mesa.Agent) -> None:
        """As in Mesa, which up to 3.3 keeps every model alive in the counter of its agents: it is let go of here.

        Raises RuntimeError for a further agent of a company that is founded.
        """
        if isinstance(agent, Agent) and self._founded:
            raise RuntimeError("agents cannot be added: each is a row of the state for the whole run; describe them in the company (a scenario file)")
        super().register_agent(agent)
        counters = getattr(mesa.Agent, "_ids", None)
        if counters is not None:
            self._numbered += 1
            agent.unique_id = self._numbered
            counters.pop(self, None)

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """As in Mesa, for agents that are no rows of the state; raises RuntimeError for those that are."""
        if isinstance(agent, Agent):
            Agent.remove(agent)
        super().deregister_agent(agent)

    def remove_all_agents(self) -> None:
        """Refused: agents are rows of the state."""
        raise RuntimeError("agents cannot be removed: each is a row of the state for the whole run; make a new model instead")

    # -- decisions that are overridden

    @property
    def steps_in_python(self) -> tuple[str, ...]:
        """The steps in which a class in use overrides a decision, so that they run through the agents."""
        return self._asking.steps

    # -- weeks

    def step(self) -> None:
        """One week. `running` is False after the last, that of the horizon; RuntimeError is raised by a further step, or after an error in a week."""
        self._play(self.weeks)
        if self.week == self.weeks:
            self._measured = at_horizon(self.state, self.weeks, self._target)
            self.running = False
        self.datacollector.collect(self)

    def finish(self) -> dict[str, float]:
        """Run what is left, then, without customers, the organisation on until its roadmap is live or stopped; the outcomes, as in a batch."""
        while self.week < self.weeks:
            self.step()
        while self.week < ORGANISATION_WEEKS and not over(self.state):
            self._play(ORGANISATION_WEEKS)
        return self.outcomes()

    def _play(self, last: int) -> None:
        self._refuse_after(last)
        self._under_way = self._week + 1
        one_week(self._asking.rules, self.state, self.week, self.weeks)
        self._week, self._under_way = self._under_way, 0

    def _refuse_after(self, last: int) -> None:
        """Raises RuntimeError where there is no week to play."""
        if self._under_way:
            raise RuntimeError(f"week {self._under_way} was left half-way by an error or a stop: make a new model")
        if self.week >= last:
            further = f", and the organisation has run on to week {self.week}" if self.week > last else ""
            raise RuntimeError(f"the run is over after {last} weeks{further}: ask model.running before a step, or give more weeks to a new model")

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Mesa counts a step (3.5 moves its time, too) before it is played: what is not played is taken back."""
        self._refuse_after(self.weeks)
        week, counters = self.week, {name: getattr(self, name) for name in ("steps", "time") if hasattr(self, name)}
        try:
            yield
        except BaseException:
            for name, count in counters.items():
                setattr(self, name, min(count + self.week - week, getattr(self, name)))
            raise

    def _wrapped_step(self, *more: Any, **named: Any) -> None:
        """Mesa's: what model.step() calls."""
        with self._counted():
            steps = self.steps
            super()._wrapped_step(*more, **named)
            if self.steps == steps:  # Mesa 3.5 plans the next step at the end of each
                raise RuntimeError("Mesa plans no further week after an error in a step, nor in a copy made in the midst of one: make a new model")

    def _advance_time(self, until: float) -> None:
        """Mesa's, from 3.5 on: what run_for() and run_until() call."""
        with self._counted():
            super()._advance_time(until)

    # -- what is seen

    @property
    def series(self) -> Any:
        """A DataFrame of the weeks so far (index `week`, from 1), a column for each of SERIES."""
        import pandas as pd

        done = min(self.week, self.weeks)
        index = pd.RangeIndex(1, done + 1, name="week")
        return pd.DataFrame(self.state.accounts.series[:done].copy(), index=index, columns=list(SERIES))

    def outcomes(self) -> dict[str, float]:
        """The measures of OUTCOMES as far as they are known: nan before the horizon, estimates at completion until `finish()`.

        Net value and payback are told against the same company in the same world without a programme, which is run when first asked for.
        """
        out = self._measured.copy()
        if self.week >= self.weeks:
            at_end(self.state, out, self.weeks)
            gained = self.state.accounts.series[:, COLUMN["value"]] - self._companion
            out[ROW["net_value"]], out[ROW["payback_weeks"]] = gained.sum(), payback(gained.cumsum()[None, :])[0]
        return dict(zip(OUTCOMES, map(float, out), strict=True))

    @cached_property
    def _companion(self) -> np.ndarray:
        """[week] EUR that the week is worth without a programme."""
        template, target = founded(self.setting, self._asked_for(len(self.state.customers.status)), programme=False)(self.world)
        return run_world(template, self.seed, self.world, self.weeks, target).series[:, COLUMN["value"]]

    def waits(self) -> list[Wait]:
        """Who waits for whom this week."""
        return waits(self)

    def questions(self) -> list[Question]:
        """The questions that wait for a decision, the oldest first."""
        return questions(self)

    def open_ties(self) -> list[tuple[Team, Team]]:
        """The pairs of teams that have a working tie this week, each once."""
        return [(self.teams[one], self.teams[other]) for one, other in open_ties(self.state)]


def _this_week(model: OmnichannelModel, name: str) -> float:
    return float(model.state.accounts.series[model.week - 1, COLUMN[name]])
