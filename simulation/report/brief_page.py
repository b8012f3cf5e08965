# ruff: noqa: E501 - a text is one line
"""The brief: one HTML file in which two pages come first, three answers and five figures; the detail and the method follow."""

import base64
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from matplotlib.figure import Figure

from simulation.report import draw_decisions, draw_details, draw_options, style
from simulation.report.brief import Brief
from simulation.report.brief_answers import answers
from simulation.report.brief_tables import tables


class Picture(NamedTuple):
    """A figure of the brief: the question and the table that it needs, its title, how to read it, and the function that draws it."""

    question: str
    table: str
    title: str
    reading: str
    draw: Callable[[Brief], Figure | None]


FIRST: dict[str, Picture] = {
    "robustness": Picture(
        "robustness",
        "criteria",
        "Who stands up to the futures",
        "Each future is a company within the doubt about it and a set of coefficients that the evidence has not ruled out. Net value forgone, against the best of these governances: bar the mean, tick nine futures in ten.",
        draw_options.robustness,
    ),
    "why": Picture(
        "why",
        "groups",
        "Which decisions make the difference",
        "The gap to the baseline shared out over what is decided (Shapley values in the same worlds). Black line: 95 % interval, for all shares together.",
        draw_decisions.why,
    ),
    "trade-offs": Picture(
        "trade-offs",
        "governances",
        "What can be had together",
        "Each mark is a governance, run in fresh worlds. Up and to the left is better; large is better for the own roadmaps, so a mark far below may still be one that no other beats in all three.",
        draw_options.trade_offs,
    ),
    "order": Picture(
        "order",
        "steps",
        "First what, then what",
        "Left: moves in the best order found under a budget of effort. Right: its difference to other plans with 95 % intervals; right of zero the best order is ahead.",
        draw_decisions.order,
    ),
    "assumptions": Picture(
        "change",
        "assumptions",
        "What the difference hangs on",
        "Mean difference of the option to the baseline with an assumption at the lowest (open) and highest (filled) value tried, and its 95 % interval (thin); grey line: as compared; dark line: no difference. What each means stands in the tables below.",
        draw_decisions.assumptions,
    ),
}
LATER: dict[str, Picture] = {
    "levers": Picture(
        "why", "levers", "Every lever's share in the difference", "Filled: the 95 % interval leaves out zero, for all levers together.", draw_details.levers
    ),
    "path": Picture(
        "why",
        "path",
        "The path through the mechanisms",
        "Weekly quantities in the order in which they part from the baseline, beyond chance in all weeks and quantities together."
        " A report of a comparison tells another week: the one from which on 8 worlds in 10 stay on one side of the baseline.",
        draw_details.path,
    ),
    "groups": Picture(
        "sensitivity",
        "groups",
        "What outcomes hang on, over all governances",
        "Light: share of the variance with all interactions (total index), with its 95 % interval. Dark: alone (first order). Grey: luck.",
        draw_details.groups,
    ),
    "numbers": Picture(
        "sensitivity",
        "numbers",
        "The numbers that move outcomes most",
        "Mean absolute effect of moving a number over its whole range, everything else anywhere (Morris), with its 95 % interval.",
        draw_details.numbers,
    ),
    "box": Picture(
        "discovery", "limits", "Where the option misses its target", "Each mark is a future; the shaded box was found in half of them.", draw_details.box
    ),
}


def pictures(brief: Brief, kinds: Sequence[str] = ("svg",)) -> dict[str, dict[str, bytes]]:
    """Every figure that the findings allow, in every kind asked for (`svg`, `png`): name -> kind -> bytes."""
    made: dict[str, dict[str, bytes]] = {}
    for name, picture in {**FIRST, **LATER}.items():
        if brief.has(picture.question, picture.table):
            with style.applied():
                figure = picture.draw(brief)
            if figure is not None:
                made[name] = {kind: style.rendered(figure, kind) for kind in kinds}
    return made


def page(brief: Brief, images: Mapping[str, bytes], provenance: Sequence[tuple[str, str]]) -> str:
    """The brief as text. `images` are its figures as SVG by name, `provenance` what is needed to make it again."""
    environment = Environment(
        loader=PackageLoader("simulation.report", "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brief.html").render(
        lang=brief.lang,
        t=brief.say,
        company=brief.company,
        baseline=brief.titles[brief.baseline],
        option=brief.titles[brief.option],
        answers=[answer for answer in answers(brief) if answer.lines],
        first=[(picture, _embedded(images[name])) for name, picture in FIRST.items() if name in images],
        later=[(picture, _embedded(images[name])) for name, picture in LATER.items() if name in images],
        tables=tables(brief),
        provenance=provenance,
    )


def provenance_of(manifest: Mapping[str, Any], brief: Brief) -> list[tuple[str, str]]:
    """What is needed to make an analysis again: (what, value)."""
    study = manifest["study"]
    facts = {
        "Command": shlex.join(manifest["command"]),
        "Seed": str(study["seed"]),
        "Worlds": str(study["worlds"]),
        "Weeks of customers": str(study["weeks"]),
        "Simulated customers": str(study["customers"]),
        "Scenarios (hash)": "; ".join(f"{each['name']} {each['hash'][:12]}" for each in manifest["scenarios"]),
        "Model code (hash)": str(manifest["model"]),
        "Versions": ", ".join(f"{name} {which}" for name, which in manifest["versions"].items()),
        "Run": f"{manifest['started'].replace('T', ' ')[:19]} – {manifest['ended'].replace('T', ' ')[11:19]} UTC",
    }
    return [(brief.say(what), value) for what, value in facts.items()]


def _embedded(image: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(image).decode()
