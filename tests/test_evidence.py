"""The evidence: watched runs are the runs that everybody makes; measures tell a mechanism that works from one that is broken; the fit and the stored set."""

import json
from dataclasses import replace

import numpy as np
import pytest

from simulation import coefficients
from simulation.checks import InputError
from simulation.cli import status_of
from simulation.coefficients import declared_coefficients, drawn_coefficients, plausible
from simulation.draws import COEFFICIENTS, key_of
from simulation.evidence import claims, contingency, labels, population_page, process
from simulation.evidence.calibration import write_stored
from simulation.evidence.channels import channel_companies
from simulation.evidence.cohort import Arm, Lab, names_of_coefficients, reference_vector, study
from simulation.evidence.contingency import _explained_ratio
from simulation.evidence.emulate import emulate
from simulation.evidence.estimates import Estimate
from simulation.evidence.fit import Plan, fit, prior_vectors, targets
from simulation.evidence.labels import ranged_vectors
from simulation.evidence.ledger import numbers, read_ledger, top_assumptions
from simulation.evidence.vectors import read_vectors, vectors_of
from simulation.evidence.verdicts import MEASURES, Band, Figure, figures, judged
from simulation.evidence.watch import watched
from simulation.outcomes import ROW
from simulation.run import run_world
from simulation.sampling import load_population, sample_levers, sample_scenario
from simulation.week import STEPS
from simulation.world import fresh, plan_adoption, world_of


@pytest.fixture(scope="module")
def lab():
    """Sixteen companies with the reference coefficients."""
    return Lab(load_population("typical"), vectors=reference_vector(), effort=0.1, customers=200, worlds={})


# -- runs


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_watched_run_is_the_run_that_everybody_makes_bit_for_bit(number):
    scenario = sample_scenario(load_population("typical"), number, 1)
    world, target = world_of(scenario, 156, 300), plan_adoption(scenario.company, 156)
    mine, plain = watched(fresh(world, 1, number), 156, target), run_world(world, 1, number, 156, target)
    np.testing.assert_array_equal(mine.outcomes, plain.outcomes)
    np.testing.assert_array_equal(mine.world.accounts.series, plain.series)


def test_an_arm_that_changes_nothing_gives_the_same_run(lab):
    got = study(lab, range(4), {"plain": Arm(), "again": Arm(levers={}, traits={})}, lambda run: {"cost": float(run.outcomes[ROW["delivery_cost"]])})
    np.testing.assert_array_equal(got["plain"]["cost"], got["again"]["cost"])


def test_a_governance_that_differs_between_companies_is_each_companys_own(lab):
    levers = {0: {"sponsorship": 0.0}, 1: {"sponsorship": 0.9}}
    arms = {"each": Arm(governed=levers.__getitem__)} | {str(number): Arm(levers=given) for number, given in levers.items()}
    got = study(lab, range(2), arms, lambda run: {"cost": float(run.outcomes[ROW["delivery_cost"]])})
    assert [got["each"]["cost"][number, 0] for number in levers] == [got[str(number)]["cost"][number, 0] for number in levers]
    assert got["0"]["cost"][1, 0] != got["1"]["cost"][1, 0]


def test_what_companies_differ_in_has_no_part_in_means_against_the_line():
    luck = np.random.default_rng(1)
    rows, noise, companies = luck.normal(size=(60, 6, 8)), luck.normal(size=(60, 6, 3)), 100.0 * luck.normal(size=(60, 1, 3))
    by_means, by_line = rows[..., :3] + noise, rows[..., 3:6] + noise
    assert _explained_ratio(rows, by_means) > 2.0
    assert _explained_ratio(rows, by_line) < 0.5
    assert _explained_ratio(rows, by_means + companies) == pytest.approx(_explained_ratio(rows, by_means))
    for results in (by_means, by_line):  # shuffled, means and line explain alike, whichever of them did it
        lab = Lab(load_population("typical"), measured={"means_over_line": (rows, results)})
        value = contingency.means_over_line(lab)[0].value
        shuffled = contingency.means_over_line(lab, null=True)[0]
        assert abs(shuffled.value - 1.0) < 4.0 * shuffled.error < 0.5
        assert abs(np.log(value)) > 2.0 * abs(np.log(shuffled.value))


