"""From a described company to the tables of a week: who builds what, what the plan of record asks of whom.

Rows are sorted by name. The plan of record is feasible by construction: it asks of each team the days that its parts of the
roadmap take at the company's norm, spread over the plan, and a little more (`plan_slack`).
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulation import traits as traits_module
from simulation.draws import name_hash
from simulation.levers import REPORTING_LINES
from simulation.mechanisms import delivery
from simulation.mechanisms.shared import MEDIAN_DEBT
from simulation.state import BUILD, CONNECTION, EXPERIENCE, OPERATIONS, SYSTEMS
from simulation.traits import Company, Journey

STRUCTURE_COUNT = 3
DELIVERY = delivery.Coefficients()
ACQUAINTED = 0.5  # packages: between teams that share none, so that those who work together come first
MOST_ASKED = 0.8  # of a team's days, however much the roadmap needs


class Part(NamedTuple):
    """A work package as the company file implies it."""

    name: str
    kind: int
    journey: int
    channel: int
    other: int
    nominal: tuple[float, float, float]
    after: tuple[int, int]


class Plan(NamedTuple):
    """The roadmap and its staffing, computed once for a company."""

    directorates: list[traits_module.Directorate]
    teams: list[traits_module.Team]
    channels: list[traits_module.Channel]
    segments: list[traits_module.Segment]
    journeys: list[Journey]
    universes: list[str]
    components: list[str]
    packages: list[Part]
    package_start: list[int]
    home_team: np.ndarray  # [package, 3]
    factory_team: np.ndarray  # [package, structure, 3] slot in the Factory
    factory_other: np.ndarray  # [package, structure] slot of the other channel's experience part
    factory_share: np.ndarray  # [structure, slot] share of the Factory's people
    factory_systems: np.ndarray  # [structure, slot] of the people of each slot, the share who are systems people
    asked: np.ndarray  # [team] share of its days
    weeks: float  # length of the plan of record


def plan_of(company: Company) -> Plan:
    """The plan of record: packages, the team of each part, and the share of each team's days that the plan asks for."""
    directorates = sorted(company.directorates, key=lambda each: each.name)
    teams = sorted(company.teams, key=lambda each: each.name)
    channels = sorted(company.channels, key=lambda each: each.name)
    journeys = sorted(company.journeys, key=lambda each: each.name)
    universes = sorted({each.universe for each in journeys})
    components = sorted({each.component for each in journeys})
    channel_row = {each.name: row for row, each in enumerate(channels)}
    packages: list[Part] = []
    starts = [0]
    for row, journey in enumerate(journeys):
        packages += _packages(row, journey, channel_row, company, len(packages))
        starts.append(len(packages))
    weeks = max(each.planned_week for each in journeys) + company.traits.journey_weeks
    home = _home_teams(packages, journeys, channels, teams)
    asked = _asked(packages, home, teams, company, weeks)
    factory_team, factory_other, factory_share, factory_systems = _factory(packages, journeys, universes, len(channels))
    segments = sorted(company.segments, key=lambda each: each.name)
    return Plan(
        directorates,
        teams,
        channels,
        segments,
        journeys,
        universes,
        components,
        packages,
        starts,
        home,
        factory_team,
        factory_other,
        factory_share,
        factory_systems,
        asked,
        weeks,
    )


def _packages(row: int, journey: Journey, channel_row: dict[str, int], company: Company, first: int) -> list[Part]:
    """A build on each channel of a journey, then a connection for each pair of its channels: the more digital one asks to be connected."""
    traits = company.traits
    channel = {each.name: each for each in company.channels}
    names = sorted(journey.channels, key=lambda name: from_digital(channel[name].digital_rank, channel[name].sales_share, name))
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    build_days = journey.days * (1 - traits.connection_share) / len(names)
    connection_days = journey.days * traits.connection_share / len(pairs)
    build = _parts(build_days, traits.build_experience, traits.build_systems)
    connection = _parts(connection_days, traits.connection_experience, traits.connection_systems)
    found = [Part(f"{journey.name} | {name}", BUILD, row, channel_row[name], channel_row[name], build, (-1, -1)) for name in names]
    for i, j in pairs:
        name = f"{journey.name} | {names[i]} - {names[j]}"
        found.append(Part(name, CONNECTION, row, channel_row[names[i]], channel_row[names[j]], connection, (first + i, first + j)))
    return found


def from_digital(digital_rank: float, sales_share: float, name: str) -> tuple[float, float, int]:
    """Where a channel stands among those of a journey: the most digital first, then the one with most sales; a hash between equals."""
    return digital_rank, -sales_share, name_hash(name)


def _parts(days: float, experience: float, systems: float) -> tuple[float, float, float]:
    experience = min(experience, 1.0)
    systems = min(systems, 1.0 - experience)
    return days * experience, days * systems, days * (1.0 - experience - systems)


