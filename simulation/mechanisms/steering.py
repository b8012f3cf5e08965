"""Step 2, steering: what the programme's board sees, and what it does about it.

"We look at the roadmap every eight weeks, through our indicators." At a review the slip is seen with bias (local sales of each
channel hide it, and gaming of indicators adds to that) and noise; a slip that is seen is re-planned, which relieves haste; the
roadmap is re-ranked by value for the days it takes, which makes teams change work. What customers newly expect and how packages
have grown is seen early or late according to insight, and churns the roadmap. Each quarter the board may stop a programme that it sees
late, weeks that it has granted before included; and where the money granted will not do, it may strike off the roadmap what brings least for what it still takes. Journeys start at their planned week, at the pace asked, within the wave.
Left out: programmes that are started again. Sources: model-notes (haste in weeks of slip; a slip seen early relieves), Keil and Robey 1999 (money that
runs out makes boards redirect a programme), Keil et al. 2000 (a champion holds it to its course), El Emam and Koru 2008 (how many are stopped).
"""

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import normal, uniforms
from simulation.mechanisms.release import progress
from simulation.mechanisms.shared import QUARTER, TINY, asked_week, clip, days_left, logistic, nominal_days, size, toward
from simulation.parameters import Numbers, number
from simulation.state import LEVER_ROW, LIVE, STRUCK

(REVIEWS, MEASURE, INSIGHT) = LEVER_ROW["review_interval"], LEVER_ROW["indicator_quality"], LEVER_ROW["customer_insight"]


class Coefficients(Numbers):
    """Coefficients of steering."""

    review_days: float = number(0.06, 0.036, 0.096, unit="days a person", meaning="time that a review takes")
    reporting: float = number(0.012, 0.0072, 0.019, unit="days a week and person", meaning="reporting load of fully measured journeys")
    insight_days: float = number(0.06, 0.036, 0.096, unit="days a week and person", meaning="analysts' and designers' time for continuous insight")
    bias: float = number(0.7, 0.42, 1, unit="share of the slip", meaning="slip that local indicators hide")
    noise: float = number(0.12, 0.072, 0.19, unit="of the plan", meaning="noise of progress seen through local indicators")
    gaming: float = number(0.25, 0.15, 0.4, unit="share of the slip", meaning="slip hidden by gaming where indicators are common and poor")
    weeks_of_haste: float = number(45, 27, 72, unit="weeks", meaning="slip that makes haste complete")
    replan: float = number(0.5, 0.3, 0.8, unit="share of the slip seen", meaning="weeks that the board grants when it sees a slip")
    rerank: float = number(0.5, 0.3, 0.8, unit="0 to 1", meaning="weight of value for its days in a new ranking")
    reveal: float = number(0.02, 0.012, 0.032, unit="share a week", meaning="growth of scope that is noticed without insight")
    insight_reveal: float = number(0.2, 0.12, 0.32, unit="share a week", meaning="growth of scope that is noticed with full insight")
    absorb: float = number(0.006, 0.0036, 0.0096, unit="share a week", meaning="shift of expectations taken into the roadmap without insight")
    insight_absorb: float = number(0.06, 0.036, 0.096, unit="share a week", meaning="shift of expectations taken into the roadmap with full insight")
    churn_days: float = number(
        0.4, 0.24, 0.64, unit="share of what is left, for each unit of standard", meaning="rework of the roadmap when expectations are taken in"
    )
    redesign: float = number(0.1, 0.06, 0.16, unit="share a week", meaning="pace at which journeys are designed anew for what the roadmap aims at")
    stop_rate: float = number(
        0.04, 0.024, 0.064, unit="chance a quarter", meaning="chance that the board stops a programme that it sees wholly late, against its first plan"
    )
    stop_after: float = number(40, 24, 64, unit="weeks", meaning="weeks for which a programme is left alone")
    tolerated: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="lateness seen that an impatient board bears as likely as not")
    patience: float = number(0.5, 0.3, 0.8, unit="0 to 1", meaning="more lateness that a wholly patient board bears")
    resolve: float = number(8, 4.8, 13, unit="log-odds for being wholly late", meaning="how sharply a board turns against a programme around that lateness")
    shield: float = number(
        0.6, 0.36, 0.96, unit="share", meaning="what a full sponsor takes off the chance that a programme is stopped, or a journey struck off"
    )
    granted: float = number(
        0.2, 0.12, 0.32, unit="share of the plan's cost", meaning="money that a board adds before it strikes journeys off: a usual contingency"
    )
    strike: float = number(
        0.5, 0.3, 0.8, unit="chance a quarter", meaning="chance that a board strikes a journey off where it expects that the money will not do"
    )
    pressure: float = number(0.35, 0.21, 0.56, unit="of haste", meaning="haste made by a pace asked above the plan's, for each unit of pace")


