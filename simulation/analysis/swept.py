"""What the stored runs of a sweep say, without a further run: what outcomes hang on, which decision stands up, where the target is missed.

Decisions are scenarios and levers; futures are worlds and traits. A sensitivity design (Sobol, Morris) gives indices; several decisions met by
the same futures give robustness; enough runs give boxes of conditions. What a sweep does not hold is not answered.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simulation.analysis.comparison import DECIDING, PRIMARY
from simulation.analysis.discovery import discover
from simulation.analysis.factors import LUCK
from simulation.analysis.finding import Finding
from simulation.analysis.points import coefficient_values
from simulation.analysis.robustness import robustness
from simulation.analysis.sensitivity import Design, luck_share, morris, morris_sample, sobol
from simulation.analysis.smallest import Aim
from simulation.levers import DECLARED
from simulation.outcomes import OUTCOMES

MOST_OPTIONS = 60
LEAST_FUTURES = 5
FAILED = "failed"


def swept(manifest: Mapping[str, Any], runs: pd.DataFrame, aim: Aim, wanted: Sequence[str]) -> list[Finding]:
    """The findings that a sweep allows, of those wanted: robustness, sensitivity, discovery. `runs` as `simulation.Results(folder).runs`."""
    makers = {"robustness": _robust, "sensitivity": _sensitive, "discovery": _discovered}
    found = [make(manifest, runs, aim) for name, make in makers.items() if name in wanted]
    return [each for each in found if each is not None]


def options_of(runs: pd.DataFrame) -> pd.Series:
    """What was decided in each run, in words: the scenario where there are several, and the levers that vary, in declared order."""
    parts = [runs["scenario"].astype(str)] if runs["scenario"].nunique() > 1 else []
    for name in DECLARED:
        column = runs.get(f"levers.{name}")
        if column is not None and column.nunique() > 1:
            parts.append(column.map(lambda value, name=name: f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"))
    if not parts:
        return runs["scenario"].astype(str)
    found = parts[0]
    for part in parts[1:]:
        found = found + ", " + part
    return found


def _robust(manifest: Mapping[str, Any], runs: pd.DataFrame, aim: Aim) -> Finding | None:
    """Every decision over the futures that all of them met."""
    options = options_of(runs)
    if not 2 <= options.nunique() <= MOST_OPTIONS:
        return None
    future = runs[["world", *sorted(name for name in runs if name.startswith("traits."))]].astype(str).agg(" ".join, axis=1)
    judged = list(dict.fromkeys([*PRIMARY, aim.outcome]))
    criteria, values = [], []
    best: dict[str, dict[str, str]] = {}
    together: dict[str, dict[str, list[str]]] = {}
    counted = (0, 0)
    for outcome in judged:
        table = runs.assign(option=options, future=future).pivot_table(index="future", columns="option", values=outcome, dropna=False)
        table = table[list(dict.fromkeys(options))]
        if len(table.dropna()) < LEAST_FUTURES:
            return None
        found = robustness(table, direction=OUTCOMES[outcome].direction, target=aim.level if outcome == aim.outcome else None)
        criteria.append(found.criteria.reset_index().assign(outcome=outcome))
        values.append(table.reset_index(drop=True).rename_axis("future").reset_index().melt("future", var_name="option").assign(outcome=outcome))
        best[outcome], together[outcome], counted = found.best, found.together, (found.futures, found.given)
    facts = {"best": best, "together": together, "futures": counted[0], "given": counted[1], "lucks": 1}
    return Finding("robustness", facts, {"criteria": pd.concat(criteria, ignore_index=True), "futures": pd.concat(values, ignore_index=True)})


def _sensitive(manifest: Mapping[str, Any], runs: pd.DataFrame, aim: Aim) -> Finding | None:
    """Indices of a Sobol or Morris design under the first scenario and combination, with luck's share of the variance of a run."""
    design = manifest["design"]
    if design["kind"] not in ("sobol", "morris"):
        return None
    rows = int(design["rows"])
    first = runs[runs["point"] < rows]
    problem = design["problem"]
    points = morris_sample(problem, int(design["base"]), int(design["seed"]) % 2**32) if design["kind"] == "morris" else np.empty((rows, len(problem["names"])))
    laid = Design(problem, points, int(design["block"]))
    tables, facts = [], {}
    for outcome in PRIMARY:
        values = first.pivot(index="point", columns="world", values=outcome).reindex(range(rows)).to_numpy(float)
        luck = luck_share(values)
        found = (morris if design["kind"] == "morris" else sobol)(laid, values.mean(axis=1))
        tables.append(_told(found.table, luck, design["kind"]).assign(outcome=outcome))
        facts[outcome] = {"luck": luck, "blocks": found.used, "blocks_given": found.given, "trajectories": found.used, "trajectories_given": found.given}
    name = "numbers" if design["kind"] == "morris" else "groups"
    return Finding("sensitivity", {"outcomes": facts, "factors": len(problem["names"])}, {name: pd.concat(tables, ignore_index=True)})


