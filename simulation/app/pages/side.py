"""Page 2, side by side: two to four scenarios in the same world, played together, and what differs from the first."""
# ruff: noqa: N802 - components are named like classes

from collections.abc import Callable
from dataclasses import replace
from html import escape

import solara

from simulation.app import drawings, told
from simulation.app.address import LETTERS, MOST, Choice, View
from simulation.app.figures import figure
from simulation.app.live import Live
from simulation.app.pages.parts import Card
from simulation.app.pages.world import Play
from simulation.app.shelf import Shelf
from simulation.app.sides import chart, difference_chart, differences_html, outcomes_html, same_html
from simulation.app.texts import say
from simulation.app.titles import lettered
from simulation.app.visit import Visit, attempt
from simulation.checks import HORIZON
from simulation.report.differing import Change, changes
from simulation.report.style import SCENARIOS
from simulation.scenario import Scenario


@solara.component
def SideBySide(view: View, go: Callable[[View], None], visit: Visit, shelf: Shelf, scenarios: list[Scenario], titles: list[str]) -> None:
    """The scenarios of the view in one world, the first the one that the others are compared with."""
    lang = view.lang
    Play(view, go)
    lives, problems = attempt(lambda: [visit.live(place, each, view.seed, view.world, view.customers, view.week) for place, each in enumerate(scenarios)])
    compared, unlike = attempt(lambda: visit.kept.comparison(scenarios, 1, view.customers, seed=view.seed, first_world=view.world)) if lives else (None, [])
    if lives is None or unlike:
        Card(body=told.problems_html([*problems, *unlike], lang), heading=say("This cannot be compared", lang), look="problems")
        return
    with solara.Div(classes=["heads-row"]):
        for place, scenario in enumerate(scenarios):
            differing = changes(scenario, scenarios[0], lang) if place else []
            look = "side-head here" if place == view.edited else "side-head"
            Card(body=_head(titles[place], differing, lives[place], place, lang), look=look, chosen=_choosing(view, go))
        if len(scenarios) < MOST:
            solara.Button(say("+ one more", lang), on_click=lambda: go(_added(view)), classes=["add"])
    if same := same_html(scenarios, LETTERS[: len(scenarios)], lang):
        Card(body=same)
        return
    with solara.Div(classes=["grid", "two-equal"]):
        Card(body=chart(lives, "adoption", lang), heading=say("Adoption, % of customers", lang), figure=figure(view, scenarios, "adoption"))
        Card(body=chart(lives, "spent", lang), heading=say("Spent so far, M EUR", lang), figure=figure(view, scenarios, "spent"))
        Card(
            body=difference_chart(lives, "adoption", lang),
            heading=say("Adoption: difference to A, points", lang),
            figure=figure(view, scenarios, "adoption-difference"),
        )
        Card(
            body=difference_chart(lives, "spent", lang), heading=say("Spent: difference to A, M EUR", lang), figure=figure(view, scenarios, "spent-difference")
        )
    with solara.Div(classes=["grid", "two-equal"]):
        Card(body=differences_html(lives, lang), heading=say("In week {week}, and the difference to A", lang, week=view.week), look="table")
        reading = say("The same world to its end: what omnigov compare says of it.", lang) if view.week >= HORIZON else say(
            "What this world comes to in the end is shown here when week {n} is reached.", lang, n=HORIZON
        )  # fmt: skip
        body = outcomes_html(compared, lang) if compared is not None and view.week >= HORIZON else ""
        Card(body=body, heading=say("Outcomes of this world", lang), reading=reading, look="table")
    with solara.Div(classes=["grid", "two-equal"]):
        for place, live in enumerate(lives):
            drawn = figure(view, scenarios, f"organisation-{LETTERS[place].lower()}")
            Card(body=drawings.network(live, "", lang), heading=lettered(view, place, titles[place]), figure=drawn)


def _head(title: str, differing: list[Change], live: Live, place: int, lang: str) -> str:
    """A scenario's letter and title, what has come of it, what it does otherwise than the first, and a way to take it off."""
    marks = "".join(f"<li>{escape(each.what)}: {escape(each.before)} → <b>{escape(each.after)}</b></li>" for each in differing[:6])
    more = f"<li>{escape(say('and {n} more', lang, n=len(differing) - 6))}</li>" if len(differing) > 6 else ""
    plain = say("as A", lang) if place else say("the others are compared with this one", lang)
    note = f"<ul>{marks}{more}</ul>" if differing else f'<p class="hint">{escape(plain)}</p>'
    off = f'<a class="off" role="button" data-key="off:{place}" title="{escape(say("take off", lang))}">×</a>' if place else ""
    letter = f'<span class="letter" style="background:{SCENARIOS[place]}">{LETTERS[place]}</span>'
    return f'<h3 data-key="edit:{place}">{letter} {escape(title)}{off}</h3>{told.course_html(live, lang)}{note}'


def _choosing(view: View, go: Callable[[View], None]) -> Callable[[str], None]:
    def chosen(key: str) -> None:
        act, _, place = key.partition(":")
        if not place.isdigit() or int(place) >= len(view.choices):
            return
        if act == "edit":
            go(replace(view, edited=int(place)))
        elif act == "off" and len(view.choices) > 2:
            left = (*view.choices[: int(place)], *view.choices[int(place) + 1 :])
            go(replace(view, choices=left, edited=min(view.edited, len(left) - 1)))

    return chosen


def _added(view: View) -> View:
    """One scenario more: that which is edited once more, to be changed."""
    return replace(view, choices=(*view.choices, Choice(*view.choice)), edited=len(view.choices))
