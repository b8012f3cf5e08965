"""Designs: which points an experiment means. A point says what each varied lever and trait is, under one of the scenarios.

What is sampled (ranges, `among`) makes *rows*, what is listed makes *combinations*; the points are every scenario with every combination
with every row, rows running fastest. So all scenarios and combinations meet the same rows. Rows depend on the design and on the seed of
the experiment, on nothing else.

| kind | rows |
|---|---|
| factorial, paired | one: nothing is sampled (paired: nothing is varied either; the scenarios are compared) |
| listed | the lists read side by side, or the lines of a CSV |
| latin-hypercube | `points` of them, each range cut into as many equal parts (scipy.stats.qmc) |
| sobol | Saltelli's blocks for `points` base samples (a power of two): `points` times (sampled + 2) rows (SALib) |
| morris | `points` trajectories of sampled + 1 rows, on four levels (SALib) |
"""

import math
import warnings
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.checks import did_you_mean, shown
from simulation.layers import Layer
from simulation.sweep.given_points import given_rows
from simulation.sweep.varied import Among, Listed, Value, Varied

KINDS = ("factorial", "listed", "latin-hypercube", "sobol", "morris", "paired")
SAMPLED = ("latin-hypercube", "sobol", "morris")
LEVELS = 4  # of Morris
MOST_BASE = 1_000_000_000  # as worlds: what is larger is no number of points
FIELDS = ("kind", "points")


class Design(NamedTuple):
    """A checked design, not yet expanded: what is sampled, what is listed, and for how many rows, combinations and scenarios."""

    kind: str
    base: int  # base sample: points of a Latin hypercube, base samples of Sobol, trajectories of Morris; 1 else
    sampled: dict[str, Varied]  # by full name: ranges and options
    listed: dict[str, tuple[Value, ...]]  # by full name; of kind `listed`, columns of equal length
    scenarios: int
    seed: int

    @property
    def block(self) -> int:
        """Rows that are used or left out together when a run fails: a block of Saltelli's, a trajectory."""
        return len(self.sampled) + {"sobol": 2, "morris": 1}[self.kind] if self.kind in ("sobol", "morris") else 1

    @property
    def rows(self) -> int:
        """How many rows are sampled (of kind `listed`: given)."""
        if self.kind == "listed":
            return len(next(iter(self.listed.values()), ()))
        return self.base * self.block

    @property
    def combinations(self) -> int:
        """How many combinations of listed values there are."""
        return 1 if self.kind == "listed" else math.prod(len(values) for values in self.listed.values())

    @property
    def points(self) -> int:
        """How many points there are."""
        return self.scenarios * self.combinations * self.rows

    @property
    def names(self) -> list[str]:
        """Full names of all that the points say."""
        return [*self.sampled, *self.listed]

    @property
    def problem(self) -> dict[str, Any]:
        """What is sampled, as SALib takes it; options run over their places, to be cut down to whole numbers."""
        bounds = [[0.0, float(len(each.options))] if isinstance(each, Among) else list(each) for each in self.sampled.values()]
        return {"num_vars": len(self.sampled), "names": list(self.sampled), "bounds": bounds}

    def document(self) -> dict[str, Any]:
        """The design as a manifest holds it: enough to know what each point is for."""
        options = {name: list(each.options) for name, each in self.sampled.items() if isinstance(each, Among)}
        return {
            "kind": self.kind, "base": self.base, "seed": self.seed, "block": self.block, "rows": self.rows, "combinations": self.combinations,
            "scenarios": self.scenarios, "points": self.points, "order": "point = (scenario * combinations + combination) * rows + row",
            "problem": self.problem, "options": options, "listed": {name: list(values) for name, values in self.listed.items()},
            **({"second_order": False} if self.kind == "sobol" else {"levels": LEVELS} if self.kind == "morris" else {}),
        }  # fmt: skip

    def columns(self) -> dict[str, np.ndarray]:
        """Every point: `scenario` (its place) and each varied name, as columns of equal length."""
        outer = self.scenarios * self.combinations
        found: dict[str, np.ndarray] = {"scenario": np.repeat(np.arange(self.scenarios), self.combinations * self.rows)}
        if self.kind == "listed":
            return found | {name: np.tile(_column(values), self.scenarios) for name, values in self.listed.items()}
        sample = _sample(self) if self.sampled else np.empty((self.rows, 0))
        for place, (name, each) in enumerate(self.sampled.items()):
            found[name] = np.tile(_cut(each, sample[:, place]), outer)
        combinations = list(product(*self.listed.values()))
        for place, name in enumerate(self.listed):
            found[name] = np.tile(np.repeat(_column([each[place] for each in combinations]), self.rows), self.scenarios)
        return found


def _column(values: Any) -> np.ndarray:
    return np.array(values, dtype=object if any(isinstance(each, str) for each in values) else float)


def _cut(varied: Varied, column: np.ndarray) -> np.ndarray:
    """A sampled column in the units of its number, or as options."""
    if not isinstance(varied, Among):
        return column
    places = np.minimum(column.astype(int), len(varied.options) - 1)
    return _column([varied.options[place] for place in places])


