"""First use on a machine: rules become machine code, which takes half a minute, so two processes share the work.

Both go through the pieces of a run, one from the front and one from the back, and keep what they have compiled where the other finds it;
where they meet, all is done. What is left then is to put the pieces together.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import numba
import numpy as np

from simulation import stepwise
from simulation.compiled import HOUSE, is_known
from simulation.counting import measure_completion, measure_horizon, measure_programme, record_organisation, record_value
from simulation.run import begin
from simulation.scenario import load
from simulation.world import fresh, world_of

HELPER = "from simulation.first_use import compile_pieces; compile_pieces(backwards=True)"


@cache
def prepare() -> None:
    """Compile the pieces of a run, where this machine has no machine code of them yet: what runs, pages and agents stand on."""
    if all(is_known(rule) for rule, _ in pieces()):
        return
    path = os.pathsep.join(filter(None, [str(HOUSE.parent), os.environ.get("PYTHONPATH")]))
    unheard = subprocess.DEVNULL  # what goes wrong there goes wrong here too, where it is told
    helper = subprocess.Popen([sys.executable, "-P", "-c", HELPER], env={**os.environ, "PYTHONPATH": path}, stdin=unheard, stdout=unheard, stderr=unheard)
    try:
        compile_pieces()
    finally:
        helper.terminate()
        helper.wait()


def compile_pieces(*, backwards: bool = False) -> None:
    """Compile all pieces in this process, from the front or from the back; what is compiled already is loaded."""
    every = list(pieces())
    for rule, values in reversed(every) if backwards else every:
        rule.compile(tuple(numba.typeof(value) for value in values))


def pieces() -> Iterator[tuple[Any, list[Any]]]:
    """The pieces of a run in the order of their first call, and what each is handed: types are the same for every company."""
    horizon = 1
    world = fresh(world_of(load("retailer/as-is"), weeks=horizon, customers=1), 1, 0)
    rules = stepwise.rules_of({})
    out, by_unit = np.zeros(1), np.zeros((1, 1))
    called: list[tuple[Any, dict[str, Any]]] = [
        (begin, {"step": "customers"}),
        *((rules[step, half], {"step": step}) for step, half in stepwise.halves()),
        (record_organisation, {"row": world.accounts.series[0]}),
        (record_value, {"row": world.accounts.series[0], "outside": 0.0, "people": 1}),
        (measure_horizon, {"out": out, "plan_adoption": 1.0, "weeks": horizon}),
        (measure_programme, {"out": out, "weeks": horizon}),
        (measure_completion, {"out": out, "by_unit": by_unit}),
    ]
    for rule, more in called:
        yield rule, stepwise.handed(rule, world, **more)
