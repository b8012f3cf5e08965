"""A scenario: a company, how it is governed, and what changes when. Read from TOML files that say only what differs.

    scenario = load("retailer/as-is")
    scenario.with_(levers={"sponsorship": 0.9}, changes=[{"week": 26, "levers": {"delegation": 0.7}}])

Files are composed left to right: numbers and texts of the later replace those of the earlier, a row of a table is
overridden field by field under its name, dated changes and switches add up.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation import library
from simulation.checks import NO_COMPANY, InputError, refuse
from simulation.composition import TITLES, altered, merged, orderless, plain
from simulation.consistency import Whole, company_problems
from simulation.layers import Layer, collect
from simulation.levers import CATEGORIES, NAMES, Levers
from simulation.traits import TABLES, Company
from simulation.uncertain import Range, drawn, ranges_of
from simulation.validation import layer_problems

__all__ = ["LEVER_TABLE", "Change", "InputError", "Scenario", "load", "load_all", "scenario_of"]

LEVER_TABLE = np.dtype([(name, "f8") for name in NAMES])


class Change(NamedTuple):
    """Levers that take other values from a week on."""

    week: int
    levers: dict[str, float | str]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A checked scenario. `name` is what tables call it; `partial` says that it is governance alone, without a company."""

    name: str
    title: str
    title_fr: str
    company_title: str
    company_title_fr: str
    levers: Levers
    changes: tuple[Change, ...]
    off: frozenset[str]
    materiality: dict[str, float]
    uncertain: dict[str, Range]  # traits that are drawn for each world
    path: Path | None
    document: dict[str, Any] = field(repr=False)
    described: Company | None = field(repr=False)

    @property
    def partial(self) -> bool:
        """Whether there is no company, so that it can be composed but not run."""
        return self.described is None

    @property
    def company(self) -> Company:
        """The company; raises InputError when the scenario is governance alone."""
        if self.described is None:
            raise InputError([f"{self.name}: {NO_COMPANY.format(name=self.name)}"])
        return self.described

    def in_world(self, seed: int, world: int) -> "Scenario":
        """This scenario with its uncertain traits as company `world` of an experiment has them."""
        if not self.uncertain:
            return self
        from simulation.draws import COMPANY

        settled = self.company.traits.model_copy(update=drawn(self.uncertain, seed, COMPANY, world))
        return replace(self, described=self.company.model_copy(update={"traits": settled}), uncertain={})

    def with_(
        self,
        levers: Mapping[str, float | str] | None = None,
        traits: Mapping[str, float] | None = None,
        changes: Sequence[Mapping[str, Any]] = (),
        off: Iterable[str] = (),
        title: str | None = None,
        source: str = "with_",
    ) -> "Scenario":
        """This scenario with other levers and traits, further dated changes and switches: a new one, checked as a file is.

        The name of the new one is its title, or tells what was altered. `source` is how messages call where the values
        come from. Raises InputError with all problems.
        """
        given = plain({"levers": levers or {}, "traits": traits or {}, "changes": changes, "off": [off] if isinstance(off, str) else off})
        refuse(layer_problems(Layer(source, given)))
        name = title or altered(self.name, given)
        texts = {"title": title or altered(self.title, given), "title_fr": title or altered(self.title_fr, given)}
        scenario, problems = _compose([Layer(self.name, self.document), Layer(source, given | texts)], name, self.path)
        refuse(problems)
        return scenario

    def lever_table(self, weeks: int) -> np.recarray:
        """Levers by week: `weeks` rows of LEVER_TABLE, choices as their place in `levers.CATEGORIES`, each change from its week on.

        Raises InputError when a change lies at or after week `weeks`.
        """
        late = [change.week for change in self.changes if change.week >= weeks]
        refuse([f"{self.name}: a change in week {week} lies after the horizon of {weeks} weeks; the last week is {weeks - 1}" for week in late])
        table = np.zeros(weeks, dtype=LEVER_TABLE)
        for name, value in self.levers.model_dump().items():
            table[name] = _code(name, value)
        for change in self.changes:
            for name, value in change.levers.items():
                table[name][change.week :] = _code(name, value)
        return table.view(np.recarray)

    def to_dict(self) -> dict[str, Any]:
        """The resolved scenario as a document: what a file without `extends` would say to mean the same."""
        said: dict[str, Any] = {key: self.document[key] for key in ("sector", "traits") if key in self.document}
        return {
            **{key: getattr(self, key) for key in TITLES},
            **(self._described() if self.described else said),
            "levers": self.levers.model_dump(),
            "changes": [{"week": change.week, "levers": dict(change.levers)} for change in self.changes],
            "off": sorted(self.off),
            "materiality": dict(self.materiality),
            **({"uncertain": {name: each._asdict() for name, each in sorted(self.uncertain.items())}} if self.uncertain else {}),
        }

    def _described(self) -> dict[str, Any]:
        """The company's document; a trait that is left uncertain is not stated in it."""
        document = self.company.model_dump()
        return document | {"traits": {name: value for name, value in document["traits"].items() if name not in self.uncertain}}

    @property
    def hash(self) -> str:
        """Hash of what a run or a verdict depends on, 32 hexadecimal digits: titles and the order of rows are not in it."""
        content = {key: value for key, value in self.to_dict().items() if key not in TITLES}
        return hashlib.blake2b(json.dumps(orderless(content), sort_keys=True).encode(), digest_size=16).hexdigest()


