"""Charts over the weeks: lines with their values at the end, bands over worlds, and kinds stacked on each other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.app import svg
from simulation.app.texts import say
from simulation.checks import HORIZON
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.draw_costs import spaced

WIDTH, HEIGHT = 430.0, 240.0  # half of a page on a screen of 1,280 pixels: there a text is shown in its own size
LEFT, TOP, RIGHT, BOTTOM = 46.0, 18.0, 66.0, 40.0  # room for numbers, marked weeks, last values, weeks
LEGEND = 176.0  # room at the right for the names and last values of kinds
ROW = 20.0  # of names


class Line(NamedTuple):
    """A line of a chart, already in the unit shown: its short name, values by week (from week 1), and bands (low, high) from light to dark."""

    name: str
    values: np.ndarray
    colour: str
    bands: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
    dashed: bool = False
    from_zero: bool = True  # counted from nothing, so it starts at zero in week 0


class Mark(NamedTuple):
    """A week that a chart points out, and what happened in it."""

    week: int
    name: str
    colour: str


def weekly(
    lines: Sequence[Line],
    label: str,
    lang: str,
    *,
    decimals: int = 1,
    least: float = 1.0,
    below: bool = False,
    marks: Sequence[Mark] = (),
) -> str:
    """Lines over the horizon, letters beside their ends, longer names above. `below` lets the y axis go under zero.

    `least` is the smallest top of the y axis, so that noise never fills a chart.
    """
    everything = [0.0, *(float(each) for line in lines for values in (line.values, *(v for band in line.bands for v in band)) for each in _ends(values))]
    top = max(least, 1.08 * max(everything))
    bottom = min(-least if below else 0.0, 1.08 * min(everything))
    named = any(len(line.name) > 1 for line in lines)
    upper_edge = TOP + ROW if named else TOP
    frame = svg.Frame(LEFT, upper_edge, WIDTH - LEFT - RIGHT, HEIGHT - upper_edge - BOTTOM, (0, HORIZON), (bottom, top))
    parts = [svg.axes(frame, lang, weeks_label=say("weeks since the decision", lang)), _names(lines) if named else ""]
    parts += _marks(frame, marks)
    for line in lines:
        for (low, high), opacity in zip(line.bands, (0.16, 0.30), strict=False):
            upper, lower = _points(frame, high), _points(frame, low)
            parts.append(svg.area([*upper, *reversed(lower)], line.colour, opacity))
    for line in lines:
        if len(line.values):
            parts.append(svg.line(_points(frame, line.values, from_zero=line.from_zero), line.colour, width=1.9, dash="5 3" if line.dashed else ""))
    ended = [line._replace(name="") if named else line for line in lines if len(line.values)]
    parts += _end_labels(frame, ended, decimals, lang)
    return svg.picture(WIDTH, HEIGHT, parts, label)


def _names(lines: Sequence[Line]) -> str:
    """The names of lines, side by side above them."""
    x, parts = LEFT, []
    for line in lines:
        parts += [svg.dot(x + 4, 9, 4, line.colour, edge=line.colour), svg.text(x + 13, 13, line.name, colour=line.colour, bold=True, size=12.5)]
        x += 30 + 7.0 * len(line.name)
    return "".join(parts)


def stacked(kinds: Sequence[tuple[str, np.ndarray]], label: str, lang: str, *, decimals: int = 1, least: float = 1.0, marks: Sequence[Mark] = ()) -> str:
    """Kinds stacked on each other by week, dark to light, with their names and last values at the side."""
    total = np.sum([values for _, values in kinds], axis=0) if kinds else np.zeros(0)
    top = max(least, 1.08 * float(total.max(initial=0.0)))
    frame = svg.Frame(LEFT, TOP, WIDTH - LEFT - LEGEND, HEIGHT - TOP - BOTTOM, (0, HORIZON), (0.0, top))
    parts = [svg.axes(frame, lang, weeks_label=say("weeks since the decision", lang))]
    base = np.zeros(len(total))
    for (name, values), colour in zip(kinds, style.KINDS, strict=True):
        above = base + values
        if len(total):
            shown = f"{name}: {number(float(values[-1]), decimals, lang)}"
            parts.append(svg.area([*_points(frame, above), *reversed(_points(frame, base))], colour, 1.0, shown))
        base = above
    parts += _marks(frame, marks)
    for place, ((name, values), colour) in enumerate(reversed(list(zip(kinds, style.KINDS, strict=True)))):
        y = frame.top + 4 + ROW * place
        last = number(float(values[-1]), decimals, lang) if len(values) else number(0.0, decimals, lang)
        parts += [
            svg.box(WIDTH - LEGEND + 10, y, 10, 10, colour),
            svg.text(WIDTH - LEGEND + 25, y + 9, name, size=12),
            svg.text(WIDTH - 2, y + 9, last, size=12, anchor="end", colour=style.INK),
        ]
    return svg.picture(WIDTH, HEIGHT, parts, label)


def _marks(frame: svg.Frame, marks: Sequence[Mark]) -> list[str]:
    """A dashed line at each week that is pointed out, its name above; a name that would lie on another one goes under it."""
    parts = []
    ends: list[float] = []  # of the names in each row
    for mark in sorted(marks):
        x, room = frame.across(mark.week), 7.0 * len(mark.name)
        left = min(x, frame.left + frame.width - room)
        row = next((row for row, end in enumerate(ends) if end < left), len(ends))
        ends[row : row + 1] = [left + room]
        parts += [
            svg.line([(x, frame.top), (x, frame.top + frame.height)], mark.colour, width=1.0, dash="2 3"),
            svg.text(left, frame.top - 2 + 13 * row, mark.name, colour=mark.colour, size=12, halo=True),
        ]
    return parts


def _points(frame: svg.Frame, values: np.ndarray, *, from_zero: bool = True) -> list[tuple[float, float]]:
    """A series from week 1 on; what is counted begins at zero in week 0."""
    start = [(frame.across(0), frame.up(0.0))] if from_zero else []
    return start + [(frame.across(week), frame.up(float(value))) for week, value in enumerate(values, 1) if np.isfinite(value)]


def _ends(values: np.ndarray) -> tuple[float, ...]:
    usable = values[np.isfinite(values)]
    return (float(usable.min()), float(usable.max())) if usable.size else ()


def _end_labels(frame: svg.Frame, lines: Sequence[Line], decimals: int, lang: str) -> list[str]:
    """The last value of each line beside its end, spaced so that none overlap."""
    if not lines:
        return []
    ends = [(len(line.values), float(line.values[-1])) for line in lines]
    wanted = np.array([(value - frame.y[0]) / (frame.y[1] - frame.y[0]) for _, value in ends])
    heights = spaced(wanted, 15.0 / frame.height)
    parts = []
    for line, (week, value), height in zip(lines, ends, heights, strict=True):
        x, y = frame.across(week), frame.top + frame.height * (1.0 - float(height))
        shown = f"{line.name} {number(value, decimals, lang)}".strip()
        parts += [
            svg.dot(x, frame.up(value), 3, line.colour, edge=style.PAPER),
            svg.text(x + 7, y + 4, shown, colour=line.colour, bold=True, size=13, halo=True),
        ]
    return parts
