"""What one scenario does otherwise than another, as moves that can be made one by one: levers with their dates, traits, switches."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from simulation.levers import CATEGORIES, DECLARED, NAMES, Levers
from simulation.scenario import Change, Scenario

Schedule = tuple[tuple[int, float | str], ...]  # (week, value), the first at week 0
HALF_WAY = 0.5


class Move(NamedTuple):
    """Something that one scenario does otherwise: one part of it (`levers.sponsorship`), or all parts of a group."""

    name: str
    group: str
    label: str
    label_fr: str
    parts: tuple[str, ...]
    effort: float  # how far it moves, in whole ranges of a lever (a choice or a switch counts 1, a trait nothing)


def moves(before: Scenario, after: Scenario) -> list[Move]:
    """Every part in which `after` differs from `before`: levers in their declared order (each with its dates), traits, switches."""
    found = []
    for name in NAMES:
        if schedule(before, name) != schedule(after, name):
            each = DECLARED[name]
            group, label_fr = str(each.extra["group"]), str(each.extra["label_fr"])
            found.append(Move(f"levers.{name}", group, each.label, label_fr, (f"levers.{name}",), _distance(before, after, name)))
    old, new = before.company.traits.model_dump(), after.company.traits.model_dump()
    for name in old:
        if old[name] != new[name]:
            label = name.replace("_", " ")
            found.append(Move(f"traits.{name}", "the company", label, label, (f"traits.{name}",), 0.0))
    for name in sorted(before.off ^ after.off):
        label = DECLARED[name].label if name in DECLARED else name
        found.append(Move(f"off.{name}", "switches", label, str(DECLARED[name].extra["label_fr"]) if name in DECLARED else name, (f"off.{name}",), 1.0))
    return found


def grouped(single: Sequence[Move]) -> list[Move]:
    """The moves of each group as one, in the order in which groups first appear."""
    groups = dict.fromkeys(each.group for each in single)
    found = []
    for group in groups:
        members = [each for each in single if each.group == group]
        found.append(Move(group, group, group, group, tuple(part for each in members for part in each.parts), sum(each.effort for each in members)))
    return found


def moved(before: Scenario, after: Scenario, parts: Collection[str], title: str | None = None, weeks: dict[str, int] | None = None) -> Scenario:
    """`before` with some parts as in `after`; `weeks` lets a lever part take effect only in that week (default 0)."""
    start = weeks or {}
    schedules = {name: schedule(before, name) for name in NAMES}
    for name in NAMES:
        if f"levers.{name}" in parts:
            schedules[name] = _delayed(schedules[name], schedule(after, name), start.get(f"levers.{name}", 0))
    off = frozenset(name for name in before.off | after.off if name in (after if f"off.{name}" in parts else before).off)
    traits = {name: value for name, value in after.company.traits.model_dump().items() if f"traits.{name}" in parts}
    return _scheduled(before.with_(traits=traits) if traits else before, schedules, off, title)


def _scheduled(base: Scenario, schedules: Mapping[str, Schedule], off: frozenset[str], title: str | None = None) -> Scenario:
    """A scenario with the levers of these schedules and these switches off."""
    levers = Levers.model_validate({name: found[0][1] for name, found in schedules.items()})
    changes = _changes(schedules)
    document = base.document | {
        "levers": levers.model_dump(),
        "changes": [{"week": each.week, "levers": each.levers} for each in changes],
        "off": sorted(off),
    }
    shown, shown_fr = title or base.title, title or base.title_fr
    return replace(base, name=title or base.name, title=shown, title_fr=shown_fr, levers=levers, changes=changes, off=off, document=document)


def between(before: Scenario, after: Scenario, parts: Collection[str], share: float) -> Scenario:
    """`before` with some parts a share of the way to `after`: levers at each of their dates; choices, traits and switches all the way or (below a half) not."""
    aimed = moved(before, after, [part for part in parts if share >= HALF_WAY or part.startswith("levers.")])
    return part_way(before, aimed, {name: share for name in NAMES if f"levers.{name}" in parts})


def part_way(before: Scenario, after: Scenario, shares: Mapping[str, float]) -> Scenario:
    """`after` with some levers only a share of the way from `before`, at each of their dates; a choice goes all the way or (below a half) not."""
    schedules = {name: schedule(after, name) for name in NAMES}
    for name, share in shares.items():
        old, new = schedule(before, name), schedule(after, name)
        weeks = sorted({week for week, _ in (*old, *new)})
        schedules[name] = tuple((week, _part_way(_in_force(old, week), _in_force(new, week), share)) for week in weeks)
    return _scheduled(after, schedules, after.off)


def _in_force(found: Schedule, week: int) -> float | str:
    """The value of a schedule that holds in a week."""
    return [value for begins, value in found if begins <= week][-1]


def schedule(scenario: Scenario, name: str) -> Schedule:
    """The values of a lever and the weeks from which they hold; a value given again is left out."""
    found: list[tuple[int, float | str]] = [(0, getattr(scenario.levers, name))]
    for change in scenario.changes:
        if name in change.levers:
            if change.week == 0:
                found[0] = (0, change.levers[name])
            elif change.levers[name] != found[-1][1]:
                found.append((change.week, change.levers[name]))
    return tuple(found)


def _delayed(old: Schedule, new: Schedule, week: int) -> Schedule:
    """The old schedule up to a week, then the new one, its dates counted from there."""
    if week == 0:
        return new
    return (*(each for each in old if each[0] < week), *((week + each[0], each[1]) for each in new))


def _changes(schedules: Mapping[str, Schedule]) -> tuple[Change, ...]:
    weeks: dict[int, dict[str, float | str]] = {}
    for name, found in schedules.items():
        for week, value in found[1:]:
            weeks.setdefault(week, {})[name] = value
    return tuple(Change(week, weeks[week]) for week in sorted(weeks))


def _distance(before: Scenario, after: Scenario, name: str) -> float:
    """How far a lever moves, at its furthest, in whole ranges."""
    if name in CATEGORIES:
        return 1.0
    each = DECLARED[name]
    old = float(getattr(before.levers, name))
    values = [float(value) for _, value in schedule(after, name)]
    return max(abs(value - old) for value in values) / (float(each.high or 0) - float(each.low or 0))


def _part_way(old: float | str, new: float | str, share: float) -> float | str:
    if isinstance(old, str) or isinstance(new, str):
        return new if share >= HALF_WAY else old
    return new if share >= 1.0 else old + share * (new - old)
