"""Step 10, interoperability: systems age, are joined from point to point or through a layer, and are modernised.

"Every quick connection made the next one harder." Work done in haste adds technical debt, and debt breeds debt wherever work
touches it; modernisation pays it down. A kept API layer grows coverage and quality where capacity is given to it; an
inherited bad API must be unmade first. A connection goes through the layer when both channels are covered, and a channel
joins the layer once for all connections of a journey: a hub with spokes, so that two channels that have joined it are
connected by little more than a setting (Hohpe and Woolf 2003). What the layer does not cover is built at the end that joins, and leaves debt there, once.
Else a connection is built from point to point, which leaves debt at both ends.
Left out: vendors, cloud migration. Sources: besker2018 (debt breeds debt), mckinsey2020, model-notes (bad APIs are unmade slowly).
"""

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniform, uniforms
from simulation.mechanisms.shared import MEDIAN_DEBT, TINY, WEEK, YEAR, clip
from simulation.parameters import Numbers, number
from simulation.state import CONNECTION, IN_WORK, LEVER_ROW, SYSTEMS

MOST_DEBT = 3.0  # beyond that nothing would work any more
MOST_FORCED = 0.9  # however great the debt, some work leaves it as it is
(LAYER, MODERNISE) = LEVER_ROW["api_strategy"], LEVER_ROW["modernisation"]


class Coefficients(Numbers):
    """Coefficients of interoperability."""

    layer_days: float = number(0.08, 0.048, 0.13, unit="days a week and person", meaning="systems people's time for the API layer while it is not complete")
    modern_days: float = number(0.08, 0.048, 0.13, unit="share of days", meaning="systems capacity on debt at full modernisation")
    layer: float = number(0.014, 0.0084, 0.022, unit="share a week", meaning="coverage that a full API strategy adds of what is missing")
    improve: float = number(
        0.008, 0.0048, 0.013, unit="share a week", meaning="quality that a full API strategy adds of what is missing, where little is inherited"
    )
    unmake: float = number(0.75, 0.45, 1, unit="share", meaning="how much slower quality grows where bad APIs are inherited everywhere")
    hasty: float = number(0.1, 0.06, 0.16, unit="of debt for a year of hasty work", meaning="debt added by work gone ahead unattended")
    breed: float = number(
        0.18, 0.12, 0.3, unit="share of tasks", meaning="tasks in which median debt forces more of it; in proportion for less or more", source="besker2018"
    )
    added: float = number(0.25, 0.15, 0.4, unit="of debt for a year of such work", meaning="debt added by work that debt forced to add some")
    paid: float = number(0.010, 0.006, 0.016, unit="share a week", meaning="debt paid down at full modernisation")
    spaghetti: float = number(0.009, 0.0054, 0.014, unit="of debt", meaning="debt at both ends from a point-to-point connection")
    covered: float = number(0.2, 0.12, 0.32, unit="share", meaning="coverage that both channels need before a connection can go through the layer")
    cheaper: float = number(0.5, 0.3, 0.8, unit="share", meaning="systems days saved at the end of a connection that joins a layer that covers everything")
    joined: float = number(
        0.9,
        0.8,
        1,
        unit="share",
        meaning="days saved where channels had already joined the layer for the journey: systems days at each end, all where both had",
    )


@piece
def frame(programme, teams, agenda, levers, on, c):
    """The API layer and modernisation, and systems people's days for them, wherever they sit."""
    if on.api_strategy:
        programme.layer_share = levers.api_strategy
    if on.modernisation:
        programme.pay_down = levers.modernisation
    for team in range(teams.fte.shape[0]):
        people = teams.systems[team] * teams.fte[team]
        if on.api_strategy:
            agenda.booked[LAYER, team] = c.layer_days * levers.api_strategy * people * programme.layer_missing
        if on.modernisation:
            agenda.booked[MODERNISE, team] = c.modern_days * WEEK * levers.modernisation * people


@compiled
def new_debt(hasty_years, forced_years, c):
    """Debt added in a week: by work gone ahead unattended, and by work in which the debt that was there forced more."""
    return c.hasty * hasty_years + c.added * forced_years


