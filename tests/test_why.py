"""Why: shares of a gap add up to it, are zero for what does nothing, and agree with games whose values are known."""

import numpy as np
import pytest
from library_for_tests import write_library
from planted import Planted
from synthetic import ensemble

from simulation import library
from simulation.analysis.moves import between, grouped, moved, moves, schedule
from simulation.analysis.path import by_directorate, path
from simulation.analysis.points import Runner, Setting
from simulation.analysis.why import interactions, shapley, split
from simulation.scenario import load

SETTING = Setting(weeks=60, customers=100)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    folder = write_library(tmp_path / "library")
    monkeypatch.setattr(library, "folder", lambda: folder)
    return load("shop/as-is")


def works_together(scenario, _):
    levers = scenario.levers
    return {"adoption": 2 * levers.sponsorship + levers.shared_okrs + 4 * levers.delegation * levers.sponsorship + (levers.structure == "skill")}


def test_the_glove_game_has_its_known_values():
    left, *right = 1, 2, 4
    values = np.array([[float(bool(members & left) and any(members & each for each in right))] for members in range(8)])
    assert shapley(values)[:, 0] == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_a_pair_that_only_works_together_interacts_by_what_it_brings():
    values = np.array([[0.0], [0.0], [0.0], [1.0]])
    assert shapley(values)[:, 0] == pytest.approx([0.5, 0.5])
    assert interactions(values)[:, 0] == pytest.approx([1.0])
    assert interactions(np.array([[0.0], [1.0], [2.0], [3.0]]))[:, 0] == pytest.approx([0.0])


def test_shares_of_a_planted_gap_are_found_and_add_up(shop):
    after = shop.with_(levers={"sponsorship": 1.0, "shared_okrs": 1.0, "delegation": 1.0, "structure": "skill", "wave_size": 5.0})
    found = split(Planted(works_together), shop, after, moves(shop, after), range(4), ["adoption"])
    shares = found.shares.set_index("move")["mean"]
    low, middle = 0.05, 0.35  # of sponsorship in the file, of delegation and shared OKRs by default
    together = 4 * (1.0 * 1.0 - middle * 1.0 - 1.0 * low + middle * low)
    assert shares["levers.sponsorship"] == pytest.approx(2 * (1 - low) + 4 * middle * (1 - low) + together / 2)
    assert shares["levers.delegation"] == pytest.approx(4 * low * (1 - middle) + together / 2)
    assert shares["levers.structure"] == pytest.approx(1.0)
    assert shares["levers.wave_size"] == 0.0
    assert shares.sum() == pytest.approx(found.gaps["mean"].iloc[0])
    pairs = found.pairs.set_index(["move", "other"])["mean"]
    assert pairs["levers.sponsorship", "levers.delegation"] == pytest.approx(together)
    assert pairs["levers.sponsorship", "levers.shared_okrs"] == pytest.approx(0.0, abs=1e-12)


def test_drawn_orders_agree_with_all_orders_within_simulation_error(shop, monkeypatch):
    after = shop.with_(levers={"sponsorship": 1.0, "shared_okrs": 1.0, "delegation": 1.0, "structure": "skill"})
    players = moves(shop, after)
    runner = Planted(works_together, noise=0.3)
    counted = split(runner, shop, after, players, range(300), ["adoption"]).shares["mean"].to_numpy()
    monkeypatch.setattr("simulation.analysis.why.MOST_COUNTED", 2)
    drawn = split(runner, shop, after, players, range(300), ["adoption"])
    assert ((drawn.shares["low"] <= counted) & (counted <= drawn.shares["high"])).all()
    assert drawn.shares["mean"].sum() == pytest.approx(drawn.gaps["mean"].iloc[0])
    assert drawn.pairs.empty


def test_worlds_in_which_a_run_failed_are_left_out_and_counted(shop):
    class Failing(Planted):
        def outcomes(self, jobs, progress=None):
            found = super().outcomes(jobs, progress)
            found[1].loc[2, "adoption"] = np.nan
            return found

    after = shop.with_(levers={"sponsorship": 1.0, "shared_okrs": 1.0})
    found = split(Failing(works_together), shop, after, moves(shop, after), range(5), ["adoption"])
    assert (found.worlds, found.given) == (4, 5)
    assert found.shares["mean"].sum() == pytest.approx(found.gaps["mean"].iloc[0])


