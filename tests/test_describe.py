"""`describe`: every declared name is explained, and who reads it is found in the sources."""

import json
import re

import pytest

from simulation import describe, reach, uses
from simulation.checks import InputError
from simulation.levers import CATEGORIES, DECLARED, NAMES
from simulation.outcomes import OUTCOMES, SERIES
from simulation.report.french_levers import FRENCH_LEVERS
from simulation.report.french_outcomes import OUTCOMES_FR, STEPS_FR
from simulation.summaries import entry_text, index_text
from simulation.validation import STEPS
from simulation.week import STEPS as WEEK


@pytest.fixture(scope="module")
def all_entries():
    return describe.entries()


def test_the_steps_that_files_may_switch_off_are_those_of_the_week():
    assert tuple(WEEK) == STEPS


def test_every_declared_name_has_an_entry(all_entries):
    names = {(each.kind, each.name) for each in all_entries}
    assert {("lever", name) for name in NAMES} <= names
    assert {("outcome", name) for name in OUTCOMES} | {("series", name) for name in SERIES} | {("step", name) for name in STEPS} <= names
    assert {("trait", "legacy_debt"), ("trait", "teams.fte")} <= names
    for step, module in WEEK.items():
        assert {("coefficient", f"{step}.{field}") for field in module.Coefficients.model_fields} <= names


def test_names_are_said_once_within_a_kind(all_entries):
    names = [(each.kind, each.name) for each in all_entries]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_a_lever_is_read_by_the_steps_that_it_declares(name):
    assert uses.readers_of_lever(name) == sorted(DECLARED[name].extra["read_in"])


def test_every_coefficient_is_read_by_its_step(all_entries):
    assert [each.name for each in all_entries if each.kind == "coefficient" and not each.facts["read_by"]] == []


def test_every_trait_of_the_company_as_a_whole_is_read(all_entries):
    assert [each.name for each in all_entries if each.kind == "trait" and "." not in each.name and not each.facts["read_by"]] == []


def test_a_lever_is_told_with_everything_known_of_it():
    (entry,) = describe.find("sponsorship")
    text = entry_text(entry)
    for words in (
        "lever sponsorship: Board sponsorship",
        "default: 0.35",
        "neutral: 0",
        "0    nobody on the board is named",
        "1    a named sponsor gives 13 hours a week",
        "price: the sponsor's hours",
        "acts on: board.sponsor_in_office",
        "read by: events",
        "declared in: simulation/levers.py",
        "set by: as-is, ",
    ):
        assert words in text


def test_a_choice_is_told_with_its_options():
    (entry,) = describe.find("reporting_line")
    assert entry.facts["options"] == list(CATEGORIES["reporting_line"])
    assert "    general management: near the board" in entry_text(entry)


def test_labels_come_in_french():
    assert describe.find("shared_okrs", "fr")[0].label == "OKR communs"
    assert describe.find("net_value", "fr")[0].label == "Valeur nette"


def test_all_that_a_run_tells_and_every_step_is_explained_in_french_and_nothing_else():
    declared = {each.facts["meaning"] for each in describe.entries() if each.kind in ("outcome", "series")}
    assert OUTCOMES_FR.keys() == declared
    assert list(STEPS_FR) == list(STEPS)
    assert [text for text in (*OUTCOMES_FR.values(), *STEPS_FR.values()) if re.search(r"[’\"]|  |\S[;:?!]|\d\.\d", text)] == []
    told = [entry_text(each, "fr") for name in ("adoption", "buy_in") for each in describe.find(name, "fr")]
    assert any("part des clients" in each for each in told)
    assert any("jouer le jeu" in each for each in told)


def test_a_step_is_told_with_its_specification_and_what_it_reads_and_moves():
    (entry,) = describe.find("steering")
    assert entry.facts["order"] == 2
    assert "indicator_quality" in entry.facts["levers"]
    assert "programme.seen_slip" in entry.facts["moves"]
    assert "packages.nominal" in entry.facts["reads"]
    assert "the board may stop a programme" in entry_text(entry)


def test_a_scenario_that_dates_a_lever_sets_it():
    assert "sponsor-leaves" in describe.scenarios_setting("levers", "sponsorship")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("levers.scope", [("lever", "scope")]),
        ("Shared OKRs", [("lever", "shared_okrs")]),
        ("steering.bias", [("coefficient", "steering.bias")]),
        ("bias", [("coefficient", "steering.bias")]),
        ("teams.fte", [("trait", "teams.fte")]),
        ("adoption", [("outcome", "adoption"), ("series", "adoption")]),
    ],
)
def test_a_name_is_found_by_its_full_name_or_the_last_part_of_it(asked, found):
    assert [(each.kind, each.name) for each in describe.find(asked)] == found


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"nothing is called 'sponsership'; did you mean 'sponsorship'\?"):
        describe.find("sponsership")


def test_the_list_names_everything_and_json_holds_it_all(all_entries):
    text = index_text(all_entries)
    assert all(f"  {each.name} " in text or f"  {each.name}\n" in text for each in all_entries)
    again = json.loads(json.dumps([each.to_dict() for each in all_entries], allow_nan=False))
    assert [each["name"] for each in again] == [each.name for each in all_entries]


def test_moves_are_told_from_reads_in_tuples_subscripts_and_augmented_assignments():
    read, moved = reach.fields_of("steering")
    assert {"programme.shift", "packages.left", "journeys.started"} <= set(moved)
    assert "board.patience" in read
    assert "board.patience" not in moved


def test_fields_are_moved_under_other_names_and_in_rules_that_a_step_calls():
    read, moved = reach.fields_of("customers")
    assert {"channels.moved", "journeys.adopters", "demand.wanted", "demand.visits_made", "customers.using"} <= set(moved)
    assert {"customers.segment", "demand.target"} <= set(read)
    assert "packages.waiting_order" in reach.fields_of("decisions")[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("structure", ["famille : la structure", "par défaut : univers métier"]),
        ("legacy_debt", ["trait legacy_debt : dette technique héritée", "source : supposé"]),
        ("cost_build", ["meilleur : plus bas", "seuil : 0,03 x le coût dans le plan de référence"]),
        ("debt", ["unité : 0,5 est la médiane"]),
    ],
)
def test_what_has_french_in_the_declarations_is_said_in_french(name, said):
    text = "\n".join(entry_text(entry, "fr") for entry in describe.find(name, "fr")).replace("\u00a0", " ")
    for words in said:
        assert words in text


def test_every_lever_says_its_meaning_and_its_price_in_french():
    for name in NAMES:
        meaning, price = (str(fact) for fact in (DECLARED[name].meaning, DECLARED[name].extra["price"]))
        assert FRENCH_LEVERS[meaning] != meaning
        assert FRENCH_LEVERS[price] != price
