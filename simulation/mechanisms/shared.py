"""Functions that several rules need."""

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


@compiled
def in_use(rule, teams, packages, package):
    """How far a shared rule (0 to 1) is in use on a package: as far as its teams understand it, each counting alike."""
    grasp = 0.0
    for part in range(3):
        grasp += teams.understanding[packages.team[package, part]] / 3.0
    return rule * grasp
