"""What an analysis is about: scenarios of one company, the option that is looked at closely, the worlds to use, the target."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from simulation.analysis.comparison import DECIDING, PRIMARY
from simulation.analysis.moves import Move, moves
from simulation.analysis.points import Progress, Runner
from simulation.analysis.smallest import Aim
from simulation.outcomes import OUTCOMES, SUCCESS
from simulation.scenario import Scenario

WORLDS = 40
FUTURES_APART = 1_000_000  # worlds of futures and of designs lie far from those of searches
TARGET = Aim("value_share", SUCCESS)  # what the plan of record promised
Follow = Callable[[str], AbstractContextManager[Progress | None]]


@dataclass(frozen=True)
class Case:
    """One decision: `scenarios` (the baseline first) under unique `names`, `option` being the place of the one to be explained.

    Searches run in `worlds` worlds from `first` on, and what they find again in twice as many from `fresh` on; the numbers of futures, designs and
    trials follow from `worlds` too. `aim` is the target; `threshold` the smallest difference that matters in the deciding outcome;
    `journal` a file from which a search that was interrupted goes on; `follow` shows progress under a label.
    """

    scenarios: Sequence[Scenario]
    names: list[str]
    option: int
    runner: Runner
    threshold: float
    first: int
    fresh: int
    follow: Follow
    worlds: int = WORLDS
    aim: Aim = TARGET
    journal: Path | None = None
    outcomes: tuple[str, ...] = PRIMARY
    deciding: str = DECIDING

    @property
    def baseline(self) -> Scenario:
        """The scenario that others are compared with."""
        return self.scenarios[0]

    @property
    def chosen(self) -> Scenario:
        """The option that is looked at closely."""
        return self.scenarios[self.option]

    @property
    def moves(self) -> list[Move]:
        """What the option does otherwise than the baseline."""
        return moves(self.baseline, self.chosen)

    @property
    def judged(self) -> list[str]:
        """The outcomes by which options are judged: the primary ones, and that of the target."""
        return list(dict.fromkeys([*self.outcomes, self.aim.outcome]))

    @property
    def search(self) -> range:
        """Worlds in which things are looked for."""
        return range(self.first, self.first + self.worlds)

    @property
    def confirm(self) -> range:
        """Worlds in which what was found is run again."""
        return range(self.fresh, self.fresh + 2 * self.worlds)

    def sign(self, outcome: str) -> float:
        """1 where more of an outcome is better, -1 where less is."""
        return 1.0 if OUTCOMES[outcome].direction == "higher" else -1.0
