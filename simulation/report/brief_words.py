# ruff: noqa: E501 - a text is one line
"""Words of a brief: boxes of conditions, factors, criteria and values, as a sentence holds them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.analysis.futures import CARRIED_OUT
from simulation.levers import DECLARED
from simulation.report.amounts import number, percent
from simulation.report.brief import Brief
from simulation.report.messages import say
from simulation.report.naming import factor_name, number_meaning

CRITERIA = {
    "mean": "on average",
    "worst_tenth": "in the worst tenth of futures",
    "regret": "by mean regret",
    "largest_regret": "by the regret of nine futures in ten",
    "target_share": "by the share of futures that meet the target",
}


def criterion(name: str, lang: str = "en") -> str:
    """How a criterion of robustness is called in a sentence."""
    return say(CRITERIA[name], lang)


def listed(parts: Sequence[str], lang: str = "en", most: int = 3) -> str:
    """Texts joined by commas; beyond the first few, how many more there are."""
    text = ", ".join(parts[:most])
    return text + say(" and {n} more", lang, n=len(parts) - most) if len(parts) > most else text


def value_words(value: Any, lang: str = "en") -> str:
    """A value of a lever, trait or switch: two decimals, or the option; tables give both as texts."""
    try:
        return number(float(value), 2, lang).rstrip("0").rstrip(".,") if float(value) != 0 else "0"
    except ValueError:
        return say(str(value), lang)


def factor_words(row: Mapping[str, Any], lang: str = "en") -> str:
    """A factor with its family: `trait “own load”`, `rule “commitment: goals”`."""
    return factor_of(str(row["factor"]), lang)


def factor_explained(row: Mapping[str, Any], lang: str = "en") -> str:
    """A factor with its family and, where it is a number that is declared, its meaning."""
    name = str(row["factor"])
    meaning = number_meaning(name.removeprefix("coefficients."), lang)
    return f"{factor_of(name, lang)} ({meaning})" if meaning else factor_of(name, lang)


def factor_of(name: str, lang: str = "en") -> str:
    """A factor by its full name, in words."""
    if name.startswith(CARRIED_OUT):
        return say("“{lever}” carried out by", lang, lever=_lever(name.removeprefix(CARRIED_OUT), lang))
    family = name.partition(".")[0]
    if family == "levers":
        return _lever(name, lang)
    return say("trait “{name}”" if family == "traits" else "rule “{name}”", lang, name=factor_name(name, lang))


def limit_words(row: Mapping[str, Any], lang: str = "en") -> str:
    """One condition of a box: `trait “legacy debt” above 0.7`."""
    what = factor_of(str(row["factor"]), lang)
    if row.get("options") and isinstance(row["options"], str):
        return say("{what} is {options}", lang, what=what, options=row["options"])
    share = str(row["factor"]).startswith(CARRIED_OUT)
    low, high = (None if _absent(row[end]) else percent(float(row[end]), lang) if share else number(float(row[end]), 2, lang) for end in ("low", "high"))
    if low is not None and high is not None:
        return say("{what} between {low} and {high}", lang, what=what, low=low, high=high)
    if low is not None:
        return say("{what} more than {low}" if share else "{what} above {low}", lang, what=what, low=low)
    return say("{what} less than {high}" if share else "{what} below {high}", lang, what=what, high=high)


def box_sentence(brief: Brief, case: str) -> str:
    """Where an option fails, in a sentence; that nothing was found beyond chance is said too."""
    facts = brief.facts("discovery")["cases"][case]
    limits = brief.table("discovery", "limits")
    rows = limits[limits["case"] == case].to_dict("records")
    values = {
        "name": brief.titles[brief.option],
        "what": brief.say(case),
        "base": percent(facts["base_rate"], brief.lang),
        "futures": facts["futures"],
    }
    swept = brief.facts("discovery").get("swept", False)
    unknown = brief.facts("discovery").get("unknown", 0)
    if unknown and not brief.facts("discovery")["futures"]:
        return brief.say("Whether the target is missed cannot be told: it is unknown in all {unknown} runs.", unknown=unknown)
    left_out = brief.say(" {unknown} runs in which that is unknown are left out.", unknown=unknown) if unknown else ""
    if not facts["found"] and swept:
        text = brief.say(
            "Over all settings, the target is missed in {base} of {futures} runs; no conditions were found under which it is missed more often beyond chance.",
            **values,
        )
        return text + left_out
    if not facts["found"]:
        return brief.say(
            "“{name}”, carried out by half at least, {what} in {base} of {futures} futures; no conditions were found under which it does so more often beyond chance.",
            **values,
        )
    head = "The target is missed when " if swept else "“{name}”, carried out by half at least, {what} when "
    text = brief.say(head, **values) + brief.say(" and ").join(limit_words(row, brief.lang) for row in rows)
    return (
        text
        + brief.say(
            ": there in {density} of futures (95 % interval {low} to {high}), overall in {base}; {coverage} of all such cases lie there. Measured in {futures} futures that had no part in finding it.",
            density=percent(facts["density"], brief.lang),
            low=percent(facts["density_low"], brief.lang),
            high=percent(facts["density_high"], brief.lang),
            coverage=percent(facts["coverage"], brief.lang),
            **values,
        )
        + left_out
    )


def _lever(name: str, lang: str) -> str:
    declared = DECLARED[name.partition(".")[2]]
    return str(declared.extra["label_fr"]) if lang == "fr" else declared.label


def _absent(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