def test_lucks_of_a_company_differ_and_the_company_does_not(lab):
    def read(run):
        return {
            "cost": float(run.outcomes[ROW["delivery_cost"]]),
            "plan": float(run.world.programme.plan_cost[0]),
            "home": float(run.world.customers.home.sum()),
        }

    got = study(lab, range(2), {"plain": Arm()}, read, lucks=3)["plain"]
    assert len(set(got["cost"][0])) == 3
    assert len(set(got["plan"][0])) == len(set(got["home"][0])) == 1


# -- measures


def test_every_figure_has_a_measure_and_every_measure_a_figure():
    assert set(figures()) == set(MEASURES)
    assert all(figure.parts and figure.kind in ("process", "outcome", "claim") for figure in figures().values())


def test_debt_that_slows_nobody_is_measured_as_no_time_lost(lab):
    vector = reference_vector()
    vector[0, names_of_coefficients().index("delivery.drag")] = 0.0
    for estimate in process.debt_drag(lab.with_(vectors=vector)):
        assert abs(estimate.value) < 0.01


def test_debt_that_slows_costs_more_time_at_heavy_legacy(lab):
    median, heavy = process.debt_drag(lab)
    assert 0.1 < median.value < heavy.value < 0.6


def test_goals_that_weigh_nothing_change_no_promise(lab):
    for estimate in claims.shared_goals_break_silos(lab, null=True)[:2]:
        assert abs(estimate.value) < 1.0
    local, _, _ = claims.shared_goals_break_silos(lab)
    assert local.value > 1.0


def test_without_a_term_for_the_sponsor_both_arms_are_the_same(lab):
    without, _, with_one, _ = claims.sponsor_needed(lab, null=True)
    assert without.value == with_one.value


def test_the_curve_of_bass_is_found_again(lab):
    p, q, _, _ = process.bass(replace(lab, effort=0.3))
    assert abs(p.value - 1.0) < 4 * p.error + 0.02
    assert abs(q.value - 1.0) < 4 * q.error + 0.02


def test_promises_across_units_are_missed_more_often_than_within(lab):
    (estimate,) = process.promises_ratio(lab)
    assert estimate.value > 1.0


def test_a_threat_that_nobody_exaggerates_and_no_rumour_is_no_larger_than_the_loss(lab):
    vector = reference_vector()
    for name, value in (("buy_in.exaggeration", 1.0), ("buy_in.rumour", 0.0)):
        vector[0, names_of_coefficients().index(name)] = value
    (plain,), (sober,) = process.perceived_threat(lab), process.perceived_threat(lab.with_(vectors=vector))
    assert sober.value < 0.5 < plain.value


# -- verdicts


@pytest.mark.parametrize(
    ("value", "error", "band", "verdict"),
    [
        (0.25, 0.001, (0.2, 0.3), "met"),
        (0.25, 0.02, (0.2, 0.3), "unsure"),
        (0.31, 0.001, (0.2, 0.3), "missed"),
        (1.5, 0.1, (1.0, float("inf")), "met"),
        (1.1, 0.1, (1.0, float("inf")), "unsure"),
        (0.9, 0.1, (1.0, float("inf")), "missed"),
        (float("nan"), 0.1, (1.0, float("inf")), "missed"),
    ],
)
def test_a_band_is_met_only_by_what_is_inside_and_precise(value, error, band, verdict):
    figure = Figure("id", "process", "", "", "", (Band("part", *band),))
    assert judged(figure, [Estimate("part", value, error)])[0].verdict == verdict


# -- vectors


def test_vectors_of_the_ranges_lie_inside_them():
    known = declared_coefficients()
    for vectors in (prior_vectors(64, 1), ranged_vectors(8, 1)):
        assert (vectors >= known.low - 1e-12).all()
        assert (vectors <= known.high + 1e-12).all()
        assert (vectors.std(axis=0)[known.high > known.low] > 0).all()


@pytest.mark.parametrize(
    ("held", "fails", "near", "written", "label"),
    [
        (0.9, False, 1.0, "", "built in"), (0.9, True, 1.0, "", "emergent"), (0.9, False, 1.0, "release.api_cap", "built in"),
        (0.9, True, 1.0, "release.api_cap", "calibrated"), (0.4, True, 0.9, "", "calibrated"), (0.4, True, 0.3, "", ""),
    ],
)  # fmt: skip
def test_a_label_tells_what_is_written_what_was_fitted_and_what_came_of_itself(held, fails, near, written, label):
    assert labels._label(held, fails, near, written) == label


