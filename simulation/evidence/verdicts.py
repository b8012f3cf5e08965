"""From estimates to verdicts: is each figure inside its band, and is the simulation precise enough to say so?"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from math import inf, isfinite
from pathlib import Path
from typing import Any, Literal, NamedTuple

from simulation.evidence.claims import CLAIMS
from simulation.evidence.cohort import Lab
from simulation.evidence.estimates import Estimate
from simulation.evidence.process import PROCESS
from simulation.evidence.retrospect import RETROSPECT

Verdict = Literal["met", "missed", "unsure"]
PRECISE = 0.1  # of a band's width: the most that a simulation error may be
SURE = 2.0  # errors between a figure and its bound
MEASURES: dict[str, Callable[..., list[Estimate]]] = {**PROCESS, **RETROSPECT, **CLAIMS}


class Band(NamedTuple):
    """What a part of a figure should lie between."""

    name: str
    low: float = -inf
    high: float = inf

    def told(self) -> str:
        """The band in words."""
        if isfinite(self.low) and isfinite(self.high):
            return f"{self.low:g} to {self.high:g}"
        return f"above {self.low:g}" if isfinite(self.low) else f"below {self.high:g}"


class Figure(NamedTuple):
    """A published pattern, or a claim of the article."""

    id: str
    kind: str  # process, outcome or claim
    title: str
    title_fr: str
    source: str
    parts: tuple[Band, ...]
    written: str = ""  # the rule that says it in so many words, if one does


@dataclass(frozen=True)
class Part:
    """A measured part of a figure."""

    part: str
    value: float
    low: float | None
    high: float | None
    error: float
    verdict: Verdict


@dataclass(frozen=True)
class Row:
    """A figure as measured: the part that is furthest from being met, and all parts; for a claim also those of its null."""

    id: str
    kind: str
    value: float
    low: float | None
    high: float | None
    error: float
    met: bool
    label: str
    verdict: Verdict
    title: str
    title_fr: str
    source: str
    parts: tuple[Part, ...]
    null: tuple[Part, ...] = ()
    null_fails: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        """The row as plain values."""
        return asdict(self)


@cache
def figures() -> dict[str, Figure]:
    """All figures by their id, in the order of the file."""
    document = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))
    return {
        name: Figure(
            name, each["kind"], each["title"], each["title_fr"], each["source"], tuple(Band(**part) for part in each["parts"]), each.get("written", "")
        )
        for name, each in document.items()
    }


def measure(lab: Lab, name: str, label: str = "") -> Row:
    """A figure, measured in a lab; a claim with its null."""
    figure, formula = figures()[name], MEASURES[name]
    parts = judged(figure, formula(lab))
    row = _row(figure, parts, label)
    if figure.kind != "claim" or name == "half_fail":
        return row
    null = judged(figure, formula(lab, null=True))
    fails = any(part.verdict != "met" for part in null)
    return replace(row, null=null, null_fails=fails, met=row.met and fails, verdict=row.verdict if fails else "missed")


def judged(figure: Figure, estimates: Sequence[Estimate]) -> tuple[Part, ...]:
    """Each part of a figure with its verdict; estimates beside them are told but not judged."""
    known = {each.part: each for each in estimates}
    return tuple(_judged(known[band.name], band) for band in figure.parts)


def _judged(estimate: Estimate, band: Band) -> Part:
    low, high = (bound if isfinite(bound) else None for bound in (band.low, band.high))
    return Part(estimate.part, estimate.value, low, high, estimate.error, _verdict(estimate, band))


def _verdict(estimate: Estimate, band: Band) -> Verdict:
    if not isfinite(estimate.value) or not band.low <= estimate.value <= band.high:
        return "missed"
    if isfinite(band.low) and isfinite(band.high):
        return "met" if estimate.error < PRECISE * (band.high - band.low) else "unsure"
    away = estimate.value - band.low if isfinite(band.low) else band.high - estimate.value
    return "met" if away >= SURE * estimate.error else "unsure"


def _row(figure: Figure, parts: tuple[Part, ...], label: str) -> Row:
    order: tuple[Verdict, ...] = ("missed", "unsure", "met")
    worst = min(parts, key=lambda part: order.index(part.verdict))
    return Row(
        figure.id, figure.kind, worst.value, worst.low, worst.high, worst.error, worst.verdict == "met", label, worst.verdict,
        figure.title, figure.title_fr, figure.source, parts,
    )  # fmt: skip
