"""What answers to the questionnaire make: the text of a company file, in which every figure that nobody was asked for is marked as assumed."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from simulation.parameters import declared
from simulation.questions import CUSTOMERS, FOLLOWING, QUESTIONS, SECTOR, SECTORS, VALUE, Question, Ranges
from simulation.scenario import scenario_of
from simulation.shape import Shape
from simulation.traits import TABLES, Company, Traits
from simulation.words import say

UNKNOWN = 0  # the number of the answer "don't know"
WEIGHTIEST = 3  # assumed figures that are named

Answers = dict[str, int]  # key of a question -> number of its answer from 1, or UNKNOWN


def company_text(answers: Answers, lang: str = "en") -> str:
    """The company file for answers, as TOML: traits as ranges under [uncertain], sizes at the middle of what was answered.

    Raises InputError when answers do not fit together.
    """
    scenario_of(document := _document(answers), "diagnosis")
    assumed = f"  # {say('assumed', lang)}"
    lines = [f"# {say('Made by omnigov diagnose from {known} answers; edit it freely, then: omnigov check', lang, known=sum(map(bool, answers.values())))}"]
    lines += [f"# {say('Figures that nobody was asked for are marked: assumed', lang)}", ""]
    lines += [f"{key} = {_toml(document[key])}" for key in ("title", "title_fr", "sector")]
    lines += ["", "[traits]"]
    for name, value in document["traits"].items():
        source = _sources()[name]
        lines.append(f"{name} = {_toml(value)}" + (assumed if source == "assumed" else f"  # {source}"))
    lines += ["", "[uncertain]"]
    for question in QUESTIONS:
        found = [(name, words) for name, words in document["uncertain"].items() if f"traits.{name}" in question.options[0].ranges]
        if found:
            lines.append(f"# {question_text(question, lang)} {_answer(question, answers, lang)}")
            lines += [f"{name} = {{ low = {_toml(words['low'])}, high = {_toml(words['high'])} }}" for name, words in found]
    for table in TABLES:
        for row in document[table]:
            lines += ["", f"[[{table}]]", *(f"{key} = {_toml(value)}" + assumed * _is_figure(value) for key, value in row.items() if value != [])]
    return "\n".join(lines) + "\n"


def assumed_text(answers: Answers, lang: str = "en") -> str:
    """How many figures of the company nobody was asked for, and which of its traits among them weigh most by the stored ledger."""
    from simulation.evidence.ledger import read_ledger
    from simulation.report.differing import plain_value
    from simulation.report.naming import number_name

    document = _document(answers)
    traits = {f"traits.{name}": value for name, value in document["traits"].items() if _sources()[name] == "assumed"}
    count = len(traits) + sum(_is_figure(value) for table in TABLES for row in document[table] for value in row.values())
    ranked = [each.name for each in read_ledger() if each.name in traits][:WEIGHTIEST]
    named = [f"{number_name(name, lang)} {plain_value(float(f'{traits[name]:.3g}'), lang)}" for name in ranked]
    said = say("{n} figures nobody was asked for: they are assumed, and marked so in the file.", lang, n=count)
    return said + (" " + say("Those that weigh most: {named}.", lang, named=say("; ", lang).join(named)) if named else "")


def ranges_of(answers: Answers) -> Ranges:
    """What answers leave open, by full name: the range of the answer given, else that of all answers together.

    Customers and value that nobody knows are left out: they follow from the other sizes.
    """
    found: Ranges = {}
    for question in QUESTIONS:
        number = answers.get(question.key, UNKNOWN)
        options = question.options if number == UNKNOWN else (question.options[number - 1],)
        for name in options[0].ranges:
            spans = [option.ranges[name] for option in options]
            if number != UNKNOWN or name not in FOLLOWING:
                found[name] = (min(low for low, _ in spans), max(high for _, high in spans))
    return found


def question_text(question: Question, lang: str) -> str:
    """A question in a language."""
    return question.text_fr if lang == "fr" else question.text


def _document(answers: Answers) -> dict[str, Any]:
    """The company that answers describe, as a document."""
    from simulation.draws import Key
    from simulation.invention import invent
    from simulation.sampling import load_population

    ranges = ranges_of(answers)
    sector = SECTORS[max(answers.get(SECTOR, UNKNOWN), 1) - 1]
    middles = {name: (low + high) / 2 for name, (low, high) in ranges.items()}
    shape = Shape(**dict(_of("company", middles)))
    traits = Traits(**dict(_of("traits", middles)))
    outlet = load_population("typical").sectors[sector].outlet
    found = _to_scale(invent(Key(1, 1), sector, outlet, shape, traits), middles)
    uncertain = {name: {"low": low, "high": high} for name, (low, high) in _of("traits", ranges)}
    return {
        "title": "My company",
        "title_fr": "Mon entreprise",
        "sector": sector,
        "traits": {name: value for name, value in found["traits"].items() if name not in uncertain},
        "uncertain": uncertain,
        **{table: found[table] for table in TABLES},
    }


def _to_scale(company: Company, middles: Mapping[str, float]) -> dict[str, Any]:
    """The company at the customers and the value that are known; of the two, one that is not known follows the other."""
    found = company.model_dump()
    worth = middles.get(VALUE, 0.0) / sum(each["value"] for each in found["journeys"])
    sales = middles.get(CUSTOMERS, 0.0) / company.traits.customers_represented
    for journey in found["journeys"]:
        journey["value"] *= worth or sales or 1.0
    for channel in found["channels"]:
        channel["run_cost"] = min(channel["run_cost"] * (sales or worth or 1.0), 1e10)  # it counts in no difference
    found["traits"]["customers_represented"] = min(max(company.traits.customers_represented * (sales or worth or 1.0), 100.0), 1e9)
    return found


def _of(family: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries of a family, by their names in it."""
    return ((name.partition(".")[2], value) for name, value in table.items() if name.startswith(f"{family}."))


def _sources() -> dict[str, str]:
    """Where the usual value of each trait comes from."""
    return {each.name: each.source for each in declared(Traits)}


def _is_figure(value: Any) -> bool:
    return isinstance(value, float)


def _answer(question: Question, answers: Answers, lang: str) -> str:
    number = answers.get(question.key, UNKNOWN)
    if number == UNKNOWN:
        return say("(not known)", lang)
    option = question.options[number - 1]
    return option.text_fr if lang == "fr" else option.text


def _toml(value: Any) -> str:
    """A text, a number or a list of texts as TOML writes it."""
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f"{value:.6g}" if "." in f"{value:.6g}" else f"{value:.1f}"
