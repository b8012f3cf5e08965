"""Weeks make a run, runs make an ensemble.

A run is one world under one scenario, from the board's decision to the horizon for customers and, for the organisation, until
the roadmap is live, stopped, or week 520. An ensemble is many worlds, spread over threads; the result of a world depends on its
key alone, so neither the number of threads nor the other worlds can change it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import numpy as np

from simulation import draws
from simulation.checks import HORIZON, check_run, number_of
from simulation.clientele import build_customers
from simulation.compiled import entry, in_one_piece, is_known, piece
from simulation.counting import measure_completion, measure_horizon, measure_programme
from simulation.draws import normal, pair, uniform, uniforms
from simulation.ensemble import Ensemble, RunResult, ensemble_of
from simulation.levers import COSTS
from simulation.mechanisms.customers import worth
from simulation.outcomes import COLUMN, OUTCOMES
from simulation.recording import record_organisation, record_value
from simulation.scenario import Scenario
from simulation.state import World
from simulation.threads import over_threads
from simulation.week import one_week
from simulation.world import CUSTOMERS, ORGANISATION_WEEKS, TOGETHER, Streams, fresh, plan_adoption, world_of

CHUNK = 4  # runs between two looks at the clock and at Ctrl-C: few, so that no thread is left with many at the end


@piece
def begin(teams, ties, journeys, packages, customers, demand, channels, market, c, keys):
    """Customers, which ties are possible, which packages the Factory would take first: all fixed for this company; and what journeys prove to be worth."""
    market.trust = c.first_trust
    build_customers(customers, demand, channels, market.trust, keys.company)
    for package in range(packages.name.shape[0]):
        packages.build_draw[package] = uniform(keys.company, draws.BUILDER, 0, packages.name[package])
    a, b, _, _ = uniforms(keys.luck, draws.WORTH, 0, 0)
    for journey in range(journeys.name.shape[0]):
        d, e, _, _ = uniforms(keys.luck, draws.WORTH, 0, journeys.name[journey])
        journeys.worth[journey] = worth(normal(a, b), normal(d, e), c)
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


@entry
def whole_run(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, horizon, longest, target, out, by_unit,
):  # fmt: skip
    """One run; fills `out` [outcome] and `by_unit` [unit, kind of cost]."""
    directorates, teams, ties = in_one_piece(directorates), in_one_piece(teams), in_one_piece(ties)
    channels, journeys, packages = in_one_piece(channels), in_one_piece(journeys), in_one_piece(packages)
    begin(teams, ties, journeys, packages, customers, demand, channels, market[0], c[0].customers, keys)
    over = False
    for week in range(longest):  # a counter of its own would be compiled twice: for the literal 0, and for the rest
        if week >= horizon and over:
            break
        outside = programme[0].outside
        one_week(
            board[0], programme[0], factory[0], market[0], directorates, teams, ties, channels, journeys, packages, assets, customers, demand,
            agenda, decisions, accounts, levers[week], on[0], c[0], keys, week, horizon,
        )  # fmt: skip
        if week < horizon:
            row = accounts.series[week]
            record_organisation(programme[0], factory[0], directorates, teams, channels, packages, accounts, row)
            record_value(programme[0], market[0], directorates, journeys, accounts, customers.status.shape[0], outside, row)
        if week == horizon - 1:
            measure_horizon(programme[0], market[0], directorates, teams, journeys, packages, accounts, out, target, horizon)
        over = programme[0].end_week >= 0.0 or programme[0].stopped == 1 or programme[0].exists == 0
    measure_programme(programme[0], accounts, out, horizon)
    measure_completion(programme[0], decisions, accounts, out, by_unit)


Progress = Callable[[int, int], None]
Found = Callable[[int], tuple[World, float]]  # the number of a world -> its template, and the adoption that its plan of record would have won


class Worlds(NamedTuple):
    """Which worlds are run, and how: what a run depends on beside the scenario."""

    seed: int
    numbers: range
    horizon: int
    customers: int
    luck_only: bool = False
    streams: Streams = TOGETHER


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
    streams: Streams = TOGETHER,
) -> Ensemble:
    """Run a scenario in many worlds.

    World k is luck k, coefficients k and company k; it is the same whatever the number of worlds and threads. `luck_only` (a diagnostic: luck is
    not knowledge) holds the coefficients at their reference, uncertain traits at their middle, and the company at that of world 0. `streams` draws
    the luck, the coefficients or the company of every world from another world's number, and so holds the others. `weeks` is the horizon for
    customers and for value (156 unless said); the organisation runs on until its roadmap is live. `progress(done, all)` is
    called after each chunk. Raises `InputError` where a number is out of range, or a scenario has no company.
    """
    given = check_run([scenario], worlds=worlds, seed=seed, first_world=first_world, weeks=weeks, customers=customers, threads=threads)
    worlds, seed, first_world, customers = (number_of(given, name) for name in ("worlds", "seed", "first_world", "customers"))
    weeks, threads = given["weeks"] or HORIZON, given["threads"]
    asked = Worlds(seed, range(first_world, first_world + worlds), weeks, customers, luck_only, streams)
    companion = _companion_values(scenario, asked, threads, _shifted(progress, 0, 2 * worlds))
    results = _run_all(founded(scenario, asked), asked, threads, _shifted(progress, worlds, 2 * worlds))
    return ensemble_of(scenario, seed, asked.numbers, asked.horizon, customers, world_of(scenario, asked.horizon, customers), results, companion, luck_only)


def founded(scenario: Scenario, asked: Worlds, *, programme: bool = True) -> Found:
    """For each world its template and its plan's adoption: one for all, but where traits are left uncertain."""
    customers = asked.customers if programme else COMPANION_CUSTOMERS

    def of(which: Scenario) -> tuple[World, float]:
        target = plan_adoption(which.company, asked.horizon) if programme else 1.0
        return world_of(which, asked.horizon, customers, programme=programme), target

    if not scenario.uncertain or asked.luck_only:
        same = of(scenario)
        return lambda _: same
    return lambda number: of(scenario.in_world(asked.seed, number + asked.streams.company))


