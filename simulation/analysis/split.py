"""Where the spread of a difference over worlds comes from: luck, coefficients that nobody has measured, or the company.

World k is luck k, coefficients k and company k (what no file states, and the traits left uncertain). *Pick-freeze*: extra runs hold one of the
three and take the other two from another world. Two worlds that share one stream, or two, go together as far as these decide
(Sobol 1993; Janon et al. 2014). With main worlds k and k + n already run, three extra runs for each k give two pairs for each stream and
one for each pair of streams. What streams do together is shared out evenly (Shapley effects: Owen 2014), so the three shares sum to 1.
"""

import numpy as np
import pandas as pd

from simulation.ensemble import Ensemble
from simulation.world import Streams

MOST = 66  # worlds of each of the three extra sets: about 200 runs a scenario
LEAST = 10  # worlds below which nothing is said
STREAMS: tuple[str, ...] = Streams._fields
RESAMPLES = 400


def worlds_of_a_split(worlds: int) -> int:
    """How many worlds each extra set has: at most half of those already run; 0 where these are too few."""
    found = min(MOST, worlds // 2)
    return found if found >= LEAST else 0


def sets(count: int) -> dict[str, Streams]:
    """For each stream, the extra set that holds it: the other two come from the world `count` further on."""
    return {held: Streams(**{stream: 0 if stream == held else count for stream in STREAMS}) for held in STREAMS}


def split(main: np.ndarray, extra: dict[str, np.ndarray], seed: int = 1) -> dict[str, float]:
    """The shares of the variance of a difference that each stream explains, which sum to 1, and their standard errors (`luck_error`, ...).

    `main` [2 n] are the differences in worlds k, then in worlds k + n; `extra` those of the set that holds a stream, [n] each. Errors by
    bootstrap over k. Not a number where nothing varies.
    """
    count = len(main) // 2
    table = np.stack([main[:count], main[count : 2 * count], *(extra[stream] for stream in STREAMS)])
    if np.ptp(table) == 0.0:
        return dict.fromkeys([*STREAMS, *(f"{stream}_error" for stream in STREAMS)], float("nan"))
    rng = np.random.default_rng(seed)
    again = np.array([_shares(table[:, rng.integers(count, size=count)]) for _ in range(RESAMPLES)])
    found = dict(zip(STREAMS, _shares(table), strict=True))
    return found | dict(zip((f"{stream}_error" for stream in STREAMS), again.std(axis=0, ddof=1), strict=True))


def _shares(table: np.ndarray) -> np.ndarray:
    """Shapley effects of the three streams from [set, k], the sets being worlds k, worlds k + n, and one that holds each stream."""
    centred = table - table.mean()
    variance = max(float((centred * centred).mean()), 1e-300)
    here, there, *held = centred
    alone = np.array([(np.mean(here * held[s]) + np.mean(held[s - 1] * held[s - 2])) / 2 for s in range(3)]) / variance
    others = np.array([np.mean(there * held[s]) for s in range(3)]) / variance  # what the two streams beside s explain together
    with_one = np.array([others[s - 1] + others[s - 2] - alone[s - 1] - alone[s - 2] for s in range(3)])
    return np.asarray(alone / 3 + with_one / 6 + (1 - others) / 3)


def split_table(ensembles: list[Ensemble], names: tuple[str, ...], extra: dict[str, list[Ensemble]], outcomes: tuple[str, ...]) -> pd.DataFrame:
    """Index (scenario, outcome), without the baseline; columns luck, coefficients, company and their errors. `extra` are the sets, a list each in
    the order of `ensembles`."""
    count = len(next(iter(extra.values()))[0].outcomes)
    rows = {}
    for place, name in enumerate(names[1:], start=1):
        for outcome in outcomes:
            main = _gap(ensembles, place, outcome)[: 2 * count]
            rows[(name, outcome)] = split(main, {stream: _gap(found, place, outcome) for stream, found in extra.items()})
    index = pd.MultiIndex.from_tuples(rows, names=["scenario", "outcome"])
    return pd.DataFrame(list(rows.values()), index=index)


def _gap(ensembles: list[Ensemble], place: int, outcome: str) -> np.ndarray:
    return np.asarray(ensembles[place].outcomes[outcome].to_numpy() - ensembles[0].outcomes[outcome].to_numpy())
