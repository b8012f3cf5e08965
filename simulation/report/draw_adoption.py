"""Adoption over the weeks: fans that show the median, half of the worlds, and eight worlds in ten."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simulation.analysis.comparison import Comparison
from simulation.analysis.weekly import BANDS
from simulation.ensemble import Ensemble
from simulation.report import style
from simulation.report.draw_costs import colours
from simulation.report.messages import one_line, say, titles


def fans(comparison: Comparison, lang: str = "en") -> Figure:
    """The baseline beside the three governances that win most customers, a panel each."""
    chosen = [name for name in comparison.ranking("adoption") if name != comparison.names[0]][:3]
    figure = style.canvas(3.0)
    _panels(figure, comparison, chosen, len(chosen), lang, width=28)
    return figure


def multiples(comparison: Comparison, lang: str = "en") -> Figure:
    """Every governance against the baseline, small, in the order of the table."""
    columns = min(4, len(comparison.names) - 1)
    rows = -(-(len(comparison.names) - 1) // columns)
    figure = style.canvas(0.95 + 1.45 * rows)
    _panels(figure, comparison, list(comparison.names[1:]), columns, lang, width=24 if columns > 2 else 40)
    return figure


def bands(comparison: Comparison, name: str) -> np.ndarray:
    """Adoption in per cent over worlds, [5, week]: 10th, 25th, 50th, 75th, 90th percentile."""
    return 100 * comparison.weekly.loc[(name, "adoption"), list(BANDS)].to_numpy().T


def _panels(figure: Figure, comparison: Comparison, names: list[str], columns: int, lang: str, width: int) -> None:
    shown, known = titles(comparison, lang), colours(comparison)
    rows = -(-len(names) // columns)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    before = bands(comparison, comparison.names[0])
    top = max(float(bands(comparison, name)[-1].max()) for name in (comparison.names[0], *names))
    panels[0, 0].set(xlim=(0, comparison.weeks), ylim=(0, max(1.0, 1.05 * top)))  # never finer than a point, which is what matters
    for place, axes in enumerate(panels.flat):
        if place >= len(names):
            axes.set_axis_off()
            panels.flat[place - columns].xaxis.set_tick_params(labelbottom=True)
            continue
        ensemble = comparison.ensemble(names[place])
        _fan(axes, before, style.BASELINE, dashed=True)
        _fan(axes, bands(comparison, names[place]), known.get(names[place], style.ACCENT), dashed=False)
        _dated(axes, ensemble)
        axes.set_title(
            style.wrapped(shown[names[place]], width), fontsize=8 if columns < 4 else 7, y=1.0
        )  # a fixed height need not be looked for at every drawing
    _scales(figure, panels[0, 0], comparison.weeks, lang)
    _legend(figure, one_line(shown[comparison.names[0]], 40), lang)


def _fan(axes: Axes, found: np.ndarray, colour: str, *, dashed: bool) -> None:
    weeks = np.arange(1, found.shape[1] + 1)
    axes.fill_between(weeks, found[0], found[4], color=colour, alpha=0.16, linewidth=0)
    axes.fill_between(weeks, found[1], found[3], color=colour, alpha=0.30, linewidth=0)
    axes.plot(weeks, found[2], color=colour, linewidth=1.5, linestyle=(0, (3, 1.6)) if dashed else "-")


def _dated(axes: Axes, ensemble: Ensemble) -> None:
    """A dotted line at each week in which the governance itself changes."""
    for week in sorted({change.week for change in ensemble.scenario.changes}):
        axes.axvline(week, color=style.INK, linewidth=0.7, linestyle=":")


def _scales(figure: Figure, axes: Axes, weeks: int, lang: str) -> None:
    axes.set_xticks(list(range(0, weeks + 1, 52)) if weeks > 60 else [0, weeks // 2, weeks])
    style.numbered(axes.yaxis, lang)
    for each in figure.axes:
        style.grid(each, "y")
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.075, right=0.985, bottom=0.42 / height, top=1 - 0.62 / height, wspace=0.12, hspace=0.42)
    figure.text(0.53, 0.05 / height, say("weeks since the decision", lang), ha="center", va="bottom", color=style.SOFT)
    figure.text(0.008, (0.42 + (height - 1.04) / 2) / height, say("customers using (%)", lang), rotation=90, va="center", color=style.SOFT)


def _legend(figure: Figure, baseline: str, lang: str) -> None:
    handles = [
        Line2D([], [], color=style.BASELINE, linewidth=1.5, linestyle=(0, (3, 1.6)), label=say("baseline: {name}", lang, name=baseline)),
        Line2D([], [], color=style.INK, linewidth=1.5, label=say("this governance, median", lang)),
        Patch(color=style.INK, alpha=0.46, linewidth=0, label=say("half of the worlds", lang)),
        Patch(color=style.INK, alpha=0.16, linewidth=0, label=say("8 worlds in 10", lang)),
    ]
    figure.legend(handles=handles, loc="upper left", ncols=4, fontsize=7, bbox_to_anchor=(0.0, 1.0), columnspacing=1.0, handlelength=1.6, borderaxespad=0.2)
