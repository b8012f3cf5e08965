"""Sensitivity: indices known from the literature are found through our pipeline, luck and failed runs included."""

import math
import sys

import numpy as np
import pytest

from simulation.analysis.extras import extra
from simulation.analysis.factors import Factor, luck_factor
from simulation.analysis.sensitivity import Design, morris, morris_design, sobol, sobol_design
from simulation.checks import InputError

A, B = 7.0, 0.1  # of Ishigami's function
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])  # of the g-function


def factors(count: int, low: float = 0.0, high: float = 1.0) -> list[Factor]:
    return [Factor(f"x{place + 1}", low, high, "pair" if place < 2 else "rest", f"x{place + 1}", f"x{place + 1}", "") for place in range(count)]


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[np.ndarray, np.ndarray, float]:
    first = np.array([0.5 * (1 + B * math.pi**4 / 5) ** 2, A**2 / 8, 0.0])
    both = 8 * B**2 * math.pi**8 / 225
    variance = float(first.sum() + both)
    return first / variance, (first + np.array([both, 0.0, both])) / variance, variance


def g_function(x: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * x - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def test_sobol_indices_of_the_ishigami_function_are_found():
    design = sobol_design(factors(3, -math.pi, math.pi), 2048)
    found = sobol(design, ishigami(design.points)).table
    first, total, _ = ishigami_indices()
    assert found["first"].to_numpy() == pytest.approx(first, abs=0.03)
    assert found["total"].to_numpy() == pytest.approx(total, abs=0.03)
    assert ((found["total"] - total).abs() < 2 * found["total_error"] + 0.005).all()


def test_what_hardly_ever_moves_has_no_shares_and_what_never_moves_has_none_to_share():
    design = sobol_design(factors(3), 8)
    values = np.zeros(len(design.points))
    assert (sobol(design, values).table == 0.0).all().all()
    values[1] = 1.0  # a mixed point moves, no point of the two samples does: no variance to share
    assert sobol(design, values).table.isna().all().all()
    values[0] = 1.0  # a single point of the two samples
    assert sobol(design, values).table["first"].notna().all()


def test_sobol_indices_of_the_g_function_are_found():
    design = sobol_design(factors(5), 2048)
    found = sobol(design, g_function(design.points)).table
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + parts) - 1
    assert found["first"].to_numpy() == pytest.approx(parts / variance, abs=0.03)
    assert found["total"].to_numpy() == pytest.approx(parts * np.prod(1 + parts) / (1 + parts) / variance, abs=0.03)


def test_luck_is_a_factor_with_a_share_of_its_own():
    design = sobol_design([*factors(3, -math.pi, math.pi), luck_factor()], 2048)
    first, _, variance = ishigami_indices()
    luck = np.random.default_rng(3).standard_normal(10**5)[design.worlds(0)] * math.sqrt(variance)  # as much as all the rest
    found = sobol(design, ishigami(design.points) + luck).table
    assert found.loc["luck", "first"] == pytest.approx(0.5, abs=0.04)
    assert found["first"].to_numpy()[:3] == pytest.approx(first / 2, abs=0.04)


def test_groups_share_out_the_variance():
    design = sobol_design(factors(3, -math.pi, math.pi), 2048, grouped=True)
    found = sobol(design, ishigami(design.points)).table
    first, total, _ = ishigami_indices()
    assert list(found.index) == ["pair", "rest"]
    assert found.loc["pair", "first"] == pytest.approx(first[0] + first[1], abs=0.03)
    assert found.loc["rest", "total"] == pytest.approx(total[2], abs=0.03)


def test_morris_finds_the_effects_of_a_plane_exactly_and_none_of_what_does_nothing():
    design = morris_design([*factors(4, 0.0, 2.0), luck_factor()], 12)
    slopes = np.array([3.0, -1.0, 0.5, 0.0])
    noise = np.random.default_rng(1).standard_normal(1000)[design.worlds(0)]
    found = morris(design, design.points[:, :4] @ slopes + noise).table
    assert found["direction"].to_numpy()[:4] == pytest.approx(2 * slopes)  # over the whole range of 2
    assert found["effect"].to_numpy()[:4] == pytest.approx(2 * np.abs(slopes))
    assert found["spread"].to_numpy()[:4] == pytest.approx(np.zeros(4), abs=1e-9)
    assert found.loc["luck", "effect"] > 0.5


def test_morris_orders_the_factors_of_the_g_function():
    design = morris_design(factors(5), 60)
    found = morris(design, g_function(design.points)).table
    assert list(found.sort_values("effect", ascending=False).index) == ["x1", "x2", "x3", "x4", "x5"]


@pytest.mark.parametrize(("analyse", "design"), [(morris, morris_design(factors(5), 40)), (sobol, sobol_design(factors(5), 64))])
def test_a_failed_run_costs_its_own_block_and_no_more(analyse, design):
    values = g_function(design.points)
    failed = values.copy()
    failed[7] = math.nan
    found = analyse(design, failed)
    kept = np.arange(len(values)) // design.block != 7 // design.block
    without = analyse(Design(design.problem, design.points[kept], design.block), values[kept])
    assert (found.used, found.given) == (len(values) // design.block - 1, len(values) // design.block)
    assert found.table.notna().all().all()
    assert found.table.iloc[:, 0].to_numpy() == pytest.approx(without.table.iloc[:, 0].to_numpy())


def test_when_nearly_all_runs_fail_nothing_is_said():
    design = sobol_design(factors(3), 8)
    found = sobol(design, np.full(len(design.points), math.nan))
    assert found.used == 0
    assert found.table.isna().all().all()


def test_an_outcome_that_nothing_moves_has_no_indices_but_zero():
    design = sobol_design(factors(3), 8)
    assert (sobol(design, np.ones(len(design.points))).table == 0).all().all()


def test_another_luck_is_another_world_and_each_block_has_worlds_of_its_own():
    design = morris_design([*factors(3), luck_factor()], 5)
    worlds = design.worlds(100)
    luck = design.points[:, 3]
    for block in range(5):
        rows = slice(5 * block, 5 * block + 5)
        assert len(set(worlds[rows])) == len(set(luck[rows])) == 2
        assert min(worlds[rows]) == 100 + 4 * block


def test_a_missing_library_is_told_with_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("SALib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(InputError, match=r"this analysis needs SALib, which is not installed: install omnigov with its extra, omnigov\[analysis\]"):
        extra("SALib.sample.sobol")
