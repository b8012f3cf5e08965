"""Which of the numbers that nobody has measured move a difference most, over the worlds at hand.

Each world draws its coefficients and the traits left uncertain, so the worlds themselves are a random design: the rank correlation
(Spearman) of each drawn number with the paired difference says which matter, without a further run. With some 150 numbers and 200 worlds some
correlate by chance: a number *stands out* when it exceeds what the largest of so many would reach by chance alone in one table in twenty (5 %, Bonferroni
over the numbers that vary in one table: one scenario, one outcome). Whoever reads several tables looks more often than that; a report shows one. The
intervals of the correlations are single ones (95 % each): one of them may leave out zero and the number not stand out. It is a screening of main
effects that rise or fall throughout; what acts only together with others, or both ways, is not seen.
"""

import math

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata

from simulation.ensemble import Ensemble

LEAST = 20  # worlds below which nothing is said


def drawn_numbers(ensemble: Ensemble) -> pd.DataFrame:
    """What each world drew, in its own unit: index world, a column for each coefficient (`step.name`) and each uncertain trait (`traits.name`)."""
    from simulation.coefficients import declared_coefficients, drawn_coefficients
    from simulation.draws import COEFFICIENTS, COMPANY, key_of
    from simulation.uncertain import drawn

    numbers = [int(world) for world in ensemble.outcomes.index]
    fields = declared_coefficients().fields
    columns = [f"{step}.{name}" for step in fields.names or () for name in fields[step].names or ()]
    width = len(columns)
    values = [drawn_coefficients(key_of(ensemble.seed, COEFFICIENTS, world)).view(np.float64).reshape(width) for world in numbers]
    table = pd.DataFrame(np.array(values), columns=columns, index=ensemble.outcomes.index)
    traits = [drawn(ensemble.scenario.uncertain, ensemble.seed, COMPANY, world) for world in numbers]
    return table.join(pd.DataFrame(traits, index=table.index).add_prefix("traits.")) if ensemble.scenario.uncertain else table


def screened(drawn: pd.DataFrame, gaps: np.ndarray) -> pd.DataFrame:
    """How a paired difference [world] goes with each drawn number, the strongest first; empty where there are fewer than LEAST worlds.

    Index name; columns correlation (rank), low, high (95 % interval, Fisher's z with Bonett and Wright's error), stands_out (1 or 0), and the mean
    difference in the third of worlds in which the number is lowest and highest (`in_low`, `in_high`), with where these thirds end and
    begin (`low_third`, `high_third`, in the number's unit).
    """
    usable = np.isfinite(gaps)
    table, gaps = drawn.loc[usable], gaps[usable]
    table = table.loc[:, table.nunique() > 1]
    if len(gaps) < LEAST or np.ptp(gaps) == 0.0 or table.empty:
        return pd.DataFrame(columns=["correlation", "low", "high", "stands_out", "in_low", "in_high", "low_third", "high_third"], dtype=float)
    ranks = rankdata(gaps)
    rows = {name: _row(column.to_numpy(), gaps, ranks) for name, column in table.items()}
    found = pd.DataFrame.from_dict(rows, orient="index")
    found.insert(3, "stands_out", (found["correlation"].abs() > by_chance(len(gaps), len(found))).astype(int))
    return found.reindex(found["correlation"].abs().sort_values(ascending=False, kind="stable").index)


def by_chance(worlds: int, numbers: int) -> float:
    """The correlation that the largest of so many numbers exceeds by chance alone in 5 % of tables, were none of them to matter."""
    return math.tanh(float(norm.isf(0.025 / numbers)) / math.sqrt(worlds - 3))


def _row(values: np.ndarray, gaps: np.ndarray, ranks: np.ndarray) -> dict[str, float]:
    found = float(np.corrcoef(rankdata(values), ranks)[0, 1])
    held = min(max(found, -0.999999), 0.999999)
    error = float(norm.isf(0.025)) * math.sqrt((1 + held * held / 2) / (len(gaps) - 3))
    low_third, high_third = np.quantile(values, [1 / 3, 2 / 3])
    return {
        "correlation": found,
        "low": math.tanh(math.atanh(held) - error),
        "high": math.tanh(math.atanh(held) + error),
        "in_low": float(gaps[values <= low_third].mean()),
        "in_high": float(gaps[values >= high_third].mean()),
        "low_third": float(low_third),
        "high_third": float(high_third),
    }
