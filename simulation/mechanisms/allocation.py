"""Step 7, allocation: teams rank own work, packages and other units' requests by what serving them adds to their own scorecard.

"Your request is not on my list; ask again next week." Each team has the days that its directorate gives, less what is booked;
of work that its own unit conducts nobody else need persuade it, and a part of the days that are asked of it and not given is open to that.
Packages are served in the order of the roadmap, age and chance. A part for a team of another unit is a *request*: it is
served by logit choice on common indicators (as far as the team understands them), buy-in, what the directorate gives, orders on which it must report, openness,
working ties among those whom the package needs, recognition of who asks, against local goals under backlog and what is already owed. A part on which
progress has been made is sooner gone on with than a new one taken up, whoever made it, and in rework and integration too. What the Factory coordinates, it chases:
a second chance, as far as it is recognised and its hands are free; what belongs to nobody it does not. A request is *kept* if served in its week. A weekly probe
asks every team for a standard request, in the Factory's name as often as the roadmap's requests are, so that troubled programmes do not fill the sample.
Left out: barter. Sources: model-notes (form), Kleingeld et al. 2011 (local goals below none below shared), Sull et al. 2015, Falbe and Yukl 1992 (pressure makes
people comply with a request; it does not commit them), Halkjelsvik and Rise 2015 (people go on with what they have begun).
"""

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniforms
from simulation.mechanisms.shared import BACKLOG, TINY, WEEK, YEAR, follows_up, linked, logistic, toward, under_way, waits
from simulation.parameters import Numbers, number
from simulation.state import COORDINATING, IN_WORK, INTEGRATING, LEVER_ROW, NOT_STARTED, OWN

MOST_DAYS = 3.0  # that a nominal day left can take in a week
(KPIS,) = (LEVER_ROW["shared_kpis"],)


