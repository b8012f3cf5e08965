"""What a person reads: the page, its figures, the table of the terminal, and numbers as both languages write them."""

import ast
import base64
import csv
import io
import json
import math
import re
import string
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from matplotlib.text import Text
from synthetic import ensemble

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.analysis.paired import WORDS
from simulation.analysis.split import STREAMS
from simulation.checks import InputError
from simulation.evidence import ledger
from simulation.levers import CATEGORIES, COSTS
from simulation.outcomes import OUTCOMES
from simulation.report import closely, figures, style, tables
from simulation.report.amounts import MISSING, amount, finer_for, gap, interval, number, percent, scale_of, trimmed
from simulation.report.brief_page import LATER
from simulation.report.differing import changes, settings
from simulation.report.draw_costs import efficient, spaced
from simulation.report.draw_journeys import WHOLE, live
from simulation.report.draw_organisation import possible_ties, usually_open
from simulation.report.french import FRENCH
from simulation.report.html import page
from simulation.report.leaders import in_short
from simulation.report.markdown import markdown
from simulation.report.messages import label, quoted, say, titles
from simulation.report.naming import declared_numbers, number_label, number_meaning, number_told
from simulation.report.sentences import answers, favourite, scale, spent_text, together
from simulation.report.text import COLUMNS, comparison_csv, comparison_json, comparison_table
from simulation.scenario import load, scenario_of

