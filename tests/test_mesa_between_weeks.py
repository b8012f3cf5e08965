"""What may be asked of agents between two weeks, and what is left to a week."""

import pytest
from test_mesa import DECISIONS, after, also, bits, model

from simulation.agents import Customer, Directorate, Team
from simulation.deciding import decisions_of

ACTING = [(kind, name) for kind, name in DECISIONS if decisions_of(kind)[name].gives == "nothing"]


@pytest.mark.parametrize(("kind", "name"), ACTING)
@pytest.mark.parametrize("own", [False, True], ids=["usual", "own"])
def test_a_decision_that_acts_is_refused_between_weeks_and_changes_nothing(kind, name, own):
    made = after(model(*([also(kind, name)] if own else [])), 2)
    before = bits(made)
    with pytest.raises(RuntimeError, match=r"let model.step\(\) ask for it"):
        made.agents.select(agent_type=kind).do(name)
    assert bits(made) == before


def test_the_refusal_names_the_decision_and_its_step():
    with pytest.raises(RuntimeError, match=r"^Team.update_buy_in\(\) is taken in the midst of step 'buy_in': let model.step\(\) ask for it$"):
        model().agents_by_type[Team].do("update_buy_in")


def test_an_agent_may_have_others_act_in_the_midst_of_a_week():
    class Leader(Directorate):
        def choose_commitment(self):
            super().choose_commitment()
            for team in self.teams:
                team.learn()

    assert bits(after(model(Leader), 2)) != bits(after(model(), 2))


def test_an_answer_may_be_asked_for_at_any_time_and_changes_nothing():
    made = after(model(), 2)
    before = bits(made)
    for agent in (*made.directorates, *made.teams):
        assert 0.0 <= (agent.wish() if isinstance(agent, Directorate) else agent.opinion()) <= 1.0
        agent.why()
    assert bits(made) == before


@pytest.mark.parametrize("name", ["step", "advance"])
def test_asking_agents_for_a_step_is_refused(name):
    made = model()
    for asking in (made.agents.do, made.agents.shuffle_do, made.agents_by_type[Customer].do):
        with pytest.raises(RuntimeError, match=rf"\.{name}\(\) plays nothing: model.step\(\) plays a week; override a decision instead: "):
            asking(name)
