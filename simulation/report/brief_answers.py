# ruff: noqa: E501 - a text is one line
"""The three answers of a brief, in sentences whose numbers are those of its tables."""

import math
from collections.abc import Mapping
from typing import Any

from simulation.outcomes import SERIES
from simulation.report.amounts import gap, interval, number, percent
from simulation.report.brief import Brief
from simulation.report.brief_options import which
from simulation.report.brief_words import box_sentence, factor_words, listed, value_words
from simulation.report.sentences import Answer, Line

TOLD = 3  # of what a difference is owed to, and of what parts first
NOTABLE = 1.0  # of what parts first is told what at its widest differs by so many standard deviations over worlds
TOO_WIDE = 0.5  # half of an interval of a share of variance that tells nothing


def answers(brief: Brief) -> list[Answer]:
    """Which governance, first what and at what price, and what would change it; each says what the findings hold."""
    return [
        Answer(brief.say("Which governance, for us?"), which(brief)),
        Answer(brief.say("First what, then what, at what price?"), [*_why(brief), *_order(brief), *_changes(brief), *_price(brief)]),
        Answer(brief.say("What would make you change your mind?"), [*_assumptions(brief), *_boxes(brief), *_hangs(brief), _limits(brief)]),
    ]


def _why(brief: Brief) -> list[Line]:
    """To which levers the difference in the deciding outcome is owed (of those beyond chance that made it, not those against it), and which weekly
    quantities part first."""
    if "why" not in brief.findings:
        return []
    shares, labels = brief.table("why", "levers"), brief.table("why", "labels").set_index("move", drop=False)
    whole = brief.table("why", "gaps").set_index("outcome")["mean"].get(brief.deciding, 0.0)
    made = shares["low"] > 0 if whole > 0 else shares["high"] < 0
    rows = shares[made & (shares["outcome"] == brief.deciding)].sort_values("mean", key=abs, ascending=False).head(TOLD).to_dict("records")
    path = brief.table("why", "path")
    parted = path[path["spread"] >= NOTABLE].head(TOLD).to_dict("records")
    units, about = brief.scale(brief.deciding, [whole]), {"outcome": brief.outcome(brief.deciding)}
    rows = [row for row in rows if round(row["mean"] * units.factor, units.decimals)]
    if rows:
        said = [f"{brief.labelled(labels.loc[row['move']])} ({gap(row['mean'], units, brief.lang)})" for row in rows]
        text = brief.say("{outcome}: the difference ({total}) is owed most to {levers}. ", total=gap(whole, units, brief.lang), levers=", ".join(said), **about)
    else:
        text = brief.say(
            "{outcome}: no lever's share of the difference ({total}) is beyond chance in these worlds. ", total=gap(whole, units, brief.lang), **about
        )
    if parted:
        said = [
            brief.say(
                "{what} (higher from week {n})" if row["then"] > 0 else "{what} (lower from week {n})",
                what=SERIES[row["series"]].label_fr if brief.lang == "fr" else SERIES[row["series"]].label,
                n=int(row["week"]),
            )
            for row in parted
        ]
        text += brief.say("What first differs from the baseline: {series}.", series=", ".join(said))
    return [Line(brief.say("Why “{name}” differs", name=brief.titles[brief.option]), text.strip())]


def _order(brief: Brief) -> list[Line]:
    if "order" not in brief.findings or brief.table("order", "steps").empty:
        return []
    facts, fresh = brief.facts("order"), brief.table("order", "fresh").set_index("plan")
    units = brief.scale(facts["outcome"], fresh["mean"])
    steps = [f"{brief.labelled(step)} ({brief.say('week {n}', n=int(step['week']))})" for step in brief.table("order", "steps").to_dict("records")]
    text = brief.say("With effort for a quarter of “{name}” in each quarter: ", name=brief.titles[brief.option]) + ", ".join(steps) + ". "
    once, turned = fresh.loc["everything at once"], fresh.loc["reverse order"]
    told = {"outcome": brief.outcome(facts["outcome"]), "worlds": facts["worlds"]}
    text += brief.say(
        "{outcome} against everything at once, {worlds} fresh worlds: {gap} (95 % interval {limits}); ",
        gap=gap(once["gap"], units, brief.lang),
        limits=_limits_of(brief, once, units),
        **told,
    )
    text += brief.say("against the reverse order: {gap} ({limits}).", gap=gap(turned["gap"], units, brief.lang), limits=_limits_of(brief, turned, units))
    if turned["low"] <= 0 <= turned["high"]:
        text += " " + brief.say("The order is not shown to matter.")
    return [Line(brief.say("Order"), text)]


def _limits_of(brief: Brief, row: Mapping[str, Any], units: Any) -> str:
    return interval(row["low"], row["high"], units, brief.lang)


