"""One week: fourteen steps, each of which sees what the earlier ones wrote.

A step has two halves: `frame`, in which levers set the rules of the game, and `act`, in which agents play it. Each step has a
switch that holds its state at the start value. Steps 3 to 6 read their own state as it was before the step. Nine steps are the
programme's own: they end with it, since nobody is paid for it any more, and leave people and systems as they then are.
"""

from simulation.compiled import woven
from simulation.mechanisms import (
    accounts as accounts_step,
)
from simulation.mechanisms import (
    allocation,
    buy_in,
    commitment,
    communication,
    delivery,
    events,
    interoperability,
    recognition,
    release,
    steering,
)
from simulation.mechanisms import (
    assets as assets_step,
)
from simulation.mechanisms import (
    customers as customers_step,
)
from simulation.mechanisms import (
    decisions as decisions_step,
)
from simulation.mechanisms.shared import under_way

STEPS = {
    "events": events,
    "steering": steering,
    "communication": communication,
    "recognition": recognition,
    "commitment": commitment,
    "buy_in": buy_in,
    "allocation": allocation,
    "delivery": delivery,
    "decisions": decisions_step,
    "interoperability": interoperability,
    "assets": assets_step,
    "release": release,
    "customers": customers_step,
    "accounts": accounts_step,
}


OF_THE_PROGRAMME = ("steering", "communication", "recognition", "commitment", "buy_in", "delivery", "decisions", "interoperability", "assets")


@woven
def one_week(
    board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, assets, customers, demand, agenda,
    decisions, accounts, levers, on, c, keys, week, horizon,
):  # fmt: skip
    """The fourteen steps, in their order."""
    running = under_way(programme)
    # what happens to the organisation, and what its people come to think and give
    if on.step_events:
        events.frame(board, programme, factory, teams, agenda, levers, on, c.events, week)
        events.act(board, programme, factory, market, teams, ties, channels, packages, agenda, keys, c.events, week)
    if running and on.step_steering:
        steering.frame(programme, teams, agenda, levers, on, c.steering, week)
        steering.act(board, programme, teams, journeys, packages, keys, c.steering, week)
    if running and on.step_communication:
        communication.frame(programme, teams, agenda, levers, on, c.communication)
        communication.act(programme, directorates, teams, journeys, agenda, c.communication, week)
    if running and on.step_recognition:
        recognition.frame(factory, directorates, levers, on, c.recognition)
        recognition.act(board, programme, factory, directorates, teams, c.recognition)
    if running and on.step_commitment:
        commitment.frame(factory, directorates, teams, agenda, levers, on, c.commitment)
        commitment.act(board, programme, factory, directorates, teams, c.commitment, week)
    if running and on.step_buy_in:
        buy_in.frame(programme, factory, directorates, teams, ties, agenda, levers, on, c.buy_in)
        buy_in.act(programme, directorates, teams, ties, channels, c.buy_in)
    # work is served, done, decided, connected, reused and released
    if on.step_allocation:
        allocation.frame(teams, agenda, levers, on, c.allocation)
        allocation.act(board, programme, factory, directorates, teams, journeys, packages, agenda, keys, c.allocation, week)
    if running and on.step_delivery:
        delivery.act(programme, directorates, teams, channels, packages, keys, c.delivery, week)
    if running and on.step_decisions:
        decisions_step.frame(board, factory, teams, agenda, levers, on, c.decisions)
        decisions_step.act(board, programme, factory, directorates, teams, packages, decisions, keys, c.decisions, week)
    if running and on.step_interoperability:
        interoperability.frame(programme, teams, agenda, levers, on, c.interoperability)
        interoperability.act(programme, channels, journeys, packages, keys, c.interoperability, week)
    if running and on.step_assets:
        assets_step.frame(programme, factory, teams, agenda, levers, on, c.assets)
        assets_step.act(programme, teams, channels, journeys, packages, assets, keys, c.assets, week)
    if on.step_release:
        release.act(programme, directorates, teams, channels, journeys, packages, c.release, week)
    # customers come, as long as the horizon lasts, and the books are closed
    if on.step_customers and week < horizon:
        customers_step.act(market, channels, journeys, customers, demand, c.customers, keys, week)
    if on.step_accounts:
        accounts_step.act(programme, factory, directorates, teams, accounts, c.accounts)
