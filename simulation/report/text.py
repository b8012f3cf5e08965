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

from simulation.analysis.comparison import DECIDING, PRIMARY, Comparison
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import gap, interval, number, percent
from simulation.report.leaders import in_short
from simulation.report.messages import label, one_line, say, titles, word
from simulation.report.reversal import share_text
from simulation.report.sentences import favourite, mean_span, scale, spent_text, together
from simulation.spreadsheet import csv_text

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
        "luck_only": comparison.luck_only,
        "looks": list(comparison.looks),
        "thresholds": comparison.thresholds,
        "variance_split": _by_scenario(comparison.split),
        "winners_again": {} if comparison.again is None else _rows(comparison.again),
        "numbers_that_matter": _rows(comparison.screening(favourite(comparison), DECIDING).head(10)),
        "scenarios": [_document(comparison, name) for name in comparison.names],
    }
    return json.dumps(_clean(document), indent=2, ensure_ascii=False, allow_nan=False)


def comparison_csv(comparison: Comparison) -> str:
    """A line for each scenario and outcome: unit, level (mean, its interval, ...), then the difference to the baseline, empty for the baseline."""
    levels = comparison.levels
    units = pd.Series([OUTCOMES[outcome].unit for _, outcome in levels.index], index=levels.index, name="unit")
    table = pd.concat([units, levels, comparison.differences.add_prefix("difference_")], axis=1).reindex(levels.index)
    return csv_text(table)


def _cell(comparison: Comparison, name: str, outcome: str, lang: str) -> Text:
    units = scale(comparison, outcome, lang)
    mean = number(comparison.levels.loc[(name, outcome), "mean"] * units.factor, units.decimals, lang)
    if name == comparison.names[0]:
        return Text(mean)
    row = comparison.differences.loc[(name, outcome)]
    cell = Text(f"{word(row['verdict'], lang)}  ", style=COLOURS.get(row["verdict"], "")).append(mean, style="bold default")
    return cell.append(f"\n{gap(row['mean'], units, lang, unit=False)} ({interval(*mean_span(row), units, lang)})", style="default not bold")


def _caption(comparison: Comparison, lang: str) -> Text:
    if comparison.worlds == 1:
        text = say("Each value with its word; below, the difference to the first in the same world. One world says nothing of others: run more of them.", lang)
        return Text("\n".join([text, *_further(comparison, lang)]))
    lowest = min(
        (row["correlation"] for _, row in comparison.differences.loc[(slice(None), list(PRIMARY)), :].iterrows() if math.isfinite(row["correlation"])),
        default=math.nan,
    )
    text = say(
        "Each mean with its word; below, the mean difference to the first in the same {worlds} worlds "
        "(95 % interval of that mean; all of them hold together). Correlation by pairing: at least {lowest}.",
        lang,
        worlds=number(comparison.worlds, 0, lang),
        lowest=number(lowest, 2, lang),
    )
    return Text("\n".join([text, *_further(comparison, lang)]))


def _further(comparison: Comparison, lang: str) -> list[str]:
    """What `success` counts; where the spread of the favourite's differences comes from; how the leaders did on fresh worlds; all of it in short."""
    said = [say("success: share of worlds that deliver the value planned in full by the horizon (graded success).", lang)]
    said.append(spent_text(comparison, favourite(comparison), lang))
    if comparison.luck_only:
        said.append(say("Luck alone differs between these worlds: a diagnostic; every interval is too narrow.", lang))
    if comparison.split is not None:
        shares = comparison.split.loc[favourite(comparison)]
        for outcome in (each for each in PRIMARY if math.isfinite(shares.loc[each, "luck"])):
            values = {stream: share_text(shares.loc[outcome], stream, lang) for stream in ("luck", "coefficients", "company")}
            said.append(say("Spread of {outcome}: luck {luck}, coefficients {coefficients}, company {company}.", lang, outcome=label(outcome, lang), **values))
    if comparison.again is not None:
        for outcome, row in comparison.again.iterrows():
            units, shown = scale(comparison, str(outcome), lang), titles(comparison, lang)
            values = {"name": one_line(shown[row["scenario"]], 40), "outcome": label(str(outcome), lang), "worlds": number(row["worlds"], 0, lang)}
            values |= {"gap": gap(row["mean"], units, lang), "word": word(comparison.differences.loc[(row["scenario"], outcome), "verdict"], lang)}
            said.append(say(_leading(comparison, str(outcome), str(row["scenario"])), lang, **values))
    return [*said, say("In short", lang) + (" : " if lang == "fr" else ": ") + in_short(comparison, lang)]


def _leading(comparison: Comparison, outcome: str, name: str) -> str:
    """How the highest mean is called: best only when the word is better and no other is as good."""
    if comparison.differences.loc[(name, outcome), "verdict"] != "better":
        return "{outcome}: no best ({word}); the best mean, “{name}”: {gap} on {worlds} fresh worlds."
    if together(comparison, outcome):
        return "{outcome}: several lead and are not told apart, such as “{name}”: {gap} on {worlds} fresh worlds."
    return "Best in {outcome}, “{name}”: {gap} on {worlds} fresh worlds."


def _document(comparison: Comparison, name: str) -> dict[str, Any]:
    ensemble = comparison.ensemble(name)
    said = {"name": name, "title": ensemble.scenario.title, "hash": ensemble.scenario.hash, "levels": _rows(comparison.levels.loc[name])}
    return said if name == comparison.names[0] else {**said, "differences": _rows(comparison.differences.loc[name])}


def _by_scenario(table: pd.DataFrame | None) -> dict[str, Any]:
    return {} if table is None else {str(name): _rows(table.loc[name]) for name in table.index.get_level_values(0).unique()}


def _rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(outcome): dict(row) for outcome, row in table.to_dict(orient="index").items()}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
