"""Work over threads that Ctrl-C may end at any moment.

A pool of `concurrent.futures` keeps its threads' locks in the waiting thread too: Ctrl-C between two of them, and all wait for ever.
Here threads tell what they have done through a queue that holds no lock of Python's, and nobody waits for them to end.
"""

import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


def over_threads(do: Callable[[int], T], count: int, threads: int | None = None, tell: Callable[[int], None] | None = None) -> list[T]:
    """What `do` gives for 0, 1, ... `count` - 1, in this order, over threads (default: one a core); `tell` is told, in this thread, what is done.

    Raises what `do` raises first. However this ends, each thread ends after the call under way.
    """
    left, stop, told = iter(range(count)), threading.Event(), SimpleQueue[Any]()

    def work() -> None:
        try:
            for row in left:  # one iterator for all threads: a step of it is one act of the interpreter
                if stop.is_set():
                    return
                told.put((row, do(row)))
        except BaseException as error:
            told.put((-1, error))

    done: dict[int, T] = {}
    try:
        for _ in range(min(threads or os.cpu_count() or 1, count)):
            threading.Thread(target=work, daemon=True).start()
        while len(done) < count:
            row, result = told.get()
            if row < 0:
                raise result
            done[row] = result
            if tell is not None:
                tell(row)
    finally:
        stop.set()
    return [done[row] for row in range(count)]
