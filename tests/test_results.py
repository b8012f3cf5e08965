"""Results folders: whole or not there, never at the expense of what is not ours, and enough inside to make the study again."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from synthetic import ensemble

from simulation import compiled, provenance
from simulation.analysis.comparison import Comparison
from simulation.analysis.weekly import BANDS, QUANTILES
from simulation.checks import InputError
from simulation.commands import Asked, report_command
from simulation.outcomes import OUTCOMES, SERIES
from simulation.provenance import HOUSE, model_hash
from simulation.results import folder_problems, read_manifest, study_of, write_whole
from simulation.scenario import load, scenario_of
from simulation.stored import read_comparison
from simulation.studies import runs_table, write_comparison

ROOT = Path(__file__).parent.parent
COMMAND = ["omnigov", "compare", "retailer/as-is", "sponsored"]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    base = load("retailer/as-is")
    sponsored = base.with_(levers={"sponsorship": 0.9}, title="sponsored")
    return Comparison.of([ensemble(base, 0.2, worlds=6, weeks=20), ensemble(sponsored, 0.7, worlds=6, weeks=20)])


@pytest.fixture(scope="module")
def study(comparison):
    settings = {name: getattr(comparison, name) for name in ("worlds", "first_world", "seed", "weeks", "customers")}
    return study_of([each.scenario for each in comparison.ensembles], settings)


@pytest.fixture(scope="module")
def written(comparison, study, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "deep" / "study"
    write_comparison(folder, comparison, study, "en", COMMAND)
    return folder


def manifest(study) -> str:
    return json.dumps({"study": study, "scenarios": []})


# -- what is there


def test_a_study_holds_runs_series_tables_figures_and_a_report(written):
    found = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    names = {"manifest.json", "report.html", "report.md", "runs/part-00000.parquet", "series/part-00000.parquet", "tables/comparison.csv", "tables/drawn.csv"}
    names |= {f"detail/{name}" for name in ("00000.npz", "00001.npz", "packages.parquet", "teams.parquet", "ties.parquet", "drawn.parquet")}
    assert names <= found
    figures = {path for path in found if path.startswith("figures/")}
    assert {f"figures/adoption.{kind}" for kind in ("png", "svg")} <= figures
    assert found == names | figures


def test_nothing_else_is_left_beside_it(written):
    assert [path.name for path in written.parent.iterdir()] == ["study"]


def test_the_manifest_has_what_it_takes_to_make_the_study_again(written, comparison, study):
    said = read_manifest(written)
    assert said["study"] == study
    assert [scenario_of(each["document"], each["name"]).hash for each in said["scenarios"]] == [each.scenario.hash for each in comparison.ensembles]
    assert said["command"] == COMMAND
    assert said["runs"] == 12
    assert said["versions"].keys() >= {"omnigov", "python", "numba", "numpy", "scipy", "pandas"}
    assert said["started"] <= said["ended"]
    assert len(said["model"]) == 32
    assert said["platform"]


def test_there_is_a_row_for_each_run_with_its_outcomes_as_they_were(written, comparison):
    rows = pd.read_parquet(written / "runs")
    assert list(rows["run"]) == list(range(12))
    assert list(rows["scenario"]) == ["retailer/as-is"] * 6 + ["sponsored"] * 6
    assert list(rows["world"]) == [*range(6), *range(6)]
    for name, one in zip(comparison.names, comparison.ensembles, strict=True):
        mine = rows[rows["scenario"] == name].set_index("world")[list(OUTCOMES)]
        pd.testing.assert_frame_equal(mine, one.outcomes, check_names=False)


def test_a_run_says_how_its_programme_ended(comparison):
    one = comparison.baseline
    ends = one.outcomes.assign(stopped=[1.0, 0, 0, 1.0, 0, 0], end_week=[float("nan"), 140.0, float("nan"), float("nan"), 200.0, float("nan")])
    changed = type(one)(**{**vars(one), "outcomes": ends})
    assert list(runs_table([changed], ["one"])["status"]) == ["stopped", "live", "unfinished", "stopped", "live", "unfinished"]


def test_weekly_quantiles_are_those_of_the_worlds(comparison):
    table = comparison.weekly
    assert len(table) == 2 * (len(SERIES) + 1) * 20
    values = comparison.ensemble("sponsored").series["adoption"].xs(13, level="week")
    row = table.loc[("sponsored", "adoption", 13)]
    assert row["mean"] == pytest.approx(values.mean())
    assert list(row[list(BANDS)]) == pytest.approx(list(values.quantile(QUANTILES)))


# -- the report made again


def test_a_comparison_read_back_says_what_it_said(written, comparison):
    again, manifest = read_comparison(written)
    assert again.names == comparison.names
    assert manifest["command"] == COMMAND
    pd.testing.assert_frame_equal(again.differences, comparison.differences)
    pd.testing.assert_frame_equal(again.weekly, comparison.weekly)
    pd.testing.assert_frame_equal(again.drawn, comparison.drawn)
    for one, other in zip(again.ensembles, comparison.ensembles, strict=True):
        assert one.scenario.hash == other.scenario.hash
        assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("live_weeks", "cost_by_unit", "promises", "waits"))
        assert all(getattr(one, name).equals(getattr(other, name)) for name in ("packages", "teams", "ties"))


def test_the_report_made_again_is_the_same_and_nothing_is_run(written, monkeypatch):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a run was made")

    monkeypatch.setattr(sys.modules["simulation.run"], "_run_one", never)
    before = {name: (written / name).read_bytes() for name in ("report.html", "report.md", "manifest.json", "tables/comparison.csv")}
    report_command(written, Asked([], [], {}, "fr", json=False, csv=False, quiet=True))
    assert 'lang="fr"' in (written / "report.html").read_text(encoding="utf-8")
    report_command(written, Asked([], [], {}, "en", json=False, csv=False, quiet=True))
    assert {name: (written / name).read_bytes() for name in before} == before


def test_a_folder_from_which_no_report_can_be_made_is_refused_in_words(written, study, tmp_path):
    (tmp_path / "manifest.json").write_text(manifest(study))
    with pytest.raises(InputError, match="holds no comparison from which a report can be made"):
        read_comparison(tmp_path)
    damaged = tmp_path / "damaged"
    shutil.copytree(written, damaged)
    (damaged / "detail" / "00000.npz").write_bytes(b"cut")
    with pytest.raises(InputError, match="is damaged, or of another version of omnigov"):
        read_comparison(damaged)


# -- whole or not at all


def test_what_fails_half_way_leaves_what_was_there(tmp_path, study):
    folder = tmp_path / "study"
    write_whole(folder, lambda target: (target / "manifest.json").write_text(manifest(study)))

    def fail(target: Path) -> None:
        (target / "report.html").write_text("half")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk is full"):
        write_whole(folder, fail)
    assert [path.name for path in tmp_path.iterdir()] == ["study"]
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


def test_a_process_killed_half_way_leaves_no_folder_of_that_name(tmp_path):
    code = f"""
import os, pathlib
from simulation.results import write_whole
def die(target):
    (target / "manifest.json").write_text("{{}}")
    os.kill(os.getpid(), 9)
write_whole(pathlib.Path({str(tmp_path / "study")!r}), die)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == -9
    assert not (tmp_path / "study").exists()


def test_a_new_study_takes_the_place_of_the_old_one_whole(tmp_path, study):
    folder = tmp_path / "study"

    def old(target: Path) -> None:
        (target / "manifest.json").write_text(manifest(study))
        (target / "figures").mkdir()
        (target / "figures" / "old.png").write_text("old")

    write_whole(folder, old)
    write_whole(folder, lambda target: (target / "manifest.json").write_text(manifest({**study, "seed": 9})))
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]
    assert read_manifest(folder)["study"]["seed"] == 9
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_others_may_read_what_was_written(written):
    mask = os.umask(0)
    os.umask(mask)
    assert written.stat().st_mode & 0o777 == 0o777 & ~mask


# -- never what is not ours


def test_files_of_the_user_s_own_are_kept_when_a_study_is_replaced(tmp_path, study):
    folder = tmp_path / "study"
    write_whole(folder, lambda target: (target / "manifest.json").write_text(manifest(study)))
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("mine")
    write_whole(folder, lambda target: (target / "manifest.json").write_text(manifest({**study, "seed": 9})))
    assert (folder / "notes" / "mine.txt").read_text() == "mine"
    assert read_manifest(folder)["study"]["seed"] == 9


