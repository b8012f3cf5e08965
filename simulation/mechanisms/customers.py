"""Step 13, customers: visits meet what is really offered; some adopt, some are let down, and sales move between channels.

*In a manager's words*: a customer who comes for something may find that it works across our channels. If it is all there and
works, he may take it up, the sooner the more he sees others do it. If it fails him he trusts us less, calls us, and one
day he gives it up. Those who use it well no longer always buy where they used to.

A customer visits with probability v (visits a week of the segment, at most `MOST_VISITS`) and wants journey j with its share
of `demand.offers`. With x = `journeys.offered` and a the share of users he sees, (1 - mixing) neighbours + mixing everybody:

* no user adopts with probability h(a) / v x appeal(x) x trust / trust at the start x affinity (x `returning` once lapsed), h being the
  exact weekly hazard of Bass (1969); appeal(1) = 1, appeal(0) = 0. So all mixed and all perfect, adoption is Bass's;
* a user finds j live with probability `journeys.live_share`; if so the use is good with probability g(quality), else bad,
  quality being x / live share. Good: trust grows, who was trying has adopted, the visit may move to another channel of j.
  Bad: trust falls, the call centre may be called, and he lapses with `lapse` x (1 - trust), more easily while trying.

What a use of a journey brings is its planned value times `journeys.worth`: what it proves to be worth, which nobody knows beforehand
(large programmes bring much less or more than was planned: McKinsey and Oxford 2012).

Everybody sees the users of the week before: neighbours learn of changes at the end of the week.

*Left out*: more than one visit a week (a visit stands for them in EUR), lost sales, change of home channel, word of mouth of the
disappointed. *Reads* market, journeys.offered, live_share, value, worth, channels.margin.
*Changes* customers, demand, channels.moved, journeys.adopters, market. Reads no lever. *Sources*: bass1969, sultan1990, callinsite.
"""

import math

from simulation.clientele import BLOCK, DEGREE
from simulation.compiled import compiled, piece
from simulation.draws import STEP
from simulation.market import BAD, GOOD, STRANGER, clear_visits, count_up, visit_chance
from simulation.mechanisms.shared import YEAR
from simulation.parameters import Numbers, number
from simulation.state import ADOPTED, LAPSED, TRYING
from simulation.visitors import change, draw, is_user, tell_neighbours, visitors_of

OF_A_YEAR = 1.0 / YEAR  # a week
MOVE_STEP = 1.0 / 262144.0
EASE = 256.0  # steps of ease
WANTED, TARGET, TARGETS, MOVING = 1023, 10, 15, 14  # bits of the second number: see `visits`
# What a visit meets, a row a journey: below which number a user's visit is good, ends in a contact, uses the journey at all, moves;
# what share of the adoption of a perfect journey it attracts; below which ease a customer is in reach.
TO_GOOD, TO_CONTACT, TO_BAD, TO_MOVE, APPEAL, REACH = 0, 1, 2, 3, 4, 5


class Coefficients(Numbers):
    """How customers take up, judge and give up journeys across channels."""

    first_trust: float = number(0.5, 0.3, 0.8, unit="0 to 1", meaning="trust at the start, and the one at which adoption is Bass's")
    all_or_nothing: float = number(0.1, 0.06, 0.16, unit="0 to 1", meaning="bend of appeal: half an offer attracts half as much as all at 0, a quarter at 1")
    strictness: float = number(0.8, 0.48, 1, unit="probability", meaning="rise of the chance of a bad use with what the journey lacks in quality")
    trust_gain: float = number(0.05, 0.03, 0.08, unit="share of the way", meaning="growth of trust towards 1 with a good use")
    trust_loss: float = number(0.15, 0.09, 0.24, unit="share of trust", meaning="fall of trust with a bad use: bad counts for more than good")
    calls: float = number(0.4, 0.1, 0.75, unit="share of bad uses", meaning="bad uses that end in a call (at most: all who move channel)", source="callinsite")
    lapse: float = number(0.06, 0.036, 0.096, unit="probability", meaning="chance that a bad use ends the adoption of one who trusts no more")
    fragility: float = number(2.0, 1.2, 3.2, unit="times", meaning="how much more easily one who is still trying lapses")
    returning: float = number(0.3, 0.18, 0.48, unit="times", meaning="adoption hazard of one who lapsed against one who never used")
    channel_shift: float = number(0.35, 0.21, 0.56, unit="share of good uses", meaning="good uses that move to another channel than one's own, at full quality")
    worth_shared: float = number(0.3, 0.18, 0.48, unit="log s.d.", meaning="spread of what the whole roadmap proves to be worth to customers against the plan")
    worth_own: float = number(0.3, 0.18, 0.48, unit="log s.d.", meaning="spread of what each journey proves to be worth beside that")
    notice: float = number(0.1, 0.06, 0.16, unit="share a week", meaning="how fast measured shares of visits follow what happens")


