"""Validation and calibration as text, in English and French."""

from collections.abc import Sequence
from typing import Any

from simulation.coefficients import knowledge
from simulation.evidence.verdicts import Part, Row
from simulation.terminal import columns

HEADS = {"en": ("pattern", "part", "value", "band", "error", "verdict", "label"), "fr": ("motif", "partie", "valeur", "plage", "erreur", "verdict", "nature")}
KINDS = {
    "en": {
        "process": "Process patterns",
        "outcome": "Outcome patterns (reported; no coefficient is fitted to them)",
        "claim": "Claims of the article, each with its null",
    },
    "fr": {
        "process": "Motifs de processus",
        "outcome": "Motifs de résultat (rapportés ; aucun coefficient n'y est ajusté)",
        "claim": "Thèses de l'article, chacune avec son contrôle",
    },
}
WORDS = {
    "fr": {
        "met": "atteint",
        "missed": "manqué",
        "unsure": "incertain",
        "null": "contrôle",
        "built in": "inscrit",
        "calibrated": "calé",
        "emergent": "émergent",
    },
    "en": {},
}


def table(rows: Sequence[Row], lang: str) -> str:
    """All rows, by kind, a line for each part."""
    blocks = []
    for kind, title in KINDS[lang].items():
        lines = [line for row in rows if row.kind == kind for line in _lines(row, lang)]
        if lines:
            met = sum(row.met for row in rows if row.kind == kind)
            of = sum(row.kind == kind for row in rows)
            blocks.append(f"{title}: {met} / {of}\n{columns(lines, HEADS[lang], left=2)}")
    return "\n\n".join(blocks)


def _lines(row: Row, lang: str) -> list[list[str]]:
    word = WORDS[lang]
    lines = [
        [
            row.id if place == 0 else "",
            part.part,
            *_cells(part, lang),
            word.get(part.verdict, part.verdict),
            word.get(row.label, row.label) if place == 0 else "",
        ]
        for place, part in enumerate(row.parts)
    ]
    null = [["", f"{word.get('null', 'null')}: {part.part}", *_cells(part, lang), word.get(part.verdict, part.verdict), ""] for part in row.null]
    return lines + null


def _cells(part: Part, lang: str) -> list[str]:
    low, high = number(part.low, lang), number(part.high, lang)
    band = f"{low} .. {high}" if part.low is not None and part.high is not None else f"> {low}" if part.low is not None else f"< {high}"
    return [number(part.value, lang), band, number(part.error, lang)]


def number(value: float | None, lang: str) -> str:
    """A figure to three places, with the comma of the language."""
    if value is None or value != value:
        return "-"
    text = f"{value:.3f}" if abs(value) < 100 else f"{value:.0f}"
    return text.replace(".", ",") if lang == "fr" else text


def footnotes(coefficients: str, vectors: int | None, quick: bool, fresh_labels: bool, lang: str) -> str:
    """Under the table: where coefficients came from (so many vectors; None: what comparisons draw), how sure this is, whether labels belong to this model."""
    french = lang == "fr"
    told = knowledge() if vectors is None else f"{vectors} vecteur{'s' * (vectors > 1)}" if french else f"{vectors} vector{'s' * (vectors > 1)}"
    lines = [f"Coefficients : {coefficients} ({told})." if french else f"Coefficients: {coefficients} ({told})."]
    if quick:
        lines.append("Un dixième des entreprises : un verdict peut changer." if french else "A tenth of the companies: a verdict may change.")
    if not fresh_labels:
        lines.append(
            "Nature non éprouvée sur cet état du modèle (python -m simulation.evidence labels)."
            if french
            else "Labels were not tested on this state of the model (python -m simulation.evidence labels)."
        )
    return "\n".join(lines)


CALIBRATION_HEADS = {
    "en": ("pattern", "part", "band", "fitted", "before", "inside", "plausible", "inside", "anew", "inside", "reference", "error"),
    "fr": ("motif", "partie", "plage", "ajusté", "avant", "dedans", "plausible", "dedans", "à neuf", "dedans", "référence", "erreur"),
}


REFERENCES_FR = {"the declared defaults": "les valeurs déclarées", "the mean of the plausible vectors": "la moyenne des vecteurs plausibles"}


def calibration_text(report: dict[str, Any], lang: str) -> str:
    """What a fit found: each pattern before and after, what the evidence constrains, correlations."""
    rows = [_fitted(each, lang) for each in report["patterns"]]
    chance, plausible = number(report["least_chance"], lang), share(report["share"], lang)
    anew, companies = report["fresh"]["vectors"], report["fresh"]["companies"]
    said = {
        "en": f"{report['measured']} vectors measured; {plausible} of the declared ranges is plausible; {report['kept']} vectors kept, each with a chance of "
        f"at least {chance} to lie in all bands; {anew} of them measured anew on {companies} fresh companies each; reference: {report['reference_is']}.",
        "fr": f"{report['measured']} vecteurs mesurés ; {plausible} des plages déclarées est plausible ; {report['kept']} vecteurs retenus, chacun avec une "
        f"chance d'au moins {chance} d'être dans toutes les plages ; {anew} remesurés sur {companies} entreprises nouvelles chacun ; référence : "
        f"{REFERENCES_FR[report['reference_is']]}.",
    }[lang]
    held = [each for each in report["coefficients"] if each["constrained"]]
    names = ", ".join(f"{each['name']} ({number(each['shift'], lang)}; {number(each['narrowing'], lang)})" for each in held)
    free = len(report["coefficients"]) - len(held)
    pairs = ", ".join(f"{each['one']} / {each['other']} {number(each['correlation'], lang)}" for each in report["correlations"][:5])
    more = {
        "en": f"Constrained (shift and narrowing in prior standard deviations): {names or 'none'}. Left free: {free}.\nStrongest correlations: {pairs}.",
        "fr": f"Contraints (décalage et resserrement en écarts types a priori) : {names or 'aucun'}. Laissés libres : {free}.\n"
        f"Corrélations les plus fortes : {pairs}.",
    }[lang]
    return f"{columns(rows, CALIBRATION_HEADS[lang], left=2)}\n\n{said}\n{more}"


def _fitted(each: dict[str, Any], lang: str) -> list[str]:
    yes = {"en": ("no", "yes"), "fr": ("non", "oui")}[lang][each["fitted"]]
    band = f"{number(each['low'], lang)} .. {number(each['high'], lang)}" if each["high"] is not None else f"> {number(each['low'], lang)}"
    spreads = [cell for name in ("prior", "plausible", "anew") for cell in (number(each[name]["mean"], lang), share(each[name]["inside"], lang))]
    return [each["pattern"], each["part"], band, yes, *spreads, number(each["reference"], lang), number(each["reference_error"], lang)]


def share(value: float | None, lang: str) -> str:
    """A share in per cent; one that is small but not nothing with the digits that it needs."""
    if value is None or value != value:
        return "-"
    text = f"{100 * value:.2g}" if 0.0 < value < 0.01 else f"{100 * value:.0f}"
    return f"{text.replace('.', ',')}\u202f%" if lang == "fr" else f"{text} %"
