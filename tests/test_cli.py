"""The command `omnigov`: its answers, its results folders, its exit statuses."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from library_for_tests import SHOP, write_library
from undrawn import undrawn

import simulation
from simulation.cli import main, status_of

ROOT = Path(simulation.__file__).parent.parent
SMALL = ["--worlds", "3", "--customers", "200", "--weeks", "30", "--quiet"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working folder, and the small library."""
    monkeypatch.setenv("OMNIGOV_LIBRARY", str(write_library(tmp_path / "library")))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def omnigov(capsys):
    """Run a command line: its exit status, what it printed, what it said on standard error."""

    def call(*words):
        status = status_of([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def plain():
    """Nothing is drawn: for tests of where a comparison is written, and whether."""
    with undrawn():
        yield


def process(*words):
    """The command as a process of its own, of this copy of the package."""
    return subprocess.run([sys.executable, "-m", "simulation", *words], capture_output=True, text=True, timeout=300, check=False, env=environment())


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_help_answers_in_under_a_third_of_a_second():
    took = []
    for _ in range(5):
        started = time.perf_counter()
        done = process("--help")
        took.append(time.perf_counter() - started)
    assert done.returncode == 0
    for command in ("run", "compare", "describe", "check", "list", "replay"):
        assert f"  {command} " in done.stdout
    assert min(took) < 0.3


def test_without_words_the_help_is_shown():
    done = process()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: omnigov" in done.stdout


def test_the_version_is_told(omnigov):
    assert omnigov("--version")[:2] == (0, f"omnigov {simulation.__version__}\n")


def test_list_names_companies_and_governance_in_both_languages(omnigov):
    status, text, _ = omnigov("list")
    assert status == 0
    assert "  shop      A shop\n" in text
    assert text.index("as-is") < text.index("sponsor-leaves")
    assert "Un magasin" in omnigov("list", "--lang", "fr")[1]
    assert json.loads(omnigov("list", "--json")[1])["governance"][0] == {"name": "as-is", "title": "As is", "title_fr": "Tel quel"}


def test_check_tells_people_days_and_load(omnigov):
    status, text, _ = omnigov("check", "shop/sponsor-leaves")
    assert status == 0
    assert "2 channels, 2 journeys, 6 work packages; 500 nominal days, 763 at the company's norm" in text  # 500 x 1.6, a little less than median debt
    assert text.splitlines()[3].split()[:3] == ["IT", "2", "14"]
    assert "shop/sponsor-leaves (sponsor): Sponsor leaves; sponsorship 0 (week 20)" in text


def test_check_of_a_folder_checks_every_file_in_it(omnigov, folder):
    (folder / "mine/governance").mkdir(parents=True)
    (folder / "mine/company.toml").write_text(SHOP)
    (folder / "mine/governance/a.toml").write_text('extends = ["company", "as-is"]\n')
    assert omnigov("check", "mine")[0] == 0
    (folder / "mine/governance/b.toml").write_text('extends = ["company", "as-is"]\n[levers]\nscope = 2\n')
    (folder / "mine/governance/c.toml").write_text("titel = 'x'\n")
    status, text, said = omnigov("check", "mine")
    assert (status, text) == (2, "")
    assert "omnigov: 2 problems" in said
    assert "levers.scope = 2 is outside 0 to 1 (mine/governance/b.toml, line 3)" in said
    assert "no key or table 'titel'; did you mean 'title'? (mine/governance/c.toml, line 1)" in said


def test_check_refuses_a_change_after_the_horizon_and_an_empty_folder(omnigov, folder):
    (folder / "empty").mkdir()
    status, _, said = omnigov("check", "shop/sponsor-leaves", "empty", "--weeks", "20")
    assert status == 2
    assert "a change in week 20 lies after the horizon of 20 weeks" in said
    assert "empty: there is no scenario file (.toml) in this folder" in said


def test_describe_explains_a_name_and_refuses_an_unknown_one(omnigov):
    status, text, _ = omnigov("describe", "sponsorship")
    assert status == 0
    assert "lever sponsorship: Board sponsorship" in text
    assert "set by: as-is, sponsor, sponsor-leaves" in text
    status, _, said = omnigov("describe", "sponsership")
    assert status == 2
    assert "did you mean 'sponsorship'?" in said
    assert json.loads(omnigov("describe", "sponsorship", "--json")[1])[0]["anchors"][0] == "nobody on the board is named"


WRONG = ["--worlds", "0", "--weeks", "-1", "--seed", "x", "--set", "levers.scope=2", "--off", "sponsors", "--lang", "de", "--results", "file/deep"]


@pytest.mark.parametrize("words", [("run", "shop/as-is", *WRONG), ("compare", "shop/as-is", "shop/sponsor", *WRONG)])
def test_every_problem_of_a_command_line_comes_in_one_message_and_nothing_is_written(omnigov, folder, words):
    (folder / "file").write_text("x")
    status, text, said = omnigov(*words)
    assert (status, text) == (2, "")
    for problem in (
        "worlds = 0 is outside 1 to",
        "weeks = -1 is outside 1 to 520",
        "seed = 'x' is not a whole number",
        "levers.scope = 2 is outside 0 to 1 (command line)",
        "no lever or step 'sponsors'; did you mean 'sponsorship'?",
        "lang = 'de' is none of its options",
        "results folder file/deep: it cannot be written to",
    ):
        assert problem in said
    assert files(folder) == ["file"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "shap/as-is"), "did you mean 'shop'?"),
        (("run", "as-is"), "governance alone, without a company"),
        (("run", "missing.toml"), "there is no such file: missing.toml"),
        (("run", "shop/as-is", "--json", "--csv"), "--json and --csv exclude each other"),
        (("run", "shop/as-is", "--wolrds", "3"), "--wolrds"),
        (("run",), "SCENARIO"),
        (("rum",), "rum"),
        (("run", "shop/as-is", "--worlds", "1000000000", "--customers", "2000000000"), "too large for memory: 2,000,000,000 customers at 37 bytes"),
        (("run", "shop/sponsor-leaves", "--weeks", "20"), "a change in week 20 lies after the horizon of 20 weeks"),
        (("compare", "shop/as-is"), "a comparison needs at least two scenarios, the baseline first; 1 given"),
        (("compare",), "at least two scenarios, the baseline first; 0 given"),
        (("compare", "--library", "shap"), "did you mean 'shop'?"),
        (("compare", "--library", "as-is"), "this is no company"),
        (("compare", "shop/as-is", "indebted/as-is", "--worlds", "x"), "worlds = 'x' is not a whole number"),
        (("replay", "shop/as-is"), "replay takes either --world K (with a scenario) or --run N (with a results folder)"),
        (("replay", "shop/as-is", "--world", "-1"), "world = -1 is outside 0 to"),
        (("replay", "nowhere", "--run", "0"), "nowhere is no results folder"),
        (("replay", "nowhere", "--run", "x"), "run = 'x' is not a whole number"),
        (("check", "missing.toml"), "there is no such file"),
        (("check", "shop", "--weeks", "0"), "weeks = 0 is outside 1 to 520"),
        (("list", "--lang", "it"), "lang = 'it' is none of its options"),
    ],
)  # fmt: skip
def test_bad_input_exits_with_2_and_a_message_and_writes_nothing(omnigov, folder, words, said):
    status, text, told = omnigov(*words)
    assert (status, text) == (2, "")
    assert said in told
    assert "Traceback" not in told
    assert files(folder) == []


