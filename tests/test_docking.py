"""Docking: mechanism by mechanism, the model reduced to a known one and compared with it. (Bass's curve: test_customers.py.)"""

import tomllib
from typing import NamedTuple

import networkx as nx
import numpy as np
import pytest
from library_for_tests import SHOP
from weekly import live, live_through, only, started

from simulation.coefficients import reference_coefficients
from simulation.compiled import callable_from_python
from simulation.mechanisms.assets import first_cost, reuse_cost
from simulation.mechanisms.delivery import drag
from simulation.run import run
from simulation.sampling import load_population, sample_scenario
from simulation.scenario import load, scenario_of
from simulation.state import SYSTEMS, World

# -- a queue


def test_the_own_backlog_of_one_team_follows_the_recursion_of_lindley() -> None:
    """W' = max(W + A - C, 0): Lindley 1952, with exponential arrivals A and the team's days C; exact, not within a tolerance."""
    weeks = 400
    world = started(scenario_of(tomllib.loads(SHOP), "shop"), weeks, programme=False)
    unit = int(world.teams.unit[np.flatnonzero(world.teams.fte == 6)[-1]])
    team = np.flatnonzero(world.teams.unit == unit)
    assert len(team) == 1
    capacity = float(world.teams.fte[team[0]]) * 5.0 * (1.0 - float(world.programme.overhead[0]))
    arrivals = np.random.default_rng(1).exponential(0.95 * capacity, weeks)
    world.directorates.own_backlog[unit] = backlog = 0.0
    idle = 0
    for week, arrival in enumerate(arrivals):
        world.directorates.own_load[unit] = arrival
        live(world, week)
        backlog = max(backlog + arrival - capacity, 0.0)
        idle += backlog == 0.0
        assert world.directorates.own_backlog[unit] == backlog, f"week {week}"
    assert 20 < idle < 380


# -- reuse


