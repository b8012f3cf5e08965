"""A results folder: whose it is, what makes it again, and writing it whole or not at all."""

import hashlib
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.checks import InputError, lies, refuse, unreadable_names
from simulation.provenance import git, model_hash, versions
from simulation.scenario import Scenario

MANIFEST = "manifest.json"
OURS = (MANIFEST, "report.html", "report.md", "points.parquet", "runs", "series", "figures", "tables", "detail")
NUMBERED = re.compile(r"part-\d+\.parquet|\d{5}\.npz")  # ours even where an older manifest lists no files
STARTED = time.time()  # when this process began
A_DAY = 86_400.0  # seconds after which what a process of another machine left belongs to nobody any more


def study_of(scenarios: Sequence[Scenario], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a study is: scenarios by name and hash, and the settings that its numbers depend on (not the threads)."""
    asked = {name: settings[name] for name in ("worlds", "first_world", "seed", "weeks", "customers") if name in settings}
    asked |= {name: True for name in ("luck_only", "until_settled") if settings.get(name)}
    return {**asked, "scenarios": [{"name": each.name, "hash": each.hash} for each in scenarios]}


def default_folder(study: Mapping[str, Any]) -> Path:
    """`results/<baseline>-<hash of the study>`: another study never meets the same folder."""
    baseline = study["scenarios"][0]["name"].replace("/", "-").replace(" ", "-").replace(",", "")
    digest = hashlib.blake2b(json.dumps(study, sort_keys=True).encode(), digest_size=4).hexdigest()
    return Path("results") / f"{baseline[:60]}-{digest}"


def folder_problems(folder: Path, study: Mapping[str, Any], fresh: bool) -> list[str]:
    """Why a study cannot be written to a folder: it cannot be written to, or it holds something else. Leaves no trace."""
    if unreadable := unreadable_names([str(folder)]):
        return [f"results folder {each}" for each in unreadable]
    recover(folder)
    cannot = _cannot_write(folder)
    if cannot:
        return [f"results folder {folder}: {cannot}; choose another with --results"]
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    if fresh:
        return _not_ours(folder)
    try:
        there = read_manifest(folder)
    except InputError:
        return [f"results folder {folder} holds files that are no study of omnigov; choose another with --results"]
    if there.get("study") != json.loads(json.dumps(study)):
        names = ", ".join(each["name"] for each in there["study"].get("scenarios", [])[:3])
        return [f"results folder {folder} holds the results of another study ({names}, ...); choose another with --results, or replace it with --fresh"]
    return []


def _cannot_write(folder: Path) -> str | None:
    """Try it: make the folder, a file in it and one beside it, then take all away again."""
    made = []
    for each in (folder, *folder.parents):
        if lies(each):
            break
        made.append(each)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder), tempfile.NamedTemporaryFile(dir=folder.resolve().parent):
            return None
    except (OSError, ValueError) as error:
        return f"it cannot be written to ({getattr(error, 'strerror', None) or error})"
    finally:
        for each in made:
            if lies(each) == "folder":
                each.rmdir()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study; raises InputError when the folder holds none that can be read."""
    path = folder / MANIFEST
    recover(folder)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError([f"{folder} is no results folder: {path} cannot be read ({getattr(error, 'strerror', None) or error})"]) from None
    if not _is_manifest(found):
        raise InputError([f"{folder} is no results folder: {path} is no manifest of omnigov"])
    return found


def _is_manifest(found: Any) -> bool:
    """Whether what commands rely on is there and of its kind: scenarios by name, and whole numbers where the study gives any."""
    if not isinstance(found, dict) or not isinstance(found.get("study"), dict) or not found["study"]:
        return False
    tables = [found.get("scenarios"), found["study"].get("scenarios") or []]
    if not all(isinstance(rows, list) and all(isinstance(each, dict) and isinstance(each.get("name"), str) for each in rows) for rows in tables):
        return False
    compared = found.get("comparison", {})
    made_with = (("versions", dict), ("git", dict), ("command", list))
    if not isinstance(compared, dict) or not all(isinstance(found.get(name, kind()), kind) for name, kind in made_with):
        return False
    counts = [found["study"].get(name) for name in ("worlds", "first_world", "seed", "weeks", "customers")] + [compared.get("worlds")]
    return all(count is None or (isinstance(count, int) and not isinstance(count, bool) and count >= 0) for count in counts)


def manifest_of(scenarios: Sequence[Scenario], study: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Everything needed to make a study again, and what it was made with. Run number N is world N mod worlds of scenario N div worlds."""
    return {
        "study": dict(study),
        "scenarios": [{"name": each.name, "hash": each.hash, "document": each.to_dict()} for each in scenarios],
        "runs": len(scenarios) * study["worlds"],
        "model": model_hash(),
        "git": git(),
        "versions": versions(),
        "platform": platform.platform(),
        "command": ["omnigov", *sys.argv[1:]],
        **more,
    }


def write_whole(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder beside the wanted one, then put it in its place: the study is there whole, or not at all.

    What is on disk is synced before it gets its name. An older study of ours is taken away only then; files that are not ours are kept.
    Raises InputError, before anything is written, when the folder holds something by our names that is no study of ours.
    """
    recover(folder)
    refuse(_not_ours(folder))
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-unfinished-{_process()}-", dir=place.parent))
    try:
        write(unfinished)
        _list_files(unfinished)
        unfinished.chmod(0o777 & ~_umask())
        _sync(*unfinished.rglob("*"), unfinished)
        _put(unfinished, place)
        _sync(place.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def recover(folder: Path) -> None:
    """Undo what a process killed half way left beside a folder: a study set aside is put back (or its other files are), unfinished ones go.

    Only what a process left that is gone is touched; where that is not permitted, all stays as it is.
    """
    try:
        place = folder.resolve()
        beside = [each for each in place.parent.iterdir() if each.name.startswith(f".{place.name}-") and each.is_dir() and _abandoned(each)]
        for aside in beside:
            old = aside / "old"
            if aside.name.startswith(f".{place.name}-replaced-"):
                if old.is_dir() and place.exists():
                    _keep_others(old, place)
                elif old.is_dir():
                    old.rename(place)
                shutil.rmtree(aside)
            elif aside.name.startswith(f".{place.name}-unfinished-"):
                shutil.rmtree(aside)
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself
        return


def _process() -> str:
    """This process, as the names of its folders tell it: the machine's name and the number of the process on it."""
    return f"{platform.node()}-{os.getpid()}"


def _abandoned(folder: Path) -> bool:
    """Whether the process that made a folder is gone; of another machine's nobody can know, so it keeps its folder for a day."""
    head, process, _ = f"--{folder.name}".rsplit("-", 2)
    made = folder.stat().st_mtime
    here = tuple(f"-{state}-{platform.node()}" for state in ("unfinished", "replaced"))
    if not (head.endswith(here) and process.isdecimal()):
        return time.time() - made > A_DAY
    if os.name != "posix" or int(process) == os.getpid():  # elsewhere to ask after a process is to end it; our number may have been another's before
        return made < STARTED
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return False
    except (ProcessLookupError, OverflowError):
        return True
    return False


def _put(new: Path, place: Path) -> None:
    """Give a finished folder its name; what was there is set aside first, and set back if that fails."""
    if not place.exists():
        new.rename(place)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name}-replaced-{_process()}-", dir=place.parent))
    old = place.rename(aside / "old")
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    finally:
        if old.exists():
            _keep_others(old, place)
        shutil.rmtree(aside)


def _list_files(folder: Path) -> None:
    """Note in the manifest which files we wrote, so that a file that somebody lays among them is known not to be ours."""
    try:
        manifest = read_manifest(folder)
    except InputError:
        return
    from simulation.terminal import to_json

    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / MANIFEST).write_text(to_json({**manifest, "files": files}) + "\n", encoding="utf-8")


def own_files(folder: Path) -> set[str]:
    """Paths, within a results folder, of what we wrote: what its manifest lists, and what our fixed or numbered names say."""
    try:
        listed = read_manifest(folder).get("files", [])
    except InputError:
        listed = []
    found = {each for each in listed if isinstance(each, str)} if isinstance(listed, list) else set()
    inside = [path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
    return {
        path.as_posix() for path in inside if path.as_posix() in found or (path.parts[0] in OURS and (len(path.parts) == 1 or NUMBERED.fullmatch(path.name)))
    }


def _keep_others(old: Path, place: Path) -> None:
    """Move what is not ours out of a replaced study into the new one; where both have a file of that name, the user's gets a `~` behind it."""
    ours, listed = own_files(old), "files" in _manifest_or_nothing(old)
    for other in old.iterdir():
        if other.name not in (*OURS, *ours) and not (place / other.name).exists():
            other.rename(place / other.name)
    for other in sorted(path for path in old.rglob("*") if path.is_symlink() or not path.is_dir()):
        name = other.relative_to(old)
        target = place / name
        if name.as_posix() in ours or (name.parts[0] in OURS and target.exists() and not listed):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        while target.exists():
            target = target.with_name(target.name + "~")
        other.rename(target)


def _manifest_or_nothing(folder: Path) -> dict[str, Any]:
    try:
        return read_manifest(folder)
    except InputError:
        return {}


def _not_ours(folder: Path) -> list[str]:
    """What would be lost though no study of ours ever wrote it."""
    if not folder.is_dir() or not any((folder / name).exists() for name in OURS):
        return []
    try:
        read_manifest(folder)
    except InputError:
        lost = ", ".join(name for name in OURS if (folder / name).exists())
        return [f"results folder {folder} is no study of omnigov, yet holds {lost}, which would be replaced; choose another with --results"]
    return []


def _sync(*paths: Path) -> None:
    """See to it that files and folders are on disk."""
    for path in paths:
        if path.is_file() or os.name == "posix":  # elsewhere a folder cannot be opened
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _umask() -> int:
    """The permissions that new files do not get (mkdtemp gives its folders to the owner alone)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
