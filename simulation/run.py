"""Weeks make a run, runs make an ensemble.

A run is one world under one scenario, from the board's decision to the horizon for customers and, for the organisation, until
the roadmap is live, stopped, or week 520. An ensemble is many worlds, spread over threads; the result of a world depends on its
key alone, so neither the number of threads nor the other worlds can change it.
"""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation import draws
from simulation.checks import HORIZON, check_run
from simulation.clientele import build_customers
from simulation.company import Plan, plan_of
from simulation.compiled import compiled, entry
from simulation.draws import pair, uniform
from simulation.levers import COSTS
from simulation.outcomes import (
    COLUMN,
    OUTCOMES,
    SERIES,
    measure_completion,
    measure_horizon,
    measure_programme,
    record_organisation,
    record_value,
)
from simulation.scenario import Scenario
from simulation.state import BUILD, World
from simulation.traits import SPECIALITIES
from simulation.week import outside_week, people_week, work_week
from simulation.world import CUSTOMERS, ORGANISATION_WEEKS, fresh, plan_adoption, world_of

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 16  # runs between two looks at the clock and at Ctrl-C


@compiled
def begin(teams, ties, packages, customers, demand, channels, market, keys):
    """Draw what is fixed for this company: customers, which ties are possible, which packages the Factory would take first."""
    build_customers(customers, demand, channels, market.trust, keys.company)
    for package in range(packages.name.shape[0]):
        packages.build_draw[package] = uniform(keys.company, draws.RELEASE, 0, packages.name[package])
    for team in range(teams.name.shape[0]):
        for tie in range(teams.tie_start[team], teams.tie_end[team]):
            other = ties.other[tie]
            low, high = min(teams.name[team], teams.name[other]), max(teams.name[team], teams.name[other])
            draw = uniform(keys.company, draws.TIES, 0, pair(low, high))
            at = tie
            while at > teams.tie_start[team] and ties.threshold[at - 1] > draw:
                ties.threshold[at] = ties.threshold[at - 1]
                ties.other[at] = ties.other[at - 1]
                at -= 1
            ties.threshold[at] = draw
            ties.other[at] = other


@compiled
def one_week(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, week, horizon,
):  # fmt: skip
    """A week of fourteen steps, and its row of the series."""
    outside = programme.outside
    people_week(board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, agenda, levers, on, c, keys, week)
    work_week(board, programme, factory, directorates, teams, channels, journeys, packages, assets, agenda, decisions, levers, on, c, keys, week)
    outside_week(programme, factory, market, directorates, teams, channels, journeys, packages, customers, demand, accounts, on, c, keys, week, horizon)
    if week < horizon:
        row = accounts.series[week]
        record_organisation(programme, factory, directorates, teams, channels, packages, row)
        record_value(programme, market, directorates, journeys, accounts, customers.status.shape[0], outside, row)


@entry
def whole_run(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, horizon, longest, target, out, by_unit,
):  # fmt: skip
    """One run; fills `out` [outcome] and `by_unit` [unit, kind of cost]."""
    begin(teams, ties, packages, customers, demand, channels, market[0], keys)
    week = 0
    over = False
    while week < horizon or (week < longest and not over):
        one_week(
            board[0], programme[0], factory[0], market[0], directorates, teams, ties, channels, journeys, packages, assets, customers, demand,
            agenda, decisions, accounts, levers[week], on[0], c, keys, week, horizon,
        )  # fmt: skip
        week += 1
        if week == horizon:
            measure_horizon(programme[0], market[0], journeys, packages, accounts, out, target, horizon)
        over = programme[0].end_week >= 0.0 or programme[0].stopped == 1 or programme[0].exists == 0
    measure_programme(programme[0], accounts, out, horizon)
    measure_completion(programme[0], decisions, accounts, out, by_unit)


