"""What is said, in English and French: the English text is the key of one table (`french.py`)."""

import re
import unicodedata
from typing import Any

from simulation.analysis.comparable import unique
from simulation.analysis.comparison import Comparison
from simulation.outcomes import OUTCOMES
from simulation.report.french import FRENCH

LANGUAGES = ("en", "fr")


def say(text: str, lang: str = "en", **values: Any) -> str:
    """The text in a language, with its values filled in; English where the table has no French. Raises ValueError for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    return typeset(FRENCH.get(text, text)).format(**values) if lang == "fr" else text.format(**values)


def typeset(text: str) -> str:
    """French double punctuation is never parted from its word."""
    return re.sub(r" (?=[:;?!%»])|(?<=«) ", "\u00a0", text)


def quoted(name: str, lang: str = "en") -> str:
    """A name in the quotation marks of the language."""
    return f"«\u00a0{name}\u00a0»" if lang == "fr" else f"“{name}”"


def label(outcome: str, lang: str = "en") -> str:
    """The label of an outcome."""
    return OUTCOMES[outcome].label_fr if lang == "fr" else OUTCOMES[outcome].label


def word(verdict: str, lang: str = "en") -> str:
    """A verdict of `paired.verdict` as the reports say it."""
    return say(verdict, lang)


def one_line(text: str, limit: int = 100) -> str:
    """A name from a file, fit to be shown: no control signs or line breaks, cut with an ellipsis."""
    clean = " ".join("".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text[: 4 * limit]).split())
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def titles(comparison: Comparison, lang: str = "en") -> dict[str, str]:
    """What each scenario of a comparison is called, by its name: its title on one line, made unique."""
    said = [one_line(each.scenario.title_fr if lang == "fr" else each.scenario.title) for each in comparison.ensembles]
    return dict(zip(comparison.names, unique(said), strict=True))
