"""A whole company, its files composed: what is missing, who is referred to and does not exist, shares that do not sum to 1."""

from collections.abc import Iterable
from typing import Any

from simulation.checks import did_you_mean, finite, shown
from simulation.layers import Layer
from simulation.traits import TABLES, Traits
from simulation.validation import row_name

TOLERANCE = 0.001  # of a sum of shares
MOST: dict[str, int] = {"directorates": 100, "teams": 2_000, "channels": 255, "segments": 255, "journeys": 2_000}
MOST_PACKAGES = 65_000
SINGULAR = {"directorates": "directorate", "teams": "team", "channels": "channel", "segments": "segment", "journeys": "journey"}
REFERENCES = (
    ("teams", "directorate", "directorates"),
    ("teams", "channels", "channels"),
    ("channels", "owner", "directorates"),
    ("journeys", "channels", "channels"),
    ("journeys", "involves", "directorates"),
)
SHARES = (("channels", "sales_share"), ("segments", "share"))
SPLITS = (("build_experience", "build_systems"), ("connection_experience", "connection_systems"))


class Whole:
    """The company that some layers compose: one document, and for each of its rows the layers that speak of it."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self.layers = list(layers)
        self.tables: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in TABLES}
        self.places: dict[tuple[str, str], list[tuple[Layer, int]]] = {}
        for layer in self.layers:
            for table in TABLES:
                self._add(layer, table)

    def _add(self, layer: Layer, table: str) -> None:
        rows = layer.document.get(table, [])
        for place, row in enumerate(rows if isinstance(rows, list) else []):
            if name := row_name(row):
                self.tables[table].setdefault(name, {}).update({**row, "name": name})
                self.places.setdefault((table, name), []).append((layer, place))

    def where(self, table: str, name: str, field: str | None = None) -> str:
        """The last layer that gives this field of a row (or any field of it), as messages show it."""
        for layer, place in reversed(self.places[(table, name)]):
            if field is None or field in layer.document[table][place]:
                return layer.where(table, place, *([field] if field else []))
        layer, place = self.places[(table, name)][0]
        return layer.where(table, place)

    @property
    def is_company(self) -> bool:
        """Whether any table of a company is given (governance alone gives none)."""
        return any(self.tables.values())


def company_problems(whole: Whole) -> list[str]:
    """All that is wrong in a composed company, a sentence each."""
    label = f"({whole.layers[-1].label})"
    problems = [f"there is no {SINGULAR[table]}: a company needs at least one {label}" for table, rows in whole.tables.items() if not rows]
    problems += [f"{len(rows):,} {table} are more than {MOST[table]:,} {label}" for table, rows in whole.tables.items() if len(rows) > MOST[table]]
    for table, rows in whole.tables.items():
        problems += _missing(whole, table, rows)
    for table, field, target in REFERENCES:
        problems += _references(whole, table, field, target)
    problems += _journeys(whole, label) + _shares(whole, label) + _splits(whole, label) + _work(whole, label) + _wants(whole, label)
    return problems


def _missing(whole: Whole, table: str, rows: dict[str, dict[str, Any]]) -> list[str]:
    required = [name for name, field in TABLES[table].model_fields.items() if field.is_required()]
    return [f"{table} '{name}': there is no {field} {whole.where(table, name)}" for name, row in rows.items() for field in required if field not in row]


def _names(value: Any) -> list[str]:
    """The names in a field that holds one or a list of them; what is no text was refused before."""
    given = value if isinstance(value, list) else [value]
    return [each.strip() for each in given if isinstance(each, str)]


def _references(whole: Whole, table: str, field: str, target: str) -> list[str]:
    known = whole.tables[target]
    problems = []
    for name, row in whole.tables[table].items():
        used = _names(row.get(field))
        problems += [
            f"{table} '{name}': {field} names an unknown {SINGULAR[target]} '{other}'{did_you_mean(other, known)} {whole.where(table, name, field)}"
            for other in used
            if other not in known
        ]
        problems += [
            f"{table} '{name}': {field} names '{other}' twice {whole.where(table, name, field)}" for other in sorted({x for x in used if used.count(x) > 1})
        ]
    return problems


def _journeys(whole: Whole, label: str) -> list[str]:
    problems, packages = [], 0
    for name, row in whole.tables["journeys"].items():
        count = len(set(_names(row.get("channels"))))
        packages += count * (count + 1) // 2
        if "channels" in row and count < 2:
            problems.append(f"journeys '{name}': it runs on {count} channel; a journey needs at least two {whole.where('journeys', name, 'channels')}")
    if packages > MOST_PACKAGES:
        problems.append(f"the journeys make {packages:,} work packages (a journey on a channel, or two channels connected); at most {MOST_PACKAGES:,} {label}")
    return problems


def _shares(whole: Whole, label: str) -> list[str]:
    problems = []
    for table, field in SHARES:
        default = TABLES[table].model_fields[field].default
        shares = [row.get(field, default) for row in whole.tables[table].values()]
        if shares and all(finite(share) for share in shares) and abs(sum(shares) - 1) > TOLERANCE:
            problems.append(f"the {field} of all {table} sum to {sum(shares):.4g}, not to 1 {label}")
    return problems


def _splits(whole: Whole, label: str) -> list[str]:
    """Experience and systems work leave operations what remains: together they cannot exceed the whole."""
    problems = []
    for pair in SPLITS:
        values = [_trait(whole, name) for name in pair]
        if all(finite(value) for value in values) and sum(values) > 1 + TOLERANCE:
            problems.append(f"traits.{pair[0]} + traits.{pair[1]} = {shown(sum(values))} is more than the whole; together at most 1 {label}")
    return problems


def _work(whole: Whole, label: str) -> list[str]:
    """Somebody must have something to build: else the Factory's people would be shared out by shares of nothing."""
    names = ("build_experience", "build_systems", "connection_experience", "connection_systems", "connection_share")
    build, systems, joined, joining, share = values = [_trait(whole, name) for name in names]
    if not all(finite(each) for each in values) or (1 - share) * (build + systems) + share * (joined + joining) > 0:
        return []
    return [f"traits leave no experience or systems work to anybody: raise build_experience, build_systems or what connections take {label}"]


def _wants(whole: Whole, label: str) -> list[str]:
    """Somebody must want a journey: else appeal would be told against an average of nothing."""
    default = TABLES["segments"].model_fields["affinity"].default
    wanted = [(row.get("affinity", default), row.get("share")) for row in whole.tables["segments"].values()]
    if not wanted or not all(finite(each) for pair in wanted for each in pair) or sum(affinity * share for affinity, share in wanted) > 0:
        return []
    return [f"the affinity of all segments is 0: nobody would ever use a journey {label}"]


def _trait(whole: Whole, name: str) -> Any:
    """A trait as the last layer that gives it says, or its default."""
    given = [layer.document["traits"] for layer in whole.layers if isinstance(layer.document.get("traits"), dict)]
    return next((traits[name] for traits in reversed(given) if name in traits), Traits.model_fields[name].default)
