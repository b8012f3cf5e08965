"""Layers laid over each other: one document without `extends`, and a name for what was altered."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from simulation.consistency import Whole
from simulation.layers import Layer

TITLES = ("title", "title_fr", "company_title", "company_title_fr")


def merged(layers: list[Layer], whole: Whole) -> dict[str, Any]:
    """One document without `extends`: later texts and numbers replace earlier ones; changes and switches add up.

    A trait that is stated is no longer uncertain, and one that is left uncertain no longer stated: what is said last holds.
    """
    result: dict[str, Any] = {"levers": {}, "traits": {}, "uncertain": {}, "materiality": {}, "changes": [], "off": []}
    for layer in layers:
        document = layer.document
        result |= _texts(document)
        for key in ("levers", "traits", "materiality", "uncertain"):
            result[key] = result[key] | document.get(key, {})
        result["uncertain"] = {name: words for name, words in result["uncertain"].items() if name not in document.get("traits", {})}
        result["traits"] = {name: value for name, value in result["traits"].items() if name not in document.get("uncertain", {})}
        result["changes"] = result["changes"] + document.get("changes", [])
        result["off"] = [*result["off"], *(name for name in document.get("off", []) if name not in result["off"])]
    result["changes"] = _by_week(result["changes"])
    return result | {table: list(rows.values()) for table, rows in whole.tables.items()}


def _by_week(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One change a week, in the order of weeks; of two values for one lever in one week, the later given holds."""
    weeks: dict[int, dict[str, float | str]] = {}
    for change in changes:
        levers = {name: value if isinstance(value, str) else float(value) for name, value in change["levers"].items()}
        weeks[change["week"]] = weeks.get(change["week"], {}) | levers
    return [{"week": week, "levers": weeks[week]} for week in sorted(weeks)]


def _texts(document: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a layer: a title without a French one stands for both, and a file that lists directorates names the company."""
    title = document.get("title")
    titles = {"title": title, "title_fr": document.get("title_fr") or title} if title else {}
    named = {f"company_{key}": text for key, text in titles.items()} if document.get("directorates") else {}
    return titles | named | {key: document[key] for key in ("sector", *TITLES) if document.get(key)}


def altered(name: str, document: Mapping[str, Any]) -> str:
    """A name that tells what `with_` altered: `as-is, sponsorship 0.9, off delegation`."""
    parts = [name, *(f"{key} {_short(value)}" for kind in ("levers", "traits") for key, value in document.get(kind, {}).items())]
    for change in document.get("changes", []):
        parts += [f"{key} {_short(value)} from week {change['week']}" for key, value in change["levers"].items()]
    return ", ".join([*parts, *(f"off {key}" for key in document.get("off", []))])


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def plain(given: Any) -> Any:
    """What a caller gave, in the types that a file would have given: mappings, lists, and Python's own numbers."""
    if isinstance(given, Mapping):
        return {key: plain(value) for key, value in given.items()}
    if isinstance(given, list | tuple | set | frozenset):
        return [plain(value) for value in given]
    return given.item() if isinstance(given, np.generic) else given


def orderless(value: Any) -> Any:
    """A document in which the order of rows and names, and 1 against 1.0, make no difference."""
    if isinstance(value, Mapping):
        return {key: orderless(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((orderless(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return float(value) if isinstance(value, int) else value
