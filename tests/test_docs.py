"""The docs say what the code says: made tables match, names and links lead somewhere, examples run, sources are listed."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulation import describe, library
from simulation.cli import app
from simulation.handbook import entities, examples, marks, schedule
from simulation.handbook.pages import FIRST_EFFECTS, ROOT, STUDY, makers, pages, write
from simulation.levers import NAMES
from simulation.provenance import model_hash
from simulation.validation import STEPS

PAGES = [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "scenarios" / "README.md", ROOT / "results" / "README.md"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
SECTIONS = [
    "Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling", "Design concepts", "Initialization",
    "Input data", "Submodels",
]  # fmt: skip
CONCEPTS = [
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity",
    "Collectives", "Observation",
]  # fmt: skip


def shown(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def made():
    return makers()


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_what_is_made_from_the_code_matches_it(page):
    text = page.read_text(encoding="utf-8")
    assert text == marks.filled(text, made()), "run: make docs (or, without new runs: python -m simulation.handbook)"


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_marked_place_has_a_maker(page):
    text = page.read_text(encoding="utf-8")
    known = {*made(), *(each.place for each in examples.examples(text))}
    assert set(marks.marked(text)) <= known
    assert text.count("<!-- made:") == text.count("<!-- end -->") == len(marks.marked(text))


def test_a_marked_place_is_made_anew_and_the_words_around_it_stay(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made: levers -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    assert write(page, {"levers": lambda: "new"})
    assert page.read_text(encoding="utf-8") == "before\n<!-- made: levers -->\n\nnew\n\n<!-- end -->\nafter\n"
    assert not write(page, {"levers": lambda: "new"})


def test_a_cell_of_a_table_never_breaks_it():
    assert marks.table(["a"], [["x | y\nz"]]) == "| a |\n|---|\n| x \\| y z |"


def test_the_odd_has_the_sections_of_the_protocol_in_its_order():
    assert re.findall(r"^## (.*)$", ODD, re.MULTILINE) == SECTIONS
    concepts = ODD[ODD.index("## Design concepts") : ODD.index("## Initialization")]
    assert re.findall(r"^### (.*)$", concepts, re.MULTILINE) == CONCEPTS
    assert re.findall(r"^### (.*)$", ODD[ODD.index("## Submodels") :], re.MULTILINE) == list(STEPS)


def test_every_field_of_the_state_is_in_the_odd():
    from simulation import records, state

    for kind in entities.kinds():
        declared = records.RECORDS.get(kind.name)
        names = declared.names if declared is not None else getattr(state, kind.name.capitalize())._fields
        assert tuple(each.name for each in kind.fields) == names
        assert all(each.meaning or each.name == "name" for each in kind.fields if declared is not None)


def test_no_field_of_a_table_is_hidden_by_what_arrays_have():
    assert [f"{kind.name}.{each.name}" for kind in entities.kinds() for each in kind.fields if hasattr(np.ndarray, each.name)] == []


def test_the_equations_of_the_odd_are_rules_of_their_steps():
    assert any(rule.startswith("def wish(") for rule in schedule.scalar_rules("commitment"))
    assert all(rule in ODD for step in STEPS for rule in schedule.scalar_rules(step))


def test_the_first_effects_are_of_the_levers_that_there_are():
    rows = re.findall(r"^\| `(\w+)` \|", FIRST_EFFECTS.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(NAMES)


def test_every_step_is_told_in_plain_words():
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert re.findall(r"^\d+\. `(\w+)` ", text, re.MULTILINE) == list(STEPS)


# -- names and links


FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def code_of(page: Path) -> list[str]:
    """What a page shows as code within its sentences."""
    return re.findall(r"`([^`]+)`", FENCE.sub("", page.read_text(encoding="utf-8")))


def typed(page: Path) -> str:
    """What a page tells its reader to type, a line each."""
    blocks = [text for language, text in FENCE.findall(page.read_text(encoding="utf-8")) if language in ("sh", "")]
    return "\n".join([*code_of(page), *blocks])


@cache
def vocabulary() -> frozenset[str]:
    """Every name there is: declared ones, identifiers of the sources, library, sources of evidence, places and files."""
    names = {each.name for each in describe.entries()} | {each.name.split(".")[-1] for each in describe.entries()}
    for path in [*(ROOT / "simulation").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= {getattr(node, field) for field in ("id", "attr", "arg", "name") if isinstance(getattr(node, field, None), str)}
        names |= {path.stem, path.name} | set(re.findall(r"OMNIGOV_\w+", path.read_text(encoding="utf-8")))
    names |= set(library.all_names()) | {f"{company}/{way}" for company in library.names("companies") for way in library.names("governance")}
    fields = {f"{kind.name}.{each.name}" for kind in entities.kinds() for each in kind.fields}
    names |= fields | {each.split(".")[1] for each in fields} | set(keys())
    return frozenset(names)


def is_known(word: str) -> bool:
    """Whether what stands as one word of code is a name that exists, a file that exists, or no name at all."""
    plain = word.removesuffix("()").strip("/")
    if not re.fullmatch(r"[A-Za-z_][\w./-]*", plain) or re.fullmatch(r"[0-9a-f]{32}", plain):
        return True  # a value, a formula, an option: checked elsewhere or by nobody
    parts = [part for part in re.split(r"[./]", plain) if part]
    place = any((base / plain).exists() for base in (ROOT, ROOT / "simulation", ROOT / "scenarios", ROOT / "docs"))
    return plain in vocabulary() or place or all(part in vocabulary() for part in parts)


MEANT = {  # words of code that are no names of ours
    "README.md": {"sponsor-late.toml", "report.html", "make"},
    "CONTRIBUTING.md": {"make"},
    "docs/conventions.md": {"math"},
    "docs/sweeps.md": {"factorial", "listed", "latin-hypercube", "sobol", "morris", "paired", "points.csv", "points.parquet"},
    "docs/analyses.md": {"company.toml", "trade-offs"},
    "docs/app.md": {"my-scenarios"},
    "docs/mesa.md": {"iterations", "mesa.batch_run"},
    "docs/guide.md": {"company.toml", "governance", "my-report"},
    "docs/guide-fr.md": {"company.toml", "governance", "mon-rapport"},
    "docs/decisions/0001-one-compiled-kernel.md": {"nogil"},
}
OTHERS = {"--exclude-editable", "--help", "--nworkers", "--nthreads"}  # options of pip and dask
MADE_BY_A_STUDY = {"manifest.json", "report.html", "report.md", "runs", "series", "figures", "results", "detail", "variance-split", "winners-again"}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_no_page_names_what_does_not_exist(page):
    meant = MEANT.get(shown(page), set()) | MADE_BY_A_STUDY
    unknown = {word for word in code_of(page) if not is_known(word) and word.strip("/").split("/")[0] not in meant and word not in meant}
    assert unknown == set()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_commands_options_and_targets_exist(page):
    text = typed(page)
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    options = set(re.findall(r'"(--[a-z-]+)"', (ROOT / "simulation" / "cli.py").read_text(encoding="utf-8"))) | OTHERS
    for words in re.findall(r"^make ((?:[a-z]+ ?)+)", text, re.MULTILINE):
        assert set(words.split()) <= targets
    assert set(re.findall(r"^omnigov ([a-z]+)", text, re.MULTILINE)) <= commands
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= options


def anchors(page: Path) -> set[str]:
    """The places of a page that a link can name."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_to_pages_and_places_that_exist(page):
    for link, place in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            target = page.parent / link if link else page
            assert target.exists(), link
            assert not place or place in anchors(target), f"{link}#{place}"


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md", "docs/guide-fr.md"])
def test_pages_on_files_of_ones_own_tell_of_the_french_title(page):
    assert "`title_fr`" in (ROOT / page).read_text(encoding="utf-8")


