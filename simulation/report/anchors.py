"""A lever's value in words: what it means in facts that anyone in the company could check."""

from simulation.levers import DECLARED
from simulation.report.french_anchors import ANCHORS_FR
from simulation.report.messages import say

EXACT, NEAR = 0.02, 0.1  # of a lever's range: so near an anchor, a value is it, or close to it


def anchors(name: str, lang: str = "en") -> list[str]:
    """What 0, the middle and 1 of a lever mean, or each option of a choice."""
    given: list[str] = DECLARED[name].extra["anchors"]
    return [ANCHORS_FR.get(each, each) for each in given] if lang == "fr" else given


def in_words(name: str, value: float | str, lang: str = "en") -> str:
    """The meaning of a lever's value, by its anchors: one of them where the value is near, else the two it lies between.

    A lever in weeks or journeys is told in these, but at an anchor (0 weeks between reviews: there is no review).
    """
    said, known = DECLARED[name], anchors(name, lang)
    if isinstance(value, str):
        options = [each.partition(":")[0] for each in DECLARED[name].extra["anchors"]]
        return _bare(known[options.index(value)])
    low, high = float(said.low or 0.0), float(said.high or 1.0)
    place = (value - low) / (high - low)
    nearest = round(2 * place)
    away = abs(place - nearest / 2)
    if away <= (EXACT if high == 1.0 else 0.0):
        return _bare(known[nearest])
    if high != 1.0:
        return say("{value} weeks" if said.unit.startswith("weeks") else "{value} journeys", lang, value=f"{value:g}")
    if away <= NEAR:
        return say("close to “{anchor}”", lang, anchor=_bare(known[nearest]))
    below = int(2 * place)
    return say("between “{low}” and “{high}”", lang, low=_bare(known[below]), high=_bare(known[below + 1]))


def _bare(anchor: str) -> str:
    """An anchor without the value that it starts with (`26: twice a year`, `IT: near the systems`)."""
    return anchor.rpartition(" : ")[2] if " : " in anchor else anchor.rpartition(": ")[2]
