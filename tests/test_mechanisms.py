"""What happens to people (steps 1 to 6): limits, directions and conservation of each rule, one sentence each."""

from itertools import pairwise

import numpy as np
import pytest
from brisk import brisk
from rules import C, moves, rule
from weekly import after, live, live_through, only, started

from simulation.levers import REPORTING_LINES
from simulation.mechanisms import buy_in, commitment, communication, recognition, release, steering
from simulation.outcomes import COLUMN
from simulation.state import CONNECTION, IN_WORK, INTEGRATING, LEVER_ROW, NOT_STARTED, World

HASTE = COLUMN["haste"]


# -- 1 events


def test_a_sponsor_who_left_is_replaced_after_the_vacancy() -> None:
    world = started(brisk(), 40)
    world.board.sponsor_turnover[0] = 0.0
    world.board.vacancy[0] = 10.0
    in_office = []
    for week in range(20):
        live(world, week)
        in_office.append(int(world.board.sponsor_in_office[0]))
    assert in_office == [0] * 10 + [1] * 10


def test_roles_settled_late_meet_the_precedents() -> None:
    early = after(brisk(role_clarity=0.9), 60)
    late = after(brisk(role_clarity=0.0).with_(changes=[{"week": 30, "levers": {"role_clarity": 0.9}}]), 60)
    assert early.programme.clarity[0] == pytest.approx(0.9)
    assert 0.1 < late.programme.clarity[0] < 0.7


def test_settling_roles_before_the_start_delays_the_first_package() -> None:
    first = [min(world.packages.start_week[world.packages.start_week >= 0]) for world in (after(brisk(role_clarity=clarity), 40) for clarity in (0.0, 1.0))]
    assert first[1] >= first[0] + 5


def test_a_reorganisation_waits_for_the_consultation_and_leaves_disorder_that_fades() -> None:
    world = started(brisk().with_(changes=[{"week": 12, "levers": {"structure": "skill"}}]), 40)
    structure, disorder = [], []
    for week in range(30):
        live(world, week)
        structure.append(int(world.factory.structure[0]))
        disorder.append(float(world.factory.disruption[0]))
    change = structure.index(1)
    assert change == 12 + 3  # weeks of consultation of this company
    assert not any(disorder[:change])
    assert disorder[change] == 1.0
    assert all(later < before for before, later in pairwise(disorder[change:]))


def test_where_nobody_need_be_consulted_a_reorganisation_is_made_at_once_and_only_when_it_changes_something() -> None:
    world = started(brisk().with_(traits={"consultation_weeks": 0.0}, changes=[{"week": 12, "levers": {"structure": "skill"}}]), 40)
    structure, disorder = [], []
    for week in range(16):
        live(world, week)
        structure.append(int(world.factory.structure[0]))
        disorder.append(float(world.factory.disruption[0]))
    assert structure == [0] * 12 + [1] * 4
    assert not any(disorder[:12])
    assert disorder[12] == 1.0
    assert all(later < before for before, later in pairwise(disorder[12:]))


def test_a_reorganisation_unsettles_roles_and_lets_the_factorys_own_work_lie() -> None:
    regrouped = brisk(role_clarity=0.8).with_(traits={"consultation_weeks": 0.0}, changes=[{"week": 12, "levers": {"structure": "skill"}}])
    plain, changed = (after(scenario, 13) for scenario in (brisk(role_clarity=0.8).with_(traits={"consultation_weeks": 0.0}), regrouped))
    assert changed.programme.clarity[0] < plain.programme.clarity[0] - 0.1
    factory = slice(int(plain.factory.first_team[0]), None)
    assert (changed.teams.inside[factory] < 0.7 * plain.teams.inside[factory]).all()


def test_nobody_leaves_an_office_that_is_empty() -> None:
    world = started(brisk(sponsorship=0.0).with_(changes=[{"week": 20, "levers": {"sponsorship": 0.8}}]), 40)
    world.board.sponsor_turnover[0] = 52.0  # whoever is in office leaves within the week
    assert live_through(world, 20).board.vacancy[0] == 0.0
    live(world, 20)
    assert world.board.vacancy[0] > 0.0
    vacancies = [float(live_through(world, week + 1, first=week).board.vacancy[0]) for week in range(21, 26)]
    assert vacancies == sorted(vacancies, reverse=True)


