"""What a sweep is, and which runs make which chunk.

Runs are numbered by point, then world: run = point * worlds + place of the world. They are *executed* world by world, all points
in one world before the next, and points of a listed design in an order that jumps about: so whatever is finished when a sweep is
interrupted is an even sample. A *chunk* is a fixed stretch of that order. Where points have companies of their own, some worlds of a point
stay together, since making a company ready takes as long as running it.
"""

import hashlib
import json
import math
from functools import cached_property
from typing import Any

import numpy as np

from simulation.checks import available_memory
from simulation.sweep.design import SAMPLED
from simulation.sweep.experiment import Experiment
from simulation.uncertain import Range

KIND = "sweep"
FEWEST, MOST = 8, 64  # runs of a chunk: a part costs some milliseconds to write, and an interruption loses what is under way
PIECES = 200  # chunks that a sweep has at least, where that leaves chunks large enough
TOGETHER = 8  # worlds of a point that stay together where points have companies of their own
POINT_BYTES = 64  # of a point in each column: its tuple, its value and their copies while it is laid out
MOST_POINTS, MOST_RUNS = 20_000, 1_000_000  # without being told that so many are meant
GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)


class Plan:
    """An experiment laid out: its points as columns, and its chunks."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.columns = experiment.design.columns()
        self.points = experiment.design.points
        self.runs = self.points * experiment.worlds
        own_companies = any(name.startswith("traits.") for name in experiment.design.names)
        self.together = min(TOGETHER, experiment.worlds) if own_companies else 1
        self.size = max(FEWEST, min(MOST, self.runs // PIECES))
        self.chunks = -(-self.runs // self.size)

    @cached_property
    def open_traits(self) -> list[str]:
        """Traits that each world draws and no point says, those among them that a scenario itself leaves uncertain."""
        left = {name for each in self.experiment.scenarios for name in each.uncertain} | set(self.experiment.uncertain)
        return sorted(name for name in left if f"traits.{name}" not in self.columns)

    @cached_property
    def order(self) -> np.ndarray:
        """The points in the order in which they are run: as sampled, or jumping about by the golden ratio."""
        if self.experiment.design.kind in SAMPLED or self.points < 3:
            return np.arange(self.points)
        step = next(each for each in range(max(1, round(GOLDEN * self.points)), 2 * self.points) if math.gcd(each, self.points) == 1)
        return np.arange(self.points) * step % self.points

    def runs_of(self, chunk: int) -> list[tuple[int, int]]:
        """The runs of a chunk as (point, number of the world), in the order in which they are run."""
        worlds, first = self.experiment.worlds, self.experiment.first_world
        found = []
        for place in range(chunk * self.size, min((chunk + 1) * self.size, self.runs)):
            block, within = divmod(place, self.points * self.together)
            width = min(self.together, worlds - block * self.together)
            point, world = divmod(within, width)
            found.append((int(self.order[point]), first + block * self.together + world))
        return found

    def number(self, point: int, world: int) -> int:
        """The number of a run."""
        return point * self.experiment.worlds + world - self.experiment.first_world

    def place_of(self, number: int) -> tuple[int, int]:
        """The point and the world of a run."""
        point, place = divmod(number, self.experiment.worlds)
        return point, self.experiment.first_world + place

    def point(self, number: int) -> dict[str, Any]:
        """What one point says: `scenario` by name, and a value for each varied name."""
        names = self.experiment.scenario_names
        return {name: names[column[number]] if name == "scenario" else _plain(column[number]) for name, column in self.columns.items()}

    @cached_property
    def study(self) -> dict[str, Any]:
        """What the numbers of this sweep depend on: a folder holds one study, and is resumed by that very study only."""
        from simulation.compiled import sources_hash

        code = sources_hash("run.py", "outcomes.py", "sampling.py")
        return study_of(self.experiment, self.points_hash) | {"chunk": [self.size, self.together], "code": code}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The folders that hold a part for each chunk."""
        return ("runs", "series") if self.experiment.series else ("runs",)

    @cached_property
    def key(self) -> str:
        """A short hash of the study, which every part carries."""
        return hashlib.blake2b(json.dumps(self.study, sort_keys=True).encode(), digest_size=16).hexdigest()

    @cached_property
    def points_hash(self) -> str:
        """Hash of all points, 32 hexadecimal digits."""
        digest = hashlib.blake2b(digest_size=16)
        for name, column in self.columns.items():
            digest.update(name.encode() + b"\0")
            digest.update("\0".join(map(str, column)).encode() if column.dtype == object else np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()


def study_of(experiment: Experiment, points: str) -> dict[str, Any]:
    """What an experiment asks for, as a manifest holds it."""
    return {
        "kind": KIND,
        **{name: getattr(experiment, name) for name in ("worlds", "first_world", "seed", "weeks", "customers")},
        "scenarios": [{"name": each.name, "hash": each.hash} for each in experiment.scenarios],
        "population": {"name": experiment.population.name, "document": experiment.population_document} if experiment.population else None,
        "design": {"kind": experiment.design.kind, "names": experiment.design.names, "points": points},
        "uncertain": {f"traits.{name}": _range(each) for name, each in sorted(experiment.uncertain.items())},
        "series": list(experiment.series),
    }


def large(count: int) -> str:
    """A count as it is told, also one of thousands of digits, which Python does not write out."""
    return f"{count:,}" if count < 10**18 else "more than 10^18"


def size_problems(experiment: Experiment, yes: bool) -> list[str]:
    """Why an experiment is too large to be begun without being told that so much is meant."""
    points, runs = experiment.design.points, experiment.design.points * experiment.worlds
    needed, there = points * POINT_BYTES * (1 + len(experiment.design.names)), available_memory()
    if needed > there:
        size = f"{needed / 1e9:,.1f} GB" if needed < 1e18 else "over a billion GB"
        return [f"{large(points)} points take {size} of memory to lay out, and {there / 1e9:,.1f} GB are available: take fewer values or points"]
    if yes or (points <= MOST_POINTS and runs <= MOST_RUNS):
        return []
    return [f"{points:,} points in {experiment.worlds:,} worlds are {large(runs)} runs; more than {MOST_POINTS:,} points or {MOST_RUNS:,} runs need --yes"]


def _range(each: Range) -> dict[str, float]:
    return {"low": each.low, "high": each.high}


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
