"""The building blocks of all pages: widgets with a template of their own."""
# ruff: noqa: N802, E704 - components are named like classes; their bodies are templates

from collections.abc import Callable
from typing import Any

import solara

from simulation.app.figures import Figure

NO_FIGURE = Figure("", "", "")


@solara.component_vue("address.vue")
def Address(here: dict[str, Any], title: str, lang: str, event_gone: Callable[[str], None]) -> None: ...


@solara.component_vue("masthead.vue")
def Masthead(pages: list[dict[str, str]], here: str, lang: str, event_opened: Callable[[str], None], event_spoken: Callable[[str], None]) -> None: ...


@solara.component_vue("sidebar.vue")
def Sidebar(panel: dict[str, Any], texts: dict[str, str], event_changed: Callable[[dict[str, Any]], None]) -> None: ...


@solara.component_vue("transport.vue")
def Transport(week: int, weeks: int, texts: dict[str, str], event_moved: Callable[[int], None]) -> None: ...


@solara.component_vue("card.vue")
def _Card(body: str, heading: str, reading: str, file: str, caption: str, link: str, look: str, event_chosen: Callable[[str], None]) -> None: ...


@solara.component_vue("keep.vue")
def KeepBox(
    command: str,
    note: str,
    answer: str,
    failed: bool,
    answered: int,
    toml: str,
    csv: dict[str, str] | None,
    texts: dict[str, str],
    event_saved: Callable[[dict[str, str]], None],
    event_tabled: Callable[[Any], None],
) -> None: ...


def Card(body: str, heading: str = "", reading: str = "", figure: Figure = NO_FIGURE, look: str = "", chosen: Callable[[str], None] | None = None) -> Any:
    """A card with a picture or a table (`body`, HTML whose texts are escaped); a click on what has a `data-key` chooses it; a `figure` can be kept."""
    return _Card(body=body, heading=heading, reading=reading, event_chosen=chosen or _nothing, look=look, **figure._asdict())


def _nothing(_: str) -> None:
    """Nobody listens."""
