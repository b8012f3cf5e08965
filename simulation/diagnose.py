"""The command `diagnose`: 28 questions about observable facts, answered in the terminal or in a file, become a company file with ranges."""

import json
import shlex
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from simulation.checks import InputError, did_you_mean, lies, refuse, shown
from simulation.layers import read
from simulation.options import LANGUAGES, Given
from simulation.questions import QUESTIONS, SECTOR, SECTORS, Question, Ranges
from simulation.scenario import scenario_of
from simulation.shape import Shape
from simulation.traits import TABLES, Traits
from simulation.words import say

UNKNOWN = 0  # the number of the answer "don't know"
COMPANY_FILE = "company.toml"
FOLLOWING = ("journey_weeks", "customers_represented")  # traits that follow from the sizes

Answers = dict[str, int]  # key of a question -> number of its answer from 1, or UNKNOWN


def diagnose_command(file: str | None, to: str, lang: str, template: bool, ask: Callable[[str], str] = input) -> str:
    """Ask (or read) the answers and write `company.toml` into the folder `to`; with `template`, the text of a file of answers to fill in."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    if template:
        refuse(given.problems)
        return template_text(lang)
    if not to.strip():
        given.problems.append("--to is empty: name a folder")
    path = Path(to) / COMPANY_FILE
    if lies(path):
        given.problems.append(f"{path} exists already; choose another folder with --to, or take the file away")
    answers = {} if file is None else _from_file(Path(file), given)
    refuse(given.problems)
    if file is None:
        answers = _asked(ask, lang)
    text = company_text(answers, lang)
    _write(path, text)
    known = sum(number != UNKNOWN for number in answers.values())
    told = say("{known} of {all} questions answered; what is left open is drawn anew in each world.", lang, known=known, all=len(QUESTIONS))
    return f"{told}\n{say('Company', lang)}: {path}\n{say('Next', lang)}: omnigov compare --library {shlex.quote(to)}"


def company_text(answers: Answers, lang: str = "en") -> str:
    """The company file for answers, as TOML: traits as ranges under [uncertain], sizes at the middle of what was answered.

    Raises InputError when answers do not fit together.
    """
    scenario_of(document := _document(answers), "diagnosis")
    lines = [f"# {say('Made by omnigov diagnose from {known} answers; edit it freely, then: omnigov check', lang, known=sum(map(bool, answers.values())))}", ""]
    lines += [f"{key} = {_toml(document[key])}" for key in ("title", "title_fr", "sector")]
    lines += ["", "[traits]", *(f"{name} = {_toml(value)}" for name, value in document["traits"].items()), "", "[uncertain]"]
    for question in QUESTIONS:
        found = [(name, words) for name, words in document["uncertain"].items() if f"traits.{name}" in question.options[0].ranges]
        if found:
            lines.append(f"# {_question(question, lang)} {_answer(question, answers, lang)}")
            lines += [f"{name} = {{ low = {_toml(words['low'])}, high = {_toml(words['high'])} }}" for name, words in found]
    for table in TABLES:
        for row in document[table]:
            lines += ["", f"[[{table}]]", *(f"{key} = {_toml(value)}" for key, value in row.items() if value != [])]
    return "\n".join(lines) + "\n"


def template_text(lang: str = "en") -> str:
    """A file of answers to fill in: every question with its answers, all "don't know"."""
    lines = [f"# {say('The number of an answer behind each name; 0 is: do not know. Then: omnigov diagnose FILE', lang)}"]
    for question in QUESTIONS:
        lines += ["", f"# {_question(question, lang)}"]
        lines += [f"#   {place}  {option.text_fr if lang == 'fr' else option.text}" for place, option in enumerate(question.options, start=1)]
        lines.append(f"{question.key} = {UNKNOWN}")
    return "\n".join(lines)


def ranges_of(answers: Answers) -> Ranges:
    """What answers leave open, by full name: the range of the answer given, else that of all answers together."""
    found: Ranges = {}
    for question in QUESTIONS:
        number = answers.get(question.key, UNKNOWN)
        options = question.options if number == UNKNOWN else (question.options[number - 1],)
        for name in options[0].ranges:
            spans = [option.ranges[name] for option in options]
            found[name] = (min(low for low, _ in spans), max(high for _, high in spans))
    return found


def _document(answers: Answers) -> dict[str, Any]:
    """The company that answers describe, as a document."""
    from simulation.draws import Key
    from simulation.invention import invent
    from simulation.sampling import load_population

    ranges = ranges_of(answers)
    sector = SECTORS[max(answers.get(SECTOR, UNKNOWN), 1) - 1]
    middles = {name: (low + high) / 2 for name, (low, high) in ranges.items()}
    shape = Shape(**{name.partition(".")[2]: value for name, value in middles.items() if name.startswith("company.")})
    traits = Traits(**{name.partition(".")[2]: value for name, value in middles.items() if name.startswith("traits.")})
    outlet = load_population("typical").sectors[sector].outlet
    found = invent(Key(1, 1), sector, outlet, shape, traits).model_dump()
    return {
        "title": "My company",
        "title_fr": "Mon entreprise",
        "sector": sector,
        "traits": {name: found["traits"][name] for name in FOLLOWING},
        "uncertain": {name.partition(".")[2]: {"low": low, "high": high} for name, (low, high) in ranges.items() if name.startswith("traits.")},
        **{table: found[table] for table in TABLES},
    }


def _from_file(path: Path, given: Given) -> Answers:
    """Answers in a TOML file; every problem in it is noted. Questions that it leaves out are not known."""
    try:
        layer = read(path, "answers")
    except InputError as error:
        given.problems += error.problems
        return {}
    by_key = {question.key: question for question in QUESTIONS}
    for key, value in layer.document.items():
        where = layer.where(key)
        if key not in by_key:
            given.problems.append(f"no question '{key}'{did_you_mean(key, by_key)} {where}")
        elif isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= len(by_key[key].options):
            given.problems.append(f"{key} = {shown(value)} is no answer: 1 to {len(by_key[key].options)}, or 0 for do not know {where}")
    return {question.key: layer.document.get(question.key, UNKNOWN) for question in QUESTIONS}


def _asked(ask: Callable[[str], str], lang: str) -> Answers:
    """Answers from the terminal, question by question; an answer that is none is asked for again."""
    answers: Answers = {}
    for place, question in enumerate(QUESTIONS, start=1):
        lines = [f"\n{place}/{len(QUESTIONS)}  {_question(question, lang)}"]
        lines += [f"  {number}  {option.text_fr if lang == 'fr' else option.text}" for number, option in enumerate(question.options, start=1)]
        prompt = "\n".join(lines) + f"\n  ({say('Enter: do not know', lang)}) > "
        while question.key not in answers:
            try:
                text = ask(prompt).strip()
            except EOFError:
                raise InputError([f"the answers ended at question {place} of {len(QUESTIONS)} ({question.key}); nothing was written"]) from None
            number = 0 if text in ("", "?") else int(text) if text.isdecimal() else -1
            if 0 <= number <= len(question.options):
                answers[question.key] = number
            prompt = f"  1 - {len(question.options)} > "
    return answers


def _question(question: Question, lang: str) -> str:
    return question.text_fr if lang == "fr" else question.text


def _answer(question: Question, answers: Mapping[str, int], lang: str) -> str:
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


def _write(path: Path, text: str) -> None:
    """Write the file whole, or not at all; what is written can be read again."""
    tomllib.loads(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = path.with_name(f".{path.name}-unfinished")
        held.write_text(text, encoding="utf-8")
        held.rename(path)
    except OSError as error:
        raise InputError([f"{path}: it cannot be written ({error.strerror or error}); choose another folder with --to"]) from None
