"""The page that leads from the article's terms to the model's names leads to names that exist."""

import re
from pathlib import Path

import pytest

from simulation.levers import NAMES
from simulation.outcomes import OUTCOMES
from simulation.records import RECORDS
from simulation.state import STEPS, World
from simulation.traits import Company, Traits

PAGE = Path(__file__).parents[1] / "docs" / "article-map.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| *")]


def names_in(text):
    return re.findall(r"`([^`]+)`", text)


def exists(name):
    """Whether a name is a lever, a step, an outcome, a trait or a field of the state."""
    table, _, field = name.partition(".")
    if not field:
        return name in NAMES or name in STEPS or name in OUTCOMES
    if table == "traits":
        return field in Traits.model_fields or field in Company.model_fields
    if table in RECORDS:
        return field in (RECORDS[table].names or ())
    return table in World.__annotations__ and field in World.__annotations__[table]._fields


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("*")[1])
def test_a_term_of_the_article_leads_to_names_that_exist(row):
    names = names_in(row.split("|")[3])
    assert names
    assert [name for name in names if not exists(name)] == []


def test_every_other_name_on_the_page_exists():
    assert [name for name in names_in(PAGE.read_text(encoding="utf-8")) if name != "code" and not exists(name)] == []


def test_every_step_of_the_week_comes_from_a_term_of_the_article():
    assert {name for row in ROWS for name in names_in(row)} >= set(STEPS)


def test_the_levers_that_no_term_of_the_article_names_are_said_to_be_added():
    added = set(NAMES) - {name for row in ROWS for name in names_in(row)}
    said = PAGE.read_text(encoding="utf-8").split("What the model adds")[1]
    assert added == set(names_in(said)) & set(NAMES)
