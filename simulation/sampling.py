"""Populations of companies: a TOML file that declares distributions, and the company and governance that a key draws from it.

Company k of a population depends on the seed and on k, and on nothing else: it is the same alone or among a thousand. Each
number is drawn under its own name, so a distribution that is added or changed leaves every other draw where it was.
Governance and company are drawn from the `company` stream of world k (draws.keys_of), apart from that world's luck.
"""

import os
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from simulation import library
from simulation.checks import InputError, did_you_mean, lies, refuse, shown
from simulation.consistency import SPLITS
from simulation.distributions import Spread, shares_of, spread_of, value_at
from simulation.draws import keys_of
from simulation.invention import chances, invent
from simulation.layers import Layer, read
from simulation.levers import CATEGORIES, Levers
from simulation.parameters import declared
from simulation.scenario import Scenario, scenario_of
from simulation.shape import CHANNELS, Shape
from simulation.traits import Company, Traits

KIND = "populations"
FAMILIES: dict[str, type[BaseModel]] = {"company": Shape, "traits": Traits, "levers": Levers}
RANGES = {
    kind: {each.name: (each.low, each.high) for each in declared(family) if each.low is not None and each.high is not None} for kind, family in FAMILIES.items()
}
TOP = ("title", "title_fr", "sources", "notes", "sectors", *FAMILIES)
FOLLOWS = {
    "journey_weeks": "traits.journey_weeks follows from company.plan_weeks: say that one",
    "customers_represented": "traits.customers_represented follows from company.value_of_sales, visits and basket: say those",
}
IN_SECTOR = ("share", "outlet", *FAMILIES)

Spreads = dict[str, Spread]


class Sector(NamedTuple):
    """A sector of a population: what its outlets are called, and its distributions in place of the population's."""

    outlet: str
    spreads: dict[str, Spreads]  # of the company, the traits and the levers


class Population(NamedTuple):
    """A checked population: its sectors, and how the sector of a company is drawn."""

    name: str
    title: str
    title_fr: str
    sectors: dict[str, Sector]
    shares: Spread


def load_population(name_or_path: str | os.PathLike[str]) -> Population:
    """A population by its name in the library (`typical`) or by path; raises InputError with all problems of the file."""
    return population_of(layer_of(name_or_path), Path(name_or_path).stem)


def layer_of(name_or_path: str | os.PathLike[str]) -> Layer:
    """What the file of a population says, by its name in the library or by path; raises InputError when it cannot be read."""
    path = Path(name_or_path)
    in_library = library.folder() / KIND / f"{name_or_path}.toml"
    if path.suffix != ".toml" and not lies(path):
        known = sorted(each.stem for each in in_library.parent.glob("*.toml"))
        if path.name != str(name_or_path) or path.name not in known:
            raise InputError([f"no population '{name_or_path}': it is neither a file nor in the library{did_you_mean(str(name_or_path), known)}"])
        path = in_library
    return read(path, "population")


def population_of(layer: Layer, name: str) -> Population:
    """The population that a document describes; raises InputError with all problems."""
    document = layer.document
    problems = [f"no key or table '{key}'{did_you_mean(key, TOP)} {layer.where(key)}" for key in document if key not in TOP]
    title, title_fr = document.get("title", name), document.get("title_fr", document.get("title", name))
    problems += [f"{key} is not a text {layer.where(key)}" for key in ("title", "title_fr") if not isinstance(document.get(key, ""), str)]
    common = _spreads(layer, (), problems)
    given = document.get("sectors", {"other": {"share": 1.0}})
    if not isinstance(given, dict) or not given or not all(isinstance(table, dict) for table in given.values()):
        raise InputError([*problems, f"sectors must hold a table for each sector: [sectors.retail] {layer.where('sectors')}"])
    sectors = {}
    for sector, table in given.items():
        own = _spreads(layer, ("sectors", sector), problems)
        sectors[sector] = Sector(_outlet(layer, sector, table, problems), {kind: common[kind] | own[kind] for kind in FAMILIES})
        problems += _splits(sectors[sector].spreads["traits"], f"sectors.{sector}.traits", layer.where("sectors", sector))
    shares, wrong = shares_of({sector: table.get("share") for sector, table in given.items()}, tuple(given))
    problems += [f"sectors: share {text} {layer.where('sectors')}" for text in wrong]
    refuse(problems)
    assert shares is not None
    return Population(name, title, title_fr, sectors, shares)


