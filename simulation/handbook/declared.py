"""Tables of what is declared: levers, traits, coefficients, outcomes, weekly series."""

from collections.abc import Sequence

from simulation import describe
from simulation import outcomes as outcomes_module
from simulation.describe import Entry
from simulation.handbook.marks import code, table
from simulation.levers import CATEGORIES
from simulation.validation import STEPS


def levers() -> str:
    """A section for each group of levers, and in it a table of facts and one of anchors."""
    found = list(describe.levers())
    blocks = []
    for group in dict.fromkeys(each.facts["group"] for each in found):
        here = [each for each in found if each.facts["group"] == group]
        blocks.append(f"## {group.capitalize()}\n\n" + "\n\n".join(_lever(each) for each in here))
    return "\n\n".join(blocks)


def _lever(entry: Entry) -> str:
    facts = entry.facts
    rows = [
        ["French", next(each.label for each in describe.levers("fr") if each.name == entry.name)],
        ["range", _span(entry)],
        ["default (a typical company)", facts["default"]],
        ["neutral (no effect, no price)", facts["neutral"]],
        *_anchors(entry),
        ["price", facts["price"]],
        ["days booked as", facts["books"] or "none: paid in behaviour"],
        ["acts only on", code(facts["acts_on"])],
        ["read in step", code(facts["read_by"])],
    ]
    return f"### {entry.name}\n\n**{entry.label}.** {facts['meaning']}\n\n" + table(["", ""], rows)


def _anchors(entry: Entry) -> list[list[str]]:
    """What the options of a choice mean, or the lowest, the middle and the highest value."""
    facts = entry.facts
    if entry.name in CATEGORIES:
        return [[f"“{name}”", what] for name, _, what in (each.partition(": ") for each in facts["anchors"])]
    values = (f"{value:g}" for value in (facts["low"], (facts["low"] + facts["high"]) / 2, facts["high"]))
    return [[value, what.removeprefix(f"{value}: ")] for value, what in zip(values, facts["anchors"], strict=True)]


def _span(entry: Entry) -> str:
    facts = entry.facts
    if "options" in facts:
        return ", ".join(facts["options"])
    span = f"{facts['low']:g} to {facts['high']:g}"
    return span if span == facts["unit"] else f"{span} {facts['unit']}"


def lever_list() -> str:
    """One line a lever."""
    rows = [[code([each.name]), _span(each), each.facts["default"], each.facts["neutral"], each.facts["meaning"]] for each in describe.levers()]
    return table(["Lever", "Range", "Default", "Neutral", "Meaning"], rows)


def lever_acts() -> str:
    """One line a lever: where it is read, what it acts on, what it costs."""
    rows = []
    for each in describe.levers():
        facts = each.facts
        rows.append([f"[`{each.name}`](levers.md#{each.name})", code(facts["read_by"]), code(facts["acts_on"]), facts["price"]])
    return table(["Lever", "Read in", "Acts only on", "Price"], rows)


def traits() -> str:
    """Scalar traits, then the fields of each table of a company file."""
    found = list(describe.traits())
    blocks = [_numbers([each for each in found if "." not in each.name], "Trait")]
    for name in dict.fromkeys(each.name.split(".")[0] for each in found if "." in each.name):
        blocks.append(f"Rows of `{name}`:\n\n" + _numbers([each for each in found if each.name.startswith(f"{name}.")], "Trait"))
    return "\n\n".join(blocks)


def coefficients() -> str:
    """A section for each step that has coefficients."""
    found = list(describe.coefficients())
    return "\n\n".join(f"## {step}\n\n" + _numbers([each for each in found if each.name.startswith(f"{step}.")], "Coefficient") for step in STEPS)


def _numbers(found: Sequence[Entry], head: str) -> str:
    rows = []
    for each in found:
        facts = each.facts
        name, span = code([each.name.split(".")[-1]]), f"{facts['low']:g} to {facts['high']:g}"
        rows.append([name, facts["default"], span, facts["unit"], facts["source"], facts["meaning"]])
    return table([head, "Default", "Range", "Unit", "Source", "Meaning"], rows)


def counts() -> str:
    """How many numbers of each kind there are, and how many of them anybody has measured."""
    rows = []
    for kind, entries in (("traits", list(describe.traits())), ("coefficients", list(describe.coefficients()))):
        sources = [each.facts["source"] for each in entries]
        rows.append([kind, len(sources), sources.count("assumed"), code(sorted(set(sources) - {"assumed"}))])
    return table(["Numbers", "Declared", "Of these assumed", "Sources of the others"], rows)


def outcomes() -> str:
    """Every outcome, in both languages, with its threshold."""
    french = {each.name: each.label for each in describe.outcomes("fr") if each.kind == "outcome"}
    rows = []
    for each in _of_kind("outcome"):
        facts = each.facts
        name = f"**`{each.name}`**" if facts["primary"] else f"`{each.name}`"
        rows.append([name, f"{each.label} / {french[each.name]}", facts["unit"], facts["better"], facts["threshold"] or "none", facts["meaning"]])
    return table(["Outcome", "Label", "Unit", "Better", "Threshold", "Meaning"], rows)


def outcome_list() -> str:
    """One line an outcome, the primary ones in bold."""
    rows = []
    for each in _of_kind("outcome"):
        name = f"**`{each.name}`**" if each.facts["primary"] else f"`{each.name}`"
        rows.append([name, each.facts["unit"], each.facts["better"], each.facts["meaning"]])
    return table(["Outcome", "Unit", "Better", "Meaning"], rows)


def grades() -> str:
    """Limits of the grades and of the five criteria of a journey."""
    rows = [
        ["grade success", f"value delivered at least {outcomes_module.SUCCESS:.0%} of the planned"],
        ["grade failure", f"value delivered under {outcomes_module.FAILURE:.0%} of the planned"],
        ["planned value", f"value of the journeys that the plan has live at the horizon, at a continuity of {outcomes_module.PLANNED_CONTINUITY:g}"],
        ["criterion budget", f"cost for what is earned at most {outcomes_module.BUDGET:.0%} of the plan's"],
        ["criterion schedule", f"live at most {outcomes_module.SCHEDULE:g} weeks after the plan"],
        ["criterion specification", f"continuity of what is joined at least {outcomes_module.SPECIFICATION:g}"],
        ["criterion expectations", f"users among its visits at least {outcomes_module.EXPECTATION:.0%} of the adoption that the plan would have won"],
        ["criterion alignment", f"no part of it more than {outcomes_module.ALIGNMENT:.0%} undone"],
        ["journey successful", "at least three of the five criteria met"],
    ]
    return table(["Grade or criterion", "Met when"], rows)


def series() -> str:
    """Every weekly series."""
    french = {each.name: each.label for each in describe.outcomes("fr") if each.kind == "series"}
    rows = [[code([each.name]), f"{each.label} / {french[each.name]}", each.facts["unit"], each.facts["meaning"]] for each in _of_kind("series")]
    return table(["Series", "Label", "Unit", "Meaning"], rows)


def _of_kind(kind: str) -> list[Entry]:
    return [each for each in describe.outcomes() if each.kind == kind]


def figures() -> str:
    """Published patterns and the article's claims, each with its bands."""
    from simulation.evidence.verdicts import figures as held_to

    rows = []
    for each in held_to().values():
        bands = "; ".join(f"{band.name} {band.told()}" for band in each.parts)
        rows.append([code([each.id]), each.kind, each.title, bands, each.source if each.source == "article" else code(each.source.split(", "))])
    return table(["Figure", "Kind", "Statement", "Band", "From"], rows)
