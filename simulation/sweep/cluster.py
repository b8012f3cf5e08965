"""All chunks of a sweep, over the workers of a dask scheduler; parts are written here, so workers share nothing but the network.

A worker gets the experiment, lays it out itself, and sees that the outcome is the same sweep: other code or another library gives another key,
and is refused. It returns the very bytes that a thread would have written.
"""

import pickle
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from simulation.checks import InputError, shown
from simulation.sweep.chunks import Runner
from simulation.sweep.engine import Keeper, failures_of
from simulation.sweep.plan import Plan
from simulation.sweep.stopped import StoppedError
from simulation.sweep.store import Content, content_of

ADDRESS = re.compile(r"([a-z]+://)?[^\s/:]+(:\d{1,5})(/\S*)?|([a-z]+://)\S+:\d{1,5}|inproc://\S+")
CONNECT = 10  # seconds: how long a scheduler may take to answer, and its first worker to come
AHEAD = 2  # chunks asked for at a time, for each thread of a worker
GONE = "the scheduler went away; all that was finished is kept: start one and run the same command again"
_RUNNERS: dict[str, Runner] = {}
_LOCK = Lock()


def remote_chunk(key: str, experiment: bytes, chunk: int) -> tuple[int, Content, list[str]]:
    """On a worker: run a chunk; its number, its parts as bytes, and what failed. Raises RuntimeError when this worker would run another sweep."""
    with _LOCK:
        if key not in _RUNNERS:
            plan = Plan(pickle.loads(experiment))
            if plan.key != key:
                raise RuntimeError("this worker has other code, or other libraries, than the command that asks: install the same omnigov on both")
            _RUNNERS.clear()
            _RUNNERS[key] = Runner(plan)
        runner = _RUNNERS[key]
    rows = runner.chunk(chunk)
    assert rows is not None
    return chunk, content_of(runner.plan, rows), failures_of(rows)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of a scheduler that has workers. Raises InputError when there is none."""
    client = _client(address)
    try:
        yield client
    finally:
        client.close(timeout=1)


def run_on(client: Any, *, keeper: Keeper, missing: Sequence[int]) -> None:
    """Run chunks over the workers of a scheduler. Raises `StoppedError` when it goes away or a chunk cannot be run."""
    from distributed.comm.core import CommClosedError

    try:
        alone = 1 if missing and missing[0] == keeper.first else 0
        for chunks in (missing[:alone], missing[alone:]):
            _over_workers(client, keeper, chunks)
    except CommClosedError:
        raise StoppedError(GONE) from None


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise InputError(["--scheduler needs dask.distributed, which is not installed: install omnigov with its extra, omnigov[cluster]"]) from None
    if not ADDRESS.fullmatch(address):
        raise InputError([f"scheduler = {shown(address)} is no address of a dask scheduler: write it as tcp://HOST:PORT"])
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError([f"scheduler = '{address}': no dask scheduler answers there ({error})"]) from None
    try:
        client.wait_for_workers(1, timeout=CONNECT)
    except TimeoutError:
        client.close(timeout=1)
        raise InputError([f"scheduler = '{address}': it has no worker; start some with `dask worker {address}`"]) from None
    return client


def _over_workers(client: Any, keeper: Keeper, chunks: Sequence[int]) -> None:
    """Keep every worker busy, and no more results under way than a few a thread."""
    from distributed import as_completed

    left = iter(chunks)
    experiment = pickle.dumps(keeper.plan.experiment)
    waiting = as_completed([], loop=client.loop, with_results=True, raise_errors=False)
    under_way = 0
    while True:
        for chunk in _next(left, AHEAD * max(sum(client.nthreads().values()), 1) - under_way):
            waiting.add(client.submit(remote_chunk, keeper.plan.key, experiment, chunk, pure=False))
            under_way += 1
        if not under_way:
            return
        future, found = next(waiting)
        under_way -= 1
        if future.status != "finished":
            raise StoppedError(_why(future, found))
        number, content, failures = found
        keeper.keep(number, content, failures)
        keeper.count(number, len(failures))


def _next(left: Iterator[int], most: int) -> Iterator[int]:
    """At most so many of what is left."""
    for _, chunk in zip(range(most), left, strict=False):
        yield chunk


def _why(future: Any, found: Any) -> str:
    if future.status in ("cancelled", "lost"):
        return GONE
    error = found[1] if isinstance(found, tuple) and len(found) == 3 else future.exception()
    return f"a worker could not run a chunk ({type(error).__name__}: {error}); all that was finished is kept: the same command goes on"
