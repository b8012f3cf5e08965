"""The model for users of Mesa: one world, week by week, with agents whose decisions may be overridden.

    model = OmnichannelModel(scenario="retailer/as-is", world=7, sponsorship=0.9)
    while model.running:
        model.step()

Unless a class of agents overrides a decision, each step of a week runs compiled and the run equals world 7 of `simulation.run` bit for bit. A
step in which a decision is overridden runs through the agents, in the order in which the kernel takes them; `steps_in_python` names it.
"""

import itertools
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, NamedTuple

import mesa
import numpy as np

from simulation.agents import KINDS, Agent, Board, Customer, Directorate, Factory, Segment, Team
from simulation.checks import HORIZON, check_run, number_of, refuse
from simulation.company import plan_of
from simulation.compiled import callable_from_python
from simulation.deciding import Decision, answered, decisions_of, overridden
from simulation.ensemble import FACTORY, payback, team_names
from simulation.first_use import prepare
from simulation.levers import NAMES
from simulation.mechanisms import customers as customers_step
from simulation.outcomes import COLUMN, OUTCOMES, ROW, SERIES
from simulation.played import Rule, names_of, played
from simulation.readouts import Question, Wait, open_ties, questions, waits
from simulation.run import Worlds, begin, founded, run_world
from simulation.scenario import Scenario, load
from simulation.state import STEPS
from simulation.stepwise import GIVEN, at_end, at_horizon, call, given, one_week, over, rules_of
from simulation.traits import SPECIALITIES
from simulation.views import Channel, Journey, Package
from simulation.week import STEPS as MECHANISMS
from simulation.world import CUSTOMERS, ORGANISATION_WEEKS, fresh

CUSTOMER_AGENTS = 5000  # customers up to this number are agents one by one, above it their segments are
WORLDS = 2**31  # from which a world is taken where none is given
FIXED = ("seed", "world", "weeks", "setting", "state")  # for a whole run


