"""What the pages compute, without a browser: addresses, the shelf, worlds that stand at a week, reasons, odds, commands, French."""

import ast
import html
import re
import shlex
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import simulation
from simulation import library
from simulation.app import charts, drawings, sides, spread, told, why
from simulation.app.address import Choice, View, is_elsewhere, query_of, view_of
from simulation.app.commands import command_of
from simulation.app.figures import figure
from simulation.app.french import FRENCH
from simulation.app.french_refusals import refusal
from simulation.app.heat import MOST_ROWS, heat_map, rows_shown
from simulation.app.live import Live
from simulation.app.numbers import csv_of
from simulation.app.odds import Kept, Outdated
from simulation.app.panel import changed, panel
from simulation.app.shelf import Shelf, levers_of
from simulation.app.stored import read_study
from simulation.app.titles import heading_of, lettered
from simulation.app.trade import trade_off
from simulation.app.visit import Visit, attempt
from simulation.checks import InputError
from simulation.ensemble import FACTORY
from simulation.levers import CATEGORIES, DECLARED
from simulation.model import OmnichannelModel
from simulation.outcomes import SERIES
from simulation.replays import STOPPED, events
from simulation.report import style
from simulation.report.amounts import number
from simulation.report.draw_costs import colours
from simulation.report.french import FRENCH as FRENCH_OF_REPORTS
from simulation.report.style import SCENARIOS
from simulation.report.text import comparison_csv
from simulation.run import run
from simulation.scenario import load, scenario_of
from simulation.sweep.results import Results

HOUSE = Path(__file__).parent.parent / "simulation" / "app"
MOVED = Choice("retailer/as-is", (("sponsorship", 0.9), ("reporting_line", "marketing")))


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "own", tmp_path / "results")


@pytest.fixture(scope="module")
def live():
    return Live(load("retailer/full-package"), world=3, customers=200).go_to(40)


# addresses


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(page="side", choices=(Choice("bank/as-is"), MOVED, Choice("./my-own")), edited=2, world=7, week=156, linked=True, lang="fr"),
        View(page="odds", choices=(Choice("retailer/as-is"), MOVED), edited=1, seed=9, customers=200, worlds=40),
        View(page="results", result="a study & more"),
        View(page="results", result="r" * 255),
        View(page="side", choices=(Choice("./~a~~b~", MOVED.moved), Choice("./" + "n" * 250), Choice("@" + "s" * 255 + ":run123")), edited=1),
    ],
)
def test_a_view_is_the_same_after_its_address(view):
    assert view_of(query_of(view)) == (view, [])


def test_what_an_address_cannot_mean_is_said_all_at_once_and_left_at_the_start():
    view, problems = view_of("?page=worlds&week=157&lang=de&world=-1&customers=99999&s=retailer/as-is~sponsorship:7~silo:0.1~silo_level:0.1")
    assert view == View(choices=(Choice("retailer/as-is", (("silo_level", 0.1),)),))
    said = "\n".join(problems)
    refused = "world = '-1' cannot be used: give a whole number from 0"
    for part in ("page = 'worlds'", "week = '157'", "lang = 'de'", refused, "customers = 99999", "sponsorship = 7", "did you mean 'silo_level'"):
        assert part in said


def test_a_lever_moved_back_to_what_the_scenario_says_is_no_move():
    base = levers_of(load("retailer/as-is"))
    assert MOVED.with_lever("sponsorship", base["sponsorship"], base).moved == (("reporting_line", "marketing"),)


def test_pages_that_compare_set_what_was_moved_beside_what_it_was_moved_on():
    view = View(choices=(MOVED,)).on("odds")
    assert view.choices == (Choice("retailer/as-is"), MOVED)
    assert view.choice == MOVED


def test_another_page_scenario_or_study_is_an_entry_of_the_history_and_a_moved_lever_or_week_is_none():
    view = View(choices=(MOVED,), week=30)
    for other in (view.on("side"), view.on("results"), replace(view, choices=(Choice("bank/as-is"),)), replace(view, result="study")):
        assert is_elsewhere(other, view)
    for same in (view, replace(view, week=31), replace(view, choices=(Choice("retailer/as-is"),)), replace(view, world=2, lang="fr")):
        assert not is_elsewhere(same, view)


def test_linked_levers_move_in_every_scenario():
    view = View(page="side", choices=(Choice("retailer/as-is"), Choice("retailer/full-package")), linked=True)
    bases = [levers_of(load(choice.name)) for choice in view.choices]
    assert [dict(choice.moved) for choice in view.moving("silo_level", 0.55, bases).choices] == [{"silo_level": 0.55}] * 2
    assert [dict(choice.moved) for choice in replace(view, linked=False).moving("silo_level", 0.55, bases).choices] == [{"silo_level": 0.55}, {}]


