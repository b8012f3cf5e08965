"""What the pages say, in English and French: the English text is the key; what the reports say already is taken from there."""

from typing import Any

from simulation.app.french import FRENCH
from simulation.levers import DECLARED
from simulation.report import messages


def say(text: str, lang: str = "en", **values: Any) -> str:
    """The text in a language, with its values filled in; English where no table has French."""
    if lang == "fr" and text in FRENCH:
        return messages.typeset(FRENCH[text]).format(**values)
    return messages.say(text, lang, **values)


def lever_label(name: str, lang: str = "en") -> str:
    """The label of a lever."""
    return str(DECLARED[name].extra["label_fr"]) if lang == "fr" else DECLARED[name].label
