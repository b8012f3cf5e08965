"""A lever never touches an outcome: its neutral value is its absence, and it acts only on what it declares.

All from a base in which every lever stands at its middle and a sponsor is in office, so that no lever is idle.
"""

import numpy as np
import pytest
from half_steps import away, base, base_tape, differing, fields, kernel, replayed, same, taped

from simulation.analysis.first_effects import MIDDLE
from simulation.levers import DECLARED, NAMES

every_lever = pytest.mark.parametrize("name", NAMES)


@every_lever
def test_the_neutral_value_of_a_lever_equals_its_absence(name):
    neutral = DECLARED[name].extra["neutral"]
    for world in range(2):
        assert same(kernel(base().with_(levers={name: neutral}), world), kernel(base().with_(off=[name]), world))


@every_lever
def test_a_lever_that_is_switched_off_moves_nothing(name):
    for world in range(2):
        assert same(kernel(base().with_(off=[name]), world), kernel(away(name).with_(off=[name]), world))


@every_lever
def test_a_lever_that_is_switched_on_moves_something(name):
    assert not same(kernel(base()), kernel(away(name)))


@every_lever
def test_with_what_it_declares_held_at_the_base_a_lever_moves_nothing(name):
    """Bit for bit, in every field of every table, at the end of every week."""
    assert differing(base_tape(), replayed(name, away(name), fields(name))) == []


@every_lever
def test_a_lever_moves_each_field_that_it_declares(name):
    """So no declaration is wider than the lever: what it says it acts on, and the days that it says it books, do differ."""
    here, there = base_tape().frames, taped(away(name)).frames
    declared = [field for field in fields(name) if not field.startswith("agenda.") or DECLARED[name].extra["books"]]
    for field in declared:
        assert any(not np.array_equal(here[at][field], there[at][field]) for at in here if field in here[at]), field


def test_the_base_stands_at_the_middle_of_every_lever_with_a_sponsor_in_office():
    values = base().levers.model_dump()
    assert values == {name: MIDDLE.get(name, 0.5) for name in NAMES}
    assert base_tape().frames["events", 0]["board.sponsor_in_office"] == 1.0
