"""Claims that compare governances over companies: no line or structure is best everywhere, means count for more than the line, half of programmes fail."""

from functools import partial

import numpy as np

from simulation.evidence.cohort import Arm, Lab, study
from simulation.evidence.estimates import Estimate, mean, resampled
from simulation.evidence.retrospect import ended, retrospect
from simulation.levers import REPORTING_LINES, STRUCTURES
from simulation.outcomes import OUTCOMES
from simulation.sampling import sample_levers

FACTORY = {"factory_size": 0.2}  # so that there is one in every company


def no_ideal_model(lab: Lab, null: bool = False) -> list[Estimate]:
    """Two companies and two reporting lines (and two structures) of which the first wins more net value in one company and the second in the other: picked
    on half of the lucks, and how far the smaller of the two wins goes on the other half, in thresholds. Null: labels are shuffled run by run."""
    got = lab.once("no_ideal_model", _lines_and_structures)
    return [_reversal(kind, {name: got[name] for name in names}, null) for kind, names in OPTIONS.items()]


OPTIONS = {"reporting line": REPORTING_LINES[1:], "structure": STRUCTURES}


def _lines_and_structures(lab: Lab) -> dict[str, np.ndarray]:
    """By option: [company, luck] value in thresholds of net value (what the same company has without a programme is the same for all)."""
    names = {name: {kind.replace(" ", "_"): name} for kind, options in OPTIONS.items() for name in options}
    arms = {name: Arm({**FACTORY, "scope": 1.0, **levers}) for name, levers in names.items()}
    got = study(lab, lab.firms(48), arms, ended, lucks=20 if lab.effort >= 0.5 else 8)
    limit = float(OUTCOMES["net_value"].relative or 0.0)
    return {name: columns["value"] / (limit * columns["plan_cost"]) for name, columns in got.items()}


def _reversal(part: str, values: dict[str, np.ndarray], null: bool) -> Estimate:
    columns = np.stack(list(values.values()))  # [option, company, luck]
    if null:
        columns = np.random.default_rng(1).permuted(columns, axis=0)
    half = columns.shape[2] // 2
    picked, best = (0, 1, 0, 0), -np.inf
    for one in range(len(columns)):
        for other in range(one):
            ahead = (columns[one] - columns[other])[:, :half].mean(axis=1)
            if min(ahead.max(), -ahead.min()) > best:
                best, picked = min(ahead.max(), -ahead.min()), (one, other, int(ahead.argmax()), int(ahead.argmin()))
    one, other, here, there = picked
    later = (columns[one] - columns[other])[:, half:]
    wins = [mean(part, later[here]), mean(part, -later[there])]
    return min(wins, key=lambda each: each.value)


def means_over_line(lab: Lab, null: bool = False) -> list[Estimate]:
    """Variance explained for each degree of freedom, by delegation, role clarity and budget authority together over that by the reporting line: the same
    typical company and luck, with the means and the line of six other companies in turn (what companies differ in is in none of it); mean over adoption,
    cost and net value (both against the plan). Null: the six results of a company are shuffled, many times over."""
    rows, results = lab.once("means_over_line", _governed_as_others)
    if not null:
        return [resampled("means over line", _explained_ratio, rows, results)]
    luck = np.random.default_rng(1)
    means, lines = np.array([_explained(rows, luck.permuted(results, axis=1)) for _ in range(SHUFFLES)]).T
    return [resampled("means over line", lambda one, other: float(one.mean() / other.mean()), means, lines)]


SHUFFLES = 200  # one alone gives a ratio of two small variances, which is anything
MEANS = ("delegation", "role_clarity", "budget_authority")
OTHERS = 6  # companies whose means and line each company is given


def _governed_as_others(lab: Lab) -> tuple[np.ndarray, np.ndarray]:
    """[company, other, column]: the means and the line given, and what came of them (what the company has without a programme is the same for all)."""
    numbers = lab.firms(1600)
    given = {place: partial(_of_another, lab, place) for place in range(OTHERS)}
    got = study(lab, numbers, {str(place): Arm(governed=levers) for place, levers in given.items()}, ended)
    rows = np.array([[_as_numbers(levers(number)) for levers in given.values()] for number in numbers])
    each = [got[str(place)] for place in given]
    results = np.stack([np.hstack([one["adoption"], one["overrun"].clip(-1.0, 5.0), one["value"] / one["plan_cost"]]) for one in each], axis=1)
    return rows, results


def _of_another(lab: Lab, place: int, number: int) -> dict[str, float | str]:
    other = sample_levers(lab.population, FAR_AWAY + OTHERS * number + place, lab.seed).model_dump()
    return {name: other[name] for name in (*MEANS, "reporting_line")}


FAR_AWAY = 1_000_000  # numbers of companies that no pattern meets


def _as_numbers(levers: dict[str, float | str]) -> list[float]:
    """Means, and which line it is: one column each but for the first line."""
    return [*(float(levers[name]) for name in MEANS), *(float(levers["reporting_line"] == line) for line in REPORTING_LINES[1:])]


def _explained_ratio(rows: np.ndarray, results: np.ndarray) -> float:
    of_means, of_line = _explained(rows, results)
    return of_means / max(of_line, 1e-12)


def _explained(rows: np.ndarray, results: np.ndarray) -> tuple[float, float]:
    """Share of the variance within companies that the means, and the line, explain beside the other, for each degree of freedom."""
    rows, results = (_within(columns) for columns in (rows, results))

    def unexplained(columns: np.ndarray) -> np.ndarray:
        residual = results - columns @ np.linalg.lstsq(columns, results, rcond=None)[0]
        return np.asarray((residual**2).sum(axis=0))

    whole, lines = unexplained(rows), rows.shape[1] - len(MEANS)
    total = (results**2).sum(axis=0)
    of_means = (unexplained(rows[:, len(MEANS) :]) - whole) / len(MEANS)
    of_line = (unexplained(rows[:, : len(MEANS)]) - whole) / lines
    return float((of_means / total).mean()), float((of_line / total).mean())


def _within(columns: np.ndarray) -> np.ndarray:
    """Differences from each company's own mean, one row a run."""
    return np.asarray((columns - columns.mean(axis=1, keepdims=True)).reshape(-1, columns.shape[2]))


def half_fail(lab: Lab, null: bool = False) -> list[Estimate]:
    """Rate of success under the governance sampled (reported; it has no null)."""
    return [mean("success", retrospect(lab)["typical"]["success"])]
