"""Step 11, assets: a first build may be made reusable; later builds reuse what they can reach.

"The basket was built four times, because nobody could find the first one." A build that starts takes the shared component of its family if it
comes upon it: written in its own team or unit, or published and found, the sooner the more the common method is practised; buy-in
decides whether it is taken. Else it is written for reuse as far as is decided, at extra cost, if at least three builds beside it or
later could use it. Reuse spares work on experience and systems. Pooled processes spare the operations of a journey's later channels, at the cost of misfit
where the channel is odd.
Left out: decay of components; others use a component's parts as they are written and do not wait for them. Sources: Lim 1994, Sparkbox 2021 (effort saved), SEI (break-even at two to three uses), model-notes.
"""

from simulation import draws
from simulation.compiled import compiled, piece
from simulation.draws import uniforms
from simulation.parameters import Numbers, number
from simulation.state import BUILD, EXPERIENCE, IN_WORK, LEVER_ROW, NOT_STARTED, OPERATIONS, SYSTEMS

(SHARING, POOLING) = LEVER_ROW["design_system"], LEVER_ROW["process_pooling"]


class Coefficients(Numbers):
    """Coefficients of assets."""

    core_days: float = number(0.04, 0.024, 0.064, unit="days a week and person", meaning="keeping the design system, by experience people")
    pool_days: float = number(0.015, 0.009, 0.024, unit="days a week and person", meaning="waiting for and running pooled processes, by operations people")
    extra: float = number(0.55, 0.33, 0.88, unit="share", meaning="extra cost of writing for reuse")
    reusing: float = number(0.52, 0.4, 0.6, unit="share", meaning="cost of a part built by reuse", source="sparkbox2021")
    unit: float = number(0.7, 0.42, 1, unit="chance", meaning="a team comes upon a component of another team of its unit")
    found: float = number(0.85, 0.51, 1, unit="chance", meaning="a published component is found at full practice of the common method")
    catalogue: float = number(0.3, 0.18, 0.48, unit="share", meaning="of that chance, what is left without practice of the method")
    unwilling: float = number(0.3, 0.18, 0.48, unit="chance", meaning="a component within reach is taken without any buy-in")
    least_uses: float = number(3, 1.8, 4.8, unit="builds", meaning="later builds that a builder wants to see before writing for reuse")
    pooled: float = number(0.4, 0.24, 0.64, unit="share", meaning="operations work spared on a journey's later channels at full pooling")
    odd: float = number(0.25, 0.15, 0.4, unit="0 to 1", meaning="misfit left at the oddest channel at full pooling")


@piece
def frame(programme, factory, teams, agenda, levers, on, c):
    """Sharing and pooling, and the days they take."""
    if on.design_system:
        programme.sharing = levers.design_system
    if on.process_pooling:
        programme.pooling = levers.process_pooling
    for team in range(teams.fte.shape[0]):
        if on.design_system:
            agenda.booked[SHARING, team] = c.core_days * levers.design_system * teams.experience[team] * teams.fte[team]
        if on.process_pooling and team < factory.first_team and teams.speciality[team] == OPERATIONS:
            agenda.booked[POOLING, team] = c.pool_days * levers.process_pooling * teams.fte[team]


@compiled
def first_cost(days, c):
    """Days of a part that is wholly written for reuse."""
    return days * (1.0 + c.extra)


@compiled
def reuse_cost(days, c):
    """Days of a part that is built on a shared component."""
    return days * c.reusing


@piece
def act(programme, teams, channels, journeys, packages, assets, keys, c, week):
    """Builds that start this week reuse a component of their family, or are written for reuse; operations are pooled."""
    for package in range(packages.name.shape[0]):
        if packages.kind[package] == BUILD and packages.status[package] == IN_WORK and packages.start_week[package] == week:
            family = journeys.component[packages.journey[package]]
            reuse(teams, packages, assets, package, family, keys, c)
            share(programme, journeys, packages, assets, package, family, c, week)
            pool(programme, channels, journeys, packages, package, c)


@compiled
def reuse(teams, packages, assets, package, family, keys, c):
    """A build is made with the shared component, if it is come upon and taken."""
    team = packages.team[package, EXPERIENCE]
    taken = c.unwilling + (1.0 - c.unwilling) * teams.buy_in[team]
    if uniforms(keys.luck, draws.REUSE, 0, packages.name[package])[0] < taken * within_reach(teams, assets, family, team, c):
        packages.reused[package] = 1
        for part in (EXPERIENCE, SYSTEMS):
            days = packages.left[package, part]
            packages.left[package, part] = reuse_cost(days, c)
            packages.volume[package] += packages.left[package, part] - days


@compiled
def share(programme, journeys, packages, assets, package, family, c, week):
    """A build that finds no component may write its own for reuse; others can use it as far as it was written for that."""
    team, published = packages.team[package, EXPERIENCE], assets.quality.shape[1] - 1
    if packages.reused[package] or programme.sharing <= assets.quality[family, published] or not worth_sharing(journeys, packages, family, c, week):
        return
    for part in (EXPERIENCE, SYSTEMS):
        days = packages.left[package, part]
        extra = programme.sharing * (first_cost(days, c) - days)
        packages.left[package, part] = days + extra
        packages.extra[package] += extra
        packages.volume[package] += extra
    for column in (team, published):
        assets.quality[family, column] = programme.sharing


@compiled
def within_reach(teams, assets, family, team, c):
    """Chance that a team comes upon a family's shared component: its own, its unit's, or a published one."""
    published = assets.quality.shape[1] - 1
    reach = assets.quality[family, team]
    for other in range(teams.unit.shape[0]):
        if teams.unit[other] == teams.unit[team] and other != team:
            reach = max(reach, assets.quality[family, other] * c.unit)
    found = c.found * (c.catalogue + (1.0 - c.catalogue) * teams.method[team])
    return max(reach, assets.quality[family, published] * found)


@compiled
def worth_sharing(journeys, packages, family, c, week):
    """Are there enough builds to come that could use a component of this family? Those that start beside it count."""
    to_come = -1.0
    for package in range(packages.name.shape[0]):
        if packages.kind[package] == BUILD and journeys.component[packages.journey[package]] == family and not packages.reused[package]:
            to_come += 1.0 if packages.status[package] == NOT_STARTED or packages.start_week[package] == week else 0.0
    return to_come >= c.least_uses


@compiled
def pool(programme, channels, journeys, packages, package, c):
    """Operations done once for several channels: less work for a journey's later channels, misfit for the odd one."""
    journey = packages.journey[package]
    later = False
    for other in range(journeys.package_start[journey], package):
        later = later or (packages.kind[other] == BUILD and packages.status[other] != NOT_STARTED)
    if later:
        days = packages.left[package, OPERATIONS]
        packages.left[package, OPERATIONS] = days * (1.0 - c.pooled * programme.pooling)
        packages.volume[package] -= days - packages.left[package, OPERATIONS]
        odd = abs(channels.digital_rank[packages.channel[package]] - channels.digital_rank[packages.channel[journeys.package_start[journey]]])
        packages.odd[package] = c.odd * programme.pooling * odd
