"""Scenario files as layers: each is read as it stands, with the files that it extends before it, left to right."""

import os
import pickle
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulation import library
from simulation.checks import InputError, did_you_mean, lies, refuse, shown, unreadable_names
from simulation.toml_lines import Key, key_lines

COMPANY_FILE = "company.toml"
LARGEST_FILE = 50_000_000  # bytes
LEAST = {  # what a file of each kind says at least
    "scenario": "a scenario says at least what it extends",
    "population": "a population says at least how its companies differ",
    "experiment": "an experiment says at least its scenarios and what it varies",
    "answers": "answers have a line for each question that is known",
}


@dataclass(frozen=True)
class Layer:
    """What one file says, or what a caller gave: a document, and where its keys stand."""

    label: str
    document: dict[str, Any]
    path: Path | None = None
    lines: dict[Key, int] = field(default_factory=dict)

    def where(self, *key: str | int) -> str:
        """`(scenarios/mine.toml, line 12)`: the line of the key, or of the nearest table around it."""
        for length in range(len(key), 0, -1):
            if key[:length] in self.lines:
                return f"({self.label}, line {self.lines[key[:length]]})"
        return f"({self.label})"


def label_of(path: Path) -> str:
    """A path as messages show it: from the working folder when it lies in it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def read(path: Path, kind: str = "scenario") -> Layer:
    """One TOML file of a kind (of `LEAST`) as a layer; raises InputError when it is missing, a folder, empty, not UTF-8 or not TOML."""
    label = label_of(path)
    text = _text(path, label, kind)
    if not text.strip():
        raise InputError([f"the file is empty; {LEAST[kind]} ({label})"])
    try:
        kept, lines = _parsed(text)
        document = pickle.loads(kept)  # a copy for each reader, who may do with it what he likes
    except RecursionError:
        raise InputError([f"this is not TOML that can be read: it is nested too deeply ({label})"]) from None
    except ValueError as error:
        raise InputError([f"this is not TOML: {error} ({label})"]) from None
    if not document:
        raise InputError([f"the file is empty but for comments; {LEAST[kind]} ({label})"])
    return Layer(label, document, path, lines)


@lru_cache(maxsize=64)
def _parsed(text: str) -> tuple[bytes, dict[Key, int]]:
    """What a TOML text says, and where: a text that comes again, as to a page at every move, is not parsed again."""
    return pickle.dumps(tomllib.loads(text)), key_lines(text.replace("\r\n", "\n"))


def _text(path: Path, label: str, kind: str) -> str:
    try:
        if path.is_dir():
            way_out = f", or put a {COMPANY_FILE} there" if kind == "scenario" else ""
            article = "an" if kind[0] in "ae" else "a"
            raise InputError([f"this is a directory, not {article} {kind} file ({label}); name a .toml file in it{way_out}"])
        if not path.exists():
            near = did_you_mean(path.name, sorted(each.name for each in path.parent.glob("*.toml"))) if path.parent.is_dir() else "; its folder does not exist"
            raise InputError([f"there is no such file: {label}{near}"])
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            raise InputError([f"this is not a file of text, or a very large one ({label})"])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError([f"this is not UTF-8 text: byte 0x{error.object[error.start]:02x} ({label}, line {line}); save the file as UTF-8"]) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([f"this cannot be read: {getattr(error, 'strerror', None) or error} ({label})"]) from None


def collect(name_or_path: str | os.PathLike[str]) -> tuple[list[Layer], list[str]]:
    """The layers that a name or path stands for, those extended first, and the problems met on the way.

    A file that is reached twice counts once, where it is first reached.
    """
    reader = _Reader([], [], {})
    try:
        targets = _given(name_or_path)
    except InputError as error:
        return [], error.problems
    for target in targets:
        reader.add(target, ())
    return reader.layers, list(dict.fromkeys(reader.problems))


def _given(name_or_path: str | os.PathLike[str]) -> list[Path]:
    """The files meant by what a user wrote: a library name first, else a path (of a file, or of a folder with a company.toml)."""
    if isinstance(name_or_path, str) and (found := library.find(name_or_path)):
        return found
    if not isinstance(name_or_path, str | os.PathLike) or not str(name_or_path) or "\0" in str(name_or_path):
        raise InputError([f"{shown(name_or_path)} is not the name or the path of a scenario"])
    path = Path(name_or_path)
    refuse(unreadable_names([str(path)]))
    if lies(path / COMPANY_FILE) == "file":
        return [path / COMPANY_FILE]
    if lies(path) or path.suffix == ".toml":
        return [path]
    raise InputError([unknown_name(str(name_or_path))])


def unknown_name(name: str) -> str:
    """The sentence for a name that stands for nothing; of `company/governance`, the part that is unknown."""
    parts = name.split("/")
    if len(parts) == 2:
        for kind, part in zip(library.KINDS, parts, strict=True):
            if part not in library.names(kind) and (kind == "governance" or parts[1] in library.names("governance")):
                what = "company" if kind == "companies" else "governance scenario"
                return f"no {what} '{part}' in the library{did_you_mean(part, library.names(kind))} (in '{name}')"
    return f"no scenario '{name}': it is neither a file nor in the library{did_you_mean(name, library.all_names())}"


@dataclass
class _Reader:
    """Follows `extends` depth first."""

    layers: list[Layer]
    problems: list[str]
    done: dict[Path, bool]

    def add(self, path: Path, trail: tuple[Path, ...]) -> None:
        """Read a file after the files that it extends; `trail` is how it was reached."""
        real = path.resolve()
        if real in self.done:
            return
        try:
            layer = read(path)
        except InputError as error:
            self.problems += error.problems
            self.done[real] = False
            return
        for place, entry in enumerate(_entries(layer, self.problems)):
            where = layer.where("extends", place)
            for target in self._targets(entry, path, where):
                self._follow(target, (*trail, real), where)
        self.done[real] = True
        self.layers.append(layer)

    def _follow(self, target: Path, trail: tuple[Path, ...], where: str) -> None:
        real = target.resolve()
        if real in trail:
            circle = " -> ".join(each.name for each in (*trail[trail.index(real) :], real))
            self.problems.append(f"extends is circular: {circle} {where}")
        elif not lies(target):
            self.problems.append(f"extends names a file that does not exist: {label_of(target)} {where}")
        else:
            self.add(target, trail)

    def _targets(self, entry: str, path: Path, where: str) -> list[Path]:
        """The files meant by one entry of `extends`; none, and a problem noted, when it may not or cannot be followed."""
        if found := library.find(entry):
            return found
        homes = (path.parent, *_company_home(path))
        candidates = [each for home in homes for each in (home / entry, home / entry / COMPANY_FILE, home / f"{entry}.toml")]
        inside = [each for each in candidates if _within(each, path)]
        if not inside or any(lies(each) == "file" for each in candidates if each not in inside):
            self.problems.append(f"extends '{entry}' climbs out of the file's own folder and of the library: move the file, or name one of the library {where}")
            return []
        for candidate in inside:
            if lies(candidate) == "file":
                return [candidate]
        if entry.endswith(".toml"):
            return inside[:1]
        self.problems.append(f"extends: {unknown_name(entry)} {where}")
        return []


def _entries(layer: Layer, problems: list[str]) -> list[str]:
    given = layer.document.get("extends", [])
    entries = [given] if isinstance(given, str) else given
    if not isinstance(entries, list) or not all(isinstance(each, str) and each and "\0" not in each for each in entries):
        problems.append(f"extends = {shown(given)} is not a list of names or paths {layer.where('extends')}")
        return []
    return entries


def _company_home(path: Path) -> list[Path]:
    """The folder above, when the file lies in a folder of a company: one that holds a company.toml beside its scenarios."""
    above = path.resolve().parent.parent
    return [above] if (above / COMPANY_FILE).is_file() else []


def _within(target: Path, path: Path) -> bool:
    homes = [path.resolve().parent, *_company_home(path), library.folder()]
    return any(target.resolve().is_relative_to(home) for home in homes)
