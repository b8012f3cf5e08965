"""What is live where: journeys by channels, for the baseline and for the best governance."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colorbar import ColorbarBase
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulation.analysis.comparison import Comparison
from simulation.ensemble import Ensemble
from simulation.report import style
from simulation.report.amounts import percent
from simulation.report.messages import one_line, say, titles

WHOLE = ""  # the column of the journey as a whole: every channel built and every connection made


def heat_map(comparison: Comparison, lang: str = "en") -> Figure:
    """Journeys x channels: shade for the share of worlds live by the end, number for the median week; the last column is the whole journey."""
    chosen = [comparison.names[0], next(name for name in comparison.ranking() if name != comparison.names[0])]
    tables = [live(comparison.ensemble(name)) for name in chosen]
    shares = tables[1][0]
    order = shares[WHOLE].sort_values(ascending=False, kind="stable").index
    figure = style.canvas(1.6 + 0.2 * len(order))
    panels = figure.subplots(1, 2, sharey=True, gridspec_kw={"wspace": 0.11})
    shown = titles(comparison, lang)
    for axes, name, (share, week) in zip(panels, chosen, tables, strict=True):
        _cells(axes, share.loc[order], week.loc[order], lang)
        axes.set_title(style.wrapped(shown[name], 34), pad=8)
    panels[0].set_yticks(np.arange(len(order)) + 0.5, [style.wrapped(journey, 31, lines=1) for journey in order], color=style.INK, fontsize=7)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.255, right=0.945, bottom=0.42 / height, top=1 - 1.18 / height)
    _shades(figure, comparison.weeks, lang)
    return figure


def live(ensemble: Ensemble) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Share of worlds live by the last week of customers, and median week live (infinite where under half ever are).

    Both [journey, channel], with a last column for the whole journey; not a number where a journey does not run on a channel.
    """
    weeks = np.where(ensemble.live_weeks < 0, np.inf, ensemble.live_weeks)
    packages = ensemble.packages.reset_index(drop=True)
    cells = {(row.journey, row.channel): weeks[:, place] for place, row in packages[packages["kind"] == "build"].iterrows()}
    for journey, rows in packages.groupby("journey", sort=True):
        cells[(journey, WHOLE)] = weeks[:, rows.index].max(axis=1)
    share = pd.Series({cell: float(np.mean(reached <= ensemble.weeks)) for cell, reached in cells.items()}).unstack()
    median = pd.Series({cell: float(np.quantile(reached, 0.5, method="higher")) for cell, reached in cells.items()}).unstack()
    columns = [*sorted(set(share.columns) - {WHOLE}), WHOLE]
    return share[columns], median[columns]


def _cells(axes: Axes, share: pd.DataFrame, week: pd.DataFrame, lang: str) -> None:
    rows, columns = share.shape
    axes.pcolormesh(np.ma.masked_invalid(share.to_numpy(float)), cmap=style.SHARES, norm=Normalize(0, 1), edgecolors=style.PAPER, linewidth=1.2)
    for row in range(rows):
        for column in range(columns):
            value, median = share.iat[row, column], week.iat[row, column]
            if np.isfinite(value):
                text = f"{median:.0f}" if np.isfinite(median) else "–"
                axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=6.3, color=style.PAPER if value > 0.55 else style.INK)
    names = [one_line(name, 20) if name else say("whole journey", lang) for name in share.columns]
    axes.xaxis.tick_top()
    axes.set_xticks(np.arange(columns) + 0.5, names, rotation=50, ha="left", rotation_mode="anchor", fontsize=7, color=style.INK)
    axes.get_xticklabels()[-1].set_fontweight("bold")
    axes.axvline(columns - 1, color=style.INK, linewidth=0.8)
    axes.set_ylim(rows, 0)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _shades(figure: Figure, weeks: int, lang: str) -> None:
    height = figure.get_figheight()
    axes = figure.add_axes((0.255, 0.23 / height, 0.2, 0.085 / height))
    bar = ColorbarBase(
        axes, cmap=style.SHARES, norm=Normalize(0, 1), orientation="horizontal", ticks=[0, 0.5, 1], format=FuncFormatter(lambda share, _: percent(share, lang))
    )
    bar.outline.set_visible(False)
    axes.tick_params(length=0, labelsize=6.5, pad=1)
    note = say("shade: share of worlds live by week {weeks}\nnumber: median week live, – where under half ever are", lang, weeks=weeks)
    figure.text(0.49, 0.21 / height, note, va="center", fontsize=6.5, color=style.SOFT)
