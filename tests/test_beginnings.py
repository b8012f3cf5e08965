"""`omnigov init`: what it writes is in order, in both languages, and can be compared as it stands; nothing of the user's is ever replaced."""

import pytest

from simulation.analysis.comparison import compare
from simulation.beginnings import init_command, levers_text, write_beginning
from simulation.checks import InputError
from simulation.inquiries import check_command
from simulation.levers import CATEGORIES, DECLARED, NAMES
from simulation.report.anchors import anchors, in_words
from simulation.report.french_anchors import ANCHORS_FR
from simulation.scenario import load


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_beginning_is_in_order_and_compared_as_it_stands(tmp_path, lang):
    folder = tmp_path / "my company"
    written = write_beginning(folder, lang)
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "company.toml", "governance/0-as-is.toml", "governance/1-shared-goals.toml", "governance/2-mandated-factory.toml",
    ]  # fmt: skip
    assert ("Mon entreprise" if lang == "fr" else "My company") in check_command([str(folder)], None, lang)
    found = compare(sorted((folder / "governance").glob("*.toml")), worlds=2, weeks=40, customers=50)
    assert found.names == ("0-as-is", "1-shared-goals", "2-mandated-factory")
    assert found.baseline.scenario.uncertain.keys() == {"openness", "legacy_debt", "api_quality", "digital_maturity"}


def test_both_languages_describe_the_same_company_governed_alike(tmp_path):
    one, other = (load(write_beginning(tmp_path / lang, lang)[3]) for lang in ("en", "fr"))
    assert one.levers == other.levers
    assert one.changes == other.changes
    assert one.uncertain == other.uncertain
    assert [row.fte for row in one.company.teams] == [row.fte for row in other.company.teams]
    assert [(row.days, row.value) for row in one.company.journeys] == [(row.days, row.value) for row in other.company.journeys]


def test_what_is_there_is_never_replaced(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is there already and holds something"):
        init_command(tmp_path, "en", json=False)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(InputError, match="is there already"):
        init_command(tmp_path / "notes.txt", "en", json=False)


def test_every_lever_stands_in_the_beginning_with_what_its_values_mean():
    text = levers_text("en")
    assert [line.partition(" = ")[0] for line in text.splitlines() if line and not line.startswith("#")] == sorted(
        NAMES, key=lambda name: text.index(f"\n{name} = ")
    )
    assert all(anchor in text for name in NAMES for anchor in anchors(name))


# -- levers in words


def test_every_anchor_has_its_french():
    assert [each for name in NAMES for each in anchors(name) if each not in ANCHORS_FR] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("sponsorship", 0.0, "nobody on the board is named"),
        ("sponsorship", 0.5, "a named sponsor gives about 6 hours a week"),
        ("sponsorship", 0.55, "close to “a named sponsor gives about 6 hours a week”"),
        ("factory_size", 0.25, "between “there is no Factory” and “half of the experience and systems people”"),
        ("review_interval", 6.0, "6 weeks"),
        ("review_interval", 0.0, "there is no review"),
        ("review_interval", 26.0, "twice a year"),
        ("wave_size", 4.0, "4 journeys"),
        ("reporting_line", "IT", "near the systems"),
    ],
)
def test_a_value_is_told_by_the_anchors_around_it(name, value, said):
    assert in_words(name, value) == said


def test_every_value_of_every_lever_has_words_in_both_languages():
    for name in NAMES:
        low, high = DECLARED[name].low, DECLARED[name].high
        values = CATEGORIES.get(name) or [low, 0.3 * high, 0.5 * high, 0.97 * high, high]
        assert all(in_words(name, value, lang) for value in values for lang in ("en", "fr"))
