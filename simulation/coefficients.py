"""The numbers of the rules: declared beside them, held together here, and drawn anew for each world.

World k has coefficients k: what we do not know is drawn, not assumed away. They come from the stored set of vectors that the evidence has not
ruled out (`omnigov calibrate`), a whole vector for each world. The set belongs to the declarations that it was fitted under: when a coefficient is
added, or its range or default changes, it is stale, and each coefficient comes from its declared range instead, most likely near its
default (triangular).
"""

import hashlib
import math
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation import draws
from simulation.company import hashes
from simulation.compiled import entry
from simulation.draws import Key, uniform
from simulation.parameters import declared
from simulation.state import STEPS
from simulation.week import STEPS as MECHANISMS

PLAUSIBLE = Path(__file__).parent / "evidence" / "plausible.csv"


class Declared(NamedTuple):
    """All coefficients of all steps in one row: names, and where each lies in its declared range."""

    names: np.ndarray  # 64-bit hashes of step.coefficient
    low: np.ndarray
    default: np.ndarray
    high: np.ndarray
    fields: np.dtype[Any]  # a record for each step


@cache
def declared_coefficients() -> Declared:
    """The declared coefficients, step by step, in the order of their sources."""
    families = {step: declared(MECHANISMS[step].Coefficients) for step in STEPS}
    each_of = [(step, each) for step, family in families.items() for each in family]
    low, default, high = np.array([(each.low, each.default, each.high) for _, each in each_of], dtype=np.float64).T.copy()
    fields = np.dtype((np.record, [(step, np.dtype([(each.name, "f8") for each in family])) for step, family in families.items()]))
    return Declared(hashes([f"{step}.{each.name}" for step, each in each_of]), low, default, high, fields)


def coefficients_of(values: np.ndarray) -> np.ndarray:
    """The record that the steps read, from all coefficients in one row (it shares their memory)."""
    return np.frombuffer(values, declared_coefficients().fields).view(np.recarray)


@cache
def declarations_hash() -> str:
    """Hash of what is declared of all coefficients: names, ranges, defaults (16 hexadecimal digits)."""
    known = declared_coefficients()
    text = repr([*zip(known.names.tolist(), known.low.tolist(), known.default.tolist(), known.high.tolist(), strict=True)])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class Plausible(NamedTuple):
    """The stored set: vectors that the evidence has not ruled out, and one for reference."""

    vectors: np.ndarray  # [vector, coefficient]
    reference: np.ndarray  # [coefficient]
    notes: dict[str, str]  # how it was made


@cache
def plausible(path: Path = PLAUSIBLE) -> Plausible | None:
    """The stored set; None where there is none, or where it was fitted under other declarations than today's."""
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    if notes.get("declarations") != declarations_hash():
        return None
    rows = np.loadtxt(lines[len(notes) + 1 :], delimiter=",", ndmin=2)
    return Plausible(rows[1:], rows[0], notes)


def knowledge() -> str:
    """Where coefficients that we do not know come from, in words."""
    stored = plausible()
    if stored is not None:
        return f"{len(stored.vectors)} vectors that the evidence has not ruled out"
    return "declared ranges" + (" (the stored set belongs to other declarations: make it anew with `omnigov calibrate`)" if PLAUSIBLE.is_file() else "")


def reference_coefficients() -> np.ndarray:
    """The coefficients of every step at their reference: the stored one, else their defaults."""
    stored = plausible()
    return coefficients_of((declared_coefficients().default if stored is None else stored.reference).copy())


def drawn_coefficients(key: Key, *, from_ranges: bool = False) -> np.ndarray:
    """Coefficients that we do not know, for one world: a stored plausible vector, else (or `from_ranges`) each from its declared range."""
    stored = None if from_ranges else plausible()
    if stored is not None:
        return coefficients_of(stored.vectors[key.low * len(stored.vectors) >> 32].copy())
    known = declared_coefficients()
    values = np.empty(len(known.names))
    draw_coefficients(known.names, known.low, known.default, known.high, key, values)
    return coefficients_of(values)


@entry
def draw_coefficients(names, low, default, high, key, values):
    """Fill `values` by inversion of a triangular distribution on each range, with its mode at the default."""
    for row in range(names.shape[0]):
        u = uniform(key, draws.COEFFICIENT, 0, names[row])
        width = high[row] - low[row]
        below = (default[row] - low[row]) / width if width > 0.0 else 0.0
        if u < below:
            values[row] = low[row] + width * math.sqrt(u * below)
        else:
            values[row] = high[row] - width * math.sqrt((1.0 - u) * (1.0 - below))
