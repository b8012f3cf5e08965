"""The list of stored studies."""

from html import escape

from simulation.app.shelf import Shelf
from simulation.app.texts import say
from simulation.checks import InputError
from simulation.report.messages import one_line
from simulation.results import read_manifest


def shelf_html(names: list[str], shelf: Shelf, chosen: str, lang: str) -> str:
    """A row for each study: its folder, what it compares, how many worlds, when; a click opens it."""
    if not names:
        text = "There is no comparison and no sweep in the folder {folder} yet: omnigov compare ... --results {folder}/NAME writes one there."
        return f'<p class="hint">{escape(say(text, lang, folder=one_line(shelf.results.name, 60)))}</p>'
    rows = "".join(_row(place, name, shelf, name == chosen, lang) for place, name in enumerate(names))
    heads = "".join(f"<th>{escape(say(each, lang))}</th>" for each in ("Folder", "Scenarios", "Worlds", "Written"))
    return f'<table class="studies"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(place: int, name: str, shelf: Shelf, here: bool, lang: str) -> str:
    try:
        manifest = read_manifest(shelf.study(name))
        scenarios = [one_line(str(each.get("name", "")), 40) for each in manifest["scenarios"]]
        told = ", ".join(scenarios[:3]) + (say(" and {n} more", lang, n=len(scenarios) - 3) if len(scenarios) > 3 else "")
        cells = [one_line(name, 60), told, str(manifest["study"].get("worlds", "")), str(manifest.get("ended", ""))[:16].replace("T", " ")]
    except (InputError, AttributeError, TypeError) as error:
        cells = [one_line(name, 60), one_line(str(error), 80), "", ""]
    look = ' class="here"' if here else ""
    return f'<tr data-key="{place}"{look}>' + "".join(f"<td>{escape(each)}</td>" for each in cells) + "</tr>"
