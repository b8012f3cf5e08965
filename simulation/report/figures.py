"""All figures of a comparison, by name: what they are called in a results folder, how they are captioned, how to make them."""

import gc
from collections.abc import Callable
from typing import NamedTuple

from matplotlib.figure import Figure

from simulation.analysis.comparison import Comparison
from simulation.report import draw_adoption, draw_costs, draw_journeys, draw_organisation, draw_time, style


class Drawing(NamedTuple):
    """A figure of the report: its title and how to read it (both English keys of `messages`), and the function that draws it."""

    title: str
    reading: str
    draw: Callable[[Comparison, str], Figure]


DRAWINGS: dict[str, Drawing] = {
    "adoption": Drawing(
        "Adoption over time: the baseline and the three highest",
        "Share of customers using journeys across channels. Line: the median world. Dark band: half of the worlds. Light band: 8 worlds in 10. "
        "A dotted line marks a dated change of governance.",
        draw_adoption.fans,
    ),
    "differences": Drawing(
        "What each governance changes, world by world",
        "Dot: mean difference to the baseline in the same worlds, filled where that is to the good, hollow where it is not. Thick line: 95 % interval of that "
        "mean. Thin line: 8 worlds in 10. Grey band: differences that do not matter.",
        draw_costs.differences,
    ),
    "trade-off": Drawing(
        "Adoption against delivery cost",
        "Up and to the left is better. Crosses are 95 % intervals of the means. Filled: governances of which no other "
        "wins more customers for less, joined by a line where they are several. Square: the baseline.",
        draw_costs.trade_off,
    ),
    "cost": Drawing(
        "What it costs, and what the directorates' own roadmaps pay",
        "Left: mean delivery cost by kind. Right: mean change of own-roadmap value against the baseline (hollow: a loss), with its "
        "95 % interval and 8 worlds in 10; grey band: what does not matter.",
        draw_costs.cost_by_kind,
    ),
    "odds": Drawing(
        "The odds of doing better than the baseline, week by week",
        "Share of worlds in which the governance is ahead of the baseline in that week, by however little: a difference of one customer or one euro counts. "
        "The words of the tables count only differences beyond the threshold. Dotted: 20 % and 80 % of worlds, to read by.",
        draw_time.odds,
    ),
    "latency": Drawing(
        "How long a decision takes",
        "Dot: the median decision; diamond: one decision in ten takes longer. Means over worlds, and 8 worlds in 10.",
        draw_time.latency,
    ),
    "journeys": Drawing(
        "Which journey is live on which channel",
        "The last column counts a journey only when all its channels are built and connected.",
        draw_journeys.heat_map,
    ),
    "organisation": Drawing(
        "The organisation as a network",
        "Both drawings put every team in the same place, so that what differs is what the governance did. They show the end of the run, which goes "
        "on after the last week of customers until the roadmap is live or stopped; the buy-in above each is a mean over people.",
        draw_organisation.network,
    ),
    "adoption-all": Drawing(
        "Adoption over time: every governance",
        "In colour: the governance named above the panel. Grey, dashed: the baseline.",
        draw_adoption.multiples,
    ),
}


SEVERAL = 4  # scenarios up to which the first figure shows them all


def drawings(comparison: Comparison) -> dict[str, Drawing]:
    """The figures that a comparison has: DRAWINGS, without what would be shown twice."""
    return {name: drawing for name, drawing in DRAWINGS.items() if name != "adoption-all" or len(comparison.names) > SEVERAL}


def drawn(comparison: Comparison, name: str, lang: str = "en") -> Figure:
    """One figure of DRAWINGS, in the report's style."""
    with style.applied():
        return DRAWINGS[name].draw(comparison, lang)


def images(comparison: Comparison, lang: str = "en", kinds: tuple[str, ...] = ("svg",)) -> dict[str, dict[str, bytes]]:
    """Every figure in every kind asked for (`svg`, `png`): name -> kind -> bytes."""
    made: dict[str, dict[str, bytes]] = {}
    gc.freeze()  # figures are made of many small objects: the collector need not look through all others again and again
    try:
        for name in drawings(comparison):
            figure = drawn(comparison, name, lang)
            made[name] = {kind: style.rendered(figure, kind) for kind in kinds}
    finally:
        gc.unfreeze()
    return made
