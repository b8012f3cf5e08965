"""The package as a house: what an import loads, what a wheel holds, where links lead."""

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import simulation
from simulation import compiled
from simulation.compiled import HOUSE

ROOT = Path(__file__).parent.parent


def python(code: str, folder: Path, **environment: str) -> str:
    """What a fresh Python prints, started in a folder."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'numba', 'numpy', 'pandas', 'pydantic', 'mesa', 'matplotlib', 'solara', 'scipy'}"
    assert python(f"import sys, simulation; print(sorted({heavy} & set(sys.modules)))", ROOT) == "[]"


def test_simulating_loads_neither_mesa_nor_pictures():
    code = "import sys, simulation; simulation.load, simulation.run; print(sorted({'mesa', 'matplotlib', 'solara'} & set(sys.modules)))"
    assert python(code, ROOT) == "[]"


@pytest.mark.parametrize("name", simulation.__all__)
def test_every_public_name_is_found(name):
    assert getattr(simulation, name) is not None
    assert name in dir(simulation)


def test_run_is_the_function_also_when_its_module_was_imported_first():
    assert python("import simulation.run; print(callable(simulation.run), simulation.run.__name__)", ROOT) == "True run"


def test_what_the_hash_of_the_sources_follows_is_what_a_parser_finds():
    for path in HOUSE.rglob("*.py"):
        taken = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
        names = {f"{each.module}{end}" for each in taken for end in ("", *(f".{name.name}" for name in each.names)) if each.module}
        parts = [name.split(".")[1:] for name in names if name.split(".")[0] == "simulation"]
        files = {HOUSE.joinpath(*part).with_suffix(".py") for part in parts if part}
        assert compiled._imports(path) == {each for each in files if each.is_file()}, path


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'simulation' has no attribute 'sponsor'"):
        _ = simulation.sponsor


def test_a_wheel_finds_its_library_where_nothing_can_be_written(tmp_path):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True, timeout=120)
    site = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    before = sorted(site.rglob("*"))
    for path in [site, *before]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = "import simulation, simulation.library as library; print(library.folder()); print(simulation.load('retailer/as-is').name)"
    code += "; from simulation.sweep.experiment import names; print(*names())"
    folder, name, experiments = python(code, tmp_path, PYTHONPATH=str(site), PYTHONDONTWRITEBYTECODE="1", OMNIGOV_CACHE=str(tmp_path / "cache")).splitlines()
    assert Path(folder) == site / "simulation" / "library" / "scenarios"
    assert name == "retailer/as-is"
    assert experiments.split() == sorted(path.stem for path in (ROOT / "experiments").glob("*.toml"))
    assert {path.name for path in (ROOT / "scenarios").rglob("*.toml")} == {path.name for path in Path(folder).rglob("*.toml")}
    assert sorted(site.rglob("*")) == before


def test_the_citation_names_this_version():
    assert f"\nversion: {simulation.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []
