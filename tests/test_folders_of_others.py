"""What is not ours is never read as ours, and never lost: folders of fits and sweeps that hold other files, damaged ones, or another one's."""

import json
import shutil

import numpy as np
import pytest
from small_sweeps import write_experiment

import simulation
from simulation.checks import InputError
from simulation.cli import status_of
from simulation.evidence import fit as fitting
from simulation.evidence.fit import Plan, declared_coefficients, targets
from simulation.evidence.measured import PLAN, ROWS, alone, resume
from simulation.sampling import load_population
from simulation.sweep.merging import merge
from simulation.sweep.store import part

SMALL = Plan(first=40, wave=20, waves=0, wanted=10)


# -- a fit


@pytest.fixture
def quick(monkeypatch):
    """Measuring a vector takes no time, and what is measured is told by the vector itself."""

    def measured(lab, vector, companies):
        return np.array([(each.low + 0.1 if np.isfinite(each.low) else 1.0) + 1e-3 * float(vector[:9].sum()) for each in targets()]), np.full(
            len(targets()), 0.01
        )

    monkeypatch.setattr(fitting, "measure_vector", measured)


def fit(folder, plan=SMALL):
    return fitting.fit(load_population("typical"), plan, folder, lambda _: None)


@pytest.mark.parametrize("name", ["plausible.csv", "calibration.json", "measured.jsonl", "notes.txt"])
def test_a_fit_takes_no_folder_that_holds_something_else(tmp_path, name, capsys):
    (tmp_path / name).write_text("mine")
    assert status_of(["calibrate", "--vectors", "40", "--results", str(tmp_path)]) == 2
    assert f"holds files that are no fit of omnigov ({name})" in capsys.readouterr().err
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {name: "mine"}


