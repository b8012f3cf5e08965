"""Mesa's example `virus_on_network` against the same rules on our random numbers and our network: an engine figure, not the model's.

Both move agents one after the other in an order drawn anew each step, and count the three states after each step, as Mesa's
model does. Mesa's network is a random graph, ours the customers' small world; each agent has six neighbours (there on average).
"""

import math
import time
import warnings
from typing import NamedTuple

import numpy as np

from simulation.clientele import empty_customers, fill_neighbours
from simulation.compiled import compiled, entry
from simulation.draws import MASK, Key, key_of, philox

SUSCEPTIBLE, INFECTED, RESISTANT = 0, 1, 2
ORDER, ACT = 1, 2  # purposes of draws
SPREAD_CHANCE, CHECK_CHANCE, RECOVERY_CHANCE, RESISTANCE_CHANCE = 0.4, 0.4, 0.3, 0.5  # Mesa's defaults
SPREADS = int(SPREAD_CHANCE * (1 << 16))
RECOVERS = int(CHECK_CHANCE * RECOVERY_CHANCE * (1 << 32))
RESISTS = int(CHECK_CHANCE * RECOVERY_CHANCE * RESISTANCE_CHANCE * (1 << 32))
OUTBREAK = 10


class Peers(NamedTuple):
    """Agent-steps a second of both, and how the epidemics went (share resistant at the end), to see that they are the same."""

    agents: int
    steps: int
    mesa: float
    here: float
    mesa_resistant: float
    here_resistant: float


@entry
def epidemic(status, neighbours, words, key, steps, counts):
    """Run some steps; `counts` [step, state] of agents, `words` [4, agent] room for what is drawn."""
    for step in range(steps):
        draw(words, key, step)
        i, stride = order_of(len(status), key, step)
        for _ in range(len(status)):
            if status[i] == INFECTED:
                act(status, neighbours, i, int(words[0, i]), int(words[1, i]), int(words[2, i]), int(words[3, i]))
            i += stride
            i -= len(status) if i >= len(status) else 0
        count(status, counts[step])


@compiled
def draw(words, key, step):
    """Four words an agent, whether it needs them or not."""
    for i in range(words.shape[1]):
        words[0, i], words[1, i], words[2, i], words[3, i] = philox(i & MASK, 0, step, ACT, key.low, key.high)


@compiled
def order_of(agents, key, step):
    """Who moves first, and the stride to the next: every agent has its turn once, in another order each step."""
    a, b, _, _ = philox(0, 0, step, ORDER, key.low, key.high)
    stride = 1 + b % (agents - 1)
    while math.gcd(stride, agents) > 1:
        stride = stride % (agents - 1) + 1
    return a % agents, stride


@compiled
def act(status, neighbours, i, first, second, third, fate):
    """An infected agent tries to infect each neighbour (16 bits each), then may notice, recover, and become resistant."""
    infect(status, neighbours[i, 0], first & 0xFFFF)
    infect(status, neighbours[i, 1], first >> 16)
    infect(status, neighbours[i, 2], second & 0xFFFF)
    infect(status, neighbours[i, 3], second >> 16)
    infect(status, neighbours[i, 4], third & 0xFFFF)
    infect(status, neighbours[i, 5], third >> 16)
    recovers = 1 if fate < RECOVERS else 0
    resistant = 1 if fate < RESISTS else 0
    status[i] = INFECTED - recovers + 2 * resistant


@compiled
def infect(status, other, chance):
    """Infect a neighbour who is susceptible."""
    if status[other] == SUSCEPTIBLE and chance < SPREADS:
        status[other] = INFECTED


@compiled
def count(status, counts):
    """Agents in each state."""
    infected, resistant = 0, 0
    for state in status:
        infected += 1 if state == INFECTED else 0
        resistant += 1 if state == RESISTANT else 0
    counts[SUSCEPTIBLE], counts[INFECTED], counts[RESISTANT] = len(status) - infected - resistant, infected, resistant


@entry
def fill(neighbours, steps, key):
    fill_neighbours(neighbours, steps, key)


def run_here(agents: int, steps: int, seed: int) -> tuple[float, float]:
    """Seconds, and share resistant at the end."""
    key: Key = key_of(seed, 1, 0)
    customers, status = empty_customers(agents), np.zeros(agents, np.uint8)
    neighbours = customers.neighbours
    fill(neighbours, customers.steps, key)
    status[np.random.default_rng(seed).choice(agents, OUTBREAK, replace=False)] = INFECTED
    counts, words = np.zeros((steps, 3), np.int64), np.zeros((4, agents), np.uint32)
    start = time.perf_counter()
    epidemic(status, neighbours, words, key, steps, counts)
    return time.perf_counter() - start, counts[-1, RESISTANT] / agents


def run_mesa(agents: int, steps: int, seed: int) -> tuple[float, float]:
    """Seconds, and share resistant at the end."""
    from mesa.examples.basic.virus_on_network.model import VirusOnNetwork, number_resistant

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = VirusOnNetwork(num_nodes=agents, avg_node_degree=6, initial_outbreak_size=OUTBREAK, seed=seed)
        start = time.perf_counter()
        for _ in range(steps):
            model.step()
        return time.perf_counter() - start, number_resistant(model) / agents


def compare(agents: int, steps: int, repeats: int = 3) -> Peers:
    """Both in turn, the quickest of the repeats."""
    run_here(agents, steps, 0)
    mesa, here = [], []
    for seed in range(1, repeats + 1):
        mesa.append(run_mesa(agents, steps, seed))
        here += [run_here(agents, steps, 10 * seed + k) for k in range(10)]
    return Peers(
        agents=agents,
        steps=steps,
        mesa=agents * steps / min(seconds for seconds, _ in mesa),
        here=agents * steps / min(seconds for seconds, _ in here),
        mesa_resistant=float(np.mean([share for _, share in mesa])),
        here_resistant=float(np.mean([share for _, share in here])),
    )
