"""What further runs tell of a comparison: where the spread of its differences comes from, and whether its winners win again.

A winner among many owes a part of its lead to the worlds it was chosen in, so its difference is estimated again on worlds that had no
part in the choice.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.analysis.paired import ALPHA, difference
from simulation.analysis.split import sets, split_table, worlds_of_a_split
from simulation.ensemble import Ensemble
from simulation.outcomes import OUTCOMES
from simulation.run import run

MOST_AGAIN = 200  # fresh worlds
SPLIT_OF = (*PRIMARY, "own_value")
Progress = Callable[[int, int], None] | None


def examined(comparison: Comparison, progress: Progress = None, threads: int | None = None) -> dict[str, Any]:
    """The fields `split` and `again` of a comparison, each None where it cannot be told: luck alone, too few worlds, nothing to choose from."""
    runs = _Runs(comparison, progress, threads)
    count = 0 if comparison.luck_only else worlds_of_a_split(comparison.worlds)
    chosen = winners(comparison) if len(comparison.names) > 2 else {}
    fresh = min(comparison.worlds, MOST_AGAIN)
    again = list(dict.fromkeys(chosen.values()))
    runs.total = 3 * count * len(comparison.names) + (fresh * (1 + len(again)) if again else 0)
    extra = {}
    for stream, moved in sets(count).items() if count else ():
        extra[stream] = [runs.of(each, comparison.first_world, count, streams=moved) for each in comparison.ensembles]
    first = comparison.first_world + comparison.worlds
    anew = {name: runs.of(comparison.ensemble(name), first, fresh) for name in (comparison.names[0], *again)} if again else {}
    return {
        "split": split_table(list(comparison.ensembles), comparison.names, extra, SPLIT_OF) if extra else None,
        "again": _again(comparison, chosen, anew) if anew else None,
    }


def winners(comparison: Comparison) -> dict[str, str]:
    """The scenario that is best in each primary outcome, where it is not the baseline."""
    best = {outcome: comparison.ranking(outcome)[0] for outcome in PRIMARY}
    return {outcome: name for outcome, name in best.items() if name != comparison.names[0]}


class _Runs:
    """Runs one after the other under the settings of a comparison, and tells how far they all are."""

    def __init__(self, comparison: Comparison, progress: Progress, threads: int | None) -> None:
        self.comparison, self.progress, self.threads, self.done, self.total = comparison, progress, threads, 0, 0

    def of(self, ensemble: Ensemble, first: int, worlds: int, **how: Any) -> Ensemble:
        one = self.comparison
        told = self.progress and (lambda done, total: self.progress(self.done + worlds * done // total, self.total))  # type: ignore[misc]
        found = run(ensemble.scenario, worlds, one.seed, first, one.weeks, one.customers, threads=self.threads, progress=told, luck_only=one.luck_only, **how)
        self.done += worlds
        return found


def _again(comparison: Comparison, chosen: dict[str, str], anew: dict[str, Ensemble]) -> pd.DataFrame:
    """Index outcome; columns scenario, first_world, worlds, and those of `paired.Difference` on the fresh worlds."""
    before = anew[comparison.names[0]]
    rows = {}
    for outcome, name in chosen.items():
        columns = before.outcomes[outcome], anew[name].outcomes[outcome]
        found = difference(*columns, direction=OUTCOMES[outcome].direction, threshold=comparison.thresholds[outcome], alpha=ALPHA / len(chosen))
        rows[outcome] = {"scenario": name, "first_world": int(before.outcomes.index[0]), "worlds": before.worlds, **found._asdict()}
    return pd.DataFrame.from_dict(rows, orient="index")
