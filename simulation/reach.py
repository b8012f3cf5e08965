"""What the rules of a step read and move, followed through the rules that they call, however a field is handed on.

A field is moved where it is assigned to (`teams.fte[team] = ...`), also by another name (`moved = channels.moved`) or as an
argument (`clear(demand.users)`) of a rule that writes into it.
"""

import ast
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from simulation.uses import HOUSE, RECORDS, TABLES, base_of, targets_of, tree_of

FIRST = ("frame", "act")


class Rule(NamedTuple):
    """A function of a file (from the package, without .py)."""

    file: str
    name: str


def fields_of(step: str) -> tuple[list[str], list[str]]:
    """State fields that a step only reads, and those that it moves, as `teams.fte`; both sorted."""
    read: set[str] = set()
    moved: set[str] = set()
    for rule in _reached(f"mechanisms/{step}"):
        node = _rules()[rule]
        moved |= set(_moved(rule))
        read |= {_name(each) for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    fields = {each for each in read | moved if each.split(".")[0] in (*RECORDS, *TABLES)}
    return sorted(fields - moved), sorted(fields & moved)


def _reached(file: str) -> list[Rule]:
    """The frame and the act of a step, and every rule that they call, directly or not."""
    known = [rule for name in FIRST if (rule := Rule(file, name)) in _rules()]
    for rule in known:  # grows while it is gone through
        known += [each for each in dict.fromkeys(called for _, called in _calls(rule)) if each not in known]
    return known


def _moved(rule: Rule) -> Iterator[str]:
    """Fields that a rule moves itself, or by handing them to a rule that writes into them."""
    node, written = _rules()[rule], _written(rule)
    for each in ast.walk(node):
        yield from (_name(target) for target in targets_of(each))
        if isinstance(each, ast.Assign):
            yield from (_name(field) for alias, field in _aliases(each) if alias in written)
    for call, called in _calls(rule):
        into = _written(called)
        for parameter, given in zip(_parameters(called), call.args, strict=False):
            if parameter in into and isinstance(given, ast.Attribute):
                yield _name(given)


@cache
def _written(rule: Rule) -> frozenset[str]:
    """Names, parameters among them, of arrays into which a rule writes, itself or through a rule that it calls."""
    found: set[str] = set()
    for each in ast.walk(_rules()[rule]):
        for target in _assigned(each):
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name | ast.Subscript):
                found.add(base_of(target))
    for call, called in _calls(rule):
        if called != rule:
            into = _written(called)
            pairs = zip(_parameters(called), call.args, strict=False)
            found |= {given.id for parameter, given in pairs if parameter in into and isinstance(given, ast.Name)}
    return frozenset(found)


def _calls(rule: Rule) -> Iterator[tuple[ast.Call, Rule]]:
    """The calls of a rule to rules of the package."""
    here = _names(rule.file)
    for each in ast.walk(_rules()[rule]):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            called = here.get(each.func.id, Rule(rule.file, each.func.id))
            if called in _rules():
                yield each, called


@cache
def _rules() -> dict[Rule, ast.FunctionDef]:
    """Every function of the package that stands at the top of its file."""
    found: dict[Rule, ast.FunctionDef] = {}
    for path in sorted([*HOUSE.glob("*.py"), *(HOUSE / "mechanisms").glob("*.py")]):
        file = path.relative_to(HOUSE).with_suffix("").as_posix()
        found |= {Rule(file, node.name): node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}
    return found


@cache
def _names(file: str) -> dict[str, Rule]:
    """What a file calls the rules that it brings in."""
    nodes = [node for node in tree_of(HOUSE / f"{file}.py").body if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulation.")]
    return {each.asname or each.name: Rule(str(node.module).removeprefix("simulation.").replace(".", "/"), each.name) for node in nodes for each in node.names}


def _parameters(rule: Rule) -> list[str]:
    return [each.arg for each in _rules()[rule].args.args]


def _aliases(node: ast.Assign) -> Iterator[tuple[str, ast.Attribute]]:
    """`a, b = x.f, x.g`: a and x.f, b and x.g."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        yield from ((alias.id, field) for alias, field in pairs if isinstance(alias, ast.Name) and isinstance(field, ast.Attribute))


def _assigned(node: ast.AST) -> list[ast.expr]:
    given = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return [each for target in given for each in (target.elts if isinstance(target, ast.Tuple) else [target])]


def _name(field: ast.Attribute) -> str:
    return f"{base_of(field.value)}.{field.attr}"
