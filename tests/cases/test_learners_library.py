"""Simulated learners on every case of the library over the seeds served: the outcome expected of each."""

from __future__ import annotations

import pytest

from cases.learners import learners
from cases.library import load, slugs
from cases.marking import mark
from cases.variant import draw

SEEDS = (0,)


def sat(slug: str) -> tuple[list[str], dict[str, list[float]]]:
    """What goes otherwise than expected, and the shares of those without method, over some variants."""
    case = load(slug)
    told: list[str] = []
    shares: dict[str, list[float]] = {}
    for seed in SEEDS:
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
    told, shares = sat(slug)
    assert told == []
    assert len(shares) > 10
    for learner in learners(load(slug)):
        assert list(learner.expects_over(shares.get(learner.id, []))) == []
