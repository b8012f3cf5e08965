"""What exists: one table for each kind of agent or thing, a column for each field, with its unit.

A table is a NamedTuple of arrays (`teams.buy_in[t]`); what exists once is a record (`board.sponsor_hours`, fields in
`records.py`). Rows are sorted
by name when a company is built (`company.py`), so the order of a file never reaches a rule. Fields under "rules of the
game" are what levers set; everything else moves only through what agents do.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import levers as levers_module
from simulation.draws import Keys
from simulation.records import RECORDS as RECORDS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Table = Any  # a record array: a column is an attribute, and indexing gives rows

# Codes.
NOT_STARTED, IN_WORK, INTEGRATING, LIVE, STRUCK = 0, 1, 2, 3, 4  # packages.status
BUILD, CONNECTION = 0, 1  # packages.kind
EXPERIENCE, SYSTEMS, OPERATIONS = 0, 1, 2  # specialities, and the three parts of a package
UNIVERSE, SKILL, CHANNEL = 0, 1, 2  # factory.structure, in the order of levers.STRUCTURES
NEVER, TRYING, ADOPTED, LAPSED = 0, 1, 2, 3  # customers.status
# What a person-day is spent on: own roadmap, the eight kinds of cost, idle.
(OWN, BUILDING, COORDINATING, WAITING, REWORKING, INTEGRATING_DAYS, ASSETS, TRAINING, STEERING, IDLE) = range(10)
LEVER_ROW = {name: row for row, name in enumerate(levers_module.NAMES)}  # rows of agenda.booked
DAY_KINDS = ("own", *levers_module.COSTS, "idle")


class Directorates(NamedTuple):
    """Directorates: one row each."""

    name: Integers  # 64-bit hash of the name
    line: Integers  # code of the line for reporting (traits.LINES)
    openness: Floats  # 0..1, openness to other units' requests
    franchised: Floats  # share of its outlets that are franchised
    own_value: Floats  # EUR a year that a day of own work brings when delivered
    own_load: Floats  # own-roadmap days that arrive each week
    teams: Floats  # how many teams it has
    # rules of the game
    goal_weight: Floats  # 0..1, weight of objectives in its choices
    common_share: Floats  # 0..1, share of its objectives that is common
    mandated: Floats  # 0..1, floor put on what it declares
    own_closeness: Floats  # 0..1, closeness of a Factory that reports to nobody
    closeness: Floats  # 0..1, how near the Factory is by its reporting line
    # what moves
    declared: Floats  # 0..1, share of what the plan asks that it says it gives
    actual: Floats  # 0..1, share of what the plan asks that it gives
    recognition: Floats  # 0..1, its view of the Factory
    heard: Floats  # 0..1, what it has heard of the programme and believes
    kept_to_it: Floats  # 0..1, share of others' promises to it that were kept, lately
    reactance: Floats  # 0..1, resentment of orders
    own_backlog: Floats  # days of own-roadmap work waiting
    own_waiting: Floats  # [directorate, classes of value] of these, the days of each class, the least valuable first
    own_rate: Floats  # EUR a year that own work delivered so far brings
    results: Floats  # 0..1, share of planned value live on its channels
    asked_of_it: Floats  # requests put to it this week
    kept_by_it: Floats  # requests it kept this week
    probe_within: Floats  # 0..1, chance that a standard request inside the unit is served this week, until the horizon
    probe_across: Floats  # 0..1, the same for a request across units
    asked_for_it: Floats  # requests put to others this week for packages of its channels
    kept_for_it: Floats  # of these, kept this week
    moved: Floats  # share of its channels' sales that moved away, lately
    rumour: Floats  # 0..1, how little digital its channels are
    value_due: Floats  # EUR a year that the plan has promised by now on its channels, a journey once for each of its connections there
    value_live: Floats  # EUR a year live on them, at the quality of their connections
    own_served: Floats  # days of this week that served its own backlog


class Teams(NamedTuple):
    """Teams of the directorates, then the Factory's: one row each."""

    name: Integers  # 64-bit hash of the name
    unit: Integers  # row of its directorate; the number of directorates for the Factory
    speciality: Integers  # EXPERIENCE, SYSTEMS or OPERATIONS
    people: Floats  # full-time equivalents without a Factory
    day_rate: Floats  # EUR a person-day
    asked: Floats  # share of its days that the plan of record asks for
    factory_share: Floats  # [team, 3 structures] share of the Factory's people
    factory_systems: Floats  # [team, 3 structures] of these, the share who are systems people
    maturity: Floats  # 0..1, skill in the practices that a programme needs
    tie_start: Integers  # first row of its possible ties
    tie_end: Integers  # row after the last
    # rules of the game
    goal_weight: Floats  # 0..1, weight of objectives in its choices
    common_share: Floats  # 0..1, share of its indicators that is common
    credited: Floats  # 0..1, share of moved sales credited to its channel
    training: Floats  # 0..1, intensity of training when it is due
    coached: Floats  # 0..1, coaching in the common method
    # what moves
    fte: Floats  # full-time equivalents now
    experience: Floats  # 0..1, share of its people who are experience people
    systems: Floats  # 0..1, share of its people who are systems people
    buy_in: Floats  # 0..1, will to play the game
    buy_in_before: Floats  # 0..1, the same as it was before the step
    understanding: Floats  # 0..1, grasp of shared rules (indicators, method, role map)
    method: Floats  # 0..1, practice of the common method
    taught: Floats  # 0..1, training received this week
    fatigue: Floats  # 0..1
    threat: Floats  # 0..1, share of its channels' sales that it believes to lose
    success: Floats  # 0..1, results it has lately seen on its channels
    change_load: Floats  # changes that have lately reached it (go-lives of its work)
    in_window: Floats  # 1 where an expected go-live of its work is as far away as training for it is due
    since_go_live: Floats  # weeks since the last go-live of its work
    pool: Floats  # shared days not yet claimed this week
    reserve: Floats  # of the days asked of it that its directorate does not give, those open this week to packages that its own unit conducts
    owed: Floats  # days of others' requests that it refuses a week, as it feels them, as a multiple of the usual (`allocation.usual_wait`)
    willing: Floats  # log-odds that it serves another unit's standard request this week
    inside: Floats  # chance that it serves work of its own unit this week
    refused: Floats  # days of other units' requests that it did not serve this week
    days: Floats  # [team, DAY_KINDS] person-days this week


