"""The server of the pages: on this machine only unless told otherwise, with two folders and no others."""

import os
import threading
import warnings
import webbrowser
from pathlib import Path
from typing import Any

from simulation.app.guard import guarded, in_an_address
from simulation.app.shelf import Shelf

HOST, PORT = "127.0.0.1", 8765
SCENARIOS, RESULTS = Path("my-scenarios"), Path("results")
_FOLDERS = {"shelf": Shelf(SCENARIOS, RESULTS)}


def shelf() -> Shelf:
    """The folders that this server may open."""
    return _FOLDERS["shelf"]


def server(host: str, port: int, scenarios: Path, results: Path) -> Any:
    """A server, not yet started, of the pages over these two folders."""
    os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "false")
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")  # served to this machine, without https
    import solara.server.settings as settings
    from solara.server import app as solara_app

    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"
    settings.main.root_path = ""  # else the first visitor's headers would say under which path the pages stand, for all
    settings.theme.title = "omnigov"
    settings.theme.show_banner = False
    settings.ssg.enabled = False
    settings.kernel.cull_timeout = "10m"  # a closed page gives its memory back
    from solara.server.starlette import ServerStarlette
    from solara.server.starlette import app as pages

    _FOLDERS["shelf"] = Shelf(scenarios, results)
    solara_app.apps["__default__"] = solara_app.AppScript("simulation.app.pages.app")
    return ServerStarlette(port=port, host=host, starlette_app=guarded(pages, host, settings.assets.proxy_cache_dir), log_level="error")


def serve(host: str, port: int, scenarios: Path, results: Path, *, browser: bool) -> None:
    """Serve the pages until interrupted; say where once they are there, and open them in the user's browser if asked."""
    serving = server(host, port, scenarios, results)

    def tell() -> None:
        serving.started.wait()
        serving.wait_until_serving()
        here = f"http://{in_an_address(host)}:{port}/"
        print(f"omnigov: {here}  (Ctrl-C stops it)", flush=True)
        if browser:
            webbrowser.open(here)

    threading.Thread(target=tell, daemon=True).start()
    serving.serve()
