"""The command `analyse`: from the folder of a comparison to a brief, every question answered or only those asked for."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.analyse_given import DECIDING, is_sweep, option_of, runs_of, stored, target_of, threshold_of
from simulation.analysis.comparable import unique
from simulation.checks import InputError, did_you_mean, refuse
from simulation.commands import Asked
from simulation.options import Given
from simulation.outcomes import OUTCOMES
from simulation.results import MANIFEST, folder_problems, manifest_of, read_manifest, study_of, write_whole
from simulation.scenario import Scenario, scenario_of

QUESTIONS = ("robustness", "trade-offs", "why", "order", "change", "sensitivity", "discovery")
LEAST_WORLDS = 4


def analyse_command(result: str, questions: Sequence[str], option: str | None, target: str | None, asked: Asked) -> str:
    """Answer questions on a comparison; the brief, its figures and its tables land in a results folder."""
    given = asked.given()
    wanted = [given.choice("question", each, QUESTIONS) for each in dict.fromkeys(questions)] or list(QUESTIONS)
    if is_sweep(Path(result)):
        return _swept(Path(result), wanted, option, target_of(given, target), given, asked)
    scenarios, study = stored(given, Path(result))
    names = list(unique([each.name for each in scenarios]))
    place = option_of(given, Path(result), names, option)
    aim = target_of(given, target)
    usable = given.counts(scenarios, seed=study.get("seed", 1), weeks=study.get("weeks"), **asked.counts)
    if usable["worlds"] < LEAST_WORLDS:
        raise InputError([f"worlds = {usable['worlds']}: an analysis needs at least {LEAST_WORLDS}"])
    about = {"names": names, "option": names[place], "target": list(aim), "deciding": DECIDING, "threshold": threshold_of(scenarios[0]), "questions": wanted}
    first, after = int(study["first_world"]), int(study["first_world"]) + int(study["worlds"])
    whole = study_of(scenarios, {**usable, "first_world": first}) | {"analysis": about}
    folder = Path(asked.results) if asked.results else Path(f"{Path(result)}-analysis")
    refuse(folder_problems(folder, whole, asked.fresh))
    started = datetime.now(UTC)
    findings = _answered(scenarios, names, place, aim, usable, (first, max(after, first + usable["worlds"])), wanted, folder, asked.quiet)
    manifest = manifest_of(scenarios, whole, started=_time(started), ended=_time(datetime.now(UTC)), lang=asked.lang, about=about)
    return _written(folder, findings, json.loads(json.dumps(manifest)), asked)


def _swept(folder: Path, wanted: Sequence[str], option: str | None, target: tuple[str, float], given: Given, asked: Asked) -> str:
    """What the runs of a sweep say, nothing run again."""
    from simulation.analysis.smallest import Aim
    from simulation.analysis.swept import best_option, swept
    from simulation.sweep.merging import sweep_manifest

    for name, text in asked.counts.items():
        if text is not None:
            given.number(name, text)
    refuse(given.problems)
    manifest = sweep_manifest(folder)
    runs = runs_of(folder)
    if len(runs) < manifest["runs"] and not asked.quiet:
        print(f"{folder}: {len(runs):,} of {manifest['runs']:,} runs are finished; what follows is told by these", file=sys.stderr, flush=True)
    names, best = best_option(runs)
    if option is not None and option not in names:
        raise InputError([f"option = '{option}' was not decided in {folder}{did_you_mean(option, names)}"])
    about = {"names": names, "option": option or best, "target": list(target), "deciding": DECIDING, "threshold": OUTCOMES[DECIDING].threshold,
             "questions": list(wanted), "swept": True}  # fmt: skip
    study = {**{name: manifest["study"][name] for name in ("worlds", "first_world", "seed", "weeks", "customers", "scenarios")}, "analysis": about}
    where = Path(asked.results) if asked.results else Path(f"{folder}-analysis")
    refuse(folder_problems(where, study, asked.fresh))
    findings = swept(manifest, runs, Aim(*target), wanted)
    if not findings:
        raise InputError([f"{folder} answers none of {', '.join(wanted)}: a sweep tells robustness (several decisions in the same worlds), "
                          "sensitivity (a design of sobol or morris) and discovery"])  # fmt: skip
    scenarios = [scenario_of(each["document"], each["name"]) for each in manifest["scenarios"]]
    now = _time(datetime.now(UTC))
    whole = manifest_of(scenarios, study, started=manifest.get("started", now), ended=manifest.get("ended", now), lang=asked.lang, about=about)
    return _written(where, findings, json.loads(json.dumps(whole)), asked)


def is_analysis(folder: Path) -> bool:
    """Whether a folder holds an analysis."""
    try:
        return "about" in read_manifest(folder)
    except InputError:
        return False


def remade(folder: Path, asked: Asked) -> str:
    """Write the brief and the figures of a stored analysis again, in a language, and return what the terminal shows. Nothing is run."""
    from simulation.analysis.finding import read_findings

    manifest = read_manifest(folder)
    return _written(folder, read_findings(folder, manifest), manifest, asked)


def _answered(
    scenarios: Sequence[Scenario],
    names: list[str],
    place: int,
    aim: tuple[str, float],
    usable: Mapping[str, Any],
    worlds: tuple[int, int],
    wanted: Sequence[str],
    folder: Path,
    quiet: bool,
) -> list[Any]:
    """The findings, in the order of QUESTIONS."""
    from simulation.analysis.answers import QUESTIONS as ANSWERS
    from simulation.analysis.case import Case
    from simulation.analysis.points import Runner, Setting
    from simulation.analysis.smallest import Aim
    from simulation.commands import compile_model

    compile_model(scenarios[0], quiet)
    journal = folder.parent / f".{folder.name}-search.journal"
    settings = {name: usable[name] for name in ("seed", "weeks", "customers", "threads") if usable.get(name) is not None}
    case = Case(
        scenarios, names, place, Runner(Setting(**settings)), threshold_of(scenarios[0]), worlds[0], worlds[1], _follow(quiet),
        worlds=usable["worlds"], aim=Aim(*aim), journal=journal,
    )  # fmt: skip
    folder.parent.mkdir(parents=True, exist_ok=True)
    findings, problems = [], []
    for question in QUESTIONS:
        try:
            findings += [ANSWERS[question](case)] if question in wanted else []
        except InputError as error:
            problems += error.problems
    refuse(problems if len(wanted) < len(QUESTIONS) or not findings else [])
    for each in problems:
        print(f"not answered: {each}", file=sys.stderr)
    journal.unlink(missing_ok=True)
    return findings


def _follow(quiet: bool) -> Any:
    """Progress under a label."""

    @contextmanager
    def follow(label: str) -> Iterator[Any]:
        from simulation.terminal import progress

        with progress(label, quiet) as tell:
            yield tell

    return follow


def _written(folder: Path, findings: Sequence[Any], manifest: dict[str, Any], asked: Asked) -> str:
    """Write the analysis, whole or not at all, and return what the terminal shows."""
    from simulation.analysis.finding import write_findings
    from simulation.report.brief import brief_of
    from simulation.report.brief_answers import answers
    from simulation.report.brief_page import page, pictures, provenance_of
    from simulation.terminal import to_json, wrapped

    brief = brief_of(findings, manifest, asked.lang)

    def write(target: Path) -> None:
        whole = manifest | {"analysis": write_findings(target, findings)}
        images = pictures(brief, ("svg", "png"))
        (target / "figures").mkdir()
        for name, kinds in images.items():
            for kind, content in kinds.items():
                (target / "figures" / f"{name}.{kind}").write_bytes(content)
        text = page(brief, {name: kinds["svg"] for name, kinds in images.items()}, provenance_of(whole, brief))
        (target / "report.html").write_text(text, encoding="utf-8")
        (target / MANIFEST).write_text(to_json(whole) + "\n", encoding="utf-8")

    write_whole(folder, write)
    if asked.json:
        return to_json(
            [{"question": each.question, **each.facts, "tables": {name: table.to_dict("records") for name, table in each.tables.items()}} for each in findings]
        )
    blocks = [
        answer.question + "\n" + "\n".join(wrapped(f"  {line.about}. {line.text}", 4, 118) for line in answer.lines)
        for answer in answers(brief)
        if answer.lines
    ]
    return "\n\n".join(blocks) + ("" if asked.quiet else f"\n\n{brief.say('Brief')}: {folder / 'report.html'}")


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
