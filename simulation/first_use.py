"""First use on a machine: rules become machine code, which takes half a minute, so two processes share the work.

Both go through the pieces of a run, one from the front and one from the back, and keep what they have compiled where the other finds it;
where they meet, all is done. What is left then is to put the pieces together.
"""

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np

from simulation import library, stepwise
from simulation.compiled import HOUSE, is_known
from simulation.counting import measure_completion, measure_horizon, measure_programme
from simulation.recording import record_organisation, record_value
from simulation.run import begin
from simulation.scenario import load
from simulation.world import fresh, world_of

HELPER = "import sys; {path!r} in sys.path or sys.path.insert(0, {path!r}); from simulation.first_use import help_along; help_along({parent})"

_ONE = threading.Lock()


def prepare() -> None:
    """Compile the pieces of a run, where this machine has no machine code of them yet: what runs, pages and agents stand on."""
    with _ONE:
        _prepare()


@cache
def _prepare() -> None:
    if all(is_known(rule) for rule, _ in pieces()):
        return
    helper = _helper() if multiprocessing.parent_process() is None else None  # one of many workers has helpers enough
    try:
        for _ in _compiling(list(pieces())):
            pass
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait()


def _helper() -> "subprocess.Popen[bytes] | None":
    """A second process that starts from the back; none where none can be started. It looks into no folder that a stranger may have filled."""
    code = HELPER.format(path=str(HOUSE.parent), parent=os.getpid())
    environment = {**os.environ, "OMNIGOV_CACHE": str(Path(numba.config.CACHE_DIR).parent)}
    unheard = subprocess.DEVNULL  # what goes wrong there goes wrong here too, where it is told
    try:
        return subprocess.Popen([sys.executable, "-P", "-c", code], env=environment, stdin=unheard, stdout=unheard, stderr=unheard)
    except (OSError, TypeError, ValueError):
        return None


def help_along(parent: int) -> None:
    """Compile the pieces from the back, as long as the process that asked for it lives."""
    for _ in _compiling(list(pieces())[::-1]):
        if os.getppid() != parent:
            return


def _compiling(wanted: list[tuple[Any, str]]) -> Iterator[Any]:
    """Compile pieces in this order, one at each turn; what is compiled already is loaded."""
    company = [library.shipped() / kind / f"{name}.toml" for kind, name in zip(library.KINDS, ("retailer", library.BASELINE), strict=True)]
    world = fresh(world_of(load(*company), weeks=1, customers=1), 1, 0)  # types are the same for every company
    more = {"row": world.accounts.series[0], "outside": 0.0, "people": 1, "plan_adoption": 1.0, "weeks": 1, "out": np.zeros(1), "by_unit": np.zeros((1, 1))}
    for rule, step in wanted:
        rule.compile(tuple(numba.typeof(value) for value in stepwise.handed(rule, world, step, **more)))
        yield rule


def pieces() -> Iterator[tuple[Any, str]]:
    """The pieces of a run in the order of their first call, and of which step each is."""
    yield begin, "customers"
    rules = stepwise.rules_of({})
    for step, half in stepwise.halves():
        yield rules[step, half], step
    for rule in (record_organisation, record_value, measure_horizon, measure_programme, measure_completion):
        yield rule, ""