# the shelf


def test_a_saved_scenario_says_only_what_differs_and_is_the_scenario_that_was_shown(shelf):
    name = shelf.save(MOVED, "first-try", 'A "quoted" title\nof two lines')
    document = tomllib.loads((shelf.scenarios / "first-try.toml").read_text(encoding="utf-8"))
    assert document == {
        "title": 'A "quoted" title of two lines',
        "extends": ["retailer", "as-is"],
        "levers": {"sponsorship": 0.9, "reporting_line": "marketing"},
    }
    assert shelf.scenario(Choice(name)).hash == shelf.scenario(MOVED).hash
    on_top = Choice(name, (("silo_level", 0.1),))
    assert shelf.scenario(Choice(shelf.save(on_top, "second", ""))).hash == shelf.scenario(on_top).hash


@pytest.mark.parametrize("name", ["", "../outside", "a/b", "A", ".hidden", "x" * 61, "é", "a.toml", "-a", "a\n"])
def test_only_a_plain_name_can_be_saved(shelf, name):
    with pytest.raises(InputError, match="cannot be a file's name"):
        shelf.save(MOVED, name, "title")
    assert not shelf.scenarios.exists()


def test_what_is_refused_is_said_in_french_on_a_french_page(shelf):
    shelf.save(MOVED, "mine", "one")
    tried = [
        lambda: shelf.save(MOVED, "../evil name", ""),
        lambda: shelf.save(MOVED, "mine", ""),
        lambda: shelf.base("retailer/as-it"),
        lambda: shelf.base("./mime"),
        lambda: shelf.study("none"),
        lambda: changed(View(), {"what": "world", "value": "1.5"}, shelf),
        lambda: changed(View(), {"what": "world", "value": "-1"}, shelf),
    ]
    english = [attempt(each)[1][0] for each in tried] + view_of("?page=worlds&week=157&customers=99999&s=retailer/as-is~silo:0.1")[1]
    assert [each for each in english if refusal(each, "fr") == each or refusal(each, "en") != each] == []
    said = told.problems_html(english[:3], "fr").replace("\u00a0", " ")
    assert "'../evil name' ne peut pas être un nom de fichier ici" in html.unescape(said)
    assert "dans la bibliothèque ; vouliez-vous dire 'retailer/as-is' ?" in html.unescape(said)
    of_a_file = "levers.sponsorship = 1.7 is outside 0 to 1 (sc/mine.toml, line 3)"
    assert refusal(of_a_file, "fr") == of_a_file


def test_a_saved_scenario_never_replaces_another(shelf):
    shelf.save(MOVED, "mine", "one")
    before = (shelf.scenarios / "mine.toml").read_bytes()
    with pytest.raises(InputError, match="already"):
        shelf.save(Choice("retailer/as-is"), "mine", "two")
    assert (shelf.scenarios / "mine.toml").read_bytes() == before


