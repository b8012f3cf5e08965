"""The panel beside every page: which company, scenario and world, and a slider for each lever with its value in words."""

from dataclasses import replace
from typing import Any

from simulation.app.address import LETTERS, Choice, View, count_of
from simulation.app.shelf import Shelf, levers_of
from simulation.app.texts import lever_label, say
from simulation.app.titles import heading_of, title_of
from simulation.checks import InputError
from simulation.levers import CATEGORIES, DECLARED
from simulation.report.anchors import in_words
from simulation.report.differing import plain_value
from simulation.report.style import SCENARIOS
from simulation.scenario import Scenario, load

FIRST = ("sponsorship", "shared_okrs", "silo_level")
GROUPS = list(dict.fromkeys(str(each.extra["group"]) for each in DECLARED.values()))


def panel(view: View, shelf: Shelf, bases: list[Scenario]) -> dict[str, Any]:
    """All that the panel shows; `bases` are the scenarios of the view before any lever was moved."""
    base, choice, lang = levers_of(bases[view.edited]), view.choice, view.lang
    first = {**levers_of(bases[0]), **dict(view.choices[0].moved)} if view.edited and len(view.choices) > 1 else None
    company = shelf.company(choice.name)
    return {
        "company": company,
        "companies": _companies(choice.name, shelf, lang),
        "dated": _dated(bases[view.edited], lang),
        "scenario": choice.name,
        "scenarios": _scenarios(view, shelf, company),
        "letters": [
            {"letter": LETTERS[place], "title": heading_of(base, view.choices[place], lang), "colour": SCENARIOS[place]} for place, base in enumerate(bases)
        ],
        "letters_say": say("Shown" if view.page == "world" else "Sliders move", lang),
        "edited": view.edited,
        "one_world": view.page in ("world", "side"),
        "world": view.world,
        "seed": view.seed,
        "can_link": view.page == "side",
        "linked": view.linked,
        "moved": bool(choice.moved),
        "comma": lang == "fr",
        "groups": [_group(name, choice, base, first, lang) for name in ("", *GROUPS)],
    }  # fmt: skip


def changed(view: View, change: dict[str, Any], shelf: Shelf) -> View:
    """The view after something was changed in the panel. Raises InputError for what cannot be."""
    what, value = str(change.get("what")), change.get("value")
    if what == "lever":
        return _moved(view, str(change.get("name")), value, shelf)
    if what in ("world", "seed"):
        problems: list[str] = []
        found = count_of(what, value, problems)
        if found is None:
            raise InputError(problems or [f"{what} is missing"])
        return replace(view, **{what: found})  # type: ignore[arg-type]
    if what == "linked":
        return replace(view, linked=bool(value))
    if what == "edited" and isinstance(value, int) and 0 <= value < len(view.choices):
        return replace(view, edited=value)
    if what == "undo":
        return _put(view, Choice(view.choice.name))
    if what == "scenario":
        shelf.base(str(value))
        return _put(view, Choice(str(value)))  # as it is: what was moved on another one is dropped
    if what == "company" and str(value) in (*shelf.companies(), *map(shelf.company, shelf.own())):
        return replace(view, choices=tuple(_elsewhere(choice, str(value), shelf) for choice in view.choices), week=0)
    raise InputError([f"there is no '{what}' to change"])


def texts(lang: str) -> dict[str, str]:
    """The words of the panel."""
    said = {
        "company": "Company", "scenario": "Scenario", "world": "World", "seed": "Seed", "linked": "Move the levers of all scenarios together",
        "levers": "Levers", "undo": "undo moves", "price": "Price:", "first": "in the first scenario",
    }  # fmt: skip
    return {key: say(text, lang) for key, text in said.items()}


def _moved(view: View, lever: str, value: Any, shelf: Shelf) -> View:
    if lever not in DECLARED:
        raise InputError([f"there is no lever '{lever[:40]}'"])
    if lever in CATEGORIES:
        usable = value in CATEGORIES[lever]
    else:
        low, high = DECLARED[lever].low, DECLARED[lever].high
        usable = isinstance(value, int | float) and low is not None and high is not None and low <= value <= high
    if not usable:
        raise InputError([f"levers.{lever} cannot be {str(value)[:40]}"])
    bases = [levers_of(shelf.base(choice.name)) for choice in view.choices]
    return view.moving(lever, value if isinstance(value, str) else float(value), bases)


