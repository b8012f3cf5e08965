"""Random numbers by key: a draw depends on its key and on nothing else.

Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). A key is (experiment seed, stream,
world); a counter is (name, week, purpose). So two scenarios meet the same luck even when they decide otherwise, world 7 is
the same alone or among a thousand, and re-ordering a file changes nothing. Everything is a plain integer below 2**32, masked,
so that plain Python and machine code give the same bits.
"""

import hashlib
import math
from typing import NamedTuple

from simulation.compiled import compiled

MASK = 0xFFFFFFFF
HALF = 0.5 / 4294967296.0
STEP = 1.0 / 4294967296.0

# Streams: world k is luck k, coefficients k and company k, drawn apart from each other.
LUCK, COEFFICIENTS, COMPANY = 1, 2, 3

# Purposes: one for each decision, so that no two decisions ever share a number.
SPONSOR, TURNOVER, SHOCK, SCOPE, MEASUREMENT, BOARD_STOP = 1, 2, 3, 4, 5, 6
TURN, SERVICE, COORDINATION, DECISION, QUORUM, CONNECTION = 7, 8, 9, 10, 11, 12
REUSE, BUILDER, AUTHORITY, VISIT, TIES, NETWORK, SEGMENT, COEFFICIENT, UNCERTAIN = 13, 14, 15, 17, 18, 19, 20, 21, 22
DEBT, WORTH, ASKER = 23, 24, 25


class Key(NamedTuple):
    """A Philox key: two integers below 2**32."""

    low: int
    high: int


class Keys(NamedTuple):
    """What is random in one world: what happens (luck) and what this company is like (company)."""

    luck: Key
    company: Key


@compiled
def philox(c0, c1, c2, c3, k0, k1):
    """Ten rounds of Philox 4x32: four integers below 2**32 from a counter of four and a key of two."""
    for _ in range(10):
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = ((p1 >> 32) & MASK) ^ c1 ^ k0, p1 & MASK, ((p0 >> 32) & MASK) ^ c3 ^ k1, p0 & MASK
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


@compiled
def uniforms(key, purpose, week, name):
    """Four numbers in (0, 1), for one purpose, week and name (a 64-bit hash, or a small index)."""
    name = int(name)
    a, b, c, d = philox(name & MASK, (name >> 32) & MASK, int(week) & MASK, purpose, int(key.low), int(key.high))
    return a * STEP + HALF, b * STEP + HALF, c * STEP + HALF, d * STEP + HALF


@compiled
def uniform(key, purpose, week, name):
    """One number in (0, 1), for one purpose, week and name."""
    return uniforms(key, purpose, week, name)[0]


@compiled
def uniform_each(numbers, key, purpose, week, names):
    """Fill `numbers` with one for each name: in a loop of its own, and with names in one piece, several are drawn at once."""
    for row in range(names.shape[0]):
        numbers[row] = uniform(key, purpose, week, names[row])


@compiled
def pair(name, other):
    """The name of a pair, in this order (a 64-bit mix of two names; SplitMix64 multipliers)."""
    name, other = int(name), int(other)
    mixed = (name ^ ((other << 1) & 0x7FFFFFFFFFFFFFFF)) & 0x7FFFFFFFFFFFFFFF
    a, b, _, _ = philox(mixed & MASK, (mixed >> 32) & MASK, other & MASK, (other >> 32) & MASK, 0x3C6EF372, 0x1B873593)
    return (a << 31) ^ b


@compiled
def normal(u1, u2):
    """A standard normal number from two uniform ones (Box and Muller)."""
    return math.sqrt(-2.0 * math.log(u1)) * math.cos(6.283185307179586 * u2)


def key_of(seed: int, stream: int, world: int) -> Key:
    """The key of one stream in one world; seed, stream and world are folded in by Philox itself, never by exclusive or."""
    plain = getattr(philox, "py_func", philox)
    seed, world = int(seed), int(world)  # an integer of NumPy would overflow
    a, b, _, _ = plain(world & MASK, (world >> 32) & MASK, stream, 0, seed & MASK, (seed >> 32) & MASK)
    return Key(a, b)


def chance_of(key: Key, purpose: int, name: str) -> float:
    """`uniform` in week 0, for what is drawn before anything is compiled: one number in (0, 1)."""
    plain, hashed = getattr(philox, "py_func", philox), name_hash(name)
    return float(plain(hashed & MASK, (hashed >> 32) & MASK, 0, purpose, key.low, key.high)[0] * STEP + HALF)


def keys_of(seed: int, world: int) -> Keys:
    """The keys of one world."""
    return Keys(key_of(seed, LUCK, world), key_of(seed, COMPANY, world))


def name_hash(name: str) -> int:
    """A stable hash of a name, below 2**63 (blake2b)."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") & 0x7FFFFFFFFFFFFFFF
