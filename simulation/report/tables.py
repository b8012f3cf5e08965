"""Tables of a comparison, as texts ready to be shown: what differs, what came of it, where the money went."""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.outcomes import OUTCOMES, SUCCESS
from simulation.parameters import Declared
from simulation.report.amounts import FIXED, Scale, amount, gap, interval, number, percent
from simulation.report.differing import plain_value
from simulation.report.messages import label, say, titles, word
from simulation.report.naming import declared_numbers, number_meaning, number_name, unit_name
from simulation.report.scope import reached, scale_words, when, worlds_of
from simulation.report.sentences import favourite, mean_span, scale


class Cell(NamedTuple):
    """One scenario and one primary outcome: its mean, its difference, the interval of that mean difference, the word and its share."""

    mean: str
    gap: str
    interval: str
    verdict: str  # a word of paired.WORDS, to be coloured by; empty for the baseline
    said: str  # the word and the shares of worlds behind it


class Row(NamedTuple):
    """A line of a table: its head, its texts, and a tint for each (better, worse or empty)."""

    head: str
    texts: list[str]
    tints: list[str]
    when: str = ""  # of which weeks it tells
    worlds: tuple[str, ...] = ()  # share of worlds in which there is such a number, for each text; empty for all of them


class Key(NamedTuple):
    """One of the five outcomes of the first page, baseline against favourite."""

    head: str
    before: str
    before_worlds: str  # in how many worlds it is reached; empty for all of them
    after: str
    after_worlds: str
    gap: str
    interval: str
    world: str
    verdict: str
    said: str


class Assumed(NamedTuple):
    """A number that nobody has measured."""

    name: str
    called: str  # in words; empty in English, in which the name says it
    value: str
    range: str
    unit: str
    meaning: str


FIVE = (*PRIMARY, "weeks_to_adoption", "own_value")


def key_outcomes(comparison: Comparison, lang: str = "en") -> list[Key]:
    """The three primary outcomes and two more, for the baseline and the governance highest in adoption."""
    chosen, rows = favourite(comparison), []
    for outcome in FIVE:
        units, row = scale(comparison, outcome, lang), comparison.differences.loc[(chosen, outcome)]
        before, after = (amount(comparison.levels.loc[(name, outcome), "mean"], units, lang) for name in (comparison.names[0], chosen))
        counts = {"n": number(row["pairs"], 0, lang), "worlds": number(comparison.worlds, 0, lang)}
        some = say(" (reached by both in {n} of {worlds} worlds)", lang, **counts) if row["pairs"] < comparison.worlds else ""
        world = interval(row["world_low"], row["world_high"], units, lang)
        rows.append(
            Key(
                label(outcome, lang) + some,
                before,
                reached(comparison, comparison.names[0], outcome, lang),
                after,
                reached(comparison, chosen, outcome, lang),
                gap(row["mean"], units, lang),
                interval(*mean_span(row), units, lang),
                world,
                row["verdict"],
                shares(row, lang),
            )
        )
    return rows


def cell(comparison: Comparison, name: str, outcome: str, lang: str = "en") -> Cell:
    """What the first table says of a scenario in a primary outcome."""
    units = scale(comparison, outcome, lang)
    mean = amount(comparison.levels.loc[(name, outcome), "mean"], units, lang)
    if name == comparison.names[0]:
        return Cell(mean, "", "", "", "")
    row = comparison.differences.loc[(name, outcome)]
    return Cell(mean, gap(row["mean"], units, lang), interval(*mean_span(row), units, lang), row["verdict"], shares(row, lang))


def shares(row: Any, lang: str = "en") -> str:
    """The word of a difference with the share of worlds behind it: `better in 97 %`; all three shares (better / equal / worse) where it is open."""
    verdict = row["verdict"]
    if verdict in ("better", "equal", "worse"):
        return say("{word} in {share} of worlds", lang, word=word(verdict, lang), share=percent(row[f"share_{verdict}"], lang))
    if not verdict:
        return ""
    three = " / ".join(percent(row[f"share_{each}"], lang).removesuffix(f"{FIXED}%") for each in ("better", "equal", "worse"))
    return say("{word}: {shares}", lang, word=word(verdict, lang), shares=f"{three}{FIXED}%")


