"""A board that strikes journeys off the roadmap when the money it grants will not bring all of it home (steering, decision 19)."""

import numpy as np
import pytest

from simulation import load
from simulation.compiled import callable_from_python
from simulation.mechanisms import release, steering
from simulation.mechanisms.shared import QUARTER
from simulation.state import LIVE, STRUCK
from tests.weekly import after, live_through, started

WEEKS = 90


def expensive(**coefficients):
    """The retailer's as-is on the day of the decision, under a board that looks at once and strikes for certain."""
    world = started(load("retailer/as-is"), WEEKS, number=2)
    for name, value in {"stop_rate": 0.0, "stop_after": 1.0, "strike": 1.0, "shield": 1.0, **coefficients}.items():
        world.coefficients[0]["steering"][name] = value
    return world


def test_the_rest_is_expected_to_cost_what_was_planned():
    programme = started(load("retailer/as-is"), WEEKS).programme[0]
    programme.spent, programme.seen_done, programme.plan_cost = 3e6, 0.25, 8e6
    assert callable_from_python(steering.expected_cost)(programme) == pytest.approx(3e6 + 0.75 * 8e6)
    programme.kept = programme.nominal / 2  # half the roadmap was given up: half as much is to come
    assert callable_from_python(steering.expected_cost)(programme) == pytest.approx(3e6 + 0.75 * 4e6)


def test_what_brings_least_for_the_days_it_takes_goes_first():
    world = after(load("retailer/as-is"), 40)
    journeys, packages = world.journeys, world.packages
    left = [packages.left[(packages.journey == row) & (packages.status < LIVE)].sum() for row in range(len(journeys))]
    worth = [journeys.value[row] / left[row] if left[row] > 0 else np.inf for row in range(len(journeys))]
    assert callable_from_python(steering.least_worth_its_cost)(journeys, packages) == int(np.argmin(worth))


def test_what_is_live_of_a_journey_stays_and_nobody_works_on_the_rest():
    world = live_through(expensive(granted=10.0), 60)
    packages = world.packages
    journey = int(packages.journey[packages.status == LIVE][0])
    own = packages.journey == journey
    live, kept = own & (packages.status == LIVE), float(world.programme.kept[0])
    rest = float(packages.nominal[own & ~live].sum())
    callable_from_python(steering.strike_off)(world.programme[0], world.journeys, packages, journey)
    assert (packages.status[live] == LIVE).all()
    assert (packages.status[own & ~live] == STRUCK).all()
    assert world.programme.kept[0] == pytest.approx(kept - rest)
    spent = packages.spent.copy()
    live_through(world, 70, first=60)
    assert (packages.spent[own & ~live] == spent[own & ~live]).all()
    assert (packages.spent > spent).any()


@pytest.mark.parametrize("left", [0.0, 0.5, 1.0])
def test_a_board_that_sees_truly_goes_on_seeing_truly_when_a_journey_is_struck_off(left):
    world = live_through(expensive(granted=10.0), 60)
    programme, packages = world.programme[0], world.packages
    journey = int(packages.journey[packages.status < LIVE][0])
    gone = (packages.journey == journey) & (packages.status < LIVE)
    packages.left[gone] *= (left * packages.volume[gone] / packages.left[gone].sum(axis=1))[:, None]
    earned = [callable_from_python(release.progress)(packages, row) for row in range(len(packages))]
    programme.seen_done = sum(earned) / programme.kept
    callable_from_python(steering.strike_off)(programme, world.journeys, packages, journey)
    kept = sum(earned) - sum(earned[row] for row in np.flatnonzero(gone))
    assert programme.seen_done == pytest.approx(kept / programme.kept)


def test_what_customers_expect_is_not_taken_into_a_journey_that_was_struck_off():
    world = live_through(expensive(granted=10.0), 60)
    programme, journeys, packages = world.programme[0], world.journeys, world.packages
    programme.insight, programme.met_standard = 0.0, 5.0
    journeys.live_week[:] = -1.0
    journeys.struck[:], before = np.arange(len(journeys)) % 2, journeys.aim.copy()
    callable_from_python(steering.notice)(programme, packages, journeys, world.coefficients[0].steering)
    assert (journeys.aim[0::2] > before[0::2]).all()
    assert (journeys.aim[1::2] == before[1::2]).all()


def test_a_board_with_money_enough_strikes_nothing_off_and_one_without_strikes_one_a_quarter():
    rich, poor, quarters = live_through(expensive(granted=50.0), WEEKS), expensive(granted=-0.99), 0
    for week in range(WEEKS):
        live_through(poor, week + 1, first=week)
        quarters += week % QUARTER == QUARTER - 1 and poor.programme.seen_done[0] > 0.0
    assert rich.programme.kept[0] == rich.programme.nominal[0]
    assert rich.journeys.struck.sum() == 0
    assert poor.journeys.struck.sum() == quarters >= 4  # one a quarter, once something is seen
    assert poor.programme.kept[0] < poor.programme.nominal[0]


def test_a_board_that_has_seen_nothing_done_yet_strikes_nothing_off():
    world = live_through(expensive(granted=-0.99), 30)
    world.programme.seen_done[0], world.journeys.struck[:] = 0.0, 0
    strike = callable_from_python(steering.consider_striking)
    look = (world.board[0], world.programme[0], world.journeys, world.packages, world.keys, world.coefficients[0].steering, 38)
    strike(*look)
    assert world.journeys.struck.sum() == 0
    world.programme.seen_done[0] = 0.1
    strike(*look)
    assert world.journeys.struck.sum() == 1


def test_a_sponsor_who_is_always_there_keeps_the_roadmap_whole():
    world = started(load("retailer/as-is").with_(levers={"sponsorship": 1.0}), WEEKS, number=2)
    for name, value in {"stop_after": 1.0, "strike": 1.0, "shield": 1.0, "granted": -0.99}.items():
        world.coefficients[0]["steering"][name] = value
    world.coefficients[0]["events"]["presence"] = 1.0
    world.board.sponsor_turnover = 0.0
    world.board.programmes = 1.0
    assert live_through(world, WEEKS).journeys.struck.sum() == 0
