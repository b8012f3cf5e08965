"""What stands before the pages: whom they answer, and what of the server nobody may ask for."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVERYWHERE = ("0.0.0.0", "::")  # hosts under which everybody in the network is let in
ASSETS = "/_solara/cdn"  # Solara itself would fetch what is missing there from the internet, and delete a folder that is asked for
HIDDEN = "/resourcez"  # how much memory and how many visitors the server has


def guarded(pages: Any, host: str, assets: Path) -> Any:
    """The pages, answering only under the name of this machine, only what comes from themselves, and of the folder of assets only its files."""
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    own = _from_itself(_with_own_assets(pages, assets))
    if host in EVERYWHERE:
        return _under_own_name(own)
    return TrustedHostMiddleware(own, allowed_hosts=[in_an_address(host), "localhost", "127.0.0.1"])


def in_an_address(host: str) -> str:
    """A host as it stands in an address: one of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host.lower()


def _under_own_name(pages: Any) -> Any:
    """The pages, answering under addresses in numbers and the names of this machine: under a name of its own a foreign page would pass for one of ours."""
    machine = socket.gethostname().lower()
    names = {"localhost", machine, f"{machine}.local", socket.getfqdn().lower()}
    return _refusing(pages, lambda headers: not _is_own(headers.get("host", ""), names), "this name is not known here: use the address in numbers", 400)


def _is_own(host: str, names: set[str]) -> bool:
    """Whether a request came under one of these names, or under an address in numbers."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in names or bool(ip_address(name))
    except ValueError:
        return False


def _from_itself(pages: Any) -> Any:
    """The pages, refusing what a page of another origin sends or shows: browsers let any page open a WebSocket or a frame from anywhere, and mostly say so."""

    async def unframed(scope: Any, receive: Any, send: Any) -> None:
        await pages(scope, receive, _unframed(send))

    return _refusing(unframed, _foreign, "another origin", 403)


def _refusing(pages: Any, refused: Callable[[Any], bool], why: str, status: int) -> Any:
    """The pages without the requests whose headers are refused."""
    from starlette.datastructures import Headers
    from starlette.responses import PlainTextResponse
    from starlette.websockets import WebSocketClose

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket") or not refused(Headers(scope=scope)):
            await pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, why)(scope, receive, send)
        else:
            await PlainTextResponse(why, status)(scope, receive, send)

    return answer


def _unframed(send: Any) -> Any:
    """Sends what the pages send, and that no other page may show it in a frame."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message.get("headers", []), (b"content-security-policy", b"frame-ancestors 'none'")]}
        await send(message)

    return sent


def _foreign(headers: Any) -> bool:
    """Whether a page of another origin asks; a link that somebody follows to a page of ours is no such thing."""
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) != (
        "navigate",
        "document",
    ):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no address at all
        return True


def _with_own_assets(pages: Any, assets: Path) -> Any:
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
