"""The engine gives the same bits whatever does not matter: plain or compiled, alone or in company, threads, order of rows, what comes later."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from brisk import brisk, document
from oracle import final_states
from weekly import STATE, columns, live, live_through, started

from simulation.analysis.comparison import compare
from simulation.company import plan_of
from simulation.levers import CATEGORIES, DECLARED, NAMES
from simulation.run import _COMPANIONS, Ensemble, run
from simulation.scenario import load, scenario_of
from simulation.state import INTEGRATING, World

HERE = Path(__file__).parent
ROOT = HERE.parent
TASKS = [
    {"document": document(), "settings": {"weeks": 34, "longest": 40, "customers": 150, "number": number}} for number in (1, 3)
] + [{"document": load("retailer/full-package").to_dict(), "settings": {"weeks": 20, "longest": 22, "customers": 100, "number": 1}}]  # fmt: skip


def assert_same(one: Ensemble, other: Ensemble) -> None:
    """Two ensembles are equal bit for bit in all that they hold of their runs."""
    for name in ("outcomes", "series"):
        assert np.array_equal(getattr(one, name).to_numpy(), getattr(other, name).to_numpy(), equal_nan=True), name
    for name in ("live_weeks", "cost_by_unit"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


def differing(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[str]:
    """Columns that are not equal bit for bit."""
    assert one.keys() == other.keys()
    return [name for name in one if not np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f")]


def python(*arguments: str, folder: Path, **environment: str) -> str:
    """What a fresh Python prints, started in a folder."""
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# -- plain and compiled


@pytest.fixture(scope="module")
def compiled_states() -> dict[str, np.ndarray]:
    return final_states(TASKS)


def test_plain_python_and_machine_code_agree_in_every_bit_of_the_final_state(compiled_states: dict[str, np.ndarray], tmp_path: Path) -> None:
    (tmp_path / "tasks.json").write_text(json.dumps(TASKS), encoding="utf-8")
    path = os.pathsep.join([str(ROOT), str(HERE)])
    python(str(HERE / "oracle.py"), str(tmp_path / "tasks.json"), str(tmp_path / "plain.npz"), folder=tmp_path, NUMBA_DISABLE_JIT="1", PYTHONPATH=path)
    with np.load(tmp_path / "plain.npz") as plain:
        assert differing(compiled_states, dict(plain)) == []


def test_what_plain_and_compiled_are_compared_on_has_life_in_every_step(compiled_states: dict[str, np.ndarray]) -> None:
    def total(field: str) -> float:
        return float(sum(compiled_states[f"{place} {field}"].sum() for place in (0, 1)))

    happened = (
        "programme.exceptions",
        "programme.rework_bred",
        "packages.reused",
        "packages.by_layer",
        "demand.users",
        "decisions.latency",
        "packages.friction",
    )
    assert all(total(name) > 0 for name in happened), [name for name in happened if total(name) == 0]


# -- alone and in company


def test_a_world_is_the_same_alone_and_inside_an_ensemble() -> None:
    many = run(brisk(), worlds=20, weeks=40, customers=200)
    alone = run(brisk(), worlds=1, first_world=17, weeks=40, customers=200)
    assert np.array_equal(many.outcomes.loc[17], alone.outcomes.loc[17], equal_nan=True)
    assert np.array_equal(many.series.loc[17], alone.series.loc[17], equal_nan=True)
    assert np.array_equal(many.live_weeks[17], alone.live_weeks[0])
    assert np.array_equal(many.cost_by_unit[17], alone.cost_by_unit[0])


def test_one_two_and_four_threads_give_the_same_ensemble() -> None:
    ensembles = []
    for threads in (1, 2, 4):
        _COMPANIONS.clear()
        ensembles.append(run(brisk(), worlds=70, weeks=40, customers=200, threads=threads))
    assert_same(ensembles[0], ensembles[1])
    assert_same(ensembles[0], ensembles[2])


# -- the order of a file


def test_the_more_digital_channel_asks_to_be_connected_whatever_it_is_called() -> None:
    def who_asks(called: dict[str, str]) -> set[tuple[str, str, str]]:
        given = document()
        for each in given["channels"]:
            each["name"] = called[each["name"]]
        for each in (*given["teams"], *given["journeys"]):
            each["channels"] = [called[name] for name in each["channels"]]
        plan = plan_of(scenario_of(given, "renamed").company)
        meant = {new: old for old, new in called.items()}
        channel = [meant[each.name] for each in plan.channels]
        return {(plan.journeys[each.journey].name, channel[each.channel], channel[each.other]) for each in plan.packages}

    found = who_asks({"web": "web", "app": "app", "store": "store"})
    assert ("return in store", "web", "store") in found
    assert ("return in store", "app", "store") in found
    assert who_asks({"web": "zzz", "app": "mmm", "store": "aaa"}) == found


def permuted(given: dict[str, Any], seed: int) -> dict[str, Any]:
    """A scenario's document with the rows of all its tables, and the lists in them, in another order."""
    order = random.Random(seed)
    found = json.loads(json.dumps(given))
    for table in ("directorates", "teams", "channels", "segments", "journeys"):
        order.shuffle(found[table])
        for row in found[table]:
            for names in row.values():
                if isinstance(names, list):
                    order.shuffle(names)
    return found


