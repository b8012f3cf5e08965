"""What a week of visits comes to: counts, shares lately, and EUR. It draws nothing and reads no lever.

A good use of journey j brings `value[j]` / (visits a year that want j): if everybody were a user and every use good, `value[j]`
a year. A visit that moves earns the margin of the channel that it moves to instead of that of its own.
"""

from typing import Any

from simulation.compiled import compiled
from simulation.state import Channels, Demand, Floats, Integers, Journeys

WEEKS = 52.0
MOST_VISITS = 0.95  # chance of a visit in a week: one is simulated, and stands for as many as there are
# What becomes of a visit: of no user, of a user as ever, a good use of the journey, a bad one, a bad one and a contact.
STRANGER, ORDINARY, GOOD, BAD, CONTACT = 0, 1, 2, 3, 4


@compiled
def visit_chance(visits: float) -> float:
    """Chance of a visit in a week, from visits a week."""
    return visits if visits < MOST_VISITS else MOST_VISITS


@compiled
def count_up(market: Any, channels: Channels, journeys: Journeys, demand: Demand, notice: float) -> None:
    """Enter a week of visits in `demand`, `market`, `channels.moved` and `journeys.adopters`.

    `demand.tally` and `visits_made` are the week's visits, `notice` how fast measured shares follow (a week).
    """
    drawn, meant = expected_visits(market.visits, demand)
    stands_for = meant / drawn if drawn > 0.0 else 0.0
    contacts = count_journeys(demand.tally, demand.wanted, demand.uses, demand.good)
    follow_uses(journeys.adopters, demand.wanted, demand.uses, notice)
    brought = value_of(journeys.value, journeys.worth, demand.good, demand.offers, drawn)
    users, lapsed = 0, 0
    for segment in range(len(demand.users)):
        users += int(demand.users[segment])
        lapsed += int(demand.lapsed[segment])
    market.users, market.lapsed, market.contacts = users, lapsed, contacts * stands_for
    market.contact_eur = market.contacts * market.represented * market.contact_cost
    won = follow_sales(channels, demand.visits_made, notice)
    market.margin = brought + won * stands_for * market.represented * market.basket


@compiled
def clear_visits(demand: Demand) -> None:
    """Start counting visits anew."""
    visits, tally = demand.visits_made, demand.tally
    for j in range(tally.shape[0]):
        for outcome in range(tally.shape[1]):
            tally[j, outcome] = 0
    for segment in range(visits.shape[0]):
        for home in range(visits.shape[1]):
            for to in range(visits.shape[2]):
                visits[segment, home, to] = 0


@compiled
def expected_visits(mean: float, demand: Demand) -> tuple[float, float]:
    """Visits a week that are drawn, and those that they stand for (more where there is more than one a week), on average."""
    drawn, meant = 0.0, 0.0
    for segment in range(len(demand.people)):
        visits = mean * demand.visits[segment]
        drawn += int(demand.people[segment]) * visit_chance(visits)
        meant += int(demand.people[segment]) * visits
    return drawn, meant


@compiled
def count_journeys(tally: Integers, wanted: Integers, uses: Integers, good: Integers) -> int:
    """By journey the visits that wanted it, those that used it across channels, and the good ones; contacts over all journeys."""
    contacts = 0
    for j in range(len(tally)):
        good[j] = tally[j, GOOD]
        uses[j] = tally[j, GOOD] + tally[j, BAD] + tally[j, CONTACT]
        wanted[j] = uses[j] + tally[j, STRANGER] + tally[j, ORDINARY]
        contacts += int(tally[j, CONTACT])
    return contacts


@compiled
def follow_uses(adopters: Floats, wanted: Integers, uses: Integers, notice: float) -> None:
    """Let the share of its visits that use a journey across channels follow, journey by journey."""
    for j in range(len(adopters)):
        if wanted[j] > 0:
            adopters[j] += notice * (int(uses[j]) / int(wanted[j]) - adopters[j])


@compiled
def value_of(value: Floats, worth: Floats, good: Integers, offers: Floats, drawn: float) -> float:
    """EUR that the week's good uses bring, when so many visits are drawn in a week."""
    brought = 0.0
    for j in range(len(value)):
        wanting = drawn * offers[j] * WEEKS
        brought += value[j] * worth[j] * int(good[j]) / wanting if wanting > 0.0 else 0.0
    return brought


@compiled
def follow_sales(channels: Channels, visits: Integers, notice: float) -> float:
    """Let the share of its sales that moved away follow, channel by channel; return the margin won by sales that moved, in baskets."""
    moved, margin = channels.moved, channels.margin
    won = 0.0
    for home in range(len(moved)):
        made, away = 0, 0
        for segment in range(len(visits)):
            for to in range(len(moved)):
                count = int(visits[segment, home, to])
                made += count
                away += count if to != home else 0
                won += count * (margin[to] - margin[home])
        if made > 0:
            moved[home] += notice * (away / made - moved[home])
    return won
