"""Founding a company: the tables and records of a described company, as they stand on the day of the board's decision."""

from typing import Any

import numpy as np

from simulation.clientele import empty_demand
from simulation.company import Plan, hashes, line_codes, norm_of
from simulation.mechanisms.accounts import CLASSES
from simulation.mechanisms.interoperability import MOST_DEBT
from simulation.mechanisms.release import FAR
from simulation.outcomes import COST_MARGIN
from simulation.parameters import Numbers, number
from simulation.state import BUILD, DAY_KINDS, EXPERIENCE, RECORDS, SYSTEMS, Channels, Directorates, Journeys, Packages, Table, Teams
from simulation.traits import SPECIALITIES, Company

MOBILISATION = 8.0  # weeks, in the plan of record and in fact


class Start(Numbers):
    """How a company stands on the day of the decision, where its file does not say."""

    closeness: float = number(0.15, 0, 1, unit="0 to 1", meaning="nearness of the Factory to a directorate before it reports to anybody")
    levels: float = number(3, 1, 5, unit="levels", meaning="levels to the board of a Factory that reports to nobody")
    built: float = number(0.6, 0.1, 1, unit="share of a journey's weeks", meaning="when the plan of record has builds done; connections take the rest")
    commitment: float = number(0.5, 0, 1, unit="share of what is asked", meaning="capacity declared and given")
    recognition: float = number(0.5, 0, 1, unit="0 to 1", meaning="recognition granted to a new Factory; from less, nothing would be left to erode")
    kept: float = number(0.5, 0, 1, unit="share", meaning="others' promises kept, lately")
    results: float = number(0.3, 0, 1, unit="0 to 1", meaning="results seen before anything was due")
    backlog: float = number(4, 0, 52, unit="weeks of own work", meaning="own-roadmap work waiting")
    buy_in: float = number(0.45, 0, 1, unit="0 to 1", meaning="buy-in of teams")
    understanding: float = number(0.3, 0, 1, unit="0 to 1", meaning="grasp of shared rules")
    method: float = number(0.1, 0, 1, unit="0 to 1", meaning="practice of the common method without digital maturity")
    mature_method: float = number(0.2, 0, 1, unit="0 to 1", meaning="more practice of the common method at full digital maturity")
    fatigue: float = number(0.3, 0, 1, unit="0 to 1", meaning="fatigue of teams")
    success: float = number(0.4, 0, 1, unit="0 to 1", meaning="results that teams have lately seen")
    credibility: float = number(0.6, 0, 1, unit="share", meaning="announced things that happened, in programmes before")


START = Start()


def record_of(kind: str, /, **values: float) -> Table:
    record = np.zeros(1, RECORDS[kind]).view(np.recarray)
    for name, value in values.items():
        record[name] = value
    return record


def rows_of(kind: Any, count: int, /, **columns: Any) -> Any:
    """A table of so many rows, with the given columns; the others are zero, whole numbers where the state says so."""
    values = {name: np.asarray(columns.get(name, np.zeros(count))) for name in kind.__annotations__}
    whole = {name for name, declared in kind.__annotations__.items() if "int64" in str(declared)}
    fields = [(name, "i8" if name in whole else "f8", column.shape[1:]) for name, column in values.items()]
    table = np.zeros(count, np.dtype(fields)).view(np.recarray)
    for name, column in values.items():
        table[name] = column
    return table


def board_of(company: Company) -> Table:
    traits = company.traits
    return record_of(
        "board", sponsor_turnover=traits.sponsor_turnover, weekly_hours=traits.sponsor_weekly_hours, programmes=traits.sponsor_programmes,
        items=traits.committee_items, quorum=traits.committee_quorum, patience=traits.patience, sponsor_present=1.0,
    )  # fmt: skip


