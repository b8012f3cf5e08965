"""The fit: coefficients are held to the process patterns, and to nothing else, by history matching in waves.

Wave 0 draws vectors from the declared ranges (Sobol points, triangular around the defaults) and measures every process pattern of each on a few sampled
companies. From all that was measured an emulator is made for each pattern; the next wave is drawn, from fresh points of the same ranges, in
proportion to the chance that all patterns lie inside their bands. A vector is kept when each pattern, by what was measured and what the emulator expects
of it (weighted by their precision), lies inside its band. So the kept set is the prior of the declared ranges, less what the evidence rules out.

Left out are Bass's curve, which no coefficient of the organisation moves, and any pattern of which no vector comes near the band: there is nothing to fit
then, the model misses it, and the report says so. Everything measured is written down at once, so a fit goes on where it was stopped.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.coefficients import declarations_hash, declared_coefficients
from simulation.evidence.cohort import Lab
from simulation.evidence.emulate import Emulator, emulate
from simulation.evidence.process import COMPANIES, PROCESS
from simulation.evidence.verdicts import figures
from simulation.sampling import Population

POOL = 60_000  # vectors looked through for each wave
BLOCKS = 4  # groups of companies that vectors meet in turn, so that none is fitted to a few companies
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


@dataclass(frozen=True)
class Plan:
    """How much a fit does; a stored fit goes on only under the same plan."""

    seed: int = 1
    first: int = 400  # vectors in the first wave
    wave: int = 300  # vectors in each later wave
    most: int = 5  # waves
    wanted: int = 500  # vectors kept
    companies: int = 12  # for each vector

    def key(self) -> dict[str, int | str]:
        """What must be the same for a fit to go on."""
        return {"declarations": declarations_hash(), **{name: getattr(self, name) for name in ("seed", "first", "wave", "companies")}}


@dataclass
class Measured:
    """What has been measured so far: vectors, and the value and error of each target."""

    vectors: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    errors: list[np.ndarray] = field(default_factory=list)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Vectors [vector, coefficient], values and errors [vector, target]."""
        return np.array(self.vectors), np.array(self.values), np.array(self.errors)


class Fit(NamedTuple):
    """A finished fit."""

    prior: np.ndarray  # [vector, coefficient] of the first wave
    prior_values: np.ndarray  # [vector, target]
    kept: np.ndarray  # [vector, coefficient]
    kept_values: np.ndarray  # [vector, target]
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
    """Run the waves, or go on with them; everything measured lies in `folder`. Raises ValueError where another fit lies there."""
    measured = _resume(folder, plan)
    lab = Lab(population, seed=plan.seed, customers=200, worlds={})
    for wave in range(plan.most + 1):
        before = plan.first + plan.wave * (wave - 1) if wave else 0
        chosen = _chosen(measured, plan, wave, before) if wave else prior_vectors(plan.first, plan.seed)
        for place in range(max(len(measured.vectors) - before, 0), len(chosen)):
            start = plan.companies * ((before + place) % BLOCKS)
            _note(folder, measured, chosen[place], *measure_vector(lab, chosen[place], range(start, start + plan.companies)))
            if (place + 1) % 50 == 0:
                tell(f"wave {wave}: {place + 1} of {len(chosen)} vectors measured")
        kept = _kept(measured, plan, before + len(chosen))
        tell(f"wave {wave}: {int(kept.sum())} of {len(kept)} vectors kept so far")
        if wave and kept.sum() >= plan.wanted:
            break
    return _result(measured, plan, kept)


