"""The questions of a board, each answered by one function, from a case to a finding: here those about one option."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from simulation.analysis import order, reversal, smallest, trade_offs, why
from simulation.analysis.answers_on_futures import discovered, robust, sensitive
from simulation.analysis.case import FUTURES_APART, Case
from simulation.analysis.factors import all_factors
from simulation.analysis.finding import Finding
from simulation.analysis.futures import futures, in_futures
from simulation.analysis.moves import grouped
from simulation.analysis.paired import SETTLED
from simulation.analysis.path import by_directorate, path
from simulation.run import run

ASSUMPTIONS = 6  # tried at both ends of their range, for each outcome
MOST_MOVES = 6  # put in order one by one; more of them are put in order by group
PRICE = "own_value"  # told beside the primary outcomes: what the directorates' own roadmaps pay
QUARTERS = 4  # over which a whole package is spread when its order is sought


def explained(case: Case) -> Finding:
    """The gap between baseline and option: its shares by group and by lever, which weekly series parted first, what directorates pay."""
    single = case.moves
    together, told = grouped(single), [*case.outcomes, PRICE]
    with case.follow("Why, groups") as tell:
        groups = why.split(case.runner, case.baseline, case.chosen, together, case.search, told, progress=tell)
    with case.follow("Why, levers") as tell:
        levers = why.split(case.runner, case.baseline, case.chosen, single, case.search, told, progress=tell)
    setting = case.runner.setting
    before, after = (
        run(each, case.worlds, setting.seed, case.first, setting.weeks, customers=setting.customers, threads=setting.threads)
        for each in (case.baseline, case.chosen)
    )
    labels = pd.DataFrame(
        [{"move": each.name, "label": each.label, "label_fr": each.label_fr} for each in [*single, *together]], columns=["move", "label", "label_fr"]
    )
    tables = {
        "groups": groups.shares, "pairs": groups.pairs, "gaps": groups.gaps, "levers": levers.shares, "labels": labels,
        "path": path(before, after), "directorates": by_directorate(before, after),
    }  # fmt: skip
    facts = {"worlds": groups.worlds, "given": groups.given, "moves": len(single), "groups": len(together)}
    return Finding("why", facts, tables)


def changed(case: Case) -> Finding:
    """The smallest change that reaches the target, that which flips the verdict, and the assumptions at which the advice turns round."""
    rows, moves = [], []
    aims = {"target": case.aim, "verdict": smallest.Aim(case.deciding, case.threshold, gain=True)}
    for name, aim in aims.items():
        with case.follow(f"Smallest change, {name}") as tell:
            found = smallest.smallest_change(case.runner, case.baseline, case.chosen, case.moves, aim, case.search, case.confirm, tell)
        rows.append({"aim": name, "outcome": aim.outcome, "level": aim.level, **_plain(found)})
        moves += [{"aim": name, "move": each.name, "label": each.label, "label_fr": each.label_fr, "from": _value(case.baseline, each.name),
                   "to": _value(found.scenario, each.name)} for each in found.moves]  # fmt: skip
    columns = ["aim", "move", "label", "label_fr", "from", "to"]
    tables = {"changes": pd.DataFrame(rows), "moves": pd.DataFrame(moves, columns=columns), "assumptions": _assumptions(case)}
    return Finding("change", {"settled": SETTLED, "worlds": case.worlds}, tables)


def _plain(found: smallest.SmallestChange) -> dict[str, Any]:
    return {key: value for key, value in found._asdict().items() if key not in ("moves", "scenario")}


def _value(scenario: Any, name: str) -> Any:
    family, _, rest = name.partition(".")
    if family == "levers":
        return getattr(scenario.levers, rest)
    return getattr(scenario.company.traits, rest) if family == "traits" else ("off" if rest in scenario.off else "on")


def _assumptions(case: Case) -> pd.DataFrame:
    """How the gaps hang on the assumptions that they hang on most, and where they turn round."""
    drawn = futures(case.runner, case.baseline, 5 * case.worlds, case.first + 4 * FUTURES_APART, lucks=1)
    with case.follow("Assumptions, screening") as tell:
        old, new = in_futures(case.runner, [case.baseline, case.chosen], drawn, tell)
    numbers = pd.concat([drawn.traits, drawn.rules], axis=1)
    factors = all_factors(case.baseline)
    names = [name for outcome in case.outcomes for name in reversal.screened((new[outcome] - old[outcome]).to_numpy(), numbers, ASSUMPTIONS)]
    tried = [factors[name] for name in dict.fromkeys(names)]
    with case.follow("Assumptions") as tell:
        found = reversal.reversals(case.runner, case.baseline, case.chosen, tried, case.outcomes, case.search, tell)
    rows = [
        {"outcome": each.outcome, "factor": each.factor.name, "label": each.factor.label, "label_fr": each.factor.label_fr, "unit": each.factor.unit,
         "low": each.factor.low, "high": each.factor.high, "swing": each.swing,
         **{key: value for key, value in each._asdict().items() if key not in ("factor", "outcome")}}
        for each in found
    ]  # fmt: skip
    return pd.DataFrame(rows)


def ordered(case: Case) -> Finding:
    """The best order of the option's moves under a budget of effort, against everything at once."""
    single = case.moves
    players = single if len(single) <= MOST_MOVES else grouped(single)
    effort = sum(each.effort for each in players)
    per_quarter = effort / QUARTERS if effort > 0 else 1.0
    with case.follow("Order") as tell:
        found = order.best_order(
            case.runner, case.baseline, case.chosen, players, per_quarter, case.deciding, case.search, case.confirm,
            trials=3 * case.worlds // 2, journal=case.journal, progress=tell,
        )  # fmt: skip
    by_name = {each.name: each for each in players}
    steps = pd.DataFrame(
        [
            {"move": name, "week": week, "label": by_name[name].label, "label_fr": by_name[name].label_fr, "effort": by_name[name].effort}
            for name, week in zip(found.order, found.weeks, strict=True)
        ],
        columns=["move", "week", "label", "label_fr", "effort"],
    )
    facts = {"per_quarter": per_quarter, "effort": effort, "outcome": case.deciding, "orders": len(found.tried), "worlds": found.worlds}
    return Finding("order", facts, {"steps": steps, "tried": found.tried, "fresh": found.fresh})


def traded(case: Case) -> Finding:
    """The efficient front of adoption, delivery cost and own roadmaps over all governances, the given ones among them."""
    with case.follow("Trade-offs") as tell:
        found = trade_offs.trade_offs(
            case.runner, case.baseline, case.scenarios, case.search[: max(case.worlds // 5, 2)], case.confirm, trials=5 * case.worlds, progress=tell
        )
    table = found.table.reset_index()
    table["governance"] = [*case.names, *table["governance"][len(case.names) :]]
    levers = found.levers.reset_index().assign(governance=table["governance"])
    return Finding("trade-offs", {"tried": found.tried, "worlds": found.worlds}, {"governances": table, "levers": levers})


QUESTIONS: dict[str, Callable[[Case], Finding]] = {
    "robustness": robust,
    "trade-offs": traded,
    "why": explained,
    "order": ordered,
    "change": changed,
    "sensitivity": sensitive,
    "discovery": discovered,
}