@pytest.mark.parametrize("name", ["./../secret", "./secret", "/etc/passwd", "../secret", "retailer/../../secret", "", "@../own:0", "@x:0", "retailer", "as-is"])
def test_no_name_opens_what_is_not_listed(shelf, tmp_path, name):
    (tmp_path / "secret.toml").write_text('title = "secret"\nextends = ["retailer", "as-is"]\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"no (scenario|study)"):
        shelf.base(name)


def test_a_link_that_leads_out_of_the_folder_is_not_on_the_shelf(shelf, tmp_path):
    shelf.scenarios.mkdir()
    (tmp_path / "secret.toml").write_text('extends = ["retailer", "as-is"]\n', encoding="utf-8")
    (shelf.scenarios / "link.toml").symlink_to(tmp_path / "secret.toml")
    assert shelf.own() == []


def test_the_panel_refuses_what_the_page_cannot_have_sent(shelf):
    for change in (
        {"what": "lever", "name": "sponsorship", "value": 2},
        {"what": "lever", "name": "silo", "value": 1},
        {"what": "world", "value": "x"},
        {"what": "?"},
    ):
        with pytest.raises(InputError):
            changed(View(), change, shelf)


@pytest.mark.parametrize("given", ["1.5", "-1", "9" * 30, ""])
def test_a_world_that_is_refused_is_told_without_a_number_that_nobody_reads(shelf, given):
    with pytest.raises(InputError, match=r"^world = '.{0,30}' cannot be used: give a whole number from 0$"):
        changed(View(), {"what": "world", "value": given}, shelf)


def test_the_panel_shows_three_levers_first_and_all_others_once_in_groups(shelf):
    groups = panel(View(), shelf, [load("retailer/as-is")])["groups"]
    assert [lever["name"] for lever in groups[0]["levers"]] == ["sponsorship", "shared_okrs", "silo_level"]
    assert sorted(lever["name"] for group in groups for lever in group["levers"]) == sorted(DECLARED)
    assert [group["folded"] for group in groups] == [False] + [True] * 6


@pytest.mark.parametrize(
    ("lever", "value", "said"),
    [
        ("sponsorship", 0.25, "between “nobody on the board is named” and “a named sponsor gives about 6 hours a week”"),
        ("factory_size", 0.12, "between “there is no Factory” and “half of the experience and systems people”"),
        ("sponsorship", 0.5, "a named sponsor gives about 6 hours a week"),
        ("review_interval", 13.0, "13 weeks"),
    ],
)
def test_a_value_between_two_facts_is_not_told_as_one_of_them(shelf, lever, value, said):
    shown = panel(View(choices=(Choice("retailer/as-is", ((lever, value),)),)), shelf, [load("retailer/as-is")])
    assert [each["means"] for group in shown["groups"] for each in group["levers"] if each["name"] == lever] == [said]


@pytest.mark.parametrize(("lang", "said"), [("en", "week 26: Board sponsorship 0.9"), ("fr", "semaine 26 : ")])
def test_the_panel_tells_what_an_own_scenario_changes_later(shelf, lang, said):
    saved(shelf, "mine", 'extends = ["bank", "as-is"]\n[[changes]]\nweek = 26\nlevers = { sponsorship = 0.9 }\n')
    assert said in shown_of(shelf, "./mine", lang)["dated"].replace("\u00a0", " ")
    assert shown_of(shelf, "retailer/as-is", lang)["dated"] == ""


def saved(shelf, name, text):
    shelf.scenarios.mkdir(exist_ok=True)
    (shelf.scenarios / f"{name}.toml").write_text(text, encoding="utf-8")


def shown_of(shelf, name, lang="en"):
    return panel(View(choices=(Choice(name),), lang=lang), shelf, [shelf.base(name)])


def test_own_scenarios_come_after_those_of_the_library_under_the_company_that_they_extend(shelf):
    shelf.save(MOVED, "mine", "Mine")
    shelf.save(Choice("./mine", (("silo_level", 0.1),)), "further", "Further")
    known = [f"retailer/{name}" for name in library.names("governance")]
    for name in ("retailer/as-is", "./mine", "./further"):
        shown = shown_of(shelf, name)
        assert shown["company"] == "retailer"
        assert [each["value"] for each in shown["companies"]] == shelf.companies()
        assert [each["value"] for each in shown["scenarios"]] == [*known, "./further", "./mine"]
    assert shelf.governances("bank") == [name.replace("retailer", "bank") for name in known]


def test_a_company_of_its_own_is_listed_once_with_its_scenarios(shelf):
    (shelf.scenarios / "companies").mkdir(parents=True)
    (shelf.scenarios / "companies" / "town.toml").write_bytes((library.folder() / "companies" / "retailer.toml").read_bytes())
    saved(shelf, "town", 'company_title = "A town"\nextends = ["companies/town.toml", "as-is"]\n')
    saved(shelf, "town2", 'extends = ["town.toml"]\n[levers]\nsponsorship = 0.3\n')
    shown = shown_of(shelf, "./town2")
    assert [(each["value"], each["label"]) for each in shown["companies"]][len(shelf.companies()) :] == [("A town", "A town")]
    assert (shown["company"], [each["value"] for each in shown["scenarios"]]) == ("A town", ["./town", "./town2"])
    assert changed(View(), {"what": "company", "value": "A town"}, shelf).choices == (Choice("./town"),)


def test_a_scenario_that_cannot_be_read_is_offered_under_every_company_and_ends_no_page(shelf):
    for name, text in (("loop", 'extends = ["loop.toml"]\n'), ("broken", "extends = 7\n"), ("odd", "= =")):
        saved(shelf, name, text)
        assert f"./{name}" in shelf.governances("bank")
    assert shown_of(shelf, "bank/as-is")["company"] == "bank"


def test_another_company_keeps_the_governance_and_the_moved_levers(shelf):
    view = changed(View(choices=(MOVED,), week=30), {"what": "company", "value": "bank"}, shelf)
    assert view.choices == (Choice("bank/as-is", MOVED.moved),)
    assert view.week == 0


def test_a_scenario_chosen_in_the_list_is_shown_as_it_is(shelf):
    view = changed(View(choices=(Choice("retailer/as-is"), MOVED), edited=1), {"what": "scenario", "value": "retailer/full-package"}, shelf)
    assert view.choices == (Choice("retailer/as-is"), Choice("retailer/full-package"))


def test_a_company_without_that_governance_shows_its_own_as_it_is(shelf):
    shelf.save(MOVED, "mine", "Mine")
    view = changed(View(choices=(Choice("./mine", (("silo_level", 0.1),)),)), {"what": "company", "value": "bank"}, shelf)
    assert view.choices == (Choice("bank/as-is"),)


# a world that stands at a week


def test_a_world_at_a_week_is_the_batch_forwards_and_back(live):
    batch = run(load("retailer/full-package"), worlds=1, first_world=3, customers=200).series.loc[3]
    for week in (40, 12, 156, 1):
        live.go_to(week)
        assert np.array_equal(live.table().to_numpy(), batch.loc[:week, list(SERIES)].to_numpy())


def test_a_world_before_its_first_week_can_be_shown(live):
    live.go_to(0)
    assert len(live.series) == 0
    for told_of in (told.tiles(live, "en"), sides.differences_html([live, live], "en")):
        assert "–" in told_of
        assert not re.search(r">[^<]*\d", told_of)  # nothing has been measured
    assert told.tiles(live, "en").count("not begun") == len(told.TILES)
    assert "<svg" in drawings.network(live, "", "en") + drawings.going_live(live, "en")
    assert "<svg" in charts.weekly([charts.Line("", live.column("adoption"), "#000")], "adoption", "en")


@pytest.fixture(scope="module")
def stopped():
    """A world whose programme the board stops, at the end of the week in which it does."""
    worlds = (Live(load("retailer/as-is"), world=number, customers=100).go_to(156) for number in range(40))
    world = next(each for each in worlds if each.end is not None and each.end.stopped)
    return world.go_to(world.end.week)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "The board stopped the programme in week "), ("fr", "Le comité de direction a arrêté le programme en semaine ")]
)
def test_a_page_says_in_which_week_the_board_stopped_the_programme(stopped, lang, said):
    week = next(week for week, what in events(run(stopped.scenario, worlds=1, first_world=stopped.world, customers=100)) if what == STOPPED)
    assert said not in told.course_html(stopped.go_to(week - 1), lang)
    assert f"{said}{week}." in told.course_html(stopped.go_to(week), lang)
    assert told.mark_of(stopped, lang)[0].week == week


