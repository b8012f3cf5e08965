"""What the terminal shows while something runs, and how tables and numbers are laid out on it."""

import json
import math
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from simulation.report.amounts import number
from simulation.words import say

PATIENCE = 1.0  # seconds before anything is said
EVERY = 15.0  # seconds between lines where there is no terminal

Progress = Callable[..., None]  # done, all, and how many of those done have failed (0 unless said)


@contextmanager
def progress(label: str, quiet: bool = False, lang: str = "en") -> Iterator[Progress | None]:
    """Progress with time left, on standard error, for what takes longer than a second: a bar on a terminal, else a line now and then."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(say(label, lang), lang) as tell:
            yield tell
    else:
        yield _lines(say(label, lang), lang)


@contextmanager
def _bar(label: str, lang: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    bar = Progress(*parts, console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=None)
    shown = threading.Timer(PATIENCE, bar.start)
    shown.daemon = True
    shown.start()
    try:
        yield lambda done, total, failed=0: bar.update(task, completed=done, total=total, description=_with_failures(label, failed, lang))
    finally:
        shown.cancel()
        bar.stop()


def _lines(label: str, lang: str) -> Progress:
    started = last = time.monotonic()

    def tell(done: int, total: int, failed: int = 0) -> None:
        nonlocal last
        now = time.monotonic()
        if done and done < total and now - last >= EVERY:
            last = now
            left = (now - started) * (total - done) / done
            counts = {"label": _with_failures(label, failed, lang), "done": number(done, 0, lang), "total": number(total, 0, lang), "left": f"{left:.0f}"}
            print(say("{label}: {done} of {total}, about {left} s left", lang, **counts), file=sys.stderr, flush=True)

    return tell


def _with_failures(label: str, failed: int, lang: str) -> str:
    return say("{label}, {failed} failed", lang, label=label, failed=number(failed, 0, lang)) if failed else label


def columns(rows: Sequence[Sequence[str]], heads: Sequence[str], left: int = 1, last_left: bool = False) -> str:
    """A table of texts: the first `left` columns (and the last, if so asked) to the left, the others to the right. A head may have lines."""
    tall = [head.split("\n") for head in heads]
    most = max(map(len, tall))
    table = [*map(list, zip(*([""] * (most - len(each)) + each for each in tall), strict=True)), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    to_left = {*range(left), *([len(heads) - 1] if last_left else [])}
    lines = [
        [cell.ljust(width) if place in to_left else cell.rjust(width) for place, (cell, width) in enumerate(zip(row, widths, strict=True))] for row in table
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def wrapped(text: str, indent: int = 0, width: int = 110) -> str:
    """A paragraph broken into lines, the later ones indented."""
    return textwrap.fill(" ".join(text.split()), width, subsequent_indent=" " * indent, break_long_words=False)


def to_json(document: Any) -> str:
    """JSON that any reader takes: what is not a number is null."""
    return json.dumps(_clean(document), indent=2, ensure_ascii=False, allow_nan=False)


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
