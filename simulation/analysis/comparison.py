"""Scenarios side by side in the same worlds: the first is the baseline, the others are differences to it.

World k is the same luck and the same company under every scenario, so a difference is that of the governances alone. What a
comparison of a scenario with itself says is exactly zero, with certainty.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.analysis.comparable import problems_of, unique, unpaired
from simulation.analysis.paired import Difference, difference, level, verdict
from simulation.checks import InputError, check_run, refuse
from simulation.ensemble import Ensemble
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.scenario import Scenario, load_all

PRIMARY: tuple[str, ...] = tuple(name for name, outcome in OUTCOMES.items() if outcome.primary)
DECIDING = "adoption"  # what the programme is for: it ranks governances where one must be named first, and its price is told


@dataclass(frozen=True)
class Comparison:
    """What `compare` returns: one ensemble a scenario over the same worlds, the baseline first.

    `names` are the scenarios' names made unique: they index `levels` and `differences`. Times are in UTC.
    """

    ensembles: tuple[Ensemble, ...]
    names: tuple[str, ...]
    started: datetime
    ended: datetime

    @classmethod
    def of(cls, ensembles: Iterable[Ensemble], *, started: datetime | None = None) -> "Comparison":
        """Set ensembles of the same worlds side by side. Raises InputError when their worlds, weeks or companies differ."""
        found = tuple(ensembles)
        problems = problems_of([ensemble.scenario for ensemble in found]) + unpaired(found)
        if problems:
            raise InputError(problems)
        now = datetime.now(UTC)
        names = unique([ensemble.scenario.name for ensemble in found])
        return cls(found, names, started or now, now)

    @property
    def baseline(self) -> Ensemble:
        """The ensemble that the others are compared with: the first."""
        return self.ensembles[0]

    @property
    def seed(self) -> int:
        """The seed of the experiment."""
        return self.baseline.seed

    @property
    def first_world(self) -> int:
        """The number of the first world."""
        return int(self.baseline.outcomes.index[0])

    @property
    def customers(self) -> int:
        """How many customers were simulated in each world."""
        return self.baseline.customers

    @property
    def worlds(self) -> int:
        """How many worlds each scenario was run in."""
        return len(self.baseline.outcomes)

    @property
    def weeks(self) -> int:
        """Weeks that customers were simulated."""
        return int(self.baseline.weeks)

    def ensemble(self, name: str) -> Ensemble:
        """The ensemble of a scenario, by its name in `names`. Raises KeyError when there is none."""
        if name not in self.names:
            raise KeyError(f"no scenario {name!r} in this comparison; there are {', '.join(self.names)}")
        return self.ensembles[self.names.index(name)]

    @cached_property
    def thresholds(self) -> dict[str, float | None]:
        """The smallest difference that matters, by outcome, in its unit: the baseline's own where it says so, else the declared one."""
        return thresholds(self.baseline)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Index (scenario, outcome); columns as the fields of `paired.Level`, in the outcome's unit."""
        return self._table(lambda ensemble, outcome: level(ensemble.outcomes[outcome])._asdict(), self.names)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Each scenario less the baseline in the same worlds. Index (scenario, outcome), without the baseline.

        Columns, in the outcome's unit: mean, low and high (95 % interval of the mean, Student's t), median, world_low and
        world_high (80 % interval of a world), threshold. Pure numbers: share_better, share_equal, share_worse (of worlds, by the
        threshold), correlation and variance_ratio (what pairing reached), pairs (worlds in which the outcome exists under
        both). `verdict` is a word for the primary outcomes (see `paired.verdict`), else an empty string.
        """
        return self._table(self._difference, self.names[1:])

    def between(self, name: str, other: str, outcome: str) -> Difference:
        """The second scenario less the first in one outcome, in the same worlds."""
        return self._paired(self.ensemble(name), self.ensemble(other), outcome)

    def ranking(self, outcome: str = DECIDING) -> list[str]:
        """Names of the scenarios by the mean of an outcome, best first; those in which it never exists come last.

        Raises ValueError for an outcome that has no better direction.
        """
        direction = OUTCOMES[outcome].direction
        if direction not in ("higher", "lower"):
            raise ValueError(f"{outcome} has no better direction, so it ranks nothing")
        means = self.levels["mean"].xs(outcome, level="outcome").reindex(list(self.names))
        return list(means.sort_values(ascending=direction == "lower", kind="stable", na_position="last").index)

    def report(self, path: str | Path, *, lang: str = "en", command: Sequence[str] | None = None) -> Path:
        """Write the report, one self-contained HTML file, and return where it is. Raises InputError when it cannot be written."""
        from simulation.report.html import write_report

        return write_report(self, Path(path), lang=lang, command=command)

    def _difference(self, ensemble: Ensemble, outcome: str) -> dict[str, Any]:
        found = self._paired(self.baseline, ensemble, outcome)
        family = len(PRIMARY) * (len(self.names) - 1)
        word = verdict(found, family) if outcome in PRIMARY else ""
        threshold = self.thresholds[outcome]
        return {**found._asdict(), "threshold": float("nan") if threshold is None else threshold, "verdict": word}

    def _paired(self, before: Ensemble, after: Ensemble, outcome: str) -> Difference:
        declared = OUTCOMES[outcome]
        columns = before.outcomes[outcome], after.outcomes[outcome]
        return difference(*columns, direction=declared.direction, threshold=self.thresholds[outcome])

    def _table(self, row: Callable[[Ensemble, str], dict[str, Any]], names: Sequence[str]) -> pd.DataFrame:
        outcomes = [name for name in OUTCOMES if name in self.baseline.outcomes]
        rows = [row(self.ensemble(name), outcome) for name in names for outcome in outcomes]
        index = pd.MultiIndex.from_product([list(names), outcomes], names=["scenario", "outcome"])
        columns = list(rows[0]) if rows else None
        return pd.DataFrame(rows, index=index, columns=columns)


def compare(
    scenarios: Iterable[Scenario | str | Path],
    worlds: int = 200,
    seed: int = 1,
    first_world: int = 0,
    weeks: int | None = None,
    customers: int = 5000,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Run scenarios of one company in the same worlds and set them side by side; the first is the baseline.

    `scenarios` are Scenario objects, library names or paths; `worlds` how many worlds, from `first_world` on, of the
    experiment `seed`; `weeks` the horizon of customers (default: the model's), `customers` how many are simulated; `progress` is told
    runs done and runs in all. Raises InputError, before anything is run, for fewer than two scenarios, for scenarios of different
    companies, and for whatever `run` refuses; all problems at once.
    """
    chosen = _checked(scenarios, worlds=worlds, seed=seed, first_world=first_world, weeks=weeks, customers=customers, threads=threads)
    started = datetime.now(UTC)
    ensembles = [
        run(scenario, worlds, seed, first_world, weeks, customers=customers, threads=threads, progress=_onwards(progress, place, len(chosen), worlds))
        for place, scenario in enumerate(chosen)
    ]
    return Comparison.of(ensembles, started=started)


