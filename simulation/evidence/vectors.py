"""Vectors of coefficients: by name, or from a file."""

import csv
from pathlib import Path

import numpy as np

from simulation.checks import InputError, did_you_mean, refuse
from simulation.coefficients import declared_coefficients
from simulation.evidence.cohort import names_of_coefficients, reference_vector
from simulation.evidence.fit import prior_vectors

DRAWN, RANGES, REFERENCE = "drawn", "ranges", "reference"
FAR = 10.0  # times a range, within which a coefficient may be tried
FROM_RANGES = 4096  # vectors that stand for the declared ranges


def vectors_of(name_or_path: str) -> np.ndarray | None:
    """[vector, coefficient] that `drawn` (None: what comparisons draw), `ranges` (as declared, before any fit), `reference`, or a CSV file with a column
    for each coefficient stands for.

    Coefficients that the file does not name keep their default. Raises InputError with all problems of the file.
    """
    if name_or_path == DRAWN:
        return None
    if name_or_path == REFERENCE:
        return reference_vector()
    if name_or_path == RANGES:
        return prior_vectors(FROM_RANGES, 1)
    path = Path(name_or_path)
    if not path.is_file():
        raise InputError([f"--coefficients {name_or_path}: neither '{DRAWN}', '{RANGES}' or '{REFERENCE}', nor a file"])
    return read_vectors(path)


def read_vectors(path: Path) -> np.ndarray:
    """[vector, coefficient] of a CSV file; raises InputError with all its problems."""
    import pandas as pd

    known = names_of_coefficients()
    try:
        heads = next(csv.reader(line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip() and not line.startswith("#")), [])
        refuse([f"{path.name}: the column '{name}' is given twice" for place, name in enumerate(heads) if name in heads[:place]])
        frame = pd.read_csv(path, comment="#", encoding="utf-8-sig")
    except InputError:
        raise
    except (OSError, ValueError, csv.Error) as error:
        raise InputError([f"{path.name}: not a table of coefficients ({error})"]) from error
    problems = [f"{path.name}: no coefficient '{name}'{did_you_mean(str(name), known)}" for name in frame.columns if name not in known]
    problems += [f"{path.name}: {name} is not a finite number in every row" for name in frame.columns if not _finite(frame[name])]
    problems += [text for name in frame.columns if name in known and _finite(frame[name]) for text in _outside(path.name, name, frame[name])]
    problems += [f"{path.name}: there is no row"] if frame.empty else []
    refuse(problems)
    vectors = np.repeat(reference_vector(), len(frame), axis=0)
    vectors[:, [known.index(name) for name in frame.columns]] = frame.to_numpy(dtype=float)
    return vectors


def _outside(label: str, name: str, column: object) -> list[str]:
    """The sentence for a coefficient that leaves what its rule can take: none is below nothing but where its range says so, none ten times its range."""
    known = declared_coefficients()
    at = names_of_coefficients().index(name)
    low, high = float(known.low[at]), float(known.high[at])
    least, most = min(low, 0.0) * FAR, max(abs(low), abs(high)) * FAR
    wrong = [float(each) for each in np.asarray(column, dtype=float) if not least <= each <= most]
    return [f"{label}: {name} = {wrong[0]:g} is far outside of its range, {low:g} to {high:g} (allowed: {least:g} to {most:g})"] if wrong else []


def _finite(column: object) -> bool:
    try:
        return np.asarray(column).dtype != bool and bool(np.isfinite(np.asarray(column, dtype=float)).all())
    except (TypeError, ValueError):
        return False
