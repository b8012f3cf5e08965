"""Random numbers by key: the published vectors, an independent twin, statistics with each part of the key running, no repetition."""

import math

import numpy as np
import pytest
from scipy import stats

from simulation import draws
from simulation.compiled import entry
from simulation.draws import COEFFICIENTS, COMPANY, LUCK, Key, key_of, keys_of, name_hash, normal, pair, philox, uniforms

COUNT = 1 << 16
ONES = 0xFFFFFFFF
# Random123, kat_vectors: philox4x32 10; counter, key, numbers.
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
FASTEST = ("name", "name above 2**32", "week", "purpose", "world", "seed")


@entry
def compiled_philox(c0, c1, c2, c3, k0, k1):
    return philox(c0, c1, c2, c3, k0, k1)


@entry
def many(key, purpose, week, name, steps, out):
    """Four numbers for each of many keys: purpose, week and name step by `steps` from one to the next."""
    for k in range(len(out)):
        out[k] = uniforms(key, purpose + k * steps[0], week + k * steps[1], name + k * steps[2])


@entry
def many_normal(key, out):
    for k in range(len(out)):
        a, b, _, _ = uniforms(key, 99, 0, k)
        out[k] = normal(a, b)


@entry
def pair_of(name, other):
    return pair(name, other)


def twin(counters: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Philox 4x32-10 written again, on columns of 32-bit words in NumPy."""
    c, k = [column.astype(np.uint64) for column in counters.T], [column.astype(np.uint64) for column in keys.T]
    for _ in range(10):
        first, second = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(second >> 32) ^ c[1] ^ k[0], second & ONES, (first >> 32) ^ c[3] ^ k[1], first & ONES]
        k = [(k[0] + 0x9E3779B9) & ONES, (k[1] + 0xBB67AE85) & ONES]
    return np.stack(c, axis=1)


def numbers(fastest: str) -> np.ndarray:
    """[COUNT, 4] numbers, with one part of the key running fastest."""
    out = np.empty((COUNT, 4))
    steps = {"purpose": (1, 0, 0), "week": (0, 1, 0), "name": (0, 0, 1), "name above 2**32": (0, 0, 1 << 32)}.get(fastest)
    if steps:
        many(key_of(1, LUCK, 7), 3, 5, 11, steps, out)
    else:
        for k in range(COUNT):
            world, seed = (k, 1) if fastest == "world" else (7, k)
            many(key_of(seed, LUCK, world), 3, 5, 11, (0, 0, 0), out[k : k + 1])
    return out


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_philox_gives_the_published_numbers(counter: tuple, key: tuple, expected: tuple) -> None:
    assert compiled_philox(*counter, *key) == expected
    assert getattr(philox, "py_func", philox)(*counter, *key) == expected


def test_philox_equals_an_independent_twin() -> None:
    words = np.random.default_rng(5).integers(0, ONES, (2000, 6), endpoint=True)
    assert np.array_equal([compiled_philox(*row) for row in words.tolist()], twin(words[:, :4], words[:, 4:]))


def test_numbers_lie_inside_0_and_1_at_both_ends_of_a_word() -> None:
    assert 0 * draws.STEP + draws.HALF > 0
    assert ONES * draws.STEP + draws.HALF < 1


@pytest.mark.parametrize("fastest", FASTEST)
def test_numbers_are_uniform_and_independent_whichever_part_of_the_key_runs_fastest(fastest: str) -> None:
    u = numbers(fastest)
    tails = []
    for word in range(4):
        column = u[:, word]
        tails.append(stats.kstest(column, "uniform").pvalue)
        tails.append(stats.chisquare(np.bincount((column * 256).astype(int), minlength=256)).pvalue)
        lowest = ((column - draws.HALF) / draws.STEP).astype(np.int64) & 255
        tails.append(stats.chisquare(np.bincount(lowest, minlength=256)).pvalue)
        for lag in (1, 2, 64):
            tails.append(stats.pearsonr(column[lag:], column[:-lag]).pvalue)
        following = (column[:-1] * 16).astype(int) * 16 + (column[1:] * 16).astype(int)
        tails.append(stats.chisquare(np.bincount(following, minlength=256)).pvalue)
        tails += [stats.pearsonr(column, u[:, other]).pvalue for other in range(word)]
    assert min(tails) > 0.001 / len(tails)  # one in a thousand over all tests of this part of the key


def test_no_number_is_repeated_across_worlds_streams_and_seeds() -> None:
    block = np.empty((50, 4))
    seen = set()
    for seed in (0, 1, 2, 1 << 32, (1 << 32) + 1):
        for stream in (LUCK, COEFFICIENTS, COMPANY):
            for world in (*range(100), 1 << 32, (1 << 32) + 1):
                many(key_of(seed, stream, world), 3, 0, 0, (0, 0, 1), block)
                seen |= {row.tobytes() for row in block}
    assert len(seen) == 5 * 3 * 102 * 50


def test_no_number_is_repeated_across_purposes_weeks_and_names() -> None:
    out = np.empty((50, 4))
    seen = set()
    for purpose in range(1, 22):
        for week in range(50):
            many(Key(1, 2), purpose, week, 0, (0, 0, 1), out)
            seen |= {row.tobytes() for row in out}
    assert len(seen) == 21 * 50 * 50


def test_every_decision_has_a_purpose_of_its_own() -> None:
    purposes = [
        value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int) and name not in ("MASK", "LUCK", "COEFFICIENTS", "COMPANY")
    ]
    assert len(purposes) == len(set(purposes)) > 15


def test_luck_and_company_of_a_world_have_keys_of_their_own() -> None:
    keys = [key for world in range(500) for key in keys_of(3, world)]
    assert len(set(keys)) == 1000


def test_normal_numbers_have_the_moments_and_tails_of_the_normal_law() -> None:
    out = np.empty(COUNT)
    many_normal(key_of(1, LUCK, 0), out)
    assert stats.kstest(out, "norm").pvalue > 0.001
    assert abs(out.mean()) < 4 / math.sqrt(COUNT)
    assert abs(out.std() - 1) < 4 / math.sqrt(2 * COUNT)


def test_a_pair_has_a_name_of_its_own_in_each_order() -> None:
    names = [name_hash(name) for name in ("web", "app", "store", "call centre", "catalogue", "partner")] + list(range(60))
    found = {pair_of(one, other) for one in names for other in names}
    assert len(found) == len(names) ** 2
    assert all(0 <= each < 1 << 63 for each in found)


def test_the_name_of_a_thing_is_hashed_the_same_everywhere() -> None:
    assert name_hash("click and collect") == 6019652426657429934
    assert 0 <= name_hash("étage") < 1 << 63