def all_outcomes(comparison: Comparison, lang: str = "en") -> list[Row]:
    """Means of every outcome, a column a scenario; tinted where the 95 % interval of the paired difference leaves out zero.

    Under a mean that is of some worlds only stands their share: what is never reached has no number.
    """
    rows = []
    for outcome in comparison.levels.loc[comparison.names[0]].index:
        units = scale(comparison, outcome, lang)
        means = comparison.levels["mean"].xs(outcome, level="outcome")
        texts = [number(means[name] * units.factor, units.decimals, lang) for name in comparison.names]
        unit = units.unit or scale_words(outcome, lang)
        some = [worlds_of(comparison, name, outcome) for name in comparison.names]
        rows.append(
            Row(
                label(outcome, lang) + (f" ({unit})" if unit else ""),
                texts,
                ["", *(_tint(comparison, name, outcome) for name in comparison.names[1:])],
                when(outcome, comparison.weeks, lang),
                tuple(percent(share, lang) for share in some) if min(some) < 1 else (),
            )
        )
    return rows


def by_unit(comparison: Comparison, lang: str = "en") -> list[Row]:
    """Mean delivery cost by directorate (in the unit of `money`), a row a unit and a last one for all, a column a scenario."""
    costs = np.array([ensemble.cost_by_unit.sum(axis=2).mean(axis=0) for ensemble in comparison.ensembles])
    units = money(comparison, lang)
    heads = [*comparison.baseline.units, say("all", lang)]
    table = np.column_stack([costs, costs.sum(axis=1)])
    return [Row(head, [number(value * units.factor, units.decimals, lang) for value in column], []) for head, column in zip(heads, table.T, strict=True)]


def grades(comparison: Comparison, lang: str = "en") -> list[Row]:
    """Shares of worlds by grade: failure, partial, success at the declared thresholds, then success with its threshold a fifth lower and a fifth higher."""
    rows = []
    shown = titles(comparison, lang)
    for name in comparison.names:
        outcomes = comparison.ensemble(name).outcomes
        stated = [float(np.mean(outcomes["grade"] == each)) for each in (0, 1, 2)]
        moved = [float(np.mean(outcomes["value_share"] >= factor * SUCCESS)) for factor in (0.8, 1.2)]
        rows.append(Row(shown[name], [percent(share, lang) for share in stated + moved], []))
    return rows


def pairing(comparison: Comparison, lang: str = "en") -> list[Row]:
    """What pairing reached for each primary outcome: correlation over worlds, and by what it divided the variance of the difference."""
    shown = titles(comparison, lang)
    rows = []
    for name in comparison.names[1:]:
        found = [comparison.differences.loc[(name, outcome)] for outcome in PRIMARY]
        rows.append(Row(shown[name], [f"{number(row['correlation'], 2, lang)} (×{_times(row['variance_ratio'], lang)})" for row in found], []))
    return rows


@cache
def assumed() -> tuple[tuple[str, Declared], ...]:
    """Every number of the rules and of companies that nobody has measured: full name and declaration."""
    return tuple((name, each) for name, each in declared_numbers().items() if each.source == "assumed")


def assumed_rows(lang: str = "en") -> list[Assumed]:
    """The assumed numbers as texts."""
    return [
        Assumed(
            name,
            "" if lang == "en" else number_name(name, lang),
            plain_value(each.default, lang),
            f"{plain_value(each.low, lang)} – {plain_value(each.high, lang)}",
            unit_name(each.unit, lang),
            number_meaning(name, lang),
        )
        for name, each in assumed()
        if isinstance(each.default, int | float)
    ]


def money(comparison: Comparison, lang: str = "en") -> Scale:
    """The one scale of tables of delivery cost: that of the whole, with the decimals that its parts need."""
    whole = scale(comparison, "delivery_cost", lang)
    return whole._replace(decimals=2, finer=0) if whole.factor == 1e-6 else whole


def _times(ratio: float, lang: str) -> str:
    return "∞" if math.isinf(ratio) else number(ratio, 1, lang)


def _tint(comparison: Comparison, name: str, outcome: str) -> str:
    row = comparison.differences.loc[(name, outcome)]
    direction = OUTCOMES[outcome].direction
    if direction not in ("higher", "lower") or not (row["low"] > 0 or row["high"] < 0):
        return ""
    return "better" if (row["mean"] > 0) == (direction == "higher") else "worse"
