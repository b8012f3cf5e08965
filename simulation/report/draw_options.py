"""Figures of a brief that show all options: who stands up to the futures, what can be had together."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report import style
from simulation.report.amounts import Scale, number
from simulation.report.brief import Brief
from simulation.report.draw_costs import LABEL, spaced

ROW = 0.24  # inches a row
MOST = 9  # options shown
HEAD, FOOT = 0.48, 0.3  # inches above and below the rows
NAMED = 10  # governances, up to which all have their names beside the picture
TALL = 0.69  # share of the height of the picture of what can be had together that its axes take
PALE = "#93a9bb"  # governances that are neither baseline nor option


def robustness(brief: Brief) -> Figure:
    """A row an option: adoption over futures, what it forgoes in net value, how often the target is met."""
    table = brief.table("robustness", "criteria")
    target, _ = brief.target
    order = _few(table[table["outcome"] == target].sort_values("target_share", ascending=False, kind="stable")["option"].tolist(), brief)
    figure, panels = _rows(order, brief, columns=3, widths=[1.25, 1, 1])
    _spread(panels[0], brief, order)
    regret = table[table["outcome"] == "net_value"].set_index("option").loc[order]
    units = brief.drawn("net_value", regret["largest_regret"])
    _bars(panels[1], regret["regret"] * units.factor, brief, order)
    panels[1].plot(regret["largest_regret"] * units.factor, range(len(order)), linestyle="none", marker="|", markersize=7, color=style.INK)
    panels[1].set_xlim(0, 1.06 * max(float(regret["largest_regret"].max()) * units.factor, 1e-9))
    panels[1].set_title(brief.say("Net value forgone,\n{unit}", unit=units.unit))
    share = table[table["outcome"] == target].set_index("option").loc[order, "target_share"] * 100
    _bars(panels[2], share, brief, order)
    panels[2].set_xlim(0, 100)
    panels[2].set_title(brief.say("Target met,\n% of futures"))
    for axes in panels[1:]:
        style.numbered(axes.xaxis, brief.lang, most=4, within=axes.get_xlim())
    return figure


def trade_offs(brief: Brief) -> Figure:
    """Adoption against delivery cost, the size of a dot being what the own roadmaps still bring; named options among those found."""
    table = brief.table("trade-offs", "governances")
    units = {name: brief.drawn(name, table[name]) for name in ("adoption", "delivery_cost", "own_value")}
    x, y = table["delivery_cost"] * units["delivery_cost"].factor, table["adoption"] * units["adoption"].factor
    own = table["own_value"]
    span = max(float(own.max() - own.min()), 1e-9)
    size = 14 + 90 * (own - own.min()) / span
    sure, found = table["chance"] >= 0.5, table["found"].astype(bool)
    figure = style.canvas(2.75)
    axes = figure.add_axes((0.08, 0.155, 0.55, TALL))
    colours = np.array([PALE if each["found"] else _tint(brief, each["governance"], style.INK) for each in table.to_dict("records")])
    for flags, marker, order in ((found, "o", 3), (~found, "D", 4)):
        for filled in (True, False):
            chosen = flags & (sure == filled)
            axes.scatter(
                x[chosen],
                y[chosen],
                s=size[chosen],
                marker=marker,
                facecolor=colours[chosen] if filled else style.PAPER,
                edgecolor=colours[chosen],
                linewidth=1.2,
                alpha=0.85,
                zorder=order,
            )
    axes.set_xlabel(f"{brief.outcome('delivery_cost')} ({units['delivery_cost'].unit})")
    axes.set_ylabel(f"{brief.outcome('adoption')} ({units['adoption'].unit})")
    axes.margins(0.08, 0.1)
    axes.autoscale_view()
    _names(figure, axes, brief, table, x.to_numpy(), y.to_numpy())
    style.grid(axes, "both")
    style.numbered(axes.xaxis, brief.lang)
    style.numbered(axes.yaxis, brief.lang)
    _key(figure, brief, own, units["own_value"])
    return figure


def _key(figure: Figure, brief: Brief, own: pd.Series, units: Scale) -> None:
    """What size, shape and filling mean."""
    least, most = (number(value * units.factor, units.decimals, brief.lang) for value in (own.min(), own.max()))
    note = brief.say("dot size: own-roadmap value, {least} to {most} {unit}", least=least, most=most, unit=units.unit)
    figure.text(0.08, 0.985, note, fontsize=7.2, color=style.SOFT, va="top")
    figure.text(
        0.08,
        0.93,
        brief.say("diamond: a governance given; round: found by search; filled: on the front in over half of resamples"),
        fontsize=7.2,
        color=style.SOFT,
        va="top",
    )


def _few(order: list[str], brief: Brief) -> list[str]:
    """The first few, baseline and option always among them; the table has them all."""
    kept = [name for name in order if name in (brief.baseline, brief.option)]
    others = [name for name in order if name not in kept][: MOST - len(kept)]
    return [name for name in order if name in kept or name in others]


def _rows(names: list[str], brief: Brief, columns: int, widths: list[float]) -> tuple[Figure, list[Axes]]:
    """Panels that share a row for each option, the baseline and the option marked."""
    height = HEAD + FOOT + ROW * len(names)
    figure = style.canvas(height)
    panels = list(figure.subplots(1, columns, sharey=True, gridspec_kw={"width_ratios": widths, "wspace": 0.1}))
    panels[0].set_yticks(range(len(names)), [style.wrapped(brief.titles[name], 34, lines=1) for name in names], fontsize=7.2)
    for tick, name in zip(panels[0].get_yticklabels(), names, strict=True):
        tick.set_color(style.INK)
        tick.set_fontweight("bold" if name in (brief.baseline, brief.option) else "normal")
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    for axes in panels:
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        style.grid(axes, "x")
    figure.subplots_adjust(left=0.275, right=0.98, top=1 - HEAD / height, bottom=FOOT / height)
    return figure, panels


def _spread(axes: Axes, brief: Brief, order: list[str]) -> None:
    """Adoption over futures: mean, and the futures between the worst and the best tenth."""
    futures = brief.table("robustness", "futures")
    found = futures[futures["outcome"] == brief.deciding].groupby("option")["value"]
    low, mean, high = found.quantile(0.1), found.mean(), found.quantile(0.9)
    units = brief.drawn(brief.deciding, high)
    for place, name in enumerate(order):
        colour = _tint(brief, name)
        axes.plot([low[name] * units.factor, high[name] * units.factor], [place] * 2, color=colour, linewidth=1.2)
        axes.plot(mean[name] * units.factor, place, marker="o", markersize=4.5, color=colour)
    axes.set_title(f"{brief.outcome(brief.deciding)}, {units.unit}:\n{brief.say('mean, 8 futures in 10')}")
    style.numbered(axes.xaxis, brief.lang, most=4)


def _bars(axes: Axes, values: pd.Series, brief: Brief, order: list[str]) -> None:
    axes.barh(range(len(order)), values, height=0.62, color=[_tint(brief, name) for name in order], alpha=0.8)
    axes.set_xlim(left=0)


def _tint(brief: Brief, name: str, other: str = PALE) -> str:
    """The colour of the baseline, of the option, or of any other governance."""
    return style.SCENARIOS[0] if name == brief.baseline else style.SCENARIOS[1] if name == brief.option else other


def _names(figure: Figure, axes: Axes, brief: Brief, table: pd.DataFrame, x: np.ndarray, y: np.ndarray) -> None:
    """The names of the governances given (of many: those on the front, baseline and option), in the right margin, each tied to its mark by a thin line."""
    given = [(row, each) for row, each in enumerate(table.to_dict("records")) if not each["found"]]
    shown = [row for row, each in given if len(given) <= NAMED or each["chance"] >= 0.5 or each["governance"] in (brief.baseline, brief.option)]
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
    inside = axes.transAxes.inverted().transform(axes.transData.transform(np.column_stack([x[shown], y[shown]])))
    heights = spaced(inside[:, 1], LABEL / (TALL * figure.get_figheight()))
    for row, height in zip(shown, heights, strict=True):
        name = table["governance"][row]
        bold = name in (brief.baseline, brief.option)
        axes.annotate(
            style.wrapped(brief.titles[name], 42, lines=1),
            (x[row], y[row]),
            xytext=(1.04, height),
            textcoords="axes fraction",
            va="center",
            fontsize=7,
            fontweight="bold" if bold else "normal",
            color=_tint(brief, name, style.INK),
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": style.SOFT, "linewidth": 0.8, "linestyle": (0, (1, 2)), "relpos": (0, 0.5), "shrinkA": 2, "shrinkB": 4, "zorder": 0,
            },
        )  # fmt: skip
