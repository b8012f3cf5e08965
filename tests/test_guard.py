"""What the server refuses before the pages see it: foreign pages, and files that are none."""

import asyncio

import pytest

from simulation.app.guard import EVERYWHERE, guarded
from simulation.app.start import listening
from simulation.cli import status_of

HOST = "127.0.0.1:8765"


@pytest.fixture
def assets(tmp_path):
    """A folder of assets with one package."""
    (tmp_path / "assets" / "package@1.0.0" / "dist").mkdir(parents=True)
    (tmp_path / "assets" / "package@1.0.0" / "dist" / "main.js").write_text("1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return tmp_path / "assets"


@pytest.fixture
def asked(assets):
    """The status with which a path is answered; 299 where the pages themselves answered."""

    async def pages(scope, receive, send):
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def ask(path, bound="127.0.0.1", host=HOST, **headers):
        given = [(b"host", host.encode()), *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())]
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b"", "headers": given, "http_version": "1.1"}
        said = []

        async def receive():
            await asyncio.Event().wait()  # nothing more comes

        async def send(message):
            said.append(message)

        asyncio.run(guarded(pages, bound, assets)(scope, receive, send))
        ask.headers = said[0]["headers"]
        return said[0]["status"]

    return ask


def test_only_files_of_the_folder_of_assets_are_served_and_the_pages_are_not_asked(asked, assets):
    before = sorted(assets.rglob("*"))
    assert asked("/_solara/cdn/package@1.0.0/dist/main.js") == 200
    for path in ("package@1.0.0", "package@1.0.0/", "package@1.0.0/dist", "other@1.0.0/x.js", "../secret.txt", "package@1.0.0/../../secret.txt", "", "x\0"):
        assert asked(f"/_solara/cdn/{path}") == 404, path
    assert sorted(assets.rglob("*")) == before


def test_what_the_server_tells_of_itself_is_not_told(asked):
    assert asked("/resourcez") == 404
    assert asked("/") == 299


def test_what_a_page_elsewhere_loads_is_refused_but_a_link_there_may_be_followed(asked):
    assert asked("/", sec_fetch_site="cross-site") == 403
    assert asked("/_solara/cdn/package@1.0.0/dist/main.js", sec_fetch_site="cross-site", sec_fetch_mode="no-cors", sec_fetch_dest="image") == 403
    assert asked("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate", sec_fetch_dest="iframe") == 403
    assert asked("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate", sec_fetch_dest="document") == 299
    assert asked("/", sec_fetch_site="same-origin") == 299


@pytest.mark.parametrize(("origin", "status"), [("http://[", 403), ("http://evil.example", 403), ("null", 403), (f"http://{HOST}", 299)])
def test_another_origin_is_refused_also_one_that_is_no_address(asked, origin, status):
    assert asked("/", origin=origin) == status


def test_no_other_page_may_show_ours_in_a_frame_and_other_ports_of_this_machine_are_other_pages(asked):
    assert asked("/", sec_fetch_site="same-site", sec_fetch_mode="no-cors", sec_fetch_dest="script") == 403
    assert asked("/", sec_fetch_site="same-site", sec_fetch_mode="navigate", sec_fetch_dest="document") == 299
    assert (b"content-security-policy", b"frame-ancestors 'none'") in asked.headers


@pytest.mark.parametrize(("host", "status"), [("evil.example:8765", 400), ("192.168.1.7:8765", 299), ("[::1]:8765", 299), ("localhost", 299), ("[", 400)])
def test_a_server_for_the_whole_network_answers_under_numbers_and_names_of_its_machine(asked, host, status):
    assert asked("/", bound="0.0.0.0", host=host) == status


@pytest.mark.parametrize("option", ["--scenarios", "--results"])
def test_a_folder_below_a_file_is_refused_before_anything_starts(option, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert status_of(["app", "--port", "0", "--no-browser", "--host", "nowhere.invalid", option, str(tmp_path / "file" / "below")]) == 2
    assert f"{option} {tmp_path / 'file' / 'below'}: {tmp_path / 'file'} is a file, not a folder" in capsys.readouterr().err


def test_a_host_that_means_all_addresses_is_written_out():
    assert listening("0", 0)[0] in EVERYWHERE
    assert listening("127.0.0.1", 0)[0] == "127.0.0.1"
