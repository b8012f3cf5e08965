"""What a fit has measured so far, kept in a folder line by line, so that a fit goes on where it was stopped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class Measured:
    """What has been measured so far: vectors, and the value and error of each target."""

    vectors: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    errors: list[np.ndarray] = field(default_factory=list)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors [vector, coefficient], values and errors [vector, target]."""
        return np.array(self.vectors), np.array(self.values), np.array(self.errors)


def resume(folder: Path, key: Mapping[str, int | str]) -> Measured:
    """What a stopped fit of the same key has measured; an empty one where there is none. Raises ValueError where a fit of another key lies there."""
    folder.mkdir(parents=True, exist_ok=True)
    said, rows = folder / "plan.json", folder / "measured.jsonl"
    if said.exists() and json.loads(said.read_text(encoding="utf-8")) != dict(key):
        raise ValueError(f"{folder} holds a fit of other declarations or under another plan: name another folder, or remove it")
    said.write_text(json.dumps(dict(key)), encoding="utf-8")
    measured = Measured()
    for line in rows.read_text(encoding="utf-8").splitlines() if rows.exists() else []:
        try:
            row = json.loads(line)
        except ValueError:  # the line under way when it was stopped
            break
        measured.vectors.append(np.array(row["vector"]))
        measured.values.append(np.array(row["values"], dtype=float))
        measured.errors.append(np.array(row["errors"], dtype=float))
    rows.write_text("".join(_line(*each) for each in zip(measured.vectors, measured.values, measured.errors, strict=True)), encoding="utf-8")
    return measured


def note(folder: Path, measured: Measured, vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> None:
    """Add what was measured at a vector, and write it down."""
    measured.vectors.append(vector)
    measured.values.append(value)
    measured.errors.append(error)
    with (folder / "measured.jsonl").open("a", encoding="utf-8") as rows:
        rows.write(_line(vector, value, error))


def _line(vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> str:
    plain: dict[str, Sequence[float | None]] = {"vector": vector.tolist(), "values": _or_none(value), "errors": _or_none(error)}
    return json.dumps(plain) + "\n"


def _or_none(values: np.ndarray) -> list[float | None]:
    return [float(each) if np.isfinite(each) else None for each in values]
