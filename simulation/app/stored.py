"""Stored studies: what a results folder holds, as a heat map and as points that each are one run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparable import thresholds_of
from simulation.app.address import Choice
from simulation.app.shelf import STORED
from simulation.checks import HORIZON, InputError
from simulation.outcomes import OUTCOMES
from simulation.report.messages import one_line
from simulation.results import read_manifest
from simulation.scenario import Scenario, load, scenario_of
from simulation.world import world_of

MOST_POINTS = 600  # points drawn; each world of a scenario is one
SHOWN = ("adoption", "delivery_cost", "net_value", "own_value", "continuity", "hidden_share", "latency_median", "kept_across", "buy_in", "debt")


@dataclass(frozen=True)
class Study:
    """A stored comparison or run: scenarios in their order, and a row for each run (columns `run`, `scenario`, `world`, and the outcomes)."""

    name: str
    scenarios: tuple[Scenario, ...]
    runs: pd.DataFrame
    settings: dict[str, Any]

    @property
    def names(self) -> list[str]:
        """Scenarios as `runs` names them, the baseline first."""
        return list(dict.fromkeys(self.runs["scenario"]))

    def titles(self, lang: str) -> dict[str, str]:
        """The title of each scenario, by its name in `runs`."""
        found = {name: one_line(each.title_fr if lang == "fr" else each.title, 60) for name, each in zip(self.names, self.scenarios, strict=False)}
        return {name: found.get(name, name) for name in self.names}

    def means(self) -> pd.DataFrame:
        """[scenario, outcome] mean over worlds, in the unit of the outcome."""
        return self.runs.groupby("scenario", sort=False)[[name for name in SHOWN if name in self.runs]].mean()

    def weight(self) -> pd.DataFrame:
        """[scenario, outcome] mean difference to the first in thresholds of what matters, positive where better; 0 for the first.

        Not a number where an outcome has no threshold or no better direction, or does not exist.
        """
        means = self.means()
        first = self.scenarios[0]
        limits = thresholds_of(first, float(world_of(first, HORIZON, 16).programme.plan_cost[0]))
        sign = {"higher": 1.0, "lower": -1.0, "none": np.nan}
        scale = pd.Series({outcome: sign[OUTCOMES[outcome].direction] / (limits[outcome] or np.nan) for outcome in means})
        return (means - means.iloc[0]) * scale

    def points(self, scenario: str) -> pd.DataFrame:
        """The runs of a scenario that came to a cost, evenly thinned to MOST_POINTS."""
        runs = self.runs[(self.runs["scenario"] == scenario) & np.isfinite(self.runs["delivery_cost"])]
        return runs.iloc[:: max(1, -(-len(runs) // MOST_POINTS))]

    def opening(self, run: int, known: list[str]) -> tuple[Choice, int]:
        """What opens a run again: a scenario, and the number of the world. Raises InputError when there is no such run.

        The scenario is that of the library where it still is what was run (`known` are its names), else the one stored with the study.
        """
        found = self.runs[self.runs["run"] == run]
        if len(found) != 1:
            raise InputError([f"there is no run {run} in this study"])
        place = self.names.index(str(found.iloc[0]["scenario"]))
        scenario = self.scenarios[place]
        as_known = scenario.name in known and load(scenario.name).hash == scenario.hash
        return Choice(scenario.name if as_known else f"{STORED}{self.name}:{place}"), int(found.iloc[0]["world"])


def read_study(folder: Path) -> Study:
    """Read a results folder. Raises InputError when it holds no study that can be read."""
    manifest = read_manifest(folder)
    try:
        scenarios = tuple(scenario_of(each["document"], str(each["name"])) for each in manifest["scenarios"])
        parts = [pd.read_parquet(path) for path in sorted((folder / "runs").glob("part-*.parquet"))]
        runs = pd.concat(parts, ignore_index=True)
        if not {"run", "scenario", "world", "adoption", "delivery_cost"} <= set(runs.columns) or runs.empty:
            raise InputError([f"{folder.name} holds no runs that can be shown"])
        return Study(folder.name, scenarios, runs, dict(manifest["study"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([f"{folder.name} cannot be read: {error}"]) from None
