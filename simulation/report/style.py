"""One style for every figure: calm, readable in grey and by the colour-blind, the same on paper and on a screen.

Figures are drawn on Figure objects, never through pyplot, so nothing is kept from one report to the next.
"""

import textwrap
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulation.report.amounts import number
from simulation.report.messages import one_line

WIDTH = 7.2  # inches: the text width of an A4 page
INK, SOFT, FAINT, PAPER = "#1d2733", "#5d6875", "#d5dae0", "#ffffff"
ACCENT, SECOND, NEUTRAL = "#0b5a92", "#c8590b", "#7d8b99"  # better, worse, neither
# The baseline, then the others in their order: the same on every page and in the reports, and never the colours of better and worse.
SCENARIOS = ("#5d6875", "#8a3f8f", "#1f8a7d", "#6b4f12", "#1d2733")
BASELINE = SCENARIOS[0]
BAND = "#e9edf1"
# Eight kinds of cost, dark to light, so that their order can be read in grey.
KINDS = ("#142c4c", "#254f7a", "#3b7a9e", "#5f9f9f", "#93b77e", "#c6c25f", "#ebc46d", "#f7e3b5")
SHARES = LinearSegmentedColormap.from_list("shares", ["#f5f7f9", "#bfd4e3", "#6fa1c4", "#2c6ea3", "#0b3a66"])

_RULES: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.parse_math": False,
    "text.color": INK,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "omnigov",
    "path.simplify_threshold": 0.3,
}


@contextmanager
def applied() -> Iterator[None]:
    """The style, for as long as figures are drawn and saved; names with signs that the font lacks are drawn without a warning."""
    with matplotlib.rc_context(_RULES), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def canvas(height: float, width: float = WIDTH) -> Figure:
    """An empty figure of so many inches, to be saved by Agg or as SVG."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def rendered(figure: Figure, kind: str) -> bytes:
    """The figure as `svg` or `png` bytes, the same for the same figure (no date inside)."""
    held = BytesIO()
    settings: dict[str, Any] = {"metadata": {"Date": None}} if kind == "svg" else {"dpi": 160, "pil_kwargs": {"compress_level": 3}}
    with applied():
        figure.savefig(held, format=kind, **settings)
    return held.getvalue()


def scenario_colours(names: Sequence[str], ranked: Sequence[str]) -> dict[str, str]:
    """Scenarios with their colours: all of a few, in their order; of many, the first and those that come first in `ranked`."""
    others = names[1:] if len(names) <= len(SCENARIOS) else [name for name in ranked if name != names[0]]
    return dict(zip([names[0], *others], SCENARIOS, strict=False))


def judged(difference: float, direction: str) -> str:
    """The colour of a difference in an outcome of which `higher`, `lower` or `none` is better; one of exactly nothing is neither."""
    gain = {"higher": difference, "lower": -difference}.get(direction, 0.0)
    return ACCENT if gain > 0 else SECOND if gain < 0 else NEUTRAL


def grid(axes: Axes, axis: Literal["both", "x", "y"]) -> None:
    """Faint lines behind the data, along one axis only."""
    axes.grid(visible=True, axis=axis)
    axes.tick_params(axis=axis, length=0)


def numbered(axis: Axis, lang: str, most: int = 5, within: tuple[float, float] | None = None) -> None:
    """Round numbers along an axis, with the language's separators; `within` keeps them to a part of it."""
    locator = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10])
    if within is None:
        axis.set_major_locator(locator)
    else:
        axis.set_ticks([tick for tick in locator.tick_values(*within) if within[0] <= tick <= within[1]])
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, len(f"{value:.4g}".partition(".")[2]), lang)))


def wrapped(text: str, width: int, lines: int = 2) -> str:
    """A name over at most so many lines of so many characters (half as many where they are wide: Chinese, pictographs).

    What is too long for its one line is cut in the middle, since names beside each other often differ at their ends.
    """
    width = width // 2 if any(unicodedata.east_asian_width(sign) in "WF" for sign in text[:200]) else width
    if lines == 1:
        whole = one_line(text, 40 * width)
        return whole if len(whole) <= width else f"{whole[: width - width // 2 - 1].rstrip()}…{whole[-(width // 2) :].lstrip()}"
    parts = textwrap.wrap(one_line(text, width * lines), width) or [""]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], one_line(" ".join(parts[lines - 1 :]), width)]
    return "\n".join(parts)
