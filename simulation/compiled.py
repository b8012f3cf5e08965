"""The one way a rule becomes machine code, and where its compiled form is kept.

Rules are plain Python functions. `compiled` compiles one into the rules that call it; `entry` makes one that Python calls; a `piece` is both: part of
a run, and called by itself by whoever walks through a week (a page, an agent); `woven` compiles one as lines of its caller. With
`NUMBA_DISABLE_JIT=1` all return the function as it is: the same text, run slowly, is the oracle that the compiled form is tested against.

numba's cache looks only at the file of the outermost rule, so after an edit elsewhere it would serve yesterday's model.
The cache therefore lies in a folder named after the hash of versions and of all sources that compiled rules stand on; an edit of a page of the
report compiles nothing anew.
"""

import atexit
import hashlib
import os
import pickle
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import types
from numba.core import cgutils
from numba.core.caching import FunctionCache
from numba.extending import intrinsic
from platformdirs import user_cache_path

HOUSE = Path(__file__).parent
Rule = TypeVar("Rule", bound=Callable[..., Any])


@cache
def sources_hash(*roots: str) -> str:
    """Hash of some sources of the package and of all that they import of it, directly or not (32 hexadecimal digits)."""
    known = {HOUSE / root for root in roots}
    left = list(known)
    while left:
        new = _imports(left.pop()) - known
        known |= new
        left += new
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(known):
        digest.update(path.relative_to(HOUSE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


IMPORTED = re.compile(r"^\s*from (simulation\b[\w.]*) import (?:\(([^)]*)\)|(.*))", re.MULTILINE)


def _imports(path: Path) -> set[Path]:
    """Sources of the package that a source imports: found by their words, since to parse them took longer than all else when a command starts."""
    found: set[Path] = set()
    for module, several, one in IMPORTED.findall(path.read_text(encoding="utf-8")):
        names = [module, *(f"{module}.{name}" for name in re.findall(r"\w+", several or one))]
        found |= {HOUSE.joinpath(*name.split(".")[1:]).with_suffix(".py") for name in names if name != "simulation"}
    return {each for each in found if each.is_file()}


def _cache_folder() -> str:
    """Where machine code is kept; where nothing can be kept, a folder that goes with the process.

    It is never left to numba to find another, since that would keep code beside the sources, whatever these have become.
    """
    versions = f"{numba.__version__}-{sys.version_info[:3]}-{numba.config.CPU_NAME or 'host'}"
    name = hashlib.blake2b((versions + sources_hash("run.py", "invention.py")).encode(), digest_size=12).hexdigest()
    folder = Path(os.environ.get("OMNIGOV_CACHE") or user_cache_path("omnigov")) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, ValueError):
        spare = tempfile.mkdtemp(prefix="omnigov-")
        atexit.register(shutil.rmtree, spare, ignore_errors=True)
        folder = Path(spare) / name
    return str(folder)


numba.config.CACHE_DIR = _cache_folder()

# A run takes no memory (all it needs is in the tables of its world), so references are not counted: that took two fifths of its time.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
# Put in its place in what calls it, since handing over a dozen tables takes longer than most rules do.
_INNER: dict[str, Any] = {"forceinline": True}
# A wrapper for Python costs as much to compile as a rule, so only what Python calls has one.
_SILENT: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(rule: Rule) -> Rule:
    """Compile a rule into the compiled rules that call it."""
    return numba.njit(**_OPTIONS, **_INNER, **_SILENT)(rule)


def woven(rule: Rule) -> Rule:
    """Compile a rule as lines of the one rule that calls it: a long rule that is called once would be compiled by itself first for nothing."""
    return numba.njit(**_OPTIONS, **_INNER, **_SILENT, inline="always")(rule)


def entry(rule: Rule) -> Rule:
    """Compile a rule that Python calls."""
    return numba.njit(**_OPTIONS, cache=True)(rule)


def piece(rule: Rule) -> Rule:
    """Compile a rule once, for the compiled rules that call it and for Python alike."""
    return numba.njit(**_OPTIONS, **_INNER, cache=True)(rule)


def is_known(rule: Callable[..., Any]) -> bool:
    """Whether an entry or a piece has machine code of these very sources on this machine, or needs none since rules are run as plain Python."""
    kept: Any = getattr(rule, "_cache", None)
    if kept is None:
        return True
    try:
        known = kept._cache_file._load_index()
        if all(Path(kept._cache_file._data_path(name)).stat().st_size for name in known.values()):
            return bool(known)
    except (EOFError, FileNotFoundError, pickle.UnpicklingError):
        pass
    Path(kept._cache_file._index_path).unlink(missing_ok=True)  # the machine went down while it was written
    return False


@intrinsic  # type: ignore[untyped-decorator]
def _in_one_piece(_: Any, table: types.Array) -> Any:
    """The same table, with the distance between its rows as a constant."""
    if table.ndim != 1:
        raise numba.TypingError("in_one_piece takes a table of one dimension")

    def lower(context: Any, builder: Any, _: Any, values: Any) -> Any:
        rows = context.make_array(table)(context, builder, value=values[0])
        rows.strides = cgutils.pack_array(builder, [context.get_constant(types.intp, table.dtype.size)])
        return rows._getvalue()

    return table(table), lower


# A table of records as the compiler should see it: it takes no rows to lie in one piece, and would multiply wherever one is read. The caller sees to it
# that they do lie so (world.fresh copies tables as bytes).
in_one_piece: Any = (lambda table: table) if numba.config.DISABLE_JIT else _in_one_piece


@cache
def callable_from_python(rule: Callable[..., Any]) -> Callable[..., Any]:
    """A compiled rule of another's, made callable from Python (for agents, tests and tables); a piece is so already."""
    if isinstance(getattr(rule, "_cache", None), FunctionCache):
        return rule
    return entry(getattr(rule, "py_func", rule))
