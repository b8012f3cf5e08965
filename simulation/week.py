"""One week: fourteen steps, each of which sees what the earlier ones wrote.

A step has two halves: `frame`, in which levers set the rules of the game, and `act`, in which agents play it. Each step has a
switch that holds its state at the start value. Steps 3 to 6 read their own state as it was before the step.
"""

from simulation.compiled import compiled
from simulation.mechanisms import (
    accounts as accounts_step,
    allocation,
    assets as assets_step,
    buy_in,
    commitment,
    communication,
    customers as customers_step,
    decisions as decisions_step,
    delivery,
    events,
    interoperability,
    recognition,
    release,
    steering,
)

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


@compiled
def people_week(board, programme, factory, market, directorates, teams, ties, channels, journeys, packages, agenda, levers, on, c, keys, week):
    """Steps 1 to 6: what happens to the organisation, and what its people come to think and give."""
    if on.step_events:
        events.frame(board, programme, factory, teams, agenda, levers, on, c.events[0], week)
        events.act(board, programme, factory, market, teams, channels, packages, keys, c.events[0], week)
    if on.step_steering:
        steering.frame(programme, teams, agenda, levers, on, c.steering[0], week)
        steering.act(board, programme, teams, journeys, packages, keys, c.steering[0], week)
    if on.step_communication:
        communication.frame(programme, teams, agenda, levers, on, c.communication[0])
        communication.act(programme, directorates, teams, journeys, c.communication[0], week)
    if on.step_recognition:
        recognition.frame(factory, directorates, levers, on, c.recognition[0])
        recognition.act(board, programme, factory, directorates, teams, c.recognition[0])
    if on.step_commitment:
        commitment.frame(factory, directorates, teams, agenda, levers, on, c.commitment[0])
        commitment.act(board, programme, factory, directorates, teams, c.commitment[0], week)
    if on.step_buy_in:
        buy_in.frame(programme, factory, directorates, teams, ties, agenda, levers, on, c.buy_in[0])
        buy_in.act(programme, factory, directorates, teams, ties, channels, c.buy_in[0])


@compiled
def work_week(board, programme, factory, directorates, teams, channels, journeys, packages, assets, agenda, decisions, levers, on, c, keys, week):
    """Steps 7 to 12: work is served, done, decided, connected, reused and released."""
    if on.step_allocation:
        allocation.frame(teams, agenda, levers, on, c.allocation[0])
        allocation.act(board, programme, factory, directorates, teams, journeys, packages, agenda, keys, c.allocation[0], week)
    if on.step_delivery:
        delivery.act(programme, directorates, teams, channels, packages, keys, c.delivery[0], week)
    if on.step_decisions:
        decisions_step.frame(board, factory, teams, agenda, levers, on, c.decisions[0])
        decisions_step.act(board, programme, factory, directorates, teams, packages, decisions, keys, c.decisions[0], week)
    if on.step_interoperability:
        interoperability.frame(programme, teams, agenda, levers, on, c.interoperability[0])
        interoperability.act(programme, channels, packages, keys, c.interoperability[0], week)
    if on.step_assets:
        assets_step.frame(programme, factory, teams, agenda, levers, on, c.assets[0])
        assets_step.act(programme, teams, channels, journeys, packages, assets, keys, c.assets[0], week)
    if on.step_release:
        release.act(programme, directorates, teams, channels, journeys, packages, c.release[0], week)


@compiled
def outside_week(programme, factory, market, directorates, teams, channels, journeys, packages, customers, demand, accounts, on, c, keys, week, horizon):
    """Steps 13 and 14: customers come, as long as the horizon lasts, and the books are closed."""
    if on.step_customers and week < horizon:
        customers_step.act(market, directorates, channels, journeys, packages, customers, demand, c.customers[0], keys, week)
    if on.step_accounts:
        accounts_step.act(programme, factory, directorates, teams, accounts, c.accounts[0])
