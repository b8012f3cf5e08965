"""`omnigov analyse`: a whole brief, whose sentences say what its tables hold; nothing is found where nothing differs; bad input is told."""

import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from library_for_tests import write_library
from undrawn import undrawn

from simulation import library
from simulation.analyse import QUESTIONS
from simulation.analysis.finding import read_findings
from simulation.cli import status_of
from simulation.report.amounts import number, percent
from simulation.report.brief import brief_of
from simulation.report.brief_answers import answers
from simulation.report.brief_page import FIRST, LATER
from simulation.report.french import FRENCH
from simulation.results import read_manifest

BRISK = ["--worlds", "4", "--customers", "50", "--quiet", "--threads", "2"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("analysis")


@pytest.fixture(scope="module", autouse=True)
def shop(place):
    found = library.folder
    folder = write_library(place / "library")
    library.folder = lambda: folder
    yield
    library.folder = found


def compare(*words) -> int:
    """The exit status of a comparison, whose own figures nothing here looks at."""
    with undrawn():
        return status_of(["compare", *map(str, words), "--quiet"])


@pytest.fixture(scope="module")
def compared(place, shop):
    more = place / "more.toml"
    more.write_text(
        'title = "Much together"\ntitle_fr = "Beaucoup"\nextends = ["shop", "sponsor"]\n[levers]\nshared_okrs = 0.9\napi_strategy = 0.9\nsilo_level = 0.2\n'
    )
    names = ["shop/as-is", "shop/sponsor", more]
    assert compare(*names, "--worlds", "6", "--customers", "60", "--weeks", "60", "--results", place / "compared") == 0
    return place / "compared"


@pytest.fixture(scope="module")
def analysed(place, compared):
    assert status_of(["analyse", str(compared), "--results", str(place / "analysed"), *BRISK]) == 0
    return place / "analysed"


@pytest.fixture(scope="module")
def brief(analysed):
    manifest = read_manifest(analysed)
    return brief_of(read_findings(analysed, manifest), manifest)


def said(brief) -> dict[str, str]:
    return {line.about: line.text for answer in answers(brief) for line in answer.lines}


class Reader(HTMLParser):
    """Every attribute that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.loads += [value for name, value in attrs if name in ("src", "href")]


def test_every_question_is_answered_and_every_figure_is_there(analysed, brief):
    assert tuple(brief.findings) == QUESTIONS
    figures = {path.stem for path in (analysed / "figures").glob("*.svg")}
    assert figures >= set(FIRST)
    assert figures | {"box", "path"} == {*FIRST, *LATER}  # there may be no box, and few worlds show no parting


def test_the_brief_holds_all_that_it_shows(analysed):
    text = (analysed / "report.html").read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert reader.loads
    assert all(each.startswith("data:image/svg+xml;base64,") for each in reader.loads)
    assert text.count("<h2><b>") == 3


def test_the_option_is_the_one_that_is_highest_in_adoption(brief, compared):
    import pandas as pd

    runs = pd.read_parquet(compared / "runs")
    means = runs.groupby("scenario")["adoption"].mean().drop(brief.baseline)
    assert means[brief.option] == means.max()


def test_the_sentence_on_the_target_says_the_shares_of_its_table(brief):
    table = brief.table("robustness", "criteria")
    share = table[table["outcome"] == "value_share"].set_index("option")["target_share"]
    text = said(brief)["Target"]
    assert percent(share.max()) in text
    assert text.endswith(f"under the baseline in {percent(share[brief.baseline])}.") or "Not told apart" in text


def test_the_sentence_on_the_order_says_the_weeks_and_the_differences(brief):
    steps, fresh = brief.table("order", "steps"), brief.table("order", "fresh").set_index("plan")
    text = said(brief)["Order"]
    assert [int(week) for week in re.findall(r"\(week (\d+)\)", text)] == steps["week"].tolist()
    assert number(100 * fresh.loc["everything at once", "gap"], 1, signed=True) in text
    assert ("not shown to matter" in text) == (fresh.loc["reverse order", "low"] <= 0 <= fresh.loc["reverse order", "high"])


def test_the_sentence_on_the_price_says_the_gaps(brief):
    gaps = brief.table("why", "gaps").set_index("outcome")["mean"]
    text = said(brief)["Price"]
    units = brief.scale("delivery_cost", [gaps["delivery_cost"]])
    assert number(gaps["delivery_cost"] * units.factor, units.decimals, signed=True) in text


def test_sentences_on_assumptions_say_the_turning_values_or_that_there_are_none(brief):
    table = brief.table("change", "assumptions")
    for outcome, about in (("adoption", "Adoption"), ("net_value", "Net value")):
        rows = table[table["outcome"] == outcome]
        text = next(line.text for line in answers(brief)[2].lines if line.about == about)
        turning = rows[rows["turns"].notna()]
        if turning.empty:
            assert f"None of the {len(rows)} assumptions" in text
        else:
            assert number(turning["turns"].iloc[0], 2) in text


def test_shares_of_the_gap_add_up_in_what_is_stored(brief):
    for question in ("groups", "levers"):
        sums = brief.table("why", question).groupby("outcome")["mean"].sum()
        gaps = brief.table("why", "gaps").set_index("outcome")["mean"]
        assert sums.to_numpy() == pytest.approx(gaps[sums.index].to_numpy())


def test_the_brief_in_french_is_french(analysed, brief, capsys):
    french = brief_of(list(brief.findings.values()), read_manifest(analysed), "fr")
    english = {text for line in said(brief).values() for text in [line]}
    assert not english & {line.text for answer in answers(french) for line in answer.lines}
    assert "Beaucoup" in french.titles.values()
    before = sorted(each.relative_to(analysed) for each in analysed.rglob("*"))
    assert status_of(["report", str(analysed), "--lang", "fr"]) == 0
    assert sorted(each.relative_to(analysed) for each in analysed.rglob("*")) == before
    text = (analysed / "report.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert "Quelle gouvernance, pour nous\u00a0?" in text
    for key in ("Which governance, for us?", "First what, then what", "Ledger of assumptions", "Method"):
        assert key not in text
    assert "Quelle gouvernance" in capsys.readouterr().out
    assert status_of(["report", str(analysed)]) == 0


def test_a_difference_is_owed_to_what_made_it_and_not_to_what_stood_against_it(brief):
    found = brief.findings["why"]
    moves = ["levers.sponsorship", "levers.delegation", "levers.silo_level"]
    labels = pd.DataFrame({"move": moves, "label": ["first", "second", "third"], "label_fr": ["premier", "deuxième", "troisième"]})
    rows = [(moves[0], 0.05, 0.04), (moves[1], -0.06, -0.07), (moves[2], 0.00001, 0.000005)]  # the second worked against it, the third rounds to nothing
    shares = pd.DataFrame([{"outcome": brief.deciding, "move": move, "mean": mean, "low": low, "high": 2 * mean - low} for move, mean, low in rows])
    gaps = pd.DataFrame([{"outcome": brief.deciding, "mean": 0.01, "low": 0.005, "high": 0.015}])
    path = pd.DataFrame([{"series": "recognition", "week": 3, "then": -0.1, "largest": 0.2, "largest_week": 40, "last": 0.1, "spread": 1.0}])
    planted = brief._replace(
        findings={**brief.findings, "why": found._replace(tables=found.tables | {"labels": labels, "levers": shares, "gaps": gaps, "path": path})}
    )
    told = next(text for about, text in said(planted).items() if about.startswith("Why"))
    assert "the difference (+1.0\u00a0point) is owed most to first (+5.0" in told
    assert "second" not in told
    assert "third" not in told
    assert told.endswith("What first differs from the baseline: Recognition (lower from week 3).")


def test_every_text_of_the_brief_has_french():
    import ast
    from pathlib import Path

    import simulation.report

    folder = Path(simulation.report.__file__).parent
    missing = []
    for path in [*folder.glob("brief*.py"), folder / "draw_decisions.py", folder / "draw_details.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say" and node.args:
                texts = [each for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
                missing += [each.value for each in texts if " " in each.value and each.value not in FRENCH and each.value not in ("everything at once",)]
    assert [text for text in missing if len(text) > 3] == []


def test_the_same_analysis_again_gives_the_same_findings(place, compared, analysed):
    assert status_of(["analyse", str(compared), "why", "robustness", "--results", str(place / "again"), *BRISK]) == 0
    once, again = ({each.question: each for each in read_findings(folder, read_manifest(folder))} for folder in (analysed, place / "again"))
    for question in ("why", "robustness"):
        for name, table in again[question].tables.items():
            assert table.equals(once[question].tables[name]), (question, name)


def test_an_analysis_of_a_scenario_against_itself_finds_nothing(place, shop):
    same = place / "same.toml"
    same.write_text('title = "The same"\nextends = ["shop", "as-is"]\n')
    assert compare("shop/as-is", same, "--worlds", "4", "--customers", "60", "--weeks", "60", "--results", place / "same") == 0
    assert status_of(["analyse", str(place / "same"), "why", "robustness", "order", "change", "--results", str(place / "nothing"), *BRISK]) == 0
    manifest = read_manifest(place / "nothing")
    brief = brief_of(read_findings(place / "nothing", manifest), manifest)
    assert (brief.table("why", "gaps")["mean"] == 0).all()
    assert brief.table("why", "groups").empty
    assert brief.table("why", "path").empty
    assert (brief.table("why", "directorates")["mean"] == 0).all()
    assert all(len(names) == 1 for each in brief.facts("robustness")["together"].values() for names in each.values())
    assert (brief.table("robustness", "criteria")["regret"] == 0).all()
    assert brief.table("change", "assumptions")["turns"].isna().all()
    assert not brief.table("change", "changes").set_index("aim").loc["verdict", "reached"]
    assert brief.table("change", "moves").empty
    assert (place / "nothing" / "report.html").exists()


def test_json_holds_every_finding(place, compared, capsys):
    assert status_of(["analyse", str(compared), "order", "--json", "--results", str(place / "as-json"), *BRISK]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["question"] for each in document] == ["order"]
    assert {row["plan"] for row in document[0]["tables"]["fresh"]} == {"best order", "everything at once", "reverse order", "baseline"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "is no results folder"),
        (["{compared}", "whi"], "question = 'whi' is none of its options; did you mean 'why'?"),
        (["{compared}", "--option", "sponsr"], "is no scenario of"),
        (["{compared}", "--target", "adption=0.1"], "did you mean 'adoption'?"),
        (["{compared}", "--target", "adoption=much"], "the level is not a number"),
        (["{compared}", "--worlds", "2"], "an analysis needs at least 4"),
        (["{analysed}"], "holds an analysis: name the comparison"),
        (["{compared}", "why", "--results", "{compared}"], "holds the results of another study"),
    ],
)
def test_what_cannot_be_analysed_is_told_and_nothing_is_written(arguments, words, place, compared, analysed, capsys):
    given = [each.format(compared=compared, analysed=analysed) for each in arguments]
    before = sorted(place.iterdir())
    assert status_of(["analyse", *given]) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.out == ""
    assert sorted(place.iterdir()) == before


def test_all_problems_are_told_at_once(compared, capsys):
    assert status_of(["analyse", str(compared), "whi", "--option", "x", "--target", "y", "--lang", "de", "--worlds", "many"]) == 2
    err = capsys.readouterr().err
    assert "5 problems" in err


def test_a_target_unknown_within_the_horizon_is_told_and_what_to_do(place, shop, capsys):
    short = place / "short"
    assert compare("shop/as-is", "shop/sponsor", "--worlds", "4", "--customers", "50", "--weeks", "3", "--results", short) == 0
    assert status_of(["analyse", str(short), "robustness", "discovery", "--results", str(place / "short-robust"), *BRISK]) == 2
    said = capsys.readouterr().err
    assert "robustness: value_share is unknown in every future" in said
    assert "discovery: value_share is unknown in every future" in said
    assert "--target" in said
    assert not (place / "short-robust").exists()
