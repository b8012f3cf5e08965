"""What the terminal says of declarations and files: `describe`, `check`, `list`."""

import textwrap
from collections.abc import Sequence
from typing import Any

from simulation import library
from simulation.checks import InputError
from simulation.describe import KINDS, Entry
from simulation.layers import read
from simulation.report.amounts import number, percent
from simulation.scenario import Scenario, load
from simulation.terminal import columns, wrapped
from simulation.traits import Company
from simulation.words import say

WIDTH = 118


def entry_text(entry: Entry, lang: str = "en") -> str:
    """One name with all that is known of it."""
    label = entry.label if entry.kind in ("lever", "outcome", "series") else _french_name(entry) if lang == "fr" else ""
    colon = " :" if lang == "fr" else ":"
    lines = [f"{say(entry.kind, lang)} {entry.name}" + (f"{colon} {label}" if label else "")]
    for fact, value in _in_words(entry, lang).items():
        lines += _fact(fact.replace("_", " "), value, lang)
    return "\n".join(lines)


def _in_words(entry: Entry, lang: str) -> dict[str, Any]:
    """The facts of an entry, with what French has words for: anchors, units, meanings, the prices of levers."""
    if lang != "fr":
        return entry.facts
    from simulation.report.anchors import anchors
    from simulation.report.french_levers import FRENCH_LEVERS
    from simulation.report.french_outcomes import OUTCOMES_FR, STEPS_FR
    from simulation.report.messages import say as spoken
    from simulation.report.naming import number_meaning, unit_name

    said = dict(entry.facts)
    if entry.kind == "lever":
        said["anchors"] = anchors(entry.name, lang)
        said |= {fact: FRENCH_LEVERS[str(said[fact])] for fact in ("meaning", "price")} | {"group": say(said["group"], lang)}
    if "options" in said:
        said["options"] = [spoken(each, lang) for each in said["options"]]
        said |= {"unit": ", ".join(said["options"])} | {fact: spoken(said[fact], lang) for fact in ("default", "neutral") if isinstance(said[fact], str)}
    if entry.kind in ("trait", "coefficient"):
        said |= {"meaning": number_meaning(_full_name(entry), lang) or said["meaning"], "source": spoken(said["source"], lang)}
    if entry.kind in ("outcome", "series"):
        said["meaning"] = OUTCOMES_FR[said["meaning"]]
    if entry.kind == "step":
        said["meaning"] = STEPS_FR[entry.name]
    if "better" in said:
        said["better"] = say(said["better"], lang)
    if isinstance(said.get("threshold"), str):
        said["threshold"] = say("{share} x the cost in the plan of record", lang, share=said["threshold"].split()[0].replace(".", ","))
    if "unit" in said:
        said["unit"] = unit_name(str(said["unit"]), lang)
    return said


def _full_name(entry: Entry) -> str:
    """The name of a trait or coefficient with its family, by which French words are found."""
    return f"traits.{entry.name}" if entry.kind == "trait" and "." not in entry.name else entry.name


def _french_name(entry: Entry) -> str:
    """What a trait or coefficient is called in French; empty for a step."""
    from simulation.report.naming import number_name

    return "" if entry.kind == "step" else number_name(_full_name(entry), "fr")


def _fact(name: str, value: Any, lang: str) -> list[str]:
    colon = " :" if lang == "fr" else ":"
    head = f"  {say(name, lang)}{colon} "
    if name == "meaning" and "\n" in str(value):
        return [head.rstrip(), *("    " + line if line else "" for line in str(value).splitlines())]
    if name == "anchors":
        points = ("0", _written(0.5, lang), "1") if len(value) == 3 and ":" not in value[0] else ("",) * len(value)
        return [head.rstrip(), *(f"    {at:<5}{each}" if at else f"    {each}" for at, each in zip(points, value, strict=True))]
    return [wrapped(head.strip() + " " + _written(value, lang), 4, WIDTH).replace(head.strip(), head.rstrip(), 1)]


def _written(value: Any, lang: str = "en") -> str:
    if value is None:
        return say("none", lang)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or say("none", lang)
    if isinstance(value, bool):
        return say("yes" if value else "no", lang)
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if lang == "fr" and isinstance(value, float) else text


def index_text(entries: Sequence[Entry], lang: str = "en") -> str:
    """All names, grouped by kind, a line each."""
    blocks = []
    for kind in KINDS:
        rows = [_line(each, lang) for each in entries if each.kind == kind]
        table = columns(rows, ["", "", "", ""], left=4).split("\n")[1:]
        blocks.append("\n".join([say(kind if kind.endswith("s") else f"{kind}s", lang), *("  " + line for line in table)]))
    return "\n\n".join(blocks)


