"""docs/validation.md: what was measured, before and after fitting, with pictures; written by command, from what was stored."""

import inspect
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simulation.coefficients import plausible
from simulation.evidence.calibration import read_report
from simulation.evidence.cohort import Lab
from simulation.evidence.labels import MORE, NEAR, VECTORS, stored_labels
from simulation.evidence.ledger import read_ledger, top_assumptions
from simulation.evidence.said import number, share
from simulation.evidence.shapes import WEEK, shapes
from simulation.evidence.vectors import RANGES, vectors_of
from simulation.evidence.verdicts import MEASURES, figures, measure
from simulation.handbook.marks import table
from simulation.provenance import model_hash
from simulation.sampling import load_population
from simulation.terminal import to_json

ROOT = Path(__file__).parent.parent.parent
PAGE, FOLDER = ROOT / "docs" / "validation.md", ROOT / "docs" / "validation"
MEASURED = FOLDER / "measured.json"


def measure_all(tell: Callable[[str], None], effort: float = 1.0, wanted: Sequence[str] = ("before", "after", "shapes")) -> None:
    """Measure every figure with coefficients from the declared ranges and with plausible vectors, and the three shapes; store each at once.

    `effort` is times the usual number of companies (process patterns, which are cheap, get four times as many, up to the usual number).
    """
    population = load_population("typical")
    cheap = min(1.0, 4.0 * effort)
    for name in wanted:
        if name == "shapes":
            found: Any = [each._asdict() for each in shapes(Lab(population, effort=cheap))]
        else:
            vectors = vectors_of(RANGES) if name == "before" or plausible() is None else None
            labs = {kind: Lab(population, vectors=vectors, effort=cheap if kind == "process" else effort) for kind in ("process", "outcome", "claim")}
            found = []
            for each, figure in figures().items():
                found.append(measure(labs["outcome" if each == "half_fail" else figure.kind], each).to_dict())
                tell(f"{name} fitting: {each}")
        stored = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
        FOLDER.mkdir(parents=True, exist_ok=True)
        MEASURED.write_text(to_json(stored | {"model": model_hash(), "effort": effort, name: found}) + "\n", encoding="utf-8")


def write_page() -> None:
    """Write the page and its pictures from what was stored."""
    from simulation.evidence import pictures
    from simulation.report import style

    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    report, ledger = read_report(), read_ledger()
    with style.applied():
        drawn = {"bands": pictures.against_bands(measured["before"], measured["after"]), "shapes": pictures.shape_picture(measured["shapes"], WEEK)}
        drawn |= {"fit": pictures.fitted(report["patterns"])} if report else {}
        drawn |= {"ledger": pictures.ledger_picture(ledger[:20])} if ledger else {}
        for name, picture in drawn.items():
            (FOLDER / f"{name}.png").write_bytes(style.rendered(picture, "png"))
    parts = [_opening(measured), _table(measured), _fit(report), _labels(), _shapes(measured), _ledger(), _how()]
    PAGE.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def _opening(measured: dict[str, Any]) -> str:
    counts = {kind: [row for row in measured["after"] if row["kind"] == kind] for kind in ("process", "outcome", "claim")}
    said = {kind: f"{sum(row['met'] for row in rows)} of {len(rows)}" for kind, rows in counts.items()}
    which = "plausible coefficients" if read_report() else "coefficients from their declared ranges (no fitted set is stored)"
    few = (
        "" if measured["effort"] >= 1 else f"\n\nMeasured on {measured['effort']:.0%} of the usual number of companies (process patterns: four times as many)."
    )
    stale = "" if measured["model"] == model_hash() else "\n\n**The model has changed since these figures were measured.**"
    return f"""# Validation

The model held to [published figures](evidence.md) and to the claims of the article it comes from. Everything here is measured in runs over sampled
companies ([typical population](typical-population.md)), by `omnigov validate`; this page is written by `python -m simulation.evidence page` from what
`python -m simulation.evidence measured` stored. *Process* patterns are what coefficients are fitted to; *outcome* patterns and *claims* are reported, and
no coefficient is fitted to them. Where rules or the typical population were chosen with some of them in view, the decision records say so: of
`typical_outcomes` and `communication_alone` [decision 26](decisions/0026-explained-goals-begun-work-longer-plans.md), of `channels_multiply_cost`
[decisions 27](decisions/0027-joined-once-and-what-was-tried-for-late-schedules.md) and [30](decisions/0030-what-a-package-has-come-to-be.md), of
`sponsor_needed` [decision 29](decisions/0029-who-begs-who-follows-up-and-what-a-probe-asks.md). A band is met when the estimate lies inside with a
simulation error below a tenth of the band's width; a one-sided bound, when it is cleared by two errors; a claim, when moreover the same test
fails with its mechanism off or its labels shuffled: at least one of its parts does (`half_fail` is a share and has no mechanism to turn off). Process patterns
are what was fitted to, so that they are met is no test of the model. What is missed stays in the table as a miss.

**With {which}, {said["process"]} process patterns, {said["outcome"]} outcome patterns and {said["claim"]} claims are met.**{few}{stale}"""


