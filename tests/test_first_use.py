"""What is said where a person waits: a model that is compiled for the first time, progress, and the language of both."""

import re
import subprocess
import sys

import pytest

from simulation import first_use, load, run, terminal
from simulation.compiled import is_known
from simulation.describe import find
from simulation.first_use import compile_pieces, pieces
from simulation.model import OmnichannelModel
from simulation.summaries import entry_text
from simulation.words import FRENCH

TOLD = """
from pathlib import Path
from simulation import commands, first_use
from simulation.run import whole_run
first_use.prepare = lambda: print("compiled")
commands.get_ready(False, {lang!r})
place = Path(whole_run._cache.cache_path)
place.mkdir(parents=True, exist_ok=True)
(place / "run.whole_run-1.1.nbc").touch()
commands.get_ready(False)
"""


@pytest.mark.parametrize(("lang", "said"), [("en", "Compiling the model for this machine"), ("fr", "Compilation du modèle pour cette machine")])
def test_a_cold_cache_is_told_once_and_a_warm_one_is_not(tmp_path, lang, said):
    environment = {"OMNIGOV_CACHE": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", TOLD.format(lang=lang)], capture_output=True, text=True, check=True, env=environment)
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(said)
    assert done.stdout == "compiled\n"


def test_the_pieces_that_are_compiled_ahead_are_those_that_runs_and_agents_call():
    compile_pieces()
    ahead = {rule: list(rule.signatures) for rule, _ in pieces()}
    run(load("insurer/full-package"), worlds=1, weeks=2, customers=10)
    OmnichannelModel(scenario="bank/as-is", customers=10).step()
    for rule, signatures in ahead.items():
        assert is_known(rule), rule
        assert rule.signatures == signatures, rule


def test_a_helper_that_fails_takes_nothing_away(monkeypatch):
    compiled = []
    monkeypatch.setattr(first_use, "is_known", lambda _: False)
    monkeypatch.setattr(first_use, "HELPER", "raise SystemExit(3)")
    monkeypatch.setattr(first_use, "compile_pieces", lambda: compiled.append(True))
    first_use.prepare.__wrapped__()
    assert compiled == [True]


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
