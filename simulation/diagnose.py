"""The command `diagnose`: 30 questions about observable facts, answered in the terminal or in a file, become a company file with ranges."""

import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

from simulation.checks import InputError, did_you_mean, lies, refuse, shown
from simulation.diagnosis import UNKNOWN, Answers, assumed_text, company_text, question_text
from simulation.layers import read
from simulation.options import LANGUAGES, Given
from simulation.questions import QUESTIONS
from simulation.words import say

COMPANY_FILE = "company.toml"


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
    colon = " :" if lang == "fr" else ":"
    return (
        f"{told}\n{assumed_text(answers, lang)}\n{say('Company', lang)}{colon} {path}\n{say('Next', lang)}{colon} omnigov compare --library {shlex.quote(to)}"
    )


def template_text(lang: str = "en") -> str:
    """A file of answers to fill in: every question with its answers, all "don't know"."""
    lines = [f"# {say('The number of an answer behind each name; 0 is: do not know. Then: omnigov diagnose FILE', lang)}"]
    for question in QUESTIONS:
        lines += ["", f"# {question_text(question, lang)}"]
        lines += [f"#   {place}  {option.text_fr if lang == 'fr' else option.text}" for place, option in enumerate(question.options, start=1)]
        lines.append(f"{question.key} = {UNKNOWN}")
    return "\n".join(lines)


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
        lines = [f"\n{place}/{len(QUESTIONS)}  {question_text(question, lang)}"]
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
