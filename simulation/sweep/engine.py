"""All chunks of a sweep, over threads: what is finished stays, what is missing is run.

    simulation.sweep("three-levers", worlds=20)          # the same again goes on where it stopped

Nothing that happens to this process harms what it has finished: a chunk is on disk whole, or not at all (`store.py`).
"""

import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import numpy as np

from simulation.checks import InputError, check_run, refuse, shown
from simulation.sweep.chunks import FAILED, Rows, Runner
from simulation.sweep.experiment import Experiment, load_experiment
from simulation.sweep.folder import closed, opened
from simulation.sweep.plan import Plan, size_problems
from simulation.sweep.results import Results
from simulation.sweep.settling import Setting
from simulation.sweep.stopped import StoppedError
from simulation.sweep.store import Content, check_parts, content_of, finished, part, write_part

PATIENCE = 0.2  # seconds between two looks at Ctrl-C
MOST_LOOKED_AT, MOST_TOLD = 64, 8  # companies of a sweep that are made before it begins; of those that cannot be, sentences
LONGEST = 9  # digits of a shard's number
LEAVING = 1.5  # seconds that threads are given to leave the run that they are in

Progress = Callable[[int, int, int], None]  # runs done by this call, runs that it has to do, failures among those done


def sweep(
    experiment: str | os.PathLike[str] | Experiment,
    results: str | os.PathLike[str] | None = None,
    *,
    shard: str | None = None,
    scheduler: str | None = None,
    threads: int | None = None,
    fresh: bool = False,
    yes: bool = False,
    progress: Progress | None = None,
    **counts: int | None,
) -> Results:
    """Run what is missing of an experiment (a name, a path, or an `Experiment`), and return what its folder then holds.

    `results` is the folder (default `results/<name>`), `shard` "2/4" runs the second quarter of the chunks only, `scheduler` is the address of a
    dask scheduler, `fresh` starts anew whatever sweep that folder holds, `yes` allows very many points; `counts` (worlds, seed, first_world,
    weeks, customers) replace those of the file. `progress(done, all, failed)` counts the runs of this call. Raises InputError with all that
    is wrong, before anything is run; `StoppedError` when every run of the first chunk failed alike, or a cluster
    went away; OSError when a part cannot be written: all that was finished is kept, and the same call
    goes on.
    """
    given = experiment if isinstance(experiment, Experiment) else load_experiment(experiment, **counts)
    folder = Path(results) if results is not None else Path("results") / given.name
    number, of = shard_of(shard)
    plan = plan_of(given, yes, threads)
    if not scheduler:
        return _swept(plan, folder, (number, of), fresh, progress, partial(run_here, threads=threads or os.cpu_count() or 1))
    from simulation.sweep.cluster import connected, run_on

    with connected(scheduler) as client:  # before anything of an older sweep is taken away
        return _swept(plan, folder, (number, of), fresh, progress, partial(run_on, client))


def _swept(plan: Plan, folder: Path, shard: tuple[int, int], fresh: bool, progress: Progress | None, run: Callable[..., None]) -> Results:
    """Open the folder, run what is missing of a shard, and see what is then there."""
    number, of = shard
    opened(folder, plan, fresh)
    done = finished(folder, plan.chunks, plan.kinds)
    mine = range(number - 1, plan.chunks, of)
    missing = [chunk for chunk in mine if chunk not in done]
    keeper = Keeper(plan, folder, len(missing), mine[0] if len(mine) else -1, progress)
    run(keeper=keeper, missing=missing)
    check_parts(folder, plan.key, done, plan.kinds)
    closed(folder, plan)
    return Results(folder)


def plan_of(experiment: Experiment, yes: bool = False, threads: int | None = None) -> Plan:
    """The plan of an experiment, once it is known that it can be run: not too many points, enough memory. Raises InputError."""
    refuse(size_problems(experiment, yes))
    counts = {name: getattr(experiment, name) for name in ("seed", "first_world", "weeks", "customers")}
    at_once = min(threads or os.cpu_count() or 1, experiment.worlds * experiment.design.points)  # companies that are run beside each other
    check_run(experiment.scenarios if experiment.population is None else [], threads=threads, worlds=at_once, **counts)
    plan = Plan(experiment)
    refuse(impossible(plan))
    return plan


