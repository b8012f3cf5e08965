"""Page 3, odds: what the moved levers change over many paired worlds; the baseline is kept, and what is outdated is stopped."""
# ruff: noqa: N802 - components are named like classes

import time
from collections.abc import Callable
from typing import NamedTuple

import solara
from solara.lab import use_task

from simulation.analysis.comparison import Comparison
from simulation.app import told
from simulation.app.address import LETTERS, View
from simulation.app.figures import figure, shown
from simulation.app.odds import FINE, ROUGH, Outdated
from simulation.app.pages.parts import Card
from simulation.app.shelf import Shelf
from simulation.app.sides import same_html
from simulation.app.spread import difference_fan, fans, sentence_html, shares_html
from simulation.app.texts import say
from simulation.app.titles import lettered
from simulation.app.visit import Visit, attempt
from simulation.report.amounts import number
from simulation.scenario import Scenario

BETWEEN = 0.25  # seconds between two looks at the progress bar
TO_DRAW = 0.5  # seconds that a first answer gets to be drawn before its refinement takes all cores


class Answer(NamedTuple):
    """What has been found so far: for which question, with how many customers, in how many seconds; or what went wrong."""

    asked: tuple[object, ...]
    comparison: Comparison | None
    problems: list[str]
    customers: int
    seconds: float


@solara.component
def Odds(view: View, go: Callable[[View], None], visit: Visit, shelf: Shelf, scenarios: list[Scenario], titles: list[str]) -> None:
    """The scenario that is edited against the first one (A), unless they are the same."""
    places = shown(view)
    if same := same_html([scenarios[place] for place in places], [LETTERS[place] for place in places], view.lang):
        Card(body=same)
    else:
        _Asked(view, visit, scenarios, titles)


@solara.component
def _Asked(view: View, visit: Visit, scenarios: list[Scenario], titles: list[str]) -> None:
    """The answer to what is asked, while it is found and once it is."""
    pair = [scenarios[place] for place in shown(view)]
    asked = (pair[0].hash, pair[1].hash, view.seed, view.worlds)
    answer, set_answer = solara.use_state(Answer((), None, [], 0, 0.0))
    share, set_share = solara.use_state(0.0)
    newest = solara.use_ref(asked)
    newest.current = asked
    solara.use_effect(lambda: lambda: setattr(newest, "current", ()), [])  # left: nobody waits for an answer any more

    def work() -> None:
        started = time.perf_counter()
        for customers in (ROUGH, FINE):
            found = _ask(visit, pair, view, customers, set_share, lambda: newest.current != asked)
            if found is None:
                return
            set_answer(Answer(asked, *found, customers, time.perf_counter() - started))
            if found[1] or customers == FINE:
                return
            time.sleep(TO_DRAW)
            if newest.current != asked:
                return

    use_task(work, dependencies=[asked])
    _Progress(answer, asked, share, view.worlds, view.lang)
    if answer.problems:
        Card(body=told.problems_html(answer.problems, view.lang), heading=say("This cannot be compared", view.lang), look="problems")
    elif answer.comparison is not None:
        _Found(answer.comparison, view, scenarios, titles, answer.asked == asked)


Found = tuple[Comparison | None, list[str]]


def _ask(visit: Visit, pair: list[Scenario], view: View, customers: int, tell: Callable[[float], None], outdated: Callable[[], bool]) -> Found | None:
    """The comparison or what went wrong; None once nobody waits for it any more."""
    tell(0.0)
    stopped = []

    def compared() -> Comparison | None:
        try:
            return visit.kept.comparison(pair, view.worlds, customers, seed=view.seed, progress=_seldom(tell), cancelled=outdated)
        except Outdated:
            stopped.append(True)
            return None

    found = attempt(compared)
    return None if stopped or outdated() else found


def _seldom(tell: Callable[[float], None]) -> Callable[[float], None]:
    """Tells a share four times a second at most, since each time the page is drawn again, on the cores that run the worlds."""
    last = time.perf_counter()

    def seldom(share: float) -> None:
        nonlocal last
        if time.perf_counter() - last >= BETWEEN:
            last = time.perf_counter()
            tell(share)

    return seldom


@solara.component
def _Progress(answer: Answer, asked: tuple[object, ...], share: float, worlds: int, lang: str) -> None:
    settled = answer.asked == asked and (answer.customers == FINE or bool(answer.problems))
    if settled:
        said = say("{worlds} paired worlds, {customers} customers each; answered in {seconds} s", lang, **_told(answer, worlds, lang))
    elif answer.asked == asked:
        said = say("{worlds} paired worlds, {customers} customers each; being refined to {fine} ...", lang, **_told(answer, worlds, lang))
    else:
        said = say("Running {worlds} paired worlds ...", lang, worlds=number(worlds, 0, lang))
    width = 100.0 if settled else 100.0 * share
    state = "settled" if settled else "refining" if answer.asked == asked else "running"
    Card(
        body=f'<div class="progress" data-state="{state}" data-customers="{answer.customers}" data-seconds="{answer.seconds:.3f}">'
        f'<i style="width:{width:.0f}%"></i></div><p class="hint">{said}</p>',
        look="bare",
    )


def _told(answer: Answer, worlds: int, lang: str) -> dict[str, str]:
    return {
        "worlds": number(worlds, 0, lang),
        "customers": number(answer.customers, 0, lang),
        "fine": number(FINE, 0, lang),
        "seconds": number(answer.seconds, 1, lang),
    }


@solara.component
def _Found(comparison: Comparison, view: View, scenarios: list[Scenario], titles: list[str], current: bool) -> None:
    lang, other = view.lang, shown(view)[1]
    letter = LETTERS[other]
    drawn = solara.use_memo(lambda: _pictures(comparison, letter, lang), [comparison.ensembles, letter, lang])
    look = "" if current else "old"
    Card(
        body=drawn["sentences"],
        heading=f"{lettered(view, other, titles[other])} – {lettered(view, 0, titles[0])}",
        reading=say("{b} against A in the same worlds: same luck, same coefficients, same company.", lang, b=letter),
        look=f"odds-sentence {look}",
    )
    with solara.Div(classes=["grid", "two-equal", look]):
        Card(body=drawn["shares"], heading=say("How many worlds agree", lang))
        Card(
            body=drawn["difference"],
            heading=say("Adoption, {b} − A in the same worlds, points", lang, b=letter),
            reading=say("line: median; dark: half of the worlds; light: 8 worlds in 10", lang),
            figure=figure(view, scenarios, "adoption-difference"),
        )
        Card(
            body=drawn["adoption"],
            heading=say("Adoption, % of customers", lang),
            reading=say("dashed: A; line: median; dark: half of the worlds; light: 8 worlds in 10", lang),
            figure=figure(view, scenarios, "adoption"),
        )
        Card(
            body=drawn["spent"],
            heading=say("Spent so far, M EUR", lang),
            reading=say("dashed: A; line: median; dark: half of the worlds; light: 8 worlds in 10", lang),
            figure=figure(view, scenarios, "spent"),
        )


def _pictures(comparison: Comparison, letter: str, lang: str) -> dict[str, str]:
    return {
        "sentences": sentence_html(comparison, lang),
        "shares": shares_html(comparison, letter, lang),
        "difference": difference_fan(comparison, letter, "adoption", 100.0, lang, decimals=2),
        "adoption": fans(comparison, letter, "adoption", 100.0, lang, decimals=2),
        "spent": fans(comparison, letter, "spent", 1e-6, lang),
    }
