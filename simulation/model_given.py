"""What a model is made of: the arguments of OmnichannelModel, checked together, so that all that cannot be used is said at once."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from simulation.agents import KINDS, Agent, Customer
from simulation.checks import InputError, check_run, did_you_mean, number_of, refuse
from simulation.composition import plain
from simulation.layers import Layer
from simulation.levers import NAMES
from simulation.scenario import Scenario, load
from simulation.validation import layer_problems

ARGUMENTS = ("scenario", "world", "rng", "agent_classes", "customers", "weeks", "seed")
CUSTOMER_AGENTS = 5000  # customers up to this number are agents one by one, above it their segments are
SOURCE = "given to the model"  # as messages about levers end
Made = TypeVar("Made")


class Usable(NamedTuple):
    """Arguments that were found usable."""

    setting: Scenario
    classes: dict[type[Agent], type[Agent]]  # kind of agent -> class in use
    numbers: dict[str, int]  # seed, world, weeks, customers


def usable(scenario: str | Scenario, agent_classes: Iterable[type[Agent]], levers: Mapping[str, Any], **numbers: Any) -> Usable:
    """A scenario with its levers, the classes in use, and numbers, from what was given; raises InputError with all problems."""
    problems = [f"a model has no argument '{name}'{did_you_mean(name, (*ARGUMENTS, *NAMES))}" for name in levers if name not in NAMES]
    known = {name: value for name, value in levers.items() if name in NAMES}
    chosen = scenario if isinstance(scenario, Scenario) else _tried(problems, partial(load, scenario))
    setting = chosen
    if chosen is None:
        problems += layer_problems(Layer(SOURCE, plain({"levers": known})))
    elif known:
        setting = _tried(problems, partial(chosen.with_, levers=known, title=chosen.title, source=SOURCE)) or chosen
    found = _tried(problems, partial(check_run, [] if setting is None else [setting], worlds=1, **numbers)) or {}
    counts = {name: _tried(problems, partial(number_of, found, name)) for name in numbers if found}
    classes = _tried(problems, partial(classes_of, agent_classes)) or {}
    if Customer in classes and (count := counts.get("customers") or 0) > CUSTOMER_AGENTS:
        problems.append(f"customers = {count}: agents of class {classes[Customer].__name__} are made for up to {CUSTOMER_AGENTS} customers")
    refuse(problems)
    assert setting is not None
    return Usable(setting, classes, {name: count for name, count in counts.items() if count is not None})


def _tried(problems: list[str], make: Callable[[], Made]) -> Made | None:
    """What is made; None where that cannot be, and why is added to `problems`."""
    try:
        return make()
    except InputError as error:
        problems += error.problems
        return None


def classes_of(given: Iterable[type[Agent]]) -> dict[type[Agent], type[Agent]]:
    """Kind of agent -> class in use; raises InputError where a class is of no kind, or a kind has two."""
    found: dict[type[Agent], type[Agent]] = {}
    problems = []
    name = getattr(given, "__name__", "Stubborn")
    if isinstance(given, type) or not isinstance(given, Iterable):
        refuse([f"agent_classes = {given}: give a list of classes, for example [{name}], and to mesa.batch_run [[{name}]]"])
    for each in given:
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
