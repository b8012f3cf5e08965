"""Outcome patterns: how programmes end, over sampled companies with one world each. They are reported, and nothing is ever fitted to them."""

from collections.abc import Callable

import numpy as np

from simulation.evidence.cohort import Arm, Found, Lab, study
from simulation.evidence.estimates import Estimate, mean, ratio, resampled
from simulation.evidence.watch import Watched
from simulation.outcomes import COLUMN, OUTCOMES, ROW
from simulation.scenario import load

WEAK, TYPICAL, MODERATE, STRONG = 0.05, 0.35, 0.5, 0.9  # grades of governance (model.md)
GOVERNANCE = ("sponsorship", "delegation", "role_clarity", "budget_authority", "shared_okrs", "shared_kpis", "indicator_quality")


def graded(value: float) -> Arm:
    """All of governance at one grade: who decides, by which goals and indicators; the rest as the company has it."""
    return Arm(levers=dict.fromkeys(GOVERNANCE, value))


def full_package() -> Arm:
    """The governance that the article asks for, as the library ships it."""
    return Arm(levers={name: value for name, value in load("full-package").levers.model_dump().items() if name != "structure"})


def retrospect(lab: Lab) -> Found:
    """The runs that all outcome patterns share: arm -> outcome -> [company]."""
    return lab.once("retrospect", _retrospect)


def _retrospect(lab: Lab) -> Found:
    arms = {
        "typical": Arm(),
        "full package": full_package(),
        "sponsor weak": Arm(levers={"sponsorship": WEAK}),
        "sponsor strong": Arm(levers={"sponsorship": STRONG}),
        "words weak": Arm(levers={"communication": WEAK}),
        "words strong": Arm(levers={"communication": STRONG}),
        "governance moderate": graded(MODERATE),
        "governance strong": graded(STRONG),
        "no programme": Arm(programme=False),
    }
    got = study(lab, lab.firms(2000), arms, ended)
    return {arm: {name: column[:, 0] for name, column in columns.items()} for arm, columns in got.items()}


def ended(run: Watched) -> dict[str, float]:
    """How a run ended, and how many directorates its journeys span on average."""
    packages, teams = run.world.packages, run.world.teams
    units = teams.unit[packages.home_team]
    journeys = np.unique(packages.journey)
    span = float(np.mean([len(np.unique(units[packages.journey == journey])) for journey in journeys]))
    outcomes = {name: float(run.outcomes[ROW[name]]) for name in OUTCOMES}
    grade = outcomes["grade"]
    value = float(run.world.accounts.series[:, COLUMN["value"]].sum())
    plan = float(run.world.programme.plan_cost[0])
    return outcomes | {
        "value": value,
        "plan_cost": plan,
        "spent": float(run.world.programme.spent[0]),
        "span": span,
        "success": float(grade == 2.0),
        "partial": float(grade == 1.0),
        "failure": float(grade == 0.0),
    }


def typical_outcomes(lab: Lab) -> list[Estimate]:
    """Grades by value delivered against planned at week 156, every company governed as it was sampled: success from 1, failure under a half."""
    found = retrospect(lab)
    return [mean(grade, found["typical"][grade]) for grade in ("success", "partial", "failure")]


def full_package_odds(lab: Lab) -> list[Estimate]:
    """Odds of success with the full package of the library against the company's own governance, in the same companies and luck."""
    found = retrospect(lab)
    return [resampled("odds ratio", _odds_ratio, found["full package"]["success"], found["typical"]["success"])]


def _odds_ratio(better: np.ndarray, worse: np.ndarray) -> float:
    high, low = (np.clip(np.mean(each), 0.5 / len(each), 1.0 - 0.5 / len(each)) for each in (better, worse))
    return float(high / (1.0 - high) / (low / (1.0 - low)))


def sponsor_alone(lab: Lab) -> list[Estimate]:
    """Rate of success with a strong sponsor (0.9) against a weak one (0.05), all else as sampled; and the same ratio where journeys span more
    directorates than the median company's, against where they span fewer."""
    found = retrospect(lab)
    strong, weak, span = found["sponsor strong"]["success"], found["sponsor weak"]["success"], found["typical"]["span"]
    wide = span > np.median(span)

    def contrast(high: np.ndarray, low: np.ndarray, is_wide: np.ndarray) -> float:
        many, few = is_wide > 0.5, is_wide < 0.5
        rates = [(each[rows].sum() + 0.5) / (rows.sum() + 1.0) for rows in (many, few) for each in (high, low)]
        return float(rates[0] / rates[1] / (rates[2] / rates[3]))

    return [ratio("success rate, times", strong, weak), resampled("wide over narrow journeys", contrast, strong, weak, wide.astype(float))]


def journeys_dysfunctional(lab: Lab) -> list[Estimate]:
    """Share of journeys that miss three or more of the five criteria under the governance sampled; and the share that meets three or more with all
    of governance strong (0.9) and moderate (0.5)."""
    found = retrospect(lab)
    return [
        mean("dysfunctional, typical", 1.0 - found["typical"]["journeys_successful"]),
        mean("successful, strong", found["governance strong"]["journeys_successful"]),
        mean("successful, moderate", found["governance moderate"]["journeys_successful"]),
    ]


def overruns(lab: Lab) -> list[Estimate]:
    """What was spent until the end, against the plan of record, under the governance sampled: median, and share of companies above half more. As in the
    sources, which compare money spent with money granted, whatever was delivered for it: what was struck off or left undone is not in it."""
    found = retrospect(lab)
    over = found["typical"]["spent"] / found["typical"]["plan_cost"] - 1.0
    return [resampled("median", lambda each: float(np.median(each)), over), mean("share above +50 %", (over > 0.5).astype(float))]


def communication_alone(lab: Lab) -> list[Estimate]:
    """Rate of success with strong communication (0.9) against weak (0.05), all else as sampled."""
    found = retrospect(lab)
    return [ratio("success rate, times", found["words strong"]["success"], found["words weak"]["success"])]


RETROSPECT: dict[str, Callable[[Lab], list[Estimate]]] = {
    "typical_outcomes": typical_outcomes,
    "full_package": full_package_odds,
    "sponsor_alone": sponsor_alone,
    "journeys_dysfunctional": journeys_dysfunctional,
    "overruns": overruns,
    "communication_alone": communication_alone,
}