@pytest.mark.parametrize(("text", "said"), [("my plan", "plan.json cannot be read"), ('{"seed": 2}', "a fit of other declarations or under another plan")])
def test_a_fit_goes_on_under_its_own_plan_only(tmp_path, text, said, capsys):
    (tmp_path / PLAN).write_text(text)
    assert status_of(["calibrate", "--vectors", "40", "--results", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("vectors", "said"), [("39", "too few"), ("1000000000", "more than 10,000")])
def test_a_fit_has_enough_vectors_and_not_too_many(tmp_path, vectors, said, capsys):
    assert status_of(["calibrate", "--vectors", vectors, "--results", str(tmp_path / "out")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_fit_that_was_stopped_goes_on_where_it_was(tmp_path, quick, monkeypatch):
    whole = fit(tmp_path / "whole")
    usual, done = fitting.measure_vector, []

    def stops(*given):
        done.append(given)
        if len(done) > 13:
            raise KeyboardInterrupt
        return usual(*given)

    monkeypatch.setattr(fitting, "measure_vector", stops)
    with pytest.raises(KeyboardInterrupt):
        fit(tmp_path / "part")
    assert len((tmp_path / "part" / ROWS).read_text().splitlines()) == 13
    with (tmp_path / "part" / ROWS).open("a") as rows:
        rows.write('{"vector": [0.1, ')  # killed in the midst of a line
    monkeypatch.setattr(fitting, "measure_vector", usual)
    again = fit(tmp_path / "part")
    assert (tmp_path / "part" / ROWS).read_bytes() == (tmp_path / "whole" / ROWS).read_bytes()
    assert (again.kept == whole.kept).all()


@pytest.mark.parametrize("line", ['{"a": 1}', "[1]", '{"vector": [1, 2], "values": [1], "errors": [1]}', "mine"])
def test_a_line_that_no_fit_wrote_is_named(tmp_path, line):
    (tmp_path / ROWS).write_text(line + "\n")
    with pytest.raises(InputError, match="line 1: this is no line that a fit wrote"):
        resume(tmp_path, (len(declared_coefficients().names), len(targets())))
    assert (tmp_path / ROWS).read_text() == line + "\n"


def test_two_fits_do_not_write_into_one_folder(tmp_path, quick):
    with alone(tmp_path, SMALL.key()), pytest.raises(InputError, match="another fit is at work"):
        fit(tmp_path)
    fit(tmp_path)


# -- coefficients of a file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delivery.drag\n1e300\n", "delivery.drag = 1e+300 is far outside of its range"),
        ("delivery.drag\n-5\n", "delivery.drag = -5 is far outside of its range"),
        ("delivery.drag\ntrue\n", "delivery.drag is not a finite number"),
        ("delivery.drag,delivery.drag\n0.5,0.6\n", "the column 'delivery.drag' is given twice"),
    ],
)
def test_coefficients_that_no_rule_can_take_are_refused(tmp_path, text, said, capsys):
    (tmp_path / "mine.csv").write_text(text)
    assert status_of(["validate", "--only", "half_fail", "--quick", "--coefficients", str(tmp_path / "mine.csv")]) == 2
    assert said in capsys.readouterr().err


# -- a sweep


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("others")
    simulation.sweep(write_experiment(folder), folder / "whole", threads=2)
    (folder / "other").mkdir()
    simulation.sweep(write_experiment(folder / "other", seed="4"), folder / "other" / "out", threads=2)
    return folder


@pytest.fixture
def harmed(home, tmp_path):
    """A copy of the sweep that may be harmed."""
    shutil.copytree(home / "whole", tmp_path / "copy")
    return tmp_path / "copy"


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_analysis_reads_no_part_of_another_sweep(home, harmed, capsys):
    shutil.copy(home / "other" / "out" / part("runs", 1), harmed / part("runs", 1))
    assert status_of(["analyse", str(harmed), "discovery", "--results", str(harmed.parent / "out")]) == 2
    assert "is of another sweep or chunk" in capsys.readouterr().err


def test_an_analysis_of_a_sweep_checks_its_options_too(harmed, capsys):
    assert status_of(["analyse", str(harmed), "discovery", "--worlds", "0", "--customers", "-3", "--threads", "x"]) == 2
    assert capsys.readouterr().err.count("\n") >= 4


@pytest.mark.parametrize("how", ["torn", "foreign", "missing"])
def test_points_of_another_sweep_are_not_replayed(home, harmed, how, capsys):
    points = harmed / "points.parquet"
    content = points.read_bytes()
    points.unlink()
    if how == "torn":
        points.write_bytes(content[:100])
    elif how == "foreign":
        shutil.copy(home / "other" / "out" / "points.parquet", points)
    assert status_of(["replay", str(harmed), "--run", "3"]) == 2
    assert "points.parquet in" in capsys.readouterr().err
    with pytest.raises(InputError, match=r"points\.parquet in"):
        merge([harmed], harmed.parent / "merged")
    assert not (harmed.parent / "merged").exists()
    simulation.sweep(home / "small.toml", harmed)
    assert points.read_bytes() == content


def test_what_file_managers_leave_is_no_part_and_no_hindrance(home, harmed):
    (harmed / "runs" / ".DS_Store").write_text("")
    assert status_of(["status", str(harmed)]) == 0
    simulation.sweep(home / "small.toml", harmed)


def test_a_sweep_begun_anew_takes_nothing_away_before_it_can_run(home, harmed, capsys):
    (harmed / "runs" / "mine.csv").write_text("mine")
    before = files_of(harmed)
    assert status_of(["sweep", str(home / "small.toml"), "--results", str(harmed), "--fresh", "--quiet"]) == 2
    assert "runs/mine.csv in" in capsys.readouterr().err
    assert status_of(["sweep", str(home / "small.toml"), "--results", str(harmed), "--fresh", "--quiet", "--scheduler", "nobody"]) == 2
    assert files_of(harmed) == before


@pytest.mark.parametrize("name", ["title", "started", "model", "versions", "command", "design", "chunks", "study.worlds", "study.scenarios", "study.uncertain"])
def test_a_manifest_that_lacks_something_is_damaged_and_no_crash(harmed, name, capsys):
    manifest = json.loads((harmed / "manifest.json").read_text())
    table, _, key = name.rpartition(".")
    del (manifest[table] if table else manifest)[key]
    (harmed / "manifest.json").write_text(json.dumps(manifest))
    for words in (["report", str(harmed)], ["replay", str(harmed), "--run", "1"], ["status", str(harmed)]):
        assert status_of(words) == 2
        assert "omnigov" in capsys.readouterr().err
