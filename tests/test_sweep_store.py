"""What a sweep leaves on disk, and what it refuses: another sweep's folder, files cut off or foreign, a disk that is full."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest
from small_sweeps import assert_same_rows, content, environment, write_experiment

import simulation
from simulation.sweep.merging import merge, status_of
from simulation.sweep.store import UNFINISHED, finished, part, write_file


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with an experiment, and its sweep in `whole`."""
    folder = tmp_path_factory.mktemp("store")
    simulation.sweep(write_experiment(folder), folder / "whole", threads=2)
    return folder


@pytest.fixture
def copied(home, tmp_path):
    """The experiment, and a copy of its sweep that may be harmed."""
    shutil.copytree(home / "whole", tmp_path / "copy")
    return home / "small.toml", tmp_path / "copy"


def refused(*arguments, **named):
    with pytest.raises(simulation.InputError) as caught:
        simulation.sweep(*arguments, **named)
    return "\n".join(caught.value.problems)


# -- what the manifest says


def test_the_manifest_holds_all_that_an_analysis_needs(home):
    manifest = simulation.Results(home / "whole").manifest
    assert manifest["study"]["kind"] == "sweep"
    assert manifest["study"]["design"]["names"] == ["levers.sponsorship", "levers.structure"]
    assert manifest["design"]["kind"] == "factorial"
    assert manifest["design"]["listed"]["levers.sponsorship"] == [0.0, 0.5, 1.0]
    assert manifest["uncertain"] == {"traits.legacy_debt": {"low": 0.2, "high": 0.8}}
    assert manifest["runs"] == 24
    assert manifest["started"] <= manifest["ended"]
    assert manifest["scenarios"][0]["document"]["levers"]


# -- another sweep's folder


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("seed = 3", "seed = 4"), "seed 3 there, 4 here"),
        (("worlds = 4", "worlds = 5"), "worlds 4 there, 5 here"),
        (("[0.0, 0.5, 1.0]", "[0.0, 0.6, 1.0]"), "the design has changed (values)"),
        (('"levers.structure"', '"levers.reporting_line"'), ""),
        (("high = 0.8", "high = 0.9"), "uncertain"),
        (('series = ["adoption", "spent"]', "series = []"), "series"),
    ],
)
def test_a_changed_experiment_is_refused_with_what_differs_and_what_to_do(copied, change, said):
    path, folder = copied
    text = path.read_text(encoding="utf-8")
    if "reporting_line" in change[1]:
        text = text.replace('["skill", "channel"]', '["marketing", "IT"]')
    changed = path.with_name("changed.toml")
    changed.write_text(text.replace(*change), encoding="utf-8")
    problem = refused(changed, folder)
    assert f"results folder {folder} holds another sweep: " in problem
    assert said in problem
    assert "Choose another with --results, or begin anew with --fresh" in problem


def test_a_changed_company_is_refused(copied):
    path, folder = copied
    company = path.with_name("brisk.toml")
    before = company.read_text(encoding="utf-8")
    try:
        company.write_text(before.replace('"journey_weeks" = 4.0', "").replace("journey_weeks = 4.0", "journey_weeks = 5.0"), encoding="utf-8")
        assert "a scenario's content has changed" in refused(path, folder)
    finally:
        company.write_text(before, encoding="utf-8")


def test_changed_code_is_refused(copied):
    path, folder = copied
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["study"]["code"] = "0" * 32
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "the model's code has changed since" in refused(path, folder)


def test_fresh_begins_anew_and_keeps_what_is_not_ours(copied):
    path, folder = copied
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    simulation.sweep(path, folder, fresh=True, seed=9)
    assert simulation.Results(folder).manifest["study"]["seed"] == 9
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_no_study_loses_nothing(home, tmp_path):
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "holiday.png").write_text("mine", encoding="utf-8")
    for fresh in (False, True):
        assert "holds files that are no study of omnigov" in refused(home / "small.toml", tmp_path, fresh=fresh)
    assert (tmp_path / "runs" / "holiday.png").read_text(encoding="utf-8") == "mine"


# -- torn, foreign, missing


def test_a_part_that_is_cut_off_is_named_and_not_read(copied):
    path, folder = copied
    torn = folder / part("runs", 1)
    torn.write_bytes(torn.read_bytes()[:1000])
    assert f"runs/part-000001.parquet in {folder} is cut off" in refused(path, folder)
    with pytest.raises(simulation.InputError, match="is cut off"):
        _ = simulation.Results(folder).runs
    torn.unlink()
    simulation.sweep(path, folder)
    assert content(folder) == content(path.parent / "whole")


def test_an_empty_part_is_named_before_anything_is_run(copied):
    path, folder = copied
    (folder / part("series", 2)).write_bytes(b"")
    assert f"series/part-000002.parquet in {folder} is cut off (0 bytes)" in refused(path, folder, progress=lambda *_: pytest.fail("something was run"))


def test_a_part_of_another_sweep_is_named_and_not_read(copied, tmp_path):
    path, folder = copied
    simulation.sweep(path, tmp_path / "other", seed=8)
    shutil.copy(tmp_path / "other" / part("runs", 0), folder / part("runs", 0))
    with pytest.raises(simulation.InputError, match="is of another sweep or chunk"):
        _ = simulation.Results(folder).runs


def test_a_foreign_file_is_named(copied):
    path, folder = copied
    (folder / "runs" / "part-000099.parquet").write_bytes(b"x" * 100)
    assert "runs/part-000099.parquet" in refused(path, folder)


def test_a_missing_weekly_part_is_made_again(copied):
    path, folder = copied
    (folder / part("series", 0)).unlink()
    simulation.sweep(path, folder)
    assert_same_rows(folder, path.parent / "whole")


