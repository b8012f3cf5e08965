"""What a command line says, turned into checked values; all that is wrong with it is gathered before anything is run."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulation import library
from simulation.checks import InputError, check_run, did_you_mean, refuse, whole_number
from simulation.levers import NAMES
from simulation.scenario import Scenario, load, load_all
from simulation.traits import Traits

LANGUAGES = ("en", "fr")
SOURCE = "command line"


@dataclass
class Given:
    """Checked options of a command, and the problems met so far."""

    problems: list[str] = field(default_factory=list)

    def number(self, name: str, text: Any) -> int:
        """A whole number within its limits; what cannot be used is noted, and 0 stands for it."""
        return whole_number(name, text, self.problems) or 0

    def choice(self, name: str, text: str, known: Sequence[str]) -> str:
        """One of the known words; another is noted."""
        if text not in known:
            self.problems.append(f"{name} = '{text}' is none of its options{did_you_mean(text, known)}")
        return text

    def all_of(self, makers: Sequence[Callable[[], Any]]) -> list[Any]:
        """What each of them makes, None for one that refuses; its problems are noted."""
        found: list[Any] = []
        for make in makers:
            try:
                found.append(make())
            except InputError as error:
                self.problems += error.problems
                found.append(None)
        return found

    def at_most_one(self, **flags: bool) -> None:
        """Options that exclude each other."""
        chosen = [f"--{name}" for name, flag in flags.items() if flag]
        if len(chosen) > 1:
            self.problems.append(f"{' and '.join(chosen)} exclude each other: take one")

    def assignments(self, texts: Sequence[str]) -> dict[str, dict[str, Any]]:
        """`levers.sponsorship=0.8`, several of them, as levers and traits."""
        found: dict[str, dict[str, Any]] = {"levers": {}, "traits": {}}
        for text in texts:
            key, equals, value = (part.strip() for part in text.partition("="))
            family, dot, name = key.partition(".")
            if not equals or not dot or family not in found or not name:
                self.problems.append(f"--set {text}: write it as levers.NAME=VALUE or traits.NAME=VALUE{_meant(key)}")
            else:
                found[family][name] = _value(value)
        return found

    def scenarios(self, wanted: Sequence[str | Sequence[str]], sets: Sequence[str] = (), off: Sequence[str] = ()) -> list[Scenario]:
        """The scenarios that names and paths stand for, with `--set` and `--off` applied to each."""
        assigned = self.assignments(sets)
        try:
            loaded = load_all(wanted)
        except InputError as error:
            self.problems += error.problems
            return []
        if not any(assigned.values()) and not off:
            return loaded
        return [altered for each in loaded if (altered := self._altered(each, assigned, off))]

    def _altered(self, scenario: Scenario, assigned: dict[str, dict[str, Any]], off: Sequence[str]) -> Scenario | None:
        try:
            return scenario.with_(levers=assigned["levers"], traits=assigned["traits"], off=off, source=SOURCE)
        except InputError as error:
            self.problems += error.problems
            return None

    def governances(self, company: str) -> list[list[str] | str]:
        """Every governance scenario of the library on one company (a name of the library, or a path), the baseline first."""
        try:
            described = load(company)
        except InputError as error:
            self.problems += error.problems
            return []
        if described.partial:
            self.problems.append(f"--library {company}: this is no company{did_you_mean(company, library.names('companies'))}")
            return []
        in_library = library.find(company) is not None
        return [f"{company}/{name}" if in_library else [company, name] for name in library.names("governance")]

    def counts(self, scenarios: Sequence[Scenario], **texts: Any) -> dict[str, Any]:
        """Worlds, seed, weeks and so on as whole numbers, and whether the scenarios can be run with them; then refuse all that is wrong."""
        usable: dict[str, Any] = {}
        try:
            usable = check_run(scenarios, **texts)
        except InputError as error:
            self.problems += error.problems
        refuse(self.problems)
        return usable


def _meant(key: str) -> str:
    name = key.rpartition(".")[2]
    if name in NAMES:
        return f"; did you mean 'levers.{name}'?"
    if name in Traits.model_fields:
        return f"; did you mean 'traits.{name}'?"
    return did_you_mean(key, [f"levers.{each}" for each in NAMES] + [f"traits.{each}" for each in Traits.model_fields])


def _value(text: str) -> Any:
    """A value as TOML would read it, else the text itself (`marketing` needs no quotes)."""
    try:
        document = tomllib.loads(f"value = {text}")
    except ValueError:
        return text
    return document["value"] if len(document) == 1 else text