class RunResult(NamedTuple):
    """What one run leaves behind."""

    outcomes: np.ndarray  # [outcome]
    by_unit: np.ndarray  # [unit, kind of cost] EUR
    series: np.ndarray  # [week, series]
    live_week: np.ndarray  # [package], -1 when never live
    team_state: np.ndarray  # [team, (fte, buy-in, fatigue, threat)] at the end
    tie_open: np.ndarray  # [tie] 1 where open at the end, with the other team's row


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Many worlds under one scenario.

    `outcomes` has a row for each world (index `world`, a column for each of `OUTCOMES`), `series` one for each world and week
    (index `world, week`, weeks from 1, a column for each of `SERIES`). Arrays have the worlds first: `live_weeks` [world,
    package] (-1 where never live) and `cost_by_unit` [world, unit, kind of cost] in EUR at completion. `packages`, `units`,
    `teams` and `ties` say what the rows are; team and tie states are means over worlds at the end of the run.
    """

    scenario: Scenario
    seed: int
    weeks: int
    customers: int
    outcomes: "pd.DataFrame"
    series: "pd.DataFrame"
    live_weeks: np.ndarray
    cost_by_unit: np.ndarray
    packages: "pd.DataFrame"
    units: list[str]
    teams: "pd.DataFrame"
    ties: "pd.DataFrame"
    plan_cost: float

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.outcomes)


Progress = Callable[[int, int], None]


def run(
    scenario: Scenario,
    worlds: int = 200,
    seed: int = 1,
    first_world: int = 0,
    weeks: int | None = None,
    customers: int = CUSTOMERS,
    threads: int | None = None,
    progress: Progress | None = None,
    luck_only: bool = False,
) -> Ensemble:
    """Run a scenario in many worlds.

    World k is luck k, coefficients k and company k; it is the same whatever the number of worlds and threads. `luck_only` holds
    the coefficients at their reference (a diagnostic: luck is not knowledge). `weeks` is the horizon for
    customers and for value (156 unless said); the organisation runs on until its roadmap is live. `progress(done, all)` is
    called after each chunk. Raises `InputError` where a number is out of range, or a scenario has no company.
    """
    check_run([scenario], worlds=worlds, seed=seed, first_world=first_world, weeks=weeks, customers=customers, threads=threads)
    horizon = HORIZON if weeks is None else weeks
    numbers = range(first_world, first_world + worlds)
    template = world_of(scenario, horizon, customers)
    target = plan_adoption(scenario.company, horizon)
    steps = 2 * worlds
    companion = _companion_values(scenario, horizon, customers, seed, first_world, worlds, threads, _shifted(progress, 0, steps), luck_only)
    results = _run_all(template, seed, numbers, horizon, target, threads, _shifted(progress, worlds, steps), luck_only)
    return _ensemble(scenario, seed, numbers, horizon, customers, template, results, companion)


def _shifted(progress: Progress | None, offset: int, total: int) -> Progress | None:
    return None if progress is None else lambda done, _: progress(offset + done, total)


def _companion_values(
    scenario: Scenario,
    horizon: int,
    customers: int,
    seed: int,
    first: int,
    worlds: int,
    threads: int | None,
    progress: Progress | None,
    luck_only: bool,
) -> np.ndarray:
    """[world, week] EUR: the value of each week in the same company and world without a programme; kept for the next scenario."""
    key = (scenario.company.model_dump_json(), horizon, customers, seed, first, worlds, luck_only)
    if key not in _COMPANIONS:
        template = world_of(scenario, horizon, customers=16, programme=False)
        results = _run_all(template, seed, range(first, first + worlds), horizon, 1.0, threads, progress, luck_only)
        while len(_COMPANIONS) >= MOST_COMPANIONS:
            _COMPANIONS.pop(next(iter(_COMPANIONS)))
        _COMPANIONS[key] = np.stack([each.series[:, COLUMN["value"]] for each in results])
    return _COMPANIONS[key]


_COMPANIONS: dict[tuple[object, ...], np.ndarray] = {}
MOST_COMPANIONS = 8


def _run_all(
    template: World, seed: int, numbers: range, horizon: int, target: float, threads: int | None, progress: Progress | None, luck_only: bool
) -> "list[RunResult]":
    """All runs, over threads, in the order of their numbers; Ctrl-C stops after the chunks that are under way."""
    workers = threads or os.cpu_count() or 1
    chunks = [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]

    def one(chunk: range) -> list[RunResult]:
        return [run_world(template, seed, number, horizon, target, luck_only) for number in chunk]

    done: dict[int, list[RunResult]] = {}
    finished = 0
    with ThreadPoolExecutor(workers) as pool:
        pending = {pool.submit(one, chunk): row for row, chunk in enumerate(chunks)}
        try:
            while pending:
                ready, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in ready:
                    row = pending.pop(future)
                    done[row] = future.result()
                    finished += len(chunks[row])
                    if progress is not None:
                        progress(finished, len(numbers))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [result for row in range(len(chunks)) for result in done[row]]


def _ensemble(
    scenario: Scenario, seed: int, numbers: range, horizon: int, customers: int, template: World, results: "list[RunResult]", companion: np.ndarray
) -> Ensemble:
    import pandas as pd

    index = pd.Index(numbers, name="world")
    outcomes = pd.DataFrame(np.stack([each.outcomes for each in results]), index=index, columns=list(OUTCOMES))
    weekly = np.stack([each.series for each in results])
    gained = weekly[:, :, COLUMN["value"]] - companion
    outcomes["net_value"] = gained.sum(axis=1)
    outcomes["payback_weeks"] = _payback(gained.cumsum(axis=1))
    both = pd.MultiIndex.from_product([numbers, range(1, horizon + 1)], names=["world", "week"])
    series = pd.DataFrame(weekly.reshape(-1, len(SERIES)), index=both, columns=list(SERIES))
    plan = plan_of(scenario.company)
    names = _team_names(plan, len(template.teams))
    units = [*(each.name for each in plan.directorates), "Digital Factory"]
    return Ensemble(
        scenario=scenario, seed=seed, weeks=horizon, customers=customers, outcomes=outcomes, series=series,
        live_weeks=np.stack([each.live_week for each in results]), cost_by_unit=np.stack([each.by_unit for each in results]),
        packages=_package_table(plan), units=units, teams=_team_table(template, names, units, results), ties=_tie_table(template, names, results),
        plan_cost=float(template.programme.plan_cost[0]),
    )  # fmt: skip


def _payback(cumulated: np.ndarray) -> np.ndarray:
    """First week from which the cumulated value stays positive to the horizon; nan where it does not."""
    negative = cumulated < 0
    last_negative = np.where(negative.any(axis=1), cumulated.shape[1] - 1 - negative[:, ::-1].argmax(axis=1), -1)
    return np.where(last_negative >= cumulated.shape[1] - 1, np.nan, last_negative + 2.0)


def _team_names(plan: Plan, count: int) -> list[str]:
    return [*(team.name for team in plan.teams), *(f"Factory team {slot + 1}" for slot in range(count - len(plan.teams)))]


def _package_table(plan: Plan) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        {
            "package": each.name,
            "journey": plan.journeys[each.journey].name,
            "channel": plan.channels[each.channel].name,
            "other": plan.channels[each.other].name,
            "kind": "build" if each.kind == BUILD else "connection",
            "nominal": sum(each.nominal),
        }
        for each in plan.packages
    ]
    return pd.DataFrame(rows)


def _team_table(template: World, names: list[str], units: list[str], results: "list[RunResult]") -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame(np.mean([each.team_state for each in results], axis=0), columns=["fte", "buy_in", "fatigue", "threat"])
    table.insert(0, "name", names)
    table.insert(1, "unit", [units[row] for row in template.teams.unit])
    table.insert(2, "speciality", [SPECIALITIES[row] for row in template.teams.speciality])
    return table


def _tie_table(template: World, names: list[str], results: "list[RunResult]") -> "pd.DataFrame":
    """Each possible tie once, with the share of worlds in which it was open at the end."""
    import pandas as pd

    count = len(names)
    opened = np.zeros((count, count))
    possible = np.zeros((count, count), dtype=bool)
    rows = np.repeat(np.arange(count), template.teams.tie_end - template.teams.tie_start)
    for each in results:
        other = each.tie_open[:, 0].astype(int)
        opened[rows, other] += each.tie_open[:, 1] / len(results)
        possible[rows, other] = True
    pairs = [(one, other) for one, other in np.argwhere(possible | possible.T) if one < other]
    share = [max(opened[one, other], opened[other, one]) for one, other in pairs]
    return pd.DataFrame({"team": [names[one] for one, _ in pairs], "other": [names[other] for _, other in pairs], "share_open": share})


def run_world(template: World, seed: int, world: int, horizon: int, target: float, luck_only: bool = False) -> RunResult:
    """Run world `world` of a template made by `world_of`."""
    one = fresh(template, seed, world, luck_only=luck_only)
    out = np.full(len(OUTCOMES), np.nan)
    by_unit = np.zeros((len(one.accounts.spent), len(COSTS)))
    whole_run(*one, horizon, ORGANISATION_WEEKS, target, out, by_unit)
    teams = np.stack([one.teams.fte, one.teams.buy_in, one.teams.fatigue, one.teams.threat], axis=1)
    ties = np.stack([one.ties.other, one.ties.threshold < one.programme.openness[0]], axis=1)
    return RunResult(out, by_unit, one.accounts.series[:, : len(SERIES)].copy(), one.packages.live_week.copy(), teams, ties)