def test_what_a_killed_process_left_unfinished_is_not_taken_for_a_part(copied):
    path, folder = copied
    for name, age in (("old", 7200), ("new", 0)):
        left = folder / "runs" / f"{UNFINISHED}{name}"
        left.write_bytes(b"half")
        os.utime(left, (time.time() - age,) * 2)
    simulation.sweep(path, folder)
    assert [each.name for each in (folder / "runs").iterdir() if each.name.startswith(UNFINISHED)] == [f"{UNFINISHED}new"]


def test_a_sweep_interrupted_while_it_began_anew_goes_on(copied):
    path, folder = copied
    shutil.rmtree(folder)
    for kind in ("runs", "series", "figures"):
        (folder / kind).mkdir(parents=True)
    simulation.sweep(path, folder)
    assert_same_rows(folder, path.parent / "whole")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    write_file(tmp_path / "file", b"first")
    with pytest.raises(OSError, match="Is a directory"):
        write_file(tmp_path, b"second")
    with pytest.raises(TypeError):
        write_file(tmp_path / "file", "no bytes")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"first")]


# -- the disk


def test_a_disk_that_takes_no_more_ends_the_sweep_and_keeps_what_was_finished(home, tmp_path):
    """The limit of the size of files is the system's own way to say that a write was cut short."""
    code = f"""
import resource, sys, simulation
def full(done, total, failed):
    if done >= 16:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
try:
    simulation.sweep({str(home / "small.toml")!r}, {str(tmp_path / "out")!r}, worlds=6, threads=1, progress=full)
except OSError as error:
    sys.exit(f"OSError {{error.errno}}")
"""
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.strip()) == (1, f"OSError {errno.EFBIG}")
    assert status_of(tmp_path / "out").runs_done >= 16
    simulation.sweep(home / "small.toml", tmp_path / "out", worlds=6)
    simulation.sweep(home / "small.toml", tmp_path / "whole", worlds=6)
    assert_same_rows(tmp_path / "out", tmp_path / "whole")


def test_a_folder_that_cannot_be_written_to_is_refused(home):
    assert "it cannot be written to" in refused(home / "small.toml", "/proc/sweep")


def test_a_file_in_place_of_the_folder_is_refused(home, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert "is a file" in refused(home / "small.toml", tmp_path / "file")


# -- merging, and how far it has come


def test_merging_another_sweep_or_a_torn_part_is_refused_and_copies_nothing(copied, tmp_path):
    path, folder = copied
    simulation.sweep(path, tmp_path / "other", seed=8)
    with pytest.raises(simulation.InputError, match=r"holds another sweep than .*: seed 8 there, 3 here"):
        merge([folder, tmp_path / "other"], tmp_path / "all")
    torn = folder / part("runs", 1)
    torn.write_bytes(torn.read_bytes()[:-100])
    with pytest.raises(simulation.InputError, match="is cut off"):
        merge([folder], tmp_path / "all")
    assert not (tmp_path / "all").exists()


def test_parts_that_differ_are_named(copied, home, tmp_path):
    _, folder = copied
    table = pq.read_table(folder / part("runs", 0))
    pq.write_table(table.slice(1), folder / part("runs", 0))
    with pytest.raises(simulation.InputError, match=r"runs/part-000000.parquet differs between"):
        merge([home / "whole", folder], tmp_path / "all")


def test_status_tells_how_far_a_sweep_has_come(home, tmp_path):
    simulation.sweep(home / "small.toml", tmp_path / "third", shard="1/3")
    status = status_of(tmp_path / "third")
    assert (status.name, status.chunks, status.chunks_done, status.runs, status.runs_done, status.failed) == ("small", 3, 1, 24, 8, 0)
    assert status.seconds_since < 60


@pytest.mark.study
def test_ten_thousand_finished_chunks_are_seen_in_under_a_second(tmp_path):
    for kind in ("runs", "series"):
        (tmp_path / kind).mkdir()
        for chunk in range(10_000):
            (tmp_path / part(kind, chunk)).write_bytes(b"x" * 20)
    started = time.perf_counter()
    assert len(finished(tmp_path, 10_000, ("runs", "series"))) == 10_000
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(("key", "value"), [("chunks", "x"), ("series", 3), ("runs", None)])
def test_status_refuses_a_manifest_that_was_altered(copied, key, value, capsys):
    import json

    from simulation.cli import status_of as exit_status

    path = copied[1] / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    (manifest["study"] if key == "series" else manifest)[key] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert exit_status(["status", str(copied[1])]) == 2
    assert "is damaged, or of another version of omnigov: its manifest.json does not say" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "merge"])
def test_every_bad_folder_is_named_at_once(tmp_path, command, capsys):
    from simulation.cli import status_of as exit_status

    assert exit_status([command, str(tmp_path / "one"), str(tmp_path / "two")]) == 2
    said = capsys.readouterr().err
    assert "one is no results folder" in said
    assert "two is no results folder" in said


def test_all_that_is_wrong_with_a_sweep_is_told_at_once(home, capsys):
    from simulation.cli import status_of as exit_status

    given = ["--worlds", "0", "--seed", "x", "--weeks", "-1", "--shard", "3/2", "--lang", "de"]
    assert exit_status(["sweep", str(home / "small.toml"), *given]) == 2
    said = capsys.readouterr().err
    for each in ("worlds = 0", "seed = 'x'", "weeks = -1", "shard = '3/2'", "lang = 'de'"):
        assert each in said


def test_a_shard_with_thousands_of_digits_is_refused(home, tmp_path):
    assert "is not i/n" in refused(home / "small.toml", tmp_path / "out", shard="1/" + "9" * 5000)
