"""The shipped library: three companies and the ways to govern them are what their files and their README say they are."""

import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from simulation import library
from simulation.company import plan_of
from simulation.levers import NAMES, Levers
from simulation.scenario import load
from simulation.traits import LINES, TABLES, Company

COMPANIES = ("bank", "insurer", "retailer")
GOVERNANCE = library.names("governance")
ASKED_FOR = {
    "as-is", "factory-under-it", "factory-under-marketing", "factory-under-distribution", "factory-under-general-management", "sponsor-only",
    "shared-goals-only", "delegation-without-sponsor", "full-package", "coercion", "by-channel", "by-skill", "by-business-universe",
    "industrialised-delivery", "sponsor-leaves",
}  # fmt: skip
EVIDENCE = set(re.findall(r"^\| `([\w-]+)` \|", (Path(__file__).parents[1] / "docs" / "evidence.md").read_text(encoding="utf-8"), re.MULTILINE))
CONTRASTS = {
    "sponsor-only": ("as-is", {"sponsorship"}),
    "shared-goals-only": ("as-is", {"shared_okrs", "shared_kpis"}),
    "delegation-without-sponsor": ("as-is", {"delegation"}),
    "coercion": ("as-is", {"coercion"}),
    "industrialised-delivery": ("as-is", {"api_strategy", "modernisation", "design_system", "process_pooling", "common_method"}),
    "no-factory": ("as-is", {"reporting_line", "factory_size", "build_share", "scope"}),
    "sponsor-leaves": ("full-package", set()),
    "scope-web-only": ("full-package", {"scope"}),
    "factory-under-marketing": ("factory-under-it", {"reporting_line"}),
    "factory-under-distribution": ("factory-under-it", {"reporting_line"}),
    "factory-under-general-management": ("factory-under-it", {"reporting_line"}),
    "by-skill": ("by-business-universe", {"structure"}),
    "by-channel": ("by-business-universe", {"structure"}),
}


