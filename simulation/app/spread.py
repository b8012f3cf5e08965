"""What page 3 shows of a comparison of two: fans, the sentence for each primary outcome, and the shares of worlds it rests on."""

from html import escape

import numpy as np

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.analysis.weekly import QUANTILES
from simulation.app import charts
from simulation.app.address import LETTERS
from simulation.app.texts import say
from simulation.ensemble import Ensemble
from simulation.report import style
from simulation.report.amounts import percent, trimmed
from simulation.report.messages import label, word
from simulation.report.sentences import scale, told

TOLD = (*PRIMARY, "own_value")


def fans(comparison: Comparison, letter: str, series: str, factor: float, lang: str, *, decimals: int = 1, least: float = 1.0) -> str:
    """Median, half of the worlds and eight worlds in ten, of the baseline (dashed) and of the other, each in its colour."""
    lines = [
        _fan(comparison.baseline, series, factor, "A", style.BASELINE, dashed=True),
        _fan(comparison.ensembles[1], series, factor, letter, _colour(letter), dashed=False),
    ]
    return charts.weekly(lines, series, lang, decimals=decimals, least=least)


def difference_fan(comparison: Comparison, letter: str, series: str, factor: float, lang: str, *, decimals: int = 1, least: float = 1.0) -> str:
    """The difference in the same worlds, week by week: median, half of the worlds, eight worlds in ten."""
    values = _worlds(comparison.ensembles[1], series) - _worlds(comparison.baseline, series)
    line = _line(factor * values, "", _colour(letter), dashed=False)
    return charts.weekly([line], series, lang, decimals=decimals, least=least / 2, below=True)


def sentence_html(comparison: Comparison, lang: str) -> str:
    """A sentence for each primary outcome and for the directorates' own roadmaps."""
    name = comparison.names[1]
    rows = "".join(f"<p><b>{escape(label(outcome, lang))}.</b> {escape(told(comparison, name, outcome, lang))}</p>" for outcome in TOLD)
    return f'<div class="sentences">{rows}</div>'


def shares_html(comparison: Comparison, letter: str, lang: str) -> str:
    """For each primary outcome a bar of worlds: better beyond the threshold, within it, worse beyond it (a share that does not fit is hidden); the word."""
    rows = []
    for outcome in PRIMARY:
        row = comparison.differences.loc[(comparison.names[1], outcome)]
        shares = {kind: float(row[f"share_{kind}"]) for kind in ("better", "equal", "worse")}
        bar = "".join(
            f'<i class="{kind}" style="width:{100 * share:.2f}%" title="{escape(word(kind, lang))}: {escape(percent(share, lang))}">'
            f"<span>{escape(percent(share, lang))}</span></i>"
            for kind, share in shares.items()
            if share > 0
        )
        units = scale(comparison, outcome, lang)
        limit = trimmed(float(row["threshold"]), units._replace(decimals=min(units.decimals, 1)), lang)
        rows.append(
            f'<div class="shares" data-outcome="{outcome}" data-value="{float(row["mean"])!r}"><span>{escape(label(outcome, lang))} '
            f'<small>± {escape(limit)}</small></span><span class="stack">{bar}</span><b>{escape(word(row["verdict"], lang))}</b></div>'
        )
    legend = "".join(f'<span><i class="{kind}"></i>{escape(word(kind, lang))}</span>' for kind in ("better", "equal", "worse"))
    note = say("Share of worlds in which {b} is better than A by more than the threshold, within it, or worse by more.", lang, b=letter)
    return f'{"".join(rows)}<p class="legend">{legend}</p><p class="hint">{escape(note)}</p>'


def _colour(letter: str) -> str:
    """The colour of a scenario, by its letter."""
    return style.SCENARIOS[LETTERS.index(letter)]


def _worlds(ensemble: Ensemble, series: str) -> np.ndarray:
    """[world, week] of a series."""
    return ensemble.series[series].to_numpy().reshape(len(ensemble.outcomes), -1)


def _fan(ensemble: Ensemble, series: str, factor: float, name: str, colour: str, *, dashed: bool) -> charts.Line:
    return _line(factor * _worlds(ensemble, series), name, colour, dashed=dashed)


def _line(values: np.ndarray, name: str, colour: str, *, dashed: bool) -> charts.Line:
    found = np.quantile(values, QUANTILES, axis=0)
    return charts.Line(name, found[2], colour, ((found[0], found[4]), (found[1], found[3])), dashed)
