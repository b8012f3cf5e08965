"""A run whose every number is kept, compiled or (with NUMBA_DISABLE_JIT=1) in plain Python: the oracle that compiled rules are tested against.

NUMBA_DISABLE_JIT=1 python oracle.py tasks.json results.npz
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from weekly import columns

from simulation.levers import COSTS
from simulation.outcomes import OUTCOMES
from simulation.run import whole_run
from simulation.scenario import Scenario, scenario_of
from simulation.world import fresh, world_of


def final_state(scenario: Scenario, *, weeks: int, longest: int, customers: int, number: int) -> dict[str, np.ndarray]:
    """All that is left of a run at its end: each column of the state, the outcomes and the costs by unit."""
    world = fresh(world_of(scenario, weeks, customers), 1, number)
    out = np.full(len(OUTCOMES), np.nan)
    by_unit = np.zeros((len(world.accounts.spent), len(COSTS)))
    whole_run(*world, weeks, longest, 0.1, out, by_unit)
    return columns(world) | {"outcomes": out, "cost_by_unit": by_unit}


def final_states(tasks: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """The final states of several runs; each task is a scenario's document and the settings of its run."""
    found = {}
    for place, task in enumerate(tasks):
        state = final_state(scenario_of(task["document"], f"task {place}"), **task["settings"])
        found |= {f"{place} {name}": column for name, column in state.items()}
    return found


def main(tasks: Path, results: Path) -> None:
    """Run the tasks in plain Python and keep their results; refuses to run compiled."""
    if hasattr(whole_run, "py_func"):
        sys.exit("the oracle runs in plain Python: set NUMBA_DISABLE_JIT=1")
    np.savez(results, **final_states(json.loads(tasks.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
