"""The first answer: what the three outcomes say together, then who leads in each. Nobody is called best who is not better than the baseline by the word."""

import pandas as pd

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.analysis.paired import OPEN
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import Scale, amount, gap, interval, number, percent, trimmed
from simulation.report.messages import label, quoted, say, titles, word
from simulation.report.sentences import Line, difference_text, favourite, mean_span, scale, spent_text, together, verdict_text

NAMED = 3  # governances that a sentence lists
MANY = 0.2  # share of worlds in which the board stops the programme, from which on the first page says so


def first_answer(comparison: Comparison, lang: str = "en") -> list[Line]:
    """In short; a line for each primary outcome; and where the thresholds come from."""
    outcomes = [Line(label(outcome, lang), leading(comparison, outcome, lang)) for outcome in PRIMARY]
    outcomes[list(PRIMARY).index("delivery_cost")] = _with_spent(comparison, outcomes[list(PRIMARY).index("delivery_cost")], lang)
    stopping = _stops(comparison, lang)
    stops = [Line(label("stopped", lang), stopping)] if stopping else []
    return [Line(say("In short", lang), in_short(comparison, lang)), *outcomes, *stops, Line(say("Thresholds", lang), _thresholds(comparison, lang))]


def in_short(comparison: Comparison, lang: str = "en") -> str:
    """Whether anything here is better than the baseline, in plain words: do it, do not do it, or not yet known; and whether anything pays for itself."""
    words = comparison.differences["verdict"].unstack("outcome")[list(PRIMARY)]
    worse = [outcome for outcome in PRIMARY if (words[outcome] == "worse").all()]
    better = [outcome for outcome in PRIMARY if (words[outcome] == "better").any()]
    if better and len(comparison.names) == 2:
        return " ".join(each for each in (_the_one(comparison, better, lang), _loss(comparison, lang)) if each)
    if worse and not better:
        text = "Do not do it: every governance is worse than the baseline in {worse}, and none is better in any of the three outcomes."
    elif worse:
        text = "In {worse}, every governance is worse than the baseline. {winners} Weigh the two before you decide."
    elif better:
        text = "{winners}"
    elif (words == "equal").all(axis=None):
        text = "Every governance is equal to the baseline in all three outcomes: nothing here asks for a change."
    else:
        text = "No governance is shown to be better than the baseline in any of the three outcomes."
    winners = _winners(comparison, words, lang)
    said = say(text, lang, worse=_listed(worse, lang), winners=winners)
    open_yet = "" if worse or better else _uncertain(comparison, words, lang)
    return " ".join(each for each in (said, open_yet, _loss(comparison, lang)) if each)


def _winners(comparison: Comparison, words: pd.DataFrame, lang: str) -> str:
    """Who is better than the baseline, and in what: a sentence for each set of outcomes that the same governances win."""
    won: dict[tuple[str, ...], list[str]] = {}
    for outcome in PRIMARY:
        won.setdefault(tuple(name for name in comparison.names[1:] if words.loc[name, outcome] == "better"), []).append(outcome)
    said, shown = [], titles(comparison, lang)
    for names, outcomes in won.items():
        if not names:
            continue
        text = "{names} are better than the baseline in {better}." if len(names) > 1 else "{names} is better than the baseline in {better}."
        said.append(say(text, lang, names=_names(list(names), shown, lang), better=_listed(outcomes, lang)))
    return " ".join(said)


def _uncertain(comparison: Comparison, words: pd.DataFrame, lang: str) -> str:
    """How many differences are not yet certain, and which would be with how many worlds, were their shares to stay as they are; nothing where none is open."""
    count = int((words == OPEN).to_numpy().sum())
    if not count:
        return ""
    said = say(
        "Differences of which it is not yet certain whether they matter: {open} of {all}.", lang, open=number(count, 0, lang), all=number(words.size, 0, lang)
    )
    worlds, settled = comparison.worlds_to_settle()
    if not worlds:
        return said
    shown, which = titles(comparison, lang), []
    for outcome in dict.fromkeys(outcome for _, outcome in settled):
        which.append(f"{_lower(outcome, lang)} ({_names([name for name, each in settled if each == outcome], shown, lang)})")
    text = "With about {worlds} worlds, if they go on as these did, it would be certain for: {which}; the others, if any, take more."
    return f"{said} {say(text, lang, worlds=number(worlds, 0, lang), which=say('; ', lang).join(which))}"


def _the_one(comparison: Comparison, better: list[str], lang: str) -> str:
    """The one governance that is compared: what it is better in, and what its difference is in the others."""
    name = comparison.names[1]
    text = say("“{name}” is better than the baseline in {better}.", lang, name=titles(comparison, lang)[name], better=_listed(better, lang))
    for outcome in (each for each in PRIMARY if each not in better):
        row, units = comparison.differences.loc[(name, outcome)], scale(comparison, outcome, lang)
        values = {"outcome": label(outcome, lang), "gap": gap(row["mean"], units, lang), "mean": interval(*mean_span(row), units, lang)}
        text += " " + say("{outcome}: {gap} on average ({mean}), {word}.", lang, word=word(row["verdict"], lang), **values)
    return text


def _with_spent(comparison: Comparison, line: Line, lang: str) -> Line:
    return line._replace(text=f"{line.text} {spent_text(comparison, favourite(comparison), lang)}")


