"""How long the pages take, measured in a real browser on this machine: first page, a step, odds, memory, and a picture drawn by hand or by matplotlib.

    python benchmarks/pages.py                        all of it, some ten minutes
    python benchmarks/pages.py first step odds memory drawing     only these

From the click to the last change of the page. Needs the extras app and test, and Chromium; with OMNIGOV_STEPS=500 memory is watched for fewer steps.
"""

import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from browser import Visitor, chromium, serving  # noqa: E402
from run import line, timed  # noqa: E402

import simulation  # noqa: E402

STEPS, VISITS, MOVES = 100, 7, 9
LONG = int(os.environ.get("OMNIGOV_STEPS", "3000"))
STEP = """async week => {
  const started = performance.now();
  let last = 0;
  const seen = new MutationObserver(() => { last = performance.now(); });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  [...document.querySelectorAll('.transport button')][1].click();
  const there = () => document.querySelector('[data-measure=week] b').textContent == week;
  while (!there() || performance.now() - last < 120) {
    if (performance.now() - started > 30000) throw new Error('no step');
    await new Promise(done => setTimeout(done, 5));
  }
  seen.disconnect();
  return last - started;
}"""

MOVE = """value => new Promise((answered, failed) => {
  const found = {}, started = performance.now();
  const seen = new MutationObserver(() => {
    const state = document.querySelector('[data-state]').dataset.state;
    if (!(state in found) && (state == 'running' || 'running' in found)) found[state] = performance.now() - started;
    if ('settled' in found) { seen.disconnect(); answered([found.running, found.refining, found.settled]); }
  });
  seen.observe(document.body, { childList: true, subtree: true, attributes: true });
  setTimeout(() => failed(new Error('no answer')), 300000);
  const slider = document.querySelector('[data-lever=sponsorship]');
  slider.value = value;
  for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind, { bubbles: true }));
})"""


def first_page(browser: object, address: str) -> None:
    """Seconds until a new visitor sees the organisation."""
    seconds = []
    for _ in range(VISITS):
        visitor = Visitor(browser, address)
        start = time.perf_counter()
        visitor.page.goto(address)
        visitor.page.locator("svg[aria-label] [data-key='team:2']").wait_for(state="attached")
        seconds.append(time.perf_counter() - start)
        visitor.context.close()
    line("first page, new visitor", min(seconds), statistics.median(seconds), "s", "under 3", statistics.median(seconds) < 3)


def steps(browser: object, address: str) -> None:
    """Milliseconds from the click on Step until the page has changed for the last time."""
    for customers in (1_000, 5_000):
        visitor = Visitor(browser, address)
        visitor.opens(f"?s=retailer/full-package&customers={customers}")
        found = [visitor.page.evaluate(STEP, str(week)) for week in range(1, STEPS + 1)]
        middle, most = statistics.median(found), float(np.quantile(found, 0.9))
        line(f"a step redrawn, {customers:,} customers: median", middle, None, "ms", "under 150", middle < 150)
        line(f"a step redrawn, {customers:,} customers: 9 in 10 within", most, None, "ms", "under 150", most < 150)
        visitor.context.close()


def odds(browser: object, address: str) -> None:
    """Seconds from a moved slider to the first answer (1,000 customers) and to the refined one (5,000), 200 paired worlds, the baseline kept."""
    visitor = Visitor(browser, address)
    page = visitor.opens("?page=odds&s=retailer/as-is&s=retailer/as-is~sponsorship:0.9&edited=1")
    page.locator("[data-state=settled]").wait_for(timeout=300_000)
    found = [page.evaluate(MOVE, f"{0.2 + 0.05 * move:g}") for move in range(MOVES)]
    seen, rough, fine = (np.array(column) / 1e3 for column in zip(*found, strict=True))
    line("odds after a move: the page says that it runs", seen.min(), float(np.median(seen)), "s")
    line("odds after a move, 1,000 customers", rough.min(), float(np.median(rough)), "s", "under 1", float(np.median(rough)) < 1)
    alone = [timed(partial(_runs, 0.9 - 0.05 * move), 1)[0] for move in range(MOVES)]
    line("  of this, the runs themselves", min(alone), statistics.median(alone), "s")
    line("odds after a move, refined to 5,000", fine.min(), float(np.median(fine)), "s")
    visitor.context.close()


def _runs(sponsorship: float) -> None:
    scenario = simulation.load("retailer/as-is").with_(levers={"sponsorship": sponsorship})
    simulation.run(scenario, worlds=200, customers=1_000)


def memory(browser: object, address: str, process: int) -> None:
    """Memory of the server while one visitor plays thousands of weeks."""
    visitor = Visitor(browser, address)
    visitor.opens("?customers=1000")
    week, told = 0, max(1, LONG // 6)
    for count in range(LONG):
        if week == 156:
            visitor.page.get_by_role("button", name="Reset").click()
            visitor.week(week := 0)
        week += 1
        visitor.page.evaluate("[...document.querySelectorAll('.transport button')][1].click()")
        visitor.week(week)
        if count == 155 or (count + 1) % told == 0:
            line(f"memory of the server after {count + 1:,} steps", resident(process), None, "MB")
    visitor.context.close()


def resident(process: int) -> float:
    """Megabytes of memory that a process holds."""
    said = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(said.partition("VmRSS:")[2].split()[0]) / 1024


def drawing() -> None:
    """The same line over the weeks, drawn by hand for a page and by matplotlib as SVG."""
    import io

    from matplotlib.figure import Figure

    from simulation.app import charts
    from simulation.report.style import SCENARIOS

    values = np.linspace(0.0, 4.0, 156)

    def by_matplotlib() -> None:
        figure = Figure(figsize=(3.8, 2.3))
        axes = figure.add_subplot()
        axes.plot(values, color="#1f5f8b")
        axes.set_xlabel("weeks since the decision")
        axes.grid(axis="y")
        figure.savefig(io.StringIO(), format="svg")

    for name, draw in (
        ("by hand", lambda: charts.weekly([charts.Line("", values, SCENARIOS[0])], "Adoption", "en")),
        ("by matplotlib", by_matplotlib),
    ):
        best, median = timed(draw, 15)
        line(f"a chart of one line, {name}", 1e3 * best, 1e3 * median, "ms")


def main(asked: list[str]) -> None:
    """Measure what is asked for, or all."""
    wanted = asked or ["first", "step", "odds", "memory", "drawing"]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    if "drawing" in wanted:
        drawing()
    if set(wanted) - {"drawing"}:
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "own", Path(folder) / "results") as (address, process), chromium() as browser:
            address = address.rstrip("/") + "/"
            for name, measure in (("first", first_page), ("step", steps), ("odds", odds)):
                if name in wanted:
                    measure(browser, address)
            if "memory" in wanted:
                memory(browser, address, process)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