TITLES = [
    "As is (roadmaps in silos)", "Factory under IT", "Factory under marketing", "Factory under distribution", "Factory under general management",
    "Sponsor only", "Shared goals only", "Delegation without a sponsor", "Full package", "Coercion", "Organised by channel", "Organised by skill",
    "Organised by business universe", "Industrialised delivery", "Sponsor leaves in week 60", "Change management and communication first",
]  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }} {% raw %}", "$x^{\\frac{", "one\nline\x00\u202emore\t", "🏬🚚 " * 20,
    "x" * 10_000, "--> ]]> &amp;", "[bold]rich[/bold]", "=1+1",
]  # fmt: skip
BLANK = dict.fromkeys(figures.DRAWINGS, b"<svg/>")  # for tests of what is written, not drawn
STRENGTHS = np.random.default_rng(1).uniform(size=len(TITLES))


def compared(named: list[str], worlds: int = 25, weeks: int = 60) -> Comparison:
    base = load("retailer/as-is")
    scenarios = [base.with_(title=title, levers={"sponsorship": round(0.05 * place, 2)} if place else {}) for place, title in enumerate(named)]
    return Comparison.of([ensemble(each, strength, worlds=worlds, weeks=weeks) for each, strength in zip(scenarios, STRENGTHS, strict=False)])


@pytest.fixture(scope="module")
def sixteen() -> Comparison:
    return compared(TITLES)


@pytest.fixture(scope="module")
def long_page(sixteen) -> str:
    return page(sixteen)


@pytest.fixture(scope="module")
def two() -> Comparison:
    return compared(TITLES[:2])


@pytest.fixture(scope="module")
def blank_page(two) -> str:
    return page(two, images=BLANK)


@pytest.fixture(scope="module")
def hostile() -> Comparison:
    return compared(HOSTILE, worlds=5)


class Reader(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


# -- the page


def test_the_page_holds_all_it_shows_and_asks_for_nothing(long_page):
    text, reader = long_page, Reader(long_page)
    assert len(reader.addresses) == len(figures.DRAWINGS)
    assert all(address.startswith("data:image/svg+xml;base64,") for address in reader.addresses)
    assert reader.tags & {"script", "link", "iframe", "object"} == set()
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert len(text.encode()) < 6e6


def test_the_page_says_which_governance_what_it_costs_and_what_it_does_not_tell(long_page):
    text = Reader(long_page).text
    for question in ("Which governance does best?", "What does it cost?", "What could reverse the advice?", "it is not a forecast"):
        assert question in text
    for title in TITLES:
        assert title in text
    for heading in (
        "All outcomes",
        "Delivery cost by directorate",
        "Grades",
        "What pairing reached",
        "How to make this again",
        "What each governance does otherwise",
    ):
        assert heading in text


def test_the_command_that_was_typed_stands_in_the_page_as_it_can_be_typed_again(two):
    text = Reader(page(two, command=["omnigov", "compare", "my company/a.toml", "retailer/as-is", "--seed", "1"], images=BLANK)).text
    assert "omnigov compare 'my company/a.toml' retailer/as-is --seed 1" in text
    assert two.baseline.scenario.hash[:12] in text


def test_without_a_command_the_page_gives_the_python_call(blank_page):
    text = Reader(blank_page).text
    assert "simulation.compare(['As is (roadmaps in silos)', 'Factory under IT'], worlds=25, seed=1, first_world=0, weeks=60, customers=1000)" in text


def test_names_from_files_are_shown_but_cannot_act(hostile):
    plain, shown = (Reader(page(each, images=BLANK)) for each in (compared(TITLES[: len(HOSTILE)], worlds=5), hostile))
    assert shown.tags == plain.tags
    assert shown.attributes == plain.attributes
    assert "<script>alert(1)</script>" in shown.text
    assert "{{ 7 * 7 }}" in shown.text


def test_figures_with_hostile_names_are_sound_images_in_which_nothing_can_run(hostile):
    for kinds in figures.images(hostile).values():
        tree = ElementTree.fromstring(kinds["svg"])
        assert {element.tag.split("}")[-1] for element in tree.iter() if isinstance(element.tag, str)} & {"script", "foreignObject", "a"} == set()


@pytest.mark.parametrize("name", ["adoption", "organisation"])
def test_the_same_comparison_makes_the_same_figure(two, name):
    assert style.rendered(figures.drawn(two, name), "svg") == style.rendered(figures.drawn(two, name), "svg")


def test_a_report_is_written_whole_or_not_at_all(two, tmp_path):
    written = two.report(tmp_path / "report.html", lang="fr")
    assert written.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(InputError, match="it cannot be written"):
        two.report(tmp_path / "nowhere" / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


# -- sentences


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_number_of_the_first_answer_is_that_of_the_table(sixteen, lang):
    lines = answers(sixteen, lang)[0].lines[1 : 1 + len(PRIMARY)]
    for outcome, line in zip(PRIMARY, lines, strict=True):
        best = sixteen.ranking(outcome)[0]
        units = scale_of(OUTCOMES[outcome].unit, sixteen.levels["mean"].xs(outcome, level="outcome"), lang)
        row = sixteen.differences.loc[(best, outcome)]
        assert line.about == label(outcome, lang)
        assert titles(sixteen, lang)[best] in line.text
        for said in (
            amount(sixteen.levels.loc[(best, outcome), "mean"], units, lang),
            gap(row["mean"], units, lang),
            interval(row["joint_low"], row["joint_high"], units, lang),
        ):
            assert said in line.text


def test_where_nothing_beats_the_baseline_the_answer_says_so():
    base = load("retailer/as-is")
    comparison = Comparison.of([ensemble(base, 0.9, worlds=10), ensemble(base.with_(title="worse"), 0.1, worlds=10)])
    assert all("than the baseline, “" in line.text and "does best" not in line.text for line in answers(comparison)[0].lines[1 : 1 + len(PRIMARY)])
    assert favourite(comparison) == "worse"


def test_a_winner_that_the_simulation_does_not_tell_from_the_next_is_said_to_be_so():
    base = load("retailer/as-is")
    near = [ensemble(base.with_(title=title), 0.8, worlds=40) for title in ("one", "other")]
    comparison = Comparison.of([ensemble(base, 0.1, worlds=40), *near])
    best, second, _ = comparison.ranking("adoption")
    assert together(comparison, "adoption") == [second]
    assert answers(comparison)[0].lines[1].text.startswith(f"“{best}”, “{second}” lead and are not told apart.")
    assert best != second


@cache
def three(strength: float, worlds: int = 200, **shifts: float) -> Comparison:
    """A baseline and two governances of so much strength."""
    base = load("retailer/as-is")
    others = [ensemble(base.with_(title=title), strength, worlds=worlds, own=0.05, **shifts) for title in ("one", "two")]
    return Comparison.of([ensemble(base, 0.5, worlds=worlds, own=0.05), *others])


@pytest.mark.parametrize(
    ("lang", "best", "open_"), [("en", "does best", "No best is named: the word is “"), ("fr", "fait le mieux", "Aucune n'est dite la meilleure")]
)
def test_no_best_is_named_where_the_word_is_not_better(lang, best, open_):
    comparison = three(0.5, adoption=0.001)  # a tenth of the threshold
    assert comparison.differences.loc[(comparison.ranking("adoption")[0], "adoption"), "verdict"] == "equal"
    line = answers(comparison, lang)[0].lines[1].text
    assert line.startswith(open_)
    assert best not in line
    assert "Best in Adoption" not in comparison_table(replace(comparison, again=fresh_worlds(comparison)))


def fresh_worlds(comparison: Comparison) -> pd.DataFrame:
    """The leader in adoption on fresh worlds, as `examined` would tell it."""
    name = comparison.ranking("adoption")[0]
    row = comparison.differences.loc[(name, "adoption")].to_dict()
    return pd.DataFrame.from_dict({"adoption": {"scenario": name, "first_world": 500, "worlds": 200, **row}}, orient="index")


@pytest.mark.parametrize(("lang", "said"), [("en", "Do not do it: every governance is worse"), ("fr", "Ne le faites pas : chaque gouvernance fait moins bien")])
def test_where_everything_is_worse_the_first_line_says_not_to_do_it(lang, said):
    comparison = three(0.0)
    assert (comparison.differences["verdict"].xs("net_value", level="outcome") == "worse").all()
    first = answers(comparison, lang)[0].lines[0].text.replace("\u00a0", " ")
    assert first.startswith(said)
    assert said in " ".join(comparison_table(comparison, lang).replace("\u00a0", " ").split())
    assert said not in answers(three(1.0), lang)[0].lines[0].text.replace("\u00a0", " ")


def test_a_governance_that_alone_is_better_is_named_and_the_others_are_not():
    base, strong = load("retailer/as-is"), load("retailer/as-is").with_(title="strong")
    comparison = Comparison.of([ensemble(each, strength, own=0.05) for each, strength in ((base, 0.3), (strong, 0.9), (base.with_(title="same"), 0.3))])
    assert in_short(comparison).startswith("“strong” is better than the baseline in adoption, delivery cost and net value.")
    assert in_short(comparison, "fr").startswith("«\u00a0strong\u00a0» fait mieux que la référence")
    assert "same" not in in_short(comparison)


@pytest.mark.parametrize(("lang", "said"), [("en", "The board stops the programme before its end in"), ("fr", "Le comité arrête le programme")])
def test_where_the_board_stops_many_programmes_the_first_page_says_so(lang, said):
    def told(share: float) -> str:
        comparison = three(1.0)
        before = comparison.baseline
        stops = before.outcomes.assign(stopped=np.arange(len(before.outcomes)) < share * len(before.outcomes))
        each = [replace(before, outcomes=stops), *(replace(one, outcomes=one.outcomes.assign(stopped=0.0)) for one in comparison.ensembles[1:])]
        return " ".join(line.text for line in answers(Comparison.of(each), lang)[0].lines)

    assert f"{said} {'dans ' if lang == 'fr' else ''}{percent(0.6, lang)}" in told(0.6).replace("avant son terme ", "")
    assert said not in told(0.1)


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("en", "Differences of which it is not yet certain whether they matter: ", "worlds, if they go on as these did, it would be certain for: "),
        ("fr", "Écarts dont on ne sait pas encore s'ils comptent\u00a0: ", "mondes, si les suivants ressemblent à ceux-ci, on le saurait pour\u00a0: "),
    ],
)
def test_where_words_are_open_it_is_said_which_differences_would_become_certain_with_how_many_worlds(lang, count, said):
    few = three(0.5, worlds=10)
    assert not few.settled
    worlds, settled = few.worlds_to_settle()
    assert worlds > 10
    assert settled
    assert all(few.differences.loc[each, "verdict"] == "not yet known" for each in settled)
    text = in_short(few, lang)
    assert count in text
    which = text.partition(said)[2]
    assert which
    for name, outcome in settled:
        assert f"{label(outcome, lang).lower()} (" in which
        assert quoted(titles(few, lang)[name], lang) in which


@pytest.mark.parametrize(
    ("lang", "together", "alone"), [("en", "hold together", "holds by itself alone"), ("fr", "tiennent ensemble", "ne vaut que pour lui seul")]
)
def test_where_two_kinds_of_intervals_stand_side_by_side_it_is_said_what_each_means(two, lang, together, alone):
    both, joint = Reader(page(two, lang=lang, images=BLANK)).text, markdown(two, lang)
    assert (together in both, alone in both) == (True, True)
    assert (together in joint, alone in joint) == (True, False)


@pytest.mark.parametrize(("lang", "worlds", "mean"), [("en", "8 worlds in 10", "mean difference"), ("fr", "8 mondes sur 10", "écart moyen")])
def test_a_report_and_a_brief_say_that_they_part_the_weeks_by_two_definitions(two, lang, worlds, mean):
    assert f"{mean} {'is beyond chance' if lang == 'en' else 'dépasse le hasard'})" in Reader(page(two, lang=lang, images=BLANK)).text
    told = say(LATER["path"].reading, lang)
    assert worlds in told
    assert ("beyond chance" if lang == "en" else "au-delà du hasard") in told


def test_where_no_word_is_open_nothing_is_said_of_what_is_not_certain():
    sure = Comparison.of([replace(each, outcomes=three(1.0).baseline.outcomes) for each in three(1.0).ensembles])
    assert "certain" not in in_short(sure)
    assert sure.worlds_to_settle() == (0, [])


def test_where_nothing_pays_for_itself_the_first_line_says_so_whatever_else_is_better():
    said = "Do not do it for the money: under every governance, the baseline included, net value is negative"
    poor = Comparison.of([replace(each, outcomes=each.outcomes.assign(net_value=each.outcomes["net_value"] - 1e9)) for each in three(1.0).ensembles])
    assert answers(poor)[0].lines[0].text.startswith("“one”, “two” are better than the baseline in adoption")
    assert said in answers(poor)[0].lines[0].text
    assert said not in answers(three(1.0, net_value=1e9))[0].lines[0].text


def test_a_threshold_is_the_model_s_unless_the_baseline_s_file_sets_it():
    line = next(each.text for each in answers(three(1.0))[0].lines if each.about == "Thresholds")
    assert "adoption 1\u00a0point (the model's)" in line
    assert "the model's: 5\u00a0% of the cost in the plan" in line
    assert "your threshold" not in " ".join(each.text for answer in answers(three(1.0)) for each in answer.lines)
    base = load("retailer/as-is")
    own = scenario_of(base.to_dict() | {"materiality": {"adoption": 0.02}}, "own")
    comparison = Comparison.of([ensemble(own), ensemble(base.with_(title="one"))])
    line = next(each.text for each in answers(comparison)[0].lines if each.about == "Thresholds")
    assert "adoption 2\u00a0points (set in the baseline's file)" in line


# -- the ledger of assumptions


def assumption(name: str, source: str, weight: float) -> ledger.Assumption:
    shares = dict.fromkeys([*ledger.RESULTS, *(f"gain_{each}" for each in ledger.RESULTS)], weight)
    return ledger.Assumption(name, "coefficient", source, 0.1, 0.2, 0.3, "0 to 1", "what it means", shares, weight)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_page_names_the_three_assumptions_of_the_stored_ledger(two, tmp_path, monkeypatch, lang):
    names = [name for name, _ in tables.assumed()][:12]
    rows = [assumption("measured.one", "besker2018", 0.9), *(assumption(name, "assumed", 0.5 - 0.03 * place) for place, name in enumerate(names))]
    ledger.write_ledger(rows, tmp_path / "ledger.csv")
    monkeypatch.setattr(ledger, "read_ledger", partial(ledger.read_ledger, tmp_path / "ledger.csv"))
    line = next(each.text for each in answers(two, lang)[2].lines if each.about == say("The three assumptions that weigh most", lang))
    colon = ":" if lang == "en" else "\u00a0:"
    told = [f"{number_told(name, lang)}{colon} {50 - 3 * place}\u00a0%" for place, name in enumerate(names[:3])]
    assert all(number_meaning(name, lang) in line for name in names[:3])
    assert line.startswith("; ".join(told) if lang == "en" else "\u00a0; ".join(told))
    text = Reader(page(two, lang=lang, images=BLANK)).text
    assert all(number_label(name, lang) in text for name in names[:10])
    assert number_label(names[10], lang) not in text


def test_without_a_stored_ledger_the_page_says_so(two, tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "read_ledger", partial(ledger.read_ledger, tmp_path / "none.csv"))
    assert "No ledger of assumptions is stored" in Reader(page(two, images=BLANK)).text


def test_the_price_is_told_of_the_governance_highest_in_net_value(sixteen):
    price = answers(sixteen)[1].lines
    assert price[0].about == f"“{sixteen.ranking('net_value')[0]}”"
    assert [line.about for line in price[1:4]] == [label(outcome) for outcome in ("delivery_cost", "own_value", "hidden_share")]


# -- tables


def test_cost_by_directorate_sums_to_delivery_cost(sixteen):
    *units, total = tables.by_unit(sixteen)
    assert [row.head for row in units] == sixteen.baseline.units
    expected = [1e-6 * sixteen.levels.loc[(name, "delivery_cost"), "mean"] for name in sixteen.names]
    assert [float(text) for text in total.texts] == pytest.approx(expected, abs=0.051)


def test_grades_share_out_all_worlds_and_success_moves_with_its_threshold(sixteen):
    for name, row in zip(sixteen.names, tables.grades(sixteen), strict=True):
        outcomes = sixteen.ensemble(name).outcomes
        easier, harder = (percent(float((outcomes["value_share"] >= factor).mean())) for factor in (0.8, 1.2))
        assert row.texts[3:] == [easier, harder]
        assert [percent(float((outcomes["grade"] == grade).mean())) for grade in (0, 1, 2)] == row.texts[:3]


def test_outcomes_are_tinted_only_where_the_interval_leaves_out_zero(two):
    for row, outcome in zip(tables.all_outcomes(two), two.levels.loc[two.names[0]].index, strict=True):
        found = two.differences.loc[(two.names[1], outcome)]
        settled = found["low"] > 0 or found["high"] < 0
        assert bool(row.tints[1]) == settled
        assert row.tints[0] == ""


def never(comparison: Comparison, outcome: str, but: int) -> Comparison:
    """The same comparison, an outcome being reached in the first `but` worlds of the last scenario alone."""
    first = np.arange(comparison.worlds) < but
    found = [one.outcomes.assign(**{outcome: np.where(first & (one is comparison.ensembles[-1]), 100.0, np.nan)}) for one in comparison.ensembles]
    return Comparison.of([replace(one, outcomes=outcomes) for one, outcomes in zip(comparison.ensembles, found, strict=True)])


def test_a_mean_of_some_worlds_only_says_of_how_many(two):
    comparison = never(two, "weeks_to_adoption", 4)
    row = next(each for each in tables.key_outcomes(comparison) if each.head.startswith("Weeks to"))
    assert row.head == "Weeks to 5 % adoption (reached by both in 0 of 25 worlds)"
    assert (row.before, row.before_worlds) == ("–", "reached in 0\u00a0% of worlds")
    assert (row.after, row.after_worlds) == ("100.0\u00a0weeks", "reached in 16\u00a0% of worlds")
    assert [each.after_worlds for each in tables.key_outcomes(comparison) if each is not row and each.head != row.head] == [""] * 4
    assert "reached in 16\u00a0% of worlds" in page(comparison, images=BLANK)
    live = next(each for each in tables.all_outcomes(never(two, "end_week", 4)) if each.head.startswith("All live"))
    assert live.worlds == ("0\u00a0%", "16\u00a0%")
    assert next(each for each in tables.all_outcomes(two) if each.head.startswith("Adoption")).worlds == ()


def test_one_name_for_several_numbers_says_of_which_weeks_each_is(two, blank_page):
    said = {row.head.partition(" (")[0]: row.when for row in tables.all_outcomes(two)}
    assert said["Buy-in"] == said["Commitment given"] == "mean over the programme's weeks"
    assert said["Own-roadmap value"] == "up to week 60"
    assert said["Adoption"] == "in week 60"
    assert said["Delivery cost"] == "at completion"
    assert "Own-roadmap value, a year" in dict(closely.parting(two))
    text = Reader(blank_page).text
    assert f"{TITLES[0]}, week 60" in text
    assert "which goes on after the last week of customers" in figures.DRAWINGS["organisation"].reading


def test_outcomes_on_a_scale_say_which(two):
    heads = [row.head for row in tables.all_outcomes(two, "en")]
    assert {"Continuity (0 to 1)", "Grade (0 to 2)"} <= set(heads)
    assert "Note (0 à 2)" in [row.head for row in tables.all_outcomes(two, "fr")]


def test_the_first_page_says_what_a_number_means():
    assert number_told("customers.lapse") == "chance that a bad use ends the adoption of one who trusts no more (lapse)"
    assert number_told("nowhere.known") == "known (nowhere)"


def test_everything_that_a_scenario_does_otherwise_is_listed_once():
    base = load("retailer/as-is")
    other = base.with_(
        levers={"sponsorship": 0.9, "reporting_line": "marketing"},
        traits={"patience": 0.75},
        changes=[{"week": 26, "levers": {"delegation": 0.7}}],
        off=["decisions"],
    )
    found = {change.what: (change.before, change.after) for change in changes(other, base)}
    assert found == {
        "Board sponsorship": (f"{base.levers.sponsorship:g}", "0.9"),
        "Reporting line": ("IT", "marketing"),
        "trait patience": (f"{base.company.traits.patience:g}", "0.75"),
        "from week 26: Delegation to the Factory": (f"{base.levers.delegation:g}", "0.7"),
        "decisions": ("on", "off"),
    }
    assert changes(base, base) == []


def test_a_dated_change_is_told_against_what_the_other_has_in_that_week():
    base = load("retailer/as-is")
    sooner, later = (base.with_(changes=[{"week": week, "levers": {"delegation": 0.7}}]) for week in (10, 26))
    first = f"{base.levers.delegation:g}"
    met = ("from week 26: Delegation to the Factory", "0.7", "0.7")
    assert changes(sooner, later) == [("from week 10: Delegation to the Factory", first, "0.7"), met]
    assert changes(base, later) == [("from week 26: Delegation to the Factory", "0.7", first)]


def test_a_lever_that_comes_back_to_the_baseline_s_is_told():
    found = {change.what: (change.before, change.after) for change in changes(load("retailer/sponsor-leaves"), load("retailer/as-is"))}
    assert found["from week 60: Board sponsorship"] == ("0", "0")
    assert found["Board sponsorship"][1] != "0"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "From week 26: Board sponsorship: a named sponsor gives 13 hours a week, seen every week (until then: nobody on the board is named)."),
        ("fr", "À partir de la semaine 26 : Parrainage au comité de direction : un sponsor désigné donne 13 heures par semaine et se montre chaque semaine "
         "(jusque-là : personne n'est désigné au comité de direction)."),
    ],
)  # fmt: skip
def test_a_decision_for_later_stands_on_the_first_page(lang, said):
    base = load("retailer/as-is").with_(levers={"sponsorship": 0.0})
    later = base.with_(title="Sponsor named late", changes=[{"week": 26, "levers": {"sponsorship": 1.0}}])
    comparison = Comparison.of([ensemble(base, 0.2, worlds=20, weeks=60), ensemble(later, 0.8, worlds=20, weeks=60)])
    assert answers(comparison, lang)[0].lines[-1].text.replace("\u00a0", " ") == said