def _table(measured: dict[str, Any]) -> str:
    labels, _ = stored_labels()
    old = {row["id"]: row for row in measured["before"]}
    blocks = []
    for kind, title in (("process", "Process patterns"), ("outcome", "Outcome patterns"), ("claim", "Claims")):
        of_kind = [(row, labels[row["id"]].label if row["id"] in labels else "") for row in measured["after"] if row["kind"] == kind]
        rows = [line for row, label in of_kind for line in _lines(row, old[row["id"]], label)]
        heads = ["", "Part", "Band", "Before fitting", "After fitting", "Verdict", *(["Null"] if kind == "claim" else []), "Label"]
        blocks.append(f"### {title}\n\n{table(heads, [line if kind == 'claim' else [*line[:6], line[7]] for line in rows])}")
    picture = "![Every figure against its band](validation/bands.png)"
    said = "Values with their simulation error in brackets; claims in thresholds of materiality where nothing else is said."
    return "\n\n".join(["## Hits and misses", said, picture, *blocks])


def _lines(row: dict[str, Any], old: dict[str, Any], label: str) -> list[list[str]]:
    lines = []
    for place, (part, before) in enumerate(zip(row["parts"], old["parts"], strict=True)):
        null = row["null"][place] if row["null"] else None
        control = f"{_told(null)} {'fails' if null['verdict'] != 'met' else 'holds'}" if null else ""
        lines.append(
            [row["title"] if place == 0 else "", part["part"], _band(part), _told(before), _told(part), part["verdict"], control, label if place == 0 else ""]
        )
    return lines


def _told(part: dict[str, Any]) -> str:
    return f"{number(part['value'], 'en')} ({number(part['error'], 'en')})"


def _band(part: dict[str, Any]) -> str:
    low, high = (number(part[end], "en") if part[end] is not None else "" for end in ("low", "high"))
    return f"{low} to {high}" if low and high else f"above {low}" if low else f"below {high}"


def _fit(report: dict[str, Any] | None) -> str:
    if report is None:
        return "## The fit\n\nNo set of plausible vectors is stored: coefficients are drawn from their declared ranges."
    rows = [
        [each["pattern"], each["part"], "yes" if each["fitted"] else "no: out of reach", *(_spread(each[name]) for name in ("prior", "plausible", "anew")),
         f"{number(each['reference'], 'en')} ({number(each['reference_error'], 'en')})"]
        for each in report["patterns"]
    ]  # fmt: skip
    held = [each for each in report["coefficients"] if each["constrained"]]
    constrained = table(["Coefficient", "Shift", "Narrowing"], [[f"`{each['name']}`", f"{each['shift']:+.2f}", f"{each['narrowing']:+.2f}"] for each in held])
    pairs = ", ".join(f"`{each['one']}` and `{each['other']}` {each['correlation']:+.2f}" for each in report["correlations"])
    return f"""## The fit

`omnigov calibrate` measured {report["measured"]} vectors of {len(report["coefficients"])} coefficients in waves,
on {report["companies"]} companies each (seed {report["seed"]}), and made an emulator of each pattern. {share(report["share"], "en")} of the declared
ranges are plausible; {report["kept"]} vectors of them are kept,
each with a chance of at least {number(report["least_chance"], "en")} to lie in all bands at once.
{report["fresh"]["vectors"]} of the kept ones were measured anew
on {report["fresh"]["companies"]} companies and luck that no vector had met. The
reference vector is {report["reference_is"]}. Mean over vectors, 5th to 95th percentile, share of vectors inside the band:

{table(["Pattern", "Part", "Fitted", "Declared ranges", "Kept, as emulated", "Kept, measured anew", "Reference vector"], rows)}

![Patterns before and after the fit](validation/fit.png)

**Constrained by the evidence** (shift and narrowing, in standard deviations of the declared range): {len(held)} of {len(report["coefficients"])}; the other
{len(report["coefficients"]) - len(held)} are left as free as they were declared, so what hangs on them is not evidence but assumption.

{constrained}

Strongest correlations among the kept vectors: {pairs}."""