def test_files_of_the_user_s_own_among_ours_are_kept_when_a_study_is_replaced(tmp_path, study):
    folder = tmp_path / "study"

    def write(target: Path) -> None:
        (target / "manifest.json").write_text(manifest(study))
        for name in ("tables", "runs"):
            (target / name).mkdir()
        (target / "tables" / "ours.csv").write_text("ours")
        (target / "runs" / "part-00000.parquet").write_text("ours")

    write_whole(folder, write)
    mine = ("tables/notes.txt", "runs/mine.parquet")
    for name in mine:
        (folder / name).write_text("mine")
    write_whole(folder, lambda target: (target / "manifest.json").write_text(manifest({**study, "seed": 9})))
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {"manifest.json", *mine}
    assert all((folder / name).read_text() == "mine" for name in mine)


def test_a_study_set_aside_by_a_killed_process_is_put_back_and_unfinished_ones_go(tmp_path, study):
    aside, unfinished, young = (tmp_path / f".study-{name}" for name in ("replaced-abc", "unfinished-abc", "unfinished-young"))
    for each in (aside / "old", unfinished, young):
        each.mkdir(parents=True)
    (aside / "old" / "manifest.json").write_text(manifest(study))
    (aside / "old" / "notes.txt").write_text("mine")
    for each in (aside, unfinished):
        os.utime(each, (1e9, 1e9))
    os.utime(young, (time.time() + 60,) * 2)
    assert folder_problems(tmp_path / "study", study, fresh=False) == []
    assert read_manifest(tmp_path / "study")["study"] == json.loads(manifest(study))["study"]
    assert (tmp_path / "study" / "notes.txt").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == [".study-unfinished-young", "study"]


def test_what_a_living_process_writes_is_left_alone_and_what_a_dead_one_left_goes(tmp_path, study):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    living, left = (tmp_path / f".study-unfinished-{platform.node()}-{number}-abc" for number in (os.getppid(), dead.pid))
    for each in (living, left):
        each.mkdir()
        os.utime(each, (1e9, 1e9))
    assert folder_problems(tmp_path / "study", study, fresh=False) == []
    assert [each.name for each in tmp_path.iterdir()] == [living.name]


def test_a_swap_that_was_killed_at_its_end_is_finished_with_the_user_s_files(tmp_path, study):
    folder, aside = tmp_path / "study", tmp_path / ".study-replaced-abc"
    for each in (folder, aside / "old"):
        each.mkdir(parents=True)
    (folder / "manifest.json").write_text(manifest({**study, "seed": 9}))
    (aside / "old" / "manifest.json").write_text(manifest(study))
    (aside / "old" / "notes.txt").write_text("mine")
    os.utime(aside, (1e9, 1e9))
    assert read_manifest(folder)["study"]["seed"] == 9
    assert (folder / "notes.txt").read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["study"]


@pytest.mark.parametrize(
    "text",
    [
        '{"study": {}, "scenarios": []}',
        '{"study": {"worlds": "x"}, "scenarios": []}',
        '{"study": {"worlds": 2, "scenarios": ["x"]}, "scenarios": []}',
        '{"study": {"worlds": 2}, "scenarios": [1]}',
        "[" * 100_000,
    ],
)
def test_a_manifest_of_wrong_content_is_refused_in_one_sentence(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError, match="is no results folder") as refused:
        read_manifest(tmp_path)
    assert len(refused.value.problems) == 1


