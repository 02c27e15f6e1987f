"""What ``cases.ranking`` must say: Kendall's τ worked by hand, and over every order by counting inversions."""

from __future__ import annotations

from math import factorial

from cases import ranking
from tests.mutation.oracles.asserting import near


def ties(*groups: str) -> frozenset[frozenset[str]]:
    """Groups of tied items."""
    return frozenset(map(frozenset, groups))


# order, right, groups of ties, credit
CREDITS = [
    ("abcd", "abcd", (), 1),
    ("bacd", "abcd", (), 4 / 6),  # one pair of six inverted
    ("badc", "abcd", (), 2 / 6),
    ("dcba", "abcd", (), 0),
    ("cdab", "abcd", (), 0),
    ("abcd", "abcde", (), 2 / 10),  # four pairs of ten left out
    ("bcde", "abcde", (), 2 / 10),
    ("abc", "abcd", (), 0),
    ("abcdx", "abcd", (), 3 / 4),
    ("xabcdy", "abcd", (), 2 / 4),
    ("bacdx", "abcd", (), 4 / 6 - 1 / 4),
    ("bacd", "abcd", ("ab",), 1),
    ("acbd", "abcd", ("ab",), 3 / 5),
    ("acbd", "abcd", ("ax", "by"), 4 / 6),  # one item of a group each: no tie
    ("cba", "abc", ("abc",), 1),
    ("ab", "abc", ("abc",), 2 / 3),
    ("abx", "abc", ("abc",), 1 / 3),
    ("xyz", "abc", ("abc",), 0),
    ("xyza", "abc", ("abc",), 0),
    ("ab", "abc", ("ac", "bc"), 2 / 3),  # free to stand anywhere is not free to be left out
    ("ba", "abc", ("ac", "bc"), 0),
    ("cab", "abc", ("ac", "bc"), 1),
    ("acb", "abc", ("ac", "bc"), 1),
    ("abx", "abc", ("ac", "bc"), 1 / 3),
    ("ac", "abc", ("ac", "bc"), 0),
    ("a", "a", (), 1),
    ("ax", "a", (), 0),
    ("xy", "a", (), 0),
    ("", "abc", (), 0),
    ("", "", (), 1),
    ("", "a", (), 0),
    ("x", "", (), 0),
]


def pairs() -> None:
    """The pairs whose order matters, once each."""
    assert list(ranking.pairs("abc")) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert list(ranking.pairs("abc", ties("bc"))) == [("a", "b"), ("a", "c")]
    assert list(ranking.pairs("abc", ties("ab"))) == [("a", "c"), ("b", "c")]
    assert list(ranking.pairs("abcd", ties("ab", "cd"))) == [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
    assert list(ranking.pairs("ab", ties("ax", "bx"))) == [("a", "b")]


def credits() -> None:
    """The table above."""
    for order, right, tied, credit in CREDITS:
        found = ranking.agreement(order, right, ties(*tied))
        near(found, credit)
        assert found >= 0


def inversions(count: int) -> list[int]:
    """How many orders of ``count`` items have 0, 1, 2… inversions (the Mahonian numbers)."""
    found = [1]
    for size in range(2, count + 1):
        wider = [0] * (len(found) + size - 1)
        for place, orders in enumerate(found):
            for more in range(size):
                wider[place + more] += orders
        found = wider
    return found


def by_chance() -> None:
    """The mean over every order."""
    for items in ("ab", "abc", "abcd", "abcdefg"):
        found = inversions(len(items))
        most = len(found) - 1
        mean = sum(n * max(0.0, (most - 2 * place) / most) for place, n in enumerate(found))
        near(ranking.chance(items), mean / factorial(len(items)))
    near(ranking.chance("abcdefghij"), ranking.chance("abcdefg"))
    near(ranking.chance("abc", ties("ab")), 1 / 3)
    near(ranking.chance("abc", ties("abz")), 1 / 3)
    near(ranking.chance("cba", ties("ab")), 1 / 3)
    near(ranking.chance("abcdefghij", ties("ij")), ranking.chance("abcdefg"))


ORACLES = (pairs, credits, by_chance)
