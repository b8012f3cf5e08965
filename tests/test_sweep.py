"""Sweeps: what is run, what a row says, that nothing depends on workers, order or interruptions."""

import subprocess
import sys
import threading
import time

import numpy as np
import pandas as pd
import pytest
from small_sweeps import FACTORIAL, assert_same_rows, content, environment, write_experiment

import simulation
from simulation.draws import COMPANY
from simulation.sweep.chunks import Runner
from simulation.sweep.engine import shard_of
from simulation.sweep.experiment import load_experiment
from simulation.sweep.merging import merge, status_of
from simulation.sweep.plan import Plan
from simulation.sweep.stopped import StoppedError
from simulation.sweep.store import part
from simulation.uncertain import Range, drawn

FAILING = """
[design]
kind = "factorial"
[vary]
"traits.build_experience" = [0.4, 0.9]
"levers.sponsorship" = [0.0, 1.0]
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An experiment, and its sweep run once on one thread."""
    home = tmp_path_factory.mktemp("sweep")
    path = write_experiment(home)
    simulation.sweep(path, home / "whole", threads=1)
    return path, home / "whole"


# -- what is run


def test_every_point_is_run_in_every_world_once(whole):
    runs = simulation.Results(whole[1]).runs
    assert len(runs) == 3 * 2 * 4
    assert list(runs["run"]) == list(range(24))
    assert len(runs.groupby(["point", "world"])) == 24
    assert set(runs["status"]) <= {"live", "stopped", "unfinished"}
    assert runs["error"].isna().all()


def test_a_row_is_what_a_run_of_that_scenario_in_that_world_gives(whole):
    runs = simulation.Results(whole[1]).runs.set_index("run")
    row = runs.loc[10]
    debt = drawn({"legacy_debt": Range(0.2, 0.8)}, 3, COMPANY, int(row["world"]))["legacy_debt"]
    alone = simulation.load(whole[0].parent / "brisk.toml").with_(
        levers={"sponsorship": row["levers.sponsorship"], "structure": row["levers.structure"]}, traits={"legacy_debt": debt}
    )
    ensemble = simulation.run(alone, worlds=1, first_world=int(row["world"]), seed=3, weeks=20, customers=100)
    assert row["traits.legacy_debt"] == debt
    for name, value in ensemble.outcomes.iloc[0].items():
        assert row[name] == value or (np.isnan(row[name]) and np.isnan(value)), name
    weekly = simulation.Results(whole[1]).series.query("run == 10")
    assert list(weekly["adoption"]) == list(ensemble.series["adoption"].astype("float32"))


def test_uncertain_traits_are_shared_by_all_points_of_a_world_and_differ_between_worlds(whole):
    debts = simulation.Results(whole[1]).runs.groupby("world")["traits.legacy_debt"].agg(["nunique", "first"])
    assert (debts["nunique"] == 1).all()
    assert debts["first"].nunique() == 4


def test_worlds_are_interleaved_so_that_any_first_part_is_an_even_sample(whole):
    plan = Plan(load_experiment(whole[0], worlds=50))
    order = [run for chunk in range(plan.chunks) for run in plan.runs_of(chunk)]
    assert sorted(order) == [(point, world) for point in range(6) for world in range(50)]
    for count in range(6, 300, 7):
        each = np.bincount([point for point, _ in order[:count]], minlength=6)
        assert each.max() - each.min() <= 1


def test_points_jump_about_so_that_half_of_a_large_factorial_covers_all_levels(tmp_path):
    path = write_experiment(tmp_path, FACTORIAL.replace("[0.0, 0.5, 1.0]", str([level / 100 for level in range(100)])), worlds=1)
    plan = Plan(load_experiment(path))
    half = plan.columns["levers.sponsorship"][plan.order[:100]]
    tenths = np.bincount((half * 10 + 1e-9).astype(int))
    assert len(tenths) == 10
    assert 8 <= tenths.min() <= tenths.max() <= 12


def test_the_parts_are_read_by_pandas_alone(whole):
    assert len(pd.read_parquet(whole[1] / "runs")) == 24
    assert list(pd.read_parquet(whole[1] / "series").columns) == ["run", "week", "adoption", "spent"]


# -- the same content whatever the workers


@pytest.mark.parametrize("threads", [2, 4])
def test_content_is_the_same_for_any_number_of_threads(whole, tmp_path, threads):
    simulation.sweep(whole[0], tmp_path / "other", threads=threads)
    assert_same_rows(whole[1], tmp_path / "other")


def test_shards_merged_are_the_whole(whole, tmp_path):
    folders = [tmp_path / str(number) for number in (1, 2, 3)]
    for number, folder in enumerate(folders, 1):
        simulation.sweep(whole[0], folder, shard=f"{number}/3")
    assert merge(folders, tmp_path / "all").runs_done == 24
    assert_same_rows(whole[1], tmp_path / "all")


def test_shards_may_share_a_folder(whole, tmp_path):
    for number in (2, 1):
        simulation.sweep(whole[0], tmp_path / "all", shard=f"{number}/2")
    assert_same_rows(whole[1], tmp_path / "all")


