"""Scenarios: how files are composed, what a scenario holds, what its levers are week by week."""

import json
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_for_tests import SHOP, write_library

from simulation import library
from simulation.levers import CATEGORIES, NAMES, Levers
from simulation.scenario import InputError, load, load_all, scenario_of
from simulation.toml_lines import key_lines


@pytest.fixture(autouse=True)
def own_library(tmp_path, monkeypatch):
    """Every test here sees the small library, and works in an empty folder."""
    monkeypatch.setenv("OMNIGOV_LIBRARY", str(write_library(tmp_path / "library")))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_name_of_the_library_composes_company_and_governance(tmp_path):
    scenario = load("shop/sponsor")
    assert scenario.name == "shop/sponsor"
    assert (scenario.title, scenario.company_title) == ("Sponsor only", "A shop")
    assert scenario.levers.sponsorship == 0.9
    assert [each.name for each in scenario.company.channels] == ["web", "store"]


def test_levers_that_no_file_names_keep_their_defaults():
    assert load("shop").levers == Levers()


def test_a_title_without_a_french_one_stands_for_both():
    assert load("shop/as-is").title_fr == "Tel quel"
    assert load("shop/sponsor").title_fr == "Sponsor only"


def test_extends_composes_left_to_right(tmp_path):
    write(tmp_path / "work/low.toml", "[levers]\nscope = 0.1\ndelegation = 0.1\n")
    write(tmp_path / "work/high.toml", "[levers]\nscope = 0.9\n")
    write(tmp_path / "work/mine.toml", 'extends = ["shop", "low", "high.toml"]\n[levers]\nambition = 0.7\n')
    levers = load("mine.toml").levers
    assert (levers.scope, levers.delegation, levers.ambition) == (0.9, 0.1, 0.7)


def test_a_file_reached_twice_counts_once_where_it_is_first_reached(tmp_path):
    write(tmp_path / "work/strong.toml", 'extends = ["as-is"]\n[levers]\nsponsorship = 0.9\n')
    write(tmp_path / "work/mine.toml", 'extends = ["shop", "strong", "as-is"]\n')
    assert load("mine.toml").levers.sponsorship == 0.9


def test_a_row_of_the_same_name_overrides_only_the_fields_it_gives(tmp_path):
    write(
        tmp_path / "work/mine.toml",
        'extends = ["shop"]\nteams = [{ name = "web team", fte = 20 }, { name = "new", directorate = "IT", speciality = "systems" }]\n',
    )
    teams = {each.name: each for each in load("mine.toml").company.teams}
    assert (teams["web team"].fte, teams["web team"].speciality) == (20, "systems")
    assert list(teams) == ["web team", "design", "shop floor", "new"]


def test_dated_changes_and_switches_add_up(tmp_path):
    write(tmp_path / "work/mine.toml", 'extends = ["shop", "sponsor-leaves"]\noff = ["decisions"]\n[[changes]]\nweek = 5\nlevers = { scope = 1 }\n')
    scenario = load("mine.toml").with_(off=["silo_level"])
    assert [(each.week, each.levers) for each in scenario.changes] == [(5, {"scope": 1.0}), (20, {"sponsorship": 0.0})]
    assert scenario.off == {"decisions", "silo_level"}


def test_of_two_changes_of_a_lever_in_one_week_the_later_given_holds():
    scenario = load("shop").with_(changes=[{"week": 3, "levers": {"scope": 0.1}}, {"week": 3, "levers": {"scope": 0.8}}])
    assert scenario.lever_table(10).scope[3] == 0.8


def test_a_company_folder_is_known_by_its_company_file(tmp_path):
    write(tmp_path / "work/mine/company.toml", SHOP)
    write(tmp_path / "work/mine/governance/0-as-is.toml", 'extends = ["../company.toml", "as-is"]\n')
    write(tmp_path / "work/beside.toml", 'extends = ["mine", "sponsor"]\n')
    assert load("mine").company.sector == "retail"
    assert load("mine/governance/0-as-is.toml").levers.sponsorship == 0.05
    assert load("beside.toml").levers.sponsorship == 0.9


def test_governance_alone_loads_but_has_no_company():
    scenario = load("sponsor")
    assert scenario.partial
    with pytest.raises(InputError, match=r"governance alone.*compose the two, for example 'retailer/sponsor'"):
        _ = scenario.company


def test_a_company_and_a_governance_can_be_given_apart(tmp_path):
    write(tmp_path / "work/mine.toml", SHOP)
    scenario = load("mine.toml", "sponsor")
    assert (scenario.name, scenario.levers.sponsorship, len(scenario.company.teams)) == ("mine/sponsor", 0.9, 3)


def test_provenance_may_be_written_in_a_file_and_changes_nothing(tmp_path):
    write(tmp_path / "work/mine.toml", 'extends = ["shop"]\nassumed = ["day rates"]\n[sources]\nteams = "counted"\n[notes]\nwhy = "a test"\n')
    assert load("mine.toml").hash == load("shop").hash


def test_with_makes_a_new_scenario_that_tells_what_was_altered():
    scenario = load("shop/as-is")
    altered = scenario.with_(levers={"sponsorship": 0.8}, traits={"openness": 0.2}, off=["decisions"])
    assert (altered.levers.sponsorship, altered.company.traits.openness, scenario.levers.sponsorship) == (0.8, 0.2, 0.05)
    assert altered.name == "shop/as-is, sponsorship 0.8, openness 0.2, off decisions"
    assert altered.title_fr == "Tel quel, sponsorship 0.8, openness 0.2, off decisions"
    assert scenario.with_(levers={"scope": 0.8}, title="Wide").name == "Wide"


