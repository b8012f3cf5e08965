"""What a scenario does otherwise than the baseline: levers, traits, dated changes, switches."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from simulation.levers import DECLARED
from simulation.report.amounts import MISSING
from simulation.report.messages import say
from simulation.scenario import Scenario


class Change(NamedTuple):
    """Something that a scenario does otherwise than the baseline."""

    what: str
    before: str
    after: str


def changes(scenario: Scenario, baseline: Scenario, lang: str = "en") -> list[Change]:
    """Everything that a scenario sets otherwise than the baseline: levers, traits, dated changes, switches."""
    return _levers(scenario, baseline, lang) + _traits(scenario, baseline, lang) + _dated(scenario, baseline, lang) + _switches(scenario, baseline, lang)


class Setting(NamedTuple):
    """One thing that some scenario does otherwise: its value under the baseline, and under each other scenario where it differs."""

    what: str
    baseline: str
    others: list[str]  # empty where it is as in the baseline


def settings(scenarios: Sequence[Scenario], lang: str = "en") -> list[Setting]:
    """Everything that differs between the first scenario and the others, a row each: levers in their declared order, traits, dates, switches."""
    baseline, *others = scenarios
    found = [{change.what: change for change in changes(each, baseline, lang)} for each in others]
    known = list(dict.fromkeys(what for each in found for what in each))
    order = [*_ordered_levers(lang), *known]
    return [
        Setting(what, next(each[what].before for each in found if what in each), [each[what].after if what in each else "" for each in found])
        for what in sorted(known, key=order.index)
    ]


def _ordered_levers(lang: str) -> list[str]:
    return [_lever(name, lang) for name in DECLARED]


def _levers(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    before, after = baseline.levers.model_dump(), scenario.levers.model_dump()
    return [Change(_lever(name, lang), plain_value(before[name], lang), plain_value(value, lang)) for name, value in after.items() if value != before[name]]


def _traits(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    before, after = baseline.company.traits.model_dump(), scenario.company.traits.model_dump()
    return [
        Change(say("trait {name}", lang, name=name), plain_value(before[name], lang), plain_value(value, lang))
        for name, value in after.items()
        if value != before[name]
    ]


def _dated(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    """Dated changes that the baseline does not have, and those of the baseline that are missing here."""
    mine, its = ({(change.week, name): value for change in each.changes for name, value in change.levers.items()} for each in (scenario, baseline))
    found = []
    for week, name in sorted(mine.keys() | its.keys()):
        before, after = its.get((week, name)), mine.get((week, name))
        if before != after:
            what = say("from week {week}: {lever}", lang, week=week, lever=_lever(name, lang))
            found.append(Change(what, MISSING if before is None else plain_value(before, lang), MISSING if after is None else plain_value(after, lang)))
    return found


def _switches(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    on, off = say("on", lang), say("off", lang)
    return [Change(name, *((on, off) if name in scenario.off else (off, on))) for name in sorted(scenario.off ^ baseline.off)]


def _lever(name: str, lang: str) -> str:
    return str(DECLARED[name].extra["label_fr"]) if lang == "fr" else DECLARED[name].label


def plain_value(value: Any, lang: str = "en") -> str:
    """A value of a lever, trait or coefficient as it is: no unit, no more digits than it has."""
    if isinstance(value, str):
        return say(value, lang)
    text = f"{value:g}"
    return text.replace(".", ",") if lang == "fr" else text
