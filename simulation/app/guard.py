"""What stands before the pages: whom they answer, and what of the server nobody may ask for."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVERYWHERE = ("0.0.0.0", "::")  # hosts under which everybody in the network is let in
ASSETS = "/_solara/cdn"  # Solara itself would fetch what is missing there from the internet, and delete a folder that is asked for
HIDDEN = "/resourcez"  # how much memory and how many visitors the server has
REFUSED = "another origin"


def guarded(pages: Any, host: str, assets: Path) -> Any:
    """The pages, answering only under the name of this machine, only what comes from themselves, and of the folder of assets only its files."""
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    own = _from_itself(_without(pages, assets))
    known = [in_an_address(host), "localhost", "127.0.0.1"]
    return own if host in EVERYWHERE else TrustedHostMiddleware(own, allowed_hosts=known)


def in_an_address(host: str) -> str:
    """A host as it stands in an address: one of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host.lower()


def _from_itself(pages: Any) -> Any:
    """The pages, refusing what a page of another origin sends: browsers let any page open a WebSocket or show a picture from anywhere, and say so."""
    from starlette.datastructures import Headers
    from starlette.responses import PlainTextResponse
    from starlette.websockets import WebSocketClose

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket") or not _foreign(Headers(scope=scope)):
            await pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, REFUSED)(scope, receive, send)
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)

    return answer


def _foreign(headers: Any) -> bool:
    """Whether a page of another origin asks; a link that somebody follows to a page of ours is no such thing."""
    if headers.get("sec-fetch-site") == "cross-site" and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) != ("navigate", "document"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no address at all
        return True


def _without(pages: Any, assets: Path) -> Any:
    """The pages without what Solara does on its own account: only files that lie in the folder of assets are served from it, by ourselves."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    files = Starlette(routes=[Mount(ASSETS, StaticFiles(directory=assets, check_dir=False))], middleware=[Middleware(GZipMiddleware, minimum_size=1000)])

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        ours = scope["type"] == "http" and scope["path"].startswith((ASSETS, HIDDEN))
        await (files if ours else pages)(scope, receive, send)

    return answer
