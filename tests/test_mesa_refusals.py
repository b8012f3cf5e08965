"""What a user of Mesa mistypes is told with what to do."""

import pytest

from simulation.agents import Customer
from simulation.checks import InputError
from simulation.model import CUSTOMER_AGENTS, OmnichannelModel


def problems(**given):
    with pytest.raises(InputError) as told:
        OmnichannelModel(**given)
    return told.value.problems


# -- what a model is made of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("customer", "customers"), ("wrld", "world"), ("week", "weeks"), ("agent_class", "agent_classes"), ("scenari", "scenario"), ("delegatoin", "delegation")],
)
def test_an_argument_that_is_mistyped_is_told_by_the_nearest_among_arguments_and_levers(typed, meant):
    assert problems(**{typed: 3}) == [f"a model has no argument '{typed}'; did you mean '{meant}'?"]


def test_all_that_a_model_cannot_be_made_of_is_said_at_once():
    found = problems(scenario="retailer/as-was", customer=500, sponsorship=2.0, world=-1, weeks=0, agent_classes=[int])
    words = ("customer'", "as-was", "sponsorship", "world", "weeks", "int")
    assert [next(word for word in words if word in each) for each in found] == [*words]
    assert [each.partition(" = ")[0] for each in problems(sponsorship=2.0, weeks=0, customers=5)] == ["levers.sponsorship", "weeks", "customers"]


def test_customers_of_ones_own_and_too_many_of_them_are_said_with_the_rest():
    mine = type("Mine", (Customer,), {})
    found = problems(agent_classes=[mine], customers=CUSTOMER_AGENTS + 1, delegatoin=0.5)
    assert len(found) == 2
    assert f"agents of class Mine are made for up to {CUSTOMER_AGENTS} customers" in found[1]


def test_a_world_and_a_lever_are_told_in_the_words_of_a_model():
    assert problems(world=-1)[0].startswith("world = -1 is outside 0 to ")
    assert problems(sponsorship=2.0) == ["levers.sponsorship = 2.0 is outside 0 to 1 (given to the model)"]
