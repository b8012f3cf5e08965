"""Step 3, communication: words reach people, and people learn.

"They told us every week; what they told came true only half of the time." Words are weighted by the credibility of those who
speak, which follows the share of announced go-lives that happened, the faster the more was said. What is heard fades. Teams
understand shared rules (indicators, method, role map) as far as they were trained around their go-lives and have heard; what
is taught long before it is used is forgotten.
Left out: rumours, media. Sources: pmi2013 (communication), model-notes (change management as a gate of understanding).
"""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import asked_week, clip, toward
from simulation.parameters import Numbers, number
from simulation.state import LEVER_ROW

(WORDS, TRAINING, METHOD) = LEVER_ROW["communication"], LEVER_ROW["change_management"], LEVER_ROW["common_method"]


class Coefficients(Numbers):
    """Coefficients of communication."""

    message_days: float = number(0.008, 0.0048, 0.013, unit="days a week and person", meaning="time that a weekly message takes")
    training_days: float = number(
        0.1, 0.06, 0.16, unit="days a week and person", meaning="training in the weeks in which it is given, at full change management"
    )
    training_weeks: float = number(6, 3.6, 9.6, unit="weeks", meaning="length of the training for a go-live")
    coaching_days: float = number(0.05, 0.03, 0.08, unit="days a week and person", meaning="coaching in the common method while it is not yet practised")
    refresher: float = number(0.1, 0.06, 0.16, unit="share", meaning="of that coaching, what goes on once the method is practised")
    memory: float = number(0.06, 0.036, 0.096, unit="share a week", meaning="pace at which credibility follows deeds, when much is said")
    reach: float = number(0.2, 0.12, 0.32, unit="share a week", meaning="share of people whom a weekly credible message reaches")
    closed: float = number(0.5, 0.3, 0.8, unit="share", meaning="of that reach, what is left in a wholly closed directorate")
    by_ties: float = number(0.5, 0.3, 0.8, unit="of openness", meaning="openness of the culture that working ties make up for, from none open to all")
    fade: float = number(0.03, 0.018, 0.048, unit="share a week", meaning="what was heard fades")
    learn: float = number(0.12, 0.072, 0.19, unit="share a week", meaning="what a week of training teaches of what was not yet understood")
    hear: float = number(0.008, 0.0048, 0.013, unit="share a week", meaning="what a week of credible messages teaches")
    forget: float = number(0.006, 0.0036, 0.0096, unit="share a week", meaning="what was learned is forgotten when not used")
    method_lost: float = number(0.5, 0.3, 0.8, unit="share", meaning="pace at which a method is forgotten, of that of what was learned")
    coach: float = number(0.05, 0.03, 0.08, unit="share a week", meaning="pace at which coaching makes a team practise the method")


@compiled
def due(training_window, in_window, since_go_live, training_weeks):
    """1 if a team's training for a go-live falls in this week: it starts `training_window` weeks before and lasts `training_weeks`."""
    return 1.0 if in_window > 0.0 or since_go_live < training_weeks - training_window else 0.0


@piece
def frame(programme, teams, agenda, levers, on, c):
    """What is said, how much training is given and when, who is coached; and the days for words and coaching."""
    if on.communication:
        programme.words = levers.communication
    if on.change_lead_weeks:
        programme.training_window = levers.change_lead_weeks
    programme.training_ends = programme.training_window - c.training_weeks
    for team in range(teams.fte.shape[0]):
        people = teams.fte[team]
        if on.communication:
            agenda.booked[WORDS, team] = c.message_days * levers.communication * people
        if on.change_management:
            teams.training[team] = levers.change_management
        if on.common_method:
            teams.coached[team] = levers.common_method
            untrained = max(levers.common_method - teams.method[team], c.refresher * levers.common_method)
            agenda.booked[METHOD, team] = c.coaching_days * untrained * people


@piece
def act(programme, directorates, teams, journeys, agenda, c, week):
    """Credibility follows deeds; directorates hear; teams are trained when it is due, understand and practise."""
    announced, happened = 0.0, 0.0
    start = programme.mobilisation + programme.preparation_weeks
    for journey in range(journeys.name.shape[0]):
        if week > start + asked_week(programme, journeys.planned_week[journey]) + journeys.weeks[journey]:
            announced += journeys.value[journey]
            happened += journeys.value[journey] * journeys.live_share[journey]
    if announced > 0.0:
        programme.credibility = toward(programme.credibility, happened / announced, c.memory * programme.words)
    for directorate in range(directorates.name.shape[0]):
        listen(programme, directorates, directorate, c)
    for team in range(teams.fte.shape[0]):
        learn(programme, teams, agenda, team, c)


@compiled
def listen(programme, directorates, directorate, c):
    """A directorate hears as much as it believes and is open to; what it heard fades."""
    believed = programme.words * programme.credibility
    open_to_it = c.closed + (1.0 - c.closed) * clip(directorates.openness[directorate] + c.by_ties * programme.openness, 0.0, 1.0)
    directorates.heard[directorate] += c.reach * believed * open_to_it * (1.0 - directorates.heard[directorate])
    directorates.heard[directorate] *= 1.0 - c.fade


@compiled
def learn(programme, teams, agenda, team, c):
    """A team is trained when it is due, understands shared rules and practises the method, and forgets."""
    believed = programme.words * programme.credibility
    teams.taught[team] = teams.training[team] * due(programme.training_window, teams.in_window[team], teams.since_go_live[team], c.training_weeks)
    agenda.booked[TRAINING, team] = c.training_days * teams.taught[team] * teams.fte[team]
    missing = 1.0 - teams.understanding[team]
    teams.understanding[team] += (c.learn * teams.taught[team] + c.hear * believed) * missing
    teams.understanding[team] *= 1.0 - c.forget
    teams.method[team] = toward(teams.method[team], max(teams.coached[team], teams.method[team]), c.coach)
    teams.method[team] *= 1.0 - c.forget * c.method_lost
