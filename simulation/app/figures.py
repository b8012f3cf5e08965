"""What a kept figure says of itself: its file's name, and a line on which scenario, world and week it shows."""

import re
from typing import NamedTuple

from simulation.app.address import Choice, View
from simulation.app.texts import say
from simulation.app.titles import lettered, title_of
from simulation.report.amounts import number
from simulation.scenario import Scenario


class Figure(NamedTuple):
    """A figure to be kept: the name of its file, without an ending, the line that stands above it, and what a link to it says under the pointer."""

    file: str
    caption: str
    link: str


def figure(view: View, scenarios: list[Scenario], name: str) -> Figure:
    """The figure `name` of a page: `retailer-as-is-world-7-week-40-adoption`; `scenarios` are those of the view, as moved."""
    lang, places = view.lang, shown(view)
    told = [lettered(view, place, title_of(scenarios[place], lang, 240)) for place in places]
    where = (
        say("{n} worlds", lang, n=number(view.worlds, 0, lang))
        if view.page == "odds"
        else say("world {world}, week {week}", lang, world=view.world, week=view.week)
    )
    return kept(f"{stem(view)}-{name}", f"{'; '.join(told)} – {where}", lang)


def kept(file: str, caption: str, lang: str) -> Figure:
    """A figure to be kept."""
    return Figure(file, caption, say("download this figure", lang))


def stem(view: View) -> str:
    """What the names of all files of a view begin with."""
    scenarios = "-and-".join(_plain(view.choices[place]) for place in shown(view))
    seed = f"-seed-{view.seed}" if view.seed != View.seed else ""
    return f"{scenarios[:160]}{seed}-{f'{view.worlds}-worlds' if view.page == 'odds' else f'world-{view.world}-week-{view.week}'}"


def shown(view: View) -> list[int]:
    """The places of the scenarios that a page shows: the one that is edited, all, or A and the one that is edited."""
    if view.page == "odds":
        return [0, view.edited or len(view.choices) - 1]
    return list(range(len(view.choices))) if view.page == "side" else [view.edited]


def _plain(choice: Choice) -> str:
    """The name of a scenario as part of a file's name, and whether its levers were moved."""
    return re.sub(r"[^a-z0-9]+", "-", choice.name.lower()).strip("-") + ("-moved" if choice.moved else "")
