"""Experiment files: what they mean, and how bad ones are refused; the designs against what is known of them."""

import os
from pathlib import Path

import numpy as np
import pytest
from small_sweeps import FACTORIAL, write_experiment

import simulation
from simulation.checks import InputError
from simulation.sweep.experiment import load_experiment, names
from simulation.sweep.plan import Plan, size_problems

SAMPLED = """
[design]
kind = "{kind}"
points = {points}
[vary]
"levers.sponsorship" = {{ low = 0.2, high = 0.9 }}
"levers.review_interval" = {{ low = 2, high = 26 }}
"levers.structure" = {{ among = ["skill", "channel", "business universe"] }}
"levers.ambition" = 0.6
"""
LISTED = '[design]\nkind = "listed"\n'


def experiment(folder, tail, **heads):
    return load_experiment(write_experiment(folder, tail, **heads))


def problems(folder, tail, **heads):
    with pytest.raises(simulation.InputError) as caught:
        experiment(folder, tail, **heads)
    return caught.value.problems


# -- what designs mean


def test_a_factorial_expands_every_list(tmp_path):
    plan = Plan(experiment(tmp_path, FACTORIAL))
    assert plan.points == 6
    assert {(plan.point(each)["levers.sponsorship"], plan.point(each)["levers.structure"]) for each in range(6)} == {
        (level, structure) for level in (0.0, 0.5, 1.0) for structure in ("skill", "channel")
    }


def test_keys_with_and_without_quotes_mean_the_same(tmp_path):
    quoted = experiment(tmp_path, '[design]\nkind = "factorial"\n[vary]\n"levers.sponsorship" = [0, 1]\n')
    plain = experiment(tmp_path, '[design]\nkind = "factorial"\n[vary]\nlevers.sponsorship = [0, 1]\n')
    assert quoted.design == plain.design


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range(tmp_path):
    columns = experiment(tmp_path, SAMPLED.format(kind="latin-hypercube", points=30)).design.columns()
    for name, low, high in (("levers.sponsorship", 0.2, 0.9), ("levers.review_interval", 2, 26)):
        assert sorted(((columns[name] - low) / (high - low) * 30).astype(int)) == list(range(30))
    assert sorted(np.unique(columns["levers.structure"], return_counts=True)[1]) == [10, 10, 10]
    assert (columns["levers.ambition"] == 0.6).all()


def test_a_sample_depends_on_the_seed_alone(tmp_path):
    path = write_experiment(tmp_path, SAMPLED.format(kind="latin-hypercube", points=10))
    one, same, other = (Plan(load_experiment(path, seed=seed)).points_hash for seed in (1, 1, 2))
    assert one == same != other


def test_a_sobol_design_is_what_its_own_analysis_takes(tmp_path):
    sobol = pytest.importorskip("SALib.analyze.sobol")
    design = experiment(tmp_path, SAMPLED.format(kind="sobol", points=512)).design
    assert (design.block, design.rows) == (5, 512 * 5)
    columns = design.columns()
    first, second = columns["levers.sponsorship"], columns["levers.review_interval"]
    values = 2 * (first - 0.2) / 0.7 + (second - 2) / 24
    found = sobol.analyze(design.problem, values, calc_second_order=False, seed=1)
    assert found["S1"] == pytest.approx([0.8, 0.2, 0.0], abs=0.06)  # variances 4/12 and 1/12; 512 base samples
    assert found["ST"] == pytest.approx([0.8, 0.2, 0.0], abs=0.06)


def test_a_morris_design_moves_one_factor_at_a_time(tmp_path):
    pytest.importorskip("SALib.sample.morris")
    design = experiment(tmp_path, SAMPLED.format(kind="morris", points=5)).design
    assert (design.block, design.rows) == (4, 20)
    columns = [design.columns()[name] for name in design.sampled]
    for start in range(0, 20, 4):
        for row in range(start + 1, start + 4):
            assert sum(column[row] != column[row - 1] for column in columns) <= 1


def test_lists_beside_ranges_are_expanded_over_the_same_sample(tmp_path):
    design = experiment(tmp_path, SAMPLED.format(kind="latin-hypercube", points=8) + '"levers.delegation" = [0.1, 0.9]\n').design
    columns = design.columns()
    assert design.points == 16
    assert list(columns["levers.sponsorship"][:8]) == list(columns["levers.sponsorship"][8:])
    assert list(columns["levers.delegation"]) == [0.1] * 8 + [0.9] * 8


