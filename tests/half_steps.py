"""Runs in half-steps for the tests of the cause rule: write down what levers may move, play it back, see what else differs."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from simulation.analysis.first_effects import middle, moved
from simulation.levers import DECLARED, NAMES
from simulation.run import RunResult, run_world
from simulation.scenario import Scenario
from simulation.state import LEVER_ROW, STEPS, World
from simulation.stepwise import After, Walk, walk
from simulation.world import fresh, plan_adoption, world_of

WEEKS, CUSTOMERS, SEED = 60, 150, 1
GIVEN = ("levers", "on", "coefficients", "keys")  # what a run does not make
OTHER_WAY = {
    "sponsorship": 0.0, "review_interval": 26.0, "wave_size": 20.0, "change_lead_weeks": 20.0, "reporting_line": "distribution", "structure": "skill",
    "silo_level": 0.9,
}  # fmt: skip


@cache
def base() -> Scenario:
    """Every lever at its middle, a sponsor in office."""
    return middle()


def away(name: str) -> Scenario:
    """The base with one lever moved from the start on, and moved the other way in week 20."""
    return base().with_(levers={name: moved(name)}, changes=[{"week": 20, "levers": {name: OTHER_WAY.get(name, 0.1)}}])


def kernel(scenario: Scenario, number: int = 0) -> RunResult:
    """World `number` of a scenario by the kernel, to its own end."""
    return run_world(world_of(scenario, WEEKS, CUSTOMERS), SEED, number, WEEKS, plan_adoption(scenario.company, WEEKS))


def walked(scenario: Scenario, number: int = 0, after: After | None = None, weeks: int = WEEKS) -> Walk:
    """The same world in half-steps, the organisation too for so many weeks only."""
    world = fresh(world_of(scenario, weeks, CUSTOMERS), SEED, number)
    return walk(world, weeks, plan_adoption(scenario.company, weeks), longest=weeks, after=after)


def fields(name: str) -> tuple[str, ...]:
    """The state fields that a lever may move directly, as it declares them, and the days that it books."""
    return (*DECLARED[name].extra["acts_on"], booked(name))


def booked(name: str) -> str:
    """How the days that a lever books are called here."""
    return f"agenda.booked.{name}"


def column(world: World, field: str) -> np.ndarray:
    """A field of a world by its name: `teams.training`, `factory.mandate`, `agenda.booked.training`."""
    table, _, rest = field.partition(".")
    if rest.startswith("booked."):
        return world.agenda.booked[LEVER_ROW[rest.removeprefix("booked.")]]
    held = getattr(world, table)
    return held.view(np.ndarray)[rest] if isinstance(held, np.ndarray) else getattr(held, rest)


@cache
def moved_in(step: str) -> list[str]:
    """The fields that some lever may move in the frame of a step."""
    return sorted({field for name in NAMES if step in DECLARED[name].extra["read_in"] for field in fields(name)})


class Tape(NamedTuple):
    """What was written down of a run."""

    frames: dict[tuple[str, int], dict[str, np.ndarray]]  # (step, week) -> field that some lever may move there -> its values after the frame
    weeks: list[dict[str, bytes]]  # field of the state -> its bytes at the end of the week


def taped(scenario: Scenario, held: Callable[[str, int, World], None] = lambda step, week, world: None) -> Tape:
    """World 0 of a scenario; `held` may overwrite what a frame wrote, before it is written down."""
    tape = Tape({}, [])

    def after(step: str, half: str, week: int, world: World) -> None:
        if half == "frame":
            held(step, week, world)
            tape.frames[step, week] = {field: column(world, field).copy() for field in moved_in(step)}
        elif step == STEPS[-1]:
            tape.weeks.append({field: values.tobytes() for field, values in contents(world)})

    walked(scenario, 0, after)
    return tape


@cache
def base_tape() -> Tape:
    """The base, written down."""
    return taped(base())


def replayed(name: str, scenario: Scenario, which: tuple[str, ...]) -> Tape:
    """Another scenario, with fields that a lever declares put back to what they are in the base, after each frame that reads the lever."""
    frames = base_tape().frames

    def held(step: str, week: int, world: World) -> None:
        if step in DECLARED[name].extra["read_in"]:
            for field in which:
                column(world, field)[...] = frames[step, week][field]

    return taped(scenario, held)


def contents(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Every field of every table that a run makes: the records, the tables, the books and their series."""
    for table in World._fields:
        if table not in GIVEN:
            held = getattr(world, table)
            for name in held.dtype.names if isinstance(held, np.ndarray) else held._fields:
                used = int(world.market.changes[0]) if f"{table}.{name}" == "customers.changed" else None  # the rest of it is room
                yield f"{table}.{name}", column(world, f"{table}.{name}")[:used]


def differing(one: Tape, other: Tape) -> list[str]:
    """The fields that differ in the first week in which any does, with that week."""
    for week, (here, there) in enumerate(zip(one.weeks, other.weeks, strict=True)):
        found = [f"{field} in week {week}" for field in here if here[field] != there[field]]
        if found:
            return found
    return []


def same(one: RunResult, other: RunResult) -> bool:
    """Whether two runs are equal bit for bit: outcomes, cost by unit, series, go-lives, teams and ties."""
    return all(here.tobytes() == there.tobytes() for here, there in zip(one, other, strict=True))
