"""What could reverse the advice: the worlds in which it does, the assumed numbers that move it most, and whether more knowledge would help."""

import math

import pandas as pd

from simulation.analysis.comparison import DECIDING, Comparison
from simulation.analysis.split import STREAMS
from simulation.report.amounts import MISSING, gap, number, percent
from simulation.report.messages import label, say
from simulation.report.naming import number_told
from simulation.report.sentences import Line, favourite, scale

TOLD = 3  # assumed numbers on the first page


def reversal(comparison: Comparison, lang: str = "en") -> list[Line]:
    """The lines of the third answer, for the governance that the report looks at closely."""
    lines = [_worlds(comparison, outcome, lang) for outcome in (DECIDING, "net_value")]
    lines += [_numbers(comparison, lang), Line(say("The three assumptions that weigh most", lang), top_three(lang)), _spread(comparison, lang)]
    if comparison.luck_only:
        said = say("Coefficients and company were held: this is a diagnostic, and every interval is too narrow.", lang)
        lines.insert(0, Line(say("Luck alone", lang), said))
    last = "This compares rules of behaviour in made-up companies of one description; it is not a forecast of a programme."
    return [*(line for line in lines if line.text), Line(say("Not a forecast", lang), say(last, lang))]


def _worlds(comparison: Comparison, outcome: str, lang: str) -> Line:
    row = comparison.differences.loc[(favourite(comparison), outcome)]
    text = "In {worse} of worlds it is worse than the baseline by more than the threshold, in {equal} the difference does not matter, in {better} it is better."
    shares = {each: percent(row[f"share_{each}"], lang) for each in ("worse", "equal", "better")}
    return Line(label(outcome, lang), say(text, lang, **shares))


def _numbers(comparison: Comparison, lang: str) -> Line:
    """The assumed numbers that the difference in the deciding outcome goes with most, and what it is where they are low and high."""
    chosen = favourite(comparison)
    found, units = comparison.screening(chosen, DECIDING), scale(comparison, DECIDING, lang)
    head = say("The assumed numbers that matter most", lang)
    if found.empty:
        return Line(head, "" if comparison.luck_only else say("These worlds are too few to tell.", lang))
    mean = float(comparison.differences.loc[(chosen, DECIDING), "mean"])
    out = found[found["stands_out"] == 1].head(TOLD)
    if out.empty:
        return Line(head, say("Of {n} drawn numbers none stands out from chance in these worlds.", lang, n=len(found)))
    told = [
        say(
            "{name}: {low} where it is in its lowest third, {high} in its highest",
            lang,
            name=number_told(str(name), lang),
            low=gap(row["in_low"], units, lang),
            high=gap(row["in_high"], units, lang),
        )
        for name, row in out.iterrows()
    ]
    return Line(head, say("; ", lang).join(told) + ". " + _turned(out, mean, lang))


def top_three(lang: str = "en") -> str:
    """The three numbers without a source on which the study of reference hangs most, from the stored ledger; else that there is none."""
    from simulation.evidence.ledger import top_assumptions

    found = top_assumptions(TOLD)
    if not found:
        return say("No ledger of assumptions is stored with this version: the numbers above come from these worlds alone.", lang)
    named = [say("{name}: {weight}", lang, name=number_told(each.name, lang), weight=percent(each.weight, lang)) for each in found]
    return say("{named} (share of the spread of outcomes, in the ledger of the reference company).", lang, named=say("; ", lang).join(named))


def _turned(found: pd.DataFrame, mean: float, lang: str) -> str:
    """Whether a third of the worlds turns the sign of the difference."""
    turned = ((found[["in_low", "in_high"]] * math.copysign(1, mean)).min(axis=1) < 0).any()
    return say("There the advice turns round." if turned else "None of them alone turns the advice round.", lang)


def _spread(comparison: Comparison, lang: str) -> Line:
    head = say("Where the spread between worlds comes from", lang)
    if comparison.split is None:
        return Line(head, "")
    row = comparison.split.loc[(favourite(comparison), DECIDING)]
    if not math.isfinite(row["luck"]):
        return Line(head, "")
    text = (
        "In {outcome}: luck {luck}, numbers that nobody has measured {coefficients}, what is not known of the company {company}. "
        "Only the last two shrink with knowledge."
    )
    return Line(head, say(text, lang, outcome=label(DECIDING, lang).lower(), **{stream: share_text(row, stream, lang) for stream in STREAMS}))


def share_text(row: pd.Series, stream: str, lang: str) -> str:
    """A share of variance with its standard error: `62 % (± 9)`; that there is none to tell, where nothing differs."""
    if not math.isfinite(row[stream]):
        return MISSING
    return f"{number(100 * row[stream], 0, lang)}\u00a0% (±\u00a0{number(100 * row[f'{stream}_error'], 0, lang)})"
