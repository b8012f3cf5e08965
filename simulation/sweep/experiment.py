"""An experiment: a TOML file that says which scenarios, what varies, what is uncertain, how many worlds. Read and checked whole.

load_experiment("three-levers")              # of experiments/, by name
load_experiment("mine.toml", worlds=20)      # a file; counts given here replace those of the file
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.checks import HORIZON, InputError, did_you_mean, lies, refuse, run_problems, shown, whole_number
from simulation.layers import Layer, read
from simulation.outcomes import SERIES
from simulation.sampling import Population, layer_of, population_of
from simulation.scenario import Scenario, load_all
from simulation.sweep.design import Design, design_of
from simulation.sweep.varied import uncertain_of, varied_of
from simulation.uncertain import Range

COUNTS = {"worlds": 50, "seed": 1, "first_world": 0, "weeks": HORIZON, "customers": 1000}
TEXTS = ("title", "title_fr", "notes")
TOP = (*TEXTS, "scenarios", "population", *COUNTS, "series", "design", "vary", "uncertain")
KEPT = ("adoption", "spent", "own_rate", "value")  # weekly series that are stored unless the file says otherwise
ALL = "all"


@dataclass(frozen=True)
class Experiment:
    """A checked experiment. `scenarios` are whole, or, with a `population`, governance alone (none: as each company governs itself)."""

    name: str
    title: str
    title_fr: str
    scenarios: tuple[Scenario, ...]
    population: Population | None
    population_document: dict[str, Any] | None
    worlds: int
    seed: int
    first_world: int
    weeks: int
    customers: int
    series: tuple[str, ...]
    design: Design
    uncertain: dict[str, Range]

    @property
    def scenario_names(self) -> list[str]:
        """What the scenarios are called in tables; of a population alone, its name."""
        return [each.name for each in self.scenarios] or [self.population.name if self.population else ""]


def folder() -> Path:
    """The experiments that ship: the checkout's folder, else the installed package's."""
    here = Path(__file__).resolve().parents[1]
    checkout = here.parent / "experiments"
    return checkout if checkout.is_dir() and (here.parent / "pyproject.toml").is_file() else here / "library" / "experiments"


def names() -> list[str]:
    """Names of the experiments that ship."""
    return sorted(path.stem for path in folder().glob("*.toml"))


def load_experiment(name_or_path: str | os.PathLike[str], **counts: Any) -> Experiment:
    """An experiment by name or path, checked; `counts` (worlds, seed, first_world, weeks, customers; None: as the file says).

    Raises InputError with all problems of the file and of the scenarios that it names.
    """
    path = _found(name_or_path)
    return experiment_of(read(path, "experiment"), path.stem, path.parent, counts)


def _found(name_or_path: str | os.PathLike[str]) -> Path:
    path = Path(name_or_path)
    if str(name_or_path) in names():
        return folder() / f"{name_or_path}.toml"
    if path.suffix != ".toml" and not lies(path):
        raise InputError([f"no experiment '{name_or_path}': it is neither a file nor among those that ship{did_you_mean(str(name_or_path), names())}"])
    return path


def experiment_of(layer: Layer, name: str, home: Path, counts: Mapping[str, Any] | None = None) -> Experiment:
    """The experiment that a document describes; points given as a CSV lie in `home`. Raises InputError with all problems."""
    document = layer.document
    problems = [f"no key or table '{key}'{did_you_mean(key, TOP)} {layer.where(key)}" for key in document if key not in TOP]
    problems += [f"{key} = {shown(document[key])} is not a text {layer.where(key)}" for key in TEXTS if not isinstance(document.get(key, ""), str)]
    numbers = _counts(layer, counts or {}, problems)
    population, raw = _population(layer, problems)
    began = len(problems)
    scenarios = _scenarios(layer, home, "population" in document, numbers["weeks"], problems)
    varied, uncertain = varied_of(layer, problems), uncertain_of(layer, problems)
    both = [each for each in uncertain if f"traits.{each}" in varied]
    problems += [f"traits.{each} is varied and uncertain: take one {layer.where('uncertain', f'traits.{each}')}" for each in both]
    series = _series(layer, problems)
    design = design_of(layer, varied, home, max(len(scenarios), 1), numbers["seed"], problems, began)
    refuse(problems)
    assert design is not None
    title = document.get("title", name)
    return Experiment(
        name=name, title=title, title_fr=document.get("title_fr", title), scenarios=tuple(scenarios), population=population, population_document=raw,
        series=series, design=design, uncertain=uncertain, **numbers,
    )  # fmt: skip


def _counts(layer: Layer, given: Mapping[str, Any], problems: list[str]) -> dict[str, int]:
    found = {}
    for name, default in COUNTS.items():
        wrong: list[str] = []
        asked = given.get(name)
        value = layer.document.get(name, default) if asked is None else asked
        usable = whole_number(name, value, wrong) if asked is not None or not isinstance(value, str) else None
        if usable is None and not wrong:
            wrong = [f"{name} = {shown(value)} is not a whole number"]
        problems += [f"{text} {layer.where(name)}" if asked is None else text for text in wrong]
        found[name] = default if usable is None else usable
    return found


def _scenarios(layer: Layer, home: Path, sampled: bool, weeks: int, problems: list[str]) -> list[Scenario]:
    """The scenarios, by name or by path (from the experiment's own folder, else from the working folder)."""
    given = layer.document.get("scenarios", [] if sampled else None)
    where = layer.where("scenarios")
    if given is None:
        problems.append(f'there are no scenarios: write scenarios = ["retailer/as-is"], the baseline first, or population = "typical" {where}')
        return []
    if not isinstance(given, list) or not all(isinstance(each, str) and each for each in given) or (not given and not sampled):
        problems.append(f"scenarios = {shown(given)} is not a list of names or paths {where}")
        return []
    problems += [f"scenarios: '{each}' is given twice {where}" for place, each in enumerate(given) if each in given[:place]]
    try:
        found = load_all([home / each if lies(home / each) == "file" else each for each in given])
    except InputError as error:
        problems += [f"scenarios: {text} {where}" for text in error.problems]
        return []
    if sampled:
        problems += [f"scenarios: {each.name} has a company of its own; with a population name governance alone {where}" for each in found if not each.partial]
        problems += [
            f"scenarios: {each.name}: a change in week {change.week} lies after the horizon of {weeks} weeks; the last week is {weeks - 1} {where}"
            for each in found
            for change in each.changes
            if change.week >= weeks
        ]
        return found
    problems += [f"scenarios: {text} {where}" for each in found for text in run_problems(each, weeks)]
    return found


def _population(layer: Layer, problems: list[str]) -> tuple[Population | None, dict[str, Any] | None]:
    given = layer.document.get("population")
    if given is None:
        return None, None
    if not isinstance(given, str) or not given:
        problems.append(f"population = {shown(given)} is not the name or the path of a population {layer.where('population')}")
        return None, None
    try:
        said = layer_of(given)
        return population_of(said, Path(given).stem), said.document
    except InputError as error:
        problems += [f"population: {text} {layer.where('population')}" for text in error.problems]
        return None, None


def _series(layer: Layer, problems: list[str]) -> tuple[str, ...]:
    given = layer.document.get("series", list(KEPT))
    if given == ALL:
        return tuple(SERIES)
    if not isinstance(given, list):
        problems.append(f'series = {shown(given)} is not a list of weekly series, nor "{ALL}" {layer.where("series")}')
        return ()
    problems += [
        f"series: no weekly series {shown(each)}{did_you_mean(str(each), SERIES)} {layer.where('series')}"
        for each in given
        if not isinstance(each, str) or each not in SERIES
    ]
    return tuple(name for name in SERIES if name in given)
