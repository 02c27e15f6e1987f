"""A branching exchange solved exactly: every situation that it can reach, its best path, and what chance earns.

A situation is a turn and a state. Its replies, each with its gains (one figure for each intent scored), lead
to further situations; one without replies is an end. Gains add up along a path, so extremes and means are
found from the ends back (Bellman, Dynamic Programming, 1957), on situations and never on paths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cases.expression_error import ExpressionError

MAX_TURNS = 30
MAX_SITUATIONS = 5_000
DIGITS = (
    9  # of a state or a gain: two paths that lead to the same figures meet, whatever the order of the sums
)


@dataclass(frozen=True)
class Situation:
    """Where an exchange stands: the turn to answer, and the state in the order of its names."""

    turn: str
    state: tuple[float, ...]


@dataclass(frozen=True)
class Reply:
    """A reply that a situation lets one make: its id, what it gains of each intent, and where it leads."""

    id: str
    gains: tuple[float, ...]
    to: Situation


# The replies of a situation; none where the exchange ends.
Opens = Callable[[Situation], tuple[Reply, ...]]
Gains = tuple[float, ...]


@dataclass(frozen=True)
class Path:
    """A path followed as far as it goes: the situations met, the replies made, and their gains.

    ``refused`` is the first reply that its situation did not offer, "" when all were.
    """

    situations: tuple[Situation, ...]
    replies: tuple[Reply, ...]
    gains: Gains
    refused: str = ""

    @property
    def last(self) -> Situation:
        """Where it stops."""
        return self.situations[-1]


@dataclass(frozen=True)
class Exchange:
    """Every situation that can be reached, with its replies; ``order`` puts each after those that follow it."""

    start: Situation
    replies: Mapping[Situation, tuple[Reply, ...]]
    order: tuple[Situation, ...]
    intents: int

    @cached_property
    def ends(self) -> tuple[Situation, ...]:
        """The situations without replies."""
        return tuple(one for one in self.order if not self.replies[one])

    @cached_property
    def turns(self) -> frozenset[str]:
        """The turns that can be reached."""
        return frozenset(one.turn for one in self.order)

    @cached_property
    def most(self) -> Mapping[Situation, Gains]:
        """The most that each intent, taken alone, can still gain from a situation."""
        return self._from_the_ends(max)

    @cached_property
    def least(self) -> Mapping[Situation, Gains]:
        """The least that each intent, taken alone, still gains from a situation."""
        return self._from_the_ends(min)

    @cached_property
    def mean(self) -> Mapping[Situation, Gains]:
        """What each intent still gains from a situation, on average over replies made by chance."""
        return self._from_the_ends(lambda values: sum(values) / len(values))

    def _from_the_ends(self, fold: Callable[[Sequence[float]], float]) -> Mapping[Situation, Gains]:
        found: dict[Situation, Gains] = {}
        for one in self.order:
            after = [added(reply.gains, found[reply.to]) for reply in self.replies[one]]
            found[one] = (
                tuple(fold(values) for values in zip(*after, strict=True)) if after else (0.0,) * self.intents
            )
        return found

    @cached_property
    def ended(self) -> Mapping[Situation, float]:
        """How likely each end is when every reply is made by chance; the figures add up to one."""
        return {one: sum(masses.values()) for one, masses in self._by_chance(None).items()}

    def spread(self, intent: int) -> Mapping[float, float]:
        """How likely each total of an intent is at the end when every reply is made by chance."""
        found: dict[float, float] = {}
        for masses in self._by_chance(intent).values():
            for total, mass in masses.items():
                found[total] = found.get(total, 0.0) + mass
        return found

    def _by_chance(self, intent: int | None) -> Mapping[Situation, Mapping[float, float]]:
        masses: dict[Situation, dict[float, float]] = {self.start: {0.0: 1.0}}
        found: dict[Situation, Mapping[float, float]] = {}
        for one in reversed(self.order):
            replies, here = self.replies[one], masses.pop(one, {})
            if not replies:
                found[one] = here
            for reply in replies:
                gain = 0.0 if intent is None else reply.gains[intent]
                there = masses.setdefault(reply.to, {})
                for total, mass in here.items():
                    after = round(total + gain, DIGITS)
                    there[after] = there.get(after, 0.0) + mass / len(replies)
        return found

    def best(self, weights: Sequence[float], at_end: Mapping[Situation, float]) -> tuple[str, ...]:
        """The replies of a path worth most: gains by ``weights``, and what its end is worth; the first of equals."""
        worth: dict[Situation, float] = {}
        chosen: dict[Situation, Reply] = {}
        for one in self.order:
            values = [_weighed(reply.gains, weights) + worth[reply.to] for reply in self.replies[one]]
            if not values:
                worth[one] = at_end[one]
                continue
            worth[one] = max(values)
            level = worth[one] - 10.0**-DIGITS
            chosen[one] = next(
                reply for reply, value in zip(self.replies[one], values, strict=True) if value >= level
            )
        path: list[str] = []
        here = self.start
        while here in chosen:
            path.append(chosen[here].id)
            here = chosen[here].to
        return tuple(path)

    def follow(self, path: Sequence[str]) -> Path:
        """Follow replies one by one, up to the first that its situation does not offer."""
        situations, replies, gains = [self.start], list[Reply](), (0.0,) * self.intents
        for made in path:
            reply = next((one for one in self.replies[situations[-1]] if one.id == made), None)
            if reply is None:
                return Path(tuple(situations), tuple(replies), gains, made)
            replies.append(reply)
            situations.append(reply.to)
            gains = added(gains, reply.gains)
        return Path(tuple(situations), tuple(replies), gains)


def explore(start: Situation, opens: Opens, intents: int) -> Exchange:
    """Find every situation that can be reached from ``start``.

    ``opens`` gives the replies of a situation, each with ``intents`` gains. Raises ExpressionError when a path
    may go on for more than ``MAX_TURNS`` replies, or when there are more than ``MAX_SITUATIONS`` situations.
    """
    replies: dict[Situation, tuple[Reply, ...]] = {}
    longest: dict[Situation, int] = {}
    open_now: set[Situation] = set()
    stack = [(start, False)]
    while stack:
        here, leaving = stack.pop()
        if leaving:
            open_now.discard(here)
            longest[here] = max((1 + longest[reply.to] for reply in replies[here]), default=0)
            if longest[here] > MAX_TURNS:
                raise ExpressionError("dialogue_endless", turn=here.turn, limit=MAX_TURNS)
            continue
        if here in longest:
            continue
        if here in open_now:  # the same turn in the same state: it could come back for ever
            raise ExpressionError("dialogue_endless", turn=here.turn, limit=MAX_TURNS)
        if len(replies) >= MAX_SITUATIONS:
            raise ExpressionError("dialogue_size", limit=MAX_SITUATIONS)
        open_now.add(here)
        replies[here] = opens(here)
        stack.append((here, True))
        stack.extend((reply.to, False) for reply in reversed(replies[here]))
    return Exchange(start, replies, tuple(longest), intents)


def added(one: Gains, other: Gains) -> Gains:
    """Two lists of gains added up, one by one."""
    return tuple(round(a + b, DIGITS) for a, b in zip(one, other, strict=True))


def _weighed(gains: Gains, weights: Sequence[float]) -> float:
    return sum(gain * weight for gain, weight in zip(gains, weights, strict=True))
