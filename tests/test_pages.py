"""The pages in a real browser with the network cut off: what is shown is what a batch says, and nothing fails on the way."""

import http.client
import re
import uuid
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from browser import Visitor, chromium, served

import simulation
from simulation.checks import HORIZON
from simulation.cli import status_of
from simulation.run import run
from simulation.scenario import load

MOVED = {"sponsorship": 0.9, "shared_okrs": 0.7}
SWEEP = """scenarios = ["retailer/as-is"]
worlds = 2
customers = 200
[design]
kind = "factorial"
[vary]
"levers.sponsorship" = [0.0, 0.8]
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A folder of own scenarios, some of them hostile, and one of results with what `omnigov compare` said of a moved scenario."""
    own, results = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("results")
    (own / "hostile.toml").write_text('title = "<img src=x onerror=alert(1)><b>bold</b>"\nextends = ["retailer", "as-is"]\n', encoding="utf-8")
    (own / "broken.toml").write_text('extends = ["retailer", "as-is"]\n[levers]\nsponsorship = 7\n', encoding="utf-8")
    (own / "moved.toml").write_text(
        'extends = ["retailer", "as-is"]\n[levers]\n' + "".join(f"{key} = {value}\n" for key, value in MOVED.items()), encoding="utf-8"
    )
    asked = ["compare", "retailer/as-is", str(own / "moved.toml"), "--worlds", "3", "--customers", "300", "--results", str(results / "stored"), "--quiet"]
    assert status_of(asked) == 0
    (own.parent / "small.toml").write_text(SWEEP, encoding="utf-8")
    simulation.sweep(own.parent / "small.toml", results=results / "small")
    return own, results


@pytest.fixture(scope="module")
def address(folders):
    with served(*folders) as found:
        yield found.rstrip("/") + "/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def regular(browser, address):
    """A visitor who comes back, so that his browser has kept what every page is made of."""
    found = Visitor(browser, address)
    yield found
    found.context.close()


@pytest.fixture
def visitor(regular):
    """A visitor on whose pages nothing fails."""
    regular.faults.clear()
    yield regular
    regular.page.goto("about:blank")
    assert regular.faults == []


def test_after_a_moved_slider_and_ten_steps_the_page_shows_week_ten_of_the_batch(visitor):
    visitor.opens("?s=retailer/full-package&world=4&customers=1000")
    visitor.moves("sponsorship", 0.3)
    for week in range(1, 11):
        visitor.page.get_by_role("button", name="Step").click()
        visitor.week(week)
    batch = run(load("retailer/full-package").with_(levers={"sponsorship": 0.3}), worlds=1, first_world=4, customers=1000)
    for measure in ("adoption", "spent", "buy_in", "recognition", "actual", "own_rate"):
        visitor.waits_for("name => document.querySelector(`[data-measure=${name}]`) !== null", measure)
        assert visitor.number(f"[data-measure={measure}]") == batch.series[measure].loc[(4, 10)], measure


def test_play_moves_the_weeks_until_it_is_paused_and_reset_goes_back(visitor):
    visitor.opens("?customers=200&week=3")
    visitor.page.locator(".speed select").select_option("8")
    visitor.page.get_by_role("button", name="Play").click()
    visitor.waits_for("() => Number(document.querySelector('[data-measure=week] b').textContent) >= 8")
    visitor.page.get_by_role("button", name="Pause").click()
    visitor.page.get_by_role("button", name="Play").wait_for()
    visitor.page.wait_for_timeout(1000)  # a week that was under way
    paused = visitor.page.locator("[data-measure=week] b").text_content()
    visitor.page.wait_for_timeout(2000)
    assert visitor.page.locator("[data-measure=week] b").text_content() == paused
    visitor.page.get_by_role("button", name="Reset").click()
    visitor.week(0)


def test_ten_clicks_at_once_are_ten_weeks_and_none_goes_beyond_the_last(visitor):
    clicks = "() => { const step = [...document.querySelectorAll('.transport button')][1]; for (let click = 0; click < 10; click++) step.click(); }"
    for start, end in ((0, 10), (HORIZON - 3, HORIZON)):
        visitor.opens(f"?customers=200&week={start}").evaluate(clicks)
        visitor.week(end)
        visitor.page.wait_for_timeout(500)  # nothing more comes
        assert visitor.page.locator("[data-measure=week] b").text_content() == str(end)
    visitor.page.get_by_role("button", name="Reset").click()
    visitor.week(0)
    visitor.page.get_by_role("button", name="Step").click()
    visitor.week(1)
    assert visitor.page.get_by_role("button", name="Step").is_enabled()


