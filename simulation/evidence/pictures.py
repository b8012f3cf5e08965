"""Pictures of validation: every figure against its band before and after fitting, the fit, three shapes, the ledger."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.evidence.ledger import Assumption
from simulation.report import style

ROW = 0.2  # inches
KINDS = {"process": "Process patterns", "outcome": "Outcome patterns (no coefficient is fitted to them)", "claim": "Claims of the article"}
EDGE = 3.3  # of the picture, in half widths of a band
JUDGED = {"met": (style.ACCENT, "o"), "unsure": (style.INK, "D"), "missed": (style.SECOND, "s")}
FURTHEST = 2.0  # band widths from the middle: what lies further is drawn at the edge


def against_bands(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Figure:
    """Every part of every figure against its band: -1 and 1 are the band's ends; where it is open on one side the grey goes on to the edge."""
    rows = [(kind, row, part) for kind in KINDS for row in after if row["kind"] == kind for part in row["parts"]]
    old = {(row["id"], part["part"]): part for row in before for part in row["parts"]}
    figure = style.canvas(1.1 + ROW * (len(rows) + len(KINDS)))
    axes = figure.subplots()
    place, ticks, names = 0.0, [], []
    for kind, title in KINDS.items():
        axes.text(-EDGE + 0.05, place, title, fontweight="bold", va="center", fontsize=8)
        place += 1
        for _, row, part in (each for each in rows if each[0] == kind):
            ends = (-1 if part["low"] is not None else -EDGE, 1 if part["high"] is not None else EDGE)
            axes.barh(place, ends[1] - ends[0], left=ends[0], height=1.0, color=style.BAND, zorder=0)
            _one(axes, place, part, old.get((row["id"], part["part"])))
            ticks.append(place)
            names.append(f"{row['id']}: {part['part']}")
            place += 1
    axes.set_xlim(-EDGE, EDGE)
    axes.set_xticks([-1, 1], ["lower end", "upper end of the band (grey)"])
    axes.set_yticks(ticks, names)
    axes.set_ylim(place, -1)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.37, right=0.98, bottom=0.35 / height, top=1 - 0.4 / height)
    handles = [
        axes.scatter([], [], s=16, facecolors="none", edgecolors=style.SOFT),
        *(axes.scatter([], [], s=18, color=colour, marker=mark) for colour, mark in JUDGED.values()),
    ]
    figure.legend(handles, ["declared ranges", *(f"drawn now: {verdict}" for verdict in JUDGED)], loc="upper center", ncols=4)
    return figure


def _one(axes: Axes, place: float, part: dict[str, Any], old: dict[str, Any] | None) -> None:
    if old is not None and old["value"] is not None:
        axes.scatter(_scaled(old, old["value"]), place, s=16, facecolors="none", edgecolors=style.SOFT, zorder=2)
    if part["value"] is None:
        return
    colour, mark = JUDGED[part["verdict"]]
    here = _scaled(part, part["value"])
    if part["error"] is not None:
        ends = [_scaled(part, part["value"] + sign * 2 * part["error"]) for sign in (-1, 1)]
        axes.plot(ends, [place, place], color=colour, linewidth=1.1, zorder=2)
    axes.scatter(here, place, s=18, color=colour, zorder=3, marker=mark if abs(here) < 3 else (">" if here > 0 else "<"))


def _scaled(part: dict[str, Any], value: float) -> float:
    """Place of a value when the band reaches from -1 to 1; squeezed beyond it."""
    low, high = part["low"], part["high"]
    if low is not None and high is not None:
        here = (2 * value - low - high) / (high - low)
    else:
        bound = low if low is not None else high
        size = max(abs(bound), 1.0)
        here = -1 + (value - bound) / size if low is not None else 1 - (bound - value) / size
    squeezed = here if abs(here) <= 1 else float(np.sign(here) * (1 + FURTHEST * (1 - np.exp(-(abs(here) - 1) / FURTHEST))))
    return float(np.clip(squeezed, -3.1, 3.1))