def _spread(each: dict[str, float]) -> str:
    return f"{number(each['mean'], 'en')} ({number(each['p5'], 'en')} to {number(each['p95'], 'en')}), {share(each['inside'], 'en')}"


def _labels() -> str:
    labels, fresh = stored_labels()
    if not labels:
        return ""
    rows = [
        [
            f"`{name}`",
            share(each.held, "en"),
            share(each.failed, "en"),
            f"by {each.corner:.1f} errors" if each.corner > 0.0 else "",
            share(each.held_plausible if each.held_plausible >= 0 else None, "en"),
            figures()[name].written,
            each.label or "none",
        ]
        for name, each in labels.items()
    ]
    old = "" if fresh else " **They were tested on an earlier state of the model.**"
    heads = ["", "Holds", "Clearly fails", "Outside at a corner", "Holds, plausible vectors", "Written in", "Label"]
    return f"""## Built in, calibrated, emergent

Each figure was measured, on fewer companies, at {VECTORS} vectors from all over the declared ranges, and at {MORE} more where it holds at most of these and
fails clearly (by more than two simulation errors) at none. *Built in*: no vector fails clearly, nor does any of three corners of the ranges, guessed as where
it may fail from the slopes over those vectors and over each half of them (a corner may refute, it proves nothing). *Emergent*: it holds at more than half of
the vectors, fails clearly at some or at such a corner, and no rule says it in so many words. *Calibrated*: a rule says it and it fails clearly at some, or it
holds only near what was fitted. *None*: it holds at half or fewer of the vectors, and of {NEAR} plausible ones. Each vector is measured alone here, so a figure
that the plausible vectors meet taken together, as the tables above do, may hold at few of them one by one.{old}

{table(heads, rows)}"""


def _shapes(measured: dict[str, Any]) -> str:
    adoption, dip, fall = measured["shapes"]
    return f"""## Shapes

![Three shapes](validation/shapes.png)

Means over companies. Under the full package adoption grows fastest around week {adoption["figure"]:.0f}
({adoption["error"]:.0f}). In typical companies with a Factory that is regrouped in week {WEEK}, without a consultation,
{100 * dip["figure"]:.0f} % ({100 * dip["error"]:.0f}) of the work of the next quarter is lost.
In typical companies whose strong sponsor leaves for good, directorates give {100 * fall["figure"]:.0f} %
({100 * fall["error"]:.0f}) less a year later than they would."""


def _ledger() -> str:
    rows = read_ledger()
    if not rows:
        return ""
    first = "; ".join(f"`{each.name}` ({each.meaning})" for each in top_assumptions(3))
    lines = [
        [
            f"`{each.name}`",
            each.meaning,
            f"{each.low:g} to {each.high:g}" + ("" if each.unit.startswith("0 to ") else f" {each.unit}"),
            each.source,
            *(f"{100 * value:.1f}" for value in each.shares.values()),
        ]
        for each in rows[:10]
    ]
    heads = ["Number", "Meaning", "Range", "Source", "Adoption", "Cost", "Net value", "Gain: adoption", "Gain: cost", "Gain: net value"]
    assumed = sum(each.source == "assumed" for each in rows)
    return f"""## Ledger of assumptions

{assumed} of {len(rows)} coefficients and scalar traits have no source. How much the primary outcomes of the reference study (retailer, typical governance)
and what the full package gains of them hang on each: share of the spread of ranks in per cent (rank regression over worlds in which
all of them vary; below 0.2 it is chance). Assumed and weighing most: {first}. The whole ledger: `simulation/evidence/ledger.csv`.

{table(heads, lines)}

![What outcomes hang on](validation/ledger.png)"""


def _how() -> str:
    told = [f"* **{name}**: {' '.join((inspect.getdoc(MEASURES[name]) or '').split())}" for name in figures()]
    return "## How each is measured\n\n" + "\n".join(told)
