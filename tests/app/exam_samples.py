"""What the tests of assessments share: one that a trainer sets, and what its clock needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from store_samples import NOON, SLUG

from app.access import Viewer
from app.store import CandidateDraft, Exam, ExamDraft, ExamPaper, Store
from cases.library import load
from cases.variant import Variant, draw

OPENS = NOON
CLOSES = NOON + timedelta(hours=3)
ENGINE = "test"


@cache
def drawn(slug: str, version: int, seed: int) -> Variant:
    """A variant of a version of a case."""
    return draw(load(slug, version), seed)


def paper(**changes: object) -> ExamPaper:
    """A paper of the sample case as it stands."""
    return replace(ExamPaper(SLUG, load(SLUG).version), **changes)


def draft(*learners: int, **changes: object) -> ExamDraft:
    """An hour's exam of one paper, open for three, the same variant for all."""
    whole = ExamDraft(
        title="Gestion des stocks",
        kind="exam",
        opens_at=OPENS,
        closes_at=CLOSES,
        papers=(paper(),),
        candidates=tuple(CandidateDraft(one) for one in learners),
        minutes=60,
        seeds={"same": 7},
    )
    return replace(whole, **changes)


def set_exam(store: Store, trainer: int, *learners: int, **changes: object) -> Exam:
    """The same, kept."""
    return store.create_exam(draft(*learners, **changes), trainer, NOON - timedelta(days=1))


def trainer_of(learner_id: int) -> Viewer:
    """A trainer."""
    return Viewer(learner_id, "trainer", "Formatrice")


def learner_of(learner_id: int) -> Viewer:
    """A learner."""
    return Viewer(learner_id, "learner", "Apprenant")
