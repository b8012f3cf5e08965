"""The organisation as a network: who belongs where, who is convinced, and which working ties are open.

Places come from the company alone, never from a governance, so that two drawings can be laid side by side.
"""

import math

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colorbar import ColorbarBase
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import FuncFormatter

from simulation.analysis.comparison import Comparison
from simulation.ensemble import Ensemble
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.messages import say, titles

RING = 1.0  # radius on which the directorates stand; the Factory is in the middle


def network(comparison: Comparison, lang: str = "en") -> Figure:
    """Teams by directorate for the baseline and the best governance: size = people, shade = buy-in at the end, lines = as many ties as are open."""
    chosen = [comparison.names[0], next(name for name in comparison.ranking() if name != comparison.names[0])]
    teams = comparison.baseline.teams
    centres, radius = unit_places(comparison.baseline.units, teams)
    places = team_places(teams, centres, radius)
    shown = titles(comparison, lang)
    figure = style.canvas(3.9)
    for axes, name in zip(figure.subplots(1, 2), chosen, strict=True):
        ensemble = comparison.ensemble(name)
        _draw(axes, ensemble, centres, radius, places)
        _caption(axes, ensemble, style.wrapped(shown[name], 38), lang)
    figure.subplots_adjust(left=0.005, right=0.995, bottom=0.09, top=0.89, wspace=0.02)
    _shades(figure, lang)
    return figure


