"""The folder of a sweep: whose it is. Made for one sweep, opened again by that very sweep only."""

import json
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.checks import InputError, refuse, shown
from simulation.results import MANIFEST, manifest_of, own_files, read_manifest
from simulation.sweep.plan import KIND, Plan
from simulation.sweep.store import OF_DESKTOPS, UNFINISHED, finished, points_problem, sync_folder, write_file, write_points

FIGURES, DRAWN = "figures", ("responses", "heat-maps", "parallel")  # of the report of a sweep
STALE = 3600.0  # seconds after which an unfinished file belongs to nobody any more


def opened(folder: Path, plan: Plan, fresh: bool) -> None:
    """Make the folder of a sweep, or see that it is this very sweep's. Raises InputError saying what differs and what to do."""
    refuse(_problems(folder, plan, fresh))
    try:
        if fresh:
            _emptied(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).exists():
            _claim(folder, _text(plan))
        for kind in plan.kinds:
            (folder / kind).mkdir(exist_ok=True)
        for each in (folder, *(folder / name for name in (*plan.kinds, FIGURES) if (folder / name).is_dir())):
            _sweep_away(each)
        if points_problem(folder, plan.key):
            write_points(folder, plan)
        with tempfile.TemporaryFile(dir=folder / "runs"):
            pass
    except OSError as error:
        raise InputError([f"results folder {folder}: it cannot be written to ({error.strerror or error}); choose another with --results"]) from None
    refuse(_problems(folder, plan, False))  # another runner may have come first


def _problems(folder: Path, plan: Plan, fresh: bool) -> list[str]:
    """Why the folder cannot be this sweep's."""
    if folder.exists() and not folder.is_dir():
        return [f"results folder {folder} is a file; choose another with --results"]
    if not folder.is_dir() or all(each.name.startswith(UNFINISHED) or _is_empty(each) for each in folder.iterdir()):
        return []
    try:
        there = read_manifest(folder)
    except InputError:
        return [f"results folder {folder} holds files that are no study of omnigov; choose another with --results"]
    if fresh:
        return _foreign(folder, plan)
    if there["study"] == json.loads(json.dumps(plan.study)):
        return []
    if there["study"].get("kind") != KIND:
        return [f"results folder {folder} holds the results of another study, which is no sweep; choose another with --results, or replace it with --fresh"]
    told = "; ".join(differing(there["study"], plan.study))
    return [f"results folder {folder} holds another sweep: {told}. Choose another with --results, or begin anew with --fresh"]


def _is_empty(entry: Path) -> bool:
    """Whether this is a folder of a sweep with nothing of it inside, as one leaves that was interrupted while it began anew."""
    ours = entry.name in ("runs", "series", FIGURES) and entry.is_dir()
    return ours and all(each.name.startswith(UNFINISHED) or each.name in OF_DESKTOPS for each in entry.iterdir())


def _foreign(folder: Path, plan: Plan) -> list[str]:
    """Files that no study of ours wrote, where the parts of the sweep will be: they would stay, and be in its way."""
    ours = own_files(folder)
    there = [path for kind in plan.kinds if (folder / kind).is_dir() for path in sorted((folder / kind).iterdir())]
    others = [each.relative_to(folder).as_posix() for each in there if not each.name.startswith(UNFINISHED) and each.name not in OF_DESKTOPS]
    return [f"{name} in {folder} is no part of a sweep: take it away" for name in others if name not in ours]


def differing(there: dict[str, Any], here: dict[str, Any]) -> list[str]:
    """What differs between the study of a folder and the one that is asked for, in words."""
    names = [name for name in here if json.loads(json.dumps(here[name])) != there.get(name)]
    return [_difference(name, there.get(name), here[name]) for name in names]


def _difference(name: str, there: Any, here: Any) -> str:
    if name == "code":
        return "the model's code has changed since"
    if name == "scenarios":
        return f"scenarios {_scenarios(there)} there, {_scenarios(here)} here" if _scenarios(there) != _scenarios(here) else "a scenario's content has changed"
    if name == "population":
        return "the population has changed"
    if name == "design":
        both = [key for key in here if (there or {}).get(key) != here[key]]
        return f"the design has changed ({', '.join('values' if key == 'points' else key for key in both)})"
    return f"{name} {shown(there)} there, {shown(here)} here"


def _scenarios(rows: Any) -> str:
    return ", ".join(each["name"] for each in rows or [])


def _text(plan: Plan, **more: Any) -> str:
    from simulation.terminal import to_json

    experiment = plan.experiment
    manifest = manifest_of(
        experiment.scenarios, plan.study, name=experiment.name, title=experiment.title, title_fr=experiment.title_fr, design=experiment.design.document(),
        uncertain=plan.study["uncertain"], runs=plan.runs, chunks=plan.chunks, key=plan.key, started=_now(), **more,
    )  # fmt: skip
    return to_json(manifest) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _claim(folder: Path, text: str) -> None:
    """Write the manifest, unless another runner has just done so."""
    handle, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
    os.close(handle)
    try:
        write_file(Path(unfinished), text.encode())
        os.link(unfinished, folder / MANIFEST)
        sync_folder(folder)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        write_file(folder / MANIFEST, text.encode())
    finally:
        Path(unfinished).unlink(missing_ok=True)


def closed(folder: Path, plan: Plan) -> None:
    """Note in the manifest when the sweep was complete, if it is."""
    manifest = read_manifest(folder)
    if "ended" not in manifest and len(finished(folder, plan.chunks, plan.kinds)) == plan.chunks:
        from simulation.terminal import to_json

        write_file(folder / MANIFEST, (to_json({**manifest, "ended": _now()}) + "\n").encode())


def _emptied(folder: Path) -> None:
    """Take away what a sweep or another study of ours left, and nothing else; the manifest last, so that until then it is known whose the rest is."""
    drawn = {path.relative_to(folder).as_posix() for path in (folder / FIGURES).glob("*") if path.stem in DRAWN and path.suffix in (".svg", ".png")}
    for name in [*sorted((own_files(folder) | drawn) - {MANIFEST}), MANIFEST]:
        (folder / name).unlink(missing_ok=True)


def _sweep_away(folder: Path) -> None:
    """Delete what a killed process left unfinished long ago."""
    for entry in os.scandir(folder):
        if entry.name.startswith(UNFINISHED) and time.time() - entry.stat().st_mtime > STALE:
            Path(entry.path).unlink(missing_ok=True)
