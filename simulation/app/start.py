"""What `omnigov app` does: check what it was given, say where the pages are, serve them until interrupted."""

import importlib.util
import socket
from pathlib import Path

from simulation.app.guard import EVERYWHERE
from simulation.checks import InputError, lies, refuse

LAST_PORT = 65_535
NEEDED = ("solara", "solara_assets", "ipyvuetify")


def app_command(host: str, port: str, scenarios: str, results: str, *, browser: bool) -> None:
    """Serve the pages. Raises InputError, before anything is started, with all that is wrong."""
    problems = [f"the pages need {name}: pip install 'omnigov[app]'" for name in NEEDED if importlib.util.find_spec(name) is None]
    if not (port.isdecimal() and port.isascii() and len(port) <= len(str(LAST_PORT)) and int(port) <= LAST_PORT):
        problems.append(f"port = '{port[:20]}' is not a whole number from 0 to {LAST_PORT:,}")
    folders = (("scenarios", scenarios), ("results", results))
    problems += [f"--{name} {folder}: {found}" for name, folder in folders if (found := _no_folder(Path(folder)))]
    problems += [f"--{name} is empty: name a folder" for name, folder in folders if not folder.strip()]
    refuse(problems)
    place = listening(host, int(port))
    _compile()
    from simulation.app.serve import serve

    serve(*place, Path(scenarios), Path(results), browser=browser)


def _compile() -> None:
    """Load or compile what the pages run, so that no visitor waits for it."""
    from simulation import library
    from simulation.app.live import Live
    from simulation.commands import compile_model
    from simulation.scenario import load

    scenario = load(f"{library.names('companies')[0]}/{library.BASELINE}")
    compile_model(scenario, quiet=False)
    Live(scenario, customers=10).go_to(1)


def _no_folder(path: Path) -> str:
    """Why no folder can be at a path: a file is there, or above it; empty where one can."""
    file = next((each for each in (path, *path.parents) if lies(each) == "file"), None)
    return "" if file is None else f"{'this' if file == path else file} is a file, not a folder"


def listening(host: str, port: int) -> tuple[str, int]:
    """Where to listen: the host, written out where it means all of this machine's addresses (`0`), and the port, or any free one for 0; raises InputError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return str(address[0]) if address[0] in EVERYWHERE else host, int(trial.getsockname()[1])
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError([f"nothing can be served on {host[:60]}, port {port}: {why}; choose another with --port or --host"]) from None
