"""omnigov simulates an omnichannel programme under governance. These are its public names; each loads its module when first used.

    import simulation

    as_is = simulation.load("retailer/as-is")
    sponsored = as_is.with_(levers={"sponsorship": 0.9}, title="A sponsor is named")
    comparison = simulation.compare([as_is, sponsored], worlds=200, seed=1)
    print(comparison.differences)

Importing the package loads neither the compiled kernel, Mesa nor matplotlib, so a command that needs none of them is quick.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.analysis.comparison import Comparison, compare
    from simulation.ensemble import Ensemble
    from simulation.model import OmnichannelModel
    from simulation.outcomes import OUTCOMES, SERIES
    from simulation.run import run
    from simulation.scenario import Change, InputError, Scenario, load
    from simulation.sweep.engine import sweep
    from simulation.sweep.results import Results

__version__ = "0.1.0"
__all__ = [
    "OUTCOMES",
    "SERIES",
    "Change",
    "Comparison",
    "Ensemble",
    "InputError",
    "OmnichannelModel",
    "Results",
    "Scenario",
    "__version__",
    "compare",
    "load",
    "run",
    "sweep",
]

_HOMES = {
    "simulation.analysis.comparison": ("Comparison", "compare"),
    "simulation.ensemble": ("Ensemble",),
    "simulation.model": ("OmnichannelModel",),
    "simulation.outcomes": ("OUTCOMES", "SERIES"),
    "simulation.run": ("run",),
    "simulation.scenario": ("Change", "InputError", "Scenario", "load"),
    "simulation.sweep.engine": ("sweep",),
    "simulation.sweep.results": ("Results",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """The public name, from the module that it lives in (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """A package in which `simulation.run` is the function, though a module of the same name lies inside."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep a module that has just been imported from taking the place of the public name that it defines."""
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
