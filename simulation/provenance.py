"""What a study was made with: the model's code, the versions of what it stands on, the commit."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import simulation
from simulation.compiled import sources_hash

PACKAGES = ("matplotlib", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy")
HOUSE = Path(__file__).parent


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the packages that its numbers stand on."""
    return {"omnigov": simulation.__version__, "python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def model_hash() -> str:
    """Hash of the sources that decide what a run gives: those that `run.py` and `outcomes.py` bring in, directly or not."""
    return sources_hash("run.py", "outcomes.py")


def git() -> dict[str, Any]:
    """The commit of a checkout and whether it is clean; empty for an installed package."""
    if not (HOUSE.parent / ".git").exists():
        return {}
    try:
        commit, changed = (
            subprocess.run(["git", "-C", str(HOUSE.parent), *words], capture_output=True, text=True, check=True, timeout=20).stdout.strip()
            for words in (("rev-parse", "HEAD"), ("status", "--porcelain"))
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": commit, "clean": not changed}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
