"""Shards into one: parts are copied, after a look at each; and what a folder of a sweep has and lacks."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulation.checks import InputError, refuse
from simulation.results import MANIFEST, read_manifest
from simulation.sweep.chunks import FAILED
from simulation.sweep.folder import differing
from simulation.sweep.plan import KIND
from simulation.sweep.store import POINTS, RUNS, SERIES, finished, part, part_problem, points_problem, write_file

WRITTEN = {
    "name": str, "title": str, "title_fr": str, "key": str, "chunks": int, "runs": int, "started": str, "model": str, "versions": dict, "command": list,
    "design": dict,
}  # fmt: skip
ASKED = {
    "worlds": int, "first_world": int, "seed": int, "weeks": int, "customers": int, "scenarios": list, "design": dict, "uncertain": dict, "series": list,
}  # fmt: skip


class Status(NamedTuple):
    """How far a sweep has come. `seconds_left` is told from the pace of its parts so far; None when there are too few."""

    name: str
    chunks: int
    chunks_done: int
    runs: int
    runs_done: int
    failed: int
    seconds_since: float | None
    seconds_left: float | None


def kinds_of(manifest: dict[str, Any]) -> tuple[str, ...]:
    """The folders that hold a part for each chunk of a sweep."""
    return (RUNS, SERIES) if manifest["study"]["series"] else (RUNS,)


def sweep_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a sweep; raises InputError when the folder holds none."""
    manifest = read_manifest(folder)
    refuse([] if manifest["study"].get("kind") == KIND else [f"{folder} is not the folder of a sweep"])
    lacking = [name for name, kind in WRITTEN.items() if not isinstance(manifest.get(name), kind)]
    lacking += [f"design.{name}" for name in ("kind", "points") if name not in (manifest.get("design") or {})]
    lacking += [f"study.{name}" for name, kind in ASKED.items() if not isinstance(manifest["study"].get(name), kind)]
    refuse([f"{folder} is damaged, or of another version of omnigov: its {MANIFEST} does not say {', '.join(lacking[:4])}"] if lacking else [])
    return manifest


def status_of(folder: Path) -> Status:
    """How far the sweep in a folder has come; raises InputError naming files that are cut off or foreign."""
    from simulation.sweep.results import Results

    manifest = sweep_manifest(folder)
    done = finished(folder, manifest["chunks"], kinds_of(manifest))
    status = list(Results(folder).read(RUNS, ["run", "status"])["status"]) if done else []
    times = sorted((folder / part(RUNS, chunk)).stat().st_mtime for chunk in done)
    left = manifest["chunks"] - len(done)
    pace = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 2 else None
    return Status(
        manifest["name"], manifest["chunks"], len(done), manifest["runs"], len(status), status.count(FAILED),
        time.time() - times[-1] if times else None, None if pace is None or not left else pace * left,
    )  # fmt: skip


def merge(folders: Sequence[Path], target: Path) -> Status:
    """Copy the parts of several folders of one sweep into one (`target`, one of them or a new one), each checked before it is copied.

    Raises InputError, nothing copied, when they are not the same sweep, when a part is cut off or foreign, or when two differ.
    """
    first = sweep_manifest(folders[0])
    problems = []
    for folder in [*folders[1:], *([target] if (target / MANIFEST).exists() and target not in folders else [])]:
        other = sweep_manifest(folder)
        if other["study"] != first["study"]:
            problems.append(f"{folder} holds another sweep than {folders[0]}: {'; '.join(differing(other['study'], first['study']))}")
    if target.exists() and not target.is_dir():
        problems.append(f"results folder {target} is a file; choose another with --results")
    elif not (target / MANIFEST).exists() and target.is_dir() and any(target.iterdir()):
        problems.append(f"results folder {target} holds files that are no study of omnigov; choose another with --results")
    points = next((folder for folder in folders if not points_problem(folder, first["key"])), None)
    if points is None:
        problems.append(points_problem(folders[0], first["key"]))
    refuse(problems)
    parts = _parts([*folders, *([target] if (target / MANIFEST).exists() and target not in folders else [])], first)
    assert points is not None
    manifest, table = (folders[0] / MANIFEST).read_bytes(), (points / POINTS).read_bytes()
    try:
        for kind in kinds_of(first):
            (target / kind).mkdir(parents=True, exist_ok=True)
        if not (target / MANIFEST).exists():
            write_file(target / MANIFEST, manifest)
        if points_problem(target, first["key"]):
            write_file(target / POINTS, table)
    except OSError as error:
        raise InputError([f"results folder {target}: it cannot be written to ({error.strerror or error}); choose another with --results"]) from None
    for kind in reversed(kinds_of(first)):  # runs last: they say that a chunk is done
        for chunk, folder in parts.items():
            if not (target / part(kind, chunk)).exists():
                write_file(target / part(kind, chunk), (folder / part(kind, chunk)).read_bytes())
    return status_of(target)


def _parts(folders: Sequence[Path], manifest: dict[str, Any]) -> dict[int, Path]:
    """For each finished chunk the folder that has it; refuses parts that are cut off, foreign, or differ between folders."""
    found: dict[int, Path] = {}
    problems: list[str] = []
    kinds = kinds_of(manifest)
    for folder in folders:
        try:
            done = finished(folder, manifest["chunks"], kinds)
        except InputError as error:
            problems += error.problems
            continue
        for chunk in sorted(done):
            wrong = [text for kind in kinds if (text := part_problem(folder, kind, manifest["key"], chunk))]
            problems += wrong
            known = found.setdefault(chunk, folder)
            if not wrong and known != folder:
                differ = [kind for kind in kinds if (known / part(kind, chunk)).read_bytes() != (folder / part(kind, chunk)).read_bytes()]
                problems += [f"{part(kind, chunk)} differs between {known} and {folder}: delete the one that you do not trust" for kind in differ]
    refuse(problems)
    return found
