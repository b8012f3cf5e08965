"""The text of a step, run as Python, in which agents take some of its decisions.

A compiled rule calls others by name. Here the same text is run with other things standing behind some of those names: an agent's method in
place of a rule. What leads to such a name runs as Python, everything else stays compiled; so there is no second account of a step, and the
order in which agents are asked is the kernel's.
"""

import dis
from collections.abc import Callable, Mapping
from functools import cache
from types import FunctionType
from typing import Any

from simulation.compiled import callable_from_python

Rule = Callable[..., Any]
Texts = dict[Rule, Rule]


def plain(rule: Rule) -> FunctionType:
    """The Python function of a rule, compiled or not."""
    text = getattr(rule, "py_func", rule)
    assert isinstance(text, FunctionType)
    return text


def names_of(rule: Rule) -> tuple[str, ...]:
    """The names of a rule's parameters, in order."""
    code = plain(rule).__code__
    return code.co_varnames[: code.co_argcount]


def played(rule: Rule, instead: Mapping[str, Rule]) -> Texts:
    """A rule, and those rules of its module that lead from it to a name in `instead`, as Python text: rule -> function.

    `instead` holds, by the name of a rule of the same module, what is called in its place. A rule that is replaced but itself calls another
    that is replaced has a text too, so that what stands in its place can still follow it.
    """
    space = plain(rule).__globals__
    texts: Texts = {}

    def own(name: str) -> bool:
        return bool(space[name].__module__ == rule.__module__)

    def leads(to: Rule) -> bool:
        return any(own(name) and (name in instead or leads(space[name])) for name in _called(to))

    def text_of(one: Rule) -> Rule:
        if one not in texts:
            behind = dict(space)
            texts[one] = FunctionType(plain(one).__code__, behind, plain(one).__name__)
            for name in _called(one):
                told = text_of(space[name]) if own(name) and leads(space[name]) else callable_from_python(space[name])
                behind[name] = instead[name] if own(name) and name in instead else told
        return texts[one]

    for each in (rule, *(space[name] for name in instead if leads(space[name]))):
        text_of(each)
    return texts


@cache
def _called(rule: Rule) -> tuple[str, ...]:
    """The names by which a rule calls other rules (a column may be called like a rule)."""
    space = plain(rule).__globals__
    loaded = dict.fromkeys(each.argval for each in dis.get_instructions(plain(rule)) if each.opname == "LOAD_GLOBAL")
    return tuple(name for name in loaded if _is_rule(space.get(name)))


def _is_rule(found: Any) -> bool:
    return hasattr(found, "py_func") or (isinstance(found, FunctionType) and found.__module__.startswith("simulation."))
