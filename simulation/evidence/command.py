"""The commands `omnigov validate` and `omnigov calibrate`: check what was asked for, measure or fit, and say what came of it."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulation.checks import InputError, did_you_mean, refuse
from simulation.commands import Asked
from simulation.options import Given
from simulation.sweep.stopped import INTERRUPTED, StoppedError

QUICK = 0.1  # of the usual number of companies
LEAST_VECTORS, MOST_VECTORS = 40, 10_000  # in the first wave; half a minute, and a night


def validate_command(only: Sequence[str], population: str, coefficients: str, quick: bool, asked: Asked) -> str:
    """Measure patterns and claims over sampled companies; refuses all that is wrong with what was asked for."""
    from simulation.evidence.cohort import Lab
    from simulation.evidence.labels import stored_labels
    from simulation.evidence.said import footnotes, table
    from simulation.evidence.vectors import vectors_of
    from simulation.evidence.verdicts import figures, measure
    from simulation.terminal import to_json

    given = asked.given()
    seed = given.number("seed", asked.counts["seed"])
    given.problems += [f"--only {name}: no such pattern or claim{did_you_mean(name, list(figures()))}" for name in only if name not in figures()]
    loaded, vectors = _population(population, given), None
    try:
        vectors = vectors_of(coefficients)
    except InputError as error:
        given.problems += error.problems
    refuse(given.problems)
    _ready(loaded, seed, asked)
    lab = Lab(loaded, seed=seed, vectors=vectors, effort=QUICK if quick else 1.0)
    labels, fresh = stored_labels()
    rows = []
    for name in only or list(figures()):
        start = time.monotonic()
        rows.append(measure(lab, name, labels[name].label if name in labels else ""))
        if not asked.quiet:
            print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    if asked.json:
        return to_json([row.to_dict() for row in rows])
    return table(rows, asked.lang) + "\n\n" + footnotes(coefficients, None if vectors is None else len(vectors), quick, fresh, asked.lang)


def calibrate_command(population: str, vectors: str, store: bool, asked: Asked) -> str:
    """Fit coefficients to the process patterns; what was measured, the kept vectors and the report lie in the results folder."""
    from simulation.evidence.calibration import STORED, calibration, write_stored
    from simulation.evidence.fit import Plan, fit
    from simulation.evidence.measured import folder_problems
    from simulation.evidence.said import calibration_text

    given = asked.given()
    seed, first = given.number("seed", asked.counts["seed"]), given.number("worlds", vectors)
    given.problems = [text.replace("worlds", "--vectors") for text in given.problems]
    given.problems += [f"--vectors = {first} is too few to tell what moves a pattern; at least {LEAST_VECTORS}"] if 0 < first < LEAST_VECTORS else []
    given.problems += [f"--vectors = {first:,} is more than {MOST_VECTORS:,}, which take a night"] if first > MOST_VECTORS else []
    loaded = _population(population, given)
    folder = Path(asked.results or "results/calibration")
    plan = Plan(seed=seed, first=first, wave=first // 2)
    given.problems += folder_problems(folder, plan.key())
    refuse(given.problems)
    _ready(loaded, seed, asked)
    try:
        found = fit(loaded, plan, folder, _tell(asked.quiet))
    except KeyboardInterrupt:
        raise StoppedError(f"interrupted: every vector measured so far is kept in {folder}; the same command goes on", INTERRUPTED) from None
    report = calibration(loaded, plan, found, _tell(asked.quiet))
    write_stored(found.kept, report, folder)
    if store:
        write_stored(found.kept, report, STORED.parent)
    return calibration_text(report, asked.lang)


def _ready(population: Any, seed: int, asked: Asked) -> None:
    """Load the compiled runs that are watched, or compile them: here rather than in a thread of the pool, so that Ctrl-C is heard."""
    from simulation.commands import get_ready
    from simulation.evidence.cohort import Lab, warmed

    get_ready(asked.quiet, asked.lang)
    warmed(Lab(population, seed=seed, customers=200))


def _population(name: str, given: Given) -> Any:
    from simulation.sampling import load_population

    try:
        return load_population(name)
    except InputError as error:
        given.problems += error.problems
        return None


def _tell(quiet: bool) -> Any:
    return (lambda text: None) if quiet else (lambda text: print(text, file=sys.stderr, flush=True))