def fitted(patterns: Sequence[dict[str, Any]]) -> Figure:
    """Each process pattern over vectors: before (prior predictive), kept, and measured anew on fresh companies; the band behind."""
    columns = 3
    lines = -(-len(patterns) // columns)
    figure = style.canvas(1.2 * lines + 0.5)
    panels = np.atleast_1d(figure.subplots(lines, columns)).reshape(-1)
    for axes, each in zip(panels, patterns, strict=False):
        top = each["high"] if each["high"] is not None else max(each[name]["p95"] or 0.0 for name in ("prior", "plausible", "anew")) * 1.1
        axes.axvspan(each["low"], top, color=style.BAND, zorder=0)
        for place, (name, colour) in enumerate((("prior", style.SOFT), ("plausible", style.ACCENT), ("anew", style.SECOND))):
            spread = each[name]
            if spread["mean"] is not None:
                axes.plot([spread["p5"], spread["p95"]], [place, place], color=colour, linewidth=1.4)
                axes.scatter(spread["mean"], place, s=18, color=colour, zorder=3)
        axes.axvline(each["reference"], color=style.INK, linewidth=0.8, linestyle=":")
        axes.set_yticks([0, 1, 2], ["ranges", "kept", "anew"])
        axes.set_ylim(2.6, -0.6)
        axes.set_title(f"{each['pattern']}\n{each['part']}", fontsize=7)
        style.numbered(axes.xaxis, "en", 4)
    for axes in panels[len(patterns) :]:
        axes.set_visible(False)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.07, right=0.98, bottom=0.3 / height, top=1 - 0.65 / height, hspace=0.95, wspace=0.3)
    figure.legend(
        [axes.scatter([], [], s=18, color=colour) for colour in (style.SOFT, style.ACCENT, style.SECOND)]
        + [panels[0].axvline(patterns[0]["reference"], color=style.INK, linewidth=0.8, linestyle=":")],
        ["declared ranges", "kept, as emulated", "kept, measured anew", "reference vector"], loc="upper center", ncols=4,
    )  # fmt: skip
    return figure


def shape_picture(shapes: Sequence[dict[str, Any]], week: int) -> Figure:
    """Weekly means over companies: adoption; work with and without a reorganisation; commitment with a sponsor and after he has gone."""
    figure = style.canvas(2.1)
    panels = figure.subplots(1, 3)
    for axes, each in zip(panels, shapes, strict=True):
        weeks = np.arange(1, len(each["plain"]) + 1)
        if each["plain"] != each["changed"]:
            axes.plot(weeks, 100 * _smooth(each["plain"]), color=style.SOFT, linewidth=1.1, label="nothing changes")
            axes.axvline(week, color=style.FAINT, linewidth=1)
        axes.plot(weeks, 100 * _smooth(each["changed"]), color=style.ACCENT, linewidth=1.5, label=f"changed in week {week}")
        axes.set_title(style.wrapped(each["name"].capitalize(), 23), fontsize=8)
        axes.set_ylabel(f"% {each['unit'].removeprefix('share ')}", fontsize=7)
        axes.set_xlabel("week")
        axes.set_ylim(0, 1.35 * axes.get_ylim()[1] if axes is panels[1] else None)
        axes.set_xlim(0, len(weeks) if each["plain"] == each["changed"] else 3 * week)
        style.numbered(axes.yaxis, "en", 4)
    panels[1].legend(loc="upper right", fontsize=6.5)
    figure.subplots_adjust(left=0.08, right=0.98, bottom=0.2, top=0.82, wspace=0.42)
    return figure


def _smooth(values: Sequence[float]) -> np.ndarray:
    """Means over four weeks."""
    return np.convolve(np.concatenate([[values[0]] * 3, values]), np.full(4, 0.25), "valid")


def ledger_picture(rows: Sequence[Assumption]) -> Figure:
    """What the primary outcomes of the reference study hang on: share of the spread of ranks."""
    figure = style.canvas(0.6 + 0.21 * len(rows))
    axes = figure.subplots()
    for place, each in enumerate(rows):
        axes.barh(place, 100 * each.weight, color=style.ACCENT if each.source == "assumed" else style.SOFT, height=0.7)
    axes.set_yticks(range(len(rows)), [each.name for each in rows])
    axes.invert_yaxis()
    axes.set_xlabel("share of the spread of ranks, %: mean over the primary outcomes\nand what the full package gains of each")
    style.grid(axes, "x")
    handles = [axes.barh(0, 0, color=style.ACCENT), axes.barh(0, 0, color=style.SOFT)]
    axes.legend(handles, ["assumed", "with a source"], loc="lower right")
    figure.subplots_adjust(left=0.27, right=0.98, bottom=0.58 / figure.get_figheight(), top=0.98)
    return figure