@pytest.mark.parametrize(("lang", "rate", "total"), [("en", "Own value, a year", "Own-roadmap value"), ("fr", "Valeur propre, par an", "Valeur des feuilles")])
def test_what_own_roadmaps_bring_a_year_and_in_all_have_two_names(live, lang, rate, total):
    live.go_to(40)
    compared = Kept().comparison([live.scenario, load("retailer/as-is")], 1, 100)
    for of_a_week in (told.tiles(live, lang), sides.differences_html([live, live], lang)):
        assert rate in of_a_week
        assert total not in of_a_week
    assert total in sides.outcomes_html(compared, lang)


def test_buy_in_recognition_and_continuity_are_in_per_cent_on_every_page(live):
    live.go_to(40)
    for name in ("buy_in", "recognition", "continuity", "actual"):
        assert told.shown(name, 0.524, "en") == "52.4\u00a0%"
        assert told.differed(name, -0.021, "fr") == "−2,1\u00a0points"
    assert f"{number(100 * live.now('buy_in'), 1)} <small>%</small>" in told.tiles(live, "en")
    compared = Kept().comparison([live.scenario, load("retailer/as-is")], 1, 100)
    continuity = float(compared.baseline.outcomes["continuity"].iloc[0])
    assert f"<td>{number(100 * continuity, 1)}\u00a0%</td>" in sides.outcomes_html(compared, "en")


def test_a_page_says_since_when_the_roadmap_is_all_live_and_what_was_struck_off():
    live = Live(load("retailer/full-package"), world=0, customers=100).go_to(156)
    week = int(run(live.scenario, worlds=1, customers=100).outcomes["end_week"].iloc[0])
    assert told.course(live, "en") == [f"All of the roadmap is live since week {week}."]
    live.state.journeys.struck[0] = 1
    assert told.course(live, "en") == [f"All that is left of the roadmap is live since week {week}.", f"Struck off the roadmap: {live.plan.journeys[0].name}."]


def test_the_delivery_cost_of_a_programme_that_was_not_finished_is_called_an_estimate():
    best, as_is = load("retailer/full-package"), load("retailer/as-is")
    unfinished = Kept().comparison([best, as_is], 1, 100, first_world=7)
    assert "It never was under B: there it is an estimate" in sides.outcomes_html(unfinished, "en")
    finished = Kept().comparison([best, best.with_(levers={"coercion": 0.1})], 1, 100, first_world=7)
    assert "estimate" not in sides.outcomes_html(finished, "en")


