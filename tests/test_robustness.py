"""Robustness: criteria agree with brute force, rankings name what they cannot tell apart, and options that are the same are never ranked."""

import math

import numpy as np
import pandas as pd
import pytest

from simulation.analysis.robustness import CRITERIA, robustness

SMALL = pd.DataFrame({"a": [1.0, 5.0, 3.0, 2.0], "b": [2.0, 2.0, 2.0, 2.5], "c": [0.0, 6.0, 1.0, 4.0]})


def brute(values: pd.DataFrame, higher: bool, target: float) -> pd.DataFrame:
    """Every criterion by plain loops over futures."""
    rows = {}
    for option in values:
        lost, met = [], 0
        for _, future in values.iterrows():
            best = max(future) if higher else min(future)
            lost.append(abs(best - future[option]))
            met += future[option] >= target if higher else future[option] <= target
        worst = min(values[option]) if higher else max(values[option])
        rows[option] = [sum(values[option]) / len(values), worst, sum(lost) / len(lost), float(np.quantile(lost, 0.9)), met / len(values)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(CRITERIA))


@pytest.mark.parametrize(("direction", "higher"), [("higher", True), ("lower", False)])
def test_every_criterion_is_that_of_brute_force(direction, higher):
    found = robustness(SMALL, direction=direction, target=2.0)
    pd.testing.assert_frame_equal(found.criteria, brute(SMALL, higher, 2.0), check_names=False)


def test_the_best_by_each_criterion_may_differ_and_is_named():
    found = robustness(SMALL, direction="higher", target=2.0)
    assert not found.agree
    assert (found.best["mean"], found.best["worst_tenth"], found.best["target_share"]) == ("a", "b", "b")


def test_an_option_that_is_clearly_better_stands_alone():
    luck = np.random.default_rng(1).standard_normal(200)
    found = robustness(pd.DataFrame({"poor": luck, "good": luck + 1.0}), direction="higher", target=0.5)
    assert found.agree
    assert set(found.best.values()) == {"good"}
    assert not any(found.together.values())


def test_the_same_option_twice_is_never_told_apart():
    values = np.random.default_rng(2).standard_normal(100)
    found = robustness(pd.DataFrame({"one": values, "two": values}), direction="lower", target=0.0)
    assert all(len(names) == 1 for names in found.together.values())
    assert (found.criteria["regret"] == 0).all()


@pytest.mark.study
def test_options_that_differ_by_luck_alone_are_hardly_ever_told_apart():
    wrong = 0
    for seed in range(40):
        values = pd.DataFrame(np.random.default_rng(seed).standard_normal((80, 5)), columns=list("abcde"))
        wrong += len(robustness(values, direction="higher", seed=seed).together["mean"]) < 4
    assert wrong <= 6  # 2 expected of 40 at 95 %, sd 1.4


def test_futures_in_which_an_option_failed_are_left_out_and_counted():
    values = SMALL.copy()
    values.loc[1, "b"] = math.nan
    found = robustness(values, direction="higher")
    assert (found.futures, found.given) == (3, 4)
    assert found.criteria["mean"].to_numpy() == pytest.approx(SMALL.drop(index=1).mean().to_numpy())
    assert "target_share" not in found.best


def test_nothing_is_ranked_without_a_better_direction_or_a_future():
    with pytest.raises(ValueError, match="ranks nothing"):
        robustness(SMALL, direction="none")
    with pytest.raises(ValueError, match="no future"):
        robustness(SMALL * math.nan, direction="higher")
