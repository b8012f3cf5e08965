"""Overheads of a sweep, measured here and now: against a bare loop, writing, resuming, memory, dask against threads.

    python benchmarks/sweeps.py                          all of it, some minutes
    python benchmarks/sweeps.py overhead resume memory dask     only these

Shares of time are of processor time, so that other work on the machine does not count; dask against threads is of wall time, in turns.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from run import line  # noqa: E402

import simulation  # noqa: E402
from simulation.run import run_world  # noqa: E402
from simulation.sweep import chunks  # noqa: E402
from simulation.sweep.experiment import load_experiment  # noqa: E402
from simulation.sweep.plan import Plan  # noqa: E402
from simulation.sweep.store import content_of, finished, part, write_part  # noqa: E402

RUNS = 640
EXPERIMENT = """
title = "Bench"
scenarios = ["retailer/as-is"]
worlds = {worlds}
weeks = {weeks}
customers = {customers}
[design]
kind = "latin-hypercube"
points = {points}
[vary]
"levers.sponsorship" = {{ low = 0, high = 1 }}
"levers.shared_okrs" = {{ low = 0, high = 1 }}
"""


def written(folder: Path, worlds: int, points: int, weeks: int = 156, customers: int = 1000) -> Path:
    """An experiment of so many runs."""
    path = folder / "bench.toml"
    path.write_text(EXPERIMENT.format(worlds=worlds, points=points, weeks=weeks, customers=customers), encoding="utf-8")
    return path


def overhead(folder: Path) -> None:
    """Processor time of a sweep's steps on one thread: the runs alone, what the runner adds, what writing adds."""
    plan = Plan(load_experiment(written(folder, 10, RUNS // 10)))
    plan.size = 64
    plan.chunks = -(-plan.runs // plan.size)
    runner = chunks.Runner(plan)
    (folder / "runs").mkdir()
    (folder / "series").mkdir()
    runner.chunk(0)
    bare_seconds = [0.0]

    def clocked(*arguments: object) -> object:
        started = time.thread_time()
        found = run_world(*arguments)
        bare_seconds[0] += time.thread_time() - started
        return found

    chunks.run_world, best = clocked, {"runner": 1.0, "writing": 1.0}
    for _ in range(3):
        bare_seconds[0], ran, wrote = 0.0, 0.0, 0.0
        for chunk in range(plan.chunks):
            started = time.thread_time()
            rows = runner.chunk(chunk)
            ran += time.thread_time() - started
            started = time.thread_time()
            write_part(folder, chunk, content_of(plan, rows))
            wrote += time.thread_time() - started
        best["runner"] = min(best["runner"], ran / bare_seconds[0] - 1)
        best["writing"] = min(best["writing"], wrote / (ran + wrote))
    chunks.run_world = run_world
    line(f"runner against a bare loop, {plan.runs} runs", 100 * best["runner"], None, "% more", "under 3", best["runner"] < 0.03)
    line("writing, of core time (64 runs a part, 4 series)", 100 * best["writing"], None, "%", "under 5", best["writing"] < 0.05)


def resume(folder: Path) -> None:
    """Ten thousand finished chunks seen at start."""
    for kind in ("runs", "series"):
        (folder / kind).mkdir()
        for chunk in range(10_000):
            (folder / part(kind, chunk)).write_bytes(b"x" * 20)
    started = time.perf_counter()
    finished(folder, 10_000, ("runs", "series"))
    seconds = time.perf_counter() - started
    line("10,000 finished chunks seen at start", seconds, None, "s", "under 1", seconds < 1)


MEMORY = """
import resource, sys, simulation
from simulation.sweep import chunks
real = chunks.run_world
kept = []
def short(template, seed, world, horizon, target):
    if not kept:
        kept.append(real(template, seed, world, horizon, target))
    return kept[0]
chunks.run_world = short
simulation.sweep(sys.argv[1], sys.argv[2], yes=True, threads=2, progress=lambda *_: None)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory(folder: Path) -> None:
    """Peak memory of 5,000 and of 100,000 runs, all parts written; the same run is stored again and again, to measure the runner and not the model."""
    peaks = []
    for worlds, points in ((5, 1000), (100, 1000)):
        path = written(folder, worlds, points)
        words = [sys.executable, "-c", MEMORY, str(path), str(folder / str(worlds))]
        done = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout))
    line("memory, 5,000 runs", peaks[0], None, "MB")
    line("memory, 100,000 runs", peaks[1], None, "MB", "under 400", peaks[1] < 400)


def dask(folder: Path) -> None:
    """Two local workers, each a process of one thread, against two threads here; wall time, the best of turns."""
    from distributed import LocalCluster

    path = written(folder, 16, 40)
    best = {"threads": 0.0, "dask": 0.0}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        for turn in range(4):
            for kind in best:
                started = time.perf_counter()
                counted: list[tuple[float, int]] = []
                tell = lambda done, total, failed, counted=counted: counted.append((time.perf_counter(), done))  # noqa: E731
                where = {"scheduler": cluster.scheduler_address} if kind == "dask" else {"threads": 2}
                simulation.sweep(path, folder / f"{kind}{turn}", progress=tell, **where)
                assert counted[0][0] > started
                # From the first chunk on, which is run alone: what a sweep of hours does.
                speed = (counted[-1][1] - counted[0][1]) / (counted[-1][0] - counted[0][0])
                best[kind] = max(best[kind], speed)
    ratio = best["dask"] / best["threads"]
    line("two threads", best["threads"], None, "runs/s")
    line("dask, two local workers", best["dask"], None, "runs/s")
    line("dask against threads", ratio, None, "", "at least 0.95", ratio >= 0.95)


PARTS = {"overhead": overhead, "resume": resume, "memory": memory, "dask": dask}


def main() -> None:
    """Measure the parts asked for, all of them unless said."""
    unknown = [name for name in sys.argv[1:] if name not in PARTS]
    if unknown:
        sys.exit(f"no part {', '.join(unknown)}; known: {', '.join(PARTS)}")
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
