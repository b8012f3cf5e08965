"""What traits, coefficients and their units are called in a report, and what they mean: declared in English, worded in French."""

from functools import cache
from importlib import import_module
from typing import Any

from simulation.parameters import Declared, declared
from simulation.report.french_people import PEOPLE_FR
from simulation.report.french_traits import TRAITS_FR, UNITS_FR
from simulation.report.french_work import WORK_FR
from simulation.report.messages import say, typeset
from simulation.traits import TABLES, Traits
from simulation.validation import STEPS

NUMBERS_FR = PEOPLE_FR | WORK_FR | TRAITS_FR  # full name -> what it is called, what it means


@cache
def declared_numbers() -> dict[str, Declared]:
    """Every trait, number of a company's tables, and coefficient, by full name (`traits.openness`, `teams.fte`, `steering.bias`)."""
    families: list[tuple[str, Any]] = [("traits", Traits), *TABLES.items()]
    families += [(step, getattr(import_module(f"simulation.mechanisms.{step}"), "Coefficients", None)) for step in STEPS]
    return {f"{home}.{each.name}": each for home, family in families if family for each in declared(family)}


def number_name(name: str, lang: str = "en") -> str:
    """What a number is called, by its full name; in English the last part of that name, in words."""
    if lang == "fr" and name in NUMBERS_FR:
        return typeset(NUMBERS_FR[name][0])
    return name.partition(".")[2].replace("_", " ")


def number_label(name: str, lang: str = "en") -> str:
    """What a number is called, and in brackets the step or the traits that it belongs to."""
    return f"{number_name(name, lang)} ({home_name(name, lang)})"


def number_told(name: str, lang: str = "en") -> str:
    """What a number means, and in brackets what it is called; its label alone where it is not declared."""
    meaning = number_meaning(name, lang)
    return f"{meaning} ({number_name(name, lang)})" if meaning else number_label(name, lang)


def factor_name(name: str, lang: str = "en") -> str:
    """What an analysis calls a number that it varies: `own load` for `traits.own_load`, `commitment: goals` for `coefficients.commitment.goals`.

    A French name stands by itself, without the step.
    """
    family, _, rest = name.partition(".")
    if family == "traits":
        return number_name(name, lang)
    if lang == "fr" and rest in NUMBERS_FR:
        return number_name(rest, lang)
    return say("{step}: {name}", lang, step=home_name(rest, lang), name=number_name(rest, lang))


def home_name(name: str, lang: str = "en") -> str:
    """The step or the traits that a number belongs to."""
    return say(name.partition(".")[0].replace("_", " "), lang)


def number_meaning(name: str, lang: str = "en") -> str:
    """What a number means; empty for a name that is not declared (a result stored under other declarations)."""
    if lang == "fr" and name in NUMBERS_FR:
        return typeset(NUMBERS_FR[name][1])
    known = declared_numbers()
    return known[name].meaning if name in known else ""


def unit_name(unit: str, lang: str = "en") -> str:
    """The unit of a number."""
    return UNITS_FR.get(unit, unit) if lang == "fr" else unit