@compiled
def forced(debt, c):
    """Chance that a week's work on systems of so much debt adds some: debt breeds debt in proportion to what is there."""
    return min(c.breed * debt / MEDIAN_DEBT, MOST_FORCED)


@piece
def act(programme, channels, journeys, packages, keys, c, week):
    """Debt, coverage and quality of each channel; connections started this week find their way."""
    touch_debt(programme, channels, packages, keys, c, week)
    missing, weight = 0.0, 0.0
    for channel in range(channels.name.shape[0]):
        capacity = max(channels.usual_work[channel], 1.0) * YEAR
        debt = channels.debt[channel] + new_debt(channels.hasty[channel] / capacity, channels.forced[channel] / capacity, c)
        channels.debt[channel] = min(debt * (1.0 - c.paid * programme.pay_down), MOST_DEBT)
        channels.coverage[channel] += c.layer * programme.layer_share * (1.0 - channels.coverage[channel])
        pace = c.improve * programme.layer_share * (1.0 - c.unmake * channels.inherited[channel])
        channels.quality[channel] += pace * (1.0 - channels.quality[channel])
        missing += (1.0 - channels.coverage[channel]) * channels.usual_work[channel]
        weight += channels.usual_work[channel]
    programme.layer_missing = missing / max(weight, TINY)
    for package in range(packages.name.shape[0]):
        if packages.status[package] == IN_WORK and packages.start_week[package] == week and packages.kind[package] == CONNECTION:
            choose_connection(programme, channels, journeys, packages, package, keys, c)


@compiled
def touch_debt(programme, channels, packages, keys, c, week):
    """Each package worked on this week touches the debt of the systems at both its ends, and may have to add to it."""
    channels.forced[:] = 0.0
    for package in range(packages.name.shape[0]):
        useful = packages.touched[package]
        if useful > 0.0:
            first, second = packages.channel[package], packages.other[package]
            programme.tasks += 1
            if uniform(keys.luck, draws.DEBT, week, packages.name[package]) < forced((channels.debt[first] + channels.debt[second]) / 2.0, c):
                programme.adding += 1
                channels.forced[first] += useful / 2.0
                channels.forced[second] += useful / 2.0


@compiled
def choose_connection(programme, channels, journeys, packages, package, keys, c):
    """Through the layer, cheaper, where both channels are covered and the strategy asks for it; else from point to point."""
    first, second = packages.channel[package], packages.other[package]
    here, there = channels.coverage[first], channels.coverage[second]
    points = (1.0, 1.0)
    if min(here, there) >= c.covered and uniforms(keys.company, draws.CONNECTION, 0, packages.name[package])[0] < programme.layer_share:
        one, other = joined(journeys, packages, package, first), joined(journeys, packages, package, second)
        packages.by_layer[package] = 1
        ends = (saved_at(one, here, c) + saved_at(other, there, c)) / 2.0
        for part in range(3):
            saved = (ends if part == SYSTEMS else c.joined * one * other) * packages.left[package, part]
            packages.left[package, part] -= saved
            packages.volume[package] = max(packages.volume[package] - saved, 0.0)
        points = ((1.0 - here) * (1.0 - one), (1.0 - there) * (1.0 - other))
    for end, point in ((first, points[0]), (second, points[1])):
        channels.debt[end] = clip(channels.debt[end] + c.spaghetti * point, 0.0, MOST_DEBT)


@compiled
def saved_at(joined_before, covered, c):
    """Share of the systems days saved at one end: nearly all where its channel has joined the layer for the journey, else as far as that is covered."""
    return c.joined if joined_before > 0.0 else c.cheaper * covered


@compiled
def joined(journeys, packages, package, channel):
    """1 if another connection of the journey goes through the layer at this channel: it has joined, once for all the others."""
    journey = packages.journey[package]
    for other in range(journeys.package_start[journey], journeys.package_end[journey]):
        if packages.by_layer[other] and other != package and (packages.channel[other] == channel or packages.other[other] == channel):
            return 1.0
    return 0.0
