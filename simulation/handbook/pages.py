"""Which marked place is made by what, and writing the pages anew."""

from collections.abc import Callable, Mapping
from pathlib import Path

from simulation.handbook import declared, entities, schedule
from simulation.handbook.marks import filled
from simulation.handbook.study import Study, pictures

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
STUDY = DOCS / "reference-study"
FIRST_EFFECTS = DOCS / "first-effects.md"

Makers = Mapping[str, Callable[[], str]]

TABLES: Makers = {
    "levers": declared.levers,
    "lever-list": declared.lever_list,
    "lever-acts": declared.lever_acts,
    "traits": declared.traits,
    "coefficients": declared.coefficients,
    "counts": declared.counts,
    "outcomes": declared.outcomes,
    "outcome-list": declared.outcome_list,
    "grades": declared.grades,
    "series": declared.series,
    "state": entities.state,
    "start": entities.start,
    "schedule": schedule.steps,
    "submodels": schedule.submodels,
    "chance": schedule.chance,
    "figures": declared.figures,
}


def pages() -> list[Path]:
    """Every page that may hold marked places."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def makers() -> Makers:
    """What is made from declarations and from the kept study: everything but what examples print."""
    study = Study(STUDY)
    return {
        **TABLES,
        "study-size": study.size,
        "study-facts": study.facts,
        "study-table": study.differences,
        "study-spread": study.spread,
        "study-pictures": pictures,
    }


def write(page: Path, by: Makers) -> bool:
    """Make the marked places of a page anew; whether anything changed."""
    before = page.read_text(encoding="utf-8")
    after = filled(before, by)
    if after != before:
        page.write_text(after, encoding="utf-8")
    return after != before
