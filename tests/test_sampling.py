"""Populations: a company depends on its key and on nothing else, and many of them are distributed as the file says."""

import hashlib
import math
import os
import subprocess
import sys

import numpy as np
import pytest

from simulation import library
from simulation.checks import InputError
from simulation.company import plan_of
from simulation.distributions import shares_of, spread_of, value_at
from simulation.layers import Layer
from simulation.sampling import load_population, population_of, sample_company, sample_levers, sample_scenario

SEED = 1
WORLDS = range(400)


@pytest.fixture(scope="module")
def typical():
    return load_population("typical")


@pytest.fixture(scope="module")
def companies(typical):
    return [sample_company(typical, world, SEED) for world in WORLDS]


@pytest.fixture(scope="module")
def governances(typical):
    return [sample_levers(typical, world, SEED) for world in range(2000)]


def population(**document):
    return population_of(Layer("mine.toml", document), "mine")


# -- whose luck is this?


def test_a_company_is_the_same_alone_or_among_many(typical, companies):
    assert sample_company(load_population("typical"), 7, SEED) == companies[7]
    assert sample_levers(typical, 7, SEED) == sample_levers(load_population("typical"), 7, SEED)


def test_another_world_or_another_seed_is_another_company(typical, companies):
    assert len({company.model_dump_json() for company in companies}) == len(companies)
    assert sample_company(typical, 7, SEED + 1) != companies[7]


def test_a_distribution_that_is_added_leaves_every_other_draw_where_it_was():
    before = population(traits={"openness": {"mean": 0.5, "sd": 0.2}}, levers={"scope": {"low": 0, "high": 1}})
    after = population(
        traits={"patience": {"low": 0, "high": 1}, "openness": {"mean": 0.5, "sd": 0.2}},
        levers={"ambition": {"low": 0, "high": 1}, "scope": {"low": 0, "high": 1}},
    )
    for world in range(20):
        one, other = sample_company(before, world, SEED), sample_company(after, world, SEED)
        assert one.traits.patience == 0.5 != other.traits.patience
        assert one == other.model_copy(update={"traits": other.traits.model_copy(update={"patience": 0.5})})
        assert sample_levers(before, world, SEED).scope == sample_levers(after, world, SEED).scope


def test_words_that_widen_a_distribution_keep_the_rank_of_each_company():
    narrow = population(traits={"legacy_debt": {"median": 0.5, "sigma": 0.2}})
    wide = population(traits={"legacy_debt": {"median": 0.5, "sigma": 0.8}})
    debts = [[sample_company(each, world, SEED).traits.legacy_debt for world in range(40)] for each in (narrow, wide)]
    assert list(np.argsort(debts[0])) == list(np.argsort(debts[1]))
    assert np.std(debts[1]) > 2 * np.std(debts[0])


def test_plain_python_draws_the_same_companies_as_machine_code(companies):
    script = (
        "from simulation.sampling import load_population, sample_company; import hashlib; typical = load_population('typical');"
        "print(hashlib.blake2b(''.join(sample_company(typical, world, 1).model_dump_json() for world in range(5)).encode()).hexdigest())"
    )
    plain = subprocess.run([sys.executable, "-c", script], env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True)
    here = hashlib.blake2b("".join(company.model_dump_json() for company in companies[:5]).encode()).hexdigest()
    assert plain.stdout.strip() == here


# -- are they plausible companies?


def test_a_sampled_company_stands_the_checks_of_a_file(typical):
    for world in range(60):
        scenario = sample_scenario(typical, world, SEED)
        assert scenario.company == sample_company(typical, world, SEED)
        assert scenario.levers == sample_levers(typical, world, SEED)


def test_counts_stay_within_what_the_model_is_made_for(companies):
    for company in companies:
        assert 5 <= len(company.directorates) <= 12
        assert 20 <= len(company.teams) <= 200
        assert 3 <= len(company.channels) <= 10
        assert 8 <= len(company.journeys) <= 30
        assert {each.line for each in company.directorates} == {"general management", "marketing", "distribution", "IT", "other"}


def test_teams_of_one_company_differ_in_size(companies):
    for company in companies:
        sizes = [team.fte for team in company.teams]
        assert np.std(sizes) > 0.15 * np.mean(sizes)


