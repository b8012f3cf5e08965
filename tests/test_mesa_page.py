"""What docs/mesa.md says of agents, sets of agents and batches is so."""

import warnings
from pathlib import Path

import mesa
import numpy as np
import pytest
from test_mesa import after, model

from simulation.agents import Directorate, Factory, Team
from simulation.checks import InputError
from simulation.model import OmnichannelModel

PAGE = (Path(__file__).parent.parent / "docs" / "mesa.md").read_text(encoding="utf-8")
SHORT = {"customers": 100, "weeks": 3}


class Half(Directorate):
    def recognise(self):
        self.recognition = 0.5


def recognition(parameters, **more):
    rows = mesa.batch_run(OmnichannelModel, {**SHORT, **parameters}, display_progress=False, **more)
    return [row["recognition"] for row in rows]


def test_a_factory_without_people_is_an_agent_whose_teams_have_none():
    assert "also without people (`headcount` 0)" in PAGE
    made = after(model(factory_size=0.0), 2)
    (factory,) = made.agents_by_type[Factory]
    assert "also where it has no people" in Factory.__doc__
    assert factory.headcount == 0.0
    assert factory.teams
    assert all(team.fte == 0.0 for team in factory.teams)


def test_teams_without_people_are_left_out_of_a_mean_as_the_page_says():
    assert "`teams.select(lambda team: team.fte > 0)`" in PAGE
    made = after(model(factory_size=0.0), 2)
    teams = made.agents_by_type[Team].select(lambda team: team.fte > 0)
    table = made.state.teams
    assert len(teams) < len(made.teams)
    assert teams.agg("buy_in", np.mean) == pytest.approx(table.buy_in[table.fte > 0].mean())


def test_agents_of_a_class_of_ones_own_are_selected_by_their_kind():
    assert "`agents.select(agent_type=Directorate)`" in PAGE
    made = model(Half)
    assert [*made.agents.select(agent_type=Directorate)] == [*made.agents_by_type[Half]] == made.directorates
    assert Directorate not in made.agents_by_type


def test_a_batch_takes_classes_as_a_list_in_a_list():
    assert "`[[Stubborn]]`" in PAGE
    assert recognition({"world": [3, 4], "agent_classes": [[Half]]}) == [0.5, 0.5]
    with pytest.raises(InputError, match=r"give a list of classes, for example \[Half\], and to mesa.batch_run \[\[Half\]\]"):
        recognition({"world": 3, "agent_classes": [Half]})


def test_a_batch_varies_worlds_by_rng_and_not_by_iterations():
    assert '`{"rng": [1, 2]}`' in PAGE
    beside = hasattr(mesa.Model, "run_for")  # Mesa 3.5
    assert "`batch_run(..., rng=[1, 2])` in 3.5" in PAGE
    drawn = [recognition({}, rng=[1, 2]) if beside else recognition({"rng": [1, 2]}) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        repeated = [recognition({}, iterations=3) for _ in range(2)]
    assert (len({*repeated[0], *repeated[1]}) == 1) == (not beside)
