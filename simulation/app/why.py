"""What an agent is this week, and why it does what it does: the terms of its own rule, each with its pull in log-odds.

They are those of `why()` in Mesa (`readouts`), told by the very rule that the week calls, so a page can tell no other story than the model's.
"""

from collections.abc import Mapping
from typing import NamedTuple

from simulation.app.live import Live
from simulation.app.texts import say
from simulation.compiled import callable_from_python
from simulation.mechanisms import buy_in, commitment
from simulation.readouts import reasons_of_directorate, reasons_of_team, unserved
from simulation.report.amounts import number
from simulation.state import DAY_KINDS, World

LEAST = 0.05  # log-odds: a smaller pull is not told
INCLINATION = "its inclination, apart from all the rest"


class Pull(NamedTuple):
    """A term of an agent's rule: what it is, and its pull in log-odds."""

    text: str
    effect: float


class Portrait(NamedTuple):
    """An agent this week: what it does in a sentence, the pulls behind it (strongest first), facts as label and value, and who waits."""

    name: str
    kind: str
    does: str
    pulls: list[Pull]
    facts: list[tuple[str, str]]
    waiting: list[str]


def portrait(live: Live, key: str, lang: str = "en") -> Portrait | None:
    """The portrait of `unit:ROW` or `team:ROW`, as drawings name agents; None for a key that names nobody."""
    kind, _, row = key.partition(":")
    rows = {"unit": len(live.units), "team": len(live.teams)}
    if kind not in rows or not row.isdigit() or int(row) >= rows[kind]:
        return None
    if kind == "team":
        return _team(live, int(row), lang)
    return _factory(live, lang) if int(row) == len(live.units) - 1 else _directorate(live, int(row), lang)


def _directorate(live: Live, row: int, lang: str) -> Portrait:
    state = live.state
    here = state.directorates[row]
    weeks = float(here.own_backlog) / max(float(here.own_load), 1e-9)
    fear = float(callable_from_python(commitment.fear)(state.teams, row))
    texts = {
        "inclination": (INCLINATION, ""),
        "goals": ("its objectives: {value} of them are common, and pull as far as it has heard what they are for", share(float(here.common_share), lang)),
        "recognised": ("it recognises the Factory: {value}", share(float(here.recognition), lang)),
        "heard": ("what it has heard of the programme, and believes: {value}", share(float(here.heard), lang)),
        "promises": ("what others kept of their promises to it: {value}", share(float(here.kept_to_it), lang)),
        "culture": ("openness of its culture: {value}", share(float(here.openness), lang)),
        "own_backlog": ("own work waiting: {value} weeks", number(weeks, 1, lang)),
        "fear": ("sales that its teams fear to lose: {value}", share(fear, lang)),
    }
    wish = callable_from_python(commitment.own_wish)(state.directorates, state.teams, row, state.coefficients[0]["commitment"])
    does = say(
        "Gives {actual} of what the plan asks of it and says {declared}; of itself it would give {wish}.",
        lang,
        actual=share(float(here.actual), lang),
        declared=share(float(here.declared), lang),
        wish=share(float(wish), lang),
    )
    facts = [
        (say("resentment of orders", lang), share(float(here.reactance), lang)),
        (say("planned value live on its channels", lang), share(float(here.results), lang)),
        (say("requests put to it this week", lang), number(float(here.asked_of_it), 0, lang)),
        (say("of these, kept", lang), number(float(here.kept_by_it), 0, lang)),
    ]
    return Portrait(live.units[row], say("directorate", lang), does, _pulls(reasons_of_directorate(state, row), texts, lang), facts, _waits_of(live, row, lang))


def _around(state: World, row: int) -> float:
    """Mean buy-in of the teams to which a team has open ties, as it stands; its own where it has none."""
    ties = slice(int(state.teams.tie_start[row]), int(state.teams.tie_end[row]))
    others = state.ties.other[ties][state.ties.threshold[ties] < state.programme.openness[0]]
    others = others[state.teams.fte[others] > 0.0]
    return float(state.teams.buy_in[others].mean() if len(others) else state.teams.buy_in[row])


