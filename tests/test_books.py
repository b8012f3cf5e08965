"""Books balance every week and states stay in their declared ranges, whatever the company and its governance (hypothesis)."""

import inspect
import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from weekly import columns, live, started

from simulation import records, state
from simulation.levers import CATEGORIES, COSTS, DECLARED, NAMES
from simulation.outcomes import COLUMN
from simulation.run import run
from simulation.sampling import load_population, sample_scenario
from simulation.scenario import Scenario
from simulation.state import ADOPTED, BUILDING, IDLE, LAPSED, LIVE, OWN, STEERING, TRYING, World

POPULATION = load_population("typical")
WEEKS = 130
NOTHING = 1e-9  # a day or a EUR that rounding may leave
FEW = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate, Phase.shrink]
)  # fmt: skip
SHARED = slice(BUILDING, STEERING + 1)


def value_of(name: str) -> some.SearchStrategy[Any]:
    """Any allowed value of a lever, the ends of its range as likely as all between."""
    if name in CATEGORIES:
        return some.sampled_from(CATEGORIES[name])
    low, high = float(DECLARED[name].low or 0.0), float(DECLARED[name].high or 0.0)
    return some.one_of(some.just(low), some.just(high), some.floats(low, high))


class Case(NamedTuple):
    """A sampled company under any governance, some of it changed at a date."""

    company: int
    levers: dict[str, float | str]
    week: int
    later: dict[str, float | str]

    def scenario(self) -> Scenario:
        """The case as a scenario; the governance that was sampled with the company gives way."""
        changes = [{"week": self.week, "levers": self.later}] if self.later else []
        return sample_scenario(POPULATION, self.company, 1).with_(levers=self.levers, changes=changes, title="a case")


@some.composite
def cases(draw: some.DrawFn) -> Case:
    """Any company of the population under any governance."""
    levers = {name: draw(value_of(name)) for name in NAMES}
    later = {name: draw(value_of(name)) for name in draw(some.lists(some.sampled_from(NAMES), max_size=6, unique=True))}
    return Case(draw(some.integers(0, 100_000)), levers, draw(some.integers(1, 59)), later)


# -- what is declared

RANGE = re.compile(r"^    (\w+): (?:Floats|NDArray\[np\.float32\])  # (?:\[[^]]*\] )?(?:0 where there is none, else )?0\.\.1\b")
NOT_NEGATIVE = {
    "packages": ("left", "volume", "spent", "hidden_growth", "rework", "latent", "granted", "extra", "concerned", "asked", "bred", "done"),
    "teams": ("fte", "pool", "owed", "days"),
    "directorates": ("own_backlog", "own_waiting", "own_rate", "asked_of_it", "kept_by_it"), "channels": ("debt", "hasty", "forced"), "agenda": ("booked",),
    "accounts": ("cost", "spent", "days"), "decisions": ("latency",),
    "programme": ("earned", "rework_bred", "rework_done", "outside", "shift", "standard"), "board": ("vacancy", "hours_left", "items_left"),
    "factory": ("queue_left",), "demand": ("users", "lapsed", "visits_made", "wanted", "uses", "good"), "market": ("contacts", "contact_eur"),
}  # fmt: skip


def declared_shares() -> list[str]:
    """Fields that `state.py` declares to be 0..1, as `teams.buy_in`."""
    found = []
    for table, kind in (("directorates", state.Directorates), ("teams", state.Teams), ("ties", state.Ties), ("channels", state.Channels),
                        ("journeys", state.Journeys), ("packages", state.Packages), ("assets", state.Assets), ("customers", state.Customers)):  # fmt: skip
        found += [f"{table}.{hit[1]}" for line in inspect.getsource(kind).splitlines() if (hit := RANGE.match(line))]
    for table, fields in (("board", records.BOARD), ("programme", records.PROGRAMME), ("factory", records.FACTORY), ("market", records.MARKET)):
        found += [f"{table}.{name}" for name, meaning in fields.items() if meaning.startswith("0..1")]
    return found


SHARES = declared_shares()


def test_the_declared_ranges_are_found_in_the_source_of_the_state() -> None:
    assert {"teams.buy_in", "directorates.actual", "assets.quality", "customers.trust", "programme.haste", "factory.mandate", "board.patience"} <= set(SHARES)
    assert len(SHARES) > 60


# -- the books of one week


def close(one: Any, other: Any) -> bool:
    """Equal within 1e-9 of the larger, or within a millionth of a day or of a EUR."""
    return bool(np.allclose(one, other, rtol=1e-9, atol=1e-6))


def outside_days(world: World) -> np.ndarray:
    """[team] person-days of the week beyond the team's own."""
    own = world.teams.fte * 5 * (1 - world.programme.overhead[0])
    return world.teams.days.sum(axis=1) - own


def check_days(world: World, outside_before: float) -> None:
    """Person-days available are person-days spent or idle, and outside days are those that the books paid for."""
    days, outside = world.teams.days, outside_days(world)
    programme = world.programme[0]
    own = days.sum(axis=1) - outside
    assert (days >= -NOTHING).all()
    assert (outside >= -1e-9 * own).all()
    most = days[:, SHARED].sum(axis=1) * programme.integrators / (1 + programme.integrators)
    assert (outside <= most + 1e-9 * own + 1e-9).all()
    assert close(outside.sum() * programme.integrator_rate, programme.outside - outside_before)


