"""What an analysis varies: levers, traits and coefficients by full name, each with its range, its group and its words.

A full name says the family first: `levers.sponsorship`, `traits.legacy_debt`, `coefficients.commitment.inertia`. A *point* sets
some of them; whatever it does not set is the scenario's own (levers, traits) or drawn for the world (coefficients).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from simulation.checks import InputError, did_you_mean
from simulation.levers import CATEGORIES, DECLARED
from simulation.parameters import Declared, declared
from simulation.scenario import Scenario
from simulation.traits import Traits
from simulation.validation import STEPS

LEVERS, TRAITS, COEFFICIENTS = "levers", "traits", "coefficients"
LUCK = "luck"  # a factor too: another world, in which everything that no other factor sets is drawn anew
GROUPS = ("who decides", "structure", "goals", "pace", "people", "technology", "the company", "the rules", LUCK)
DOUBT = 0.25  # how far a trait that a file states as a number is doubted: a quarter more or less, within its declared range


class Factor(NamedTuple):
    """Something that is varied between `low` and `high` (both inclusive); a choice is varied over the places of its options."""

    name: str
    low: float
    high: float
    group: str
    label: str
    label_fr: str
    unit: str
    options: tuple[str, ...] = ()

    def value(self, share: float) -> float | str:
        """The value at a share (0 to 1) of the range; of a choice, the option."""
        if self.options:
            return self.options[min(int(share * len(self.options)), len(self.options) - 1)]
        return self.low + share * (self.high - self.low)


def lever_factors(names: Iterable[str] | None = None) -> list[Factor]:
    """Levers over their whole declared range, by their own names (default: all)."""
    return [_lever(DECLARED[name]) for name in (DECLARED if names is None else names)]


def trait_factors(scenario: Scenario, doubt: float = DOUBT) -> list[Factor]:
    """Scalar traits: over the range that the company's file leaves open, else around what it says by a share of that; within the declared range."""
    said, open_ = scenario.company.traits.model_dump(), scenario.uncertain
    found = []
    for each in declared(Traits):
        value = said[each.name]
        low, high = open_.get(each.name, (value * (1 - doubt), value * (1 + doubt)))
        low, high = max(float(each.low or 0.0), low), min(float(each.high or 0.0), high)
        if high > low:
            found.append(_number(f"{TRAITS}.{each.name}", each, low, high, "the company"))
    return found


def coefficient_factors() -> list[Factor]:
    """Every coefficient of every rule over its declared range."""
    from simulation.week import STEPS as MECHANISMS

    return [
        _number(f"{COEFFICIENTS}.{step}.{each.name}", each, float(each.low or 0.0), float(each.high or 0.0), "the rules", f"{step.replace('_', ' ')}: ")
        for step in STEPS
        for each in declared(MECHANISMS[step].Coefficients)
        if each.low != each.high
    ]


def luck_factor() -> Factor:
    """Luck, from 0 to 1: which world it stands for is the design's to say."""
    return Factor(LUCK, 0.0, 1.0, LUCK, "luck", "chance", "")


def all_factors(scenario: Scenario) -> dict[str, Factor]:
    """All that may be varied for a scenario, by full name."""
    return {each.name: each for each in [*lever_factors(), *trait_factors(scenario), *coefficient_factors(), luck_factor()]}


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib takes them; choices run over the places of their options, to be cut down to whole numbers."""
    bounds = [[0.0, float(len(each.options))] if each.options else [each.low, each.high] for each in factors]
    return {"num_vars": len(factors), "names": [each.name for each in factors], "bounds": bounds}


def points_of(factors: Sequence[Factor], design: np.ndarray) -> list[dict[str, float | str]]:
    """The rows of a design [point, factor], in the bounds of `problem_of`, as points."""
    return [{each.name: _entry(each, value) for each, value in zip(factors, row, strict=True)} for row in design]


def placed(scenario: Scenario, point: Mapping[str, float | str]) -> tuple[Scenario, dict[tuple[str, str], float]]:
    """The scenario with a point's levers and traits, and the coefficients that it sets, by (step, name). Raises InputError."""
    levers: dict[str, float | str] = {}
    traits: dict[str, float] = {}
    coefficients: dict[tuple[str, str], float] = {}
    for name, value in point.items():
        family, _, rest = name.partition(".")
        if family == LEVERS:
            levers[rest] = value
        elif family == TRAITS:
            traits[rest] = float(value)
        elif family == COEFFICIENTS:
            step, _, coefficient = rest.partition(".")
            coefficients[(step, coefficient)] = float(value)
        elif name != LUCK:
            raise InputError([f"no factor '{name}'{did_you_mean(name, [*(f'levers.{each}' for each in DECLARED)])}"])
    return (scenario.with_(levers=levers, traits=traits, source="point") if levers or traits else scenario), coefficients


def _entry(factor: Factor, value: float) -> float | str:
    return factor.options[min(int(value), len(factor.options) - 1)] if factor.options else float(value)


def _lever(each: Declared) -> Factor:
    options = CATEGORIES.get(each.name, ())
    low, high = (0.0, len(options) - 1.0) if options else (float(each.low or 0.0), float(each.high or 0.0))
    return Factor(f"{LEVERS}.{each.name}", low, high, str(each.extra["group"]), each.label, str(each.extra["label_fr"]), each.unit, options)


def _number(name: str, each: Declared, low: float, high: float, group: str, prefix: str = "") -> Factor:
    label = prefix + each.name.replace("_", " ")
    return Factor(name, low, high, group, label, str(each.extra.get("label_fr", label)), each.unit)
