"""What is needed to make a comparison again, as facts to print."""

import shlex
from typing import Any

from simulation.analysis.comparison import Comparison
from simulation.provenance import git, model_hash, versions
from simulation.report.amounts import number
from simulation.report.messages import say


def provenance(comparison: Comparison, lang: str = "en", made: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """(what, value), the command first. `made` is the manifest of the study; without one, what runs now is told."""
    known = made or {"model": model_hash(), "versions": versions(), "git": git()}
    commit = known.get("git") or {}
    facts = {
        "Command": shlex.join(known["command"]) if "command" in known else python_call(comparison),
        "Seed": str(comparison.seed),
        "Worlds": f"{comparison.first_world} … {comparison.first_world + comparison.worlds - 1} ({number(comparison.worlds, 0, lang)})",
        "Looks planned": ", ".join(number(look, 0, lang) for look in comparison.looks) if len(comparison.looks) > 1 else "",
        "Weeks of customers": str(comparison.weeks),
        "Simulated customers": number(comparison.customers, 0, lang),
        "Scenarios (hash)": "; ".join(f"{name} {ensemble.scenario.hash[:12]}" for name, ensemble in zip(comparison.names, comparison.ensembles, strict=True)),
        "Model code (hash)": known["model"],
        "Commit": f"{commit['commit']}{'' if commit['clean'] else ' +'}" if commit else "",
        "Versions": ", ".join(f"{name} {which}" for name, which in known["versions"].items()),
        "Run": f"{comparison.started:%Y-%m-%d %H:%M:%S} – {comparison.ended:%H:%M:%S} UTC",
    }
    return [(say(what, lang), value) for what, value in facts.items() if value]


def python_call(comparison: Comparison) -> str:
    """The call of the Python interface that makes a comparison of scenarios by name."""
    names = ", ".join(f"{name!r}" for name in comparison.names)
    given = (
        f"worlds={comparison.worlds}, seed={comparison.seed}, first_world={comparison.first_world}, weeks={comparison.weeks}, customers={comparison.customers}"
    )
    return f"simulation.compare([{names}], {given}{', luck_only=True' if comparison.luck_only else ''})"
