"""What is read from a watched run for the process patterns: a few numbers a run, from the state that it leaves and from what was noted on the way."""

import numpy as np

from simulation.evidence.estimates import log_ratio_within
from simulation.evidence.watch import Watched
from simulation.outcomes import COLUMN, ROW
from simulation.state import BUILD, BUILDING, CONNECTION, EXPERIENCE, INTEGRATING_DAYS, LIVE, REWORKING, World


def typical(run: Watched) -> dict[str, float]:
    """All that is read from companies as sampled."""
    return {**added(run), **delay(run), **congruence(run), **promises(run), **fears(run)}


def pace(run: Watched) -> dict[str, float]:
    """Progress for a day of work."""
    packages = run.world.packages
    begun = packages.start_week >= 0.0
    done = (packages.volume - packages.left.sum(axis=1))[begun].sum()
    days = run.world.accounts.days[:, [BUILDING, REWORKING, INTEGRATING_DAYS]].sum()
    return {"pace": done / days if days > 0.0 else np.nan}


def added(run: Watched) -> dict[str, float]:
    """Weeks of work on the systems of packages, and those in which debt forced more of it."""
    return {"adding": float(run.world.programme.adding[0]), "worked": float(run.world.programme.tasks[0])}


def delay(run: Watched) -> dict[str, float]:
    """Logarithm of how many times longer a part takes across units."""
    packages, watch = run.world.packages, run.watch
    weeks = watch.part_done - packages.start_week[:, None]
    row, part = np.nonzero(watch.part_done >= 0.0)
    special = [(part == each).astype(float) for each in (1, 2)]
    size, kind = np.log(packages.nominal[row, part]), (packages.kind[row] == CONNECTION).astype(float)
    return {"delay": log_ratio_within(np.log(np.maximum(weeks[row, part], 0.5)), watch.part_across[row, part], size, kind, *special)}


def congruence(run: Watched) -> dict[str, float]:
    """Logarithm of how many times longer a package takes whose dependent teams all have an open tie."""
    world = run.world
    packages, teams = world.packages, world.teams
    tied = _open_pairs(world)
    rows, congruence = [], []
    for row in np.flatnonzero(packages.live_week >= 0.0):
        team = packages.team[row]
        pairs = [(int(team[a]), int(team[b])) for a, b in ((0, 1), (0, 2), (1, 2)) if teams.unit[team[a]] != teams.unit[team[b]]]
        if pairs:
            rows.append(row)
            congruence.append(np.mean([tied[pair] for pair in pairs]))
    if not rows:
        return {"fit": np.nan}
    weeks = np.log(np.maximum(packages.live_week[rows] - packages.start_week[rows], 0.5))
    others = [np.log(packages.nominal[rows].sum(axis=1)), packages.kind[rows].astype(float), packages.coupling[rows], packages.coordinated[rows].astype(float)]
    return {"fit": log_ratio_within(weeks, np.array(congruence), *others)}


def _open_pairs(world: World) -> np.ndarray:
    """[team, team] whether the two have an open working tie at the end."""
    teams, ties = world.teams, world.ties
    tied = np.zeros((len(teams), len(teams)), dtype=bool)
    owner = np.repeat(np.arange(len(teams)), teams.tie_end - teams.tie_start)
    opened = ties.threshold < float(world.programme.openness[0])
    tied[owner[opened], ties.other[opened]] = True
    return tied | tied.T


def reuse(run: Watched) -> dict[str, float]:
    """Nominal days left on the experience part once begun, a nominal day: of builds that reuse, that write for reuse, and of others."""
    packages, watch = run.world.packages, run.watch
    build = (packages.kind == BUILD) & np.isfinite(watch.start_left) & (packages.nominal[:, EXPERIENCE] > 0.0)
    effort = np.full(len(packages), np.nan)
    effort[build] = watch.start_left[build] / packages.nominal[build, EXPERIENCE]
    reused = packages.reused == 1
    groups = {"reusing": reused, "writing": watch.writes == 1.0, "plain": ~reused & (watch.writes == 0.0)}
    return {name: float(np.mean(effort[build & group])) if (build & group).any() else np.nan for name, group in groups.items()}


def promises(run: Watched) -> dict[str, float]:
    """Shares of promises missed across and within."""
    return {f"missed {where}": 1.0 - float(run.outcomes[ROW[f"kept_{where}"]]) for where in ("across", "within")}


def work_done(run: Watched) -> dict[str, float]:
    """Mean share of packages live over the horizon."""
    return {"done": float(run.world.accounts.series[:, COLUMN["live_share"]].mean())}


def fears(run: Watched) -> dict[str, float]:
    """Share of sales believed to move away, and that moved."""
    return {"believed": float(run.watch.fears[:, 0].mean()), "moved": float(run.watch.fears[:, 1].mean())}


def perfect(world: World) -> None:
    """Everybody mixed and in reach, all journeys perfect, from the first week on."""
    world.market.mixing[0] = 1.0
    world.demand.affinity[:] = 1.0
    world.channels.reach[:] = 1.0
    world.packages.status[:] = LIVE
    world.journeys.live_share[:] = world.journeys.continuity[:] = world.journeys.offered[:] = 1.0


def bass_fit(run: Watched) -> dict[str, float]:
    """p and q that fit the adoption of a run, and those of the company."""
    from scipy.optimize import least_squares

    market = run.world.market
    seen = run.world.accounts.series[:, COLUMN["adoption"]]
    years = np.arange(1, len(seen) + 1) / 52.0

    def misfit(both: np.ndarray) -> np.ndarray:
        decay = np.exp(-(both[0] + both[1]) * years)
        return (1.0 - decay) / (1.0 + both[1] / both[0] * decay) - seen

    fitted = least_squares(misfit, [0.03, 0.4], bounds=([1e-5, 1e-3], [1.0, 5.0])).x
    return {"p": fitted[0], "q": fitted[1], "innovation": float(market.innovation[0]), "imitation": float(market.imitation[0])}
