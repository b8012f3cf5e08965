"""What is worth seeing of a week, from the state as it stands: who waits for whom, which questions are open, who works with whom, and why.

Read-outs change nothing and cost little: a page may ask for them after each step.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.state import World
from simulation.traits import SPECIALITIES

if TYPE_CHECKING:
    from simulation.model import OmnichannelModel

# Reasons of a directorate's wish and of a team's opinion, in words: English, French.
REASON_WORDS = {
    "inclination": ("inclination, all else at its middle", "inclination, le reste étant moyen"),
    "goals": ("objectives, own against common", "objectifs, propres ou communs"),
    "recognised": ("recognition of the Factory", "reconnaissance de la Factory"),
    "heard": ("what was heard and believed", "ce qui a été entendu et cru"),
    "promises": ("promises that others kept", "promesses tenues par les autres"),
    "culture": ("openness of its culture", "ouverture de sa culture"),
    "own_backlog": ("own roadmap waiting", "feuille de route propre en attente"),
    "fear": ("fear of losing sales", "crainte de perdre des ventes"),
    "leaders": ("what its directorate really and willingly gives", "ce que sa direction donne vraiment, et de bon gré"),
    "success": ("results on its channels", "résultats sur ses canaux"),
    "fatigue": ("fatigue", "fatigue"),
    "threat": ("threat felt to its sales", "menace ressentie sur ses ventes"),
    "resentment": ("resentment of orders", "ressentiment envers les ordres"),
}


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
