"""Numbers as people read them: units, separators, decimals, in English and French."""

import math
from collections.abc import Iterable
from typing import NamedTuple

MISSING = "–"
THIN = "\u202f"  # narrow no-break space: French thousands
FIXED = "\u00a0"  # no-break space between a number and its unit
MINUS = "\u2212"


FRENCH_TIMES = {"weeks": "semaines", "days": "jours", "working days": "jours ouvrés", "journeys": "parcours", "questions": "questions"}


class Scale(NamedTuple):
    """How the numbers of one outcome are shown: multiplied by `factor`, with so many decimals, in `unit`; differences in `gap_unit`."""

    factor: float
    decimals: int
    unit: str
    gap_unit: str
    finer: int = 0  # more decimals of differences, where these are small


def scale_of(unit: str, values: Iterable[float], lang: str = "en") -> Scale:
    """The scale that fits all `values` (in `unit`, as declared): shares in per cent, money in M EUR from a million on, below in k EUR."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if unit.startswith("share"):
        return Scale(100.0, 1, "%", "points")
    if unit.startswith("EUR"):
        return _money(unit.removeprefix("EUR"), largest, lang)
    if unit in FRENCH_TIMES:
        word = FRENCH_TIMES[unit] if lang == "fr" else unit
        return Scale(1.0, 1, word, word)
    decimals = 2 if largest < 10 else 1
    plain = "" if unit[:1].isdigit() else unit
    return Scale(1.0, decimals, plain, plain)


def finer_for(scale: Scale, gaps: Iterable[float]) -> Scale:
    """The scale with a decimal more for differences, or two, where the largest of them would else have less than two digits that count (money only)."""
    largest = max((abs(value) for value in gaps if math.isfinite(value)), default=0.0) * scale.factor
    if "EUR" not in scale.unit or largest == 0.0:
        return scale
    digits = math.floor(math.log10(largest)) + 1 + scale.decimals
    return scale._replace(finer=min(max(2 - digits, 0), 2))


def number(value: float, decimals: int, lang: str = "en", *, signed: bool = False) -> str:
    """A number with separators of thousands and a true minus sign; what is not a number is a dash."""
    if not math.isfinite(value):
        return MISSING
    rounded = round(value, decimals) + 0.0  # no "-0.0"
    text = f"{abs(rounded):,.{decimals}f}"
    if lang == "fr":
        text = text.replace(",", THIN).replace(".", ",")
    return (MINUS if rounded < 0 else "+" if signed and rounded > 0 else "") + text


def amount(value: float, scale: Scale, lang: str = "en") -> str:
    """A value with its unit: `34.2 %`, `45.3 M EUR`."""
    return _with_unit(number(value * scale.factor, scale.decimals, lang), scale.unit)


def gap(value: float, scale: Scale, lang: str = "en", *, signed: bool = True, unit: bool = True) -> str:
    """A difference with its sign and unit: `+12.1 points`."""
    decimals = scale.decimals + scale.finer
    shown = round(value * scale.factor, decimals)
    return _with_unit(number(shown, decimals, lang, signed=signed), _counted(scale.gap_unit, shown, lang) if unit else "")


def trimmed(value: float, scale: Scale, lang: str = "en") -> str:
    """A threshold with its unit, without decimals that say nothing: `1 point`, `2.5 M EUR`."""
    most = max(scale.decimals, min(scale.decimals + 1, 2))
    shown = round(value * scale.factor, most)
    text = number(shown, next(places for places in range(most + 1) if round(shown, places) == shown), lang)
    return _with_unit(text, _counted(scale.gap_unit, shown, lang))


def interval(low: float, high: float, scale: Scale, lang: str = "en") -> str:
    """Two limits of a difference, without unit: `+11.8 to +12.4`; a dash where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    between = " à " if lang == "fr" else " to "
    return gap(low, scale, lang, unit=False) + between + gap(high, scale, lang, unit=False)


def span(low: float, high: float, scale: Scale, lang: str = "en") -> str:
    """Two limits of a level, without unit: `11.8 to 12.4`; a dash where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    between = " à " if lang == "fr" else " to "
    plain = scale._replace(finer=0)
    return gap(low, plain, lang, signed=False, unit=False) + between + gap(high, plain, lang, signed=False, unit=False)


def percent(share: float, lang: str = "en") -> str:
    """A share of worlds in whole per cent; 0 and 100 only when it is exactly so (`>99 %`, `<1 %`)."""
    if not math.isfinite(share):
        return MISSING
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return f">99{FIXED}%"
    if rounded == 0 and share > 0:
        return f"<1{FIXED}%"
    return f"{number(rounded, 0, lang)}{FIXED}%"


def _counted(unit: str, shown: float, lang: str) -> str:
    """`point` for what each language counts as one: exactly one in English, less than two in French."""
    one = abs(shown) < 2 if lang == "fr" else shown == 1
    return "point" if unit == "points" and one else unit


def _money(per: str, largest: float, lang: str) -> Scale:
    per = per.replace(" a year", " par an") if lang == "fr" else per
    if largest < 1e4:
        return Scale(1.0, 0, "EUR" + per, "EUR" + per)
    if largest < 1e6:
        return Scale(1e-3, 0, "k" + FIXED + "EUR" + per, "k" + FIXED + "EUR" + per)
    decimals = 2 if largest < 1e7 else 1 if largest < 1e9 else 0
    return Scale(1e-6, decimals, "M" + FIXED + "EUR" + per, "M" + FIXED + "EUR" + per)


def _with_unit(text: str, unit: str) -> str:
    return text if not unit or text == MISSING else text + FIXED + unit
