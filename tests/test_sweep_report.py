"""The report of a sweep, and its commands."""

import json
import re
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from small_sweeps import FACTORIAL, write_experiment

import simulation
from simulation.cli import status_of
from simulation.report import sweep_numbers
from simulation.report.french_sweep import FRENCH
from simulation.report.sweep_page import sweep_report

PAIRED = '[design]\nkind = "paired"\n[uncertain]\n"traits.openness" = { low = 0.2, high = 0.8 }\n'
FAILING = '[design]\nkind = "factorial"\n[vary]\n"traits.build_experience" = [0.4, 0.9]\n"levers.sponsorship" = [0.0, 1.0]\n'


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A small sweep with its report, made by the command in French."""
    home = tmp_path_factory.mktemp("report")
    path = write_experiment(home)
    assert status_of(["sweep", str(path), "--results", str(home / "out"), "--quiet", "--lang", "fr"]) == 0
    return home


@pytest.fixture
def omnigov(capsys):
    def call(*words):
        status = status_of([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


# -- the numbers


def table(count=4000):
    luck = np.random.default_rng(1)
    strong, weak, noise = luck.random(count), luck.random(count), luck.normal(size=count)
    return pd.DataFrame({"strong": strong, "weak": weak, "y": 3 * strong + 0 * weak + noise * np.sqrt(0.75)})


def test_the_share_of_a_factor_is_that_of_the_variance():
    runs = table()
    assert sweep_numbers.share(runs["strong"], runs["y"]) == pytest.approx(0.5, abs=0.03)  # variances 9/12 and 0.75; bins lose some hundredths
    assert sweep_numbers.share(runs["weak"], runs["y"]) < 0.005


def test_what_worlds_draw_is_judged_by_worlds_and_not_by_runs():
    """A trait without effect in few worlds, each met by many points: judged by runs it would seem to explain the world's share."""
    luck = np.random.default_rng(2)
    worlds = 40
    runs = pd.DataFrame({"world": np.repeat(np.arange(worlds), 100), "trait": np.repeat(luck.random(worlds), 100)})
    runs["y"] = np.repeat(luck.normal(size=worlds), 100) + 0.1 * luck.normal(size=len(runs))
    assert sweep_numbers.share_of(runs, "trait", "y", drawn=True) < 0.15
    assert sweep_numbers.share_of(runs, "world", "y", drawn=False) > 0.95


def test_bins_have_equal_counts_and_few_values_stay_as_they_are():
    runs = table()
    assert sweep_numbers.levels(runs["strong"]).value_counts().tolist() == [500] * 8
    assert sweep_numbers.levels(pd.Series([0.0, 1.0, 0.0])).tolist() == [0.0, 1.0, 0.0]


def test_a_response_is_the_mean_at_each_level(swept):
    runs = simulation.Results(swept / "out").runs
    curve = sweep_numbers.response(runs, "levers.sponsorship", "delivery_cost")
    assert curve["mean"].to_dict() == pytest.approx(runs.groupby("levers.sponsorship")["delivery_cost"].mean().to_dict())


def test_best_points_are_best_in_the_outcome_s_own_direction():
    points = pd.DataFrame({"delivery_cost": [3.0, 1.0, 2.0], "net_value": [1.0, 3.0, 2.0]})
    assert list(sweep_numbers.best_points(points, "delivery_cost", 2).index) == [1, 2]
    assert list(sweep_numbers.best_points(points, "net_value", 2).index) == [1, 2]


# -- the page


def test_the_report_has_its_figures_and_needs_no_network(swept):
    page = (swept / "out" / "report.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (swept / "out" / "figures").iterdir()) == [
        f"{name}.{kind}" for name in ("heat-maps", "responses") for kind in ("png", "svg")
    ]
    assert page.count("data:image/svg+xml") == 2
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_ten_points_or_more_are_drawn_as_lines(tmp_path):
    path = write_experiment(tmp_path, FACTORIAL.replace("[0.0, 0.5, 1.0]", "[0.0, 0.25, 0.5, 0.75, 1.0]"), worlds=1)
    simulation.sweep(path, tmp_path / "out")
    assert "Every point as a line" in sweep_report(tmp_path / "out").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "figures" / "parallel.png").stat().st_size > 10_000


def test_the_french_report_is_french(swept):
    page = (swept / "out" / "report.html").read_text(encoding="utf-8")
    assert "Courbes de réponse" in page
    assert "Parrainage au comité de direction" in page
    for english in FRENCH:
        if " " in english and "{" not in english and english != FRENCH[english]:
            assert english not in page


def test_the_report_is_made_again_in_english_from_the_parts(swept):
    page = sweep_report(swept / "out", "en").read_text(encoding="utf-8")
    assert "Response curves" in page
    assert "Courbes" not in page


