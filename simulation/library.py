"""The library of scenarios: companies and ways to govern them, found in a checkout or inside the installed package.

A name stands for a file: `retailer` for companies/retailer.toml, `as-is` for governance/as-is.toml, and `retailer/as-is`
for the two composed. A team that keeps a library of its own says where in the environment variable OMNIGOV_LIBRARY.
"""

import os
from functools import cache
from pathlib import Path

from simulation.checks import lies

KINDS = ("companies", "governance")
BASELINE = "as-is"


def folder() -> Path:
    """Folder that holds `companies/` and `governance/`: OMNIGOV_LIBRARY, else the checkout's, else the installed package's."""
    given = os.environ.get("OMNIGOV_LIBRARY")
    return Path(given).resolve() if given else shipped()


@cache
def shipped() -> Path:
    """The checkout's, else the installed package's."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "scenarios"
    return checkout if (checkout / "companies").is_dir() and (here.parent / "pyproject.toml").is_file() else here / "library" / "scenarios"


def names(kind: str) -> list[str]:
    """Names of the library's `companies` or `governance` files; the baseline `as-is` comes first, the others by name."""
    found = sorted(path.stem for path in (folder() / kind).glob("*.toml"))
    return sorted(found, key=lambda name: (name != BASELINE, name))


def all_names() -> list[str]:
    """Every name that stands for one file of the library."""
    return [name for kind in KINDS for name in names(kind)]


def find(name: str) -> list[Path] | None:
    """The files that a library name stands for, to be composed in this order; None when the library has no such name."""
    parts = name.split("/")
    if len(parts) == 2:
        both = [folder() / kind / f"{part}.toml" for kind, part in zip(KINDS, parts, strict=True)]
        return both if all(_plain(part) for part in parts) and all(lies(path) == "file" for path in both) else None
    if len(parts) == 1 and _plain(name):
        for kind in KINDS:
            path = folder() / kind / f"{name}.toml"
            if lies(path) == "file":
                return [path]
    return None


def _plain(name: str) -> bool:
    return name not in ("", ".", "..") and not name.endswith(".toml") and "\\" not in name and "\0" not in name