@piece
def frame(programme, teams, agenda, levers, on, c, week):
    """Reviews, indicators, insight, pace and waves, and their days."""
    if on.review_interval:
        interval = levers.review_interval
        programme.review_due = 1 if interval > 0.0 and int(week / interval) > int((week - 1) / interval) else 0
    if on.indicator_quality:
        programme.measured = levers.indicator_quality
    if on.ambition:
        programme.pace = 1.0 + (levers.ambition - 0.5)
    if on.wave_size:
        programme.wave_limit = levers.wave_size
    if on.customer_insight:
        programme.insight = levers.customer_insight
    for team in range(teams.fte.shape[0]):
        people = teams.fte[team]
        if on.review_interval:
            agenda.booked[REVIEWS, team] = c.review_days * programme.review_due * people
        if on.indicator_quality:
            agenda.booked[MEASURE, team] = c.reporting * levers.indicator_quality * people
        if on.customer_insight:
            agenda.booked[INSIGHT, team] = c.insight_days * levers.customer_insight * teams.experience[team] * people


@piece
def act(board, programme, teams, journeys, packages, keys, c, week):
    """See, re-plan, re-rank, perhaps stop; let journeys start."""
    start = programme.mobilisation + programme.preparation_weeks
    expected = expected_done(programme, journeys, packages, start, week)
    done = programme.earned / max(programme.kept, TINY)
    slip = clip((expected - done) * programme.plan_end / c.weeks_of_haste, 0.0, 1.0)
    programme.haste = clip(slip + c.pressure * max(programme.pace - 1.0, 0.0), 0.0, 1.0)
    notice(programme, packages, journeys, c)
    programme.churn = 0.0
    if programme.review_due == 1:
        review(programme, teams, journeys, packages, expected, done, keys, c, week)
    if week % QUARTER == QUARTER - 1 and week > c.stop_after:
        consider_stop(board, programme, keys, c, week)
        if programme.stopped == 1:
            return
        consider_striking(board, programme, journeys, packages, keys, c, week)
    start_journeys(programme, journeys, start, week)


@compiled
def expected_done(programme, journeys, packages, start, week):
    """Share of the nominal work that the plan, as steering has moved it, expects to be done by now."""
    expected = 0.0
    for journey in range(journeys.name.shape[0]):
        days = 0.0
        for package in range(journeys.package_start[journey], journeys.package_end[journey]):
            if packages.status[package] != STRUCK:
                days += nominal_days(packages, package)
        since = week - start - programme.shift - asked_week(programme, journeys.planned_week[journey])
        expected += days * clip(since / journeys.weeks[journey], 0.0, 1.0)
    return expected / max(programme.kept, TINY)


@compiled
def seen_progress(done, expected, measured, gaming, noise, c):
    """Progress as indicators show it: poor ones hide a part of the slip, and are noisy."""
    hidden = min((c.bias + c.gaming * gaming) * (1.0 - measured), 1.0) * max(expected - done, 0.0)
    return clip(done + hidden + c.noise * (1.0 - measured) * noise, 0.0, 1.0)


@compiled
def review(programme, teams, journeys, packages, expected, done, keys, c, week):
    """Read the indicators, move the plan by a part of the slip seen (and back, when more is seen done), rank the roadmap anew."""
    gaming = 0.0
    for team in range(teams.fte.shape[0]):
        gaming += teams.common_share[team] / teams.fte.shape[0]
    u = uniforms(keys.luck, draws.MEASUREMENT, week, 0)
    programme.seen_done = seen_progress(done, expected, programme.measured, gaming, normal(u[0], u[1]), c)
    late = clip(expected - programme.seen_done, 0.0, 1.0)
    programme.seen_slip = clip(late * programme.plan_end / c.weeks_of_haste, 0.0, 1.0)
    programme.shift = max(programme.shift + c.replan * (expected - programme.seen_done) * programme.plan_end, 0.0)
    moved = 0.0
    open_journeys = 0.0
    for journey in range(journeys.name.shape[0]):
        if journeys.live_week[journey] < 0.0 and not journeys.struck[journey]:
            u = uniforms(keys.luck, draws.MEASUREMENT, week, journeys.name[journey])
            seen = journeys.value_density[journey] * (1.0 + (1.0 - programme.measured) * normal(u[0], u[1]))
            wanted = c.rerank * seen - (1.0 - c.rerank) * journeys.planned_week[journey] / programme.plan_end
            moved += min(abs(wanted - journeys.rank[journey]), 1.0)
            open_journeys += 1.0
            journeys.rank[journey] = wanted
    programme.churn = moved / max(open_journeys, 1.0)


