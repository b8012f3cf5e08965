"""Traits left uncertain: drawn for each world by name, shared within a pair, refused where they cannot be meant; streams held and redrawn."""

import numpy as np
import pytest
from scipy.stats import kstest

from simulation.checks import InputError
from simulation.compiled import callable_from_python
from simulation.draws import COMPANY, UNCERTAIN, chance_of, key_of, name_hash, uniform
from simulation.run import run
from simulation.scenario import load, scenario_of
from simulation.uncertain import Range, drawn
from simulation.world import Streams

QUICK = {"worlds": 3, "weeks": 30, "customers": 50}


@pytest.fixture(scope="module")
def base():
    return load("retailer/as-is")


def unsure(base, name="unsure", **ranges):
    document = base.to_dict()
    kept = {trait: value for trait, value in document["traits"].items() if trait not in ranges}
    return scenario_of(document | {"traits": kept, "uncertain": {trait: {"low": low, "high": high} for trait, (low, high) in ranges.items()}}, name)


def same(one, other):
    return one.outcomes.equals(other.outcomes) and one.series.equals(other.series)


def test_a_chance_drawn_before_anything_is_compiled_is_that_of_the_kernel():
    key = key_of(7, COMPANY, 12)
    assert chance_of(key, UNCERTAIN, "legacy_debt") == callable_from_python(uniform)(key, UNCERTAIN, 0, name_hash("legacy_debt"))


def test_all_values_of_a_range_are_equally_likely():
    values = [drawn({"openness": Range(0.2, 0.6)}, 1, COMPANY, world)["openness"] for world in range(2000)]
    assert kstest(values, "uniform", args=(0.2, 0.4)).pvalue > 0.01


def test_a_trait_left_uncertain_beside_another_leaves_the_other_as_it_was():
    alone = drawn({"openness": Range(0.2, 0.6)}, 1, COMPANY, 5)["openness"]
    assert drawn({"openness": Range(0.2, 0.6), "patience": Range(0, 1)}, 1, COMPANY, 5)["openness"] == alone


def test_two_scenarios_meet_the_same_company_in_the_same_world(base):
    one, other = unsure(base, legacy_debt=(0.2, 1.2)), unsure(base, "other", legacy_debt=(0.2, 1.2)).with_(levers={"sponsorship": 0.9})
    traits = [each.in_world(1, 4).company.traits for each in (one, other)]
    assert traits[0] == traits[1] != one.in_world(1, 5).company.traits


def test_a_world_of_an_uncertain_company_is_that_of_the_company_it_drew(base):
    scenario = unsure(base, legacy_debt=(0.2, 1.2))
    whole = run(scenario, **QUICK)
    settled = run(scenario.in_world(1, 2), first_world=2, **QUICK | {"worlds": 1})
    assert settled.outcomes.loc[2].equals(whole.outcomes.loc[2])
    assert not np.allclose(whole.outcomes["debt"], run(base, **QUICK).outcomes["debt"])


def test_what_is_said_last_holds_stated_or_uncertain(base):
    scenario = unsure(base, legacy_debt=(0.2, 1.2))
    assert scenario.with_(traits={"legacy_debt": 0.3}).uncertain == {}
    assert scenario.company.traits.legacy_debt == pytest.approx(0.7)
    assert "legacy_debt" not in scenario.to_dict()["traits"]


def test_an_uncertain_scenario_is_the_same_after_a_round_trip_and_another_than_the_certain_one(base):
    scenario = unsure(base, legacy_debt=(0.2, 1.2))
    again = scenario_of(scenario.to_dict(), "again")
    assert again.hash == scenario.hash != base.hash
    assert again.uncertain == {"legacy_debt": Range(0.2, 1.2)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"legacy_det": {"low": 0.1, "high": 0.2}}, "uncertain: no trait 'legacy_det'; did you mean 'legacy_debt'?"),
        ({"openness": {"low": 0.4}}, "uncertain.openness: there is no high"),
        ({"openness": {"low": 0.4, "high": 0.4}}, "uncertain.openness: low = 0.4 is not below high = 0.4"),
        ({"openness": {"low": 0.4, "high": 1.4}}, "uncertain.openness: high = 1.4 is outside 0 to 1"),
        ({"openness": {"low": "a", "high": True}}, "uncertain.openness: low = 'a' is not a number; allowed: 0 to 1"),
        ({"openness": [0.2, 0.4]}, "uncertain.openness = [0.2, 0.4] is no range: write { low = ..., high = ... }"),
        ({"openness": {"low": 0.1, "hihg": 0.4}}, "uncertain.openness: no key 'hihg'; did you mean 'high'?"),
        ({"openness": {"low": float("nan"), "high": 0.4}}, "uncertain.openness: low = nan is not a number"),
        ("openness", "uncertain must be a table of traits, each with low and high, not 'openness'"),
    ],
)
def test_a_range_that_cannot_be_meant_is_refused_in_words(base, given, said):
    document = base.to_dict()
    document["traits"].pop("openness")
    with pytest.raises(InputError) as refused:
        scenario_of(document | {"uncertain": given}, "x")
    assert said in str(refused.value)


def test_a_trait_both_stated_and_uncertain_in_one_file_is_refused_with_its_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('extends = ["retailer", "as-is"]\n[traits]\nopenness = 0.4\n[uncertain]\nopenness = { low = 0.2, high = 0.6 }\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"uncertain.openness is stated under \[traits\] as well: take one \(.*mine.toml, line 5\)"):
        load(path)


# -- streams


def test_streams_not_asked_for_change_nothing(base):
    assert same(run(base, **QUICK), run(base, streams=Streams(), **QUICK))


def test_all_streams_moved_together_are_another_world(base):
    moved = run(base, streams=Streams(2, 2, 2), **QUICK | {"worlds": 1})
    assert moved.outcomes.loc[0].equals(run(base, **QUICK).outcomes.loc[2])


@pytest.mark.parametrize("stream", Streams._fields)
def test_each_stream_alone_changes_the_run(base, stream):
    held = run(base, **QUICK)
    assert not same(held, run(base, streams=Streams(**{stream: 5}), **QUICK))


def test_with_luck_only_worlds_differ_in_luck_and_in_nothing_else(base):
    scenario = unsure(base, legacy_debt=(0.2, 1.2))
    lucky = run(scenario, luck_only=True, **QUICK)
    assert same(lucky, run(scenario, luck_only=True, streams=Streams(coefficients=4, company=4), **QUICK))
    assert lucky.outcomes["delivery_cost"].nunique() == 3
