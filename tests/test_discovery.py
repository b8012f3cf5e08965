"""Discovery: PRIM finds a box that was planted, and says nothing where there is nothing to find."""

import numpy as np
import pandas as pd
import pytest

from simulation.analysis.discovery import Limit, discover, inside


def futures(count: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.uniform(size=(count, 5)), columns=["debt", "coverage", "openness", "pace", "size"])
    return table.assign(line=rng.choice(["IT", "marketing", "other"], count))


@pytest.fixture(scope="module")
def planted():
    points = futures(1000, 1)
    box = (points["debt"] > 0.7) & (points["coverage"] < 0.5)
    noise = np.random.default_rng(2).uniform(size=1000)
    return points, np.where(box, noise < 0.9, noise < 0.05)


def test_a_planted_box_is_found(planted):
    box = discover(*planted)
    assert box.found
    limits = {each.factor: each for each in box.limits}
    assert limits["debt"].low == pytest.approx(0.7, abs=0.06)
    assert limits["debt"].high is None
    assert limits["coverage"].high == pytest.approx(0.5, abs=0.08)
    assert box.density_low < 0.9 < box.density_high
    assert box.coverage > 0.6


def test_density_and_coverage_are_those_of_the_half_that_did_not_find_it(planted):
    points, cases = planted
    box = discover(points, cases)
    held = np.random.default_rng(1).permutation(len(cases)) >= len(cases) // 2
    within = inside(points, box.limits)
    assert box.density == pytest.approx(cases[held & within].mean())
    assert box.coverage == pytest.approx(cases[held & within].sum() / cases[held].sum())
    assert box.futures == held.sum()


def test_a_choice_can_be_a_condition():
    points = futures(800, 5)
    noise = np.random.default_rng(6).uniform(size=800)
    box = discover(points, np.where(points["line"] == "marketing", noise < 0.8, noise < 0.1))
    assert box.found
    assert Limit("line", None, None, ("marketing",)) in box.limits


@pytest.mark.study
def test_where_there_is_nothing_to_find_hardly_ever_anything_is_found():
    found = sum(discover(futures(200, seed), np.random.default_rng(1000 + seed).uniform(size=200) < 0.3, seed).found for seed in range(24))
    assert found <= 4  # 1.2 expected of 24 at 95 %, sd 1.1


def test_too_few_cases_give_no_box():
    points = futures(200, 3)
    box = discover(points, np.arange(200) < 8)
    assert box.limits == ()
    assert not box.found