def test_the_plan_of_record_takes_the_share_and_the_weeks_of_the_population(companies):
    """Where a team is asked for more than plan_of allows, its share is cut: a company's mean may then lie below."""
    shares = []
    for company in companies[:100]:
        plan = plan_of(company)
        people = np.array([team.fte for team in plan.teams])
        shares.append(plan.asked @ people / people.sum() / (1 + company.traits.plan_slack))
        assert 35 <= plan.weeks <= 110
    assert min(shares) > 0.08
    assert max(shares) < 0.3 + 1e-9
    assert 0.15 < np.mean(shares) <= 0.2 + 4 * 0.035 / 10


def test_every_channel_of_a_company_has_its_share_of_visits(companies):
    for company in companies:
        assert sum(each.sales_share for each in company.channels) == pytest.approx(1)
        assert min(each.sales_share for each in company.channels) > 0


def test_sales_and_value_stand_in_the_proportion_of_the_population(companies):
    for company in companies:
        traits = company.traits
        sales = traits.customers_represented * traits.visits_per_week * 52 * traits.basket
        assert 0.01 <= sum(each.value for each in company.journeys) / sales <= 0.08 + 1e-9


# -- are many of them distributed as the file says?


def test_legacy_debt_is_spread_as_declared(typical, companies):
    retail = [company.traits.legacy_debt for company in companies if company.sector == "retail"]
    spread = typical.sectors["retail"].spreads["traits"]["legacy_debt"]
    below = np.mean([debt < value_at(spread, 0.5) for debt in retail])
    assert below == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(len(retail)))
    assert np.std(np.log(retail)) > 0.45


def test_reporting_lines_come_in_their_published_shares(governances):
    for line, share in (("general management", 0.46), ("IT", 0.21)):
        found = np.mean([levers.reporting_line == line for levers in governances])
        assert found == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / len(governances)))


def test_a_good_third_of_programmes_has_no_sponsor(governances):
    without = np.mean([levers.sponsorship == 0 for levers in governances])
    assert without == pytest.approx(0.36, abs=4 * math.sqrt(0.36 * 0.64 / len(governances)))


def test_typical_governance_runs_from_low_to_middle(governances):
    for lever in ("delegation", "role_clarity", "shared_okrs", "shared_kpis", "indicator_quality", "change_management", "common_method"):
        values = [getattr(levers, lever) for levers in governances]
        assert 0.2 < np.mean(values) < 0.45
        assert np.quantile(values, 0.95) < 0.8


def test_levers_are_drawn_apart_from_each_other(governances):
    table = np.array([[levers.delegation, levers.role_clarity, levers.shared_okrs, levers.silo_level, levers.scope] for levers in governances])
    apart = np.abs(np.corrcoef(table.T) - np.eye(5)).max()
    assert apart < 4 / math.sqrt(len(governances))


# -- distributions in plain words


@pytest.mark.parametrize(
    ("words", "chance", "value"),
    [
        (0.3, 0.9, 0.3),
        ({"low": 2, "high": 4}, 0.25, 2.5),
        ({"mean": 5, "sd": 1}, 0.5, 5.0),
        ({"mean": 5, "sd": 1}, 0.8413447460685429, 6.0),
        ({"median": 2, "sigma": 0.5}, 0.5, 2.0),
        ({"median": 2, "sigma": 0.5}, 0.8413447460685429, 2 * math.exp(0.5)),
        ({"absent": 0.4, "low": 2, "high": 4}, 0.39, 0.0),
        ({"absent": 0.4, "low": 2, "high": 4}, 0.7, 3.0),
        ({"mean": 0, "sd": 1, "low": 0, "high": 100}, 0.5, 0.6744897501960817),
    ],
)
def test_words_mean_their_distribution(words, chance, value):
    spread, problems = spread_of(words, 0, 1000)
    assert problems == []
    assert value_at(spread, chance) == pytest.approx(value, rel=1e-4)


def test_a_cut_piles_nothing_up_at_its_ends():
    spread, _ = spread_of({"median": 0.5, "sigma": 1.5, "low": 0.3, "high": 0.8}, 0, 1.5)
    values = [value_at(spread, (place + 0.5) / 1000) for place in range(1000)]
    assert min(values) > 0.3
    assert max(values) < 0.8
    assert len(set(values)) == 1000


