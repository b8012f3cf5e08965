"""The command that reproduces what a page shows, to be copied into a terminal."""

import shlex
from pathlib import Path

from simulation.app.address import LETTERS, Choice, View
from simulation.app.odds import FINE
from simulation.app.shelf import OWN, RUN, STORED, Shelf
from simulation.checks import InputError
from simulation.results import read_manifest


def command_of(view: View, shelf: Shelf) -> str:
    """The command of a view; empty where the command line cannot name what is shown.

    A comparison of moved levers names the files `scenario-a.toml` and so on of the folder of own scenarios, to be saved first.
    """
    if view.page == "results":
        return shlex.join(["omnigov", "report", str(shelf.results / view.result)]) if view.result else ""
    if view.page == "world":
        return _replay(view, shelf)
    if any(choice.name.startswith(STORED) for choice in view.choices):
        return ""
    names = [
        str(shelf.scenarios / f"{saving_name(place)}.toml") if choice.moved else _file(choice, shelf.scenarios) for place, choice in enumerate(view.choices)
    ]
    one = view.page == "side"
    worlds = ["--worlds", "1", "--first-world", str(view.world)] if one else ["--worlds", str(view.worlds)]
    customers = view.customers if one else FINE
    return shlex.join(["omnigov", "compare", *names, *worlds, "--seed", str(view.seed), "--customers", str(customers), "--lang", view.lang])


def saving_name(place: int) -> str:
    """The name under which a command expects a scenario with moved levers."""
    return f"scenario-{LETTERS[place].lower()}"


def _replay(view: View, shelf: Shelf) -> str:
    choice = view.choice
    if choice.name.startswith(STORED):
        run = _run_number(view, shelf)
        study = choice.name.removeprefix(STORED).rpartition(":")[0]
        return "" if run is None or choice.moved else shlex.join(["omnigov", "replay", str(shelf.results / study), "--run", str(run), "--lang", view.lang])
    sets = [part for name, value in choice.moved for part in ("--set", f"levers.{name}={value if isinstance(value, str) else f'{value:.10g}'}")]
    counts = ["--world", str(view.world), "--seed", str(view.seed), "--customers", str(view.customers)]
    return shlex.join(["omnigov", "replay", _file(choice, shelf.scenarios), *sets, *counts, "--lang", view.lang])


def _run_number(view: View, shelf: Shelf) -> int | None:
    """The number of a run in its study; None when this world was not run there."""
    study, _, place = view.choice.name.removeprefix(STORED).rpartition(":")
    try:
        manifest = read_manifest(shelf.study(study))
    except InputError:
        return None
    settings = manifest["study"]
    worlds = manifest.get("comparison", settings).get("worlds") or settings.get("worlds")  # fewer than asked for where words were settled before
    if not worlds or "first_world" not in settings:
        return None
    offset = view.world - int(settings["first_world"])
    if place.startswith(RUN):  # of a sweep, and of its own world only
        number = int(place.removeprefix(RUN))
        return number if number % worlds == offset else None
    return int(place) * worlds + offset if 0 <= offset < worlds else None


def _file(choice: Choice, folder: Path) -> str:
    return str(folder / f"{choice.name.removeprefix(OWN)}.toml") if choice.name.startswith(OWN) else choice.name
