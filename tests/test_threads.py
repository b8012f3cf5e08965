"""Work over threads: in order, the first error raised, and Ctrl-C at any moment."""

import threading
import time

import pytest

from simulation.threads import over_threads


def test_results_come_in_the_order_of_what_was_asked_whoever_was_first():
    def do(row):
        time.sleep(0.01 * (5 - row))
        return row * row

    told = []
    assert over_threads(do, 6, threads=3, tell=told.append) == [0, 1, 4, 9, 16, 25]
    assert sorted(told) == list(range(6))
    assert told != sorted(told)


def test_nothing_to_do_is_done_at_once():
    assert over_threads(lambda row: row, 0) == []


def test_the_first_error_is_raised_and_the_rest_is_left():
    done = []

    def do(row):
        if row == 3:
            raise ValueError("three")
        time.sleep(0.001)
        done.append(row)
        return row

    with pytest.raises(ValueError, match="three"):
        over_threads(do, 10_000, threads=2)
    time.sleep(0.1)
    assert len(done) < 9_999


@pytest.mark.parametrize("moment", range(20))
def test_an_interruption_leaves_no_thread_at_work(moment):
    """Whatever the waiting thread is doing when it is interrupted: here while it is told, after so many."""
    before = threading.active_count()

    def tell(row):
        if row >= moment:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        over_threads(lambda row: time.sleep(0.001), 100_000, threads=4, tell=tell)
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before
