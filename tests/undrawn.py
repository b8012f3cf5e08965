"""Comparisons whose figures are not drawn, for tests of all else that a comparison leaves in its folder."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from simulation.analysis.comparison import Comparison
from simulation.report import figures


def blank(comparison: Comparison, lang: str = "en", kinds: tuple[str, ...] = ("svg",)) -> dict[str, dict[str, bytes]]:
    """An empty image for each figure in each kind."""
    return {name: dict.fromkeys(kinds, b"<svg/>") for name in figures.drawings(comparison)}


@contextmanager
def undrawn() -> Iterator[None]:
    """Drawing takes longer than all the rest of a small comparison."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(figures, "images", blank)
        yield
