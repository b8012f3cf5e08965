"""What stands beside a number so that it is not taken for another: of which weeks it tells, in how many worlds there is such a number, on which scale."""

from simulation.analysis.comparison import Comparison
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import percent
from simulation.report.messages import say


def worlds_of(comparison: Comparison, name: str, outcome: str) -> float:
    """Share of worlds in which an outcome exists under a scenario: what is never reached has no number."""
    return float(comparison.levels.loc[(name, outcome), "worlds"]) / comparison.worlds


def reached(comparison: Comparison, name: str, outcome: str, lang: str) -> str:
    """In how many worlds a mean exists that is told of some worlds only; empty where it is of all of them."""
    share = worlds_of(comparison, name, outcome)
    return say("reached in {share} of worlds", lang, share=percent(share, lang)) if share < 1 else ""


WHEN = {
    "": "",
    "horizon": "in week {week}",
    "to horizon": "up to week {week}",
    "programme": "mean over the programme's weeks",
    "completion": "at completion",
}


def when(outcome: str, weeks: int, lang: str = "en") -> str:
    """Of which weeks an outcome tells; empty where it tells of no weeks."""
    text = WHEN[OUTCOMES[outcome].when]
    return say(text, lang, week=weeks) if text else ""


def scale_words(outcome: str, lang: str = "en") -> str:
    """The ends of the scale on which an outcome without a unit is; empty where it has a unit."""
    ends = {"0 to 1": "0 to 1", "0 failure, 1 partial, 2 success": "0 to 2"}
    return say(ends.get(OUTCOMES[outcome].unit, ""), lang)