# -- sources


@cache
def keys() -> tuple[str, ...]:
    """The keys that the page of evidence lists."""
    return tuple(re.findall(r"^\| `([\w-]+)` \|", EVIDENCE, re.MULTILINE))


def test_every_source_of_a_declared_number_is_listed():
    named = {each.facts["source"] for each in describe.entries() if each.kind in ("trait", "coefficient")}
    assert named - {"assumed", "decided"} <= set(keys())


def test_every_source_of_a_shipped_file_is_listed():
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in library.folder().rglob("*.toml")]
    named = {source.split(":")[0] for file in files for source in file.get("sources", {}).values()}
    assert named - {"assumed"} <= set(keys())


def test_every_key_that_a_rule_names_is_listed():
    named = {key for each in describe.steps() for key in re.findall(r"\b[a-z]+(?:19|20)\d\d\b|\bmodel-notes\b", each.facts["meaning"])}
    assert named <= set(keys())
    assert "besker2018" in named


# -- examples and the study


def test_the_examples_of_the_readme_run(tmp_path):
    found = examples.printed(README, tmp_path, worlds=2)
    assert list(found) == ["printed-compare", "printed-python", "printed-own"]
    assert "Full package" in found["printed-compare"]
    assert "own_value" in found["printed-python"]
    assert "Sponsor named late" in found["printed-own"]
    assert (tmp_path / "two-governances.html").is_file()
    assert (tmp_path / "results" / "two-governances" / "report.html").is_file()
    assert (tmp_path / "results" / "sponsor-late" / "report.html").is_file()


@pytest.mark.parametrize("example", examples.examples(README), ids=lambda each: each.place)
def test_the_readme_shows_what_its_examples_print(example):
    place = README[README.index(f"<!-- made: {example.place} -->") :]
    assert re.match(r"<!-- made: [\w-]+ -->\n\n```text\n.+?\n```\n\n<!-- end -->", place, re.DOTALL)


def test_an_example_that_fails_is_not_shown(tmp_path):
    page = "```sh\nomnigov check nowhere.toml\n```\n\n<!-- made: printed -->\n<!-- end -->\n"
    with pytest.raises(RuntimeError, match=r"this example fails: omnigov check nowhere\.toml"):
        examples.printed(page, tmp_path)


def test_the_kept_study_is_small_and_whole():
    assert sum(path.stat().st_size for path in STUDY.rglob("*") if path.is_file()) < 2_000_000
    assert {path.name for path in STUDY.iterdir()} == {"README.md", "manifest.json", "comparison.csv", "figures"}


def test_the_kept_study_has_the_scenarios_of_the_library():
    from simulation.handbook.study import Study

    assert Study(STUDY).names() == [f"retailer/{name}" for name in library.names("governance")]


@pytest.mark.study
def test_the_kept_study_is_of_this_model():
    from simulation.handbook.study import Study

    assert Study(STUDY).manifest["model"] == model_hash()