def test_in_the_model_shares_add_up_to_the_gap_and_a_scenario_differs_in_nothing_from_itself(shop):
    after = shop.with_(levers={"sponsorship": 0.9, "shared_okrs": 0.8, "api_strategy": 0.9})
    found = split(Runner(SETTING), shop, after, moves(shop, after), range(6), ["adoption", "delivery_cost"])
    sums = found.shares.groupby("outcome")["mean"].sum()
    gaps = found.gaps.set_index("outcome")["mean"]
    assert sums.to_numpy() == pytest.approx(gaps[sums.index].to_numpy())
    assert gaps["delivery_cost"] != 0
    assert moves(shop, shop.with_(title="the same")) == []


# -- moves


def test_all_moves_together_are_the_other_scenario_and_none_of_them_is_the_first(shop):
    after = load("shop/sponsor-leaves").with_(levers={"structure": "skill"}, traits={"openness": 0.2}, off=["communication"])
    parts = [part for each in moves(shop, after) for part in each.parts]
    assert moved(shop, after, parts).hash == after.hash
    assert moved(shop, after, []).hash == shop.hash
    assert sorted(parts) == ["levers.sponsorship", "levers.structure", "off.communication", "traits.openness"]


def test_a_move_keeps_its_dates_and_can_be_put_off(shop):
    after = load("shop/sponsor-leaves")
    assert schedule(after, "sponsorship") == ((0, 0.9), (20, 0.0))
    later = moved(shop, after, ["levers.sponsorship"], weeks={"levers.sponsorship": 10})
    assert schedule(later, "sponsorship") == ((0, 0.05), (10, 0.9), (30, 0.0))


def test_groups_hold_all_moves_and_their_effort(shop):
    after = shop.with_(levers={"sponsorship": 1.0, "delegation": 0.85, "structure": "skill"})
    found = {each.name: each for each in grouped(moves(shop, after))}
    assert set(found) == {"who decides", "structure"}
    assert found["who decides"].effort == pytest.approx(0.95 + 0.5)
    assert found["structure"].effort == 1.0


def test_part_of_the_way_is_between(shop):
    after = shop.with_(levers={"sponsorship": 0.85, "structure": "skill"})
    half = between(shop, after, ["levers.sponsorship"], 0.5)
    assert half.levers.sponsorship == pytest.approx(0.45)
    assert between(shop, after, ["levers.structure"], 0.4).levers.structure == "business universe"


def test_part_of_the_way_is_between_at_every_date(shop):
    after = load("shop/sponsor-leaves").with_(traits={"openness": 0.9}, off=["communication"])
    parts = ["levers.sponsorship", "traits.openness", "off.communication"]
    part = between(shop, after, parts, 0.25)
    assert [week for week, _ in schedule(part, "sponsorship")] == [0, 20]
    assert [value for _, value in schedule(part, "sponsorship")] == pytest.approx([0.05 + 0.25 * 0.85, 0.75 * 0.05])
    assert (part.company.traits.openness, part.off) == (shop.company.traits.openness, shop.off)
    most = between(shop, after, parts, 0.75)
    assert (most.company.traits.openness, most.off) == (0.9, after.off)
    assert schedule(between(shop, after, parts, 1.0), "sponsorship") == schedule(after, "sponsorship")  # to the last bit
    later = shop.with_(changes=[{"week": 30, "levers": {"sponsorship": 0.45}}])
    assert [value for _, value in schedule(between(later, after, parts, 0.5), "sponsorship")] == pytest.approx([0.475, 0.025, 0.225])


# -- the path


def test_series_part_in_the_order_in_which_they_were_planted_to(shop):
    before = ensemble(shop, worlds=30)
    after = ensemble(shop, worlds=30)
    rng = np.random.default_rng(1)
    for each in (before, after):
        for name in each.series:
            each.series[name] = rng.standard_normal(len(each.series))
    weeks = after.series.index.get_level_values("week")
    after.series["recognition"] += 5.0 * (weeks >= 10)
    after.series["buy_in"] -= 5.0 * (weeks >= 30)
    found = path(before, after)
    assert list(found["series"]) == ["recognition", "buy_in"]
    assert list(found["week"]) == [10, 30]
    assert found["largest"].to_numpy() == pytest.approx([5, -5], rel=0.2)


def test_nothing_parts_where_there_is_noise_alone(shop):
    before, after = ensemble(shop, worlds=30), ensemble(shop, worlds=30)
    rng = np.random.default_rng(2)
    for each in (before, after):
        for name in each.series:
            each.series[name] = rng.standard_normal(len(each.series))
    assert path(before, after).empty
    assert path(before, before).empty


def test_the_cost_of_directorates_adds_up_to_the_gap_in_delivery_cost(shop):
    before, after = ensemble(shop, 0.2, worlds=30), ensemble(shop, 0.6, worlds=30)
    found = by_directorate(before, after)
    assert found["mean"].sum() == pytest.approx((after.outcomes["delivery_cost"] - before.outcomes["delivery_cost"]).mean())