def test_the_corner_is_where_the_slopes_over_the_drawn_vectors_point(monkeypatch):
    known, seen = declared_coefficients(), []
    monkeypatch.setattr(labels, "_outside", lambda lab, name: seen.append(lab.vectors[0]) or 3.0)
    vectors = ranged_vectors(20, 1)
    column = names_of_coefficients().index("release.api_cap")
    away = vectors[:, column].copy()  # the larger this coefficient, the further outside
    assert labels._at_corners(load_population("typical"), 1, "not_by_channel", vectors, away) == 3.0
    (corner,) = seen  # which refutes, so no other is looked at
    assert corner[column] == known.high[column]
    assert (np.isclose(corner, known.low) | np.isclose(corner, known.high)).all()


def test_where_a_corner_does_not_refute_others_are_guessed_from_each_half_of_the_vectors(monkeypatch):
    seen, outside = [], iter([-1.0, 1.5, 0.5])
    monkeypatch.setattr(labels, "_outside", lambda lab, name: seen.append(lab.vectors[0]) or next(outside))
    vectors = ranged_vectors(20, 1)
    away = vectors[:, names_of_coefficients().index("release.api_cap")].copy()
    assert labels._at_corners(load_population("typical"), 1, "not_by_channel", vectors, away) == 1.5
    assert len(np.unique(seen, axis=0)) == 3


def test_what_a_figure_is_written_in_is_a_rule_of_the_model():
    names = set(names_of_coefficients()) | {f"{step}.{rule}" for step, module in STEPS.items() for rule in vars(module)}
    written = {name: figure.written.split(", ") for name, figure in figures().items() if figure.written}
    assert {each for rules in written.values() for each in rules} - names == {"the hazard of customers.py"}


def test_a_company_with_more_channels_has_more_people():
    scenario = sample_scenario(load_population("typical"), 3, 1)
    people = [sum(each.fte for each in alter(scenario).company.teams) for alter in channel_companies((2, 3, 5)).values()]
    days = [sum(each.days for each in alter(scenario).company.journeys) for alter in channel_companies((2, 3, 5)).values()]
    assert people[1] / people[0] == pytest.approx(days[1] / days[0])
    assert people[2] / people[1] == pytest.approx(days[2] / days[1])


def test_a_file_of_vectors_sets_what_it_names_and_leaves_the_rest(tmp_path):
    path = tmp_path / "some.csv"
    path.write_text("delivery.drag\n0.5\n0.7\n")
    vectors = read_vectors(path)
    column = names_of_coefficients().index("delivery.drag")
    assert vectors[:, column].tolist() == [0.5, 0.7]
    np.testing.assert_array_equal(np.delete(vectors, column, axis=1)[0], np.delete(reference_vector()[0], column))


def test_all_that_is_wrong_with_a_file_of_vectors_is_said_at_once(tmp_path):
    path = tmp_path / "some.csv"
    path.write_text("delivery.drug,delivery.tired\n0.5,many\n")
    with pytest.raises(InputError) as caught:
        read_vectors(path)
    assert any("did you mean 'delivery.drag'" in problem for problem in caught.value.problems)
    assert any("delivery.tired is not a finite number" in problem for problem in caught.value.problems)
    with pytest.raises(InputError, match="nor a file"):
        vectors_of("nowhere.csv")


def test_an_emulator_finds_what_moves_a_target_and_says_how_wrong_it_is():
    vectors = prior_vectors(256, 3)
    luck = np.random.default_rng(1)
    drag = (vectors[:, 5] - vectors[:, 5].mean()) / vectors[:, 5].std()
    emulator = emulate(vectors, 2.0 + drag + 0.1 * luck.normal(size=len(vectors)))
    assert emulator.explained > 0.9
    assert np.corrcoef(emulator.predict(vectors), drag)[0, 1] > 0.97


# -- the fit


