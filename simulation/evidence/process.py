"""Process patterns: what happens inside the work, measured in runs over sampled companies.

All patterns but Bass's share one set of runs (`process_runs`): the companies as sampled, at median and heavy legacy with and without a drag of debt,
with everything shared, and under local, no and group goals. Each function below says how its pattern is read from them.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from simulation.evidence.cohort import Arm, Found, Lab, Reader, study
from simulation.evidence.estimates import Estimate, mean, ratio, resampled
from simulation.evidence.readings import bass_fit, pace, perfect, reuse, typical, work_done
from simulation.state import STEPS

COMPANIES = 260
MEDIAN, HEAVY = 0.5, 1.0  # legacy debt: the median by the trait's definition, and twice that
LEGACY = {"median legacy": MEDIAN, "heavy legacy": HEAVY}
NOTHING_BOOKED = {"api_strategy": 0.0, "modernisation": 0.0, "design_system": 0.0}  # so that days of build, rework and integration are work alone
LOCAL = {"goal_strength": 0.8, "shared_okrs": 0.0, "shared_kpis": 0.0}
NO_GOALS = {"goal_strength": 0.0}
GROUP = {"goal_strength": 0.8, "shared_okrs": 0.8, "shared_kpis": 0.8}


def process_runs(lab: Lab) -> Found:
    """The runs that the patterns share: arm -> reading -> [company]."""
    return lab.once("process", _process_runs)


def _process_runs(lab: Lab) -> Found:
    arms = {"typical": Arm(), "shared": Arm(levers={"design_system": 1.0, "common_method": 1.0})}
    arms |= {name: Arm(levers=levers) for name, levers in (("local", LOCAL), ("none", NO_GOALS), ("group", GROUP))}
    for name, legacy in LEGACY.items():
        held = Arm(levers=NOTHING_BOOKED, traits={"legacy_debt": legacy}, off=("interoperability",))
        arms |= {name: held, f"{name}, no drag": replace(held, coefficients={"delivery.drag": 0.0})}
    readers: dict[str, Reader] = dict.fromkeys(arms, pace)
    readers |= {"typical": typical, "shared": reuse} | dict.fromkeys(("local", "none", "group"), work_done)
    got = study(lab, lab.firms(COMPANIES), arms, readers)
    return {arm: {name: column[:, 0] for name, column in columns.items()} for arm, columns in got.items()}


def debt_drag(lab: Lab) -> list[Estimate]:
    """Progress for a day of work, against the same companies and luck in which debt slows nobody.

    Progress is what was taken off the work left, of any origin; days are those booked as build, rework and integration, in a
    governance that books none of these for anything else. Median legacy 0.5, heavy legacy 1.0, set in every sampled company and held there (the
    step that lets systems age is off), so that the figure is that of the legacy named.
    """
    found = process_runs(lab)
    return [mean(name, 1.0 - found[name]["pace"] / found[f"{name}, no drag"]["pace"]) for name in LEGACY]


def debt_contagion(lab: Lab) -> list[Estimate]:
    """Weeks of work on the systems of a package in which the debt that was there forced more of it, of all such weeks."""
    found = process_runs(lab)["typical"]
    return [ratio("share of tasks", found["adding"], found["worked"])]


def boundary_delay(lab: Lab) -> list[Estimate]:
    """Weeks from the start of a package until one of its parts is done: parts done by another unit than the one that conducts the package,
    against parts of the same speciality and size done inside it, company by company (least squares on logarithms)."""
    return [_exponential(mean("times as long", process_runs(lab)["typical"]["delay"]))]


def coordination_fit(lab: Lab) -> list[Estimate]:
    """Weeks from start to release of packages that cross units, by congruence: the share of the pairs of teams that depend on each other in it
    which have an open working tie; from none to all, for the same size, kind and hand-offs, company by company (least squares on logarithms)."""
    fitted = _exponential(mean("change of time", process_runs(lab)["typical"]["fit"]))
    return [fitted._replace(value=fitted.value - 1.0)]


def reuse_effort(lab: Lab) -> list[Estimate]:
    """Effort saved on the part of a build that is made of shared components: nominal days left to do on its experience part once it has begun, for each
    nominal day, of builds that reuse against builds that neither reuse nor write a component; where components are written wholly for reuse
    and all teams practise the common method (design system and method in full)."""
    return [mean("effort saved", _saved(process_runs(lab)["shared"]))]


def reuse_break_even(lab: Lab) -> list[Estimate]:
    """Builds from which writing for reuse pays: 1 + what writing for reuse costs more / what a reuse saves, both measured as for reuse_effort."""
    found = process_runs(lab)["shared"]
    extra = found["writing"] / found["plain"] - 1.0
    saved = _saved(found)
    known = np.isfinite(extra) & np.isfinite(saved)
    return [resampled("builds", lambda more, less: 1.0 + float(more.mean() / less.mean()), extra[known], saved[known])]


def _saved(found: dict[str, np.ndarray]) -> np.ndarray:
    return 1.0 - found["reusing"] / found["plain"]


def promises_ratio(lab: Lab) -> list[Estimate]:
    """Promises missed across units against those missed within the line: weekly probe of every team, mean over the programme's weeks."""
    found = process_runs(lab)["typical"]
    return [ratio("times as many", found["missed across"], found["missed within"])]


def goal_signs(lab: Lab) -> list[Estimate]:
    """Shared work done (mean share of packages live, over the horizon) under local objectives, none, and common ones: differences in the same
    companies and luck, in standard deviations over companies."""
    found = process_runs(lab)
    done = {name: found[name]["done"] / float(np.std(found["none"]["done"])) for name in ("local", "none", "group")}
    return [mean("none over local", done["none"] - done["local"]), mean("group over none", done["group"] - done["none"])]


def perceived_threat(lab: Lab) -> list[Estimate]:
    """Sales that teams believe to lose to other channels less those that really moved, in per cent of their channels' sales: mean over teams whose
    unit owns channels, all weeks."""
    found = process_runs(lab)["typical"]
    return [mean("believed less real, % of sales", 100.0 * (found["believed"] - found["moved"]))]


def bass(lab: Lab) -> list[Estimate]:
    """Adoption with everybody mixed, all journeys perfect and everybody in reach: Bass's curve fitted to it (least squares, p and q free),
    against the p and q of the company; and the two themselves against the usable ranges of sultan1990."""
    off = tuple(step for step in STEPS if step != "customers")
    got = study(lab.with_(customers=5000), lab.firms(40), {"mixed": Arm(off=off, start=perfect)}, bass_fit, horizon=364)["mixed"]
    return [
        mean("p fitted / p", got["p"] / got["innovation"]),
        mean("q fitted / q", got["q"] / got["imitation"]),
        mean("p a year", got["p"]),
        mean("q a year", got["q"]),
    ]


def _exponential(estimate: Estimate) -> Estimate:
    return Estimate(estimate.part, float(np.exp(estimate.value)), float(np.exp(estimate.value) * estimate.error))


PROCESS: dict[str, Callable[[Lab], list[Estimate]]] = {
    "debt_drag": debt_drag,
    "debt_contagion": debt_contagion,
    "boundary_delay": boundary_delay,
    "coordination_fit": coordination_fit,
    "reuse_effort": reuse_effort,
    "reuse_break_even": reuse_break_even,
    "promises_ratio": promises_ratio,
    "goal_signs": goal_signs,
    "perceived_threat": perceived_threat,
    "bass": bass,
}
