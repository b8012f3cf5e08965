"""Looking again and again: how many worlds to run until words are settled, without being fooled by looking often.

The looks are fixed before anything is run: 50 worlds, then twice as many each time, up to the most that may be run. What may go wrong is
shared out equally over the looks that are planned (Bonferroni over looks), so whatever look one stops at, all that was said at all of them
holds together. Each look sees the first worlds in their order and nothing else, so neither threads nor chance decide when it stops.
"""

FIRST = 50  # worlds


def schedule(most: int) -> tuple[int, ...]:
    """How many worlds there are at each look: FIRST, doubled up to `most`, which is the last."""
    looks, worlds = [], FIRST
    while worlds < most:
        looks.append(worlds)
        worlds *= 2
    return (*looks, most)


def alpha_of_a_look(alpha: float, looks: int) -> float:
    """What each of so many looks may get wrong, for all of them to hold together at 1 - `alpha`."""
    return alpha / looks