def impossible(plan: Plan) -> list[str]:
    """Why no company that a sweep of given scenarios asks for can be, a sentence each; empty where some can. Of the varied traits as many combinations
    are looked at as are soon made, evenly; uncertain ones at their lowest."""
    experiment = plan.experiment
    varied = [name for name in plan.columns if name.startswith("traits.")]
    if experiment.population is not None or not (varied or experiment.uncertain):
        return []
    setting = Setting(experiment.scenarios, None, experiment.uncertain, experiment.seed)
    lowest = {name: each.low for name, each in experiment.uncertain.items()}
    asked = np.unique(np.column_stack([plan.columns["scenario"], *(plan.columns[name].astype(float) for name in varied)]), axis=0)
    problems: dict[str, None] = {}
    for row in asked[np.unique(np.linspace(0, len(asked) - 1, MOST_LOOKED_AT).astype(int))]:
        traits = {name.partition(".")[2]: float(value) for name, value in zip(varied, row[1:], strict=True)}
        try:
            setting.settled(int(row[0]), lowest | traits, experiment.first_world)
            return []
        except InputError as error:
            problems |= dict.fromkeys(f"{experiment.scenario_names[int(row[0])]}: {text}" for text in error.problems)
    return list(problems)[:MOST_TOLD]


def shard_of(text: str | None) -> tuple[int, int]:
    """`2/4` as (2, 4); all when none is given. Raises InputError."""
    first, slash, second = ("1/1" if text is None else text).partition("/")
    if slash and first.isdecimal() and second.isdecimal() and max(len(first), len(second)) <= LONGEST and 1 <= int(first) <= int(second):
        return int(first), int(second)
    raise InputError([f"shard = {shown(text)} is not i/n, a whole number from 1 to n and n itself: --shard 2/4"])


class Keeper:
    """Takes finished chunks: judges the first, writes each, and counts."""

    def __init__(self, plan: Plan, folder: Path, chunks: int, first: int, progress: Progress | None) -> None:
        self.plan, self.folder, self.first, self.progress = plan, folder, first, progress
        self.total = min(chunks * plan.size, plan.runs)
        self.done = self.failed = 0

    def there(self, chunk: int) -> bool:
        """Whether another runner has meanwhile finished this chunk."""
        return all((self.folder / part(kind, chunk)).exists() for kind in self.plan.kinds)

    def keep(self, chunk: int, content: Content, failures: Sequence[str]) -> None:
        """Write a chunk. Raises `StoppedError`, nothing written, when all runs of the first one failed in the same way."""
        runs = len(self.plan.runs_of(chunk))
        if chunk == self.first and len(failures) == runs and len({text.partition(":")[0] for text in failures}) == 1:
            number = self.plan.number(*self.plan.runs_of(chunk)[0])
            raise StoppedError(f"all {runs} runs of the first chunk failed, so the sweep was stopped. The first, run {number}: {failures[0]}")
        write_part(self.folder, chunk, content)

    def count(self, chunk: int, failures: int) -> None:
        """Count a chunk that is there, and tell."""
        self.done += len(self.plan.runs_of(chunk))
        self.failed += failures
        if self.progress is not None:
            self.progress(self.done, max(self.total, self.done), self.failed)


def failures_of(rows: Rows) -> list[str]:
    """The errors of the runs that failed."""
    return [text for status, text in zip(rows.status, rows.errors, strict=True) if status == FAILED]


def run_here(*, keeper: Keeper, missing: Sequence[int], threads: int) -> None:
    """Run chunks over threads. The first of all is run alone: what all runs share is known before the others start."""
    runner = Runner(keeper.plan)
    alone = 1 if missing and missing[0] == keeper.first else 0
    for chunks, workers in ((missing[:alone], 1), (missing[alone:], threads)):
        if chunks:
            _over_threads(keeper, runner, chunks, min(workers, len(chunks)))


def _over_threads(keeper: Keeper, runner: Runner, chunks: Sequence[int], threads: int) -> None:
    stop, told, left, lock = threading.Event(), Queue[Any](), iter(chunks), threading.Lock()

    def work() -> None:
        try:
            while not stop.is_set():
                with lock:
                    chunk = next(left, None)
                if chunk is None:
                    break
                told.put(_one(keeper, runner, chunk, stop))
            told.put(None)
        except BaseException as error:
            told.put(error)

    # Threads that the interpreter does not wait for: Ctrl-C leaves a long run where it is.
    workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for each in workers:
        each.start()
    try:
        _listen(keeper, told, threads)
    finally:
        stop.set()
        for each in workers:
            each.join(LEAVING / threads)


def _one(keeper: Keeper, runner: Runner, chunk: int, stop: threading.Event) -> tuple[int, int] | None:
    """Run and write one chunk: its number and its failures; None when it was stopped."""
    if keeper.there(chunk):
        return chunk, 0
    rows = runner.chunk(chunk, stop)
    if rows is None:
        return None
    failures = failures_of(rows)
    keeper.keep(chunk, content_of(keeper.plan, rows), failures)
    return chunk, len(failures)


def _listen(keeper: Keeper, told: "Queue[Any]", threads: int) -> None:
    """Count what threads tell until all have ended; raise what one of them met."""
    while threads:
        try:
            found = told.get(timeout=PATIENCE)
        except Empty:
            continue
        if isinstance(found, BaseException):
            raise found
        if found is None:
            threads -= 1
        else:
            keeper.count(*found)