TINY = Plan(first=12, wave=4, waves=1, wanted=6, companies=8)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A fit far too small to mean anything, and its folder."""
    folder = tmp_path_factory.mktemp("fit")
    return fit(load_population("typical"), TINY, folder, lambda text: None), folder


@pytest.mark.study
def test_a_fit_that_was_stopped_goes_on_to_the_same_end(finished, tmp_path):
    whole, folder = finished
    lines = (folder / "measured.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "plan.json").write_text((folder / "plan.json").read_text())
    (tmp_path / "measured.jsonl").write_text("".join(lines[:13]) + lines[13][:40])
    again = fit(load_population("typical"), TINY, tmp_path, lambda text: None)
    np.testing.assert_array_equal(again.kept, whole.kept)
    assert (tmp_path / "measured.jsonl").read_text() == (folder / "measured.jsonl").read_text()


@pytest.mark.study
def test_a_fit_does_not_go_on_with_what_another_plan_measured(finished):
    _, folder = finished
    with pytest.raises(ValueError, match="another plan"):
        fit(load_population("typical"), replace(TINY, seed=2), folder, lambda text: None)


def test_outcomes_and_claims_are_no_targets_of_the_fit():
    assert {figures()[target.pattern].kind for target in targets()} == {"process"}


# -- the stored set


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A made-up set of five vectors, stored where the package looks for it."""
    vectors = prior_vectors(5, 9)
    notes = {"declarations": coefficients.declarations_hash(), "model": "", "made": "", "seed": 1, "measured": 5, "kept": 5}
    write_stored(vectors, {**notes, "reference": reference_vector()[0].tolist()}, tmp_path)
    monkeypatch.setattr(coefficients, "plausible", lambda: plausible(tmp_path / "plausible.csv"))
    return vectors


def test_world_k_draws_a_whole_vector_of_the_stored_set_by_its_key(stored):
    drawn = np.array([drawn_coefficients(key_of(1, COEFFICIENTS, world)).view("f8") for world in range(60)])
    rounded = np.array([[float(f"{value:.5g}") for value in row] for row in stored])
    places = [int(np.flatnonzero(np.isclose(rounded, row, rtol=1e-9).all(axis=1))[0]) for row in drawn]
    assert set(places) == set(range(5))
    np.testing.assert_array_equal(drawn[7], drawn_coefficients(key_of(1, COEFFICIENTS, 7)).view("f8"))


def test_declared_ranges_remain_available_beside_the_stored_set(stored):
    key = key_of(1, COEFFICIENTS, 3)
    assert not np.array_equal(drawn_coefficients(key).view("f8"), drawn_coefficients(key, from_ranges=True).view("f8"))


def test_a_set_fitted_under_other_declarations_is_not_used(stored, tmp_path):
    path = tmp_path / "plausible.csv"
    path.write_text(path.read_text().replace(coefficients.declarations_hash(), "0" * 16))
    plausible.cache_clear()
    assert plausible(path) is None


def test_the_stored_set_belongs_to_the_present_declarations():
    """When this fails, declarations of coefficients have changed: run `omnigov calibrate --store` (some minutes); until then ranges are drawn from."""
    if coefficients.PLAUSIBLE.is_file():
        found = plausible()
        assert found is not None, "the stored set is stale: run `omnigov calibrate --store`"
        known = declared_coefficients()
        assert len(found.vectors) >= 500
        assert (found.vectors >= known.low).all()
        assert (found.vectors <= known.high).all()


# -- the population


def test_every_choice_of_the_typical_population_has_its_reason():
    reasons = population_page.document()["sources"]
    assert set(reasons) - {"sectors"} == set(population_page.chosen())
    assert all(reasons.values())


def test_thousands_of_distinct_companies_are_drawn_by_key():
    population = load_population("typical")
    numbers_of = [sample_levers(population, number, 1).model_dump_json() for number in range(2000)]
    assert len(set(numbers_of)) == 2000
    assert sample_levers(population, 77, 1).model_dump_json() == numbers_of[77]


# -- the ledger


def test_a_ledger_that_is_stored_knows_the_numbers_that_are_declared():
    """When this fails, declarations have changed: make the ledger anew (python -m simulation.evidence ledger)."""
    rows = read_ledger()
    assert {each.name for each in rows} in (set(), {each["name"] for each in numbers()})
    assert [each.source for each in top_assumptions(3)] in ([], ["assumed"] * 3)


def test_the_ledger_knows_every_coefficient():
    assert [each["name"] for each in numbers() if each["family"] == "coefficient"] == names_of_coefficients()


# -- the command


def test_validate_answers_in_json_for_one_pattern(capsys):
    assert status_of(["validate", "--quick", "--only", "perceived_threat", "--coefficients", "reference", "--json", "--quiet"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {"id", "kind", "value", "low", "high", "error", "met", "label"} <= row.keys()
    assert (row["id"], row["kind"]) == ("perceived_threat", "process")


def test_validate_says_all_that_is_wrong_at_once(capsys):
    assert status_of(["validate", "--only", "debt_drug", "--population", "nowhere", "--coefficients", "none.csv", "--lang", "de"]) == 2
    said = capsys.readouterr().err
    for words in ("did you mean 'debt_drag'", "no population 'nowhere'", "none.csv", "lang"):
        assert words in said