def test_listed_points_are_read_side_by_side(tmp_path):
    columns = experiment(
        tmp_path, LISTED + '[vary]\n"levers.sponsorship" = [0, 1, 1]\n"levers.delegation" = [1, 0, 1]\n"levers.scope" = 0.5\n'
    ).design.columns()
    assert list(columns["levers.sponsorship"]) == [0, 1, 1]
    assert list(columns["levers.delegation"]) == [1, 0, 1]
    assert list(columns["levers.scope"]) == [0.5] * 3


@pytest.mark.parametrize("text", ["levers.sponsorship,levers.structure\n0.5,skill\n1,channel\n", "levers.sponsorship;levers.structure\n0,5;skill\n1;channel\n"])
def test_points_may_be_a_csv_also_of_a_french_spreadsheet(tmp_path, text):
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    columns = experiment(tmp_path, LISTED + 'points = "points.csv"\n').design.columns()
    assert list(columns["levers.sponsorship"]) == [0.5, 1.0]
    assert list(columns["levers.structure"]) == ["skill", "channel"]


def test_a_paired_design_has_a_point_for_each_scenario(tmp_path):
    plan = Plan(
        experiment(
            tmp_path,
            '[design]\nkind = "paired"\n[uncertain]\n"traits.openness" = { low = 0, high = 1 }\n',
            scenarios='["retailer/as-is", "retailer/full-package"]',
        )
    )
    assert [plan.point(each) for each in range(plan.points)] == [{"scenario": "retailer/as-is"}, {"scenario": "retailer/full-package"}]


def test_a_population_gives_each_world_a_company_of_its_own(tmp_path):
    path = tmp_path / "population.toml"
    path.write_text(
        'population = "typical"\nscenarios = ["as-is", "sponsor-only"]\nworlds = 3\nweeks = 5\ncustomers = 50\n[design]\nkind = "paired"\n', encoding="utf-8"
    )
    runs = simulation.sweep(path, tmp_path / "out").runs
    assert (runs["status"] != "failed").all()
    assert runs[runs["point"] == 0]["own_value"].nunique() == 3
    alone = tmp_path / "alone.toml"
    alone.write_text(
        'population = "typical"\nworlds = 2\nweeks = 5\ncustomers = 50\n[design]\nkind = "factorial"\n[vary]\nlevers.sponsorship = [0, 1]\n', encoding="utf-8"
    )
    assert len(simulation.sweep(alone, tmp_path / "alone").runs) == 4


@pytest.mark.parametrize("name", names())
def test_every_experiment_that_ships_can_be_laid_out_and_is_told_of(name):
    found = load_experiment(name)
    assert found.title != name
    assert found.title_fr != found.title
    assert size_problems(found, yes=False) == []
    if found.design.kind not in ("sobol", "morris"):
        assert Plan(found).runs == found.design.points * found.worlds
    line = next(
        line for line in (Path(simulation.__file__).parent.parent / "experiments" / "README.md").read_text(encoding="utf-8").splitlines() if f"`{name}`" in line
    )
    assert f"{found.design.points * found.worlds:,}" in line


