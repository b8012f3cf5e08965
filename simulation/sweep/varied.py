"""What an experiment varies (`[vary]`: what could be decided) and what it leaves uncertain (`[uncertain]`: what is not known).

"levers.sponsorship" = [0.0, 0.5, 1.0]                     # a list is expanded
"levers.delegation" = { low = 0.2, high = 0.9 }            # a range is sampled
"levers.structure" = { among = ["skill", "channel"] }      # options are sampled, evenly
"levers.ambition" = 0.5                                    # a scalar is constant
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from simulation.checks import did_you_mean, finite, shown
from simulation.layers import Layer
from simulation.levers import CATEGORIES, Levers
from simulation.parameters import declared
from simulation.traits import Traits
from simulation.uncertain import Range, range_problems, ranges_of
from simulation.validation import TRAIT_RANGES, field_problems

FAMILIES: dict[str, tuple[type[BaseModel], str]] = {"levers": (Levers, "lever"), "traits": (Traits, "trait")}
PLAUSIBLE = "plausible"  # coefficients as every run draws them: what the evidence has not ruled out
COEFFICIENTS = "coefficients"
BOUNDS = {
    f"{family}.{each.name}": (each.low, each.high)
    for family, (numbers, _) in FAMILIES.items()
    for each in declared(numbers)
    if each.low is not None and each.high is not None
}
Value = float | str


class Listed(NamedTuple):
    """Values that are taken one after the other; one alone is a constant."""

    values: tuple[Value, ...]


class Among(NamedTuple):
    """Options of which a sampled design takes each as often."""

    options: tuple[Value, ...]


Varied = Listed | Among | Range


def flat(layer: Layer, table: str, problems: list[str]) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """The entries of a table by full name, each with its key in the file: `"levers.x" = 1` and `levers.x = 1` mean the same."""
    given = layer.document.get(table, {})
    if not isinstance(given, Mapping):
        problems.append(f"{table} must be a table: write [{table}] {layer.where(table)}")
        return {}
    found: dict[str, tuple[Any, tuple[str, ...]]] = {}
    for key, value in given.items():
        nested = isinstance(value, Mapping) and key in (*FAMILIES, COEFFICIENTS)
        for name, each, path in [(f"{key}.{inner}", each, (key, inner)) for inner, each in value.items()] if nested else [(key, value, (key,))]:
            if name in found:
                problems.append(f"{table}: {name} is given twice {layer.where(table, *path)}")
            found[name] = (each, (table, *path))
    return found


def varied_of(layer: Layer, problems: list[str]) -> dict[str, Varied]:
    """What `[vary]` means, by full name; what cannot be used is added to `problems`."""
    found: dict[str, Varied] = {}
    for name, (given, key) in flat(layer, "vary", problems).items():
        unknown = unknown_name(name)
        if unknown:
            problems.append(f"vary: {unknown} {layer.where(*key)}")
        elif one := _varied(name, given, lambda *more, key=key: layer.where(*key, *more), problems):
            found[name] = one
    return found


def unknown_name(name: str) -> str:
    """The sentence for a full name that stands for no lever or trait; empty for one that does."""
    family, _, field = name.partition(".")
    if family == COEFFICIENTS:
        return f"'{name}': coefficients are not decided; they are drawn for each world, as [uncertain] says"
    if family not in FAMILIES or not field:
        return f"no lever or trait '{name}'{did_you_mean(name, (f'{each}.{one}' for each, (numbers, _) in FAMILIES.items() for one in numbers.model_fields))}"
    numbers, kind = FAMILIES[family]
    if field in numbers.model_fields:
        return ""
    other = next((f"{each}.{field}" for each, (fields, _) in FAMILIES.items() if field in fields.model_fields), "")
    return f"no {kind} '{field}'" + (f"; did you mean '{other}'?" if other else did_you_mean(field, numbers.model_fields))


def _varied(name: str, given: Any, where: Callable[..., str], problems: list[str]) -> Varied | None:
    before = len(problems)
    found: Varied | None
    if isinstance(given, Mapping):
        found = _among(name, given, where, problems) if "among" in given else _range(name, given, where, problems)
    else:
        found = Listed(_values(name, given if isinstance(given, list) else [given], where, problems))
    return found if len(problems) == before else None


def _range(name: str, given: Mapping[str, Any], where: Callable[..., str], problems: list[str]) -> Varied | None:
    family, _, field = name.partition(".")
    if field in CATEGORIES:
        problems.append(f'vary.{name} is a choice and has no range: write {{ among = ["{CATEGORIES[field][0]}", ...] }} {where()}')
        return None
    wrong = range_problems({field: given}, {field: BOUNDS[name]}, FAMILIES[family][1], lambda *_: where())
    problems += [text.replace(f"uncertain.{field}", f"vary.{name}", 1) for text in wrong]
    return None if wrong else ranges_of({field: given})[field]


def _among(name: str, given: Mapping[str, Any], where: Callable[..., str], problems: list[str]) -> Varied:
    problems += [f"vary.{name}: no key '{key}' beside among {where(key)}" for key in given if key != "among"]
    options = given["among"]
    if not isinstance(options, list):
        problems.append(f"vary.{name}: among = {shown(options)} is not a list {where('among')}")
        return Among(())
    values = _values(name, options, lambda *more: where("among", *more), problems)
    if len(values) == 1:
        problems.append(f"vary.{name}: among one option there is nothing to sample {where('among')}")
    return Among(values)


def _values(name: str, given: list[Any], where: Callable[..., str], problems: list[str]) -> tuple[Value, ...]:
    """Checked values of a lever or trait."""
    family, _, field = name.partition(".")
    numbers, kind = FAMILIES[family]
    if not given:
        problems.append(f"vary.{name} is an empty list: give it at least one value, or leave it out {where()}")
    for place, value in enumerate(given):
        problems += field_problems(numbers, {field: value}, f"vary.{family}.", kind, lambda *_, place=place: where(place))
    return tuple(float(value) if finite(value) else value for value in given)


def uncertain_of(layer: Layer, problems: list[str]) -> dict[str, Range]:
    """The traits that `[uncertain]` leaves open, by trait; what cannot be used is added to `problems`."""
    traits: dict[str, Any] = {}
    keys: dict[str, tuple[str, ...]] = {}
    before = len(problems)
    for name, (given, key) in flat(layer, "uncertain", problems).items():
        where = layer.where(*key)
        if name == COEFFICIENTS or name.startswith(f"{COEFFICIENTS}."):
            if name != COEFFICIENTS or given != PLAUSIBLE:
                problems.append(f'uncertain: {name} = {shown(given)}; allowed: coefficients = "{PLAUSIBLE}" (all of them, as every run draws them) {where}')
        elif name.startswith("levers."):
            problems.append(f"uncertain: {name} can be decided, so it is not uncertain: write it under [vary] {where}")
        elif unknown := unknown_name(name):
            problems.append(f"uncertain: {unknown} {where}")
        else:
            traits[name.partition(".")[2]], keys[name.partition(".")[2]] = given, key
    wrong = range_problems(traits, TRAIT_RANGES, "trait", lambda name: layer.where(*keys[name]))
    problems += [text.replace("uncertain.", "uncertain.traits.", 1) for text in wrong]
    return ranges_of(traits) if len(problems) == before else {}
