"""Step 12, release: packages are tested, integrated and go live; journeys hold as well as their weakest connection.

"It was finished three times." When all parts are done, a test finds a share of the latent defects: they become rework, and
rework breeds its own; what is missed goes live as friction for customers, and so does a front line that was not brought along (Klein and
Sorra 1996: an innovation is used as far as skill and will allow). Then the package is integrated, and is live. A
pair of channels of a journey can be used when both builds and their connection are live; the journey's continuity is that of its
weakest live connection, which is only as good as the APIs and the debt at both ends. Its fit falls behind what customers
have come to expect since it was designed. What a visit meets is all of it: pairs that work, continuity, fit, and no friction on the way.
Left out: pilots, roll-back. Sources: model-notes (weakest connection; a mean caps nothing), besker2018.
"""

import math

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import DONE_BEFORE_RELEASE, TINY, asked_week, clip, days_left, nominal_days, size, toward
from simulation.parameters import Numbers, number
from simulation.state import BUILD, CONNECTION, IN_WORK, INTEGRATING, LIVE, OPERATIONS, STRUCK, SYSTEMS

MOST_FRICTION = 0.9  # some always find their way
FAR = 99.0  # weeks: no go-live in sight


class Coefficients(Numbers):
    """Coefficients of release."""

    found: float = number(0.7, 0.42, 1, unit="share", meaning="latent defects that a test finds")
    tolerated: float = number(
        0.03, 0.018, 0.048, unit="share of its size", meaning="defects and growth found in the test with which a package goes on to integration"
    )
    integration: float = number(0.08, 0.048, 0.13, unit="share of its size", meaning="days to integrate a package")
    late_growth: float = number(1.2, 0.72, 1.9, unit="times", meaning="cost of growth of scope that is found only at the end")
    friction: float = number(1.2, 0.72, 1.9, unit="for each nominal day of missed defects a day", meaning="friction for customers from missed defects")
    mended: float = number(0.03, 0.018, 0.048, unit="share a week", meaning="friction mended after release")
    layer_grade: float = number(0.97, 0.9, 1, unit="0 to 1", meaning="continuity of a connection through a perfect layer")
    point_grade: float = number(0.95, 0.85, 0.99, unit="0 to 1", meaning="continuity of a perfect connection from point to point")
    legacy: float = number(0.12, 0.072, 0.19, unit="for each unit of debt", meaning="continuity lost to debt at the ends of a point-to-point connection")
    unready: float = number(0.2, 0.12, 0.32, unit="0 to 1", meaning="friction where those who serve the channel neither understand nor want the journey")
    api_cap: float = number(0.32, 0.19, 0.51, unit="share", meaning="continuity lost to wholly bad APIs")
    change: float = number(0.15, 0.09, 0.24, unit="0 to 1", meaning="change that a release brings to a team that made it")
    usual_weeks: float = number(8, 4.8, 13, unit="weeks", meaning="what is left of a package as a team foresees it: so long for the whole")
    seen: float = number(0.15, 0.09, 0.24, unit="share a week", meaning="pace at which a directorate sees results")
    early: float = number(0.6, 0.36, 0.96, unit="0 to 1", meaning="results seen where something is live before anything was due")
    nothing_yet: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="results seen before anything was due or is live")
    misfit: float = number(1.0, 0.6, 1.6, unit="for each unit of standard", meaning="fit lost when expectations have moved on")


@piece
def act(programme, directorates, teams, channels, journeys, packages, c, week):
    """Test, integrate, go live; then what each journey offers."""
    for team in range(teams.fte.shape[0]):
        teams.in_window[team] = 0.0
        teams.since_go_live[team] = min(teams.since_go_live[team] + 1.0, FAR)
    unreleased = 0
    earned = 0.0
    for package in range(packages.name.shape[0]):
        if packages.status[package] == IN_WORK or packages.status[package] == INTEGRATING:
            advance(programme, teams, journeys, packages, package, c, week)
        elif packages.status[package] == LIVE:
            packages.friction[package] = toward(packages.friction[package], lasting(teams, packages, package, c), c.mended)
        unreleased += 1 if packages.status[package] < LIVE else 0
        earned += progress(packages, package)
    programme.earned = earned
    if unreleased == 0 and programme.end_week < 0.0:
        programme.end_week = week + 1.0
    for journey in range(journeys.name.shape[0]):
        offer(programme, channels, journeys, packages, journey, c, week)
    results(programme, directorates, channels, journeys, packages, c, week)