def _shifted(progress: Progress | None, offset: int, total: int) -> Progress | None:
    return None if progress is None else lambda done, _: progress(offset + done, total)


def _companion_values(scenario: Scenario, asked: Worlds, threads: int | None, progress: Progress | None) -> np.ndarray:
    """[world, week] EUR: the value of each week in the same company and world without a programme; kept for the next scenario."""
    key = (scenario.company.model_dump_json(), tuple(sorted(scenario.uncertain.items())), asked._replace(customers=COMPANION_CUSTOMERS))
    if key not in _COMPANIONS:
        results = _run_all(founded(scenario, asked, programme=False), asked, threads, progress)
        while len(_COMPANIONS) >= MOST_COMPANIONS:
            _COMPANIONS.pop(next(iter(_COMPANIONS)))
        _COMPANIONS[key] = np.stack([each.series[:, COLUMN["value"]] for each in results])
    return _COMPANIONS[key]


_COMPANIONS: dict[tuple[object, ...], np.ndarray] = {}
MOST_COMPANIONS = 8
COMPANION_CUSTOMERS = 16  # without a programme nobody has anything to adopt, so few are enough


def _run_all(found: Found, asked: Worlds, threads: int | None, progress: Progress | None) -> "list[RunResult]":
    """All runs, over threads, in the order of their numbers; Ctrl-C ends it at once, and each thread after the chunk under way."""
    if not is_known(whole_run):
        import_module("simulation.first_use").prepare()  # by its name: it stands on this module, and how rules become machine code is no part of the model
    numbers, finished = asked.numbers, 0
    chunks = [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]

    def tell(row: int) -> None:
        nonlocal finished
        finished += len(chunks[row])
        if progress is not None:
            progress(finished, len(numbers))

    results = over_threads(lambda row: [_run_one(*found(number), asked, number) for number in chunks[row]], len(chunks), threads, tell)
    return [each for chunk in results for each in chunk]


def run_world(template: World, seed: int, world: int, horizon: int, target: float, luck_only: bool = False) -> RunResult:
    """Run world `world` of a template made by `world_of`."""
    return _run_one(template, target, Worlds(seed, range(world, world + 1), horizon, len(template.customers.status), luck_only), world)


def _run_one(template: World, target: float, asked: Worlds, number: int) -> RunResult:
    one = fresh(template, asked.seed, number, luck_only=asked.luck_only, streams=asked.streams)
    out = np.full(len(OUTCOMES), np.nan)
    by_unit = np.zeros((len(one.accounts.spent), len(COSTS)))
    whole_run(*one, asked.horizon, max(asked.horizon, ORGANISATION_WEEKS), target, out, by_unit)
    teams = np.stack([one.teams.fte, one.teams.buy_in, one.teams.fatigue, one.teams.threat], axis=1)
    ties = np.stack([one.ties.other, one.ties.threshold < one.programme.openness[0]], axis=1)
    return RunResult(out, by_unit, one.accounts.series, one.packages.live_week.copy(), teams, ties, one.accounts.promises, one.accounts.waits)
