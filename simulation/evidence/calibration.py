"""From a fit to what is stored: the plausible vectors, one for reference, and what the evidence says about each pattern and coefficient."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from simulation.coefficients import declarations_hash, declared_coefficients
from simulation.evidence.cohort import Lab, names_of_coefficients
from simulation.evidence.fit import Fit, Plan, measure_vector, targets
from simulation.evidence.process import COMPANIES
from simulation.provenance import model_hash
from simulation.sampling import Population

STORED = Path(__file__).parent / "plausible.csv"
REPORT = Path(__file__).parent / "calibration.json"
FRESH_SEED = 7001  # added to the seed: companies and luck that no vector has met
CHECKED, FRESH_COMPANIES = 25, 160  # vectors measured anew, on so many companies
DIGITS = 5
LEAST_SHIFT, LEAST_NARROWING = 0.25, 0.15  # of a prior standard deviation: what counts as constrained
CORRELATIONS = 10


def calibration(population: Population, plan: Plan, found: Fit, tell: Callable[[str], None]) -> dict[str, Any]:
    """The report of a fit, with the reference vector chosen and plausible vectors measured anew on fresh companies and luck."""
    lab = Lab(population, seed=plan.seed + FRESH_SEED, customers=200, worlds={})
    reference, values, errors = _reference(lab, found)
    tell("reference measured")
    anew = _anew(lab, found, plan, tell)
    return {
        "declarations": declarations_hash(),
        "model": model_hash(),
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "seed": plan.seed,
        "companies": plan.companies,
        "measured": found.measured,
        "kept": len(found.kept),
        "share": found.share,
        "least_chance": float(found.chances.min()),
        "fresh": {"vectors": len(anew), "companies": FRESH_COMPANIES, "seed": plan.seed + FRESH_SEED},
        "reference": reference.tolist(),
        "reference_is": "the declared defaults" if np.array_equal(reference, declared_coefficients().default) else "the mean of the plausible vectors",
        "patterns": [_pattern(found, place, values, errors, anew) for place in range(len(targets()))],
        "coefficients": _constrained(found),
        "correlations": _correlations(found),
    }


def _reference(lab: Lab, found: Fit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The declared defaults where they lie in all bands within reach, else the mean of the plausible vectors; and its patterns on fresh companies."""
    choices = [declared_coefficients().default.copy(), *([found.kept.mean(axis=0)] if len(found.kept) else [])]
    measured = [(choice, *measure_vector(lab, choice, range(COMPANIES))) for choice in choices]
    return max(measured, key=lambda each: sum(_inside(each[1], place) for place in np.flatnonzero(found.reached)))


def _inside(values: np.ndarray, place: Any) -> bool:
    return bool(targets()[place].low <= values[place] <= targets()[place].high)


def _anew(lab: Lab, found: Fit, plan: Plan, tell: Callable[[str], None]) -> np.ndarray:
    """[vector, target] of some plausible vectors, on companies and luck that no vector has met."""
    luck = np.random.default_rng(plan.seed)
    some = luck.choice(len(found.kept), min(CHECKED, len(found.kept)), replace=False)
    rows = []
    for place in some:
        rows.append(measure_vector(lab, found.kept[place], range(FRESH_COMPANIES))[0])
        if len(rows) % 10 == 0:
            tell(f"{len(rows)} of {len(some)} plausible vectors measured anew")
    return np.array(rows).reshape(-1, len(targets()))


def _pattern(found: Fit, place: int, values: np.ndarray, errors: np.ndarray, anew: np.ndarray) -> dict[str, Any]:
    target = targets()[place]
    return {
        "pattern": target.pattern, "part": target.part, "low": target.low, "high": target.high if np.isfinite(target.high) else None,
        "fitted": bool(found.reached[place]), "explained": found.emulators[place].explained,
        "prior": _spread(found.prior_values[:, place], place), "plausible": _spread(found.kept_values[:, place], place), "anew": _spread(anew[:, place], place),
        "reference": float(values[place]), "reference_error": float(errors[place]),
    }  # fmt: skip


def _spread(values: np.ndarray, place: int) -> dict[str, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return {"mean": np.nan, "p5": np.nan, "p95": np.nan, "inside": np.nan}
    low, high = np.percentile(known, (5, 95))
    inside = (known >= targets()[place].low) & (known <= targets()[place].high)
    return {"mean": float(known.mean()), "p5": float(low), "p95": float(high), "inside": float(inside.mean())}


def _constrained(found: Fit) -> list[dict[str, Any]]:
    """Every coefficient: how far the evidence moves and narrows it, in prior standard deviations, the most constrained first."""
    from simulation.evidence.fit import prior_vectors

    prior = prior_vectors(8192, 1)
    before, spread = prior.mean(axis=0), np.maximum(prior.std(axis=0), 1e-300)
    shift = (found.kept.mean(axis=0) - before) / spread if len(found.kept) else np.zeros(len(before))
    narrowing = 1.0 - found.kept.std(axis=0) / spread if len(found.kept) > 1 else np.zeros(len(before))
    rows = [
        {"name": name, "shift": float(shift[place]), "narrowing": float(narrowing[place]), "constrained": _is_constrained(shift[place], narrowing[place])}
        for place, name in enumerate(names_of_coefficients())
    ]
    return sorted(rows, key=lambda row: -max(abs(row["shift"]), 2.0 * row["narrowing"]))


def _is_constrained(shift: float, narrowing: float) -> bool:
    return bool(abs(shift) > LEAST_SHIFT or narrowing > LEAST_NARROWING)


def _correlations(found: Fit) -> list[dict[str, Any]]:
    """The strongest correlations between coefficients among the plausible vectors."""
    if len(found.kept) < 3:
        return []
    table = np.triu(np.corrcoef(found.kept, rowvar=False), k=1)
    order = np.argsort(-np.abs(table), axis=None)[:CORRELATIONS]
    names = names_of_coefficients()
    pairs = [divmod(int(place), len(names)) for place in order]
    return [{"one": names[one], "other": names[other], "correlation": float(table[one, other])} for one, other in pairs]


def write_stored(kept: np.ndarray, report: dict[str, Any], folder: Path) -> None:
    """Write the plausible vectors (the reference first) and the report into a folder, whole or not at all."""
    known = declared_coefficients()
    vectors = np.vstack([report["reference"], kept])
    rounded = np.clip(np.array([[float(f"{value:.{DIGITS}g}") for value in row] for row in vectors]), known.low, known.high)
    notes = {name: report[name] for name in ("declarations", "model", "made", "seed", "measured", "kept")}
    lines = [f"# {name}: {value}" for name, value in notes.items()]
    lines += [",".join(names_of_coefficients()), *(",".join(f"{value:.{DIGITS}g}" for value in row) for row in rounded)]
    _write(folder / STORED.name, "\n".join(lines) + "\n")
    from simulation.terminal import to_json

    _write(folder / REPORT.name, to_json(report) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(path.suffix + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def read_report(path: Path = REPORT) -> dict[str, Any] | None:
    """The stored report of the last fit, if there is one."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