def test_a_process_exits_with_2_and_no_trace_of_python():
    done = process("run", "shap/as-is")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "omnigov: no company 'shap' in the library; did you mean 'shop'? (in 'shap/as-is')\n"


def test_run_tells_outcomes_bands_and_odds(omnigov):
    status, text, _ = omnigov("run", "shop/sponsor", *SMALL)
    assert status == 0
    for words in (
        "A shop: Sponsor only",
        "3 worlds from 0, seed 1, 200 customers, 30 weeks",
        "Net value",
        "Over time (median, 8 worlds in 10)",
        "Odds, as shares of worlds",
    ):
        assert words in text
    french = omnigov("run", "shop/sponsor", *SMALL, "--lang", "fr")[1]
    assert "Valeur nette" in french
    assert "3 mondes à partir de 0, graine 1" in french


def test_run_as_csv_holds_a_row_for_each_world(omnigov, folder):
    _, text, _ = omnigov("run", "shop/sponsor", *SMALL, "--first-world", "5", "--csv")
    (folder / "runs.csv").write_text(text)
    table = pd.read_csv(folder / "runs.csv", index_col="world")
    assert list(table.index) == [5, 6, 7]
    assert {"adoption", "delivery_cost", "net_value"} <= set(table)


def test_run_as_json_is_json_that_any_reader_takes(omnigov):
    _, text, _ = omnigov("run", "shop/sponsor", *SMALL, "--json")
    found = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (found["scenario"], found["worlds"], found["weeks"]) == ("shop/sponsor", 3, 30)
    assert len(found["series"]["adoption"]["p50"]) == 30
    assert found["outcomes"]["adoption"]["worlds"] == 3


