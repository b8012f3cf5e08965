"""Process patterns: what happens inside the work, measured in runs over sampled companies."""

from dataclasses import replace

import numpy as np

from simulation.evidence.cohort import Arm, Lab, study
from simulation.evidence.estimates import Estimate, log_ratio_within, mean, ratio, resampled
from simulation.evidence.watch import ACROSS, WITHIN, Watched
from simulation.outcomes import COLUMN, ROW
from simulation.state import BUILD, BUILDING, CONNECTION, EXPERIENCE, INTEGRATING_DAYS, LIVE, REWORKING, World

MEDIAN, HEAVY = 0.5, 1.0  # legacy debt: the median by the trait's definition, and twice that
NOTHING_BOOKED = {"api_strategy": 0.0, "modernisation": 0.0, "design_system": 0.0}  # so that days of build, rework and integration are work alone


def debt_drag(lab: Lab) -> list[Estimate]:
    """Progress for a day of work, against the same companies and luck in which debt slows nobody.

    Progress is what was taken off the work left, of any origin; days are those booked as build, rework and integration, in a
    governance that books none of these for anything else. Median legacy 0.5, heavy legacy 1.0, set in every sampled company and held there (the
    step that lets systems age is off), so that the figure is that of the legacy named.
    """
    found = []
    for part, legacy in (("median legacy", MEDIAN), ("heavy legacy", HEAVY)):
        held = Arm(levers=NOTHING_BOOKED, traits={"legacy_debt": legacy}, off=("interoperability",))
        arms = {"with": held, "without": replace(held, coefficients={"delivery.drag": 0.0})}
        got = study(lab, lab.firms(60), arms, _pace)
        found.append(mean(part, 1.0 - got["with"]["pace"] / got["without"]["pace"]))
    return found


def _pace(run: Watched) -> dict[str, float]:
    packages = run.world.packages
    begun = packages.start_week >= 0.0
    done = (packages.volume - packages.left.sum(axis=1))[begun].sum()
    days = run.world.accounts.days[:, [BUILDING, REWORKING, INTEGRATING_DAYS]].sum()
    return {"pace": done / days if days > 0.0 else np.nan}


def debt_contagion(lab: Lab) -> list[Estimate]:
    """Weeks of work on a package whose systems carry debt in which debt was added, by what went ahead unattended.

    Second part: how much larger that share is at heavy legacy than with hardly any, in the same companies: does debt cause debt?
    """
    arms = {name: Arm(traits={"legacy_debt": legacy}) for name, legacy in (("none", 0.02), ("median", MEDIAN), ("heavy", HEAVY))}
    got = study(lab, lab.firms(60), arms, _added)
    return [
        ratio("share of tasks", got["median"]["adding"], got["median"]["worked"]),
        resampled(
            "heavy over hardly any debt",
            lambda a, b, c, d: (a.sum() / b.sum()) / (c.sum() / d.sum()),
            *(got[arm][name] for arm in ("heavy", "none") for name in ("adding", "worked")),
        ),
    ]


def _added(run: Watched) -> dict[str, float]:
    return {"adding": float(run.watch.hasty.sum()), "worked": float(run.watch.touched.sum())}


def boundary_delay(lab: Lab) -> list[Estimate]:
    """Weeks from the start of a package until one of its parts is done: parts done by another unit than the one that conducts the package,
    against parts of the same speciality and size done inside it, company by company (least squares on logarithms)."""
    got = study(lab, lab.firms(120), {"typical": Arm()}, _delay)
    return [_exponential(mean("times as long", got["typical"]["slope"]))]


def _delay(run: Watched) -> dict[str, float]:
    packages, watch = run.world.packages, run.watch
    weeks = watch.part_done - packages.start_week[:, None]
    row, part = np.nonzero(watch.part_done >= 0.0)
    special = [(part == each).astype(float) for each in (1, 2)]
    size, kind = np.log(packages.nominal[row, part]), (packages.kind[row] == CONNECTION).astype(float)
    return {"slope": log_ratio_within(np.log(np.maximum(weeks[row, part], 0.5)), watch.part_across[row, part], size, kind, *special)}


