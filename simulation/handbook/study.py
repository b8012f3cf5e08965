"""The small study that the README quotes: what is kept of a results folder, and what the pages say of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.handbook.marks import table
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import Scale, gap, number, scale_of
from simulation.report.figures import DRAWINGS
from simulation.results import MANIFEST

KEPT = ("adoption", "differences", "trade-off", "cost", "journeys", "organisation")  # figures
COLUMNS = (
    "scenario", "outcome", "unit", "mean", "low", "high", "world_low", "world_high", "worlds",
    "difference_mean", "difference_low", "difference_high", "difference_world_low", "difference_world_high",
    "difference_share_better", "difference_share_equal", "difference_share_worse", "difference_threshold", "difference_verdict",
)  # fmt: skip
DIGITS = "%.6g"
TABLE = "comparison.csv"


def keep(results: Path, folder: Path) -> None:
    """Reduce a results folder of a comparison to a manifest without the resolved scenarios, a table of differences, and figures as PNG."""
    figures = folder / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    for name in KEPT:
        shutil.copyfile(results / "figures" / f"{name}.png", figures / f"{name}.png")
    differences = pd.read_csv(results / "tables" / TABLE)[list(COLUMNS)]
    differences.to_csv(folder / TABLE, index=False, float_format=DIGITS, lineterminator="\n")
    manifest = json.loads((results / MANIFEST).read_text(encoding="utf-8"))
    manifest["scenarios"] = [{key: each[key] for key in ("name", "hash")} for each in manifest["scenarios"]]
    manifest["study"].pop("scenarios")
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


class Study:
    """The kept study, read for the pages that quote it."""

    def __init__(self, folder: Path) -> None:
        """Read what `keep` wrote; raises OSError when there is none."""
        self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        self.table = pd.read_csv(folder / TABLE).set_index(["scenario", "outcome"])

    def size(self) -> str:
        """What was run, in a sentence."""
        study, scenarios = self.manifest["study"], self.manifest["scenarios"]
        return (
            f"{len(scenarios)} governance scenarios, each in the same {study['worlds']} worlds (seed {study['seed']}): "
            f"{number(self.manifest['runs'], 0)} runs of {study['weeks']} weeks with {number(study['customers'], 0)} simulated customers."
        )

    def facts(self) -> str:
        """How it was made, and with what."""
        made = self.manifest
        versions = ", ".join(f"{name} {which}" for name, which in made["versions"].items())
        rows = [
            ["what", self.size()],
            ["command", f"`{' '.join(made['command'])}`"],
            ["model (hash of its sources)", f"`{made['model']}`"],
            ["versions", versions],
            ["platform", made["platform"]],
            ["started, ended", f"{made['started']}, {made['ended']}"],
        ]
        return table(["", ""], rows)

    def differences(self) -> str:
        """A row for each governance: means of the primary outcomes and of own-roadmap value, and words with the differences behind them."""
        outcomes = [*(name for name, each in OUTCOMES.items() if each.primary), "own_value", "grade"]
        scales = {name: scale_of(OUTCOMES[name].unit, self.table["mean"].xs(name, level="outcome")) for name in outcomes}
        heads = ["Governance", *(f"{OUTCOMES[name].label}, {scales[name].unit}" for name in outcomes[:-1]), "Mean grade (0 to 2)"]
        rows = [[f"`{name}`", *(self._cell(name, outcome, scales[outcome]) for outcome in outcomes)] for name in self.names()]
        return table(heads, rows)

    def names(self) -> list[str]:
        """Names of the scenarios, the baseline first."""
        return [each["name"] for each in self.manifest["scenarios"]]

    def _cell(self, name: str, outcome: str, scale: Scale) -> str:
        row = self.table.loc[(name, outcome)]
        mean = number(row["mean"] * scale.factor, scale.decimals)
        if name == self.names()[0] or outcome == "grade":
            return mean
        change = f"{mean} ({gap(row['difference_mean'], scale, unit=False)})"
        return f"{change} {row['difference_verdict']}" if isinstance(row["difference_verdict"], str) else change

    def spread(self) -> str:
        """How far apart the governances are in each primary outcome, in thresholds."""
        rows = []
        for name in (name for name, each in OUTCOMES.items() if each.primary):
            means = self.table["mean"].xs(name, level="outcome")
            scale = scale_of(OUTCOMES[name].unit, means)
            threshold = self.table["difference_threshold"].xs(name, level="outcome").iloc[-1]
            width = means.quantile(0.9) - means.quantile(0.1)
            rows.append([OUTCOMES[name].label, f"{number(width * scale.factor, scale.decimals)} {scale.unit}", number(width / threshold, 1)])
        return table(["Outcome", "10 to 90 % of the scenarios' means span", "in thresholds"], rows)


def pictures() -> str:
    """The kept figures, with their titles and how to read them."""
    return "\n\n".join(f"## {DRAWINGS[name].title}\n\n![{DRAWINGS[name].title}](figures/{name}.png)\n\n{DRAWINGS[name].reading}" for name in KEPT)
