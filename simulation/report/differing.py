"""What a scenario does otherwise than the baseline: levers, traits, dated changes, switches."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from simulation.levers import DECLARED
from simulation.report.amounts import MISSING
from simulation.report.messages import say
from simulation.report.naming import number_name
from simulation.scenario import Scenario


class Change(NamedTuple):
    """Something that a scenario does otherwise than the baseline."""

    what: str
    before: str
    after: str


def changes(scenario: Scenario, baseline: Scenario, lang: str = "en") -> list[Change]:
    """Everything that a scenario sets otherwise than the baseline: levers, traits, dated changes, switches."""
    return (
        _levers(scenario, baseline, lang)
        + _traits(scenario, baseline, lang)
        + _uncertain(scenario, baseline, lang)
        + _dated(scenario, baseline, lang)
        + _switches(scenario, baseline, lang)
    )


class Move(NamedTuple):
    """A lever that has another value."""

    name: str
    before: float | str
    after: float | str


def marked(scenario: Scenario, baseline: Scenario) -> list[Move]:
    """The levers that differ from the baseline, the widest moves (against the lever's range) first."""
    held = [(name, in_force(baseline, name, 0), in_force(scenario, name, 0)) for name in DECLARED]
    moves = [Move(name, before, after) for name, before, after in held if after != before]
    return sorted(moves, key=lambda each: -_width(each))


class Dated(NamedTuple):
    """A lever that has another value than under the baseline from a dated change on, or had until then."""

    week: int
    move: Move


def dated(scenario: Scenario, baseline: Scenario) -> list[Dated]:
    """What differs between two scenarios from dated changes on, in the order of weeks and, in a week, of the declared levers; told again where they meet."""
    weeks = {(change.week, name) for each in (scenario, baseline) for change in each.changes for name in change.levers}
    found = []
    for week, name in sorted(weeks, key=lambda each: (each[0], list(DECLARED).index(each[1]))):
        before, after = (in_force(each, name, week) for each in (baseline, scenario))
        apart = in_force(baseline, name, week - 1) != in_force(scenario, name, week - 1)
        if before != after or apart:
            found.append(Dated(week, Move(name, before, after)))
    return found


def _width(move: Move) -> float:
    """How far a lever moves, as a share of its range; a choice moves all the way."""
    if isinstance(move.after, str) or isinstance(move.before, str):
        return 1.0
    declared = DECLARED[move.name]
    return abs(move.after - move.before) / (float(declared.high or 1.0) - float(declared.low or 0.0))


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
    return [lever_label(name, lang) for name in DECLARED]


def _levers(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    before, after = baseline.levers.model_dump(), scenario.levers.model_dump()
    return [
        Change(lever_label(name, lang), plain_value(before[name], lang), plain_value(value, lang)) for name, value in after.items() if value != before[name]
    ]


def _traits(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    before, after = baseline.company.traits.model_dump(), scenario.company.traits.model_dump()
    open_ = scenario.uncertain.keys() | baseline.uncertain.keys()
    return [
        Change(say("trait {name}", lang, name=number_name(f"traits.{name}", lang)), plain_value(before[name], lang), plain_value(value, lang))
        for name, value in after.items()
        if value != before[name] and name not in open_
    ]


def _uncertain(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    """Traits that one leaves uncertain and the other does not, or within another range."""
    both = sorted(scenario.uncertain.keys() | baseline.uncertain.keys())
    said = [
        (name, *(_range(each, name, lang) for each in (baseline, scenario))) for name in both if scenario.uncertain.get(name) != baseline.uncertain.get(name)
    ]
    return [Change(say("uncertain {name}", lang, name=number_name(f"traits.{name}", lang)), before, after) for name, before, after in said]


def _range(scenario: Scenario, name: str, lang: str) -> str:
    given = scenario.uncertain.get(name)
    return MISSING if given is None else f"{plain_value(given.low, lang)} – {plain_value(given.high, lang)}"


def _dated(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    """What the baseline and the scenario have from each dated change on."""
    return [
        Change(
            say("from week {week}: {lever}", lang, week=week, lever=lever_label(name, lang)),
            plain_value(before, lang),
            plain_value(after, lang),
        )
        for week, (name, before, after) in dated(scenario, baseline)
    ]


def in_force(scenario: Scenario, name: str, week: int) -> Any:
    """The value of a lever in a week: that of its last change so far, else that of the start."""
    changed = [change.levers[name] for change in scenario.changes if change.week <= week and name in change.levers]
    return changed[-1] if changed else scenario.levers.model_dump()[name]


def _switches(scenario: Scenario, baseline: Scenario, lang: str) -> list[Change]:
    on, off = say("on", lang), say("off", lang)
    return [Change(name, *((on, off) if name in scenario.off else (off, on))) for name in sorted(scenario.off ^ baseline.off)]


def lever_label(name: str, lang: str = "en") -> str:
    """What a lever is called."""
    return str(DECLARED[name].extra["label_fr"]) if lang == "fr" else DECLARED[name].label


def plain_value(value: Any, lang: str = "en") -> str:
    """A value of a lever, trait or coefficient as it is: no unit, no more digits than it has."""
    if isinstance(value, str):
        return say(value, lang)
    text = f"{value:g}"
    return text.replace(".", ",") if lang == "fr" else text
