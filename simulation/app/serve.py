"""The server of the pages: on this machine only unless told otherwise, with two folders and no others."""

import os
import threading
import warnings
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    settings.theme.title = "omnigov"
    settings.theme.show_banner = False
    settings.ssg.enabled = False
    settings.kernel.cull_timeout = "10m"  # a closed page gives its memory back
    from solara.server.starlette import ServerStarlette
    from solara.server.starlette import app as pages

    _FOLDERS["shelf"] = Shelf(scenarios, results)
    solara_app.apps["__default__"] = solara_app.AppScript("simulation.app.pages.app")
    return ServerStarlette(port=port, host=host, starlette_app=_guarded(pages, host), log_level="error")


def serve(host: str, port: int, scenarios: Path, results: Path, *, browser: bool) -> None:
    """Serve the pages until interrupted; say where once they are there, and open them in the user's browser if asked."""
    serving = server(host, port, scenarios, results)

    def tell() -> None:
        serving.started.wait()
        serving.wait_until_serving()
        here = f"http://{_as_in_an_address(host)}:{port}/"
        print(f"omnigov: {here}  (Ctrl-C stops it)", flush=True)
        if browser:
            webbrowser.open(here)

    threading.Thread(target=tell, daemon=True).start()
    serving.serve()


def _guarded(pages: Any, host: str) -> Any:
    """The pages, answering only under the name of this machine, and only what comes from themselves: a page elsewhere cannot talk to them."""
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    own = _from_itself(pages)
    known = [_as_in_an_address(host), "localhost", "127.0.0.1"]
    return own if host in ("0.0.0.0", "::") else TrustedHostMiddleware(own, allowed_hosts=known)


def _as_in_an_address(host: str) -> str:
    """A host as it stands in an address: one of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host.lower()


def _from_itself(pages: Any) -> Any:
    """The pages, refusing what a page of another origin sends: browsers let any page open a WebSocket anywhere, and say whose it is."""
    from starlette.datastructures import Headers
    from starlette.responses import PlainTextResponse
    from starlette.websockets import WebSocketClose

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        headers = Headers(scope=scope) if scope["type"] in ("http", "websocket") else {}
        origin = headers.get("origin")
        if origin is None or urlsplit(origin).netloc == headers.get("host"):
            await pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, "another origin")(scope, receive, send)
        else:
            await PlainTextResponse("another origin", 403)(scope, receive, send)

    return answer
