"""The command `omnigov validate`: measure, and say what is met and what is missed."""

import sys
import time
from collections.abc import Sequence

from simulation.checks import did_you_mean
from simulation.commands import Asked


def validate_command(only: Sequence[str], population: str, coefficients: str, quick: bool, asked: Asked) -> str:
    """Measure patterns and claims over sampled companies; refuses all that is wrong with what was asked for."""
    from simulation.checks import InputError, refuse
    from simulation.evidence.cohort import Lab
    from simulation.evidence.said import table
    from simulation.evidence.vectors import vectors_of
    from simulation.evidence.verdicts import figures, measure
    from simulation.sampling import load_population
    from simulation.terminal import to_json

    given = asked.given()
    seed = given.number("seed", asked.counts["seed"])
    given.problems += [f"--only {name}: no such pattern or claim{did_you_mean(name, list(figures()))}" for name in only if name not in figures()]
    loaded, vectors = None, None
    try:
        loaded = load_population(population)
    except InputError as error:
        given.problems += error.problems
    try:
        vectors = vectors_of(coefficients)
    except InputError as error:
        given.problems += error.problems
    refuse(given.problems)
    assert loaded is not None
    lab = Lab(loaded, seed=seed, vectors=vectors, effort=0.1 if quick else 1.0)
    rows = []
    for name in only or list(figures()):
        start = time.monotonic()
        rows.append(measure(lab, name))
        if not asked.quiet and not asked.json:
            print(f"{name}: {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)
    return to_json([row.to_dict() for row in rows]) if asked.json else table(rows, asked.lang)