class Coefficients(Numbers):
    """Coefficients of allocation."""

    report_days: float = number(0.012, 0.0072, 0.019, unit="days a week and person", meaning="reporting of common indicators")
    most_booked: float = number(0.6, 0.36, 0.96, unit="share of days", meaning="most that meetings, training and reporting can take of a team's days")
    disorder_days: float = number(0.4, 0.24, 0.64, unit="share of days", meaning="the Factory's days lost to disorder just after a reorganisation")
    disorder: float = number(0.6, 0.36, 0.96, unit="share", meaning="work of its own that a team of the Factory lets lie just after a reorganisation")
    raid: float = number(0.25, 0.15, 0.4, unit="share of days", meaning="the Factory's capacity taken for urgent local work where no sponsor shields it")
    conducted: float = number(
        0.5, 0.3, 0.8, unit="share", meaning="of the days asked of a team and not given, what is open to packages that its own unit conducts"
    )
    held_money: float = number(0.5, 0.3, 0.8, unit="share", meaning="of that capacity, what a Factory that holds all the money keeps")
    shortest: float = number(5, 3, 8, unit="weeks", meaning="what a part takes in a week is at most its package's days over so many weeks")
    within: float = number(1.6, 1, 2.6, unit="log-odds", meaning="serving work of the own unit")
    within_buy_in: float = number(1, 0.6, 1.6, unit="log-odds", meaning="buy-in where work is of the own unit, from none to full")
    within_owed: float = number(0.25, 0.15, 0.4, unit="log-odds", meaning="requests waiting where work is of the own unit, as a multiple of the usual wait")
    across: float = number(-0.2, -0.7, 0.3, unit="log-odds", meaning="serving another unit's request, all else at its middle")
    set_up: float = number(0.06, 0.036, 0.096, unit="share a week", meaning="pace at which common indicators are defined, fed and looked at")
    kpi: float = number(3, 1.8, 4.8, unit="log-odds", meaning="common indicators, understood, at full weight of objectives")
    local: float = number(1.8, 1.1, 2.9, unit="log-odds", meaning="local indicators under eight weeks of own backlog, at full weight of objectives")
    buy_in: float = number(2.0, 1.2, 3.2, unit="log-odds", meaning="buy-in, from none to full")
    given: float = number(1.2, 0.72, 1.9, unit="log-odds", meaning="what the directorate gives, from nothing to all that is asked")
    ordered: float = number(1.0, 0.6, 1.6, unit="log-odds", meaning="full orders that nobody resents: a refusal would show in the reports on them")
    culture: float = number(1.0, 0.6, 1.6, unit="log-odds", meaning="openness of the culture, from none to full")
    ties: float = number(1.6, 0.96, 2.6, unit="log-odds", meaning="working ties of those whom a package needs, from none open to all")
    recognised: float = number(1.0, 0.6, 1.6, unit="log-odds", meaning="recognition of the Factory where it asks, from none to full")
    near: float = number(0.8, 0.48, 1.3, unit="log-odds", meaning="a Factory next door where it asks")
    begun: float = number(0.5, 0.3, 0.8, unit="log-odds", meaning="another unit's request for a part on which progress has been made")
    owed: float = number(0.5, 0.3, 0.8, unit="log-odds", meaning="requests waiting, as a multiple of the usual wait")
    usual_wait: float = number(6, 3.6, 9.6, unit="weeks of shared days", meaning="requests that usually wait for a team")
    most_owed: float = number(4, 2.4, 6.4, unit="times the usual", meaning="requests waiting beyond which no more is felt")
    most_pressure: float = number(1.5, 0.9, 2.4, unit="times eight weeks", meaning="own backlog beyond which no more pressure is felt")
    by_chance: float = number(0.5, 0.3, 0.8, unit="of a rank, or years of age", meaning="chance in the order in which packages are served")
    notice: float = number(0.3, 0.18, 0.48, unit="share a week", meaning="pace at which a team feels what waits for it")
    kept_from: float = number(0.25, 0.15, 0.4, unit="share of what is asked", meaning="days granted from which a request counts as kept")
    chase: float = number(0.7, 0.42, 1, unit="chance", meaning="a refused request is served when a fully recognised Factory chases it")
    hands: float = number(0.2, 0.12, 0.32, unit="items a week and person", meaning="decisions and follow-ups that the Factory can handle")
    chasing: float = number(0.25, 0.15, 0.4, unit="items", meaning="chasing a refused request")
    follow: float = number(0.08, 0.048, 0.13, unit="items a week", meaning="following up a package that the Factory coordinates and that belongs to somebody")
    held: float = number(0.12, 0.072, 0.19, unit="share", meaning="days that stay tied to a part whose team waits for a decision")
    memory: float = number(0.08, 0.048, 0.13, unit="share a week", meaning="pace at which a directorate's view of others' promises moves")


@piece
def frame(teams, agenda, levers, on, c):
    """Objectives and indicators of teams, and reporting days."""
    for team in range(teams.fte.shape[0]):
        if on.goal_strength:
            teams.goal_weight[team] = levers.goal_strength
        if on.shared_kpis:
            teams.common_share[team] = toward(teams.common_share[team], levers.shared_kpis, c.set_up)
            agenda.booked[KPIS, team] = c.report_days * levers.shared_kpis * teams.fte[team]


@compiled
def serve_score(goal_weight, common, understood, pressure, buy_in, given, obeyed, culture, owed, c):
    """Log-odds of serving a stranger's request: before it matters who asks, and whether one works with those who do."""
    goals = goal_weight * (c.kpi * common * understood - c.local * pressure * (1.0 - common))  # what is common and not understood pulls nowhere
    people = c.buy_in * (buy_in - 0.5) + c.given * (given - 0.5) + c.ordered * obeyed + c.culture * (culture - 0.5)
    return c.across + goals + people - c.owed * min(owed, c.most_owed)


