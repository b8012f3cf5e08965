"""The table of validation as text."""

from collections.abc import Sequence

from simulation.evidence.verdicts import Part, Row
from simulation.terminal import columns

HEADS = {"en": ("pattern", "part", "value", "band", "error", "verdict", "label"), "fr": ("motif", "partie", "valeur", "plage", "erreur", "verdict", "nature")}
KINDS = {
    "en": {"process": "Process patterns", "outcome": "Outcome patterns (reported, never fitted)", "claim": "Claims of the article, each with its null"},
    "fr": {
        "process": "Motifs de processus",
        "outcome": "Motifs de résultat (rapportés, jamais ajustés)",
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
