"""The claims of the article, each tested in paired runs over sampled companies, and each with its null: the same test where what would make it
true is switched off, or labels are shuffled. A claim is met when all its parts are, and its null is not."""

import numpy as np

from simulation.evidence.channels import channel_companies
from simulation.evidence.cohort import Arm, Found, Lab, study
from simulation.evidence.contingency import FACTORY, half_fail, means_over_line, no_ideal_model
from simulation.evidence.estimates import Estimate, mean, resampled
from simulation.evidence.process import GROUP, LOCAL, NO_GOALS
from simulation.evidence.retrospect import STRONG, WEAK, ended, full_package
from simulation.evidence.watch import Watched
from simulation.outcomes import COLUMN, OUTCOMES
from simulation.state import CONNECTION, LIVE

POINT = {name: float(each.threshold) for name, each in OUTCOMES.items() if each.threshold}  # thresholds of materiality
EARLY, LATE = slice(8, 21), slice(130, 156)  # weeks compared


def sponsor_needed(lab: Lab, null: bool = False) -> list[Estimate]:
    """Recognition and promises kept across units, weeks 131-156 against weeks 9-21, in thresholds of materiality: without a sponsor both fall by
    at least one, with a strong one neither does. Null: the sponsor's term is off."""
    off = ("sponsorship",) if null else ()
    arms = {"without": Arm(FACTORY | {"sponsorship": 0.0}, off=off), "with": Arm(FACTORY | {"sponsorship": STRONG}, off=off)}
    got = study(lab, lab.firms(1600), arms, _drift)
    return [mean(f"{name}, {arm}", got[arm][name] / POINT[name]) for arm in arms for name in ("recognition", "kept_across")]


def _drift(run: Watched) -> dict[str, float]:
    series = run.world.accounts.series
    return {name: float(series[LATE, COLUMN[name]].mean() - series[EARLY, COLUMN[name]].mean()) for name in ("recognition", "kept_across")}


def not_by_channel(lab: Lab, null: bool = False) -> list[Estimate]:
    """Share of companies (with a Factory that conducts all channels) in which a structure by channel has lower continuity, or more hidden work,
    than both others, mean over lucks. Null: structures are shuffled run by run."""
    got = lab.once("not_by_channel", _structures)
    worse = []
    for name, sign in (("continuity", 1.0), ("hidden_share", -1.0)):
        columns = np.stack([got[arm][name] * sign for arm in got])
        if null:
            columns = np.random.default_rng(1).permuted(columns, axis=0)
        means = columns.mean(axis=2)
        worse.append(means[2] < means[:2].min(axis=0))
    return [mean("share of companies", np.logical_or(*worse).astype(float))]


def _structures(lab: Lab) -> Found:
    arms = {name: Arm(FACTORY | {"structure": name, "scope": 1.0, "build_share": 0.7}) for name in ("business universe", "skill", "channel")}
    return study(lab, lab.firms(200), arms, ended, lucks=6)


def shared_goals_break_silos(lab: Lab, null: bool = False) -> list[Estimate]:
    """Promises kept across units under no goals over local ones, and shared over none (0.8 of all objectives and indicators common), in thresholds;
    and what own roadmaps lose with shared goals, in per cent. Null: no weight of objectives."""
    off = ("goal_strength",) if null else ()
    arms = {"local": Arm(LOCAL, off=off), "none": Arm(NO_GOALS, off=off), "shared": Arm(GROUP, off=off)}
    got = study(lab, lab.firms(120), arms, ended)
    kept = {arm: columns["kept_across"] / POINT["kept_across"] for arm, columns in got.items()}
    return [
        mean("none over local", kept["none"] - kept["local"]),
        mean("shared over none", kept["shared"] - kept["none"]),
        mean("own value lost, %", 100.0 * (1.0 - got["shared"]["own_value"] / got["none"]["own_value"])),
    ]


def change_ruins_rest(lab: Lab, null: bool = False) -> list[Estimate]:
    """What the rest of the full package adds to adoption (in points) and to the log-odds of success, with change management strong (0.9) against weak
    (0.05): the difference of the two gains. Null: change management's term is off."""
    off = ("change_management",) if null else ()
    rest = {name: value for name, value in full_package().levers.items() if name not in ("change_management", "change_lead_weeks")}
    arms = {
        f"{kind} {name}": Arm({**levers, "change_management": value, "change_lead_weeks": 8.0}, off=off)
        for name, value in (("strong", STRONG), ("weak", WEAK))
        for kind, levers in (("own", {}), ("full", rest))
    }
    got = study(lab, lab.firms(500), arms, ended)
    adoption = {arm: columns["adoption"] / POINT["adoption"] for arm, columns in got.items()}
    gain = adoption["full strong"] - adoption["own strong"] - (adoption["full weak"] - adoption["own weak"])
    odds = resampled("log-odds of success", _gained_odds, *(got[f"{kind} {name}"]["success"] for kind, name in PAIRS))
    return [mean("adoption", gain), odds]


