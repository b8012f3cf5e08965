"""Week by week over worlds: the bands of a fan chart, how often a scenario is ahead of the baseline, and when the two part for good."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulation.ensemble import Ensemble

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
BANDS = tuple(f"p{100 * share:.0f}" for share in QUANTILES)
SO_FAR = "value_so_far"  # the value of the weeks so far: between scenarios, its difference is that of net value
PARTED = 0.8  # share of worlds on one side, from a week on to the last


def weekly_table(ensembles: Sequence[Ensemble], names: Sequence[str]) -> pd.DataFrame:
    """Index (scenario, series, week from 1); columns mean and BANDS over worlds, in the unit of the series, and above, below: shares of worlds in
    which the scenario is above, or below, the baseline (the first) in that week. Beside the series of a run there is SO_FAR, in EUR.
    """
    before = _values(ensembles[0])
    found = np.stack([np.stack([_columns(values, before[series]) for series, values in _values(each).items()]) for each in ensembles])
    index = pd.MultiIndex.from_product([list(names), list(before), range(1, found.shape[2] + 1)], names=["scenario", "series", "week"])
    return pd.DataFrame(found.reshape(len(index), -1), index=index, columns=["mean", *BANDS, "above", "below"]).sort_index()


def _columns(values: np.ndarray, before: np.ndarray) -> np.ndarray:
    """[week, column] of one series [world, week]: mean, quantiles, shares above and below the baseline."""
    return np.column_stack([values.mean(axis=0), _quantiles(values).T, (values > before).mean(axis=0), (values < before).mean(axis=0)])


def _quantiles(values: np.ndarray) -> np.ndarray:
    """QUANTILES over worlds of [world, week], as `np.quantile` gives them: one sort of each week instead of five selections."""
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)
    places = np.array(QUANTILES) * (ordered.shape[1] - 1)
    below = np.floor(places).astype(int)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    return np.asarray((ordered[:, below] + (places - below) * (ordered[:, above] - ordered[:, below])).T)


def _values(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """Every weekly series of an ensemble: [world, week]."""
    found = {str(name): column.to_numpy().reshape(ensemble.worlds, -1) for name, column in ensemble.series.items()}
    return found | {SO_FAR: found["value"].cumsum(axis=1)}


def partings(weekly: pd.DataFrame, name: str) -> pd.DataFrame:
    """When a scenario parts from the baseline. Index series; columns week (the first from which on at least PARTED of worlds lie on one side,
    the same to the last week; not a number where they never part) and side (1 above, -1 below, 0 neither).
    From which week on their mean difference is beyond chance is told by `analysis.path`.
    """
    rows = {}
    for series, table in weekly.loc[name].groupby(level="series", sort=False):
        weeks = {side: _settled_from(table[column].to_numpy() >= PARTED) for side, column in ((1, "above"), (-1, "below"))}
        side = next((side for side, week in weeks.items() if week is not None), 0)
        rows[series] = {"week": weeks.get(side), "side": side}
    return pd.DataFrame.from_dict(rows, orient="index").astype({"week": float, "side": int})


def _settled_from(holds: np.ndarray) -> int | None:
    """The first week (from 1) from which on something holds to the last week; none where it does not hold in the last."""
    if not holds[-1]:
        return None
    return int(len(holds) - holds[::-1].argmin() + 1) if not holds.all() else 1
