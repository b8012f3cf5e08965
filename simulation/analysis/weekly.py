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
    parts = []
    for name, ensemble in zip(names, ensembles, strict=True):
        for series, values in _values(ensemble).items():
            bands = np.quantile(values, QUANTILES, axis=0)
            aside = [(values > before[series]).mean(axis=0), (values < before[series]).mean(axis=0)]
            index = pd.MultiIndex.from_product([[name], [series], range(1, values.shape[1] + 1)], names=["scenario", "series", "week"])
            parts.append(pd.DataFrame(np.vstack([values.mean(axis=0), bands, *aside]).T, index=index, columns=["mean", *BANDS, "above", "below"]))
    return pd.concat(parts).sort_index()


def _values(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """Every weekly series of an ensemble: [world, week]."""
    found = {str(name): column.to_numpy().reshape(ensemble.worlds, -1) for name, column in ensemble.series.items()}
    return found | {SO_FAR: found["value"].cumsum(axis=1)}


def partings(weekly: pd.DataFrame, name: str) -> pd.DataFrame:
    """When a scenario parts from the baseline. Index series; columns week (the first from which on at least PARTED of worlds lie on one side,
    the same to the last week; not a number where they never part) and side (1 above, -1 below, 0 neither).
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
