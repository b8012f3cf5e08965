"""The governance that a report looks at closely, against the baseline: what it decides, and what that did to whom, by what kind of cost, and when."""

from typing import NamedTuple

import numpy as np

from simulation.analysis.comparison import DECIDING, Comparison
from simulation.analysis.paired import level
from simulation.analysis.split import STREAMS
from simulation.analysis.weekly import SO_FAR, partings
from simulation.company import plan_of
from simulation.levers import COSTS
from simulation.outcomes import SERIES
from simulation.report.amounts import FIXED, MISSING, amount, gap, interval, number, percent, scale_of
from simulation.report.anchors import in_words
from simulation.report.differing import dated, lever_label, marked, plain_value
from simulation.report.messages import label, say, titles
from simulation.report.naming import declared_numbers, number_label, number_meaning, unit_name
from simulation.report.reversal import share_text
from simulation.report.sentences import favourite, scale
from simulation.report.tables import money
from simulation.state import PROMISES

PARTING = ("adoption", "continuity", "live_journeys", "spent", SO_FAR, "own_rate", "buy_in", "recognition", "actual", "kept_across", "debt", "open_questions")
PAIRS = 8  # of who waited for whom
NUMBERS = 10  # assumed numbers in the table
ASKED, KEPT, DECLARED, GIVEN, WEEKS = range(len(PROMISES))


class Moved(NamedTuple):
    """A lever that differs: its label, and its value and meaning under the baseline and under the governance."""

    what: str
    before: str
    before_means: str
    after: str
    after_means: str


def levers_in_words(comparison: Comparison, lang: str = "en") -> list[Moved]:
    """The levers that the favourite sets otherwise, the widest moves first; then those that it sets otherwise from a date on."""
    scenarios = comparison.ensemble(favourite(comparison)).scenario, comparison.baseline.scenario
    moves = [(lever_label(each.name, lang), each) for each in marked(*scenarios)]
    for week, each in dated(*scenarios):
        moves.append((say("from week {week}: {lever}", lang, week=week, lever=lever_label(each.name, lang)), each))
    return [
        Moved(
            what,
            plain_value(each.before, lang),
            in_words(each.name, each.before, lang),
            plain_value(each.after, lang),
            in_words(each.name, each.after, lang),
        )
        for what, each in moves
    ]


def _paired(comparison: Comparison, before: np.ndarray, after: np.ndarray, lang: str) -> list[str]:
    """Baseline, favourite, mean difference with its 95 % interval, and 8 worlds in 10, of money [world], in the unit of `tables.money`."""
    found, units = level(after - before, comparison.alpha), money(comparison, lang)
    return [
        *(number(values.mean() * units.factor, units.decimals, lang) for values in (before, after)),
        f"{gap(found.mean, units, lang, unit=False)} ({interval(found.low, found.high, units, lang)})",
        interval(found.world_low, found.world_high, units, lang),
    ]