def _told(table: pd.DataFrame, luck: float, kind: str) -> pd.DataFrame:
    """Rows of factors with their labels; shares of the variance of a run, luck's own beside them."""
    levers = [name.partition(".")[2] if name.startswith("levers.") else "" for name in table.index]
    plain = [name.partition(".")[2].replace("_", " ") for name in table.index]
    labels = {
        "label": [DECLARED[lever].label if lever else text for lever, text in zip(levers, plain, strict=True)],
        "label_fr": [str(DECLARED[lever].extra["label_fr"]) if lever else text for lever, text in zip(levers, plain, strict=True)],
    }
    if kind == "morris":
        groups = [str(DECLARED[lever].extra["group"]) if lever else "the company" for lever in levers]
        return table.reset_index().assign(group=groups, **labels).sort_values("effect", ascending=False)
    share = 1.0 if np.isnan(luck) else 1.0 - luck
    scaled = (table * share).reset_index(drop=True).assign(group=labels["label"])
    if np.isnan(luck):
        return scaled
    row = {"first": luck, "first_error": np.nan, "total": luck, "total_error": np.nan, "group": LUCK}
    return pd.concat([scaled, pd.DataFrame([row])], ignore_index=True)


def _discovered(manifest: Mapping[str, Any], runs: pd.DataFrame, aim: Aim) -> Finding | None:
    """Where the target is missed, over everything that was decided, left uncertain or drawn by the worlds."""
    done = runs[runs["status"] != FAILED].reset_index(drop=True)
    drawn = coefficient_values(int(manifest["study"]["seed"]), sorted(done["world"].unique()))
    varied = done[[name for name in done if name.startswith(("levers.", "traits.")) and done[name].nunique() > 1]]
    points = pd.concat([varied, drawn.loc[done["world"]].reset_index(drop=True)], axis=1)
    advance = aim.advance(done[aim.outcome].to_numpy(float), np.zeros(len(done)))
    known = ~np.isnan(advance)
    points, missed = points[known].reset_index(drop=True), advance[known] < 0
    box = discover(points, missed)
    case = "misses the target"
    facts = {key: value for key, value in box._asdict().items() if key != "limits"} | {"found": box.found}
    limits = pd.DataFrame(
        [{"case": case, **each._asdict() | {"options": ", ".join(each.options)}} for each in box.limits], columns=["case", "factor", "low", "high", "options"]
    )
    shown = pd.concat([points[[each.factor for each in box.limits]], pd.Series(missed, name=case)], axis=1)
    return Finding(
        "discovery",
        {"cases": {case: facts}, "futures": len(points), "given": len(runs), "unknown": int((~known).sum()), "swept": True},
        {"limits": limits, "futures": shown},
    )


def best_option(runs: pd.DataFrame) -> tuple[list[str], str]:
    """The decisions of a sweep in their order, and that with the highest mean adoption."""
    options = options_of(runs)
    return list(dict.fromkeys(options)), str(runs.groupby(options)[DECIDING].mean().idxmax())
