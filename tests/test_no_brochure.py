"""Not every slider to the right wins: for at least a third of the levers there is a company that a low or inner value serves best.

Searched in net value on one half of the worlds, beyond the threshold of materiality; confirmed on the other half.
"""

from functools import cache
from typing import NamedTuple

import pytest
from paired_errors import in_errors

from simulation.analysis.first_effects import MIDDLE
from simulation.levers import CATEGORIES, NAMES
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.sampling import load_population, sample_scenario
from simulation.scenario import load

pytestmark = pytest.mark.study

WORLDS, CUSTOMERS, SAMPLED, AT_THE_MIDDLE = 16, 1000, 24, 8
# Low, inner and high value of each lever that has an order; more of what it stands for is high.
VALUES = {name: (0.0, 0.5, 1.0) for name in NAMES if name not in CATEGORIES} | {
    "coercion": (0.0, 0.3, 1.0),
    "factory_size": (0.05, 0.25, 0.8),
    "review_interval": (26.0, 8.0, 2.0),
    "silo_level": (1.0, 0.5, 0.0),
    "wave_size": (4.0, 8.0, 20.0),
    "change_lead_weeks": (0.0, 6.0, 20.0),
}


class Found(NamedTuple):
    """A company in which a lever's low or inner value wins more than its high one, in thresholds of net value."""

    company: str
    value: float
    gain: float


@cache
def companies():
    """The three that ship and some drawn from typical ones, with every lever at its middle; and some drawn with the governance they have."""
    middle = {name: MIDDLE.get(name, 0.5) for name in NAMES}
    population = load_population("typical")
    shipped = [load(f"{name}/typical").with_(levers=middle, title=name) for name in ("retailer", "bank", "insurer")]
    drawn = [sample_scenario(population, number, 1).with_(title=f"company {number}") for number in range(SAMPLED)]
    return [*shipped, *(each.with_(levers=middle, title=each.title) for each in drawn[:AT_THE_MIDDLE]), *drawn[AT_THE_MIDDLE:]]


@cache
def gains(company, name, first_world):
    """In thresholds: what the low and the inner value of a lever win more than the high one, and how sure that is in standard errors."""
    differences = {value: won(company, name, value, first_world) - won(company, name, VALUES[name][2], first_world) for value in VALUES[name][:2]}
    return {value: (float(difference.mean()), in_errors(difference)) for value, difference in differences.items()}


@cache
def won(company, name, value, first_world):
    scenario = next(each for each in companies() if each.title == company).with_(levers={name: value})
    ensemble = run(scenario, worlds=WORLDS, first_world=first_world, customers=CUSTOMERS)
    return ensemble.outcomes["net_value"] / (OUTCOMES["net_value"].relative * ensemble.plan_cost)


def best_below_high(name):
    """Companies in which a low or inner value beats the high one on the first worlds, and does so again on others."""
    found = []
    for company in companies():
        for value, (gain, errors) in gains(company.title, name, 0).items():
            if gain > 1.0 and errors > 4.0 and gains(company.title, name, WORLDS)[value][0] > 1.0:
                found.append(Found(company.title, value, gains(company.title, name, WORLDS)[value][0]))
    return found


def test_for_a_third_of_the_levers_some_company_is_best_served_by_a_low_or_inner_value():
    table = {name: best_below_high(name) for name in VALUES}
    for name, found in table.items():
        shown = ", ".join(f"{each.company} {each.value:g} ({each.gain:+.1f})" for each in sorted(found, key=lambda each: -each.gain)[:3])
        print(f"{name:18} {len({each.company for each in found}):2} of {len(companies())} companies: {shown or 'none'}")
    assert sum(map(bool, table.values())) >= len(NAMES) / 3


def test_for_some_levers_the_high_value_is_best_in_some_companies():
    """Nor is it a model in which doing nothing wins: in some company the high value beats both others by more than a threshold."""
    winners = {name for name in VALUES for company in companies() if all(gain < -1.0 for gain, _ in gains(company.title, name, 0).values())}
    print("high wins somewhere:", ", ".join(sorted(winners)))
    assert winners