def _sample(design: Design) -> np.ndarray:
    """[row, sampled name] in the bounds of the problem."""
    problem = design.problem
    if design.kind == "latin-hypercube":
        from scipy.stats import qmc

        low, high = np.array(problem["bounds"]).T
        return qmc.scale(qmc.LatinHypercube(len(low), seed=np.random.default_rng(design.seed)).random(design.base), low, high)
    seed = design.seed % 2**32
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library about its own code
        if design.kind == "sobol":
            from SALib.sample import sobol

            return np.asarray(sobol.sample(problem, design.base, calc_second_order=False, scramble=True, seed=seed))
        from SALib.sample import morris

        return np.asarray(morris.sample(problem, design.base, num_levels=LEVELS, seed=seed))


def design_of(layer: Layer, varied: dict[str, Varied], home: Path, scenarios: int, seed: int, problems: list[str], began: int) -> Design | None:
    """The design that `[design]` asks for; what cannot be used is added to `problems`, `began` of which were there before anything varied was read."""
    given = layer.document.get("design")
    where = layer.where("design")
    if not isinstance(given, dict):
        problems.append(f'there is no design: write [design] and kind = "factorial" {where}')
        return None
    problems += [f"design: no key '{key}'{did_you_mean(key, FIELDS)} {layer.where('design', key)}" for key in given if key not in FIELDS]
    kind = given.get("kind")
    if kind not in KINDS:
        problems.append(f"design: kind = {shown(kind)} is none of its kinds{did_you_mean(str(kind), KINDS)} {layer.where('design', 'kind')}")
        return None
    before = len(problems)
    if kind == "listed":
        listed = given_rows(layer, given.get("points"), varied, home, problems)
        found = Design(kind, 1, {}, listed, scenarios, seed)
    else:
        sampled: dict[str, Varied] = {name: each for name, each in varied.items() if not isinstance(each, Listed)}
        base = _base(layer, kind, given.get("points"), problems)
        found = Design(kind, base, sampled, {name: each.values for name, each in varied.items() if isinstance(each, Listed)}, scenarios, seed)
        if before == began:  # else what is missing may be what could not be read
            _misfits(layer, found, problems)
    return found if len(problems) == before else None


def _base(layer: Layer, kind: str, points: Any, problems: list[str]) -> int:
    where = layer.where("design", "points")
    if kind not in SAMPLED:
        if points is not None:
            problems.append(f"design: points = {shown(points)}: nothing is sampled in a {kind} design, its points follow from [vary]; leave it out {where}")
        return 1
    if isinstance(points, bool) or not isinstance(points, int) or points < 2:
        problems.append(f"design: points = {shown(points)} is not a whole number of points from 2 on; a {kind} design samples so many {where}")
        return 2
    if points > MOST_BASE:
        problems.append(f"design: points = {shown(points)} is more than {MOST_BASE:,}, the most that are sampled {where}")
        return 2
    if kind == "sobol" and points & (points - 1):
        nearest = 2 ** round(math.log2(points))
        problems.append(f"design: points = {points} is not a power of two, as the base sample of sobol must be; take {nearest} {where}")
    return points


def _misfits(layer: Layer, design: Design, problems: list[str]) -> None:
    """What the kind of a design does not allow."""
    if design.kind not in SAMPLED:
        for name in design.sampled:
            where = layer.where("vary", name)
            problems.append(f"vary.{name}: a range is sampled, and nothing is sampled in a {design.kind} design; give a list of values {where}")
    elif not design.sampled:
        problems.append(f"design: a {design.kind} design samples ranges, and [vary] holds none: write {{ low = 0.2, high = 0.9 }} {layer.where('vary')}")
    for name, values in design.listed.items():
        twice = next((value for place, value in enumerate(values) if value in values[:place]), None)
        if twice is not None:
            problems.append(f"vary.{name}: {shown(twice)} is given twice {layer.where('vary', name)}")
    if design.kind == "morris" and len(design.sampled) == 1:
        problems.append(f"design: morris tells factors from each other; there is only one {layer.where('vary')}")
    if design.kind == "paired" and design.listed:
        problems.append(f"vary: a paired design compares the scenarios as they are; use factorial or listed to vary levers {layer.where('vary')}")
    if design.kind == "paired" and design.scenarios < 2:
        problems.append(f"design: a paired design compares at least two scenarios {layer.where('scenarios')}")
    if design.kind == "factorial" and not design.listed:
        problems.append(f"vary: nothing is varied; name at least one lever with a list of values {layer.where('vary')}")
    for name, each in design.sampled.items():
        if isinstance(each, Among) and len(set(each.options)) < len(each.options):
            problems.append(f"vary.{name}: an option is given twice; each is sampled as often as the others {layer.where('vary', name)}")
    if design.kind in SAMPLED:
        _needs(design.kind, problems)


def _needs(kind: str, problems: list[str]) -> None:
    """Whether the library that samples this kind is there."""
    if kind == "latin-hypercube":
        return
    from importlib.util import find_spec

    if find_spec("SALib") is None:
        problems.append(f"a {kind} design needs SALib, which is not installed: install omnigov with its extra, omnigov[analysis]")
