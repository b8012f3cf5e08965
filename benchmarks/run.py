"""Speed, measured here and now: random numbers, customers, compilation, runs of the reference retailer, and peers in the same run.

    make bench            all of it, and the overheads of sweeps (sweeps.py): some minutes
    python benchmarks/run.py draws customers      only these: draws customers peers compile retailer report

Each figure is the best of several repeats with the median beside it: other work on the machine makes a repeat slower, never
quicker. What is asked of each figure stands beside it; a figure that misses is marked.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from town import Town, build, live_through, town_of  # noqa: E402
from virus_kernel import compare  # noqa: E402

from simulation.compiled import entry  # noqa: E402
from simulation.draws import philox  # noqa: E402
from simulation.state import ADOPTED, LAPSED, NEVER, TRYING  # noqa: E402

REPEATS = 7
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
CUSTOMERS_COMPILE = "from town import live_through, town_of; live_through(town_of(1000), 0, 2)"
WHOLE_COMPILE = "import simulation; simulation.run(simulation.load('retailer/as-is'), worlds=1, seed=1)"


def timed(work: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Best and median seconds of some work."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), statistics.median(seconds)


def line(what: str, best: float, median: float | None, unit: str, asked: str = "", met: bool = True) -> None:
    """Print one figure."""
    middle = f"(median {median:,.4g})" if median is not None else ""
    print(f"  {what:<52} {best:>10,.4g} {unit:<28} {middle:<18} {asked}{'' if met else '  <- missed'}", flush=True)


@entry
def draw_many(words, key, rounds):
    for turn in range(rounds):
        for k in range(words.shape[1]):
            words[0, k], words[1, k], words[2, k], words[3, k] = philox(k, turn, 5, 17, key, 1)


def draws() -> None:
    """Four numbers from one key."""
    words = np.empty((4, 1024), np.uint32)
    draw_many(words, 1, 1)
    best, median = timed(lambda: draw_many(words, 1, 20_000))
    line("four random numbers", best / 20_480_000 * 1e9, median / 20_480_000 * 1e9, "ns")


def settle(town: Town, adopted: float) -> None:
    """Make this share of a town's customers users, a tenth of them trying, and one in twenty lapsed."""
    count = len(town.customers.status)
    luck = np.random.default_rng(1).random(count, dtype=np.float32)
    kinds = np.array([TRYING, ADOPTED, LAPSED, NEVER], np.uint8)
    town.customers.status[:] = kinds[np.searchsorted([0.1 * adopted, adopted, adopted + 0.05], luck, side="right")]
    users = (town.customers.status == TRYING) | (town.customers.status == ADOPTED)
    town.customers.using[:] = 0
    for place in range(town.customers.neighbours.shape[1]):
        town.customers.using[:] += users[town.customers.neighbours[:, place]]
    town.demand.users[:] = np.bincount(town.customers.segment[users], minlength=len(town.demand.users))
    town.demand.lapsed[:] = np.bincount(town.customers.segment[town.customers.status == LAPSED], minlength=len(town.demand.users))