def coordination_fit(lab: Lab) -> list[Estimate]:
    """Weeks from start to release of packages that cross units, by congruence: the share of the pairs of teams that depend on each other in it
    which have an open working tie; from none to all, for the same size, kind and hand-offs, company by company (least squares on logarithms)."""
    got = study(lab, lab.firms(160), {"typical": Arm()}, _congruence)
    fitted = _exponential(mean("change of time", got["typical"]["slope"]))
    return [fitted._replace(value=fitted.value - 1.0)]


def _congruence(run: Watched) -> dict[str, float]:
    world = run.world
    packages, teams, ties = world.packages, world.teams, world.ties
    openness = float(world.programme.openness[0])
    open_pairs = set()
    for team in range(len(teams)):
        for tie in range(teams.tie_start[team], teams.tie_end[team]):
            if ties.threshold[tie] < openness:
                open_pairs.add((team, int(ties.other[tie])))
                open_pairs.add((int(ties.other[tie]), team))
    rows, congruence = [], []
    for row in np.flatnonzero(packages.live_week >= 0.0):
        team = packages.team[row]
        pairs = [(int(team[a]), int(team[b])) for a, b in ((0, 1), (0, 2), (1, 2)) if teams.unit[team[a]] != teams.unit[team[b]]]
        if pairs:
            rows.append(row)
            congruence.append(np.mean([pair in open_pairs for pair in pairs]))
    if not rows:
        return {"slope": np.nan}
    weeks = np.log(np.maximum(packages.live_week[rows] - packages.start_week[rows], 0.5))
    others = [np.log(packages.nominal[rows].sum(axis=1)), packages.kind[rows].astype(float), packages.coupling[rows], packages.coordinated[rows].astype(float)]
    return {"slope": log_ratio_within(weeks, np.array(congruence), *others)}


def reuse_effort(lab: Lab) -> list[Estimate]:
    """Work of the experience part of a build that reuses a shared component, against builds that neither reuse nor write one, for each nominal
    day, where components are written wholly for reuse and all teams practise the common method (full design system and method)."""
    got = study(lab, lab.firms(60), {"shared": SHARED}, _reuse)["shared"]
    return [mean("effort saved", 1.0 - got["reusing"] / got["plain"])]


def reuse_break_even(lab: Lab) -> list[Estimate]:
    """Builds from which writing for reuse pays: 1 + what writing for reuse costs more / what a reuse saves, both measured as for reuse_effort."""
    got = study(lab, lab.firms(60), {"shared": SHARED}, _reuse)["shared"]
    formula = lambda writing, plain, reusing: 1.0 + (np.nanmean(writing / plain) - 1.0) / (1.0 - np.nanmean(reusing / plain))  # noqa: E731
    return [resampled("builds", formula, got["writing"], got["plain"], got["reusing"])]


SHARED = Arm(levers={"design_system": 1.0, "common_method": 1.0})


def _reuse(run: Watched) -> dict[str, float]:
    packages, watch = run.world.packages, run.watch
    build = (packages.kind == BUILD) & np.isfinite(watch.start_left) & (packages.nominal[:, EXPERIENCE] > 0.0)
    effort = np.full(len(packages), np.nan)
    effort[build] = watch.start_left[build] / packages.nominal[build, EXPERIENCE]
    groups = {"reusing": packages.reused == 1, "writing": watch.writes == 1.0, "plain": (packages.reused == 0) & (watch.writes == 0.0)}
    return {name: float(np.mean(effort[build & group])) if (build & group).any() else np.nan for name, group in groups.items()}


def promises_ratio(lab: Lab) -> list[Estimate]:
    """Promises missed across units against those missed within the line: weekly probe of every team, mean over the programme's weeks."""
    got = study(lab, lab.firms(120), {"typical": Arm()}, _promises)["typical"]
    return [ratio("times as many", got["missed across"], got["missed within"])]


def _promises(run: Watched) -> dict[str, float]:
    asked = run.watch.missed
    return {
        "missed across": 1.0 - run.outcomes[ROW["kept_across"]],
        "missed within": 1.0 - run.outcomes[ROW["kept_within"]],
        "not served across": asked[ACROSS, 1] / max(asked[ACROSS, 0], 1.0),
        "not served within": asked[WITHIN, 1] / max(asked[WITHIN, 0], 1.0),
    }


