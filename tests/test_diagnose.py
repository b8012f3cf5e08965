"""The questionnaire: answers become a company that can be run, with ranges; "don't know" leaves the whole range open."""

import tomllib

import pytest

from simulation.checks import InputError
from simulation.cli import status_of
from simulation.diagnose import company_text, diagnose_command, ranges_of, template_text
from simulation.questions import QUESTIONS, SECTORS
from simulation.run import run
from simulation.sampling import load_population
from simulation.scenario import load
from simulation.shape import Shape
from simulation.traits import Traits

FAMILIES = {"company": Shape, "traits": Traits}


def middle() -> dict[str, int]:
    return {question.key: (len(question.options) + 1) // 2 for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_answer_is_a_range_within_what_is_declared(question):
    assert len(question.options) >= 3
    for option in question.options:
        assert option.ranges.keys() == question.options[0].ranges.keys()
        for name, (low, high) in option.ranges.items():
            family, _, number = name.partition(".")
            bounds = {type(rule).__name__: rule for rule in FAMILIES[family].model_fields[number].metadata}
            assert bounds["Ge"].ge <= low < high <= bounds["Le"].le


def test_there_are_about_25_questions_with_names_of_their_own():
    assert 25 <= len(QUESTIONS) <= 30
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert set(SECTORS) == set(load_population("typical").sectors)


def test_an_answer_narrows_what_is_not_known():
    open_, told = ranges_of({}), ranges_of({"legacy_debt": 3})
    assert told["traits.legacy_debt"] == (0.65, 1.2)
    assert open_["traits.legacy_debt"] == (0.15, 1.2)
    assert told["traits.openness"] == open_["traits.openness"]


@pytest.mark.parametrize("answers", [{}, middle(), dict.fromkeys(middle(), 1), {question.key: len(question.options) for question in QUESTIONS}])
def test_any_answers_make_a_company_that_can_be_run(answers, tmp_path):
    path = tmp_path / "company.toml"
    path.write_text(company_text(answers), encoding="utf-8")
    scenario = load(path)
    assert set(scenario.uncertain) == {name.partition(".")[2] for name in ranges_of(answers) if name.startswith("traits.")}
    found = run(load("as-is", path), worlds=2, customers=50, weeks=10).outcomes
    assert found["delivery_cost"].notna().all()


def test_an_empty_folder_name_is_refused():
    with pytest.raises(InputError, match="--to is empty"):
        diagnose_command(None, " ", "en", False)


def test_sizes_follow_the_answers(tmp_path):
    small, large = (tomllib.loads(company_text(dict.fromkeys(middle(), 1) | {"teams": number, "channels": number})) for number in (1, 3))
    assert len(small["teams"]) < 35 < len(large["teams"])
    assert len(small["channels"]) in (3, 4)
    assert len(large["channels"]) >= 7


def test_answers_are_taken_from_the_terminal_and_asked_again_when_they_are_none(tmp_path):
    given = iter(["9", "2", *[""] * (len(QUESTIONS) - 2), "x", "3"])
    prompts = []

    def ask(prompt):
        prompts.append(prompt)
        return next(given)

    said = diagnose_command(None, str(tmp_path / "mine"), "en", False, ask)
    document = tomllib.loads((tmp_path / "mine" / "company.toml").read_text(encoding="utf-8"))
    assert document["sector"] == "bank"
    assert document["uncertain"]["behaviour_pace"] == {"low": 0.08, "high": 0.2}
    assert len(prompts) == len(QUESTIONS) + 2
    assert f"2 of {len(QUESTIONS)} questions answered" in said


def test_the_template_can_be_filled_in_and_read_back(tmp_path, capsys):
    assert status_of(["diagnose", "--questions", "--lang", "fr"]) == 0
    text = capsys.readouterr().out
    assert "Lequel est le plus proche de votre entreprise ?" in text
    path = tmp_path / "answers.toml"
    path.write_text(text.replace("openness = 0", "openness = 1"), encoding="utf-8")
    assert status_of(["diagnose", str(path), "--to", str(tmp_path / "mine"), "--lang", "fr"]) == 0
    assert load(tmp_path / "mine").uncertain["openness"] == (0.15, 0.35)
    assert "Entreprise" in capsys.readouterr().out
    assert set(tomllib.loads(template_text())) == {question.key for question in QUESTIONS}


def test_all_that_is_wrong_with_a_file_of_answers_is_told_and_nothing_is_written(tmp_path, capsys):
    path = tmp_path / "answers.toml"
    path.write_text('opennes = 1\npatience = 7\nnorm = "high"\n', encoding="utf-8")
    assert status_of(["diagnose", str(path), "--to", str(tmp_path / "mine")]) == 2
    err = capsys.readouterr().err
    assert "3 problems" in err
    assert "no question 'opennes'; did you mean 'openness'?" in err
    assert "patience = 7 is no answer: 1 to 3, or 0 for do not know" in err
    assert not (tmp_path / "mine").exists()


def test_a_company_that_is_there_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "company.toml").write_text("mine", encoding="utf-8")
    path = tmp_path / "answers.toml"
    path.write_text("patience = 1\n", encoding="utf-8")
    assert status_of(["diagnose", str(path), "--to", str(tmp_path)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "company.toml").read_text(encoding="utf-8") == "mine"


def test_answers_that_end_too_early_write_nothing(tmp_path):
    def ask(prompt):
        raise EOFError

    with pytest.raises(InputError, match="ended at question 1 of"):
        diagnose_command(None, str(tmp_path / "mine"), "en", False, ask)
    assert not (tmp_path / "mine").exists()