def test_a_clicked_team_says_what_it_does_and_why(visitor):
    page = visitor.opens("?s=retailer/full-package&customers=200&week=30")
    page.locator("[data-key='team:2']").click(force=True)
    page.locator(".portrait .does").wait_for()
    assert page.locator(".portrait .pull").count() >= 2
    assert re.search(r"Buy-in \d+", page.locator(".portrait .does").inner_text())


def test_side_by_side_shows_the_differences_of_the_command(visitor, folders):
    page = visitor.opens("?page=side&s=retailer/as-is&s=retailer/as-is&edited=1&world=2&week=155&customers=300")
    for lever, value in MOVED.items():
        visitor.moves(lever, value)
    assert page.locator(".lever.differs").count() == len(MOVED)
    page.get_by_role("button", name="Step").click()
    visitor.week(HORIZON)
    page.locator("[data-outcome=adoption]").wait_for()
    runs = pd.read_parquet(folders[1] / "stored" / "runs").set_index(["scenario", "world"])
    for outcome in ("adoption", "delivery_cost", "net_value", "own_value"):
        said = runs.loc[("moved", 2), outcome] - runs.loc[("retailer/as-is", 2), outcome]
        assert visitor.number(f"[data-outcome={outcome}]") == said, outcome
    assert visitor.number("[data-difference=adoption]") == visitor.number("[data-outcome=adoption]")


def test_odds_equal_those_of_a_batch(visitor):
    page = visitor.opens("?page=odds&s=retailer/as-is&s=retailer/as-is~sponsorship:0.9&edited=1&worlds=20")
    page.locator("[data-state=settled]").wait_for()
    as_is = load("retailer/as-is")
    before, after = (run(as_is.with_(levers={"sponsorship": value}), worlds=20).outcomes["adoption"] for value in (0.0, 0.9))
    shown = visitor.number(".shares[data-outcome=adoption]")
    assert shown == pytest.approx((after - before).mean(), rel=1e-12)
    hidden = """width => [...document.querySelectorAll('.stack i')].map(each => {
      each.style.width = width;
      return each.firstChild.getBoundingClientRect().top >= each.getBoundingClientRect().bottom;
    })"""
    assert set(page.evaluate(hidden, "12px")) == {True}  # a share that does not fit its part of the bar
    assert set(page.evaluate(hidden, "60px")) == {False}
    visitor.moves("sponsorship", 0.5)
    visitor.waits_for("was => Number(document.querySelector('.shares[data-outcome=adoption]').dataset.value) !== was", shown)


def test_what_is_saved_says_only_what_differs_and_is_open_again_after_a_reload(visitor, folders):
    own, _ = folders
    page = visitor.opens("?s=retailer/as-is&customers=200&week=5")
    visitor.moves("silo_level", 0.3)
    page.get_by_label("name: sponsor-first").fill("opened-up")
    page.get_by_label("title", exact=True).fill("Opened up")
    preview = page.locator(".keep .toml").inner_text()
    page.locator(".keep .fields").get_by_role("button", name="Save").click()
    page.locator(".keep .answer").wait_for()
    assert preview.strip() == (own / "opened-up.toml").read_text(encoding="utf-8").strip()
    assert (own / "opened-up.toml").read_text(encoding="utf-8") == 'title = "Opened up"\nextends = ["retailer", "as-is"]\n\n[levers]\nsilo_level = 0.3\n'
    visitor.waits_for("() => location.search.includes('opened-up')")
    visitor.waits_for("() => document.querySelector('select.scenario').value === './opened-up'")
    page.reload()
    page.locator(".masthead").wait_for()
    visitor.week(5)
    assert page.locator("h2", has_text="Opened up").count() == 1
    listed = page.locator(".sidebar select")
    assert listed.nth(0).locator("option").all_inner_texts() == list(dict.fromkeys(listed.nth(0).locator("option").all_inner_texts()))
    assert {"retailer/as-is", "./opened-up"} <= {option.get_attribute("value") for option in listed.nth(1).locator("option").all()}
    assert float(page.locator("[data-lever=silo_level]").input_value()) == 0.3


