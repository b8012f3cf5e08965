"""What is kept of a page: a scenario file with only what differs, the command that does the same, the numbers as CSV."""
# ruff: noqa: N802 - components are named like classes

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from simulation.app.address import LETTERS, Choice, View
from simulation.app.commands import command_of
from simulation.app.figures import stem
from simulation.app.french_refusals import refusal
from simulation.app.numbers import csv_of
from simulation.app.pages.parts import KeepBox
from simulation.app.shelf import STORED, Shelf, below_title
from simulation.app.texts import say
from simulation.app.visit import Visit, attempt
from simulation.scenario import Scenario

TEXTS = {
    "heading": "Keep", "save": "Save as scenario", "reading": "Writes a file that says only what differs, into the folder of your scenarios.",
    "name": "name: sponsor-first", "title": "title", "button": "Save", "command": "The same from the command line", "copy": "copy",
    "copied": "copied", "numbers": "Numbers", "csv": "Download CSV",
}  # fmt: skip


@solara.component
def Keep(view: View, go: Callable[[View], None], visit: Visit, shelf: Shelf, scenarios: list[Scenario]) -> None:
    """Save, command, CSV."""
    answer, set_answer = solara.use_state("")
    failed, set_failed = solara.use_state(False)
    answered, set_answered = solara.use_state(0)  # how many clicks on Save: the button waits for its own
    csv, set_csv = solara.use_state({"turn": 0})  # type: dict[str, Any], Callable[[Any], None]
    lang, choice = view.lang, view.choice
    solara.use_effect(lambda: set_answer(""), [view.page, view.edited])  # what was said of another page or scenario

    def save(given: dict[str, str]) -> None:
        saved, problems = attempt(lambda: shelf.save(choice, str(given.get("name", "")).strip(), str(given.get("title", "")).strip()))
        set_answered(lambda count: count + 1)
        set_failed(saved is None)
        set_answer(_refused(problems, lang) if saved is None else say("Saved: {path}", lang, path=shelf.scenarios / f"{saved.removeprefix('./')}.toml"))
        if saved is not None:
            go(replace(view, choices=(*view.choices[: view.edited], Choice(saved), *view.choices[view.edited + 1 :])))

    def table(_: Any) -> None:
        text, problems = attempt(lambda: csv_of(view, visit, scenarios))
        set_failed(bool(problems))
        set_answer(_refused(problems, lang))
        if text is not None:
            set_csv(lambda last: {"name": f"{stem(view)}.csv", "text": text, "turn": last["turn"] + 1})  # the same table may be asked for again

    KeepBox(
        command=command_of(view, shelf),
        note=_note(view, lang),
        answer=answer,
        failed=failed,
        answered=answered,
        toml=below_title(choice) if choice.moved and not choice.name.startswith(STORED) else "",
        csv=csv,
        texts={key: say(text, lang) for key, text in TEXTS.items()} | _heading(view, lang),
        event_saved=save,
        event_tabled=table,
    )


def _heading(view: View, lang: str) -> dict[str, str]:
    """Which scenario is saved, of a view that has several."""
    return {} if len(view.choices) == 1 else {"save": say("Save {letter} as scenario", lang, letter=LETTERS[view.edited])}


def _note(view: View, lang: str) -> str:
    """What must be done before the command can be used, if anything."""
    unsaved = [LETTERS[place] for place, choice in enumerate(view.choices) if choice.moved] if view.page != "world" else []
    text = "The levers moved in {letters} are in no file yet, so this command cannot be run: first save {letters} at the left, under any name."
    return say(text, lang, letters=", ".join(unsaved)) if unsaved else ""


def _refused(problems: list[str], lang: str) -> str:
    return "; ".join(refusal(each, lang) for each in problems)
