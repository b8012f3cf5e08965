"""Page 4, results: open a stored study, look at its heat map and trade-off, and open any run of it in page 1."""
# ruff: noqa: N802 - components are named like classes

from collections.abc import Callable
from dataclasses import replace

import solara

from simulation.app import told
from simulation.app.address import View
from simulation.app.commands import command_of
from simulation.app.figures import kept
from simulation.app.heat import MOST_ROWS, heat_map
from simulation.app.pages.parts import Card
from simulation.app.shelf import Shelf
from simulation.app.stored import MOST_COLUMNS, Study, read_study
from simulation.app.studies import shelf_html
from simulation.app.texts import say
from simulation.app.trade import trade_off
from simulation.app.visit import Visit, attempt
from simulation.checks import HORIZON
from simulation.report.amounts import number
from simulation.scenario import Scenario


@solara.component
def Results(view: View, go: Callable[[View], None], visit: Visit, shelf: Shelf, scenarios: list[Scenario], titles: list[str]) -> None:
    """The studies of the results folder, and the one that is open."""
    lang = view.lang
    studies = shelf.studies()
    names = list(studies)
    Card(
        body=shelf_html(studies, shelf.results.name, view.result, lang),
        heading=say("Stored studies", lang),
        reading=say("What omnigov run, compare and sweep have written into the results folder.", lang),
        chosen=lambda key: go(replace(view, result=names[int(key)])) if key.isdigit() and int(key) < len(names) else None,
    )
    study, problems = solara.use_memo(lambda: attempt(lambda: read_study(shelf.study(view.result)) if view.result else None), [view.result])
    if problems:
        Card(body=told.problems_html(problems, lang), heading=say("This cannot be opened", lang), look="problems")
    elif study is not None:
        _Study(view, go, shelf, study)


@solara.component
def _Study(view: View, go: Callable[[View], None], shelf: Shelf, study: Study) -> None:
    lang = view.lang
    place, set_place = solara.use_state(min(1, len(study.rows) - 1))
    wrong, set_wrong = solara.use_state([])  # type: list[str], Callable[[list[str]], None]
    chosen = study.rows[min(place, len(study.rows) - 1)]

    def choose(key: str) -> None:
        kind, _, place_or_run = key.partition(":")
        if kind == "row" and place_or_run.isdigit() and int(place_or_run) < len(study.rows):
            set_place(int(place_or_run))
        elif kind == "run" and place_or_run.isdigit():
            opened, refused = attempt(lambda: _opened(view, shelf, study, int(place_or_run)))
            set_wrong(refused)
            if opened is not None:
                go(opened)

    drawn, undrawn = attempt(lambda: (heat_map(study, chosen, lang), trade_off(study, chosen, lang)))
    if wrong or undrawn:
        Card(body=told.problems_html([*wrong, *undrawn], lang), heading=say("This cannot be opened", lang), look="problems")
    if drawn is None:
        return
    heat, trade = drawn
    Card(
        body=heat,
        heading=say("Points by outcomes" if study.swept else "Scenarios by outcomes", lang),
        reading=_reading_of_rows(study, lang),
        figure=kept(f"{study.name}-heat-map", study.name, lang),
        chosen=choose,
    )
    Card(
        body=trade,
        heading=say("Adoption against delivery cost", lang),
        reading=say(
            "Large dots: the lines of the table above, joined where no other wins more for less. Small dots: the runs of the chosen one; "
            "click one to open that very run.",
            lang,
        ),
        figure=kept(f"{study.name}-trade-off", study.name, lang),
        chosen=choose,
    )
    Card(body=told.code_html(command_of(view, shelf)), heading=say("The command that makes its report again", lang))


def _reading_of_rows(study: Study, lang: str) -> str:
    """How to read the heat map."""
    colours = say(
        "Means over worlds. Blue: better than the first line, orange: worse; full colour from twice the threshold of what matters. Click a line to choose it.",
        lang,
    )
    if not study.swept:
        return colours
    rows = len(study.rows)
    some = say("{shown} of {n} points.", lang, shown=MOST_ROWS, n=number(rows, 0, lang)) + " " if rows > MOST_ROWS else ""
    more = " " + say("The first {n} have columns; the pointer shows all.", lang, n=MOST_COLUMNS) if len(study.varied) > MOST_COLUMNS else ""
    return f"{some}{say('Each line is a point of the sweep, which varies:', lang)} {' · '.join(study.factors(lang))}.{more} {colours}"


def _opened(view: View, shelf: Shelf, study: Study, run: int) -> View:
    """Page 1 with that run at its end."""
    known = [*(name for company in shelf.companies() for name in shelf.of_library(company)), *shelf.own()]
    choice, world = study.opening(run, known)
    settings = study.settings
    return View(
        page="world",
        choices=(choice,),
        world=world,
        seed=int(settings["seed"]),
        customers=int(settings["customers"]),
        week=min(int(settings["weeks"]), HORIZON),
        result=view.result,
        lang=view.lang,
    )