def test_a_double_click_on_save_saves_once_and_says_so(visitor, folders):
    page = visitor.opens("?s=retailer/as-is~sponsorship:0.4&customers=200")
    page.get_by_label("name: sponsor-first").fill("twice")
    save = page.locator(".keep .fields").get_by_role("button", name="Save")
    assert save.evaluate("async button => { button.click(); await null; const was = button.disabled; button.click(); return was; }")
    visitor.waits_for("() => location.search.includes('twice')")
    page.locator(".keep .fields button:enabled").wait_for()
    assert page.locator(".keep .answer").inner_text() == f"Saved: {folders[0] / 'twice.toml'}"
    page.get_by_label("title", exact=True).fill("Another title")
    for _ in range(2):  # the same refusal twice: the button is free again after each
        save.click()
        page.locator(".keep .answer.problem").wait_for()
        page.locator(".keep .fields button:enabled").wait_for()


def test_a_command_that_cannot_be_run_yet_says_so_until_its_scenario_is_saved(visitor):
    page = visitor.opens("?page=side&s=retailer/as-is&s=retailer/as-is~sponsorship:0.5&edited=1&customers=200&week=2")
    keep = page.locator(".card.keep")
    assert "first save B at the left" in keep.inner_text()
    assert keep.locator("h3").first.inner_text() == "Save B as scenario"
    keep.get_by_label("name: sponsor-first").fill("half-a-sponsor")
    keep.locator(".fields").get_by_role("button", name="Save").click()
    visitor.waits_for("() => document.querySelector('.command code').textContent.includes('half-a-sponsor.toml')")
    assert "first save" not in keep.inner_text()


def test_a_refused_world_is_told_in_the_language_of_the_page_and_its_box_shows_the_world_that_is_shown(visitor):
    page = visitor.opens("?customers=200&world=3&lang=fr")
    box = page.get_by_label("Monde")
    box.fill("1.5")
    box.press("Enter")
    page.locator(".problems").wait_for()
    assert "donnez un nombre entier à partir de 0" in page.locator(".problems").inner_text()
    assert box.input_value() == "3"
    box.fill("4")
    box.press("Enter")
    visitor.waits_for("() => location.search.includes('world=4')")
    assert box.input_value() == "4"
    assert page.locator(".problems").count() == 0


def test_a_link_opens_the_same_scenario_levers_world_and_week(browser, address, visitor):
    visitor.opens("?s=retailer/full-package&world=7&customers=200&week=20&lang=fr")
    visitor.moves("sponsorship", 0.5)
    visitor.waits_for("() => location.search.includes('sponsorship')")
    asked = parse_qs(urlsplit(visitor.page.url).query)
    assert asked == {"s": ["retailer/full-package~sponsorship:0.5"], "world": ["7"], "week": ["20"], "customers": ["200"], "lang": ["fr"]}
    shown = visitor.number("[data-measure=spent]")
    other = Visitor(browser, address)
    other.opens("?" + urlsplit(visitor.page.url).query)
    other.week(20)
    assert other.number("[data-measure=spent]") == shown
    assert other.page.locator("html").get_attribute("lang") == "fr"
    assert other.faults == []
    other.context.close()


def test_back_brings_the_earlier_view_with_its_levers_and_week_and_forward_the_later_one(visitor):
    page = visitor.opens("?customers=200&week=3")
    visitor.moves("sponsorship", 0.5)
    page.get_by_role("button", name="Step").click()
    visitor.week(4)
    page.locator("select.scenario").select_option("retailer/full-package")
    visitor.waits_for("() => document.querySelectorAll('.lever.moved').length === 0")
    page.get_by_role("button", name="Step").click()
    visitor.week(5)
    page.get_by_role("button", name="Results").click()
    page.locator(".studies").wait_for()
    page.go_back()
    visitor.week(5)
    assert page.locator("select.scenario").input_value() == "retailer/full-package"
    page.go_back()
    page.locator(".lever.moved [data-lever=sponsorship]").wait_for()
    visitor.week(4)
    assert page.locator("select.scenario").input_value() == "retailer/as-is"
    assert page.locator("h2", has_text="As is: roadmaps in silos, Board sponsorship 0.5").count() == 1
    page.go_forward()
    visitor.waits_for("() => document.querySelectorAll('.lever.moved').length === 0")
    visitor.week(5)
    visitor.waits_for("() => location.search.includes('full-package') && location.search.includes('week=5')")


def test_two_visitors_do_not_see_each_others_moves(browser, address, visitor):
    other = Visitor(browser, address)
    other.opens("?customers=200")
    visitor.opens("?customers=200")
    visitor.moves("sponsorship", 1.0)
    visitor.page.get_by_role("button", name="Step").click()
    visitor.week(1)
    assert other.page.locator(".lever.moved").count() == 0
    assert other.page.locator("[data-measure=week] b").inner_text() == "0"
    other.context.close()