# -- rules on scalars


@compiled
def bass_hazard(p, q, share, step):
    """Chance that one who has not adopted does so within a step, exact for Bass's curve: p, q a year, share seen, step in years."""
    pull = p + q * share
    growth = math.expm1((p + q) * step)
    below = pull * (growth + 1.0) + q * (1.0 - share)
    return pull * growth / below if below > 0.0 else 0.0


@compiled
def appeal(offered, c):
    """How much of the adoption of a perfect journey one attracts that is offered so far (0..1)."""
    return offered * (1.0 - c.all_or_nothing * (1.0 - offered))


@compiled
def good_chance(quality, c):
    """Chance that a use is good: 1 at full quality."""
    return max(1.0 - c.strictness * (1.0 - quality), 0.0)


@compiled
def experience(user, within, u, meets, j):
    """What becomes of a visit: STRANGER to the journey, ORDINARY visit of a user, GOOD, BAD or bad with CONTACT."""
    used = within if u < meets[j, TO_BAD] else 0
    bad = 1 if u >= meets[j, TO_GOOD] else 0
    called = 1 if u < meets[j, TO_CONTACT] else 0
    return user * (1 + used * (1 + bad * (1 + called)))


@compiled
def trust_after(trust, outcome, c):
    """Trust after a visit."""
    gain = c.trust_gain if outcome == GOOD else 0.0
    loss = c.trust_loss if outcome >= BAD else 0.0
    return trust + gain * (1.0 - trust) - loss * trust


@compiled
def lapse_chance(status, outcome, trust, c):
    """Chance that a user gives up after this visit."""
    fragility = c.fragility if status == TRYING else 1.0
    return c.lapse * fragility * (1.0 - trust) if outcome >= BAD else 0.0


@compiled
def adoption_chance(status, hazard, attraction, trust, c):
    """Chance that one who is no user adopts at this visit."""
    returning = c.returning if status == LAPSED else 1.0
    return hazard * attraction * returning * trust / c.first_trust


@compiled
def status_after(status, user, outcome, changes):
    """Status after a visit."""
    if changes:
        return LAPSED if user else TRYING
    return ADOPTED if outcome == GOOD else status


@compiled
def worth(shared, own, c):
    """What a journey proves to be worth against its plan, from two standard normal numbers: a lognormal number of mean 1."""
    spread = c.worth_shared * c.worth_shared + c.worth_own * c.worth_own
    return math.exp(c.worth_shared * shared + c.worth_own * own - spread / 2.0)


# -- a week


@piece
def act(market, channels, journeys, customers, demand, c, keys, week):
    """One week: draw who comes, let each visit have its outcome, tell the neighbours, count up."""
    fill_hazards(market, demand, c)
    fill_meetings(journeys.live_share, journeys.offered, demand, c)
    clear_visits(demand)
    market.changes = 0
    anything = anything_to_meet(journeys.live_share, demand)
    for first in range(0, len(customers.status), BLOCK):
        size = min(BLOCK, len(customers.status) - first)
        draw(customers.words, first, size, keys.luck, week)
        count = visitors_of(customers.came, customers.words, demand.limits, customers.segment, first, size)
        if anything:
            visits(market, customers, demand, first, customers.came, count, c)
        else:
            count_strangers(customers, demand, first, customers.came, count)
    tell_neighbours(customers, market.changes)
    count_up(market, channels, journeys, demand, c.notice)


