"""The week as the code has it: its steps, what each specifies, its rules on scalars, and where chance comes in."""

import ast
from collections.abc import Iterator

from simulation import describe, draws
from simulation.handbook.marks import code, table
from simulation.uses import HOUSE, RECORDS, TABLES, tree_of

MECHANISMS = HOUSE / "mechanisms"
NOT_SCALARS = {*RECORDS, *TABLES, "levers", "on", "keys", "week", "meets", "words", "tally", "hazards"}  # what a rule on scalars is not handed
WITHOUT_RULES = ("frame", "act")
STREAMS = ("MASK", "LUCK", "COEFFICIENTS", "COMPANY")  # whole numbers of draws.py that are no purpose


def steps() -> str:
    """A line for each step, in the order of the week."""
    rows = []
    for each in describe.steps():
        facts = each.facts
        first = each.label.partition(", ")[2] or each.label
        title, _, what = first.partition(": ")
        rows.append([facts["order"], f"[`{each.name}`](#{each.name})", (what or title).rstrip("."), code(facts["levers"]), _by_table(facts["moves"])])
    return table(["", "Step", "What happens", "Levers read", "Fields moved"], rows)


def _by_table(fields: list[str]) -> str:
    """`teams: buy_in, fatigue; board: vacancy` of `teams.buy_in`, ..."""
    found: dict[str, list[str]] = {}
    for field in fields:
        base, _, name = field.partition(".")
        found.setdefault(base, []).append(name)
    return "; ".join(f"{base}: {', '.join(names)}" for base, names in found.items())


def submodels() -> str:
    """A section for each step: its specification, and its rules on scalars as they stand."""
    return "\n\n".join(_submodel(each) for each in describe.steps())


def _submodel(entry: describe.Entry) -> str:
    said = entry.facts["meaning"]
    rules = "\n\n\n".join(scalar_rules(entry.name))
    parts = [f"### {entry.name}", said, f"Coefficients (`c` below): [{entry.name}](coefficients.md#{entry.name})."]
    return "\n\n".join(parts + ([f"```python\n{rules}\n```"] if rules else []))


def scalar_rules(step: str) -> Iterator[str]:
    """The sources of a step's rules that are handed numbers only: the equations of the model."""
    path = MECHANISMS / f"{step}.py"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name not in WITHOUT_RULES:
            given = {each.arg for each in node.args.args}
            loops = any(isinstance(each, ast.For) for each in ast.walk(node))
            if not given & NOT_SCALARS and "c" in given and not loops:
                yield "\n".join(lines[node.lineno - 1 : node.end_lineno])


def chance() -> str:
    """A line for each purpose for which a number is drawn: the rule that draws it, and what this rule is about."""
    purposes = [name for name in vars(draws) if name.isupper() and isinstance(getattr(draws, name), int) and name not in STREAMS]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in purposes}
    for path in sorted([*HOUSE.glob("*.py"), *MECHANISMS.glob("*.py")]):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and path.stem != "draws":
                said = (ast.get_docstring(node) or "").split("\n\n")[0]
                for name in sorted(_names(node) & set(purposes)):
                    found[name].append((f"{path.stem}.{node.name}", said))
    return table(["Purpose", "Drawn in", "Where"], [[code([name]), code([rule]), said] for name in purposes for rule, said in found[name]])


def _names(node: ast.AST) -> set[str]:
    """Names in a rule, as they stand or as fields of a module: X and `draws.X`."""
    names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "draws"}
    return names | {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
