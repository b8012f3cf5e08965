"""The three answers of a comparison, in plain sentences whose numbers are those of its tables."""

import math
from typing import NamedTuple

import pandas as pd

from simulation.analysis.comparison import DECIDING, PRIMARY, Comparison
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import Scale, amount, finer_for, gap, interval, number, percent, scale_of, trimmed
from simulation.report.anchors import in_words
from simulation.report.differing import Move, dated, in_force, lever_label, marked
from simulation.report.messages import label, quoted, say, titles, word
from simulation.scenario import Scenario

LEVERS_TOLD = 3


class Line(NamedTuple):
    """A sentence with what it is about in front."""

    about: str
    text: str


class Answer(NamedTuple):
    """One of the three answers: its question and its lines."""

    question: str
    lines: list[Line]


def answers(comparison: Comparison, lang: str = "en") -> list[Answer]:
    """Which governance, what it costs, and what could reverse the advice."""
    from simulation.report.leaders import first_answer
    from simulation.report.reversal import reversal

    return [
        Answer(say("Which governance does best?", lang), [*first_answer(comparison, lang), _levers(comparison, lang)]),
        Answer(say("What does it cost?", lang), _price(comparison, lang)),
        Answer(say("What could reverse the advice?", lang), reversal(comparison, lang)),
    ]


def scale(comparison: Comparison, outcome: str, lang: str = "en") -> Scale:
    """The scale of an outcome that fits every scenario of a comparison."""
    units = scale_of(OUTCOMES[outcome].unit, comparison.levels["mean"].xs(outcome, level="outcome"), lang)
    gaps = comparison.differences[["mean", "low", "high"]].xs(outcome, level="outcome")
    return finer_for(units, gaps.to_numpy().ravel())


def favourite(comparison: Comparison) -> str:
    """The scenario, other than the baseline, that is highest in adoption: the one that a report looks at closely."""
    return next(name for name in comparison.ranking(DECIDING) if name != comparison.names[0])


def spent_text(comparison: Comparison, name: str, lang: str) -> str:
    """What delivery cost is, beside what had been spent by the horizon under the baseline and a governance, and in how many worlds it is an estimate."""
    units, weekly = scale(comparison, "delivery_cost", lang), comparison.weekly["mean"]
    shown, row = titles(comparison, lang), dict(zip(comparison.names, comparison.ensembles, strict=True))
    values: dict[str, str] = {}
    for key, each in (("before", comparison.names[0]), ("after", name)):
        values[key] = amount(float(weekly.loc[(each, "spent", comparison.weeks)]), units, lang)
        values[f"{key}_share"] = percent(float(row[each].outcomes["end_week"].isna().mean()), lang)
    text = (
        "Delivery cost is that of the whole roadmap when it is finished; it is an estimate in {before_share} of worlds of “{baseline}” and {after_share} of "
        "“{name}”. By week {week} they had spent {before} and {after}."
    )
    return say(text, lang, baseline=shown[comparison.names[0]], name=shown[name], week=number(comparison.weeks, 0, lang), **values)


def together(comparison: Comparison, outcome: str) -> list[str]:
    """Scenarios that the simulation does not tell from the best: the 95 % interval of their paired difference to it holds zero."""
    best, *others = comparison.ranking(outcome)
    return [name for name in others if _holds_zero(comparison.between(best, name, outcome)._asdict())]


def mean_span(row: "pd.Series | dict[str, float]") -> tuple[float, float]:
    """The interval of a mean difference that a report shows: the one that holds together with the others, for the primary outcomes."""
    return (row["joint_low"], row["joint_high"]) if math.isfinite(row["joint_low"]) else (row["low"], row["high"])


def intervals_told(lang: str = "en") -> str:
    """What the intervals of means are that a report shows beside each other (`mean_span`)."""
    text = (
        "Two kinds of 95 % intervals of the mean stand here. Those of {primary} hold together: the chance that even one of them, of whichever governance, "
        "misses is at most 5 %. Any other holds by itself alone: of twenty, one misses on average."
    )
    return say(text, lang, primary=_primary(lang))


def joint_told(lang: str = "en") -> str:
    """What the intervals of means are where a report shows those of the primary outcomes alone."""
    text = (
        "Intervals are 95 % ones of the mean. Those of {primary} hold together: the chance that even one of them, of whichever governance, misses "
        "is at most 5 %."
    )
    return say(text, lang, primary=_primary(lang))


def _primary(lang: str) -> str:
    return ", ".join(label(outcome, lang).lower() for outcome in PRIMARY)


def _holds_zero(row: dict[str, float]) -> bool:
    return bool(row["low"] <= 0 <= row["high"])


def difference_text(row: pd.Series, units: Scale, lang: str) -> str:
    """A difference with both of its intervals, each named."""
    return say(
        "{gap} on average (95 % interval of the mean {mean}); {median} in the median world, 8 worlds in 10 between {world}.",
        lang,
        gap=gap(row["mean"], units, lang),
        mean=interval(*mean_span(row), units, lang),
        median=gap(row["median"], units, lang),
        world=say("{low} and {high}", lang, low=gap(row["world_low"], units, lang, unit=False), high=gap(row["world_high"], units, lang, unit=False)),
    )