def _outlet(layer: Layer, sector: str, table: dict[str, Any], problems: list[str]) -> str:
    """What a sector calls its outlets; what is wrong in its table, distributions apart, is added to `problems`."""
    for key in table:
        if key not in IN_SECTOR:
            problems.append(f"sectors.{sector}: no key '{key}'{did_you_mean(key, IN_SECTOR)} {layer.where('sectors', sector, key)}")
    outlet = table.get("outlet", "store")
    name = outlet.strip() if isinstance(outlet, str) else ""
    if not 0 < len(name) <= 80 or name in [kind.name for kind in CHANNELS]:
        problems.append(f"sectors.{sector}.outlet = {shown(outlet)} is not a name of its own {layer.where('sectors', sector, 'outlet')}")
    return name


def _splits(spreads: Spreads, label: str, where: str) -> list[str]:
    """Experience and systems work leave operations what remains: the most of both cannot exceed the whole."""
    most = {name: max(spread.high, spread.centre if spread.kind == "fixed" else 0.0) for name, spread in spreads.items()}
    sums = {pair: sum(most.get(name, Traits.model_fields[name].default) for name in pair) for pair in SPLITS}
    return [
        f"{label}: {first} + {second} can reach {total:g}, more than the whole: cut them with high {where}"
        for (first, second), total in sums.items()
        if total > 1
    ]


def _spreads(layer: Layer, home: tuple[str, ...], problems: list[str]) -> dict[str, Spreads]:
    """The distributions under one table, by family; what is wrong is added to `problems`."""
    found: dict[str, Spreads] = {}
    for kind, family in FAMILIES.items():
        table: Any = layer.document
        for key in (*home, kind):
            table = table.get(key, {}) if isinstance(table, dict) else {}
        found[kind] = {}
        if not isinstance(table, dict):
            problems.append(f"{'.'.join((*home, kind))} must be a table of distributions {layer.where(*home, kind)}")
            continue
        for name, words in table.items():
            where, label = layer.where(*home, kind, name), ".".join((*home, kind, name))
            if name in FOLLOWS or name not in family.model_fields:
                why = FOLLOWS.get(name) or f"no number '{name}' in {kind}{did_you_mean(name, family.model_fields)}"
                problems.append(f"{why} {where}")
                continue
            spread, wrong = shares_of(words, CATEGORIES[name]) if name in CATEGORIES else spread_of(words, *RANGES[kind][name])
            problems += [f"{label} {text} {where}" for text in wrong]
            found[kind] |= {name: spread} if spread else {}
    return found


def sample_company(population: Population, world: int, seed: int) -> Company:
    """Company `world` of a population under a seed: a whole, checked company."""
    key = keys_of(seed, world).company
    name = value_at(population.shares, chances(key, "sector")[0])
    sector = population.sectors[name]
    shape = Shape(**_numbers(sector, "company", key))
    return invent(key, name, sector.outlet, shape, Traits(**_numbers(sector, "traits", key)))


def sample_levers(population: Population, world: int, seed: int) -> Levers:
    """How company `world` of a population governs its programme."""
    key = keys_of(seed, world).company
    sector = population.sectors[value_at(population.shares, chances(key, "sector")[0])]
    return Levers(**_numbers(sector, "levers", key))


def _numbers(sector: Sector, kind: str, key: Any) -> dict[str, Any]:
    return {name: value_at(spread, chances(key, f"{kind} {name}")[0]) for name, spread in sector.spreads[kind].items()}


def sample_scenario(population: Population, world: int, seed: int) -> Scenario:
    """Company `world` and its governance as a scenario that can be run; raises InputError were the two not fit for it."""
    name = f"{population.name}-{world}"
    document = {
        "title": f"{population.title}, company {world}",
        "title_fr": f"{population.title_fr}, entreprise {world}",
        **sample_company(population, world, seed).model_dump(),
        "levers": sample_levers(population, world, seed).model_dump(),
    }
    return scenario_of(document, name)


__all__ = ["Population", "Sector", "layer_of", "load_population", "population_of", "sample_company", "sample_levers", "sample_scenario"]