@compiled
def anything_to_meet(live_share, demand):
    """Before any journey is live, and where nobody uses or used one, a visit changes nothing."""
    for j in range(len(live_share)):
        if live_share[j] > 0.0:
            return True
    for segment in range(len(demand.users)):
        if demand.users[segment] + demand.lapsed[segment] > 0:
            return True
    return False


@compiled
def fill_hazards(market, demand, c):
    """`demand.hazards` and `limits`: hazard of adoption at a visit, and the word below which a customer visits."""
    segments = len(demand.users)
    users, people = 0, 0
    for segment in range(segments):
        users += demand.users[segment]
        people += demand.people[segment]
    for using in range(DEGREE + 1):
        share = (1.0 - market.mixing) * using / DEGREE + market.mixing * users / people
        hazard = bass_hazard(market.innovation, market.imitation, share, OF_A_YEAR)
        for segment in range(segments):
            chance = visit_chance(market.visits * demand.visits[segment])
            demand.limits[segment] = int(chance / STEP)
            demand.hazards[segment, using] = hazard * demand.affinity[segment] / chance if chance > 0.0 else 0.0


@compiled
def fill_meetings(live_share, offered, demand, c):
    """`demand.meets`: what a visit meets this week."""
    meets = demand.meets
    for j in range(len(meets)):
        live = live_share[j]
        quality = offered[j] / live if live > 0.0 else 0.0
        good = good_chance(quality, c)
        meets[j, TO_GOOD] = live * good
        meets[j, TO_CONTACT] = live * (good + (1.0 - good) * c.calls)
        meets[j, TO_BAD] = live
        meets[j, TO_MOVE] = c.channel_shift * quality
        meets[j, APPEAL] = appeal(offered[j], c)
        meets[j, REACH] = demand.reach[j] * EASE


@compiled
def count_strangers(customers, demand, first, came, count):
    """The visits of a block where there is nothing to meet: what `visits` would count, and nothing else would come of them."""
    for place in range(count):
        k = came[place]
        segment, home = int(customers.segment[first + k]), int(customers.home[first + k])
        demand.tally[int(demand.wants[int(customers.words[1, k]) & WANTED]), STRANGER] += 1
        demand.visits_made[segment, home, home] += 1


@compiled
def visits(market, customers, demand, first, came, count, c):
    """The visits of a block: what becomes of each, of the customer's trust and status, and where the sale is made.

    Word 1 holds the journey wanted (10 bits), the channel to which a visit moves (4 bits) and whether it does (18 bits);
    word 2 decides what becomes of the visit, word 3 whether the customer takes it up or gives it up.
    """
    words, meets = customers.words, demand.meets
    gained = 0.0
    for place in range(count):
        k = came[place]
        i = first + k
        word = int(words[1, k])
        j = int(demand.wants[word & WANTED])
        segment, home, status = int(customers.segment[i]), int(customers.home[i]), int(customers.status[i])
        before = float(customers.trust[i])
        user = is_user(status)
        within = 1 if customers.ease[i] < meets[j, REACH] else 0
        outcome = experience(user, within, int(words[2, k]) * STEP, meets, j)
        trust = trust_after(before, outcome, c)
        customers.trust[i] = trust
        gained += float(customers.trust[i]) - before
        demand.tally[j, outcome] += 1
        moves = (1 if outcome == GOOD else 0) & (1 if (word >> MOVING) * MOVE_STEP < meets[j, TO_MOVE] else 0)
        to = home + moves * (int(demand.target[j, home, (word >> TARGET) & TARGETS]) - home)
        demand.visits_made[segment, home, to] += 1
        adoption = within * adoption_chance(status, demand.hazards[segment, int(customers.using[i])], meets[j, APPEAL], before, c)
        chance = lapse_chance(status, outcome, trust, c) if user else adoption
        after = status_after(status, user, outcome, int(words[3, k]) * STEP < chance)
        if after != status:
            change(market, customers, demand, i, status, after)
    market.trust += gained / len(customers.status)
