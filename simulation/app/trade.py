"""The trade-off of a stored study: adoption against delivery cost; large dots are scenarios, or points of a sweep, small ones runs, each to be opened."""

import numpy as np

from simulation.app import svg
from simulation.app.stored import MOST_COLUMNS, Study
from simulation.app.texts import say
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.draw_costs import efficient, spaced
from simulation.report.messages import label, one_line

WIDE, HIGH, MARGIN = 1060.0, 450.0, 270.0  # pixels; the margin at the right holds the names of scenarios
LEAST = 15.0  # pixels between two names
MOST_NAMES = 24


def trade_off(study: Study, chosen: str, lang: str) -> str:
    """Means of all scenarios, joined along the efficient front, and the runs of the chosen one."""
    means, points = study.means(), study.points(chosen)
    x, y = 1e-6 * means["delivery_cost"].to_numpy(), 100 * means["adoption"].to_numpy()
    run_x, run_y = 1e-6 * points["delivery_cost"].to_numpy(), 100 * points["adoption"].to_numpy()
    high = float(np.nanmax(np.concatenate([y, run_y])))
    edge = study.colours().get(chosen, style.ACCENT)
    top = 14 if not study.varied else 66  # the names of what varies stand above their values
    frame = svg.Frame(56, top, WIDE - 56 - MARGIN, HIGH - 50 - top, _range(np.concatenate([x, run_x])), (0.0, max(1.0, 1.08 * high)))
    front = efficient(x, y)
    parts = [_axes(frame, lang), svg.line([(frame.across(x[row]), frame.up(y[row])) for row in front], style.ACCENT, width=1.2, opacity=0.6)]
    for run, world, cost, adoption in zip(points["run"], points["world"], run_x, run_y, strict=True):
        words = say("world {world}: {adoption} % of customers, {cost} M EUR", lang, world=world, adoption=number(adoption, 1, lang), cost=number(cost, 1, lang))
        parts.append(svg.dot(frame.across(cost), frame.up(adoption), 4.5, style.PAPER, edge=edge, title=words, key=f"run:{run}"))
    return svg.picture(WIDE, HIGH, [*parts, *_scenarios(frame, study, x, y, front, chosen, lang)], say("Adoption against delivery cost", lang))


def _scenarios(frame: svg.Frame, study: Study, x: np.ndarray, y: np.ndarray, front: list[int], chosen: str, lang: str) -> list[str]:
    """A dot for each scenario's means, tied by a thin line to its name in the margin."""
    names, titles, colours = list(study.means().index), study.titles(lang), study.colours()
    wanted = np.array([1.0 - (frame.up(value) - frame.top) / frame.height for value in y])
    heights = spaced(wanted, LEAST / frame.height)
    parts, edge, levels = [], frame.left + frame.width, study.levels(lang)
    parts.append(svg.columns(study.factors(lang)[:MOST_COLUMNS], edge + 22, MARGIN - 22, frame.top - 14, lines=4, colour=style.SOFT))
    for row, name in enumerate(names):
        at, here = (frame.across(x[row]), frame.up(y[row])), name == chosen
        colour = colours.get(name, style.ACCENT if row in front else style.INK)
        fill = style.PAPER if row not in front and not here else colour
        if len(names) <= MOST_NAMES or here or row in front:
            level = frame.top + frame.height * (1.0 - float(heights[row]))
            words = svg.columns(levels[name][:MOST_COLUMNS], edge + 22, MARGIN - 22, level + 4, bold=here)
            words = words or svg.text(edge + 22, level + 4, one_line(titles[name], 36), size=12, colour=colours.get(name, style.INK), bold=here)
            parts.append(svg.line([at, (edge + 18, level)], style.FAINT if row not in front else "#9fb8cc", width=0.8))
            parts.append(f'<g data-key="row:{row}">{words}</g>')
        parts.append(svg.dot(*at, 8.5 if here else 6.5, fill, edge=colour, width=1.5, title=titles[name], key=f"row:{row}"))
    return parts


def _axes(frame: svg.Frame, lang: str) -> str:
    bottom, right = frame.top + frame.height, frame.left + frame.width
    parts = []
    for value in svg.ticks(*frame.y):
        y = frame.up(value)
        parts += [
            svg.line([(frame.left, y), (right, y)], style.FAINT, width=0.8),
            svg.text(frame.left - 6, y + 4, _round(value, lang), anchor="end", size=12),
        ]
    for value in svg.ticks(*frame.x, most=8):
        x = frame.across(value)
        parts += [svg.line([(x, frame.top), (x, bottom)], style.FAINT, width=0.8), svg.text(x, bottom + 17, _round(value, lang), anchor="middle", size=12)]
    parts.append(svg.text(frame.left + frame.width / 2, bottom + 38, f"{label('delivery_cost', lang)}, M EUR", anchor="middle", size=12))
    parts.append(svg.text(15, frame.top + frame.height / 2, f"{label('adoption', lang)}, %", anchor="middle", turn=-90, size=12))
    return "".join(parts)


def _round(value: float, lang: str) -> str:
    return number(value, len(f"{value:.4g}".partition(".")[2]), lang)


def _range(values: np.ndarray) -> tuple[float, float]:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = 0.06 * (high - low) or 1.0
    return low - margin, high + margin
