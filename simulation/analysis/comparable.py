"""What may be set side by side: scenarios of one company, run in the same worlds."""

from collections.abc import Sequence
from typing import Any

from simulation.ensemble import Ensemble
from simulation.outcomes import OUTCOMES
from simulation.scenario import Scenario
from simulation.traits import TABLES


def problems_of(scenarios: Sequence[Scenario]) -> list[str]:
    """Why scenarios cannot be compared: too few, or not of one company (its tables; scalar traits may differ)."""
    if len(scenarios) < 2:
        return [f"a comparison needs at least two scenarios, the baseline first; {len(scenarios)} given"]
    whole = [scenario for scenario in scenarios if not scenario.partial]
    found = []
    for scenario in whole[1:]:
        differing = [table for table in TABLES if _rows(whole[0], table) != _rows(scenario, table)]
        if differing:
            found.append(
                f"{scenario.name} and {whole[0].name} are not of one company: their {', '.join(differing)} differ; "
                "compare scenarios that extend the same company file (scalar traits may differ)"
            )
    return found


def _rows(scenario: Scenario, table: str) -> dict[str, dict[str, Any]]:
    """A table of a company by name, so that neither the order of a file nor that of a list matters."""
    rows = (row.model_dump() for row in getattr(scenario.company, table))
    return {row["name"]: {key: sorted(value) if isinstance(value, list) else value for key, value in row.items()} for row in rows}


def unpaired(ensembles: Sequence[Ensemble]) -> list[str]:
    first = ensembles[0]
    return [
        f"{ensemble.scenario.name} was not run in the same worlds, for the same weeks and customers, as {first.scenario.name}"
        for ensemble in ensembles[1:]
        if (ensemble.seed, ensemble.weeks, ensemble.customers) != (first.seed, first.weeks, first.customers)
        or not ensemble.outcomes.index.equals(first.outcomes.index)
    ]


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names in their order, later ones of the same name numbered: "as-is", "as-is (2)"."""
    taken: list[str] = []
    for name in names:
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        taken.append(free)
    return tuple(taken)


def thresholds(baseline: Ensemble) -> dict[str, float | None]:
    """Materiality thresholds by outcome, in its unit: what the baseline's scenario says, else what the outcome declares.

    A relative threshold is a share of the cost in the plan of record, which is the same in all worlds of a company.
    """
    return thresholds_of(baseline.scenario, baseline.plan_cost)


def thresholds_of(scenario: Scenario, plan: float) -> dict[str, float | None]:
    """The same from a scenario and the cost in its plan of record, in EUR."""
    said = scenario.materiality
    declared = {name: each.threshold if each.relative is None else each.relative * plan for name, each in OUTCOMES.items()}
    return declared | {name: said[name] for name in declared if name in said}
