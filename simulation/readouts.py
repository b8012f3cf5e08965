"""What is worth seeing of a week, from the state as it stands: who waits for whom, which questions are open, who works with whom, and why.

Read-outs change nothing and cost little: a page may ask for them after each step.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.mechanisms import buy_in, commitment
from simulation.played import played
from simulation.state import World
from simulation.traits import SPECIALITIES

if TYPE_CHECKING:
    from simulation.model import OmnichannelModel


class Wait(NamedTuple):
    """A part of a package that got no day this week."""

    who: str  # unit that follows the package up
    whom: str  # unit whose team has not served it
    package: str
    part: str  # experience, systems or operations
    days: float  # nominal days left of the part


class Question(NamedTuple):
    """An open question about a package."""

    package: str
    who: str  # unit that follows the package up, and asks
    concerned: int  # directorates still to agree
    level: int  # levels climbed
    gravity: float  # 0..1
    weeks: float  # since it was raised


def unserved(state: World) -> list[tuple[int, int]]:
    """Package and part of all that was asked for this week and got no day; nothing is asked for once the programme is over."""
    return [(int(row), int(part)) for row, part in np.argwhere((state.packages.asked > 0.0) & (state.packages.granted == 0.0))]


def waits(model: "OmnichannelModel") -> list[Wait]:
    """Who waits for whom this week, a row for each part without a day (as `accounts.waits` counts them); empty before the first step."""
    packages, teams = model.state.packages, model.state.teams
    if model.week == 0:
        return []
    found = []
    for row, part in unserved(model.state):
        who, whom = model.units[packages.conductor[row]], model.units[teams.unit[packages.team[row, part]]]
        found.append(Wait(who, whom, model.packages[row].name, SPECIALITIES[part], float(packages.left[row, part])))
    return found


def questions(model: "OmnichannelModel") -> list[Question]:
    """The questions that wait for a decision, the oldest first."""
    packages = model.state.packages
    found = [
        Question(
            model.packages[row].name, model.units[packages.conductor[row]], int(packages.concerned[row]), int(packages.level[row]),
            float(packages.gravity[row]), model.week - float(packages.opened[row]),
        )
        for row in np.flatnonzero(packages.open)
    ]  # fmt: skip
    return sorted(found, key=lambda each: -each.weeks)


def open_ties(state: World) -> list[tuple[int, int]]:
    """Rows of the pairs of teams with a working tie this week, each pair once."""
    teams, ties = state.teams, state.ties
    one = np.repeat(np.arange(len(teams.name)), teams.tie_end - teams.tie_start)
    is_open = ties.threshold < state.programme.openness[0]
    return sorted({(min(a, b), max(a, b)) for a, b in zip(one[is_open].tolist(), ties.other[is_open].tolist(), strict=True)})


def reasons_of_directorate(state: World, row: int) -> dict[str, float]:
    """What speaks for shared work to a directorate, and against it (negative): the terms of its wish in log-odds, by commitment.REASONS; they add up to it.

    What it has heard counts in two of them: by itself in `heard`, and in `goals`, since common objectives pull as far as it has heard what they are for.
    """
    return _signed(_WISH_TOLD(state.directorates, state.teams, row, state.coefficients[0]["commitment"]), commitment.REASONS, commitment.AGAINST)


def reasons_of_team(state: World, row: int) -> dict[str, float]:
    """What speaks for the programme to a team, and against it (negative): the terms of its opinion in log-odds, by buy_in.REASONS; they add up to it."""
    return _signed(_OPINION_TOLD(state.directorates, state.teams, row, state.coefficients[0]["buy_in"]), buy_in.REASONS, buy_in.AGAINST)


def _signed(values: Any, names: tuple[str, ...], against: tuple[str, ...]) -> dict[str, float]:
    return {name: 0.0 - float(value) if name in against else float(value) for name, value in zip(names, values, strict=True)}


_WISH_TOLD = played(commitment.own_wish, {"wish": played(commitment.reasons, {})[commitment.reasons]})[commitment.own_wish]
_OPINION_TOLD = played(buy_in.opinion, {"view": played(buy_in.reasons, {})[buy_in.reasons]})[buy_in.opinion]
