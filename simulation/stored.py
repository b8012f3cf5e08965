"""A comparison read back from its results folder: everything that a report shows, without running anything again."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparison import Comparison
from simulation.checks import InputError
from simulation.ensemble import Ensemble
from simulation.outcomes import OUTCOMES, SERIES
from simulation.results import read_manifest
from simulation.scenario import scenario_of

DETAIL = "detail"
PART = "part-00000.parquet"
ARRAYS = ("live_weeks", "cost_by_unit", "promises", "waits")
TABLES = ("packages", "teams", "ties")
SPLIT, AGAIN, DRAWN = "variance-split", "winners-again", "drawn"


def write_detail(folder: Path, comparison: Comparison) -> None:
    """Write what a comparison holds beside outcomes and weekly bands: arrays, a file a scenario; tables of packages, teams, ties, drawn numbers and
    of what further runs told."""
    folder.mkdir()
    ensembles = comparison.ensembles
    for name, table in further_tables(comparison).items():
        table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    for place, ensemble in enumerate(ensembles):
        np.savez_compressed(folder / f"{place:05}.npz", **{name: getattr(ensemble, name) for name in ARRAYS})
    for name in TABLES:
        parts = [getattr(ensemble, name).assign(scenario=place) for place, ensemble in enumerate(ensembles)]
        pd.concat(parts, ignore_index=True).to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")


def further_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """What each world drew, and, where it was worked out, the split of variance and the winners on fresh worlds."""
    found = {DRAWN: comparison.drawn.rename_axis("world").reset_index()}
    if comparison.split is not None:
        found[SPLIT] = comparison.split.rename_axis(["scenario", "outcome"]).reset_index()
    if comparison.again is not None:
        found[AGAIN] = comparison.again.rename_axis("outcome").reset_index()
    return found


def comparison_facts(comparison: Comparison) -> dict[str, Any]:
    """What the manifest says of a comparison beside its scenarios: names, units, plans' costs, worlds run, looks."""
    return {
        "names": list(comparison.names),
        "units": comparison.baseline.units,
        "plan_costs": [ensemble.plan_cost for ensemble in comparison.ensembles],
        "worlds": comparison.worlds,
        "looks": list(comparison.looks),
        "luck_only": comparison.luck_only,
    }


def read_comparison(folder: Path) -> tuple[Comparison, dict[str, Any]]:
    """The comparison that a results folder holds, and its manifest. Raises InputError when it holds none, or one that is damaged."""
    manifest = read_manifest(folder)
    if "comparison" not in manifest:
        raise InputError([f"{folder} holds no comparison from which a report can be made; `omnigov compare ... --results DIR` writes one"])
    try:
        _ = [manifest[name] for name in ("command", "model", "versions", "started", "ended")]
        return _comparison(folder, manifest), manifest
    except InputError:
        raise
    except Exception as error:  # files that somebody cut, moved or changed fail in as many ways as there are readers
        raise InputError([f"{folder} is damaged, or of another version of omnigov: {type(error).__name__}: {error}"]) from error


def _comparison(folder: Path, manifest: dict[str, Any]) -> Comparison:
    facts, names = manifest["comparison"], tuple(manifest["comparison"]["names"])
    runs = pd.read_parquet(folder / "runs" / PART)
    tables = {name: pd.read_parquet(folder / DETAIL / f"{name}.parquet") for name in TABLES}
    ensembles = [_ensemble(folder, manifest, place, runs[runs["scenario"] == name], tables) for place, name in enumerate(names)]
    found = Comparison.of(
        ensembles,
        started=datetime.fromisoformat(manifest["started"]),
        looks=tuple(facts["looks"]),
        split=_table(folder, SPLIT, ["scenario", "outcome"]),
        again=_table(folder, AGAIN, ["outcome"]),
        kept_weekly=pd.read_parquet(folder / "series" / PART).set_index(["scenario", "series", "week"]).sort_index(),
        kept_drawn=_table(folder, DRAWN, ["world"]),
    )
    if found.names != names:
        raise ValueError("the scenarios of the manifest are not those of the runs")
    from dataclasses import replace

    return replace(found, ended=datetime.fromisoformat(manifest["ended"]))


def _ensemble(folder: Path, manifest: dict[str, Any], place: int, runs: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Ensemble:
    """One scenario of a comparison; its weekly series are not kept world by world, so the table of them is empty."""
    facts, study, stored = manifest["comparison"], manifest["study"], manifest["scenarios"][place]
    own = {name: table[table["scenario"] == place].drop(columns="scenario").reset_index(drop=True) for name, table in tables.items()}
    with np.load(folder / DETAIL / f"{place:05}.npz", allow_pickle=False) as held:
        arrays = {name: held[name] for name in ARRAYS}
    return Ensemble(
        scenario=scenario_of(stored["document"], stored["name"]),
        seed=study["seed"],
        weeks=study["weeks"],
        customers=study["customers"],
        outcomes=runs.set_index("world")[list(OUTCOMES)],
        series=pd.DataFrame(columns=list(SERIES)),
        units=list(facts["units"]),
        plan_cost=facts["plan_costs"][place],
        luck_only=facts["luck_only"],
        **own,
        **arrays,
    )


def _table(folder: Path, name: str, index: list[str]) -> pd.DataFrame | None:
    """A table that a comparison may have."""
    path = folder / DETAIL / f"{name}.parquet"
    return pd.read_parquet(path).set_index(index) if path.exists() else None