# -- what is refused


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("", "there is no design"),
        (FACTORIAL.replace("factorial", "fractorial"), "kind = 'fractorial' is none of its kinds; did you mean 'factorial'?"),
        (FACTORIAL.replace("levers.sponsorship", "levers.sponsorhip"), "no lever 'sponsorhip'; did you mean 'sponsorship'?"),
        (FACTORIAL.replace("levers.sponsorship", "traits.sponsorship"), "no trait 'sponsorship'; did you mean 'levers.sponsorship'?"),
        (FACTORIAL.replace("levers.sponsorship", "sponsorship"), "no lever or trait 'sponsorship'; did you mean 'levers.sponsorship'?"),
        (FACTORIAL.replace("[0.0, 0.5, 1.0]", "[]"), "vary.levers.sponsorship is an empty list"),
        (FACTORIAL.replace("[0.0, 0.5, 1.0]", "[0.0, 1.5]"), "vary.levers.sponsorship = 1.5 is outside 0 to 1"),
        (FACTORIAL.replace("[0.0, 0.5, 1.0]", "[0.5, 0.5]"), "0.5 is given twice"),
        (FACTORIAL.replace("[0.0, 0.5, 1.0]", '["high"]'), "vary.levers.sponsorship = 'high' is not a number"),
        (FACTORIAL.replace('["skill", "channel"]', '["skil"]'), "is none of its options; did you mean 'skill'?"),
        (FACTORIAL.replace("[0.0, 0.5, 1.0]", "{ low = 0.2, high = 0.9 }"), "a range is sampled, and nothing is sampled in a factorial design"),
        (FACTORIAL.replace("low = 0.2, high = 0.8", "low = 0.8, high = 0.2"), "uncertain.traits.legacy_debt: low = 0.8 is not below high = 0.2"),
        (FACTORIAL.replace("traits.legacy_debt", "levers.delegation"), "can be decided, so it is not uncertain"),
        (FACTORIAL.replace('"plausible"', '"fitted"'), 'allowed: coefficients = "plausible"'),
        (FACTORIAL.replace('kind = "factorial"', 'kind = "factorial"\npoints = 5'), "nothing is sampled in a factorial design"),
        (SAMPLED.format(kind="latin-hypercube", points='"many"'), "points = 'many' is not a whole number of points"),
        (SAMPLED.format(kind="latin-hypercube", points=1), "points = 1 is not a whole number of points from 2 on"),
        (SAMPLED.format(kind="sobol", points=100), "points = 100 is not a power of two"),
        (
            SAMPLED.format(kind="latin-hypercube", points=9).replace("low = 0.2, high = 0.9", "low = 0.9, high = 0.2"),
            "vary.levers.sponsorship: low = 0.9 is not below high = 0.2",
        ),
        (SAMPLED.format(kind="latin-hypercube", points=9).replace("low = 0.2, high", "low = -1, high"), "vary.levers.sponsorship: low = -1 is outside 0 to 1"),
        ('[design]\nkind = "latin-hypercube"\npoints = 9\n[vary]\n"levers.sponsorship" = [0, 1]\n', "samples ranges, and [vary] holds none"),
        ('[design]\nkind = "paired"\n', "compares at least two scenarios"),
        (LISTED + '[vary]\n"levers.sponsorship" = [0, 1]\n"levers.delegation" = [0, 0.5, 1]\n', "not equally long"),
        (LISTED + 'points = "nowhere.csv"\n', "points: there is no such file"),
        (FACTORIAL + "[weeks]\n", "Cannot overwrite"),
        (FACTORIAL + '[varry]\n"levers.scope" = 1\n', "no key or table 'varry'; did you mean 'vary'?"),
    ],
)
def test_a_bad_experiment_is_refused_in_words(tmp_path, tail, said):
    found = "\n".join(problems(tmp_path, tail))
    assert said in found or (said == "Cannot overwrite" and "this is not TOML" in found)
    assert "small.toml" in found or "nowhere.csv" in found


def test_all_problems_of_a_file_are_told_at_once_with_their_lines(tmp_path):
    found = problems(
        tmp_path,
        FACTORIAL.replace("levers.sponsorship", "levers.sponsorhip").replace('"channel"]', '"chanel"]').replace("high = 0.8", "high = 9"),
        series='["adaption"]',
    )
    text = "\n".join(found)
    for each in ("sponsorhip", "chanel", "high = 9", "adaption"):
        assert each in text
    assert all("line " in each for each in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levers.sponsorship\n", "there are no points"),
        ("levers.sponsorship,levers.scope\n0.5\n", "1 cells where the first line names 2 columns"),
        ("sponsorship\n0.5\n", "no lever or trait 'sponsorship'"),
        ("levers.sponsorship\nhigh\n", "levers.sponsorship = 'high' is not a number"),
        ("levers.sponsorship\n0.5\n1.5\n", "levers.sponsorship = 1.5 is outside 0 to 1"),
        ("levers.scope,levers.scope\n0.5,1\n", "column 'levers.scope' is given twice"),
        ("levers.sponsorship\n\n0.5\n\n1.5\n", "points.csv, line 5)"),
        ('levers.structure,levers.scope\n"skill\n",0.5\nskill,1.5\n', "points.csv, line 4)"),
        ("levers.sponsorship\n1_0e-2\n", "levers.sponsorship = '1_0e-2' is not a number"),
        ("sep=;\nlevers.sponsorship;levers.scope\n0,5;2\n", "points.csv, line 3)"),
    ],
)
def test_a_bad_csv_is_refused_with_its_line(tmp_path, text, said):
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    found = "\n".join(problems(tmp_path, LISTED + 'points = "points.csv"\n'))
    assert said in found
    assert "points.csv" in found


