"""Step 6, buy-in: each team's will to play the game.

"My director means it, the teams I work with are in, it works on our channel; but we are tired, and the web takes our sales." A
team's buy-in moves toward the mean of the teams to which it has open ties (DeGroot 1974), and toward what its directorate
really does, what it has heard and understood, its successes, less fatigue, threat and resentment of orders. Perceived threat
exceeds the real shift of sales. Fatigue follows load and changes; training and rest relieve it.
Left out: personalities, cliques. Sources: deleersnyder2002 (perceived loss exceeds the real one).
"""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import TINY, clip, logistic, mean, toward
from simulation.parameters import Numbers, number
from simulation.state import IDLE, LEVER_ROW, OPERATIONS

REASONS = ("inclination", "leaders", "heard", "success", "fatigue", "threat", "resentment")
AGAINST = ("fatigue", "threat", "resentment")
(CREDIT, OPENNESS) = LEVER_ROW["sale_credit"], LEVER_ROW["silo_level"]


class Coefficients(Numbers):
    """Coefficients of buy-in."""

    dispute_days: float = number(
        0.015, 0.009, 0.024, unit="days a week and person", meaning="what franchised outlets add to disputes over margin where credit is shared"
    )
    dispute_own: float = number(0.3, 0.18, 0.48, unit="of that", meaning="such disputes whatever the outlets")
    meeting_days: float = number(0.012, 0.0072, 0.019, unit="days a week and open tie", meaning="meetings that a working tie takes")
    social: float = number(0.08, 0.048, 0.13, unit="share a week", meaning="pull of the teams one works with")
    pace: float = number(0.06, 0.036, 0.096, unit="share a week", meaning="pace at which a team's own view moves")
    inclination: float = number(-0.4, -0.64, -0.24, unit="log-odds", meaning="buy-in of a team that sees, hears and fears nothing")
    leaders: float = number(1.6, 0.96, 2.6, unit="log-odds", meaning="what its directorate really and willingly gives, from nothing to all that is asked")
    heard: float = number(1.3, 0.78, 2.1, unit="log-odds", meaning="what it has heard and understood")
    on_trust: float = number(0.5, 0.3, 0.8, unit="share", meaning="of what is heard, what counts where it is not understood")
    insiders: float = number(0.5, 0.3, 0.8, unit="0 to 1", meaning="what the Factory's own teams have heard of the programme")
    success: float = number(1.2, 0.72, 1.9, unit="log-odds", meaning="results on its channels")
    tired: float = number(1.8, 1.1, 2.9, unit="log-odds", meaning="fatigue")
    threat: float = number(1.6, 0.96, 2.6, unit="log-odds", meaning="threat")
    resentment: float = number(2.6, 1.6, 4.2, unit="log-odds", meaning="resentment of orders")
    noticing: float = number(0.1, 0.06, 0.16, unit="share a week", meaning="pace at which a team notices results on its channels")
    exaggeration: float = number(3.0, 1.1, 8, unit="times", meaning="perceived over real loss of sales to other channels", source="deleersnyder2002")
    rumour: float = number(0.15, 0.09, 0.24, unit="0 to 1", meaning="threat felt before any sale has moved, by teams of channels that are not digital")
    reassured: float = number(0.6, 0.36, 0.96, unit="share", meaning="threat taken off by full understanding")
    worry: float = number(0.05, 0.03, 0.08, unit="share a week", meaning="pace of threat")
    tiring: float = number(0.08, 0.048, 0.13, unit="share a week", meaning="pace of fatigue")
    load: float = number(0.1, 0.06, 0.16, unit="0 to 1", meaning="fatigue from full load")
    changes: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="fatigue from changes that reach a team")
    other_changes: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="fatigue from other changes that go on in the company")
    settling: float = number(0.2, 0.12, 0.32, unit="share a week", meaning="pace at which a change that reached a team settles")
    words: float = number(0.12, 0.072, 0.19, unit="0 to 1", meaning="fatigue from weekly messages")
    rush: float = number(0.25, 0.15, 0.4, unit="0 to 1", meaning="fatigue from haste")
    support: float = number(0.35, 0.21, 0.56, unit="share", meaning="fatigue taken off by training and support")


@piece
def frame(programme, factory, directorates, teams, ties, agenda, levers, on, c):
    """Credit for moved sales, open ties, and their days."""
    if on.silo_level:
        programme.openness = 1.0 - levers.silo_level
    for team in range(teams.fte.shape[0]):
        if on.sale_credit:
            teams.credited[team] = levers.sale_credit
            if team < factory.first_team and teams.speciality[team] == OPERATIONS:
                franchised = directorates.franchised[teams.unit[team]]
                agenda.booked[CREDIT, team] = c.dispute_days * levers.sale_credit * (c.dispute_own + franchised) * teams.fte[team]
        if on.silo_level:
            open_ties = 0.0
            for tie in range(teams.tie_start[team], teams.tie_end[team]):
                if ties.threshold[tie] >= programme.openness:
                    break
                open_ties += 1.0 if teams.fte[ties.other[tie]] > 0.0 else 0.0
            agenda.booked[OPENNESS, team] = c.meeting_days * open_ties


