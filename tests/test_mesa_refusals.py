"""What a user of Mesa mistypes is told with what to do."""

import mesa
import pytest
from test_mesa import after, bits, model

from simulation.agents import Customer, Team
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


# -- what is set


@pytest.fixture(scope="module")
def made():
    return after(model(), 2)


@pytest.mark.parametrize(
    ("typed", "meant"), [("sponsorhip", "sponsorship"), ("role_clarit", "role_clarity"), ("shared_okr", "shared_okrs"), ("delegatoin", "delegation")]
)
def test_an_attribute_that_is_a_misspelt_lever_is_refused_with_what_was_meant(made, typed, meant):
    with pytest.raises(AttributeError, match=f"a model has no '{typed}'; did you mean '{meant}'"):
        setattr(made, typed, 0.9)


def test_attributes_of_ones_own_may_be_called_by_words_near_a_lever_and_near_what_is_fixed():
    made = model()
    for name in ("worlds", "states", "settings", "seeds", "speed", "stage", "score", "strategy", "structures", "ambitions"):
        setattr(made, name, 5)
        assert getattr(made, name) == 5
    made.teams[0].threats = made.teams[0].methods = 5


def test_other_attributes_of_ones_own_may_be_put_on_a_model_and_changed():
    class Own(OmnichannelModel):
        settings = ()

    made = Own(world=3, weeks=5, customers=100)
    made.settings, made.team, made.grid, made._sponsor, made.colour = ("a",), 1, None, 2, "red"
    made.colour = "blue"
    assert (made.settings, made.colour) == (("a",), "blue")


@pytest.mark.parametrize("name", ["board", "factory", "directorates", "teams", "segments", "channels", "journeys", "packages", "units"])
def test_what_the_company_has_is_not_replaced(made, name):
    before = getattr(made, name)
    with pytest.raises(AttributeError, match=rf"{name} belongs to the company, for the whole run: describe it in the company \(a scenario file\) of a new"):
        setattr(made, name, 5)
    assert getattr(made, name) is before


def test_the_number_of_customers_is_given_to_a_new_model(made):
    with pytest.raises(AttributeError, match="customers belongs to the company, for the whole run: give customers= to a new model"):
        made.customers = 5


@pytest.mark.parametrize("name", ["week", "series", "steps_in_python"])
def test_what_a_model_works_out_is_not_set(made, name):
    with pytest.raises(AttributeError, match=f"{name} is not set by hand, it follows from what is given and played"):
        setattr(made, name, 5)


@pytest.mark.parametrize(
    ("of", "name", "may"),
    [
        (lambda made: made.teams[0], "unit", "of a Team these may be set: buy_in"),
        (lambda made: made.teams[0], "speciality", "of a Team these may be set: buy_in"),
        (lambda made: made.teams[0], "name", "of a Team these may be set: buy_in"),
        (lambda made: made.customers[0], "status", "of a Customer these may be set: trust"),
        (lambda made: made.packages[0], "status", "nothing of a Package is set by hand"),
    ],
)
def test_what_follows_is_not_set_and_says_what_may_be(made, of, name, may):
    with pytest.raises(AttributeError, match=rf"\.{name} is not set by hand, it follows from the company and from what is decided and done; {may}"):
        setattr(of(made), name, "adopted")


def test_a_property_of_ones_own_is_told_as_python_tells_it():
    mine = type("Mine", (Team,), {"mood": property(lambda self: 1.0)})
    with pytest.raises(AttributeError, match="has no setter"):
        model(mine).teams[0].mood = 2.0


def test_an_agent_of_the_company_is_not_deregistered_and_one_of_ones_own_is():
    made = model()
    teams = len(made.agents_by_type[Team])
    with pytest.raises(RuntimeError, match="cannot be removed: an agent is a row of the state for the whole run"):
        made.deregister_agent(made.teams[0])
    assert len(made.agents_by_type[Team]) == teams
    other = mesa.Agent(made)
    assert other in made.agents
    other.remove()
    assert other not in made.agents
    assert bits(after(made, 2)) == bits(after(model(), 2))