def test_a_spreadsheet_may_say_its_separator_first(tmp_path):
    (tmp_path / "points.csv").write_text("sep=;\nlevers.sponsorship;levers.scope\n0,5;0,25\n", encoding="utf-8")
    columns = experiment(tmp_path, LISTED + 'points = "points.csv"\n').design.columns()
    assert [columns[name].tolist() for name in ("levers.sponsorship", "levers.scope")] == [[0.5], [0.25]]


def test_points_that_are_no_text_are_refused_and_not_waited_for(tmp_path):
    (tmp_path / "latin.csv").write_bytes("levers.sponsorship\n0.5é\n".encode("latin-1"))
    os.mkfifo(tmp_path / "pipe.csv")
    assert "line 2); save the file as UTF-8" in problems(tmp_path, LISTED + 'points = "latin.csv"\n')[0]
    assert "no such file of text" in problems(tmp_path, LISTED + 'points = "pipe.csv"\n')[0]
    assert problems(tmp_path, LISTED + 'points = ""\n')[0].startswith("design: points is empty")


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ('[design]\nkind = "factorial"\n[vary]\n"levers.sponsorhip" = [0, 1]\n', "no lever 'sponsorhip'"),
        ('[design]\nkind = "latin-hypercube"\npoints = 4\n[vary]\n"levers.sponsorship" = { low = 0.9, high = 0.1 }\n', "low"),
        ('[design]\nkind = "latin-hypercube"\npoints = 4\n[vary]\n"levers.structure" = { among = ["skill", "skill"] }\n', "an option is given twice"),
    ],
)
def test_what_follows_from_a_problem_is_no_problem_of_its_own(tmp_path, tail, said):
    found = problems(tmp_path, tail)
    assert len(found) == 1
    assert said in found[0]


def test_a_change_after_the_horizon_is_refused_under_a_population_too(tmp_path):
    head = 'title = "Late"\npopulation = "typical"\nscenarios = ["as-is", "sponsor-leaves"]\nweeks = 30\n[design]\nkind = "paired"\n'
    (tmp_path / "late.toml").write_text(head, encoding="utf-8")
    with pytest.raises(InputError, match="a change in week 60 lies after the horizon of 30 weeks"):
        load_experiment(tmp_path / "late.toml")


def test_very_many_points_need_to_be_meant(tmp_path):
    levels = str([round(level / 30, 4) for level in range(30)])
    tail = '[design]\nkind = "factorial"\n[vary]\n' + "".join(
        f'"levers.{name}" = {levels}\n' for name in ("sponsorship", "scope", "ambition", "delegation", "coercion")
    )
    path = write_experiment(tmp_path, tail)
    with pytest.raises(simulation.InputError, match=r"24,300,000 points in 4 worlds are 97,200,000 runs; more than .* need --yes"):
        simulation.sweep(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_experiment_is_refused_with_the_nearest_name():
    with pytest.raises(simulation.InputError, match=r"no experiment 'three-lever'.*did you mean 'three-levers'"):
        load_experiment("three-lever")


@pytest.mark.parametrize("series", ["[[1]]", "[{ a = 1 }]"])
def test_a_weekly_series_that_is_no_text_is_one_problem_among_all(tmp_path, series):
    found = problems(tmp_path, FACTORIAL.replace("levers.sponsorship", "levers.sponsorhip"), series=series)
    assert len(found) == 2
    assert any("series: no weekly series" in each for each in found)


@pytest.mark.parametrize("path", ["a\\u0000b", "nowhere.csv"])
def test_points_that_cannot_be_read_are_one_problem(tmp_path, path):
    found = problems(tmp_path, LISTED + f'points = "{path}"\n')
    assert len(found) == 1
    assert found[0].startswith(("points cannot be read", "points: there is no such file"))


def test_a_number_of_points_with_thousands_of_digits_is_refused(tmp_path):
    found = problems(tmp_path, SAMPLED.format(kind="sobol", points="0x" + "f" * 5000))
    assert any("is more than 1,000,000,000" in each for each in found)


def test_points_that_memory_cannot_hold_are_refused_although_they_are_meant(tmp_path):
    levels = str([round(level / 100, 4) for level in range(100)])
    tail = '[design]\nkind = "factorial"\n[vary]\n' + "".join(
        f'"levers.{name}" = {levels}\n' for name in ("sponsorship", "scope", "ambition", "delegation", "coercion")
    )
    with pytest.raises(simulation.InputError, match=r"10,000,000,000 points take 3,840.0 GB of memory"):
        simulation.sweep(write_experiment(tmp_path, tail), tmp_path / "out", yes=True)
