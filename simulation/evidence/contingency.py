"""Claims that compare governances over companies: no line or structure is best everywhere, means count for more than the line, half of programmes fail."""

import numpy as np

from simulation.evidence.cohort import Arm, Found, Lab, study
from simulation.evidence.estimates import Estimate, mean, resampled
from simulation.evidence.retrospect import ended, retrospect
from simulation.levers import REPORTING_LINES, STRUCTURES
from simulation.outcomes import OUTCOMES

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
    """Variance explained for each degree of freedom, by delegation, role clarity and budget authority together over that by the reporting line, beside all
    other levers and the traits of the company: mean over adoption, cost and net value (both against the plan), over typical companies. Null: shuffled."""
    found = lab.measured.get("retrospect") or {arm: {name: column[:, 0] for name, column in columns.items()} for arm, columns in lab.once("own", _own).items()}
    numbers = lab.firms(2000)
    levers = [lab.once(f"drawn {number}", lambda lab, number=number: drawn(lab, number)) for number in numbers]  # type: ignore[misc]
    rows = np.array([each[0] for each in levers])
    lines = np.array([each[1] for each in levers])[:, None] == np.arange(1, len(REPORTING_LINES))
    own = found["typical"]
    net = (own["value"] - found["no programme"]["value"]) / own["plan_cost"]
    results = np.column_stack([own["adoption"], own["overrun"].clip(-1.0, 5.0), net])
    if null:
        results = np.random.default_rng(1).permutation(results)
    return [resampled("means over line", _explained_ratio, rows, lines.astype(float), results)]


def _own(lab: Lab) -> Found:
    """Typical companies with the programme as they govern it, and without one."""
    return study(lab, lab.firms(2000), {"typical": Arm(), "no programme": Arm(programme=False)}, ended)


def drawn(lab: Lab, number: int) -> tuple[list[float], int]:
    """Levers and traits of a company as numbers (means first), and the code of its reporting line."""
    scenario = lab.scenario(number)
    levers, traits = scenario.levers.model_dump(), scenario.company.traits.model_dump()
    line = REPORTING_LINES.index(str(levers["reporting_line"]))
    structure = STRUCTURES.index(str(levers["structure"]))
    rest = [float(value) for name, value in levers.items() if name not in (*MEANS, "reporting_line", "structure")]
    return [*(float(levers[name]) for name in MEANS), *rest, float(structure == 1), float(structure == 2), *(float(value) for value in traits.values())], line


MEANS = ("delegation", "role_clarity", "budget_authority")


def _explained_ratio(rows: np.ndarray, lines: np.ndarray, results: np.ndarray) -> float:
    def unexplained(columns: np.ndarray) -> np.ndarray:
        design = np.column_stack([columns, np.ones(len(columns))])
        scaled = design / np.maximum(np.abs(design).max(axis=0), 1e-12)
        residual = results - scaled @ np.linalg.lstsq(scaled, results, rcond=None)[0]
        return np.asarray((residual**2).sum(axis=0))

    whole = unexplained(np.hstack([rows, lines]))
    of_means = (unexplained(np.hstack([rows[:, len(MEANS) :], lines])) - whole) / len(MEANS)
    of_line = (unexplained(rows) - whole) / lines.shape[1]
    total = results.var(axis=0) * len(results)
    return float((of_means / total).mean() / max((of_line / total).mean(), 1e-12))


def half_fail(lab: Lab, null: bool = False) -> list[Estimate]:
    """Rate of success under the governance sampled (reported; it has no null)."""
    return [mean("success", retrospect(lab)["typical"]["success"])]
