"""A variant of a case: the case, a seed, and the parameters that the seed draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from cases.case import Case
from cases.draw import draw_one
from cases.expressions import ExpressionError
from cases.graph import SEED, GraphScope
from cases.plain import Plain
from cases.problem import DrawError, Problem
from sim.streams import stream

MAX_ATTEMPTS = 200
MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class Rejection:
    """Why a draw is rejected: a message code, what it names (a condition, two answers), its place in the file."""

    code: str
    what: str
    place: str = ""
    cause: Problem | None = field(default=None, compare=False)

    @property
    def named(self) -> Problem | str:
        """What it names, in words of either language where they are known."""
        return self.cause or self.what


@dataclass(frozen=True)
class Variant:
    """One paper: what the seed drew, and why each draw before it was rejected."""

    case: Case
    seed: int
    drawn: Mapping[str, Plain]
    rejections: tuple[Rejection, ...] = ()

    @property
    def rejected(self) -> int:
        """How many draws were rejected before this one."""
        return len(self.rejections)

    def scope(self) -> GraphScope:
        """The graph over this variant's parameters: the key, until answers are put in it."""
        return self._key.fork()

    @cached_property
    def _key(self) -> GraphScope:
        # What the seed alone decides is computed once, whoever asks: the draw, each marking, each page.
        return GraphScope(self.case.graph, {SEED: self.seed, **self.drawn})


def draw(case: Case, seed: int) -> Variant:
    """Draw the variant of a seed (0 to 2³¹ − 1).

    A draw is rejected when a condition of the case does not hold, or when two of a question's methods
    would give answers that marking cannot tell apart; the next attempt draws from other streams. Raises
    DrawError after 200 attempts, naming what rejected them most.
    """
    if not 0 <= seed <= MAX_SEED:
        raise DrawError((Problem("seed_range", case.slug, None, {"seed": seed, "limit": MAX_SEED}),))
    reasons: list[Rejection] = []
    for attempt in range(MAX_ATTEMPTS):
        try:
            variant = Variant(case, seed, _attempt(case, seed, attempt), tuple(reasons))
            reason = _rejected(case, variant.scope())
        except ExpressionError as error:
            problem = Problem(error.code, params=error.params)
            reason = Rejection("draw_failed", problem.explain("en"), cause=problem)
        else:
            if reason is None:
                return variant
        reasons.append(reason)
    most, count = Counter(reasons).most_common(1)[0]
    params = {"seed": seed, "what": most.named, "count": count, "attempts": MAX_ATTEMPTS}
    raise DrawError((Problem(most.code, f"{case.slug}/case.yaml", case.lines.get(most.place), params),))


def _attempt(case: Case, seed: int, attempt: int) -> dict[str, Plain]:
    scope = GraphScope(case.graph, {SEED: seed})
    drawn: dict[str, Plain] = {}
    for name in case.graph.order:
        if name in case.file.draw:
            streams = partial(stream, seed, "case", case.slug, "draw", name, attempt)
            drawn[name] = draw_one(case.file.draw[name], case.draws[name], scope, streams)
            scope.put(name, drawn[name])
    return drawn


def _rejected(case: Case, scope: GraphScope) -> Rejection | None:
    for place, condition in enumerate(case.conditions):
        if scope.evaluate(condition) is not True:
            return Rejection("draw_condition", case.file.keep_if[place], f"keep_if.{place}")
    for place, question in enumerate(case.questions):
        for one, other in question.look_alike(scope):
            return Rejection("draw_alike", f"{question.id}: {one} = {other}", f"questions.{place}")
    return None