def test_shares_are_reached_in_any_order_of_the_file():
    one, _ = shares_of({"IT": 0.25, "none": 0.75}, ("none", "IT"))
    other, _ = shares_of({"none": 0.75, "IT": 0.25}, ("none", "IT"))
    chances = [(place + 0.5) / 100 for place in range(100)]
    assert [value_at(one, each) for each in chances] == [value_at(other, each) for each in chances]
    assert [value_at(one, each) for each in chances].count("IT") == 25


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"trait": {}}, ["no key or table 'trait'", "did you mean 'traits'?"]),
        ({"traits": {"opennes": 0.5}}, ["no number 'opennes' in traits", "did you mean 'openness'?"]),
        ({"levers": {"scop": 0.5}}, ["no number 'scop' in levers", "did you mean 'scope'?"]),
        ({"company": {"team": 40}}, ["no number 'team' in company", "did you mean 'teams'?"]),
        ({"traits": {"openness": 1.7}}, ["traits.openness = 1.7 is outside 0 to 1"]),
        ({"traits": {"openness": True}}, ["traits.openness = true is not a distribution", "{ mean, sd }"]),
        ({"traits": {"openness": float("nan")}}, ["traits.openness = nan is not a distribution"]),
        ({"traits": {"openness": {"mean": 0.5}}}, ["traits.openness gives mean; allowed"]),
        ({"traits": {"openness": {"mean": 0.5, "sd": 0.1, "hihg": 0.6}}}, ["traits.openness has no word 'hihg'", "did you mean 'high'?"]),
        ({"traits": {"openness": {"mean": 0.5, "sd": "wide"}}}, ["traits.openness sd = 'wide' is not a number"]),
        ({"traits": {"openness": {"mean": 0.5, "sd": 0}}}, ["traits.openness sd = 0 is not above 0"]),
        ({"traits": {"openness": {"low": 0.8, "high": 0.2}}}, ["traits.openness low = 0.8 is not below high = 0.2"]),
        ({"traits": {"openness": {"low": 0.8, "high": 1.2}}}, ["traits.openness high = 1.2 is outside 0 to 1"]),
        ({"traits": {"openness": {"mean": 90, "sd": 0.1}}}, ["traits.openness mean = 90 lies so far from 0 to 1 that nothing is left"]),
        ({"traits": {"norm": {"absent": 0.5, "low": 1, "high": 2}}}, ["traits.norm absent means 0, which is outside 1 to 2.5"]),
        ({"traits": {"journey_weeks": 30}}, ["journey_weeks follows from company.plan_weeks"]),
        ({"traits": {"build_systems": 0.9}}, ["build_experience + build_systems can reach 1.3, more than the whole"]),
        ({"levers": {"structure": {"skil": 1}}}, ["levers.structure has no option 'skil'", "did you mean 'skill'?"]),
        ({"levers": {"structure": {"skill": 0.5}}}, ["levers.structure has shares that sum to 0.5, not to 1"]),
        ({"levers": {"structure": 0.5}}, ["levers.structure = 0.5 is not a table of shares", "business universe"]),
        ({"levers": 3}, ["levers must be a table of distributions"]),
        ({"sectors": {}}, ["sectors must hold a table for each sector"]),
        ({"sectors": {"bank": {"share": 0.7}}}, ["sectors: share has shares that sum to 0.7"]),
        ({"sectors": {"bank": {"share": 1, "outlets": "branch"}}}, ["sectors.bank: no key 'outlets'", "did you mean 'outlet'?"]),
        ({"sectors": {"bank": {"share": 1, "outlet": "web"}}}, ["sectors.bank.outlet = 'web' is not a name of its own"]),
        ({"sectors": {"bank": {"share": 1, "traits": {"patience": -1}}}}, ["sectors.bank.traits.patience = -1 is outside 0 to 1"]),
    ],
)
def test_a_population_that_cannot_be_is_refused_in_words(document, words):
    with pytest.raises(InputError) as refusal:
        population(**document)
    for each in words:
        assert each in str(refusal.value)


def test_all_problems_of_a_population_file_come_at_once_with_their_lines(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[traits]\nopenness = 2\n\n[levers]\nscope = { mean = 0.5 }\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_population(file)
    assert len(refusal.value.problems) == 2
    assert "line 2" in refusal.value.problems[0]
    assert "line 5" in refusal.value.problems[1]


def test_an_unknown_population_is_named_with_the_nearest():
    with pytest.raises(InputError, match=r"no population 'typicl'.*did you mean 'typical'\?"):
        load_population("typicl")


def test_the_population_of_the_library_is_found_by_path_too(typical):
    assert load_population(library.folder() / "populations" / "typical.toml") == typical
