"""Points that are given rather than computed: lists read side by side, or the lines of a CSV.

A CSV's first line names levers and traits in full (`levers.sponsorship`), each other line is a point. Commas or semicolons, and with
semicolons decimal commas, as a French spreadsheet writes them.
"""

import csv
from pathlib import Path
from typing import Any

from simulation.checks import shown
from simulation.layers import Layer, label_of
from simulation.levers import CATEGORIES
from simulation.sweep.varied import FAMILIES, Listed, Value, Varied, unknown_name
from simulation.validation import field_problems

MOST_TOLD = 10  # problems of one CSV column that are told


def given_rows(layer: Layer, points: Any, varied: dict[str, Varied], home: Path, problems: list[str]) -> dict[str, tuple[Value, ...]]:
    """Columns of a listed design: of its CSV, or the lists of `[vary]` side by side; constants fill up."""
    where = layer.where("vary")
    problems += [
        f"vary.{name}: a range is sampled, and nothing is sampled in a listed design {where}" for name, each in varied.items() if not isinstance(each, Listed)
    ]
    lists = {name: each.values for name, each in varied.items() if isinstance(each, Listed)}
    if points is not None and not isinstance(points, str):
        problems.append(
            f'design: points = {shown(points)} is not the path of a CSV, as a listed design takes it: points = "points.csv" {layer.where("design", "points")}'
        )
        return {}
    before = len(problems)
    if isinstance(points, str):
        columns = read_points(home / points, problems)
        problems += [f"vary.{name} is also a column of {points}: take one {where}" for name in lists if name in columns]
        lists = columns | lists
    lengths = {len(values) for values in lists.values()} - {1}
    if len(lengths) > 1:
        told = ", ".join(f"{name} {len(values)}" for name, values in lists.items() if len(values) > 1)
        problems.append(f"vary: a listed design reads its lists side by side, and they are not equally long: {told} {where}")
    if not lists and len(problems) == before:
        problems.append(f"vary: nothing is listed; give lists of equal length, or points as a CSV {where}")
    rows = max(lengths, default=1)
    return {name: values * rows if len(values) == 1 else values for name, values in lists.items()}


def read_points(path: Path, problems: list[str]) -> dict[str, tuple[Value, ...]]:
    """Points of a CSV, a column for each full name (`levers.sponsorship`); what cannot be used is added to `problems`."""
    label = label_of(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        lines = [line for line in csv.reader(text.splitlines(), delimiter=delimiter) if any(cell.strip() for cell in line)]
    except (OSError, ValueError, csv.Error) as error:  # ValueError: no text, or a path with a null byte
        problems.append(f"points cannot be read: {getattr(error, 'strerror', None) or error} ({label})")
        return {}
    if len(lines) < 2:
        problems.append(f"there are no points: the first line names levers and traits (levers.sponsorship), each other line is a point ({label})")
        return {}
    heads = [cell.strip() for cell in lines[0]]
    short = [place for place, line in enumerate(lines[1:], 2) if len(line) != len(heads)]
    problems += [f"{len(lines[place - 1])} cells where the first line names {len(heads)} columns ({label}, line {place})" for place in short[:10]]
    problems += [f"column '{name}' is given twice ({label}, line 1)" for place, name in enumerate(heads) if name in heads[:place]]
    if short:
        return {}
    return {
        name: _cells(name, [line[place].strip() for line in lines[1:]], label, "," if delimiter == ";" else ".", problems) for place, name in enumerate(heads)
    }


def _cells(name: str, cells: list[str], label: str, decimal: str, problems: list[str]) -> tuple[Value, ...]:
    """A column of cells as values of a lever or trait."""
    if unknown := unknown_name(name):
        problems.append(f"{unknown} ({label}, line 1)")
        return ()
    family, _, field = name.partition(".")
    numbers, kind = FAMILIES[family]
    values = [cell if field in CATEGORIES else _number(cell.replace(decimal, ".")) for cell in cells]
    wrong = [
        text
        for line, value in enumerate(values, 2)
        for text in field_problems(numbers, {field: value}, f"{family}.", kind, lambda *_, at=line: f"({label}, line {at})")
    ]
    problems += wrong[:MOST_TOLD] + ([f"{name}: {len(wrong) - MOST_TOLD} more cells cannot be used ({label})"] if len(wrong) > MOST_TOLD else [])
    return tuple(values)


def _number(cell: str) -> Value:
    try:
        return float(cell)
    except ValueError:
        return cell