def load(name_or_path: str | os.PathLike[str], *more: str | os.PathLike[str]) -> Scenario:
    """A scenario by name (`retailer/as-is`) or path, checked; several are composed left to right.

    Raises InputError with all problems of all files: file, line, key, what was given, what is allowed, the nearest name.
    """
    scenario, problems = _loaded(name_or_path, *more)
    refuse(problems)
    assert scenario is not None
    return scenario


def load_all(wanted: Sequence[str | os.PathLike[str] | Sequence[str]]) -> list[Scenario]:
    """Several scenarios, each a name, a path, or a sequence of those to compose; one InputError holds the problems of all."""
    results = [_loaded(*([each] if isinstance(each, str | os.PathLike) else each)) for each in wanted]
    refuse(problem for _, problems in results for problem in problems)
    return [scenario for scenario, _ in results if scenario is not None]


def scenario_of(document: Mapping[str, Any], name: str) -> Scenario:
    """The scenario that a resolved document (`to_dict`, a manifest) describes; raises InputError with all problems."""
    layer = Layer(name, dict(document))
    refuse(layer_problems(layer))
    scenario, problems = _compose([layer], name, None)
    refuse(problems)
    return scenario


def _loaded(*wanted: str | os.PathLike[str]) -> tuple[Scenario | None, list[str]]:
    layers: list[Layer] = []
    unread: list[str] = []
    for each in wanted:
        found, problems = collect(each)
        unread += problems
        layers += [layer for layer in found if layer.path not in [known.path for known in layers]]
    problems = unread + [problem for layer in layers for problem in layer_problems(layer)]
    if unread or not layers:
        return None, problems
    name = "/".join(_name_of(each) for each in wanted)
    if problems:
        whole = Whole(layers)
        return None, problems + (company_problems(whole) if whole.is_company else [])
    return _compose(layers, name, layers[-1].path)


def _compose(layers: list[Layer], name: str, path: Path | None) -> tuple[Scenario, list[str]]:
    """Checked layers as one scenario, and what only the whole shows to be wrong."""
    whole = Whole(layers)
    problems = company_problems(whole) if whole.is_company else []
    document = merged(layers, whole)
    title = document.get("title") or name
    scenario = Scenario(
        name=name,
        title=title,
        title_fr=document.get("title_fr") or title,
        company_title=document.get("company_title") or name,
        company_title_fr=document.get("company_title_fr") or name,
        levers=Levers.model_validate(document["levers"]),
        changes=tuple(Change(each["week"], each["levers"]) for each in document["changes"]),
        off=frozenset(document["off"]),
        materiality={key: float(value) for key, value in document["materiality"].items()},
        uncertain=ranges_of(document["uncertain"]),
        path=path,
        document=document,
        described=_company(document) if whole.is_company and not problems else None,
    )
    return scenario, problems


def _company(document: Mapping[str, Any]) -> Company:
    """The company of a document, traits left uncertain at the middle of their range."""
    middles = {name: each.middle for name, each in ranges_of(document["uncertain"]).items()}
    given = {key: document[key] for key in ("sector", *TABLES) if key in document}
    return Company.model_validate(given | {"traits": document["traits"] | middles})


def _code(name: str, value: float | str) -> float:
    return float(CATEGORIES[name].index(value)) if isinstance(value, str) else float(value)


def _name_of(wanted: str | os.PathLike[str]) -> str:
    if isinstance(wanted, str) and library.find(wanted):
        return wanted
    path = Path(wanted)
    return path.resolve().name if path.is_dir() else path.stem