def test_what_is_being_integrated_grows_no_more() -> None:
    world = only(started(brisk(), 40), "events")
    world.programme.scope_growth[0] = 13.0  # each month for certain
    world.packages.status[::2] = INTEGRATING
    live_through(world, 5)
    assert (world.packages.hidden_growth[::2] == 0.0).all()
    assert (world.packages.hidden_growth[1::2] > 0.0).all()


def test_people_who_join_the_factory_leave_their_directorate_and_nobody_is_lost() -> None:
    world = after(brisk(factory_size=0.4), 3)
    first = int(world.factory.first_team[0])
    assert world.teams.fte[first:].sum() > 10
    assert world.teams.fte.sum() == pytest.approx(world.teams.people.sum())
    assert (world.teams.fte[:first] <= world.teams.people[:first]).all()


def test_in_a_factory_organised_by_channel_connections_belong_to_nobody() -> None:
    orphans = {}
    for structure in ("business universe", "skill", "channel"):
        packages = after(brisk(structure=structure, build_share=1.0), 1).packages
        assert packages.by_factory.all()
        orphans[structure] = packages.orphan[packages.kind == CONNECTION].mean()
    assert orphans == {"business universe": 0.0, "skill": 0.0, "channel": 1.0}


def test_what_a_leaver_had_learned_goes_with_him() -> None:
    left, stayed = (only(started(brisk().with_(traits={"staff_turnover": turnover}), 40), "events") for turnover in (0.6, 0.0))
    before = stayed.teams.understanding.copy()
    live_through(left, 40)
    live_through(stayed, 40)
    assert (stayed.teams.understanding == before).all()
    assert (left.teams.understanding <= before).all()
    assert left.teams.understanding.mean() < before.mean() - 0.01


# -- 2 steering

SEEN = {"done": 0.3, "expected": 0.5, "measured": 0.5, "gaming": 0.0, "noise": 0.0}


def test_poor_indicators_hide_a_slip_and_full_ones_show_it() -> None:
    seen = rule(steering.seen_progress, "steering")
    assert seen(**SEEN | {"measured": 1.0, "gaming": 1.0, "noise": 3.0}) == 0.3
    assert moves(seen, "measured", SEEN) < -0.1
    assert moves(seen, "gaming", SEEN) > 0
    assert 0.3 < seen(**SEEN | {"measured": 0.0}) <= 0.5


def test_indicators_do_not_hide_that_work_is_ahead() -> None:
    assert rule(steering.seen_progress, "steering")(**SEEN | {"done": 0.6, "measured": 0.0}) == 0.6


def test_no_more_journeys_are_under_way_than_a_wave_holds() -> None:
    most = {}
    for wave in (0.0, 2.0):
        world, most[wave] = started(brisk(wave_size=wave), 40), 0
        for week in range(40):
            live(world, week)
            most[wave] = max(most[wave], int(((world.journeys.started == 1) & (world.journeys.live_week < 0)).sum()))
    assert most[2.0] == 2
    assert most[0.0] > 2


def test_a_slip_seen_is_replanned_and_relieves_haste() -> None:
    blind, seeing = (after(brisk(review_interval=interval, indicator_quality=1.0, ambition=0.5, factory_size=0.0), 40) for interval in (0.0, 4.0))
    assert blind.programme.shift[0] == 0.0
    assert seeing.programme.shift[0] > 0.0
    assert seeing.accounts.series[:, HASTE].sum() < blind.accounts.series[:, HASTE].sum()


def test_insight_finds_growth_of_scope_before_it_is_tested() -> None:
    hidden = []
    for insight in (0.0, 1.0):
        world = started(brisk(customer_insight=insight), 40)
        world.packages.hidden_growth[:] = 0.2
        live_through(world, 8)  # nothing has started
        hidden.append(world.packages.hidden_growth.mean())
    assert hidden[1] < 0.5 * hidden[0]


def test_a_board_that_has_granted_weeks_sees_lateness_against_the_first_plan() -> None:
    def stopped(granted: float) -> int:
        world = started(brisk(sponsorship=0.0), 60)
        c = world.coefficients.steering
        c.stop_rate[0], c.stop_after[0], c.resolve[0] = 1.0, 1.0, 100.0
        world.programme.seen_slip[0], world.programme.shift[0] = 0.1, granted
        world.on.review_interval[0] = 0  # what was seen stays as it is
        live(world, 12)
        return int(world.programme.stopped[0])

    assert [stopped(0.0), stopped(200.0)] == [0, 1]


