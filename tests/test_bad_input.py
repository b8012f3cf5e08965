"""Bad input: each kind is refused in words that say what was given, where, what is allowed and what to do."""

import copy
import json
import os
import tomllib
from pathlib import Path

import pytest
from library_for_tests import SHOP, write_library

from simulation.checks import CUSTOMER_BYTES, InputError, check_run, memory_problem, whole_number
from simulation.levers import NAMES, Levers
from simulation.options import Given
from simulation.results import folder_problems, study_of
from simulation.run import run
from simulation.scenario import load, load_all, scenario_of

ROWS = {
    "directorates": '[[directorates]]\nname = "D"\n',
    "teams": '[[teams]]\nname = "T"\ndirectorate = "D"\nspeciality = "systems"\n',
    "channels": '[[channels]]\nname = "web"\nowner = "D"\nsales_share = 0.5\n[[channels]]\nname = "store"\nowner = "D"\nsales_share = 0.5\n',
    "segments": '[[segments]]\nname = "S"\nshare = 1\n',
    "journeys": '[[journeys]]\nname = "J"\nuniverse = "U"\nchannels = ["web", "store"]\ncomponent = "C"\n',
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working folder, and the small library."""
    monkeypatch.setenv("OMNIGOV_LIBRARY", str(write_library(tmp_path / "library")))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def problems_of(text, *, name="mine.toml", extends="shop/as-is"):
    """The problems of a file that extends something and adds a text to it."""
    head = f'extends = ["{extends}"]\n' if extends else ""
    Path(name).write_text(head + text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(name)
    return caught.value.problems


def said_of(wanted):
    """What is said where loading is refused."""
    with pytest.raises(InputError) as caught:
        load(wanted)
    return str(caught.value)


def test_a_missing_file_is_named_with_its_nearest_neighbour(folder):
    (folder / "governance.toml").write_text("title = 'x'")
    said = said_of("governence.toml")
    assert "there is no such file: governence.toml" in said
    assert "did you mean 'governance.toml'?" in said
    said = said_of("nowhere/mine.toml")
    assert "there is no such file: nowhere/mine.toml" in said
    assert "its folder does not exist" in said


def test_a_directory_is_no_scenario(folder):
    (folder / "mine").mkdir()
    said = said_of("mine")
    assert "this is a directory, not a scenario file (mine)" in said
    assert "company.toml" in said


@pytest.mark.parametrize(
    ("wanted", "problem", "near"),
    [
        ("shap", "no scenario 'shap'", "shop"),
        ("shop/as-it", "no governance scenario 'as-it' in the library", "as-is"),
        ("shap/as-is", "no company 'shap' in the library", "shop"),
    ],
)
def test_an_unknown_name_of_the_library_is_named_with_the_nearest(folder, wanted, problem, near):
    said = said_of(wanted)
    assert problem in said
    assert f"did you mean '{near}'?" in said


@pytest.mark.parametrize("nothing", ["", "\0", 7, None, b"shop"])
def test_what_is_no_name_at_all_is_refused(nothing):
    assert "is not the name or the path of a scenario" in said_of(nothing)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"# only a comment\n"])
def test_an_empty_file_is_refused(folder, content):
    (folder / "mine.toml").write_bytes(content)
    said = said_of("mine.toml")
    assert "the file is empty" in said
    assert "(mine.toml)" in said


def test_a_file_that_is_not_utf8_is_refused_with_the_byte_and_its_line(folder):
    (folder / "mine.toml").write_bytes("title = 'x'\ntitle_fr = 'déjà'\n".encode("latin-1"))
    said = said_of("mine.toml")
    assert "this is not UTF-8 text: byte 0xe9 (mine.toml, line 2)" in said
    assert "save the file as UTF-8" in said


@pytest.mark.parametrize("content", ["title = ", "{'title': 'JSON'}", "title = 'x'\ntitle = 'y'", "x = " + "[" * 5000, "x = " + "9" * 5000])
def test_a_file_that_is_not_toml_is_refused(folder, content):
    (folder / "mine.toml").write_text(content)
    said = said_of("mine.toml")
    assert "this is not TOML" in said
    assert "(mine.toml)" in said


def test_what_is_no_ordinary_file_is_refused(folder):
    os.mkfifo(folder / "mine.toml")
    assert "this is not a file of text" in said_of("mine.toml")


def test_an_unknown_table_or_key_is_named_with_the_nearest():
    assert problems_of("[lever]\nscope = 1\n") == ["no key or table 'lever'; did you mean 'levers'? (mine.toml, line 2)"]
    assert problems_of("tilte = 'x'\n") == ["no key or table 'tilte'; did you mean 'title'? (mine.toml, line 2)"]


def test_an_unknown_lever_trait_or_field_is_named_with_the_nearest_and_its_line():
    assert problems_of("[levers]\nsponsorhip = 0.5\n") == ["no lever 'sponsorhip'; did you mean 'sponsorship'? (mine.toml, line 3)"]
    assert problems_of("[traits]\nopeness = 0.5\n") == ["no trait 'openess'; did you mean 'openness'? (mine.toml, line 3)"]
    assert problems_of("teams = [{ name = 'design', ftee = 2 }]\n") == ["no field 'ftee' in teams 'design'; did you mean 'fte'? (mine.toml, line 2)"]


def test_a_trait_among_the_levers_is_sent_where_it_belongs():
    assert problems_of("[levers]\npatience = 0.5\n") == ["no lever 'patience'; it is a trait: write it under [traits] (mine.toml, line 3)"]
    assert problems_of("[traits]\nscope = 0.5\n") == ["no trait 'scope'; it is a lever: write it under [levers] (mine.toml, line 3)"]


def test_an_unknown_option_is_named_with_the_nearest():
    assert problems_of("[levers]\nstructure = 'skil'\n") == ["levers.structure = 'skil' is none of its options; did you mean 'skill'? (mine.toml, line 3)"]
    assert problems_of("[levers]\nreporting_line = 'it'\n") == ["levers.reporting_line = 'it' is none of its options; did you mean 'IT'? (mine.toml, line 3)"]
    assert "known: experience, systems, operations" in problems_of("teams = [{ name = 'design', speciality = 'zzz' }]\n")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(Levers.model_fields[name].default, float)])
def test_every_lever_out_of_its_range_is_refused(name):
    assert any(f"levers.{name} = -0.5 is outside 0 to" in each for each in problems_of(f"[levers]\n{name} = -0.5\n"))
    assert any(f"levers.{name} = 1000000.0 is outside 0 to" in each for each in problems_of(f"[levers]\n{name} = 1e6\n"))


def test_a_value_out_of_range_is_refused_with_the_range_and_the_line():
    assert problems_of("\n[levers]\n\nsponsorship = 1.7\n") == ["levers.sponsorship = 1.7 is outside 0 to 1 (mine.toml, line 5)"]
    assert problems_of("[traits]\nconsultation_weeks = 60\n") == ["traits.consultation_weeks = 60 is outside 0 to 52 (weeks) (mine.toml, line 3)"]
    fte = problems_of("teams = [\n  { name = 'shop floor' },\n  { name = 'design', fte = -1 },\n]\n")
    assert fte == ["teams 'design': fte = -1 is outside 0.1 to 2000 (full-time equivalents) (mine.toml, line 4)"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("true", "= true is not a number (a boolean is not a number); allowed: 0 to 1"),
        ("'0.5'", "= '0.5' is not a number; allowed: 0 to 1"),
        ("[0.5]", "= [0.5] is not a number"),
        ("{ a = 1 }", "= {'a': 1} is not a number"),
        ("1979-05-27", "is not a number"),
        ("nan", "= nan is not a finite number; allowed: 0 to 1"),
        ("inf", "= inf is not a finite number"),
        ("-inf", "= -inf is not a finite number"),
        ("1" + "0" * 400, "is not a number"),
    ],
)
def test_what_is_no_finite_number_is_refused(value, words):
    problems = problems_of(f"[levers]\nscope = {value}\n")
    assert len(problems) == 1
    assert problems[0].startswith("levers.scope = ")
    assert words in problems[0]
    assert problems[0].endswith("(mine.toml, line 3)")


@pytest.mark.parametrize("value", ["nan", "inf", "true", "'x'"])
def test_tables_of_the_company_take_only_numbers_too(value):
    assert "teams 'design': day_rate = " in problems_of(f"teams = [{{ name = 'design', day_rate = {value} }}]\n")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 3\n", "title = 3 is not a text"),
        ("levers = 3\n", "levers must be a table of levers, not 3"),
        ("traits = []\n", "traits must be a table of traits, not []"),
        ("[teams]\nname = 'x'\n", "teams must be a list of tables: write [[teams]]"),
        ("teams = ['x']\n", "teams must be a list of tables"),
        ("teams = [{ fte = 3 }]\n", "teams, number 1: there is no name"),
        ("teams = [{ name = 3 }]\n", "teams, number 1: name = 3 is not a text"),
        ("teams = [{ name = ' ' }]\n", "name = ' ' is not a name: it is empty"),
        ("teams = [{ name = 'design', channels = 'web' }]\n", "teams 'design': channels = 'web' is not a list of names"),
        ("off = 'decisions'\n", "off = 'decisions' is not a list of names"),
        ("changes = 3\n", "changes must be a list of tables: write [[changes]]"),
        ("extends = 3\n", "extends = 3 is not a list of names or paths"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(text, words):
    problems = problems_of(text, extends="" if text.startswith("extends") else "shop/as-is")
    assert len(problems) == 1
    assert words in problems[0]


def test_a_name_given_twice_in_one_file_is_refused_with_both_lines():
    problems = problems_of("[[segments]]\nname = 'a'\n[[segments]]\nname = ' a '\n")
    assert "segments: the name 'a' is given twice (mine.toml, line 5); first (mine.toml, line 3)" in problems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("teams = [{ name = 'design', directorate = 'TI' }]\n", "teams 'design': directorate names an unknown directorate 'TI'; did you mean 'IT'?"),
        ("teams = [{ name = 'design', channels = ['webb'] }]\n", "teams 'design': channels names an unknown channel 'webb'; did you mean 'web'?"),
        ("channels = [{ name = 'web', owner = 'store' }]\n", "channels 'web': owner names an unknown directorate 'store'; did you mean 'stores'?"),
        ("journeys = [{ name = 'return in store', channels = ['web', 'stor'] }]\n", "channels names an unknown channel 'stor'; did you mean 'store'?"),
        ("journeys = [{ name = 'return in store', involves = ['HR'] }]\n", "involves names an unknown directorate 'HR'; known: IT, stores"),
        ("journeys = [{ name = 'return in store', channels = ['web', 'web', 'store'] }]\n", "channels names 'web' twice"),
    ],
)  # fmt: skip
def test_a_reference_to_what_does_not_exist_is_refused(text, words):
    problems = problems_of(text)
    assert len(problems) == 1
    assert words in problems[0]
    assert problems[0].endswith("(mine.toml, line 2)")


@pytest.mark.parametrize("missing", list(ROWS))
def test_a_company_needs_at_least_one_of_each_kind(missing):
    problems = problems_of("".join(text for table, text in ROWS.items() if table != missing), extends="")
    assert f"there is no {missing.rstrip('s')}: a company needs at least one (mine.toml)" in problems


def test_a_company_of_one_of_each_kind_and_two_channels_is_enough(folder):
    (folder / "mine.toml").write_text("".join(ROWS.values()))
    assert len(load("mine.toml").company.teams) == 1


def test_a_journey_needs_two_channels():
    problems = problems_of("journeys = [{ name = 'return in store', channels = ['web'] }]\n")
    assert problems == ["journeys 'return in store': it runs on 1 channel; a journey needs at least two (mine.toml, line 2)"]


def test_a_field_that_a_row_must_have_is_asked_for():
    problems = problems_of("teams = [{ name = 'new' }]\n")
    assert problems == [f"teams 'new': there is no {field} (mine.toml, line 2)" for field in ("directorate", "speciality")]


def test_shares_must_sum_to_one():
    assert problems_of("channels = [{ name = 'web', sales_share = 0.5 }]\n") == ["the sales_share of all channels sum to 1.2, not to 1 (mine.toml)"]
    assert problems_of("segments = [{ name = 'new', share = 0.2 }]\n") == ["the share of all segments sum to 1.2, not to 1 (mine.toml)"]
    assert "is more than the whole" in problems_of("[traits]\nbuild_experience = 0.7\nbuild_systems = 0.4\n")[0]


def test_a_company_beyond_what_a_kernel_can_hold_is_refused():
    many = "".join(f"[[channels]]\nname = 'c{number}'\nowner = 'IT'\nsales_share = 0\n" for number in range(254))
    assert "256 channels are more than 255 (mine.toml)" in problems_of(many)


def test_extends_that_leads_nowhere_is_refused():
    assert "extends names a file that does not exist: other.toml (mine.toml, line 1)" in problems_of("", extends="other.toml")
    assert "extends: no scenario 'shap': it is neither a file nor in the library; did you mean 'shop'? (mine.toml, line 1)" in problems_of("", extends="shap")


def test_circular_extends_is_refused_with_the_circle(folder):
    (folder / "a.toml").write_text('extends = ["b.toml"]')
    (folder / "b.toml").write_text('extends = ["a.toml"]')
    assert "extends is circular: a.toml -> b.toml -> a.toml (b.toml, line 1)" in said_of("a.toml")
    assert problems_of("", extends="mine.toml") == ["extends is circular: mine.toml -> mine.toml (mine.toml, line 1)"]


@pytest.mark.parametrize("way", ["../outside.toml", "sub/../../outside.toml", "/etc/passwd", "../outside"])
def test_extends_may_not_climb_out_of_its_folder(folder, way):
    (folder.parent / "outside.toml").write_text("title = 'secret'")
    problems = problems_of("", extends=way)
    assert problems == [
        f"extends '{way}' climbs out of the file's own folder and of the library: move the file, or name one of the library (mine.toml, line 1)"
    ]


def test_extends_may_not_climb_out_by_a_link(folder):
    (folder.parent / "outside.toml").write_text("title = 'secret'")
    (folder / "inside.toml").symlink_to(folder.parent / "outside.toml")
    assert "climbs out" in problems_of("", extends="inside.toml")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("week = -1", "changes: week = -1 lies before week 0"),
        ("week = 520", "changes: week = 520 lies after the horizon: the last week of any run is 519"),
        ("week = true", "changes: week = true is not a whole number of weeks; allowed: 0 to 519"),
        ("week = 2.5", "changes: week = 2.5 is not a whole number of weeks"),
        ("", "changes: a change has no week"),
        ("week = 3\nwekk = 4", "no field 'wekk' in changes; did you mean 'week'?"),
    ],
)
def test_a_change_at_an_impossible_date_is_refused(text, words):
    problems = problems_of(f"[[changes]]\nlevers = {{ scope = 1 }}\n{text}\n")
    assert len(problems) == 1
    assert words in problems[0]


def test_the_levers_of_a_change_are_checked_too():
    problems = problems_of("[[changes]]\nweek = 3\nlevers = { scope = 3, scop = 1 }\n[[changes]]\nweek = 4\n")
    assert problems == [
        "changes.levers.scope = 3 is outside 0 to 1 (mine.toml, line 4)",
        "no lever 'scop'; did you mean 'scope'? (mine.toml, line 4)",
        "changes, number 2: there is no lever in it (mine.toml, line 5)",
    ]


def test_an_unknown_switch_is_named_with_the_nearest():
    assert problems_of("off = ['decision']\n") == ["off: no lever or step 'decision'; did you mean 'decisions'? (mine.toml, line 2)"]


def test_thresholds_are_of_known_outcomes_and_above_zero():
    problems = problems_of("[materiality]\nadoptoin = 0.1\nnet_value = 0\ndelivery_cost = true\n")
    assert "materiality: no outcome 'adoptoin'; did you mean 'adoption'? (mine.toml, line 3)" in problems
    assert "materiality.net_value = 0 is not a threshold: a number above 0, in EUR (mine.toml, line 4)" in problems
    assert len(problems) == 3


def test_all_problems_of_all_files_come_in_one_message(folder):
    (folder / "company.toml").write_text(SHOP.replace("fte = 8", "fte = 8000").replace('owner = "IT"', 'owner = "TI"'))
    (folder / "a.toml").write_text('extends = ["company"]\n[levers]\nscope = 2\n')
    (folder / "b.toml").write_text('extends = ["company"]\nlever = 1\n')
    with pytest.raises(InputError) as caught:
        load_all(["a.toml", "b.toml", "c.toml"])
    assert caught.value.problems == [
        "teams 'web team': fte = 8000 is outside 0.1 to 2000 (full-time equivalents) (company.toml, line 21)",
        "levers.scope = 2 is outside 0 to 1 (a.toml, line 3)",
        "channels 'web': owner names an unknown directorate 'TI'; did you mean 'IT'? (company.toml, line 36)",
        "no key or table 'lever'; did you mean 'levers'? (b.toml, line 2)",
        "there is no such file: c.toml; did you mean 'b.toml'?",
    ]


def test_with_is_checked_as_a_file_is():
    with pytest.raises(InputError) as caught:
        load("shop").with_(levers={"scope": 2, "structure": "skil"}, traits={"openess": 1}, changes=[{"week": -1, "levers": {}}], off=["sponsor"])
    message = str(caught.value)
    for words in (
        "levers.scope = 2 is outside 0 to 1 (with_)",
        "did you mean 'skill'?",
        "no trait 'openess'",
        "lies before week 0",
        "no lever or step 'sponsor'",
    ):
        assert words in message


def test_with_refuses_what_is_no_table_or_list():
    for wrong in ({"levers": 3}, {"traits": "x"}, {"changes": 3}, {"changes": [3]}, {"off": 3}):
        with pytest.raises(InputError, match=r"must be|is not a list"):
            load("shop").with_(**wrong)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("worlds", 0, "worlds = 0 is outside 1 to 1,000,000,000"),
        ("worlds", "-3", "worlds = -3 is outside 1 to 1,000,000,000"),
        ("worlds", "many", "worlds = 'many' is not a whole number; allowed: 1 to 1,000,000,000"),
        ("worlds", "2.5", "worlds = '2.5' is not a whole number"),
        ("worlds", 2.0, "worlds = 2.0 is not a whole number"),
        ("worlds", True, "worlds = true is not a whole number"),
        ("weeks", 0, "weeks = 0 is outside 1 to 520"),
        ("weeks", "-1", "weeks = -1 is outside 1 to 520"),
        ("weeks", "521", "weeks = 521 is outside 1 to 520"),
        ("weeks", "nan", "weeks = 'nan' is not a whole number"),
        ("seed", 0, "seed = 0 is outside 1 to"),
        ("seed", "-1", "seed = -1 is outside 1 to"),
        ("seed", "x", "seed = 'x' is not a whole number"),
        ("first_world", "-1", "first-world = -1 is outside 0 to"),
        ("first_world", "a", "first-world = 'a' is not a whole number"),
        ("customers", "0", "customers = 0 is outside 10 to 2,147,483,647"),
        ("threads", "0", "threads = 0 is outside 1 to 1,024"),
    ],
)
def test_a_count_that_cannot_be_is_refused(name, value, words):
    with pytest.raises(InputError) as caught:
        check_run([load("shop/as-is")], **{name: value})
    assert words in str(caught.value)


def test_counts_that_can_be_are_returned_as_whole_numbers():
    assert check_run([load("shop/as-is")], worlds="1_000", seed=3, weeks=None) == {"worlds": 1000, "seed": 3, "weeks": None}
    assert whole_number("weeks", "52", []) == 52


def test_a_change_after_the_horizon_of_the_run_is_refused():
    with pytest.raises(InputError, match="shop/sponsor-leaves: a change in week 20 lies after the horizon of 20 weeks; the last week is 19"):
        check_run([load("shop/sponsor-leaves")], weeks=20)
    late = load("shop").with_(changes=[{"week": 156, "levers": {"scope": 1}}])
    with pytest.raises(InputError, match="after the horizon of 156 weeks"):
        check_run([late])
    assert check_run([late], weeks=157)["weeks"] == 157


def test_governance_without_a_company_cannot_be_run():
    with pytest.raises(InputError, match="as-is: this is governance alone, without a company: compose the two"):
        check_run([load("as-is")])


def test_a_company_too_large_for_memory_is_refused_with_the_figure():
    scenario = load("shop/as-is")
    said = memory_problem([scenario], {"customers": 1_000_000_000, "worlds": 1}, available=8_000_000_000)
    assert said is not None
    assert f"1,000,000,000 customers at {CUSTOMER_BYTES} bytes" in said
    assert "take 37.0 GB" in said
    assert "8.0 GB are available" in said
    assert memory_problem([scenario], {"customers": 1_000_000, "worlds": 1}, available=8_000_000_000) is None
    with pytest.raises(InputError, match="too large for memory"):
        check_run([scenario], available=1_000_000, customers=100_000)


def test_more_worlds_than_memory_holds_are_refused_with_the_figure():
    said = memory_problem([load("shop/as-is")], {"worlds": 1_000_000_000, "weeks": 156}, available=8_000_000_000)
    assert said is not None
    assert "the weekly series of 1,000,000,000 worlds x 156 weeks x 1 scenarios take" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("levers.sponsorhip=0.8", "no lever 'sponsorhip'; did you mean 'sponsorship'? (command line)"),
        ("traits.opennes=0.8", "no trait 'opennes'; did you mean 'openness'? (command line)"),
        ("levers.scope=2", "levers.scope = 2 is outside 0 to 1 (command line)"),
        ("levers.scope=true", "(a boolean is not a number)"),
        ("levers.scope=nan", "is not a finite number"),
        ("levers.scope=much", "levers.scope = 'much' is not a number"),
        ("levers.structure=skil", "did you mean 'skill'?"),
        ("scope=0.5", "--set scope=0.5: write it as levers.NAME=VALUE or traits.NAME=VALUE; did you mean 'levers.scope'?"),
        ("levers.scope", "write it as levers.NAME=VALUE"),
        ("lever.scope=1", "did you mean 'levers.scope'?"),
        ("=", "write it as levers.NAME=VALUE"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(text, words):
    given = Given()
    assert given.scenarios(["shop/as-is"], sets=[text]) == [] or given.problems
    assert words in "\n".join(given.problems)


def test_settings_and_switches_of_a_command_line_are_applied():
    (scenario,) = Given().scenarios(
        ["shop/as-is"], sets=["levers.scope=0.25", "levers.reporting_line=general management", "traits.patience = 1"], off=["decisions"]
    )
    assert (scenario.levers.scope, scenario.levers.reporting_line, scenario.company.traits.patience) == (0.25, "general management", 1.0)
    assert scenario.off == {"decisions"}


def test_an_unknown_switch_of_a_command_line_is_refused():
    given = Given()
    given.scenarios(["shop/as-is"], off=["sponsors"])
    assert given.problems == ["off: no lever or step 'sponsors'; did you mean 'sponsorship'? (command line)"]


def test_a_results_folder_that_cannot_be_written_to_is_refused_and_nothing_is_left(folder):
    (folder / "file").write_text("x")
    study = study_of([load("shop/as-is")], {"worlds": 1})
    assert "cannot be written to (Not a directory); choose another with --results" in folder_problems(folder / "file" / "deep", study, fresh=True)[0]
    assert folder_problems(folder / "new" / "deep", study, fresh=False) == []
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_folder_with_other_files_or_another_study_is_refused_unless_fresh(folder):
    scenario = load("shop/as-is")
    study, other = study_of([scenario], {"worlds": 1}), study_of([scenario], {"worlds": 2})
    (folder / "notes.txt").write_text("mine")
    assert "holds files that are no study of omnigov" in folder_problems(folder, study, fresh=False)[0]
    assert folder_problems(folder, study, fresh=True) == []
    (folder / "manifest.json").write_text(json.dumps({"study": other, "scenarios": []}))
    assert "holds the results of another study (shop/as-is, ...)" in folder_problems(folder, study, fresh=False)[0]
    assert folder_problems(folder, other, fresh=False) == []


JUNK = (True, 0, -1, 3.5, float("nan"), float("inf"), 10**400, 1e308, "", "x", "\x1b[31m", [], ["x"], [1], [[]], [None], {}, {"a": 1}, [{}], [{"name": "x"}])


def _places(value, path=()):
    """The path of everything in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from _places(each, (*path, key))


def test_whatever_stands_in_place_of_a_value_it_is_used_or_refused_in_words():
    document = tomllib.loads(SHOP) | {"levers": {"scope": 0.5}, "changes": [{"week": 3, "levers": {"scope": 0.2}}], "off": ["decisions"]}
    refusals = 0
    for path in list(_places(document)):
        for junk in JUNK:
            altered = copy.deepcopy(document)
            holder = altered
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = junk
            try:
                scenario_of(altered, "altered").lever_table(10)
            except InputError:
                refusals += 1
    assert refusals > 1000


def test_a_company_in_which_nobody_builds_or_wants_anything_is_refused():
    nothing = {"build_experience": 0.0, "build_systems": 0.0, "connection_share": 0.0}
    with pytest.raises(InputError, match="leave no experience or systems work to anybody"):
        load("shop/as-is").with_(traits=nothing)
    assert "the affinity of all segments is 0: nobody would ever use a journey" in str(
        problems_of('[[segments]]\nname = "everybody"\nshare = 1\naffinity = 0\n')
    )


def test_a_number_of_thousands_of_digits_is_told_as_one(tmp_path):
    digits = "0x" + "f" * 4000
    (tmp_path / "long.toml").write_text(f'extends = ["shop", "as-is"]\noff = [{digits}]\n[levers]\nstructure = {digits}\n', encoding="utf-8")
    with pytest.raises(InputError, match="a very long number") as told:
        load(tmp_path / "long.toml")
    assert len(told.value.problems) == 2


def test_numbers_given_as_text_are_taken_as_numbers_and_missing_ones_are_told():
    assert len(run(load("shop/as-is"), worlds="2", customers="20", weeks="12", threads="1").outcomes) == 2
    with pytest.raises(InputError, match="worlds is missing; allowed: 1 to"):
        run(load("shop/as-is"), worlds=None)
    with pytest.raises(InputError, match=r"'shop/as-is' is no scenario: load\('retailer/as-is'\) gives one"):
        run("shop/as-is")
