"""One world, week by week: the same rules on the same tables as a batch, stopped wherever somebody wants to look.

A week is a function of scenario, world and number of the week alone, so going back replays the world from the start.
"""

import math
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation import stepwise
from simulation.checks import HORIZON
from simulation.company import Plan, plan_of
from simulation.ensemble import FACTORY
from simulation.first_use import prepare
from simulation.outcomes import COLUMN, SERIES
from simulation.run import Worlds, begin, founded
from simulation.scenario import Scenario
from simulation.state import BUILD, CONNECTION, LIVE
from simulation.world import fresh


class End(NamedTuple):
    """How the programme of a world ended: after how many weeks, and whether the board stopped it; else all of its roadmap is live."""

    week: int
    stopped: bool


class Live:
    """A world under a scenario that stands at a week; `go_to` moves it. `state` is the world's tables, not to be written to."""

    def __init__(self, scenario: Scenario, seed: int = 1, world: int = 0, customers: int = 5000) -> None:
        self.scenario, self.seed, self.world = scenario, seed, world
        self.plan: Plan = plan_of(scenario.company)
        self.template, _ = founded(scenario, Worlds(seed, range(world, world + 1), HORIZON, customers))(world)
        self.units = [*(each.name for each in self.plan.directorates), FACTORY]
        slots = len(self.template.teams) - len(self.plan.teams)
        self.teams = [*(each.name for each in self.plan.teams), *(f"Factory team {slot + 1}" for slot in range(slots))]
        self._rules = stepwise.rules_of({})
        prepare()
        self._begin()

    def _begin(self) -> None:
        self.week = 0
        self.state: Any = fresh(self.template, self.seed, self.world)  # a World; its tables are record arrays
        stepwise.call(begin, self.state, "customers")

    def go_to(self, week: int) -> "Live":
        """Move to a week (0 to 156), forward by steps, back by a replay."""
        if week < self.week:
            self._begin()
        while self.week < min(week, HORIZON):
            self._step()
        return self

    def _step(self) -> None:
        stepwise.one_week(self._rules, self.state, self.week, HORIZON)
        self.week += 1

    @property
    def series(self) -> np.ndarray:
        """[weeks gone by, SERIES] what has been recorded."""
        return self.state.accounts.series[: self.week]

    def column(self, name: str) -> np.ndarray:
        """One series so far, [weeks gone by], in its unit."""
        return self.series[:, COLUMN[name]]

    def now(self, name: str) -> float:
        """The last value of a series; not a number before the first week, in which nothing has been measured."""
        return float(self.series[-1, COLUMN[name]]) if self.week else math.nan

    def table(self) -> pd.DataFrame:
        """The series so far, a row a week (index from 1)."""
        return pd.DataFrame(self.series, index=pd.RangeIndex(1, self.week + 1, name="week"), columns=list(SERIES))

    @property
    def end(self) -> End | None:
        """How the programme ended; None as long as it goes on."""
        programme = self.state.programme[0]
        if programme.stopped:
            return End(int(programme.stop_week) + 1, stopped=True)
        return End(int(programme.end_week), stopped=False) if programme.end_week >= 0.0 else None

    @property
    def struck(self) -> list[str]:
        """Names of the journeys that the board has struck off the roadmap."""
        return [self.plan.journeys[row].name for row in np.flatnonzero(self.state.journeys.struck)]

    def team_table(self) -> pd.DataFrame:
        """Name and unit of each team, with what moves: fte, buy-in, fatigue, threat."""
        teams = self.state.teams
        moving = {name: teams[name].copy() for name in ("fte", "buy_in", "fatigue", "threat")}
        return pd.DataFrame({"name": self.teams, "unit": [self.units[row] for row in teams.unit], **moving})

    @property
    def peopled(self) -> list[int]:
        """Rows of the units that have people: all directorates, and the Factory where there is one."""
        fte = np.bincount(self.state.teams.unit, self.state.teams.fte, len(self.units))
        return [int(row) for row in np.flatnonzero(fte > 0.0)]

    def open_ties(self) -> list[tuple[int, int]]:
        """Pairs of team rows whose working tie is open, each once, between teams that have people."""
        teams, ties, openness = self.state.teams, self.state.ties, self.state.programme.openness[0]
        pairs = set()
        for team in range(len(teams)):
            for tie in range(teams.tie_start[team], teams.tie_end[team]):
                if ties.threshold[tie] >= openness:
                    break
                pairs.add((min(team, int(ties.other[tie])), max(team, int(ties.other[tie]))))
        return sorted(pair for pair in pairs if teams.fte[pair[0]] > 0 and teams.fte[pair[1]] > 0)

    def builds(self) -> dict[tuple[str, str], tuple[float, int]]:
        """(journey, channel) -> share of its work done, and the week in which it went live (-1 before)."""
        packages, found = self.state.packages, {}
        for row, part in enumerate(self.plan.packages):
            if part.kind == BUILD:
                volume = max(float(packages.volume[row]), 1e-9)
                done = 1.0 if packages.status[row] == LIVE else float(np.clip(1.0 - packages.left[row].sum() / volume, 0.0, 1.0))
                found[self.plan.journeys[part.journey].name, self.plan.channels[part.channel].name] = done, int(packages.live_week[row])
        return found

    def connections(self) -> dict[str, tuple[int, int]]:
        """journey -> how many of the connections between its channels are live, with both their ends, and how many it has."""
        pairs = Counter(part.journey for part in self.plan.packages if part.kind == CONNECTION)
        share = self.state.journeys.live_share
        return {self.plan.journeys[row].name: (round(float(share[row]) * count), count) for row, count in pairs.items()}
