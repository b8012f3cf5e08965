"""What a results folder holds, as tables.

    found = simulation.Results("results/three-levers")
    found.runs.groupby("levers.sponsorship")["adoption"].mean()

The parts are plain Parquet: `SELECT * FROM 'results/three-levers/runs/*.parquet'` reads them in DuckDB, `pandas.read_parquet(folder)` here.
"""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.checks import InputError, refuse
from simulation.results import read_manifest

if TYPE_CHECKING:
    import pandas as pd


class Results:
    """A results folder of a sweep, a comparison or an ensemble; nothing is read before it is asked for.

    Raises InputError when the folder is no results folder, or, on reading, naming parts that are cut off or of another sweep.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.manifest: dict[str, Any] = read_manifest(self.folder)

    def __repr__(self) -> str:
        return f"Results({str(self.folder)!r})"

    @cached_property
    def runs(self) -> "pd.DataFrame":
        """A row for each finished run, by its number: `run`, `point`, `scenario`, `world`, `status` (live, stopped, unfinished, failed), `error` and
        `replay` of a failed one, the varied and the uncertain values by full name, every outcome in its unit (nan when failed)."""
        found = self.read("runs")
        if "replay" in found:
            failed = found["replay"].notna()
            found.loc[failed, "replay"] = [f"omnigov replay {self.folder} --run {run}" for run in found.loc[failed, "run"]]
        return found

    @cached_property
    def series(self) -> "pd.DataFrame":
        """Weekly series: of a sweep a row for each run and week (from 1), a column for each series that it stores, in its unit."""
        return self.read("series")

    @cached_property
    def points(self) -> "pd.DataFrame":
        """Every point of a sweep, index `point`: its `scenario`, and each varied value by full name. Raises InputError when they are not this sweep's."""
        import pandas as pd

        from simulation.sweep.store import points_problem

        problem = points_problem(self.folder, str(self.manifest.get("key", "")))
        refuse([problem] if problem else [])
        return pd.read_parquet(self.folder / "points.parquet").set_index("point")

    def read(self, kind: str, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """The parts under `runs` or `series` as one table, ordered by run (and week); `columns` reads only these."""
        import pyarrow.dataset as ds

        files = sorted(str(path) for path in (self.folder / kind).glob("part-*.parquet"))
        self._check(kind, files)
        if not files:
            raise InputError([f"{self.folder} holds no finished {kind} yet"])
        table = ds.dataset(files, format="parquet").to_table(columns=None if columns is None else list(columns))
        order = [(name, "ascending") for name in ("run", "week") if name in table.column_names]
        return (table.sort_by(order) if order and "run" in table.column_names else table).to_pandas()

    def _check(self, kind: str, files: list[str]) -> None:
        """See that the parts of a sweep are whole and its own."""
        if "key" not in self.manifest:
            return
        from simulation.sweep.store import check_parts, finished

        finished(self.folder, self.manifest["chunks"], (kind,))
        check_parts(self.folder, self.manifest["key"], [int(Path(each).stem.removeprefix("part-")) for each in files], (kind,))