@compiled
def advance(programme, teams, journeys, packages, package, c, week):
    """A package whose parts are done is tested, integrated or, once no question is open, released."""
    left = days_left(packages, package)
    if left > 0.0 or (packages.open[package] and packages.status[package] == INTEGRATING):
        foresee(programme, teams, journeys, packages, package, left, c, week)
        return
    packages.rework[package] = 0.0
    nominal = nominal_days(packages, package)
    if packages.status[package] == INTEGRATING:
        packages.status[package] = LIVE
        packages.live_week[package] = week + 1.0
        met_by_customers(packages, package, packages.latent[package], nominal, c)
        packages.friction[package] = min(packages.friction[package] + lasting(teams, packages, package, c), MOST_FRICTION)
        for part in range(3):
            team = packages.team[package, part]
            teams.since_go_live[team] = 0.0
            teams.change_load[team] += c.change if first_part_of(packages, package, part) else 0.0
        return
    found, bred = c.found * packages.latent[package], c.found * packages.bred[package]
    met_by_customers(packages, package, packages.latent[package] - found, nominal, c)
    growth = c.late_growth * packages.hidden_growth[package] * size(packages, package)
    packages.hidden_growth[package] = 0.0
    programme.rework_bred += bred
    packages.rework[package] = found
    again = found + growth
    if again > c.tolerated * size(packages, package):
        packages.volume[package] += again
        for part in range(3):
            packages.left[package, part] = again * packages.nominal[package, part] / nominal
    else:
        packages.status[package] = INTEGRATING
        integration = c.integration * size(packages, package) + again
        packages.left[package, SYSTEMS] = integration
        packages.volume[package] += integration


@compiled
def first_part_of(packages, package, part):
    """Is this the first part of a package that its team does? One team may do several."""
    team = packages.team[package, part]
    return (part == 0 or packages.team[package, 0] != team) and (part < 2 or packages.team[package, 1] != team)


@compiled
def met_by_customers(packages, package, missed, nominal, c):
    """Defects that no test found are friction for customers."""
    packages.latent[package] = 0.0
    packages.bred[package] = 0.0
    packages.friction[package] = min(packages.friction[package] + c.friction * missed / nominal, MOST_FRICTION)


@compiled
def foresee(programme, teams, journeys, packages, package, left, c, week):
    """Its teams expect the go-live at the planned end, or when the rest would be done at the plan's pace; is it time to be trained for it?"""
    planned = due_week(programme, journeys, packages, package) + programme.shift - week
    weeks = max(planned, c.usual_weeks * left / packages.volume[package])
    if in_window(weeks, programme.training_window, programme.training_ends):
        for part in range(3):
            teams.in_window[packages.team[package, part]] = 1.0


@compiled
def in_window(weeks, training_window, training_ends):
    """Is a go-live so far away as training for it is given?"""
    return training_ends < weeks <= training_window


@compiled
def due_week(programme, journeys, packages, package):
    """Week at which a package is to be live: as its journey is asked for, and as long after that as planned."""
    begins = journeys.planned_week[packages.journey[package]]
    start = programme.mobilisation + programme.preparation_weeks
    return start + asked_week(programme, begins) + packages.planned_end[package] - begins


@compiled
def progress(packages, package):
    """Nominal days earned by a package: at most nine tenths of it until it is released, none of what was struck off."""
    nominal = nominal_days(packages, package)
    if packages.status[package] == LIVE:
        return nominal
    if packages.status[package] == STRUCK:
        return 0.0
    left = days_left(packages, package)
    share = 1.0 - min(left / max(packages.volume[package], TINY), 1.0)
    return DONE_BEFORE_RELEASE * nominal * share if packages.start_week[package] >= 0.0 else 0.0


@compiled
def lasting(teams, packages, package, c):
    """Friction that no mending of defects takes away: of a front line that was not brought along, and of processes pooled where the channel is odd."""
    return unready(teams, packages, package, c) + packages.odd[package]