def test_the_names_of_marked_weeks_do_not_lie_on_each_other():
    marks = [charts.Mark(week, name, "#000000") for week, name in ((100, "A stopped"), (104, "B stopped"), (10, "C all live"))]
    drawn = charts.weekly([], "adoption", "en", marks=marks)
    heights = {name: float(y) for y, name in re.findall(r' y="([0-9.]+)"[^>]*>([ABC] [a-z ]+)<', drawn)}
    assert heights["A stopped"] == heights["C all live"] < heights["B stopped"]


def test_a_page_tells_the_reasons_that_mesa_tells_with_the_same_numbers(live):
    live.go_to(40)
    model = OmnichannelModel(scenario=live.scenario, seed=live.seed, world=live.world, customers=len(live.state.customers.status))
    for _ in range(40):
        model.step()
    for kind, agents in (("unit", model.directorates), ("team", model.teams)):
        for agent in agents:
            shown = why.portrait(live, f"{kind}:{agent.row}")
            assert shown.name == agent.name
            reasons = sorted((effect for effect in agent.why().values() if abs(effect) >= why.LEAST), key=abs, reverse=True)
            assert [pull.effect for pull in shown.pulls] == reasons
    c, here = live.state.coefficients[0].commitment, live.state.directorates
    for row in range(len(here)):
        pulls = {pull.text.partition(":")[0]: pull.effect for pull in why.portrait(live, f"unit:{row}").pulls}
        kept, known = (c.reciprocity * (here.kept_to_it[row] - 0.5), c.recognised * (here.recognition[row] - 0.5))
        for text, effect in (("what others kept of their promises to it", kept), ("it recognises the Factory", known)):
            assert pulls.get(text, effect) == pytest.approx(effect)
            assert (text in pulls) == (abs(effect) >= why.LEAST)


def test_every_agent_has_a_portrait_and_a_key_that_names_nobody_has_none(live):
    keys = [f"unit:{row}" for row in range(len(live.units))] + [f"team:{row}" for row in range(len(live.teams))]
    assert all(why.portrait(live, key, lang) for key in keys for lang in ("en", "fr"))
    assert [why.portrait(live, key) for key in ("", "team:9999", "team:-1", "unit:x", "channel:0")] == [None] * 5


def test_who_waits_conducts_a_package_in_work_that_was_given_nothing(live):
    live.go_to(60)
    packages = live.state.packages
    for row, conductor, team in why.waits(live):
        part = list(packages.team[row]).index(team)
        assert packages.conductor[row] == conductor
        assert packages.left[row].max() > 0
        assert packages.granted[row].min() == 0 or packages.granted[row, part] == 0


def test_a_click_on_the_name_of_a_unit_chooses_it_as_its_circle_does(live):
    drawn = drawings.network(live, "", "en")
    for row in range(len(live.units)):
        assert re.search(rf'<circle [^>]*data-key="unit:{row}"', drawn)
        assert re.search(rf'<text [^>]*data-key="unit:{row}"', drawn)


def test_where_there_is_no_factory_none_is_drawn(live):
    world = Live(load("retailer/no-factory"), customers=100).go_to(5)
    assert f'data-key="unit:{len(world.units) - 1}"' not in drawings.network(world, "", "en")
    assert FACTORY not in drawings.network(world, "", "en")
    assert FACTORY in drawings.network(live, "", "en")


def test_the_table_of_journeys_tells_how_many_connections_are_live(live):
    drawn = drawings.going_live(live.go_to(60), "en")
    told_of = live.connections()
    channels = {each.name: len(each.channels) for each in live.scenario.company.journeys}
    assert {name: pairs for name, (_, pairs) in told_of.items()} == {name: count * (count - 1) // 2 for name, count in channels.items()}
    assert all(f">{done} of {pairs}</text>" in drawn for done, pairs in told_of.values())
    assert ">connections</text>" in drawn
    wholly = [each.name for row, each in enumerate(live.plan.journeys) if live.state.journeys.live_week[row] >= 0]
    assert wholly == [name for name, (done, pairs) in told_of.items() if done == pairs]
    assert len(wholly) == live.now("live_journeys") > 0


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_text_of_a_picture_is_smaller_than_11_pixels_on_a_screen_of_1280(live, lang):
    half, whole = 430, 906  # pixels in a card of half a page, and of a page
    line = charts.Line("", live.column("adoption"), "#000", ((live.column("adoption"),) * 2,) * 2)
    kinds = told.costs_so_far(live)
    halves = [drawings.network(live, "", lang), charts.weekly([line, line._replace(name="Buy-in")], "", lang), charts.stacked(kinds, "", lang)]
    for drawn, pixels in [*((each, half) for each in halves), (drawings.going_live(live, lang), whole)]:
        width = float(re.search(r'viewBox="0 0 (\S+) ', drawn)[1])
        assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn)) * pixels / width >= 11


