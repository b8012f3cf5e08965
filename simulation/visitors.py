"""Who comes in a week, drawn in blocks, and how a change of status reaches neighbours. The rules are in mechanisms/customers.py.

Blocks keep the numbers drawn in the nearest cache, and only visitors cost more than their draw. The number of neighbours who
are users is kept, and pushed on the rare changes, because reading six customers anywhere in memory costs more than a visit.
"""

from typing import Any

from simulation.clientele import DEGREE
from simulation.compiled import compiled
from simulation.draws import MASK, VISIT, Key, philox
from simulation.state import LAPSED, Customers, Demand, Integers, Table


@compiled
def draw(words: Table, first: int, size: int, key: Key, week: int) -> None:
    """Four words for each customer of a block, whether he comes or not."""
    for k in range(size):
        a, b, c, d = philox((first + k) & MASK, 0, week & MASK, VISIT, key.low, key.high)
        words[0, k], words[1, k], words[2, k], words[3, k] = a, b, c, d


@compiled
def visitors_of(came: Integers, words: Table, limits: Integers, segments: Table, first: int, size: int) -> int:
    """Fill `came` with the places in the block of those who visit; how many there are."""
    count = 0
    for k in range(size):
        came[count] = k
        count += 1 if int(words[0, k]) < limits[int(segments[first + k])] else 0
    return count


@compiled
def is_user(status: int) -> int:
    """1 for one who is trying or has adopted, else 0 (without a branch)."""
    return ((status + 1) >> 1) & 1


@compiled
def change(market: Any, customers: Customers, demand: Demand, i: int, status: int, after: int) -> None:
    """Enter a customer's new status; note his row where he became a user or ceased to be one."""
    segment = int(customers.segment[i])
    customers.status[i] = after
    demand.lapsed[segment] += (1 if after == LAPSED else 0) - (1 if status == LAPSED else 0)
    if is_user(after) != is_user(status):
        demand.users[segment] += is_user(after) - is_user(status)
        customers.changed[market.changes] = i
        market.changes += 1


@compiled
def tell_neighbours(customers: Customers, changed: int) -> None:
    """Neighbours of those who became users count one more, of those who ceased to be one less."""
    for k in range(changed):
        i = int(customers.changed[k])
        step = 2 * is_user(int(customers.status[i])) - 1
        for place in range(DEGREE):
            other = int(customers.neighbours[i, place])
            customers.using[other] = int(customers.using[other]) + step