def _team(live: Live, row: int, lang: str) -> Portrait:
    state, c = live.state, live.state.coefficients[0]["buy_in"]
    here, unit = state.teams[row], int(state.teams.unit[row])
    leaders, heard, reactance = 1.0, float(c.insiders), 0.0
    if unit < len(state.directorates):
        above = state.directorates[unit]
        heard, reactance = float(above.heard), float(above.reactance)
        leaders = float(above.actual) * (1.0 - reactance)
    understood = heard * (c.on_trust + (1.0 - c.on_trust) * float(here.understanding))
    texts = {
        "inclination": (INCLINATION, ""),
        "leaders": ("its directorate gives {value} of what is asked, and means it", share(leaders, lang)),
        "heard": ("what it has heard and understood: {value}", share(understood, lang)),
        "success": ("results on its channels: {value}", share(float(here.success), lang)),
        "fatigue": ("fatigue: {value}", share(float(here.fatigue), lang)),
        "threat": ("sales it fears to lose: {value}", share(float(here.threat), lang)),
        "resentment": ("resentment of orders: {value}", share(reactance, lang)),
    }
    opinion = callable_from_python(buy_in.opinion)(state.directorates, state.teams, row, c)
    around = _around(state, row)
    does = say(
        "Buy-in {buy_in}; of itself it would come to {view}, and the teams it works with stand at {around}.",
        lang,
        buy_in=share(float(here.buy_in), lang),
        view=share(float(opinion), lang),
        around=share(around, lang),
    )
    days = {kind: float(here.days[place]) for place, kind in enumerate(DAY_KINDS) if here.days[place] > 0.05}
    facts = [(say("people", lang), number(float(here.fte), 1, lang)), (say("directorate", lang), live.units[unit])]
    facts += [(say("days this week: {kind}", lang, kind=say(kind, lang)), number(value, 1, lang)) for kind, value in days.items()]
    return Portrait(live.teams[row], say("team", lang), does, _pulls(reasons_of_team(state, row), texts, lang), facts, _waits_for_team(live, row, lang))


def _factory(live: Live, lang: str) -> Portrait:
    state, factory = live.state, live.state.factory[0]
    people = float(state.teams.fte[int(factory.first_team) :].sum())
    recognition = float(state.directorates.recognition.mean())
    if people <= 0:
        does = say("There is no Factory.", lang)
    else:
        does = say(
            "May decide alone on questions of a weight up to {mandate}; the directorates recognise it at {recognition}.",
            lang,
            mandate=share(float(factory.mandate), lang),
            recognition=share(recognition, lang),
        )
    facts = [
        (say("people", lang), number(people, 1, lang)),
        (say("levels to the board", lang), number(float(factory.levels), 0, lang)),
        (say("money it holds", lang), share(float(factory.budget_share), lang)),
        (say("packages it follows up", lang), number(float(state.packages.coordinated.sum()), 0, lang)),
        (say("disorder after a reorganisation", lang), share(float(factory.disruption), lang)),
    ]
    return Portrait(live.units[-1], say("unit", lang), does, [], facts, _waits_of(live, len(live.units) - 1, lang))


def waits(live: Live) -> list[tuple[int, int, int]]:
    """Who waited for whom this week: (package row, unit that conducts it, team that gave nothing to a part of it)."""
    packages = live.state.packages
    return [(row, int(packages.conductor[row]), int(packages.team[row, part])) for row, part in unserved(live.state)]


def _waits_of(live: Live, unit: int, lang: str) -> list[str]:
    """For whom a unit waited this week, most first."""
    counts: dict[int, int] = {}
    for _, conductor, team in waits(live):
        if conductor == unit and live.state.teams.unit[team] != unit:
            counts[team] = counts.get(team, 0) + 1
    ordered = sorted(counts, key=lambda team: (-counts[team], team))
    return [
        say("waits for {team} ({unit}); pieces of work: {n}", lang, team=live.teams[team], unit=live.units[live.state.teams.unit[team]], n=counts[team])
        for team in ordered[:5]
    ]


def _waits_for_team(live: Live, team: int, lang: str) -> list[str]:
    """What waited for a team this week."""
    rows = [(row, conductor) for row, conductor, awaited in waits(live) if awaited == team]
    return [say("{unit} waits for it: {what}", lang, unit=live.units[conductor], what=live.plan.packages[row].name) for row, conductor in rows[:5]]


def _pulls(reasons: Mapping[str, float], texts: Mapping[str, tuple[str, str]], lang: str) -> list[Pull]:
    """Each reason in words with its value, the strongest first."""
    found = [Pull(say(text, lang, value=value), reasons[name]) for name, (text, value) in texts.items()]
    return sorted((pull for pull in found if abs(pull.effect) >= LEAST), key=lambda pull: -abs(pull.effect))


def share(value: float, lang: str) -> str:
    """A share or a state of mind in whole per cent."""
    return f"{number(100 * value, 0, lang)}\u00a0%"
