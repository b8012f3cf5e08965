"""Page 1, one world: play it week by week, look at the organisation, ask an agent why."""
# ruff: noqa: N802 - components are named like classes

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from simulation.app import charts, drawings, told
from simulation.app.address import View
from simulation.app.figures import figure
from simulation.app.live import Live
from simulation.app.pages.parts import Card, Transport
from simulation.app.shelf import Shelf
from simulation.app.texts import say
from simulation.app.titles import lettered
from simulation.app.visit import Visit, attempt
from simulation.app.why import portrait
from simulation.checks import HORIZON
from simulation.report import style
from simulation.scenario import Scenario

MEASURES = ("#142c4c", "#3b7a9e", "#6f9a58")  # of three lines that are no scenarios


@solara.component
def World(view: View, go: Callable[[View], None], visit: Visit, shelf: Shelf, scenarios: list[Scenario], titles: list[str]) -> None:
    """One world of the scenario that is edited."""
    selected, select = solara.use_state("")
    lang, scenario = view.lang, scenarios[view.edited]
    Play(view, go)
    found, problems = attempt(
        lambda: _pictures(visit.live(0, scenario, view.seed, view.world, view.customers, view.week), selected, style.SCENARIOS[view.edited], lang)
    )
    if found is None:
        Card(body=told.problems_html(problems, lang), heading=say("This cannot be run", lang), look="problems")
        return
    Card(body=found["course"] + found["tiles"], look="bare")
    with solara.Div(classes=["grid", "two"]):
        Card(
            body=found["network"],
            heading=f"{say('The organisation', lang)} – {lettered(view, view.edited, titles[view.edited])}",
            figure=figure(view, scenarios, "organisation"),
            chosen=lambda key: select("" if key == selected else key),
        )
        Card(body=found["portrait"], heading=say("Who, and why", lang), look="portrait")
    with solara.Div(classes=["grid", "two-equal"]):
        Card(body=found["adoption"], heading=say("Adoption, % of customers", lang), figure=figure(view, scenarios, "adoption"))
        Card(body=found["spent"], heading=say("Cost so far by kind, M EUR", lang), figure=figure(view, scenarios, "cost"))
        Card(body=found["state"], heading=say("Buy-in, recognition, commitment given, %", lang), figure=figure(view, scenarios, "state"))
        Card(body=found["queue"], heading=say("Questions waiting for a decision", lang))
    Card(body=found["journeys"], heading=say("Which journey is live on which channel", lang), figure=figure(view, scenarios, "journeys"))


@solara.component
def Play(view: View, go: Callable[[View], None]) -> None:
    """Play, step, reset, speed and week."""
    lang = view.lang
    texts = {"play": "Play", "pause": "Pause", "step": "Step", "reset": "Reset", "back": "Back to week 0", "speed": "Weeks a second", "week": "Week"}
    said = {key: say(text, lang) for key, text in texts.items()} | {"of": say("of {n}", lang, n=HORIZON)}
    Transport(week=view.week, weeks=HORIZON, texts=said, event_moved=lambda week: go(replace(view, week=min(max(int(week), 0), HORIZON))))


def _pictures(live: Live, selected: str, colour: str, lang: str) -> dict[str, Any]:
    """All that the page shows of a world, as HTML."""
    kinds = [(say(kind, lang), 1e-6 * values) for kind, values in told.costs_so_far(live)]
    states = [
        charts.Line(told.label_of(series, lang), 100 * live.column(series), shade, from_zero=False)
        for series, shade in zip(("buy_in", "recognition", "actual"), MEASURES, strict=True)
    ]
    adoption, marks = charts.Line("", 100 * live.column("adoption"), colour), told.mark_of(live, lang)
    return {
        "course": told.course_html(live, lang),
        "tiles": told.tiles(live, lang),
        "network": drawings.network(live, selected, lang),
        "portrait": told.portrait_html(portrait(live, selected, lang), lang),
        "adoption": charts.weekly([adoption], say("Adoption, % of customers", lang), lang, decimals=2, marks=marks),
        "spent": charts.stacked(kinds, say("Cost so far by kind, M EUR", lang), lang, marks=marks),
        "state": charts.weekly(states, say("Buy-in, recognition, commitment given, %", lang), lang, decimals=0, least=100.0, marks=marks),
        "journeys": drawings.going_live(live, lang),
        "queue": told.queue_html(live, lang),
    }