def programme_of(company: Company, plan: Plan, horizon: int, exists: bool) -> Table:
    traits = company.traits
    nominal = sum(sum(package.nominal) for package in plan.packages)
    shared_rate = (1.0 + traits.integrators * traits.integrator_rate / _mean_rate(plan)) / (1.0 + traits.integrators)
    cost = sum(package.nominal[part] * plan.teams[plan.home_team[row, part]].day_rate for row, package in enumerate(plan.packages) for part in range(3))
    general = [row for row, team in enumerate(plan.teams) if _line(plan, team.directorate) == "general management"]
    return record_of(
        "programme", nominal=nominal, kept=nominal, norm=norm_of(traits), plan_cost=cost * norm_of(traits) * COST_MARGIN * shared_rate, plan_end=plan.weeks,
        consultation_weeks=traits.consultation_weeks, staff_turnover=traits.staff_turnover, other_changes=traits.other_changes,
        integrators=traits.integrators, integrator_rate=traits.integrator_rate, overhead=traits.overhead_rate,
        scope_growth=traits.scope_growth, mobilisation=MOBILISATION, horizon=horizon, board_team=general[0] if general else 0, exists=int(exists), pace=1.0,
        credibility=START.credibility, standard=1.0, met_standard=1.0, layer_missing=1.0 - traits.api_coverage, stop_week=-1.0, end_week=-1.0,
    )  # fmt: skip


def _mean_rate(plan: Plan) -> float:
    people = sum(team.fte for team in plan.teams)
    return sum(team.fte * team.day_rate for team in plan.teams) / people


def _line(plan: Plan, directorate: str) -> str:
    return next(each.line for each in plan.directorates if each.name == directorate)


def market_of(company: Company, customers: int) -> Table:
    traits = company.traits
    return record_of(
        "market", innovation=traits.innovation, imitation=traits.imitation, mixing=traits.mixing, visits=traits.visits_per_week, basket=traits.basket,
        represented=traits.customers_represented / customers, contact_cost=traits.contact_cost, pace=traits.behaviour_pace,
        shocks=traits.behaviour_shocks,
    )  # fmt: skip


def directorates_of(company: Company, plan: Plan) -> Table:
    traits = company.traits
    rows = plan.directorates
    weekly = {each.name: 0.0 for each in rows}
    for team in plan.teams:
        weekly[team.directorate] += team.fte * 5 * (1 - traits.overhead_rate)
    load = [weekly[each.name] * min(traits.own_load * each.own_load, 3.0) for each in rows]
    count = len(rows)
    teams = [float(sum(team.directorate == each.name for team in plan.teams)) for each in rows]
    return rows_of(
        Directorates, count, teams=teams, name=hashes([each.name for each in rows]), line=line_codes(plan),
        openness=[min(traits.openness * each.openness, 1.0) for each in rows], franchised=[each.franchised for each in rows],
        own_value=[each.own_value for each in rows], own_load=load,
        closeness=np.full(count, START.closeness), own_closeness=np.full(count, START.closeness), declared=np.full(count, START.commitment),
        actual=np.full(count, START.commitment), recognition=np.full(count, START.recognition), kept_to_it=np.full(count, START.kept),
        own_backlog=[START.backlog * each for each in load], own_waiting=_left_over([START.backlog * each for each in load]),
        results=np.full(count, START.results),
    )  # fmt: skip


def _left_over(days: list[float]) -> np.ndarray:
    """[directorate, classes of value] days that wait on the day of the decision: what was not worth serving until then."""
    waiting = np.zeros((len(days), CLASSES))
    waiting[:, 0] = days
    return waiting


def teams_of(company: Company, plan: Plan, slots: int) -> Table:
    units = {each.name: row for row, each in enumerate(plan.directorates)}
    rate = _mean_rate(plan)
    count = len(plan.teams) + slots
    traits = company.traits
    return rows_of(
        Teams, count,
        name=hashes([*(each.name for each in plan.teams), *(f"factory team {slot}" for slot in range(slots))]),
        unit=[*(units[each.directorate] for each in plan.teams), *[len(units)] * slots],
        speciality=[*(SPECIALITIES.index(each.speciality) for each in plan.teams), *[EXPERIENCE] * slots],
        people=[*(each.fte for each in plan.teams), *[0.0] * slots], fte=[*(each.fte for each in plan.teams), *[0.0] * slots],
        day_rate=[*(each.day_rate for each in plan.teams), *[rate] * slots], asked=[*plan.asked, *[1.0] * slots],
        factory_share=np.vstack([np.zeros((len(plan.teams), 3)), plan.factory_share.T]),
        factory_systems=np.vstack([np.zeros((len(plan.teams), 3)), plan.factory_systems.T]),
        experience=[*(float(each.speciality == SPECIALITIES[EXPERIENCE]) for each in plan.teams), *[0.0] * slots],
        systems=[*(float(each.speciality == SPECIALITIES[SYSTEMS]) for each in plan.teams), *[0.0] * slots],
        maturity=np.full(count, traits.digital_maturity), buy_in=np.full(count, START.buy_in),
        understanding=np.full(count, START.understanding), method=np.full(count, START.method + START.mature_method * traits.digital_maturity),
        fatigue=np.full(count, START.fatigue),
        success=np.full(count, START.success), since_go_live=np.full(count, FAR), days=np.zeros((count, len(DAY_KINDS))),
    )  # fmt: skip


