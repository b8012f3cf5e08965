"""The report in short, as plain text that any tool reads: the three answers, the table, and how to make it again."""

import re
from typing import Any

from simulation.analysis.comparison import PRIMARY, Comparison
from simulation.report import tables
from simulation.report.messages import label, say, titles
from simulation.report.provenance_facts import provenance
from simulation.report.sentences import answers, joint_told


def markdown(comparison: Comparison, lang: str = "en", made: dict[str, Any] | None = None) -> str:
    """The text. `made` is the manifest of the study, when there is one."""
    shown = titles(comparison, lang)
    colon = "\u00a0:" if lang == "fr" else ":"
    lines = [f"# {_plain(say('Governances compared', lang))}{colon} {_plain(shown[comparison.names[0]])}", ""]
    for place, answer in enumerate(answers(comparison, lang), start=1):
        lines += [f"## {place}. {answer.question}", "", *(f"- **{_plain(line.about)}.** {_plain(line.text)}" for line in answer.lines), ""]
    heads = [say("Governance", lang), *(label(outcome, lang) for outcome in PRIMARY)]
    lines += [f"## {say('Every governance, three outcomes', lang)}", "", _row(heads), _row(["---"] * len(heads))]
    for name in comparison.names:
        cells = [tables.cell(comparison, name, outcome, lang) for outcome in PRIMARY]
        lines.append(_row([shown[name], *(f"{each.mean}; {each.gap} ({each.interval}); {each.said}" if each.gap else each.mean for each in cells)]))
    lines += ["", _plain(joint_told(lang)), "", f"## {say('How to make this again', lang)}", ""]
    lines += [f"- {what}{colon} `{value.replace('`', ' ')}`" for what, value in provenance(comparison, lang, made)]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _plain(text: str) -> str:
    """A text on one line in which nothing is taken for a sign of Markdown or for HTML: names are anyone's. French keeps its no-break spaces."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip())
