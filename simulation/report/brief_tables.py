# ruff: noqa: E501 - a text is one line
"""The tables of a brief's later pages, as texts ready to be shown."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from simulation.outcomes import SERIES
from simulation.report.amounts import MISSING, amount, gap, interval, number, percent, scale_of
from simulation.report.brief import Brief
from simulation.report.brief_words import box_sentence, factor_explained


class Table(NamedTuple):
    """A table: title, how to read it, heads of its columns, rows of texts."""

    title: str
    reading: str
    heads: list[str]
    rows: list[list[str]]


def tables(brief: Brief) -> list[Table]:
    """Every table that the findings allow, its texts in the brief's language."""
    makers: list[tuple[str, str, Callable[[Brief], Table]]] = [
        ("robustness", "criteria", _options), ("why", "path", _path), ("why", "directorates", _directorates), ("change", "assumptions", _assumptions), ("order", "fresh", _orders),
        ("trade-offs", "governances", _front), ("discovery", "limits", _boxes), ("sensitivity", "numbers", _numbers),
    ]  # fmt: skip
    return [make(brief) for question, table, make in makers if brief.has(question, table)]


def _options(brief: Brief) -> Table:
    """Every option by every criterion in the deciding outcome and in net value."""
    table = brief.table("robustness", "criteria")
    target = brief.target[0]
    heads = [brief.say("Governance")]
    rows = [[brief.titles[name]] for name in brief.titles]
    for outcome in (brief.deciding, "net_value"):
        found = table[table["outcome"] == outcome].set_index("option")
        units = brief.scale(outcome, found["mean"])
        heads += [brief.say("{outcome}, mean ({unit})", outcome=brief.outcome(outcome), unit=units.unit), brief.say("worst tenth"), brief.say("mean regret")]
        for row, name in zip(rows, brief.titles, strict=True):
            each = found.loc[name]
            row += [number(each[key] * units.factor, units.decimals, brief.lang) for key in ("mean", "worst_tenth", "regret")]
    share = table[table["outcome"] == target].set_index("option")["target_share"]
    for row, name in zip(rows, brief.titles, strict=True):
        row.append(percent(share[name], brief.lang))
    facts = brief.facts("robustness")
    reading = brief.say(
        "{futures} futures, {lucks} lucks in each; {lost} futures left out because a run failed. Regret: what the best option of a future would have brought more.",
        futures=facts["futures"],
        lucks=facts["lucks"],
        lost=facts["given"] - facts["futures"],
    )
    return Table(brief.say("Every option in the same futures"), reading, [*heads, brief.say("target met")], rows)


def _path(brief: Brief) -> Table:
    rows = []
    for each in brief.table("why", "path").to_dict("records"):
        series = SERIES[each["series"]]
        units = scale_of(series.unit, [each["largest"]], brief.lang)
        texts = [gap(each[key], units, brief.lang) for key in ("then", "largest", "last")]
        rows.append(
            [series.label_fr if brief.lang == "fr" else series.label, str(int(each["week"])), texts[0], texts[1], str(int(each["largest_week"])), texts[2]]
        )
    heads = ["Weekly quantity", "Parts in week", "By then", "Largest", "In week", "Last week"]
    return Table(
        brief.say("What moved first"),
        brief.say(
            "Mean differences in the same worlds. A quantity parts when its difference is beyond chance for four weeks, and at least a tenth of its largest."
        ),
        [brief.say(head) for head in heads],
        rows,
    )


def _directorates(brief: Brief) -> Table:
    table = brief.table("why", "directorates")
    units = scale_of("EUR", table["before"], brief.lang)
    rows = [
        [
            str(each["unit"]),
            amount(each["before"], units, brief.lang),
            gap(each["mean"], units, brief.lang),
            interval(each["low"], each["high"], units, brief.lang),
        ]
        for each in table.to_dict("records")
    ]
    heads = [brief.say("Directorate"), brief.say("Under the baseline"), brief.say("Difference"), brief.say("95 %, all together")]
    return Table(brief.say("Who pays: delivery cost by directorate"), brief.say("Mean cost at completion of each directorate's own people."), heads, rows)