def test_a_name_of_a_marked_week_lies_within_its_picture():
    drawn = charts.weekly([], "adoption", "en", marks=[charts.Mark(40, "stopped", "#000000")])
    assert float(re.search(r' y="([0-9.]+)"[^>]*>stopped<', drawn)[1]) >= 12


def test_hostile_names_are_text_in_every_picture():
    document = load("retailer/as-is").to_dict()
    hostile = '<script>alert("x")</script>'
    document = ast.literal_eval(repr(document).replace("'click and collect'", repr(hostile)).replace("'customer service'", repr(hostile + "2")))
    world = Live(scenario_of(document, "hostile"), customers=100).go_to(30)
    shown = drawings.network(world, "unit:0") + drawings.going_live(world) + told.queue_html(world, "en") + told.tiles(world, "en")
    shown += "".join(told.portrait_html(why.portrait(world, f"unit:{row}"), "en") for row in range(len(world.units)))
    assert "<script" not in shown
    assert "&lt;script" in shown


# odds


def test_only_the_moved_scenario_is_run_again(shelf):
    kept, told_of = Kept(), []
    base = shelf.base("retailer/as-is")
    for value in (0.5, 0.9):
        moved = shelf.scenario(Choice("retailer/as-is", (("sponsorship", value),)))
        found = kept.comparison([base, moved], 4, 50, progress=told_of.append)
        told_of.append(None)
    first, second = told_of[: told_of.index(None)], told_of[told_of.index(None) + 1 : -1]
    assert min(first) < 0.5 <= min(second)
    assert found.names[0] == "retailer/as-is"


def test_scenarios_that_are_the_same_are_not_compared(shelf):
    as_is, moved = shelf.base("retailer/as-is"), shelf.scenario(MOVED)
    renamed = as_is.with_(title="Another name")
    assert "A and B are the same: choose another scenario or move a lever." in sides.same_html([as_is, renamed], "AB", "en")
    assert "A et C sont identiques" in sides.same_html([as_is, as_is], "AC", "fr")
    assert "A, B and C are the same" in sides.same_html([as_is] * 3, "ABC", "en")
    assert sides.same_html([as_is, moved], "AB", "en") == sides.same_html([as_is, as_is, moved], "ABC", "en") == ""


def test_what_is_outdated_stops_and_leaves_nothing_behind(shelf):
    kept = Kept()
    with pytest.raises(Outdated):
        kept.of(shelf.base("retailer/as-is"), 40, 50, cancelled=lambda: True)
    assert len(kept) == 0


def test_the_numbers_of_odds_are_those_that_are_there_and_nothing_is_run_for_them(shelf):
    visit, view = Visit(), View(page="odds", choices=(Choice("retailer/as-is"), MOVED), edited=1, worlds=2)
    pair = [shelf.scenario(choice) for choice in view.choices]
    for customers, said in ((None, "still being run"), (1_000, ""), (5_000, "")):
        if customers is not None:
            shown = comparison_csv(visit.kept.comparison(pair, 2, customers))
        kept = len(visit.kept)
        text, refused = attempt(lambda: csv_of(view, visit, pair))
        assert (text == shown) if not said else (said in refused[0] and refusal(refused[0], "fr") != refused[0])
        assert len(visit.kept) == kept
    assert attempt(lambda: csv_of(replace(view, seed=2), visit, pair))[0] is None


def test_few_ensembles_are_kept(shelf):
    kept = Kept()
    for value in np.linspace(0.1, 0.9, 12):
        kept.of(shelf.scenario(Choice("retailer/as-is", (("sponsorship", float(value)),))), 1, 20)
    assert len(kept) == 8


def test_a_scenario_has_one_colour_on_every_page(live, shelf):
    first, second = (SCENARIOS[place] for place in (0, 1))
    compared = Kept().comparison([load("retailer/as-is"), load("retailer/full-package")], 2, 100)
    assert list(colours(compared).values()) == [first, second]  # the report
    assert f'stroke="{second}"' in spread.fans(compared, "B", "adoption", 100.0, "en")
    assert f'stroke="{second}"' in sides.difference_chart([live, live], "adoption", "en")
    assert sides.differences_html([live, live], "en").index(first) < sides.differences_html([live, live], "en").index(second)
    view = View(page="side", choices=(Choice("retailer/as-is"), Choice("retailer/full-package")))
    assert [each["colour"] for each in panel(view, shelf, [load(each.name) for each in view.choices])["letters"]] == [first, second]
    assert {style.ACCENT, style.SECOND}.isdisjoint(SCENARIOS)  # which mean better and worse


