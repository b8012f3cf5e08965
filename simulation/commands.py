"""What each command does: check everything it was given, run, and return what to print. `cli.py` parses and reports errors."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simulation.checks import HORIZON, LIMITS, InputError, refuse
from simulation.options import LANGUAGES, Given
from simulation.results import default_folder, folder_problems, read_manifest, study_of
from simulation.scenario import Scenario, scenario_of


class Asked(NamedTuple):
    """Options that several commands share, as texts and flags of the command line."""

    sets: Sequence[str]
    off: Sequence[str]
    counts: dict[str, str | None]
    lang: str
    json: bool
    csv: bool
    quiet: bool
    results: str | None = None
    fresh: bool = False
    luck_only: bool = False
    until_settled: bool = False

    def given(self) -> Given:
        """A place for problems, with those of the options that stand for themselves."""
        given = Given()
        given.choice("lang", self.lang, LANGUAGES)
        given.at_most_one(json=self.json, csv=self.csv)
        if self.results is not None and not self.results.strip():
            given.problems.append("--results is empty: name a folder, or leave the option out")
        return given


def run_command(name: str, asked: Asked) -> str:
    """One scenario in many worlds."""
    given = asked.given()
    scenarios = given.scenarios([name], asked.sets, asked.off)
    folder = Path(asked.results) if asked.results else None
    usable, study = _settings(given, scenarios, asked, folder)
    started = datetime.now(UTC)
    ensemble = _run(scenarios[0], usable, asked, asked.luck_only)
    from simulation.answers import ensemble_json, ensemble_text
    from simulation.spreadsheet import csv_text

    if folder:
        from simulation.studies import write_ensemble

        write_ensemble(folder, ensemble, study, started=started, ended=datetime.now(UTC))
    if asked.csv:
        return csv_text(ensemble.outcomes)
    if asked.json:
        return ensemble_json(ensemble, study["customers"])
    return ensemble_text(ensemble, study["customers"], asked.lang) + _where(folder, asked)


def compare_command(names: Sequence[str], company: str | None, asked: Asked) -> str:
    """Scenarios in the same worlds, the first the baseline; the report lands in a results folder."""
    given = asked.given()
    wanted = [*(given.governances(company) if company else []), *names]
    if not given.problems and len(wanted) < 2:
        given.problems.append(f"a comparison needs at least two scenarios, the baseline first; {len(wanted)} given (or --library COMPANY)")
    scenarios = given.scenarios(wanted, asked.sets, asked.off)
    folder = Path(asked.results) if asked.results else None
    usable, study = _settings(given, scenarios, asked, folder)
    folder = folder or default_folder(study)
    refuse(folder_problems(folder, study, asked.fresh))
    from simulation.analysis.comparison import compare
    from simulation.terminal import progress

    compile_model(scenarios[0], asked.quiet, asked.lang)
    with progress("Running", asked.quiet, asked.lang) as tell:
        comparison = compare(scenarios, progress=tell, luck_only=asked.luck_only, until_settled=asked.until_settled, **_without_none(usable))
    with progress("Examining: where the spread comes from, the best means on fresh worlds", asked.quiet, asked.lang) as tell:
        comparison = comparison.examined(tell, usable.get("threads"))
    from simulation.report.text import comparison_csv, comparison_json, comparison_table
    from simulation.studies import write_comparison

    write_comparison(folder, comparison, study, asked.lang, ["omnigov", *sys.argv[1:]])
    if asked.csv:
        return comparison_csv(comparison)
    if asked.json:
        return comparison_json(comparison)
    return comparison_table(comparison, asked.lang, colour=sys.stdout.isatty()) + _where(folder / "report.html", asked)


def replay_command(name: str, world: str | None, run_number: str | None, asked: Asked) -> str:
    """One world again, week by week: of a scenario, or a run of a results folder."""
    given = asked.given()
    if (world is None) == (run_number is None):
        given.problems.append("replay takes either --world K (with a scenario) or --run N (with a results folder)")
        refuse(given.problems)
    if run_number is not None:
        flags = {"--set": asked.sets, "--off": asked.off, "--luck-only": asked.luck_only, **{f"--{name}": text for name, text in asked.counts.items()}}
        if said := [flag for flag, value in flags.items() if value]:
            given.problems.append(f"a stored run is replayed as it was: leave out {', '.join(said)}, or replay a scenario with --world K")
        scenario, counts, luck_only = _stored(given, Path(name), run_number)
    else:
        scenarios, luck_only = given.scenarios([name], asked.sets, asked.off), asked.luck_only
        counts = {
            **asked.counts,
            "seed": asked.counts["seed"] or "1",
            "customers": asked.counts["customers"] or "5000",
            "first_world": given.number("world", world),
        }
        scenario = scenarios[0] if scenarios else None
    usable = given.counts([scenario] if scenario else [], worlds=1, **counts)
    assert scenario is not None
    ensemble = _run(scenario, usable, asked, luck_only)
    from simulation.replays import replay_json, replay_text
    from simulation.spreadsheet import csv_text

    if asked.csv:
        return csv_text(ensemble.series)
    return replay_json(ensemble) if asked.json else replay_text(ensemble, asked.lang)


def report_command(folder: Path, asked: Asked) -> str:
    """The report of a stored comparison or sweep, or the brief of a stored analysis, made anew from what the folder holds: nothing is run."""
    given = asked.given()
    refuse(given.problems)
    if read_manifest(folder)["study"].get("kind") == "sweep":
        from simulation.sweep.commands import report_of_sweep

        return report_of_sweep(folder, asked.lang, asked.json, asked.csv, asked.quiet)
    from simulation.analyse import is_analysis, remade

    if is_analysis(folder):
        return remade(folder, asked)
    from simulation.stored import read_comparison

    comparison, manifest = read_comparison(folder)
    from simulation.report.text import comparison_csv, comparison_json, comparison_table
    from simulation.studies import write_comparison

    write_comparison(folder, comparison, manifest["study"], asked.lang, manifest["command"], manifest)
    if asked.csv:
        return comparison_csv(comparison)
    if asked.json:
        return comparison_json(comparison)
    return comparison_table(comparison, asked.lang, colour=sys.stdout.isatty()) + _where(folder / "report.html", asked)


def _settings(given: Given, scenarios: list[Scenario], asked: Asked, folder: Path | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Counts as whole numbers, and what the study is; refuses all problems met so far, those of the results folder among them."""
    numbers = Given()
    settings = {name: numbers.number(name, text) if text is not None else HORIZON for name, text in asked.counts.items() if name != "threads"}
    study = study_of(scenarios, {**settings, "luck_only": asked.luck_only, "until_settled": asked.until_settled})
    if folder:
        given.problems += folder_problems(folder, study, asked.fresh)
    return given.counts(scenarios, **asked.counts), study


