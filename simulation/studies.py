"""What a study leaves in its results folder: the manifest, a row for each run, the report with its figures and tables, and all it is made from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparison import Comparison
from simulation.ensemble import Ensemble
from simulation.results import MANIFEST, manifest_of, write_whole
from simulation.stored import DETAIL, PART, comparison_facts, further_tables, write_detail


def write_comparison(
    folder: Path, comparison: Comparison, study: dict[str, Any], lang: str, command: list[str], manifest: dict[str, Any] | None = None
) -> None:
    """Write a comparison: `manifest.json`, `report.html`, `report.md`, `figures/` (SVG and PNG), `tables/` (CSV), and what the report is made from (`runs/`,
    `series/`, `detail/`); whole or not at all. `manifest` is that of a study whose report is made anew: what ran it stays what it was.
    """
    from simulation.terminal import to_json

    made = manifest or manifest_of(
        [each.scenario for each in comparison.ensembles],
        study,
        started=_time(comparison.started),
        ended=_time(comparison.ended),
        command=command,
        comparison=comparison_facts(comparison),
    )
    made = made | {"lang": lang, "runs": len(comparison.names) * comparison.worlds}

    def write(target: Path) -> None:
        _write_report(target, comparison, lang, made)
        _write_runs(target, comparison.ensembles, comparison.names)
        (target / "series").mkdir()
        comparison.weekly.reset_index().to_parquet(target / "series" / PART, index=False, compression="zstd")
        write_detail(target / DETAIL, comparison)
        (target / MANIFEST).write_text(to_json(made) + "\n", encoding="utf-8")

    write_whole(folder, write)


def _write_report(target: Path, comparison: Comparison, lang: str, manifest: dict[str, Any]) -> None:
    """The page, its figures, the same in plain text, and the tables."""
    from simulation.report import figures
    from simulation.report.html import page
    from simulation.report.markdown import markdown
    from simulation.report.text import comparison_csv
    from simulation.spreadsheet import csv_text

    pictures = figures.images(comparison, lang, kinds=("svg", "png"))
    (target / "figures").mkdir()
    for name, kinds in pictures.items():
        for kind, content in kinds.items():
            (target / "figures" / f"{name}.{kind}").write_bytes(content)
    report = page(comparison, lang=lang, made=manifest, images={name: kinds["svg"] for name, kinds in pictures.items()})
    (target / "report.html").write_text(report, encoding="utf-8")
    (target / "report.md").write_text(markdown(comparison, lang, manifest), encoding="utf-8")
    (target / "tables").mkdir()
    (target / "tables" / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8")
    for name, table in further_tables(comparison).items():
        (target / "tables" / f"{name}.csv").write_text(csv_text(table, index=False), encoding="utf-8")


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


def _status(outcomes: pd.DataFrame) -> np.ndarray:
    """How a run ended: the whole roadmap live, stopped by the board, or neither."""
    return np.select([outcomes["stopped"] > 0, outcomes["end_week"].notna()], ["stopped", "live"], "unfinished")


def _write_runs(target: Path, ensembles: Sequence[Ensemble], names: Sequence[str]) -> None:
    (target / "runs").mkdir()
    runs_table(ensembles, names).to_parquet(target / "runs" / PART, index=False, compression="zstd")


def _time(moment: Any) -> str:
    return moment.isoformat(timespec="seconds")
