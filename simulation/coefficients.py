"""The numbers of the rules: declared beside them, held together here, and drawn anew for each world.

World k has coefficients k: what we do not know is drawn, not assumed away. Until there is a fitted set, each comes from its
declared range, most likely near its default (triangular).
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulation import draws
from simulation.company import hashes
from simulation.compiled import entry
from simulation.draws import Key, uniform
from simulation.parameters import declared
from simulation.state import STEPS
from simulation.week import STEPS as MECHANISMS


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
    fields = np.dtype([(step, np.dtype([(each.name, "f8") for each in family])) for step, family in families.items()])
    return Declared(hashes([f"{step}.{each.name}" for step, each in each_of]), low, default, high, fields)


def coefficients_of(values: np.ndarray) -> np.ndarray:
    """The record that the steps read, from all coefficients in one row (it shares their memory)."""
    return values.view(declared_coefficients().fields).view(np.recarray)


def reference_coefficients() -> np.ndarray:
    """The coefficients of every step at their defaults."""
    return coefficients_of(declared_coefficients().default.copy())


def drawn_coefficients(key: Key) -> np.ndarray:
    """Coefficients that we do not know, drawn for one world: each from its declared range, most likely near its default."""
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
