"""The same company with its journeys on more or fewer channels: what a channel more costs is then a difference between two of them.

Its teams grow with its roadmap, as those of every sampled company do: else a channel more would cost what overload costs.
"""

from collections.abc import Callable, Sequence
from functools import partial

from simulation.scenario import Scenario, scenario_of

BUILD, CONNECT = 0.21, 0.117  # of a journey's days: a build on a channel, a connection of two; a journey on three channels then keeps its days
USUAL_CHANNELS = 3


def channel_companies(sizes: Sequence[int], connections: bool = True) -> dict[int, Callable[[Scenario], Scenario]]:
    """By size, what makes of a company the one whose every journey runs on so many channels (it then has at least so many)."""
    return {size: partial(_resized, size=size, most=max(sizes), connections=connections) for size in sizes}


def _resized(scenario: Scenario, size: int, most: int, connections: bool) -> Scenario:
    document = scenario.to_dict()
    channels = [dict(each) for each in document["channels"]]
    while len(channels) < most:
        template = channels[len(channels) % len(document["channels"])]
        channels.append(template | {"name": f"further channel {len(channels)}"})
    total = sum(each["sales_share"] for each in channels)
    document["channels"] = [each | {"sales_share": each["sales_share"] / total} for each in channels]
    names = [each["name"] for each in channels]
    pairs = size * (size - 1) / 2 if connections else 0.0
    days = BUILD * size + CONNECT * pairs
    journeys = []
    for place, journey in enumerate(document["journeys"]):
        turned = names[place % len(names) :] + names[: place % len(names)]
        journeys.append(journey | {"channels": turned[:size], "days": journey["days"] * days})
    document["journeys"] = journeys
    growth = days / (BUILD * USUAL_CHANNELS + CONNECT * (USUAL_CHANNELS * (USUAL_CHANNELS - 1) / 2 if connections else 0.0))
    document["teams"] = [each | {"fte": each["fte"] * growth} for each in document["teams"]]
    document["traits"] = document["traits"] | {"connection_share": CONNECT * pairs / days}
    return scenario_of(document, f"{scenario.name} on {size} channels")
