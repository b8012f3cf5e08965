"""Stored studies: what a results folder holds, as a heat map and as points that each are one run.

A row of a study is a scenario of a comparison, or a point of a sweep.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparable import thresholds_of
from simulation.app.address import Choice
from simulation.app.disk import links_out
from simulation.app.shelf import RUN, STORED
from simulation.checks import HORIZON, InputError, refuse
from simulation.outcomes import OUTCOMES
from simulation.report.messages import one_line
from simulation.report.style import scenario_colours
from simulation.report.sweep_numbers import factor_label, level_text
from simulation.results import read_manifest
from simulation.scenario import Scenario, load, scenario_of
from simulation.sweep.plan import KIND
from simulation.sweep.results import Results
from simulation.sweep.settling import stored_run
from simulation.world import world_of

MOST_COLUMNS = 4  # of values that are written in a row of a picture; the pointer shows all
MOST_POINTS = 600  # points drawn; each world of a scenario is one
SHOWN = ("adoption", "delivery_cost", "net_value", "own_value", "continuity", "hidden_share", "latency_median", "kept_across", "buy_in", "debt")


@dataclass(frozen=True)
class Study:
    """A stored comparison, run or sweep: a line for each run, with columns `run`, `row`, `scenario`, `world`, the varied values and the outcomes.

    `scenarios` are those of a comparison in their order; of a sweep only that of its first run, whose thresholds hold. `varied` names what differs
    between the points of a sweep; a comparison has none.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    runs: pd.DataFrame
    settings: dict[str, Any]
    varied: tuple[str, ...] = ()

    @property
    def swept(self) -> bool:
        """Whether it is a sweep."""
        return self.settings.get("kind") == KIND

    @property
    def rows(self) -> list[str]:
        """Scenarios by name, or points by number, as `runs["row"]` names them; the one that others are compared with first."""
        return list(dict.fromkeys(self.runs["row"]))

    def titles(self, lang: str) -> dict[str, str]:
        """What each row is called: the title of the scenario, or what varies with the values of the point."""
        if self.swept:
            factors = self.factors(lang)
            return {row: " · ".join(map(" ".join, zip(factors, values, strict=True))) or row for row, values in self.levels(lang).items()}
        found = {name: one_line(each.title_fr if lang == "fr" else each.title, 60) for name, each in zip(self.rows, self.scenarios, strict=False)}
        return {name: found.get(name, name) for name in self.rows}

    def levels(self, lang: str) -> dict[str, list[str]]:
        """The values of each point of a sweep, in the order of `varied`; none for scenarios. Scenarios of one company are named without it."""
        first, companies = self.runs.groupby("row", sort=False).first(), {str(name).partition("/")[0] for name in self.runs["scenario"]}
        company = f"{companies.pop()}/" if len(companies) == 1 else ""
        return {str(row): [level_text(values[name], lang).removeprefix(company) for name in self.varied] for row, values in first.iterrows()}

    def colours(self) -> dict[str, str]:
        """The colours of the scenarios of a comparison, as in its report; points of a sweep have none."""
        ranked = self.means()["adoption"].sort_values(ascending=False, kind="stable")
        return {} if self.swept else scenario_colours(self.rows, [str(name) for name in ranked.index])

    def factors(self, lang: str) -> list[str]:
        """What is varied, in words, in the order of the values in a title."""
        return [factor_label(name, lang) for name in self.varied]

    def means(self) -> pd.DataFrame:
        """[row, outcome] mean over worlds, in the unit of the outcome; runs that failed are left out."""
        return self.runs.groupby("row", sort=False)[[name for name in SHOWN if name in self.runs]].mean()

    def weight(self) -> pd.DataFrame:
        """[row, outcome] mean difference to the first in thresholds of what matters, positive where better; 0 for the first.

        Not a number where an outcome has no threshold or no better direction, or does not exist.
        """
        means = self.means()
        first = self.scenarios[0]
        limits = thresholds_of(first, float(world_of(first, HORIZON, 16).programme.plan_cost[0]))
        sign = {"higher": 1.0, "lower": -1.0, "none": np.nan}
        scale = pd.Series({outcome: sign[OUTCOMES[outcome].direction] / (limits[outcome] or np.nan) for outcome in means})
        return (means - means.iloc[0]) * scale

    def points(self, row: str) -> pd.DataFrame:
        """The runs of a row that came to a cost, evenly thinned to MOST_POINTS."""
        runs = self.runs[(self.runs["row"] == row) & np.isfinite(self.runs["delivery_cost"])]
        return runs.iloc[:: max(1, -(-len(runs) // MOST_POINTS))]

    def opening(self, run: int, known: list[str]) -> tuple[Choice, int]:
        """What opens a run again: a scenario, and the number of the world. Raises InputError when there is no such run, or none that a page can play.

        The scenario is that of the library where it still is what was run (`known` are its names), else the one stored with the study.
        """
        found = self.runs[self.runs["run"] == run]
        if len(found) != 1:
            raise InputError([f"there is no run {run} in this study"])
        if self.settings.get("luck_only"):
            raise InputError([f"in this study luck alone differs between worlds, and a page draws all of it: omnigov replay shows run {run}"])
        world = int(found.iloc[0]["world"])
        if self.swept:
            return Choice(f"{STORED}{self.name}:{RUN}{run}"), world
        place = self.rows.index(str(found.iloc[0]["row"]))
        scenario = self.scenarios[place]
        as_known = scenario.name in known and load(scenario.name).hash == scenario.hash
        return Choice(scenario.name if as_known else f"{STORED}{self.name}:{place}"), world


def read_study(folder: Path) -> Study:
    """Read a results folder. Raises InputError when it holds no study that can be read."""
    manifest = read_manifest(folder)
    refuse(links_out(folder))
    try:
        runs = Results(folder).runs
        if not {"run", "scenario", "world", "adoption", "delivery_cost"} <= set(runs.columns) or not np.isfinite(runs["delivery_cost"]).any():
            raise InputError([f"{folder.name} holds no runs that can be shown"])
        if manifest["study"].get("kind") == KIND:
            return _sweep(folder, manifest, runs)
        scenarios = tuple(scenario_of(each["document"], str(each["name"])) for each in manifest["scenarios"])
        if not scenarios:
            raise InputError([f"the list of scenarios of {folder.name} is empty"])
        _ = [each.company for each in scenarios]  # one without a company was never run
        return Study(folder.name, scenarios, runs.assign(row=runs["scenario"]), dict(manifest["study"]))
    except (OSError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([f"{folder.name} cannot be read: {error}"]) from None


def _sweep(folder: Path, manifest: dict[str, Any], runs: pd.DataFrame) -> Study:
    """A sweep, finished or not: points by number."""
    first, _ = stored_run(folder, manifest, int(runs["run"].iloc[0]))
    _ = first.company
    names = ["scenario", *manifest["study"]["design"]["names"]]
    varied = tuple(name for name in names if runs[name].nunique() > 1)
    return Study(folder.name, (first,), runs.assign(row=runs["point"].astype(str)), dict(manifest["study"]), varied)