def test_a_fault_in_the_model_is_a_message(caplog):
    def fault() -> None:
        raise ZeroDivisionError("division by zero")

    assert attempt(fault) == (None, ["this went wrong in the model (ZeroDivisionError: division by zero)"])
    assert "a page failed" in caplog.text


def test_a_visit_keeps_one_world_for_each_place(shelf):
    visit = Visit()
    base = shelf.base("retailer/as-is")
    first = visit.live(0, base, 1, 0, 50, 5)
    assert visit.live(0, base, 1, 0, 50, 6) is first
    assert visit.live(0, base, 1, 1, 50, 6) is not first


# commands and stored studies


def test_the_command_of_one_world_names_what_was_moved(shelf):
    said = shlex.split(command_of(View(choices=(MOVED,), world=4, customers=300), shelf))
    expected = "omnigov replay retailer/as-is --set levers.sponsorship=0.9 --set levers.reporting_line=marketing --world 4 --seed 1 --customers 300 --lang en"
    assert said == expected.split()


def test_the_name_of_a_figure_tells_scenario_world_and_week_as_does_the_line_above_it(shelf):
    view = View(page="side", choices=(Choice("retailer/as-is"), MOVED), edited=1, world=7, week=40, lang="fr")
    scenarios = [shelf.scenario(choice, "fr") for choice in view.choices]
    found = figure(view, scenarios, "adoption")
    assert found.file == "retailer-as-is-and-retailer-as-is-moved-world-7-week-40-adoption"
    assert found.caption.startswith("A\u00a0: ")
    assert "; B\u00a0: " in found.caption
    assert found.caption.endswith(" – monde 7, semaine 40")
    assert found.link == "télécharger cette figure"
    assert figure(replace(view, page="world"), scenarios, "cost").file == "retailer-as-is-moved-world-7-week-40-cost"
    assert figure(replace(view, page="odds", seed=3), scenarios, "spent").file == "retailer-as-is-and-retailer-as-is-moved-seed-3-200-worlds-spent"


@pytest.mark.parametrize(
    ("choice", "lang", "said"),
    [
        (Choice("retailer/as-is"), "en", "As is: roadmaps in silos"),
        (Choice("retailer/as-is", (("sponsorship", 0.05),)), "en", "As is: roadmaps in silos, Board sponsorship 0.05"),
        (MOVED, "en", "As is: roadmaps in silos, Board sponsorship 0.9 and 1 more moved"),
        (MOVED, "fr", "En l'état : feuilles de route en silos, Parrainage au comité de direction 0,9 et 1 de plus"),
    ],
)
def test_a_heading_says_which_levers_were_moved(shelf, choice, lang, said):
    assert heading_of(shelf.base(choice.name), choice, lang) == said


def test_where_there_are_several_scenarios_one_world_says_whose_it_is_and_lets_one_switch(shelf):
    view = View(choices=(Choice("retailer/as-is"), MOVED), edited=1)
    assert lettered(view, 1, "Full package") == "B: Full package"
    assert lettered(replace(view, lang="fr"), 1, "Dispositif complet") == "B\u00a0: Dispositif complet"
    assert lettered(View(), 0, "As is") == "As is"
    shown = panel(view, shelf, [shelf.base(choice.name) for choice in view.choices])
    assert [(each["letter"], each["title"]) for each in shown["letters"]] == [
        ("A", "As is: roadmaps in silos"),
        ("B", "As is: roadmaps in silos, Board sponsorship 0.9 and 1 more moved"),
    ]
    assert shown["letters_say"] == "Shown"
    assert changed(view, {"what": "edited", "value": 0}, shelf).choice == Choice("retailer/as-is")


def test_the_command_of_a_comparison_names_the_files_to_be_saved(shelf):
    view = View(page="odds", choices=(Choice("retailer/as-is"), MOVED), edited=1, worlds=40)
    said = shlex.split(command_of(view, shelf))
    assert said[:4] == ["omnigov", "compare", "retailer/as-is", str(shelf.scenarios / "scenario-b.toml")]
    assert said[4:8] == ["--worlds", "40", "--seed", "1"]


def test_a_results_folder_that_is_none_is_a_message(shelf):
    (shelf.results / "odd").mkdir(parents=True)
    (shelf.results / "odd" / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="no manifest of omnigov"):
        read_study(shelf.study("odd"))


