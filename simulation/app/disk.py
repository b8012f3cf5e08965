"""What the pages ask of the disk: plain files within two folders; what cannot be read is told, and what cannot be written leaves nothing."""

import os
import tomllib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any


def plain_file(path: Path) -> bool:
    """Whether a file lies there that is no link; not where its folder cannot be entered."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return False


def written(path: Path) -> float:
    """When a file was last written, in seconds; 0 where it has gone meanwhile."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def said(path: Path, parse: Callable[[str], Any]) -> Any:
    """What a file says, parsed; None where it cannot be read: missing, garbled, or nested too deeply."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def extended(scenario: Path) -> str:
    """What a scenario's file extends first, as it says it; empty where it extends nothing, or cannot be read."""
    try:
        return str(said(scenario, tomllib.loads)["extends"][0])
    except (LookupError, TypeError):
        return ""


def unread(folder: Path) -> list[str]:
    """Why a folder cannot be looked into; nothing where it can, or where there is none yet."""
    try:
        for first in islice(folder.iterdir(), 1):
            first.lstat()  # a folder may be listed and yet not be entered
    except FileNotFoundError:
        return []
    except OSError as error:
        return [f"the folder {folder} cannot be read: {error.strerror or error}"]
    return []


def links_out(folder: Path) -> list[str]:
    """A sentence where links in a folder lead out of it."""
    home = Path(os.path.realpath(folder))
    inside = (Path(place, name) for place, folders, files in os.walk(folder) for name in (*folders, *files))
    found = [path.relative_to(folder).as_posix() for path in inside if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home)]
    return [f"{folder.name} holds links that lead out of it ({', '.join(sorted(found)[:3])}): put the files themselves there"] if found else []


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises FileExistsError when it is there, else OSError."""
    file = path.open("x", encoding="utf-8")
    try:
        with file:
            file.write(text)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
