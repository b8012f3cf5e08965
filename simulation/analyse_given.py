"""What `omnigov analyse` is given: a results folder with its scenarios or runs, the option to explain, the target."""

from pathlib import Path
from typing import Any

from simulation.checks import InputError, did_you_mean, finite, refuse
from simulation.options import Given
from simulation.outcomes import OUTCOMES
from simulation.results import read_manifest
from simulation.scenario import Scenario, scenario_of

DECIDING = "adoption"


def stored(given: Given, folder: Path) -> tuple[list[Scenario], dict[str, Any]]:
    """Scenarios and study of a stored comparison; what cannot be used is noted."""
    try:
        manifest = read_manifest(folder)
        scenarios = [scenario_of(each["document"], each["name"]) for each in manifest["scenarios"]]
    except InputError as error:
        given.problems += error.problems
    except (KeyError, TypeError):
        given.problems.append(f"{folder} is no results folder: its manifest is not of this version of omnigov")
    else:
        if "analysis" in manifest:
            given.problems.append(f"{folder} holds an analysis: name the comparison that it was made of")
        elif len(scenarios) < 2:
            given.problems.append(f"{folder} holds {len(scenarios)} scenario: a decision needs at least two, the baseline first (omnigov compare)")
        else:
            return scenarios, manifest["study"]
    refuse(given.problems)
    raise AssertionError


def option_of(given: Given, folder: Path, names: list[str], wanted: str | None) -> int:
    """The place of the option to look at closely: the one named, else the one that is highest in adoption."""
    if wanted is not None:
        known = names[1:]
        if wanted not in known:
            given.problems.append(f"option = '{wanted}' is no scenario of {folder} beside the baseline{did_you_mean(wanted, known)}")
            return 1
        return names.index(wanted)
    try:
        means = runs_of(folder).groupby("scenario")[DECIDING].mean().reindex(names[1:])
        return names.index(str(means.idxmax()))
    except InputError as error:
        given.problems += error.problems
    except (ValueError, KeyError):
        given.problems.append(f"{folder}: its runs are not those of its scenarios; name the option with --option")
    return 1


def runs_of(folder: Path) -> Any:
    """The finished runs of a folder; raises InputError when they cannot be read, or are not its own."""
    from simulation.sweep.results import Results

    try:
        return Results(folder).read("runs")
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise InputError([f"{folder}: its runs cannot be read ({type(error).__name__}: {str(error)[:80]})"]) from None


def target_of(given: Given, text: str | None) -> tuple[str, float]:
    """`adoption=0.05` as an outcome and a level; without one, what the plan of record promised."""
    from simulation.analysis.case import TARGET

    if text is None:
        return TARGET.outcome, TARGET.level
    name, equals, value = (part.strip() for part in text.partition("="))
    try:
        level = float(value)
    except ValueError:
        level = float("nan")
    if not equals or name not in OUTCOMES or OUTCOMES[name].direction not in ("higher", "lower"):
        known = [each.name for each in OUTCOMES.values() if each.direction != "none"]
        given.problems.append(f"target = '{text}': write it as OUTCOME=LEVEL, for example adoption=0.05{did_you_mean(name, known)}")
    elif not finite(level):
        given.problems.append(f"target = '{text}': the level is not a number; {name} is measured in {OUTCOMES[name].unit}")
    return name, level


def threshold_of(baseline: Scenario) -> float:
    declared = OUTCOMES[DECIDING].threshold
    assert declared is not None
    return baseline.materiality.get(DECIDING, declared)


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds the runs of a sweep."""
    try:
        return bool(read_manifest(folder)["study"].get("kind") == "sweep")
    except InputError:
        return False
