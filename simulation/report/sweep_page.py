"""The report of a sweep: one HTML file, and its figures as SVG and PNG. It reads the stored parts; nothing is run."""

import base64
import shlex
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from matplotlib.figure import Figure

from simulation.outcomes import OUTCOMES
from simulation.report import draw_sweep, style
from simulation.report.amounts import amount, number, percent, scale_of
from simulation.report.french_sweep import told
from simulation.report.messages import LANGUAGES, label
from simulation.report.sweep_numbers import MOST_FACTORS, PRIMARY, Sweep, best_points, factor_label, level_text, read_sweep
from simulation.sweep.results import Results
from simulation.sweep.store import write_file

BEST = 8  # points shown
LEAST_SHARE = 0.01
FIGURES = {
    "responses": (
        "Response curves",
        "Mean over all runs at each level of a factor, whatever the others are (line), and 8 runs in 10 (band). The strongest factors first.",
    ),
    "heat-maps": ("Two factors at a time", "Mean over all runs in each cell. The two strongest factors; darker is better."),
    "parallel": (
        "Every point as a line",
        "Each line is a point: its values, then its mean outcomes over worlds. Blue: the tenth of the points with the highest net value.",
    ),
}
APART = "Mean over all runs at each level of a factor, a line for each scenario. The strongest factors first."


def sweep_report(folder: Path, lang: str = "en") -> Path:
    """Write `report.html` and `figures/` of a sweep, and return where the report is. Raises InputError when nothing is finished, ValueError for a language."""
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    sweep = read_sweep(Results(folder))
    drawn = figures(sweep, lang)
    (folder / "figures").mkdir(exist_ok=True)
    for name, figure in drawn.items():
        for kind in ("svg", "png"):
            write_file(folder / "figures" / f"{name}.{kind}", style.rendered(figure, kind))
    write_file(folder / "report.html", page(sweep, drawn, lang).encode())
    return folder / "report.html"


def figures(sweep: Sweep, lang: str) -> dict[str, Figure]:
    """The figures that this sweep has, by name."""
    if not len(sweep.runs) or not sweep.factors:
        return {}
    with style.applied():
        made: dict[str, Figure | None] = {
            "responses": draw_sweep.responses(sweep, lang),
            "heat-maps": draw_sweep.heat_maps(sweep, lang),
        }
        if sweep.manifest["design"]["points"] >= draw_sweep.FEWEST_LINES:
            made["parallel"] = draw_sweep.parallel(sweep, lang)
    return {name: figure for name, figure in made.items() if figure is not None}


def page(sweep: Sweep, drawn: dict[str, Figure], lang: str) -> str:
    """The report as text."""
    environment = Environment(
        loader=PackageLoader("simulation.report", "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    manifest, study = sweep.manifest, sweep.manifest["study"]
    scenarios = 1 < len(study["scenarios"]) <= draw_sweep.SEVERAL
    readings = {name: (title, APART if name == "responses" and scenarios and len(sweep.factors) > 1 else reading) for name, (title, reading) in FIGURES.items()}
    return environment.get_template("sweep.html").render(
        lang=lang,
        t=lambda text, **values: told(text, lang, **values),
        title=manifest["title_fr" if lang == "fr" else "title"],
        points=number(manifest["design"]["points"], 0, lang),
        worlds=number(study["worlds"], 0, lang),
        runs=number(len(sweep.runs) + sweep.failed, 0, lang),
        failed=number(sweep.failed, 0, lang) if sweep.failed else "",
        weeks=study["weeks"],
        sentences=sentences(sweep, lang),
        primary=[label(name, lang) for name in PRIMARY],
        shares=[(factor_label(name, lang), [percent(sweep.shares.loc[name, outcome], lang) for outcome in PRIMARY]) for name in sweep.shares.index],
        figures=[(*readings[name], _embedded(style.rendered(figure, "svg"))) for name, figure in drawn.items()],
        best=best_rows(sweep, lang),
        best_heads=[*(factor_label(name, lang) for name in _shown(sweep)), *(label(name, lang) for name in PRIMARY)],
        facts=facts(manifest, lang),
    )


def sentences(sweep: Sweep, lang: str) -> list[str]:
    """What moves each primary outcome most, in words."""
    found = []
    for outcome in PRIMARY:
        shares = sweep.shares[outcome]
        words = {"outcome": label(outcome, lang) if lang == "fr" else label(outcome, lang).lower()}
        if not sweep.factors or shares[sweep.factors].max() < LEAST_SHARE:
            text = told("No factor by itself explains as much as 1 % of what differs between runs in {outcome}.", lang, **words)
        else:
            first = shares[sweep.factors].idxmax()
            share = percent(shares[first], lang)
            text = told(
                "{name} moves most: alone it explains {share} of what differs between runs in {outcome}.",
                lang,
                name=factor_label(first, lang),
                share=share,
                **words,
            )
        found.append(text + " " + told("Which worlds were drawn explains {share}.", lang, share=percent(shares["world"], lang)))
    return found


def _shown(sweep: Sweep) -> list[str]:
    """Varied values that the table of points shows: the strongest ones."""
    return [name for name in sweep.factors if name in sweep.points][:MOST_FACTORS]


def best_rows(sweep: Sweep, lang: str) -> list[tuple[str, list[str]]]:
    """The best points by net value, and point 0 to compare them with: (what it is called, its values and mean outcomes)."""
    if not len(sweep.runs):
        return []
    points = sweep.points
    scales = {name: scale_of(OUTCOMES[name].unit, points[name], lang) for name in PRIMARY}
    rows = []
    for point, row in best_points(points, "net_value", BEST).iterrows():
        values = [
            level_text(round(row[name], 2) if name.startswith("levers.") and not isinstance(row[name], str) else row[name], lang) for name in _shown(sweep)
        ]
        rows.append((told("Point {point}", lang, point=point), [*values, *(amount(row[name], scales[name], lang) for name in PRIMARY)]))
    return rows


def facts(manifest: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """What is needed to make the sweep again."""
    study = manifest["study"]
    last = study["first_world"] + study["worlds"] - 1
    open_ = [f"{name} {_plain(each['low'], lang)}–{_plain(each['high'], lang)}" for name, each in study["uncertain"].items()]
    told_ = {
        "Command": shlex.join(manifest["command"]),
        "Seed": str(study["seed"]),
        "Worlds": f"{study['first_world']} … {last} ({number(study['worlds'], 0, lang)})",
        "Simulated customers": number(study["customers"], 0, lang),
        "Design": f"{manifest['design']['kind']}, {number(manifest['design']['points'], 0, lang)}",
        "Left uncertain": "; ".join([*open_, told("the coefficients of all rules, within what the evidence has not ruled out", lang)]),
        "Model code (hash)": manifest["model"],
        "Versions": ", ".join(f"{name} {which}" for name, which in manifest["versions"].items()),
        "Run": f"{manifest['started']} – {manifest.get('ended', '…')}",
    }
    return [(told(what, lang), value) for what, value in told_.items()]


def _plain(value: float, lang: str) -> str:
    return level_text(value, lang)


def _embedded(image: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(image).decode()