def _changes(brief: Brief) -> list[Line]:
    if "change" not in brief.findings:
        return []
    lines, moves = [], brief.table("change", "moves")
    about = {"target": brief.say("Least for the target"), "verdict": brief.say("Least for “better”")}
    for row in brief.table("change", "changes").to_dict("records"):
        steps = [
            brief.say(
                "{what} from {before} to {after}",
                what=brief.labelled(each),
                before=value_words(each["from"], brief.lang),
                after=value_words(each["to"], brief.lang),
            )
            for each in moves[moves["aim"] == row["aim"]].to_dict("records")
        ]
        values = {
            "share": percent(row["share"], brief.lang), "low": percent(row["share_low"], brief.lang), "high": percent(row["share_high"], brief.lang),
            "steps": "; ".join(steps) or brief.say("nothing"), "worlds": row["worlds"], "whole": percent(row["whole_share"], brief.lang),
            "name": brief.titles[brief.option],
        }  # fmt: skip
        if row["reached"]:
            text = brief.say("{steps}. Reached in {share} of {worlds} fresh worlds (95 % interval {low} to {high}).", **values)
        elif row["whole_share"] <= brief.facts("change")["settled"]:
            text = brief.say("Out of reach: even all of “{name}” reaches it in {whole} of single worlds only, where more than 80 % are asked.", **values)
        else:
            text = brief.say(
                "Not confirmed: {steps} reaches it in {share} of {worlds} fresh worlds (95 % interval {low} to {high}), where more than 80 % are asked.",
                **values,
            )
        lines.append(Line(about[row["aim"]], text))
    return lines


def _price(brief: Brief) -> list[Line]:
    if "why" not in brief.findings:
        return []
    gaps = brief.table("why", "gaps").set_index("outcome")
    parts = []
    for outcome in ("delivery_cost", "own_value", "net_value"):
        if outcome in gaps.index:
            units = brief.scale(outcome, [gaps.loc[outcome, "mean"]])
            parts.append(f"{brief.outcome(outcome)} {gap(gaps.loc[outcome, 'mean'], units, brief.lang)} ({_limits_of(brief, gaps.loc[outcome], units)})")
    text = brief.say("“{name}” against the baseline in the same worlds (95 % interval of the mean): ", name=brief.titles[brief.option])
    text += brief.say("; ").join(parts) + "."
    if "delivery_cost" in gaps.index:
        text += " " + brief.say(
            "Delivery cost is that of the whole roadmap, estimated where a governance does not finish it: a saving is not money left by the horizon."
        )
    return [Line(brief.say("Price"), text)]


def _assumptions(brief: Brief) -> list[Line]:
    if "change" not in brief.findings:
        return []
    table, lines = brief.table("change", "assumptions"), []
    for outcome in (brief.deciding, "net_value"):
        rows = table[table["outcome"] == outcome].to_dict("records")
        if not rows:
            continue
        units = brief.scale(outcome, [rows[0]["now"]])
        now = gap(rows[0]["now"], units, brief.lang)
        turning = [row for row in rows if math.isfinite(float(row["turns"]))]
        if turning:
            said = [
                brief.say(
                    "{what} above {value}" if row["turns_upwards"] else "{what} below {value}",
                    what=factor_words(row, brief.lang),
                    value=number(row["turns"], 2, brief.lang),
                )
                for row in turning
            ]
            text = brief.say("The difference of {now} changes its sign with: ", now=now) + listed(said, brief.lang, most=4) + "."
        else:
            text = brief.say(
                "None of the {n} assumptions tried, each from its lowest to its highest value in doubt, turns the difference of {now} round beyond simulation error; {what} moves it most, from {low} to {high}.",
                n=len(rows),
                now=now,
                what=factor_words(rows[0], brief.lang),
                low=gap(rows[0]["at_low"], units, brief.lang),
                high=gap(rows[0]["at_high"], units, brief.lang),
            )
        lines.append(Line(brief.outcome(outcome), text))
    return lines


def _boxes(brief: Brief) -> list[Line]:
    return [Line(brief.say("Where it fails"), box_sentence(brief, "misses the target"))] if "discovery" in brief.findings else []


def _hangs(brief: Brief) -> list[Line]:
    """What the deciding outcome hangs on over all governances: the largest groups, and luck."""
    if not brief.has("sensitivity", "groups"):
        return []
    table = brief.table("sensitivity", "groups")
    rows = table[table["outcome"] == brief.deciding].sort_values("total", ascending=False).to_dict("records")
    first = [row for row in rows if row["group"] != "luck"][:3]
    luck = next((row for row in rows if row["group"] == "luck"), None)
    if luck is None or not math.isfinite(luck["total"]):
        return []
    if first[0]["total_error"] > TOO_WIDE:
        return [Line(brief.say("What it hangs on"), brief.say("These runs are too few to say what {outcome} hangs on.", outcome=brief.outcome(brief.deciding)))]
    parts = [
        f"{brief.group(row['group'])} {percent(max(row['total'], 0.0), brief.lang)} (± {number(100 * row['total_error'], 0, brief.lang)})" for row in first
    ]
    text = brief.say(
        "Over all governances and the doubt about company and rules, {outcome} hangs most on: {parts}; luck has a part in {luck} (± {error}). Shares of variance, interactions counted in each.",
        outcome=brief.outcome(brief.deciding),
        parts=", ".join(parts),
        luck=percent(max(luck["total"], 0.0), brief.lang),
        error=number(100 * luck["total_error"], 0, brief.lang),
    )
    return [Line(brief.say("What it hangs on"), text)]


def _limits(brief: Brief) -> Line:
    return Line(
        brief.say("Not a forecast"),
        brief.say("This compares rules of behaviour, most of them assumed, in a company as described; ask first whether the rules that matter hold in yours."),
    )