PAIRS = (("full", "strong"), ("own", "strong"), ("full", "weak"), ("own", "weak"))


def _gained_odds(*columns: np.ndarray) -> float:
    shares = [np.clip(each.mean(), 0.5 / len(each), 1.0 - 0.5 / len(each)) for each in columns]
    odds = [float(np.log(share / (1.0 - share))) for share in shares]
    return odds[0] - odds[1] - (odds[2] - odds[3])


def bad_api_caps(lab: Lab, null: bool = False) -> list[Estimate]:
    """Continuity of joined journeys at the horizon with good inherited APIs (quality 0.85) over bad ones (0.15), under the same governance: the smallest
    loss among four governances, in thresholds. Null: bad APIs cost no continuity."""
    held = {"release.api_cap": 0.0} if null else {}
    estate: dict[str, float | str] = {"api_strategy": 0.9, "modernisation": 0.8}
    governed: dict[str, dict[str, float | str]] = {
        "own": {},
        "full": dict(full_package().levers),
        "estate": estate,
        "full and estate": dict(full_package().levers) | estate,
    }
    inherited = {quality: {"api_quality": quality, "api_coverage": 0.6} for quality in (0.15, 0.85)}
    arms = {f"{name} {quality}": Arm(levers, coefficients=held, traits=inherited[quality]) for name, levers in governed.items() for quality in inherited}
    got = study(lab, lab.firms(80), arms, _joined)
    losses = [mean(name, (got[f"{name} 0.85"]["joined"] - got[f"{name} 0.15"]["joined"]) / POINT["continuity"]) for name in governed]
    return [min(losses, key=lambda each: each.value)._replace(part="smallest loss")]


def _joined(run: Watched) -> dict[str, float]:
    journeys = run.world.journeys
    joined = journeys.live_share > 0.0
    return {"joined": float(journeys.continuity[joined].mean()) if joined.any() else np.nan}


def cover_all_channels(lab: Lab, null: bool = False) -> list[Estimate]:
    """Connections at stores and call centres that are live half a year after the plan's end, with a Factory that covers all channels over one that
    covers the web only: difference of shares in per cent. Null: the scope's term is off."""
    off = ("scope",) if null else ()
    arms = {name: Arm(FACTORY | {"scope": scope}, off=off) for name, scope in (("web", 0.0), ("all", 1.0))}
    got = study(lab, lab.firms(200), arms, _connected)
    return [mean("store and call centre", 100.0 * (got["all"]["far"] - got["web"]["far"]))]


def _connected(run: Watched) -> dict[str, float]:
    world = run.world
    packages, rank = world.packages, world.channels.digital_rank
    far = (packages.kind == CONNECTION) & (np.maximum(rank[packages.channel], rank[packages.other]) > 0.7)
    limit = float(world.programme.plan_end[0] + world.programme.mobilisation[0]) + 26.0
    live = (packages.status == LIVE) & (packages.live_week <= limit)
    return {"far": float(live[far].mean()) if far.any() else np.nan}


def persuasion_lasts(lab: Lab, null: bool = False) -> list[Estimate]:
    """Orders (0.9, objectives the directorate's own) over shared objectives (0.9, no orders): work done by a third of the plan, and value delivered at the
    horizon, in thresholds. Early the first is ahead, later behind. Null: orders are off."""
    off = ("coercion",) if null else ()
    own = {"coercion": STRONG, "shared_okrs": WEAK, "shared_kpis": WEAK, "goal_strength": 0.5}
    shared = {"coercion": 0.0, "shared_okrs": STRONG, "shared_kpis": STRONG, "goal_strength": 0.5}
    got = study(lab, lab.firms(200), {"orders": Arm(own, off=off), "shared": Arm(shared, off=off)}, _early_and_late)
    return [
        mean("early", (got["orders"]["early"] - got["shared"]["early"]) / POINT["unfinished"]),
        mean("late", (got["shared"]["late"] - got["orders"]["late"]) / POINT["value_share"]),
    ]


def _early_and_late(run: Watched) -> dict[str, float]:
    third = int(run.world.programme.mobilisation[0] + run.world.programme.plan_end[0] / 3.0)
    spent = run.world.accounts.series[:, COLUMN["spent_build"]]
    built = spent[min(third, len(spent) - 1)] / max(run.world.programme.plan_cost[0], 1.0)
    return {"early": float(built), "late": ended(run)["value_share"]}