def customers() -> None:
    """The customers' rule at half a visit a week, two fifths of them users, and building them."""
    figures = {}
    for count in SIZES:
        town, weeks = town_of(count, offered=0.8, visits=0.5), max(1, 500_000 // count)
        settle(town, 0.4)
        live_through(town, 0, 2)
        best, median = timed(lambda town=town, weeks=weeks: live_through(town, 2, 2 + weeks), REPEATS if count < 1e7 else 4)
        figures[count] = best / count / weeks * 1e9
        line(f"customers' rule, {count:,} customers", figures[count], median / count / weeks * 1e9, "ns a customer-week", "at most 15", figures[count] <= 15)
        if count in (1_000, 10_000, 1_000_000):
            best, median = timed(lambda town=town: build(town))
            line(f"  building them, {count:,}", best / count * 1e9, median / count * 1e9, "ns a customer, once a run", "about 50 at most")
    ratio = figures[SIZES[-1]] / figures[10_000]
    line("10 million against 10,000 customers", ratio, None, "times dearer", "at most 1.2", ratio <= 1.2)


def peers() -> None:
    """Mesa's virus_on_network, and the same rules on our random numbers and network: a figure of the engine, not of the model."""
    for agents, steps in ((1_000, 100), (10_000, 50)):
        both = compare(agents, steps)
        print(f"  virus on a network, {agents:,} agents, {steps} steps (resistant at the end: Mesa {both.mesa_resistant:.0%}, here {both.here_resistant:.0%})")
        line("    Mesa's own example", both.mesa / 1e6, None, "million agent-steps/s")
        line("    the same rules here", both.here / 1e6, None, "million agent-steps/s")
        line("    here against Mesa", both.here / both.mesa, None, "times", "at least 200", both.here >= 200 * both.mesa)


def compile_time() -> None:
    """First use, with an empty cache, then from the cache; in a process of its own, its imports included."""
    for what, code, asked in (("customers' step alone (and its tests' loop)", CUSTOMERS_COMPILE, 0.0), ("the whole kernel, one run", WHOLE_COMPILE, 30.0)):
        with tempfile.TemporaryDirectory() as cache:
            paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
            environment = {**os.environ, "OMNIGOV_CACHE": cache, "PYTHONPATH": paths}
            seconds = [
                timed(lambda environment=environment, code=code: subprocess.run([sys.executable, "-c", code], env=environment, check=True), 1)[0]
                for _ in range(2)
            ]
        line(f"compile: {what}", seconds[0] - seconds[1], None, "s", f"under {asked:.0f}, once" if asked else "", not asked or seconds[0] - seconds[1] < asked)
        line("  the same from the cache, imports included", seconds[1], None, "s")


def retailer() -> None:
    """Runs a second of the reference retailer on two threads, and how well two threads share the work."""
    import simulation

    scenario = simulation.load("retailer/as-is")
    for count, asked in ((1_000, 400), (5_000, 120)):
        worlds, speeds, busy = max(64, 200_000 // count), {1: 0.0, 2: 0.0}, []
        simulation.run(scenario, worlds=worlds, seed=1, customers=count)  # compiles, and makes the companion runs
        for _ in range(4):
            for threads in speeds:
                before = time.process_time()
                best, _ = timed(lambda n=threads, count=count, worlds=worlds: simulation.run(scenario, worlds=worlds, seed=1, customers=count, threads=n), 1)
                speeds[threads] = max(speeds[threads], worlds / best)
                busy.append(worlds / (time.process_time() - before))
        line(f"retailer, {count:,} customers, two threads", speeds[2], None, "runs/s", f"at least {asked}", speeds[2] >= asked)
        line("  a second of one core's work", max(busy), statistics.median(busy), "runs")
        efficiency = speeds[2] / speeds[1] / 2
        line("  two threads against twice one", efficiency, None, "", "at least 0.95", efficiency >= 0.95)


def report() -> None:
    """Writing a study of fifteen scenarios in 200 worlds (report, figures, tables, runs), of processor time: what else the machine does is not its own."""
    import simulation
    from simulation.results import study_of
    from simulation.studies import write_comparison

    base = simulation.load("retailer/as-is")
    scenarios = [base.with_(levers={"sponsorship": 0.06 * place}, title=f"Governance {place}") for place in range(15)]
    fifteen = simulation.compare(scenarios, worlds=200, customers=1_000)
    study, seconds = study_of(scenarios, {"worlds": 200, "first_world": 0, "seed": 1, "weeks": 156, "customers": 1_000}), []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            before = time.process_time()
            write_comparison(Path(folder) / "study", fifteen, study, "en", ["omnigov", "compare"])
            seconds.append(time.process_time() - before)
    line("writing a study of fifteen scenarios", min(seconds), statistics.median(seconds), "s", "under 5", min(seconds) < 5)


PARTS = {"draws": draws, "customers": customers, "peers": peers, "compile": compile_time, "retailer": retailer, "report": report}


def main() -> None:
    """Measure the parts asked for, all of them unless said."""
    unknown = [name for name in sys.argv[1:] if name not in PARTS]
    if unknown:
        sys.exit(f"no part {', '.join(unknown)}; there are: {' '.join(PARTS)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    for name in sys.argv[1:] or PARTS:
        print(f"{name}: {(PARTS[name].__doc__ or '').strip()}")
        PARTS[name]()


if __name__ == "__main__":
    main()
