"""The examples of a page are run, and what they print is put below them.

A file is a TOML block below a line that names it (`mine.toml`); an example is a `sh` or `python` block followed by a marked
place. All examples of a page run one after the other in one folder.
"""

import io
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

_FILE = re.compile(r"`(?P<name>[\w-]+\.toml)`[^`]*```toml\n(?P<text>.*?)```", re.DOTALL)
_EXAMPLE = re.compile(r"```(?P<language>sh|python)\n(?P<text>[^`]*)```\n+<!-- made: (?P<place>[a-z-]+) -->")
_WORLDS = re.compile(r"worlds=\d+")


class Example(NamedTuple):
    """A block of a page that is run: its language, its text, and the marked place for what it prints."""

    language: str
    text: str
    place: str


def files(page: str) -> dict[str, str]:
    """Files that a page tells its reader to write, by name."""
    return {found["name"]: found["text"] for found in _FILE.finditer(page)}


def examples(page: str) -> list[Example]:
    """The examples of a page, in their order."""
    return [Example(*found.groups()) for found in _EXAMPLE.finditer(page)]


def printed(page: str, folder: Path, worlds: int | None = None) -> dict[str, str]:
    """What each example prints, by its marked place, as text blocks; `worlds` puts another number of worlds in its place (for tests).

    Raises RuntimeError when a command fails, and whatever a Python block raises.
    """
    for name, text in files(page).items():
        (folder / name).write_text(text, encoding="utf-8")
    found = {}
    with chdir(folder):
        for each in examples(page):
            out = io.StringIO()
            with redirect_stdout(out), Path(os.devnull).open("w") as nothing, redirect_stderr(nothing):
                _run(each, worlds)
            found[each.place] = f"```text\n{out.getvalue().rstrip()}\n```"
    return found


def _run(example: Example, worlds: int | None) -> None:
    if example.language == "python":
        text = example.text if worlds is None else _WORLDS.sub(f"worlds={worlds}", example.text)
        exec(compile(text, "example", "exec"), {"__name__": "__main__"})
        return
    from simulation.cli import status_of

    for words in _commands(example.text):
        more = [] if worlds is None else ["--worlds", str(worlds)]
        if status_of([*words, *more]) != 0:
            raise RuntimeError(f"this example fails: omnigov {shlex.join(words)}")


def _commands(text: str) -> Iterator[list[str]]:
    """The `omnigov` commands of a block, without the name of the program and without remarks."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words:
            assert words[0] == "omnigov", line
            yield words[1:]
