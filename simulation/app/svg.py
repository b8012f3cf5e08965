"""Drawing by hand in SVG: the few shapes that the pages' pictures are made of, in the colours of the reports.

A page of five pictures is redrawn every week of a play. A chart of one line takes matplotlib some 30 ms, and this less than one
(`python benchmarks/pages.py drawing`). Whatever text comes in is escaped here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from simulation.report import style
from simulation.report.amounts import number

FONT = "Roboto, 'DejaVu Sans', Arial, sans-serif"
AXIS = 13.0  # size of the numbers along axes: a picture is often shown at two thirds of its size


class Frame(NamedTuple):
    """A plotting area: its box within the picture, and the data at its edges."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, value: float) -> float:
        """Where a value of x stands."""
        return self.left + self.width * (value - self.x[0]) / (self.x[1] - self.x[0])

    def up(self, value: float) -> float:
        """Where a value of y stands."""
        return self.top + self.height * (1.0 - (value - self.y[0]) / (self.y[1] - self.y[0]))


def picture(width: float, height: float, parts: Iterable[str], label: str) -> str:
    """A whole picture; `label` says what it shows to those who cannot see it."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label={quoteattr(label)} font-family="{FONT}">'
    return head + "".join(parts) + "</svg>"


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: float = 11,
    colour: str = style.SOFT,
    anchor: str = "start",
    bold: bool = False,
    turn: float | None = None,
    halo: bool = False,
    key: str = "",
) -> str:
    """A line of text, its baseline at y; `turn` in degrees; a `halo` keeps it readable on lines; `key` names what a click on it chooses."""
    weight = ' font-weight="600"' if bold else ""
    turned = "" if turn is None else f' transform="rotate({turn:g} {x:.1f} {y:.1f})"'
    around = f' stroke="{style.PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    more = f"{weight}{turned}{around}{_chosen(key)}"
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{more}>{escape(content)}</text>'


def columns(texts: Sequence[str], left: float, width: float, y: float, *, lines: int = 1, colour: str = style.INK, bold: bool = False) -> str:
    """Texts in the middle of as many columns of equal width, each over at most so many lines of which the last has its baseline at y."""
    step = width / max(len(texts), 1)
    parts = []
    for place, content in enumerate(texts):
        wrapped = style.wrapped(content, max(int(step / 6), 4), lines).split("\n")
        for row, words in enumerate(reversed(wrapped)):
            parts.append(text(left + step * (place + 0.5), y - 13 * row, words, anchor="middle", size=12, colour=colour, bold=bold))
    return "".join(parts)


def line(points: Sequence[tuple[float, float]], colour: str, *, width: float = 1.6, dash: str = "", opacity: float = 1.0) -> str:
    """A line through points."""
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    faint = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"{dashed}{faint}/>'


def area(points: Sequence[tuple[float, float]], colour: str, opacity: float = 1.0, title: str = "") -> str:
    """A filled shape; `title` is what it says under the pointer."""
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{at}" fill="{colour}" fill-opacity="{opacity:g}">{said(title)}</polygon>'


def box(x: float, y: float, width: float, height: float, colour: str, *, edge: str = "none", title: str = "", radius: float = 0, key: str = "") -> str:
    """A rectangle; `key` names what a click on it chooses."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" rx="{radius:g}" '
        f'fill="{colour}" stroke="{edge}"{_chosen(key)}>{said(title)}</rect>'
    )


def dot(x: float, y: float, radius: float, colour: str, *, edge: str = style.INK, width: float = 0.7, title: str = "", key: str = "") -> str:
    """A circle; `key` names what a click on it chooses."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{edge}" stroke-width="{width:g}"{_chosen(key)}>{said(title)}</circle>'


def _chosen(key: str) -> str:
    return f" data-key={quoteattr(key)}" if key else ""


def said(title: str) -> str:
    """What a shape says under the pointer."""
    return f"<title>{escape(title)}</title>" if title else ""


def shade(value: float) -> str:
    """The colour of a share, light to dark blue."""
    return to_hex(style.SHARES(float(np.clip(value, 0.0, 1.0))))


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round numbers within a range."""
    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(each) for each in found if low - 1e-12 <= each <= high + 1e-12]


def axes(frame: Frame, lang: str, *, weeks_label: str = "", y_ticks: Sequence[float] | None = None) -> str:
    """Faint lines at round values of y with their numbers, and the weeks along x."""
    parts = []
    values = ticks(*frame.y) if y_ticks is None else y_ticks
    for value in values:
        y = frame.up(value)
        parts.append(line([(frame.left, y), (frame.left + frame.width, y)], style.FAINT if value else style.SOFT, width=0.8))
        decimals = len(f"{value:.4g}".partition(".")[2])
        parts.append(text(frame.left - 5, y + 3.5, number(value, decimals, lang), anchor="end", size=AXIS))
    bottom = frame.top + frame.height
    for week in week_ticks(int(frame.x[1])):
        parts.append(text(frame.across(week), bottom + 16, str(week), anchor="middle", size=AXIS))
    if weeks_label:
        parts.append(text(frame.left + frame.width / 2, bottom + 32, weeks_label, anchor="middle", size=AXIS))
    return "".join(parts)


def week_ticks(weeks: int) -> list[int]:
    """Years, or thirds of something shorter."""
    return list(range(0, weeks + 1, 52)) if weeks >= 104 else [0, weeks // 2, weeks]