def _checked(given: Iterable[Scenario | str | Path], **settings: int | None) -> list[Scenario]:
    """The scenarios, loaded, once nothing is wrong with them or with the settings; else one InputError that says all."""
    each = list(given)
    loaded = iter(load_all([one for one in each if not isinstance(one, Scenario)]))
    scenarios = [one if isinstance(one, Scenario) else next(loaded) for one in each]
    problems = problems_of(scenarios)
    try:
        check_run(scenarios, **settings)
    except InputError as unusable:
        problems += unusable.problems
    refuse(problems)
    return scenarios


def thresholds(baseline: Ensemble) -> dict[str, float | None]:
    """Materiality thresholds by outcome, in its unit: what the baseline's scenario says, else what the outcome declares.

    A relative threshold is a share of the cost in the plan of record, which is the same in all worlds of a company.
    """
    said, plan = baseline.scenario.materiality, baseline.plan_cost
    declared = {name: each.threshold if each.relative is None else each.relative * plan for name, each in OUTCOMES.items()}
    return declared | {name: said[name] for name in declared if name in said}


def _onwards(progress: Callable[[int, int], None] | None, place: int, scenarios: int, worlds: int) -> Callable[[int, int], None] | None:
    """The progress of one ensemble, told in runs of the whole comparison."""
    if progress is None:
        return None
    return lambda done, total: progress(place * worlds + worlds * done // total, scenarios * worlds)