@piece
def act(board, programme, factory, directorates, teams, journeys, packages, agenda, keys, c, week):
    """Packages start; teams' shared days go to parts in turn; promises are counted."""
    running = under_way(programme)
    count = note_work(packages, agenda, week)
    open_pools(board, programme, factory, directorates, teams, packages, agenda, count, c, running)
    packages.asked[:, :] = 0.0
    packages.granted[:, :] = 0.0
    if not running:
        return
    start_packages(journeys, packages, week)
    score_teams(factory, directorates, teams, c)
    if week < programme.horizon:
        probe(programme, factory, directorates, teams, packages, c)
    nothing_asked_yet(directorates, teams)
    serving_order(journeys, packages, agenda, count, keys, c, week)
    for place in range(count):
        serve(agenda.order[place], programme, factory, directorates, teams, packages, c)
    for unit in range(directorates.name.shape[0]):
        if directorates.asked_for_it[unit] > 0.0:
            kept = directorates.kept_for_it[unit] / directorates.asked_for_it[unit]
            directorates.kept_to_it[unit] = toward(directorates.kept_to_it[unit], kept, c.memory)
    for team in range(teams.fte.shape[0]):
        usual = max(c.usual_wait * teams.asked[team] * teams.fte[team] * WEEK, 1.0)
        teams.owed[team] = toward(teams.owed[team], teams.refused[team] / usual, c.notice)


@compiled
def note_work(packages, agenda, week):
    """Note the packages in work since last week or longer, and their names; how many there are."""
    count = 0
    for package in range(packages.name.shape[0]):
        if (packages.status[package] == IN_WORK or packages.status[package] == INTEGRATING) and packages.start_week[package] < week:
            agenda.in_work[count] = package
            agenda.names[count] = packages.name[package]
            count += 1
    return count


@compiled
def nothing_asked_yet(directorates, teams):
    """The week's requests are counted anew."""
    directorates.asked_of_it[:] = 0.0
    directorates.kept_by_it[:] = 0.0
    directorates.asked_for_it[:] = 0.0
    directorates.kept_for_it[:] = 0.0
    teams.refused[:] = 0.0


@compiled
def open_pools(board, programme, factory, directorates, teams, packages, agenda, count, c, running):
    """Each team's days: booked ones first, then what its directorate gives to shared work, the rest its own, a part of it in reserve for what it conducts."""
    book(teams, agenda, running)
    unshielded = (1.0 - min(board.sponsor_hours / board.weekly_hours, 1.0)) * (1.0 - c.held_money * factory.budget_share)
    for team in range(teams.fte.shape[0]):
        unit = teams.unit[team]
        free = teams.fte[team] * WEEK * (1.0 - programme.overhead)
        share, asked = 0.0, 0.0
        if running:
            free -= fit_in(teams, team, agenda.total[team], c.most_booked * free)
            if unit < directorates.name.shape[0]:
                asked = teams.asked[team]
                share = min(directorates.actual[unit] * asked, 1.0)
            else:
                teams.days[team, COORDINATING] += c.disorder_days * factory.disruption * free
                free -= c.disorder_days * factory.disruption * free
                share = 1.0 - c.raid * unshielded
        teams.days[team, OWN] = free * (1.0 - share)
        teams.pool[team] = free * share * (1.0 + programme.integrators)
        teams.reserve[team] = c.conducted * free * max(asked - share, 0.0) * (1.0 + programme.integrators)
    people = 0.0
    for team in range(factory.first_team, teams.fte.shape[0]):
        people += teams.fte[team]
    factory.queue_left = max(c.hands * people - c.follow * followed_up(packages, agenda, count), 0.0)


@compiled
def followed_up(packages, agenda, count):
    """Packages in work that the Factory follows up: each takes some of its hands every week."""
    followed = 0.0
    for at in range(count):
        followed += 1.0 if follows_up(packages, agenda.in_work[at]) else 0.0
    return followed


@compiled
def book(teams, agenda, running):
    """Put the days that levers book into the empty week of each team, lever by lever: along the row of a lever several teams are added at once."""
    agenda.total[:] = 0.0
    agenda.by_kind[:, :] = 0.0
    for row in range(agenda.kind.shape[0] if running else 0):
        kind = agenda.kind[row]
        for team in range(agenda.total.shape[0]):
            days = max(agenda.booked[row, team], 0.0)
            agenda.total[team] += days
            agenda.by_kind[kind, team] += days
    for team in range(teams.fte.shape[0]):
        for kind in range(teams.days.shape[1]):
            teams.days[team, kind] = agenda.by_kind[kind, team]