def test_settings_of_the_command_line_reach_the_run(omnigov):
    plain = omnigov("run", "shop/as-is", *SMALL, "--csv")[1]
    assert omnigov("run", "shop/as-is", *SMALL, "--csv", "--set", "levers.sponsorship=0.05")[1] == plain
    assert omnigov("run", "shop/as-is", *SMALL, "--csv", "--set", "traits.legacy_debt=1.4")[1] != plain
    assert omnigov("run", "shop/as-is", *SMALL, "--csv", "--off", "delivery")[1] != plain
    assert omnigov("run", "shop/as-is", *SMALL, "--csv", "--seed", "2")[1] != plain
    assert omnigov("run", "shop/as-is", *SMALL, "--csv", "--threads", "1")[1] == plain


def test_run_keeps_its_results_where_asked(omnigov, folder):
    status, _, _ = omnigov("run", "shop/as-is", *SMALL, "--results", "kept")
    assert status == 0
    assert files(folder / "kept") == ["manifest.json", "runs/part-00000.parquet", "series/part-00000.parquet"]
    assert len(pd.read_parquet(folder / "kept/series")) == 3 * 30


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A small comparison of the small library."""
    place = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("OMNIGOV_LIBRARY", str(write_library(place / "library")))
        assert status_of(["compare", "shop/as-is", "shop/sponsor", *SMALL, "--results", str(place / "study")]) == 0
    return place / "study"


@pytest.fixture
def study(written, folder):
    """A copy of it in `study`, which may be changed."""
    shutil.copytree(written, folder / "study")


def test_compare_writes_a_report_with_everything_needed_to_make_it_again(study, folder):
    found = files(folder / "study")
    assert {"manifest.json", "report.html", "runs/part-00000.parquet", "figures/adoption.png", "figures/adoption.svg"} <= set(found)
    manifest = json.loads((folder / "study/manifest.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in manifest["scenarios"]] == ["shop/as-is", "shop/sponsor"]
    assert simulation.load("shop/sponsor").hash == manifest["scenarios"][1]["hash"]
    assert (manifest["study"]["worlds"], manifest["study"]["seed"], manifest["study"]["customers"], manifest["runs"]) == (3, 1, 200, 6)
    assert {"model", "versions", "platform", "command", "git", "started", "ended"} <= set(manifest)
    runs = pd.read_parquet(folder / "study/runs")
    assert list(runs["run"]) == list(range(6))
    assert list(runs["scenario"].unique()) == ["shop/as-is", "shop/sponsor"]


def test_the_same_study_may_be_made_again_in_its_folder_and_another_may_not(study, plain, omnigov, folder):
    before = (folder / "study/runs/part-00000.parquet").read_bytes()
    assert omnigov("compare", "shop/as-is", "shop/sponsor", *SMALL, "--results", "study")[0] == 0
    assert (folder / "study/runs/part-00000.parquet").read_bytes() == before
    status, _, said = omnigov("compare", "shop/as-is", "shop/sponsor-leaves", *SMALL, "--results", "study")
    assert status == 2
    assert "results folder study holds the results of another study (shop/as-is, shop/sponsor, ...)" in said
    assert (folder / "study/runs/part-00000.parquet").read_bytes() == before
    assert omnigov("compare", "shop/as-is", "shop/sponsor-leaves", *SMALL, "--results", "study", "--fresh")[0] == 0


def test_fresh_replaces_only_what_a_study_writes(study, plain, omnigov, folder):
    (folder / "study/my-notes.txt").write_text("mine")
    assert omnigov("compare", "shop/as-is", "shop/sponsor", *SMALL, "--seed", "2", "--results", "study", "--fresh")[0] == 0
    assert (folder / "study/my-notes.txt").read_text() == "mine"
    assert json.loads((folder / "study/manifest.json").read_text(encoding="utf-8"))["study"]["seed"] == 2


def test_compare_of_the_library_runs_every_governance_on_a_company_the_baseline_first(omnigov, plain, folder):
    (folder / "mine.toml").write_text(SHOP)
    for company in ("shop", "mine.toml"):
        _, text, _ = omnigov("compare", "--library", company, *SMALL, "--json", "--results", Path(company).stem)
        names = [each["name"] for each in json.loads(text)["scenarios"]]
        assert names == [f"{Path(company).stem}/{governance}" for governance in ("as-is", "sponsor", "sponsor-leaves")]


def test_without_a_folder_a_comparison_finds_one_of_its_own(omnigov, plain, folder):
    text = omnigov("compare", "shop/as-is", "shop/sponsor", *SMALL[:-1])[1]
    assert omnigov("compare", "shop/as-is", "shop/sponsor", *SMALL, "--seed", "2")[0] == 0
    made = sorted((folder / "results").iterdir())
    assert len(made) == 2
    assert "report.html" in text
    assert Path(text.split("Report: ")[1].strip()).is_file()


def test_replay_of_a_scenario_shows_the_same_world(omnigov):
    runs = json.loads(omnigov("replay", "shop/sponsor-leaves", "--world", "2", "--customers", "200", "--weeks", "30", "--quiet", "--json")[1])
    table = omnigov("run", "shop/sponsor-leaves", *SMALL, "--csv")[1].splitlines()
    adoption = dict(zip(table[0].split(","), table[3].split(","), strict=True))["adoption"]
    assert runs["world"] == 2
    assert runs["outcomes"]["adoption"] == float(adoption)
    assert runs["series"]["adoption"][-1] == float(adoption)
    assert {"week": 20, "event": "decided: sponsorship 0"} in runs["events"]


def test_replay_tells_when_a_sponsor_comes_and_goes(omnigov):
    words = ("--world", "0", "--customers", "200", "--weeks", "30", "--set", "traits.sponsor_turnover=0", "--quiet", "--json")
    happened = json.loads(omnigov("replay", "shop/sponsor-leaves", *words)[1])["events"]
    assert {"week": 1, "event": "a sponsor is in office"} in happened
    assert {"week": 21, "event": "no sponsor is in office"} in happened
    assert [each["week"] for each in happened] == sorted(each["week"] for each in happened)


def test_replay_in_french_names_series_and_levers_in_french(omnigov):
    said = omnigov("replay", "shop/sponsor-leaves", "--world", "2", "--customers", "200", "--weeks", "30", "--quiet", "--lang", "fr")[1]
    table, _, legend = said.partition("Colonnes")
    assert "Reconnaissance" in table
    assert "recognition" not in table
    assert "recognition = Reconnaissance" in legend.replace("\n ", "")


def test_replay_of_a_run_is_that_very_run(study, omnigov, folder):
    runs = pd.read_parquet(folder / "study/runs").set_index("run")
    again = json.loads(omnigov("replay", "study", "--run", "4", "--quiet", "--json")[1])
    assert (again["scenario"], again["world"]) == (runs.loc[4, "scenario"], runs.loc[4, "world"])
    assert again["outcomes"]["delivery_cost"] == runs.loc[4, "delivery_cost"]
    status, _, said = omnigov("replay", "study", "--run", "6")
    assert status == 2
    assert "run = 6 is outside 0 to 5, the runs of study" in said


def test_replay_prints_a_line_for_each_week(omnigov):
    status, text, _ = omnigov("replay", "shop/sponsor-leaves", "--world", "0", "--customers", "200", "--weeks", "30", "--quiet")
    assert status == 0
    weeks = [line for line in text.splitlines() if line.split(" ", 1)[0].isdigit()]
    assert [int(line.split()[0]) for line in weeks] == list(range(1, 31))
    assert weeks[19].endswith("decided: sponsorship 0")


def test_a_broken_pipe_is_no_error():
    code = f"{sys.executable} -m simulation describe | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", code], capture_output=True, text=True, timeout=120, check=False, env=environment())
    assert (done.returncode, done.stderr) == (0, "")


TELLING = "from simulation import __main__, terminal; terminal.EVERY = 0.0; __main__.main()"  # the command, which tells at once how far it is


def test_interrupted_it_ends_cleanly_and_leaves_nothing_half_written(folder):
    words = ["compare", "shop/as-is", "shop/sponsor", "--worlds", "100000", "--customers", "200", "--weeks", "30", "--results", "new"]
    running = subprocess.Popen([sys.executable, "-c", TELLING, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    try:
        assert running.stderr.readline().startswith("Running: ")
        running.send_signal(signal.SIGINT)
        text, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, text) == (130, "")
    assert "omnigov: interrupted: nothing was written" in said
    assert "Traceback" not in said
    assert files(folder) == []


def test_names_that_are_not_utf8_are_refused_before_the_run(omnigov, folder):
    for words in (["run", "caf\udce9.toml"], ["run", "shop/as-is", "--results", "r\udce9"]):
        status, _, said = omnigov(*words, *SMALL)
        assert status == 2
        assert "is not UTF-8" in said
    assert list(folder.iterdir()) == []


def test_a_name_that_is_too_long_is_not_found_and_hides_no_other_problem(omnigov):
    for words in (["run", "x" * 300], ["check", "x" * 300], ["run", "shop/as-is", "--results", "x" * 300]):
        status, _, said = omnigov(*words, "--weeks", "0")
        assert status == 2
        assert "2 problems" in said
    assert omnigov("diagnose", "x" * 300)[0] == 2


def test_empty_paths_are_refused(omnigov):
    assert omnigov("check", "")[0] == 2
    status, _, said = omnigov("run", "shop/as-is", "--results", "", *SMALL)
    assert status == 2
    assert "--results is empty" in said


def test_a_stored_run_takes_no_settings_of_its_own(omnigov, folder):
    (folder / "kept").mkdir()
    (folder / "kept" / "manifest.json").write_text('{"study": {"worlds": 1}, "scenarios": []}')
    status, _, said = omnigov("replay", "kept", "--run", "0", "--seed", "1", "--weeks", "9", "--set", "levers.sponsorship=0.8")
    assert status == 2
    assert "leave out --set, --seed, --weeks" in said


def test_files_that_extend_each_other_without_end_are_told_in_one_message(folder, omnigov):
    for place in range(1500):
        (folder / f"c{place}.toml").write_text(f'title = "c"\nextends = ["c{place + 1}.toml"]\n', encoding="utf-8")
    (folder / "c1500.toml").write_text('title = "c"\n', encoding="utf-8")
    status, out, err = omnigov("check", "c0.toml")
    assert (status, out) == (2, "")
    assert "extends one file after the other too often" in err


def test_a_terminal_that_knows_no_accents_gets_the_rest_of_the_answer():
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    said = subprocess.run([sys.executable, "-m", "simulation", "list", "--lang", "fr"], cwd=ROOT, env=ascii_only, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    assert "?" in said.stdout


@pytest.mark.parametrize("words", [["describe", "sponsorship", "--lang", "fr"], ["check", "shop/as-is", "--lang", "fr"]])
def test_every_command_leaves_out_what_a_terminal_does_not_know(words, monkeypatch):
    shown, told = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(sys, "stderr", told)
    with pytest.raises(SystemExit) as left:
        main(words)
    shown.flush()
    told.flush()
    assert (left.value.code, told.buffer.getvalue()) == (0, b"")
    assert b"?" in shown.buffer.getvalue()


def test_a_stop_before_anything_has_begun_leaves_no_trace():
    for wait in (0.02, 0.08, 0.15):
        process = subprocess.Popen([sys.executable, "-m", "simulation", "list"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        assert "simulation/cli.py" not in said


def test_an_empty_shard_or_folder_is_told_and_nothing_is_run(folder, omnigov):
    status, out, err = omnigov("sweep", "three-levers", "--shard", "", "--results", " ")
    assert (status, out) == (2, "")
    assert "shard = '' is not i/n" in err
    assert "--results is empty" in err
    assert list(folder.iterdir()) == []


def test_a_folder_whose_name_cannot_be_printed_is_not_written(folder, omnigov):
    status, out, err = omnigov("init", "a\x1b[31mb")
    assert (status, out) == (2, "")
    assert "cannot be printed" in err
    assert list(folder.iterdir()) == []


def test_a_title_cannot_steer_the_terminal(omnigov, tmp_path):
    (tmp_path / "hostile.toml").write_text('extends = ["shop/as-is"]\ntitle = "red \\u001b[31m bell \\u0007 title \\u001b]0;mine\\u0007 null \\u0000"\n')
    status, said, _ = omnigov("check", tmp_path / "hostile.toml")
    assert status == 0
    assert not {"\x07", "\x00"} & set(said)
    assert "\x1b]" not in said
