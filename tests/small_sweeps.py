"""Small sweeps, written by the tests that need one: the brisk company, a hundred customers, twenty weeks."""

import json
import os
from pathlib import Path

import pandas as pd
from brisk import document

import simulation

ROOT = Path(simulation.__file__).parent.parent

HEAD = {"title": '"Small"', "scenarios": '["brisk.toml"]', "weeks": "20", "customers": "100", "seed": "3", "series": '["adoption", "spent"]'}
FACTORIAL = """
[design]
kind = "factorial"
[vary]
"levers.sponsorship" = [0.0, 0.5, 1.0]
"levers.structure" = ["skill", "channel"]
[uncertain]
"traits.legacy_debt" = { low = 0.2, high = 0.8 }
coefficients = "plausible"
"""


def toml(value) -> str:
    """A value as TOML: JSON but for tables."""
    return "{ " + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + " }" if isinstance(value, dict) else json.dumps(value)


def write_company(folder: Path) -> None:
    """The brisk company as a file, `legacy_debt` left to others."""
    (folder / "brisk.toml").write_text(
        "\n".join(
            f"{key} = {'[' + ', '.join(toml(row) for row in value) + ']' if isinstance(value, list) else toml(value)}" for key, value in document().items()
        ),
        encoding="utf-8",
    )


def write_experiment(folder: Path, tail: str = FACTORIAL, worlds: int = 4, name: str = "small", **heads: str) -> Path:
    """An experiment on the brisk company: what is common, other heads, then `tail`."""
    write_company(folder)
    head = "".join(f"{key} = {value}\n" for key, value in {**HEAD, "worlds": worlds, **heads}.items())
    path = folder / f"{name}.toml"
    path.write_text(head + tail, encoding="utf-8")
    return path


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def content(folder: Path) -> dict[str, bytes]:
    """Everything that must not depend on how a sweep was run, byte for byte: the points and all parts."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def assert_same_rows(one: Path, other: Path) -> None:
    """Row by row, sorted, exactly; and the files byte for byte."""
    for table in ("runs", "series"):
        first, second = (getattr(simulation.Results(each), table) for each in (one, other))
        columns = [name for name in first.columns if name != "replay"]
        pd.testing.assert_frame_equal(first[columns], second[columns], check_exact=True)
    assert content(one) == content(other)