def test_two_runners_on_one_folder_do_not_harm_each_other(whole, tmp_path):
    runners = [threading.Thread(target=simulation.sweep, args=(whole[0], tmp_path / "both"), kwargs={"threads": 1}) for _ in range(2)]
    for each in runners:
        each.start()
    for each in runners:
        each.join()
    assert_same_rows(whole[1], tmp_path / "both")


# -- killed, interrupted, gone on


def started(path, folder, *words):
    command = [sys.executable, "-m", "simulation", "sweep", str(path), "--results", str(folder), "--quiet", *words]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def parts(folder):
    return len(list((folder / "runs").glob("part-*.parquet")))


def wait_for(condition, seconds=60):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.005)


def killed(path, folder, luck, most, *words):
    """Start it, kill it at a random moment after its next parts, and again, at most so often, or until it comes to its end; how often it was killed."""
    for kills in range(most):
        before, process = parts(folder), started(path, folder, *words)
        wait_for(lambda before=before, process=process: parts(folder) > before or process.poll() is not None)
        time.sleep(luck.uniform(0, 0.15))
        process.kill()
        _, said = process.communicate()
        if process.returncode == 0:
            return kills
        assert process.returncode == -9, said
    return most


def test_killed_at_random_moments_and_resumed_it_ends_as_if_nothing_had_happened(tmp_path):
    path = write_experiment(tmp_path, worlds=40)
    simulation.sweep(path, tmp_path / "whole")
    assert killed(path, tmp_path / "killed", np.random.default_rng(1), 2, "--threads", "2") == 2
    assert 0 < parts(tmp_path / "killed") < parts(tmp_path / "whole")
    simulation.sweep(path, tmp_path / "killed", threads=4)
    assert_same_rows(tmp_path / "whole", tmp_path / "killed")


@pytest.mark.study
@pytest.mark.parametrize("threads", ["1", "2", "4"])
def test_killed_many_times_at_random_moments_it_ends_as_if_nothing_had_happened(tmp_path, threads):
    path = write_experiment(tmp_path, worlds=100)
    simulation.sweep(path, tmp_path / "whole")
    assert killed(path, tmp_path / "killed", np.random.default_rng(int(threads)), 1000, "--threads", threads) > 5
    assert_same_rows(tmp_path / "whole", tmp_path / "killed")


def test_ctrl_c_ends_within_two_seconds_and_keeps_what_was_finished(tmp_path):
    import signal

    path = write_experiment(tmp_path, worlds=400)
    process = started(path, tmp_path / "stopped")
    wait_for(lambda: parts(tmp_path / "stopped") > 2)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert time.monotonic() - began < 2.0
    assert process.returncode == 130
    assert "all that was finished is kept" in said
    kept = parts(tmp_path / "stopped")
    assert 2 < kept < Plan(load_experiment(path)).chunks
    assert status_of(tmp_path / "stopped").chunks_done == kept


def test_a_resumed_sweep_runs_only_what_is_missing(whole, tmp_path):
    folder = tmp_path / "again"
    simulation.sweep(whole[0], folder)
    (folder / part("runs", 1)).unlink()
    told = []
    simulation.sweep(whole[0], folder, progress=lambda done, total, failed: told.append((done, total, failed)))
    assert told == [(8, 8, 0)]
    assert content(folder) == content(whole[1])


# -- failures


def test_a_run_that_raises_is_a_row_and_the_rest_goes_on(tmp_path):
    runs = simulation.sweep(write_experiment(tmp_path, FAILING), tmp_path / "out").runs
    failed = runs[runs["status"] == "failed"]
    assert (failed["traits.build_experience"] == 0.9).all()
    assert len(failed) == 8
    assert failed["error"].str.contains("build_experience").all()
    assert failed["adoption"].isna().all()
    assert runs[runs["status"] != "failed"]["adoption"].notna().all()
    assert failed["replay"].iloc[0] == f"omnigov replay {tmp_path / 'out'} --run {failed['run'].iloc[0]}"


def test_companies_none_of_which_can_be_are_refused_before_anything_is_taken_away(tmp_path):
    simulation.sweep(write_experiment(tmp_path, FAILING), tmp_path / "out")
    before = parts(tmp_path / "out")
    path = write_experiment(tmp_path, FAILING.replace("[0.4, 0.9]", "0.9"))
    with pytest.raises(simulation.InputError, match="is more than the whole"):
        simulation.sweep(path, tmp_path / "out", fresh=True)
    assert parts(tmp_path / "out") == before > 0


def test_an_error_that_all_runs_of_the_first_chunk_share_stops_at_once(tmp_path, monkeypatch):
    def breaks(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(Runner, "_run", breaks)
    path = write_experiment(tmp_path, worlds=40)
    with pytest.raises(StoppedError, match="all 8 runs of the first chunk failed, so the sweep was stopped"):
        simulation.sweep(path, tmp_path / "out")
    assert parts(tmp_path / "out") == 0


def test_a_shard_is_a_whole_number_of_a_whole_number():
    assert shard_of(None) == (1, 1)
    assert shard_of("2/4") == (2, 4)
    for text in ("0/4", "5/4", "2", "a/b", "1/0", "-1/3", "1/2/3"):
        with pytest.raises(simulation.InputError, match="is not i/n"):
            shard_of(text)
