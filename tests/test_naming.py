"""What traits, coefficients and units are called: every declared one has its French, and there is no French for what is not declared."""

import re
from collections import Counter

from simulation.describe import entries
from simulation.report.brief_words import factor_of
from simulation.report.french_people import PEOPLE_FR
from simulation.report.french_traits import TRAITS_FR, UNITS_FR
from simulation.report.french_work import WORK_FR
from simulation.report.naming import NUMBERS_FR, declared_numbers, factor_name, number_label, number_meaning
from simulation.report.style import wrapped
from simulation.report.tables import assumed_rows

WORDINGS = [(name, text) for name, both in NUMBERS_FR.items() for text in both]


def test_every_declared_trait_and_coefficient_has_its_french():
    assert sorted(declared_numbers().keys() - NUMBERS_FR.keys()) == []


def test_no_french_is_for_a_name_that_does_not_exist():
    assert sorted(NUMBERS_FR.keys() - declared_numbers().keys()) == []


def test_every_unit_has_its_french_and_no_french_is_for_a_unit_that_does_not_exist():
    others = {str(each.facts["unit"]) for each in entries() if "unit" in each.facts}  # of levers, outcomes and series too
    assert {each.unit for each in declared_numbers().values()} <= UNITS_FR.keys() <= {each.unit for each in declared_numbers().values()} | others


def test_no_name_is_worded_in_two_files():
    assert len(NUMBERS_FR) == len(PEOPLE_FR) + len(WORK_FR) + len(TRAITS_FR)


def test_two_numbers_are_never_called_the_same():
    called = Counter(name for name, _ in NUMBERS_FR.values())
    assert [name for name, count in called.items() if count > 1] == []


def test_every_name_fits_beside_a_mark_in_a_figure():
    assert [name for name, _ in NUMBERS_FR.values() if wrapped(name, 22).endswith("…")] == []


def test_a_wording_is_not_the_english_one():
    known = declared_numbers()
    same = [name for name, text in WORDINGS if text == known[name].meaning]
    assert same == ["buy_in.tired"]  # fatigue is the same word


def test_wordings_are_typed_as_the_other_french_texts_are():
    odd = [text for _, text in WORDINGS if re.search(r"[’\"]|  |\.$|\S[;:?!»]|[;:?!«]\S|^\s|\s$|\d\.\d", text)]
    assert odd == []


def test_a_number_is_named_and_explained_in_both_languages():
    assert number_label("commitment.inertia") == "inertia (commitment)"
    assert number_label("commitment.inertia", "fr") == "rythme de la capacité donnée (engagement)"
    assert number_meaning("traits.legacy_debt", "fr") == "dette technique des systèmes, 0,5 étant la médiane du secteur"


def test_a_brief_names_what_an_analysis_varies_in_both_languages():
    assert factor_name("coefficients.commitment.goals") == "commitment: goals"
    assert factor_of("coefficients.commitment.goals", "fr") == "règle «\u00a0attrait des objectifs propres\u00a0»"
    assert factor_of("traits.digital_maturity", "fr") == "caractéristique «\u00a0maturité numérique\u00a0»"


def test_the_register_of_assumed_numbers_is_in_french_beside_the_name_to_write_in_a_file():
    row = next(each for each in assumed_rows("fr") if each.name == "allocation.within")
    assert (row.called, row.unit, row.meaning) == ("service rendu à sa propre unité", "logit", "propension à servir un travail de sa propre unité")


def test_a_number_of_another_model_keeps_its_own_name():
    assert number_label("commitment.long_gone", "fr") == "long gone (engagement)"
    assert number_meaning("commitment.long_gone", "fr") == ""


def test_a_name_too_long_for_its_line_keeps_its_end():
    names = [f"Digital Factory rattachée à la Direction {name}" for name in ("Distribution", "Générale", "Marketing")]
    assert [wrapped(name, 42, lines=1) for name in names] == [
        "Digital Factory ratt…irection Distribution",
        "Digital Factory ratt…la Direction Générale",
        "Digital Factory ratt…a Direction Marketing",
    ]
    assert len(wrapped("x" * 50_000, 42, lines=1)) == 42
