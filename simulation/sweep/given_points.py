"""Points that are given rather than computed: lists read side by side, or the lines of a CSV.

A CSV's first line names levers and traits in full (`levers.sponsorship`), each other line is a point. Commas or semicolons, and with
semicolons decimal commas, as a French spreadsheet writes them.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

from simulation.checks import shown
from simulation.layers import Layer, label_of
from simulation.levers import CATEGORIES
from simulation.sweep.varied import FAMILIES, Listed, Value, Varied, unknown_name
from simulation.validation import field_problems

LARGEST = 200_000_000  # bytes
SEPARATOR = re.compile(r"sep=([;,])\r?\n")
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
    if points == "":
        problems.append(f"design: points is empty: name a CSV, or leave it out {layer.where('design', 'points')}")
    elif isinstance(points, str):
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
        if not path.is_file() or path.stat().st_size > LARGEST:
            problems.append(f"points: there is no such file of text, or it is a very large one ({label})")
            return {}
        text = path.read_bytes().decode("utf-8-sig")
        said = SEPARATOR.match(text)  # a line by which some spreadsheets tell themselves
        first = text[said.end() if said else 0 :].partition("\n")[0]
        delimiter = said[1] if said else ";" if first.count(";") > first.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)][1 if said else 0 :]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(f"points: this is not UTF-8 text: byte 0x{error.object[error.start]:02x} ({label}, line {line}); save the file as UTF-8")
        return {}
    except (OSError, ValueError, csv.Error) as error:  # ValueError: a path with a null byte
        problems.append(f"points cannot be read: {getattr(error, 'strerror', None) or error} ({label})")
        return {}
    lines, at = [line for _, line in rows], [place for place, _ in rows]
    if len(lines) < 2:
        problems.append(f"there are no points: the first line names levers and traits (levers.sponsorship), each other line is a point ({label})")
        return {}
    heads = [cell.strip() for cell in lines[0]]
    short = [place for place, line in enumerate(lines) if len(line) != len(heads)]
    problems += [f"{len(lines[place])} cells where the first line names {len(heads)} columns ({label}, line {at[place]})" for place in short[:10]]
    problems += [f"column '{name}' is given twice ({label}, line {at[0]})" for place, name in enumerate(heads) if name in heads[:place]]
    if short:
        return {}
    return {
        name: _cells(name, [line[place].strip() for line in lines[1:]], at, label, "," if delimiter == ";" else ".", problems)
        for place, name in enumerate(heads)
    }


def _cells(name: str, cells: list[str], at: list[int], label: str, decimal: str, problems: list[str]) -> tuple[Value, ...]:
    """A column of cells, in these lines of the file (its head first), as values of a lever or trait."""
    if unknown := unknown_name(name):
        problems.append(f"{unknown} ({label}, line {at[0]})")
        return ()
    family, _, field = name.partition(".")
    numbers, kind = FAMILIES[family]
    values = [cell if field in CATEGORIES else _number(cell.replace(decimal, ".")) for cell in cells]
    wrong = [
        text
        for line, value in zip(at[1:], values, strict=True)
        for text in field_problems(numbers, {field: value}, f"{family}.", kind, lambda *_, at=line: f"({label}, line {at})")
    ]
    problems += wrong[:MOST_TOLD] + ([f"{name}: {len(wrong) - MOST_TOLD} more cells cannot be used ({label})"] if len(wrong) > MOST_TOLD else [])
    return tuple(values)


def _number(cell: str) -> Value:
    try:
        return cell if "_" in cell else float(cell)
    except ValueError:
        return cell
