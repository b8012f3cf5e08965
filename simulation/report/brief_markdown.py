"""A brief as plain text that any tool reads: three answers, the figures of the first pages, the tables, and how to make it again."""

import re
from collections.abc import Sequence

from simulation.report.brief import Brief
from simulation.report.brief_answers import answers
from simulation.report.brief_page import FIRST
from simulation.report.brief_tables import tables


def brief_markdown(brief: Brief, provenance: Sequence[tuple[str, str]], figures: Sequence[str] = ()) -> str:
    """The text; `figures` are names of figures that lie beside it as `figures/NAME.png`."""
    lines = [
        f"# {plain(brief.titles[brief.option])} · {plain(brief.company)}",
        "",
        brief.say("against the baseline: {name}", name=plain(brief.titles[brief.baseline])),
        "",
    ]
    for place, answer in enumerate((each for each in answers(brief) if each.lines), start=1):
        lines += [f"## {place}. {answer.question}", "", *(f"- **{plain(line.about)}.** {plain(line.text)}" for line in answer.lines), ""]
    for name in figures:
        title, reading = brief.say(FIRST[name].title), brief.say(FIRST[name].reading)
        lines += [f"## {title}", "", f"![{title}](figures/{name}.png)", "", reading, ""]
    for table in tables(brief):
        lines += [
            f"## {plain(table.title)}",
            "",
            plain(table.reading),
            "",
            row(table.heads),
            row(["---"] * len(table.heads)),
            *(row(each) for each in table.rows),
            "",
        ]
    lines += [f"## {brief.say('How to make this again')}", "", *(f"- {what}: `{value.replace('`', ' ')}`" for what, value in provenance)]
    return "\n".join(lines) + "\n"


def row(cells: Sequence[str]) -> str:
    """A row of a table."""
    return "| " + " | ".join(cell if set(cell) == {"-"} else plain(cell) for cell in cells) + " |"


def plain(text: str) -> str:
    """A text in which nothing is taken for a sign of Markdown or for HTML: names come from files that anyone wrote."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