def _run(scenario: Scenario, usable: dict[str, Any], asked: Asked, luck_only: bool) -> Any:
    from simulation.run import run
    from simulation.terminal import progress

    compile_model(scenario, asked.quiet, asked.lang)
    with progress("Running", asked.quiet, asked.lang) as tell:
        return run(scenario, progress=tell, luck_only=luck_only, **_without_none(usable))


def compile_model(scenario: Scenario, quiet: bool, lang: str = "en") -> None:
    """Load the compiled model, or compile it on first use: here rather than in a thread of the pool, so that Ctrl-C is heard."""
    from simulation.run import run_world
    from simulation.world import world_of

    get_ready(quiet, lang)
    run_world(world_of(scenario, weeks=1, customers=LIMITS["customers"][0]), seed=1, world=0, horizon=1, target=1.0)


def get_ready(quiet: bool, lang: str = "en") -> None:
    """Where this machine has no machine code of the model yet: say so, and compile what takes longest."""
    from simulation.compiled import is_known
    from simulation.first_use import prepare
    from simulation.run import whole_run
    from simulation.words import say

    if is_known(whole_run):
        return
    if not quiet:
        print(say("Compiling the model for this machine (once, about 30 s)…", lang), file=sys.stderr, flush=True)
    prepare()


def _stored(given: Given, folder: Path, run_number: str) -> tuple[Scenario | None, dict[str, Any], bool]:
    """The scenario and the settings of a run of a results folder, and whether luck alone differed there."""
    number = given.number("run", run_number)
    try:
        manifest = read_manifest(folder)
        study = manifest["study"]
        if study.get("kind") == "sweep":
            from simulation.sweep.settling import stored_run

            return *stored_run(folder, manifest, number), False
        worlds = manifest.get("comparison", study)["worlds"]  # fewer than asked for where words were settled before
        place, offset = divmod(number, worlds)
        if place >= len(manifest["scenarios"]):
            raise InputError([f"run = {number} is outside 0 to {len(manifest['scenarios']) * worlds - 1}, the runs of {folder}"])
        stored = manifest["scenarios"][place]
        scenario = scenario_of(stored["document"], stored["name"])
        counts = {"first_world": study["first_world"] + offset, **{name: study[name] for name in ("seed", "weeks", "customers")}}
    except InputError as error:
        given.problems += error.problems
        return None, {}, False
    except (KeyError, TypeError, ZeroDivisionError):
        given.problems.append(f"{folder} is no results folder: its manifest is not of this version of omnigov")
        return None, {}, False
    return scenario, counts, bool(study.get("luck_only"))


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _where(path: Path | None, asked: Asked) -> str:
    from simulation.words import say

    if path is None or asked.quiet:
        return ""
    colon = " :" if asked.lang == "fr" else ":"
    return f"\n\n{say('Report' if path.suffix else 'Results', asked.lang)}{colon} {path}"
