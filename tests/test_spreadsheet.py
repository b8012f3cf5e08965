"""Names that a spreadsheet would take for a formula are marked as texts in every CSV; numbers stay numbers."""

import csv
import io

import pandas as pd
import pytest

from simulation.analysis.comparison import compare
from simulation.analysis.finding import Finding, read_findings, write_findings
from simulation.app.address import Choice, View
from simulation.app.numbers import csv_of
from simulation.app.visit import Visit
from simulation.cli import status_of
from simulation.report.text import comparison_csv
from simulation.scenario import load
from simulation.spreadsheet import csv_text

EVIL = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "'x"]
SWEEP = """scenarios = ["retailer/as-is", "{path}"]
worlds = 1
weeks = 5
customers = 20
[design]
kind = "factorial"
[vary]
"levers.shared_okrs" = [0.0, 0.5]
"""


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("index", [True, False])
def test_texts_that_begin_as_a_formula_are_marked_and_numbers_are_not(index):
    table = pd.DataFrame({"name": [*EVIL, "plain"], "value": [-1.5] * 7, "count": range(-4, 3), "kind": [None, -2.5, "a\r=1", *"bcde"]})
    found = rows(csv_text(table.set_index(["name", "count"]) if index else table, index=index))
    assert [each["name"] for each in found] == [*(f"'{each}" for each in EVIL), "plain"]
    assert [each["count"] for each in found] == [str(each) for each in range(-4, 3)]
    assert {each["value"] for each in found} == {"-1.5"}
    assert [each["kind"] for each in found][:3] == ["", "-2.5", "a =1"]


def test_a_table_of_an_analysis_is_read_as_it_was_found(tmp_path):
    table = pd.DataFrame({"option": [*EVIL, "plain"], "mean": range(7)})
    written = write_findings(tmp_path, [Finding("why", {}, {"options": table})])
    assert "'=HYPERLINK" in (tmp_path / "tables" / "why-options.csv").read_text(encoding="utf-8")
    assert read_findings(tmp_path, {"analysis": written})[0].tables["options"].equals(table)


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    """Two scenarios, the second with a name that is a formula."""
    path = tmp_path_factory.mktemp("evil") / "=1+1.toml"
    path.write_text('extends = ["retailer", "as-is"]\n[levers]\nsponsorship = 0.9\n', encoding="utf-8")
    return [load("retailer/as-is"), load(path)]


def test_the_numbers_of_a_comparison_and_of_a_page_name_no_formula(evil):
    assert {each["scenario"] for each in rows(comparison_csv(compare(evil, worlds=2, customers=20)))} == {"retailer/as-is", "'=1+1"}
    view = View(page="side", choices=(Choice("retailer/as-is"), Choice("./=1+1")), customers=20, week=2)
    assert {each["scenario"] for each in rows(csv_of(view, Visit(), evil))} == {"retailer/as-is", "'=1+1"}


def test_the_points_of_a_sweep_name_no_formula(evil, tmp_path, capsys):
    (tmp_path / "small.toml").write_text(SWEEP.format(path=evil[1].path), encoding="utf-8")
    assert status_of(["sweep", str(tmp_path / "small.toml"), "--results", str(tmp_path / "out"), "--quiet"]) == 0
    capsys.readouterr()
    assert status_of(["report", str(tmp_path / "out"), "--csv"]) == 0
    assert "'=1+1" in [each["scenario"] for each in rows(capsys.readouterr().out)]
