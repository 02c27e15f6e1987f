"""A dialogue over the figures of one variant: the exchange that it makes, and what a path through it earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.dialogue_format import DialogueFields
from cases.exchange import DIGITS, Exchange, Gains, Path, Reply, Situation, explore
from cases.expression_error import ExpressionError
from cases.plain import is_number
from cases.scope import Scope
from cases.template import Template

CLOSE = 10.0**-DIGITS


@dataclass(frozen=True)
class Lived:
    """A dialogue whose expressions are read over one graph."""

    dialogue: DialogueFields
    templates: Mapping[str, Template]
    scope: Scope

    def first(self) -> Situation:
        """The start, with the state as it stands at first; raises ExpressionError."""
        state = tuple(self._figure(f"state.{name}", {}) for name in self.dialogue.state)
        return Situation(self.dialogue.start, state)

    def opens(self, here: Situation) -> tuple[Reply, ...]:
        """The replies offered in a situation; raises ExpressionError when its turn has replies and offers none."""
        replies, found = self.dialogue.turns[here.turn].replies, []
        for name, reply in replies.items():
            place = f"turns.{here.turn}.replies.{name}"
            if reply.when is not None and not self.holds(f"{place}.when", here):
                continue
            state = dict(zip(self.dialogue.state, here.state, strict=True))
            after = tuple(
                round(value + self._figure(f"{place}.effect.{figure}", state), DIGITS)
                if figure in reply.effect
                else value
                for figure, value in state.items()
            )
            gains = tuple(reply.intents.get(intent, 0.0) for intent in self.dialogue.score)
            found.append(Reply(name, gains, Situation(reply.to, after)))
        if replies and not found:
            raise ExpressionError("dialogue_dead_end", turn=here.turn)
        return tuple(found)

    def holds(self, place: str, here: Situation) -> bool:
        """Tell whether the condition at a place of the file holds in a situation; raises ExpressionError."""
        state = dict(zip(self.dialogue.state, here.state, strict=True))
        value = self.scope.evaluate(self.templates[place], {**state})
        if not isinstance(value, bool):
            raise ExpressionError("dialogue_condition", place=place)
        return value

    def _figure(self, place: str, state: Mapping[str, float]) -> float:
        template = self.templates[place]
        value = (
            template.constant if is_number(template.constant) else self.scope.evaluate(template, {**state})
        )
        if not is_number(value):
            raise ExpressionError("expression_type", what=place)
        return float(value)


@dataclass(frozen=True)
class Solved:
    """An exchange, and what it takes to mark a path through it.

    ``top`` and ``naive`` are the totals of each intent that earn everything and nothing; ``met`` tells for
    each end which interests it meets, in the file's order; ``best`` and ``worst`` are the paths worth most
    and least.
    """

    exchange: Exchange
    points: tuple[float, ...]
    top: Gains
    naive: Gains
    met: Mapping[Situation, tuple[bool, ...]]
    best: tuple[str, ...]
    worst: tuple[str, ...]

    def credits(self, path: Path) -> tuple[float, ...]:
        """What a path earns of each intent, then of each interest, in [0, 1].

        One left unfinished counts as if it went on as badly as it can: no reply lowers what is already earned.
        """
        least = self.exchange.least[path.last]
        intents = (
            share(gained + more, low, high)
            for gained, more, low, high in zip(path.gains, least, self.naive, self.top, strict=True)
        )
        nothing = (False,) * (len(self.points) - len(self.top))
        sides = self.met.get(path.last, nothing)
        return (*intents, *map(float, sides))

    def earned(self, path: Path) -> float:
        """The share of the points that a path earns, in [0, 1]."""
        credits = self.credits(path)
        if min(credits) >= 1:
            return 1.0
        earned = sum(credit * one for credit, one in zip(credits, self.points, strict=True))
        return earned / sum(self.points)

    def by_chance(self) -> float:
        """The mean credit of replies made by chance, each as likely as the others offered: exact."""
        earned = 0.0
        for place, (low, high) in enumerate(zip(self.naive, self.top, strict=True)):
            spread = self.exchange.spread(place).items()
            earned += self.points[place] * sum(mass * share(total, low, high) for total, mass in spread)
        sides = self.points[len(self.top) :]
        for one, mass in self.exchange.ended.items():
            earned += mass * _worth(sides, self.met[one])
        return earned / sum(self.points)


def solve(lived: Lived) -> Solved:
    """Solve a dialogue over one graph.

    Raises ExpressionError when it may go on for ever, has no reply to offer somewhere, has too many
    situations, or leaves an intent nothing to gain.
    """
    dialogue = lived.dialogue
    exchange = explore(lived.first(), lived.opens, len(dialogue.score))
    top, naive = exchange.most[exchange.start], _naive(dialogue, exchange)
    for name, high, low in zip(dialogue.score, top, naive, strict=True):
        if high - low < CLOSE:
            raise ExpressionError("dialogue_score", score=name)
    met = {one: tuple(lived.holds(f"end.{name}.when", one) for name in dialogue.end) for one in exchange.ends}
    points = tuple(one.points for one in dialogue.scored.values())
    weights = [one / (high - low) for one, high, low in zip(points, top, naive, strict=False)]
    worth = {one: _worth(points[len(top) :], found) for one, found in met.items()}
    return Solved(
        exchange,
        points,
        top,
        naive,
        met,
        best=exchange.best(weights, worth),
        worst=exchange.best([-weight for weight in weights], {one: -value for one, value in worth.items()}),
    )


def share(total: float, low: float, high: float) -> float:
    """How far a total lies from ``low`` (0) to ``high`` (1), in [0, 1]; a rounding short of 1 is 1."""
    found = min(max((total - low) / (high - low), 0.0), 1.0)
    return 1.0 if found > 1 - CLOSE else found


def _naive(dialogue: DialogueFields, exchange: Exchange) -> Gains:
    if dialogue.naive == "worst":
        return exchange.least[exchange.start]
    if dialogue.naive == "chance":
        return exchange.mean[exchange.start]
    path = exchange.follow(dialogue.naive)
    if path.refused or exchange.replies[path.last]:
        raise ExpressionError("dialogue_naive", reply=path.refused or path.last.turn)
    return path.gains


def _worth(points: tuple[float, ...], met: tuple[bool, ...]) -> float:
    return sum(one for one, holds in zip(points, met, strict=True) if holds)
