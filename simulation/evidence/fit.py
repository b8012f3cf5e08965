"""The fit: coefficients are held to the process patterns, and to nothing else, by history matching in waves.

The first wave draws vectors from the declared ranges (Sobol points, triangular around the defaults) and measures every process pattern of each on a few
sampled companies. From all that was measured an emulator is made for each pattern; the next wave is drawn, from fresh points of the same ranges, in
proportion to the chance that all patterns lie inside their bands. In the end, of many fresh points those are plausible for which that chance is at least
`EVEN` (the emulators' own error and the noise of a measurement counted): the prior of the declared ranges, less what the evidence rules out. Some of them are
then measured anew, on companies and luck that nothing was fitted to (`calibration.py`).

Left out are Bass's curve, which no coefficient of the organisation moves, and any pattern of which no vector comes near the band: there is nothing to fit
then, the model misses it, and the report says so. Everything measured is written down at once, so a fit goes on where it was stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.coefficients import declarations_hash, declared_coefficients
from simulation.evidence.cohort import Lab
from simulation.evidence.emulate import Emulator, emulate
from simulation.evidence.measured import Measured, alone, note, resume
from simulation.evidence.process import COMPANIES, PROCESS
from simulation.evidence.verdicts import figures
from simulation.sampling import Population

POOL = 20_000  # vectors looked through at a time
MOST_POOLS = 50  # times that, before fewer than wanted must do
BLOCKS = 24  # groups of companies that vectors meet in turn, so that none is fitted to a few companies
LEAST_IN_BLOCK = 12  # vectors of the first wave that a group meets: fewer say nothing of the group's own mean
EVEN = 0.5  # least chance of lying in all bands
LEAST = 0.002  # share of vectors that must be expected in a band for it to be fitted to


class Target(NamedTuple):
    """A part of a process pattern that vectors are held to."""

    pattern: str
    part: str
    low: float
    high: float

    def bent(self, value: np.ndarray | float) -> np.ndarray:
        """On the scale on which an emulator works: logarithms for what is a positive ratio or share."""
        with np.errstate(all="ignore"):
            return np.asarray(np.log(value) if self.low > 0.0 else value, dtype=float)

    def straight(self, value: np.ndarray) -> np.ndarray:
        """From that scale back."""
        return np.exp(value) if self.low > 0.0 else value


@dataclass(frozen=True)
class Plan:
    """How much a fit does; a stored fit goes on only under the same plan."""

    seed: int = 1
    first: int = 640  # vectors in the first wave
    wave: int = 320  # vectors in each later wave
    waves: int = 2  # later waves
    wanted: int = 1000  # plausible vectors
    companies: int = 8  # for each vector

    @property
    def blocks(self) -> int:
        """How many groups of companies there are."""
        return min(BLOCKS, max(self.first // LEAST_IN_BLOCK, 1))

    def key(self) -> dict[str, int | str]:
        """What must be the same for a fit to go on."""
        return {"declarations": declarations_hash(), **{name: getattr(self, name) for name in ("seed", "first", "wave", "waves", "companies")}}


class Fit(NamedTuple):
    """A finished fit."""

    prior: np.ndarray  # [vector, coefficient] of the first wave
    prior_values: np.ndarray  # [vector, target]
    kept: np.ndarray  # [vector, coefficient]
    kept_values: np.ndarray  # [vector, target] as the emulators expect them
    chances: np.ndarray  # [vector] of lying in all bands
    share: float  # share of the declared ranges that is plausible
    emulators: list[Emulator]
    reached: np.ndarray  # [target] whether it was fitted to
    measured: int


def targets() -> list[Target]:
    """All parts of the process patterns but Bass's curve."""
    return [
        Target(each.id, band.name, band.low, band.high) for each in figures().values() if each.kind == "process" and each.id != "bass" for band in each.parts
    ]


def prior_vectors(count: int, seed: int) -> np.ndarray:
    """[vector, coefficient] from the declared ranges, most likely near the defaults: Sobol points through triangular distributions."""
    from scipy.stats import qmc

    known = declared_coefficients()
    points = qmc.Sobol(len(known.names), rng=np.random.default_rng(seed)).random_base2(int(np.ceil(np.log2(max(count, 2)))))[:count]
    width = np.maximum(known.high - known.low, 1e-300)
    below = (known.default - known.low) / width
    rising = known.low + width * np.sqrt(points * below)
    falling = known.high - width * np.sqrt((1.0 - points) * (1.0 - below))
    return np.asarray(np.where(points < below, rising, falling))


def measure_vector(lab: Lab, vector: np.ndarray, companies: range) -> tuple[np.ndarray, np.ndarray]:
    """Value and error of each target at a vector, on these companies."""
    one = lab.with_(vectors=vector.reshape(1, -1), first=companies.start, effort=len(companies) / COMPANIES)
    wanted = targets()
    found = {(name, each.part): each for name in dict.fromkeys(target.pattern for target in wanted) for each in PROCESS[name](one)}
    estimates = [found[target.pattern, target.part] for target in wanted]
    return np.array([each.value for each in estimates]), np.array([each.error for each in estimates])


def fit(population: Population, plan: Plan, folder: Path, tell: Callable[[str], None] = print) -> Fit:
    """Run the waves, or go on with them; everything measured lies in `folder`. Raises InputError where the folder is not this fit's alone."""
    with alone(folder, plan.key()):
        return _fitted(population, plan, folder, tell)