def _stops(comparison: Comparison, lang: str) -> str:
    """In how many worlds the board stops the programme, where that is many, under the baseline or the governance looked at closely."""
    chosen, shown = favourite(comparison), titles(comparison, lang)
    before, after = (float(comparison.levels.loc[(name, "stopped"), "mean"]) for name in (comparison.names[0], chosen))
    if max(before, after) < MANY:
        return ""
    text = "The board stops the programme before its end in {before} of worlds under “{baseline}” and in {after} under “{name}”."
    return say(text, lang, before=percent(before, lang), after=percent(after, lang), baseline=shown[comparison.names[0]], name=shown[chosen])


def _loss(comparison: Comparison, lang: str) -> str:
    """That no governance, the baseline included, pays for itself within the horizon, where the interval of every mean net value is below zero."""
    levels = comparison.levels.xs("net_value", level="outcome")
    if not (levels["high"] < 0).all():
        return ""
    text = "Do not do it for the money: under every governance, the baseline included, net value is negative on average after {weeks} weeks, {level} at best."
    level = amount(levels["mean"].max(), scale(comparison, "net_value", lang), lang)
    return say(text, lang, weeks=comparison.weeks, level=level)


def _next(comparison: Comparison, outcome: str, units: Scale, lang: str) -> str:
    """Which governance comes next to a baseline that leads, and by how much."""
    name = comparison.ranking(outcome)[1]
    row = comparison.differences.loc[(name, outcome)]
    limits = interval(*mean_span(row), units, lang)
    return " " + say(
        "Next comes “{name}”: {gap} (95 % interval {limits}).", lang, name=titles(comparison, lang)[name], gap=gap(row["mean"], units, lang), limits=limits
    )


def leading(comparison: Comparison, outcome: str, lang: str = "en") -> str:
    """Who leads in an outcome: named best only when better than the baseline by the word, together with all that are not told apart from it."""
    shown, units = titles(comparison, lang), scale(comparison, outcome, lang)
    best, baseline = comparison.ranking(outcome)[0], comparison.names[0]
    level = amount(comparison.levels.loc[(best, outcome), "mean"], units, lang)
    if best == baseline:
        if (comparison.differences["verdict"].xs(outcome, level="outcome") == "worse").all():
            return say("Every governance is worse than the baseline, “{name}”, with {level}: keep it.", lang, name=shown[best], level=level)
        text = say("No governance does better on average than the baseline, “{name}”, with {level}.", lang, name=shown[best], level=level)
        return text + _beside(together(comparison, outcome), shown, lang) + _next(comparison, outcome, units, lang)
    row = comparison.differences.loc[(best, outcome)]
    before = amount(comparison.levels.loc[(baseline, outcome), "mean"], units, lang)
    values = {"name": shown[best], "level": level, "before": before, "baseline": shown[baseline]}
    rivals = [name for name in together(comparison, outcome) if name != baseline]
    if row["verdict"] != "better":
        text = say(
            "No best is named: the word is “{word}”. The best mean, “{name}”, is {level} against {before} under “{baseline}”: ",
            lang,
            word=word(row["verdict"], lang),
            **values,
        )
    elif rivals:
        names = _names([best, *rivals], shown, lang)
        text = say("{names} lead and are not told apart. “{name}”: {level} against {before} under “{baseline}”, ", lang, names=names, **values)
    else:
        text = say("“{name}” does best, {level} against {before} under “{baseline}”: ", lang, **values)
    text += difference_text(row, units, lang) + " " + verdict_text(row, units, lang) + fresh(comparison, outcome, units, lang)
    return text if row["verdict"] == "better" else text + _beside(together(comparison, outcome), shown, lang)


def fresh(comparison: Comparison, outcome: str, units: Scale, lang: str) -> str:
    """The leader's difference on worlds that had no part in choosing it."""
    if comparison.again is None or outcome not in comparison.again.index:
        return ""
    row = comparison.again.loc[outcome]
    said = {"worlds": number(row["worlds"], 0, lang), "gap": gap(row["mean"], units, lang), "mean": interval(row["low"], row["high"], units, lang)}
    return " " + say("On {worlds} fresh worlds, which had no part in the choice: {gap} ({mean}).", lang, **said)


def _beside(names: list[str], shown: dict[str, str], lang: str) -> str:
    said = _names(names, shown, lang) if names else ""
    return " " + say("Not told apart from it: {names}.", lang, names=said) if said else ""


def _names(names: list[str], shown: dict[str, str], lang: str) -> str:
    listed = ", ".join(quoted(shown[name], lang) for name in names[:NAMED])
    return listed + (say(" and {n} more", lang, n=len(names) - NAMED) if len(names) > NAMED else "")


def _listed(outcomes: list[str], lang: str) -> str:
    *first, last = [_lower(each, lang) for each in outcomes] or [""]
    return say(" and ", lang).join([", ".join(first), last] if first else [last])


def _lower(outcome: str, lang: str) -> str:
    return label(outcome, lang).lower()


def _thresholds(comparison: Comparison, lang: str) -> str:
    """The smallest difference that matters in each primary outcome, and who says so: the baseline's file, or the model."""
    set_here, said = comparison.baseline.scenario.materiality, []
    for outcome in PRIMARY:
        value = trimmed(float(comparison.thresholds[outcome] or 0.0), scale(comparison, outcome, lang), lang)
        relative = OUTCOMES[outcome].relative
        if outcome in set_here:
            text = "{outcome} {value} (set in the baseline's file)"
        elif relative is None:
            text = "{outcome} {value} (the model's)"
        else:
            text = "{outcome} {value} (the model's: {share} of the cost in the plan)"
        said.append(say(text, lang, outcome=_lower(outcome, lang), value=value, share=percent(relative or 0.0, lang)))
    return say("Differences that matter exceed: {said}. [materiality] in the baseline's file sets your own.", lang, said=say("; ", lang).join(said))
