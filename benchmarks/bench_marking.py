"""Marking one paper: under 5 ms without simulation, under 300 ms with its decision.

The work: the paper of `seuil-reappro` (14 questions), each variant marked once with answers that are right, wrong
and carried in turn. There is no peer that marks such a paper, so each time is held against the limit of the
project. With the decision each variant is new: its reference is searched cold, as at a first hand-in.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Contestant, Result, limit, on_one_thread, take_turns
from cases.answers import Answer
from cases.library import load
from cases.marking import mark
from cases.variant import Variant, draw

SLUG = "seuil-reappro"
ROUNDS = 9
PLAIN_MS = 5
DECISION_MS = 300


def _answers(variant: Variant) -> dict[str, Answer]:
    """The key without the decision, one figure wrong upstream so that errors are carried."""
    asked = _plain(variant)
    asked["daily_mean"] = Answer("61,5")
    return asked


def _plain(variant: Variant) -> dict[str, Answer]:
    scope = variant.scope()
    kept = (one for one in variant.case.questions if not one.SIMULATED)
    return {one.id: Answer(one.raw(scope.value(one.id), "fr")) for one in kept}


def run() -> list[Result]:
    """Measure both, each round on variants of its own."""
    case = load(SLUG)
    seeds: Iterator[int] = iter(range(10_000, 20_000))
    plain = [(one, _answers(one)) for one in (draw(case, next(seeds)) for _ in range(20))]

    def marked_plain() -> None:
        for variant, answers in plain:
            mark(variant, answers)

    cold: list[tuple[Variant, dict[str, Answer]]] = []

    def marked_cold() -> None:
        variant, answers = cold.pop()
        mark(variant, answers)

    for _ in range(ROUNDS + 1):
        variant = draw(case, next(seeds))
        # Inputs typed by hand: writing the key would search the reference before it is timed.
        policy = Answer({"s": "700", "Q": "900"})
        cold.append((variant, {**_answers(variant), "policy": policy}))
    rates = take_turns(
        {
            "plain": Contestant(len(plain), on_one_thread(marked_plain)),
            "decision": Contestant(1, on_one_thread(marked_cold)),
        },
        ROUNDS,
    )
    count = len(case.questions)
    return [
        limit(
            "one paper, no simulation", rates["plain"], PLAIN_MS, f"{count - 1} of {count} questions answered"
        ),
        limit("one paper with its decision", rates["decision"], DECISION_MS, "reference searched cold"),
    ]
