"""A comparison for the terminal (a table), and as plain text, JSON and CSV."""

import json
import math
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import gap, interval, number, percent
from simulation.report.messages import label, one_line, say, titles, word
from simulation.report.sentences import scale

COLUMNS = 120  # characters that the table may take
COLOURS = {"better": "green", "worse": "yellow", "equal": "default", "depends": "magenta", "not yet known": "dim"}
SUCCESS = 2  # the grade


def rich_table(comparison: Comparison, lang: str = "en") -> Table:
    """A row a scenario: mean and word of each primary outcome, below it the difference with its 95 % interval; share of worlds graded success."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, caption=_caption(comparison, lang), caption_justify="left", caption_style="")
    table.add_column(say("Governance", lang), min_width=14, overflow="fold")
    for outcome in PRIMARY:
        unit = scale(comparison, outcome, lang).unit
        table.add_column(Text(f"{label(outcome, lang)}, {unit}"), justify="right", no_wrap=True)
    table.add_column(say("success", lang), justify="right", no_wrap=True)
    for name, title in titles(comparison, lang).items():
        success = float(np.mean(comparison.ensemble(name).outcomes["grade"] == SUCCESS))
        table.add_row(Text(one_line(title, 60)), *(_cell(comparison, name, outcome, lang) for outcome in PRIMARY), percent(success, lang))
    return table


def comparison_table(comparison: Comparison, lang: str = "en", *, width: int = COLUMNS, colour: bool = False) -> str:
    """The table as text, at most `width` characters wide; with the signs that colour a terminal if asked for."""
    held = StringIO()
    console = Console(file=held, width=min(width, COLUMNS), force_terminal=colour, color_system="standard" if colour else None, legacy_windows=False)
    console.print(rich_table(comparison, lang))
    return "\n".join(line.rstrip() for line in held.getvalue().splitlines()).strip("\n")


def comparison_json(comparison: Comparison) -> str:
    """Everything that the tables say, as JSON; what is not a number is null."""
    document = {
        "baseline": comparison.names[0],
        "seed": comparison.seed,
        "first_world": comparison.first_world,
        "worlds": comparison.worlds,
        "weeks": comparison.weeks,
        "customers": comparison.customers,
        "thresholds": comparison.thresholds,
        "scenarios": [_document(comparison, name) for name in comparison.names],
    }
    return json.dumps(_clean(document), indent=2, ensure_ascii=False, allow_nan=False)


def comparison_csv(comparison: Comparison) -> str:
    """A line for each scenario and outcome: unit, level (mean, its interval, ...), then the difference to the baseline, empty for the baseline."""
    levels = comparison.levels
    units = pd.Series([OUTCOMES[outcome].unit for _, outcome in levels.index], index=levels.index, name="unit")
    table = pd.concat([units, levels, comparison.differences.add_prefix("difference_")], axis=1).reindex(levels.index)
    return str(table.to_csv(lineterminator="\n"))


def _cell(comparison: Comparison, name: str, outcome: str, lang: str) -> Text:
    units = scale(comparison, outcome, lang)
    mean = number(comparison.levels.loc[(name, outcome), "mean"] * units.factor, units.decimals, lang)
    if name == comparison.names[0]:
        return Text(mean)
    row = comparison.differences.loc[(name, outcome)]
    cell = Text(f"{word(row['verdict'], lang)}  ", style=COLOURS.get(row["verdict"], "")).append(mean, style="bold default")
    return cell.append(f"\n{gap(row['mean'], units, lang, unit=False)} ({interval(row['low'], row['high'], units, lang)})", style="default not bold")


def _caption(comparison: Comparison, lang: str) -> Text:
    lowest = min(
        (row["correlation"] for _, row in comparison.differences.loc[(slice(None), list(PRIMARY)), :].iterrows() if math.isfinite(row["correlation"])),
        default=math.nan,
    )
    text = say(
        "Each mean with its word; below, the mean difference to the first in the same {worlds} worlds "
        "(95 % interval of that mean). Correlation by pairing: at least {lowest}.",
        lang,
        worlds=number(comparison.worlds, 0, lang),
        lowest=number(lowest, 2, lang),
    )
    return Text(text)


def _document(comparison: Comparison, name: str) -> dict[str, Any]:
    ensemble = comparison.ensemble(name)
    said = {"name": name, "title": ensemble.scenario.title, "hash": ensemble.scenario.hash, "levels": _rows(comparison.levels.loc[name])}
    return said if name == comparison.names[0] else {**said, "differences": _rows(comparison.differences.loc[name])}


def _rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(outcome): dict(row) for outcome, row in table.to_dict(orient="index").items()}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
