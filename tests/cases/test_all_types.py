"""The sample of the whole engine: every type of question, and each kind of figure, wired in one graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.answer_key import answer_key
from cases.answers import Answer
from cases.debrief import debrief
from cases.load import LANGUAGES, load_folder
from cases.marking import mark
from cases.numerals import Lang
from cases.proof import prove_share, together
from cases.questions import QUESTION_TYPES
from cases.variant import Variant, draw
from cases.views import questions

FOLDER = Path(__file__).parent / "fixtures" / "all-types"
CASE = load_folder(FOLDER)
SEEDS = 20


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(CASE, 4)


def perfect(variant: Variant, lang: Lang) -> dict[str, Answer]:
    """The key as a learner would type it; a text that a person must assess has some words of its own."""
    scope = variant.scope()
    return {
        one.id: Answer(one.raw(scope.value(one.id), lang) if one.AUTO else "Le seuil couvre le délai.", lang)
        for one in variant.case.questions
    }


def test_no_type_and_no_kind_of_figure_is_missing() -> None:
    assert {question.type for question in CASE.questions} == set(QUESTION_TYPES)
    text = (FOLDER / "case.yaml").read_text(encoding="utf-8")
    for key in ("date", "duration", "money", "rate"):
        assert f"kind: {key}" in text
    for key in ("boxes:", "steps:", "method:", "alternatives:"):
        assert key in text


def test_it_is_proven() -> None:
    report = together(CASE, [prove_share(CASE, 0, SEEDS)])
    assert report.ok, [problem.explain("en") for problem in report.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_perfect_paper_earns_all_that_a_machine_marks(variant: Variant, lang: Lang) -> None:
    marked = mark(variant, perfect(variant, lang))
    assert marked.score == pytest.approx(marked.max_score - marked.pending_points)
    assert marked.pending == tuple(one.id for one in CASE.questions if not one.AUTO)


def test_a_blank_paper_earns_nothing(variant: Variant) -> None:
    assert mark(variant, {}).score == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_shown_and_debriefed_whole(variant: Variant, lang: Lang) -> None:
    assert [view.id for view in questions(variant, lang)] == list(CASE.question_ids)
    answers = perfect(variant, lang)
    told = debrief(variant, answers, mark(variant, answers), lang)
    assert {item.verdict for item in told} == {"right", "pending"}
    assert all(item.solution for item in told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_key_names_every_slip(variant: Variant, lang: Lang) -> None:
    keys = {view.item.id: view for view in answer_key(variant, lang)}
    assert list(keys) == list(CASE.question_ids)
    for question in CASE.questions:
        codes = [slip.code for slip in keys[question.id].slips]
        assert len(codes) == len(set(codes))
        assert set(question.mistake_values(variant.scope())) <= set(codes)
    (slip,) = keys["threshold"].slips
    assert slip.code == "mistake.safety_left_out"
    assert slip.answer
    assert slip.words


def test_the_key_tells_a_decision_without_marking_it(variant: Variant) -> None:
    (view,) = [one for one in answer_key(variant, "en") if one.type == "decision"]
    assert view.item.expected
    assert view.item.score == 0