def test_a_decision_that_ends_says_so_on_the_first_page():
    base = load("retailer/as-is").with_(levers={"sponsorship": 0.0})
    ends = base.with_(title="Sponsor leaves", levers={"sponsorship": 1.0}, changes=[{"week": 40, "levers": {"sponsorship": 0.0}}])
    comparison = Comparison.of([ensemble(base, 0.2, worlds=20, weeks=60), ensemble(ends, 0.8, worlds=20, weeks=60)])
    assert (
        answers(comparison)[0]
        .lines[-1]
        .text.endswith("; from week 40: Board sponsorship: nobody on the board is named (until then: a named sponsor gives 13 hours a week, seen every week).")
    )


def test_a_cell_of_the_table_of_settings_is_empty_where_nothing_differs():
    base = load("retailer/as-is")
    rows = settings([base, base.with_(levers={"sponsorship": 0.9}), base.with_(levers={"coercion": 0.8})])
    assert [(row.what, row.others) for row in rows] == [("Board sponsorship", ["0.9", ""]), ("Coercion", ["", "0.8"])]


@pytest.mark.parametrize(("others", "upright"), [(1, False), (12, True)])
def test_a_choice_is_set_upright_only_where_columns_are_many(others, upright):
    base = load("retailer/as-is")
    scenarios = [base, *(base.with_(title=title, levers={"reporting_line": "general management"}) for title in TITLES[:others])]
    text = page(Comparison.of([ensemble(each, worlds=5) for each in scenarios]), images=BLANK)
    assert ('<span class="upright">general management</span>' in text) == upright


