"""What the terminal says of an ensemble: outcomes over worlds, bands over time, odds; the same as JSON and CSV."""

import numpy as np
import pandas as pd

from simulation.ensemble import Ensemble
from simulation.outcomes import OUTCOMES, SERIES
from simulation.report.amounts import Scale, amount, number, percent, scale_of
from simulation.terminal import columns, to_json
from simulation.words import say

LOW, HIGH = 0.1, 0.9
OVER_TIME = ("adoption", "live_journeys", "spent", "own_rate", "buy_in", "recognition")
GRADES = ("failure", "partial", "success")


def title(ensemble: Ensemble, lang: str = "en") -> str:
    """The scenario's title, after its company's."""
    scenario = ensemble.scenario
    company, own = (scenario.company_title_fr, scenario.title_fr) if lang == "fr" else (scenario.company_title, scenario.title)
    colon = "\u00a0:" if lang == "fr" else ":"
    return own if own.startswith(company) else f"{company}{colon} {own}"


def ensemble_text(ensemble: Ensemble, customers: int, lang: str = "en") -> str:
    """The answer to `omnigov run`: one scenario over many worlds."""
    index = ensemble.outcomes.index
    settings = say(
        "{worlds} worlds from {first}, seed {seed}, {customers} customers, {weeks} weeks",
        lang,
        worlds=number(len(index), 0, lang),
        first=index[0],
        seed=ensemble.seed,
        customers=number(customers, 0, lang),
        weeks=ensemble.weeks,
    )
    return "\n\n".join([f"{title(ensemble, lang)}\n{settings}", _outcomes(ensemble, lang), _over_time(ensemble, lang), _odds(ensemble, lang)])


def _outcomes(ensemble: Ensemble, lang: str) -> str:
    rows = []
    for name, outcome in OUTCOMES.items():
        values = ensemble.outcomes[name]
        scale = scale_of(outcome.unit, values, lang)
        band = values.quantile([0.5, LOW, HIGH])
        label = outcome.label_fr if lang == "fr" else outcome.label
        rows.append([label, *(amount(each, scale, lang) for each in (values.mean(), *band))])
    return columns(rows, ["", say("mean", lang), say("median", lang), percent(LOW, lang), percent(HIGH, lang)])


def _over_time(ensemble: Ensemble, lang: str) -> str:
    weeks = [week for week in (*range(25, ensemble.weeks - 1, 26), ensemble.weeks - 1) if week >= 0]
    names = [name for name in OVER_TIME if name in ensemble.series]
    scales = {name: scale_of(SERIES[name].unit, ensemble.series[name], lang) for name in names}
    rows = [[str(week + 1), *(_band(bands(ensemble, name)[week], scales[name], lang) for name in names)] for week in weeks]
    heads = [headed(name, scales[name], lang) for name in names]
    return say("Over time (median, 8 worlds in 10)", lang) + "\n" + columns(rows, [say("week", lang), *heads])


def _band(values: np.ndarray, scale: Scale, lang: str) -> str:
    low, middle, high = (number(value * scale.factor, scale.decimals, lang) for value in values)
    return f"{middle} ({low} – {high})"


def headed(name: str, scale: Scale, lang: str = "en") -> str:
    """The head of a column of a weekly series: its label and its unit."""
    label = SERIES[name].label_fr if lang == "fr" else SERIES[name].label
    return f"{label}, {scale.unit}" if scale.unit and scale.unit != SERIES[name].unit else label


def bands(ensemble: Ensemble, name: str) -> np.ndarray:
    """A weekly series over worlds: [week, (10 %, median, 90 %)], in the unit of the series."""
    values = ensemble.series[name].to_numpy().reshape(len(ensemble.outcomes), ensemble.weeks)
    return np.quantile(values, [LOW, 0.5, HIGH], axis=0).T


def odds(ensemble: Ensemble) -> dict[str, float]:
    """Shares of worlds: of each grade, stopped by the board, wholly live."""
    outcomes = ensemble.outcomes
    graded = {name: float((outcomes["grade"] == code).mean()) for code, name in enumerate(GRADES)}
    return {**graded, "stopped by the board": float((outcomes["stopped"] > 0).mean()), "whole roadmap live within the horizon": _live(ensemble)}


def _live(ensemble: Ensemble) -> float:
    return float((ensemble.outcomes["end_week"] <= ensemble.weeks).mean())


def _odds(ensemble: Ensemble, lang: str) -> str:
    rows = [[say(name, lang), percent(share, lang)] for name, share in odds(ensemble).items()]
    return say("Odds, as shares of worlds", lang) + "\n" + columns(rows, ["", ""]).lstrip()


def ensemble_json(ensemble: Ensemble, customers: int) -> str:
    """One scenario over many worlds, as JSON: settings, summary of each outcome, odds, bands of each weekly series; null where there is none."""
    summary = {name: {"unit": OUTCOMES[name].unit, **_summary(ensemble.outcomes[name])} for name in OUTCOMES}
    series = {name: dict(zip(("p10", "p50", "p90"), bands(ensemble, name).T.tolist(), strict=True)) for name in SERIES}
    document = {
        "scenario": ensemble.scenario.name,
        "hash": ensemble.scenario.hash,
        "seed": ensemble.seed,
        "first_world": int(ensemble.outcomes.index[0]),
        "worlds": len(ensemble.outcomes),
        "weeks": ensemble.weeks,
        "customers": customers,
        "outcomes": summary,
        "odds": odds(ensemble),
        "series": series,
    }
    return to_json(document)


def _summary(values: pd.Series) -> dict[str, float]:
    return {"mean": values.mean(), "p10": values.quantile(LOW), "p50": values.quantile(0.5), "p90": values.quantile(HIGH), "worlds": int(values.notna().sum())}
