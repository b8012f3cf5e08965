"""First effect and price of each lever: what moves when one lever moves from the middle, all others at their middle.

A lever that moves nothing is dead; one that costs nothing is free. Both are defects of a model, so this table is made by command
(`python -m simulation.analysis.first_effects`) and kept in the docs.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulation.levers import DECLARED, NAMES
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.scenario import Scenario, load

MIDDLE: dict[str, float | str] = {
    "reporting_line": "general management", "structure": "business universe", "review_interval": 8.0, "wave_size": 8.0, "change_lead_weeks": 6.0,
    "coercion": 0.3, "factory_size": 0.25, "modernisation": 0.3,
}  # fmt: skip
MOVED: dict[str, float | str] = {
    "reporting_line": "marketing", "structure": "channel", "review_interval": 2.0, "wave_size": 4.0, "change_lead_weeks": 0.0, "coercion": 0.9,
    "factory_size": 0.6, "modernisation": 0.9, "silo_level": 0.1,
}  # fmt: skip
# What a lever books with people is its price, not its effect.
BOOKED = {"cost_coordination", "cost_training", "cost_steering", "cost_integration", "cost_assets", "delivery_cost", "overrun", "hidden_share"}


class Effect(NamedTuple):
    """What a lever does to one outcome: mean paired difference and its standard error, in the outcome's unit."""

    outcome: str
    difference: float
    error: float

    @property
    def errors(self) -> float:
        """Difference in standard errors (infinite where every world moves alike)."""
        return abs(self.difference) / self.error if self.error > 0 else (math.inf if self.difference else 0.0)


def middle(company: str = "retailer") -> Scenario:
    """A company with every lever at its middle and a sponsor in office."""
    levers = {name: MIDDLE.get(name, 0.5) for name in NAMES}
    return load(f"{company}/typical").with_(levers=levers, title="every lever at its middle")


def moved(name: str) -> float | str:
    """The value to which a lever is moved from its middle."""
    return MOVED.get(name, 0.9)


def effects(base: pd.DataFrame, other: pd.DataFrame) -> list[Effect]:
    """Paired effects on every outcome, the clearest first; worlds in which either is undefined are left out."""
    found = []
    for outcome in OUTCOMES:
        difference = (other[outcome] - base[outcome]).dropna()
        if len(difference) > len(base) / 2:
            found.append(Effect(outcome, float(difference.mean()), float(difference.std(ddof=1) / math.sqrt(len(difference)))))
    return sorted(found, key=lambda each: -each.errors)


def first_effects(company: str = "retailer", worlds: int = 60, customers: int = 5000) -> dict[str, list[Effect]]:
    """For each lever, the paired effects of moving it alone from the middle, over the same worlds."""
    base = middle(company)
    outcomes = run(base, worlds=worlds, customers=customers).outcomes
    return {name: effects(outcomes, run(base.with_(levers={name: moved(name)}), worlds=worlds, customers=customers).outcomes) for name in NAMES}


def better(effect: Effect) -> bool:
    """Whether an effect is in the direction that the outcome's declaration calls better."""
    return (effect.difference > 0) == (OUTCOMES[effect.outcome].direction == "higher")


def table(found: dict[str, list[Effect]]) -> str:
    """The table of the docs, in Markdown."""
    lines = ["| Lever | from | to | first effects (standard errors) | for the worse | price, as declared |", "|---|---|---|---|---|---|"]
    for name, all_effects in found.items():
        free = [each for each in all_effects if each.outcome not in booked_by(name) and each.errors > 0]
        worse = [each for each in all_effects if not better(each) and each.errors > 4][:3]
        start = MIDDLE.get(name, 0.5)
        lines.append(f"| `{name}` | {start} | {moved(name)} | {_shown(free[:3])} | {_shown(worse)} | {DECLARED[name].extra['price']} |")
    return "\n".join(lines)


def booked_by(name: str) -> set[str]:
    """The outcomes into which the days that a lever books go: its price, where it books any."""
    return BOOKED if DECLARED[name].extra["books"] else set()


def _shown(few: list[Effect]) -> str:
    return "; ".join(f"{each.outcome} {_number(each.difference)} ({min(each.errors, 999):.0f})" for each in few) or "none beyond four"


def _number(value: float) -> str:
    return f"{value / 1e6:+.2f} M" if abs(value) >= 1e4 else f"{value:+.3g}"


def page(worlds: int = 60) -> str:
    """The page `docs/first-effects.md`."""
    found = first_effects(worlds=worlds)
    dead = [name for name, all_effects in found.items() if not any(each.errors > 4 and each.outcome not in booked_by(name) for each in all_effects)]
    return (
        "# First effect and price of each lever\n\n"
        "Made by `make docs`: the reference retailer with every lever at its middle and a sponsor in office; each lever is moved alone, in the\n"
        f"same {worlds} worlds. Figures are mean paired differences, with their size in standard errors. What a lever books with people\n"
        "(coordination, training, steering, integration, assets) is its price, and is not counted as an effect.\n\n"
        f"Levers without an effect beyond four standard errors: {', '.join(dead) or 'none'}.\n\n" + table(found) + "\n"
    )


if __name__ == "__main__":
    np.seterr(all="ignore")
    print(page())
