"""Commands that run nothing: `describe`, `check`, `list`. Each returns what to print."""

from collections.abc import Sequence
from pathlib import Path

from simulation.checks import HORIZON, InputError, lies, refuse, run_problems
from simulation.options import LANGUAGES, Given
from simulation.scenario import Scenario
from simulation.terminal import to_json

POPULATIONS = "populations"  # name of the folder whose files are populations of companies
SKIPPED = ("experiments", "results")  # folders of other TOML files


def describe_command(name: str | None, lang: str, json: bool) -> str:
    """One name, or all of them."""
    from simulation import describe, summaries

    given = Given()
    given.choice("lang", lang, LANGUAGES)
    refuse(given.problems)
    found = describe.entries(lang) if name is None else describe.find(name, lang)
    if json:
        return to_json([each.to_dict() for each in found])
    return summaries.index_text(found, lang) if name is None else "\n\n".join(summaries.entry_text(each, lang) for each in found)


def check_command(paths: Sequence[str], weeks: str | None, lang: str, json: bool = False) -> str:
    """Check scenario files, folders of them, and names; all problems at once."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    horizon = given.number("weeks", weeks) if weeks is not None else HORIZON
    wanted = [str(each) for path in paths for each in (_files(Path(path), given) if path and lies(Path(path)) == "folder" else [path])]
    populations = [each for each in wanted if Path(each).parent.name == POPULATIONS]
    scenarios = given.scenarios([each for each in wanted if each not in populations])
    said = _populations(populations, given, lang)
    for scenario in scenarios:
        given.problems += [] if scenario.partial else run_problems(scenario, horizon or HORIZON)
    refuse(given.problems)
    if json:
        return to_json([{"name": each.name, "hash": each.hash, **each.to_dict()} for each in scenarios])
    from simulation.summaries import company_text, governance_text

    companies: dict[str, Scenario] = {}
    for each in scenarios:
        if not each.partial:
            companies.setdefault(each.company.model_dump_json(), each)
    blocks = [company_text(each.company, each.company_title_fr if lang == "fr" else each.company_title, lang) for each in companies.values()]
    governed = [governance_text(each, lang) for each in scenarios if each.partial or each.title != each.company_title]
    return "\n\n".join(block for block in [*blocks, "\n".join(governed), "\n".join(said)] if block)


def _populations(paths: Sequence[str], given: Given, lang: str) -> list[str]:
    """A line for each population of companies that is in order."""
    if not paths:
        return []
    from simulation.sampling import load_population

    said = []
    for path in paths:
        try:
            population = load_population(path)
            said.append(f"{population.name}: {population.title_fr if lang == 'fr' else population.title}")
        except InputError as error:
            given.problems += error.problems
    return said


def list_command(lang: str, json: bool) -> str:
    """The library."""
    from simulation.summaries import library_text, listed

    given = Given()
    given.choice("lang", lang, LANGUAGES)
    refuse(given.problems)
    if json:
        return to_json(listed())
    return library_text(lang)


def _files(path: Path, given: Given) -> list[Path]:
    """The scenario files of a folder and those below it, by name; that there is none is noted."""
    found = sorted(each for each in path.rglob("*.toml") if not set(each.relative_to(path).parts[:-1]) & set(SKIPPED))
    if not found:
        given.problems.append(f"{path}: there is no scenario file (.toml) in this folder")
    return found