class Ties(NamedTuple):
    """Possible working ties between teams, each team's own sorted by how easily they open."""

    other: Integers  # row of the other team
    threshold: Floats  # 0..1; the tie is open when below programme.openness


class Channels(NamedTuple):
    """Channels: one row each."""

    name: Integers
    owner: Integers  # row of the owning directorate
    digital_rank: Floats  # 0..1, scope at which the Factory takes it on
    sales_share: Floats  # share of visits that start here before the programme
    margin: Floats  # share of sales
    reach: Floats  # share of customers whom it can serve
    usual_work: Floats  # days a week of systems work on it in the plan of record
    inherited: Floats  # 0..1, how far bad APIs were inherited
    # what moves
    debt: Floats  # technical debt, 0.5 being the median
    coverage: Floats  # 0..1, share of what journeys need that it offers through the API layer
    quality: Floats  # 0..1, quality of its APIs
    hasty: Floats  # days of work on it gone ahead unattended this week
    forced: Floats  # days of work on its systems this week in which the debt that was there made more
    moved: Floats  # share of its sales that moved to other channels, lately


class Journeys(NamedTuple):
    """Journeys: one row each; their packages are the rows package_start to package_end."""

    name: Integers
    value: Floats  # EUR a year, planned
    worth: Floats  # what it proves to be worth to customers against that, which nobody knows beforehand
    value_density: Floats  # value for each nominal day, against the mean of the roadmap
    planned_week: Floats  # start in the plan of record
    planned_end: Floats  # week live in the plan of record
    weeks: Floats  # weeks that the plan of record gives it
    component: Integers  # component family
    package_start: Integers  # first row of its packages
    package_end: Integers  # row after the last
    # what moves
    started: Integers  # 1 when steering has let it start
    struck: Integers  # 1 when the board has struck off the roadmap what was not yet live of it
    rank: Floats  # priority given by steering, higher first
    live_share: Floats  # 0..1, share of its channels that can be used together
    continuity: Floats  # 0..1, its weakest connection, of what is live
    aim: Floats  # what customers expect of it, as known when it was built
    fit: Floats  # 0..1, how well it meets what customers now expect
    friction: Floats  # 0..1, of what is live: on its channels and between them
    offered: Floats  # 0..1, live_share x continuity x fit x (1 - friction): what a visit meets
    live_week: Floats  # week in which it was all live; -1 before
    adopters: Floats  # users' visits to it, as a share of all visits to it, lately


