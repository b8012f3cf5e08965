"""Distributions in plain words, as a population file writes them, and the value at a chance.

    legacy_debt = { median = 0.5, sigma = 0.7, low = 0.05, high = 1.5 }   # lognormal, cut at low and high
    openness = { mean = 0.5, sd = 0.15 }                                  # normal, cut where the number's declared range ends
    committee_items = { low = 5, high = 15 }                              # anything between, equally likely
    sponsorship = { absent = 0.36, mean = 0.5, sd = 0.2 }                 # 0 in 36 % of companies, else as said
    patience = 0.5                                                        # the same for all
    structure = { "business universe" = 0.5, skill = 0.3, channel = 0.2 } # shares of a choice

A value is the quantile of one uniform number, so a draw stays in its rank when the words change. Cut means: what lies outside
is drawn again (not piled up at the ends).
"""

from math import exp, log
from statistics import NormalDist
from typing import Any, NamedTuple

from simulation.checks import did_you_mean, finite, shown

WORDS = ("absent", "mean", "sd", "median", "sigma", "low", "high")
FORMS = "a number, { low, high }, { mean, sd } or { median, sigma } with low and high if wanted, and `absent` for the share that has none"
TOLERANCE = 0.001  # of a sum of shares
NARROW = 1e-6  # chance below which a cut leaves nothing
STANDARD = NormalDist()


class Spread(NamedTuple):
    """A distribution ready to be asked: a shape between two chances, then cut; or shares of options."""

    kind: str  # "fixed", "even", "normal", "lognormal" or "shares"
    centre: float = 0.0
    width: float = 0.0
    low: float = 0.0
    high: float = 0.0
    from_chance: float = 0.0
    to_chance: float = 1.0
    absent: float = 0.0
    options: tuple[tuple[str, float], ...] = ()  # name, and the chance up to which it reaches


def value_at(spread: Spread, chance: float) -> Any:
    """The value at a chance in (0, 1): a number, or the name of an option."""
    if spread.kind == "shares":
        return next((name for name, reach in spread.options if chance < reach), spread.options[-1][0])
    if chance < spread.absent:
        return 0.0
    if spread.kind == "fixed":
        return spread.centre
    left = (chance - spread.absent) / (1.0 - spread.absent)
    if spread.kind == "even":
        return spread.low + left * (spread.high - spread.low)
    normal = STANDARD.inv_cdf(min(max(spread.from_chance + left * (spread.to_chance - spread.from_chance), 1e-15), 1 - 1e-15))
    found = spread.centre + spread.width * normal
    return min(max(exp(found) if spread.kind == "lognormal" else found, spread.low), spread.high)


def spread_of(words: Any, low: float, high: float) -> tuple[Spread | None, list[str]]:
    """The distribution that the words mean for a number declared between `low` and `high`; None and what is wrong else."""
    if finite(words):
        inside = low <= words <= high
        return (Spread("fixed", float(words)), []) if inside else (None, [f"= {shown(words)} is outside {low:g} to {high:g}"])
    if not isinstance(words, dict):
        return None, [f"= {shown(words)} is not a distribution; allowed: {FORMS}"]
    problems = [f"has no word '{word}'{did_you_mean(word, WORDS)}" for word in words if word not in WORDS]
    problems += [f"{word} = {shown(words[word])} is not a number" for word in words if word in WORDS and not finite(words[word])]
    if problems:
        return None, problems
    return _spread(words, low, high)


def _spread(words: dict[str, float], low: float, high: float) -> tuple[Spread | None, list[str]]:
    form: tuple[str, ...] = tuple(word for word in WORDS[1:5] if word in words)
    if form not in ((), ("mean", "sd"), ("median", "sigma")) or (not form and not {"low", "high"} <= words.keys()):
        return None, [f"gives {', '.join(words) or 'nothing'}; allowed: {FORMS}"]
    bottom, top = float(words.get("low", low)), float(words.get("high", high))
    problems = [f"{word} = {words[word]:g} is outside {low:g} to {high:g}" for word in ("low", "high") if word in words and not low <= words[word] <= high]
    problems += [f"low = {bottom:g} is not below high = {top:g}"] if not bottom < top else []
    problems += [f"{word} = {words[word]:g} is not above 0" for word in ("sd", "median", "sigma") if word in words and words[word] <= 0]
    absent = float(words.get("absent", 0.0))
    problems += [f"absent = {absent:g} is outside 0 to 1"] if not 0 <= absent <= 1 else []
    problems += [f"absent means 0, which is outside {low:g} to {high:g}"] if absent and low > 0 else []
    if problems:
        return None, problems
    if not form:
        return Spread("even", low=bottom, high=top, absent=min(absent, 1 - 1e-12)), []
    lognormal = "median" in words
    centre, width = (log(words["median"]), float(words["sigma"])) if lognormal else (float(words["mean"]), float(words["sd"]))
    chances = [_chance(edge, centre, width, lognormal) for edge in (bottom, top)]
    if chances[1] - chances[0] < NARROW:
        return None, [f"{form[0]} = {words[form[0]]:g} lies so far from {bottom:g} to {top:g} that nothing is left"]
    return Spread("lognormal" if lognormal else "normal", centre, width, bottom, top, chances[0], chances[1], min(absent, 1 - 1e-12)), []


def _chance(edge: float, centre: float, width: float, lognormal: bool) -> float:
    if lognormal and edge <= 0:
        return 0.0
    return STANDARD.cdf(((log(edge) if lognormal else edge) - centre) / width)


def shares_of(words: Any, known: tuple[str, ...]) -> tuple[Spread | None, list[str]]:
    """The choice among options that shares mean (a name alone: that option for all); None and what is wrong else."""
    if isinstance(words, str):
        words = {words: 1.0}
    if not isinstance(words, dict) or not words:
        return None, [f"= {shown(words)} is not a table of shares; options: {', '.join(known)}"]
    problems = [f"has no option '{name}'{did_you_mean(name, known)}" for name in words if name not in known]
    problems += [f"'{name}' = {shown(share)} is not a share of 0 to 1" for name, share in words.items() if not finite(share) or not 0 <= share <= 1]
    if not problems and abs(sum(words.values()) - 1) > TOLERANCE:
        problems.append(f"has shares that sum to {sum(words.values()):.4g}, not to 1")
    if problems:
        return None, problems
    options, reach = [], 0.0
    for name in sorted(words):
        reach += float(words[name])
        options.append((name, reach))
    return Spread("shares", options=tuple(options)), []
