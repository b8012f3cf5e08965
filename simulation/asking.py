"""How agents of one's own are asked in the midst of a week: their methods stand in the place of rules of a step.

A step in which a decision is overridden runs as Python text (`simulation.played`), in which the rule of that decision is the agent's method.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.agents import Agent, Customer
from simulation.compiled import callable_from_python
from simulation.deciding import Decision, answered, decisions_of, overridden
from simulation.mechanisms import customers as customers_step
from simulation.played import Rule, names_of, played
from simulation.state import STEPS
from simulation.stepwise import GIVEN, given, rules_of
from simulation.traits import SPECIALITIES
from simulation.week import STEPS as MECHANISMS

if TYPE_CHECKING:
    from simulation.model import OmnichannelModel

Classes = Mapping[type[Agent], type[Agent]]  # kind of agent -> class in use


class Asked(NamedTuple):
    """A decision that is being taken: whose, by which rule, and with what."""

    agent: Agent
    rule: Rule
    given: dict[str, Any]


class Asking:
    """Who decides what in one model: `rules` of each half-step, `steps` that run in Python.

    What stands in the place of rules is made anew in a copy, so that a copy of a model asks its own agents.
    """

    def __init__(self, model: "OmnichannelModel", classes: Classes, rows: Mapping[type[Agent], list[Any]]) -> None:
        """For a model, the classes in use, and the agents of each kind."""
        self.model, self.classes, self.rows = model, classes, rows
        self._asked: list[Asked] = []
        self._texts: dict[Rule, Rule] = {}
        acts = self._acts()
        self.rules = rules_of(acts)
        self.steps: tuple[str, ...] = tuple(step for step in STEPS if step in acts)

    def __getstate__(self) -> dict[str, Any]:
        if self._asked:
            raise RuntimeError("an agent is deciding: copy a model between two weeks")
        return {"model": self.model, "classes": self.classes, "rows": self.rows}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        Asking.__init__(self, **kept)

    def _acts(self) -> dict[str, Rule]:
        """The text of each step in which a class in use overrides a decision."""
        taken: dict[str, dict[str, Rule]] = {}
        for base, kind in self.classes.items():
            for each in overridden(kind, base):
                hooks = taken.setdefault(each.step, {})
                hooks[each.rule.__name__] = self._hook(base, each)
                if each.step == "customers":
                    hooks[customers_step.visits.__name__] = self._visits_in_turn
                    hooks[customers_step.anything_to_meet.__name__] = lambda *_: True  # customers of one's own are asked from the first week on
        for step, hooks in taken.items():
            self._texts |= played(MECHANISMS[step].act, hooks)
        return {step: self._texts[MECHANISMS[step].act] for step in taken}

    def _hook(self, base: type[Agent], one: Decision) -> Rule:
        names = names_of(one.rule)

        def ask(*values: Any) -> Any:
            said = dict(zip(names, values, strict=True))
            agent = self._asked[-1].agent if one.within else self.rows[base][int(said[one.row]) if one.row else 0]
            return self._ask(agent, one, said)

        return ask

    def _ask(self, agent: Agent, one: Decision, said: dict[str, Any]) -> Any:
        shown: dict[str, Callable[[Any], Any]] = {"package": lambda row: self.model.packages[row], "part": lambda part: SPECIALITIES[part]}
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
            self._ask(self.rows[Customer][row], visit, said)
            gained += float(trusts[row]) - before
        market.trust = mean + gained / len(trusts)

    def asked(self, name: str) -> Any:
        """What the rule of the decision that is being taken was given under a name; raises RuntimeError outside of a decision."""
        if not self._asked or name not in self._asked[-1].given:
            raise RuntimeError("this is decided in the midst of a week: let model.step() ask for it")
        return self._asked[-1].given[name]

    def follow(self, agent: Agent, rule: Rule, replaced: dict[str, Any]) -> Any:
        """What a rule makes of an agent's row and the state as it stands.

        Raises RuntimeError outside of a week where the rule acts, or needs what only a week gives it.
        """
        one = next((each for each in decisions_of(type(agent)).values() if each.rule is rule), None)
        if one is None:
            raise TypeError(f"{getattr(rule, '__name__', rule)} is the rule of no decision of a {type(agent).__name__}")
        if unknown := [name for name in replaced if name not in names_of(rule)]:
            raise TypeError(f"{rule.__name__} is given no {', '.join(unknown)}; it is given {', '.join(names_of(rule))}")
        said = self._asked[-1].given if self._asked and self._asked[-1].rule is rule else {}
        too_early = one.gives == "nothing" and not self._asked
        values = []
        for name in names_of(rule):
            if name in replaced:
                values.append(replaced[name])
            elif name == one.row:
                values.append(agent.row)
            elif name in said:
                values.append(said[name])
            elif name in GIVEN:
                values.append(given(name, self.model.state, one.step, self.model.week))
            else:
                too_early = True
        if too_early:
            raise RuntimeError(f"{type(agent).__name__}.{one.method}() is taken in the midst of step '{one.step}': let model.step() ask for it")
        ready = self._texts.get(rule) or callable_from_python(rule)
        return ready(*values)