def test_a_slip_that_was_just_granted_in_part_counts_once() -> None:
    def stopped(tolerated: float) -> int:
        world = started(brisk(sponsorship=0.0), 60)
        c = world.coefficients.steering
        c.stop_rate[0], c.stop_after[0], c.resolve[0], c.patience[0], c.tolerated[0] = 1.0, 1.0, 1000.0, 0.0, tolerated
        slip = 0.4
        world.programme.seen_slip[0], world.programme.shift[0] = slip, c.replan[0] * slip * c.weeks_of_haste[0]
        world.on.review_interval[0] = 0
        live(world, 12)
        return int(world.programme.stopped[0])

    assert [stopped(0.38), stopped(0.42)] == [1, 0]


# -- 3 communication


def test_words_without_deeds_lose_credibility() -> None:
    silent, modest, loud = (after(brisk(communication=words).with_(off=["delivery"]), 40).programme.credibility[0] for words in (0.0, 0.3, 1.0))
    assert silent == 0.6
    assert loud < modest < silent
    assert loud < 0.3


def test_what_was_heard_fades_when_nothing_more_is_said() -> None:
    world = only(started(brisk(communication=0.0), 40), "communication")
    world.directorates.heard[:] = 0.8
    live_through(world, 40)
    assert (world.directorates.heard < 0.4).all()
    assert (world.directorates.heard > 0.0).all()


def test_training_falls_in_the_weeks_before_a_go_live_that_are_asked_for() -> None:
    in_window = rule(release.in_window, "release")
    assert [bool(in_window(weeks=float(ahead), training_window=8.0, training_ends=2.0)) for ahead in range(12)] == [2 < ahead <= 8 for ahead in range(12)]


def test_a_go_live_that_is_near_does_not_keep_a_team_from_being_trained_for_one_that_is_far() -> None:
    world = only(live_through(started(brisk(change_management=1.0, change_lead_weeks=20.0), 40), 1), "communication", "release")
    packages, c = world.packages, world.coefficients
    team = int(packages.team[0, 0])
    theirs = np.flatnonzero((packages.team == team).any(axis=1))[:2]
    packages.status[:], packages.left[:] = NOT_STARTED, packages.nominal
    packages.status[theirs] = IN_WORK
    start = world.programme.mobilisation[0] + world.programme.preparation_weeks[0]
    begins = world.journeys.planned_week[packages.journey[theirs]] / world.programme.pace[0] - world.journeys.planned_week[packages.journey[theirs]]
    far = 20.0 - c.communication.training_weeks[0] / 2
    packages.planned_end[theirs] = np.array([2.0, far]) + 1.0 - start - begins - world.programme.shift[0]
    live_through(world, 3, first=1)
    assert world.teams.taught[team] == 1.0
    packages.status[theirs[1]] = NOT_STARTED
    live_through(world, 5, first=3)
    assert world.teams.taught[team] == 0.0


def test_training_without_any_lead_comes_after_the_go_live() -> None:
    due = rule(communication.due, "communication")
    assert [due(training_window=0.0, in_window=0.0, since_go_live=float(since), training_weeks=6.0) for since in (0, 5, 6, 99)] == [1, 1, 0, 0]


def test_trained_people_understand_more() -> None:
    none, trained = (after(brisk(change_management=amount), 40).teams.understanding.mean() for amount in (0.0, 1.0))
    assert trained > none + 0.05


# -- 4 recognition

SIGHT = {"sponsor": 0.4, "deciders": 0.4, "results": 0.4, "closeness": 0.4}


def test_recognition_follows_what_is_seen() -> None:
    seen = rule(recognition.seen, "recognition")
    assert seen(sponsor=0.0, deciders=0.0, results=0.0, closeness=0.0) == 0.0
    assert seen(sponsor=1.0, deciders=1.0, results=1.0, closeness=1.0) < 1.0
    assert min(moves(seen, name, SIGHT) for name in SIGHT) > 0.1


def test_recognition_rises_under_a_sponsor_and_falls_without_one() -> None:
    lasting = {"sponsor_turnover": 0.0}
    with_one, without = (after(brisk(sponsorship=amount).with_(traits=lasting), 30, luck_only=True).directorates.recognition.mean() for amount in (1.0, 0.0))
    assert without < 0.5 - 0.05
    assert with_one > without + 0.1