def _line(entry: Entry, lang: str) -> tuple[str, str, str, str]:
    facts = _in_words(entry, lang)
    default = _written(facts["default"], lang) if "default" in facts else ""
    span = f"{_written(float(facts['low']), lang)} {say('to', lang)} {_written(float(facts['high']), lang)}" if facts.get("low") is not None else ""
    unit = str(facts.get("unit", ""))
    french_step = entry.kind == "step" and lang == "fr"
    said = entry.label if entry.kind in ("lever", "outcome", "series", "step") and not french_step else str(facts["meaning"])
    return entry.name, default, unit if unit == span or not span else f"{span} {unit}".strip(), textwrap.shorten(said, 70, placeholder=" ...")


def company_text(company: Company, title: str, lang: str = "en") -> str:
    """A company in figures: people by directorate, and how much of their teams' days the plan of record asks for."""
    from simulation.company import norm_of, plan_of

    plan = plan_of(company)
    rows, days = [], sum(journey.days for journey in company.journeys)
    for directorate in plan.directorates:
        own = [row for row, team in enumerate(plan.teams) if team.directorate == directorate.name]
        people = sum(plan.teams[row].fte for row in own)
        load = sum(plan.asked[row] * plan.teams[row].fte for row in own) / people if people else 0.0
        most = max((plan.asked[row] for row in own), default=0.0)
        rows.append([directorate.name, str(len(own)), number(people, 0, lang), percent(load, lang), percent(most, lang)])
    people = sum(team.fte for team in company.teams)
    load = sum(asked * team.fte for asked, team in zip(plan.asked, plan.teams, strict=True)) / people
    rows.append([say("all", lang), str(len(company.teams)), number(people, 0, lang), percent(load, lang), percent(max(plan.asked), lang)])
    heads = [say("directorate", lang), say("teams", lang), say("people", lang), say("asked of them", lang), say("at most of one team", lang)]
    counts = say(
        "{channels} channels, {journeys} journeys, {packages} work packages; {days} nominal days, {norm} at the company's norm, planned over {weeks} weeks",
        lang,
        channels=len(company.channels),
        journeys=len(company.journeys),
        packages=len(plan.packages),
        days=number(days, 0, lang),
        norm=number(days * norm_of(company.traits), 0, lang),
        weeks=number(plan.weeks, 0, lang),
    )
    return f"{title}\n{counts}\n{columns(rows, heads)}"


def governance_text(scenario: Scenario, lang: str = "en") -> str:
    """What a scenario's own file says of governance, and what it extends."""
    own = read(scenario.path).document if scenario.path else scenario.document
    extends = own.get("extends", [])
    said = [_set(name, value, lang) for name, value in own.get("levers", {}).items()]
    said += [f"{_set(name, value, lang)} ({say('week', lang)} {each['week']})" for each in own.get("changes", []) for name, value in each["levers"].items()]
    said += [f"{say('off', lang)} {name}" for name in own.get("off", [])]
    base = f" ({' + '.join([extends] if isinstance(extends, str) else extends)})" if extends else ""
    title = scenario.title_fr if lang == "fr" else scenario.title
    colon, semicolon = (" :", " ;") if lang == "fr" else (":", ";")
    return wrapped(f"{scenario.name}{base}{colon} {title}{semicolon} {', '.join(said) or say('no lever of its own', lang)}", 2, WIDTH)


def _set(name: str, value: Any, lang: str) -> str:
    """A lever and its value: by its name in the file, in French with what it is called."""
    if lang != "fr":
        return f"{name} {_written(value)}"
    from simulation.report.differing import lever_label, plain_value

    return f"{lever_label(name, lang)} ({name}) {plain_value(value, lang)}"


def listed() -> dict[str, list[dict[str, str]]]:
    """The library: for companies and governance, each file's name and titles. A file that cannot be read is listed with why."""
    return {kind: [_titles(name) for name in library.names(kind)] for kind in library.KINDS}


def _titles(name: str) -> dict[str, str]:
    try:
        scenario = load(name)
    except InputError as error:
        return {"name": name, "title": error.problems[0], "title_fr": error.problems[0]}
    return {"name": name, "title": scenario.title, "title_fr": scenario.title_fr}


def library_text(lang: str = "en") -> str:
    """Companies and governance scenarios of the library, and how to put them together."""
    found = listed()
    blocks = []
    for kind, head in (("companies", "Companies"), ("governance", "Governance")):
        rows = [[each["name"], each["title_fr" if lang == "fr" else "title"]] for each in found[kind]]
        table = columns(rows, ["", ""], left=2).split("\n")[1:]
        blocks.append("\n".join([say(head, lang), *("  " + line for line in table)]))
    if found["companies"] and found["governance"]:
        blocks.append(f"{say('compose them as', lang)} {found['companies'][0]['name']}/{found['governance'][0]['name']}")
    return "\n\n".join(blocks)
