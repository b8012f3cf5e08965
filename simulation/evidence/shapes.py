"""Three shapes that runs should show: adoption in an S, work that dips after a reorganisation, attention that decays once a sponsor has gone."""

from typing import NamedTuple

import numpy as np

from simulation.evidence.cohort import Arm, Lab, study
from simulation.evidence.retrospect import full_package
from simulation.evidence.watch import Watched
from simulation.outcomes import COLUMN

WEEK, HORIZON, COMPANIES = 60, 520, 60
YEAR, SEASON = 52, 26


class Shape(NamedTuple):
    """Weekly means over companies of two arms, and what they should show, in a figure."""

    name: str
    unit: str
    plain: list[float]  # nothing changes
    changed: list[float]
    figure: float  # see `shapes`
    error: float


def shapes(lab: Lab) -> list[Shape]:
    """The three shapes, over companies governed by the full package. Figures: the week around which adoption grows fastest; the share of the work of half a
    year lost when the Factory is regrouped; the share of what directorates gave that is lost a year after the sponsor has gone."""
    good = {**full_package().levers, "structure": "business universe"}
    arms = {
        "good": Arm(good),
        "regrouped": Arm(good, dated=(WEEK, {"structure": "skill"})),
        "gone": Arm(good, dated=(WEEK, {"sponsorship": 0.0})),
    }
    got = study(lab, lab.firms(COMPANIES), arms, _weeks, horizon=HORIZON)
    series = {arm: {name: np.array([columns[f"{name} {week}"][:, 0] for week in range(HORIZON)]).T for name in NAMES} for arm, columns in got.items()}
    built = {arm: np.diff(each["spent_build"], axis=1, prepend=0.0) / series["good"]["spent_build"][:, -1:] for arm, each in series.items()}
    after = slice(WEEK, WEEK + SEASON)
    dip = 1.0 - built["regrouped"][:, after].sum(axis=1) / built["good"][:, after].sum(axis=1)
    fall = 1.0 - series["gone"]["actual"][:, WEEK + YEAR] / series["good"]["actual"][:, WEEK + YEAR]
    adoption = series["good"]["adoption"]
    steepest = (np.diff(adoption[:, :: YEAR // 4], axis=1).argmax(axis=1) + 0.5) * (YEAR // 4)
    return [
        _shape("adoption", "share of customers", adoption, adoption, steepest),
        _shape("work after a reorganisation", "share of all build, a week", built["good"], built["regrouped"], dip),
        _shape("commitment after the sponsor has gone", "share of what is asked", series["good"]["actual"], series["gone"]["actual"], fall),
    ]


NAMES = ("adoption", "actual", "spent_build")


def _weeks(run: Watched) -> dict[str, float]:
    series = run.world.accounts.series
    return {f"{name} {week}": float(series[week, COLUMN[name]]) for name in NAMES for week in range(HORIZON)}


def _shape(name: str, unit: str, plain: np.ndarray, changed: np.ndarray, figure: np.ndarray) -> Shape:
    known = figure[np.isfinite(figure)]
    return Shape(name, unit, plain.mean(axis=0).tolist(), changed.mean(axis=0).tolist(), float(known.mean()), float(known.std(ddof=1) / np.sqrt(len(known))))
