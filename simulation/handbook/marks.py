"""Marked places in a page, and Markdown tables to put there."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

_PLACE = re.compile(r"(<!-- made: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def marked(text: str) -> list[str]:
    """Names of the marked places of a page, in their order."""
    return [place["name"] for place in _PLACE.finditer(text)]


def filled(text: str, makers: Mapping[str, Callable[[], str]]) -> str:
    """A page with each marked place made anew, where there is a maker for its name; the others stay as they are."""

    def made(place: re.Match[str]) -> str:
        maker = makers.get(place["name"])
        return f"{place[1]}\n{maker().strip()}\n\n{place[3]}" if maker else place[0]

    return _PLACE.sub(made, text)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; a cell may be a text, a number, a list or nothing."""
    lines = [_row(heads), "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def code(names: Iterable[str]) -> str:
    """Names as code, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def written(value: Any) -> str:
    """A value as the tables show it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _row(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(" ".join(written(cell).split()).replace("|", "\\|") for cell in cells) + " |"
