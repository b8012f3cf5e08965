"""No lever is free: what it books with people is paid for, and what has no days has its price in how people behave.

A price is tested alone: the base without a lever pays the days that the lever books when it is moved, and gets nothing for them. A price in behaviour is
a measure that gets worse, over paired worlds, beyond four standard errors.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from half_steps import CUSTOMERS, base, walked
from paired_errors import in_errors
from weekly import live, started

from simulation.analysis.first_effects import moved
from simulation.levers import DECLARED, NAMES
from simulation.mechanisms.shared import YEAR
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.state import BUILDING, STEERING

BOOKING = [name for name in NAMES if DECLARED[name].extra["books"]]
WORLDS, WEEKS = 12, 52
TOLERANCE = 3.0  # standard errors of the mean of twelve paired differences: the days are few


def lived(scenario, number, off=(), booked=None):
    """A scenario in one world: the days that levers booked [week, lever, team], and what own roadmaps brought and the programme spent.

    `off` names switches; `booked` (lever -> [week, team]) puts days into the week of a lever that is off.
    """
    world, days, own = started(scenario, WEEKS, customers=CUSTOMERS, number=number), [], 0.0
    for switch in off:
        world.on[switch] = 0
    for week in range(WEEKS):
        for name, given in (booked or {}).items():
            world.agenda.booked[NAMES.index(name)] = given[week]
        live(world, week)
        days.append(world.agenda.booked.copy())
        own += world.directorates.own_rate.sum() / YEAR
    return np.array(days), own, world.programme[0].spent


@cache
def of_base(number):
    return lived(base(), number)


@pytest.mark.parametrize("name", BOOKING)
def test_the_days_that_a_lever_books_are_paid_for_by_own_roadmaps_or_by_the_programme(name):
    off = [name] if name != "change_management" else ["step_communication"]  # which books training where it is given: no frame does
    row, differences, further = NAMES.index(name), [], base().with_(levers={name: moved(name)})
    for number in range(WORLDS):
        booked = lived(further, number)[0][:, row]
        _, own, spent = lived(base(), number, off)
        _, paid_own, paid_spent = lived(base(), number, off, {name: booked})
        differences.append((paid_own - own, paid_spent - spent))
    own, cost = (in_errors(column) for column in np.transpose(differences))
    assert own < -TOLERANCE or cost > TOLERANCE
    assert own < TOLERANCE
    assert cost > -TOLERANCE


@pytest.mark.parametrize("name", BOOKING)
def test_a_lever_that_is_moved_further_books_more_days(name):
    further, row = lived(base().with_(levers={name: moved(name)}), 0)[0], NAMES.index(name)
    assert further[:, row].sum() > of_base(0)[0][:, row].sum() > 0.0


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
    Price("shared_okrs", 0.5, 0.9, "own_value", "lower", "the own roadmap comes late: seen before it is made up for", weeks=104),
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