def channels_of(company: Company, plan: Plan) -> Table:
    traits = company.traits
    rows = plan.channels
    units = {each.name: row for row, each in enumerate(plan.directorates)}
    usual = np.zeros(len(rows))
    for package in plan.packages:
        for end in (package.channel, package.other):
            usual[end] += 0.5 * package.nominal[SYSTEMS] * norm_of(traits) / plan.weeks
    quality = [min(traits.api_quality * each.api_quality, 1.0) for each in rows]
    coverage = [min(traits.api_coverage * each.api_coverage, 1.0) for each in rows]
    return rows_of(
        Channels, len(rows), name=hashes([each.name for each in rows]), owner=[units[each.owner] for each in rows],
        digital_rank=[each.digital_rank for each in rows], sales_share=[each.sales_share for each in rows], margin=[each.margin for each in rows],
        reach=[each.reach for each in rows], usual_work=usual, debt=[min(traits.legacy_debt * each.debt, MOST_DEBT) for each in rows],
        inherited=[c * (1.0 - q) for c, q in zip(coverage, quality, strict=True)], coverage=coverage, quality=quality,
    )  # fmt: skip


def journeys_of(company: Company, plan: Plan) -> Table:
    rows = plan.journeys
    total = sum(each.value for each in rows) / sum(each.days for each in rows)
    weeks = company.traits.journey_weeks
    return rows_of(
        Journeys, len(rows), name=hashes([each.name for each in rows]), value=[each.value for each in rows],
        value_density=[each.value / each.days / max(total, 1e-9) for each in rows], planned_week=[each.planned_week for each in rows],
        planned_end=[each.planned_week + weeks for each in rows], weeks=np.full(len(rows), weeks),
        component=[plan.components.index(each.component) for each in rows], package_start=plan.package_start[:-1], package_end=plan.package_start[1:],
        rank=[-each.planned_week / plan.weeks for each in rows], live_week=np.full(len(rows), -1.0), aim=np.ones(len(rows)), fit=np.ones(len(rows)),
    )  # fmt: skip


def packages_of(company: Company, plan: Plan) -> Table:
    rows = plan.packages
    count = len(rows)
    weeks = company.traits.journey_weeks
    nominal = np.array([each.nominal for each in rows])
    start = np.array([plan.journeys[each.journey].planned_week for each in rows])
    share = np.array([START.built if each.kind == BUILD else 1.0 for each in rows])
    return rows_of(
        Packages, count, name=hashes([each.name for each in rows]), kind=[each.kind for each in rows], journey=[each.journey for each in rows],
        channel=[each.channel for each in rows], other=[each.other for each in rows], nominal=nominal, planned_end=start + share * weeks,
        after=np.array([each.after for each in rows]), home_team=plan.home_team, factory_team=plan.factory_team, factory_other=plan.factory_other,
        team=plan.home_team, left=nominal, volume=nominal.sum(axis=1), start_week=np.full(count, -1.0), live_week=np.full(count, -1.0),
        asked=np.zeros((count, 3)), granted=np.zeros((count, 3)), done=np.zeros((count, 3)), chance=np.zeros((count, 3)), tie=np.full((count, 3), 2.0),
    )  # fmt: skip


def demand_of(plan: Plan) -> Any:
    demand = empty_demand(len(plan.segments), len(plan.journeys), len(plan.channels))
    names = [each.name for each in plan.channels]
    demand.share[:] = [each.share for each in plan.segments]
    affinity = np.array([each.affinity for each in plan.segments])
    demand.affinity[:] = affinity / (affinity * demand.share).sum() * demand.share.sum()
    demand.visits[:] = [each.visits for each in plan.segments]
    value = np.array([each.value for each in plan.journeys])
    demand.offers[:] = value / value.sum() if value.sum() > 0 else 1.0 / len(value)
    for row, journey in enumerate(plan.journeys):
        demand.served[row] = [1.0 if name in journey.channels else 0.0 for name in names]
    return demand
