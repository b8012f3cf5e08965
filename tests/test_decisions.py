"""Smallest change, reversal, order and trade-offs: what was planted is found, and where nothing was planted nothing is claimed."""

from itertools import combinations, permutations

import numpy as np
import pytest
from library_for_tests import write_library
from planted import Planted

from simulation import library
from simulation.analysis.factors import Factor
from simulation.analysis.moves import moved, moves, schedule
from simulation.analysis.order import begin_weeks, best_order, staged
from simulation.analysis.points import Runner, Setting, coefficient_values
from simulation.analysis.reversal import reversals, screened
from simulation.analysis.smallest import Aim, smallest_change
from simulation.analysis.trade_offs import OBJECTIVES, efficient, front_chance, trade_offs
from simulation.scenario import load

FIVE = {"sponsorship": 0.95, "delegation": 0.9, "shared_okrs": 0.9, "communication": 0.9, "api_strategy": 0.9}


@pytest.fixture
def shop(tmp_path, monkeypatch):
    folder = write_library(tmp_path / "library")
    monkeypatch.setattr(library, "folder", lambda: folder)
    return load("shop/as-is")


@pytest.fixture
def five(shop):
    return shop.with_(levers=FIVE)


# -- the smallest change


def lifted(scenario, _):
    levers = scenario.levers
    return {"adoption": levers.sponsorship + levers.shared_okrs + 0.1 * levers.communication}


def test_the_smallest_change_is_as_small_as_brute_force_finds(shop, five):
    players = moves(shop, five)
    aim = Aim("adoption", 1.5)
    found = smallest_change(Planted(lifted), shop, five, players, aim, range(20), range(100, 140))
    reaching = [
        chosen
        for size in range(len(players) + 1)
        for chosen in combinations(players, size)
        if lifted(moved(shop, five, [part for each in chosen for part in each.parts]), {})["adoption"] >= aim.level
    ]
    assert len(found.moves) == len(reaching[0]) == 2
    assert {each.name for each in found.moves} == {"levers.sponsorship", "levers.shared_okrs"}
    assert found.reached
    assert found.share == 1.0


def test_the_change_goes_no_further_than_it_must(shop, five):
    found = smallest_change(Planted(lifted), shop, five, moves(shop, five), Aim("adoption", 1.5), range(20), range(100, 120))
    start, whole = lifted(shop, {})["adoption"], lifted(moved(shop, five, [each.name for each in found.moves]), {})["adoption"]
    needed = (1.5 - start) / (whole - start)
    assert needed <= found.way <= needed + 1 / 32 + 1e-9
    assert lifted(found.scenario, {})["adoption"] >= 1.5


def test_an_aim_out_of_reach_is_said_to_be(shop, five):
    found = smallest_change(Planted(lifted), shop, five, moves(shop, five), Aim("adoption", 5.0), range(20), range(100, 120))
    assert not found.reached
    assert (found.share, found.whole_share) == (0.0, 0.0)


def test_a_week_that_never_came_is_a_miss(shop, five):
    def late(scenario, noise):
        return {"adoption": 1.0, "weeks_to_adoption": 50.0 if scenario.levers.sponsorship > 0.5 else float("nan")}

    found = smallest_change(Planted(late), shop, shop, [], Aim("weeks_to_adoption", 100.0), range(20), range(100, 120))
    assert (found.reached, found.share, found.worlds) == (False, 0.0, 20)
    assert smallest_change(Planted(late), shop, five, moves(shop, five), Aim("weeks_to_adoption", 100.0), range(20), range(100, 120)).reached


def test_a_gain_is_measured_against_the_baseline_in_the_same_world(shop, five):
    found = smallest_change(Planted(lifted, noise=5.0), shop, shop, [], Aim("adoption", 0.1, gain=True), range(40), range(100, 140))
    assert not found.reached
    assert found.share == 0.0


# -- reversal


def test_an_assumption_turns_the_advice_round_where_it_was_planted_to(shop, five):
    def formula(scenario, coefficients):
        inertia, doubt = coefficients.get(("commitment", "inertia"), 0.1), scenario.company.traits.openness
        return {"net_value": scenario.levers.sponsorship * (0.3 - inertia) * (1 + 0 * doubt)}

    factors = [
        Factor("coefficients.commitment.inertia", 0.05, 0.8, "the rules", "inertia", "inertie", ""),
        Factor("traits.openness", 0.2, 0.8, "the company", "openness", "ouverture", ""),
    ]
    first, second = reversals(Planted(formula, noise=0.02), shop, five, factors, ["net_value"], range(60))
    assert first.factor.name == "coefficients.commitment.inertia"
    assert first.turns == pytest.approx(0.3, abs=0.75 / 32 + 0.01)
    assert first.turns_upwards
    assert not second.reverses


def test_no_assumption_turns_round_a_difference_that_is_luck_alone(shop):
    def luck(scenario, coefficients):
        return {"net_value": 1e-6 * scenario.levers.sponsorship + 1e-6 * coefficients.get(("commitment", "inertia"), 0.1)}

    factors = [Factor("coefficients.commitment.inertia", 0.05, 0.8, "the rules", "inertia", "inertie", "")]
    found = [
        reversals(Planted(luck, noise=1.0), shop, shop.with_(levers=FIVE), factors, ["net_value"], range(k, k + 30))[0].reverses for k in range(0, 600, 30)
    ]
    assert sum(found) <= 2


def test_screening_finds_the_number_that_the_gap_hangs_on():
    drawn = coefficient_values(1, range(100))
    gaps = -3.0 * drawn["coefficients.buy_in.social"].to_numpy() + 0.01 * np.random.default_rng(1).standard_normal(100)
    assert screened(gaps, drawn, 3)[0] == "coefficients.buy_in.social"


