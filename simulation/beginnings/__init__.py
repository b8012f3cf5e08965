"""`omnigov init`: a small commented company and three ways to govern it, in English or French, as files to edit."""

from pathlib import Path
from string import Template

from simulation.checks import InputError
from simulation.levers import DECLARED, NAMES
from simulation.options import LANGUAGES, Given
from simulation.report.anchors import anchors
from simulation.terminal import to_json
from simulation.words import say

HOUSE = Path(__file__).parent
GROUPS = ("who decides", "goals", "structure", "pace", "people", "technology")
# How the company of the templates is governed today; what is not said here stands at its default.
AS_IS: dict[str, float | str] = {
    "sponsorship": 0.0, "delegation": 0.0, "role_clarity": 0.2, "budget_authority": 0.1, "coercion": 0.0, "goal_strength": 0.4, "shared_okrs": 0.1,
    "shared_kpis": 0.1, "sale_credit": 0.1, "indicator_quality": 0.2, "review_interval": 13.0, "silo_level": 0.8, "reporting_line": "IT",
    "factory_size": 0.12, "scope": 0.3, "communication": 0.2, "change_management": 0.2, "change_lead_weeks": 2.0, "customer_insight": 0.2,
    "api_strategy": 0.2, "modernisation": 0.15, "design_system": 0.15, "process_pooling": 0.15, "common_method": 0.15,
}  # fmt: skip


def init_command(folder: Path, lang: str, json: bool) -> str:
    """Write the files into a new or empty folder, whole or not at all, and say what to do next."""
    given = Given()
    given.choice("lang", lang, LANGUAGES)
    given.problems += [] if str(folder).isprintable() else ["the name of the folder holds signs that cannot be printed; choose another"]
    if given.problems:
        raise InputError(given.problems)
    written = write_beginning(folder, lang)
    if json:
        return to_json({"folder": str(folder), "files": [each.as_posix() for each in written]})
    files = "\n".join(f"  {each.as_posix()}" for each in written)
    return (
        f"{say('Written:', lang)}\n{files}\n\n{say('Next:', lang)}\n  omnigov check {folder}{_french(lang)}\n  omnigov compare {folder}/governance/*.toml"
        + _french(lang)
    )


def write_beginning(folder: Path, lang: str = "en") -> list[Path]:
    """Write `company.toml` and `governance/` into a folder and return what was written.

    Raises InputError where the folder holds anything already, or cannot be made.
    """
    texts = {name.relative_to(HOUSE / lang): _text(name, lang) for name in sorted((HOUSE / lang).rglob("*.toml"))}
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError([f"{folder} is there already and holds something; name a new folder, so that nothing of yours is replaced"])
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([f"{folder} cannot be written ({getattr(error, 'strerror', None) or error}); name another folder"]) from None
    return [folder / name for name in sorted(texts)]


def _text(path: Path, lang: str) -> str:
    return Template(path.read_text(encoding="utf-8")).safe_substitute(levers=levers_text(lang))


def levers_text(lang: str) -> str:
    """All levers as they stand today, a line each after what their values mean."""
    blocks = []
    for group in GROUPS:
        lines = [f"# -- {say(group, lang)}"]
        for name in (each for each in NAMES if DECLARED[each].extra["group"] == group):
            lines += _lever(name, lang)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _lever(name: str, lang: str) -> list[str]:
    declared = DECLARED[name]
    label = declared.extra["label_fr"] if lang == "fr" else declared.label
    value = AS_IS.get(name, declared.default)
    points = [f"{each} = " for each in ("0", "0.5", "1")] if declared.high == 1 else [""] * len(anchors(name))
    meant = (" ; " if lang == "fr" else "; ").join(point + anchor for point, anchor in zip(points, anchors(name, lang), strict=True))
    return [f"# {label}. {meant}.", f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value:g}"]


def _french(lang: str) -> str:
    return " --lang fr" if lang == "fr" else ""
