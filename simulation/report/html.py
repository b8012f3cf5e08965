"""The report: one HTML file that holds everything it shows, needs no network, and prints on A4.

Names come from files that anyone may have written: the template escapes them all, and figures are embedded as images, in which
nothing can run.
"""

import base64
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.checks import InputError
from simulation.provenance import model_hash, versions
from simulation.report import closely, figures, tables
from simulation.report.amounts import number
from simulation.report.differing import settings
from simulation.report.messages import label, say, titles
from simulation.report.provenance_facts import provenance
from simulation.report.sentences import answers, favourite, intervals_told


def write_report(comparison: Comparison, path: Path, *, lang: str = "en", command: Sequence[str] | None = None) -> Path:
    """Write the report to a file, whole or not at all, and return where it is. Raises InputError when it cannot be written."""
    text = page(comparison, lang=lang, command=command)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".report-", suffix=".html", delete=False) as held:
            held.write(text)
            held.flush()
            os.fsync(held.fileno())
        Path(held.name).chmod(0o644)
        Path(held.name).replace(path)
    except OSError as error:
        raise InputError([f"report {path}: it cannot be written ({error.strerror or error}); choose another place"]) from None
    return path


def page(
    comparison: Comparison,
    *,
    lang: str = "en",
    command: Sequence[str] | None = None,
    images: Mapping[str, bytes] | None = None,
    made: dict[str, Any] | None = None,
) -> str:
    """The report as text. `images` are the figures as SVG by name (drawn here when not given); `command` is what was typed to make it, `made` the
    manifest of a study, which says this and with what it was run.
    """
    known = made or {"model": model_hash(), "versions": versions(), **({"command": list(command)} if command else {})}
    pictures = images or {name: kinds["svg"] for name, kinds in figures.images(comparison, lang).items()}
    environment = Environment(
        loader=PackageLoader("simulation.report", "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        lang=lang,
        t=lambda text, **values: say(text, lang, **values),
        **_said(comparison, lang),
        figures=[(name, drawing, _embedded(pictures[name])) for name, drawing in figures.drawings(comparison).items()],
        provenance=provenance(comparison, lang, known),
    )


def _said(comparison: Comparison, lang: str) -> dict[str, Any]:
    """Everything that the template shows, but figures and provenance."""
    shown, baseline = titles(comparison, lang), comparison.baseline.scenario
    company = baseline.company_title_fr if lang == "fr" else baseline.company_title
    return {
        "company": company,
        "baseline": shown[comparison.names[0]],
        "favourite": shown[favourite(comparison)],
        "worlds": number(comparison.worlds, 0, lang),
        "weeks": comparison.weeks,
        "date": f"{comparison.ended:%Y-%m-%d}",
        "answers": answers(comparison, lang),
        "primary": [label(outcome, lang) for outcome in PRIMARY],
        "key": tables.key_outcomes(comparison, lang),
        "intervals": intervals_told(lang),
        "rows": [(shown[name], [tables.cell(comparison, name, outcome, lang) for outcome in PRIMARY]) for name in comparison.names],
        "settings": settings([ensemble.scenario for ensemble in comparison.ensembles], lang),
        "outcomes": tables.all_outcomes(comparison, lang),
        "units": tables.by_unit(comparison, lang),
        "unit_of_money": tables.money(comparison, lang).unit,
        "grades": tables.grades(comparison, lang),
        "pairing": tables.pairing(comparison, lang),
        "assumed": tables.assumed_rows(lang),
        "moved": closely.levers_in_words(comparison, lang),
        "kinds": closely.cost_kinds(comparison, lang),
        "directorates": closely.directorate_costs(comparison, lang),
        "promises": closely.promises(comparison, lang),
        "waits": closely.waits(comparison, lang),
        "parting": closely.parting(comparison, lang),
        "split": closely.split_rows(comparison, lang),
        "again": closely.again_rows(comparison, lang),
        "numbers": closely.number_rows(comparison, lang),
        "ledger": closely.ledger_rows(lang),
        "drawn": number(len(comparison.drawn.columns), 0, lang),
        "looks": ", ".join(number(look, 0, lang) for look in comparison.looks) if len(comparison.looks) > 1 else "",
        "scenarios": [shown[name] for name in comparison.names],
    }


def _embedded(image: bytes) -> str:
    """An SVG as the address of an image that is its own content."""
    return "data:image/svg+xml;base64," + base64.b64encode(image).decode()
