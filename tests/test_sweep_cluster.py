"""Sweeps over dask.distributed: the same content as threads give, also when workers or the scheduler are killed."""

import subprocess
import sys
import time

import numpy as np
import pytest
from small_sweeps import assert_same_rows, environment, write_experiment

import simulation
from simulation.sweep import cluster as over_workers
from simulation.sweep.stopped import StoppedError

distributed = pytest.importorskip("distributed")

# What a library says while its neighbours are being killed is not a fault of ours.
pytestmark = [pytest.mark.filterwarnings("default")]


@pytest.fixture
def cluster(tmp_path):
    """Real processes: a scheduler, and a function that starts a worker of its own. All are killed at the end."""
    processes = []
    file = tmp_path / "scheduler.json"

    def start(*words):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        processes.append(subprocess.Popen([sys.executable, "-m", *words, "--scheduler-file", str(file)], env=environment(), cwd=tmp_path, **quiet))
        return processes[-1]

    def worker():
        return start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")

    scheduler = start("distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--no-show")
    ends = time.monotonic() + 60
    while not file.exists() or not file.read_text().strip():
        assert time.monotonic() < ends, "the scheduler did not start"
        time.sleep(0.05)
    import json

    time.sleep(0.1)
    yield json.loads(file.read_text())["address"], scheduler, worker
    for each in processes:
        each.kill()
        each.wait()


def test_workers_give_the_very_bytes_that_threads_give(tmp_path):
    path = write_experiment(tmp_path)
    simulation.sweep(path, tmp_path / "threads")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as local:
        simulation.sweep(path, tmp_path / "dask", scheduler=local.scheduler_address)
    assert_same_rows(tmp_path / "threads", tmp_path / "dask")


def test_a_scheduler_that_does_not_answer_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(over_workers, "CONNECT", 1)
    with pytest.raises(simulation.InputError, match="no dask scheduler answers there"):
        simulation.sweep(write_experiment(tmp_path), tmp_path / "dask", scheduler="tcp://127.0.0.1:9")


@pytest.mark.study
def test_workers_killed_at_random_moments_change_nothing(tmp_path, cluster):
    address, _, worker = cluster
    path = write_experiment(tmp_path, worlds=200)
    simulation.sweep(path, tmp_path / "whole")
    luck, workers, kills = np.random.default_rng(1), [worker(), worker()], []

    def kill_now_and_then(done, total, failed):
        if done < total and luck.random() < 0.05:
            kills.append(workers.pop(0))
            kills[-1].kill()
            workers.append(worker())

    simulation.sweep(path, tmp_path / "killed", scheduler=address, progress=kill_now_and_then)
    assert len(kills) > 2
    assert_same_rows(tmp_path / "whole", tmp_path / "killed")


@pytest.mark.study
def test_a_scheduler_killed_ends_the_sweep_with_all_that_was_finished_kept(tmp_path, cluster):
    address, scheduler, worker = cluster
    path = write_experiment(tmp_path, worlds=200)
    worker()

    def kill_half_way(done, total, failed):
        if done > total / 2:
            scheduler.kill()

    with pytest.raises(StoppedError, match="all that was finished is kept"):
        simulation.sweep(path, tmp_path / "killed", scheduler=address, progress=kill_half_way)
    kept = len(list((tmp_path / "killed" / "runs").glob("part-*")))
    assert kept > 50
    simulation.sweep(path, tmp_path / "killed")
    simulation.sweep(path, tmp_path / "whole")
    assert_same_rows(tmp_path / "whole", tmp_path / "killed")
