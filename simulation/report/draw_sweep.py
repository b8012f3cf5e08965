"""Figures of a sweep: response curves, heat maps over two factors, parallel coordinates."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from simulation.outcomes import OUTCOMES
from simulation.report import style
from simulation.report.amounts import Scale, number, scale_of
from simulation.report.french_sweep import told
from simulation.report.messages import label
from simulation.report.sweep_numbers import MOST_FACTORS, PRIMARY, Sweep, factor_label, finite_range, is_number, level_text, order_of, response, surface

MOST_LINES = 600  # of parallel coordinates; more are thinned out evenly
FEWEST_LINES = 10  # points from which lines say more than the table of points
FEW = 5  # levels up to which each is written under its axis
SEVERAL = 4  # scenarios up to which each has a line of its own


def responses(sweep: Sweep, lang: str = "en") -> Figure:
    """Outcomes (rows) at the levels of the strongest factors (columns)."""
    names = sweep.manifest["study"]["scenarios"]
    apart = 1 < len(names) <= SEVERAL and len(sweep.factors) > 1
    crowded = len(names) > SEVERAL and len(sweep.factors) > 1  # their names have room in the rows of a heat map only
    factors = [name for name in sweep.factors if not ((apart or crowded) and name == "scenario")][:MOST_FACTORS]
    choices = any(not is_number(sweep.runs[name]) for name in factors)
    figure = style.canvas((1.15 if choices else 0.7) + 1.45 * len(PRIMARY) + (0.25 if apart else 0.0))
    panels = figure.subplots(len(PRIMARY), len(factors), sharex="col", sharey="row", squeeze=False, gridspec_kw={"wspace": 0.12, "hspace": 0.16})
    for row, outcome in enumerate(PRIMARY):
        scale = _scale(outcome, sweep.runs[outcome].quantile([0.1, 0.9]))
        for column, factor in enumerate(factors):
            axes = panels[row, column]
            for place, (_, runs) in enumerate(sweep.runs.groupby("scenario", sort=False) if apart else [("", sweep.runs)]):
                _curve(axes, response(runs, factor, outcome) * scale.factor, factor, sweep, style.SCENARIOS[place] if apart else style.ACCENT, not apart)
            style.grid(axes, "y")
            if row == len(PRIMARY) - 1:
                _named(axes, factor, sweep, lang)
        panels[row, 0].set_ylabel(f"{style.wrapped(label(outcome, lang), 24)}\n({scale.unit})")
        style.numbered(panels[row, 0].yaxis, lang, 4)
    height = figure.get_figheight()
    if apart:
        shown = [plain["title_fr" if lang == "fr" else "title"] for plain in (each["document"] for each in sweep.manifest["scenarios"])]
        lines = [panels[0, 0].plot([], [], color=colour, linewidth=1.8)[0] for colour in style.SCENARIOS[: len(names)]]
        figure.legend(lines, [style.wrapped(each, 40, 1) for each in shown], loc="upper left", ncols=2, bbox_to_anchor=(0.1, 1.0), borderaxespad=0.2)
    figure.subplots_adjust(left=0.115, right=0.985, bottom=(1.0 if choices else 0.55) / height, top=1 - (0.45 if apart else 0.08) / height)
    return figure


def _level(factor: str, value: Any, lang: str) -> str:
    """A level as an axis names it; of a scenario, what governs."""
    return str(value).rpartition("/")[2] if factor == "scenario" else level_text(value, lang)


def _scale(outcome: str, values: Iterable[float]) -> Scale:
    """The scale of an outcome in figures."""
    return scale_of(OUTCOMES[outcome].unit, values)


def _curve(axes: Axes, table: pd.DataFrame, factor: str, sweep: Sweep, colour: str, band: bool) -> None:
    table = table.loc[order_of(factor, list(table.index))]
    x = table.index.to_numpy(float) if is_number(sweep.runs[factor]) else np.arange(len(table))
    if is_number(sweep.runs[factor]):
        if band:
            axes.fill_between(x, table["low"], table["high"], color=colour, alpha=0.16, linewidth=0)
        axes.plot(x, table["mean"], color=colour, linewidth=1.6, marker="o", markersize=3)
    else:
        if band:
            axes.vlines(x, table["low"], table["high"], color=colour, alpha=0.3, linewidth=4)
        axes.plot(x, table["mean"], color=colour, linestyle="none", marker="o", markersize=4)
        axes.set_xlim(-0.5, len(table) - 0.5)


def _named(axes: Axes, factor: str, sweep: Sweep, lang: str) -> None:
    """The levels and the name of a factor under its column."""
    if is_number(sweep.runs[factor]):
        known = sorted(sweep.runs[factor].unique()) if sweep.runs[factor].nunique() <= FEW else []
        if known:
            axes.set_xticks(known, [level_text(each, lang) for each in known])
        else:
            style.numbered(axes.xaxis, lang, 2)
        axes.set_xlabel(style.wrapped(factor_label(factor, lang), 16, 3), fontsize=7)
        return
    values = order_of(factor, list(dict.fromkeys(sweep.runs[factor])))
    axes.set_xticks(np.arange(len(values)), [style.wrapped(_level(factor, each, lang), 24) for each in values], rotation=35, ha="right", fontsize=6)
    axes.set_xlabel(style.wrapped(factor_label(factor, lang), 16, 3), fontsize=7)


def heat_maps(sweep: Sweep, lang: str = "en") -> Figure | None:
    """The primary outcomes over the two strongest factors, those that can be decided before those that cannot; None with fewer than two."""
    decided = [name for name in sweep.factors if name not in sweep.manifest["study"]["uncertain"]]
    chosen = [*decided, *(name for name in sweep.factors if name not in decided)][:2]
    if len(chosen) < 2:
        return None
    first, second = sorted(chosen, key=lambda name: 0 if is_number(sweep.runs[name]) else sweep.runs[name].nunique())  # names have room in rows
    tables = [_ordered(surface(sweep.runs, first, second, outcome), first, second) for outcome in PRIMARY]
    figure = style.canvas(1.15 + 0.3 * len(tables[0]))
    panels = figure.subplots(1, len(PRIMARY), sharey=True, gridspec_kw={"wspace": 0.07})
    for axes, outcome, table in zip(panels, PRIMARY, tables, strict=True):
        _cells(axes, table, outcome, lang)
        axes.set_xticks(np.arange(table.shape[1]) + 0.5, [style.wrapped(_level(first, each, lang), 16) for each in table.columns])
        if not is_number(sweep.runs[first]):
            axes.tick_params(axis="x", rotation=30, labelsize=6)
        axes.set_xlabel(style.wrapped(factor_label(first, lang), 30))
    panels[0].set_yticks(np.arange(len(tables[0])) + 0.5, [style.wrapped(_level(second, each, lang), 26) for each in tables[0].index], fontsize=7)
    panels[0].set_ylabel(style.wrapped(factor_label(second, lang), 24))
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.13 if is_number(sweep.runs[second]) else 0.2, right=0.985, bottom=0.55 / height, top=1 - 0.3 / height)
    return figure


def _ordered(table: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    return table.loc[order_of(second, list(table.index)), order_of(first, list(table.columns))]


def _cells(axes: Axes, table: pd.DataFrame, outcome: str, lang: str) -> None:
    """A cell for each pair of levels, its mean written in it; darker is better."""
    values = table.to_numpy(float)
    scale = _scale(outcome, values.ravel())
    low, high = finite_range(values)
    shade = (values - low) / (high - low)
    shade = 1.0 - shade if OUTCOMES[outcome].direction == "lower" else shade
    axes.pcolormesh(np.ma.masked_invalid(shade), cmap=style.SHARES, vmin=0, vmax=1, edgecolors=style.PAPER, linewidth=1.2)
    for row, column in np.argwhere(np.isfinite(values)):
        text = number(values[row, column] * scale.factor, scale.decimals, lang)
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=6.5, color=style.PAPER if shade[row, column] > 0.55 else style.INK)
    axes.set_title(style.wrapped(f"{label(outcome, lang)}, {scale.unit}", 30), pad=4)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def parallel(sweep: Sweep, lang: str = "en") -> Figure:
    """Every point as a line over its strongest varied values and its mean outcomes; the best tenth in net value stands out."""
    points = sweep.points
    varied = [name for name in sweep.factors if name in points][: MOST_FACTORS + 1]
    columns = [*varied, *PRIMARY]
    places = np.stack([_place(points[name], name) for name in columns], axis=1)
    best = (points["net_value"] >= points["net_value"].quantile(0.9)).to_numpy()
    keep = np.unique(np.linspace(0, len(points) - 1, min(MOST_LINES, len(points))).astype(int))
    figure = style.canvas(3.4)
    axes = figure.add_axes((0.045, 0.17, 0.91, 0.66))
    for rows, colour, width, alpha, order in ((keep[~best[keep]], style.SOFT, 0.5, 0.25, 1), (keep[best[keep]], style.ACCENT, 0.9, 0.6, 2)):
        lines = [np.column_stack([np.arange(len(columns)), places[row]]) for row in rows]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=alpha, zorder=order))
    for place, name in enumerate(columns):
        axes.axvline(place, color=style.INK, linewidth=0.7, zorder=3)
        _ends(axes, place, points[name], name, lang)
    axes.axvspan(len(varied) - 0.5, len(columns) - 0.5, color=style.BAND, zorder=0)
    axes.set(xlim=(-0.35, len(columns) - 0.65), ylim=(-0.03, 1.03), yticks=[])
    names = [label(name, lang) if name in OUTCOMES else factor_label(name, lang) for name in columns]
    axes.set_xticks(np.arange(len(columns)), [style.wrapped(each, 12, 3) for each in names], fontsize=6.5, color=style.INK)
    axes.tick_params(length=0, pad=13)
    for spine in axes.spines.values():
        spine.set_visible(False)
    handles = [axes.plot([], [], color=style.ACCENT, linewidth=1.5)[0], axes.plot([], [], color=style.SOFT, linewidth=1, alpha=0.6)[0]]
    figure.legend(handles, [told("highest tenth in net value", lang), told("all points", lang)], loc="upper left", ncols=2, bbox_to_anchor=(0.03, 1.0))
    return figure


def _place(values: pd.Series, name: str) -> np.ndarray:
    """Where values lie on their axis, 0 to 1; choices a little apart, so that lines do not hide each other."""
    if is_number(values):
        low, high = finite_range(values.to_numpy(float))
        return (values.to_numpy(float) - low) / (high - low)
    known = order_of(name, list(dict.fromkeys(values)))
    apart = (np.arange(len(values)) * 0.618 % 1.0 - 0.5) * 0.3
    return (np.array([known.index(each) for each in values]) + 0.5 + apart) / len(known)


def _ends(axes: Axes, place: int, values: pd.Series, name: str, lang: str) -> None:
    """What the ends of an axis stand for; of a choice, each option."""
    texts: list[tuple[float, str, dict[str, Any]]]
    if is_number(values):
        low, high = finite_range(values.to_numpy(float))
        if name in OUTCOMES:
            scale = _scale(name, [low, high])
            ends = [number(each * scale.factor, scale.decimals, lang) + (f"\u00a0{scale.unit}" if each == high else "") for each in (low, high)]
        else:
            decimals = max(0, 1 - math.floor(math.log10(high - low)))
            ends = [level_text(round(each, decimals) + 0.0, lang) for each in (low, high)]
        texts = [(-0.035, ends[0], {"va": "top"}), (1.035, ends[1], {"va": "bottom"})]
    else:
        known = order_of(name, list(dict.fromkeys(values)))
        shown = known if len(known) <= 8 else []
        texts = [((row + 0.5) / len(known), style.wrapped(_level(name, each, lang), 18, 3), {"va": "center"}) for row, each in enumerate(shown)]
    for height, text, where in texts:
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
        axes.text(place, height, text, ha="center", fontsize=6, color=style.INK, zorder=5, bbox=box, **where)
