"""Paired comparisons: planted differences are found, nothing is found where there is nothing, and words follow from shares of worlds."""

import math

import numpy as np
import pytest
from synthetic import PLAN, ensemble

from simulation.analysis.comparison import PRIMARY, Comparison, compare
from simulation.analysis.paired import Difference, difference, level, verdict, worlds_for_a_word
from simulation.checks import InputError
from simulation.outcomes import OUTCOMES
from simulation.scenario import load, scenario_of


@pytest.fixture(scope="module")
def base():
    return load("retailer/as-is")


def found(**shares) -> Difference:
    blank = dict.fromkeys(Difference._fields, math.nan)
    return Difference(**blank | {"share_better": 0.0, "share_equal": 0.0, "share_worse": 0.0, "pairs": 200} | shares)


# -- differences


def test_a_planted_difference_is_recovered_exactly_where_nothing_else_differs(base):
    before, after = (ensemble(base, worlds=25, own=0.0, adoption=shift) for shift in (0.0, 0.041))
    row = Comparison.of([before, after]).differences.loc[(f"{base.name} (2)", "adoption")]
    assert row[["mean", "low", "high", "median", "world_low", "world_high"]].to_numpy(float) == pytest.approx(0.041, abs=1e-12)
    assert (row["share_better"], row["share_equal"], row["share_worse"]) == (1, 0, 0)
    assert row["correlation"] == pytest.approx(1)


def test_a_planted_difference_lies_inside_the_interval_of_the_mean_and_worlds_spread_wider(base):
    before = ensemble(base, 0.3, worlds=400)
    after = ensemble(base.with_(title="other"), 0.3, worlds=400, adoption=0.02)
    row = Comparison.of([before, after]).differences.loc[("other", "adoption")]
    assert row["low"] < 0.02 < row["high"]
    # noise of its own: sd 0.4 x 0.04 on both sides, so 8 worlds in 10 lie within 1.2816 sd of the difference, give or take
    assert row["world_high"] - row["world_low"] == pytest.approx(2 * 1.2816 * 0.04 * 0.4 * math.sqrt(2), rel=0.15)
    assert row["high"] - row["low"] == pytest.approx(2 * 1.966 * 0.04 * 0.4 * math.sqrt(2) / math.sqrt(400), rel=0.1)


def test_comparing_a_scenario_with_itself_gives_exactly_zero(base):
    same = ensemble(base, worlds=30)
    rows = Comparison.of([same, same]).differences
    assert (rows[["mean", "low", "high", "median", "world_low", "world_high"]] == 0.0).all().all()
    measured = rows["share_equal"].notna()
    assert (rows.loc[measured, "share_equal"] == 1.0).all()
    assert (rows.loc[measured, ["share_better", "share_worse"]] == 0.0).all().all()
    assert measured.sum() == sum(each.threshold is not None or each.relative is not None for each in OUTCOMES.values())


def test_the_correlation_and_the_variance_that_pairing_saves_are_those_of_the_worlds(base):
    comparison = Comparison.of([ensemble(base, worlds=2000), ensemble(base.with_(title="other"), worlds=2000)])
    row = comparison.differences.loc[("other", "net_value")]
    shared = 1 / (1 + 0.4**2)  # luck has variance 1 in both, noise of one's own 0.16
    assert row["correlation"] == pytest.approx(shared, abs=4 * (1 - shared**2) / math.sqrt(2000))
    assert row["variance_ratio"] == pytest.approx(1 / (1 - shared), rel=0.15)


def test_the_interval_of_the_mean_covers_the_truth_in_95_of_100_repetitions():
    draws = np.random.default_rng(7).gamma(2.0, 1.0, size=(400, 60)) - 2.0
    covered = sum(level(each).low <= 0.0 <= level(each).high for each in draws)
    assert 370 <= covered <= 391  # 380 expected, sd 4.4, a little less for skewed differences


@pytest.mark.parametrize(("direction", "shares"), [("higher", (0.4, 0.4, 0.2)), ("lower", (0.2, 0.4, 0.4))])
def test_shares_count_worlds_beyond_the_threshold_and_a_difference_on_it_is_equal(direction, shares):
    gaps = np.array([-2.0, -1.0, 0.5, 1.5, 3.0])
    row = difference(np.zeros(5), gaps, direction=direction, threshold=1.0)
    assert (row.share_better, row.share_equal, row.share_worse) == pytest.approx(shares)


