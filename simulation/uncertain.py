"""Numbers that a file leaves uncertain: a range instead of a value, drawn anew for each world.

    [uncertain]
    legacy_debt = { low = 0.4, high = 0.9 }

World k draws each of them, all values in the range being equally likely, by (seed, stream, k, name): scenarios that leave the same number
uncertain meet the same value in the same world, and a number that is added leaves every other draw where it was.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from simulation.checks import did_you_mean, finite, shown

KEYS = ("low", "high")


class Range(NamedTuple):
    """What a number may be, `low` to `high`, in its own unit."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The value that stands for the range where one is needed: the plan of record, a run with luck alone."""
        return 0.5 * (self.low + self.high)


def range_problems(given: Any, allowed: Mapping[str, tuple[float, float]], kind: str, where: Callable[..., str]) -> list[str]:
    """What is wrong with a table of ranges: no table, unknown names, no low or high, outside what is `allowed` (name -> low, high), empty.

    `kind` is what such a number is called ("trait"); `where(*key)` says where a key of the table stands.
    """
    if not isinstance(given, Mapping):
        return [f"uncertain must be a table of {kind}s, each with low and high, not {shown(given)} {where()}"]
    problems = []
    for name, words in given.items():
        if name not in allowed:
            problems.append(f"uncertain: no {kind} '{name}'{did_you_mean(name, allowed)} {where(name)}")
        else:
            problems += [f"uncertain.{name}{text} {where(name)}" for text in _of_one(words, *allowed[name])]
    return problems


def _of_one(words: Any, least: float, most: float) -> list[str]:
    if not isinstance(words, Mapping):
        return [f" = {shown(words)} is no range: write {{ low = ..., high = ... }}"]
    wrong = [f": no key '{key}'{did_you_mean(str(key), KEYS)}" for key in words if key not in KEYS]
    wrong += [f": there is no {key}" for key in KEYS if key not in words]
    bounds = {key: words[key] for key in KEYS if key in words}
    wrong += [f": {key} = {shown(value)} is not a number; allowed: {least:g} to {most:g}" for key, value in bounds.items() if not finite(value)]
    numbers = {key: value for key, value in bounds.items() if finite(value)}
    wrong += [f": {key} = {shown(value)} is outside {least:g} to {most:g}" for key, value in numbers.items() if not least <= value <= most]
    if len(numbers) == 2 and numbers["low"] >= numbers["high"]:
        wrong.append(f": low = {shown(numbers['low'])} is not below high = {shown(numbers['high'])}")
    return wrong


def ranges_of(given: Mapping[str, Mapping[str, float]]) -> dict[str, Range]:
    """A checked table of ranges."""
    return {name: Range(float(words["low"]), float(words["high"])) for name, words in given.items()}


def drawn(ranges: Mapping[str, Range], seed: int, stream: int, world: int) -> dict[str, float]:
    """The values of one world, each from its range by (seed, stream, world, name); `stream` is one of `draws.COEFFICIENTS`, `draws.COMPANY`."""
    from simulation.draws import UNCERTAIN, chance_of, key_of

    key = key_of(seed, stream, world)
    return {name: low + (high - low) * chance_of(key, UNCERTAIN, name) for name, (low, high) in ranges.items()}