@compiled
def notice(programme, packages, journeys, c):
    """Growth of scope and new expectations are noticed, early or late, and taken into the work that is left."""
    share = c.reveal + c.insight_reveal * programme.insight
    taken = (c.absorb + c.insight_absorb * programme.insight) * max(programme.standard - programme.met_standard, 0.0)
    programme.met_standard += taken
    for package in range(packages.name.shape[0]):
        if packages.status[package] < LIVE:
            left = days_left(packages, package)
            if left > 0.0:
                seen = share * packages.hidden_growth[package]
                packages.hidden_growth[package] -= seen
                more = 1.0 + (seen * size(packages, package) + c.churn_days * taken * left) / left
                packages.volume[package] += (more - 1.0) * left
                for part in range(3):
                    packages.left[package, part] *= more
    for journey in range(journeys.name.shape[0]):
        built = journeys.live_week[journey] >= 0.0 or journeys.struck[journey]
        keep = programme.insight if built else 1.0
        journeys.aim[journey] = toward(journeys.aim[journey], programme.met_standard, c.redesign * keep)


@compiled
def consider_stop(board, programme, keys, c, week):
    """Each quarter the board may stop a programme that it sees late, the weeks granted before included; a sponsor who is there shields it."""
    late = min((1.0 - c.replan) * programme.seen_slip + programme.shift / c.weeks_of_haste, 1.0)  # what the last review granted is in the shift
    seen = logistic(c.resolve * (late - c.tolerated - c.patience * board.patience))
    if uniforms(keys.luck, draws.BOARD_STOP, week, 0)[0] < c.stop_rate * seen * (1.0 - shielded(board, c)):
        programme.stopped = 1
        programme.stop_week = week


@compiled
def shielded(board, c):
    """What a sponsor who is there takes off the chance that the board gives something up."""
    return c.shield * min(board.sponsor_hours / board.weekly_hours, 1.0)


@compiled
def consider_striking(board, programme, journeys, packages, keys, c, week):
    """Each quarter the board may strike a journey off, where it has seen enough to expect that the money it grants will not bring the roadmap home."""
    short = programme.seen_done > 0.0 and expected_cost(programme) > (1.0 + c.granted) * programme.plan_cost
    if short and uniforms(keys.luck, draws.BOARD_STOP, week, 0)[1] < c.strike * (1.0 - shielded(board, c)):
        journey = least_worth_its_cost(journeys, packages)
        if journey >= 0:
            strike_off(programme, journeys, packages, journey)


@compiled
def expected_cost(programme):
    """EUR at completion as a board expects it: what is spent, and the rest as planned, whatever the past has been (Buehler et al. 1994)."""
    return programme.spent + (1.0 - programme.seen_done) * programme.kept / programme.nominal * programme.plan_cost


@compiled
def least_worth_its_cost(journeys, packages):
    """The journey that brings least for the days that it still takes; -1 where all is live or struck off."""
    least, lowest = -1, 0.0
    for journey in range(journeys.name.shape[0]):
        left = 0.0
        for package in range(journeys.package_start[journey], journeys.package_end[journey]):
            if packages.status[package] < LIVE:
                left += days_left(packages, package)
        if left > 0.0 and (least < 0 or journeys.value[journey] < lowest * left):
            least, lowest = journey, journeys.value[journey] / left
    return least


@compiled
def strike_off(programme, journeys, packages, journey):
    """What is not yet live of a journey is no longer worked on; what is live of it stays. What a board sees to do shrinks by what was really left of it."""
    journeys.struck[journey] = 1
    to_do = (1.0 - programme.seen_done) * programme.kept
    for package in range(journeys.package_start[journey], journeys.package_end[journey]):
        if packages.status[package] < LIVE:
            to_do -= nominal_days(packages, package) - progress(packages, package)
            programme.kept -= nominal_days(packages, package)
            packages.status[package] = STRUCK
            packages.open[package] = 0
    programme.seen_done = clip(1.0 - to_do / max(programme.kept, TINY), 0.0, 1.0)


@compiled
def start_journeys(programme, journeys, start, week):
    """Journeys start at their planned week at the pace asked, the best ranked first, within the wave."""
    under_way = 0
    for journey in range(journeys.name.shape[0]):
        if journeys.started[journey] and journeys.live_week[journey] < 0.0 and not journeys.struck[journey]:
            under_way += 1
    for _ in range(journeys.name.shape[0]):
        if programme.wave_limit > 0.0 and under_way >= programme.wave_limit:
            return
        best = -1
        for journey in range(journeys.name.shape[0]):
            due = week >= start + asked_week(programme, journeys.planned_week[journey])
            if due and not journeys.started[journey] and not journeys.struck[journey] and (best < 0 or journeys.rank[journey] > journeys.rank[best]):
                best = journey
        if best < 0:
            return
        journeys.started[best] = 1
        under_way += 1