@compiled
def fit_in(teams, team, total, most):
    """Scale the days that levers book with a team down if they would take too much of its week; return their sum."""
    if total <= most:
        return total
    for kind in range(teams.days.shape[1]):
        teams.days[team, kind] *= most / total
    return most


@compiled
def start_packages(journeys, packages, week):
    """A package starts when its journey has, and what it depends on is built."""
    for package in range(packages.name.shape[0]):
        packages.refused[package] = 0
        if packages.status[package] == NOT_STARTED and journeys.started[packages.journey[package]]:
            first, second = packages.after[package, 0], packages.after[package, 1]
            if first < 0 or (packages.status[first] >= INTEGRATING and packages.status[second] >= INTEGRATING):
                packages.status[package] = IN_WORK
                packages.start_week[package] = week


@compiled
def score_teams(factory, directorates, teams, c):
    """Log-odds that each team serves another unit's standard request, chance that it serves its own unit's."""
    for team in range(factory.first_team):
        unit = teams.unit[team]
        weeks = directorates.own_backlog[unit] / max(directorates.own_load[unit], TINY)
        teams.willing[team] = serve_score(
            teams.goal_weight[team], teams.common_share[team], teams.understanding[team], min(weeks / BACKLOG, c.most_pressure), teams.buy_in[team], directorates.actual[unit],
            directorates.mandated[unit] * (1.0 - directorates.reactance[unit]), directorates.openness[unit], teams.owed[team], c,
        )  # fmt: skip
        teams.inside[team] = logistic(c.within + c.within_buy_in * (teams.buy_in[team] - 0.5) - c.within_owed * min(teams.owed[team], c.most_owed))
    for team in range(factory.first_team, teams.fte.shape[0]):
        teams.inside[team] = (1.0 - c.disorder * factory.disruption) * logistic(c.within + c.within_buy_in * (teams.buy_in[team] - 0.5))


@compiled
def probe(programme, factory, directorates, teams, packages, c):
    """Mean chance by directorate that its teams would serve a standard request, of their own unit and of another, before any other of the week."""
    directorates.probe_within[:] = 0.0
    directorates.probe_across[:] = 0.0
    by_factory, chased = asked_by_factory(directorates, teams, packages)
    if factory.queue_left <= 1.0:
        chased = 0.0
    for team in range(factory.first_team):
        unit = teams.unit[team]
        score = teams.willing[team] + c.ties * programme.openness
        directorates.probe_across[unit] += kept_chance(score, by_factory, chased, directorates.recognition[unit], directorates.closeness[unit], c)
        directorates.probe_within[unit] += teams.inside[team]
    for unit in range(directorates.name.shape[0]):
        directorates.probe_across[unit] /= max(directorates.teams[unit], 1.0)
        directorates.probe_within[unit] /= max(directorates.teams[unit], 1.0)


@compiled
def asked_by_factory(directorates, teams, packages):
    """Of the requests to other units that the roadmap is made of, live or not (so that progress changes no sample): shares that the Factory makes, and chases."""
    asked, by_factory, chased = 0.0, 0.0, 0.0
    for package in range(packages.name.shape[0]):
        for part in range(3):
            unit = teams.unit[packages.team[package, part]]
            if packages.nominal[package, part] > 0.0 and unit != packages.conductor[package] and unit < directorates.name.shape[0]:
                asked += 1.0
                by_factory += packages.coordinated[package]
                chased += 1.0 if follows_up(packages, package) else 0.0
    return by_factory / max(asked, 1.0), chased / max(asked, 1.0)


@compiled
def kept_chance(score, by_factory, chased, recognition, closeness, c):
    """Chance that a request is served which the Factory makes so often, and so often chases where it is refused."""
    asked = factory_asks(score, recognition, closeness, c)
    again = second_chance(asked, recognition, c)
    return (1.0 - by_factory) * logistic(score) + (by_factory - chased) * asked + chased * again


