"""The first answer of a brief: which option, by which criterion, and whether criteria and outcomes agree."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.outcomes import OUTCOMES
from simulation.report.amounts import amount, gap, percent, span, trimmed
from simulation.report.brief import Brief
from simulation.report.brief_words import criterion, listed
from simulation.report.messages import quoted
from simulation.report.sentences import Line


def which(brief: Brief) -> list[Line]:
    """Who is best in each outcome and meets the target, where outcomes disagree, and what fresh futures say."""
    if "robustness" not in brief.findings:
        return []
    facts, lines = brief.facts("robustness"), []
    for outcome in dict.fromkeys(brief.table("robustness", "criteria")["outcome"]):
        if outcome != brief.target[0] or outcome in (brief.deciding, "net_value", "delivery_cost"):
            lines.append(Line(brief.outcome(outcome), _best_in(brief, outcome, facts["best"][outcome], facts["together"][outcome])))
    return [*lines, *_disagreement(brief, facts), _target(brief, facts), *([_again(brief)] if brief.has("robustness", "fresh") else [])]


def _best_in(brief: Brief, outcome: str, best: Mapping[str, str], together: Mapping[str, Sequence[str]]) -> str:
    """Who is best in an outcome, by which criteria, and who is not told apart from it."""
    table = brief.table("robustness", "criteria")
    rows = table[table["outcome"] == outcome].set_index("option")
    units = brief.scale(outcome, rows["mean"])
    first = best["mean"]
    values = {
        "name": brief.titles[first],
        "mean": amount(rows.loc[first, "mean"], units, brief.lang),
        "worst": amount(rows.loc[first, "worst_tenth"], units, brief.lang),
        "regret": gap(rows.loc[first, "regret"], units, brief.lang, signed=False),
    }
    if len(set(best.values())) == 1:
        text = brief.say("Of these “{name}” is best by every criterion: {mean} on average over futures, {worst} in the worst tenth.", **values)
    else:
        text = brief.say("Of these “{name}” is best on average ({mean}; {worst} in the worst tenth), but criteria disagree: ", **values)
        others = [f"{criterion(name, brief.lang)} {quoted(brief.titles[who], brief.lang)}" for name, who in best.items() if who != first]
        text += ", ".join(others) + "."
    rivals = [quoted(brief.titles[name], brief.lang) for name in together["mean"]]
    return text + (" " + brief.say("Not told apart from it on average: {names}.", names=listed(rivals, brief.lang)) if rivals else "")


def _disagreement(brief: Brief, facts: Mapping[str, Any]) -> list[Line]:
    """Which option is best in what, where it is not the same in all primary outcomes: then what comes first decides."""
    best: dict[str, list[str]] = {}
    for outcome, names in facts["best"].items():
        if outcome != brief.target[0]:
            best.setdefault(names["mean"], []).append(brief.outcome(outcome))
    if len(best) < 2:
        return []
    parts = [brief.say("“{name}” in {outcomes}", name=brief.titles[name], outcomes=", ".join(labels)) for name, labels in best.items()]
    return [Line(brief.say("They disagree"), "; ".join(parts) + brief.say(": what comes first for you decides."))]


def _target(brief: Brief, facts: Mapping[str, Any]) -> Line:
    outcome, level = brief.target
    rows = brief.table("robustness", "criteria")
    share = rows[rows["outcome"] == outcome].set_index("option")["target_share"]
    best = facts["best"][outcome]["target_share"]
    units = brief.scale(outcome, [level])
    text = brief.say(
        "{outcome} of at least {level} is met on average most often under “{name}”, in {best} of {futures} futures; under the baseline in {before}."
        if OUTCOMES[outcome].direction == "higher"
        else "{outcome} of at most {level} is met on average most often under “{name}”, in {best} of {futures} futures; under the baseline in {before}.",
        outcome=brief.outcome(outcome),
        level=trimmed(level, units._replace(gap_unit=units.unit), brief.lang),
        name=brief.titles[best],
        best=percent(share[best], brief.lang),
        futures=facts["futures"],
        before=percent(share[brief.baseline], brief.lang),
    )
    rivals = [quoted(brief.titles[name], brief.lang) for name in facts["together"][outcome]["target_share"]]
    return Line(brief.say("Target"), text + (" " + brief.say("Not told apart from it: {names}.", names=listed(rivals, brief.lang)) if rivals else ""))


def _again(brief: Brief) -> Line:
    fresh = brief.table("robustness", "fresh")
    parts = []
    for outcome in dict.fromkeys(fresh["outcome"]):
        row = fresh[(fresh["outcome"] == outcome) & (fresh["option"] == brief.option)].iloc[0]
        units = brief.scale(outcome, [row["mean"]])
        parts.append(f"{brief.outcome(outcome)} {amount(row['mean'], units, brief.lang)} ({span(row['low'], row['high'], units, brief.lang)})")
    text = brief.say("“{name}” in as many futures that had no part in the choice (95 % interval of the mean): ", name=brief.titles[brief.option])
    return Line(brief.say("Run again"), text + "; ".join(parts) + ".")
