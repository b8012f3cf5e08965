"""What is said where a person waits: a model that is compiled for the first time, progress, and the language of both."""

import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from numba.core.caching import FunctionCache

from simulation import counting, first_use, library, load, recording, stepwise, terminal
from simulation.checks import InputError
from simulation.compiled import HOUSE, is_known
from simulation.describe import find
from simulation.first_use import pieces
from simulation.model import OmnichannelModel
from simulation.run import begin, whole_run
from simulation.summaries import entry_text
from simulation.week import STEPS
from simulation.words import FRENCH
from simulation.world import fresh, world_of

TOLD = """
from simulation import commands, compiled, first_use
first_use.prepare = lambda: print("compiled")
commands.get_ready(False, "en")
commands.get_ready(False, "fr")
compiled.is_known = lambda _: True
commands.get_ready(False, "en")
commands.get_ready(False, "fr")
"""


def test_a_cold_cache_is_told_once_and_a_warm_one_is_not(tmp_path):
    environment = {"OMNIGOV_CACHE": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True, env=environment)
    told = done.stderr.splitlines()
    assert len(told) == 2
    assert told[0].startswith("Compiling the model for this machine")
    assert told[1].startswith("Compilation du modèle pour cette machine")
    assert done.stdout == "compiled\n" * 2


def test_the_pieces_that_are_compiled_ahead_are_all_there_are():
    places = [*STEPS.values(), counting, recording, import_module("simulation.run")]
    kept = {each for place in places for each in vars(place).values() if isinstance(getattr(each, "_cache", None), FunctionCache)}
    assert kept - {whole_run} == {rule for rule, _ in pieces()}


def test_what_is_compiled_ahead_is_what_a_run_calls():
    for _ in first_use._compiling(list(pieces())):
        pass
    ahead = {rule: list(rule.signatures) for rule, _ in pieces()}
    stepwise.walk(fresh(world_of(load("insurer/full-package"), weeks=2, customers=10), 1, 0), 2, 0.1, longest=2)
    OmnichannelModel(scenario="bank/as-is", customers=10).step()
    for rule, signatures in ahead.items():
        assert is_known(rule), rule
        assert rule.signatures == signatures, rule


HELPED = """
import time
from simulation import first_use
from simulation.compiled import HOUSE, is_known
helper, end = first_use._helper(), time.monotonic() + 120
*_, (last, _) = first_use.pieces()
while not is_known(last) and helper.poll() is None and time.monotonic() < end:
    time.sleep(0.1)
print(is_known(last))
helper.terminate()
helper.wait()
"""


def test_the_helper_compiles_from_the_back_what_this_process_then_finds(tmp_path):
    environment = {"OMNIGOV_CACHE": str(tmp_path), "PATH": ""}
    assert subprocess.run([sys.executable, "-c", HELPED], capture_output=True, text=True, check=True, env=environment).stdout == "True\n"


@pytest.fixture
def asked(monkeypatch):
    """A first use in which nothing is really compiled: what was."""
    done = []
    monkeypatch.setattr(first_use, "is_known", lambda _: False)
    monkeypatch.setattr(first_use, "_compiling", lambda wanted: iter([done.append(len(wanted))]))
    return done


@pytest.mark.parametrize("python", [sys.executable, "", None, "/nowhere/python"])
def test_a_helper_that_fails_or_cannot_be_started_takes_nothing_away(asked, monkeypatch, python):
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(first_use, "HELPER", "raise SystemExit(3)")
    first_use._prepare.__wrapped__()
    assert asked == [len(list(pieces()))]


def test_a_helper_whose_process_has_gone_ends(monkeypatch):
    taken = []
    monkeypatch.setattr(first_use, "_compiling", lambda wanted: (taken.append(each) for each in wanted))
    first_use.help_along(parent=-1)
    assert len(taken) == 1
    first_use.help_along(parent=os.getppid())
    assert len(taken) == 1 + len(list(pieces()))


def test_the_helper_looks_into_no_folder_of_strangers(tmp_path, monkeypatch):
    for name in ("numpy", "simulation", "subprocess"):
        (tmp_path / f"{name}.py").write_text("from pathlib import Path; Path('met').touch()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        first_use, "HELPER", "import sys; {path!r} in sys.path or sys.path.insert(0, {path!r}); import numpy, simulation, subprocess  # {parent}"
    )
    helper = first_use._helper()
    assert helper is not None
    assert helper.wait() == 0
    assert not (tmp_path / "met").exists()


CACHE = "from simulation.compiled import is_known; from simulation.run import whole_run; import numba; print(numba.config.CACHE_DIR, is_known(whole_run))"


def test_where_no_machine_code_can_be_kept_none_is_found_that_was_kept_elsewhere(tmp_path):
    (tmp_path / "file").touch()
    environment = {"OMNIGOV_CACHE": str(tmp_path / "file"), "PATH": "", "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", CACHE], capture_output=True, text=True, check=True, env=environment)
    folder, known = done.stdout.split()
    assert Path(folder).is_relative_to(tmp_path)
    assert known == "False"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]  # it went with the process


RULE = """
from simulation.compiled import entry, is_known

@entry
def one_more(x):
    return x + 1.0

print(is_known(one_more), one_more(1.0))
"""


def told(place) -> str:
    """What a fresh process says that imports the rule of a folder, whose machine code is kept there."""
    path = os.pathsep.join([str(place), str(HOUSE.parent)])
    environment = {**os.environ, "OMNIGOV_CACHE": str(place / "cache"), "PYTHONPATH": path}
    return subprocess.run([sys.executable, "-c", "import rules"], capture_output=True, text=True, check=True, env=environment).stdout.strip()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder in which the machine code of a rule is kept."""
    place = tmp_path_factory.mktemp("kept")
    (place / "rules.py").write_text(RULE, encoding="utf-8")
    assert [told(place), told(place)] == ["False 2.0", "True 2.0"]
    return place


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
def test_machine_code_cut_off_by_a_power_failure_is_made_again(kept, ending):
    cut_off = [*(kept / "cache").rglob(f"*.{ending}")]
    assert cut_off
    for each in cut_off:
        each.write_bytes(b"")
    assert [told(kept), told(kept)] == ["False 2.0", "True 2.0"]


def test_a_library_of_ones_own_need_not_have_what_is_compiled_for(tmp_path, monkeypatch):
    shutil.copytree(library.folder(), tmp_path / "library")
    (tmp_path / "library" / "companies" / "retailer.toml").unlink()
    monkeypatch.setenv("OMNIGOV_LIBRARY", str(tmp_path / "library"))
    with pytest.raises(InputError):
        load("retailer/as-is")
    assert next(first_use._compiling(list(pieces()))) is begin
    model = OmnichannelModel(scenario="bank/as-is", customers=10)
    model.step()
    assert model.week == 1


def test_progress_in_french_is_french(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "EVERY", 0.0)
    with terminal.progress("Running", lang="fr") as tell:
        tell(1500, 3000, 2)
    assert re.fullmatch(r"Simulation, 2 en échec : 1\s500 sur 3\s000, encore \d+ s environ\n", capsys.readouterr().err)


@pytest.mark.parametrize("name", ["shared_okrs", "openness", "adoption", "steering.bias"])
def test_describe_in_french_has_french_heads(name):
    text = entry_text(find(name, "fr")[0], "fr")
    assert re.findall(r"^  (meaning|unit|source|better|anchors|declared in):", text, re.MULTILINE) == []
    heads = [each.rstrip(" :") for each in re.findall(r"^  (\S[^:]*?) :", text, re.MULTILINE)]
    assert heads
    assert set(heads) <= set(FRENCH.values())
