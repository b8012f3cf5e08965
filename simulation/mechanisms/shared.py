"""Three functions that several rules need."""

import math

from simulation.compiled import compiled


@compiled
def logistic(x):
    """A probability from a score: 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def clip(x, low, high):
    """x, held between low and high."""
    return min(max(x, low), high)


@compiled
def toward(x, target, rate):
    """x, moved toward a target by a share of the distance."""
    return x + rate * (target - x)