def test_the_command_report_makes_it_again_and_gives_the_points(swept, omnigov):
    status, said, _ = omnigov("report", swept / "out", "--lang", "fr")
    assert status == 0
    assert "24 simulations sur 24" in said
    assert "Courbes de réponse" in (swept / "out" / "report.html").read_text(encoding="utf-8")
    points = pd.read_csv(StringIO(omnigov("report", swept / "out", "--csv")[1]))
    runs = simulation.Results(swept / "out").runs
    assert list(points["adoption"]) == pytest.approx(list(runs.groupby("point")["adoption"].mean()))
    assert len(json.loads(omnigov("report", swept / "out", "--json")[1])) == 6


def test_every_sentence_has_its_french_with_the_same_values():
    for english, french in FRENCH.items():
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", french))


def test_a_paired_sweep_has_a_line_for_each_scenario(tmp_path):
    path = write_experiment(tmp_path, PAIRED, worlds=12, scenarios='["retailer/as-is", "retailer/full-package"]')
    simulation.sweep(path, tmp_path / "out")
    page = sweep_report(tmp_path / "out").read_text(encoding="utf-8")
    assert "a line for each scenario" in page


def test_failed_runs_are_left_out_and_counted(tmp_path, omnigov):
    path = write_experiment(tmp_path, FAILING)
    status, said, _ = omnigov("sweep", path, "--results", tmp_path / "out", "--quiet")
    assert status == 1
    assert "16 of 16 runs finished, 8 failed" in said
    command = next(line for line in said.splitlines() if line.startswith("omnigov replay"))
    assert "8 of 16 runs failed and are left out" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    words = command.partition("#")[0].split()[1:]
    again, _, problem = omnigov(*words)
    assert again == 2
    assert "build_experience" in problem


# -- the commands


def test_a_run_of_a_sweep_is_replayed_to_the_last_bit(swept, omnigov):
    row = simulation.Results(swept / "out").runs.set_index("run").loc[10]
    status, said, _ = omnigov("replay", swept / "out", "--run", "10", "--json", "--quiet")
    assert status == 0
    found = json.loads(said)
    assert (found["world"], found["seed"]) == (row["world"], 3)
    for name, value in found["outcomes"].items():
        assert row[name] == value or (value is None and np.isnan(row[name]))


def test_a_run_that_a_sweep_does_not_have_is_refused(swept, omnigov):
    status, _, said = omnigov("replay", swept / "out", "--run", "24")
    assert status == 2
    assert "run = 24 is outside 0 to 23" in said


def test_dated_changes_hold_where_their_lever_is_varied(tmp_path):
    path = write_experiment(tmp_path, FACTORIAL, worlds=1)
    (tmp_path / "dated.toml").write_text('extends = ["brisk.toml"]\n[[changes]]\nweek = 5\nlevers = { sponsorship = 0.2 }\n', encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace('["brisk.toml"]', '["dated.toml"]').replace('"traits.legacy_debt"', '#"'), encoding="utf-8")
    row = simulation.sweep(path, tmp_path / "out").runs.iloc[5]
    alone = simulation.load(tmp_path / "dated.toml").with_(levers={"sponsorship": row["levers.sponsorship"], "structure": row["levers.structure"]})
    outcomes = simulation.run(alone, worlds=1, seed=3, weeks=20, customers=100).outcomes.iloc[0]
    assert row["delivery_cost"] == outcomes["delivery_cost"]
    assert row["net_value"] == outcomes["net_value"]


def test_status_and_merge_say_how_far_it_has_come(swept, tmp_path, omnigov):
    for number in (1, 2):
        words = ("--results", tmp_path / str(number), "--shard", f"{number}/2", "--quiet")
        assert omnigov("sweep", swept / "small.toml", *words)[0] == 0
    assert re.search(r"small: (8|16) of 24 runs finished, 0 failed; the last \d+ s ago", omnigov("status", tmp_path / "1")[1])
    assert '"chunks_done": ' in omnigov("status", tmp_path / "1", "--json")[1]
    status, said, _ = omnigov("merge", tmp_path / "1", tmp_path / "2", "--results", tmp_path / "all")
    assert status == 0
    assert "24 of 24 runs finished" in said
    assert (tmp_path / "all" / "report.html").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sweep", "three-lever"), "did you mean 'three-levers'?"),
        (("sweep", "three-levers", "--worlds", "none"), "worlds = 'none' is not a whole number"),
        (("sweep", "three-levers", "--shard", "3/2"), "is not i/n"),
        (("sweep", "three-levers", "--threads", "2", "--scheduler", "tcp://x:1"), "exclude each other"),
        (("sweep", "three-levers", "--lang", "de"), "lang = 'de' is none of its options"),
        (("status", "nowhere"), "nowhere is no results folder"),
        (("merge", "nowhere"), "merge takes at least two results folders"),
    ],
)
def test_bad_words_are_refused(tmp_path, monkeypatch, omnigov, words, said):
    monkeypatch.chdir(tmp_path)
    status, _, problem = omnigov(*words)
    assert status == 2
    assert said in problem
    assert list(tmp_path.iterdir()) == []