def test_an_outcome_without_a_better_direction_is_never_better_or_worse():
    row = difference(np.zeros(3), np.array([0.0, 5.0, -5.0]), direction="none", threshold=1.0)
    assert row.share_equal == pytest.approx(1 / 3)
    assert math.isnan(row.share_better)
    assert math.isnan(row.share_worse)


def test_worlds_in_which_an_outcome_does_not_exist_are_left_out_and_counted():
    row = difference(np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 2.0, np.nan, 6.0]), direction="lower", threshold=1.0)
    assert (row.pairs, row.mean) == (2, 1.5)


def test_an_outcome_that_never_exists_is_no_number_and_no_word():
    row = difference(np.full(4, np.nan), np.ones(4), direction="lower", threshold=1.0)
    assert row.pairs == 0
    assert math.isnan(row.mean)
    assert verdict(row, 0.05) == ""


def test_one_world_has_a_difference_but_no_interval():
    row = difference([1.0], [3.0], direction="higher", threshold=1.0)
    assert row.mean == 2.0
    assert math.isnan(row.low)


def test_arrays_of_different_worlds_are_not_paired():
    with pytest.raises(ValueError, match="paired outcomes need the same worlds"):
        difference(np.zeros(3), np.zeros(4), direction="higher", threshold=None)


# -- words


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"share_better": 1.0}, "better"),
        ({"share_equal": 0.95, "share_better": 0.05}, "equal"),
        ({"share_worse": 0.97, "share_equal": 0.03}, "worse"),
        ({"share_better": 0.5, "share_equal": 0.1, "share_worse": 0.4}, "depends"),
        ({"share_better": 0.82, "share_equal": 0.18}, "not yet known"),
        ({"share_better": math.nan, "share_equal": math.nan, "share_worse": math.nan}, ""),
    ],
)
def test_the_word_is_what_the_limits_of_the_shares_allow(shares, said):
    assert verdict(found(**shares), 0.05 / 45) == said


def test_a_share_just_beyond_is_settled_alone_but_not_among_many():
    one = found(share_better=0.87, share_equal=0.13)
    assert verdict(one, 0.05) == "better"
    assert verdict(one, 0.05 / 45) == "not yet known"


def test_a_handful_of_worlds_settles_nothing():
    assert verdict(found(share_better=1.0, pairs=8), 0.05 / 6) == "not yet known"