def _assumptions(brief: Brief) -> Table:
    rows = []
    for each in brief.table("change", "assumptions").to_dict("records"):
        units = brief.scale(each["outcome"], [each["now"]])
        turns = MISSING if not math.isfinite(float(each["turns"])) else number(each["turns"], 3, brief.lang)
        span = f"{number(each['low'], 2, brief.lang)} – {number(each['high'], 2, brief.lang)}"
        ends = [gap(each[key], units, brief.lang) for key in ("at_low", "now", "at_high")]
        rows.append([factor_explained(each, brief.lang), brief.outcome(each["outcome"]), span, *ends, turns])
    heads = ["Assumption", "Outcome", "Range", "At its lowest", "As drawn", "At its highest", "Turns round at"]
    reading = brief.say("The assumptions whose draws go most with the difference, by rank; each then held at both ends of its range in all worlds.")
    return Table(brief.say("Ledger of assumptions"), reading, [brief.say(head) for head in heads], rows)


def _orders(brief: Brief) -> Table:
    facts = brief.facts("order")
    fresh = brief.table("order", "fresh")
    units = brief.scale(facts["outcome"], fresh["mean"])
    rows = [
        [
            brief.say(str(each["plan"])),
            amount(each["mean"], units, brief.lang),
            gap(each["gap"], units, brief.lang),
            interval(each["low"], each["high"], units, brief.lang),
        ]
        for each in fresh.to_dict("records")
    ]
    heads = [brief.say("Plan"), brief.outcome(facts["outcome"]), brief.say("Best order less this"), brief.say("95 %, all together")]
    reading = brief.say("{orders} orders tried; {worlds} fresh worlds that had no part in the search.", orders=facts["orders"], worlds=facts["worlds"])
    return Table(brief.say("The best order in fresh worlds"), reading, heads, rows)


def _front(brief: Brief) -> Table:
    table = brief.table("trade-offs", "governances")
    kept = table[(table["chance"] >= 0.5) | ~table["found"].astype(bool)].sort_values("delivery_cost")
    names = ("delivery_cost", "adoption", "own_value")
    units = {name: brief.scale(name, table[name]) for name in names}
    rows = []
    for each in kept.to_dict("records"):
        title = brief.titles.get(each["governance"]) or brief.say("found by search, {n}", n=str(each["governance"]).rpartition(" ")[2])
        rows.append([title, *(amount(each[name], units[name], brief.lang) for name in names), percent(each["chance"], brief.lang)])
    facts = brief.facts("trade-offs")
    heads = [brief.say("Governance"), *(brief.outcome(name) for name in names), brief.say("On the front")]
    reading = brief.say(
        "{tried} governances tried; means in {worlds} fresh worlds; last column: share of resamples of these worlds in which no other beats it in all three.",
        **facts,
    )
    return Table(brief.say("The efficient front"), reading, heads, rows)


def _boxes(brief: Brief) -> Table:
    rows = [[brief.say(case), box_sentence(brief, case)] for case in brief.facts("discovery")["cases"]]
    facts = brief.facts("discovery")
    reading = brief.say("PRIM in one half of {futures} futures, measured in the other; levers carried out by half to the whole.", futures=facts["futures"])
    return Table(brief.say("Boxes of conditions"), reading, [brief.say("Case"), brief.say("Under which conditions")], rows)


def _numbers(brief: Brief) -> Table:
    table = brief.table("sensitivity", "numbers")
    kept = table[table["outcome"] == brief.deciding].sort_values("effect", ascending=False).head(20)
    units = brief.scale(brief.deciding, kept["effect"])
    rows: list[list[Any]] = [
        [
            brief.labelled(each),
            brief.say(str(each["group"])),
            gap(each["effect"], units, brief.lang, signed=False),
            f"± {number(each['effect_error'] * units.factor, units.decimals, brief.lang)}",
            gap(each["direction"], units, brief.lang),
        ]
        for each in kept.to_dict("records")
    ]
    facts = brief.facts("sensitivity")
    about = facts["outcomes"][brief.deciding]
    reading = brief.say(
        "{factors} numbers, {used} trajectories ({lost} left out because a run failed). Effect: mean absolute change of {outcome} over the whole range of a number.",
        factors=facts["factors"],
        used=about["trajectories"],
        lost=about["trajectories_given"] - about["trajectories"],
        outcome=brief.outcome(brief.deciding),
    )
    heads = ["Number", "Group", "Effect", "95 %", "With its sign"]
    return Table(
        brief.say("The twenty numbers that move {outcome} most", outcome=brief.outcome(brief.deciding)), reading, [brief.say(head) for head in heads], rows
    )
