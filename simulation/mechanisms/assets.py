"""Step 11, assets: a first build may be made reusable; later builds reuse what they can reach.

"The basket was built four times, because nobody could find the first one." When a package starts, its builder reuses the shared
component of its family if one is within reach: built inside its own team or unit, or published and found through practice
of the common method; buy-in decides whether it is taken. Else its builder makes it reusable as far as is decided, at extra cost, if at
least three later builds could use it. Pooled processes spare the operations of a journey's later channels, at the cost of misfit
where the channel is odd.
Left out: decay of components. Sources: Lim 1994, Sparkbox 2021 (effort saved), SEI (break-even at two to three uses), model-notes.
"""

from simulation import draws
from simulation.compiled import compiled
from simulation.draws import uniforms
from simulation.parameters import Numbers, number
from simulation.state import BUILD, EXPERIENCE, IN_WORK, INTEGRATING, LEVER_ROW, NOT_STARTED, OPERATIONS

(SHARING, POOLING) = LEVER_ROW["design_system"], LEVER_ROW["process_pooling"]


class Coefficients(Numbers):
    """Coefficients of assets."""

    core_days: float = number(0.04, 0.024, 0.064, unit="days a week and person", meaning="keeping the design system, by experience people")
    pool_days: float = number(0.015, 0.009, 0.024, unit="days a week and person", meaning="waiting for and running pooled processes, by operations people")
    extra: float = number(0.5, 0.3, 0.8, unit="share", meaning="extra cost of writing for reuse")
    reusing: float = number(0.52, 0.4, 0.6, unit="share", meaning="cost of a part built by reuse", source="sparkbox2021")
    found: float = number(0.85, 0.51, 1, unit="share", meaning="reach of a published component at full practice of the common method")
    least_uses: float = number(3, 1.8, 4.8, unit="builds", meaning="later builds that a builder wants to see before writing for reuse")
    pooled: float = number(0.4, 0.24, 0.64, unit="share", meaning="operations work spared on a journey's later channels at full pooling")
    odd: float = number(0.25, 0.15, 0.4, unit="0 to 1", meaning="misfit left at the oddest channel at full pooling")


@compiled
def frame(programme, factory, teams, agenda, levers, on, c):
    """Sharing and pooling, and the days they take."""
    if on.design_system:
        programme.sharing = levers.design_system
    if on.process_pooling:
        programme.pooling = levers.process_pooling
    for team in range(teams.fte.shape[0]):
        if on.design_system and teams.speciality[team] == EXPERIENCE:
            agenda.booked[SHARING, team] = c.core_days * levers.design_system * teams.fte[team]
        if on.process_pooling and team < factory.first_team and teams.speciality[team] == OPERATIONS:
            agenda.booked[POOLING, team] = c.pool_days * levers.process_pooling * teams.fte[team]


@compiled
def first_cost(days, c):
    """Days of a part that is wholly written for reuse."""
    return days * (1.0 + c.extra)


@compiled
def reuse_cost(days, reach, c):
    """Days of a part built on a shared component, as far as it is within reach (0 to 1)."""
    return days * (1.0 - (1.0 - c.reusing) * reach)


@compiled
def act(programme, teams, channels, journeys, packages, assets, keys, c, week):
    """Builds that start this week reuse, or are made reusable; built components become available."""
    for package in range(packages.name.shape[0]):
        status = packages.status[package]
        if packages.kind[package] == BUILD and status == IN_WORK and packages.start_week[package] == week:
            begin(programme, teams, journeys, packages, assets, package, keys, c)
            pool(programme, channels, journeys, packages, package, c)
        elif status >= INTEGRATING and packages.makes_asset[package]:
            publish(programme, teams, journeys, packages, assets, package)


@compiled
def begin(programme, teams, journeys, packages, assets, package, keys, c):
    """Reuse a component within reach; else perhaps write one for reuse."""
    u = uniforms(keys.luck, draws.REUSE, 0, packages.name[package])
    team = packages.team[package, EXPERIENCE]
    family = journeys.component[packages.journey[package]]
    reach = within_reach(teams, assets, family, team, c)
    days = packages.left[package, EXPERIENCE]
    if reach > 0.0 and u[0] < 0.3 + 0.7 * teams.buy_in[team]:
        packages.left[package, EXPERIENCE] = reuse_cost(days, reach, c)
        packages.reused[package] = 1
        assets.uses[family, team] += 1.0
    elif programme.sharing > 0.0 and worth_sharing(journeys, packages, family, c):
        packages.extra[package] = programme.sharing * (first_cost(days, c) - days)
        packages.left[package, EXPERIENCE] = days + packages.extra[package]
        packages.makes_asset[package] = 1
    packages.volume[package] += packages.left[package, EXPERIENCE] - days


@compiled
def within_reach(teams, assets, family, team, c):
    """How much of a family's shared component a team can use: its own team's in full, its unit's, or a published one it can find."""
    published = assets.quality.shape[1] - 1
    reach = assets.quality[family, team]
    for other in range(teams.unit.shape[0]):
        if teams.unit[other] == teams.unit[team] and other != team:
            reach = max(reach, assets.quality[family, other] * (0.3 + 0.5 * teams.method[team]))
    return max(reach, assets.quality[family, published] * c.found * teams.method[team])


@compiled
def worth_sharing(journeys, packages, family, c):
    """Is nobody writing this family's component for reuse yet, and are there enough builds to come that could use it?"""
    to_come = 0.0
    for package in range(packages.name.shape[0]):
        if packages.kind[package] == BUILD and journeys.component[packages.journey[package]] == family:
            if packages.makes_asset[package]:
                return False
            to_come += 1.0 if packages.status[package] == NOT_STARTED else 0.0
    return to_come >= c.least_uses


@compiled
def publish(programme, teams, journeys, packages, assets, package):
    """A component is there for its team, and for all who can find it, as far as it was written for reuse."""
    family = journeys.component[packages.journey[package]]
    team = packages.team[package, EXPERIENCE]
    quality = programme.sharing * (0.6 + 0.4 * teams.method[team])
    assets.quality[family, team] = max(assets.quality[family, team], quality)
    published = assets.quality.shape[1] - 1
    assets.quality[family, published] = max(assets.quality[family, published], quality)
    packages.makes_asset[package] = 0


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
        packages.friction[package] += c.odd * programme.pooling * odd
