"""`python -m simulation.handbook.cases [WORLDS] [COMPANY...]`: a worked study for each company that ships, in `docs/cases/`, and a page over all.

Everything is made by the commands that a reader would type: a comparison of a few governances, and `omnigov analyse` on it.
"""

import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from simulation import library
from simulation.analysis.finding import read_findings
from simulation.cli import status_of
from simulation.report.brief import Brief, brief_of
from simulation.report.brief_answers import answers
from simulation.report.brief_markdown import brief_markdown, row
from simulation.report.brief_page import FIRST, provenance_of
from simulation.results import read_manifest

CASES = Path(__file__).parents[2] / "docs" / "cases"
OPTIONS = (
    "as-is", "typical", "no-factory", "sponsor-only", "shared-goals-only", "coercion", "industrialised-delivery", "estate-first", "full-package",
)  # fmt: skip
WORLDS = 32  # of each search; a comparison takes twice as many
CUSTOMERS = 1000


def main(arguments: list[str]) -> None:
    """Make the studies of some companies (default: all that ship) anew, and the page over all; a number first says how many worlds."""
    known = library.names("companies")
    worlds = int(arguments[0]) if arguments and arguments[0].isdecimal() else WORLDS
    companies = [each for each in arguments if not each.isdecimal()]
    with tempfile.TemporaryDirectory() as held:
        for company in companies or known:
            print(company, file=sys.stderr, flush=True)
            _made(company, Path(held) / company, worlds)
    briefs = {company: brief for company in known if (brief := _read(CASES / company)) is not None}
    (CASES / "README.md").write_text(overview(briefs), encoding="utf-8")


def _made(company: str, results: Path, worlds: int) -> None:
    """Compare, analyse, and keep the brief: its text, its first figures, its tables, its manifest."""
    compared, analysed = results / "compared", results / "analysed"
    for step in steps(company, worlds, str(compared), str(analysed)):
        if status := status_of([*step, "--quiet"]):
            raise SystemExit(status)
    keep(analysed, CASES / company, " && ".join(shlex.join(["omnigov", *step]) for step in steps(company, worlds, "compared", "analysed")))


def steps(company: str, worlds: int, compared: str, analysed: str) -> list[list[str]]:
    """The commands that make a study, as a reader would type them."""
    settings = ["--customers", str(CUSTOMERS)]
    return [
        ["compare", *(f"{company}/{name}" for name in OPTIONS), "--worlds", str(2 * worlds), *settings, "--results", compared],
        ["analyse", compared, "--worlds", str(worlds), *settings, "--results", analysed],
    ]


def keep(analysed: Path, folder: Path, command: str) -> None:
    """What is kept of an analysis: README.md, figures of the first pages as PNG, tables but the long ones, manifest."""
    manifest = read_manifest(analysed)
    brief = brief_of(read_findings(analysed, manifest), manifest)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "figures").mkdir(parents=True)
    shown = [name for name in FIRST if (analysed / "figures" / f"{name}.png").exists()]
    for name in shown:
        shutil.copyfile(analysed / "figures" / f"{name}.png", folder / "figures" / f"{name}.png")
    facts = [("Command", command), *provenance_of(manifest, brief)[1:]]
    (folder / "README.md").write_text(brief_markdown(brief, facts, shown), encoding="utf-8")
    for name in ("manifest.json", "tables"):
        source = analysed / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)


def _read(folder: Path) -> Brief | None:
    """The brief kept in a folder, if there is one."""
    if not (folder / "manifest.json").exists():
        return None
    manifest = read_manifest(folder)
    return brief_of(read_findings(folder, manifest), manifest)


def overview(briefs: dict[str, Brief]) -> str:
    """The studies side by side: where their conclusions differ."""
    lines = [
        "# Worked studies", "",
        "What `omnigov analyse` says of each company that ships, none of which exists. Made by `make cases`; every figure follows from the rules and the",
        f"company files, and moves with them. Each compares {len(OPTIONS)} of the governances that ship, at {CUSTOMERS:,} customers: a tenth of a point",
        "of adoption is one of them. [The reference study](../reference-study/README.md) has all governances, at 5,000.", "",
    ]  # fmt: skip
    abouts = ["Adoption", "Net value", "Target", "Order", "Least for the target", "Price"]
    lines += [row(["", *(f"[{brief.company}]({company}/README.md)" for company, brief in briefs.items())]).replace("\\[", "[").replace("\\]", "]")]
    lines += [row(["---"] * (len(briefs) + 1))]
    said = [{line.about: line.text for answer in answers(brief)[:2] for line in answer.lines} for brief in briefs.values()]
    lines += [row([about, *(each.get(about, "–") for each in said)]) for about in abouts]
    turning = [[line.text for line in answers(brief)[2].lines if line.about in ("Adoption", "Net value")] for brief in briefs.values()]
    lines += [row(["What would change it", *(" ".join(each) for each in turning)])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