def test_assumed_numbers_are_those_that_say_so():
    names = [name for name, _ in tables.assumed()]
    assert "traits.patience" in names
    assert "traits.sponsor_programmes" not in names  # pmi2014
    assert len(names) == len(set(names))


# -- figures


def test_a_journey_is_live_when_the_last_of_its_packages_is():
    base = load("retailer/as-is")
    one = ensemble(base, worlds=3)
    packages = pd.DataFrame(
        [("click", "web", "web", "build", 1.0), ("click", "store", "store", "build", 1.0), ("click", "web", "store", "connection", 1.0)],
        columns=one.packages.columns,
    )
    weeks = np.array([[10.0, 20.0, 30.0], [11.0, 21.0, -1.0], [12.0, -1.0, -1.0]])
    changed = type(one)(**{**vars(one), "packages": packages, "live_weeks": weeks})
    share, median = live(changed)
    assert share.loc["click"].to_dict() == pytest.approx({"web": 1.0, "store": 2 / 3, WHOLE: 1 / 3})
    assert median.loc["click"].to_dict() == {"web": 11.0, "store": 21.0, WHOLE: math.inf}


def test_teams_without_people_have_no_ties_to_draw():
    one = ensemble(load("retailer/as-is"), worlds=2)
    empty = one.teams.assign(fte=one.teams["fte"].where(one.teams["unit"] != "Digital Factory", 0.0))
    left = possible_ties(type(one)(**{**vars(one), "teams": empty}))
    factory = set(empty.loc[empty["fte"] == 0.0, "name"])
    assert len(left) == len(one.ties) - (one.ties["team"].isin(factory) | one.ties["other"].isin(factory)).sum() < len(one.ties)


