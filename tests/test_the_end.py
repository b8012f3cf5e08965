"""What a programme leaves behind: once it has ended or was stopped nobody is paid for it, and what nobody is paid for does nothing."""

import numpy as np
import pytest
from brisk import brisk
from weekly import columns, live, live_through, started

from simulation.levers import CATEGORIES, DECLARED, NAMES
from simulation.state import IDLE, OWN

HELD = (
    "teams.buy_in", "teams.understanding", "teams.method", "teams.fatigue", "directorates.recognition", "directorates.actual", "directorates.heard",
    "channels.debt", "channels.coverage", "channels.quality", "journeys.aim", "packages.left", "decisions.latency",
)  # fmt: skip


def stopped(week: int = 12, **levers):
    """The brisk company whose programme was stopped in a week."""
    world = live_through(started(brisk(**levers), 60), week)
    world.programme.stopped[0], world.programme.stop_week[0] = 1, week
    return world


def test_a_programme_that_is_over_moves_nobody_and_no_system():
    world = stopped(communication=1.0, change_management=1.0, customer_insight=1.0, modernisation=1.0, api_strategy=1.0)
    world.programme.staff_turnover[0] = 0.0
    live(world, 12)
    before = columns(world)
    live_through(world, 30, first=13)
    after = columns(world)
    for name in HELD:
        assert (after[name] == before[name]).all(), name


def test_nothing_is_booked_for_a_programme_that_is_over():
    world = stopped(communication=1.0, design_system=1.0)
    live(world, 12)
    assert set(np.flatnonzero(world.teams.days.sum(axis=0))) <= {OWN, IDLE}
    spent = world.accounts.spent.sum()
    live_through(world, 30, first=13)
    assert world.accounts.spent.sum() == spent


@pytest.mark.parametrize("name", [each for each in NAMES if each != "factory_size"])  # which moves people, whose days are own work by then
def test_no_lever_moves_anything_once_the_programme_is_over(name):
    found = []
    for value in range(len(CATEGORIES[name])) if name in CATEGORIES else (DECLARED[name].low, DECLARED[name].high):
        world = stopped()
        world.levers[name][12:] = value
        found.append(live_through(world, 40, first=12).accounts.series[12:40].copy())
    assert all((other == found[0]).all() for other in found[1:])