def unit_places(units: list[str], teams: pd.DataFrame) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Where each unit stands and how much room it takes: directorates on a ring, a longer arc for more teams, the Factory (last) in the middle."""
    members = {unit: int((teams["unit"] == unit).sum()) for unit in units}
    radius = {unit: 0.1 + 0.055 * math.sqrt(count) for unit, count in members.items()}
    ring = units[:-1]
    arcs = np.array([radius[unit] for unit in ring])
    turns = (np.cumsum(arcs) - arcs / 2) / arcs.sum() if len(ring) else arcs
    centres = {unit: RING * np.array([math.sin(2 * math.pi * turn), math.cos(2 * math.pi * turn)]) for unit, turn in zip(ring, turns, strict=True)}
    most = math.pi * RING / arcs.sum() if len(ring) > 1 else 1.0
    shrink = min(1.0, 0.93 * most)
    return centres | {units[-1]: np.zeros(2)}, {unit: size * shrink for unit, size in radius.items()}


def team_places(teams: pd.DataFrame, centres: dict[str, np.ndarray], radius: dict[str, float]) -> dict[str, np.ndarray]:
    """Where each team stands: on a circle inside its unit (networkx lays it out), alone in the middle when it is the only one."""
    places: dict[str, np.ndarray] = {}
    for unit, members in teams.groupby("unit", sort=False)["name"]:
        names = list(members)
        inner = len(names) // 3 if len(names) > 7 else 0
        rings = [ring for ring in (names[:inner], names[inner:]) if ring]
        places |= nx.shell_layout(nx.empty_graph(names), rings, scale=0.74 * radius[unit], center=centres[unit])
    return places


def usually_open(ties: pd.DataFrame) -> np.ndarray:
    """[tie] As many ties as are open on average, those that are open in most worlds: which ones are open differs from world to world."""
    share = ties["share_open"].to_numpy(float)
    chosen = np.zeros(len(share), dtype=bool)
    chosen[np.argsort(-share, kind="stable")[: round(share.sum())]] = True
    return chosen


def possible_ties(ensemble: Ensemble) -> pd.DataFrame:
    """The ties between teams that have people (a Factory may have none)."""
    there = set(ensemble.teams.loc[ensemble.teams["fte"] > 0, "name"])
    return ensemble.ties[ensemble.ties["team"].isin(there) & ensemble.ties["other"].isin(there)]


def _draw(axes: Axes, ensemble: Ensemble, centres: dict[str, np.ndarray], radius: dict[str, float], places: dict[str, np.ndarray]) -> None:
    teams = ensemble.teams
    unit_of = dict(zip(teams["name"], teams["unit"], strict=True))
    for unit, centre in centres.items():
        axes.add_patch(Circle(tuple(centre), radius[unit], facecolor="#f1f4f7", edgecolor=style.FAINT, linewidth=0.7, zorder=0))
    graph = nx.Graph()
    ties = possible_ties(ensemble)
    graph.add_edges_from(ties.loc[usually_open(ties), ["team", "other"]].itertuples(index=False, name=None))
    across = [(one, two) for one, two in graph.edges if unit_of[one] != unit_of[two]]
    within = [(one, two) for one, two in graph.edges if unit_of[one] == unit_of[two]]
    for pairs, colour, width in ((across, style.SECOND, 0.4), (within, "#7d8b99", 0.6)):
        axes.add_collection(LineCollection([[places[one], places[two]] for one, two in pairs], colors=colour, linewidths=width, alpha=0.5, zorder=1))
    here = teams[teams["fte"] > 0]
    spots = np.array([places[name] for name in here["name"]])
    sizes = 4.0 + 60.0 * here["fte"].to_numpy() / max(float(here["fte"].max()), 1.0) * min(1.0, 60 / len(here))
    axes.scatter(spots[:, 0], spots[:, 1], s=sizes, c=here["buy_in"], cmap=style.SHARES, norm=Normalize(0, 1), edgecolors=style.INK, linewidths=0.45, zorder=3)
    for unit, centre in centres.items():
        _named(axes, unit, centre, radius[unit])
    axes.set_aspect("equal")
    axes.set_xlim(-1.86, 1.86)
    axes.set_ylim(-1.5, 1.5)
    axes.set_axis_off()


def _named(axes: Axes, unit: str, centre: np.ndarray, radius: float) -> None:
    """The unit's name, outside the ring so that it covers no team; the Factory's under its circle."""
    distance = float(np.hypot(*centre))
    if distance == 0:
        axes.text(
            0,
            -radius - 0.03,
            style.wrapped(unit, 18),
            ha="center",
            va="top",
            fontsize=6.5,
            fontweight="bold",
            zorder=4,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 1},
        )
        return
    direction = centre / distance
    x, y = centre + direction * (radius + 0.04)
    side = "left" if direction[0] > 0.3 else "right" if direction[0] < -0.3 else "center"
    level = "bottom" if direction[1] > 0.75 else "top" if direction[1] < -0.75 else "center"
    axes.text(x, y, style.wrapped(unit, 13, lines=3), ha=side, va=level, fontsize=6.2, linespacing=0.95, zorder=4)


def _caption(axes: Axes, ensemble: Ensemble, title: str, lang: str) -> None:
    unit_of = dict(zip(ensemble.teams["name"], ensemble.teams["unit"], strict=True))
    ties = possible_ties(ensemble)
    crosses = np.array([unit_of[one] != unit_of[two] for one, two in zip(ties["team"], ties["other"], strict=True)], dtype=bool)
    is_open = usually_open(ties)
    text = say(
        "{open} of {all} ties across directorates open; buy-in {buy_in} at the end",
        lang,
        open=int((crosses & is_open).sum()),
        all=int(crosses.sum()),
        buy_in=number(float(np.average(ensemble.teams["buy_in"], weights=ensemble.teams["fte"].clip(lower=1e-9))), 2, lang),
    )
    axes.set_title(title, pad=15)
    axes.text(0, 1.01, text, transform=axes.transAxes, fontsize=6.3, color=style.SOFT, va="bottom")


def _shades(figure: Figure, lang: str) -> None:
    axes = figure.add_axes((0.03, 0.055, 0.2, 0.02))
    bar = ColorbarBase(
        axes,
        cmap=style.SHARES,
        norm=Normalize(0, 1),
        orientation="horizontal",
        ticks=[0, 0.5, 1],
        format=FuncFormatter(lambda value, _: number(value, 1, lang)),
    )
    bar.outline.set_visible(False)
    axes.tick_params(length=0, labelsize=6.5, pad=1)
    note = say(
        "buy-in of a team at the end of the run (0 to 1); a dot's area is its people\n"
        "lines: as many ties as are open in a world; orange across directorates, grey inside one",
        lang,
    )
    figure.text(0.25, 0.065, note, va="center", fontsize=6.5, color=style.SOFT)