def test_the_front_holds_whoever_nobody_beats_in_both():
    cost, gain = np.array([5.0, 3.0, 4.0, 3.0, 9.0, np.nan]), np.array([2.0, 1.0, 3.0, 0.5, 3.0, 9.0])
    assert efficient(cost, gain) == [1, 2]


@given(some.lists(some.floats(0, 1), min_size=1, max_size=30), some.floats(0.001, 0.03))
def test_labels_keep_their_order_and_their_distance_and_stay_inside(wanted, least):
    heights = spaced(np.array(wanted), least)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(heights[order]) >= least - 1e-12).all()
    assert heights.min() >= -1e-12
    assert heights.max() <= 1 + 1e-12


def test_labels_that_do_not_crowd_stay_where_they_belong():
    assert spaced(np.array([0.9, 0.1, 0.5]), 0.05) == pytest.approx([0.9, 0.1, 0.5])


@cache
def first(count: int) -> Comparison:
    return compared(TITLES[:count], worlds=10)


@pytest.mark.parametrize(("count", "lang"), [(2, "en"), (5, "fr"), (16, "en"), (16, "fr")])
def test_no_two_labels_of_a_figure_overlap_and_none_leaves_it(count, lang):
    comparison = first(count)
    for name in figures.drawings(comparison):
        figure = figures.drawn(comparison, name, lang)
        with style.applied():
            placed = _labels(figure)
        for place, (text, box) in enumerate(placed):
            assert box.x0 >= -1, (name, text)
            assert box.y0 >= -1, (name, text)
            assert box.x1 <= figure.bbox.width + 1, (name, text)
            assert box.y1 <= figure.bbox.height + 1, (name, text)
            for other, taken in placed[place + 1 :]:
                apart = box.x0 > taken.x1 - 1 or taken.x0 > box.x1 - 1 or box.y0 > taken.y1 - 1 or taken.y0 > box.y1 - 1
                assert apart, (name, text, other)


