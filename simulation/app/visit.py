"""What one visitor has before him: worlds that stand at a week, ensembles already run. Nothing is shared between visitors."""

import logging
from collections.abc import Callable
from typing import TypeVar

from simulation.app.live import Live
from simulation.app.odds import Kept
from simulation.checks import InputError
from simulation.scenario import Scenario

Value = TypeVar("Value")


class Visit:
    """The working memory of one visitor."""

    def __init__(self) -> None:
        self.kept = Kept()
        self._lives: dict[int, tuple[tuple[object, ...], Live]] = {}

    def live(self, place: int, scenario: Scenario, seed: int, world: int, customers: int, week: int) -> Live:
        """The world of the scenario in a place, moved to a week; made anew when it is another world or another scenario."""
        key = (scenario.hash, seed, world, customers)
        if place not in self._lives or self._lives[place][0] != key:
            self._lives[place] = key, Live(scenario, seed, world, customers)
        return self._lives[place][1].go_to(week)


def attempt(trying: Callable[[], Value]) -> tuple[Value | None, list[str]]:
    """What a function returns, or None and what went wrong: a page shows it and lives on. Faults of the program are also logged."""
    try:
        return trying(), []
    except InputError as error:
        return None, error.problems
    except Exception as error:
        logging.getLogger("omnigov").exception("a page failed")
        return None, [f"this went wrong in the model ({type(error).__name__}: {error})"]