def test_with_takes_numbers_of_numpy():
    assert load("shop").with_(levers={"scope": np.float32(0.5), "wave_size": np.int64(3)}).levers.wave_size == 3.0


def test_a_lever_table_holds_a_change_from_its_week_on():
    scenario = load("shop/sponsor-leaves")
    table = scenario.lever_table(30)
    assert table.dtype.names == NAMES
    assert set(table.sponsorship[:20]) == {0.9}
    assert set(table.sponsorship[20:]) == {0.0}


@given(st.sampled_from([name for name in NAMES if name not in CATEGORIES]), st.integers(0, 29), st.floats(0, 1))
def test_a_dated_change_leaves_the_table_before_its_week_as_it_was(name, week, value):
    scenario = load("shop")
    changed = scenario.with_(changes=[{"week": week, "levers": {name: value}}]).lever_table(30)
    assert changed[:week].tobytes() == scenario.lever_table(30)[:week].tobytes()
    assert set(changed[name][week:]) == {value}


def test_choices_stand_in_the_table_as_their_place_among_the_options():
    scenario = load("shop").with_(levers={"reporting_line": "marketing"}, changes=[{"week": 0, "levers": {"structure": "channel"}}])
    table = scenario.lever_table(3)
    assert set(table.reporting_line) == {CATEGORIES["reporting_line"].index("marketing")}
    assert set(table.structure) == {CATEGORIES["structure"].index("channel")}


def test_a_change_after_the_horizon_has_no_table():
    with pytest.raises(InputError, match="a change in week 20 lies after the horizon of 20 weeks; the last week is 19"):
        load("shop/sponsor-leaves").lever_table(20)


def test_a_resolved_scenario_written_as_json_is_the_same_scenario():
    scenario = load("shop/sponsor-leaves").with_(levers={"structure": "skill"}, traits={"patience": 1}, off=["decisions"])
    again = scenario_of(json.loads(json.dumps(scenario.to_dict())), scenario.name)
    assert again.hash == scenario.hash
    assert again.to_dict() == scenario.to_dict()
    assert again.lever_table(30).tobytes() == scenario.lever_table(30).tobytes()


def test_the_hash_moves_with_content_and_not_with_titles_or_the_order_of_rows(tmp_path):
    blocks = SHOP.strip().split("\n\n")
    write(tmp_path / "work/turned.toml", "\n\n".join([*blocks[:2], *reversed(blocks[2:])]))
    scenario = load("shop")
    assert load("turned.toml").hash == scenario.hash
    assert scenario.with_(title="Another title").hash == scenario.hash
    assert scenario.with_(levers={"scope": 0.51}).hash != scenario.hash
    assert scenario.with_(traits={"patience": 0.51}).hash != scenario.hash
    assert scenario.with_(off=["decisions"]).hash != scenario.hash


def test_several_scenarios_are_loaded_in_the_order_asked():
    assert [each.name for each in load_all(["shop/sponsor", ["shop", "as-is"]])] == ["shop/sponsor", "shop/as-is"]


def test_the_library_lists_the_baseline_first():
    assert library.names("governance") == ["as-is", "sponsor", "sponsor-leaves"]
    assert library.all_names()[:2] == ["indebted", "shop"]


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path):
    (tmp_path / "work/mine.toml").write_bytes(b"\xef\xbb\xbf" + b'extends = ["shop"]\r\n[levers]\r\nscope = 0.25\r\n')
    assert load("mine.toml").levers.scope == 0.25


NASTY = """
a = 1 # [[not.a.table]]
"b c" = '''
[x]
y = 1'''
d.e = [1, [2, "],"], { f = 3, g.h = "}" }]
i = [
  # first
  { name = "one", when = 1979-05-27 07:32:00 },
  { name = "two" },
]
[t."u v"]
w = \"\"\"
a\\\"\"\"b = 2\"\"\"
[[k]]
l = 1
[[k]]
[k.m]
n = -inf
[[k.o]]
p = true
[[k.o]]
p = false
"""


def _paths(value, path=()):
    """The path of everything in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from _paths(each, (*path, key))


def test_the_line_of_every_key_is_found_whatever_the_file_looks_like():
    lines = key_lines(NASTY)
    assert set(_paths(tomllib.loads(NASTY))) <= set(lines)
    text = NASTY.split("\n")
    assert text[lines[("i", 1, "name")] - 1].strip().startswith('{ name = "two"')
    assert text[lines[("k", 1, "o", 1, "p")] - 1] == "p = false"
    assert text[lines[("t", "u v", "w")] - 1].startswith("w =")
    assert text[lines[("d", "e", 2, "g", "h")] - 1].startswith("d.e")


def test_what_is_done_to_a_document_is_not_done_to_the_next_reading(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('extends = ["shop", "as-is"]\n[[changes]]\nweek = 26\nlevers = { sponsorship = 0.9 }\n', encoding="utf-8")
    load(path).document["changes"][0]["levers"]["sponsorship"] = 0.1
    assert load(path).changes[0].levers["sponsorship"] == 0.9