def _labels(figure):
    """Texts that are drawn, upright or along an axis, with their boxes in pixels."""
    figure.draw_without_rendering()
    unseen = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not axes.axison or not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    unseen |= {tick.label1, tick.label2}
    shown = [text for text in figure.findobj(Text) if text not in unseen and text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), Text.get_window_extent(text, figure.canvas.get_renderer())) for text in shown if text.get_rotation() in (0.0, 90.0)]
    return [(text, box) for text, box in boxes if box.width > 0]


def test_figures_are_large_enough_to_print_and_small_enough_to_send(two):
    for kinds in figures.images(two, kinds=("svg", "png")).values():
        assert kinds["png"].startswith(b"\x89PNG")
        assert len(kinds["svg"]) < 1e6


# -- the terminal


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_table_fits_the_terminal_with_a_row_for_every_scenario(sixteen, lang):
    text = comparison_table(sixteen, lang)
    assert max(len(line) for line in text.splitlines()) <= COLUMNS
    flat = " ".join(text.split())
    for name in TITLES[1:9]:
        assert name.split()[0] in flat
    best = sixteen.ranking("adoption")[0]
    units = scale_of("share", [0.3], lang)
    row = sixteen.differences.loc[(best, "adoption")]
    assert f"{gap(row['mean'], units, lang, unit=False)} ({interval(row['joint_low'], row['joint_high'], units, lang)})" in text


def test_where_nothing_differs_nothing_is_said_of_its_spread(two):
    index = pd.MultiIndex.from_product([two.names[1:], PRIMARY], names=["scenario", "outcome"])
    spread = pd.DataFrame({each: 1 / 3 for stream in STREAMS for each in (stream, f"{stream}_error")}, index=index)
    assert comparison_table(replace(two, split=spread)).count("Spread of ") == len(PRIMARY)
    spread.loc[(two.names[1], "adoption")] = math.nan
    assert comparison_table(replace(two, split=spread)).count("Spread of ") == len(PRIMARY) - 1
    assert "–\u00a0%" not in comparison_table(replace(two, split=spread))
    assert dict(closely.split_rows(replace(two, split=spread)))["Adoption"] == ["–"] * len(STREAMS)


def test_hostile_names_do_not_steer_the_terminal(hostile):
    text = comparison_table(hostile)
    assert [sign for sign in text if unicodedata.category(sign).startswith("C") and sign != "\n"] == []
    assert "[bold]rich[/bold]" in text


def test_the_csv_gives_back_every_difference(two):
    rows = {(row["scenario"], row["outcome"]): row for row in csv.DictReader(io.StringIO(comparison_csv(two)))}
    assert len(rows) == 2 * len(OUTCOMES)
    for (name, outcome), row in two.differences.iterrows():
        assert float(rows[(name, outcome)]["difference_mean"]) == row["mean"]
    assert rows[(two.names[0], "adoption")]["difference_mean"] == ""


def test_the_json_has_no_number_that_is_none():
    document = json.loads(comparison_json(compared(TITLES[:2], worlds=1)))
    assert document["scenarios"][1]["differences"]["adoption"]["low"] is None
    assert document["scenarios"][1]["differences"]["adoption"]["mean"] is not None
    assert [each["title"] for each in document["scenarios"]] == TITLES[:2]


def test_the_table_of_the_terminal_loads_no_figures():
    code = "import sys, simulation.report.text; print(sorted({'matplotlib', 'networkx', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stderr


# -- numbers and words


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "english", "french"),
    [
        (1234567.891, 1, False, "1,234,567.9", "1\u202f234\u202f567,9"),
        (-0.04, 1, True, "0.0", "0,0"),
        (-12.34, 1, True, "−12.3", "−12,3"),
        (12.34, 0, True, "+12", "+12"),
        (math.nan, 1, False, "–", "–"),
    ],
)
def test_numbers_are_written_as_each_language_does(value, decimals, signed, english, french):
    assert number(value, decimals, "en", signed=signed) == english
    assert number(value, decimals, "fr", signed=signed) == french


