"""What the stored runs of a sweep say: planted indices, decisions and boxes are found, failed runs cost their own block, luck has its share."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulation.analysis.factors import Factor
from simulation.analysis.finding import read_findings
from simulation.analysis.sensitivity import luck_share, morris_sample, sobol_design
from simulation.analysis.smallest import Aim
from simulation.analysis.swept import options_of, swept
from simulation.cli import status_of
from simulation.outcomes import OUTCOMES
from simulation.report.brief import brief_of
from simulation.report.brief_answers import answers
from simulation.results import read_manifest
from simulation.scenario import load
from simulation.sweep.store import CHUNK, STUDY

NAMES = ("levers.sponsorship", "levers.shared_okrs", "levers.silo_level")
PROBLEM = {"num_vars": 3, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 3}
AIM = Aim("value_share", 1.0)
WORLDS = 4


def value(points: np.ndarray) -> np.ndarray:
    """Variances of 9, 4 and 1 parts of 14."""
    return points @ np.array([3.0, 2.0, 1.0])


def runs_of(points: np.ndarray, luck: float = 0.0) -> pd.DataFrame:
    """Every point in every world; adoption is `value` plus luck, and nothing else moves."""
    count = len(points)
    table = pd.DataFrame(np.repeat(points, WORLDS, axis=0), columns=list(NAMES))
    worlds = np.tile(np.arange(WORLDS), count)
    noise = np.random.default_rng(1).standard_normal((count, WORLDS)).ravel()
    outcomes = pd.DataFrame(0.0, index=table.index, columns=list(OUTCOMES)).assign(adoption=value(table.to_numpy()) + luck * noise)
    head = pd.DataFrame(
        {"run": range(len(table)), "point": np.repeat(np.arange(count), WORLDS), "scenario": "retailer/as-is", "world": worlds, "status": "live"}
    )
    return pd.concat([head, table, outcomes], axis=1)


def manifest_of(kind: str, base: int, block: int, rows: int) -> dict:
    scenario = load("retailer/as-is")
    study = {
        "kind": "sweep",
        "worlds": WORLDS,
        "first_world": 0,
        "seed": 1,
        "weeks": 156,
        "customers": 1000,
        "scenarios": [{"name": scenario.name, "hash": scenario.hash}],
    }
    design = {"kind": kind, "base": base, "block": block, "rows": rows, "seed": 1, "problem": PROBLEM, "points": rows}
    return {
        "study": study,
        "design": design,
        "scenarios": [{"name": scenario.name, "hash": scenario.hash, "document": scenario.to_dict()}],
        "command": ["omnigov", "sweep"],
    }


@pytest.fixture(scope="module")
def sobol_points() -> np.ndarray:
    factors = [Factor(name, 0.0, 1.0, "", name, name, "") for name in NAMES]
    return sobol_design(factors, 256, seed=1).points


def test_indices_of_a_sobol_sweep_are_found(sobol_points):
    found = swept(manifest_of("sobol", 256, 5, len(sobol_points)), runs_of(sobol_points), AIM, ["sensitivity"])[0]
    rows = found.tables["groups"].query("outcome == 'adoption'").set_index("group")
    assert rows["first"].to_numpy()[:3] == pytest.approx(np.array([9, 4, 1]) / 14, abs=0.05)
    assert rows.loc["luck", "total"] == pytest.approx(0.0, abs=0.01)


def test_luck_has_its_share_and_the_others_share_the_rest(sobol_points):
    spread = float(value(sobol_points).std())
    found = swept(manifest_of("sobol", 256, 5, len(sobol_points)), runs_of(sobol_points, luck=spread), AIM, ["sensitivity"])[0]
    rows = found.tables["groups"].query("outcome == 'adoption'").set_index("group")
    assert rows.loc["luck", "total"] == pytest.approx(0.5, abs=0.05)
    assert rows.loc["Board sponsorship", "first"] < 0.45


def test_luck_has_all_where_nothing_else_moves_and_none_where_it_moves_nothing():
    rng = np.random.default_rng(4)
    assert luck_share(rng.standard_normal((400, 4))) == pytest.approx(1.0, abs=0.03)
    assert luck_share(np.repeat(rng.standard_normal((50, 1)), 4, axis=1)) == pytest.approx(0.0)
    assert np.isnan(luck_share(np.ones((10, 4))))


def test_effects_of_a_morris_sweep_are_found():
    points = morris_sample(PROBLEM, 10, 1)
    found = swept(manifest_of("morris", 10, 4, len(points)), runs_of(points), AIM, ["sensitivity"])[0]
    rows = found.tables["numbers"].query("outcome == 'adoption'").set_index("factor")
    assert rows.loc[list(NAMES), "direction"].to_numpy() == pytest.approx([3.0, 2.0, 1.0])


def test_a_failed_run_of_a_sweep_costs_its_own_block(sobol_points):
    runs = runs_of(sobol_points)
    runs.loc[runs["run"] == 7 * WORLDS, list(OUTCOMES)] = np.nan
    facts = swept(manifest_of("sobol", 256, 5, len(sobol_points)), runs, AIM, ["sensitivity"])[0].facts["outcomes"]["adoption"]
    assert (facts["blocks"], facts["blocks_given"]) == (255, 256)


def test_decisions_of_a_factorial_sweep_are_ranked_in_the_same_worlds():
    points = np.array([[a, b, 0.5] for a in (0.0, 1.0) for b in (0.0, 1.0)])
    runs = pd.concat([runs_of(points).assign(world=lambda table, k=k: table["world"] + WORLDS * k) for k in range(5)], ignore_index=True)
    assert set(options_of(runs)) == {f"sponsorship {a}, shared_okrs {b}" for a in (0, 1) for b in (0, 1)}
    found = swept(manifest_of("factorial", 1, 1, 1), runs, AIM, ["robustness"])[0]
    assert found.facts["best"]["adoption"]["mean"] == "sponsorship 1, shared_okrs 1"
    assert found.facts["futures"] == 5 * WORLDS


def test_where_the_target_is_missed_is_found(sobol_points):
    runs = runs_of(sobol_points)
    runs["value_share"] = np.where((runs["levers.sponsorship"] < 0.4) & (runs["levers.silo_level"] > 0.5), 0.5, 1.5)
    box = swept(manifest_of("sobol", 256, 5, len(sobol_points)), runs, AIM, ["discovery"])[0].tables["limits"].set_index("factor")
    assert box.loc["levers.sponsorship", "high"] == pytest.approx(0.4, abs=0.05)
    assert box.loc["levers.silo_level", "low"] == pytest.approx(0.5, abs=0.05)


@pytest.fixture
def stored(tmp_path, sobol_points):
    folder = tmp_path / "sweep"
    (folder / "runs").mkdir(parents=True)
    runs = runs_of(sobol_points, luck=0.3)
    runs["value_share"] = np.where(runs["levers.sponsorship"] < 0.4, 0.5, 1.5)
    table = pa.Table.from_pandas(runs, preserve_index=False).replace_schema_metadata({STUDY: b"abc", CHUNK: b"0"})
    pq.write_table(table, folder / "runs" / "part-000000.parquet")
    titles = {"name": "sobol", "title": "Sobol", "title_fr": "Sobol", "key": "abc"}
    more = {**titles, "chunks": 1, "runs": len(runs), "started": "", "model": "", "versions": {}, "command": []}
    manifest = manifest_of("sobol", 256, 5, len(sobol_points)) | more
    manifest["study"] |= {"series": [], "design": {}, "uncertain": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_sweep_makes_a_brief_of_what_it_holds(stored, tmp_path, lang, capsys):
    assert status_of(["analyse", str(stored), "--results", str(tmp_path / "brief"), "--lang", lang, "--quiet"]) == 0
    manifest = read_manifest(tmp_path / "brief")
    brief = brief_of(read_findings(tmp_path / "brief", manifest), manifest, lang)
    assert set(brief.findings) == {"sensitivity", "discovery"}
    text = " ".join(line.text for answer in answers(brief) for line in answer.lines)
    assert ("The target is missed when " if lang == "en" else "La cible est manquée quand ") in text
    assert {path.stem for path in (tmp_path / "brief" / "figures").glob("*.svg")} == {"groups", "box"}


def test_a_sweep_that_answers_nothing_that_was_asked_is_refused(stored, tmp_path, capsys):
    assert status_of(["analyse", str(stored), "why", "--results", str(tmp_path / "brief")]) == 2
    assert "answers none of why" in capsys.readouterr().err
    assert not (tmp_path / "brief").exists()


@pytest.mark.parametrize("unknown", [40, 200])
def test_runs_whose_target_is_unknown_are_left_out_and_said(unknown):
    from simulation.report.brief_words import box_sentence

    runs = runs_of(np.random.default_rng(2).uniform(size=(50, 3)))
    runs.loc[: unknown - 1, "value_share"] = np.nan
    manifest = manifest_of("latin-hypercube", 50, 1, 50)
    found = swept(manifest, runs, AIM, ["discovery"])
    assert (found[0].facts["futures"], found[0].facts["unknown"]) == (200 - unknown, unknown)
    about = {"names": ["retailer/as-is"], "option": "retailer/as-is", "target": ["value_share", 1.0], "deciding": "adoption", "threshold": 0.01, "swept": True}
    text = box_sentence(brief_of(found, manifest | {"about": about}), "misses the target")
    assert ("cannot be told" in text) == (unknown == 200)
    assert str(unknown) in text
    assert "0 %" not in text.replace("100 %", "")


def test_a_sweep_of_a_population_alone_has_a_brief():
    manifest = manifest_of("latin-hypercube", 50, 1, 50) | {"scenarios": []}
    runs = runs_of(np.random.default_rng(2).uniform(size=(50, 3))).assign(scenario="typical")
    about = {"names": ["typical"], "option": "typical", "target": ["value_share", 1.0], "deciding": "adoption", "threshold": 0.01, "swept": True}
    brief = brief_of(swept(manifest, runs, AIM, ["discovery"]), manifest | {"about": about})
    assert brief.titles == {"typical": "typical"}
