"""Figures of a brief about one option: which decisions make its difference, in which order, what the difference hangs on."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.outcomes import OUTCOMES
from simulation.report import style
from simulation.report.brief import Brief

ROW = 0.24  # inches a row
HEAD, FOOT = 0.48, 0.3  # inches above and below the rows


def why(brief: Brief) -> Figure | None:
    """What each group of decisions brings to the gap, in each outcome, with the whole gap below; None where nothing is moved."""
    if brief.table("why", "groups").empty:
        return None
    shares, gaps = brief.table("why", "groups"), brief.table("why", "gaps").set_index("outcome")
    labels = brief.table("why", "labels").set_index("move", drop=False)
    outcomes = list(dict.fromkeys(shares["outcome"]))
    names = list(dict.fromkeys(shares["move"]))
    height = HEAD + FOOT + 1.15 * ROW * (len(names) + 1)
    figure = style.canvas(height)
    panels = np.atleast_1d(figure.subplots(1, len(outcomes), sharey=True, gridspec_kw={"wspace": 0.12}))
    for axes, outcome in zip(panels, outcomes, strict=True):
        rows = [*shares[shares["outcome"] == outcome].to_dict("records"), gaps.loc[outcome].to_dict()]
        units = brief.drawn(outcome, [row["mean"] for row in rows])
        for place, row in enumerate(rows):
            colour = style.judged(row["mean"], OUTCOMES[outcome].direction)
            whole = place == len(rows) - 1
            axes.barh(place, row["mean"] * units.factor, height=0.62, color=colour, alpha=1.0 if whole else 0.75)
            axes.plot([row["low"] * units.factor, row["high"] * units.factor], [place] * 2, color=style.INK, linewidth=1)
        axes.axvline(0, color=style.SOFT, linewidth=0.8)
        axes.axhline(len(names) - 0.5, color=style.FAINT, linewidth=0.8)
        axes.set_title(brief.heading(outcome, units.gap_unit, 22), fontsize=8)
        style.grid(axes, "x")
        style.numbered(axes.xaxis, brief.lang, most=4)
        axes.spines["left"].set_visible(False)
    texts = [style.wrapped(brief.labelled(labels.loc[name]), 26) for name in names]
    panels[0].set_yticks(range(len(names) + 1), [*texts, brief.say("the whole gap")], color=style.INK)
    panels[0].set_ylim(len(names) + 0.5, -0.5)
    for axes in panels:
        axes.tick_params(axis="y", length=0)
    figure.subplots_adjust(left=0.19, right=0.985, top=1 - HEAD / height, bottom=FOOT / height)
    return figure


def order(brief: Brief) -> Figure | None:
    """When each move begins, and what the plans bring in fresh worlds; None where nothing is moved."""
    steps, fresh = brief.table("order", "steps"), brief.table("order", "fresh")
    if steps.empty:
        return None
    per_quarter = brief.facts("order")["per_quarter"]
    rows = max(len(steps), len(fresh))
    height = 0.95 + ROW * rows
    figure = style.canvas(height)
    plan, beside = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1.25, 1], "wspace": 0.62})
    for place, step in enumerate(steps.to_dict("records")):
        weeks = 13 * step["effort"] / per_quarter
        plan.barh(place, weeks, left=step["week"], height=0.6, color=style.ACCENT, alpha=0.8)
        plan.text(step["week"] + weeks + 1, place, brief.say("from week {n}", n=int(step["week"])), va="center", fontsize=7, color=style.SOFT)
    plan.set_yticks(range(len(steps)), [style.wrapped(brief.labelled(step), 24) for step in steps.to_dict("records")], color=style.INK)
    plan.set_ylim(len(steps) - 0.5, -0.5)
    last = float((steps["week"] + 13 * steps["effort"] / per_quarter).max())
    plan.set_xlim(0, 1.35 * last)
    plan.set_title(brief.say("When each move begins (weeks)"))
    style.grid(plan, "x")
    outcome = brief.facts("order")["outcome"]
    units = brief.drawn(outcome, fresh["mean"])
    others = fresh.iloc[1:]
    beside.axvline(0, color=style.SOFT, linewidth=0.8)
    for place, row in enumerate(others.to_dict("records")):
        colour = style.judged(row["gap"], OUTCOMES[outcome].direction)
        beside.plot([row["low"] * units.factor, row["high"] * units.factor], [place] * 2, color=colour, linewidth=3, solid_capstyle="butt")
        beside.plot(row["gap"] * units.factor, place, marker="o", markersize=5, color=colour)
    beside.set_yticks(range(len(others)), [brief.say(str(name)) for name in others["plan"]], color=style.INK)
    beside.set_ylim(len(others) - 0.5, -0.5)
    beside.set_title(brief.say("Best order against\n({outcome}, {unit})", outcome=brief.outcome(outcome), unit=brief.say(units.gap_unit)))
    style.numbered(beside.xaxis, brief.lang, most=4)
    style.grid(beside, "x")
    for axes in (plan, beside):
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    figure.subplots_adjust(left=0.185, right=0.98, top=1 - 0.5 / height, bottom=0.32 / height)
    return figure


def assumptions(brief: Brief) -> Figure:
    """How the difference between option and baseline moves when one assumption is at its lowest and at its highest."""
    table = brief.table("change", "assumptions")
    outcomes = [name for name in ("adoption", "net_value") if name in set(table["outcome"])]
    most = 6
    height = HEAD + FOOT + 1.25 * ROW * most
    figure = style.canvas(height)
    panels = np.atleast_1d(figure.subplots(1, len(outcomes), gridspec_kw={"wspace": 0.75}))
    for axes, outcome in zip(panels, outcomes, strict=True):
        rows = table[table["outcome"] == outcome].sort_values("swing", ascending=False).head(most).to_dict("records")
        _tornado(axes, brief, outcome, rows)
        axes.set_ylim(most - 0.5, -0.5)
    figure.subplots_adjust(left=0.215, right=0.98, top=1 - HEAD / height, bottom=FOOT / height)
    return figure


def _tornado(axes: Axes, brief: Brief, outcome: str, rows: list[dict[str, float]]) -> None:
    units = brief.drawn(outcome, [abs(row[end]) for row in rows for end in ("at_low", "at_high")])
    axes.axvline(0, color=style.INK, linewidth=1.1)
    for place, row in enumerate(rows):
        axes.axvline(row["now"] * units.factor, color=style.FAINT, linewidth=0.8, zorder=0)
        for end, marker in (("low", "<"), ("high", ">")):
            limits = [row[f"{end}_low"] * units.factor, row[f"{end}_high"] * units.factor]
            axes.plot(limits, [place] * 2, color=style.ACCENT, linewidth=0.9, alpha=0.7)
            axes.plot(
                row[f"at_{end}"] * units.factor,
                place,
                marker=marker,
                markersize=6,
                color=style.ACCENT if end == "high" else style.PAPER,
                markeredgecolor=style.ACCENT,
            )
        axes.plot(
            [row["at_low"] * units.factor, row["at_high"] * units.factor], [place] * 2, color=style.ACCENT, linewidth=3, alpha=0.45, solid_capstyle="butt"
        )
    axes.set_yticks(range(len(rows)), [style.wrapped(brief.labelled(row), 22) for row in rows], color=style.INK, fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(brief.heading(outcome, units.gap_unit))
    style.numbered(axes.xaxis, brief.lang, most=4)
    style.grid(axes, "x")
