"""The list of stored studies."""

from collections.abc import Mapping
from html import escape
from typing import Any

from simulation.app.texts import say
from simulation.report.messages import one_line


def shelf_html(studies: Mapping[str, Any], folder: str, chosen: str, lang: str) -> str:
    """A row for each study of a results folder (`Shelf.studies`): its folder, what it compares, how many worlds, when; a click opens it."""
    if not studies:
        text = "There is no comparison and no sweep in the folder {folder} yet: omnigov compare ... --results {folder}/NAME writes one there."
        return f'<p class="hint">{escape(say(text, lang, folder=one_line(folder, 60)))}</p>'
    rows = "".join(_row(place, name, manifest, name == chosen, lang) for place, (name, manifest) in enumerate(studies.items()))
    heads = "".join(f"<th>{escape(say(each, lang))}</th>" for each in ("Folder", "Scenarios", "Worlds", "Written"))
    return f'<table class="studies"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(place: int, name: str, manifest: Any, here: bool, lang: str) -> str:
    try:
        scenarios = [one_line(str(each.get("name", "")), 40) for each in manifest["scenarios"]]
        told = ", ".join(scenarios[:3]) + (say(" and {n} more", lang, n=len(scenarios) - 3) if len(scenarios) > 3 else "")
        cells = [one_line(name, 60), told, str(manifest["study"].get("worlds", "")), str(manifest.get("ended", ""))[:16].replace("T", " ")]
    except (LookupError, AttributeError, TypeError):
        cells = [one_line(name, 60), say("cannot be read", lang), "", ""]
    look = ' class="here"' if here else ""
    return f'<tr data-key="{place}"{look}>' + "".join(f"<td>{escape(each)}</td>" for each in cells) + "</tr>"
