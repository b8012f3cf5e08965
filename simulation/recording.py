"""Recording: what a week leaves in the series, and in the sums of promises and waits, over the tables of a run. It reads no lever."""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import TINY, YEAR
from simulation.outcomes import COLUMN
from simulation.state import BUILDING, LIVE, STEERING

(ADOPTION, LAPSED, TRUST, SPENT, SPENT_BUILD, OWN_RATE, MARGIN_RATE, VALUE, CONTINUITY) = (
    COLUMN[name] for name in ("adoption", "lapsed", "trust", "spent", "spent_build", "own_rate", "margin_rate", "value", "continuity")
)
(LIVE_SHARE, LIVE_JOURNEYS, BUY_IN, RECOGNITION, DECLARED, ACTUAL, KEPT_WITHIN, KEPT_ACROSS, UNDERSTANDING) = (
    COLUMN[name] for name in ("live_share", "live_journeys", "buy_in", "recognition", "declared", "actual", "kept_within", "kept_across", "understanding")
)
(FATIGUE, THREAT, CREDIBILITY, DEBT, COVERAGE, SEEN_SLIP, HASTE, OPEN, CONTACTS) = (
    COLUMN[name] for name in ("fatigue", "threat", "credibility", "debt", "coverage", "seen_slip", "haste", "open_questions", "contacts")
)


@compiled
def mean_of(values, count):
    """Mean of the first rows of a column, added in their order."""
    total = 0.0
    for row in range(count):
        total += values[row]
    return total / count


@compiled
def people_of(teams, count):
    """Means of the first teams: buy-in, understanding, fatigue, threat (one loop: four sums side by side take as long as one)."""
    buy_in, understanding, fatigue, threat = 0.0, 0.0, 0.0, 0.0
    for team in range(count):
        buy_in += teams.buy_in[team]
        understanding += teams.understanding[team]
        fatigue += teams.fatigue[team]
        threat += teams.threat[team]
    return buy_in / count, understanding / count, fatigue / count, threat / count


@piece
def record_organisation(programme, factory, directorates, teams, channels, packages, accounts, row):
    """Enter the week's means of people, systems and decisions into a row of the series, and what units promised and waited for."""
    units = directorates.name.shape[0]
    for column, values in (
        (RECOGNITION, directorates.recognition),
        (DECLARED, directorates.declared),
        (ACTUAL, directorates.actual),
        (KEPT_WITHIN, directorates.probe_within),
        (KEPT_ACROSS, directorates.probe_across),
    ):
        row[column] = mean_of(values, units)
    row[BUY_IN], row[UNDERSTANDING], row[FATIGUE], row[THREAT] = people_of(teams, factory.first_team)
    for column, values in ((DEBT, channels.debt), (COVERAGE, channels.coverage)):
        row[column] = mean_of(values, channels.name.shape[0])
    row[CREDIBILITY] = programme.credibility
    row[SEEN_SLIP] = programme.seen_slip
    row[HASTE] = programme.haste
    live, waiting = 0.0, 0.0
    for package in range(packages.name.shape[0]):
        live += 1.0 if packages.status[package] == LIVE else 0.0
        waiting += packages.open[package]
    row[LIVE_SHARE] = live / packages.name.shape[0]
    row[OPEN] = waiting
    if programme.exists == 1 and programme.stopped == 0 and programme.end_week < 0.0:
        record_promises(directorates, accounts.promises)
        record_waits(teams, packages, accounts.waits)


@compiled
def record_promises(directorates, promises):
    """Add up what was asked of each directorate, what it kept, and what it declared and gave."""
    for unit in range(directorates.name.shape[0]):
        promises[unit, 0] += directorates.asked_of_it[unit]
        promises[unit, 1] += directorates.kept_by_it[unit]
        promises[unit, 2] += directorates.declared[unit]
        promises[unit, 3] += directorates.actual[unit]
        promises[unit, 4] += 1.0


@compiled
def record_waits(teams, packages, waits):
    """A part for which days were asked and none were given this week makes the package's conductor wait for the part's unit."""
    for package in range(packages.name.shape[0]):
        for part in range(3):
            if packages.asked[package, part] > 0.0 and packages.granted[package, part] == 0.0:
                waits[packages.conductor[package], teams.unit[packages.team[package, part]]] += 1.0


@piece
def record_value(programme, market, directorates, journeys, accounts, people, outside, row):
    """Enter the week's customers, costs and value into a row of the series; `outside` is what integrators had cost before it."""
    row[ADOPTION] = market.users / people
    row[LAPSED] = market.lapsed / people
    row[TRUST] = market.trust
    row[CONTACTS] = 1000.0 * market.contacts / people
    row[MARGIN_RATE] = YEAR * market.margin
    own, spent = 0.0, 0.0
    for directorate in range(directorates.name.shape[0]):
        own += directorates.own_rate[directorate]
    for kind in range(BUILDING, STEERING + 1):
        of_kind = 0.0
        for unit in range(accounts.spent.shape[0]):
            of_kind += accounts.spent[unit, kind]
        row[SPENT_BUILD + kind - BUILDING] = of_kind
        spent += of_kind
    row[SPENT] = spent
    row[OWN_RATE] = own
    row[VALUE] = own / YEAR + market.margin - market.contact_eur - (programme.outside - outside)
    row[CONTINUITY], row[LIVE_JOURNEYS] = continuity(journeys)


@compiled
def continuity(journeys):
    """Continuity of the roadmap, weighted by value; and how many journeys are wholly live."""
    held, value, live = 0.0, 0.0, 0.0
    for journey in range(journeys.name.shape[0]):
        held += journeys.value[journey] * journeys.continuity[journey] * journeys.live_share[journey]
        value += journeys.value[journey]
        live += 1.0 if journeys.live_week[journey] >= 0.0 else 0.0
    return held / max(value, TINY), live
