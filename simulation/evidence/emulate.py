"""A cheap stand-in for a pattern as a function of all coefficients: ridge regression, so that a hundred thousand vectors can be looked through."""

from typing import NamedTuple

import numpy as np

from simulation.coefficients import declared_coefficients

PENALTIES = 10.0 ** np.arange(-1.0, 4.5, 0.5)
CURVED = 15  # coefficients, the strongest ones, of which squares are used as well


class Emulator(NamedTuple):
    """Predicts one target from vectors: its features, their weights, and how far it is wrong (leave-one-out)."""

    curved: np.ndarray  # columns of which squares are used
    weights: np.ndarray
    centre: np.ndarray
    error: float  # standard deviation of what it gets wrong, noise of the measurement included
    explained: float  # share of variance explained, leave-one-out

    def predict(self, vectors: np.ndarray) -> np.ndarray:
        """[vector] predicted values."""
        return np.asarray((_features(vectors, self.curved) - self.centre) @ self.weights[1:] + self.weights[0])


def scaled(vectors: np.ndarray) -> np.ndarray:
    """Vectors with 0 at the defaults and the ends of the declared ranges near -1 and 1."""
    known = declared_coefficients()
    return np.asarray((vectors - known.default) / np.maximum(0.5 * (known.high - known.low), 1e-12))


def emulate(vectors: np.ndarray, target: np.ndarray) -> Emulator:
    """The emulator of a target measured at vectors [vector, coefficient]; what could not be measured is left out."""
    known = np.isfinite(target)
    vectors, target = vectors[known], target[known]
    strength = np.abs(_correlations(scaled(vectors), target))
    curved = np.argsort(-strength)[:CURVED]
    features = _features(vectors, curved)
    centre = features.mean(axis=0)
    left, sizes, right = np.linalg.svd(features - centre, full_matrices=False)
    mean = float(target.mean())
    best = (np.inf, np.zeros(features.shape[1]))
    for penalty in PENALTIES:
        shrunk = sizes**2 / (sizes**2 + penalty)
        weights = right.T @ (sizes / (sizes**2 + penalty) * (left.T @ (target - mean)))
        leverage = (left**2 * shrunk).sum(axis=1) + 1.0 / len(target)
        wrong = (target - mean - (features - centre) @ weights) / np.maximum(1.0 - leverage, 1e-3)
        error = float(np.sqrt((wrong**2).mean()))
        if error < best[0]:
            best = (error, weights)
    return Emulator(curved, np.concatenate([[mean], best[1]]), centre, best[0], 1.0 - best[0] ** 2 / max(float(target.var()), 1e-12))


def _features(vectors: np.ndarray, curved: np.ndarray) -> np.ndarray:
    plain = scaled(vectors)
    return np.hstack([plain, plain[:, curved] ** 2])


def _correlations(columns: np.ndarray, target: np.ndarray) -> np.ndarray:
    centred = columns - columns.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0) * ((target - target.mean()) ** 2).sum())
    return np.asarray(centred.T @ (target - target.mean()) / np.maximum(spread, 1e-12))
