"""A copy of a model, or one that was pickled, goes on as its original, and asks its own agents."""

import copy
import pickle
from functools import cache

import pytest
from test_mesa import after, bits, model

from simulation.agents import Customer, Directorate, Team

HALF = 8


class Weekly(Directorate):
    def wish(self):
        return 0.2 * super().wish() if self.model.week % 3 == 0 else super().wish()


class Tired(Team):
    def update_buy_in(self):
        super().update_buy_in()
        self.fatigue = min(1.0, self.fatigue + 0.01 * (self.model.week % 2))


class Wary(Customer):
    def visit(self):
        super().visit()
        self.trust = 0.99 * self.trust


class Lookahead(Directorate):
    def wish(self):
        copy.deepcopy(self.model)
        return super().wish()


@cache
def uncopied(*classes):
    return bits(after(model(*classes)))


def pickled(made):
    return pickle.loads(pickle.dumps(made))


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
@pytest.mark.parametrize("classes", [(), (Weekly,), (Weekly, Tired, Wary)], ids=["none", "one", "three"])
def test_a_copy_of_a_half_run_model_goes_on_bit_for_bit_and_leaves_the_original_alone(classes, copied):
    made = after(model(*classes), HALF)
    before, other = bits(made), copied(made)
    assert bits(other) == before
    while other.running:
        other.step()
    assert bits(made) == before
    while made.running:
        made.step()
    assert bits(made) == bits(other) == uncopied(*classes)
    assert (other.week, other.steps, other.steps_in_python) == (made.week, made.steps, made.steps_in_python)


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_a_copy_finishes_as_its_original(copied):
    made = after(model(Weekly), HALF)
    other = copied(made)
    assert repr(made.finish()) == repr(other.finish())
    assert bits(made) == bits(other)


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_the_agents_of_a_copy_are_its_own(copied):
    made = after(model(Tired), 2)
    other = copied(made)
    assert all(agent.model is other for agent in other.agents)
    other.teams[0].buy_in = 0.123
    assert made.teams[0].buy_in != other.teams[0].buy_in == other.state.teams.buy_in[0] == 0.123


def test_a_model_is_not_copied_while_an_agent_decides():
    with pytest.raises(RuntimeError, match="an agent is deciding: copy a model between two weeks"):
        model(Lookahead).step()
