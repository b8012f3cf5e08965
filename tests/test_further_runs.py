"""What further runs and the drawn numbers tell: shares of variance by pick-freeze, winners on fresh worlds, which numbers matter, when scenarios part."""

import numpy as np
import pandas as pd
import pytest
from synthetic import ensemble

from simulation.analysis.comparison import Comparison, compare
from simulation.analysis.examine import winners
from simulation.analysis.screening import by_chance, drawn_numbers, screened
from simulation.analysis.split import MOST, sets, split, worlds_of_a_split
from simulation.analysis.weekly import partings, weekly_table
from simulation.scenario import load
from simulation.world import Streams

WEIGHTS = {"luck": 2.0, "coefficients": 1.0, "company": 0.5}


def made_up(count: int, together: float = 0.0) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Main and extra sets of a sum of three streams, and of luck times coefficients."""
    rng = np.random.default_rng(4)
    here, there = ({stream: rng.standard_normal(count) for stream in WEIGHTS} for _ in range(2))

    def value(of):
        return sum(weight * of[stream] for stream, weight in WEIGHTS.items()) + together * of["luck"] * of["coefficients"]

    extra = {held: value({stream: (here if stream == held else there)[stream] for stream in WEIGHTS}) for held in WEIGHTS}
    return np.concatenate([value(here), value(there)]), extra


def test_the_shares_of_a_sum_are_those_of_its_terms():
    found = split(*made_up(20_000))
    total = sum(weight**2 for weight in WEIGHTS.values())
    for stream, weight in WEIGHTS.items():
        assert found[stream] == pytest.approx(weight**2 / total, abs=4 * found[f"{stream}_error"])
    assert sum(found[stream] for stream in WEIGHTS) == pytest.approx(1)


def test_what_two_streams_do_together_is_shared_between_them():
    found = split(*made_up(20_000, together=2.0))
    total = sum(weight**2 for weight in WEIGHTS.values()) + 4
    assert found["luck"] == pytest.approx((4 + 2) / total, abs=4 * found["luck_error"])
    assert found["coefficients"] == pytest.approx((1 + 2) / total, abs=4 * found["coefficients_error"])


@pytest.mark.study
def test_the_error_of_a_share_is_as_large_as_it_is():
    shares = [split(np.concatenate([a, b]), e)["luck"] for a, b, e in _repeated(200, MOST)]
    errors = [split(np.concatenate([a, b]), e)["luck_error"] for a, b, e in _repeated(30, MOST)]
    assert np.std(shares) == pytest.approx(np.mean(errors), rel=0.25)


def _repeated(times: int, count: int):
    main, extra = made_up(times * count)
    half = times * count
    for place in range(times):
        rows = slice(place * count, (place + 1) * count)
        yield main[:half][rows], main[half:][rows], {stream: values[rows] for stream, values in extra.items()}


def test_a_difference_that_never_varies_has_no_shares():
    assert np.isnan(split(np.ones(20), {stream: np.ones(10) for stream in WEIGHTS})["luck"])


def test_the_extra_sets_hold_one_stream_and_take_two_hundred_runs_a_scenario_at_most():
    assert sets(66)["luck"] == Streams(0, 66, 66)
    assert [worlds_of_a_split(worlds) for worlds in (10, 30, 200, 4000)] == [0, 15, 66, 66]
    assert 190 <= 3 * MOST <= 200


def test_examined_adds_the_split_and_the_winners_on_worlds_that_were_not_used():
    base = load("retailer/as-is")
    others = [base.with_(levers={"sponsorship": value}, title=f"sponsor {value}") for value in (0.5, 0.9)]
    told = []
    found = compare([base, *others], worlds=20, weeks=40, customers=50).examined(lambda done, total: told.append((done, total)))
    assert found.split.loc[("sponsor 0.9", "delivery_cost"), ["luck", "coefficients", "company"]].sum() == pytest.approx(1)
    assert (found.again["first_world"] == 20).all()
    assert set(found.again["scenario"]) == set(winners(found).values())
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_with_luck_only_there_is_nothing_to_split():
    base = load("retailer/as-is")
    found = compare([base, base.with_(levers={"sponsorship": 0.9})], worlds=20, weeks=20, customers=50, luck_only=True).examined()
    assert found.split is None
    assert found.again is None
    assert found.drawn.empty


# -- which numbers matter


def test_a_number_that_decides_comes_first_and_one_of_many_by_chance_does_not_stand_out():
    rng = np.random.default_rng(5)
    drawn = pd.DataFrame(rng.uniform(size=(200, 150)), columns=[f"step.c{place}" for place in range(150)])
    found = screened(drawn, 3 * drawn["step.c7"].to_numpy() + rng.standard_normal(200))
    assert found.index[0] == "step.c7"
    assert found["stands_out"].sum() == 1
    assert found.loc["step.c7", "in_high"] - found.loc["step.c7", "in_low"] == pytest.approx(2, abs=0.5)


@pytest.mark.study
def test_by_chance_alone_one_study_in_twenty_has_a_number_that_stands_out():
    rng = np.random.default_rng(6)
    found = [screened(pd.DataFrame(rng.uniform(size=(60, 40))), rng.standard_normal(60))["stands_out"].any() for _ in range(200)]
    assert sum(found) <= 20  # 10 expected, sd 3.1
    assert 0 < by_chance(200, 150) < by_chance(60, 150) < 1


def test_too_few_worlds_say_nothing_of_numbers():
    assert screened(pd.DataFrame(np.eye(5)), np.arange(5.0)).empty


def test_what_a_world_drew_is_what_its_run_had():
    scenario = load("retailer/as-is")
    one = ensemble(scenario, worlds=3)
    drawn = drawn_numbers(one)
    from simulation.world import fresh, world_of

    world = fresh(world_of(scenario, 10, 50), 1, 2)
    assert drawn.loc[2, "commitment.inertia"] == world.coefficients["commitment"]["inertia"][0]
    assert len(drawn.columns) > 50


# -- week by week


def test_two_scenarios_part_in_the_week_from_which_most_worlds_stay_on_one_side():
    base = load("retailer/as-is")
    one, other = ensemble(base, worlds=10, own=0.0), ensemble(base.with_(title="other"), worlds=10, own=0.0)
    series = other.series.copy()
    series["adoption"] = one.series["adoption"] + np.tile(np.where(np.arange(1, 61) >= 30, 1.0, 0.0), 10)
    table = weekly_table([one, type(other)(**{**vars(other), "series": series})], ["base", "other"])
    found = partings(table, "other")
    assert found.loc["adoption"].to_dict() == {"week": 30, "side": 1}
    assert found.loc["buy_in", "side"] == 0


def test_bands_are_quantiles_over_worlds_and_a_comparison_with_itself_is_never_ahead():
    one = ensemble(load("retailer/as-is"), worlds=25)
    found = Comparison.of([one, one]).weekly.loc[(one.scenario.name, "adoption", 60)]
    assert found["p50"] == pytest.approx(one.outcomes["adoption"].median())
    assert (found[["above", "below"]] == 0).all()