@compiled
def view(leaders, heard, success, fatigue, threat, reactance, c):
    """Buy-in that a team would come to by itself."""
    inclination, led, told, succeeded, tired, threatened, resentful = reasons(leaders, heard, success, fatigue, threat, reactance, c)
    return logistic(inclination + led + told + succeeded - tired - threatened - resentful)


@compiled
def reasons(leaders, heard, success, fatigue, threat, reactance, c):
    """Log-odds of that view, in the order of REASONS; the last three speak against it."""
    return c.inclination, c.leaders * leaders, c.heard * heard, c.success * success, c.tired * fatigue, c.threat * threat, c.resentment * reactance


@compiled
def influenced(own, neighbours, own_view, c):
    """A week of influence: toward the mean of the teams one works with, and toward one's own view."""
    return clip(own + c.social * (neighbours - own) + c.pace * (own_view - own), 0.0, 1.0)


@piece
def act(programme, directorates, teams, ties, channels, c):
    """Fatigue, threat and buy-in of each team, all reading last week's buy-in."""
    expose(channels, directorates)
    for team in range(teams.fte.shape[0]):
        teams.buy_in_before[team] = teams.buy_in[team]
    for team in range(teams.fte.shape[0]):
        update(programme, directorates, teams, ties, team, c)


@compiled
def update(programme, directorates, teams, ties, team, c):
    """A team tires, sees results, fears for its sales, and moves toward its neighbours and toward its own view."""
    unit = teams.unit[team]
    tire(programme, teams, team, c)
    theirs = directorates.results[unit] if unit < directorates.name.shape[0] else mean(directorates.results)
    teams.success[team] = toward(teams.success[team], theirs, c.noticing)
    if unit < directorates.name.shape[0]:
        believed = min(c.exaggeration * directorates.moved[unit] + c.rumour * directorates.rumour[unit] * programme.exists, 1.0)
        felt = believed * (1.0 - teams.credited[team]) * (1.0 - c.reassured * teams.understanding[team])
        teams.threat[team] = toward(teams.threat[team], felt, c.worry)
    own = opinion(directorates, teams, team, c)
    teams.buy_in[team] = influenced(teams.buy_in_before[team], neighbours(programme, teams, ties, team), own, c)


@compiled
def opinion(directorates, teams, team, c):
    """Buy-in that a team would come to by itself, as it stands; the Factory's own teams have no directorate to look at, and know what is planned."""
    unit = teams.unit[team]
    leaders, heard, reactance = 1.0, c.insiders, 0.0
    if unit < directorates.name.shape[0]:
        heard, reactance = directorates.heard[unit], directorates.reactance[unit]
        leaders = directorates.actual[unit] * (1.0 - reactance)  # what is given under resented orders convinces nobody
    understood = heard * (c.on_trust + (1.0 - c.on_trust) * teams.understanding[team])
    return view(leaders, understood, teams.success[team], teams.fatigue[team], teams.threat[team], reactance, c)


@compiled
def neighbours(programme, teams, ties, team):
    """Mean buy-in of the teams to which a team has open ties; its own where it has none."""
    total, count = 0.0, 0.0
    for tie in range(teams.tie_start[team], teams.tie_end[team]):
        if ties.threshold[tie] >= programme.openness:
            break
        if teams.fte[ties.other[tie]] > 0.0:
            total += teams.buy_in_before[ties.other[tie]]
            count += 1.0
    return total / count if count > 0.0 else teams.buy_in_before[team]


@compiled
def expose(channels, directorates):
    """By directorate: share of its channels' sales that moved away lately, and how little digital its channels are (0 without channels)."""
    for directorate in range(directorates.name.shape[0]):
        sales, moved, rumour = 0.0, 0.0, 0.0
        for channel in range(channels.name.shape[0]):
            if channels.owner[channel] == directorate:
                sales += channels.sales_share[channel]
                moved += channels.sales_share[channel] * channels.moved[channel]
                rumour += channels.sales_share[channel] * channels.digital_rank[channel]
        directorates.moved[directorate] = moved / sales if sales > 0.0 else 0.0
        directorates.rumour[directorate] = rumour / sales if sales > 0.0 else 0.0


@compiled
def tire(programme, teams, team, c):
    """Fatigue follows load, changes, messages and haste; training and support relieve it."""
    total = 0.0
    for kind in range(teams.days.shape[1]):
        total += teams.days[team, kind]
    busy = 1.0 - teams.days[team, IDLE] / max(total, TINY)
    strain = c.load * busy + c.changes * min(teams.change_load[team], 1.0) + c.words * programme.words + c.rush * programme.haste
    strain += c.other_changes * programme.other_changes
    teams.fatigue[team] = toward(teams.fatigue[team], clip(strain * (1.0 - c.support * teams.taught[team]), 0.0, 1.0), c.tiring)
    teams.change_load[team] *= 1.0 - c.settling