@compiled
def serving_order(journeys, packages, agenda, count, keys, c, week):
    """Order the packages in work, the best ranked and oldest first, with chance between equals; and draw their luck, several at once."""
    for at in range(count):
        agenda.chance[0, at], agenda.chance[1, at], agenda.chance[2, at], agenda.chance[3, at] = uniforms(keys.luck, draws.SERVICE, week, agenda.names[at])
    for at in range(count):
        package = agenda.in_work[at]
        age = (week - packages.start_week[package]) / YEAR
        agenda.place[at] = -(journeys.rank[packages.journey[package]] + age + c.by_chance * agenda.chance[3, at])
        for part in range(3):
            packages.chance[package, part] = agenda.chance[part, at]
    sort_by(agenda.place, agenda.in_work, agenda.order, count)


@compiled
def sort_by(place, rows, order, count):
    """Fill `order` with so many rows by their places, lowest first: a row comes after as many as lie below it (counting has no branches to guess)."""
    for row in range(count):
        here, before = place[row], 0
        for other in range(count):
            before += 1 if (place[other] < here) | ((place[other] == here) & (other < row)) else 0
        order[before] = rows[row]


@compiled
def serve(package, programme, factory, directorates, teams, packages, c):
    """Put a package's parts to their teams; those of other units are requests that may be refused, and chased."""
    owner = packages.owner[package]
    for part in range(3):
        left = packages.left[package, part]
        if left <= 0.0:
            continue
        team = packages.team[package, part]
        unit = teams.unit[team]
        need = min(left * MOST_DAYS, packages.volume[package] / c.shortest) * (c.held if waits(packages, package, part) else 1.0)
        across = unit != packages.conductor[package] and unit < directorates.name.shape[0]
        served = picks(package, part, team, across, programme, factory, directorates, teams, packages, c)
        granted = take(teams, team, need, not across, programme) if served else 0.0
        packages.asked[package, part] = need
        packages.granted[package, part] = granted
        if across:
            packages.refused[package] += 0 if granted > 0.0 else 1
            teams.refused[team] += need - granted
            on_time = 1.0 if granted > c.kept_from * need else 0.0
            directorates.asked_for_it[owner] += 1.0 if unit != owner else 0.0
            directorates.kept_for_it[owner] += on_time if unit != owner else 0.0
            directorates.asked_of_it[unit] += 1.0
            directorates.kept_by_it[unit] += on_time


@compiled
def take(teams, team, need, own, programme):
    """Days that a team puts into a part: for what its unit conducts, first from the reserve; then from what its directorate gives."""
    kept = min(need, teams.reserve[team]) if own else 0.0
    given = min(need - kept, teams.pool[team])
    teams.reserve[team] -= kept
    teams.days[team, OWN] -= kept / (1.0 + programme.integrators)
    teams.pool[team] -= given
    return kept + given


@compiled
def picks(package, part, team, across, programme, factory, directorates, teams, packages, c):
    """Does a team take up a part this week: of its own unit, or as another unit's request?"""
    if across:
        unit = teams.unit[team]
        begun = c.begun if packages.done[package, part] > 0.0 else 0.0
        score = teams.willing[team] + c.ties * linked(programme.openness, packages, package) + begun
        return answer(packages, package, part, score, directorates.recognition[unit], directorates.closeness[unit], factory, c)
    return packages.chance[package, part] < teams.inside[team]


@compiled
def answer(packages, package, part, score, recognition, closeness, factory, c):
    """Does a team serve another unit's request? Where the Factory coordinates, who asks matters, and a refusal is chased."""
    if not packages.coordinated[package]:
        return packages.chance[package, part] < logistic(score)
    willing = factory_asks(score, recognition, closeness, c)
    if packages.chance[package, part] >= willing and factory.queue_left > 1.0 and follows_up(packages, package):
        factory.queue_left -= c.chasing
        willing = second_chance(willing, recognition, c)
    return packages.chance[package, part] < willing


@compiled
def factory_asks(score, recognition, closeness, c):
    """Chance that a team serves what the Factory asks: more where it is recognised, and next door."""
    return logistic(score + c.recognised * (recognition - 0.5) + c.near * closeness)


@compiled
def second_chance(willing, recognition, c):
    """That chance where the Factory chases what is refused."""
    return willing + (1.0 - willing) * c.chase * recognition