def check_costs(world: World, spent_before: np.ndarray, week: int) -> None:
    """Costs are days at their rates; cost by kind, by unit and in all are one sum, and what the series says was spent."""
    teams, programme, accounts = world.teams, world.programme[0], world.accounts
    shared = teams.days[:, SHARED].sum(axis=1)
    outside = outside_days(world) * (shared > 0)
    cost = (shared - outside) * teams.day_rate + outside * programme.integrator_rate
    by_unit = np.bincount(teams.unit, weights=cost, minlength=len(accounts.cost))
    assert close(accounts.cost.sum(axis=1), by_unit)
    assert (accounts.cost[:, [OWN, IDLE]] == 0).all()
    assert close(accounts.spent - spent_before, accounts.cost)
    row = accounts.series[week]
    kinds = [row[COLUMN[f"spent_{kind}"]] for kind in COSTS]
    assert close(kinds, accounts.spent[:, SHARED].sum(axis=0))
    assert close([sum(kinds), accounts.spent.sum()], row[COLUMN["spent"]])


def check_sales(world: World) -> None:
    """Visits out of channels are visits into channels; each visit wanted one journey; users are counted where they are."""
    demand, customers, market = world.demand, world.customers, world.market[0]
    made = demand.visits_made.sum(axis=0)
    assert made.sum() == demand.wanted.sum()
    moved = made - np.diag(np.diag(made))
    assert moved.sum(axis=1).sum() == moved.sum(axis=0).sum() <= demand.good.sum() <= demand.uses.sum() <= demand.wanted.sum() <= len(customers.status)
    using = np.isin(customers.status, (TRYING, ADOPTED))
    segments = len(demand.people)
    assert (demand.users == np.bincount(customers.segment[using], minlength=segments)).all()
    assert (demand.lapsed == np.bincount(customers.segment[customers.status == LAPSED], minlength=segments)).all()
    assert (customers.using == using[customers.neighbours].sum(axis=1)).all()
    assert (market.users, market.lapsed) == (using.sum(), demand.lapsed.sum())


def check_ranges(world: World) -> None:
    """Nothing is infinite or not a number, no amount is negative, and shares are shares."""
    found = columns(world)
    for name, column in found.items():
        assert np.isfinite(column).all(), name
    for name in SHARES:
        assert found[name].min(initial=0) >= 0, name
        assert found[name].max(initial=0) <= 1, name
    for table, fields in NOT_NEGATIVE.items():
        for field in fields:
            assert found[f"{table}.{field}"].min(initial=0) >= -NOTHING, f"{table}.{field}"


def check_packages(world: World, before: np.ndarray) -> None:
    """Packages never go back on what is live, what is live has nothing left, and the programme has earned no more than there is."""
    packages, programme = world.packages, world.programme[0]
    assert (packages.status[before == LIVE] == LIVE).all()
    assert ((packages.status == LIVE) == (packages.live_week >= 0)).all()
    assert (packages.left[packages.status == LIVE] == 0).all()
    assert (packages.left.sum(axis=1) <= packages.volume * (1 + 1e-9) + 1e-6).all()
    assert programme.earned <= programme.nominal * (1 + 1e-9)
    assert (packages.bred <= packages.latent * (1 + 1e-9) + 1e-9).all()
    assert close(world.directorates.own_waiting.sum(axis=1), world.directorates.own_backlog)


def check_every_week(case: Case, number: int) -> None:
    """Run a case, and check all of the above after each week."""
    world = started(case.scenario(), WEEKS, number=number)
    assert world.programme.exists[0] == 1
    for week in range(WEEKS):
        outside, spent, status = float(world.programme.outside[0]), world.accounts.spent.copy(), world.packages.status.copy()
        live(world, week)
        check_days(world, outside)
        check_costs(world, spent, week)
        check_sales(world)
        check_packages(world, status)
        check_ranges(world)


@FEW
@given(case=cases(), number=some.integers(0, 1000))
def test_the_books_balance_every_week(case: Case, number: int) -> None:
    check_every_week(case, number)


@pytest.mark.study
@settings(FEW, max_examples=200, derandomize=False)
@given(case=cases(), number=some.integers(0, 1000))
def test_the_books_balance_every_week_of_many_more_companies(case: Case, number: int) -> None:
    check_every_week(case, number)


@FEW
@given(case=cases())
def test_without_a_programme_every_day_is_own_work_or_idle(case: Case) -> None:
    world = started(case.scenario(), 52, programme=False)
    for week in range(52):
        live(world, week)
        assert close(world.teams.days[:, OWN] + world.teams.days[:, IDLE], world.teams.fte * 5 * (1 - world.programme.overhead[0]))
        assert (world.teams.days[:, SHARED] == 0).all()
    assert world.accounts.spent.sum() == 0


@FEW
@given(case=cases(), first_world=some.integers(0, 1000))
def test_costs_at_completion_by_unit_by_kind_and_in_all_are_one_sum(case: Case, first_world: int) -> None:
    found = run(case.scenario(), worlds=2, first_world=first_world, weeks=60, customers=100)
    kinds = found.outcomes[[f"cost_{kind}" for kind in COSTS]].to_numpy()
    assert close(found.cost_by_unit.sum(axis=1), kinds)
    assert close(found.outcomes["delivery_cost"], kinds.sum(axis=1))
    last = found.series.xs(60, level="week")
    assert close(last["spent"], last[[f"spent_{kind}" for kind in COSTS]].sum(axis=1))
    assert (found.series["spent"].groupby("world").diff().dropna() >= -1e-6).all()
