"""What is refused, and how it is said: every problem at once, with what was given, where, what is allowed, what to do."""

import difflib
import math
import numbers
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.scenario import Scenario

HORIZON = 156  # weeks: when customers stop, unless `weeks` says otherwise
LAST_WEEK = 520  # weeks: when the organisation stops, whatever happens
LIMITS: dict[str, tuple[int, int]] = {
    "worlds": (1, 1_000_000_000),
    "first_world": (0, 2**62),
    "seed": (1, 2**63 - 1),
    "weeks": (1, LAST_WEEK),
    "customers": (10, 2**31 - 1),
    "threads": (1, 1024),
    "world": (0, 2**62),
    "run": (0, 2**62),
}
CUSTOMER_BYTES = 37  # 13 of state and 24 of neighbours


class InputError(ValueError):
    """Something given cannot be used; `problems` lists all that was found, a sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: list[str] = list(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


def refuse(problems: Iterable[str]) -> None:
    """Raise one InputError with all problems, if there are any."""
    found = list(problems)
    if found:
        raise InputError(found)


def lies(path: Path) -> str:
    """What lies at a path: `file`, `folder`, or nothing (an empty text), also where the path is one that no file system takes."""
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else ""
    except (OSError, ValueError):  # a name that is too long
        return ""


def unreadable_names(texts: Iterable[str]) -> list[str]:
    """A sentence for each text that cannot be written as UTF-8: a file name of other bytes, which no report could hold."""
    found = []
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            found.append(f"{text!a} is not UTF-8: rename it")
    return found


def shown(value: Any) -> str:
    """A given value as a message shows it: as it is written in TOML, and short."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        text = "a very long number"
    return text if len(text) <= 60 else text[:57] + "..."


def did_you_mean(name: Any, known: Iterable[str]) -> str:
    """`; did you mean 'sponsorship'?` when a known name is near, else the list of what is known."""
    names = list(known)
    folded = {each.casefold(): each for each in reversed(names)}
    wanted = (name if isinstance(name, str) else shown(name)).casefold()
    near = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.6 if len(wanted) > 4 else 0.5)
    if near:
        return f"; did you mean '{folded[near[0]]}'?"
    some = ", ".join(names[:40]) + (", ..." if len(names) > 40 else "")
    return f"; known: {some}" if names else "; none is known"


def whole_number(name: str, value: Any, problems: list[str]) -> int | None:
    """A whole number within its limits from what was given (text of a command line, or a number); None stays None.

    What cannot be used is added to `problems`.
    """
    if value is None:
        return None
    low, high = LIMITS[name]
    number = _integer(value)
    option = name.replace("_", "-")
    if number is None:
        problems.append(f"{option} = {shown(value)} is not a whole number; allowed: {low:,} to {high:,}")
    elif not low <= number <= high:
        problems.append(f"{option} = {number} is outside {low:,} to {high:,}")
    else:
        return number
    return None


def _integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, numbers.Integral):
        return int(value)
    try:
        return int(value) if isinstance(value, str) else None
    except ValueError:
        return None


def check_run(scenarios: Iterable["Scenario"], available: int | None = None, **given: Any) -> dict[str, int | None]:
    """Everything that can be known to be wrong before a run: counts, changes after the horizon, a missing company, memory.

    `given` holds worlds, seed, first_world, weeks, customers, threads (any of them, as numbers or as text); what is
    returned holds the same names as whole numbers. `available` is the memory in bytes (default: this machine's).
    Raises InputError with all problems.
    """
    problems: list[str] = []
    usable = {name: whole_number(name, value, problems) for name, value in given.items()}
    weeks = usable.get("weeks") or HORIZON
    chosen = list(scenarios)
    for scenario in chosen:
        problems += run_problems(scenario, weeks) if hasattr(scenario, "partial") else [f"{shown(scenario)} is no scenario: load('retailer/as-is') gives one"]
    refuse(problems)
    memory = memory_problem(chosen, usable, available_memory() if available is None else available)
    refuse([memory] if memory else [])
    return usable


def number_of(usable: Mapping[str, int | None], name: str) -> int:
    """A number that must be given, of those that `check_run` found usable. Raises InputError where there is none."""
    value = usable[name]
    if value is None:
        low, high = LIMITS[name]
        raise InputError([f"{name.replace('_', '-')} is missing; allowed: {low:,} to {high:,}"])
    return value


def run_problems(scenario: "Scenario", weeks: int) -> list[str]:
    """What keeps a scenario from being run for so many weeks: no company, or a change after the horizon."""
    found = [
        f"{scenario.name}: a change in week {change.week} lies after the horizon of {weeks} weeks; the last week is {weeks - 1}"
        for change in scenario.changes
        if change.week >= weeks
    ]
    if scenario.partial:
        found.append(f"{scenario.name}: {NO_COMPANY.format(name=scenario.name)}")
    return found


NO_COMPANY = "this is governance alone, without a company: compose the two, for example 'retailer/{name}'"


def memory_problem(scenarios: list["Scenario"], usable: Mapping[str, int | None], available: int) -> str | None:
    """The sentence that refuses a company, or an ensemble, too large for `available` bytes; None when all fits."""
    threads = usable.get("threads") or os.cpu_count() or 1
    worlds, weeks, customers = usable.get("worlds") or 1, usable.get("weeks") or HORIZON, usable.get("customers") or 0
    company = max((_company_bytes(scenario) for scenario in scenarios), default=0)
    at_once = min(threads, worlds)
    live = at_once * (customers * CUSTOMER_BYTES + company)
    kept = (len(scenarios) + 2) * worlds * weeks * _series_kept() * 8  # and twice while they are put together
    if live + kept <= available:
        return None
    return (
        f"too large for memory: {customers:,} customers at {CUSTOMER_BYTES} bytes and a company of {_size(company)}, {at_once} at a time, take {_size(live)}; "
        f"the weekly series of {worlds:,} worlds x {weeks} weeks x {len(scenarios)} scenarios take {_size(kept)}; "
        f"{_size(available)} are available: take fewer customers, worlds or threads"
    )


def _company_bytes(scenario: "Scenario") -> int:
    """Memory of what is not a customer: ties between teams, packages, moves of visits between channels."""
    company = scenario.company
    teams, channels = len(company.teams), len(company.channels)
    packages = sum(len(journey.channels) * (len(journey.channels) + 1) // 2 for journey in company.journeys)
    return 16 * teams * teams + 600 * teams + 400 * packages + 8 * len(company.segments) * channels * channels + 8 * channels * len(company.journeys)


def _series_kept() -> int:
    from simulation.outcomes import SERIES

    return len(SERIES)


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e8 else f"{count / 1e6:,.1f} MB"


def available_memory() -> int:
    """Bytes of memory that this process may still take: the machine's, or its container's if that is less."""
    free = _meminfo()
    limit, used = _number_in("/sys/fs/cgroup/memory.max"), _number_in("/sys/fs/cgroup/memory.current")
    return min(free, max(limit - used, 0)) if limit is not None and used is not None else free


def _meminfo() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return _physical()


def _physical() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 8 * 1024**3


def _number_in(path: str) -> int | None:
    try:
        return int(Path(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def finite(value: Any) -> bool:
    """Whether a value is a number, neither a boolean nor infinite nor not-a-number."""
    try:
        return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False
