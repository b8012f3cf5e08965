"""What an agent may decide: each decision is a rule of a step and a method of an agent class that may be overridden."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from simulation.checks import finite
from simulation.played import Rule

Gives = Literal["nothing", "share", "chance", "yes or no"]
Method = TypeVar("Method", bound=Callable[..., Any])
NOT_CALLED = ("step", "advance")  # what other models call, and the week does not


class Decision(NamedTuple):
    """A method of an agent, and the rule that it stands for."""

    method: str
    step: str
    rule: Rule
    row: str  # the parameter of the rule that says whose decision it is; empty where there is one agent, or where `within` says
    told: tuple[str, ...]  # parameters of the rule that the method is told
    gives: Gives
    within: str  # the decision in the midst of which this one is taken
    acts: str  # how a method that gives nothing has an effect, as a message says it


def decision(
    step: str, rule: Rule, row: str = "", told: tuple[str, ...] = (), gives: Gives = "nothing", within: str = "", acts: str = ""
) -> Callable[[Method], Method]:
    """Mark a method as the decision that a rule of a step takes."""

    def marked(method: Method) -> Method:
        method.decision = Decision(method.__name__, step, rule, row, told, gives, within, acts)  # type: ignore[attr-defined]
        return method

    return marked


def decisions_of(kind: type) -> dict[str, Decision]:
    """The decisions that a class of agents takes, by the name of the method."""
    found: dict[str, Decision] = {}
    for each in reversed(kind.__mro__):
        found |= {name: value.decision for name, value in vars(each).items() if hasattr(value, "decision")}
    return found


def overridden(kind: type, base: type) -> list[Decision]:
    """The decisions whose methods a subclass has replaced."""
    return [each for name, each in decisions_of(base).items() if getattr(kind, name) is not getattr(base, name)]


def subclass_problems(kind: type, columns: Iterable[str], of_others: Mapping[str, str]) -> list[str]:
    """What a subclass defines that would be without effect: a column, a method that nobody calls, a decision misspelt or told otherwise.

    `of_others` tells whose decision a name is that another kind of agent takes.
    """
    decisions, problems = decisions_of(kind), []
    for name, value in vars(kind).items():
        if name in NOT_CALLED:
            problems.append(f"{kind.__name__}.{name}() would never be called: a week asks for {listed(decisions)}; override one of these")
        elif name in columns:
            problems.append(f"{kind.__name__}.{name} would hide a column of the state: give it another name")
        elif name in decisions:
            problems += _told_problems(kind, decisions[name], value) if callable(value) else [f"{kind.__name__}.{name} is no method: define {name}(self)"]
        elif name in of_others and callable(value):
            problems.append(f"{kind.__name__}.{name}() would never be called: {name}() is a decision of a {of_others[name]}")
        elif callable(value) and not name.startswith("_") and (near := _near(name, decisions)):
            problems.append(f"{kind.__name__}.{name}() would never be called: did you mean {near}()? A helper's name may start with an underscore")
    return problems


def _told_problems(kind: type, one: Decision, method: Callable[..., Any]) -> list[str]:
    try:
        inspect.signature(method).bind(None, *one.told)
    except TypeError:
        asked = ", ".join(("self", *one.told))
        return [f"{kind.__name__}.{one.method}{inspect.signature(method)} is called with ({asked})"]
    return []


def _near(name: str, known: Mapping[str, Any]) -> str | None:
    import difflib

    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.8)
    return found[0] if found else None


def listed(decisions: Mapping[str, Any]) -> str:
    """The decisions of a class as a message shows them."""
    return ", ".join(f"{name}()" for name in decisions) or "nothing of it"


def answered(one: Decision, agent: Any, answer: Any) -> Any:
    """What a method answered, if it is what its decision gives; raises TypeError or ValueError with what is needed."""
    said = f"{type(agent).__name__}.{one.method}() returned {answer!r}"
    if one.gives == "nothing":
        if answer is not None:
            raise TypeError(f"{said}, which nothing would come of: this method acts, and returns nothing; {one.acts}")
        return None
    if one.gives == "yes or no":
        if not isinstance(answer, bool | np.bool_):
            raise TypeError(f"{said}: True or False is needed")
        return bool(answer)
    if not finite(answer):
        raise TypeError(f"{said}: a number is needed")
    if answer < 0.0 or (one.gives == "share" and answer > 1.0):
        raise ValueError(f"{said}: a number {'from 0 to 1' if one.gives == 'share' else 'of 0 or more'} is needed")
    return float(answer)