def _fitted(population: Population, plan: Plan, folder: Path, tell: Callable[[str], None]) -> Fit:
    measured = resume(folder, (len(declared_coefficients().names), len(targets())))
    lab = Lab(population, seed=plan.seed, customers=200, worlds={})
    for wave in range(plan.waves + 1):
        before = plan.first + plan.wave * (wave - 1) if wave else 0
        chosen = _chosen(measured, plan, wave, before) if wave else prior_vectors(plan.first, plan.seed)
        for place in range(max(len(measured.vectors) - before, 0), len(chosen)):
            start = plan.companies * ((before + place) % plan.blocks)
            note(folder, measured, chosen[place], *measure_vector(lab, chosen[place], range(start, start + plan.companies)))
            if (place + 1) % 50 == 0:
                tell(f"wave {wave}: {place + 1} of {len(chosen)} vectors measured")
    return _result(measured, plan)


def _bent(measured: Measured, plan: Plan, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first so many vectors, and by target their values and errors as emulators take them: bent, and freed of the blocks' own means."""
    vectors, values, errors = (each[:count] for each in measured.arrays())
    out, noise = np.empty_like(values), np.empty_like(errors)
    block = np.arange(count) % plan.blocks
    for column, target in enumerate(targets()):
        out[:, column] = target.bent(values[:, column])
        noise[:, column] = errors[:, column] / (np.abs(values[:, column]) if target.low > 0.0 else 1.0)
        first = out[: plan.first, column]
        for each in range(plan.blocks):
            out[block == each, column] -= np.nanmean(first[block[: plan.first] == each]) - np.nanmean(first)
        known = np.isfinite(out[:, column])
        out[known, column] = np.clip(out[known, column], *np.percentile(first[np.isfinite(first)], (0.5, 99.5)))
    return vectors, out, noise


def _emulators(measured: Measured, plan: Plan, count: int) -> list[Emulator]:
    vectors, values, _ = _bent(measured, plan, count)
    return [emulate(vectors, values[:, column]) for column in range(values.shape[1])]


def _chosen(measured: Measured, plan: Plan, wave: int, count: int) -> np.ndarray:
    """The vectors of a later wave: of many from the declared ranges, in proportion to the chance that they lie in all bands within reach."""
    pool = prior_vectors(POOL, plan.seed + 1000 * wave)
    weights = _all_chances(_emulators(measured, plan, count), pool, within_reach(measured, plan))
    luck = np.random.default_rng(plan.seed + wave)
    return np.asarray(pool[luck.choice(len(pool), plan.wave, replace=False, p=weights / weights.sum())])


def _all_chances(emulators: list[Emulator], vectors: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """[vector] chance of lying in all bands that are within reach."""
    chances = np.ones(len(vectors))
    for emulator, target, wanted in zip(emulators, targets(), reached, strict=True):
        chances *= np.maximum(_chance(emulator, vectors, target), 1e-12) if wanted else 1.0
    return chances


def within_reach(measured: Measured, plan: Plan) -> np.ndarray:
    """[target] whether some vectors of the first wave's ranges are expected near its band."""
    pool = prior_vectors(4096, plan.seed + 1)
    pairs = zip(_emulators(measured, plan, plan.first), targets(), strict=True)
    return np.array([bool((_chance(each, pool, target) > 0.25).mean() > LEAST) for each, target in pairs])


def _chance(emulator: Emulator, vectors: np.ndarray, target: Target) -> np.ndarray:
    from scipy.stats import norm

    expected = emulator.predict(vectors)
    return np.asarray(norm.cdf((target.bent(target.high) - expected) / emulator.error) - norm.cdf((target.bent(target.low) - expected) / emulator.error))


def _result(measured: Measured, plan: Plan) -> Fit:
    """The plausible ones of many fresh vectors; where too few are, the likeliest."""
    vectors, values, _ = measured.arrays()
    emulators, reached = _emulators(measured, plan, len(vectors)), within_reach(measured, plan)
    found, chances = np.empty((0, vectors.shape[1])), np.empty(0)
    looked = 0
    for place in range(MOST_POOLS):
        pool = prior_vectors(POOL, plan.seed + 999 + place)
        here = _all_chances(emulators, pool, reached)
        looked += len(pool)
        taken = np.argsort(-here)[: plan.wanted] if (here >= EVEN).sum() < plan.wanted else np.flatnonzero(here >= EVEN)
        found, chances = np.vstack([found, pool[taken]]), np.concatenate([chances, here[taken]])
        if (chances >= EVEN).sum() >= plan.wanted:
            break
        best = np.argsort(-chances)[: plan.wanted]
        found, chances = found[best], chances[best]
    kept = np.flatnonzero(chances >= EVEN) if (chances >= EVEN).sum() >= plan.wanted else np.argsort(-chances)[: plan.wanted]
    kept = np.sort(np.random.default_rng(plan.seed).choice(kept, plan.wanted, replace=False))
    expected = np.column_stack([target.straight(each.predict(found[kept])) for each, target in zip(emulators, targets(), strict=True)])
    share = float((chances >= EVEN).sum() / looked)
    return Fit(vectors[: plan.first], values[: plan.first], found[kept], expected, chances[kept], share, emulators, reached, len(vectors))


__all__ = ["Fit", "Plan", "Target", "fit", "measure_vector", "prior_vectors", "targets"]
