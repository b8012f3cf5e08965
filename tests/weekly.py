"""A run taken week by week, so that a test can look at everything, or meddle, between two weeks."""

from functools import lru_cache
from typing import Any

import numpy as np

from simulation.compiled import entry
from simulation.recording import record_organisation, record_value
from simulation.run import begin
from simulation.scenario import Scenario
from simulation.state import STEPS, World
from simulation.week import one_week
from simulation.world import fresh, world_of

STATE = (
    "board", "programme", "factory", "market", "directorates", "teams", "ties", "channels", "journeys", "packages", "assets", "customers",
    "demand", "agenda", "decisions", "accounts",
)  # fmt: skip


def started(scenario: Scenario, weeks: int, *, customers: int = 100, seed: int = 1, number: int = 0, **how: Any) -> World:
    """A world of a scenario on the day of the board's decision; `how` goes to `world_of` (programme) and `fresh` (luck_only)."""
    luck_only = how.pop("luck_only", False)
    world = fresh(_template(scenario, weeks, customers, **how), seed, number, luck_only=luck_only)
    world = world._replace(coefficients=world.coefficients.copy(), on=world.on.copy(), levers=world.levers.copy())
    _begin(world.teams, world.ties, world.journeys, world.packages, world.customers, world.demand, world.channels, world.market, world.coefficients, world.keys)
    return world


@lru_cache(maxsize=4)
def _template(scenario: Scenario, weeks: int, customers: int, **how: Any) -> World:
    """What all worlds of a scenario are copied from: made once, where a test starts many."""
    return world_of(scenario, weeks, customers, **how)


def live(world: World, week: int) -> None:
    """Let one week pass; customers come as long as there is room for it in the series."""
    _week(*world, week, len(world.accounts.series))


def live_through(world: World, last: int, first: int = 0) -> World:
    """Let the weeks from `first` up to `last`, not included, pass; the world as it then is."""
    for week in range(first, last):
        live(world, week)
    return world


def after(scenario: Scenario, weeks: int, **how: Any) -> World:
    """A world so many weeks later."""
    return live_through(started(scenario, max(weeks, 40), **how), weeks)


def only(world: World, *steps: str) -> World:
    """The same world with all other steps switched off from now on."""
    for step in STEPS:
        world.on[f"step_{step}"] = 1 if step in steps else 0
    return world


def columns(world: World) -> dict[str, np.ndarray]:
    """A copy of all that a world holds and a week may change, by the name of its field: `teams.buy_in`, `demand.users`, ..."""
    found = {}
    for name in STATE:
        table = getattr(world, name)
        for field in table.dtype.names if isinstance(table, np.ndarray) else table._fields:
            found[f"{name}.{field}"] = np.array(getattr(table, field))
    found["customers.changed"] = found["customers.changed"][: world.market.changes[0]]  # the rest is room, never written
    return found


@entry
def _begin(teams, ties, journeys, packages, customers, demand, channels, market, c, keys):
    begin(teams, ties, journeys, packages, customers, demand, channels, market[0], c[0].customers, keys)


@entry
def _week(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, week, horizon,
):  # fmt: skip
    outside = programme[0].outside
    one_week(
        board[0], programme[0], factory[0], market[0], directorates, teams, ties, channels, journeys, packages, assets, customers, demand,
        agenda, decisions, accounts, levers[week], on[0], c[0], keys, week, horizon,
    )  # fmt: skip
    if week < horizon:
        row = accounts.series[week]
        record_organisation(programme[0], factory[0], directorates, teams, channels, packages, accounts, row)
        record_value(programme[0], market[0], directorates, journeys, accounts, customers.status.shape[0], outside, row)
