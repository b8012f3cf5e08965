"""The command `analyse`: from the folder of a comparison to a brief, every question answered or only those asked for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.analysis.comparable import unique
from simulation.checks import InputError, did_you_mean, finite, refuse
from simulation.commands import Asked
from simulation.options import Given
from simulation.outcomes import OUTCOMES
from simulation.results import MANIFEST, folder_problems, manifest_of, read_manifest, study_of, write_whole
from simulation.scenario import Scenario, scenario_of

QUESTIONS = ("robustness", "trade-offs", "why", "order", "change", "sensitivity", "discovery")
DECIDING = "adoption"
LEAST_WORLDS = 4


def analyse_command(result: str, questions: Sequence[str], option: str | None, target: str | None, asked: Asked) -> str:
    """Answer questions on a comparison; the brief, its figures and its tables land in a results folder."""
    given = asked.given()
    wanted = [given.choice("question", each, QUESTIONS) for each in dict.fromkeys(questions)] or list(QUESTIONS)
    if is_sweep(Path(result)):
        return _swept(Path(result), wanted, option, _target(given, target), given, asked)
    scenarios, study = _stored(given, Path(result))
    names = list(unique([each.name for each in scenarios]))
    place = _option(given, Path(result), names, option)
    aim = _target(given, target)
    usable = given.counts(scenarios, seed=study.get("seed", 1), weeks=study.get("weeks"), **asked.counts)
    if usable["worlds"] < LEAST_WORLDS:
        raise InputError([f"worlds = {usable['worlds']}: an analysis needs at least {LEAST_WORLDS}"])
    about = {"names": names, "option": names[place], "target": list(aim), "deciding": DECIDING, "threshold": _threshold(scenarios[0]), "questions": wanted}
    first, after = int(study["first_world"]), int(study["first_world"]) + int(study["worlds"])
    whole = study_of(scenarios, {**usable, "first_world": first}) | {"analysis": about}
    folder = Path(asked.results) if asked.results else Path(f"{Path(result)}-analysis")
    refuse(folder_problems(folder, whole, asked.fresh))
    started = datetime.now(UTC)
    findings = _answered(scenarios, names, place, aim, usable, (first, max(after, first + usable["worlds"])), wanted, folder, asked.quiet)
    manifest = manifest_of(scenarios, whole, started=_time(started), ended=_time(datetime.now(UTC)), lang=asked.lang, about=about)
    return _written(folder, findings, json.loads(json.dumps(manifest)), asked)


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds the runs of a sweep."""
    try:
        return bool(read_manifest(folder)["study"].get("kind") == "sweep")
    except InputError:
        return False


def _swept(folder: Path, wanted: Sequence[str], option: str | None, target: tuple[str, float], given: Given, asked: Asked) -> str:
    """What the runs of a sweep say, nothing run again."""
    from simulation.analysis.smallest import Aim
    from simulation.analysis.swept import best_option, swept

    refuse(given.problems)
    manifest, runs = read_manifest(folder), _runs(folder)
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


def _runs(folder: Path) -> Any:
    """The finished runs of a folder; raises InputError when they cannot be read."""
    import pandas as pd

    try:
        parts = sorted((folder / "runs").glob("part-*.parquet"))
        return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
    except (OSError, ValueError) as error:
        raise InputError([f"{folder}: its runs cannot be read ({type(error).__name__}: {str(error)[:80]})"]) from None


def remake(folder: Path, lang: str) -> Path:
    """Write the brief of an analysis that is stored in a folder again, in a language. Raises InputError when there is none."""
    from simulation.analysis.finding import read_findings
    from simulation.report.brief import brief_of
    from simulation.report.brief_page import page, pictures, provenance_of

    manifest = read_manifest(folder)
    brief = brief_of(read_findings(folder, manifest), manifest, lang)
    images = {name: kinds["svg"] for name, kinds in pictures(brief).items()}
    path = folder / "report.html"
    path.write_text(page(brief, images, provenance_of(manifest, brief)), encoding="utf-8")
    return path


def _stored(given: Given, folder: Path) -> tuple[list[Scenario], dict[str, Any]]:
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


def _option(given: Given, folder: Path, names: list[str], wanted: str | None) -> int:
    """The place of the option to look at closely: the one named, else the one that is highest in adoption."""
    if wanted is not None:
        known = names[1:]
        if wanted not in known:
            given.problems.append(f"option = '{wanted}' is no scenario of {folder} beside the baseline{did_you_mean(wanted, known)}")
            return 1
        return names.index(wanted)
    try:
        means = _runs(folder).groupby("scenario")[DECIDING].mean().reindex(names[1:])
        return names.index(str(means.idxmax()))
    except InputError as error:
        given.problems += error.problems
    except (ValueError, KeyError):
        given.problems.append(f"{folder}: its runs are not those of its scenarios; name the option with --option")
    return 1


def _target(given: Given, text: str | None) -> tuple[str, float]:
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


def _threshold(baseline: Scenario) -> float:
    declared = OUTCOMES[DECIDING].threshold
    assert declared is not None
    return baseline.materiality.get(DECIDING, declared)


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
    from simulation.commands import _compile

    _compile(scenarios[0], quiet)
    journal = folder.parent / f".{folder.name}-search.journal"
    settings = {name: usable[name] for name in ("seed", "weeks", "customers", "threads") if usable.get(name) is not None}
    case = Case(
        scenarios, names, place, Runner(Setting(**settings)), _threshold(scenarios[0]), worlds[0], worlds[1], _follow(quiet),
        worlds=usable["worlds"], aim=Aim(*aim), journal=journal,
    )  # fmt: skip
    folder.parent.mkdir(parents=True, exist_ok=True)
    findings = [ANSWERS[question](case) for question in QUESTIONS if question in wanted]
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
