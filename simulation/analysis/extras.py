"""Libraries that only analyses need: loaded when first used, and a clear sentence when they are not there."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from simulation.checks import InputError


def extra(module: str) -> Any:
    """A module of the extra `analysis`. Raises InputError, saying what to install, when it is missing."""
    try:
        with hushed():
            return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if error.name is None or not error.name.startswith(library):
            raise
        raise InputError([f"this analysis needs {library}, which is not installed: install omnigov with its extra, omnigov[analysis]"]) from None


@contextmanager
def hushed() -> Iterator[None]:
    """Without the warnings of a library about its own code or its neighbours: they concern nobody here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
