"""What a study leaves in its results folder: the manifest, a row for each run, the report and its figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparison import Comparison
from simulation.ensemble import Ensemble
from simulation.results import MANIFEST, manifest_of, write_whole

PART = "part-00000.parquet"
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


def write_comparison(folder: Path, comparison: Comparison, study: dict[str, Any], lang: str, command: list[str]) -> None:
    """Write a comparison: `manifest.json`, `runs/`, `figures/` (SVG and PNG), `report.html`; whole or not at all."""
    from simulation.report import figures
    from simulation.report.html import page
    from simulation.report.text import comparison_csv
    from simulation.terminal import to_json

    def write(target: Path) -> None:
        pictures = figures.images(comparison, lang, kinds=("svg", "png"))
        (target / "figures").mkdir()
        for name, kinds in pictures.items():
            for kind, content in kinds.items():
                (target / "figures" / f"{name}.{kind}").write_bytes(content)
        report = page(comparison, lang=lang, command=command, images={name: kinds["svg"] for name, kinds in pictures.items()})
        (target / "report.html").write_text(report, encoding="utf-8")
        (target / "tables").mkdir()
        (target / "tables" / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8")
        _write_runs(target, comparison.ensembles, comparison.names)
        (target / "series").mkdir()
        quantiles_table(comparison).to_parquet(target / "series" / PART, index=False, compression="zstd")
        manifest = manifest_of(
            [each.scenario for each in comparison.ensembles],
            study,
            started=_time(comparison.started),
            ended=_time(comparison.ended),
            lang=lang,
            command=command,
        )
        (target / MANIFEST).write_text(to_json(manifest) + "\n", encoding="utf-8")

    write_whole(folder, write)


def write_ensemble(folder: Path, ensemble: Ensemble, study: dict[str, Any], **times: Any) -> None:
    """Write one scenario's ensemble: `manifest.json`, `runs/`, and `series/` with every week; whole or not at all."""
    from simulation.terminal import to_json

    def write(target: Path) -> None:
        _write_runs(target, [ensemble], [ensemble.scenario.name])
        (target / "series").mkdir()
        ensemble.series.astype("float32").to_parquet(target / "series" / PART, compression="zstd")
        manifest = manifest_of([ensemble.scenario], study, **{name: _time(value) for name, value in times.items()})
        (target / MANIFEST).write_text(to_json(manifest) + "\n", encoding="utf-8")

    write_whole(folder, write)


def runs_table(ensembles: Sequence[Ensemble], names: Sequence[str]) -> pd.DataFrame:
    """A row for each run: its number, scenario, world, status of the programme at the end, and every outcome in its unit."""
    parts = [ensemble.outcomes.reset_index().assign(scenario=name, status=_status(ensemble.outcomes)) for name, ensemble in zip(names, ensembles, strict=True)]
    table = pd.concat(parts, ignore_index=True).rename_axis("run").reset_index()
    first = ["run", "scenario", "world", "status"]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def quantiles_table(comparison: Comparison) -> pd.DataFrame:
    """A row for each scenario, series and week: mean and QUANTILES over worlds, in the unit of the series."""
    parts = []
    for name, ensemble in zip(comparison.names, comparison.ensembles, strict=True):
        values = ensemble.series.to_numpy().reshape(len(ensemble.outcomes), -1, ensemble.series.shape[1])
        weekly = np.concatenate([values.mean(axis=0)[None], np.quantile(values, QUANTILES, axis=0)])
        rows = pd.MultiIndex.from_product([[name], ensemble.series.columns, range(1, values.shape[1] + 1)], names=["scenario", "series", "week"])
        columns = ["mean", *(f"p{100 * share:.0f}" for share in QUANTILES)]
        parts.append(pd.DataFrame(weekly.transpose(2, 1, 0).reshape(-1, len(columns)), index=rows, columns=columns).reset_index())
    return pd.concat(parts, ignore_index=True)


def _status(outcomes: pd.DataFrame) -> np.ndarray:
    """How a run ended: the whole roadmap live, stopped by the board, or neither."""
    return np.select([outcomes["stopped"] > 0, outcomes["end_week"].notna()], ["stopped", "live"], "unfinished")


def _write_runs(target: Path, ensembles: Sequence[Ensemble], names: Sequence[str]) -> None:
    (target / "runs").mkdir()
    runs_table(ensembles, names).to_parquet(target / "runs" / PART, index=False, compression="zstd")


def _time(moment: Any) -> str:
    return moment.isoformat(timespec="seconds")