def test_a_folder_that_is_not_ours_loses_nothing_even_when_fresh_is_asked_for(tmp_path, study):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "holiday.png").write_text("mine")
    [said] = folder_problems(tmp_path, study, fresh=True)
    assert "is no study of omnigov, yet holds figures, which would be replaced; choose another with --results" in said
    with pytest.raises(InputError, match="is no study of omnigov"):
        write_whole(tmp_path, lambda target: (target / "manifest.json").write_text(manifest(study)))
    assert (tmp_path / "figures" / "holiday.png").read_text() == "mine"
    assert [path.name for path in tmp_path.parent.iterdir() if path.name.startswith(f".{tmp_path.name}")] == []


def test_the_same_study_may_be_written_again_and_another_only_when_fresh(written, study):
    assert folder_problems(written, study, fresh=False) == []
    other = {**study, "seed": 2}
    assert "holds the results of another study (retailer/as-is, sponsored, ...)" in folder_problems(written, other, fresh=False)[0]
    assert folder_problems(written, other, fresh=True) == []


# -- the model's code


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Path:
    """A copy of the sources, which the hash is then made of."""
    shutil.copytree(HOUSE, tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "HOUSE", tmp_path / "simulation")
    monkeypatch.setattr(provenance, "sources_hash", compiled.sources_hash.__wrapped__)  # what it found is not kept
    return tmp_path / "simulation"


def edit(path: Path) -> str:
    """Add a comment at the end of a file; its text before."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n# edited\n", encoding="utf-8")
    return text


@pytest.mark.parametrize("rule", ["mechanisms/release.py", "outcomes.py", "week.py", "draws.py", "levers.py"])
def test_editing_a_rule_changes_the_hash_of_the_model_and_undoing_it_brings_it_back(tree, rule):
    before = model_hash()
    text = edit(tree / rule)
    assert model_hash() != before
    (tree / rule).write_text(text, encoding="utf-8")
    assert model_hash() == before


@pytest.mark.parametrize("page", ["report/html.py", "cli.py", "analysis/paired.py"])
def test_editing_what_only_shows_results_leaves_the_hash_of_the_model(tree, page):
    before = model_hash()
    edit(tree / page)
    assert model_hash() == before


def test_the_hash_is_the_same_from_another_folder_and_process(tree):
    code = "from simulation.provenance import model_hash; print(model_hash())"
    there = subprocess.run([sys.executable, "-c", code], cwd=tree.parent, capture_output=True, text=True, check=True, timeout=60).stdout
    assert there.strip() == model_hash()


# -- how large (`make validate`; how long: `make bench`)


@pytest.mark.study
def test_a_report_of_fifteen_scenarios_can_be_sent(tmp_path):
    base = load("retailer/as-is")
    scenarios = [base.with_(levers={"sponsorship": 0.06 * place}, title=f"Governance {place}") for place in range(15)]
    fifteen = Comparison.of([ensemble(each, 0.06 * place, worlds=200, weeks=156) for place, each in enumerate(scenarios)])
    study = study_of(scenarios, {"worlds": 200, "first_world": 0, "seed": 1, "weeks": 156, "customers": 1000})
    write_comparison(tmp_path / "fifteen", fifteen, study, "en", COMMAND)
    size = (tmp_path / "fifteen" / "report.html").stat().st_size
    print(f"a report of fifteen scenarios: {size / 1e6:.1f} MB")
    assert size < 6e6


def test_a_sweep_begun_anew_leaves_what_the_user_laid_among_its_files(tmp_path, study):
    from simulation.sweep.folder import _emptied

    (tmp_path / "runs").mkdir()
    (tmp_path / "manifest.json").write_text(manifest(study)[:-1] + ', "files": ["../outside.txt"]}')
    for name in ("points.parquet", "runs/part-000000.parquet", "runs/mine.parquet"):
        (tmp_path / name).write_text("x")
    _emptied(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == ["runs/mine.parquet"]
