"""One layer against what is declared: unknown names, wrong types, values out of range, names given twice."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from simulation.checks import LAST_WEEK, did_you_mean, finite, shown
from simulation.layers import Layer
from simulation.levers import NAMES, Levers
from simulation.parameters import declared
from simulation.traits import TABLES, Traits
from simulation.uncertain import range_problems

STEPS: tuple[str, ...] = (
    "events", "steering", "communication", "recognition", "commitment", "buy_in", "allocation",
    "delivery", "decisions", "interoperability", "assets", "release", "customers", "accounts",
)  # fmt: skip
FREE_TEXT = ("notes", "sources", "assumed")
TEXTS = ("title", "title_fr", "company_title", "company_title_fr", "sector")
TOP: tuple[str, ...] = (*TEXTS, "extends", "levers", "traits", "uncertain", *TABLES, "changes", "off", "materiality", *FREE_TEXT)
CHANGE = ("week", "levers", "title")

TRAIT_RANGES = {each.name: (each.low, each.high) for each in declared(Traits) if each.low is not None and each.high is not None}

Where = Callable[..., str]


def layer_problems(layer: Layer) -> list[str]:
    """All that is wrong in one layer as it stands, a sentence each; what only the whole can show is left to `consistency`."""
    document = layer.document
    problems = [f"no key or table '{key}'{did_you_mean(key, TOP)} {layer.where(key)}" for key in document if key not in TOP]
    problems += [f"{key} = {shown(document[key])} is not a text {layer.where(key)}" for key in TEXTS if not isinstance(document.get(key, ""), str)]
    problems += numbers_problems(layer, Levers, ("levers",), "lever")
    problems += numbers_problems(layer, Traits, ("traits",), "trait")
    problems += _uncertain_problems(layer)
    for table in TABLES:
        problems += _table_problems(layer, table)
    problems += _change_problems(layer) + _off_problems(layer) + _materiality_problems(layer)
    return problems


def _uncertain_problems(layer: Layer) -> list[str]:
    """What is wrong in the traits that a layer leaves uncertain, those that it states as well among them."""
    given = layer.document.get("uncertain", {})
    problems = range_problems(given, TRAIT_RANGES, "trait", lambda *key: layer.where("uncertain", *key))
    stated = layer.document.get("traits", {})
    if isinstance(given, dict) and isinstance(stated, dict):
        problems += [f"uncertain.{name} is stated under [traits] as well: take one {layer.where('uncertain', name)}" for name in given if name in stated]
    return problems


def numbers_problems(layer: Layer, family: type[BaseModel], key: tuple[str | int, ...], kind: str) -> list[str]:
    """What is wrong in one table of declared numbers; a table that is not given is fine."""
    given: Any = layer.document
    for part in key:
        given = given.get(part, {}) if isinstance(given, Mapping) else given[part]
    if not isinstance(given, dict):
        return [f"{key[0]} must be a table of {kind}s, not {shown(given)} {layer.where(*key)}"]
    prefix = ".".join(str(part) for part in key if isinstance(part, str)) + "."
    return field_problems(family, given, prefix, kind, lambda *field: layer.where(*key, *field))


def field_problems(family: type[BaseModel], given: dict[str, Any], prefix: str, kind: str, where: Where) -> list[str]:
    """What pydantic refuses in the fields that are given, in the words of this house; fields not given are fine."""
    try:
        family.model_validate(given)
    except ValidationError as error:
        return [_sentence(family, dict(each), prefix, kind, where) for each in error.errors(include_url=False) if each["type"] != "missing"]
    return []


def _sentence(family: type[BaseModel], error: dict[str, Any], prefix: str, kind: str, where: Where) -> str:
    field, value = str(error["loc"][0]), error["input"]
    place = where(*error["loc"])
    if error["type"] == "extra_forbidden":
        inside = f" in {prefix.rstrip(' :.')}" if kind == "field" else ""
        return f"no {kind} '{field}'{inside}{_near(kind, field, family)} {place}"
    name, written = prefix + field, shown(value)
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        return f"{name} = {written} is outside {allowed(family, field)} {place}"
    if error["type"] == "finite_number":
        return f"{name} = {written} is not a finite number; allowed: {allowed(family, field)} {place}"
    if error["type"] == "float_type":
        why = " (a boolean is not a number)" if isinstance(value, bool) else ""
        return f"{name} = {written} is not a number{why}; allowed: {allowed(family, field)} {place}"
    if error["type"] == "literal_error":
        return f"{name} = {written} is none of its options{did_you_mean(value, options(family, field))} {place}"
    return f"{name} = {written} is not {_WORDS.get(error['type'], 'usable: ' + str(error['msg']))} {place}"


_WORDS = {
    "string_type": "a text",
    "string_too_short": "a name: it is empty",
    "string_too_long": "a name: it is longer than 80 characters",
    "list_type": "a list of names",
    "dict_type": "a table",
    "model_type": "a table",
}


def _near(kind: str, name: str, family: type[BaseModel]) -> str:
    """Where else the name is known, else the nearest known name."""
    if kind == "lever" and name in Traits.model_fields:
        return "; it is a trait: write it under [traits]"
    if kind == "trait" and name in NAMES:
        return "; it is a lever: write it under [levers]"
    return did_you_mean(name, family.model_fields)


def allowed(family: type[BaseModel], field: str) -> str:
    """The range of a declared number, with its unit: `0 to 1`, `5 to 20 (weeks)`."""
    number = next(each for each in declared(family) if each.name == field)
    bounds = f"{number.low:g} to {number.high:g}" if number.low is not None and number.high is not None else number.unit
    return bounds if number.unit in ("", bounds) else f"{bounds} ({number.unit})"


def options(family: type[BaseModel], field: str) -> tuple[str, ...]:
    """The options of a choice."""
    return get_args(family.model_fields[field].annotation)


def row_name(row: Any) -> str:
    """The name of a row, stripped as pydantic strips it; empty when there is none."""
    name = row.get("name") if isinstance(row, dict) else None
    return name.strip() if isinstance(name, str) else ""


def _table_problems(layer: Layer, table: str) -> list[str]:
    rows = layer.document.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"{table} must be a list of tables: write [[{table}]] before each {layer.where(table)}"]
    problems: list[str] = []
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = row_name(row)
        if "name" not in row:
            problems.append(f"{table}, number {place + 1}: there is no name {layer.where(table, place)}")
        elif name and name in first:
            problems.append(f"{table}: the name '{name}' is given twice {layer.where(table, place, 'name')}; first {layer.where(table, first[name], 'name')}")
        first.setdefault(name, place)
        prefix = f"{table} '{name}': " if name else f"{table}, number {place + 1}: "
        problems += field_problems(TABLES[table], row, prefix, "field", lambda *field, at=place: layer.where(table, at, *field))
    return problems


def _change_problems(layer: Layer) -> list[str]:
    changes = layer.document.get("changes", [])
    if not isinstance(changes, list) or not all(isinstance(each, dict) for each in changes):
        return [f"changes must be a list of tables: write [[changes]] before each {layer.where('changes')}"]
    problems: list[str] = []
    for place, change in enumerate(changes):
        problems += [f"no field '{key}' in changes{did_you_mean(key, CHANGE)} {layer.where('changes', place, key)}" for key in change if key not in CHANGE]
        problems += _week_problems(change, layer.where("changes", place, "week"))
        if not change.get("levers"):
            problems.append(f"changes, number {place + 1}: there is no lever in it {layer.where('changes', place)}")
        problems += numbers_problems(layer, Levers, ("changes", place, "levers"), "lever")
    return problems


def _week_problems(change: dict[str, Any], where: str) -> list[str]:
    week = change.get("week")
    if "week" not in change:
        return [f"changes: a change has no week {where}"]
    if isinstance(week, bool) or not isinstance(week, int):
        return [f"changes: week = {shown(week)} is not a whole number of weeks; allowed: 0 to {LAST_WEEK - 1} {where}"]
    if week < 0:
        return [f"changes: week = {shown(week)} lies before week 0 {where}"]
    if week >= LAST_WEEK:
        return [f"changes: week = {shown(week)} lies after the horizon: the last week of any run is {LAST_WEEK - 1} {where}"]
    return []


def _off_problems(layer: Layer) -> list[str]:
    off = layer.document.get("off", [])
    if not isinstance(off, list):
        return [f"off = {shown(off)} is not a list of names of levers and steps {layer.where('off')}"]
    return [
        f"off: no lever or step {shown(name)}{did_you_mean(name, (*NAMES, *STEPS))} {layer.where('off', place)}"
        for place, name in enumerate(off)
        if name not in (*NAMES, *STEPS)
    ]


def _materiality_problems(layer: Layer) -> list[str]:
    given = layer.document.get("materiality", {})
    if not isinstance(given, dict):
        return [f"materiality must be a table of outcomes and thresholds, not {shown(given)} {layer.where('materiality')}"]
    if not given:
        return []
    from simulation.outcomes import OUTCOMES

    problems = []
    for name, value in given.items():
        where = layer.where("materiality", name)
        if name not in OUTCOMES:
            problems.append(f"materiality: no outcome '{name}'{did_you_mean(name, OUTCOMES)} {where}")
        elif not finite(value) or value <= 0:
            problems.append(f"materiality.{name} = {shown(value)} is not a threshold: a number above 0, in {OUTCOMES[name].unit} {where}")
    return problems
