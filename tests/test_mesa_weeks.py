"""Mesa's count of steps is the model's count of weeks, also where a step is refused or an agent fails; a week left half-way is not gone on with."""

import copy

import mesa
import pytest
from test_mesa import WEEKS, after, bits, model

from simulation.agents import Directorate
from simulation.model import OmnichannelModel

timed = pytest.mark.skipif(not hasattr(mesa.Model, "run_for"), reason="Mesa has a time of its own from 3.5 on")


class Failing(Directorate):
    def wish(self):
        if self.model.week == 3 and self.row == 1 and not getattr(self.model, "healed", False):
            raise ValueError("no wish")
        return super().wish()


def counts(made):
    return made.week, made.steps, *([made.time] if hasattr(made, "time") else [])


def counted(weeks):
    return counts(after(model(), weeks))


def test_a_step_after_the_end_counts_nothing_however_often_it_is_tried():
    made = after(model())
    for _ in range(3):
        with pytest.raises(RuntimeError, match=f"^the run is over after {WEEKS} weeks: ask model.running before a step"):
            made.step()
    assert counts(made) == counted(WEEKS)


def test_a_step_after_finish_tells_the_horizon_and_how_far_the_organisation_ran():
    made = model()
    made.finish()
    assert made.week > WEEKS
    with pytest.raises(RuntimeError, match=f"^the run is over after {WEEKS} weeks, and the organisation has run on to week {made.week}: "):
        made.step()
    assert made.steps == WEEKS


def test_after_an_error_in_a_week_it_is_not_played_again():
    made = model(Failing)
    after(made, 3)
    with pytest.raises(ValueError, match="no wish"):
        made.step()
    assert counts(made) == counted(3)
    made.healed, left = True, bits(made)
    for further in (made.step, made.step, made.finish, copy.deepcopy(made).step):
        with pytest.raises(RuntimeError, match=r"^week 4 was left half-way by an error or a stop: make a new model$"):
            further()
    assert counts(made) == counted(3)
    assert bits(made) == left


def test_a_step_in_which_only_the_collecting_fails_is_a_week_that_was_played():
    made = model()
    made.datacollector = mesa.DataCollector(model_reporters={"wrong": lambda one: one.nothing_of_this_name})
    with pytest.raises(RuntimeError, match="failed validation"):
        made.step()
    assert counts(made) == counted(1)
    assert bits(made) == bits(after(model(), 1))


def test_a_subclass_with_a_step_of_its_own_is_counted_too():
    class Monthly(OmnichannelModel):
        def step(self):
            for _ in range(4):
                super().step()

    made = Monthly(world=3, weeks=20, customers=300)
    while made.running:
        made.step()
    assert (made.week, made.steps) == (20, 5)
    with pytest.raises(RuntimeError, match="over after 20 weeks"):
        made.step()
    assert made.steps == 5


@timed
def test_mesas_own_ways_to_run_on_end_with_the_run():
    made = model()
    with pytest.raises(RuntimeError, match=f"over after {WEEKS} weeks"):
        made.run_for(WEEKS + 5)
    assert counts(made) == counted(WEEKS)
    with pytest.raises(RuntimeError, match=f"over after {WEEKS} weeks"):
        made.run_for(1)


@timed
def test_a_step_that_mesa_no_longer_plans_is_told():
    made = model()
    made.datacollector = mesa.DataCollector(model_reporters={"wrong": lambda one: one.nothing_of_this_name})
    with pytest.raises(RuntimeError, match="failed validation"):
        made.step()
    with pytest.raises(RuntimeError, match="Mesa plans no further week after an error in a step"):
        made.step()
    assert counts(made) == counted(1)
