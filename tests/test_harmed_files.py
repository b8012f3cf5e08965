"""Files that somebody harmed or laid in the way: a message says which, and the pages live on."""

import json
import os
import resource
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from drawn import drawn

from simulation.app.address import Choice
from simulation.app.french_refusals import refusal
from simulation.app.shelf import Shelf
from simulation.app.stored import read_study
from simulation.checks import InputError
from simulation.results import study_of
from simulation.run import run
from simulation.scenario import load
from simulation.studies import write_ensemble
from simulation.sweep.results import Results

MOVED = Choice("retailer/as-is", (("sponsorship", 0.9),))
DEEP = "a=" + "[" * 3000 + "]" * 3000


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "own").mkdir()
    return Shelf(tmp_path / "own", tmp_path / "results")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A stored study of one scenario in two worlds."""
    scenario, settings = load("retailer/as-is"), {"worlds": 2, "first_world": 0, "seed": 1, "weeks": 20, "customers": 50}
    folder = tmp_path_factory.mktemp("whole") / "study"
    write_ensemble(folder, run(scenario, **settings), study_of([scenario], settings))
    return folder


@pytest.fixture
def study(whole, shelf):
    """A copy of it on the shelf that may be harmed."""
    return Path(shutil.copytree(whole, shelf.results / "study"))


def says(study, **changes):
    """Change what the manifest of a study says."""
    manifest = json.loads((study / "manifest.json").read_text(encoding="utf-8"))
    (study / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")


# what is nested too deeply, or lacks what it must hold


def test_a_scenario_nested_too_deeply_is_listed_as_unreadable_and_the_page_is_drawn(shelf):
    (shelf.scenarios / "deep.toml").write_text(DEEP, encoding="utf-8")
    with drawn("customers=50", shelf) as page:
        panel = page.with_("panel")[0].panel
        assert {"value": "./deep", "label": "./deep (cannot be read)"} in panel["scenarios"]
        assert page.bodies("problems") == ""
    with drawn("s=./deep", shelf) as page:
        assert "nested too deeply" in page.bodies("problems")


def test_a_manifest_nested_too_deeply_is_listed_as_unreadable_beside_what_can_be_read(shelf, study):
    (shelf.results / "deep").mkdir()
    (shelf.results / "deep" / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    with drawn("page=results", shelf) as page:
        assert sorted(shelf.studies()) == ["deep", "study"]
        assert all(f"<td>{each}</td>" in page.with_("body")[0].body for each in ("deep", "study"))
        assert "<td>cannot be read</td>" in page.with_("body")[0].body
    with drawn("page=results&result=deep", shelf) as page:
        assert "cannot be read" in page.bodies("problems")


def test_the_list_of_studies_reads_each_manifest_once(shelf, study, monkeypatch):
    shutil.copytree(study, shelf.results / "other")
    read, reading = [], Path.read_text

    def counted(path, *given, **named):
        read.append(path)
        return reading(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", counted)
    with drawn("page=results", shelf) as page:
        assert all(f"<td>{each}</td>" in page.with_("body")[0].body for each in ("study", "other"))
    manifests = [path for path in read if path.name == "manifest.json"]
    assert len(manifests) == len(set(manifests)) == 2


def test_a_whole_study_is_drawn(shelf, study):
    with drawn("page=results&result=study", shelf) as page:
        assert page.bodies("problems") == ""
        assert sum("<svg" in each.body for each in page.with_("body")) == 2


@pytest.mark.parametrize(("scenarios", "said"), [([], "is empty"), ([{"name": "x", "document": {}}], "without a company"), ([{"name": "x"}], "cannot be read")])
def test_a_study_whose_manifest_holds_no_scenario_is_a_message(shelf, study, scenarios, said):
    says(study, scenarios=scenarios)
    with drawn("page=results&result=study", shelf) as page:
        assert said in page.bodies("problems")
    if scenarios:
        with drawn("s=@study:0", shelf) as page:
            assert page.bodies("problems") != ""


def test_a_picture_of_a_study_that_cannot_be_drawn_is_a_message(shelf, study):
    part = next((study / "runs").glob("*.parquet"))
    pd.read_parquet(part).assign(adoption="much").to_parquet(part)
    with drawn("page=results&result=study", shelf) as page:
        assert "this went wrong in the model" in page.bodies("problems")


# links that lead out


@pytest.mark.parametrize("name", ["runs", "runs/part-00000.parquet", "series/part-00000.parquet"])
def test_a_link_that_leads_out_of_a_study_is_refused(shelf, study, tmp_path, name):
    shutil.move(study / name, tmp_path / "elsewhere")
    (study / name).symlink_to(tmp_path / "elsewhere")
    for reading in (lambda: read_study(study), lambda: shelf.base("@study:0")):
        with pytest.raises(InputError, match=f"study holds links that lead out of it .{name}") as refused:
            reading()
        assert refusal(str(refused.value), "fr") != str(refused.value)
    assert len(Results(study).runs) == 2  # whoever works at the command line may keep large files elsewhere


def test_a_link_that_stays_within_a_study_is_followed(shelf, study):
    (study / "runs" / "part-00000.parquet").rename(study / "kept.parquet")
    (study / "runs" / "part-00000.parquet").symlink_to(study / "kept.parquet")
    assert len(read_study(study).runs) == 2


# what cannot be read or written


@contextmanager
def folder_that_cannot_be_entered():
    """A folder that may be listed only, and nobody's rights."""
    home = Path(tempfile.mkdtemp())
    (home / "own").mkdir()
    (home / "own" / "mine.toml").write_text('extends = ["retailer", "as-is"]\n', encoding="utf-8")
    home.chmod(0o755)
    (home / "own").chmod(0o444)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield home / "own"
    finally:
        os.seteuid(before)
        (home / "own").chmod(0o755)
        shutil.rmtree(home)


