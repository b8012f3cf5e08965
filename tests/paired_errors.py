"""How sure a paired difference is."""

import math

import numpy as np


def in_errors(differences):
    """The mean of paired differences, in standard errors: signed, infinite where every world moves alike, 0 where none does."""
    values = np.asarray(differences, dtype=float)
    values = values[~np.isnan(values)]
    mean, error = values.mean(), values.std(ddof=1) / math.sqrt(len(values))
    if error == 0.0:
        return math.copysign(math.inf, mean) if mean else 0.0
    return float(mean / error)