@pytest.mark.parametrize(
    ("difference", "direction", "colour"),
    [(1.0, "higher", style.ACCENT), (1.0, "lower", style.SECOND), (-1.0, "lower", style.ACCENT), (0.0, "higher", style.NEUTRAL), (0.0, "lower", style.NEUTRAL)],
)
def test_a_difference_of_nothing_is_drawn_neither_as_better_nor_as_worse(difference, direction, colour):
    assert style.judged(difference, direction) == colour


def test_of_many_scenarios_the_first_and_the_highest_have_colours():
    names = [f"s{place}" for place in range(9)]
    assert list(style.scenario_colours(names, names[::-1])) == ["s0", "s8", "s7", "s6", "s5"]
    assert list(style.scenario_colours(names[:3], names[2::-1])) == names[:3]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_tables_of_cost_have_one_unit_and_their_parts_sum_up(two, lang):
    *kinds, (_, total) = closely.cost_kinds(two, lang)
    shown = [[float(row[1][column].replace(",", ".")) for row in kinds] for column in (0, 1)]
    assert tables.money(two, lang).unit.replace("\u00a0", " ") == "M EUR"
    for column, parts in enumerate(shown):
        assert sum(parts) == pytest.approx(float(total[column].replace(",", ".")), abs=0.005 * (len(kinds) + 1))


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (45_300_000.0, "45.3 M EUR", "45,3 M EUR"),
        (4_321_000.0, "4.32 M EUR", "4,32 M EUR"),
        (954_300.0, "954 k EUR", "954 k EUR"),
        (-12.0, "−12 EUR", "−12 EUR"),
    ],
)
def test_money_is_in_millions_from_a_million_on_in_both_languages(value, english, french):
    assert amount(value, scale_of("EUR", [value])).replace("\u00a0", " ") == english
    assert amount(value, scale_of("EUR", [value], "fr"), "fr").replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [(0.001, "en", "+0.1 points"), (0.01, "en", "+1.0 point"), (0.001, "fr", "+0,1 point"), (-0.0199, "fr", "−2,0 points"), (0.0, "fr", "0,0 point")],
)
def test_points_are_counted_as_each_language_does(value, lang, said):
    assert gap(value, scale_of("share", [0.1], lang), lang).replace("\u00a0", " ") == said


def test_the_french_text_keeps_double_punctuation_and_units_with_their_words(sixteen):
    assert re.findall(r"[^\s] [:;?!%»]|« ", markdown(sixteen, "fr").split("## Comment refaire")[0].replace(" | ", "|").replace("| ---", "")) == []


@pytest.mark.parametrize(
    ("gaps", "said"), [([3e6], "+3.0"), ([4e5, -1e5], "+0.40"), ([3e4], "+0.030"), ([30.0], "0.000"), ([float("nan")], "\u2013"), ([], "")]
)
def test_small_differences_of_money_are_as_fine_as_they_need_be(gaps, said):
    """Two digits of the largest difference, beside levels of 80 M EUR with one decimal."""
    units = finer_for(scale_of("EUR", [8e7]), gaps)
    assert "".join(gap(value, units, unit=False) for value in gaps[:1]) == said
    assert amount(8e7, units) == "80.0\u00a0M\u00a0EUR"


def test_nothing_is_declared_or_given_by_a_directorate_of_which_nothing_is_asked():
    document = load("retailer/as-is").to_dict()
    document["directorates"].append({"name": "legal"})
    document["teams"].append({"name": "lawyers", "directorate": "legal", "speciality": "operations", "fte": 5.0, "channels": ["fax"]})
    document["channels"].append({"name": "fax", "owner": "legal", "sales_share": 0.0})
    base = scenario_of(document, "with lawyers")
    rows = dict(closely.promises(Comparison.of([ensemble(base, 0.2), ensemble(base.with_(title="More", levers={"sponsorship": 0.9}), 0.8)])))
    assert [unit for unit, cells in rows.items() if [cells[at] for at in (2, 3, 6, 7)] == [MISSING] * 4] == ["legal"]


def test_thresholds_say_no_more_digits_than_they_have():
    assert trimmed(0.01, scale_of("share", [0.3])) == "1\u00a0point"
    assert trimmed(2_500_000.0, scale_of("EUR", [6e7])) == "2.5\u00a0M\u00a0EUR"


@pytest.mark.parametrize(("share", "said"), [(0.0, "0"), (0.001, "<1"), (0.999, ">99"), (1.0, "100"), (0.475, "48")])
def test_a_share_of_worlds_is_none_or_all_only_when_it_is(share, said):
    assert percent(share) == f"{said}\u00a0%"


def test_every_text_of_the_reports_has_its_french_with_the_same_values():
    for text in _texts():
        assert text in FRENCH
    form = string.Formatter()
    for english, french in FRENCH.items():
        assert _values(form, english) == _values(form, french), english


def _values(form: string.Formatter, text: str) -> set[str]:
    """The values in braces of a text."""
    return {name for _, name, _, _ in form.parse(text) if name is not None}


def _texts() -> set[str]:
    """English texts that reports say: what `say` and the template's `t` are given, and the words that come from tables."""
    house = Path(tables.__file__).parent
    found = {*COSTS, *WORDS, *(text for drawing in figures.DRAWINGS.values() for text in drawing[:2])}
    found |= {option for options in CATEGORIES.values() for option in options}
    for path in house.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    template = (house / "templates" / "report.html").read_text(encoding="utf-8")
    return found | set(re.findall(r"""\bt\("([^"]+)\"""", template)) | set(re.findall(r"""\bt\('([^']+)'""", template))