class Asked(NamedTuple):
    """A decision that is being taken: whose, by which rule, and with what."""

    agent: Agent
    rule: Rule
    given: dict[str, Any]


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
        self._numbers = itertools.count(1)
        super().__init__(rng=rng)
        self.running: bool = True
        chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.setting = chosen.with_(levers=levers, title=chosen.title) if levers else chosen
        world = int(self.rng.integers(WORLDS)) if world is None else world
        usable = check_run([self.setting], worlds=1, seed=1 if seed is None else seed, first_world=world, weeks=weeks, customers=customers)
        self.seed, self.world, self.weeks, count = (number_of(usable, name) for name in ("seed", "first_world", "weeks", "customers"))
        self._week = 0
        prepare()
        template, self._target = founded(self.setting, self._asked_for(count))(self.world)
        self.state = fresh(template, self.seed, self.world)
        call(begin, self.state, "customers")
        self._measured = np.full(len(OUTCOMES), np.nan)
        self._asked: list[Asked] = []
        self._texts: dict[Rule, Rule] = {}
        self._people(_classes(agent_classes))
        self.datacollector = mesa.DataCollector(model_reporters={name: partial(_this_week, name=name) for name in SERIES})
        self._founded = True

    def __setattr__(self, name: str, value: Any) -> None:
        if name in NAMES:
            raise AttributeError(f"levers are decided beforehand: give {name}= to a new model, or a scenario in which it changes at a date ([[changes]])")
        if name in FIXED and self._founded:
            raise AttributeError(f"{name} is fixed for a run: give it to a new model")
        super().__setattr__(name, value)

    @property
    def week(self) -> int:
        """How many weeks have passed."""
        return self._week

    def _asked_for(self, customers: int) -> Worlds:
        return Worlds(self.seed, range(self.world, self.world + 1), self.weeks, customers)

    # -- who there is

    def _people(self, classes: dict[type[Agent], type[Agent]]) -> None:
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
        if Customer in classes and not singly:
            refuse([f"customers = {count}: agents of class {classes[Customer].__name__} are made for up to {CUSTOMER_AGENTS} customers"])
        self._rows: dict[type[Agent], list[Any]] = {
            Board: [self.board], Factory: [self.factory], Directorate: self.directorates, Team: self.teams, Customer: self.customers,
        }  # fmt: skip
        self._overriding(classes)

    def register_agent(self, agent: mesa.Agent) -> None:
        """As in Mesa, which up to 3.3 keeps every model alive in the counter of its agents: it is let go of here.

        Raises RuntimeError for a further agent of a company that is founded.
        """
        if isinstance(agent, Agent) and self._founded:
            raise RuntimeError("agents cannot be added: each is a row of the state for the whole run; describe them in the company (a scenario file)")
        super().register_agent(agent)
        counters = getattr(mesa.Agent, "_ids", None)
        if counters is not None:
            agent.unique_id = next(self._numbers)
            counters.pop(self, None)

    def remove_all_agents(self) -> None:
        """Refused: agents are rows of the state."""
        raise RuntimeError("agents cannot be removed: each is a row of the state for the whole run; make a new model instead")

    # -- decisions that are overridden

    def _overriding(self, classes: dict[type[Agent], type[Agent]]) -> None:
        """Put methods that a class in use overrides in the place of their rules; the text of such a step runs in Python."""
        taken: dict[str, dict[str, Rule]] = {}
        for base, kind in classes.items():
            for each in overridden(kind, base):
                hooks = taken.setdefault(each.step, {})
                hooks[each.rule.__name__] = self._hook(base, each)
                if each.step == "customers":
                    hooks[customers_step.visits.__name__] = self._visits_in_turn
                    hooks[customers_step.anything_to_meet.__name__] = lambda *_: True  # customers of one's own are asked from the first week on
        rules = {}
        for step, hooks in taken.items():
            act = MECHANISMS[step].act
            texts = played(act, hooks)
            self._texts |= texts
            rules[step] = texts[act]
        self._step_rules = rules_of(rules)
        self.steps_in_python: tuple[str, ...] = tuple(step for step in STEPS if step in rules)

    def _hook(self, base: type[Agent], one: Decision) -> Rule:
        names = names_of(one.rule)

        def ask(*values: Any) -> Any:
            said = dict(zip(names, values, strict=True))
            agent = self._asked[-1].agent if one.within else self._rows[base][int(said[one.row]) if one.row else 0]
            return self._ask(agent, one, said)

        return ask

    def _ask(self, agent: Agent, one: Decision, said: dict[str, Any]) -> Any:
        shown: dict[str, Callable[[Any], Any]] = {"package": lambda row: self.packages[row], "part": lambda part: SPECIALITIES[part]}
        self._asked.append(Asked(agent, one.rule, said))
        try:
            return answered(one, agent, getattr(agent, one.method)(*[shown[name](said[name]) for name in one.told]))
        finally:
            self._asked.pop()

    def _visits_in_turn(self, *values: Any) -> None:
        """The visits of a block, each by its customer; trust is added up as the rule does."""
        said = dict(zip(names_of(customers_step.visits), values, strict=True))
        market, trusts = said["market"], said["customers"].trust
        visit, mean, gained = decisions_of(Customer)["visit"], float(market.trust), 0.0
        for place in range(int(said["count"])):
            row = said["first"] + int(said["came"][place])
            before = float(trusts[row])
            self._ask(self.customers[row], visit, said)
            gained += float(trusts[row]) - before
        market.trust = mean + gained / len(trusts)

    def asked(self, name: str) -> Any:
        """What the rule of the decision that is being taken was given under a name; raises RuntimeError outside of a decision."""
        if not self._asked or name not in self._asked[-1].given:
            raise RuntimeError("this is decided in the midst of a week: let model.step() ask for it")
        return self._asked[-1].given[name]

    def follow(self, agent: Agent, rule: Rule, replaced: dict[str, Any], like: Rule | None = None) -> Any:
        """What a rule makes of an agent's row and the state as it stands; `like` is the rule whose decision is meant, where it is another."""
        one = next((each for each in decisions_of(type(agent)).values() if each.rule is (like or rule)), None)
        if one is None:
            raise TypeError(f"{getattr(rule, '__name__', rule)} is the rule of no decision of a {type(agent).__name__}")
        if unknown := [name for name in replaced if name not in names_of(rule)]:
            raise TypeError(f"{rule.__name__} is given no {', '.join(unknown)}; it is given {', '.join(names_of(rule))}")
        said = self._asked[-1].given if self._asked and self._asked[-1].rule is rule else {}
        values = []
        for name in names_of(rule):
            if name in replaced:
                values.append(replaced[name])
            elif name == one.row:
                values.append(agent.row)
            elif name in said:
                values.append(said[name])
            elif name in GIVEN:
                values.append(given(name, self.state, one.step, self.week))
            else:
                raise RuntimeError(f"{type(agent).__name__}.{one.method}() is taken in the midst of step '{one.step}': let model.step() ask for it")
        ready = self._texts.get(rule) or (callable_from_python(rule) if like is None else rule)
        return ready(*values)

    # -- weeks

    def step(self) -> None:
        """One week. `running` is False after the last, that of the horizon; RuntimeError is raised by a further step."""
        if self.week >= self.weeks:
            raise RuntimeError(f"the run is over after {self.week} weeks: ask model.running before a step, or give more weeks to a new model")
        one_week(self._step_rules, self.state, self.week, self.weeks)
        self._week += 1
        if self.week == self.weeks:
            self._measured = at_horizon(self.state, self.weeks, self._target)
            self.running = False
        self.datacollector.collect(self)

    def finish(self) -> dict[str, float]:
        """Run what is left, then, without customers, the organisation on until its roadmap is live or stopped; the outcomes, as in a batch."""
        while self.week < self.weeks:
            self.step()
        while self.week < ORGANISATION_WEEKS and not over(self.state):
            one_week(self._step_rules, self.state, self.week, self.weeks)
            self._week += 1
        return self.outcomes()

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


def _classes(given_classes: Iterable[type[Agent]]) -> dict[type[Agent], type[Agent]]:
    """Kind of agent -> class in use; raises InputError where a class is of no kind, or a kind has two."""
    found: dict[type[Agent], type[Agent]] = {}
    problems = []
    if isinstance(given_classes, type) or not isinstance(given_classes, Iterable):
        refuse([f"agent_classes = {given_classes}: give a list of classes, for example [{getattr(given_classes, '__name__', 'Stubborn')}]"])
    for each in given_classes:
        kind = next((kind for kind in KINDS if isinstance(each, type) and issubclass(each, kind)), None)
        if kind is None:
            names = ", ".join(one.__name__ for one in KINDS)
            problems.append(f"agent_classes: {getattr(each, '__name__', each)} is no subclass of {names} (simulation.agents)")
        elif kind in found:
            problems.append(f"agent_classes: {found[kind].__name__} and {each.__name__} are both a {kind.__name__}; give one, it can tell them apart by name")
        else:
            found[kind] = each
    refuse(problems)
    return found
