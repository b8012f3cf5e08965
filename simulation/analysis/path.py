"""The path through the mechanisms: which weekly series part first between two scenarios in the same worlds, and by how much."""

import numpy as np
import pandas as pd
from scipy.stats import t as student

from simulation.analysis.comparable import unpaired
from simulation.analysis.why import mean_of
from simulation.checks import InputError
from simulation.ensemble import Ensemble
from simulation.outcomes import SERIES

CONFIDENCE = 0.95
STAYS = 4  # weeks for which a difference must hold
NOTABLE = 0.1  # of its largest: smaller differences are not yet a parting


def path(before: Ensemble, after: Ensemble) -> pd.DataFrame:
    """How every weekly series parts, the earliest first; those that never part are left out.

    Columns: `series`, `week` (first week of four in a row in which the mean difference is beyond chance, all weeks and series taken
    together, and at least a tenth of its largest), `then` (mean difference in that week), `largest` and `largest_week`, `last` (in
    the last week), all in the unit of the series, and `spread` (largest difference in standard deviations over the baseline's
    worlds, all weeks taken together). From which week on most worlds stay on one side is told by `analysis.weekly.partings`. Raises
    InputError when the two were not run in the same worlds.
    """
    problems = unpaired([before, after])
    if problems:
        raise InputError(problems)
    worlds = len(before.outcomes)
    bound = float(student.ppf(1 - (1 - CONFIDENCE) / (2 * before.weeks * len(SERIES)), max(worlds - 1, 1)))
    rows = []
    for name in SERIES:
        old, new = (each.series[name].to_numpy(float).reshape(worlds, -1) for each in (before, after))
        rows += [{"series": name, **found}] if (found := _parting(old, new, bound)) else []
    columns = ["series", "week", "then", "largest", "largest_week", "last", "spread"]
    return pd.DataFrame(rows, columns=columns).sort_values(["week", "spread"], ascending=[True, False], kind="stable", ignore_index=True)


def _parting(old: np.ndarray, new: np.ndarray, bound: float) -> dict[str, float] | None:
    """When two series [world, week] part, and by how much; None when they do not."""
    gaps = new - old
    mean = gaps.mean(axis=0)
    error = gaps.std(axis=0, ddof=1) / np.sqrt(len(gaps)) if len(gaps) > 1 else np.full(mean.shape, np.inf)
    largest = int(np.argmax(np.abs(mean)))
    apart = (np.abs(mean) > bound * error) & (np.abs(mean) >= NOTABLE * abs(mean[largest])) & (mean != 0.0)
    held = [week for week in range(len(apart) - STAYS + 1) if apart[week : week + STAYS].all()]
    if not held:
        return None
    spread = float(old.std(axis=0).mean())
    return {
        "week": held[0] + 1,
        "then": float(mean[held[0]]),
        "largest": float(mean[largest]),
        "largest_week": largest + 1,
        "last": float(mean[-1]),
        "spread": float(abs(mean[largest])) / spread if spread > 0 else np.inf,
    }


def by_directorate(before: Ensemble, after: Ensemble) -> pd.DataFrame:
    """Delivery cost that moved to or from each directorate, EUR at completion: columns `unit`, `before`, `mean`, `low`, `high` (95 % together)."""
    gaps = (after.cost_by_unit - before.cost_by_unit).sum(axis=2)
    level = before.cost_by_unit.sum(axis=2).mean(axis=0)
    rows = [{"unit": unit, "before": float(level[place]), **mean_of(gaps[:, place], len(before.units))} for place, unit in enumerate(before.units)]
    return pd.DataFrame(rows)
