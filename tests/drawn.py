"""The pages as the server draws them, without a browser: the parts that they consist of, and what a click sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets
import solara
from solara.routing import Router, router_context

from simulation.app import serve
from simulation.app.pages.app import Page
from simulation.app.shelf import Shelf


@solara.component
def _At(query: str) -> None:  # noqa: N802 - a component is named like a class
    router_context.provide(Router(f"/?{query}", []))
    Page()


class Drawn:
    """A page that is drawn; a fault in drawing it is raised."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def parts(self) -> list[Any]:
        """All widgets, from the top."""
        found = []

        def walk(widget: Any) -> None:
            found.append(widget)
            for child in getattr(widget, "children", None) or ():
                if isinstance(child, ipywidgets.Widget):
                    walk(child)

        walk(self.root)
        return found

    def with_(self, trait: str) -> list[Any]:
        """The widgets that have a trait."""
        return [each for each in self.parts() if each.has_trait(trait)]

    def bodies(self, look: str) -> str:
        """The HTML of all cards of a look."""
        return "".join(each.body for each in self.with_("body") if each.look == look)


@contextmanager
def drawn(query: str, shelf: Shelf) -> Iterator[Drawn]:
    """The page of an address over a shelf."""
    before = serve.shelf()
    serve._FOLDERS["shelf"] = shelf
    root, context = solara.render(_At(query), handle_error=False)
    try:
        yield Drawn(root)
    finally:
        context.close()
        serve._FOLDERS["shelf"] = before
