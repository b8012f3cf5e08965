"""Sampled companies that meet several arms: the same company, luck and coefficients, with something changed.

A firm is company `number` of a population. An *arm* says what differs: levers, terms or steps switched off, coefficients held at a value, the
state with which a run begins. `study` runs all arms in all firms and keeps what a reader takes from each run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from simulation.checks import HORIZON
from simulation.coefficients import coefficients_of, declared_coefficients, drawn_coefficients, reference_coefficients
from simulation.draws import COEFFICIENTS, COMPANY, LUCK, Keys, key_of
from simulation.evidence.watch import Watched, watched
from simulation.levers import CATEGORIES, NAMES
from simulation.sampling import Population, sample_scenario
from simulation.scenario import Scenario
from simulation.state import STEPS, World
from simulation.threads import over_threads
from simulation.world import fresh, plan_adoption, world_of

LUCK_APART = 10_000_000  # world numbers between two lucks of a company
MOST_KNOWN = 500  # companies kept in memory
Reader = Callable[[Watched], dict[str, float]]
Found = dict[str, dict[str, np.ndarray]]  # arm -> name -> [firm, luck]


@dataclass(frozen=True)
class Arm:
    """What differs in an arm from the company as it was sampled."""

    levers: Mapping[str, float | str] = field(default_factory=dict)
    governed: Callable[[int], Mapping[str, float | str]] | None = None  # levers that differ from company to company, by its number
    dated: tuple[int, Mapping[str, float | str]] | None = None  # levers from a week on
    off: tuple[str, ...] = ()  # terms of levers, or steps
    coefficients: Mapping[str, float] = field(default_factory=dict)  # by step.name
    traits: Mapping[str, float] = field(default_factory=dict)
    start: Callable[[World], None] | None = None  # changes the state with which a run begins
    alter: Callable[[Scenario], Scenario] | None = None  # another company made of this one
    programme: bool = True


@dataclass(frozen=True)
class Lab:
    """Where patterns are measured: which companies, under which luck, with which coefficients, at what effort."""

    population: Population
    seed: int = 1
    first: int = 0  # number of the first company
    vectors: np.ndarray | None = None  # [vector, coefficient]: firm k gets row k; None: what comparisons draw
    customers: int = 1000
    effort: float = 1.0  # times the usual number of companies
    threads: int = 2
    known: dict[int, Scenario] = field(default_factory=dict, repr=False)  # companies met so far, by number
    measured: dict[str, Any] = field(default_factory=dict, repr=False)  # runs that several patterns share
    worlds: dict[Any, tuple[World, float]] | None = None  # where founded companies are kept, for a lab that meets them again and again

    def with_(self, **changes: Any) -> "Lab":
        """The same companies in another lab, in which nothing has been measured yet."""
        return replace(self, measured={}, **changes)

    def scenario(self, number: int) -> Scenario:
        """Company `number` and its governance."""
        if number not in self.known:
            scenario = sample_scenario(self.population, number, self.seed)
            if len(self.known) >= MOST_KNOWN:
                return scenario
            self.known[number] = scenario
        return self.known[number]

    def once(self, name: str, measure: "Callable[[Lab], Any]") -> Any:
        """What a measurement gives, made once in this lab."""
        if name not in self.measured:
            self.measured[name] = measure(self)
        return self.measured[name]

    def firms(self, usual: int) -> range:
        """Numbers of so many companies, as the effort allows."""
        return range(self.first, self.first + max(round(usual * self.effort), 8))


def study(lab: Lab, numbers: Sequence[int], arms: Mapping[str, Arm], read: Reader | Mapping[str, Reader], lucks: int = 1, horizon: int = HORIZON) -> Found:
    """What a reader (one for all arms, or one for each) takes from each run of each arm: arm -> name -> [firm, luck]."""
    reader = dict.fromkeys(arms, read) if callable(read) else read

    def one(number: int) -> dict[str, list[dict[str, float]]]:
        templates: dict[Any, tuple[World, float]] = {} if lab.worlds is None else lab.worlds
        return {name: [_run(lab, number, arm, reader[name], luck, horizon, templates) for luck in range(lucks)] for name, arm in arms.items()}

    rows = over_threads(lambda place: one(numbers[place]), len(numbers), lab.threads)
    keys = {name: list(rows[0][name][0]) for name in arms}
    return {name: {key: np.array([[each[key] for each in row[name]] for row in rows]) for key in keys[name]} for name in arms}


def warmed(lab: Lab) -> None:
    """Load, or compile, what a study runs: in this thread, which hears Ctrl-C."""
    _run(lab, lab.first, Arm(), lambda _: {}, 0, 1, {})


def _run(lab: Lab, number: int, arm: Arm, read: Reader, luck: int, horizon: int, templates: dict[Any, tuple[World, float]]) -> dict[str, float]:
    world, target = _template(lab, number, arm, horizon, templates)
    one = fresh(world, lab.seed, number, luck_only=True)
    keys = Keys(key_of(lab.seed, LUCK, number + LUCK_APART * luck), key_of(lab.seed, COMPANY, number))
    one = one._replace(keys=keys, coefficients=_coefficients(lab, number, arm), levers=_levers(world, arm, number), on=_switches(world, arm))
    if arm.start is not None:
        arm.start(one)
    return read(watched(one, horizon, target))


def _template(lab: Lab, number: int, arm: Arm, horizon: int, templates: dict[Any, tuple[World, float]]) -> tuple[World, float]:
    key = (number, horizon, lab.customers, tuple(sorted(arm.traits.items())), arm.alter, arm.programme)
    if key not in templates:
        scenario = lab.scenario(number)
        if arm.traits:
            scenario = scenario.with_(traits=arm.traits)
        if arm.alter is not None:
            scenario = arm.alter(scenario)
        world = world_of(scenario, horizon, lab.customers, programme=arm.programme)
        templates[key] = (world, plan_adoption(scenario.company, horizon))
    return templates[key]


def _coefficients(lab: Lab, number: int, arm: Arm) -> np.ndarray:
    values = (
        drawn_coefficients(key_of(lab.seed, COEFFICIENTS, number)) if lab.vectors is None else coefficients_of(lab.vectors[number % len(lab.vectors)].copy())
    )
    for name, value in arm.coefficients.items():
        step, _, coefficient = name.partition(".")
        values[step][coefficient] = value
    return values


def _levers(world: World, arm: Arm, number: int) -> Any:
    own = arm.governed(number) if arm.governed is not None else {}
    if not own and not arm.levers and arm.dated is None:
        return world.levers
    table = world.levers.copy()
    for week, levers in ((0, own), (0, arm.levers), *([arm.dated] if arm.dated else [])):
        for name, value in levers.items():
            table[name][week:] = CATEGORIES[name].index(value) if isinstance(value, str) else value
    return table


def _switches(world: World, arm: Arm) -> Any:
    on = world.on.copy()
    for name in arm.off:
        on[name if name in NAMES else f"step_{name}"] = 0
        assert name in NAMES or name in STEPS, name
    return on


def names_of_coefficients() -> list[str]:
    """Names of all coefficients, `step.name`, in the order of a vector."""
    fields = declared_coefficients().fields
    return [f"{step}.{name}" for step in (fields.names or ()) for name in (fields[step].names or ())]


def reference_vector() -> np.ndarray:
    """[1, coefficient]: all coefficients at their declared default."""
    return reference_coefficients().view("f8").reshape(1, -1).copy()
