"""How near an order is to the right one: Kendall's rank correlation over the pairs whose order matters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, permutations

MAX_ENUMERATED = 7

Ties = Collection[frozenset[str]]


def pairs(right: Sequence[str], ties: Ties = ()) -> Iterator[tuple[str, str]]:
    """The pairs (earlier, later) of ``right``, leaving out those of one group of ``ties``."""
    for one, other in combinations(right, 2):
        if not any(one in group and other in group for group in ties):
            yield one, other


def agreement(order: Sequence[str], right: Sequence[str], ties: Ties = ()) -> float:
    """Credit of an order in [0, 1]: (pairs in order − pairs inverted or left out) / pairs, never under 0.

    ``right`` is the order expected, ``ties`` the groups whose members may stand in any order among themselves.
    For a whole order this is max(0, τ), Kendall's rank correlation (M. G. Kendall, "A new measure of rank
    correlation", Biometrika 30, 1938): a reversed order earns 0, and one drawn by chance 0 or little. What the
    learner lists and ``right`` does not costs 1 / len(right), and so does leaving out an item tied to all others.
    """
    place = {item: number for number, item in enumerate(order)}
    told = list(pairs(right, ties))
    held = sum(one in place and other in place and place[one] < place[other] for one, other in told)
    credit = (2 * held - len(told)) / len(told) if told else 1.0
    # an item tied to all the others stands in no pair: left out, it costs what one too many does
    paired = {item for pair in told for item in pair}
    astray = sum(item not in right for item in order)
    astray += sum(item not in place and item not in paired for item in right)
    return max(0.0, credit - astray / max(len(right), 1))


def chance(right: Sequence[str], ties: Ties = ()) -> float:
    """The mean credit of an order drawn by chance; over 7 items, that of the largest order enumerated."""
    place = {item: str(number) for number, item in enumerate(right[:MAX_ENUMERATED])}
    groups = frozenset(frozenset(place[item] for item in group if item in place) for group in ties)
    return _mean(tuple(place.values()), groups)


@lru_cache(maxsize=256)
def _mean(right: tuple[str, ...], ties: frozenset[frozenset[str]]) -> float:
    credits = [agreement(order, right, ties) for order in permutations(right)]
    return sum(credits) / len(credits)
