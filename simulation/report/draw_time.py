"""How long decisions take, and how the odds of doing better than the baseline move over the weeks."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulation.analysis.comparison import Comparison
from simulation.analysis.weekly import SO_FAR
from simulation.report import style
from simulation.report.draw_costs import ROW, colours, named_rows
from simulation.report.messages import label, one_line, say, titles

DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (5, 1.5, 1.2, 1.5)))
SHOWN = len(DASHES)  # governances in one panel


def latency(comparison: Comparison, lang: str = "en") -> Figure:
    """Working days from a question to its decision, a row a scenario: the median decision and the 90th percentile, means over worlds and 8 in 10."""
    names = comparison.names
    figure = style.canvas(0.95 + ROW * len(names))
    axes = figure.add_subplot()
    for outcome, colour, marker, lift in (("latency_median", style.ACCENT, "o", -0.13), ("latency_p90", style.NEUTRAL, "D", 0.13)):
        for place, name in enumerate(names):
            row = comparison.levels.loc[(name, outcome)]
            axes.plot([row["world_low"], row["world_high"]], [place + lift] * 2, color=colour, linewidth=1.1, zorder=2)
            axes.plot(row["mean"], place + lift, marker=marker, markersize=4, color=colour, zorder=3)
    named_rows(axes, comparison, lang)
    axes.set_xlim(0, max(1.0, axes.get_xlim()[1]))
    style.numbered(axes.xaxis, lang)
    style.grid(axes, "x")
    axes.set_xlabel(say("working days from question to decision", lang))
    handles = [
        Line2D([], [], color=colour, marker=marker, markersize=4, linewidth=1.1, label=label(outcome, lang))
        for outcome, colour, marker in (("latency_median", style.ACCENT, "o"), ("latency_p90", style.NEUTRAL, "D"))
    ]
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.27, right=0.98, bottom=0.42 / height, top=1 - 0.3 / height)
    figure.legend(handles=handles, loc="upper left", ncols=2, bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2)
    return figure


def odds(comparison: Comparison, lang: str = "en") -> Figure:
    """Share of worlds ahead of the baseline, week by week: in adoption, and in net value so far; the governances highest in adoption."""
    chosen = [name for name in comparison.ranking("adoption") if name != comparison.names[0]][:SHOWN]
    shown, known = titles(comparison, lang), colours(comparison)
    figure = style.canvas(3.1)
    panels = figure.subplots(1, 2, sharey=True, gridspec_kw={"wspace": 0.08})
    for axes, series, head in zip(panels, ("adoption", SO_FAR), ("ahead in adoption", "ahead in net value so far"), strict=True):
        _lines(axes, comparison, chosen, series)
        axes.set_title(say(head, lang), y=1.0)
        axes.set_xlim(0, comparison.weeks)
        axes.set_xticks(list(range(0, comparison.weeks + 1, 52)) if comparison.weeks > 60 else [0, comparison.weeks // 2, comparison.weeks])
    panels[0].set_ylim(0, 100)
    style.numbered(panels[0].yaxis, lang)
    panels[0].set_ylabel(say("share of worlds (%)", lang))
    handles = [
        Line2D([], [], color=known[name], linestyle=dash, linewidth=1.6, label=one_line(shown[name], 42)) for name, dash in zip(chosen, DASHES, strict=False)
    ]
    figure.subplots_adjust(left=0.075, right=0.985, bottom=0.14, top=0.78)
    figure.legend(handles=handles, loc="upper left", ncols=2, bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2)
    figure.text(0.53, 0.015, say("weeks since the decision", lang), ha="center", va="bottom", color=style.SOFT)
    return figure


def _lines(axes: Axes, comparison: Comparison, chosen: list[str], series: str) -> None:
    known = colours(comparison)
    for name, dash in zip(chosen, DASHES, strict=False):
        share = 100 * comparison.weekly.loc[(name, series), "above"].to_numpy()
        axes.plot(np.arange(1, len(share) + 1), share, color=known[name], linestyle=dash, linewidth=1.6)
    for level in (20, 80):
        axes.axhline(level, color=style.SOFT, linewidth=0.7, linestyle=":")
    style.grid(axes, "y")
