"""What governances cost, and what is bought for it: cost by kind, adoption against cost, paired differences."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.optimize import isotonic_regression

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.analysis.paired import WORDS
from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.messages import label, say, titles, word
from simulation.report.sentences import mean_span

ROW = 0.24  # inches a scenario
LABEL = 0.18  # inches between two labels


def cost_by_kind(comparison: Comparison, lang: str = "en") -> Figure:
    """Delivery cost stacked by kind, a bar a scenario; beside it what the directorates' own roadmaps gain or lose."""
    names, places = comparison.names, np.arange(len(comparison.names))
    figure = style.canvas(0.97 + ROW * len(names))
    bars, own = figure.subplots(1, 2, sharey=True, gridspec_kw={"width_ratios": [2.6, 1], "wspace": 0.09})
    left = np.zeros(len(names))
    for kind, colour in zip(COSTS, style.KINDS, strict=True):
        means = 1e-6 * np.array([comparison.levels.loc[(name, f"cost_{kind}"), "mean"] for name in names])
        bars.barh(places, means, left=left, height=0.72, color=colour, edgecolor=style.PAPER, linewidth=0.5, label=say(kind, lang))
        left += means
    decimals = 1 if left.max() < 1000 else 0
    for place, total in zip(places, left, strict=True):
        bars.text(total + 0.012 * left.max(), place, number(total, decimals, lang), va="center", fontsize=7.5)
    bars.set_xlim(0, 1.13 * left.max())
    named_rows(bars, comparison, lang)
    _measured(bars, lang, (0, left.max()))
    bars.set_title(f"{label('delivery_cost', lang)}, M EUR", pad=4, y=1.0)
    _spans(own, comparison, "own_value", lang)
    own.set_title(say("Own roadmaps,\nM EUR", lang), pad=4, y=1.0)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.27, right=0.98, bottom=0.25 / height, top=1 - 0.72 / height)
    figure.legend(
        *bars.get_legend_handles_labels(), loc="upper left", ncols=4, bbox_to_anchor=(0.0, 1.0), columnspacing=1.4, handlelength=1.1, borderaxespad=0.2
    )
    return figure


def differences(comparison: Comparison, lang: str = "en") -> Figure:
    """Paired differences to the baseline in the three primary outcomes, a row a scenario, with the word for each."""
    rows = len(comparison.names) - 1
    figure = style.canvas(0.65 + ROW * rows)
    panels = figure.subplots(1, len(PRIMARY), sharey=True, gridspec_kw={"wspace": 0.07})
    longest = max(len(word(verdict, lang)) for verdict in WORDS)
    beside = (0.1 + 0.045 * longest) / (0.7 * style.WIDTH / len(PRIMARY))  # share of a panel that the words take
    for axes, outcome in zip(panels, PRIMARY, strict=True):
        _spans(axes, comparison, outcome, lang, first=1)
        unit = say("points", lang) if OUTCOMES[outcome].unit.startswith("share") else "M EUR"
        axes.set_title(f"{label(outcome, lang)},\n{unit}", pad=4, fontsize=8, y=1.0)
        low, high = axes.get_xlim()
        axes.set_xlim(low, high + (high - low) * beside / (1 - beside))
        _measured(axes, lang, (low, high))
        for place, name in enumerate(comparison.names[1:]):
            verdict = word(comparison.differences.loc[(name, outcome), "verdict"], lang)
            axes.text(0.99, place, verdict, transform=axes.get_yaxis_transform(), ha="right", va="center", fontsize=6.5, color=style.SOFT)
    named_rows(panels[0], comparison, lang, first=1)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.27, right=0.98, bottom=0.25 / height, top=1 - 0.4 / height)
    return figure


def trade_off(comparison: Comparison, lang: str = "en") -> Figure:
    """Adoption against delivery cost with 95 % intervals of both means, and the efficient front: nobody wins more for less."""
    cost, adoption = (comparison.levels.xs(outcome, level="outcome").loc[list(comparison.names)] for outcome in ("delivery_cost", "adoption"))
    x, y = 1e-6 * cost["mean"].to_numpy(), 100 * adoption["mean"].to_numpy()
    figure = style.canvas(max(3.5, 0.5 + LABEL * len(x) / 0.84))
    axes = figure.add_axes((0.075, 0.12, 0.545, 0.84))
    on_front, known = efficient(x, y), colours(comparison)
    axes.plot(x[on_front], y[on_front], color=style.ACCENT, linewidth=1, linestyle="-", alpha=0.5, zorder=1)
    for place in range(len(x)):
        colour = known.get(comparison.names[place], style.ACCENT if place in on_front else style.NEUTRAL)
        row, column = adoption.iloc[place], cost.iloc[place]
        axes.plot(1e-6 * column[["low", "high"]].to_numpy(float), [y[place]] * 2, color=colour, linewidth=1.1, zorder=2)
        axes.plot([x[place]] * 2, 100 * row[["low", "high"]].to_numpy(float), color=colour, linewidth=1.1, zorder=2)
        axes.plot(
            x[place],
            y[place],
            marker="s" if place == 0 else "o",
            markersize=5,
            color=colour if place in on_front or place == 0 else style.PAPER,
            markeredgecolor=colour,
            zorder=3,
        )
    axes.set_xlabel(f"{label('delivery_cost', lang)} (M EUR)")
    axes.set_ylabel(f"{label('adoption', lang)} (%)")
    axes.margins(0.06, 0.06)
    style.numbered(axes.xaxis, lang)
    style.numbered(axes.yaxis, lang)
    style.grid(axes, "both")
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
    _margin_labels(figure, axes, x, y, on_front, comparison, lang)
    return figure