def test_the_french_page_leaves_nothing_in_english(two):
    text = Reader(page(two, lang="fr", images=BLANK)).text
    names = [*two.baseline.units, "interoperability"]  # of the company's file, and of the code
    long = [english for english, french in FRENCH.items() if english != french and len(english) > 12 and "{" not in english and english not in names]
    assert [english for english in long if english in text] == []
    assert [name for name in declared_numbers() if number_label(name) in text] == []
    meanings = {name: number_meaning(name) for name in declared_numbers()}
    assert [name for name, english in meanings.items() if len(english) > 12 and english in text] == []


def test_another_language_is_an_error_that_names_those_there_are():
    with pytest.raises(ValueError, match="no language 'de'; there are en, fr"):
        say("better", "de")


def test_embedded_figures_are_those_that_are_drawn(sixteen, long_page):
    address = Reader(long_page).addresses[0]
    assert base64.b64decode(address.partition(",")[2]) == style.rendered(figures.drawn(sixteen, "adoption"), "svg")


# -- names from a file


def test_a_scenario_file_with_hostile_names_yields_an_inert_report(tmp_path):
    """A whole company whose every name is hostile, read from a file, run, and written: page, text, tables and figures."""
    from simulation.analysis.comparison import compare
    from simulation.beginnings import write_beginning
    from simulation.commands import Asked, compare_command

    folder = tmp_path / "hostile"
    write_beginning(folder)
    company = (folder / "company.toml").read_text(encoding="utf-8")
    for plain, hostile in (
        ("customer service", "<script>alert(1)</script>"), ("click and collect", "../../etc/passwd"), ("call centre", "🏬 {{ 7*7 }}"),
        ("loyalty everywhere", "<img src=x onerror=alert(1)>"), ("campaigns", "| `rm` | [a](javascript:x)"), ("My company", "<b>" + "x" * 10_000),
    ):  # fmt: skip
        company = company.replace(f'"{plain}"', f"'{hostile}'")
    (folder / "company.toml").write_text(company, encoding="utf-8")
    first = folder / "governance" / "0-as-is.toml"
    first.write_text(first.read_text(encoding="utf-8").replace('"As is"', "'</title><script>alert(2)</script>'"), encoding="utf-8")
    names = [str(each) for each in sorted((folder / "governance").glob("*.toml"))]
    counts = {"worlds": "4", "first_world": "0", "seed": "1", "weeks": "30", "customers": "50", "threads": None}
    compare_command(names, None, Asked([], [], counts, "en", json=False, csv=False, quiet=True, results=str(tmp_path / "out")))
    written = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    hostile, plain = Reader(written), Reader(page(compare(names[1:], worlds=4, weeks=30, customers=50), images=BLANK))
    assert hostile.tags <= plain.tags | {"img"}
    assert "script" not in hostile.tags
    assert hostile.attributes == plain.attributes
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "<script" not in text.replace("\\<", "")
    assert {path.name for path in tmp_path.iterdir()} == {"hostile", "out"}


def test_as_many_ties_are_drawn_as_are_open_in_a_world():
    """Each world has ties of its own: a mean share of 0.8 is no organisation in which all ties are open."""
    ties = pd.DataFrame({"share_open": [0.8, 0.79, 0.81, 0.8, 0.8]})
    assert usually_open(ties).tolist() == [True, False, True, True, True]
    assert not usually_open(ties.assign(share_open=0.09)).any()


def one_alone(**shifts: float) -> Comparison:
    """A baseline, and a strong governance whose net value is a good deal lower."""
    base = load("retailer/as-is")
    found = Comparison.of([ensemble(base, 0.5, own=0.05), ensemble(base.with_(title="one"), 1.0, own=0.05)])
    poor = found.ensembles[1]
    return Comparison.of([found.ensembles[0], replace(poor, outcomes=poor.outcomes.assign(**{name: poor.outcomes[name] + by for name, by in shifts.items()}))])


def test_a_governance_compared_alone_is_named_with_what_it_loses():
    comparison = one_alone(net_value=-1e8)
    text = in_short(comparison)
    row = comparison.differences.loc[(comparison.names[1], "net_value")]
    assert text.startswith("“one” is better than the baseline in adoption")
    assert row["verdict"] == "worse"
    assert f"Net value: {gap(row['mean'], scale(comparison, 'net_value'))} on average" in text
    assert "worse" in text


def test_the_cost_to_finish_stands_beside_what_had_been_spent():
    comparison = one_alone()
    outcomes = comparison.ensembles[1].outcomes.copy()
    outcomes["end_week"] = np.where(np.arange(len(outcomes)) % 4 == 0, np.nan, 100.0)
    comparison = Comparison.of([comparison.ensembles[0], replace(comparison.ensembles[1], outcomes=outcomes)])
    text, units = spent_text(comparison, comparison.names[1], "en"), scale(comparison, "delivery_cost")
    assert f"{percent(0.25)} of “one”" in text
    for name in comparison.names:
        last = comparison.ensembles[comparison.names.index(name)].series["spent"].groupby(level="world").last()
        assert amount(float(last.mean()), units) in text


@pytest.mark.parametrize(("lang", "said"), [("en", "One world says nothing of others"), ("fr", "Un seul monde ne dit rien des autres")])
def test_one_world_is_told_as_one(lang, said):
    from simulation import compare
    from simulation.report.text import _caption

    one = compare(["retailer/as-is", "retailer/full-package"], worlds=1, weeks=8, customers=20)
    assert said in _caption(one, lang).plain
    assert "1 worlds" not in _caption(one, lang).plain
