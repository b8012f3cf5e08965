"""The customers' step: Bass's curve, trust, neighbours, sales, and the same bits in plain Python."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import curve_fit
from town import Town, build, live_through, town_of

from simulation.compiled import callable_from_python
from simulation.draws import VISIT, uniform
from simulation.market import BAD, CONTACT, GOOD
from simulation.mechanisms.customers import OF_A_YEAR, bass_hazard, good_chance, lapse_chance, trust_after
from simulation.state import ADOPTED, LAPSED, NEVER, TRYING

HERE = Path(__file__).parent
MARKETS = [(0.005, 0.6), (0.02, 0.4), (0.05, 0.15)]
RECORDERS = np.array([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]) / 1000  # millions a year, evidence.md
hazard = callable_from_python(bass_hazard)


def bass(p: float, q: float, years: float) -> float:
    """Share of adopters, analytic."""
    decay = math.exp(-(p + q) * years)
    return (1 - decay) / (1 + q / p * decay)


def bass_sd(p: float, q: float, weeks: int, customers: int) -> float:
    """Standard deviation of the share of adopters among so many customers (linear noise; engine-notes)."""
    variance, steps = 0.0, 20
    for step in range(weeks * steps):
        share = bass(p, q, step * OF_A_YEAR / steps)
        variance += (2 * (q - p - 2 * q * share) * variance + (p + q * share) * (1 - share)) * OF_A_YEAR / steps
    return math.sqrt(variance / customers)


def mean_field(p: float, q: float, weeks: int) -> np.ndarray:
    """Share of adopters after each week, by the scalar rule alone."""
    shares = np.zeros(weeks + 1)
    for week in range(weeks):
        shares[week + 1] = shares[week] + (1 - shares[week]) * hazard(p, q, shares[week], OF_A_YEAR)
    return shares


def users_of(town: Town) -> np.ndarray:
    return (town.customers.status == TRYING) | (town.customers.status == ADOPTED)


def settle(town: Town, status: np.ndarray) -> None:
    """Put customers in these statuses, and count again."""
    town.customers.status[:] = status
    town.customers.using[:] = users_of(town)[town.customers.neighbours].sum(axis=1)
    town.demand.users[:] = np.bincount(town.customers.segment[users_of(town)], minlength=4)
    town.demand.lapsed[:] = np.bincount(town.customers.segment[status == LAPSED], minlength=4)


def turbulent(count: int = 3000, **changes: float) -> Town:
    """A town in which many adopt and many lapse; it starts with a third of each."""
    town = town_of(count, offered=0.7, live=0.8, innovation=0.05, imitation=0.65, visits=0.9, lapse=0.1, **changes)
    settle(town, np.array([NEVER, ADOPTED, LAPSED])[np.arange(count) % 3])
    return town


# -- Bass


@pytest.mark.parametrize(("p", "q"), MARKETS)
def test_the_weekly_hazard_reproduces_the_curve_of_bass_to_nine_digits(p: float, q: float) -> None:
    shares = mean_field(p, q, 1000)
    assert max(abs(shares[week] - bass(p, q, week * OF_A_YEAR)) for week in range(1001)) < 1e-9


@pytest.mark.parametrize("visits", [0.95, 0.5])
@pytest.mark.parametrize(("p", "q"), MARKETS)
def test_customers_who_meet_everything_perfect_follow_bass_within_three_standard_deviations(p: float, q: float, visits: float) -> None:
    shares = live_through(town_of(20_000, innovation=p, imitation=q, mixing=1, visits=visits), 0, 520)
    for weeks in (52, 156, 312, 520):
        assert abs(shares[weeks - 1] - bass(p, q, weeks * OF_A_YEAR)) < 3 * bass_sd(p, q, weeks, 20_000)


def test_the_rule_finds_the_published_coefficients_of_video_recorders() -> None:
    def sales(years: np.ndarray, market: float, p: float, q: float) -> np.ndarray:
        shares = mean_field(p, q, 521)
        weeks = (years * 52).astype(int)
        return market * (shares[weeks + 1] - shares[weeks - 1]) / (2 * OF_A_YEAR)

    (market, p, q), _ = curve_fit(sales, np.arange(1, 11), RECORDERS, p0=(60, 0.01, 0.5))
    assert market == pytest.approx(68.0, abs=1)
    assert p == pytest.approx(0.0066, abs=0.0003)
    assert q == pytest.approx(0.638, abs=0.01)


def test_imitation_of_neighbours_alone_spreads_far_too_slowly() -> None:
    def week_364(mixing: float) -> float:
        return np.mean([live_through(town_of(20_000, innovation=0.0066, imitation=0.638, mixing=mixing, world=k), 0, 364)[-1] for k in range(4)])

    assert week_364(1.0) == pytest.approx(0.48, abs=3 * bass_sd(0.0066, 0.638, 364, 80_000))
    assert 0.2 < week_364(0.0) < 0.32


def test_without_any_innovation_or_imitation_nobody_adopts() -> None:
    assert hazard(0.0, 0.0, 0.5, OF_A_YEAR) == 0.0
    assert live_through(town_of(1000, innovation=0.0), 0, 52)[-1] == 0.0


# -- what is offered


def test_nobody_adopts_when_nothing_is_offered() -> None:
    town = town_of(5000, offered=0.0, live=0.0, innovation=0.05, imitation=0.65)
    assert live_through(town, 0, 156)[-1] == 0.0
    assert town.market.margin == 0.0


def test_the_more_is_offered_the_more_adopt() -> None:
    shares = [live_through(town_of(5000, offered=offered, live=offered), 0, 156)[-1] for offered in (0.25, 0.5, 0.75, 1.0)]
    assert shares == sorted(shares)
    assert shares[-1] > 4 * shares[0]


def test_only_customers_in_reach_of_two_of_its_channels_use_a_journey() -> None:
    town = town_of(5000, reach=0.3, innovation=0.05, imitation=0.65)
    live_through(town, 0, 520)
    assert users_of(town).mean() > 0.1
    assert town.customers.ease[users_of(town)].max() < 0.3 * 256


def test_a_use_is_always_good_at_full_quality_and_less_so_the_less_there_is_of_it() -> None:
    c, chance = town_of(5).c, callable_from_python(good_chance)
    assert chance(1.0, c) == 1.0
    assert chance(0.0, c) < chance(0.6, c) < chance(0.9, c) < 1.0


def test_what_visits_meet_short_of_all_costs_trust_contacts_and_adopters() -> None:
    smooth, rough = town_of(5000, innovation=0.05), town_of(5000, innovation=0.05, offered=0.5)
    live_through(smooth, 0, 156), live_through(rough, 0, 156)
    assert (smooth.market.contacts, smooth.market.lapsed) == (0, 0)
    assert rough.market.trust < smooth.market.trust
    assert rough.market.contacts > 0
    assert rough.market.users < smooth.market.users


def test_defects_of_one_journey_spoil_no_other() -> None:
    town = town_of(5000)
    settle(town, np.full(5000, ADOPTED))
    town.journeys.offered[3] = 0.5
    live_through(town, 0, 1)
    spoilt = np.flatnonzero(town.demand.uses - town.demand.good)
    assert spoilt.tolist() == [3]


# -- trust


def test_trust_grows_with_good_uses_falls_more_with_bad_ones_and_stays_between_0_and_1() -> None:
    c, after = town_of(5).c, callable_from_python(trust_after)
    assert after(0.5, GOOD, c) - 0.5 < 0.5 - after(0.5, BAD, c)
    assert after(1.0, GOOD, c) == 1.0
    assert after(0.0, BAD, c) == 0.0
    town = turbulent()
    live_through(town, 0, 300)
    assert 0 <= town.customers.trust.min() < 0.4 < 0.7 < town.customers.trust.max() <= 1


def test_the_less_trust_the_likelier_a_bad_use_ends_it() -> None:
    c, chance = town_of(5).c, callable_from_python(lapse_chance)
    assert chance(ADOPTED, GOOD, 0.1, c) == 0.0
    assert chance(ADOPTED, BAD, 0.7, c) < chance(ADOPTED, BAD, 0.2, c) < chance(TRYING, BAD, 0.2, c)


def test_one_who_tries_has_adopted_after_a_good_use() -> None:
    town = town_of(2000, visits=0.95)
    settle(town, np.full(2000, TRYING))
    live_through(town, 0, 1)
    came = town.customers.status == ADOPTED
    assert came.sum() == town.demand.good.sum() == town.demand.wanted.sum()


def test_lapsed_customers_return_less_easily_than_others_come() -> None:
    lapsed, fresh = town_of(5000, innovation=0.05), town_of(5000, innovation=0.05)
    settle(lapsed, np.full(5000, LAPSED))
    assert 0 < live_through(lapsed, 0, 26)[-1] < 0.5 * live_through(fresh, 0, 26)[-1]


# -- counts


def test_what_is_kept_equals_a_recount() -> None:
    town = turbulent()
    for week in range(0, 200, 20):
        live_through(town, week, week + 20)
        customers, users = town.customers, users_of(town)
        assert np.array_equal(customers.using, users[customers.neighbours].sum(axis=1))
        assert np.array_equal(town.demand.users, np.bincount(customers.segment[users], minlength=4))
        assert np.array_equal(town.demand.lapsed, np.bincount(customers.segment[customers.status == LAPSED], minlength=4))
        assert (town.market.users, town.market.lapsed) == (users.sum(), (customers.status == LAPSED).sum())
        assert town.market.trust == pytest.approx(customers.trust.mean(dtype=np.float64), abs=1e-7)
    assert town.market.users > 300
    assert town.market.lapsed > 300


def test_every_visit_is_one_sale_on_one_channel() -> None:
    town = turbulent()
    live_through(town, 0, 101)
    draw = callable_from_python(uniform)
    came = np.array([draw(town.keys.luck, VISIT, 100, i) < 0.9 for i in range(3000)])
    sales = town.demand.visits_made.sum(axis=0)
    assert sales.sum() == town.demand.wanted.sum() == came.sum()
    assert np.array_equal(sales.sum(axis=1), np.bincount(town.customers.home[came], minlength=6))
    assert 0 < sales.sum() - sales.trace() <= town.demand.good.sum()


def test_sales_move_only_to_channels_of_the_journey() -> None:
    town = town_of(3000, innovation=0.05)
    town.demand.served[:] = 0
    town.demand.served[:, [1, 4]] = 1
    build(town)
    settle(town, np.full(3000, ADOPTED))
    live_through(town, 0, 20)
    moved = town.demand.visits_made.sum(axis=0)
    np.fill_diagonal(moved, 0)
    assert moved[:, [1, 4]].sum() == moved.sum() > 100
    assert np.all(town.channels.moved > 0.1)


def test_full_adoption_and_full_quality_bring_the_whole_value_of_the_journeys() -> None:
    town = town_of(5000, visits=0.5, channel_shift=0)
    settle(town, np.full(5000, ADOPTED))
    margin = 0.0
    for week in range(52):
        live_through(town, week, week + 1)
        margin += town.market.margin
    visits = 52 * 5000 * 0.5
    assert margin == pytest.approx(town.journeys.value.sum(), rel=4 * math.sqrt(0.5 / visits))


@pytest.mark.parametrize("visits", [0.5, 2.0])
def test_a_moved_sale_earns_the_difference_of_the_margins_whatever_a_visit_stands_for(visits: float) -> None:
    town = town_of(5000, visits=visits)
    town.journeys.value[:] = 0
    settle(town, np.full(5000, ADOPTED))
    live_through(town, 0, 1)
    moved, margins = town.demand.visits_made.sum(axis=0), town.channels.margin
    stands_for = max(visits / 0.95, 1.0)
    won = (moved * (margins[None, :] - margins[:, None])).sum()
    assert town.market.margin == pytest.approx(won * 45 * town.market.represented * stands_for)


@pytest.mark.parametrize("more", [1.0, 2.5])
def test_a_contact_costs_what_it_costs_for_everybody_represented_and_every_visit(more: float) -> None:
    town = turbulent(contact_cost=5.8)
    live_through(town, 0, 99)
    town.market.visits *= more
    live_through(town, 99, 100)
    stands_for = max(0.9 * more / 0.95, 1.0)
    assert town.market.contacts > 0
    assert town.market.contacts == pytest.approx(town.demand.tally[:, CONTACT].sum() * stands_for)
    assert town.market.contact_eur == pytest.approx(town.market.contacts * town.market.represented * 5.8)


# -- who knows whom


@pytest.mark.parametrize("count", [5, 100, 1024, 4900, 5001])
def test_everybody_has_six_neighbours_and_is_the_neighbour_of_each(count: int) -> None:
    neighbours = town_of(count).customers.neighbours
    ties = np.zeros((count, count), np.int8)
    for place in range(6):
        np.add.at(ties, (np.arange(count), neighbours[:, place]), 1)
    assert np.array_equal(ties, ties.T)
    assert np.all(ties.sum(axis=1) == 6)


def test_far_neighbours_are_anywhere() -> None:
    apart = np.abs(town_of(20_000).customers.neighbours[:, 4] - np.arange(20_000)) / 20_000
    assert np.mean(np.minimum(apart, 1 - apart)) == pytest.approx(0.25, abs=4 * math.sqrt(1 / 48 / 20_000))


def test_customers_have_the_shares_declared() -> None:
    town = town_of(20_000)
    assert np.allclose(np.bincount(town.customers.segment) / 20_000, 0.25, atol=4 * math.sqrt(0.25 * 0.75 / 20_000))
    assert np.allclose(np.bincount(town.customers.home) / 20_000, town.channels.sales_share, atol=4 * math.sqrt(0.25 / 20_000))


def test_the_same_company_has_the_same_customers_and_another_has_others() -> None:
    one, again, other = town_of(1000), town_of(1000), town_of(1000, world=1)
    assert all(np.array_equal(a, b) for a, b in zip(one.customers[2:5], again.customers[2:5], strict=True))
    assert np.mean(one.customers.neighbours[:, 4] == other.customers.neighbours[:, 4]) < 0.01
    assert np.mean(one.customers.home == other.customers.home) < 0.3


# -- luck


def test_one_more_adopter_changes_only_those_whom_he_reaches_and_only_towards_adoption() -> None:
    without, with_one = (town_of(3000, mixing=0, innovation=0.02, imitation=0.65) for _ in range(2))
    live_through(without, 0, 50), live_through(with_one, 0, 50)
    one = int(np.flatnonzero(without.customers.status == NEVER)[0])
    settle(with_one, np.where(np.arange(3000) == one, ADOPTED, with_one.customers.status))
    reached = {one}
    for week in range(50, 156):
        reached |= {int(other) for i in reached for other in without.customers.neighbours[i]}
        live_through(without, week, week + 1), live_through(with_one, week, week + 1)
        assert set(np.flatnonzero(users_of(without) != users_of(with_one)).tolist()) <= reached
        assert not np.any(users_of(without) & ~users_of(with_one))
        if week == 50:
            assert set(np.flatnonzero(without.customers.using != with_one.customers.using).tolist()) == reached - {one}
    assert users_of(with_one).sum() > users_of(without).sum()


# -- the same bits


def test_plain_python_gives_the_same_bits() -> None:
    town = turbulent(count=100)
    live_through(town, 0, 20)
    code = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from test_customers import bits, live_through, turbulent
town = turbulent(count=100)
live_through(town, 0, 20)
print(bits(town))
"""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(HERE.parent)}
    plain = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert town.market.users > 0
    assert plain.stdout.strip() == bits(town)


def bits(town: Town) -> str:
    """All that the step has changed, to the last bit."""
    arrays = [*town.customers[:6], town.customers.neighbours, *town.demand, town.channels.moved, town.journeys.adopters]
    return "".join(each.tobytes().hex() for each in arrays) + town.market.tobytes().hex()