@pytest.mark.parametrize("name", ["brisk", "retailer/full-package"])
def test_the_order_of_rows_in_a_company_file_changes_nothing(name: str) -> None:
    given = document() if name == "brisk" else load(name).to_dict()
    settings = {"worlds": 3, "weeks": 40, "customers": 200}
    first = run(scenario_of(given, name), **settings)
    for seed in (1, 2):
        other = run(scenario_of(permuted(given, seed), name), **settings)
        assert_same(first, other)
        assert first.teams.equals(other.teams)
        assert first.packages.equals(other.packages)
        assert first.ties.equals(other.ties)


# -- what comes later


def otherwise(name: str, value: Any) -> Any:
    """Another value of a lever."""
    if name in CATEGORIES:
        return next(option for option in CATEGORIES[name] if option not in (value, "none"))
    low, high = DECLARED[name].low, DECLARED[name].high
    return high if value < (low + high) / 2 else low


@pytest.mark.parametrize("name", NAMES)
def test_a_dated_change_touches_the_weeks_from_its_date_on_and_none_before(name: str) -> None:
    plain = brisk()
    changed = plain.with_(changes=[{"week": 20, "levers": {name: otherwise(name, getattr(plain.levers, name))}}])
    worlds = started(plain, 40), started(changed, 40)
    before = [columns(live_through(world, 20)) for world in worlds]
    assert differing(*before) == []
    after = [columns(live_through(world, 40, first=20)) for world in worlds]
    assert differing(*after) != []


def test_changes_of_all_levers_leave_the_weekly_series_before_their_date_untouched() -> None:
    plain = load("retailer/as-is")
    levers = {name: otherwise(name, getattr(plain.levers, name)) for name in NAMES}
    settings = {"worlds": 2, "weeks": 60, "customers": 200}
    one, other = (run(scenario, **settings).series for scenario in (plain, plain.with_(changes=[{"week": 30, "levers": levers}])))
    weeks = one.index.get_level_values("week")
    assert np.array_equal(one[weeks <= 30], other[weeks <= 30])
    assert not np.array_equal(one[weeks > 30], other[weeks > 30])


# -- pairs


def test_a_scenario_compared_with_itself_differs_by_exactly_zero() -> None:
    same = load("retailer/as-is")
    table = compare([same, same], worlds=12, weeks=60, customers=200).differences
    known = table[table["pairs"] > 1]  # of one pair there is no interval
    assert {"adoption", "delivery_cost", "net_value"} <= set(known.index.get_level_values("outcome"))
    assert (known[["mean", "low", "high", "world_low", "world_high"]] == 0.0).all(axis=None)


def test_scenarios_of_a_company_share_one_companion() -> None:
    _COMPANIONS.clear()
    one, other = (run(scenario, worlds=4, weeks=40, customers=200) for scenario in (brisk(), brisk(sponsorship=0.0, ambition=1.0)))
    assert len(_COMPANIONS) == 1
    without = [each.series["value"].groupby("world").sum() - each.outcomes["net_value"] for each in (one, other)]
    assert np.allclose(without[0], without[1], rtol=1e-9, atol=0)
    assert not np.allclose(one.outcomes["net_value"], other.outcomes["net_value"], rtol=1e-3)


# -- the butterfly


def unseen(number: int = 0) -> World:
    """A world in which growth of scope is noticed only when a package is tested."""
    world = started(brisk(), 40, number=number)
    world.coefficients.steering.reveal[0] = 0.0
    world.coefficients.steering.insight_reveal[0] = 0.0
    return world