@pytest.mark.parametrize("extra", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("reusing", [0.4, 0.52, 0.6])
def test_writing_for_reuse_pays_from_the_break_even_number_of_channels_on(extra: float, reusing: float) -> None:
    """Writing for reuse costs w, reusing costs r: break-even at (w - r) / (1 - r) channels."""
    c = reference_coefficients().assets[0]
    c.extra, c.reusing = extra, reusing
    first, again = callable_from_python(first_cost), callable_from_python(reuse_cost)
    break_even = (1.0 + extra - reusing) / (1.0 - reusing)
    for channels in range(1, 9):
        alone = 100.0 * channels
        shared = first(100.0, c) + (channels - 1) * again(100.0, c)
        assert (shared < alone) == (channels > break_even), f"{channels} channels, break-even at {break_even:.2f}"


def test_at_the_reference_writing_for_reuse_pays_from_the_third_use_on() -> None:
    c = reference_coefficients().assets[0]
    assert 2.0 < (1.0 + c.extra - c.reusing) / (1.0 - c.reusing) < 3.0


# -- social influence


def consensus(weights: np.ndarray, start: np.ndarray) -> float:
    """What DeGroot's (1974) weights make everybody agree on: the start, weighted by the left eigenvector to the eigenvalue 1."""
    values, vectors = np.linalg.eig(weights.T)
    left = np.real(vectors[:, np.argmin(abs(values - 1.0))])
    return float(left @ start / left.sum())


@pytest.mark.parametrize("number", [0, 1])
def test_buy_in_without_other_forces_converges_to_the_consensus_of_degroot(number: int) -> None:
    scenario = load("retailer/as-is").with_(levers={"silo_level": 0.0})
    world = only(live_through(started(scenario, 20, number=number), 1), "buy_in")
    world.coefficients.buy_in.pace[0] = 0.0
    teams, ties = world.teams, world.ties
    teams.fte[:] = np.maximum(teams.fte, 1.0)  # teams without people persuade nobody
    teams.buy_in[:] = np.random.default_rng(number).uniform(size=len(teams))
    start = teams.buy_in.copy()
    social = float(world.coefficients.buy_in.social[0])
    weights = (1.0 - social) * np.eye(len(teams))
    for team in range(len(teams)):
        others = ties.other[teams.tie_start[team] : teams.tie_end[team]]
        weights[team, others] += social / len(others)
    graph = nx.from_numpy_array(weights, create_using=nx.DiGraph)
    assert nx.number_attracting_components(graph) == 1
    for _ in range(5000):
        live(world, 1)
    assert np.ptp(teams.buy_in) < 1e-9
    assert abs(float(teams.buy_in[0]) - consensus(weights, start)) < 1e-9
    assert abs(consensus(weights, start) - start.mean()) > 1e-4, "the weights would not matter"


# -- decisions


class Decided(NamedTuple):
    """What became of the questions put to an organisation."""

    wait: float  # mean, weeks
    redone: float  # share of decisions after which work was done again
    count: int


def put_questions(delegation: float, levels: float, *, patience: float = 1e9, weeks: int = 400, hours: float = 0.0) -> Decided:
    """Put a question on each package that has none, week after week, with a sponsor in office; only the step `decisions` acts."""
    scenario = load("retailer/as-is").with_(levers={"delegation": delegation, "scope": 1.0, "factory_size": 0.3})
    world = only(live_through(started(scenario, 20, luck_only=True), 1), "decisions")
    world.coefficients.decisions.patience[0] = patience
    packages = world.packages
    luck = np.random.default_rng(1)
    redone = 0
    before = world.decisions.latency.sum()
    for week in range(1, weeks):
        world.board.sponsor_in_office[0], world.board.sponsor_hours[0] = 1.0, hours
        world.factory.levels[0], world.factory.queue_left[0] = levels, 1e9
        ask(world, week, luck)
        live(world, week)
        redone += int((packages.rework > 0.0).sum())
        packages.rework[:] = 0.0
        packages.left[:, SYSTEMS] = packages.nominal[:, SYSTEMS]
    latency = world.decisions.latency
    count = int(latency.sum() - before)
    return Decided(float((np.arange(len(latency)) + 0.5) @ latency / latency.sum() / 10.0), redone / count, count)


def ask(world: World, week: int, luck: np.random.Generator) -> None:
    """Put a question on each package that has none."""
    packages = world.packages
    gravity, when = luck.uniform(size=len(packages)), luck.uniform(size=len(packages))
    new = packages.open == 0
    packages.opened[new] = week + when[new]
    packages.gravity[new] = gravity[new]
    packages.level[new] = 0
    packages.concerned[new] = [len({*world.teams.unit[packages.team[row]]} - {packages.conductor[row]}) for row in np.flatnonzero(new)]
    packages.open[new] = 1


def test_centralised_decisions_wait_longer_and_are_redone_less_often() -> None:
    """Levitt et al. 1994 (VDT), without decisions by default, which VDT does not know."""
    centralised, delegated = put_questions(0.0, levels=2.0), put_questions(0.9, levels=2.0)
    error = np.sqrt(sum(each.redone * (1 - each.redone) / each.count for each in (centralised, delegated)))
    assert centralised.wait > 1.2 * delegated.wait
    assert delegated.redone - centralised.redone > 4 * error


def test_the_further_the_factory_is_from_the_board_the_longer_decisions_wait() -> None:
    near, middle, far = (put_questions(0.0, levels=levels).wait for levels in (1.0, 2.0, 3.0))
    assert near < middle < far


# -- debt


def test_debt_takes_a_quarter_of_development_time_at_median_and_more_than_a_third_at_heavy_legacy() -> None:
    """Besker, Martini & Bosch 2018-19; Stripe 2018: 20 to 27 % at median legacy (0.5), 33 to 42 % at heavy legacy (1)."""
    lost, c = callable_from_python(drag), reference_coefficients().delivery[0]
    assert 0.20 <= lost(0.5, c) <= 0.27
    assert 0.33 <= lost(1.0, c) <= 0.42


# -- rework


@pytest.mark.study
def test_rework_breeds_rework_but_does_not_explode() -> None:
    """Rework created by rework, for each day of rework done, over 200 typical companies (model-notes)."""
    population = load_population("typical")
    ratios = np.array(
        [run(sample_scenario(population, number, 1), worlds=1, first_world=number, customers=200).outcomes["rework_branching"].iloc[0] for number in range(200)]
    )
    ratios = ratios[np.isfinite(ratios)]
    assert len(ratios) > 190
    median, high = np.percentile(ratios, [50, 95])
    assert 0.2 <= median <= 0.4, f"median {median:.3f}, 95th percentile {high:.3f}"
    assert high < 0.9, f"median {median:.3f}, 95th percentile {high:.3f}"
