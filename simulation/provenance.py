"""What a study was made with: the model's code, the versions of what it stands on, the commit."""

import ast
import hashlib
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import simulation

PACKAGES = ("matplotlib", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy")
HOUSE = Path(__file__).parent


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the packages that its numbers stand on."""
    return {"omnigov": simulation.__version__, "python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def model_hash() -> str:
    """Hash of the sources that decide what a run gives: those that `run.py` and `outcomes.py` bring in, directly or not."""
    known = {HOUSE / "run.py", HOUSE / "outcomes.py"}
    left = list(known)
    while left:
        new = _imports(left.pop()) - known
        known |= new
        left += new
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(known):
        digest.update(path.relative_to(HOUSE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _imports(path: Path) -> set[Path]:
    """Sources of the package that a source imports."""
    found: set[Path] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "simulation":
            module = str(node.module)
            names = [module, *(f"{module}.{each.name}" for each in node.names)]
            found |= {HOUSE.joinpath(*name.split(".")[1:]).with_suffix(".py") for name in names if name != "simulation"}
    return {each for each in found if each.is_file()}


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
