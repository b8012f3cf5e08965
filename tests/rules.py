"""Scalar rules called by keyword, at the reference coefficients, and the direction in which they move."""

import inspect
from collections.abc import Callable
from itertools import pairwise

from simulation.coefficients import reference_coefficients
from simulation.compiled import callable_from_python

C = reference_coefficients()


def rule(found: Callable[..., float], step: str) -> Callable[..., float]:
    """A scalar rule at the reference coefficients, called by keyword."""
    compiled, c = callable_from_python(found), C[step][0]
    names = inspect.signature(getattr(found, "py_func", found)).parameters
    return lambda **given: compiled(*[c if name == "c" else given[name] for name in names])


def moves(found: Callable[..., float], name: str, middle: dict[str, float], low: float = 0.0, high: float = 1.0) -> float:
    """By how much a rule rises when one argument goes from low to high, always in one direction on the way (0 if not)."""
    values = [found(**middle | {name: low + (high - low) * step / 10}) for step in range(11)]
    rises = [after - before for before, after in pairwise(values)]
    return values[-1] - values[0] if min(rises) >= 0 or max(rises) <= 0 else 0.0