class Packages(NamedTuple):
    """Work packages: a journey on a channel, or a connection between two channels of a journey."""

    name: Integers
    kind: Integers  # BUILD or CONNECTION
    journey: Integers
    channel: Integers
    other: Integers  # the other channel of a connection; the same channel for a build
    nominal: Floats  # [package, 3] nominal person-days of its parts
    planned_end: Floats  # week live in the plan of record
    after: Integers  # [package, 2] packages that must be built first; -1 for none
    home_team: Integers  # [package, 3] team of each part when directorates build it
    factory_team: Integers  # [package, 3 structures, 3 parts] team of each part when the Factory builds it
    factory_other: Integers  # [package, 3 structures] Factory team of the other channel
    build_draw: Floats  # 0..1, fixed: the Factory builds it when below the build share
    # who does it (set when it starts, and at a reorganisation)
    team: Integers  # [package, 3] team of each part
    conductor: Integers  # unit that asks others for their parts
    by_factory: Integers  # 1 if the Factory builds it
    coordinated: Integers  # 1 if the Factory coordinates it, or would if it were not live
    owner: Integers  # directorate that owns its (first) channel
    orphan: Integers  # 1 for a connection that belongs to nobody
    coupling: Floats  # hand-offs across units
    hands: Floats  # hand-offs between teams of one unit
    tie: Floats  # [package, 3] threshold of the tie of its teams 0-1, 0-2, 1-2; below 0 within a unit, 2 where none is possible
    # what moves
    status: Integers  # NOT_STARTED, IN_WORK, INTEGRATING, LIVE; STRUCK when the board has struck its journey off before it was live
    left: Floats  # [package, 3] person-days left
    volume: Floats  # person-days it has grown to
    spent: Floats  # person-days spent on it so far
    hidden_growth: Floats  # of its size, what it has grown by that nobody has seen
    rework: Floats  # person-days of known rework left
    latent: Floats  # person-days of defects that nobody has seen
    bred: Floats  # of these, those that rework has made
    done: Floats  # [package, 3] nominal person-days of progress made on its parts so far
    friction: Floats  # 0..1, what customers meet of it when live
    odd: Floats  # 0..1, of that, what pooled processes leave where the channel is odd
    grade: Floats  # 0..1, quality of its connection when live
    by_layer: Integers  # 1 if connected through the API layer
    reused: Integers  # 1 if built on a shared asset
    start_week: Floats  # -1 before
    live_week: Floats  # -1 before
    chance: Floats  # [package, 3] luck of its parts this week
    asked: Floats  # [package, 3] person-days asked for it this week
    granted: Floats  # [package, 3] person-days granted to it this week
    touched: Floats  # days of work on its systems this week
    refused: Integers  # parts of other units that were not served this week
    extra: Floats  # person-days left of making it reusable
    # its open exception
    open: Integers  # 1 while a question waits for a decision
    asker: Integers  # the part whose team asks it, and waits for the answer
    opened: Floats  # fractional week at which it was raised
    level: Integers  # 0 found its decider, 1 and more: levels climbed
    concerned: Integers  # directorates still to agree
    gravity: Floats  # 0..1
    waiting_order: Integers  # room for the order of open questions
    waiting_place: Floats  # room for their places


class Assets(NamedTuple):
    """Shared components: [component family, team that wrote it], and a last column for what is published."""

    quality: Floats  # 0 where there is none, else 0..1


class Customers(NamedTuple):
    """Customers: one row each (37 bytes, 24 of them for neighbours); and room."""

    status: NDArray[np.uint8]  # NEVER, TRYING, ADOPTED, LAPSED
    using: NDArray[np.uint8]  # how many of the neighbours use journeys across channels
    segment: NDArray[np.uint8]
    home: NDArray[np.uint8]  # channel where visits start
    ease: NDArray[np.uint8]  # 256ths; a channel can serve the customer when below its reach
    trust: NDArray[np.float32]  # 0..1
    changed: NDArray[np.int32]  # rows of those who became or ceased to be users this week (the first ones count)
    neighbours: NDArray[np.int32]  # [customer, 6]
    steps: Integers  # [4, width] room for the permutation that makes far neighbours
    words: NDArray[np.uint32]  # [4, 1024] room for the numbers of a block of customers
    came: Integers  # [1024] room for the places of those who visit