def document(kind: str, name: str) -> dict:
    return tomllib.loads((library.folder() / kind / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=COMPANIES)
def company(request) -> Company:
    return load(request.param).company


def test_the_library_holds_the_scenarios_that_were_asked_for():
    assert set(COMPANIES) == set(library.names("companies"))
    assert set(GOVERNANCE) >= ASKED_FOR


@pytest.mark.parametrize("name", GOVERNANCE)
def test_every_governance_scenario_fits_every_company(name):
    for company in COMPANIES:
        assert load(f"{company}/{name}").company.sector == load(company).company.sector


@pytest.mark.parametrize("name", GOVERNANCE)
def test_a_governance_file_decides_and_describes_no_company(name):
    assert document("governance", name).keys() <= {"title", "title_fr", "extends", "levers", "changes"}


def test_titles_are_given_in_both_languages_and_never_twice():
    files = [document("governance", name) for name in GOVERNANCE] + [document("companies", name) for name in COMPANIES]
    for language in ("title", "title_fr"):
        assert len({file[language] for file in files}) == len(files)


def test_as_is_says_every_lever_so_that_a_default_never_moves_it():
    assert document("governance", "as-is")["levers"].keys() == set(NAMES)


def test_typical_is_every_default():
    assert load("retailer/typical").levers == Levers()


@pytest.mark.parametrize("name", CONTRASTS)
def test_a_contrast_differs_in_the_levers_it_is_named_for_and_in_no_other(name):
    base, meant = CONTRASTS[name]
    here, there = load(f"retailer/{name}").levers, load(f"retailer/{base}").levers
    assert {lever for lever in NAMES if getattr(here, lever) != getattr(there, lever)} == meant


def test_dated_changes_stand_where_the_titles_say():
    assert load("retailer/sponsor-leaves").changes == ((60, {"sponsorship": 0.0}),)
    assert load("retailer/sponsor-named-late").changes == ((26, {"sponsorship": 0.9, "delegation": 0.7}),)


@pytest.mark.parametrize("name", COMPANIES)
def test_every_number_of_a_company_is_sourced_or_marked_assumed(name):
    file = document("companies", name)
    sources = file["sources"]
    assert sources.keys() == {*file["traits"], *TABLES}
    for key, source in sources.items():
        assert source.startswith("assumed: ") or source.split(":")[0] in EVIDENCE, key


def test_each_line_that_a_factory_may_report_to_is_one_directorate(company):
    for line in LINES[:-1]:
        assert [each.line for each in company.directorates].count(line) == 1


def test_most_systems_teams_are_in_it(company):
    lines = {each.name: each.line for each in company.directorates}
    systems = [lines[team.directorate] for team in company.teams if team.speciality == "systems"]
    assert systems.count("IT") > len(systems) / 2


def test_people_have_time_for_the_roadmap_and_not_only_for_it(company):
    """At the norm, before the capacity that the plan holds ready for peaks."""
    plan = plan_of(company)
    people = np.array([team.fte for team in plan.teams])
    needed = plan.asked / (1 + company.traits.plan_slack)
    assert 0.1 < needed @ people / people.sum() < 0.3
    assert needed.max() < 0.5
    for speciality, low in (("experience", 0.12), ("systems", 0.12), ("operations", 0.06)):
        of_it = np.array([team.speciality == speciality for team in plan.teams])
        assert low < needed[of_it] @ people[of_it] / people[of_it].sum() < 0.3


def test_no_directorate_is_left_out_of_the_roadmap(company):
    plan = plan_of(company)
    asked = {team.directorate for team, share in zip(plan.teams, plan.asked, strict=True) if share > 0}
    assert asked == {each.name for each in company.directorates}


def test_what_the_journeys_bring_stands_in_proportion_to_sales_and_to_their_cost(company):
    traits = company.traits
    value = sum(journey.value for journey in company.journeys)
    sales = traits.customers_represented * traits.visits_per_week * 52 * traits.basket
    rate = sum(team.fte * team.day_rate for team in company.teams) / sum(team.fte for team in company.teams)
    cost = sum(journey.days for journey in company.journeys) * traits.norm * (rate + traits.integrators * traits.integrator_rate) / (1 + traits.integrators)
    assert 0.01 < value / sales < 0.05
    assert 2 < value / cost < 6


def test_own_projects_pay_back_in_a_year_and_a_half_to_four_years(company):
    rates = {each.name: [team.day_rate for team in company.teams if team.directorate == each.name] for each in company.directorates}
    for directorate in company.directorates:
        assert 1.5 < np.mean(rates[directorate.name]) / directorate.own_value < 4.1, directorate.name


def test_the_roadmap_starts_at_once_and_is_spread_over_the_plan(company):
    weeks = sorted(journey.planned_week for journey in company.journeys)
    assert weeks[0] == 0
    assert max(later - earlier for earlier, later in itertools.pairwise(weeks)) <= 10
    assert 35 <= plan_of(company).weeks <= 110


def test_segments_average_to_the_mean_customer(company):
    for field in ("affinity", "visits"):
        assert sum(each.share * getattr(each, field) for each in company.segments) == pytest.approx(1, abs=0.02)


def test_component_families_are_shared_by_several_journeys(company):
    families = [journey.component for journey in company.journeys]
    assert 4 <= len(set(families)) <= 8
    assert len(families) >= 2 * len(set(families))


def test_the_companies_differ_where_their_levers_should_rank_otherwise():
    retailer, bank, insurer = (load(name).company for name in ("retailer", "bank", "insurer"))
    assert bank.traits.legacy_debt > 1.5 * max(retailer.traits.legacy_debt, insurer.traits.legacy_debt)
    assert bank.traits.api_quality < 0.6 * min(retailer.traits.api_quality, insurer.traits.api_quality)
    assert retailer.traits.behaviour_pace > 1.5 * max(bank.traits.behaviour_pace, insurer.traits.behaviour_pace)
    assert len(retailer.channels) > len(bank.channels) > len(insurer.channels)
    franchised = [max(each.franchised for each in company.directorates) for company in (bank, retailer, insurer)]
    assert franchised == [0.0, 0.3, 0.9]
    assert retailer.traits.openness > max(bank.traits.openness, insurer.traits.openness)


def test_the_readme_of_the_library_names_every_file():
    text = (library.folder() / "README.md").read_text(encoding="utf-8")
    assert [name for name in (*GOVERNANCE, *COMPANIES) if f"`{name}`" not in text] == []


def test_the_readme_of_the_library_counts_people_teams_and_packages_right():
    text = (library.folder() / "README.md").read_text(encoding="utf-8")
    for name in COMPANIES:
        company = load(name).company
        people = sum(team.fte for team in company.teams)
        assert f"{len(company.directorates)}, {len(company.teams)}, {people:.0f}" in text
        assert f"{len(company.channels)}, {len(company.journeys)}, {len(plan_of(company).packages)}" in text
        assert f"{sum(journey.days for journey in company.journeys):,.0f}, {plan_of(company).weeks:.0f}" in text


@pytest.mark.parametrize("name", library.names("populations"))
def test_sources_of_a_population_name_distributions_that_it_declares(name):
    file = document("populations", name)
    for key, source in file["sources"].items():
        family, _, number = key.partition(".")
        assert any(not number or number in part.get(family, {}) for part in (file, *file["sectors"].values())), key
        assert source.startswith("assumed: ") or source.split(":")[0] in EVIDENCE, key
