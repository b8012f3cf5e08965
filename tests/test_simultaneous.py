"""Words and intervals that hold together: over a family by max-t, and at whatever look one stops. The long studies run with `make validate`."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest, norm
from synthetic import ensemble

from simulation.analysis.comparison import PRIMARY, Comparison, compare
from simulation.analysis.looks import FIRST, alpha_of_a_look, schedule
from simulation.analysis.paired import ALPHA, beyond, difference, verdict
from simulation.analysis.simultaneous import mean_limits, share_limits, single_level
from simulation.scenario import load

REPETITIONS = 400
MOST_WRONG = 28  # of REPETITIONS: 5 % are 20, and two standard errors are 8.7
EDGE = norm.ppf(0.8)  # of normal differences of unit spread, this mean puts 80 % of worlds above 0


def related(rng, worlds: int, members: int, correlation: float) -> np.ndarray:
    """Standard normal numbers [world, member], any two members so correlated."""
    shared = rng.standard_normal((worlds, 1))
    return math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * rng.standard_normal((worlds, members))


def words_of(gaps: np.ndarray, threshold: float, alpha: float = ALPHA) -> list[str]:
    """The words of a family of differences [world, member], higher being better."""
    single = single_level(np.column_stack([beyond(gap, "higher", threshold) for gap in gaps.T]), alpha)
    return [verdict(difference(np.zeros(len(gaps)), gap, direction="higher", threshold=threshold), single) for gap in gaps.T]


# -- the level of one statement


def test_independent_statements_need_the_level_of_sidak_and_one_statement_none():
    columns = np.random.default_rng(1).standard_normal((4000, 10))
    assert single_level(columns, 0.05) == pytest.approx(1 - 0.95 ** (1 / 10), rel=0.13)  # three standard errors of the level of 10,000 replicates
    assert single_level(columns[:, :1], 0.05) == 0.05


def test_statements_that_say_the_same_cost_no_more_than_one():
    column = np.random.default_rng(1).standard_normal((300, 1))
    assert single_level(np.repeat(column, 12, axis=1), 0.05) == pytest.approx(0.05, rel=0.13)


def test_the_more_related_the_statements_the_less_strict_the_level():
    rng = np.random.default_rng(2)
    levels = [single_level(related(rng, 500, 30, correlation), 0.05) for correlation in (0.0, 0.5, 0.95)]
    assert 0.05 / 30 <= levels[0] < levels[1] < levels[2] < 0.05


def test_the_level_is_always_the_same():
    columns = related(np.random.default_rng(3), 100, 4, 0.3)
    assert single_level(columns, 0.05) == single_level(columns, 0.05)


def test_what_never_varied_in_these_worlds_counts_as_one_more_independent_statement():
    columns = np.random.default_rng(3).standard_normal((4000, 4))
    with_constant = np.column_stack([columns, np.ones((4000, 6))])
    assert single_level(with_constant, 0.05) == pytest.approx(1 - 0.95 ** (1 / 10), rel=0.13)
    assert single_level(np.ones((30, 10)), 0.05) == pytest.approx(1 - 0.95 ** (1 / 10))


def test_a_difference_that_never_showed_makes_the_others_stricter_and_the_baseline_beside_itself_does_not():
    base = load("retailer/as-is")
    still = ensemble(base, worlds=60)
    other = ensemble(base.with_(title="other", levers={"sponsorship": 0.9}), 0.6, worlds=60)
    idle = base.with_(title="idle", levers={"sponsorship": 0.8})
    pair = Comparison.of([still, other]).single
    itself = Comparison.of([still, other, replace(still, scenario=base.with_(title="the same again"))]).single
    unmoved = Comparison.of([still, other, replace(still, scenario=idle)]).single
    assert itself == pair
    assert unmoved[0] < pair[0]
    assert unmoved[1] < pair[1]


@pytest.mark.parametrize(("count", "of"), [(0, 20), (7, 20), (20, 20), (160, 200)])
def test_limits_of_a_share_are_the_exact_ones(count, of):
    interval = binomtest(count, of).proportion_ci(0.99, method="exact")
    assert share_limits(count, of, 0.01) == pytest.approx((interval.low, interval.high))


def test_a_mean_of_one_world_has_no_limits():
    assert all(map(math.isnan, mean_limits(np.array([1.0]), 0.05)))


# -- looks


def test_looks_double_up_to_the_most_and_share_out_what_may_go_wrong():
    assert schedule(1000) == (FIRST, 100, 200, 400, 800, 1000)
    assert schedule(30) == (30,)
    assert len(schedule(400)) * alpha_of_a_look(ALPHA, len(schedule(400))) == pytest.approx(ALPHA)


def test_words_under_many_planned_looks_are_stricter():
    base = load("retailer/as-is")
    ensembles = [ensemble(base, worlds=50), ensemble(base.with_(title="other"), 0.3, worlds=50, adoption=0.03)]
    once, often = Comparison.of(ensembles), Comparison.of(ensembles, looks=schedule(3200))
    assert often.single[1] < once.single[1]
    rows = [each.differences.loc[("other", "adoption")] for each in (once, often)]
    assert rows[1]["high"] - rows[1]["low"] > rows[0]["high"] - rows[0]["low"]


def test_joint_intervals_are_wider_than_single_ones_and_only_primary_outcomes_have_them():
    base = load("retailer/as-is")
    comparison = Comparison.of([ensemble(base.with_(title=title), worlds=60) for title in ("one", "two", "three", "four")])
    rows = comparison.differences
    primary = rows.loc[(slice(None), list(PRIMARY)), :]
    assert (primary["joint_low"] < primary["low"]).all()
    assert (primary["joint_high"] > primary["high"]).all()
    assert rows.drop(primary.index)["joint_low"].isna().all()


def test_a_comparison_that_stops_at_a_look_is_that_of_so_many_worlds_run_at_once(monkeypatch):
    monkeypatch.setattr("simulation.analysis.looks.FIRST", 4)
    base = load("retailer/as-is")
    settings = {"seed": 3, "weeks": 20, "customers": 50}
    stopped = compare([base, base.with_(levers={"sponsorship": 0.9}, title="other")], worlds=8, until_settled=True, **settings)
    whole = compare([base, base.with_(levers={"sponsorship": 0.9}, title="other")], worlds=stopped.worlds, **settings)
    assert stopped.looks == (4, 8)
    for one, other in zip(stopped.ensembles, whole.ensembles, strict=True):
        assert one.outcomes.equals(other.outcomes)
        assert one.series.equals(other.series)
        assert np.array_equal(one.waits, other.waits)
        assert np.allclose(one.ties["share_open"], other.ties["share_open"], atol=1e-12)
        assert np.allclose(one.teams["buy_in"], other.teams["buy_in"], atol=1e-12)


# -- studies


@pytest.mark.study
@pytest.mark.parametrize(("members", "correlation"), [(3, 0.0), (45, 0.3), (45, 0.9)])
@pytest.mark.parametrize("mean", [EDGE, 0.0], ids=["80 % of worlds beyond the threshold", "the true difference on the threshold"])
def test_a_report_has_a_wrong_word_in_one_study_of_twenty(members, correlation, mean):
    """At the edge no word is right but `not yet known`; with the difference on the threshold half of the worlds lie beyond: never a settled word."""
    wrong_words = {"better", "equal", "worse", *(["depends"] if mean == EDGE else [])}
    rng = np.random.default_rng(11)
    wrong = sum(bool(wrong_words & set(words_of(mean + related(rng, 200, members, correlation), 0.0))) for _ in range(REPETITIONS))
    print(f"wrong word in {wrong} of {REPETITIONS}: {members} statements, correlation {correlation}, mean {mean:.2f}")
    assert wrong <= MOST_WRONG


@pytest.mark.study
@pytest.mark.parametrize(("members", "correlation"), [(3, 0.0), (9, 0.5)])
def test_looking_again_and_again_makes_no_more_words_wrong(members, correlation, monkeypatch):
    """A study is wrong when it says a wrong word at any of its looks, whether it stops there or not."""
    monkeypatch.setattr("simulation.analysis.simultaneous.REPLICATES", 1000)  # 2,400 families are worked out
    rng = np.random.default_rng(12)
    looks = schedule(1600)
    wrong = 0
    for _ in range(REPETITIONS):
        gaps = EDGE + related(rng, looks[-1], members, correlation)
        wrong += any(set(words_of(gaps[:look], 0.0, alpha_of_a_look(ALPHA, len(looks)))) != {"not yet known"} for look in looks)
    print(f"wrong word at any of {len(looks)} looks in {wrong} of {REPETITIONS}: {members} statements, correlation {correlation}")
    assert wrong <= MOST_WRONG


@pytest.mark.study
@pytest.mark.parametrize(("worlds", "members", "correlation"), [(60, 45, 0.0), (60, 45, 0.8), (200, 45, 0.8), (200, 3, 0.3)])
def test_joint_intervals_of_normal_differences_cover_all_means_together(worlds, members, correlation):
    rng = np.random.default_rng(13)
    covered = 0
    for _ in range(REPETITIONS):
        columns = related(rng, worlds, members, correlation)
        level = single_level(columns, ALPHA)
        limits = np.array([mean_limits(column, level) for column in columns.T])
        covered += bool((limits[:, 0] <= 0).all() and (limits[:, 1] >= 0).all())
    print(f"all {members} means covered in {covered} of {REPETITIONS}: {worlds} worlds, correlation {correlation}")
    assert 370 <= covered <= 391


@pytest.mark.study
def test_the_interval_of_the_mean_covers_a_long_run_of_the_model():
    """400 studies of 200 worlds, drawn from a long run of the model, against its mean."""
    base = load("retailer/as-is")
    long = compare([base, base.with_(levers={"sponsorship": 0.9}, title="other")], worlds=2000, customers=1000)
    rng = np.random.default_rng(14)
    for outcome in PRIMARY:
        gaps = (long.ensembles[1].outcomes[outcome] - long.ensembles[0].outcomes[outcome]).to_numpy()
        limits = [mean_limits(rng.choice(gaps, 200), ALPHA) for _ in range(REPETITIONS)]
        covered = sum(low <= gaps.mean() <= high for low, high in limits)
        print(f"{outcome}: the interval of the mean covers the long run in {covered} of {REPETITIONS}")
        assert 370 <= covered <= 390