class Demand(NamedTuple):
    """What customers meet and do, by segment, journey and channel."""

    share: Floats  # [segment] share of customers
    affinity: Floats  # [segment] inclination to use journeys across channels, times the mean
    visits: Floats  # [segment] visits, times the mean
    offers: Floats  # [journey] share of visits in which the journey is the one wanted
    served: Floats  # [journey, channel] 1 where the journey is meant to run on the channel
    # fixed when the customers are built
    people: Integers  # [segment] customers
    reach: Floats  # [journey] share of customers whom at least two of its channels can serve
    wants: NDArray[np.uint16]  # [1024] journey wanted, each entry as likely
    target: NDArray[np.uint8]  # [journey, home channel, 16] channel to which a visit moves, each entry as likely
    # what moves
    users: Integers  # [segment] customers trying or adopted
    lapsed: Integers  # [segment]
    visits_made: Integers  # [segment, from channel, to channel] visits this week; moved ones off the diagonal
    wanted: Integers  # [journey] visits this week in which it was the one wanted
    uses: Integers  # [journey] visits this week that used the journey across channels
    good: Integers  # [journey] of these, good ones
    hazards: Floats  # [segment, neighbours who are users] chance of adoption at a visit to a perfect journey
    limits: Integers  # [segment] the number below which a customer visits
    meets: Floats  # [journey, 6] what a visit meets (mechanisms/customers.py)
    tally: Integers  # [journey, 5] visits this week by what became of them (market.py)
    # room for cumulated shares
    people_sums: Floats  # [segment]
    home_sums: Floats  # [channel]
    offer_sums: Floats  # [journey]
    weights: Floats  # [channel]
    weight_sums: Floats  # [channel]


class Agenda(NamedTuple):
    """Person-days that levers book with named people; and in which order packages are served."""

    booked: Floats  # [lever, team] days this week
    kind: Integers  # [lever] column of DAY_KINDS
    total: Floats  # [team] days that levers book with it this week
    by_kind: Floats  # [DAY_KINDS, team] days that levers book with it this week, by kind
    team_names: Integers  # [team] names of teams in one piece
    package_names: Integers  # [package] names of packages in one piece
    luck: Floats  # [team or package] room for a number drawn for each
    in_work: Integers  # [package] room for the packages in work
    names: Integers  # [package] room for the names of these
    chance: Floats  # [4, package] room for the numbers drawn for these
    place: Floats  # [package] room for their places in the order in which they are served
    order: Integers  # [package] room for that order


class Decisions(NamedTuple):
    """Decisions taken so far."""

    latency: Floats  # [half-days waited, up to 400] decisions


PROMISES: tuple[str, ...] = ("asked", "kept", "declared", "given", "weeks")  # requests put to it, kept by it; shares declared and given; weeks counted


class Accounts(NamedTuple):
    """The books."""

    cost: Floats  # [unit, DAY_KINDS] EUR this week, programme only
    spent: Floats  # [unit, DAY_KINDS] EUR so far
    days: Floats  # [unit, DAY_KINDS] person-days so far
    series: Floats  # [week, SERIES] what is recorded each week
    promises: Floats  # [unit, PROMISES] sums over the programme's weeks to the horizon
    waits: Floats  # [unit, unit] weeks that packages of the first waited for days of the second, to the horizon


STEPS: tuple[str, ...] = (
    "events", "steering", "communication", "recognition", "commitment", "buy_in", "allocation", "delivery", "decisions", "interoperability",
    "assets", "release", "customers", "accounts",
)  # fmt: skip
SWITCHES = np.dtype([(name, "i8") for name in (*levers_module.NAMES, *(f"step_{step}" for step in STEPS))])


class World(NamedTuple):
    """One company in one world under one scenario: all that a week reads and writes.

    Records come as arrays of one row; `levers` has one row a week; `on` holds a switch for each lever and each step,
    `coefficients` a record for each step.
    """

    board: Table
    programme: Table
    factory: Table
    market: Table
    directorates: Directorates
    teams: Teams
    ties: Ties
    channels: Channels
    journeys: Journeys
    packages: Packages
    assets: Assets
    customers: Customers
    demand: Demand
    agenda: Agenda
    decisions: Decisions
    accounts: Accounts
    levers: Table
    on: Table
    coefficients: Table
    keys: Keys
