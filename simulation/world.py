"""Making a world: a company under a scenario, as it stands on the day of the board's decision, and a copy of it for each run."""

import math
from typing import Any, NamedTuple

import numpy as np

from simulation.clientele import empty_customers
from simulation.coefficients import drawn_coefficients, reference_coefficients
from simulation.company import plan_of, possible_ties
from simulation.draws import COEFFICIENTS, COMPANY, LUCK, Keys, key_of, keys_of
from simulation.founding import (
    MOBILISATION,
    START,
    board_of,
    channels_of,
    demand_of,
    directorates_of,
    journeys_of,
    market_of,
    packages_of,
    programme_of,
    record_of,
    rows_of,
    teams_of,
)
from simulation.levers import DECLARED, NAMES
from simulation.outcomes import PLANNED_CONTINUITY, SERIES
from simulation.scenario import Scenario
from simulation.state import DAY_KINDS, PROMISES, SWITCHES, Accounts, Agenda, Assets, Decisions, Ties, World
from simulation.traits import Company

CUSTOMERS = 5000
ORGANISATION_WEEKS = 520  # the organisation runs on until the roadmap is live, the board stops it, or this week
LATENCIES = 400  # half working days told apart in the delay of decisions
COPIED = ("board", "programme", "factory", "market", "directorates", "teams", "ties", "channels", "journeys", "packages")


class Streams(NamedTuple):
    """How far the number of each stream lies from the world's own; all 0 is world k itself, others hold some of it and draw the rest anew."""

    luck: int = 0
    coefficients: int = 0
    company: int = 0


TOGETHER = Streams()


def world_of(scenario: Scenario, weeks: int, customers: int = CUSTOMERS, *, programme: bool = True) -> World:
    """The world of a scenario before anything has happened; `fresh` copies it for each run.

    `programme=False` gives the companion: the same company in which no programme is ever started, all levers off.
    """
    company = scenario.company
    plan = plan_of(company)
    slots = plan.factory_share.shape[1]
    units, rows = len(plan.directorates) + 1, len(plan.teams) + slots
    ties = possible_ties(plan, slots)
    teams = teams_of(company, plan, slots)
    teams["tie_end"] = np.cumsum([len(row) for row in ties])
    teams["tie_start"] = teams["tie_end"] - [len(row) for row in ties]
    packages = packages_of(company, plan)
    return World(
        board=board_of(company),
        programme=programme_of(company, plan, weeks, programme),
        factory=record_of("factory", row=len(plan.directorates), first_team=len(plan.teams), levels=START.levels, own_levels=START.levels),
        market=market_of(company, customers),
        directorates=directorates_of(company, plan),
        teams=teams,
        ties=rows_of(Ties, sum(map(len, ties)), other=[other for row in ties for other in row]),
        channels=channels_of(company, plan),
        journeys=journeys_of(company, plan),
        packages=packages,
        assets=Assets(quality=np.zeros((len(plan.components), rows + 1))),
        customers=empty_customers(customers),
        demand=demand_of(plan),
        agenda=Agenda(
            booked=np.zeros((len(NAMES), rows)),
            kind=np.array([_booked_as(name) for name in NAMES], dtype=np.int64),
            total=np.zeros(rows),
            by_kind=np.zeros((len(DAY_KINDS), rows)),
            team_names=teams.name.copy(),
            package_names=packages.name.copy(),
            luck=np.zeros(max(rows, len(packages))),
            in_work=np.zeros(len(packages), np.int64),
            names=np.zeros(len(packages), np.int64),
            chance=np.zeros((4, len(packages))),
            place=np.zeros(len(packages)),
            order=np.zeros(len(packages), np.int64),
        ),
        decisions=Decisions(latency=np.zeros(LATENCIES)),
        accounts=Accounts(
            cost=np.zeros((units, len(DAY_KINDS))),
            spent=np.zeros((units, len(DAY_KINDS))),
            days=np.zeros((units, len(DAY_KINDS))),
            series=np.zeros((weeks, len(SERIES))),
            promises=np.zeros((units, len(PROMISES))),
            waits=np.zeros((units, units)),
        ),
        levers=scenario.lever_table(ORGANISATION_WEEKS),
        on=_switches(NAMES if not programme else scenario.off),
        coefficients=reference_coefficients(),
        keys=keys_of(0, 0),
    )


def _switches(off: Any) -> Any:
    """A record in which everything is on but what is named: levers, and steps."""
    on = np.ones(1, SWITCHES).view(np.recarray)
    for name in off:
        on[name if name in NAMES else f"step_{name}"] = 0
    return on


def _booked_as(lever: str) -> int:
    """The kind of day under which a lever's days are booked (any, for a lever that books none)."""
    return DAY_KINDS.index(str(DECLARED[lever].extra["books"] or "steering"))


def fresh(world: World, seed: int, number: int, *, luck_only: bool = False, streams: Streams = TOGETHER) -> World:
    """A copy of a world in which a run may write: luck, coefficients and company of world `number`, each moved on by `streams`.

    With `luck_only` the coefficients stay those of the template and the company is that of world 0. Customers are room only: they are
    drawn when the run begins.
    """
    keys = Keys(key_of(seed, LUCK, number + streams.luck), key_of(seed, COMPANY, 0 if luck_only else number + streams.company))
    coefficients = world.coefficients if luck_only else drawn_coefficients(key_of(seed, COEFFICIENTS, number + streams.coefficients))
    copies = {name: _copy_of(getattr(world, name)) for name in COPIED}
    tables: dict[str, Any] = {}
    for name in ("assets", "demand", "decisions", "accounts", "agenda"):
        table = getattr(world, name)
        tables[name] = type(table)(*[column.copy() for column in table])
    room: Any = [np.zeros(column.shape, column.dtype) for column in world.customers]
    customers = type(world.customers)(*room)
    return world._replace(customers=customers, keys=keys, coefficients=coefficients, **copies, **tables)


def _copy_of(table: Any) -> Any:
    """A copy of a table or record, as bytes: NumPy's own goes field by field, which takes as long as some weeks of a run."""
    return np.frombuffer(bytearray(table.tobytes()), table.dtype).view(np.recarray)


def plan_adoption(company: Company, weeks: int) -> float:
    """Adoption at the horizon that the plan of record would have won: Bass's mean curve from the mean planned go-live, at the
    planned continuity."""
    journeys = sorted(company.journeys, key=lambda each: each.name)  # as rows are: a mean of the same numbers in another order is another number
    live = float(np.mean([each.planned_week + company.traits.journey_weeks for each in journeys])) + MOBILISATION
    years = max(weeks - live, 0.0) / 52.0
    p, q = PLANNED_CONTINUITY * company.traits.innovation, PLANNED_CONTINUITY * company.traits.imitation
    decay = math.exp(-(p + q) * years)
    return float((1.0 - decay) / (1.0 + q / p * decay))