@pytest.mark.parametrize("shares", [{"share_better": 0.87, "share_equal": 0.13}, {"share_better": 1.0, "pairs": 8}])
def test_so_many_doublings_of_the_worlds_would_settle_an_open_word(shares):
    one = found(**shares)
    assert verdict(one, 0.05 / 45) == "not yet known"
    needed = worlds_for_a_word(one, 0.05 / 45)
    assert verdict(one._replace(pairs=needed), 0.05 / 45) == "better"
    assert verdict(one._replace(pairs=needed // 2), 0.05 / 45) == "not yet known"


def test_a_share_at_the_edge_is_settled_by_no_number_of_worlds():
    assert worlds_for_a_word(found(share_better=0.8, share_equal=0.2), 0.05 / 45) == 0


def test_words_at_the_edge_are_seldom_wrong():
    """The true share of better worlds is exactly 0.8: neither a settled word nor "depends" is right, at 5 % of a family at most."""
    counts = np.random.default_rng(3).binomial(200, 0.8, size=400)
    wrong = sum(verdict(found(share_better=count / 200, share_equal=1 - count / 200), 0.05) != "not yet known" for count in counts)
    assert wrong <= 28


# -- thresholds, order, names


def test_the_materiality_of_the_baseline_overrides_the_declared_thresholds_and_that_of_others_does_not(base):
    document = base.to_dict() | {"materiality": {"adoption": 0.2}}
    strict = scenario_of(document, "strict")
    usual, told = ensemble(base, worlds=5), ensemble(strict, worlds=5)
    assert Comparison.of([told, usual]).thresholds["adoption"] == 0.2
    assert Comparison.of([usual, told]).thresholds["adoption"] == OUTCOMES["adoption"].threshold


def test_a_relative_threshold_is_a_share_of_the_cost_in_the_plan_of_record(base):
    thresholds = Comparison.of([ensemble(base, worlds=5)] * 2).thresholds
    assert thresholds["net_value"] == pytest.approx(OUTCOMES["net_value"].relative * PLAN)


def test_ranking_puts_the_cheaper_and_the_more_adopted_first(base):
    ensembles = [ensemble(base, worlds=10), *(ensemble(base.with_(title=title), strength, worlds=10) for title, strength in (("weak", 0.0), ("strong", 1.0)))]
    comparison = Comparison.of(ensembles)
    for outcome in PRIMARY:
        assert comparison.ranking(outcome) == ["strong", base.name, "weak"]


def test_differences_hold_every_outcome_of_every_scenario_but_the_baseline(base):
    comparison = Comparison.of([ensemble(base.with_(title=title), worlds=4) for title in ("one", "two", "two")])
    assert comparison.names == ("one", "two", "two (2)")
    assert list(comparison.differences.index) == [(name, outcome) for name in ("two", "two (2)") for outcome in OUTCOMES]
    assert list(comparison.levels.index.get_level_values("scenario").unique()) == ["one", "two", "two (2)"]


def test_a_scenario_that_is_not_compared_is_a_key_error_that_names_those_that_are(base):
    with pytest.raises(KeyError, match=r"no scenario 'x' in this comparison; there are retailer/as-is"):
        Comparison.of([ensemble(base, worlds=3)] * 2).ensemble("x")


# -- what is refused


def test_one_scenario_is_no_comparison(base):
    with pytest.raises(InputError, match="at least two scenarios, the baseline first; 1 given"):
        compare([base])


def test_scenarios_of_two_companies_are_refused_with_the_tables_that_differ(base):
    with pytest.raises(InputError, match=r"bank/as-is and retailer/as-is are not of one company: their directorates, teams, .* differ"):
        compare([base, "bank/as-is"])


def test_the_order_of_a_company_s_rows_does_not_make_it_another_company(base):
    document = base.to_dict()
    turned = scenario_of(document | {"teams": document["teams"][::-1], "journeys": document["journeys"][::-1]}, "turned")
    assert Comparison.of([ensemble(base, worlds=3), ensemble(turned, worlds=3)]).names == (base.name, "turned")


def test_scenarios_may_differ_in_traits(base):
    other = base.with_(traits={"legacy_debt": 0.9}, title="old systems")
    assert Comparison.of([ensemble(base, worlds=3), ensemble(other, worlds=3)]).names[1] == "old systems"


def test_ensembles_of_other_worlds_are_refused(base):
    with pytest.raises(InputError, match="was not run in the same worlds"):
        Comparison.of([ensemble(base, worlds=3), ensemble(base, worlds=3, first_world=1)])


def test_all_problems_come_at_once(base):
    with pytest.raises(InputError) as refused:
        compare([base, "bank/as-is"], worlds=0, seed=-1)
    assert [word in str(refused.value) for word in ("not of one company", "worlds = 0", "seed = -1")] == [True] * 3


# -- with the engine


def test_a_run_compared_with_itself_is_exactly_zero_in_every_outcome(base):
    told = []
    comparison = compare([base, base], worlds=3, seed=4, first_world=5, weeks=30, customers=100, progress=lambda done, total: told.append((done, total)))
    assert (comparison.differences["mean"].dropna() == 0.0).all()
    assert list(comparison.baseline.outcomes.index) == [5, 6, 7]
    assert (comparison.seed, comparison.first_world, comparison.worlds, comparison.weeks, comparison.customers) == (4, 5, 3, 30, 100)
    assert told[-1] == (6, 6)
    assert told == sorted(told)


def test_worlds_of_a_comparison_are_those_of_a_run_alone(base):
    both = compare([base, base.with_(levers={"sponsorship": 0.9}, title="sponsored")], worlds=3, weeks=30, customers=100)
    one = compare([base, base.with_(levers={"sponsorship": 0.9}, title="sponsored")], worlds=1, first_world=2, weeks=30, customers=100)
    assert one.ensemble("sponsored").outcomes.loc[2].equals(both.ensemble("sponsored").outcomes.loc[2])


@pytest.mark.parametrize(
    ("given", "said"), [("retailer/as-is", "at least two scenarios"), (3, "3 is no scenario"), (["retailer/as-is", None], "None is no scenario")]
)
def test_what_is_no_list_of_scenarios_is_told(given, said):
    with pytest.raises(InputError, match=said):
        compare(given)


def test_counts_given_as_text_are_taken_as_numbers():
    one, other = (
        compare(["retailer/as-is", "retailer/full-package"], worlds=worlds, customers=customers, weeks=12) for worlds, customers in ((2, 20), ("2", "20"))
    )
    assert one.ensembles[1].outcomes.equals(other.ensembles[1].outcomes)
