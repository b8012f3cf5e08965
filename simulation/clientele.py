"""The customers of a company: who they are and whom they know.

A customer has a segment, a home channel, an ease (how far down the reach of channels he still is) and six neighbours: the two
on each side of a ring, who stand for family, colleagues and the neighbourhood, and two anywhere, who make the world small
(Watts and Strogatz 1998). The far ones are a keyed permutation and its inverse, so whoever is my neighbour has me as his.
All of it is drawn from the company's stream: the same company has the same customers, whatever happens to it.
"""

import math

import numpy as np

from simulation.compiled import compiled
from simulation.draws import NETWORK, SEGMENT, Key, uniforms
from simulation.state import NEVER, Channels, Customers, Demand, Floats, Integers, Table

WANTS = 1024  # entries of the look-up of wanted journeys
SLOTS = 16  # entries of each look-up of the channel that a visit moves to
DEGREE = 6
ROUNDS = 4
BLOCK, WORDS = 1024, 4  # customers drawn at a time, and the numbers drawn for each
MEETS, OUTCOMES = 6, 5  # columns of what a visit meets (mechanisms/customers.py), and what may become of it (market.py)


def empty_customers(count: int) -> Customers:
    """Room for customers, to be filled by `build_customers` (at least 5, so that the ring has no double ties)."""
    return Customers(
        status=np.empty(count, np.uint8),
        using=np.empty(count, np.uint8),
        segment=np.empty(count, np.uint8),
        home=np.empty(count, np.uint8),
        ease=np.empty(count, np.uint8),
        trust=np.empty(count, np.float32),
        changed=np.empty(count, np.int32),
        neighbours=np.empty((count, DEGREE), np.int32),
        steps=np.empty((ROUNDS, int(math.ceil(math.sqrt(count)))), np.int64),
        words=np.empty((WORDS, BLOCK), np.uint32),
        came=np.empty(BLOCK, np.int64),
    )


def empty_demand(segments: int, journeys: int, channels: int) -> Demand:
    """Room for demand. The first five fields are the company's to fill, the others `build_customers`'s."""
    return Demand(
        share=np.ones(segments) / segments,
        affinity=np.ones(segments),
        visits=np.ones(segments),
        offers=np.ones(journeys) / journeys,
        served=np.ones((journeys, channels)),
        people=np.zeros(segments, np.int64),
        reach=np.ones(journeys),
        wants=np.zeros(WANTS, np.uint16),
        target=np.zeros((journeys, channels, SLOTS), np.uint8),
        users=np.zeros(segments, np.int64),
        lapsed=np.zeros(segments, np.int64),
        visits_made=np.zeros((segments, channels, channels), np.int64),
        wanted=np.zeros(journeys, np.int64),
        uses=np.zeros(journeys, np.int64),
        good=np.zeros(journeys, np.int64),
        hazards=np.zeros((segments, DEGREE + 1)),
        limits=np.zeros(segments, np.int64),
        meets=np.zeros((journeys, MEETS)),
        tally=np.zeros((journeys, OUTCOMES), np.int64),
        people_sums=np.ones(segments),
        home_sums=np.ones(channels),
        offer_sums=np.ones(journeys),
        weights=np.zeros(channels),
        weight_sums=np.ones(channels),
    )


@compiled
def build_customers(customers: Customers, demand: Demand, channels: Channels, trust: float, key: Key) -> None:
    """Fill the customers of a company, none of whom uses a journey across channels yet.

    `customers` and `demand` are filled in place, from `demand.share`, `offers` (then rounded to 1,024ths) and `served`, from
    `channels.sales_share` and `reach`, and from the company's key; `trust` (0..1) is what everybody starts with.
    """
    cumulate(demand.share, demand.people_sums)
    cumulate(channels.sales_share, demand.home_sums)
    fill_people(customers, demand.people_sums, demand.home_sums, trust, key)
    fill_neighbours(customers.neighbours, customers.steps, key)
    fill_reach(demand.reach, demand.served, channels.reach)
    fill_wants(demand)
    fill_target(demand, channels.reach)
    start_counts(customers, demand)


@compiled
def start_counts(customers: Customers, demand: Demand) -> None:
    """Count the customers of each segment; nothing has happened yet."""
    clear(demand.people)
    clear(demand.users)
    clear(demand.lapsed)
    clear(demand.wanted)
    clear(demand.uses)
    clear(demand.good)
    for segment in customers.segment:
        demand.people[int(segment)] += 1


@compiled
def clear(counts: Integers) -> None:
    """Start counting anew."""
    for row in range(len(counts)):
        counts[row] = 0