LOCAL = {"goal_strength": 0.8, "shared_okrs": 0.0, "shared_kpis": 0.0}
NO_GOALS = {"goal_strength": 0.0}
GROUP = {"goal_strength": 0.8, "shared_okrs": 0.8, "shared_kpis": 0.8}


def goal_signs(lab: Lab) -> list[Estimate]:
    """Shared work done (mean share of packages live, over the horizon) under local objectives, none, and common ones: differences in the same
    companies and luck, in standard deviations over companies."""
    arms = {"local": Arm(levers=LOCAL), "none": Arm(levers=NO_GOALS), "group": Arm(levers=GROUP)}
    got = study(lab, lab.firms(120), arms, _work_done)
    spread = float(np.std(got["none"]["done"]))
    return [
        mean("none over local", (got["none"]["done"] - got["local"]["done"]) / spread),
        mean("group over none", (got["group"]["done"] - got["none"]["done"]) / spread),
    ]


def _work_done(run: Watched) -> dict[str, float]:
    return {"done": float(run.world.accounts.series[:, COLUMN["live_share"]].mean())}


def perceived_threat(lab: Lab) -> list[Estimate]:
    """Sales that teams believe to lose to other channels less those that really moved, in per cent of their channels' sales: mean over teams whose
    unit owns channels, all weeks."""
    got = study(lab, lab.firms(120), {"typical": Arm()}, _fears)["typical"]
    return [mean("believed less real, % of sales", 100.0 * (got["believed"] - got["moved"]))]


def _fears(run: Watched) -> dict[str, float]:
    return {"believed": float(run.watch.fears[:, 0].mean()), "moved": float(run.watch.fears[:, 1].mean())}


def bass(lab: Lab) -> list[Estimate]:
    """Adoption with everybody mixed, all journeys perfect and everybody in reach: Bass's curve fitted to it (least squares, p and q free),
    against the p and q of the company; and the two themselves against the usable ranges of sultan1990."""
    off = tuple(each for each in ("events", "steering", "communication", "recognition", "commitment", "buy_in", "allocation", "delivery", "decisions",
                                  "interoperability", "assets", "release", "accounts"))  # fmt: skip
    got = study(replace(lab, customers=5000), lab.firms(40), {"mixed": Arm(off=off, start=_perfect)}, _bass_fit, horizon=364)["mixed"]
    return [
        mean("p fitted / p", got["p"] / got["innovation"]),
        mean("q fitted / q", got["q"] / got["imitation"]),
        mean("p a year", got["p"]),
        mean("q a year", got["q"]),
    ]


def _perfect(world: World) -> None:
    world.market.mixing[0] = 1.0
    world.demand.affinity[:] = 1.0
    world.channels.reach[:] = 1.0
    world.packages.status[:] = LIVE
    world.journeys.live_share[:] = world.journeys.continuity[:] = world.journeys.offered[:] = 1.0


def _bass_fit(run: Watched) -> dict[str, float]:
    from scipy.optimize import least_squares

    market = run.world.market
    seen = run.world.accounts.series[:, COLUMN["adoption"]]
    years = np.arange(1, len(seen) + 1) / 52.0

    def misfit(both: np.ndarray) -> np.ndarray:
        decay = np.exp(-(both[0] + both[1]) * years)
        return (1.0 - decay) / (1.0 + both[1] / both[0] * decay) - seen

    fitted = least_squares(misfit, [0.03, 0.4], bounds=([1e-5, 1e-3], [1.0, 5.0])).x
    return {"p": fitted[0], "q": fitted[1], "innovation": float(market.innovation[0]), "imitation": float(market.imitation[0])}


def _exponential(estimate: Estimate) -> Estimate:
    return Estimate(estimate.part, float(np.exp(estimate.value)), float(np.exp(estimate.value) * estimate.error))


PROCESS = {
    each.__name__: each
    for each in (
        debt_drag, debt_contagion, boundary_delay, coordination_fit, reuse_effort, reuse_break_even, promises_ratio, goal_signs, perceived_threat, bass,
    )
}  # fmt: skip