def _bent(measured: Measured, plan: Plan, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first so many vectors, and by target their values and errors as emulators take them: bent, and freed of the blocks' own means."""
    vectors, values, errors = (each[:count] for each in measured.arrays())
    out, noise = np.empty_like(values), np.empty_like(errors)
    block = np.arange(count) % BLOCKS
    for column, target in enumerate(targets()):
        out[:, column] = target.bent(values[:, column])
        noise[:, column] = errors[:, column] / (np.abs(values[:, column]) if target.low > 0.0 else 1.0)
        first = out[: plan.first, column]
        for each in range(BLOCKS):
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
    chances = np.array([_chance(each, pool, target) for each, target in zip(_emulators(measured, plan, count), targets(), strict=True)])
    weights = np.exp(np.log(np.maximum(chances[within_reach(measured, plan)], 1e-12)).sum(axis=0))
    luck = np.random.default_rng(plan.seed + wave)
    return np.asarray(pool[luck.choice(len(pool), plan.wave, replace=False, p=weights / weights.sum())])


def within_reach(measured: Measured, plan: Plan) -> np.ndarray:
    """[target] whether some vectors of the first wave's ranges are expected near its band."""
    pool = prior_vectors(4096, plan.seed + 1)
    pairs = zip(_emulators(measured, plan, plan.first), targets(), strict=True)
    return np.array([bool((_chance(each, pool, target) > 0.25).mean() > LEAST) for each, target in pairs])


def _chance(emulator: Emulator, vectors: np.ndarray, target: Target) -> np.ndarray:
    from scipy.stats import norm

    expected = emulator.predict(vectors)
    return np.asarray(norm.cdf((target.bent(target.high) - expected) / emulator.error) - norm.cdf((target.bent(target.low) - expected) / emulator.error))


def _kept(measured: Measured, plan: Plan, count: int) -> np.ndarray:
    """Whether each vector lies in all bands within reach, by its measurement and its emulators together."""
    vectors, values, errors = _bent(measured, plan, count)
    inside = np.ones(count, dtype=bool)
    for column in np.flatnonzero(within_reach(measured, plan)):
        target, emulator = targets()[column], emulate(vectors, values[:, column])
        noise = float(np.nanmedian(errors[:, column]))
        model = float(np.sqrt(max(emulator.error**2 - noise**2, (0.3 * emulator.error) ** 2)))
        trust = model**2 / (model**2 + noise**2)
        both = trust * values[:, column] + (1.0 - trust) * emulator.predict(vectors)
        inside &= np.isfinite(both) & (both >= target.bent(target.low)) & (both <= target.bent(target.high))
    return inside


def _result(measured: Measured, plan: Plan, kept: np.ndarray) -> Fit:
    vectors, values, _ = measured.arrays()
    first = slice(0, plan.first)
    taken = np.flatnonzero(kept)
    emulators = _emulators(measured, plan, len(vectors))
    return Fit(vectors[first], values[first], vectors[taken], values[taken], emulators, within_reach(measured, plan), len(vectors))


def _resume(folder: Path, plan: Plan) -> Measured:
    """What a stopped fit has measured; an empty one where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    said, rows = folder / "plan.json", folder / "measured.jsonl"
    if said.exists() and json.loads(said.read_text(encoding="utf-8")) != plan.key():
        raise ValueError(f"{folder} holds a fit of other declarations or under another plan: name another folder, or remove it")
    said.write_text(json.dumps(plan.key()), encoding="utf-8")
    measured = Measured()
    for line in rows.read_text(encoding="utf-8").splitlines() if rows.exists() else []:
        try:
            row = json.loads(line)
        except ValueError:  # the line under way when it was stopped
            break
        measured.vectors.append(np.array(row["vector"]))
        measured.values.append(np.array(row["values"], dtype=float))
        measured.errors.append(np.array(row["errors"], dtype=float))
    rows.write_text("".join(_line(*each) for each in zip(measured.vectors, measured.values, measured.errors, strict=True)), encoding="utf-8")
    return measured


def _note(folder: Path, measured: Measured, vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> None:
    measured.vectors.append(vector)
    measured.values.append(value)
    measured.errors.append(error)
    with (folder / "measured.jsonl").open("a", encoding="utf-8") as rows:
        rows.write(_line(vector, value, error))


def _line(vector: np.ndarray, value: np.ndarray, error: np.ndarray) -> str:
    plain: dict[str, Sequence[float | None]] = {"vector": vector.tolist(), "values": _or_none(value), "errors": _or_none(error)}
    return json.dumps(plain) + "\n"


def _or_none(values: np.ndarray) -> list[float | None]:
    return [float(each) if np.isfinite(each) else None for each in values]


__all__ = ["Fit", "Plan", "Target", "fit", "measure_vector", "prior_vectors", "targets"]