def efficient(cost: np.ndarray, gain: np.ndarray) -> list[int]:
    """Places of the points that no other beats in both (less cost, more gain), by rising cost."""
    front: list[int] = []
    for place in np.lexsort((-gain, cost)):
        if np.isfinite(cost[place]) and np.isfinite(gain[place]) and (not front or gain[place] > gain[front[-1]]):
            front.append(int(place))
    return front


def _margin_labels(figure: Figure, axes: Axes, x: np.ndarray, y: np.ndarray, on_front: list[int], comparison: Comparison, lang: str) -> None:
    """Names in the right margin, spaced so that none overlap, each tied to its point by a thin line."""
    shown, known = titles(comparison, lang), colours(comparison)
    inside = axes.transAxes.inverted().transform(axes.transData.transform(np.column_stack([x, y])))
    heights = spaced(inside[:, 1], LABEL / (0.84 * figure.get_figheight()))
    for place, name in enumerate(comparison.names):
        bold = place in on_front
        colour = known.get(name, style.INK if bold else style.SOFT)
        axes.annotate(
            style.wrapped(shown[name], 42, lines=1),
            xy=(x[place], y[place]),
            xytext=(1.045, heights[place]),
            textcoords="axes fraction",
            va="center",
            fontsize=7.2,
            fontweight="bold" if bold else "normal",
            color=colour,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 0.8,
                "linestyle": (0, (1, 2)),  # no grid line, no interval
                "relpos": (0, 0.5),
                "shrinkA": 2,
                "shrinkB": 3.5,
                "zorder": 0,
            },
        )


def spaced(wanted: np.ndarray, least: float) -> np.ndarray:
    """Heights from 0 to 1 in the same order as the wanted ones, at least `least` apart, as near to them as that allows (least squares)."""
    order = np.argsort(wanted, kind="stable")
    steps = min(least, 1.0 / max(len(wanted) - 1, 1)) * np.arange(len(wanted))
    fitted = isotonic_regression(wanted[order] - steps).x
    found = np.empty(len(wanted))
    found[order] = np.clip(fitted, 0.0, 1.0 - steps[-1]) + steps
    return found


def _spans(axes: Axes, comparison: Comparison, outcome: str, lang: str, first: int = 0) -> None:
    """Differences to the baseline: a dot for the mean, a thick line for its 95 % interval, a thin one for 8 worlds in 10."""
    factor = 100 if OUTCOMES[outcome].unit.startswith("share") else 1e-6
    threshold = comparison.thresholds[outcome]
    if threshold:
        axes.axvspan(-threshold * factor, threshold * factor, color=style.BAND, linewidth=0, zorder=0)
    axes.axvline(0, color=style.SOFT, linewidth=0.8, zorder=1)
    rows = comparison.differences.xs(outcome, level="outcome").to_dict(orient="index")
    for place, name in enumerate(comparison.names[1:], start=1 - first):
        row = rows[name]
        colour = style.judged(row["mean"], OUTCOMES[outcome].direction)
        axes.plot([factor * row["world_low"], factor * row["world_high"]], [place] * 2, color=colour, linewidth=0.9, zorder=2)
        axes.plot(factor * np.array(mean_span(row)), [place] * 2, color=colour, linewidth=3.2, zorder=2, solid_capstyle="butt")
        axes.plot(
            factor * row["mean"], place, marker="o", markersize=4, color=style.PAPER if colour == style.SECOND else colour, markeredgecolor=colour, zorder=3
        )
    _measured(axes, lang, axes.get_xlim())
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def colours(comparison: Comparison) -> dict[str, str]:
    """The colour of each scenario in every figure; of many, of the baseline and of those highest in adoption."""
    return style.scenario_colours(comparison.names, comparison.ranking("adoption"))


def named_rows(axes: Axes, comparison: Comparison, lang: str, first: int = 0) -> None:
    """Rows of a figure named after the scenarios, the first on top."""
    shown = titles(comparison, lang)
    names = comparison.names[first:]
    axes.set_yticks(range(len(names)), [style.wrapped(shown[name], 31) for name in names], fontsize=7, color=style.INK, linespacing=0.95)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _measured(axes: Axes, lang: str, within: tuple[float, float]) -> None:
    style.numbered(axes.xaxis, lang, most=4, within=within)
    style.grid(axes, "x")
