"""Tables of the state: what exists, field by field, as its sources say it in their own comments; and with what values a run begins."""

import re
from typing import NamedTuple

import numpy as np

from simulation import reach
from simulation.handbook.marks import code, table
from simulation.uses import HOUSE
from simulation.validation import STEPS

SOURCES = ("state.py", "records.py")
LEFT_OUT = ("Coefficients", "World")  # the state as a whole, and numbers that have a page of their own
REFERENCE = "retailer/as-is"
NOT_YET = ("customers", "demand")  # drawn when a run begins
RULES = "rules of the game"  # the heading under which the source lists what levers set

_TABLE = re.compile(r'class (\w+)\(NamedTuple\):\n    """(.*?)"""\n(.*?)(?=\n\n\n)', re.DOTALL)
_RECORD = re.compile(r"^([A-Z]+) = \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_COLUMN = re.compile(r"    (\w+): [^#]+(?:# (.*))?$")
_ENTRY = re.compile(r'    "(\w+)": "(.*)",$')
_GROUP = re.compile(r"    # (.*)$")


class Held(NamedTuple):
    """A field of the state: its name, its unit and meaning, and whether it is a rule of the game."""

    name: str
    meaning: str
    rule: bool


class Kind(NamedTuple):
    """A kind of thing that exists: its name in the rules, what is said of it, its fields."""

    name: str
    meaning: str
    fields: list[Held]


def kinds() -> list[Kind]:
    """What exists, in the order of the source: what there are many of, then what there is one of."""
    text = "\n".join((HOUSE / name).read_text(encoding="utf-8") for name in SOURCES)
    tables = [Kind(name.lower(), said.split("\n\n")[0], _fields(body, _COLUMN)) for name, said, body in _TABLE.findall(text) if name not in LEFT_OUT]
    records = [Kind(name.lower(), "", _fields(body, _ENTRY)) for name, body in _RECORD.findall(text)]
    return [*tables, *records]


def _fields(body: str, pattern: re.Pattern[str]) -> list[Held]:
    found, rule = [], False
    for line in body.splitlines():
        if heading := _GROUP.match(line):
            rule = heading[1] == RULES
        elif field := pattern.match(line):
            found.append(Held(field[1], (field[2] or "").removeprefix("count: "), rule))
    return found


def state() -> str:
    """A table for each kind of thing, with the steps that move each field."""
    moved_in = movers()
    return "\n\n".join(_shown(each, moved_in) for each in kinds())


def movers() -> dict[str, list[str]]:
    """The steps that move each field that moves."""
    found: dict[str, list[str]] = {}
    for step in STEPS:
        for field in reach.fields_of(step)[1]:
            found.setdefault(field, []).append(step)
    return found


def _shown(kind: Kind, moved_in: dict[str, list[str]]) -> str:
    rows = []
    for each in kind.fields:
        steps = code(moved_in.get(f"{kind.name}.{each.name}", []))
        moved = f"rule of the game, set in {steps}" if each.rule and steps else steps
        rows.append([code([each.name]), each.meaning, moved])
    return f"**`{kind.name}`.** {kind.meaning or 'One row.'}\n\n" + table(["Field", "Unit, meaning", "Moved in"], rows)


def start() -> str:
    """Values of the fields that move with which the reference scenario begins, where they are not 0; a span where rows differ."""
    from simulation.scenario import load
    from simulation.world import world_of

    world = world_of(load(REFERENCE), weeks=1, customers=16)
    rows = []
    for field in movers():
        base, _, name = field.partition(".")
        values = np.asarray(getattr(getattr(world, base), name), dtype=float)
        if base not in NOT_YET and values.size and values.any():
            low, high = values.min() + 0.0, values.max() + 0.0  # no "-0"
            rows.append([code([field]), f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"])
    return table(["Field", "At the start"], sorted(rows))
