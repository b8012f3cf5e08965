"""What a fit has measured so far, kept in a folder line by line, so that a fit goes on where it was stopped.

plan.json        what must be the same for a fit to go on
measured.jsonl   a line for each vector: the vector, and value and error of each target
at-work          held by the one fit that may write here
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from simulation.checks import InputError, refuse
from simulation.sweep.store import UNFINISHED, write_file

PLAN, ROWS, HELD = "plan.json", "measured.jsonl", "at-work"
RESULTS = ("plausible.csv", "calibration.json")  # written when a fit has ended
OURS = (PLAN, ROWS, HELD, *RESULTS)


@dataclass
class Measured:
    """What has been measured so far: vectors, and the value and error of each target."""

    vectors: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    errors: list[np.ndarray] = field(default_factory=list)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors [vector, coefficient], values and errors [vector, target]."""
        return np.array(self.vectors), np.array(self.values), np.array(self.errors)


@contextmanager
def alone(folder: Path, key: Mapping[str, int | str]) -> Iterator[None]:
    """Hold a folder for one fit of a key. Raises InputError where it cannot be written to, holds anything else, or another fit is at work in it."""
    refuse(folder_problems(folder, key))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = (folder / HELD).open("w")
    except OSError as error:
        raise InputError([f"results folder {folder}: it cannot be written to ({error.strerror or error}); choose another with --results"]) from None
    with held:
        if not _locked(held.fileno()):
            raise InputError([f"another fit is at work in {folder}: wait for it, or choose another folder with --results"])
        refuse(folder_problems(folder, key))
        if not (folder / PLAN).exists():
            write_file(folder / PLAN, json.dumps(dict(key)).encode())
        yield
    (folder / HELD).unlink(missing_ok=True)


def _locked(handle: int) -> bool:
    """Take the lock of an open file, which ends with this process however it ends; True where there are no such locks."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def folder_problems(folder: Path, key: Mapping[str, int | str]) -> list[str]:
    """Why a folder cannot take a fit of this key: it is none, holds files that are no fit, or a fit of other declarations or under another plan."""
    try:
        if folder.exists() and not folder.is_dir():
            return [f"results folder {folder} is a file; choose another with --results"]
        there = {each.name for each in folder.iterdir() if not each.name.startswith(UNFINISHED)} if folder.is_dir() else set()
        if others := sorted(there - set(OURS)) or (sorted(there - {HELD}) if PLAN not in there else []):
            return [f"results folder {folder} holds files that are no fit of omnigov ({', '.join(others[:3])}); choose another with --results"]
        if PLAN not in there:
            return []
        said = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [f"results folder {folder}: {PLAN} cannot be read ({getattr(error, 'strerror', None) or error}); choose another with --results"]
    return [] if said == dict(key) else [f"{folder} holds a fit of other declarations or under another plan: name another folder, or remove it"]


def resume(folder: Path, sizes: tuple[int, int]) -> Measured:
    """What a stopped fit has measured, of so many coefficients and targets; an empty one where there is none.

    A last line that was being written when it was stopped is left out. Raises InputError naming a line that no fit wrote.
    """
    rows, measured = folder / ROWS, Measured()
    if not rows.exists():
        return measured
    try:
        lines = rows.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise InputError([f"{rows} is no text that a fit wrote: take it away to begin anew"]) from None
    for place, line in enumerate(lines[:-1]):  # what follows the last end of line was cut off
        found = _row(line, sizes)
        if found is None:
            raise InputError([f"{rows}, line {place + 1}: this is no line that a fit wrote; take the file away to begin anew"])
        for column, value in zip((measured.vectors, measured.values, measured.errors), found, strict=True):
            column.append(value)
    if lines[-1]:
        write_file(rows, "".join(_line(*each) for each in zip(measured.vectors, measured.values, measured.errors, strict=True)).encode())
    return measured


def _row(line: str, sizes: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Vector, values and errors of a line; None where it is none."""
    try:
        row = json.loads(line)
        vector, values, errors = (np.array(row[name], dtype=float) for name in ("vector", "values", "errors"))
    except (ValueError, TypeError, KeyError):
        return None
    return (vector, values, errors) if (vector.shape, values.shape, errors.shape) == ((sizes[0],), (sizes[1],), (sizes[1],)) else None


def note(folder: Path, measured: Measured, vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> None:
    """Write down what was measured at a vector, and add it."""
    with (folder / ROWS).open("a", encoding="utf-8") as rows:
        rows.write(_line(vector, value, error))
        rows.flush()
        os.fsync(rows.fileno())
    measured.vectors.append(vector)
    measured.values.append(value)
    measured.errors.append(error)


def _line(vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> str:
    plain: dict[str, Sequence[float | None]] = {"vector": vector.tolist(), "values": _or_none(value), "errors": _or_none(error)}
    return json.dumps(plain) + "\n"


def _or_none(values: np.ndarray) -> list[float | None]:
    return [float(each) if np.isfinite(each) else None for each in values]
