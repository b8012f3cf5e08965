"""What runs leave behind, as tables: outcomes, weekly series, who was where at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.company import Plan, plan_of
from simulation.outcomes import COLUMN, OUTCOMES, SERIES
from simulation.scenario import Scenario
from simulation.state import BUILD, World
from simulation.traits import SPECIALITIES

if TYPE_CHECKING:
    import pandas as pd

FACTORY = "Digital Factory"


class RunResult(NamedTuple):
    """What one run leaves behind."""

    outcomes: np.ndarray  # [outcome]
    by_unit: np.ndarray  # [unit, kind of cost] EUR
    series: np.ndarray  # [week, series]
    live_week: np.ndarray  # [package], -1 when never live
    team_state: np.ndarray  # [team, (fte, buy-in, fatigue, threat)] at the end
    tie_open: np.ndarray  # [tie] 1 where open at the end, with the other team's row
    promises: np.ndarray  # [unit, PROMISES] sums over the programme's weeks to the horizon
    waits: np.ndarray  # [unit, unit] weeks that packages of the first waited for days of the second


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Many worlds under one scenario.

    `outcomes` has a row for each world (index `world`, a column for each of `OUTCOMES`), `series` one for each world and week
    (index `world, week`, weeks from 1, a column for each of `SERIES`). Arrays have the worlds first: `live_weeks` [world,
    package] (-1 where never live), `cost_by_unit` [world, unit, kind of cost] in EUR at completion, `promises` [world, unit, `state.PROMISES`] and
    `waits` [world, unit, unit], weeks that packages conducted by the first waited for days of the second, both to the horizon. `packages`,
    `units`, `teams` and `ties` say what the rows are; team and tie states are means over worlds at the end of the run.
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
    promises: np.ndarray
    waits: np.ndarray
    luck_only: bool = False

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.outcomes)


def ensemble_of(
    scenario: Scenario,
    seed: int,
    numbers: range,
    horizon: int,
    customers: int,
    template: World,
    results: "list[RunResult]",
    companion: np.ndarray,
    luck_only: bool = False,
) -> Ensemble:
    import pandas as pd

    index = pd.Index(numbers, name="world")
    outcomes = pd.DataFrame(np.stack([each.outcomes for each in results]), index=index, columns=list(OUTCOMES))
    weekly = np.stack([each.series for each in results])
    gained = weekly[:, :, COLUMN["value"]] - companion
    outcomes["net_value"] = gained.sum(axis=1)
    outcomes["payback_weeks"] = payback(gained.cumsum(axis=1))
    both = pd.MultiIndex.from_product([numbers, range(1, horizon + 1)], names=["world", "week"])
    series = pd.DataFrame(weekly.reshape(-1, len(SERIES)), index=both, columns=list(SERIES))
    plan = plan_of(scenario.company)
    names = team_names(plan, len(template.teams))
    units = [*(each.name for each in plan.directorates), FACTORY]
    return Ensemble(
        scenario=scenario, seed=seed, weeks=horizon, customers=customers, outcomes=outcomes, series=series,
        live_weeks=np.stack([each.live_week for each in results]), cost_by_unit=np.stack([each.by_unit for each in results]),
        packages=_package_table(plan), units=units, teams=_team_table(template, names, units, results), ties=_tie_table(template, names, results),
        plan_cost=float(template.programme.plan_cost[0]),
        promises=np.stack([each.promises for each in results]), waits=np.stack([each.waits for each in results]), luck_only=luck_only,
    )  # fmt: skip


def payback(cumulated: np.ndarray) -> np.ndarray:
    """First week from which the cumulated value stays positive to the horizon; nan where it does not."""
    negative = cumulated < 0
    last_negative = np.where(negative.any(axis=1), cumulated.shape[1] - 1 - negative[:, ::-1].argmax(axis=1), -1)
    return np.where(last_negative >= cumulated.shape[1] - 1, np.nan, last_negative + 2.0)


def team_names(plan: Plan, count: int) -> list[str]:
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


def joined(parts: Sequence[Ensemble]) -> Ensemble:
    """Ensembles of one scenario over neighbouring worlds as one, in their order: what running all of them at once gives."""
    import pandas as pd

    first, weights = parts[0], [each.worlds for each in parts]
    if len(parts) == 1:
        return first
    stacked: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in parts]) for name in ("live_weeks", "cost_by_unit", "promises", "waits")}
    means = ("fte", "buy_in", "fatigue", "threat")
    teams = first.teams.assign(**{name: np.average([each.teams[name] for each in parts], axis=0, weights=weights) for name in means})
    ties = first.ties.assign(share_open=np.average([each.ties["share_open"] for each in parts], axis=0, weights=weights))
    outcomes, series = (pd.concat([getattr(each, name) for each in parts]) for name in ("outcomes", "series"))
    return replace(first, outcomes=outcomes, series=series, teams=teams, ties=ties, **stacked)
