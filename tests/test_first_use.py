"""What is said where a person waits: a model that is compiled for the first time, progress, and the language of both."""

import re
import subprocess
import sys

import pytest

from simulation import terminal
from simulation.describe import find
from simulation.summaries import entry_text
from simulation.words import FRENCH


@pytest.mark.parametrize(("lang", "said"), [("en", "Compiling the model for this machine"), ("fr", "Compilation du modèle pour cette machine")])
def test_a_cold_cache_is_told_once_and_a_warm_one_is_not(tmp_path, lang, said):
    script = f"from pathlib import Path; from simulation.run import whole_run; from simulation.commands import tell_first_use as tell; tell('{lang}')\n"
    script += "place = Path(whole_run._cache.cache_path); place.mkdir(parents=True, exist_ok=True); (place / 'run.whole_run-1.1.nbc').touch(); tell('en')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"OMNIGOV_CACHE": str(tmp_path), "PATH": ""})
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(said)


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
