"""What exists once: the fields of board, programme, Factory and market, each with its unit and meaning."""

import numpy as np


def record(name: str, fields: dict[str, str]) -> np.dtype:
    """A record of 64-bit numbers: field name -> its unit and meaning (an integer where the text starts with 'count')."""
    return np.dtype([(field, "i8" if text.startswith("count") else "f8") for field, text in fields.items()], metadata={"name": name})


BOARD = {
    "sponsor_turnover": "share a year",
    "weekly_hours": "hours of a full sponsor",
    "programmes": "programmes carried by the sponsor",
    "items": "items a month that the committee can handle",
    "quorum": "share of directorates",
    "patience": "0..1",
    "vacancy": "weeks left in which the sponsor's seat is empty",
    "sponsor_present": "1 when he is present this week",
    "sponsor_in_office": "1 when a sponsor is in office",
    "sponsor_hours": "hours given this week",
    "hours_left": "hours not yet used this week",
    "items_left": "items that the committee can still handle",
}

PROGRAMME = {
    "nominal": "nominal person-days of the whole roadmap",
    "norm": "days per nominal day in the company's past",
    "plan_cost": "EUR in the plan of record",
    "plan_end": "week at which the plan of record ends",
    "consultation_weeks": "weeks of consultation before a reorganisation",
    "staff_turnover": "share a year",
    "other_changes": "0..1",
    "integrators": "outside days bought for each own day",
    "integrator_rate": "EUR a day",
    "overhead": "share of days",
    "scope_growth": "events a year and package",
    "mobilisation": "weeks before anything starts",
    "board_team": "count: row of general management's team",
    "horizon": "weeks for which the world was made: customers come, and what is seen is recorded",
    "exists": "count: 0 for the companion without a programme",
    # rules of the game
    "clarity": "0..1, roles settled",
    "preparation_weeks": "weeks before the first package starts",
    "measured": "0..1, quality of indicators",
    "review_due": "count: 1 when there is a review this week",
    "pace": "pace asked, times the plan",
    "wave_limit": "journeys that may be under way, 0 for no limit",
    "insight": "0..1",
    "words": "0..1, announcements this week",
    "training_window": "weeks before a go-live at which training starts",
    "training_ends": "weeks before a go-live at which training ends; below 0 after it",
    "openness": "0..1, share of possible ties that are open",
    "layer_share": "0..1, connections through the API layer",
    "pay_down": "0..1, systems capacity on debt",
    "sharing": "0..1, first builds made reusable",
    "pooling": "0..1, operations done once for several channels",
    # what moves
    "layer_missing": "share of work on systems not yet covered by the layer",
    "outside": "EUR for outside integrators so far",
    "credibility": "0..1, share of announced things that happened, lately",
    "precedents": "0..1, deciders fixed by habit",
    "seen_slip": "0..1, slip that steering sees",
    "seen_done": "0..1, progress that steering sees",
    "haste": "0..1",
    "shift": "weeks by which steering has moved the plan",
    "churn": "0..1, re-ranking at the last review",
    "standard": "what customers expect, 1 at the start",
    "met_standard": "what the roadmap aims at, 1 at the start",
    "earned": "person-days released or in work, nominal",
    "kept": "nominal person-days that are live or still on the roadmap",
    "spent": "EUR spent so far",
    "stopped": "count: 1 when the board has stopped it",
    "stop_week": "week, -1 before",
    "end_week": "week at which all was live, -1 before",
    "rework_bred": "person-days of rework created by rework: of the defects that tests found, those that rework had made",
    "rework_done": "person-days of rework done",
    "exceptions": "count of exceptions raised",
    "defaults": "count of decisions taken by default",
    "tasks": "count of package-weeks of work, each of which touches debt",
    "adding": "count of those in which the debt that was there made more",
}

FACTORY = {
    "row": "count: unit row of the Factory",
    "first_team": "count: first team row of the Factory",
    # rules of the game
    "headcount": "share of experience and systems people",
    "structure": "count: code of the structure",
    "build_share": "0..1",
    "scope": "0..1",
    "levels": "levels to the board",
    "own_levels": "levels to the board of a Factory that reports to nobody",
    "budget_share": "0..1",
    "mandate": "0..1, share of decisions it may take alone",
    # what moves
    "consultation": "weeks that a consultation has lasted",
    "disruption": "0..1, disorder after a reorganisation",
    "queue_left": "decisions that it can still take this week",
    "regroup": "count: 1 when its teams must be drawn anew",
}

MARKET = {
    "innovation": "Bass p a year",
    "imitation": "Bass q a year",
    "mixing": "0..1",
    "visits": "visits a week and customer",
    "basket": "EUR a visit",
    "represented": "customers for each simulated one",
    "contact_cost": "EUR a contact",
    "pace": "yearly rise of what customers expect",
    "shocks": "shocks a year",
    "changes": "count of customers who became or ceased to be users this week",
    "contacts": "contacts this week of the simulated customers, all their visits counted",
    "users": "count of users",
    "lapsed": "count of lapsed",
    "trust": "0..1, mean trust",
    "margin": "EUR this week from journeys and moved sales",
    "contact_eur": "EUR this week",
}

RECORDS = {name: record(name, fields) for name, fields in (("board", BOARD), ("programme", PROGRAMME), ("factory", FACTORY), ("market", MARKET))}