def verdict_text(row: pd.Series, units: Scale, lang: str) -> str:
    """The word, and the shares of worlds beyond and within the threshold that it rests on."""
    if not row["verdict"]:
        return ""
    values = {each: percent(row[f"share_{each}"], lang) for each in ("better", "equal", "worse")}
    values |= {"threshold": trimmed(row["threshold"], units, lang), "word": word(row["verdict"], lang)}
    return say(_RESTING_ON.get(row["verdict"], _OPEN), lang, **values)


_RESTING_ON = {
    "better": "Better by more than the threshold of {threshold} in {better} of worlds: {word}.",
    "equal": "Within the threshold of {threshold} in {equal} of worlds: {word}.",
    "worse": "Worse by more than the threshold of {threshold} in {worse} of worlds: {word}.",
}
_OPEN = "Against the threshold of {threshold}: better in {better} of worlds, within it in {equal}, worse in {worse}: {word}."


def _levers(comparison: Comparison, lang: str) -> Line:
    """What the favourite decides otherwise, in facts that anyone could check: from the first week on, the widest moves first; then what is dated."""
    chosen = favourite(comparison)
    scenarios = comparison.ensemble(chosen).scenario, comparison.baseline.scenario
    moves, later = marked(*scenarios), [each for each in dated(*scenarios) if each.week > 0]
    told = [_move(each, each.before, "{lever}: {after} (baseline: {before})", lang) for each in moves[:LEVERS_TOLD]]
    shown = len(told)
    for week in sorted({each.week for each in later})[:LEVERS_TOLD]:
        then = [each.move for each in later if each.week == week][:LEVERS_TOLD]
        told.append(say("from week {week}: {lever}", lang, week=week, lever=", ".join(_later(move, week, scenarios[0], lang) for move in then)))
        shown += len(then)
    more = len(moves) + len(later) - shown
    if more:
        told.append(say("1 more decision, listed below", lang) if more == 1 else say("{n} more decisions, listed below", lang, n=more))
    text = say("; ", lang).join(told) + "." if told else say("No lever differs.", lang)
    text = text[:1].upper() + text[1:]
    return Line(say("What “{name}” decides otherwise", lang, name=titles(comparison, lang)[chosen]), text)


def _move(move: Move, before: float | str, text: str, lang: str) -> str:
    after, was = (in_words(move.name, value, lang) for value in (move.after, before))
    return say(text, lang, lever=lever_label(move.name, lang), after=after, before=was)


def _later(move: Move, week: int, scenario: Scenario, lang: str) -> str:
    """A lever from a dated change on: against what was decided until then, or, where it is the baseline that changes, against the baseline."""
    until = in_force(scenario, move.name, week - 1)
    if until == move.after:
        return _move(move, move.before, "{lever}: {after} (baseline: {before})", lang)
    return _move(move, until, "{lever}: {after} (until then: {before})", lang)


def _price(comparison: Comparison, lang: str) -> list[Line]:
    shown, chosen = titles(comparison, lang), favourite(comparison)
    first = say("Of all governances but the baseline it is highest in adoption, which the programme is for, so its price is told here.", lang)
    lines = [Line(quoted(shown[chosen], lang), first)]
    for outcome in ("delivery_cost", "own_value", "hidden_share"):
        units, row = scale(comparison, outcome, lang), comparison.differences.loc[(chosen, outcome)]
        before = comparison.levels.loc[(comparison.names[0], outcome), "mean"]
        text = say("{level} under the baseline; ", lang, level=amount(before, units, lang)) + difference_text(row, units, lang)
        if outcome not in PRIMARY or comparison.ranking(outcome)[0] != chosen:  # else the first answer has said it
            text += " " + verdict_text(row, units, lang)
        if outcome == "own_value" and before > 0:
            less = "The directorates' own roadmaps bring {change} % less." if row["mean"] < 0 else "The directorates' own roadmaps bring {change} % more."
            text = text.rstrip() + " " + say(less, lang, change=number(abs(100 * row["mean"] / before), 1, lang))
        lines.append(Line(label(outcome, lang), text.strip()))
    return lines + _other_winners(comparison, chosen, lang)


def _other_winners(comparison: Comparison, chosen: str, lang: str) -> list[Line]:
    """What those pay who put another primary outcome first, where another governance is best in it."""
    shown, lines = titles(comparison, lang), []
    for outcome in PRIMARY:
        best = comparison.ranking(outcome)[0]
        if outcome == DECIDING or best in (chosen, comparison.names[0]) or comparison.differences.loc[(best, outcome), "verdict"] != "better":
            continue
        costs = {
            key: gap(comparison.differences.loc[(best, each), "mean"], scale(comparison, each, lang), lang)
            for key, each in (("cost", "delivery_cost"), ("own", "own_value"), ("net", "net_value"))
        }
        text = say(
            "“{name}” is best in this; it changes delivery cost by {cost}, own roadmaps by {own} and net value by {net}.",
            lang,
            name=shown[best],
            **costs,
        )
        lines.append(Line(say("Who puts first: {outcome}", lang, outcome=label(outcome, lang)), text))
    return lines


def told(comparison: Comparison, name: str, outcome: str, lang: str = "en") -> str:
    """One scenario against the baseline in one outcome: both levels, the difference with both intervals, and the word with what it rests on."""
    units, row = scale(comparison, outcome, lang), comparison.differences.loc[(name, outcome)]
    before, after = (amount(comparison.levels.loc[(each, outcome), "mean"], units, lang) for each in (comparison.names[0], name))
    said = [say("{after} instead of {before}: ", lang, after=after, before=before) + difference_text(row, units, lang), verdict_text(row, units, lang)]
    return " ".join(each for each in said if each)
