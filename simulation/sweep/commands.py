"""What `omnigov sweep`, `status` and `merge` do: check what they were given, call one function, say what came of it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from simulation.checks import refuse
from simulation.options import LANGUAGES, Given
from simulation.sweep.merging import Status, merge, status_of, sweep_manifest
from simulation.sweep.stopped import INTERRUPTED, StoppedError
from simulation.words import say

MOST_TOLD = 5  # failed runs whose replay is told


def sweep_command(
    name: str, counts: dict[str, str | None], threads: str | None, shard: str | None, scheduler: str | None, results: str | None, fresh: bool, yes: bool,
    lang: str, quiet: bool,
) -> tuple[str, int]:  # fmt: skip
    """Run what is missing of an experiment; what to print, and the exit status (1 when a run failed)."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    if scheduler and threads:
        given.problems.append("--threads and --scheduler exclude each other: a cluster has its own threads")
    workers = given.number("threads", threads) if threads else None
    from simulation.sweep.engine import shard_of, sweep
    from simulation.sweep.experiment import load_experiment

    experiment, _ = given.all_of([lambda: load_experiment(name, **counts), lambda: shard_of(shard)])
    given.problems += ["--results is empty: name a folder, or leave it out"] if results is not None and not results.strip() else []
    refuse(given.problems)
    folder = Path(results) if results else Path("results") / experiment.name
    from simulation.commands import get_ready
    from simulation.terminal import progress

    if not scheduler:
        get_ready(quiet, lang)
    try:
        with progress("Running", quiet, lang) as tell:
            sweep(experiment, folder, shard=shard, scheduler=scheduler, threads=workers, fresh=fresh, yes=yes, progress=tell)
    except KeyboardInterrupt:
        raise StoppedError(f"interrupted: all that was finished is kept in {folder}; the same command goes on", INTERRUPTED) from None
    status = status_of(folder)
    try:
        told = _report(folder, status, lang)
    except KeyboardInterrupt:
        raise StoppedError(f"interrupted while the report was drawn: all runs are in {folder}; omnigov report {folder}", INTERRUPTED) from None
    return "\n".join([status_text(status, lang), *_failures(folder, status, lang), *told]), 1 if status.failed else 0


def _failures(folder: Path, status: Status, lang: str) -> list[str]:
    """The first failed runs, and how to replay each alone."""
    if not status.failed:
        return []
    from simulation.sweep.results import Results

    runs = Results(folder).runs
    failed = runs[runs["status"] == "failed"].head(MOST_TOLD)
    return ["", *(f"{row['replay']}    # {row['error']}" for _, row in failed.iterrows())]


def _report(folder: Path, status: Status, lang: str) -> list[str]:
    """Make the report of a complete sweep."""
    if status.chunks_done < status.chunks:
        return []
    from simulation.report.sweep_page import sweep_report

    return ["", f"{say('Report', lang)}: {sweep_report(folder, lang)}"]


def report_of_sweep(folder: Path, lang: str, json: bool, csv: bool, quiet: bool) -> str:
    """The report of a sweep, complete or not, made from its finished parts; points and mean outcomes as CSV or JSON where asked for."""
    from simulation.report.sweep_numbers import read_sweep
    from simulation.report.sweep_page import sweep_report
    from simulation.spreadsheet import csv_text
    from simulation.sweep.results import Results

    sweep_manifest(folder)
    path = sweep_report(folder, lang)
    if csv or json:
        points = read_sweep(Results(folder)).points
        return str(csv_text(points) if csv else points.reset_index().to_json(orient="records", indent=2))
    return "" if quiet else f"{status_text(status_of(folder), lang)}\n\n{say('Report', lang)}: {path}"


def status_command(folders: Sequence[str], lang: str, json: bool) -> str:
    """How far sweeps have come."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    found = given.all_of([partial(status_of, Path(each)) for each in folders])
    refuse(given.problems)
    if json:
        from simulation.terminal import to_json

        return to_json([each._asdict() for each in found])
    return "\n".join(status_text(each, lang) for each in found)


def merge_command(folders: Sequence[str], results: str | None, lang: str) -> str:
    """Shards into one folder: the first of them unless said."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    if results is not None and not results.strip():
        given.problems.append("--results is empty: name a folder, or leave it out")
    elif len(folders) < 2 and not results:
        given.problems.append("merge takes at least two results folders, or one and --results DIR")
    given.all_of([partial(sweep_manifest, Path(each)) for each in folders])
    refuse(given.problems)
    target = Path(results) if results else Path(folders[0])
    status = merge([Path(each) for each in folders], target)
    return "\n".join([status_text(status, lang), f"\n{say('Results', lang)}: {target}", *_report(target, status, lang)])


def status_text(status: Status, lang: str = "en") -> str:
    """A line on how far a sweep has come."""
    from simulation.report.amounts import number

    text = say(
        "{name}: {done} of {all} runs finished, {failed} failed", lang,
        name=status.name, done=number(status.runs_done, 0, lang), all=number(status.runs, 0, lang), failed=number(status.failed, 0, lang),
    )  # fmt: skip
    if status.seconds_since is not None and status.chunks_done < status.chunks:
        text += "; " + say("the last {ago} ago", lang, ago=_time(status.seconds_since))
        if status.seconds_left is not None:
            text += ", " + say("about {left} to go at this pace", lang, left=_time(status.seconds_left))
    return text


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
