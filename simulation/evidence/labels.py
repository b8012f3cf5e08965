"""Built in, calibrated or emergent: each pattern and claim measured at vectors of coefficients from all over the declared ranges.

A figure is *built in* when no vector fails clearly (by more than two simulation errors): none of those drawn, of which there are more where none of the
first did, nor one of three corners of the ranges, guessed as where it may fail from the slopes over all that were drawn, and over each half of them (of weak
coefficients a guess is chance: a corner may refute, it proves nothing). *Emergent*: it holds at more than half of the vectors drawn, fails clearly at some or
at such a corner, and no rule says it in so many words (`written` in figures.toml). *Calibrated*: it is written and fails clearly at some, or holds at half or
fewer of them but at more than half of the plausible ones. Else it has no label: it does not hold.
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
VECTORS, MORE, NEAR = 20, 40, 8  # from the ranges, further ones where a figure failed at none, and of the plausible ones
MOST = 0.5  # "at most vectors"
EFFORT = {"outcome": 0.04, "claim": 0.1, "process": 0.1}
OTHER_EFFORT = {"means_over_line": 0.06, "no_ideal_model": 0.17, "half_fail": 0.04, "channels_multiply_cost": 0.02}
AT_CORNER = 4  # times that effort at a corner, which is one vector and not twenty


class Tested(NamedTuple):
    """How a figure fares all over the declared ranges, and near what was fitted."""

    label: str
    held: float  # share of vectors from the ranges at which it holds
    failed: float  # share at which it clearly fails
    held_plausible: float  # share of plausible vectors at which it holds
    corner: float  # errors by which it lies outside at the corners guessed, at most; 0 where it does not, or was not looked for


def ranged_vectors(count: int, seed: int) -> np.ndarray:
    """[vector, coefficient] evenly from the declared ranges, ends and all."""
    from scipy.stats import qmc

    known = declared_coefficients()
    points = qmc.LatinHypercube(len(known.names), rng=np.random.default_rng(seed)).random(count)
    return np.asarray(known.low + points * (known.high - known.low))


def tested(population: Population, seed: int, tell: Callable[[str], None]) -> dict[str, Tested]:
    """Every figure at vectors from the ranges, and at plausible ones where there are some."""
    stored, names = plausible(), list(figures())
    vectors = ranged_vectors(VECTORS, seed)
    away = _away(population, seed, vectors, names, tell)
    near = _away(population, seed, stored.vectors[:: max(len(stored.vectors) // NEAR, 1)][:NEAR], names, tell) if stored else {}
    unrefuted = [name for name in names if np.mean(away[name] <= 0.0) > MOST and not np.any(away[name] > SURE)]
    vectors = np.vstack([vectors, ranged_vectors(MORE, seed + 1)])
    for name, more in _away(population, seed, vectors[VECTORS:], unrefuted, tell).items():
        away[name] = np.concatenate([away[name], more])
    found = {}
    for name, figure in figures().items():
        held, failed = float(np.mean(away[name] <= 0.0)), float(np.mean(away[name] > SURE))
        held_near = float(np.mean(near[name] <= 0.0)) if near else float("nan")
        corner = 0.0
        if held > MOST and failed == 0.0:
            corner = _at_corners(population, seed, name, vectors, away[name])
            tell(f"{name}: at the corners guessed, outside by {corner:.1f} errors at most")
        label = _label(held, failed > 0.0 or corner > SURE, held_near, figure.written)
        found[name] = Tested(label, held, failed, held_near, corner)
    return found


def _label(held: float, fails: bool, near: float, written: str) -> str:
    if held > MOST:
        return "built in" if not fails else "calibrated" if written else "emergent"
    return "calibrated" if near > MOST else ""


def _away(population: Population, seed: int, vectors: np.ndarray, names: list[str], tell: Callable[[str], None]) -> dict[str, np.ndarray]:
    """By figure and vector, how many errors its furthest part lies outside its band; below 0 inside."""
    lab = Lab(population, seed=seed, customers=400, worlds={})
    away: dict[str, list[float]] = {name: [] for name in names}
    for place, vector in enumerate(vectors):
        labs: dict[float, Lab] = {}
        for name in names:
            effort = _effort(name)
            one = labs.setdefault(effort, lab.with_(vectors=vector.reshape(1, -1), effort=effort))
            away[name].append(_outside(one, name))
        tell(f"{place + 1} of {len(vectors)} vectors")
    return {name: np.array(each) for name, each in away.items()}


def _effort(name: str) -> float:
    return OTHER_EFFORT.get(name, EFFORT[figures()[name].kind])


def _outside(lab: Lab, name: str) -> float:
    """Errors by which the furthest part of a figure lies outside its band."""
    estimates = {each.part: each for each in MEASURES[name](lab)}
    return max(_distance(estimates[band.name].value, band) / max(estimates[band.name].error, 1e-12) for band in figures()[name].parts)


def _distance(value: float, band: Band) -> float:
    """How far a value lies outside a band; below 0 inside."""
    return max(band.low - value, value - band.high) if np.isfinite(value) else float("inf")


def _at_corners(population: Population, seed: int, name: str, vectors: np.ndarray, away: np.ndarray) -> float:
    """The same at corners of the declared ranges to which the slopes point, over all vectors and over each half of them: the furthest, until one refutes."""
    known, furthest = declared_coefficients(), 0.0
    for rows in (slice(None), slice(0, None, 2), slice(1, None, 2)):
        ranks = np.argsort(np.argsort(away[rows])) - (len(away[rows]) - 1) / 2.0  # no single vector should point the way
        slopes = ranks @ ((vectors[rows] - known.low) / np.maximum(known.high - known.low, 1e-12) - 0.5)
        corner = np.where(slopes > 0.0, known.high, known.low).reshape(1, -1)
        furthest = max(furthest, _outside(Lab(population, seed=seed, customers=400, vectors=corner, effort=AT_CORNER * _effort(name)), name))
        if furthest > SURE:
            break
    return furthest


def write_labels(found: dict[str, Tested], path: Path = STORED) -> None:
    """Store labels, with the model that they were tested on."""
    lines = ["# Made by `python -m simulation.evidence labels`.", f'model = "{model_hash()}"', f"vectors = {VECTORS}", ""]
    for name, each in found.items():
        near = each.held_plausible if np.isfinite(each.held_plausible) else -1.0
        lines += [
            f"[{name}]",
            f'label = "{each.label}"',
            f"held = {each.held:.3f}",
            f"failed = {each.failed:.3f}",
            f"held_plausible = {near:.3f}",
            f"corner = {each.corner:.1f}",
            "",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")


def stored_labels(path: Path = STORED) -> tuple[dict[str, Tested], bool]:
    """Labels by figure, and whether they were tested on this very model; none where nothing is stored."""
    if not path.is_file():
        return {}, False
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    fresh = document.pop("model") == model_hash()
    document.pop("vectors")
    return {name: Tested(**each) for name, each in document.items()}, fresh
