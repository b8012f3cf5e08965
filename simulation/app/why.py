"""What an agent is this week, and why it does what it does: the terms of its own rule, each against its neutral value.

The pull of a term is what the agent's log-odds lose when that term alone is set to the value at which it vanishes. It is asked of
the very rule that the week calls, so a page can tell no other story than the model's.
"""

from collections.abc import Callable
from math import log
from typing import Any, NamedTuple

from simulation.app.live import Live
from simulation.app.texts import say
from simulation.compiled import callable_from_python
from simulation.mechanisms import buy_in, commitment
from simulation.readouts import unserved
from simulation.report.amounts import number
from simulation.state import DAY_KINDS, World

LEAST = 0.05  # log-odds: a smaller pull is not told


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
    state, c = live.state, live.state.coefficients[0]["commitment"]
    here = state.directorates[row]
    rule = callable_from_python(commitment.wish)
    fear = float(callable_from_python(commitment.fear)(state.teams, row))
    weeks = float(here.own_backlog) / max(float(here.own_load), 1e-9)
    given = [float(here[name]) for name in ("goal_weight", "common_share", "recognition", "heard", "kept_to_it")] + [weeks, fear, float(here.openness)]
    neutral: list[tuple[int, float, str, str]] = [
        (0, 0.0, "its objectives: {value} of them are common", share(given[1], lang)),
        (2, 0.5, "it recognises the Factory: {value}", share(given[2], lang)),
        (3, 0.0, "what it has heard of the programme, and believes: {value}", share(given[3], lang)),
        (4, 0.5, "what others kept of their promises to it: {value}", share(given[4], lang)),
        (5, 4.0, "own work waiting: {value} weeks", number(weeks, 1, lang)),
        (6, 0.0, "sales that its teams fear to lose: {value}", share(fear, lang)),
        (7, 0.5, "openness of its culture: {value}", share(given[7], lang)),
    ]
    does = say(
        "Gives {actual} of what the plan asks of it and says {declared}; of itself it would give {wish}.",
        lang,
        actual=share(float(here.actual), lang),
        declared=share(float(here.declared), lang),
        wish=share(float(rule(*given, c)), lang),
    )
    facts = [
        (say("resentment of orders", lang), share(float(here.reactance), lang)),
        (say("planned value live on its channels", lang), share(float(here.results), lang)),
        (say("requests put to it this week", lang), number(float(here.asked_of_it), 0, lang)),
        (say("of these, kept", lang), number(float(here.kept_by_it), 0, lang)),
    ]
    return Portrait(live.units[row], say("directorate", lang), does, _pulls(rule, given, neutral, c, lang), facts, _waits_of(live, row, lang))


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
    rule = callable_from_python(buy_in.view)
    understood = heard * (c.on_trust + (1.0 - c.on_trust) * float(here.understanding))
    given = [leaders, understood, float(here.success), float(here.fatigue), float(here.threat), reactance]
    texts = [
        "its directorate gives {value} of what is asked, and means it", "what it has heard and understood: {value}", "results on its channels: {value}",
        "fatigue: {value}", "sales it fears to lose: {value}", "resentment of orders: {value}",
    ]  # fmt: skip
    neutral = [(place, 0.0, text, share(given[place], lang)) for place, text in enumerate(texts)]
    around = _around(state, row)
    does = say(
        "Buy-in {buy_in}; of itself it would come to {view}, and the teams it works with stand at {around}.",
        lang,
        buy_in=share(float(here.buy_in), lang),
        view=share(float(rule(*given, c)), lang),
        around=share(around, lang),
    )
    days = {kind: float(here.days[place]) for place, kind in enumerate(DAY_KINDS) if here.days[place] > 0.05}
    facts = [(say("people", lang), number(float(here.fte), 1, lang)), (say("directorate", lang), live.units[unit])]
    facts += [(say("days this week: {kind}", lang, kind=say(kind, lang)), number(value, 1, lang)) for kind, value in days.items()]
    return Portrait(live.teams[row], say("team", lang), does, _pulls(rule, given, neutral, c, lang), facts, _waits_for_team(live, row, lang))


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


def _pulls(rule: Callable[..., float], given: list[float], neutral: list[tuple[int, float, str, str]], c: Any, lang: str) -> list[Pull]:
    whole = _logit(float(rule(*given, c)))
    found = []
    for place, value, text, shown in neutral:
        without = [*given[:place], value, *given[place + 1 :]]
        found.append(Pull(say(text, lang, value=shown), whole - _logit(float(rule(*without, c)))))
    return sorted((pull for pull in found if abs(pull.effect) >= LEAST), key=lambda pull: -abs(pull.effect))


def share(value: float, lang: str) -> str:
    """A share or a state of mind in whole per cent."""
    return f"{number(100 * value, 0, lang)}\u00a0%"


def _logit(probability: float) -> float:
    held = min(max(probability, 1e-12), 1.0 - 1e-12)
    return log(held / (1.0 - held))
