"""What an analysis found, in a form that can be written down and read back: a few facts and a few tables."""

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simulation.checks import InputError
from simulation.spreadsheet import as_given, csv_text

TABLES = "tables"


class Finding(NamedTuple):
    """The answer to one question: `facts` by name (numbers, texts, lists of these), `tables` by name."""

    question: str
    facts: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def write_findings(folder: Path, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Write every table as CSV into `tables/` of a folder; what is returned goes into the manifest, and names the files."""
    (folder / TABLES).mkdir(exist_ok=True)
    written = []
    for each in findings:
        files = {name: f"{TABLES}/{each.question}-{name}.csv" for name in each.tables}
        for name, table in each.tables.items():
            (folder / files[name]).write_text(csv_text(table, index=False), encoding="utf-8")
        written.append({"question": each.question, "facts": each.facts, "tables": files})
    return written


def read_findings(folder: Path, manifest: Mapping[str, Any]) -> list[Finding]:
    """The findings that a folder holds. Raises InputError when it holds none, or a table is missing."""
    found = []
    try:
        for each in manifest["analysis"]:
            tables = {name: _table((folder / file).read_text(encoding="utf-8")) for name, file in each["tables"].items()}
            found.append(Finding(each["question"], dict(each["facts"]), tables))
    except (KeyError, TypeError, AttributeError):
        raise InputError([f"{folder} holds no analysis of this version of omnigov"]) from None
    except (OSError, ValueError) as error:
        raise InputError([f"{folder}: a table of the analysis cannot be read ({getattr(error, 'strerror', None) or error})"]) from None
    return found


def _table(text: str) -> pd.DataFrame:
    return as_given(pd.read_csv(StringIO(text), keep_default_na=False, na_values=[""]))


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as a manifest holds them, so that what was just found and what is read back say the same."""
    return dict(json.loads(json.dumps(facts)))
