"""Who reads what: found in the syntax trees of the rules, never written down by hand."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).parent
RECORDS = ("board", "programme", "factory", "market")
TABLES = ("directorates", "teams", "ties", "channels", "journeys", "packages", "assets", "customers", "demand", "agenda", "decisions", "accounts")


class Use(NamedTuple):
    """`base.field` met in a file: read, or moved (assigned to, as a whole or in part)."""

    file: str  # without .py, from the package: `mechanisms/steering`
    base: str
    field: str
    moved: bool


def readers_of_lever(name: str) -> list[str]:
    """The steps that read a lever: `levers.NAME` in their files."""
    return sorted({_step(use) for use in all_uses() if use.base == "levers" and use.field == name and use.file.startswith("mechanisms/")})


def readers_of_trait(name: str, table: str | None = None) -> list[str]:
    """The files that read a trait of the company (`traits.NAME`), or of a table's rows (`team.NAME`)."""
    bases = {"traits"} if table is None else {table, table.rstrip("s"), "each", "row"}
    skipped = ("mechanisms/", "state", "traits", "analysis/", "report/", "handbook/", "app/")
    return sorted({use.file + ".py" for use in all_uses() if use.field == name and use.base in bases and not use.file.startswith(skipped)})


def reads_coefficient(step: str, name: str) -> bool:
    """Whether a step's own file reads a coefficient of its: `c.NAME`."""
    return name in _fields("c", f"mechanisms/{step}")


def levers_of(step: str) -> list[str]:
    """Levers that a step reads."""
    return sorted(_fields("levers", f"mechanisms/{step}"))


@cache
def all_uses() -> tuple[Use, ...]:
    """Every `base.field` in the sources of the package."""
    return tuple(use for path in sorted(HOUSE.rglob("*.py")) for use in _uses(path))


@cache
def _fields(base: str, file: str) -> frozenset[str]:
    """The fields of a base that a file meets."""
    return frozenset(use.field for use in all_uses() if use.base == base and use.file == file)


def _step(use: Use) -> str:
    return use.file.removeprefix("mechanisms/")


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a source."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _uses(path: Path) -> Iterator[Use]:
    file = path.relative_to(HOUSE).with_suffix("").as_posix()
    nodes = list(ast.walk(tree_of(path)))
    moved = {id(target) for node in nodes for target in targets_of(node)}
    for node in nodes:
        if isinstance(node, ast.Attribute):
            yield Use(file, base_of(node.value), node.attr, id(node) in moved)


def base_of(node: ast.expr) -> str:
    """`teams` of `teams.fte`, of `teams[row].fte` and of `world.teams.fte`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return base_of(node.value) if isinstance(node, ast.Subscript) else ""


def targets_of(node: ast.AST) -> Iterator[ast.Attribute]:
    """The attributes that a statement assigns to, as a whole or in part."""
    given = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
    for target in given:
        for each in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            inner: ast.expr = each
            while isinstance(inner, ast.Subscript):
                inner = inner.value
            if isinstance(inner, ast.Attribute):
                yield inner
