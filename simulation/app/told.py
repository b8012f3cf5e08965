"""The parts of a page that are words and numbers, as HTML in which all that comes from files is escaped."""

from collections.abc import Iterable
from html import escape

import numpy as np

from simulation.app.address import LETTERS
from simulation.app.charts import Mark
from simulation.app.french_refusals import refusal
from simulation.app.live import Live
from simulation.app.texts import say
from simulation.app.why import Portrait
from simulation.levers import COSTS
from simulation.outcomes import SERIES
from simulation.report import style
from simulation.report.amounts import FIXED, Scale, amount, gap, number, scale_of

TILES = ("adoption", "live_journeys", "spent", "own_rate", "buy_in", "recognition", "actual", "open_questions")
DIFFERING = ("adoption", "live_journeys", "spent", "own_rate", "continuity", "buy_in", "recognition", "actual", "kept_across", "open_questions")
COUNTED = ("journeys", "questions")  # units without decimals


def label_of(series: str, lang: str) -> str:
    """The label of a weekly series; what own roadmaps bring a year is not called as what they bring in all, which is an outcome."""
    if series == "own_rate":
        return say("Own value, a year", lang)
    return SERIES[series].label_fr if lang == "fr" else SERIES[series].label


def shown(series: str, value: float, lang: str) -> str:
    """A value of a series with its unit; counts have no decimals."""
    if SERIES[series].unit in COUNTED:
        return number(value, 0, lang)
    return amount(value, _scale(series, value, lang), lang)


def differed(series: str, value: float, lang: str) -> str:
    """A difference of a series, signed."""
    if SERIES[series].unit in COUNTED:
        return number(value, 0, lang, signed=True)
    return gap(value, _scale(series, value, lang), lang)


def scale_in(unit: str, values: Iterable[float], lang: str) -> Scale:
    """The scale that fits all values, as in the reports; what goes from 0 to 1, such as buy-in, is in per cent on every page."""
    return scale_of("share" if unit == "0 to 1" else unit, values, lang)


def _scale(series: str, value: float, lang: str) -> Scale:
    """The scale of a series; that it is a rate of a year stands in its label."""
    scale = scale_in(SERIES[series].unit.removesuffix(" a year"), [value], lang)
    return scale._replace(decimals=2) if series == "adoption" else scale


def tiles(live: Live, lang: str) -> str:
    """The measures of the week, each with its exact value for those who look closer."""
    cells = []
    for name in TILES:
        value = live.now(name)
        beside = say("of {n}", lang, n=len(live.plan.journeys)) if name == "live_journeys" else ""
        beside = beside if live.week else say("not begun", lang)
        cells.append(
            f'<div class="tile"><span>{escape(label_of(name, lang))}</span>'
            f'<b data-measure="{name}" data-value="{value!r}">{_with_small_unit(shown(name, value, lang))}</b><small> {escape(beside)}</small></div>'
        )
    return f'<div class="tiles">{"".join(cells)}</div>'


def course_html(live: Live, lang: str) -> str:
    """What has come of the programme: stopped, all live, journeys struck off; nothing while it simply goes on."""
    said = [escape(each) for each in course(live, lang)]
    return f'<p class="course" role="status">{" ".join(said)}</p>' if said else ""


def course(live: Live, lang: str) -> list[str]:
    """The sentences of `course_html`."""
    said = []
    if live.end and live.end.stopped:
        said.append(say("The board stopped the programme in week {week}.", lang, week=live.end.week))
    elif live.end:
        left = "All that is left of the roadmap is live since week {week}." if live.struck else "All of the roadmap is live since week {week}."
        said.append(say(left, lang, week=live.end.week))
    if live.struck:
        said.append(say("Struck off the roadmap: {journeys}.", lang, journeys=", ".join(live.struck)))
    return said


