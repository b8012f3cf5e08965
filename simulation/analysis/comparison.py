"""Scenarios side by side in the same worlds: the first is the baseline, the others are differences to it.

World k is the same luck and the same company under every scenario, so a difference is that of the governances alone. What a
comparison of a scenario with itself says is exactly zero, with certainty.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparable import problems_of, thresholds, unique, unpaired
from simulation.analysis.looks import alpha_of_a_look, schedule
from simulation.analysis.paired import ALPHA, OPEN, Difference, beyond, difference, level, verdict, worlds_for_a_word
from simulation.analysis.screening import drawn_numbers, screened
from simulation.analysis.simultaneous import mean_limits, single_level
from simulation.analysis.weekly import weekly_table
from simulation.checks import InputError, check_run, number_of, refuse, shown
from simulation.ensemble import Ensemble, joined
from simulation.outcomes import OUTCOMES
from simulation.run import run
from simulation.scenario import Scenario, load_all

PRIMARY: tuple[str, ...] = tuple(name for name, outcome in OUTCOMES.items() if outcome.primary)
DECIDING = "adoption"  # what the programme is for: it ranks governances where one must be named first, and its price is told


@dataclass(frozen=True)
class Comparison:
    """What `compare` returns: one ensemble a scenario over the same worlds, the baseline first.

    `names` are the scenarios' names made unique: they index `levels` and `differences`. Times are in UTC. `looks` are the numbers of worlds
    at which it was planned to look (one, but with `until_settled`). What only further runs tell is there after `examined`: `split`
    (`analysis.split`) and `again` (`analysis.examine`). `kept_weekly` and `kept_drawn` are tables that a results folder keeps in place of
    what they are made from.
    """

    ensembles: tuple[Ensemble, ...]
    names: tuple[str, ...]
    started: datetime
    ended: datetime
    looks: tuple[int, ...] = ()
    split: pd.DataFrame | None = None
    again: pd.DataFrame | None = None
    kept_weekly: pd.DataFrame | None = None
    kept_drawn: pd.DataFrame | None = None

    @classmethod
    def of(cls, ensembles: Iterable[Ensemble], *, started: datetime | None = None, **more: Any) -> "Comparison":
        """Set ensembles of the same worlds side by side; `more` are further fields. Raises InputError when worlds, weeks or companies differ."""
        found = tuple(ensembles)
        problems = problems_of([ensemble.scenario for ensemble in found]) + unpaired(found)
        if problems:
            raise InputError(problems)
        now = datetime.now(UTC)
        names = unique([ensemble.scenario.name for ensemble in found])
        return cls(found, names, started or now, now, **more)

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
    def luck_only(self) -> bool:
        """Whether luck alone differs between worlds: a diagnostic."""
        return self.baseline.luck_only

    @property
    def weeks(self) -> int:
        """Weeks that customers were simulated."""
        return int(self.baseline.weeks)

    def ensemble(self, name: str) -> Ensemble:
        """The ensemble of a scenario, by its name in `names`. Raises KeyError when there is none."""
        if name not in self.names:
            raise KeyError(f"no scenario {name!r} in this comparison; there are {', '.join(self.names)}")
        return self.ensembles[self.names.index(name)]

    @property
    def alpha(self) -> float:
        """What the intervals, and all words together, may get wrong: 5 %, shared out over the looks that were planned."""
        return alpha_of_a_look(ALPHA, max(len(self.looks), 1))

    @cached_property
    def thresholds(self) -> dict[str, float | None]:
        """The smallest difference that matters, by outcome, in its unit: the baseline's own where it says so, else the declared one."""
        return thresholds(self.baseline)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Index (scenario, outcome); columns as the fields of `paired.Level`, in the outcome's unit."""
        return self._table(lambda ensemble, outcome: level(ensemble.outcomes[outcome], self.alpha)._asdict(), self.names)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Each scenario less the baseline in the same worlds. Index (scenario, outcome), without the baseline.

        Columns, in the outcome's unit: mean, low and high (95 % interval of the mean, Student's t), median, world_low and
        world_high (80 % interval of a world), joint_low and joint_high (intervals of the means of all scenarios and primary outcomes that hold
        together with 95 %; not a number for other outcomes, which are exploratory), threshold. Pure numbers: share_better, share_equal,
        share_worse (of worlds, by the threshold), correlation and variance_ratio (what pairing reached), pairs (worlds in which the outcome
        exists under both). `verdict` is a word for the primary outcomes (see `paired.verdict`), else an empty string.
        """
        return self._table(self._difference, self.names[1:])

    @cached_property
    def single(self) -> tuple[float, float]:
        """Levels at which one mean and one share must be stated for those of all scenarios and primary outcomes to hold together at 1 - alpha.

        A scenario that is the baseline by construction, but for its title, makes no statement that could be wrong, and does not count.
        """
        gaps, shares = [], []
        others = [each for each in self.ensembles[1:] if each.scenario.hash != self.baseline.scenario.hash or not each.outcomes.equals(self.baseline.outcomes)]
        if not others:
            return self.alpha, self.alpha
        for outcome in PRIMARY:
            for ensemble in others:
                gap = (ensemble.outcomes[outcome] - self.baseline.outcomes[outcome]).to_numpy()
                gaps.append(gap)
                shares.append(beyond(gap, OUTCOMES[outcome].direction, self.thresholds[outcome]))
        means, counts = np.column_stack(gaps), np.column_stack(shares)
        return tuple(single_level(each[np.isfinite(each).all(axis=1)], self.alpha) for each in (means, counts))  # type: ignore[return-value]

    @property
    def settled(self) -> bool:
        """Whether no word is `not yet known`."""
        return bool((self.differences["verdict"] != OPEN).all())

    def worlds_to_settle(self) -> tuple[int, list[tuple[str, str]]]:
        """Worlds with which at least half of the open words that more worlds can settle would be, were the shares to stay as they are; and which would be.

        Those are told by scenario and outcome. (0, []) where nothing is open, or no number of worlds within reach would do.
        """
        rows = self.differences[self.differences["verdict"] == OPEN][list(Difference._fields)]
        needed = {index: worlds_for_a_word(Difference(*row), self.single[1]) for index, row in zip(rows.index, rows.itertuples(index=False), strict=True)}
        within_reach = sorted(filter(None, needed.values()))
        worlds = within_reach[len(within_reach) // 2] if within_reach else 0
        return worlds, [index for index, each in needed.items() if 0 < each <= worlds]

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """Bands over worlds, and shares of worlds ahead of the baseline, of every series (`analysis.weekly.weekly_table`)."""
        return weekly_table(self.ensembles, self.names) if self.kept_weekly is None else self.kept_weekly

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """What the worlds drew: index world, a column for each coefficient and each trait that the baseline leaves uncertain; none with luck only."""
        if self.kept_drawn is not None:
            return self.kept_drawn
        return pd.DataFrame(index=self.baseline.outcomes.index) if self.luck_only else drawn_numbers(self.baseline)

    def screening(self, name: str, outcome: str) -> pd.DataFrame:
        """How the difference of a scenario to the baseline goes with each drawn number (`analysis.screening.screened`)."""
        if (name, outcome) not in self._screenings:
            gaps = (self.ensemble(name).outcomes[outcome] - self.baseline.outcomes[outcome]).to_numpy()
            self._screenings[name, outcome] = screened(self.drawn, gaps)
        return self._screenings[name, outcome]

    @cached_property
    def _screenings(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {}

    def examined(self, progress: Callable[[int, int], None] | None = None, threads: int | None = None) -> "Comparison":
        """The same with what further runs tell: `split`, where the spread comes from, and `again`, the winners on fresh worlds."""
        from simulation.analysis.examine import examined

        return replace(self, **examined(self, progress, threads), ended=datetime.now(UTC))

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
        found, threshold = self._paired(self.baseline, ensemble, outcome), self.thresholds[outcome]
        joint, word = (float("nan"), float("nan")), ""
        if outcome in PRIMARY:
            of_means, of_shares = self.single
            joint = mean_limits((ensemble.outcomes[outcome] - self.baseline.outcomes[outcome]).dropna().to_numpy(), of_means)
            word = verdict(found, of_shares)
        more = {"joint_low": joint[0], "joint_high": joint[1], "threshold": float("nan") if threshold is None else threshold, "verdict": word}
        return {**found._asdict(), **more}

    def _paired(self, before: Ensemble, after: Ensemble, outcome: str) -> Difference:
        declared = OUTCOMES[outcome]
        columns = before.outcomes[outcome], after.outcomes[outcome]
        return difference(*columns, direction=declared.direction, threshold=self.thresholds[outcome], alpha=self.alpha)

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
    luck_only: bool = False,
    until_settled: bool = False,
) -> Comparison:
    """Run scenarios of one company in the same worlds and set them side by side; the first is the baseline.

    `scenarios` are Scenario objects, library names or paths; `worlds` how many worlds, from `first_world` on, of the
    experiment `seed`; `weeks` the horizon of customers (default: the model's), `customers` how many are simulated; `progress` is told
    runs done and runs in all. `luck_only` as for `run`. With `until_settled` worlds are added by the schedule of `analysis.looks` until no word is
    left open, `worlds` at most. Raises InputError, before anything is run, for fewer than two scenarios, for scenarios of different
    companies, and for whatever `run` refuses; all problems at once.
    """
    chosen, given = _checked(scenarios, worlds=worlds, seed=seed, first_world=first_world, weeks=weeks, customers=customers, threads=threads)
    worlds, seed, first_world, customers = (number_of(given, name) for name in ("worlds", "seed", "first_world", "customers"))
    weeks, threads = given["weeks"], given["threads"]
    started, looks = datetime.now(UTC), schedule(worlds) if until_settled else (worlds,)
    parts: list[list[Ensemble]] = [[] for _ in chosen]
    done = 0
    for look in looks:
        for place, scenario in enumerate(chosen):
            tell = _onwards(progress, done * len(chosen) + place * (look - done), look - done, worlds * len(chosen))
            numbers = {"worlds": look - done, "seed": seed, "first_world": first_world + done, "weeks": weeks, "customers": customers}
            parts[place].append(run(scenario, threads=threads, progress=tell, luck_only=luck_only, **numbers))  # type: ignore[arg-type]
        done = look
        found = Comparison.of(map(joined, parts), started=started, looks=looks)
        if until_settled and found.settled:
            break
    return found


def _checked(given: Iterable[Scenario | str | Path], **settings: int | None) -> tuple[list[Scenario], dict[str, int | None]]:
    """The scenarios, loaded, and the settings as numbers, once nothing is wrong with them; else one InputError that says all."""
    each = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    refuse(f"{shown(one)} is no scenario: give a Scenario, a name or a path" for one in each if not isinstance(one, Scenario | str | Path))
    loaded = iter(load_all([one for one in each if not isinstance(one, Scenario)]))
    scenarios = [one if isinstance(one, Scenario) else next(loaded) for one in each]
    problems, usable = problems_of(scenarios), dict(settings)
    try:
        usable = check_run(scenarios, **settings)
    except InputError as unusable:
        problems += unusable.problems
    refuse(problems)
    return scenarios, usable


def _onwards(progress: Callable[[int, int], None] | None, before: int, worlds: int, all_runs: int) -> Callable[[int, int], None] | None:
    """The progress of one ensemble, told in runs of the whole comparison."""
    if progress is None:
        return None
    return lambda done, total: progress(before + worlds * done // total, all_runs)