@compiled
def unready(teams, packages, package, c):
    """Friction at a channel whose people do not play the game: they serve a journey as far as they understand it and want it."""
    if packages.kind[package] != BUILD:
        return 0.0
    team = packages.team[package, OPERATIONS]
    return c.unready * (1.0 - teams.understanding[team] * teams.buy_in[team])


@compiled
def connection_grade(quality, coverage, debt, by_layer, c):
    """Continuity of a live connection: the worse end's APIs cap it; what the layer does not cover is as good as from point to point, where debt costs."""
    layer = coverage if by_layer else 0.0
    point = c.point_grade * math.exp(-c.legacy * debt)
    return (1.0 - c.api_cap * (1.0 - quality)) * (c.layer_grade * layer + point * (1.0 - layer))


@compiled
def offer(programme, channels, journeys, packages, journey, c, week):
    """What a visit to a journey meets: pairs of channels that work together, the weakest connection, the fit, the friction on the way."""
    pairs, joined, weakest = 0.0, 0.0, 1.0
    built, at, between = 0.0, 0.0, 0.0
    done = True
    for package in range(journeys.package_start[journey], journeys.package_end[journey]):
        live = packages.status[package] == LIVE
        done = done and live
        if live and packages.kind[package] == BUILD:
            built += 1.0
            at += packages.friction[package]
        if packages.kind[package] == CONNECTION:
            pairs += 1.0
            first, second = packages.after[package, 0], packages.after[package, 1]
            if live and packages.status[first] == LIVE and packages.status[second] == LIVE:
                a, b = packages.channel[package], packages.other[package]
                grade = connection_grade(
                    min(channels.quality[a], channels.quality[b]), min(channels.coverage[a], channels.coverage[b]),
                    max(channels.debt[a], channels.debt[b]), packages.by_layer[package], c,
                )  # fmt: skip

                packages.grade[package] = grade
                weakest = min(weakest, packages.grade[package])
                between += packages.friction[package]
                joined += 1.0
    journeys.live_share[journey] = joined / pairs
    journeys.continuity[journey] = weakest if joined > 0.0 else 0.0
    journeys.fit[journey] = math.exp(-c.misfit * max(programme.standard - journeys.aim[journey], 0.0))
    journeys.friction[journey] = 1.0 - (1.0 - at / max(built, 1.0)) * (1.0 - between / max(joined, 1.0))
    journeys.offered[journey] = journeys.live_share[journey] * journeys.continuity[journey] * journeys.fit[journey] * (1.0 - journeys.friction[journey])
    if done and journeys.live_week[journey] < 0.0:
        journeys.live_week[journey] = week + 1.0


@compiled
def connections_of(packages, first, after_last):
    """Connections among the packages of a journey; at least 1."""
    count = 0.0
    for package in range(first, after_last):
        count += 1.0 if packages.kind[package] == CONNECTION else 0.0
    return max(count, 1.0)


@compiled
def results(programme, directorates, channels, journeys, packages, c, week):
    """Each directorate's view: value live on its channels against what the plan has promised by now; without channels, on all.

    A journey counts by its value, in equal parts for its connections.
    """
    directorates.value_due[:] = 0.0
    directorates.value_live[:] = 0.0
    all_due, all_live = 0.0, 0.0
    for journey in range(journeys.name.shape[0]):
        first_row, after_last = journeys.package_start[journey], journeys.package_end[journey]
        value = journeys.value[journey] / connections_of(packages, first_row, after_last)
        for package in range(first_row, after_last):
            if packages.kind[package] == CONNECTION:
                here = value * packages.grade[package] if packages.status[package] == LIVE else 0.0
                due = value if week >= due_week(programme, journeys, packages, package) else 0.0
                first, second = channels.owner[packages.channel[package]], channels.owner[packages.other[package]]
                all_due += due
                all_live += here
                for unit in (first, second):
                    directorates.value_due[unit] += due
                    directorates.value_live[unit] += here
    for unit in range(directorates.name.shape[0]):
        planned, live = directorates.value_due[unit], directorates.value_live[unit]
        if planned + live <= 0.0:
            planned, live = all_due, all_live
        seen = live / planned if planned > 0.0 else (c.early if live > 0.0 else c.nothing_yet)
        directorates.results[unit] = toward(directorates.results[unit], clip(seen, 0.0, 1.0), c.seen)
