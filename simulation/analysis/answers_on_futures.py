"""Three questions of a board about what nobody knows: who stands up to the futures, where it fails, what outcomes hang on."""

import numpy as np
import pandas as pd

from simulation.analysis import discovery, sensitivity, why
from simulation.analysis.case import FUTURES_APART, Case
from simulation.analysis.factors import Factor, all_factors, points_of
from simulation.analysis.finding import Finding
from simulation.analysis.futures import futures, half_done, in_futures
from simulation.analysis.points import Job
from simulation.analysis.robustness import robustness
from simulation.checks import InputError
from simulation.outcomes import OUTCOMES

UNKNOWN = (
    "{question}: {outcome} is unknown in every future, as when a plan promises nothing within the horizon; "
    "take another target (--target adoption=0.05) or a comparison over more weeks"
)


def robust(case: Case) -> Finding:
    """Every option in the same futures, by every criterion; the best of each again in fresh futures."""
    drawn = futures(case.runner, case.baseline, 2 * case.worlds, case.first + FUTURES_APART)
    with case.follow("Robustness") as tell:
        found = in_futures(case.runner, case.scenarios, drawn, tell)
    criteria, values, best, together = [], [], {}, {}
    counted = (0, 0)
    for outcome in case.judged:
        table = pd.DataFrame({name: each[outcome] for name, each in zip(case.names, found, strict=True)})
        if table.dropna().empty:
            raise InputError([UNKNOWN.format(question="robustness", outcome=outcome)])
        target = case.aim.level if outcome == case.aim.outcome else None
        judged = robustness(table, direction=OUTCOMES[outcome].direction, target=target)
        criteria.append(judged.criteria.reset_index().assign(outcome=outcome))
        values.append(table.rename_axis("future").reset_index().melt("future", var_name="option").assign(outcome=outcome))
        best[outcome], together[outcome], counted = judged.best, judged.together, (judged.futures, judged.given)
    winners = list(dict.fromkeys([case.names[0], case.names[case.option], *(name for each in best.values() for name in each.values())]))
    facts = {"best": best, "together": together, "futures": counted[0], "given": counted[1], "lucks": drawn.lucks.shape[1]}
    tables = {"criteria": pd.concat(criteria, ignore_index=True), "futures": pd.concat(values, ignore_index=True), "fresh": _again(case, winners)}
    return Finding("robustness", facts, tables)


def _again(case: Case, names: list[str]) -> pd.DataFrame:
    """Options in futures that had no part in choosing them: mean and its 95 % interval."""
    drawn = futures(case.runner, case.baseline, 2 * case.worlds, case.fresh + FUTURES_APART)
    with case.follow("Robustness, fresh futures") as tell:
        found = in_futures(case.runner, [case.scenarios[case.names.index(name)] for name in names], drawn, tell)
    rows = [
        {"outcome": outcome, "option": name, **why.mean_of(each[outcome].dropna().to_numpy(), 1)}
        for outcome in case.judged
        for name, each in zip(names, found, strict=True)
    ]
    return pd.DataFrame(rows)


def discovered(case: Case) -> Finding:
    """Where the option misses its target, and where it does not beat the baseline, among futures in which it is carried out in part."""
    count = 10 * case.worlds
    drawn = futures(case.runner, case.baseline, count, case.first + 2 * FUTURES_APART, lucks=1, doubt=0.5)
    partly, shares = half_done(case.baseline, case.chosen, case.moves, count)
    jobs = []
    for row in range(count):
        jobs += [Job(scenario, drawn.lucks[row].tolist(), drawn.point(row)) for scenario in (case.baseline, partly[row])]
    with case.follow("Discovery") as tell:
        found = pd.concat(case.runner.outcomes(jobs, tell), ignore_index=True)
    before, after = found.iloc[::2].reset_index(drop=True), found.iloc[1::2].reset_index(drop=True)
    ok = (before["status"] == "ok") & (after["status"] == "ok") & after[case.aim.outcome].notna()
    if not ok.any():
        raise InputError([UNKNOWN.format(question="discovery", outcome=case.aim.outcome)])
    points = pd.concat([drawn.traits, drawn.rules, shares], axis=1)[ok].reset_index(drop=True)
    old, new = before.loc[ok, case.aim.outcome].to_numpy(), after.loc[ok, case.aim.outcome].to_numpy()
    gap = (after.loc[ok, case.deciding] - before.loc[ok, case.deciding]).to_numpy() * case.sign(case.deciding)
    cases = {"misses the target": ~(case.aim.advance(new, old) >= 0), "does not beat the baseline": ~(gap > case.threshold)}
    boxes = {name: discovery.discover(points, flags) for name, flags in cases.items()}
    rows = [{"case": name, **limit._asdict() | {"options": ", ".join(limit.options)}} for name, box in boxes.items() for limit in box.limits]
    facts = {name: {key: value for key, value in box._asdict().items() if key != "limits"} | {"found": box.found} for name, box in boxes.items()}
    used = list(dict.fromkeys(limit.factor for box in boxes.values() for limit in box.limits))
    shown = pd.concat([points[used], pd.DataFrame(cases)], axis=1)
    limits = pd.DataFrame(rows, columns=["case", "factor", "low", "high", "options"])
    return Finding("discovery", {"cases": facts, "futures": int(ok.sum()), "given": count}, {"limits": limits, "futures": shown})


def sensitive(case: Case) -> Finding:
    """What outcomes hang on: the variance shared out by groups (Sobol), then every number alone (Morris), luck among them."""
    factors = list(all_factors(case.baseline).values())
    base = 2 ** max(round(np.log2(3 * case.worlds)), 1)
    by_group, facts = _sobol(case, factors, base)
    screening = sensitivity.morris_design(factors, max(case.worlds // 5, 2))
    values = _designed(case, factors, screening, "Sensitivity, every number")
    tables = []
    for outcome in case.outcomes:
        found = sensitivity.morris(screening, values[outcome].to_numpy())
        labels = pd.DataFrame([{"factor": each.name, "group": each.group, "label": each.label, "label_fr": each.label_fr} for each in factors])
        tables.append(found.table.reset_index().merge(labels, on="factor").assign(outcome=outcome).sort_values("effect", ascending=False))
        facts[outcome] |= {"trajectories": found.used, "trajectories_given": found.given}
    return Finding("sensitivity", {"outcomes": facts, "factors": len(factors)}, {"groups": by_group, "numbers": pd.concat(tables, ignore_index=True)})


def _sobol(case: Case, factors: list[Factor], base: int) -> tuple[pd.DataFrame, dict[str, dict[str, int]]]:
    design = sensitivity.sobol_design(factors, base, grouped=True)
    values = _designed(case, factors, design, "Sensitivity, groups")
    rows, facts = [], {}
    for outcome in case.outcomes:
        found = sensitivity.sobol(design, values[outcome].to_numpy())
        rows.append(found.table.reset_index().rename(columns={"factor": "group"}).assign(outcome=outcome))
        facts[outcome] = {"blocks": found.used, "blocks_given": found.given}
    return pd.concat(rows, ignore_index=True), facts


def _designed(case: Case, factors: list[Factor], design: sensitivity.Design, label: str) -> pd.DataFrame:
    """Outcomes [point] of a design; a world of its own for each value of luck."""
    worlds = design.worlds(case.first + 3 * FUTURES_APART)
    jobs = [Job(case.baseline, [int(world)], point) for point, world in zip(points_of(factors, design.points), worlds, strict=True)]
    with case.follow(label) as tell:
        return pd.concat(case.runner.outcomes(jobs, tell), ignore_index=True)
