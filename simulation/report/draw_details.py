"""The figures of a brief's later pages: levers one by one, the path through the mechanisms, what outcomes hang on, a box of conditions."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.outcomes import OUTCOMES, SERIES
from simulation.report import style
from simulation.report.brief import Brief
from simulation.report.brief_words import factor_of

ROW = 0.24  # inches a row
MOST = 12  # numbers shown


def levers(brief: Brief) -> Figure | None:
    """The share of every move in the gap, in three outcomes, with simulation error; None where nothing is moved."""
    if brief.table("why", "levers").empty:
        return None
    shares, labels = brief.table("why", "levers"), brief.table("why", "labels").set_index("move", drop=False)
    outcomes = list(dict.fromkeys(shares["outcome"]))[:3]
    first = shares[shares["outcome"] == brief.deciding].sort_values("mean", ascending=False)
    names = first["move"].tolist()
    height = 0.95 + 0.8 * ROW * len(names)
    figure = style.canvas(height)
    panels = np.atleast_1d(figure.subplots(1, len(outcomes), sharey=True, gridspec_kw={"wspace": 0.1}))
    for axes, outcome in zip(panels, outcomes, strict=True):
        rows = shares[shares["outcome"] == outcome].set_index("move").loc[names]
        units = brief.drawn(outcome, rows["mean"])
        for place, row in enumerate(rows.to_dict("records")):
            colour = style.judged(row["mean"], OUTCOMES[outcome].direction)
            axes.plot([row["low"] * units.factor, row["high"] * units.factor], [place] * 2, color=colour, linewidth=1)
            axes.plot(
                row["mean"] * units.factor,
                place,
                marker="o",
                markersize=4,
                color=colour if row["low"] > 0 or row["high"] < 0 else style.PAPER,
                markeredgecolor=colour,
            )
        axes.axvline(0, color=style.SOFT, linewidth=0.8)
        axes.set_title(brief.heading(outcome, units.gap_unit))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        style.grid(axes, "x")
        style.numbered(axes.xaxis, brief.lang, most=4)
    panels[0].set_yticks(range(len(names)), [style.wrapped(brief.labelled(labels.loc[name]), 36, lines=1) for name in names], fontsize=7, color=style.INK)
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    figure.subplots_adjust(left=0.265, right=0.985, top=1 - 0.5 / height, bottom=0.35 / height)
    return figure


def path(brief: Brief) -> Figure | None:
    """When every weekly series parts, and how far it goes: the mechanisms in the order in which they are set in motion; None where none parts."""
    if brief.table("why", "path").empty:
        return None
    table = brief.table("why", "path")
    height = 0.8 + 0.8 * ROW * max(len(table), 2)
    figure = style.canvas(height)
    axes = figure.add_axes((0.27, 0.42 / height, 0.70, 1 - 0.66 / height))
    for place, row in enumerate(table.to_dict("records")):
        higher = row["then"] > 0
        axes.plot([row["week"], row["largest_week"]], [place] * 2, color=style.SOFT, linewidth=1, alpha=0.6)
        axes.plot(row["week"], place, marker="^" if higher else "v", markersize=5, color=style.INK if higher else style.PAPER, markeredgecolor=style.INK)
        axes.plot(row["largest_week"], place, marker="|", markersize=8, color=style.SOFT)
    labels = [SERIES[name].label_fr if brief.lang == "fr" else SERIES[name].label for name in table["series"]]
    axes.set_yticks(range(len(table)), labels, fontsize=7, color=style.INK)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel(brief.say("weeks since the decision"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    style.grid(axes, "x")
    axes.set_title(brief.say("triangle: parts from the baseline, upward where higher; bar: difference largest"), fontsize=7.5, fontweight="normal")
    return figure


def groups(brief: Brief) -> Figure:
    """Total and first-order shares of the variance of three outcomes, by group of numbers, luck among them."""
    table = brief.table("sensitivity", "groups")
    outcomes, names = list(dict.fromkeys(table["outcome"])), list(dict.fromkeys(table["group"]))
    height = 0.9 + ROW * len(names)
    figure = style.canvas(height)
    panels = np.atleast_1d(figure.subplots(1, len(outcomes), sharey=True, gridspec_kw={"wspace": 0.1}))
    for axes, outcome in zip(panels, outcomes, strict=True):
        rows = table[table["outcome"] == outcome].set_index("group")[["first", "total", "total_error"]].reindex(names).fillna(0.0)
        places = np.arange(len(names))
        colours = [style.SOFT if name == "luck" else style.ACCENT for name in names]
        axes.barh(places, 100 * rows["total"].clip(lower=0), height=0.62, color=colours, alpha=0.45)
        axes.barh(places, 100 * rows["first"].clip(lower=0), height=0.26, color=colours)
        for place, row in zip(places, rows.to_dict("records"), strict=True):
            axes.plot(
                100 * np.array([max(row["total"] - row["total_error"], 0), row["total"] + row["total_error"]]), [place] * 2, color=style.INK, linewidth=0.9
            )
        axes.set_xlim(0, min(100.0, max(axes.get_xlim()[1], 10)))
        axes.set_title(brief.heading(outcome, "%"))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        style.grid(axes, "x")
    panels[0].set_yticks(range(len(names)), [brief.group(str(name)) for name in names], color=style.INK)
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    figure.subplots_adjust(left=0.19, right=0.985, top=1 - 0.35 / height, bottom=0.35 / height)
    return figure


def numbers(brief: Brief) -> Figure:
    """The numbers with the largest effects on the deciding outcome and on net value, moved over their whole range (Morris)."""
    table = brief.table("sensitivity", "numbers")
    outcomes = [name for name in (brief.deciding, "net_value") if name in set(table["outcome"])]
    height = 0.9 + ROW * MOST
    figure = style.canvas(height)
    panels = np.atleast_1d(figure.subplots(1, len(outcomes), gridspec_kw={"wspace": 0.85}))
    for axes, outcome in zip(panels, outcomes, strict=True):
        rows = table[table["outcome"] == outcome].sort_values("effect", ascending=False).head(MOST)
        units = brief.drawn(outcome, rows["effect"])
        for place, row in enumerate(rows.to_dict("records")):
            colour = style.SOFT if row["factor"] == "luck" else style.ACCENT
            axes.barh(place, row["effect"] * units.factor, height=0.6, color=colour, alpha=0.75)
            error = row["effect_error"] * units.factor
            axes.plot([max(row["effect"] * units.factor - error, 0), row["effect"] * units.factor + error], [place] * 2, color=style.INK, linewidth=0.9)
        axes.set_yticks(range(len(rows)), [style.wrapped(_factor(brief, row), 25) for row in rows.to_dict("records")], fontsize=7, color=style.INK)
        axes.set_ylim(MOST - 0.5, -0.5)
        axes.set_title(brief.heading(outcome, units.gap_unit))
        axes.set_xlim(left=0)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        style.grid(axes, "x")
        style.numbered(axes.xaxis, brief.lang, most=4)
    figure.subplots_adjust(left=0.215, right=0.98, top=1 - 0.5 / height, bottom=0.35 / height)
    return figure


def box(brief: Brief) -> Figure | None:
    """Futures over the two conditions that come first in the box, those in which the option misses its target marked; None without a box."""
    case = "misses the target"
    limits = brief.table("discovery", "limits")
    rows = [row for row in limits[limits["case"] == case].to_dict("records") if not isinstance(row["options"], str) or not row["options"]]
    if not brief.facts("discovery")["cases"][case]["found"] or not rows:
        return None
    futures = brief.table("discovery", "futures")
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    x = futures[first["factor"]].to_numpy(float)
    y = futures[second["factor"]].to_numpy(float) if second else np.random.default_rng(1).uniform(size=len(x))
    missed = futures[case].astype(bool).to_numpy()
    figure = style.canvas(3.2)
    axes = figure.add_axes((0.11, 0.14, 0.86, 0.74))
    corners = [_edges(first, x), _edges(second, y) if second else (0.0, 1.0)]
    (left, right), (low, high) = corners
    axes.add_patch(Rectangle((left, low), right - left, high - low, facecolor="#fbeadd", edgecolor=style.SECOND, linewidth=1, zorder=0))
    axes.scatter(x[~missed], y[~missed], s=9, color=style.SOFT, alpha=0.55, linewidth=0, label=brief.say("target met"))
    axes.scatter(x[missed], y[missed], s=13, color=style.SECOND, marker="x", linewidth=1, label=brief.say("target missed"))
    axes.set_xlabel(factor_of(first["factor"], brief.lang))
    if second:
        axes.set_ylabel(factor_of(second["factor"], brief.lang))
    else:
        axes.set_yticks([])
    figure.legend(*axes.get_legend_handles_labels(), loc="upper left", ncols=2, bbox_to_anchor=(0.1, 1.0))
    style.grid(axes, "both")
    style.numbered(axes.xaxis, brief.lang)
    if second:
        style.numbered(axes.yaxis, brief.lang)
    return figure


def _edges(row: dict[str, float], values: np.ndarray) -> tuple[float, float]:
    low, high = row["low"], row["high"]
    return (values.min() if pd.isna(low) else float(low), values.max() if pd.isna(high) else float(high))


def _factor(brief: Brief, row: dict[str, str]) -> str:
    return brief.labelled(row)