def test_a_folder_that_can_be_listed_and_not_entered_is_a_message(tmp_path):
    with folder_that_cannot_be_entered() as own:
        shelf = Shelf(own, tmp_path)
        assert shelf.own() == []
        assert [each for each in shelf.unread() if str(own) in each] == [f"the folder {own} cannot be read: Permission denied"]
        assert shelf.company("retailer/as-is") == "retailer"
        with pytest.raises(InputError, match="Permission denied"):
            shelf.save(MOVED, "second", "")


def test_a_folder_that_cannot_be_read_is_told_on_the_page(shelf):
    shelf.scenarios.rmdir()
    shelf.scenarios.write_text("", encoding="utf-8")
    with drawn("customers=50&lang=fr", shelf) as page:
        assert "own est illisible" in page.bodies("problems")
        assert page.with_("panel")[0].panel["company"] == "retailer"
    shelf.scenarios.unlink()
    assert shelf.unread() == []


def test_a_full_disk_leaves_nothing_of_a_scenario(shelf):
    """The limit of the size of files is the system's own way to say that a write was cut short."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(InputError, match="the scenario cannot be written: "):
            shelf.save(MOVED, "mine", "Mine")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(shelf.scenarios.iterdir()) == []
    assert shelf.save(MOVED, "mine", "Mine") == "./mine"


# names, and what is saved twice


@pytest.mark.parametrize("name", ["con", "nul", "prn", "aux", "com1", "lpt9"])
def test_a_name_that_windows_keeps_for_itself_is_refused(shelf, name):
    with pytest.raises(InputError, match="on Windows") as refused:
        shelf.save(MOVED, name, "")
    assert "sous Windows" in refusal(str(refused.value), "fr")
    assert shelf.save(MOVED, f"{name}-2", "") == f"./{name}-2"


def test_the_same_scenario_saved_again_is_no_failure(shelf):
    """The second click of a double click comes when the saved scenario is open already."""
    name = shelf.save(MOVED, "mine", "Mine")
    before = (shelf.scenarios / "mine.toml").read_bytes()
    assert shelf.save(MOVED, "mine", "Mine") == name
    assert shelf.save(Choice(name), "mine", "Mine") == name
    assert (shelf.scenarios / "mine.toml").read_bytes() == before
    for choice, title in ((MOVED, "Other"), (Choice(name), "Other"), (Choice(name, (("silo_level", 0.1),)), "Mine")):
        with pytest.raises(InputError, match="already"):
            shelf.save(choice, "mine", title)
