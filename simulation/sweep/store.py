"""Parts on disk: each is written under another name, synced, and only then given its own; so it is there whole, or not at all.

    manifest.json              what the sweep is, and what it was made with
    points.parquet             every point: scenario and varied values
    series/part-000012.parquet weekly series of the runs of chunk 12 (written first)
    runs/part-000012.parquet   a row for each run of chunk 12: a chunk whose file is here is done

Content depends on the sweep alone, byte for byte: no time, no machine, no order. Each file carries the key of its sweep and the number of its
chunk, so that one of another sweep is known; one that was cut off has no footer.
"""

import os
import re
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulation.checks import refuse
from simulation.outcomes import OUTCOMES
from simulation.sweep.chunks import Rows
from simulation.sweep.plan import Plan

RUNS, SERIES = "runs", "series"
PART = re.compile(r"part-(\d{6,})\.parquet")
POINTS = "points.parquet"
UNFINISHED = ".unfinished-"
LEAST = 12  # bytes: no Parquet file is smaller
OF_DESKTOPS = (".DS_Store", "Thumbs.db", "desktop.ini")  # which file managers leave wherever somebody looks
STUDY, CHUNK = b"omnigov.study", b"omnigov.chunk"
Content = dict[str, bytes]  # folder -> content of the part
MASK = os.umask(0o022)  # asked for once, before there are threads: the permissions that new files do not get
os.umask(MASK)


def part(folder: str, chunk: int) -> str:
    """Where a part lies in a results folder."""
    return f"{folder}/part-{chunk:06d}.parquet"


def content_of(plan: Plan, rows: Rows) -> Content:
    """The parts of a chunk as bytes, in the order in which they are to be written."""
    found = {}
    if plan.experiment.series:
        found[SERIES] = _bytes(_series_table(plan, rows), plan.key, rows.chunk)
    return found | {RUNS: _bytes(_runs_table(plan, rows), plan.key, rows.chunk)}


def _runs_table(plan: Plan, rows: Rows) -> pa.Table:
    points = np.array([point for point, _ in rows.runs])
    numbers = [plan.number(*run) for run in rows.runs]
    names = np.array(plan.experiment.scenario_names, dtype=object)
    table: dict[str, Any] = {
        "run": pa.array(numbers, pa.int64()),
        "point": pa.array(points, pa.int32()),
        "scenario": pa.array(names[plan.columns["scenario"][points]], pa.string()),
        "world": pa.array([world for _, world in rows.runs], pa.int64()),
        "status": pa.array(rows.status, pa.string()),
        "error": pa.array([text or None for text in rows.errors], pa.string()),
        "replay": pa.array(
            [f"omnigov replay results/{plan.experiment.name} --run {run}" if text else None for run, text in zip(numbers, rows.errors, strict=True)],
            pa.string(),
        ),
    }
    table |= {name: pa.array(column[points]) for name, column in plan.columns.items() if name != "scenario"}
    table |= {f"traits.{name}": pa.array(rows.uncertain[:, place]) for place, name in enumerate(plan.open_traits)}
    return pa.table(table | {name: pa.array(rows.outcomes[:, place]) for place, name in enumerate(OUTCOMES)})


def _series_table(plan: Plan, rows: Rows) -> pa.Table:
    """A row for each run and week (from 1)."""
    weeks = plan.experiment.weeks
    table: dict[str, Any] = {
        "run": pa.array(np.repeat([plan.number(*run) for run in rows.runs], weeks), pa.int64()),
        "week": pa.array(np.tile(np.arange(1, weeks + 1), len(rows.runs)), pa.int16()),
    }
    return pa.table(table | {name: pa.array(rows.series[:, :, place].ravel()) for place, name in enumerate(plan.experiment.series)})


def _bytes(table: pa.Table, key: str, chunk: int) -> bytes:
    held = BytesIO()
    pq.write_table(table.replace_schema_metadata({STUDY: key, CHUNK: str(chunk)}), held, compression="zstd")
    return held.getvalue()


def write_part(folder: Path, chunk: int, content: Content) -> None:
    """Put the parts of a chunk in their places, the rows of its runs last. Raises OSError; what was there stays whole."""
    for kind, held in content.items():
        write_file(folder / part(kind, chunk), held)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under a name of its own, synced, then renamed, and the folder synced too."""
    handle, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~MASK)
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
        sync_folder(path.parent)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def finished(folder: Path, chunks: int, kinds: Iterable[str]) -> set[int]:
    """Chunks whose parts are there, by names and sizes alone. Raises InputError naming files that are none of ours, or cut off."""
    problems: list[str] = []
    found: dict[str, set[int]] = {}
    for kind in kinds:
        found[kind] = set()
        for entry in os.scandir(folder / kind) if (folder / kind).is_dir() else ():
            match = PART.fullmatch(entry.name)
            if entry.name.startswith(UNFINISHED) or entry.name in OF_DESKTOPS:
                continue
            if not match or int(match[1]) >= chunks:
                problems.append(f"{kind}/{entry.name} in {folder} is no part of this sweep: take it away")
            elif entry.stat().st_size < LEAST:
                problems.append(f"{kind}/{entry.name} in {folder} is cut off ({entry.stat().st_size} bytes): delete it and run the sweep again")
            else:
                found[kind].add(int(match[1]))
    refuse(problems)
    return set.intersection(*found.values())


def check_parts(folder: Path, key: str, chunks: Iterable[int], kinds: Iterable[str]) -> None:
    """Read the footers of parts: raises InputError naming those that are cut off, or of another sweep or chunk."""
    problems = []
    for chunk in chunks:
        for kind in kinds:
            problem = part_problem(folder, kind, key, chunk)
            problems += [problem] if problem else []
    refuse(problems)


def part_problem(folder: Path, kind: str, key: str, chunk: int) -> str:
    """Why a part cannot be read as this chunk of this sweep; empty when it can."""
    name = part(kind, chunk)
    try:
        said = pq.read_metadata(folder / name).metadata or {}
    except (OSError, pa.ArrowException) as error:
        missing = isinstance(error, FileNotFoundError)
        return f"{name} in {folder} " + ("is missing" if missing else "is cut off or no Parquet file: delete it") + "; run the sweep again"
    if said.get(STUDY) != key.encode() or said.get(CHUNK) != str(chunk).encode():
        return f"{name} in {folder} is of another sweep or chunk: take it away and run the sweep again"
    return ""


def points_problem(folder: Path, key: str) -> str:
    """Why the file of points cannot be read as this sweep's; empty when it can."""
    try:
        said = pq.read_metadata(folder / POINTS).metadata or {}
    except (OSError, pa.ArrowException) as error:
        missing = isinstance(error, FileNotFoundError)
        return f"{POINTS} in {folder} " + ("is missing" if missing else "is cut off or no Parquet file: delete it") + "; run the sweep again"
    return "" if said.get(STUDY) == key.encode() else f"{POINTS} in {folder} is of another sweep: take it away and run the sweep again"


def write_points(folder: Path, plan: Plan) -> None:
    """Write every point: its number, scenario and varied values."""
    names = np.array(plan.experiment.scenario_names, dtype=object)
    table: dict[str, Any] = {"point": pa.array(np.arange(plan.points), pa.int32())}
    table |= {name: pa.array(names[column] if name == "scenario" else column) for name, column in plan.columns.items()}
    held = BytesIO()
    pq.write_table(pa.table(table).replace_schema_metadata({STUDY: plan.key}), held, compression="zstd")
    write_file(folder / POINTS, held.getvalue())
