"""A run in half-steps from Python equals the kernel's, and lets agents in Python play a step."""

import os
import subprocess
import sys

import numpy as np
import pytest
from half_steps import CUSTOMERS, SEED, base, kernel

from simulation.compiled import callable_from_python
from simulation.levers import COSTS
from simulation.mechanisms import buy_in
from simulation.mechanisms.shared import mean
from simulation.outcomes import OUTCOMES, SERIES
from simulation.run import whole_run
from simulation.scenario import load
from simulation.state import STEPS
from simulation.stepwise import halves, walk
from simulation.world import ORGANISATION_WEEKS, fresh, plan_adoption, world_of

WEEKS = 60


def walked(scenario, number=0, weeks=WEEKS, customers=CUSTOMERS, **hooks):
    world = fresh(world_of(scenario, weeks, customers), SEED, number)
    return walk(world, weeks, plan_adoption(scenario.company, weeks), **hooks)


def assert_equal(walk, run):
    assert walk.outcomes.tobytes() == run.outcomes.tobytes()
    assert walk.by_unit.tobytes() == run.by_unit.tobytes()
    assert walk.world.accounts.series[:, : len(SERIES)].tobytes() == run.series.tobytes()
    assert walk.world.packages.live_week.tobytes() == run.live_week.tobytes()


class Team:
    """A team that sees its own row, and updates its buy-in by the rules of the kernel."""

    def __init__(self, row):
        self.row = row

    def update_buy_in(self, programme, directorates, teams, ties, c):
        callable_from_python(buy_in.tire)(programme, teams, self.row, c)
        unit = teams.unit[self.row]
        leaders, heard, reactance = 1.0, c.insiders, 0.0
        results = directorates.results[unit] if unit < len(directorates.name) else callable_from_python(mean)(directorates.results)
        teams.success[self.row] += c.noticing * (results - teams.success[self.row])
        if unit < len(directorates.name):
            heard, reactance = directorates.heard[unit], directorates.reactance[unit]
            leaders = directorates.actual[unit] * (1.0 - reactance)
            believed = min(c.exaggeration * directorates.moved[unit] + c.rumour * directorates.rumour[unit] * programme.exists, 1.0)
            felt = believed * (1.0 - teams.credited[self.row]) * (1.0 - c.reassured * teams.understanding[self.row])
            teams.threat[self.row] += c.worry * (felt - teams.threat[self.row])
        heard *= c.on_trust + (1.0 - c.on_trust) * teams.understanding[self.row]
        opinion = self.opinion(leaders, heard, teams.success[self.row], teams.fatigue[self.row], teams.threat[self.row], reactance, c)
        others = callable_from_python(buy_in.neighbours)(programme, teams, ties, self.row)
        teams.buy_in[self.row] = callable_from_python(buy_in.influenced)(teams.buy_in_before[self.row], others, opinion, c)

    def opinion(self, *seen):
        return callable_from_python(buy_in.view)(*seen)


class Stubborn(Team):
    """A team that is against it, whatever it sees."""

    def opinion(self, *seen):
        return 0.0


def played_by(agent):
    """The step of buy-in, played by agents of a class."""

    def act(programme, directorates, teams, ties, channels, c):
        teams.buy_in_before[:] = teams.buy_in
        callable_from_python(buy_in.expose)(channels, directorates)
        for row in range(len(teams.name)):
            agent(row).update_buy_in(programme, directorates, teams, ties, c)

    return act


@pytest.mark.parametrize("scenario", ["retailer/as-is", "retailer/full-package", "retailer/sponsor-leaves"])
def test_a_run_in_half_steps_equals_the_kernels_bit_for_bit(scenario):
    assert_equal(walked(load(scenario), number=3), kernel(load(scenario), number=3))


def test_a_run_whose_organisation_outlasts_the_horizon_equals_the_kernels():
    scenario = load("retailer/as-is")
    weeks = 20
    world = fresh(world_of(scenario, weeks, CUSTOMERS), SEED, 1)
    out, by_unit = np.full(len(OUTCOMES), np.nan), np.zeros((len(world.accounts.spent), len(COSTS)))
    whole_run(*world, weeks, ORGANISATION_WEEKS, plan_adoption(scenario.company, weeks), out, by_unit)
    stepped = walked(scenario, number=1, weeks=weeks)
    assert stepped.outcomes.tobytes() == out.tobytes()
    assert stepped.by_unit.tobytes() == by_unit.tobytes()


@pytest.mark.parametrize("step", ["recognition", "customers", "accounts"])
def test_a_step_that_is_switched_off_is_left_out_in_half_steps_too(step):
    scenario = base().with_(off=[step])
    assert_equal(walked(scenario), kernel(scenario))


def test_after_each_half_step_the_world_may_be_looked_at_in_the_order_of_the_week():
    seen = []
    walked(base(), weeks=3, longest=3, after=lambda step, half, week, world: seen.append((week, step, half)))
    assert [(step, half) for week, step, half in seen if week == 1] == list(halves())
    assert [step for step, half in halves() if half == "act"] == list(STEPS)


def test_what_is_written_after_a_half_step_is_what_the_next_one_reads():
    def no_words(step, half, week, world):
        if (step, half) == ("communication", "frame"):
            world.programme.words[:] = 0.0

    silent = walked(base(), after=no_words).world
    assert silent.directorates.heard.max() == 0.0
    assert walked(base()).world.directorates.heard.max() > 0.0


def test_buy_in_played_by_agents_in_python_equals_the_compiled_step_bit_for_bit():
    assert_equal(walked(base(), instead={"buy_in": played_by(Team)}), kernel(base()))


def test_a_stubborn_class_of_agents_changes_the_outcome():
    usual, stubborn = walked(base()), walked(base(), instead={"buy_in": played_by(Stubborn)})
    row = list(OUTCOMES).index("kept_across")
    assert stubborn.world.teams.buy_in.max() < usual.world.teams.buy_in.min()
    assert stubborn.outcomes[row] < usual.outcomes[row] - 0.03  # the materiality threshold of promises kept


def test_agents_cannot_play_a_step_that_there_is_not():
    with pytest.raises(ValueError, match="no step 'buyin'"):
        walked(base(), instead={"buyin": played_by(Team)})


def test_agents_are_refused_what_a_rule_is_not_given():
    with pytest.raises(ValueError, match="buy_in: a rule is given no 'weather'"):
        walked(base(), instead={"buy_in": lambda teams, weather: None})


PLAIN = """
import sys; sys.path.insert(0, "tests")
from half_steps import base
from test_stepwise import walked
import numba
one = walked(base(), weeks=3, customers=20, longest=3)
print(numba.config.DISABLE_JIT, one.outcomes.tobytes().hex(), one.by_unit.tobytes().hex(), one.world.teams.buy_in.tobytes().hex())
"""


def test_in_plain_python_a_run_in_half_steps_gives_the_same_bits():
    def run(plain):
        env = {**os.environ, "NUMBA_DISABLE_JIT": plain, "PYTHONWARNINGS": "ignore"}
        return subprocess.run([sys.executable, "-c", PLAIN], env=env, capture_output=True, text=True, check=True).stdout.split()

    plain, compiled = run("1"), run("0")
    assert (plain[0], compiled[0]) == ("1", "0")
    assert plain[1:] == compiled[1:]