def test_a_factory_that_does_not_exist_is_not_recognised() -> None:
    world = started(brisk(factory_size=0.0), 200)
    world.on.step_release[0] = 0  # a programme that never ends
    world.coefficients.steering.stop_rate[0] = 0.0  # nor is stopped
    assert (live_through(world, 200).directorates.recognition < 0.01).all()


@pytest.mark.parametrize("line", ["marketing", "distribution", "IT"])
def test_a_reporting_line_is_near_one_directorate_and_far_from_the_others(line: str) -> None:
    world = after(brisk(reporting_line=line), 1)
    near = world.directorates.line == REPORTING_LINES.index(line)
    assert near.sum() == 1
    assert world.directorates.closeness[near][0] > 0.5
    assert (world.directorates.closeness[~near] < 0.25).all()


def test_a_factory_that_no_longer_reports_to_anybody_is_as_near_as_one_that_never_did() -> None:
    never = after(brisk(reporting_line="none"), 30)
    no_longer = after(brisk(reporting_line="IT").with_(changes=[{"week": 20, "levers": {"reporting_line": "none"}}]), 30)
    assert no_longer.directorates.closeness.tolist() == never.directorates.closeness.tolist()
    assert no_longer.factory.levels[0] == never.factory.levels[0]


def test_general_management_is_near_the_board_and_near_nobody() -> None:
    world, under_it = (after(brisk(reporting_line=line), 1) for line in ("general management", "IT"))
    assert world.factory.levels[0] < under_it.factory.levels[0]
    assert (world.directorates.closeness < 0.5).all()


# -- 5 commitment

WISH = {
    "goal_weight": 0.6, "common_share": 0.4, "recognition": 0.5, "heard": 0.3, "kept_to_it": 0.5, "backlog_weeks": 6.0, "fear": 0.2, "openness": 0.5,
}  # fmt: skip


def test_local_goals_win_less_commitment_than_no_goals_and_shared_goals_more() -> None:
    wish = rule(commitment.wish, "commitment")
    local, none, shared = (wish(**WISH | {"goal_weight": weight, "common_share": share}) for weight, share in ((0.8, 0.0), (0.0, 0.4), (0.8, 1.0)))
    assert local < none < shared


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_common_objectives_pull_as_far_as_they_were_heard_of_and_own_ones_in_any_case(share: float) -> None:
    c = C["commitment"][0]
    goals = [rule(commitment.reasons, "commitment")(**WISH | {"common_share": share, "heard": heard})[1] for heard in (0.0, 0.5, 1.0)]
    own = -c.goals * WISH["goal_weight"] * (1.0 - share)
    unheard, half, heard = (each - own for each in goals)
    assert unheard == pytest.approx(c.unexplained * heard)
    assert half == pytest.approx((unheard + heard) / 2.0)
    assert (heard > 0.0) == (share > 0.0)


def test_who_was_kept_waiting_gives_less() -> None:
    wish = rule(commitment.wish, "commitment")
    assert moves(wish, "kept_to_it", WISH) > 0.2


@pytest.mark.parametrize(("name", "high"), [("recognition", 1), ("heard", 1), ("openness", 1), ("backlog_weeks", -24), ("fear", -1)])
def test_each_force_moves_the_wish_to_give_its_own_way(name: str, high: float) -> None:
    assert moves(rule(commitment.wish, "commitment"), name, WISH, 0.0, abs(high)) * high > 0


def test_money_is_contested_only_where_there_is_a_factory_to_hold_it() -> None:
    days = [after(brisk(factory_size=size, budget_authority=0.8), 5).agenda.booked[LEVER_ROW["budget_authority"]].sum() for size in (0.0, 0.3)]
    assert days[0] == 0.0 < days[1]


def test_a_full_mandate_cannot_give_more_than_was_promised() -> None:
    checked = rule(commitment.checked, "commitment")
    middle = {"sponsor_share": 0.5, "budget_share": 0.5, "mandated": 0.5, "reactance": 0.2}
    assert (
        0.0
        <= checked(sponsor_share=0.0, budget_share=0.0, mandated=0.0, reactance=1.0)
        < checked(sponsor_share=1.0, budget_share=1.0, mandated=1.0, reactance=0.0)
        <= 1.0
    )
    assert moves(checked, "sponsor_share", middle) > 0
    assert moves(checked, "mandated", middle) > 0
    assert moves(checked, "reactance", middle) < 0


