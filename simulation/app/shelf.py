"""What a page may open and write: the library, one folder of own scenarios, one folder of results. Nothing else.

Names come from an address that anyone may type, so a name is looked up in a listing and never joined to a path.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulation import library
from simulation.app.address import Choice
from simulation.app.disk import extended, links_out, plain_file, said, unread, write_new, written
from simulation.app.titles import called
from simulation.checks import InputError, did_you_mean, refuse
from simulation.report.messages import one_line
from simulation.results import MANIFEST, read_manifest
from simulation.scenario import Scenario, load, scenario_of
from simulation.sweep.plan import KIND
from simulation.sweep.settling import stored_run

OWN, STORED = "./", "@"  # what names of own scenarios, and of scenarios stored with a study, start with
RUN = "run"  # `@study:run17` is the whole scenario of run 17 of a sweep
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
OF_WINDOWS = re.compile(r"con|nul|prn|aux|(com|lpt)[1-9]")  # which takes them for devices, whatever stands behind a point


@dataclass(frozen=True)
class Shelf:
    """Two folders: own scenarios (read, and written by "save as scenario") and results (read)."""

    scenarios: Path
    results: Path

    def companies(self) -> list[str]:
        """Companies of the library."""
        return library.names("companies")

    def of_library(self, company: str) -> list[str]:
        """Names of the library's scenarios of a company; none of a company that it does not have."""
        return [f"{company}/{name}" for name in library.names("governance")] if company in self.companies() else []

    def governances(self, company: str) -> list[str]:
        """Names of the scenarios of a company: the library's, then own ones that extend it."""
        return self.of_library(company) + [name for name in self.own() if self.company(name) in (company, "")]

    def company(self, name: str) -> str:
        """The company that a scenario extends, by its name in the library, else the title of its own; empty where it cannot be read."""
        root, own, seen = name, self.own(), set()
        while root in own and root not in seen:
            seen.add(root)
            first = extended(self.scenarios / f"{root.removeprefix(OWN)}.toml")
            root = OWN + first.removesuffix(".toml") if first.endswith(".toml") else first
        company = root.split("/")[0]
        if company in self.companies():
            return company
        try:
            title = self.base(name).company_title
        except InputError:
            return ""
        return next((each for each in self.companies() if load(each).company_title == title), title)

    def own(self) -> list[str]:
        """Own scenarios: plain files of the folder, by name."""
        return [OWN + path.stem for path in sorted(self.scenarios.glob("*.toml")) if plain_file(path)]

    def unread(self) -> list[str]:
        """Why a folder of the two cannot be looked into, a sentence each."""
        return [*unread(self.scenarios), *unread(self.results)]

    def studies(self) -> dict[str, Any]:
        """What the manifest of each results folder says that holds a comparison or a sweep (None where it cannot be read), by name, the newest first.

        An analysis has a brief of its own.
        """
        paths = [path for path in self.results.glob(f"*/{MANIFEST}") if plain_file(path) and not path.parent.is_symlink()]
        found = {path.parent.name: said(path, json.loads) for path in sorted(paths, key=lambda each: (-written(each), each.parent.name))}
        return {name: each for name, each in found.items() if not (isinstance(each, dict) and "analysis" in each)}

    def study(self, name: str) -> Path:
        """The folder of a study; raises InputError for a name that is not listed."""
        known = self.studies()
        if name not in known:
            raise InputError([f"no study '{one_line(name, 60)}' in the results folder{did_you_mean(name, known)}"])
        return self.results / name

    def base(self, name: str) -> Scenario:
        """A scenario by its name on the shelf, as it stands. Raises InputError with all that is wrong with it, or when there is none."""
        parts = name.split("/")
        if name.startswith(STORED):
            scenario = self._stored(name)
        elif name.startswith(OWN):
            if name not in self.own():
                raise InputError([f"no scenario '{one_line(name, 60)}' among your own{did_you_mean(name, self.own())}"])
            scenario = load(self.scenarios / f"{name.removeprefix(OWN)}.toml")
        elif len(parts) == 2 and parts[0] in library.names("companies") and parts[1] in library.names("governance"):
            scenario = load(name)
        else:
            known = [each for company in self.companies() for each in self.of_library(company)]
            raise InputError([f"no scenario '{one_line(name, 60)}' in the library{did_you_mean(name, known)}"])
        _ = scenario.company  # governance alone cannot be run: say so here
        return scenario

    def _stored(self, name: str) -> Scenario:
        """`@study:2`: the third scenario of a study, as it was run; `@study:run17`: what run 17 of a sweep was."""
        study, _, place = name.removeprefix(STORED).rpartition(":")
        manifest = read_manifest(self.study(study))
        refuse(links_out(self.results / study))
        stored, swept, number = manifest["scenarios"], place.startswith(RUN), place.removeprefix(RUN)
        if not re.fullmatch(r"[0-9]{1,9}", number) or (manifest["study"].get("kind") == KIND) != swept or not (swept or int(number) < len(stored)):
            raise InputError([f"the study '{one_line(study, 60)}' holds no scenario '{one_line(place, 20)}'"])
        try:
            if swept:
                return _told(stored_run(self.results / study, manifest, int(number))[0], study, int(number))
            return scenario_of(stored[int(number)]["document"], str(stored[int(number)]["name"]))
        except (LookupError, TypeError, OSError) as error:
            raise InputError([f"the study '{one_line(study, 60)}' cannot be read: {error}"]) from None

    def scenario(self, choice: Choice, lang: str = "en") -> Scenario:
        """The scenario of a choice, its levers moved and told in its title. Raises InputError."""
        base = self.base(choice.name)
        return base.with_(levers=dict(choice.moved), title=called(base, choice, lang), source="the page") if choice.moved else base

    def save(self, choice: Choice, name: str, title: str) -> str:
        """Write a choice as a new scenario file that says only what differs, and return its name on the shelf.

        Raises InputError when the name is none, when there is such a file already that says something else, or when it cannot be written; then
        nothing is written.
        """
        if not NAME.fullmatch(name):
            raise InputError([f"'{one_line(name, 60)}' cannot be a file's name here: take 1 to 60 small letters, digits and hyphens"])
        if OF_WINDOWS.fullmatch(name):
            raise InputError([f"'{name}' cannot be a file's name on Windows; choose another name"])
        if choice.name.startswith(STORED):
            raise InputError(["this scenario is kept with its study and extends no file; save one of the library instead"])
        self.scenario(choice)
        text = saved_text(choice, title or name)
        if self._holds(name, choice, text):
            return OWN + name
        try:
            self.scenarios.mkdir(parents=True, exist_ok=True)
            write_new(self.scenarios / f"{name}.toml", text)
        except FileExistsError:
            raise InputError([f"there is a scenario '{name}' already; choose another name"]) from None
        except OSError as error:
            raise InputError([f"the scenario cannot be written: {error.strerror or error}"]) from None
        return OWN + name

    def _holds(self, name: str, choice: Choice, text: str) -> bool:
        """Whether an own file says already what is to be saved: word for word, or as the scenario that is open, under the title that it has."""
        there = said(self.scenarios / f"{name}.toml", str) if OWN + name in self.own() else None
        return there is not None and (there == text or (choice == Choice(OWN + name) and there.partition("\n")[0] == text.partition("\n")[0]))


def saved_text(choice: Choice, title: str) -> str:
    """The TOML of a choice: a title, what it extends, and the levers that differ."""
    return f"title = {_quoted(one_line(title))}\n{below_title(choice)}"


def below_title(choice: Choice) -> str:
    """The TOML of a choice without its title."""
    extends = [f"{choice.name.removeprefix(OWN)}.toml"] if choice.name.startswith(OWN) else choice.name.split("/")
    lines = [f"extends = [{', '.join(map(_quoted, extends))}]"]
    if choice.moved:
        lines += ["", "[levers]", *(f"{name} = {_quoted(value) if isinstance(value, str) else f'{value:.10g}'}" for name, value in choice.moved)]
    return "\n".join(lines) + "\n"


def _told(scenario: Scenario, study: str, number: int) -> Scenario:
    """The scenario of a run of a sweep, called after the sweep and the run; its levers are in its document, so that it can be altered further."""
    whole = scenario.with_(levers=levers_of(scenario), title=scenario.title)
    return replace(whole, title=f"{study}, run {number}", title_fr=f"{study}, exécution {number}")


def levers_of(scenario: Scenario) -> Mapping[str, Any]:
    """The levers of a scenario at the start, by name."""
    return scenario.levers.model_dump()


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