def mark_of(live: Live, lang: str, letter: str = "") -> list[Mark]:
    """The week in which the programme ended, for the charts; none while it goes on. On a page of several, `letter` says whose."""
    if live.end is None:
        return []
    name = say("stopped" if live.end.stopped else "rest live" if live.struck else "all live", lang)
    return [Mark(live.end.week, f"{letter} {name}".strip(), style.SCENARIOS[LETTERS.index(letter)] if letter else style.SOFT)]


def _with_small_unit(amount_shown: str) -> str:
    """A number in full size, the unit after it small."""
    value, _, unit = amount_shown.partition(FIXED)
    return f"{escape(value)}{f' <small>{escape(unit)}</small>' if unit else ''}"


def portrait_html(agent: Portrait | None, lang: str) -> str:
    """An agent's portrait, or how to get one."""
    if agent is None:
        return f'<p class="hint">{escape(say("Click on a team or on a directorate to see its state, and why it does what it does this week.", lang))}</p>'
    parts = [f'<h3><small>{escape(agent.kind)}</small> {escape(agent.name)}</h3><p class="does">{escape(agent.does)}</p>']
    if agent.pulls:
        parts.append(f"<h4>{escape(say('Why: what pulls it, and how strongly', lang))}</h4>{_pulls(agent)}")
    facts = "".join(f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>" for label, value in agent.facts)
    parts.append(f'<h4>{escape(say("This week", lang))}</h4><table class="facts">{facts}</table>')
    if agent.waiting:
        parts.append("<ul>" + "".join(f"<li>{escape(each)}</li>" for each in agent.waiting) + "</ul>")
    return "".join(parts)


def _pulls(agent: Portrait) -> str:
    most = max(1.0, *(abs(pull.effect) for pull in agent.pulls))
    rows = []
    for pull in agent.pulls:
        width = 50.0 * abs(pull.effect) / most
        side, start = ("for", 50.0) if pull.effect > 0 else ("against", 50.0 - width)
        bar = f'<span class="bar"><i class="{side}" style="left:{start:.1f}%;width:{width:.1f}%"></i></span>'
        rows.append(f'<div class="pull">{bar}<span>{escape(pull.text)}</span></div>')
    return f'<div class="pulls">{"".join(rows)}</div>'


def queue_html(live: Live, lang: str, most: int = 8) -> str:
    """Questions that wait for a decision, the oldest first."""
    packages = live.state.packages
    rows = sorted(np.flatnonzero(packages.open), key=lambda row: (float(packages.opened[row]), live.plan.packages[row].name))
    if not rows:
        return f'<p class="hint">{escape(say("No question waits for a decision.", lang))}</p>'
    heads = ("Question about", "asked by", "weeks open", "levels climbed", "still to agree")
    head = "".join(f"<th>{escape(say(each, lang))}</th>" for each in heads)
    body = ""
    for row in rows[:most]:
        waited = max(live.week - float(packages.opened[row]), 0.0)
        asker = live.teams[int(packages.team[row, int(packages.asker[row])])]
        cells = (asker, number(waited, 1, lang), number(float(packages.level[row]), 0, lang), number(float(packages.concerned[row]), 0, lang))
        body += f"<tr><td>{escape(live.plan.packages[row].name)}</td>{''.join(f'<td>{escape(each)}</td>' for each in cells)}</tr>"
    more = f'<p class="hint">{escape(say("and {n} more", lang, n=len(rows) - most))}</p>' if len(rows) > most else ""
    return f'<table class="queue"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def problems_html(problems: list[str], lang: str) -> str:
    """What went wrong, a line each."""
    return "<ul>" + "".join(f"<li>{escape(refusal(each, lang))}</li>" for each in problems) + "</ul>"


def costs_so_far(live: Live) -> list[tuple[str, np.ndarray]]:
    """Kinds of cost with what was spent by week, in EUR."""
    return [(kind, live.column(f"spent_{kind}")) for kind in COSTS]


def code_html(command: str) -> str:
    """A command as it is typed."""
    return f'<div class="command"><code>{escape(command)}</code></div>'