def test_orders_move_what_is_declared_more_than_what_is_given() -> None:
    """Where nothing is lost in the quarters' rounds for money, which would hide it."""
    worlds = [started(brisk(coercion=orders, sponsorship=0.0, shared_okrs=0.0, goal_strength=0.9), 40) for orders in (0.0, 1.0)]
    for world in worlds:
        world.coefficients.commitment.begging[0] = 0.0
    free, ordered = (live_through(world, 30).directorates for world in worlds)
    assert (ordered.declared - free.declared).min() > 0.05
    assert (ordered.declared - ordered.actual).mean() > (free.declared - free.actual).mean() + 0.05
    assert (ordered.reactance > free.reactance).all()


def test_the_money_is_begged_for_each_quarter_after_the_decision_most_of_all_where_there_is_no_factory_to_recognise() -> None:
    def lost(week: int, **levers: float) -> float:
        given = []
        for begging in (0.0, 0.5):
            world = started(brisk(budget_authority=0.0, **levers), 40)
            world.coefficients.commitment.begging[0] = begging
            live_through(world, week)
            live(only(world, "commitment"), week)
            given.append(float(world.directorates.actual.mean()))
        return given[0] - given[1]

    assert lost(13, factory_size=0.3) > 0.05
    assert lost(12, factory_size=0.3) == lost(0, factory_size=0.3) == 0.0
    assert lost(13, factory_size=0.0) > lost(13, factory_size=0.3)


# -- 6 buy-in

VIEW = {"leaders": 0.5, "heard": 0.3, "success": 0.4, "fatigue": 0.4, "threat": 0.2, "reactance": 0.1}


@pytest.mark.parametrize("name", ["leaders", "heard", "success"])
def test_what_a_team_sees_and_hears_wins_it(name: str) -> None:
    assert moves(rule(buy_in.view, "buy_in"), name, VIEW) > 0.1


@pytest.mark.parametrize("name", ["fatigue", "threat", "reactance"])
def test_what_a_team_suffers_loses_it(name: str) -> None:
    assert moves(rule(buy_in.view, "buy_in"), name, VIEW) < -0.1


def threatened(credit: float, moved: float = 0.08) -> World:
    """A world in which a share of the stores' sales has moved for a long time, and nobody understands why."""
    world = only(live_through(started(brisk(sale_credit=credit), 40), 1), "buy_in")
    world.channels.moved[:] = np.where(world.channels.digital_rank > 0.5, moved, 0.0)
    world.teams.understanding[:] = 0.0
    world.coefficients.buy_in.rumour[0] = 0.0
    world.teams.threat[:] = 0.0
    for _ in range(300):
        live(world, 1)
    return world


def stores_of(world: World) -> np.ndarray:
    """Teams of the directorate that owns the stores."""
    return world.teams.unit == world.channels.owner[np.argmax(world.channels.digital_rank)]


def test_perceived_threat_exceeds_the_real_shift_of_sales() -> None:
    world = threatened(credit=0.0)
    assert (world.teams.threat[stores_of(world)] > 0.08 * 1.05).all()
    assert (world.teams.threat[~stores_of(world)] < 1e-6).all()


def test_credit_for_moved_sales_takes_the_threat_away() -> None:
    assert (threatened(credit=1.0).teams.threat < 1e-3).all()


def test_threat_of_moved_sales_is_never_more_than_all_sales() -> None:
    world = threatened(credit=0.0, moved=0.9)
    assert 0.9 < world.teams.threat[stores_of(world)].max() <= 1.0


def test_messages_and_changes_tire() -> None:
    calm, loud = (after(brisk(communication=words), 30).teams.fatigue.mean() for words in (0.0, 1.0))
    assert loud > calm
    world = only(live_through(started(brisk(), 40), 1), "buy_in")
    before = world.teams.fatigue.copy()
    world.teams.change_load[:] = 1.0
    live(world, 1)
    assert (world.teams.fatigue > before).all()


def test_a_team_without_open_ties_keeps_its_own_view() -> None:
    world = only(live_through(started(brisk(silo_level=1.0), 40), 1), "buy_in")
    world.coefficients.buy_in.pace[0] = 0.0
    before = world.teams.buy_in.copy()
    live(world, 1)
    assert (world.teams.buy_in == before).all()
