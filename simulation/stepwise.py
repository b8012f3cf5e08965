"""One run in half-steps from Python: to look inside a week, and to let agents play a step in place of its rule.

The kernel (`run.whole_run`) and this loop call the same compiled rules in the same order on the same tables, so they give the same run bit
for bit; here Python stands between the halves of each step. A rule is handed what its parameters are named for: the records and tables
of a World, the week's `levers`, the switches `on`, `c` (its step's coefficients), `keys` and `week`. With `NUMBA_DISABLE_JIT=1` the
same loop runs the rules as plain Python.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np

from simulation.compiled import callable_from_python
from simulation.counting import measure_completion, measure_horizon, measure_programme
from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES
from simulation.played import Rule, names_of
from simulation.recording import record_organisation, record_value
from simulation.records import RECORDS
from simulation.run import begin
from simulation.state import STEPS, World
from simulation.week import OF_THE_PROGRAMME
from simulation.week import STEPS as MECHANISMS
from simulation.world import ORGANISATION_WEEKS

Half = Literal["frame", "act"]
After = Callable[[str, Half, int, World], None]

GIVEN = (*(name for name in World._fields if name != "coefficients"), "c", "week")


class Walk(NamedTuple):
    """What a run in half-steps leaves behind."""

    outcomes: np.ndarray  # [outcome], in the order of OUTCOMES; net value and payback need the companion run, and are nan
    by_unit: np.ndarray  # [unit, kind of cost] EUR at completion
    world: World  # as it stands at the end; `world.accounts.series` [week, series] has one row a week


def walk(
    world: World,
    horizon: int,
    target: float,
    *,
    longest: int = ORGANISATION_WEEKS,
    instead: Mapping[str, Rule] | None = None,
    after: After | None = None,
) -> Walk:
    """Run a world made by `world.fresh`, which is changed in place, half-step by half-step.

    `horizon` is in weeks, `target` the adoption that the plan of record would win (`world.plan_adoption`), `longest` the last week
    of the organisation. `instead` names steps whose `act` is played by a Python function: it may ask, by parameter name, for
    whatever rules are given. `after(step, half, week, world)` is called after each half-step and may look at the world, or change it.
    Raises ValueError where `instead` names no step, or asks for what there is not.
    """
    rules = rules_of(instead or {})
    call(begin, world, "customers")
    for week in range(max(longest, horizon)):
        if week >= horizon and over(world):
            break
        one_week(rules, world, week, horizon, after)
        if week == horizon - 1:
            out = at_horizon(world, horizon, target)
    return Walk(out, at_end(world, out, horizon), world)


def one_week(rules: Mapping[tuple[str, Half], Rule], world: World, week: int, horizon: int, after: After | None = None) -> None:
    """The steps that are switched on, in their order, and the week's row of the series; customers come as long as the horizon lasts."""
    outside = float(world.programme.outside[0])
    running = not over(world)
    for step, half in halves():
        if world.on[f"step_{step}"][0] and (step != "customers" or week < horizon) and (running or step not in OF_THE_PROGRAMME):
            call(rules[step, half], world, step=step, week=week)
            if after is not None:
                after(step, half, week, world)
    if week < horizon:
        row = world.accounts.series[week]
        call(record_organisation, world, row=row)
        call(record_value, world, row=row, outside=outside, people=len(world.customers.status))


def at_horizon(world: World, horizon: int, target: float) -> np.ndarray:
    """[outcome] What is measured when customers stop; the rest is nan."""
    out = np.full(len(OUTCOMES), np.nan)
    call(measure_horizon, world, out=out, plan_adoption=target, weeks=horizon)
    return out


def at_end(world: World, out: np.ndarray, horizon: int) -> np.ndarray:
    """[unit, kind of cost] EUR at completion; enters into `out` what is measured once the organisation is through."""
    by_unit = np.zeros((len(world.accounts.spent), len(COSTS)))
    call(measure_programme, world, out=out, weeks=horizon)
    call(measure_completion, world, out=out, by_unit=by_unit)
    return by_unit


@cache
def halves() -> tuple[tuple[str, Half], ...]:
    """Step and half of everything that a week calls, in order; a step without levers has no `frame`."""
    return tuple(_halves())


def _halves() -> Iterator[tuple[str, Half]]:
    for step in STEPS:
        if hasattr(MECHANISMS[step], "frame"):
            yield step, "frame"
        yield step, "act"


def call(rule: Rule, world: World, step: str = "", week: int = 0, **more: Any) -> None:
    """Call a rule, compiled or not, with what its parameters are named for; `more` holds what is no part of a world."""
    ready = callable_from_python(rule) if _is_compiled(rule) else rule
    ready(*handed(rule, world, step, week, **more))


def handed(rule: Rule, world: World, step: str = "", week: int = 0, **more: Any) -> list[Any]:
    """What a rule's parameters are named for, in their order."""
    return [more[name] if name in more else given(name, world, step, week) for name in names_of(rule)]


def given(name: str, world: World, step: str, week: int) -> Any:
    """What a rule of a step is handed under a name of GIVEN."""
    if name == "week":
        return week
    if name == "c":
        return world.coefficients[0][step]
    if name == "levers":
        return world.levers[week]
    value = getattr(world, name)
    return value[0] if name in RECORDS or name == "on" else value


def _is_compiled(rule: Rule) -> bool:
    return hasattr(rule, "py_func")


def rules_of(instead: Mapping[str, Rule]) -> dict[tuple[str, Half], Rule]:
    """The rule of each half-step, with others in place of some `act`; raises ValueError as `walk` does."""
    unknown = [f"no step '{step}'" for step in instead if step not in STEPS]
    unknown += [f"{step}: a rule is given no '{name}'" for step, rule in instead.items() for name in names_of(rule) if name not in GIVEN]
    if unknown:
        raise ValueError("; ".join(unknown))
    return {(step, half): instead[step] if half == "act" and step in instead else getattr(MECHANISMS[step], half) for step, half in halves()}


def over(world: World) -> bool:
    """Whether the organisation is through: all is live, or stopped, or there is no programme."""
    programme = world.programme[0]
    return bool(programme.end_week >= 0.0 or programme.stopped == 1 or programme.exists == 0)