def _home_teams(
    packages: Sequence[Part], journeys: Sequence[Journey], channels: Sequence[traits_module.Channel], teams: Sequence[traits_module.Team]
) -> np.ndarray:
    """The directorates' team for each part: the least loaded of those who could do it; a hash between equals."""
    load = [0.0] * len(teams)
    home = np.zeros((len(packages), 3), dtype=np.int64)
    turn: dict[int, int] = {}
    names = [name_hash(each.name) for each in teams]
    able = cache(lambda speciality, owner, channel: _able(teams, speciality, owner, channel))
    for place, package in enumerate(packages):
        journey = journeys[package.journey]
        first, second = channels[package.channel], channels[package.other]
        for part in (EXPERIENCE, SYSTEMS, OPERATIONS):
            channel = first if part != OPERATIONS or package.kind == BUILD else second
            owner = channel.owner
            if part == OPERATIONS and journey.involves:
                hands = [owner, *sorted(journey.involves)]
                owner = hands[turn.get(package.journey, 0) % len(hands)]
                turn[package.journey] = turn.get(package.journey, 0) + 1
            rows = able(traits_module.SPECIALITIES[part], owner, channel.name)
            chosen = min(rows, key=lambda team: (load[team] + package.nominal[part] / teams[team].fte, names[team]))
            load[chosen] += package.nominal[part] / teams[chosen].fte
            home[place, part] = chosen
    return home


def _able(teams: Sequence[traits_module.Team], speciality: str, owner: str, channel: str) -> list[int]:
    """Teams that could do a part: the owner's for this channel, else the owner's, else anybody's with the speciality, else anybody's."""
    rows = range(len(teams))
    skilled = [row for row in rows if teams[row].speciality == speciality]
    own = [row for row in skilled if teams[row].directorate == owner]
    for this_channel in (own, skilled):
        dedicated = [row for row in this_channel if channel in teams[row].channels]
        general = [row for row in this_channel if not teams[row].channels]
        if dedicated or general:
            return dedicated or general
    return own or skilled or [row for row in rows if teams[row].directorate == owner] or list(rows)


def norm_of(traits: traits_module.Traits) -> float:
    """Days per nominal day in the company's own past: its norm at median debt, and the time that its own debt has always taken."""
    lost = getattr(delivery.drag, "py_func", delivery.drag)  # the rule as plain Python, compiled or not
    return float(traits.norm * (1.0 - lost(MEDIAN_DEBT, DELIVERY)) / (1.0 - lost(traits.legacy_debt, DELIVERY)))


def _asked(packages: Sequence[Part], home: np.ndarray, teams: Sequence[traits_module.Team], company: Company, weeks: float) -> np.ndarray:
    traits = company.traits
    days = np.zeros(len(teams))
    for row, package in enumerate(packages):
        for part in range(3):
            days[home[row, part]] += package.nominal[part]
    capacity = np.array([each.fte for each in teams]) * 5 * (1 - traits.overhead_rate) * weeks
    return np.minimum(days * norm_of(traits) * (1 + traits.plan_slack) / capacity, MOST_ASKED)


def _factory(packages: Sequence[Part], journeys: Sequence[Journey], universes: list[str], channel_count: int) -> tuple[np.ndarray, ...]:
    """The Factory's team for each part under each structure, how its people are shared out, and how many of each team's are systems people (as the work is)."""
    slots = max(len(universes), 2, channel_count)
    team = np.zeros((len(packages), STRUCTURE_COUNT, 3), dtype=np.int64)
    other = np.zeros((len(packages), STRUCTURE_COUNT), dtype=np.int64)
    share, systems = np.zeros((STRUCTURE_COUNT, slots)), np.zeros((STRUCTURE_COUNT, slots))
    for row, package in enumerate(packages):
        universe = universes.index(journeys[package.journey].universe)
        other[row] = (universe, 0, package.other)
        for part in range(3):
            for structure, slot in enumerate((universe, min(part, SYSTEMS), package.channel)):
                team[row, structure, part] = slot
                if part != OPERATIONS:
                    share[structure, slot] += package.nominal[part]
                    systems[structure, slot] += package.nominal[part] if part == SYSTEMS else 0.0
    return team, other, share / share.sum(axis=1, keepdims=True), systems / np.where(share > 0.0, share, 1.0)


def line_codes(plan: Plan) -> np.ndarray:
    """Each directorate's line, as the code of a reporting line."""
    return np.array([REPORTING_LINES.index(each.line) for each in plan.directorates], dtype=np.int64)


def hashes(names: Sequence[str]) -> np.ndarray:
    """Stable 64-bit hashes of names."""
    return np.array([name_hash(name) for name in names], dtype=np.int64)


def possible_ties(plan: Plan, slots: int, most: int = 10) -> list[list[int]]:
    """Teams that could work together: those of other units with whom a team shares most packages, and two acquaintances by chance."""
    teams = len(plan.teams)
    names = hashes([*(each.name for each in plan.teams), *(f"factory team {slot}" for slot in range(slots))])
    together = np.zeros((teams + slots, teams + slots))
    hands = np.hstack([plan.home_team, teams + plan.factory_team[:, :, :OPERATIONS].reshape(len(plan.packages), -1)])
    np.add.at(together, (hands[:, :, None], hands[:, None, :]), 1.0)
    np.fill_diagonal(together, 0.0)
    ring = np.argsort(names[:teams])
    for one, other in pairwise(ring):
        together[one, other] += ACQUAINTED
        together[other, one] += ACQUAINTED
    found = []
    for shared in together:
        others = np.flatnonzero(shared)
        found.append(sorted(others[np.lexsort((names[others], -shared[others]))][:most].tolist()))
    return found
