"""No lever is free: what it books with people is paid for, and what has no days has its price in how people behave.

A price is tested alone: the base pays the days that a lever would book if it were moved, and gets nothing for them. A price in behaviour is a measure that
gets worse, over paired worlds, beyond four standard errors.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from half_steps import CUSTOMERS, base, booked, column, walked
from paired_errors import in_errors

from simulation.analysis.first_effects import moved
from simulation.levers import DECLARED, NAMES
from simulation.outcomes import OUTCOMES, ROW
from simulation.run import run
from simulation.state import BUILDING, STEERING

BOOKING = [name for name in NAMES if DECLARED[name].extra["books"]]
WORLDS, WEEKS = 12, 52
TOLERANCE = 3.0  # standard errors of the mean of twelve paired differences: the days are few


@cache
def plain(number):
    """The base in one world: its outcomes, and the days booked each week, as the teams' week begins."""
    return recorded(base(), number)


def recorded(scenario, number):
    weeks = []

    def after(step, half, week, world):
        if (step, half) == ("allocation", "frame"):
            weeks.append(world.agenda.booked.copy())

    return walked(scenario, number, after, WEEKS), np.array(weeks)


def paying(name, number):
    """The base in one world, with the days that a lever books when it is moved; what it would move stays where it is."""
    weeks = recorded(base().with_(levers={name: moved(name)}), number)[1][:, NAMES.index(name)]

    def after(step, half, week, world):
        if (step, half) == ("allocation", "frame"):
            column(world, booked(name))[...] = weeks[week]

    return walked(base(), number, after, WEEKS)


@pytest.mark.parametrize("name", BOOKING)
def test_the_days_that_a_lever_books_are_paid_for_by_own_roadmaps_or_by_the_programme(name):
    differences = np.array([paying(name, number).outcomes - plain(number)[0].outcomes for number in range(WORLDS)])
    own, cost = in_errors(differences[:, ROW["own_value"]]), in_errors(differences[:, ROW["delivery_cost"]])
    assert own < -TOLERANCE or cost > TOLERANCE
    assert own < TOLERANCE
    assert cost > -TOLERANCE


@pytest.mark.parametrize("name", BOOKING)
def test_a_lever_that_is_moved_further_books_more_days(name):
    further, row = recorded(base().with_(levers={name: moved(name)}), 0)[1], NAMES.index(name)
    assert further[:, row].sum() > plain(0)[1][:, row].sum() > 0.0


@pytest.mark.parametrize("name", BOOKING)
def test_no_team_is_booked_for_more_days_than_it_has(name):
    def after(step, half, week, world):
        if (step, half) == ("allocation", "act"):
            free = 5.0 * world.teams.fte * (1.0 - world.programme.overhead[0])
            assert (world.teams.days[:, BUILDING : STEERING + 1].sum(axis=1) <= free + 1e-9).all()

    walked(base().with_(levers={name: moved(name)}), 0, after, WEEKS)


class Price(NamedTuple):
    """A measure that gets worse when a lever goes from one value to another, in a setting, and why."""

    lever: str
    low: float | str
    high: float | str
    measure: str
    worse: str  # "higher" or "lower"
    why: str
    setting: dict[str, float] = {}  # noqa: RUF012 - an empty one, never written to
    weeks: int = 156


PRICES = [
    Price("sponsorship", 0.5, 0.9, "own_value", "lower", "what a sponsor makes directorates give, their own roadmaps miss"),
    Price("role_clarity", 0.0, 0.9, "live_share", "lower", "nothing starts before the roles are settled", weeks=52),
    Price("budget_authority", 0.5, 0.9, "buy_in", "lower", "directorates that do not recognise the Factory resent the money it holds"),
    Price("coercion", 0.3, 0.9, "buy_in", "lower", "orders against one's own objectives are resented", {"goal_strength": 0.8, "shared_okrs": 0.1}),
    Price("goal_strength", 0.5, 0.9, "rework_branching", "higher", "what is not measured is neglected: coordination left undone"),
    Price("shared_okrs", 0.5, 0.9, "own_value", "lower", "the own roadmap comes late"),
    Price("review_interval", 8.0, 2.0, "cost_build", "higher", "a roadmap that is re-ranked makes teams change work"),
    Price("reporting_line", "general management", "marketing", "recognition", "lower", "near one directorate, far from the others"),
    Price("structure", "business universe", "channel", "cost_coordination", "higher", "connections between channels cross its teams"),
    Price("factory_size", 0.25, 0.6, "own_value", "lower", "as many people fewer in the directorates"),
    Price("build_share", 0.1, 0.9, "unfinished", "higher", "a small Factory is the bottleneck of what it builds itself", {"factory_size": 0.05}),
    Price("scope", 0.5, 1.0, "unfinished", "higher", "a small Factory is the bottleneck of what it takes on", {"factory_size": 0.05}),
    Price("ambition", 0.5, 1.0, "fatigue", "higher", "people tire of the pace"),
    Price("ambition", 0.5, 1.0, "debt", "higher", "haste leaves debt"),
    Price("wave_size", 8.0, 4.0, "unfinished", "higher", "small waves wait for their last package"),
    Price("wave_size", 8.0, 0.0, "cost_waiting", "higher", "without a limit packages wait for each other's people"),
    Price("communication", 0.5, 0.9, "fatigue", "higher", "messages tire"),
    Price("change_lead_weeks", 6.0, 26.0, "understanding", "lower", "what is taught long before it is used is forgotten"),
    Price("customer_insight", 0.1, 0.9, "cost_build", "higher", "what customers newly expect is built into the roadmap"),
]


def test_every_lever_has_a_price():
    assert {*BOOKING, *(price.lever for price in PRICES)} == set(NAMES)


@cache
def measured(levers, measure, weeks):
    """[world] an outcome, or the mean over weeks of a series."""
    ensemble = run(base().with_(levers=dict(levers)), worlds=40, customers=2 * CUSTOMERS, weeks=weeks)
    return ensemble.outcomes[measure] if measure in OUTCOMES else ensemble.series[measure].groupby("world").mean()


@pytest.mark.parametrize("price", PRICES, ids=lambda price: f"{price.lever}-{price.measure}")
def test_a_price_is_paid_in_behaviour(price):
    low, high = ({**price.setting, price.lever: value} for value in (price.low, price.high))
    errors = in_errors(measured(tuple(high.items()), price.measure, price.weeks) - measured(tuple(low.items()), price.measure, price.weeks))
    assert (errors if price.worse == "higher" else -errors) > 4.0
