"""Everything that can be asked of a name: lever, trait, coefficient, outcome, weekly series, step.

What is said comes from the declarations and, for who reads what and which scenarios set it, from the sources themselves.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from simulation import library, reach, uses
from simulation.checks import InputError, did_you_mean
from simulation.levers import CATEGORIES, Levers
from simulation.parameters import Declared, declared
from simulation.traits import TABLES, Traits
from simulation.validation import STEPS

KINDS = ("lever", "trait", "coefficient", "outcome", "series", "step")


class Entry(NamedTuple):
    """One name: what kind of thing it is, its full name, a short line about it, and all facts, in order."""

    kind: str
    name: str
    label: str
    facts: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON holds it."""
        return {"kind": self.kind, "name": self.name, "label": self.label, **self.facts}


def entries(lang: str = "en") -> list[Entry]:
    """Every name there is, by kind."""
    return [*levers(lang), *traits(), *coefficients(), *outcomes(lang), *steps()]


def find(name: str, lang: str = "en") -> list[Entry]:
    """The entries that a name stands for: its full name (`steering.bias`, `levers.scope`) or the last part of it.

    Raises InputError, with the nearest known name, when there is none.
    """
    known = entries(lang)
    wanted = re.sub(r"^(levers|traits|outcomes|series|steps)\.", "", name.strip().casefold().replace(" ", "_").replace("-", "_"))
    exact = [each for each in known if each.name.casefold() == wanted]
    found = exact or [each for each in known if each.name.casefold().rpartition(".")[2] == wanted]
    if not found:
        raise InputError([f"nothing is called '{name}'{did_you_mean(wanted, [each.name for each in known])} `omnigov describe` lists all names"])
    return found


def levers(lang: str = "en") -> Iterator[Entry]:
    """The levers: what a company can decide."""
    for each in declared(Levers):
        extra = each.extra
        facts: dict[str, Any] = {
            "meaning": each.meaning,
            "group": extra["group"],
            "default": each.default,
            "neutral": extra["neutral"],
            **({"options": list(CATEGORIES[each.name])} if each.name in CATEGORIES else {"low": each.low, "high": each.high}),
            "unit": each.unit,
            "anchors": extra["anchors"],
            "price": extra["price"],
            "books": extra["books"],
            "acts_on": extra["acts_on"],
            "read_by": uses.readers_of_lever(each.name),
            "declared_in": "simulation/levers.py",
            "set_by": scenarios_setting("levers", each.name),
        }
        yield Entry("lever", each.name, extra["label_fr"] if lang == "fr" else each.label, facts)


def traits() -> Iterator[Entry]:
    """The traits: scalars of the company, then the fields of its tables (`teams.fte`)."""
    for each in declared(Traits):
        yield _trait(each.name, each, uses.readers_of_trait(each.name), scenarios_setting("traits", each.name))
    for table, family in TABLES.items():
        for each in declared(family):
            yield _trait(f"{table}.{each.name}", each, uses.readers_of_trait(each.name, table), [])


def _trait(name: str, each: Declared, read_by: list[str], set_by: list[str]) -> Entry:
    facts = _number(each) | {"read_by": read_by, "declared_in": "simulation/traits.py"} | ({"set_by": set_by} if "." not in name else {})
    return Entry("trait", name, each.label, facts)


def coefficients() -> Iterator[Entry]:
    """The coefficients of the rules, by step: `steering.bias`."""
    for step in STEPS:
        family = getattr(import_module(f"simulation.mechanisms.{step}"), "Coefficients", None)
        for each in declared(family) if family else []:
            read_by = [step] if uses.reads_coefficient(step, each.name) else []
            yield Entry(
                "coefficient", f"{step}.{each.name}", each.label, _number(each) | {"read_by": read_by, "declared_in": f"simulation/mechanisms/{step}.py"}
            )


def _number(each: Declared) -> dict[str, Any]:
    return {"meaning": each.meaning, "default": each.default, "low": each.low, "high": each.high, "unit": each.unit, "source": each.source}


def outcomes(lang: str = "en") -> Iterator[Entry]:
    """The outcomes of a run, then its weekly series."""
    from simulation.outcomes import OUTCOMES, SERIES

    for outcome in OUTCOMES.values():
        facts = {"meaning": outcome.meaning, "unit": outcome.unit, "better": outcome.direction, "threshold": _threshold(outcome), "primary": outcome.primary}
        yield Entry("outcome", outcome.name, outcome.label_fr if lang == "fr" else outcome.label, facts | {"declared_in": "simulation/outcomes.py"})
    for series in SERIES.values():
        facts = {"meaning": series.meaning, "unit": series.unit, "declared_in": "simulation/outcomes.py"}
        yield Entry("series", series.name, series.label_fr if lang == "fr" else series.label, facts)


def _threshold(outcome: Any) -> str | float | None:
    return f"{outcome.relative:g} x the cost in the plan of record" if outcome.relative is not None else outcome.threshold


def steps() -> Iterator[Entry]:
    """The fourteen steps of a week, in order, each with its specification."""
    for place, step in enumerate(STEPS, 1):
        path = Path(__file__).parent / "mechanisms" / f"{step}.py"
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        read, moved = reach.fields_of(step)
        facts = {
            "meaning": text,
            "order": place,
            "levers": uses.levers_of(step),
            "reads": read,
            "moves": moved,
            "declared_in": f"simulation/mechanisms/{step}.py",
        }
        yield Entry("step", step, text.splitlines()[0] if text else step, facts)


def scenarios_setting(table: str, name: str) -> list[str]:
    """Scenarios of the library that give a lever or trait a value, from the start or at a date."""
    return [scenario for scenario, document in _library() if name in document.get(table, {}) or _dated(table, name, document)]


def _dated(table: str, name: str, document: dict[str, Any]) -> bool:
    return table == "levers" and any(name in change.get("levers", {}) for change in document.get("changes", []))


_LIBRARY: dict[Path, list[tuple[str, dict[str, Any]]]] = {}


def _library() -> list[tuple[str, dict[str, Any]]]:
    """The files of the library as they stand, read once; one that cannot be read sets nothing (`omnigov check` says why)."""
    folder = library.folder()
    if folder not in _LIBRARY:
        _LIBRARY[folder] = [(name, _document(folder / kind / f"{name}.toml")) for kind in library.KINDS for name in library.names(kind)]
    return _LIBRARY[folder]


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