SWEEP = """title = "A small sweep"
scenarios = ["retailer/as-is"]
worlds = 2
first_world = 3
weeks = 20
customers = 100
[design]
kind = "factorial"
[vary]
"levers.sponsorship" = [0.0, 0.8]
"traits.legacy_debt" = [0.2, 0.7]
[uncertain]
"traits.api_coverage" = { low = 0.2, high = 0.6 }
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A shelf with a finished sweep of 4 points in 2 worlds."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "small.toml").write_text(SWEEP, encoding="utf-8")
    simulation.sweep(folder / "small.toml", results=folder / "results" / "small")
    return Shelf(folder / "own", folder / "results")


def test_the_rows_of_a_stored_sweep_are_its_points(swept):
    study = read_study(swept.study("small"))
    assert study.rows == ["0", "1", "2", "3"]
    assert list(study.levels("fr").values()) == [["0", "0,2"], ["0", "0,7"], ["0,8", "0,2"], ["0,8", "0,7"]]
    assert study.titles("en")["3"] == "Board sponsorship 0.8 · trait legacy debt 0.7"
    for picture in (heat_map(study, "3", "en"), trade_off(study, "3", "en")):
        assert ">Board sponsorship</text>" in picture  # the name of a lever heads its values
        assert picture.count("Board sponsorship 0.8 · trait legacy debt 0.7") == 1
    by_point = Results(swept.results / "small").runs.groupby("point")["adoption"].mean()
    assert study.means()["adoption"].tolist() == by_point.tolist()


@pytest.mark.parametrize("number", [1, 6])
def test_every_run_of_a_stored_sweep_opens_as_it_was(swept, number):
    study = read_study(swept.study("small"))
    choice, world = study.opening(number, [])
    stored = study.runs.set_index("run").loc[number]
    again = run(swept.scenario(choice), worlds=1, first_world=world, weeks=20, customers=100).outcomes.loc[world]
    shown = Live(swept.scenario(choice), 1, world, 100).go_to(20)
    assert world == stored["world"]
    assert [again[name] for name in ("adoption", "delivery_cost", "buy_in")] == [stored[name] for name in ("adoption", "delivery_cost", "buy_in")]
    assert shown.column("adoption")[-1] == stored["adoption"]


def test_a_lever_moved_on_a_run_of_a_sweep_leaves_its_other_levers(swept):
    stored = read_study(swept.study("small")).opening(6, [])[0]
    moved = swept.scenario(stored.with_lever("shared_okrs", 0.6, levers_of(swept.base(stored.name))))
    assert (moved.levers.sponsorship, moved.levers.shared_okrs) == (0.8, 0.6)


def test_the_command_of_a_run_of_a_sweep_replays_it_in_its_own_world_only(swept):
    view = View(choices=(Choice("@small:run6"),), world=3)
    assert shlex.split(command_of(view, swept))[:5] == ["omnigov", "replay", str(swept.results / "small"), "--run", "6"]
    assert command_of(replace(view, world=4), swept) == ""


@pytest.mark.parametrize("name", ["@small:run8", "@small:run", "@small:0", "@small:run-1", "@small:run6x", "@small:"])
def test_what_a_sweep_does_not_hold_is_refused(swept, name):
    with pytest.raises(InputError):
        swept.base(name)


def test_a_sweep_cut_off_is_a_message(swept, tmp_path):
    import shutil

    shutil.copytree(swept.results / "small", tmp_path / "results" / "cut")
    part = next((tmp_path / "results" / "cut" / "runs").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(InputError):
        read_study(Shelf(tmp_path / "own", tmp_path / "results").study("cut"))


def test_a_heat_map_of_many_points_keeps_the_first_the_chosen_and_the_efficient():
    cost = np.arange(500.0)
    means = pd.DataFrame({"delivery_cost": cost, "adoption": np.where(cost == 77, 9.0, 1.0)}, index=[str(each) for each in range(500)])
    shown = rows_shown(means, "333")
    assert len(shown) == MOST_ROWS
    assert {0, 77, 333} <= set(shown)


# French


def spoken() -> set[str]:
    """Every text that the pages say."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_everything_the_pages_say_has_french():
    assert len(spoken()) > 60
    assert sorted(text for text in spoken() if text not in FRENCH and text not in FRENCH_OF_REPORTS) == []


def test_every_lever_has_french_for_its_meaning_and_price():
    texts = {str(text) for each in DECLARED.values() for text in (each.meaning, each.extra["price"])}
    assert sorted(text for text in texts if text not in FRENCH) == []


def test_french_says_no_text_that_nobody_says():
    said = spoken() | {
        value.value
        for path in HOUSE.rglob("*.py")
        if not path.name.startswith("french")
        for value in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(value, ast.Constant)
    }
    levers = {str(text) for each in DECLARED.values() for text in (each.meaning, each.extra["price"], each.extra["group"])} | {
        option for options in CATEGORIES.values() for option in options
    }
    assert sorted(set(FRENCH) - said - levers - {"own", "idle"}) == []