def _put(view: View, choice: Choice) -> View:
    return replace(view, choices=(*view.choices[: view.edited], choice, *view.choices[view.edited + 1 :]))


def _elsewhere(choice: Choice, company: str, shelf: Shelf) -> Choice:
    """The same governance at another company, with what was moved on it; where the library has no such governance, the first one there as it is."""
    known = shelf.governances(company)
    name = f"{company}/{choice.name.split('/')[-1]}"
    if name in known:
        return Choice(name, choice.moved)
    readable = [each for each in known if shelf.company(each) == company]
    return Choice((readable or known)[0])


def _scenarios(view: View, shelf: Shelf, company: str) -> list[dict[str, str]]:
    """The scenarios of a company; one that lies in no folder of scenarios comes first."""
    known = shelf.governances(company)
    names = known if view.choice.name in known else [view.choice.name, *known]
    return [{"value": name, "label": label_of(name, shelf, view.lang)} for name in names]


def label_of(name: str, shelf: Shelf, lang: str) -> str:
    """What a list calls a scenario: its title, or its name where it cannot be read."""
    try:
        scenario = load(name.split("/")[1]) if name.count("/") == 1 and name[:1] not in (".", "@") else shelf.base(name)
        return title_of(scenario, lang)
    except InputError:
        return f"{name} ({say('cannot be read', lang)})"


def _companies(shown: str, shelf: Shelf, lang: str) -> list[dict[str, str]]:
    """Each company once: those of the library, then those that only the scenario shown or own ones have."""
    own = {shelf.company(name): name for name in (*shelf.own(), shown)}
    others = [(company, shelf.base(name)) for company, name in own.items() if company and company not in shelf.companies()]
    return [
        *({"value": name, "label": _company_title(name, lang)} for name in shelf.companies()),
        *({"value": company, "label": scenario.company_title_fr if lang == "fr" else scenario.company_title} for company, scenario in others),
    ]


def _dated(scenario: Scenario, lang: str) -> str:
    """What the scenario changes at a date: the sliders show what holds at the start."""
    changes = [
        say(
            "week {week}: {what}",
            lang,
            week=each.week,
            what=", ".join(f"{lever_label(name, lang)} {plain_value(value, lang)}" for name, value in each.levers.items()),
        )
        for each in scenario.changes
        if each.week > 0
    ]
    return say("The sliders show the start. Later: {told}", lang, told="; ".join(changes)) if changes else ""


def _company_title(name: str, lang: str) -> str:
    try:
        scenario = load(name)
    except InputError:
        return name
    return scenario.company_title_fr if lang == "fr" else scenario.company_title


def _group(name: str, choice: Choice, base: Any, first: Any, lang: str) -> dict[str, Any]:
    """A group of levers; the nameless one holds those shown first."""
    names = [lever for lever in FIRST if not name] or [lever for lever, each in DECLARED.items() if each.extra["group"] == name and lever not in FIRST]
    levers = [_lever(lever, choice, base, first, lang) for lever in names]
    label = say(name, lang)
    return {
        "name": name or "first",
        "label": label[:1].upper() + label[1:],
        "folded": bool(name),
        "moved": sum(each["moved"] for each in levers),
        "levers": levers,
    }


def _lever(name: str, choice: Choice, base: Any, first: Any, lang: str) -> dict[str, Any]:
    declared, moved = DECLARED[name], dict(choice.moved)
    value = moved.get(name, base[name])
    differs = first is not None and first[name] != value
    found: dict[str, Any] = {
        "name": name, "label": lever_label(name, lang), "value": value, "means": in_words(name, value, lang), "meaning": say(declared.meaning, lang),
        "price": say(str(declared.extra["price"]), lang), "moved": name in moved, "differs": differs,
        "first": plain_value(first[name], lang) if differs else "",
    }  # fmt: skip
    if name in CATEGORIES:
        return found | {"options": [{"value": option, "label": say(option, lang)} for option in CATEGORIES[name]]}
    low, high = float(declared.low or 0.0), float(declared.high or 1.0)
    return found | {"low": low, "high": high, "step": 0.05 if high == 1.0 else 1.0}
