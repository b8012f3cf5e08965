"""One world again, week by week: its series, and what happened when."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from simulation.answers import title
from simulation.ensemble import Ensemble
from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES, SERIES
from simulation.report.amounts import Scale, amount, number, scale_of
from simulation.report.differing import lever_label, plain_value
from simulation.run import whole_run
from simulation.state import World
from simulation.terminal import columns, to_json, wrapped
from simulation.words import say
from simulation.world import fresh, world_of

STOPPED = "the board has stopped the programme"
SHOWN = ("adoption", "live_journeys", "spent", "own_rate", "buy_in", "recognition", "declared", "actual", "kept_across", "debt", "haste", "open_questions")


def events(ensemble: Ensemble, lang: str = "en") -> list[tuple[int, str]]:
    """What happened in the only world of an ensemble, by weeks gone by: decisions, journeys that went live, the end."""
    found = [(change.week, say("decided: {what}", lang, what=_levers(change.levers, lang))) for change in ensemble.scenario.changes]
    live = ensemble.packages.assign(week=ensemble.live_weeks[0])
    for journey, packages in live.groupby("journey"):
        if (packages["week"] >= 0).all():
            found.append((int(packages["week"].max()), say("{journey} is live", lang, journey=journey)))
    outcomes = ensemble.outcomes.iloc[0]
    if outcomes["end_week"] >= 0:
        found.append((int(outcomes["end_week"]), say("the whole roadmap is live", lang)))
    found += [(week, say(what, lang)) for week, what in _of_the_board(ensemble)]
    return sorted(found, key=lambda each: each[0])


def _levers(levers: dict[str, float | str], lang: str) -> str:
    """Levers with their values: by their names in a file, in French by what they are called."""
    return ", ".join(f"{lever_label(name, lang) if lang == 'fr' else name} {plain_value(value, lang)}" for name, value in levers.items())


def _of_the_board(ensemble: Ensemble) -> list[tuple[int, str]]:
    """When a sponsor came and went, and when the board stopped the programme.

    The state of a week is that of the same world run to this week and no further: a draw depends on its key alone.
    """
    scenario = ensemble.scenario if ensemble.luck_only else ensemble.scenario.in_world(ensemble.seed, int(ensemble.outcomes.index[0]))
    template = world_of(scenario, ensemble.weeks, ensemble.customers)
    found, before = [], 0.0
    for week in range(1, ensemble.weeks + 1):
        board, programme = _after(template, ensemble, week)
        if board["sponsor_in_office"] != before:
            before = board["sponsor_in_office"]
            found.append((week, "a sponsor is in office" if before else "no sponsor is in office"))
    if programme["stopped"]:
        return [*found, (int(programme["stop_week"]) + 1, STOPPED)]
    return found if ensemble.outcomes["stopped"].iloc[0] == 0 else [*found, (ensemble.weeks + 1, STOPPED)]


def _after(template: World, ensemble: Ensemble, weeks: int) -> tuple[np.void, np.void]:
    """The records of the board and of the programme when so many weeks have gone by."""
    one = fresh(template, ensemble.seed, int(ensemble.outcomes.index[0]), luck_only=ensemble.luck_only)
    costs = np.zeros((len(one.accounts.spent), len(COSTS)))
    whole_run(*one, weeks, weeks, 1.0, np.full(len(OUTCOMES), np.nan), costs)
    return one.board[0], one.programme[0]


def replay_text(ensemble: Ensemble, lang: str = "en") -> str:
    """The world as a table, a line a week, with what happened at the end of its line; then what happened later, and the outcomes."""
    world = ensemble.outcomes.index[0]
    happened: dict[int, list[str]] = {}
    for week, what in events(ensemble, lang):
        happened.setdefault(max(week, 1), []).append(what)
    later = [f"{say('week', lang)} {week}: {'; '.join(what)}" for week, what in happened.items() if week > ensemble.weeks]
    head = say("World {world} under {title}", lang, world=world, title=title(ensemble, lang))
    parts = (head, _weeks(ensemble, happened, lang), _legend(lang), "\n".join(later), _outcomes(ensemble, lang))
    return "\n\n".join(each for each in parts if each)


def _legend(lang: str) -> str:
    """What each column is called in words."""
    named = "; ".join(f"{name} = {SERIES[name].label_fr if lang == 'fr' else SERIES[name].label}" for name in SHOWN)
    return wrapped(say("Columns: {named}. `omnigov describe NAME` says more.", lang, named=named), 2)


def _weeks(ensemble: Ensemble, happened: dict[int, list[str]], lang: str) -> str:
    series = ensemble.series.droplevel("world")
    scales = {name: _scale(name, series[name], lang) for name in SHOWN}
    rows = [
        [str(week), *(number(row[name] * scales[name].factor, scales[name].decimals, lang) for name in SHOWN), "; ".join(happened.get(int(str(week)), []))]
        for week, row in series.iterrows()
    ]
    heads = [say("week", lang), *(_head(name, scales[name].unit, lang) for name in SHOWN), say("event", lang)]
    return columns(rows, heads, last_left=True)


def _head(name: str, unit: str, lang: str) -> str:
    """The name of a series (in French its label, over some lines), with its unit where that tells something."""
    told = "" if not unit or unit == SERIES[name].unit else unit
    if lang == "fr":
        return textwrap.fill(SERIES[name].label_fr, 12, break_long_words=False) + (f"\n{told}" if told and SERIES[name].unit != "journeys" else "")
    return f"{name} {told}".strip()


def _scale(name: str, values: pd.Series, lang: str) -> Scale:
    """The scale of a series; what is counted has no decimals."""
    scale = scale_of(SERIES[name].unit, values, lang)
    return scale._replace(decimals=0) if scale.factor == 1.0 and (values % 1 == 0).all() else scale


def _outcomes(ensemble: Ensemble, lang: str) -> str:
    row = ensemble.outcomes.iloc[0]
    lines = [
        [outcome.label_fr if lang == "fr" else outcome.label, amount(row[name], scale_of(outcome.unit, [row[name]], lang), lang)]
        for name, outcome in OUTCOMES.items()
    ]
    return columns(lines[1:], lines[0])


def replay_json(ensemble: Ensemble) -> str:
    """The world as JSON: every weekly series, what happened, every outcome."""
    world = int(ensemble.outcomes.index[0])
    document: dict[str, Any] = {
        "scenario": ensemble.scenario.name,
        "hash": ensemble.scenario.hash,
        "seed": ensemble.seed,
        "world": world,
        "series": {name: ensemble.series.loc[world][name].tolist() for name in SERIES},
        "events": [{"week": week, "event": what} for week, what in events(ensemble)],
        "outcomes": {name: float(ensemble.outcomes.iloc[0][name]) for name in OUTCOMES},
    }
    return to_json(document)
