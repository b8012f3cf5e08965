"""Who reads a lever: found in the syntax trees of the rules. Only the frames of the steps that its declaration names."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

from simulation.levers import DECLARED, NAMES
from simulation.state import LEVER_ROW, STEPS
from simulation.uses import HOUSE, all_uses, readers_of_lever

# What decides what a run becomes and how it is counted. The rest of the package describes scenarios, and may name their levers.
ENGINE = (
    "week", "run", "world", "founding", "company", "invention", "coefficients", "draws", "compiled", "state", "records", "stepwise", "clientele",
    "market", "visitors", "outcomes", "counting", "recording", "ensemble", "evidence/watch", *(f"mechanisms/{name}" for name in (*STEPS, "shared")),
)  # fmt: skip
COUNTED_IN = ("outcomes", "counting", "recording", "ensemble", "mechanisms/accounts", "mechanisms/customers", "mechanisms/release", "mechanisms/delivery")

every_step = pytest.mark.parametrize("step", STEPS)


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((HOUSE / f"{file}.py").read_text(encoding="utf-8"))


def functions(step: str) -> dict[str, ast.FunctionDef]:
    """The functions of a step's file."""
    return {node.name: node for node in tree(f"mechanisms/{step}").body if isinstance(node, ast.FunctionDef)}


def reached(step: str, start: str) -> set[str]:
    """The functions of a step's file that a half of it calls, directly or through others."""
    known, found, open_ = functions(step), set(), [start]
    while open_:
        name = open_.pop()
        if name in known and name not in found:
            found.add(name)
            open_ += [node.func.id for node in ast.walk(known[name]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return found


def names_in(node: ast.AST) -> set[str]:
    """Every bare name in a piece of source: variables, parameters, what is imported."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    return found | {alias.asname or alias.name for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom) for alias in each.names}


def rows_named_in(step: str) -> dict[str, str]:
    """Constants of a step's file that are rows of the agenda, and the lever of each."""
    module = import_module(f"simulation.mechanisms.{step}")
    wanted = {row: lever for lever, row in LEVER_ROW.items()}
    targets = [target for node in tree(f"mechanisms/{step}").body if isinstance(node, ast.Assign) and "LEVER_ROW" in names_in(node) for target in node.targets]
    return {each.id: wanted[getattr(module, each.id)] for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


def bookings(file: str) -> Iterator[tuple[str, str]]:
    """(function, row) of each assignment to `agenda.booked[row, ...]` in a file."""
    for function in [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef)]:
        for node in ast.walk(function):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Attribute) and target.value.attr == "booked":
                    row = target.slice.elts[0] if isinstance(target.slice, ast.Tuple) else target.slice
                    yield function.name, row.id if isinstance(row, ast.Name) else ast.unparse(row)


@pytest.mark.parametrize("name", NAMES)
def test_a_lever_is_read_in_exactly_the_steps_that_it_declares(name):
    assert readers_of_lever(name) == sorted(DECLARED[name].extra["read_in"])


@every_step
def test_levers_and_switches_are_read_by_the_frame_of_a_step_and_by_nothing_that_its_act_calls(step):
    reading = {name for name, node in functions(step).items() if names_in(node) & {"levers", "on"}}
    assert reading <= reached(step, "frame")
    assert not reading & reached(step, "act")


@every_step
def test_what_an_act_calls_is_no_part_of_its_frame_but_rules_on_numbers(step):
    """A value read from a lever could reach an act through a function of both; such a function may only be handed numbers of the state."""
    shared = reached(step, "frame") & reached(step, "act")
    for name in shared:
        assert "levers" not in names_in(functions(step)[name])
        assert not {each.arg for each in functions(step)[name].args.args} & {"levers", "on", "agenda"}


def test_nothing_that_counts_mentions_the_levers():
    for file in COUNTED_IN:
        assert not names_in(tree(file)) & {"levers", "LEVER_ROW", "LEVER_TABLE"}, file


def test_in_the_engine_a_lever_is_named_only_by_the_steps():
    named = {use.file for use in all_uses() if use.base in ("levers", "lever_table") and use.field in NAMES}
    assert {file for file in named if file in ENGINE} == {f"mechanisms/{step}" for name in NAMES for step in DECLARED[name].extra["read_in"]}
    assert all((HOUSE / f"{file}.py").is_file() for file in ENGINE)


def test_no_rule_of_the_engine_is_missing_from_this_list():
    """A file with compiled rules belongs to the engine: a new one must be looked at here."""
    files = {path.relative_to(HOUSE).with_suffix("").as_posix() for path in HOUSE.rglob("*.py")}
    assert {file for file in files if any(_is_compiled(node) for node in ast.walk(tree(file)))} <= set(ENGINE)


def _is_compiled(node: ast.AST) -> bool:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(isinstance(each, ast.Name) and each.id in ("compiled", "entry") for each in decorators)


@every_step
def test_a_step_names_agenda_rows_of_levers_that_it_reads(step):
    assert {step in DECLARED[name].extra["read_in"] for name in rows_named_in(step).values()} <= {True}


def test_each_lever_that_books_days_does_so_in_one_step_and_no_other_lever_does():
    booking = sorted(name for step in STEPS for name in rows_named_in(step).values())
    assert booking == sorted(name for name in NAMES if DECLARED[name].extra["books"])


@every_step
def test_days_are_booked_only_in_rows_of_the_levers_that_a_step_reads(step):
    rows = rows_named_in(step)
    written = {row for _, row in bookings(f"mechanisms/{step}")}
    assert written == set(rows)


def test_no_other_file_of_the_engine_books_days():
    assert not [(file, found) for file in ENGINE if not file.startswith("mechanisms/") for found in bookings(file)]


PLAIN = {0, 1, -1, 2, 3}  # counting, halves and squares; everything else in a rule is declared, or a constant with a name and a reason
MIDDLE = 0.5  # of a scale from 0 to 1: only as what something is above or below


@pytest.mark.parametrize("file", [*STEPS, "shared"])
def test_a_rule_holds_no_number_that_is_not_declared(file: str) -> None:
    """A coefficient has a range, a source and a meaning; a number in the midst of a rule has none, and nobody could doubt it."""
    functions = [each for each in tree(f"mechanisms/{file}").body if isinstance(each, ast.FunctionDef)]
    differences = [node for each in functions for node in ast.walk(each) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)]
    middles = {side for node in differences for side in (node.left, node.right) if isinstance(side, ast.Constant) and side.value == MIDDLE}
    found = [
        f"{function.name}, line {node.lineno}: {node.value}"
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value not in PLAIN and node not in middles
    ]
    assert not found
