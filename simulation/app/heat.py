"""The heat map of a stored study: scenarios, or points of a sweep, by outcomes, coloured by what matters."""

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap, to_hex

from simulation.app import svg
from simulation.app.stored import MOST_COLUMNS, Study
from simulation.app.texts import say
from simulation.app.told import scale_in
from simulation.outcomes import OUTCOMES
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.draw_costs import efficient
from simulation.report.messages import label, one_line

WIDE, LEFT, TOP, HEIGHT = 1060.0, 250.0, 76.0, 23.0
BETTER_WORSE = LinearSegmentedColormap.from_list("better-worse", [style.SECOND, "#f6d9c3", "#f5f7f9", "#c3d9ea", style.ACCENT])
MOST_ROWS = 40
FULL = 2.0  # thresholds of what matters at which a colour is full


def heat_map(study: Study, chosen: str, lang: str) -> str:
    """A line a row of the study: means in the unit of the outcome, bluer where better than the first, more orange where worse, by the threshold."""
    means, weight, titles, colours = study.means(), study.weight(), study.titles(lang), study.colours()
    width, levels = (WIDE - LEFT - 8) / len(means.columns), study.levels(lang)
    parts = [svg.columns(study.factors(lang)[:MOST_COLUMNS], 0, LEFT, TOP - 8, lines=4, colour=style.SOFT)]
    parts += [_head(LEFT + width * (place + 0.5), outcome, means[outcome], lang) for place, outcome in enumerate(means)]
    for line, row in enumerate(rows_shown(means, chosen)):
        y, name, key = TOP + HEIGHT * line, str(means.index[row]), f"row:{row}"
        here = name == chosen
        words = svg.columns(levels[name][:MOST_COLUMNS], 0, LEFT, y + 16, bold=here)
        words = words or svg.text(LEFT - 10, y + 16, one_line(titles[name], 38), anchor="end", size=12, colour=colours.get(name, style.INK), bold=here)
        parts.append(f'<g data-key="{key}">{svg.box(0, y, LEFT - 4, HEIGHT, style.BAND if here else style.PAPER, title=titles[name])}{words}</g>')
        for place, outcome in enumerate(means):
            shown = _shown(float(means.loc[name, outcome]), means[outcome], outcome, lang)
            parts.append(_cell(LEFT + width * place, y, width, float(weight.loc[name, outcome]), shown, key))
    return svg.picture(WIDE, TOP + HEIGHT * min(len(means), MOST_ROWS) + 6, parts, say("Scenarios by outcomes", lang))


def rows_shown(means: pd.DataFrame, chosen: str) -> list[int]:
    """Places of the rows of a heat map, in their order: all; of many, the first, the chosen one, the efficient ones, then the others evenly."""
    count = len(means)
    if count <= MOST_ROWS:
        return list(range(count))
    front = efficient(means["delivery_cost"].to_numpy(), means["adoption"].to_numpy())
    wanted = [0, *np.flatnonzero(means.index == chosen).tolist(), *front, *np.linspace(0, count - 1, MOST_ROWS).round().astype(int).tolist()]
    return sorted(list(dict.fromkeys(wanted))[:MOST_ROWS])


def _head(middle: float, outcome: str, values: pd.Series, lang: str) -> str:
    lines = style.wrapped(label(outcome, lang), 13, lines=3).split("\n")
    parts = [svg.text(middle, 16 + 13 * row, words, anchor="middle", size=12) for row, words in enumerate(lines)]
    return "".join(parts) + svg.text(middle, 64, scale_in(OUTCOMES[outcome].unit, values, lang).unit, anchor="middle", size=12, colour=style.INK)


def _shown(value: float, values: pd.Series, outcome: str, lang: str) -> str:
    scale = scale_in(OUTCOMES[outcome].unit, values, lang)
    return number(value * scale.factor, scale.decimals, lang)


def _cell(x: float, y: float, width: float, weight: float, shown: str, key: str) -> str:
    force = float(np.clip(weight / FULL, -1.0, 1.0)) if np.isfinite(weight) else 0.0
    ink = style.PAPER if abs(force) > 0.75 else style.INK
    words = svg.text(x + width / 2, y + 16, shown, anchor="middle", size=12, colour=ink)
    return svg.box(x + 1, y + 1, width - 2, HEIGHT - 2, to_hex(BETTER_WORSE(0.5 + 0.5 * force)), radius=2, key=key) + f'<g pointer-events="none">{words}</g>'
