"""Odds: what a moved lever changes over many paired worlds, with no more runs than needed.

Only the scenario that was moved is run; ensembles that were run before are kept. A first answer comes from few customers, a refined one
from more; what has become outdated stops at the next chunk of runs.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from simulation.analysis.comparison import Comparison
from simulation.ensemble import Ensemble
from simulation.run import run
from simulation.scenario import Scenario

ROUGH, FINE = 1_000, 5_000  # customers of the first answer, and of the refined one
MOST_KEPT = 8  # ensembles, some 10 MB each

Cancelled = Callable[[], bool]
Progress = Callable[[float], None]


class Outdated(Exception):  # noqa: N818 - it is no error
    """The answer is not wanted any more."""


class Kept:
    """The ensembles of one visitor, the latest used last; `of` runs what is not there."""

    def __init__(self) -> None:
        self._ensembles: OrderedDict[tuple[object, ...], Ensemble] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        scenario: Scenario,
        worlds: int,
        customers: int,
        *,
        seed: int = 1,
        first_world: int = 0,
        progress: Progress | None = None,
        cancelled: Cancelled = bool,
    ) -> Ensemble:
        """The ensemble of a scenario. `progress` is told the share done; raises Outdated soon after `cancelled` says so."""
        key = (scenario.hash, worlds, customers, seed, first_world)
        found = self._ensembles.get(key)
        if found is None:
            found = _run(scenario, worlds, customers, seed, first_world, progress, cancelled)
        with self._lock:
            self._ensembles[key] = found
            self._ensembles.move_to_end(key)
            while len(self._ensembles) > MOST_KEPT:
                self._ensembles.popitem(last=False)
        return found

    def comparison(
        self,
        scenarios: Sequence[Scenario],
        worlds: int,
        customers: int,
        *,
        seed: int = 1,
        first_world: int = 0,
        progress: Progress | None = None,
        cancelled: Cancelled = bool,
    ) -> Comparison:
        """The scenarios in the same worlds, the first the baseline. Raises InputError when they cannot be compared, Outdated as `of`."""
        shared = [_part(progress, place, len(scenarios)) for place in range(len(scenarios))]
        ensembles = [
            self.of(scenario, worlds, customers, seed=seed, first_world=first_world, progress=shared[place], cancelled=cancelled)
            for place, scenario in enumerate(scenarios)
        ]
        return Comparison.of(ensembles)

    def found(self, scenarios: Sequence[Scenario], worlds: int, *, seed: int = 1) -> Comparison | None:
        """The comparison of what was run already, of the finest that there is; None where there is none: nothing is run."""
        for customers in (FINE, ROUGH):
            keys = [(scenario.hash, worlds, customers, seed, 0) for scenario in scenarios]
            there = [found for key in keys if (found := self._ensembles.get(key)) is not None]
            if len(there) == len(keys):
                return Comparison.of(there)
        return None

    def __len__(self) -> int:
        return len(self._ensembles)


_MACHINE = threading.Lock()  # one ensemble at a time: it takes all cores anyway, and the model keeps its companions in one place


def _run(scenario: Scenario, worlds: int, customers: int, seed: int, first_world: int, progress: Progress | None, cancelled: Cancelled) -> Ensemble:
    def tell(done: int, total: int) -> None:
        if cancelled():
            raise Outdated
        if progress is not None:
            progress(done / total)

    while not _MACHINE.acquire(timeout=0.05):
        if cancelled():
            raise Outdated
    try:
        return run(scenario, worlds, seed, first_world, customers=customers, progress=tell)
    finally:
        _MACHINE.release()


def _part(progress: Progress | None, place: int, of: int) -> Progress | None:
    return None if progress is None else lambda share: progress((place + share) / of)