def test_a_click_on_a_run_of_a_stored_study_opens_that_very_run(visitor, folders):
    page = visitor.opens("?page=results&result=stored")
    page.locator("circle[data-key='run:5']").click(force=True)  # the third world of the second scenario
    visitor.week(HORIZON)
    runs = pd.read_parquet(folders[1] / "stored" / "runs").set_index("run")
    page.locator("[data-measure=adoption]").wait_for()
    assert visitor.number("[data-measure=adoption]") == runs.loc[5, "adoption"]
    assert page.locator("select.scenario").input_value() == "@stored:1"
    assert "--run 5" in page.locator(".command code").inner_text()


def test_a_click_on_a_run_of_a_stored_sweep_opens_that_very_run(visitor, folders):
    page = visitor.opens("?page=results&result=small")
    page.locator("circle[data-key='row:0']").click(force=True)
    page.locator("circle[data-key='run:0']").wait_for(state="attached")
    page.locator("rect[data-key='row:1']").first.click(force=True)
    page.locator("circle[data-key='run:3']").dispatch_event("click")  # the second world of the second point; another dot may lie on it
    visitor.week(HORIZON)
    page.locator("[data-measure=adoption]").wait_for()
    runs = pd.read_parquet(folders[1] / "small" / "runs").set_index("run")
    assert visitor.number("[data-measure=adoption]") == runs.loc[3, "adoption"]
    assert float(page.locator("[data-lever=sponsorship]").input_value()) == 0.8
    assert "--run 3" in page.locator(".command code").inner_text()


def test_a_hostile_title_is_shown_as_text(visitor):
    page = visitor.opens("?s=./hostile&customers=200&week=2")
    assert page.locator("h2", has_text="<img src=x onerror=alert(1)><b>bold</b>").count() == 1
    assert page.locator(".card b", has_text="bold").count() == 0
    assert page.locator("img[src=x]").count() == 0


def test_a_broken_scenario_is_a_message_and_the_page_lives_on(visitor):
    page = visitor.opens("?s=./broken")
    assert "levers.sponsorship = 7 is outside 0 to 1" in page.locator(".problems").inner_text()
    page.get_by_role("button", name="Start again").click()
    visitor.week(0)


def test_nothing_outside_the_folders_can_be_opened(visitor):
    for asked in ("?s=./../../secret", "?page=results&result=../.."):
        page = visitor.opens(asked)
        assert re.search(r"no (scenario|study) '", page.locator(".problems").inner_text())


def test_the_pages_answer_only_under_the_name_of_this_machine(address):
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "elsewhere.example"}), timeout=30)
    with refused.value as answer:
        assert answer.code == 400
    assert address.startswith("http://127.0.0.1:")


def test_the_server_of_the_pages_is_guarded(address):
    for path, given in (("/resourcez", {}), ("/", {"Sec-Fetch-Site": "cross-site"})):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        connection.request("GET", path, headers=given)
        assert connection.getresponse().status in (403, 404)
        connection.close()


def test_a_figure_and_its_numbers_can_be_downloaded(visitor, tmp_path):
    page = visitor.opens("?customers=200&week=4")
    with page.expect_download() as drawing:
        page.locator(".card", has=page.locator("h2", has_text="Adoption")).get_by_role("button", name="SVG").click()
    assert drawing.value.suggested_filename == "retailer-as-is-world-0-week-4-adoption.svg"
    drawn = Path(drawing.value.path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert ">As is: roadmaps in silos – world 0, week 4</text>" in drawn
    assert "world 0, week 4" not in page.locator(".card svg").first.inner_html()
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Download CSV").click()
    assert numbers.value.suggested_filename == "retailer-as-is-world-0-week-4.csv"
    assert len(Path(numbers.value.path()).read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(("origin", "status"), [("http://evil.example:9011", 403), ("null", 403), ("", 101), (None, 101)])
def test_a_page_of_another_origin_cannot_talk_to_the_pages(address, origin, status):
    """Browsers let any page open a WebSocket to this machine, and say whose page it is."""
    host = urlsplit(address).netloc
    given = {} if origin is None else {"Origin": origin or f"http://{host}"}
    connection = http.client.HTTPConnection(host, timeout=20)
    asked = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    connection.request("GET", f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=x", headers=asked | given)
    assert connection.getresponse().status == status
    connection.close()
