"""A comparison read back from its results folder: everything that a report shows, without running anything again."""

from collections.abc import Sequence
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
SPLIT, AGAIN, DRAWN = "variance-split.csv", "winners-again.csv", "drawn.parquet"


def write_detail(folder: Path, ensembles: Sequence[Ensemble]) -> None:
    """Write what ensembles hold beside outcomes and weekly series: arrays, a file a scenario, and tables of packages, teams and ties."""
    folder.mkdir()
    for place, ensemble in enumerate(ensembles):
        np.savez_compressed(folder / f"{place:05}.npz", **{name: getattr(ensemble, name) for name in ARRAYS})
    for name in TABLES:
        parts = [getattr(ensemble, name).assign(scenario=place) for place, ensemble in enumerate(ensembles)]
        pd.concat(parts, ignore_index=True).to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")


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
        split=_csv(folder / "tables" / SPLIT, ["scenario", "outcome"]),
        again=_csv(folder / "tables" / AGAIN, ["outcome"]),
        kept_weekly=pd.read_parquet(folder / "series" / PART).set_index(["scenario", "series", "week"]).sort_index(),
        kept_drawn=pd.read_parquet(folder / DETAIL / DRAWN).set_index("world"),
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


def _csv(path: Path, index: list[str]) -> pd.DataFrame | None:
    """A table that a comparison may have; every number as it was written."""
    return pd.read_csv(path, float_precision="round_trip").set_index(index) if path.exists() else None
