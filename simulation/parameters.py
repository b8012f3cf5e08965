"""How a number is declared: once, with everything that anyone may ask of it.

A declaration is a pydantic field. It feeds the kernel, the checks of scenario files, `omnigov describe`, the tables of the
docs, and the tests.
"""

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class Numbers(BaseModel):
    """A family of declared numbers: unknown names, wrong types, not-a-number and infinity are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)


class Anchors(NamedTuple):
    """What 0, 0.5 and 1 mean, in facts that anyone in the company could check."""

    zero: str
    half: str
    one: str


def lever(
    default: float,
    *,
    label: str,
    label_fr: str,
    meaning: str,
    anchors: Anchors,
    price: str,
    acts_on: tuple[str, ...],
    read_in: tuple[str, ...],
    group: str,
    neutral: float | str = 0.0,
    books: str | None = None,
    low: float = 0.0,
    high: float = 1.0,
    unit: str = "0 to 1",
) -> Any:
    """Declare a lever: something that a company can decide.

    `acts_on` names the state fields it may move directly, `read_in` the steps that may read it, `books` the kind of cost under
    which its person-days are booked (None: its price is paid in behaviour alone), `neutral` the value at which its
    terms vanish.
    """
    return Field(
        default,
        ge=low,
        le=high,
        title=label,
        description=meaning,
        json_schema_extra={
            "label_fr": label_fr,
            "anchors": list(anchors),
            "price": price,
            "acts_on": list(acts_on),
            "read_in": list(read_in),
            "group": group,
            "neutral": neutral,
            "books": books,
            "unit": unit,
            "source": "decided",
        },
    )


def choice(
    default: str,
    *,
    label: str,
    label_fr: str,
    meaning: str,
    price: str,
    acts_on: tuple[str, ...],
    read_in: tuple[str, ...],
    group: str,
    neutral: str,
    options: dict[str, str],
) -> Any:
    """Declare a lever that is a choice among named options (each with its meaning)."""
    return Field(
        default,
        title=label,
        description=meaning,
        json_schema_extra={
            "label_fr": label_fr,
            "anchors": [f"{name}: {what}" for name, what in options.items()],
            "price": price,
            "acts_on": list(acts_on),
            "read_in": list(read_in),
            "group": group,
            "neutral": neutral,
            "books": None,
            "unit": "one of " + ", ".join(options),
            "source": "decided",
        },
    )


def number(default: float, low: float, high: float, *, unit: str, meaning: str, source: str = "assumed") -> Any:
    """Declare a trait or a coefficient: default, range in which it is plausible, unit, meaning, source key or `assumed`."""
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit, "source": source})


class Declared(NamedTuple):
    """One declared number, as `describe` and the tables show it."""

    name: str
    default: Any
    low: float | None
    high: float | None
    unit: str
    meaning: str
    source: str
    label: str
    extra: dict[str, Any]


def declared(family: type[BaseModel]) -> list[Declared]:
    """The numbers that a family declares, in the order of the source."""
    return [_declared(name, field) for name, field in family.model_fields.items() if field.json_schema_extra]


def _declared(name: str, field: FieldInfo) -> Declared:
    bounds = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "le") if hasattr(rule, key)}
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Declared(
        name=name,
        default=field.default,
        low=bounds.get("ge"),
        high=bounds.get("le"),
        unit=str(extra.get("unit", "")),
        meaning=field.description or "",
        source=str(extra.get("source", "")),
        label=field.title or name.replace("_", " "),
        extra=dict(extra),
    )
