"""Runs that are watched: the same weeks as `run.whole_run`, bit for bit, with more written down about packages, promises and fears.

What is noted here is for measuring the model against evidence. It reads the state after each week and changes nothing.
"""

from typing import NamedTuple

import numpy as np

from simulation.compiled import compiled, entry
from simulation.counting import measure_completion, measure_horizon, measure_programme
from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES
from simulation.recording import record_organisation, record_value
from simulation.run import begin
from simulation.state import EXPERIENCE, IN_WORK, NOT_STARTED, Floats, World
from simulation.week import one_week
from simulation.world import ORGANISATION_WEEKS

WITHIN, ACROSS = 0, 1


class Watch(NamedTuple):
    """What is noted week by week."""

    part_done: Floats  # [package, 3] week at which a part was first done, -1 before; a part without work keeps -1
    part_across: Floats  # [package, 3] 1 where another unit than the one that conducts the package did it
    start_left: Floats  # [package] nominal days of its experience part, as it stood when it was begun and had been weighed for reuse
    writes: Floats  # [package] 1 where its builder wrote it for reuse
    waits: Floats  # [package, 2] weeks in which a question of it was open, and how many were raised
    missed: Floats  # [within or across, (part-weeks asked, part-weeks not served)]
    fears: Floats  # [week, (share of sales that teams believe to lose, share that really moved)] over teams whose unit owns channels
    at_live: Floats  # [journey] continuity x fit in the week in which it was all live, -1 before
    open_before: Floats  # [package] room


class Watched(NamedTuple):
    """A watched run."""

    outcomes: np.ndarray  # [outcome]; net value is nan, it needs the companion
    world: World  # at the end; `world.accounts.series` has the weeks
    watch: Watch


def watched(one: World, horizon: int, target: float) -> Watched:
    """Run a world made by `world.fresh` (changed in place), and note what happens in it."""
    packages, journeys = len(one.packages), len(one.journeys)
    watch = Watch(
        part_done=np.full((packages, 3), -1.0), part_across=np.zeros((packages, 3)), start_left=np.full(packages, np.nan),
        writes=np.zeros(packages),
        waits=np.zeros((packages, 2)), missed=np.zeros((2, 2)), fears=np.zeros((horizon, 2)),
        at_live=np.full(journeys, -1.0), open_before=np.zeros(packages),
    )  # fmt: skip
    out = np.full(len(OUTCOMES), np.nan)
    by_unit = np.zeros((len(one.accounts.spent), len(COSTS)))
    watched_run(*one, watch, horizon, max(horizon, ORGANISATION_WEEKS), target, out, by_unit)
    return Watched(out, one, watch)


@entry
def watched_run(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, watch, horizon, longest, target, out, by_unit,
):  # fmt: skip
    """`run.whole_run`, week by week the same, with a look after each week."""
    begin(teams, ties, journeys, packages, customers, demand, channels, market[0], c[0].customers, keys)
    over = False
    for week in range(longest):
        if week >= horizon and over:
            break
        outside = programme[0].outside
        one_week(
            board[0], programme[0], factory[0], market[0], directorates, teams, ties, channels, journeys, packages, assets, customers, demand,
            agenda, decisions, accounts, levers[week], on[0], c[0], keys, week, horizon,
        )  # fmt: skip
        note_packages(directorates, teams, packages, watch, week)
        if week < horizon:
            row = accounts.series[week]
            record_organisation(programme[0], factory[0], directorates, teams, channels, packages, accounts, row)
            record_value(programme[0], market[0], directorates, journeys, accounts, customers.status.shape[0], outside, row)
            note_fears(factory[0], teams, channels, directorates, watch.fears[week])
            note_offers(journeys, watch.at_live)
        if week == horizon - 1:
            measure_horizon(programme[0], market[0], directorates, teams, journeys, packages, accounts, out, target, horizon)
        over = programme[0].end_week >= 0.0 or programme[0].stopped == 1 or programme[0].exists == 0
    measure_programme(programme[0], accounts, out, horizon)
    measure_completion(programme[0], decisions, accounts, out, by_unit)


@compiled
def note_packages(directorates, teams, packages, watch, week):
    """Parts done, requests missed and questions open, package by package."""
    units = directorates.name.shape[0]
    for package in range(packages.name.shape[0]):
        if packages.status[package] == NOT_STARTED:
            continue
        if packages.start_week[package] == week:
            watch.start_left[package] = packages.left[package, EXPERIENCE]
            watch.writes[package] = 1.0 if packages.extra[package] > 0.0 else 0.0
        watch.waits[package, 0] += packages.open[package]
        if packages.open[package] and watch.open_before[package] == 0.0:
            watch.waits[package, 1] += 1.0
        watch.open_before[package] = packages.open[package]
        note_parts(units, teams, packages, package, watch, week)


@compiled
def note_parts(units, teams, packages, package, watch, week):
    """When each part of a package is first done, by whom, and the weeks in which it was not served."""
    for part in range(3):
        if packages.nominal[package, part] <= 0.0 or watch.part_done[package, part] >= 0.0:
            continue
        unit = teams.unit[packages.team[package, part]]
        across = 1 if unit != packages.conductor[package] and unit < units else 0
        watch.part_across[package, part] = across
        watch.missed[across, 0] += 1.0
        if packages.granted[package, part] <= 0.0:
            watch.missed[across, 1] += 1.0
        if packages.left[package, part] <= 0.0 or packages.status[package] > IN_WORK:
            watch.part_done[package, part] = week + 1.0


@compiled
def note_fears(factory, teams, channels, directorates, row):
    """Share of its channels' sales that a team believes to lose, and the share that moved away: means over teams whose unit owns channels."""
    believed, moved, count = 0.0, 0.0, 0.0
    for team in range(factory.first_team):
        sales, away = 0.0, 0.0
        for channel in range(channels.name.shape[0]):
            if channels.owner[channel] == teams.unit[team]:
                sales += channels.sales_share[channel]
                away += channels.sales_share[channel] * channels.moved[channel]
        if sales > 0.0:
            believed += teams.threat[team]
            moved += away / sales
            count += 1.0
    row[0] = believed / max(count, 1.0)
    row[1] = moved / max(count, 1.0)


@compiled
def note_offers(journeys, at_live):
    """What a journey was worth to those whom nothing hindered when it was first all live: friction, which is mended later, left aside."""
    for journey in range(journeys.name.shape[0]):
        if journeys.live_week[journey] >= 0.0 and at_live[journey] < 0.0:
            at_live[journey] = journeys.continuity[journey] * journeys.fit[journey]
