"""Built in, calibrated or emergent: each pattern and claim measured at vectors of coefficients from all over the declared ranges.

*Built in*: no vector fails clearly (by more than two simulation errors). *Emergent*: it holds at more than half of the vectors, and some fail clearly: it is
written nowhere. *Calibrated*: it holds at half or fewer of them, but at more than half of the plausible ones. Else it has no label: it does not hold.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.coefficients import declared_coefficients, plausible
from simulation.evidence.cohort import Lab
from simulation.evidence.verdicts import MEASURES, SURE, Band, figures
from simulation.provenance import model_hash
from simulation.sampling import Population

STORED = Path(__file__).parent / "labels.toml"
VECTORS, NEAR = 20, 8  # from the ranges, and of the plausible ones
EFFORT = {"outcome": 0.04, "claim": 0.1, "process": 0.1}
OTHER_EFFORT = {"means_over_line": 0.12, "no_ideal_model": 0.17, "half_fail": 0.04}


class Tested(NamedTuple):
    """How a figure fares all over the declared ranges, and near what was fitted."""

    label: str
    held: float  # share of vectors from the ranges at which it holds
    failed: float  # share at which it clearly fails
    held_plausible: float  # share of plausible vectors at which it holds


def ranged_vectors(count: int, seed: int) -> np.ndarray:
    """[vector, coefficient] evenly from the declared ranges, ends and all."""
    from scipy.stats import qmc

    known = declared_coefficients()
    points = qmc.LatinHypercube(len(known.names), rng=np.random.default_rng(seed)).random(count)
    return np.asarray(known.low + points * (known.high - known.low))


def tested(population: Population, seed: int, tell: Callable[[str], None]) -> dict[str, Tested]:
    """Every figure at vectors from the ranges, and at plausible ones where there are some."""
    stored = plausible()
    groups = [ranged_vectors(VECTORS, seed), *([stored.vectors[:: max(len(stored.vectors) // NEAR, 1)][:NEAR]] if stored else [])]
    held = [_held(population, seed, vectors, tell) for vectors in groups]
    found = {}
    for name in figures():
        share, failed = held[0][name]
        near = held[1][name][0] if stored else float("nan")
        found[name] = Tested(_label(share, failed, near), share, failed, near)
    return found


def _label(held: float, failed: float, near: float) -> str:
    if failed == 0.0 and held > 0.5:
        return "built in"
    return "emergent" if held > 0.5 else "calibrated" if near > 0.5 else ""


def _held(population: Population, seed: int, vectors: np.ndarray, tell: Callable[[str], None]) -> dict[str, tuple[float, float]]:
    """By figure the shares of vectors at which it holds, and at which it clearly fails."""
    lab = Lab(population, seed=seed, customers=400, worlds={})
    held: dict[str, list[bool]] = {name: [] for name in figures()}
    failed: dict[str, list[bool]] = {name: [] for name in figures()}
    for place, vector in enumerate(vectors):
        labs: dict[float, Lab] = {}
        for name, figure in figures().items():
            effort = OTHER_EFFORT.get(name, EFFORT[figure.kind])
            one = labs.setdefault(effort, lab.with_(vectors=vector.reshape(1, -1), effort=effort))
            estimates = {each.part: each for each in MEASURES[name](one)}
            away = [_outside(estimates[band.name].value, band) / max(estimates[band.name].error, 1e-12) for band in figure.parts]
            held[name].append(all(each <= 0.0 for each in away))
            failed[name].append(any(each > SURE for each in away))
        tell(f"{place + 1} of {len(vectors)} vectors")
    return {name: (float(np.mean(held[name])), float(np.mean(failed[name]))) for name in held}


def _outside(value: float, band: Band) -> float:
    """How far a value lies outside a band; 0 or less inside."""
    return max(band.low - value, value - band.high) if np.isfinite(value) else float("inf")


def write_labels(found: dict[str, Tested], path: Path = STORED) -> None:
    """Store labels, with the model that they were tested on."""
    lines = ["# Made by `python -m simulation.evidence labels`.", f'model = "{model_hash()}"', f"vectors = {VECTORS}", ""]
    for name, each in found.items():
        near = each.held_plausible if np.isfinite(each.held_plausible) else -1.0
        lines += [f"[{name}]", f'label = "{each.label}"', f"held = {each.held:.3f}", f"failed = {each.failed:.3f}", f"held_plausible = {near:.3f}", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def stored_labels(path: Path = STORED) -> tuple[dict[str, Tested], bool]:
    """Labels by figure, and whether they were tested on this very model; none where nothing is stored."""
    if not path.is_file():
        return {}, False
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    fresh = document.pop("model") == model_hash()
    document.pop("vectors")
    return {name: Tested(**each) for name, each in document.items()}, fresh
