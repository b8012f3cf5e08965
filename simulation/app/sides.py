"""What page 2 computes: the same world under several scenarios, week by week, and what differs from the first."""

from collections.abc import Sequence
from html import escape

import numpy as np

from simulation.analysis.comparison import Comparison
from simulation.app import charts
from simulation.app.address import LETTERS
from simulation.app.live import Live
from simulation.app.texts import say
from simulation.app.told import DIFFERING, differed, label_of, mark_of, scale_in, shown
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import amount, gap
from simulation.report.messages import label
from simulation.report.style import SCENARIOS
from simulation.scenario import Scenario

FACTORS = {"adoption": (100.0, 2, 1.0), "spent": (1e-6, 1, 1.0)}  # factor, decimals, least top of the axis
OUTCOMES_SHOWN = ("adoption", "delivery_cost", "net_value", "own_value", "continuity", "hidden_share", "latency_median", "kept_across")


def gaps(lives: Sequence[Live], series: str) -> list[np.ndarray]:
    """Each scenario's series less that of the first, [weeks gone by], in the unit of the series."""
    return [live.column(series) - lives[0].column(series) for live in lives]


def chart(lives: Sequence[Live], series: str, lang: str) -> str:
    """The series of all scenarios in one chart."""
    factor, decimals, least = FACTORS[series]
    lines = [charts.Line(LETTERS[place], factor * live.column(series), SCENARIOS[place]) for place, live in enumerate(lives)]
    return charts.weekly(lines, label_of(series, lang), lang, decimals=decimals, least=least, marks=_marks(lives, lang))


def difference_chart(lives: Sequence[Live], series: str, lang: str) -> str:
    """What each scenario has more or less than the first."""
    factor, decimals, least = FACTORS[series]
    lines = [charts.Line(LETTERS[place], factor * values, SCENARIOS[place]) for place, values in enumerate(gaps(lives, series)) if place]
    title = say("{what}: difference to A", lang, what=label_of(series, lang))
    return charts.weekly(lines, title, lang, decimals=decimals, least=least / 2, below=True, marks=_marks(lives, lang))


def _marks(lives: Sequence[Live], lang: str) -> list[charts.Mark]:
    return [mark for place, live in enumerate(lives) for mark in mark_of(live, lang, LETTERS[place])]


def differences_html(lives: Sequence[Live], lang: str) -> str:
    """A table of this week's measures: the first scenario's values, then each other's with its difference."""
    rows = []
    for series in DIFFERING:
        values = [live.now(series) for live in lives]
        cells = [f"<td>{escape(shown(series, values[0], lang))}</td>"]
        cells += [
            f'<td>{escape(shown(series, value, lang))} <small data-difference="{series}" data-scenario="{LETTERS[place]}" data-value="{value - values[0]!r}">'
            f"{escape(differed(series, value - values[0], lang))}</small></td>"
            for place, value in enumerate(values)
            if place
        ]
        rows.append(f"<tr><td>{escape(label_of(series, lang))}</td>{''.join(cells)}</tr>")
    return _table(len(lives), rows)


def outcomes_html(comparison: Comparison, lang: str) -> str:
    """The outcomes of the one world of a comparison, with differences to the first scenario; those that matter are bold, by their threshold."""
    rows = []
    for outcome in OUTCOMES_SHOWN:
        values = [float(each.outcomes[outcome].iloc[0]) for each in comparison.ensembles]
        units = scale_in(OUTCOMES[outcome].unit, values, lang)
        cells = [f"<td>{escape(amount(values[0], units, lang))}</td>"]
        for place, name in enumerate(comparison.names[1:], 1):
            gone = float(comparison.differences.loc[(name, outcome), "mean"])
            matters = abs(gone) > (comparison.thresholds[outcome] or np.inf)
            told = escape(gap(gone, units, lang))
            cells.append(
                f'<td>{escape(amount(values[place], units, lang))} <small data-outcome="{outcome}" data-scenario="{LETTERS[place]}" '
                f'data-value="{gone!r}">{f"<b>{told}</b>" if matters else told}</small></td>'
            )
        rows.append(f"<tr><td>{escape(label(outcome, lang))}</td>{''.join(cells)}</tr>")
    notes = [say("Bold: a difference beyond the threshold of what matters. One world is one draw of luck: the odds are on the next page.", lang)]
    estimated = [LETTERS[place] for place, each in enumerate(comparison.ensembles) if each.outcomes["end_week"].isna().iloc[0]]
    if estimated:
        text = "Delivery cost is that of the whole roadmap when it is finished. It never was under {letters}: there it is an estimate at completion."
        notes.append(say(text, lang, letters=", ".join(estimated)))
    return _table(len(comparison.names), rows) + "".join(f'<p class="hint">{escape(note)}</p>' for note in notes)


def same_html(scenarios: Sequence[Scenario], letters: Sequence[str], lang: str) -> str:
    """That there is nothing to compare, where all scenarios are the same but for their titles; else empty."""
    if len({each.hash for each in scenarios}) > 1:
        return ""
    among = say("{low} and {high}", lang, low=", ".join(letters[:-1]), high=letters[-1])
    text = "{letters} are the same: choose another scenario or move a lever."
    return f"<p>{escape(say(text, lang, letters=among))}</p>"


def _table(scenarios: int, rows: Sequence[str]) -> str:
    heads = "".join(f'<th><span class="letter" style="background:{SCENARIOS[place]}">{LETTERS[place]}</span></th>' for place in range(scenarios))
    return f'<table class="sides"><thead><tr><th></th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
