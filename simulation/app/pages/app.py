"""The whole page: masthead, panel, one of four pages, and what is kept of it. The address bar follows what is shown."""
# ruff: noqa: N802 - components are named like classes

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import solara

from simulation.app import panel as panels
from simulation.app.address import View, is_elsewhere, query_of, view_of
from simulation.app.pages import odds, results, side, world
from simulation.app.pages.keep import Keep
from simulation.app.pages.parts import Address, Card, Masthead, Sidebar
from simulation.app.serve import shelf
from simulation.app.shelf import Shelf
from simulation.app.texts import say
from simulation.app.titles import heading_of
from simulation.app.told import problems_html
from simulation.app.visit import Visit, attempt
from simulation.scenario import Scenario

TITLES = {"world": "One world", "side": "Side by side", "odds": "Odds", "results": "Results"}
SHOWING: dict[str, Callable[..., Any]] = {"world": world.World, "side": side.SideBySide, "odds": odds.Odds, "results": results.Results}


@solara.component
def Page() -> None:
    """Everything that one visitor sees."""
    router = solara.use_router()
    first, wrong = solara.use_memo(lambda: view_of(router.search or ""), [])
    view, set_view = solara.use_state(first)
    problems, set_problems = solara.use_state(wrong)
    entry, set_entry = solara.use_state(0)  # of the browser's history, counted from where this page was opened
    visit = solara.use_memo(Visit, [])
    books = solara.use_memo(shelf, [])

    def go(new: View) -> None:
        set_problems([])
        if is_elsewhere(new, view):
            set_entry(entry + 1)
        set_view(new)

    def gone(query: str) -> None:
        """Back or forward in the browser's history."""
        found, unusable = view_of(query)
        set_problems(unusable)
        set_view(found)

    def change(asked: dict[str, Any]) -> None:
        found, refused = attempt(lambda: panels.changed(view, asked, books))
        if found is None:
            set_problems(refused)
        else:
            go(found)

    bases, unread = attempt(lambda: [books.base(choice.name) for choice in view.choices])
    solara.Style(Path(__file__).parent / "style.css")
    here = {"query": query_of(view), "entry": entry}
    Address(here=here, title=f"{say(TITLES[view.page], view.lang)} – omnigov", lang=view.lang, event_gone=gone)
    with solara.Div(classes=["omnigov"]):
        Masthead(
            pages=[{"page": page, "label": say(title, view.lang)} for page, title in TITLES.items()],
            here=view.page,
            lang=view.lang,
            event_opened=lambda page: go(view.on(page) if page in TITLES else view),
            event_spoken=lambda lang: go(replace(view, lang=lang) if lang in ("en", "fr") else view),
        )
        if problems or unread:
            Card(body=problems_html([*problems, *unread], view.lang), heading=say("This cannot be done", view.lang), look="problems")
        if bases is None:
            solara.Button(say("Start again", view.lang), on_click=lambda: go(View(page=view.page, lang=view.lang)))
        else:
            _Body(view, go, change, visit, books, bases, set_problems)


@solara.component
def _Body(
    view: View,
    go: Callable[[View], None],
    change: Callable[[dict[str, Any]], None],
    visit: Visit,
    books: Shelf,
    bases: list[Scenario],
    complain: Callable[[list[str]], None],
) -> None:
    shown, unshown = solara.use_memo(
        lambda: attempt(lambda: None if view.page == "results" else panels.panel(view, books, bases)),
        [replace(view, week=0), [base.hash for base in bases], books.own()],  # the week moves nothing in it
    )
    with solara.Div(classes=["body", f"on-{view.page}"]):
        if shown is not None:
            Sidebar(panel=shown, texts=panels.texts(view.lang), event_changed=change)
        with solara.Div(classes=["main"]):
            if unread := [*books.unread(), *unshown]:
                Card(body=problems_html(unread, view.lang), heading=say("This cannot be opened", view.lang), look="problems")
            scenarios, refused = attempt(lambda: [books.scenario(choice, view.lang) for choice in view.choices])
            if scenarios is None:
                Card(body=problems_html(refused, view.lang), heading=say("This cannot be run", view.lang), look="problems")
            else:
                titles = [heading_of(base, choice, view.lang) for base, choice in zip(bases, view.choices, strict=True)]
                SHOWING[view.page](view=view, go=go, visit=visit, shelf=books, scenarios=scenarios, titles=titles)
                if view.page != "results":
                    Keep(view, go, visit, books, scenarios)
            solara.Text(say("Compares rules of behaviour in made-up companies; it is not a forecast.", view.lang), classes=["foot"])
