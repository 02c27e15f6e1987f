"""From a marked paper to evidence: what was shown, of which criterion, in which attempt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from evidence_samples import shown

from cases.answers import Answer
from cases.evidence import SittingFacts, evidence_of, items_of
from cases.keyfile import key_answers
from cases.library import load
from cases.marking import mark
from cases.questions.base import Item
from cases.variant import draw

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FACTS = SittingFacts("s1", "exam", AT)


def paper(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"case": "essai", "version": 3, "seed": 7, "questions": list(questions), **more}


def question(identifier: str, *items: dict[str, Any], pending: bool = False) -> dict[str, Any]:
    return {
        "id": identifier,
        "score": 9,
        "max_score": 9,
        "codes": [],
        "pending": pending,
        "items": list(items),
    }


def item(
    identifier: str, score: float, out_of: float, *criteria: str, kind: str = "computed"
) -> dict[str, Any]:
    return {"id": identifier, "score": score, "max_score": out_of, "criteria": list(criteria), "kind": kind}


def unknown(_question: str) -> tuple[Item, ...]:
    return ()


def test_an_item_is_whole_evidence_for_each_of_its_criteria() -> None:
    marked = paper(
        question("lot", item("lot", 1.5, 2, "rncp11928/B2.4", "cqpm-tli/C3.M1")),
        question(
            "year", item("fill", 1, 1, "rncp11928/B2.1", kind="simulated"), item("words", 0, 2, "tsmel/A1.3")
        ),
        contexts={"country": ["DE", "US"]},
    )
    found = evidence_of(marked, FACTS, unknown)
    assert [(one.key, one.question, one.item, one.score, one.max_score, one.kind) for one in found] == [
        ("rncp11928/B2.4", "lot", "lot", 1.5, 2, "computed"),
        ("cqpm-tli/C3.M1", "lot", "lot", 1.5, 2, "computed"),
        ("rncp11928/B2.1", "year", "fill", 1, 1, "simulated"),
        ("tsmel/A1.3", "year", "words", 0, 2, "computed"),
    ]
    for one in found:
        assert (one.sitting, one.slug, one.version, one.seed, one.part, one.at) == (
            "s1",
            "essai",
            3,
            7,
            "exam",
            AT,
        )
        assert one.contexts == {"country": ("DE", "US")}
        assert not one.self_assessed


def test_what_a_person_must_still_assess_is_no_evidence() -> None:
    marked = paper(
        question("essay", item("essay", 0, 4, "tsmel/A2.2", kind="text"), pending=True),
        question("mixed", {**item("a", 0, 4, "tsmel/A2.2"), "pending": True}, item("b", 1, 1, "tsmel/A2.2")),
    )
    assert [one.item for one in evidence_of(marked, FACTS, unknown)] == ["b"]


def test_an_item_without_points_or_criteria_is_no_evidence() -> None:
    marked = paper(question("q", item("a", 0, 0, "tsmel/A2.2"), item("b", 1, 1)))
    assert evidence_of(marked, FACTS, unknown) == ()


def test_a_question_that_the_learner_assessed_says_so() -> None:
    marked = paper(
        question("essay", item("essay", 3, 4, "tsmel/A2.2", kind="text")),
        question("q", item("q", 1, 1, "tsmel/A1.1")),
    )
    found = evidence_of(marked, SittingFacts("s1", "practice", AT, frozenset({"essay"})), unknown)
    assert [(one.question, one.self_assessed) for one in found] == [("essay", True), ("q", False)]


def test_a_grade_from_before_items_counts_each_question_as_one() -> None:
    """The shape that the store kept in version 0.1: no items, no pending, no contexts."""
    case = load("seuil-reappro")
    old = {"case": case.slug, "version": 1, "seed": 2, "questions": [
        {"id": one.id, "score": one.points / 2, "max_score": one.points, "codes": ["wrong"]} for one in case.questions
    ] + [{"id": "gone", "score": 1, "max_score": 1, "codes": ["correct"]}]}  # fmt: skip
    found = evidence_of(old, FACTS, items_of(case))
    pairs = [(one.question, one.key) for one in found]
    assert pairs == [(one.id, key) for one in case.questions for key in one.criteria]
    assert all(one.score == one.max_score / 2 for one in found)
    assert {one.kind for one in found} == {"computed", "simulated", "document", "text"}


def test_the_library_case_gives_the_same_points_as_its_marking() -> None:
    """What evidence adds up to is what the paper said of each criterion."""
    case = load("seuil-reappro")
    variant = draw(case, 3)
    answers = {name: Answer(raw, "fr") for name, raw in key_answers(variant, "fr").items()}
    first = case.question_ids[0]
    marked = mark(variant, {**answers, first: Answer("1", "fr")})
    found = evidence_of(marked.as_dict(), FACTS, items_of(case))
    for criterion in marked.criteria:
        mine = [one for one in found if one.key == criterion.key]
        assert sum(one.score for one in mine) == pytest.approx(criterion.score)
        assert sum(one.max_score for one in mine) == pytest.approx(criterion.max_score)
    assert {one.key for one in found} == set(case.criteria)


def test_evidence_that_could_not_be_used_is_refused() -> None:
    with pytest.raises(ValueError, match="points at stake"):
        shown("tsmel/A1.1", 0, 0)
    with pytest.raises(ValueError, match="aware"):
        evidence_of(
            paper(question("q", item("q", 1, 1, "tsmel/A1.1"))),
            SittingFacts("s", "exam", datetime(2026, 1, 1)),
            unknown,
        )