def test_an_event_that_nobody_has_seen_changes_one_number_of_one_package() -> None:
    calm, stirred = unseen(), unseen()
    live_through(calm, 10)
    live_through(stirred, 10)
    stirred.packages.hidden_growth[4] += 0.5
    for week in range(10, 40):
        live(calm, week)
        live(stirred, week)
        if stirred.packages.hidden_growth[4] == 0.0:  # it has been tested
            break
        assert differing(columns(calm), columns(stirred)) == ["packages.hidden_growth"], f"week {week}"
        assert np.flatnonzero(calm.packages.hidden_growth != stirred.packages.hidden_growth).tolist() == [4]
    assert 15 < week < 39
    assert stirred.packages.volume[4] > calm.packages.volume[4] + 0.4 * calm.packages.nominal[4].sum()


def growth(world: World, weeks: int, stir: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """[week, package] growth of scope, and whether the package was still in work; a package may get an extra event in week 10."""
    grown, open_still = np.zeros((weeks, len(world.packages))), np.zeros((weeks, len(world.packages)), dtype=bool)
    for week in range(weeks):
        if stir is not None and week == 10:
            world.packages.hidden_growth[stir] += 0.5
        before = world.packages.hidden_growth.copy()
        live(world, week)
        grown[week] = world.packages.hidden_growth - before
        open_still[week] = (world.packages.status < INTEGRATING) & (grown[week] >= 0.0)
    return grown, open_still


def test_an_extra_event_for_one_package_leaves_the_luck_of_all_others_as_it_was() -> None:
    calm, stirred = unseen(), unseen()
    grown, open_calm = growth(calm, 40)
    other, open_stirred = growth(stirred, 40, stir=4)
    assert differing(columns(calm), columns(stirred)) != []
    both = open_calm & open_stirred
    both[:, 4] = False
    late = both[20:] & (grown[20:] > 0.0)
    assert late.sum() >= 3
    assert np.allclose(grown[both], other[both], rtol=1e-12, atol=1e-12)
    assert calm.board.vacancy == stirred.board.vacancy
    assert calm.programme.standard == stirred.programme.standard


def test_another_journey_leaves_the_luck_of_the_others_as_it_was() -> None:
    given = document()
    more = json.loads(json.dumps(given))
    more["journeys"].append({**more["journeys"][0], "name": "a first one"})
    worlds = [started(scenario_of(each, "brisk"), 40) for each in (given, more)]
    for world in worlds:
        world.coefficients.steering.reveal[0] = world.coefficients.steering.insight_reveal[0] = 0.0
    known = [dict(zip(world.packages.name, live_through(world, 8).packages.hidden_growth, strict=True)) for world in worlds]
    assert sum(known[0].values()) > 0
    assert known[1].items() >= known[0].items()
    assert len(known[1]) > len(known[0])


# -- the cache

PROBE = """
from simulation.compiled import entry
from simulation.mechanisms.shared import toward


@entry
def approach(x):
    for _ in range(9):
        x = toward(x, 1.0, 0.3)
    return x


print(approach(0.1).hex(), sum(approach.stats.cache_hits.values()))
"""


def test_an_edited_rule_changes_results_and_undoing_it_brings_them_back_bit_for_bit(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "simulation", tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "probe.py").write_text(PROBE, encoding="utf-8")
    rule = tmp_path / "simulation" / "mechanisms" / "shared.py"
    text = rule.read_text(encoding="utf-8")
    answers = []
    for source in (text, text.replace("x + rate * (target - x)", "x + 0.5 * rate * (target - x)"), text):
        rule.write_text(source, encoding="utf-8")
        answers.append(python("probe.py", folder=tmp_path, OMNIGOV_CACHE=str(tmp_path / "cache"), PYTHONPATH=str(tmp_path)).split())
    (first, hits), (edited, fresh_hits), (undone, later_hits) = answers
    assert edited != first
    assert undone == first
    assert (hits, fresh_hits, later_hits) == ("0", "0", "1"), "the compiled form was not found again"


# -- names


def test_no_field_hides_behind_an_attribute_of_arrays_records_or_tuples() -> None:
    world = started(brisk(), 40)
    taken = {*dir(np.recarray), *dir(np.record), *dir(tuple)}
    tables = {name: getattr(world, name) for name in (*STATE, "levers", "on", "coefficients")}
    tables |= {f"coefficients.{step}": world.coefficients[step] for step in world.coefficients.dtype.names}
    names = {name: getattr(getattr(table, "dtype", None), "names", None) or table._fields for name, table in tables.items()}
    assert sum(len(fields) for fields in names.values()) > 300
    assert {f"{name}.{field}" for name, fields in names.items() for field in fields if field in taken} == set()
