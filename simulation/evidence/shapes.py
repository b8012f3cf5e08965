"""Three shapes that runs should show: adoption in an S, work that dips after a reorganisation, attention that decays once a sponsor has gone."""

from typing import NamedTuple

import numpy as np

from simulation.evidence.cohort import Arm, Lab, study
from simulation.evidence.retrospect import STRONG, full_package
from simulation.evidence.watch import Watched
from simulation.mechanisms.shared import QUARTER
from simulation.outcomes import COLUMN

WEEK, HORIZON, COMPANIES = 50, 520, 60
YEAR = 52


class Shape(NamedTuple):
    """Weekly means over companies of two arms, and what they should show, in a figure."""

    name: str
    unit: str
    plain: list[float]  # nothing changes
    changed: list[float]
    figure: float  # see `shapes`
    error: float


def shapes(lab: Lab) -> list[Shape]:
    """The three shapes. Figures: under the full package, the week around which adoption grows fastest; in typical companies with a Factory, the share of a
    quarter's work lost when it is regrouped at once; in typical companies with a strong sponsor, the share of what directorates gave that is lost a year
    after he has gone."""
    factory: dict[str, float | str] = {"factory_size": 0.2, "build_share": 0.7, "scope": 1.0, "structure": "business universe"}
    at_once, goes_on = {"consultation_weeks": 0.0}, {"steering.stop_rate": 0.0}  # for a programme that is stopped has no work to lose
    arms = {
        "good": Arm(full_package().levers),
        "grouped": Arm(factory, traits=at_once, coefficients=goes_on),
        "regrouped": Arm(factory, dated=(WEEK, {"structure": "skill"}), traits=at_once, coefficients=goes_on),
        "held": Arm({"sponsorship": STRONG}, coefficients=goes_on),
        "gone": Arm({"sponsorship": STRONG}, dated=(WEEK, {"sponsorship": 0.0}), coefficients=goes_on),
    }
    got = study(lab, lab.firms(COMPANIES), arms, _weeks, horizon=HORIZON)
    series = {arm: {name: np.array([columns[f"{name} {week}"][:, 0] for week in range(HORIZON)]).T for name in NAMES} for arm, columns in got.items()}
    built = {arm: np.diff(series[arm]["spent_build"], axis=1, prepend=0.0) / series["grouped"]["spent_build"][:, -1:] for arm in ("grouped", "regrouped")}
    after = slice(WEEK, WEEK + QUARTER)
    dip = 1.0 - built["regrouped"][:, after].sum(axis=1) / built["grouped"][:, after].sum(axis=1)
    fall = 1.0 - series["gone"]["actual"][:, WEEK + YEAR] / series["held"]["actual"][:, WEEK + YEAR]
    adoption = series["good"]["adoption"]
    steepest = (np.diff(adoption[:, :: YEAR // 4], axis=1).argmax(axis=1) + 0.5) * (YEAR // 4)
    return [
        _shape("adoption", "share of customers", adoption, adoption, steepest),
        _shape("work after a reorganisation", "share of all build, a week", built["grouped"], built["regrouped"], dip),
        _shape("commitment after the sponsor has gone", "share of what is asked", series["held"]["actual"], series["gone"]["actual"], fall),
    ]


NAMES = ("adoption", "actual", "spent_build")


def _weeks(run: Watched) -> dict[str, float]:
    series = run.world.accounts.series
    return {f"{name} {week}": float(series[week, COLUMN[name]]) for name in NAMES for week in range(HORIZON)}


def _shape(name: str, unit: str, plain: np.ndarray, changed: np.ndarray, figure: np.ndarray) -> Shape:
    known = figure[np.isfinite(figure)]
    return Shape(name, unit, plain.mean(axis=0).tolist(), changed.mean(axis=0).tolist(), float(known.mean()), float(known.std(ddof=1) / np.sqrt(len(known))))