@compiled
def cumulate(shares: Floats, sums: Floats) -> None:
    """Fill `sums` with cumulated shares, made to add up to 1 (equal shares where all are 0)."""
    total = 0.0
    for share in shares:
        total += float(share)
    below = 0.0
    for row in range(len(shares) - 1):
        below += float(shares[row]) / total if total > 0.0 else 1.0 / len(shares)
        sums[row] = below
    sums[len(shares) - 1] = 1.0


@compiled
def place(u: float, sums: Floats) -> int:
    """The row into which a number in (0, 1) falls, given cumulated shares."""
    row = 0
    for k in range(len(sums) - 1):
        row += 1 if u >= float(sums[k]) else 0
    return row


@compiled
def fill_people(customers: Customers, segments: Floats, homes: Floats, trust: float, key: Key) -> None:
    """Draw each customer's segment, home channel and ease; nobody uses anything yet."""
    for i in range(len(customers.status)):
        a, b, c, _ = uniforms(key, SEGMENT, 0, i)
        customers.segment[i] = place(a, segments)
        customers.home[i] = place(b, homes)
        customers.ease[i] = int(c * 256.0)
        customers.status[i] = NEVER
        customers.using[i] = 0
        customers.trust[i] = trust


@compiled
def fill_neighbours(neighbours: Table, steps: Integers, key: Key) -> None:
    """Two neighbours on each side of a ring, then where a keyed permutation sends the customer, and from where it comes."""
    count = len(neighbours)
    width = int(math.ceil(math.sqrt(count)))
    fill_steps(steps, width, key)
    for i in range(count):
        neighbours[i, 0] = i + 1 if i + 1 < count else i + 1 - count
        neighbours[i, 1] = i + 2 if i + 2 < count else i + 2 - count
        neighbours[i, 2] = i - 1 if i >= 1 else i - 1 + count
        neighbours[i, 3] = i - 2 if i >= 2 else i - 2 + count
        far = sent_to(i, width, steps)
        while far >= count:
            far = sent_to(far, width, steps)
        neighbours[i, 4] = far
        neighbours[far, 5] = i


@compiled
def fill_steps(steps: Integers, width: int, key: Key) -> None:
    """The random functions of a permutation: how far each round steps, by the other half of the place."""
    for x in range(width):
        a, b, c, d = uniforms(key, NETWORK, 0, x)
        steps[0, x], steps[1, x], steps[2, x], steps[3, x] = int(a * width), int(b * width), int(c * width), int(d * width)


@compiled
def sent_to(i: int, width: int, steps: Integers) -> int:
    """Where a keyed permutation of 0..width * width - 1 sends i (four Feistel rounds; Luby and Rackoff 1988)."""
    left, right = i // width, i % width
    for turn in range(ROUNDS):
        there = left + int(steps[turn, right])
        left, right = right, there - width if there >= width else there
    return left * width + right


@compiled
def fill_reach(reach: Floats, served: Floats, channel_reach: Floats) -> None:
    """Whom a journey can serve: those in reach of two of its channels (of its only one, where there is one)."""
    for j in range(len(reach)):
        first, second, count = 0.0, 0.0, 0
        for c in range(len(channel_reach)):
            if served[j, c] > 0.0:
                count += 1
                here = float(channel_reach[c])
                second = first if here > first else here if here > second else second
                first = here if here > first else first
        reach[j] = second if count > 1 else first


@compiled
def fill_wants(demand: Demand) -> None:
    """The journey wanted in each 1,024th of visits; the shares wanted are rounded to it."""
    wants, offers, sums = demand.wants, demand.offers, demand.offer_sums
    cumulate(offers, sums)
    for j in range(len(offers)):
        offers[j] = 0.0
    j = 0
    for slot in range(WANTS):
        while (slot + 0.5) / WANTS > sums[j]:
            j += 1
        wants[slot] = j
        offers[j] += 1.0 / WANTS


@compiled
def fill_target(demand: Demand, channel_reach: Floats) -> None:
    """The channel that a visit moves to: another one of the journey's, as likely as its reach; home where there is none."""
    target, served, weights, sums = demand.target, demand.served, demand.weights, demand.weight_sums
    for j in range(len(target)):
        for home in range(len(channel_reach)):
            total = 0.0
            for c in range(len(channel_reach)):
                weights[c] = float(channel_reach[c]) if served[j, c] > 0.0 and c != home else 0.0
                total += weights[c]
            cumulate(weights, sums)
            for slot in range(SLOTS):
                target[j, home, slot] = place((slot + 0.5) / SLOTS, sums) if total > 0.0 else home
