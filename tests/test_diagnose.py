"""The questionnaire: answers become a company that can be run, with ranges; "don't know" leaves the whole range open."""

import re
import tomllib

import pytest

from simulation.checks import InputError
from simulation.cli import status_of
from simulation.diagnose import diagnose_command, template_text
from simulation.diagnosis import company_text, ranges_of
from simulation.questions import QUESTIONS, SECTORS
from simulation.run import run
from simulation.sampling import load_population
from simulation.scenario import load
from simulation.shape import Shape
from simulation.traits import Journey, Traits

FAMILIES = {"company": Shape, "traits": Traits, "journeys": Journey}


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


def test_customers_and_value_are_those_answered_and_one_follows_the_other():
    plain, customers, value, both = (
        tomllib.loads(company_text(middle() | {"customers": people, "value": worth})) for people, worth in ((0, 0), (2, 0), (0, 3), (2, 3))
    )
    worth = [sum(each["value"] for each in document["journeys"]) for document in (plain, customers, value, both)]
    assert worth[2:] == pytest.approx([30e6, 30e6], rel=1e-4)
    assert customers["uncertain"]["customers_represented"] == {"low": 3e5, "high": 2e6}
    assert worth[1] / worth[0] == pytest.approx(1.15e6 / plain["traits"]["customers_represented"], rel=1e-4)
    assert value["traits"]["customers_represented"] / plain["traits"]["customers_represented"] == pytest.approx(worth[2] / worth[0], rel=1e-4)


def test_figures_that_nobody_was_asked_for_are_marked_and_counted(tmp_path):
    (tmp_path / "answers.toml").write_text("openness = 1\n", encoding="utf-8")
    said = diagnose_command(str(tmp_path / "answers.toml"), str(tmp_path / "mine"), "en", False)
    lines = (tmp_path / "mine" / "company.toml").read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if line.endswith("  # assumed")]
    assert f"{len(marked)} figures nobody was asked for" in said
    assert any(line.startswith("fte = ") for line in marked)
    assert any(line.startswith("plan_slack = ") for line in marked)
    assert "openness = { low = 0.15, high = 0.35 }" in lines
    assert "innovation = 0.02  # sultan1990" in lines
    named = re.search(r"Those that weigh most: (.*)\.", said)
    assert named
    assert len(named[1].split("; ")) == 3


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