def cost_kinds(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """A row for each kind of delivery cost, and one for all of them."""
    one, other = (each.cost_by_unit.sum(axis=1) for each in (comparison.baseline, comparison.ensemble(favourite(comparison))))
    rows = [(say(kind, lang), _paired(comparison, one[:, place], other[:, place], lang)) for place, kind in enumerate(COSTS)]
    return [*rows, (say("all", lang), _paired(comparison, one.sum(axis=1), other.sum(axis=1), lang))]


def directorate_costs(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """A row for each unit: what delivery costs it."""
    one, other = (each.cost_by_unit.sum(axis=2) for each in (comparison.baseline, comparison.ensemble(favourite(comparison))))
    return [(unit, _paired(comparison, one[:, place], other[:, place], lang)) for place, unit in enumerate(comparison.baseline.units)]


def promises(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """A row for each directorate: requests of other units a year and the share it kept, capacity declared and given; baseline, then favourite."""
    rows, involved = [], _asked_by_the_plan(comparison)
    for place, unit in enumerate(comparison.baseline.units[:-1]):
        cells: list[str] = []
        for ensemble in (comparison.baseline, comparison.ensemble(favourite(comparison))):
            summed = ensemble.promises[:, place].sum(axis=0)
            weeks = max(summed[WEEKS], 1.0)
            kept = percent(summed[KEPT] / summed[ASKED], lang) if summed[ASKED] else MISSING
            asked = number(52 * summed[ASKED] / weeks, 0, lang)
            cells += [asked, kept, *(percent(summed[column] / weeks, lang) if unit in involved else MISSING for column in (DECLARED, GIVEN))]
        rows.append((unit, cells))
    return rows


def _asked_by_the_plan(comparison: Comparison) -> set[str]:
    """The directorates of which the plan of record asks days; of the others there is nothing to declare or give."""
    plan = plan_of(comparison.baseline.scenario.company)
    return {team.directorate for team, asked in zip(plan.teams, plan.asked, strict=True) if asked > 0.0}


def waits(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """The pairs of units of which the first waited longest for days of the second, under either: package weeks, baseline and favourite."""
    one, other = (each.waits.mean(axis=0) for each in (comparison.baseline, comparison.ensemble(favourite(comparison))))
    units = comparison.baseline.units
    order = np.argsort(-np.maximum(one, other), axis=None, kind="stable")[:PAIRS]
    rows = []
    for flat in order:
        waiting, awaited = divmod(int(flat), len(units))
        if max(one[waiting, awaited], other[waiting, awaited]) <= 0:
            break
        whom = say("itself", lang) if waiting == awaited else units[awaited]
        said = say("{one} waited for {other}", lang, one=units[waiting], other=whom)
        rows.append((said, [number(each[waiting, awaited], 0, lang) for each in (one, other)]))
    return rows


def parting(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """From which week the favourite stays apart from the baseline, series by series, the earliest first; medians of both in the last week."""
    chosen = favourite(comparison)
    found = partings(comparison.weekly, chosen).reindex(list(PARTING)).sort_values("week", kind="stable", na_position="last")
    rows = []
    for series, row in found.iterrows():
        ends = [float(comparison.weekly.loc[(name, series, comparison.weeks), "p50"]) for name in (comparison.names[0], chosen)]
        unit, head = ("EUR", say("Value so far, own roadmaps included", lang)) if series == SO_FAR else (SERIES[str(series)].unit, _series(str(series), lang))
        head = say("{measure}, a year", lang, measure=head) if unit.endswith(" a year") else head
        units = scale_of(unit, ends, lang)
        side = say({1: "above", -1: "below"}.get(int(row["side"]), "neither"), lang)
        week = number(row["week"], 0, lang) if row["side"] else MISSING
        rows.append((head, [week, side, *(amount(value, units, lang) for value in ends)]))
    return rows


def _series(name: str, lang: str) -> str:
    return SERIES[name].label_fr if lang == "fr" else SERIES[name].label


def split_rows(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """Luck, coefficients and company in the variance of each difference of the favourite; none where it was not worked out."""
    if comparison.split is None:
        return []
    rows = comparison.split.loc[favourite(comparison)]
    return [(label(str(outcome), lang), [share_text(row, stream, lang) for stream in STREAMS]) for outcome, row in rows.iterrows()]


def again_rows(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """Each winner's difference as it was chosen, and on fresh worlds."""
    if comparison.again is None:
        return []
    rows, shown = [], titles(comparison, lang)
    for outcome, row in comparison.again.iterrows():
        units, first = scale(comparison, str(outcome), lang), comparison.differences.loc[(row["scenario"], outcome)]
        spans = [f"{gap(each['mean'], units, lang)} ({interval(each['low'], each['high'], units, lang)})" for each in (first, row)]
        rows.append((label(str(outcome), lang), [shown[row["scenario"]], *spans]))
    return rows


def number_rows(comparison: Comparison, lang: str = "en") -> list[tuple[str, list[str]]]:
    """The drawn numbers that go most with the favourite's difference in the deciding outcome: correlation, and the difference in its thirds."""
    found, units = comparison.screening(favourite(comparison), DECIDING), scale(comparison, DECIDING, lang)
    rows = []
    for name, row in found.head(NUMBERS).iterrows():
        span = f"{number(row['correlation'], 2, lang, signed=True)} ({number(row['low'], 2, lang)}{FIXED}…{FIXED}{number(row['high'], 2, lang)})"
        thirds = [
            f"{gap(row['in_low'], units, lang)} (≤ {_short(row['low_third'], lang)})",
            f"{gap(row['in_high'], units, lang)} (≥ {_short(row['high_third'], lang)})",
        ]
        rows.append((number_label(str(name), lang), [span, say("yes", lang) if row["stands_out"] else say("no", lang), *thirds, _meaning(str(name), lang)]))
    return rows


def ledger_rows(lang: str = "en") -> list[tuple[str, list[str]]]:
    """The ten numbers without a source on which the study of reference hangs most, from the stored ledger: value, range, weight, meaning."""
    from simulation.evidence.ledger import top_assumptions

    return [
        (
            number_label(each.name, lang),
            [
                _short(each.default, lang),
                f"{_short(each.low, lang)} – {_short(each.high, lang)}",
                unit_name(each.unit, lang),
                percent(each.weight, lang),
                number_meaning(each.name, lang) or each.meaning,
            ],
        )
        for each in top_assumptions(NUMBERS)
    ]


def _short(value: float, lang: str) -> str:
    return plain_value(float(f"{value:.3g}"), lang)


def _meaning(name: str, lang: str) -> str:
    """What a drawn number means, and where it comes from; empty for one of another model."""
    if name not in declared_numbers():
        return ""
    source = declared_numbers()[name].source
    return f"{number_meaning(name, lang)} [{say(source, lang) if source == 'assumed' else source}]"
