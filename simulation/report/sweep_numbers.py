"""What a sweep says in numbers: how far each factor moves an outcome, and what every point brought.

A *factor* is a varied lever or trait, the scenario where there are several, or a trait that worlds draw. Its *share* of an outcome is the part of the
variance between runs that its levels explain (epsilon squared: what levels of no meaning would explain is taken off). The rest is
interaction, luck, coefficients, and whatever else differs between worlds. What worlds draw has as many independent values as there are worlds,
however many points meet them: its share is that of means over worlds, times the share of the world.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.levers import DECLARED
from simulation.outcomes import OUTCOMES
from simulation.report.differing import plain_value
from simulation.report.french_sweep import told
from simulation.report.messages import say
from simulation.report.naming import number_name
from simulation.sweep.results import Results

PRIMARY = tuple(name for name, each in OUTCOMES.items() if each.primary)
LEVELS = 8  # distinct values up to which each is a level; more are cut into BINS of equal count
BINS = 8
FEWEST = 8  # distinct values in a bin
FEW_BINS = 5  # of a heat map
MOST_FACTORS = 6


class Sweep(NamedTuple):
    """The finished runs of a sweep that did not fail, its factors from the strongest to the weakest, and shares [factor, primary outcome]."""

    manifest: dict[str, Any]
    runs: pd.DataFrame
    factors: list[str]
    shares: pd.DataFrame
    failed: int

    @property
    def points(self) -> pd.DataFrame:
        """Means over worlds, a row for each point: the varied values and the primary outcomes."""
        varied = ["scenario", *self.manifest["study"]["design"]["names"]]
        return self.runs.groupby("point").agg({**dict.fromkeys(varied, "first"), **dict.fromkeys(PRIMARY, "mean")})


def read_sweep(results: Results) -> Sweep:
    """What the report of a sweep needs. Raises InputError when nothing is finished."""
    manifest = results.manifest
    names = [*manifest["study"]["design"]["names"], *manifest["study"]["uncertain"]]
    runs = results.read("runs", ["run", "point", "scenario", "world", "status", *names, *PRIMARY])
    good = runs[runs["status"] != "failed"]
    factors = [name for name in ["scenario", *names] if good[name].nunique() > 1]
    drawn = set(manifest["study"]["uncertain"])
    shares = pd.DataFrame({outcome: {name: share_of(good, name, outcome, name in drawn) for name in [*factors, "world"]} for outcome in PRIMARY})
    ranked = sorted(factors, key=lambda name: -shares.loc[name].max())
    return Sweep(manifest, good, ranked, shares.loc[[*ranked, "world"]] if len(good) else shares, len(runs) - len(good))


def share_of(runs: pd.DataFrame, factor: str, outcome: str, drawn: bool) -> float:
    """`share` of a factor in runs; of one that worlds draw, judged by means over worlds."""
    if not drawn:
        return share(runs[factor], runs[outcome])
    means = runs.groupby("world")[[factor, outcome]].mean()
    return share(means[factor], means[outcome]) * share(runs["world"], runs[outcome])


def levels(values: pd.Series, most: int = BINS, exact: int = LEVELS) -> pd.Series:
    """The level of each value: itself where there are few, else the mean of its bin (bins of equal count, each of at least FEWEST distinct values)."""
    most = max(2, min(most, values.nunique() // FEWEST))
    if values.dtype == object or values.nunique() <= exact or not pd.api.types.is_numeric_dtype(values):
        return values
    bins = pd.qcut(values, most, labels=False, duplicates="drop")
    return values.groupby(bins).transform("mean")


def share(factor: pd.Series, outcome: pd.Series) -> float:
    """Part of the variance of an outcome that the levels of a factor explain, 0 to 1."""
    level = factor if factor.name == "world" else levels(factor)
    count, groups = len(outcome), level.nunique()
    total = float(((outcome - outcome.mean()) ** 2).sum())
    if total <= 0.0 or groups < 2 or count <= groups:
        return 0.0
    within = float(((outcome - outcome.groupby(level).transform("mean")) ** 2).sum())
    return max(0.0, 1.0 - (within / (count - groups)) / (total / (count - 1)))


def response(runs: pd.DataFrame, factor: str, outcome: str) -> pd.DataFrame:
    """Mean, and the range of 8 runs in 10, of an outcome at each level of a factor: columns `mean`, `low`, `high`."""
    groups = runs[outcome].groupby(levels(runs[factor]))
    return pd.DataFrame({"mean": groups.mean(), "low": groups.quantile(0.1), "high": groups.quantile(0.9)})


def surface(runs: pd.DataFrame, first: str, second: str, outcome: str) -> pd.DataFrame:
    """Mean of an outcome at each pair of levels: index `second`, columns `first`; nan where no run fell."""
    across, along = (levels(runs[name], FEW_BINS, FEW_BINS) for name in (first, second))
    return runs[outcome].groupby([along.rename("second"), across.rename("first")]).mean().unstack()


def order_of(name: str, values: Sequence[Any]) -> list[Any]:
    """Levels in the order in which they are shown."""
    return list(values) if name == "scenario" else sorted(values)


def factor_label(name: str, lang: str = "en") -> str:
    """What a factor is called."""
    family, _, field = name.partition(".")
    if family == "levers":
        return str(DECLARED[field].extra["label_fr"]) if lang == "fr" else DECLARED[field].label
    if family == "traits":
        return say("trait {name}", lang, name=number_name(name, lang))
    return told({"scenario": "Scenario", "world": "World (luck, coefficients, company)"}[name], lang)


def level_text(value: Any, lang: str = "en") -> str:
    """A level as it is written."""
    return plain_value(value if isinstance(value, str) else float(f"{value:.2g}"), lang)


def is_number(values: pd.Series) -> bool:
    """Whether a factor is a number rather than a choice."""
    return bool(pd.api.types.is_numeric_dtype(values))


def best_points(points: pd.DataFrame, outcome: str, count: int) -> pd.DataFrame:
    """The points with the best mean of an outcome, the best first."""
    return points.sort_values(outcome, ascending=OUTCOMES[outcome].direction == "lower", kind="stable").head(count)


def finite_range(values: np.ndarray) -> tuple[float, float]:
    """Least and largest, apart even where they are the same."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return (low, high) if high > low else (low - 0.5, high + 0.5)
