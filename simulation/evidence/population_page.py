"""docs/typical-population.md: every choice of the typical population with its reason, and what companies drawn from it are like; made by command."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from simulation import library
from simulation.handbook.marks import table
from simulation.levers import CATEGORIES
from simulation.sampling import FAMILIES, load_population, sample_company, sample_levers

COMPANIES = 1000
TITLES = {"company": "Shape of the company", "traits": "Traits", "levers": "How it governs"}


def document() -> dict[str, Any]:
    """The file of the typical population, as written."""
    path = library.folder() / "populations" / "typical.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def chosen() -> dict[str, list[tuple[str, str, str]]]:
    """By number (`traits.openness`) what is said of it: place (all or a sector), words, and the reason once at the end of the list's first entry."""
    said = document()
    found: dict[str, list[tuple[str, str, str]]] = {}
    places = {"all": said} | said["sectors"]
    for place, tables in places.items():
        for family in FAMILIES:
            for name, words in tables.get(family, {}).items():
                found.setdefault(f"{family}.{name}", []).append((place, _words(words), said["sources"].get(f"{family}.{name}", "")))
    return found


def _words(words: Any) -> str:
    if isinstance(words, dict):
        return ", ".join(f"{key} {value:g}" for key, value in words.items())
    return f"{words:g}" if isinstance(words, int | float) else str(words)


def page() -> str:
    """The page."""
    population = load_population("typical")
    companies = [sample_company(population, number, 1) for number in range(COMPANIES)]
    levers = [sample_levers(population, number, 1).model_dump() for number in range(COMPANIES)]
    traits = [each.traits.model_dump() for each in companies]
    sectors = {name: sum(each.sector == name for each in companies) for name in population.sectors}
    counts: dict[str, list[Any]] = {
        "directorates": [len(each.directorates) for each in companies], "teams": [len(each.teams) for each in companies],
        "channels": [len(each.channels) for each in companies], "journeys": [len(each.journeys) for each in companies],
        "people (full-time equivalents)": [sum(team.fte for team in each.teams) for each in companies],
    }  # fmt: skip
    blocks = [_opening(sectors, counts)]
    for family, title in TITLES.items():
        rows = []
        for name, places in chosen().items():
            if name.startswith(f"{family}."):
                short = name.partition(".")[2]
                drawn = {"traits": traits, "levers": levers}.get(family)
                words = "; ".join(f"{place}: {text}" if place != "all" else text for place, text, _ in places)
                rows.append([f"`{short}`", words, _spread(short, drawn), places[0][2]])
        blocks.append(f"## {title}\n\n{table(['Number', 'As said in the file', 'Drawn: median (5th to 95th percentile)', 'Why'], rows)}")
    return "\n\n".join(blocks) + "\n"


def _opening(sectors: dict[str, int], counts: dict[str, list[Any]]) -> str:
    shares = ", ".join(f"{name} {100 * count / COMPANIES:.0f} %" for name, count in sectors.items())
    rows = [[name, *(f"{each:,.0f}" for each in np.percentile(values, (5, 50, 95)))] for name, values in counts.items()]
    return f"""# The typical population

The companies over which the model is validated: `scenarios/populations/typical.toml`. A company of it depends on the seed and its number alone, so there are
as many distinct ones as anybody asks for; each has directorates, teams, channels, journeys and a roadmap of its own (`simulation/invention.py`), and
governs as the last table says: low to middle, since this is typical practice and not good practice. This page is made by
`python -m simulation.evidence population` from {COMPANIES:,} drawn companies. Most of these choices are assumptions, and say so.

Sectors drawn: {shares}. Sizes drawn:

{table(["", "5th percentile", "Median", "95th percentile"], rows)}"""


def _spread(name: str, drawn: list[dict[str, Any]] | None) -> str:
    if drawn is None:
        return ""
    values = [each[name] for each in drawn]
    if name in CATEGORIES:
        return ", ".join(f"{option} {100 * values.count(option) / len(values):.0f} %" for option in CATEGORIES[name])
    low, middle, high = np.percentile(values, (5, 50, 95))
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def write() -> None:
    """Write the page."""
    path = Path(__file__).parent.parent.parent / "docs" / "typical-population.md"
    path.write_text(page(), encoding="utf-8")
