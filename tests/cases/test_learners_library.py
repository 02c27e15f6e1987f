"""Simulated learners on every case of the library over the seeds served: the outcome expected of each."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from cases.learners import learners
from cases.library import load, slugs
from cases.marking import mark
from cases.variant import draw

SEEDS = 2


def sat(slug: str, first: int, count: int) -> tuple[list[str], dict[str, list[float]]]:
    """What goes otherwise than expected, and the shares of those without method, over some variants."""
    case = load(slug)
    told: list[str] = []
    shares: dict[str, list[float]] = {}
    for seed in range(first, first + count):
        variant = draw(case, seed)
        for learner in learners(case, [variant]):
            if not learner.applies(variant):
                continue
            marked = mark(variant, learner.answers(variant))
            told += [problem.explain("en") for problem in learner.expects(marked)]
            shares.setdefault(learner.id, []).append(learner.share(variant, marked))
    return told, shares


@pytest.mark.slow
@pytest.mark.parametrize("slug", slugs())
def test_every_simulated_learner_gets_what_it_should(slug: str) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        halves = list(executor.map(sat, [slug] * 2, [0, SEEDS // 2], [SEEDS // 2] * 2))
    assert [told for told, _ in halves] == [[], []]
    case = load(slug)
    shares = {name: one + halves[1][1].get(name, []) for name, one in halves[0][1].items()}
    assert len(shares) > 10
    for learner in learners(case):
        assert list(learner.expects_over(shares.get(learner.id, []))) == []