def behaviour_moves(lab: Lab, null: bool = False) -> list[Estimate]:
    """What journeys lose of their continuity and fit when first all live until the horizon, without insight, and how much less they lose with it (0.9), in
    thresholds of continuity. Null: customers' expectations stand still."""
    still = {"behaviour_pace": 0.0, "behaviour_shocks": 0.0} if null else {}
    arms = {name: Arm({"customer_insight": value}, traits=still) for name, value in (("without", 0.0), ("with", STRONG))}
    got = study(lab, lab.firms(120), arms, _lost)
    lost = {arm: columns["lost"] / POINT["continuity"] for arm, columns in got.items()}
    return [mean("lost without", lost["without"]), mean("less with", lost["without"] - lost["with"])]


def _lost(run: Watched) -> dict[str, float]:
    journeys = run.world.journeys
    first, now = run.watch.at_live, journeys.continuity * journeys.fit
    old = (first >= 0.0) & (journeys.live_week <= 104.0)
    return {"lost": float((first - now)[old].mean()) if old.any() else np.nan}


def channels_multiply_cost(lab: Lab, null: bool = False) -> list[Estimate]:
    """Cost of the last channel added to all journeys of a company (from 4 to 5) against the first (from 2 to 3), at completion and against the plan on
    three channels, so that large ones do not decide, under boards that cut and stop nothing: with connections from point to point, over the same where
    journeys have no connections to build; through an API layer; and what shared assets take off the last one. Null: no connections anywhere."""
    cost = lab.once("channels_multiply_cost", _costs_on_channels)

    def added(roadmap: str, way: str, size: int) -> np.ndarray:
        return cost[f"{roadmap} {way} {size}"] - cost[f"{roadmap} {way} {size - 1}"]

    roadmap = "apart" if null else "joined"
    point, layer = ((added(roadmap, way, 5), added(roadmap, way, 3)) for way in ("point", "layer"))
    apart = added("apart", "point", 5), added("apart", "point", 3)
    return [
        resampled("point over apart", _times_over, *point, *apart),
        resampled("last over first, layer", _times, *layer),
        resampled("shared over point, last", _times, added(roadmap, "shared", 5), point[0]),
    ]


def _costs_on_channels(lab: Lab) -> dict[str, np.ndarray]:
    """[company] cost at completion over the plan on three channels, by roadmap (with connections or without), way of connecting and number of channels.

    All that the claim and its null need, in one study: a company is founded once for each roadmap and number."""
    sizes = (2, 3, 4, 5)
    ways = {
        "point": {"api_strategy": 0.0, "design_system": 0.0, "process_pooling": 0.0},
        "layer": {"api_strategy": 1.0, "design_system": 0.0, "process_pooling": 0.0},
        "shared": {"api_strategy": 0.0, "design_system": 0.9, "process_pooling": 0.9, "common_method": 0.9},
    }
    roadmaps = {"joined": channel_companies(sizes), "apart": channel_companies(sizes, connections=False)}
    covered, held = {"api_coverage": 0.6, "api_quality": 0.7}, {"steering.strike": 0.0, "steering.stop_rate": 0.0}
    arms = {
        f"{roadmap} {way} {size}": Arm(levers, coefficients=held, traits=covered, alter=resized[size])
        for roadmap, resized in roadmaps.items()
        for way, levers in ways.items()
        for size in (sizes if way != "shared" else sizes[-2:])
    }
    got = study(lab.with_(customers=200), lab.firms(2000), arms, ended)
    plan = {roadmap: got[f"{roadmap} point 3"]["plan_cost"].mean(axis=1) for roadmap in roadmaps}  # the plan of record knows no lever
    return {arm: columns["delivery_cost"].mean(axis=1) / plan[arm.split()[0]] for arm, columns in got.items()}


def _times(one: np.ndarray, other: np.ndarray) -> float:
    return float(one.mean() / other.mean())


def _times_over(one: np.ndarray, other: np.ndarray, basis: np.ndarray, of: np.ndarray) -> float:
    return _times(one, other) / _times(basis, of)


CLAIMS = {
    each.__name__: each
    for each in (
        sponsor_needed, not_by_channel, shared_goals_break_silos, change_ruins_rest, channels_multiply_cost, bad_api_caps, cover_all_channels,
        persuasion_lasts, behaviour_moves, no_ideal_model, means_over_line, half_fail,
    )
}  # fmt: skip