# -- order and timing


def in_order(scenario, _):
    """Best when the sponsor comes first, then goals, then words: what is late by so many weeks brings less."""
    weeks = {name: schedule(scenario, name)[-1][0] for name in FIVE}
    weights = {"sponsorship": 5.0, "shared_okrs": 3.0, "delegation": 2.0, "communication": 1.0, "api_strategy": 0.5}
    return {"adoption": sum(weight * (1 - weeks[name] / 500) for name, weight in weights.items() if schedule(scenario, name)[-1][1] == FIVE[name])}


def test_a_planted_best_order_is_found_among_few(shop, five):
    players = [each for each in moves(shop, five) if each.name.partition(".")[2] in ("sponsorship", "shared_okrs", "communication", "api_strategy")]
    found = best_order(Planted(in_order, noise=0.1), shop, five, players, 0.5, "adoption", range(10), range(100, 130))
    every = {order: in_order(staged(shop, five, order, 0.5), {})["adoption"] for order in permutations(players)}
    best = max(every, key=lambda order: every[order])
    assert found.order == tuple(each.name for each in best)
    assert len(found.tried) == 24


def test_a_planted_best_order_is_found_by_search_among_many(shop, five):
    players = moves(shop, five)
    found = best_order(Planted(in_order), shop, five, players, 0.5, "adoption", range(2), range(100, 102), trials=80)
    every = sorted((in_order(staged(shop, five, order, 0.5), {})["adoption"] for order in permutations(players)), reverse=True)
    reached = found.tried["mean"].iloc[0]
    assert reached >= every[2]  # among the best three of 120 after at most 80 trials
    assert found.order[0] == "levers.sponsorship"


def test_an_interrupted_search_goes_on_from_its_journal(shop, five, tmp_path):
    players, journal = moves(shop, five), tmp_path / "search.journal"
    first, second, whole = Planted(in_order), Planted(in_order), Planted(in_order)
    common = {"per_quarter": 0.5, "outcome": "adoption", "worlds": range(2), "fresh": range(100, 102)}
    best_order(first, shop, five, players, trials=15, journal=journal, **common)
    resumed = best_order(second, shop, five, players, trials=30, journal=journal, **common)
    assert set(best_order(Planted(in_order), shop, five, players, trials=15, **common).tried["order"]) <= set(resumed.tried["order"])
    best_order(whole, shop, five, players, trials=30, **common)
    assert second.runs < whole.runs


def test_where_order_does_not_matter_the_best_is_not_told_from_its_reverse(shop, five):
    def flat(scenario, _):
        return {"adoption": 1.0 + 1e-6 * sum(schedule(scenario, name)[-1][0] for name in FIVE)}

    wrong = 0
    for start in range(0, 400, 40):
        found = best_order(
            Planted(flat, noise=1.0), shop, five, moves(shop, five)[:3], 0.5, "adoption", range(start, start + 10), range(1000 + start, 1040 + start)
        )
        row = found.fresh.set_index("plan").loc["reverse order"]
        wrong += not row["low"] <= 0 <= row["high"]
    assert wrong <= 2


def test_moves_begin_when_the_effort_of_those_before_is_spent(shop, five):
    players = moves(shop, five)
    assert begin_weeks(players, sum(each.effort for each in players) / 4)[0] == 0
    efforts = np.cumsum([each.effort for each in players])
    assert begin_weeks(players, 1.0)[1:] == [round(13 * each) for each in efforts[:-1]]


# -- trade-offs


def brute_front(values: np.ndarray) -> list[bool]:
    """More of the first, less of the second, more of the third."""
    gains = values * [1, -1, 1]
    return [not any(all(other >= mine for other, mine in zip(b, a, strict=True)) and any(b > a) for b in gains) for a in gains]


@pytest.mark.parametrize("seed", range(5))
def test_the_front_is_that_of_brute_force(seed):
    values = np.random.default_rng(seed).integers(0, 6, size=(40, 3)).astype(float)
    assert efficient(values, ["higher", "lower", "higher"]).tolist() == brute_front(values)


def test_equal_points_are_on_the_front_together():
    assert efficient(np.array([[1.0, 1.0], [1.0, 1.0], [0.5, 1.0]]), ["higher", "higher"]).tolist() == [True, True, False]


def test_a_clear_place_on_the_front_is_sure_and_a_beaten_one_is_not():
    noise = 0.01 * np.random.default_rng(1).standard_normal((3, 50, 2))
    values = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])[:, None, :] + noise
    assert front_chance(values, ["higher", "higher"]) == pytest.approx([1.0, 1.0, 0.0])


def test_the_search_finds_a_planted_trade_off(shop):
    def formula(scenario, _):
        levers = scenario.levers
        return {"adoption": levers.sponsorship, "delivery_cost": 1.0 + levers.sponsorship + levers.communication, "own_value": 1.0 - levers.coercion}

    found = trade_offs(Planted(formula), shop, [shop], range(2), range(10, 14), trials=300)
    on = found.table[found.table["found"]]
    assert (found.levers.loc[on.index, "coercion"] < 0.2).mean() > 0.5
    assert np.corrcoef(on["adoption"], on["delivery_cost"])[0, 1] > 0.5
    assert set(found.table.columns) >= {*OBJECTIVES, "chance", "adoption_low"}


def test_the_model_itself_can_be_searched(shop):
    found = trade_offs(Runner(Setting(weeks=30, customers=50)), shop, [shop], range(2), range(5, 8), trials=8)
    assert found.tried == 8
    assert found.table["chance"].between(0, 1).all()
