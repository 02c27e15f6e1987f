"""The debrief: the mark first, the criteria, then each question with what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sent, sit, sound, variant, widget

from app.i18n import translator
from app.store import SittingRow, Store
from app.widgets.context import Work
from app.widgets.handin import close
from cases.answers import Answer, Raw
from cases.debrief import debrief, summary
from cases.decisions import compare
from cases.marking import mark


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


def key() -> dict[str, Raw]:
    """What a careful learner would type: every key, written in French, and a text that a person will assess."""
    paper = variant()
    typed = {q.id: q.raw(q.key(paper.scope()), "fr") for q in paper.case.questions if q.AUTO}
    return typed | {"note": "Claire, nous changeons la règle."}


def handed_in(store: Store, answers: dict[str, Raw]) -> SittingRow:
    """A sitting handed in with these answers."""
    row = sit(store)
    for question, raw in answers.items():
        store.save_answer(row.id, row.learner_id, question, raw, "fr", NOW)
    assert close(Work(row, variant()))
    return row


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_perfect_paper_gets_twenty(store: Store, lang: str) -> None:
    row = handed_in(store, key())
    at = open_page("debrief", lang, sitting=row.id)
    assert "20\u00a0/\u00a020" in html(at)
    assert html(at).count("lt-verdict right") == sum(one.AUTO for one in variant().case.questions)
    assert variant().case.title(lang) in [title.value for title in at.title]


def test_an_error_is_explained_carried_and_credited(store: Store) -> None:
    paper = variant()
    answers = key() | {"daily_mean": "999"}
    answers.pop("mode")
    row = handed_in(store, answers)
    at = open_page("debrief", sitting=row.id)
    typed = {question: Answer(raw, "fr") for question, raw in answers.items()}
    marked = mark(paper, typed)
    assert summary(paper, marked, "fr") in [text.value for text in at.markdown]
    words = sent(at)
    for item in debrief(paper, typed, marked, "fr"):
        assert f"lt-verdict {item.verdict}" in html(at)
        assert item.interval in html(at)
        for line in item.feedback:
            assert line in [text.value for text in at.markdown]
        assert item.solution in [text.value for text in at.markdown]
        if item.own_solution:
            assert translator("fr")("debrief.own_solution") in words
    assert translator("fr")("verdict.no_answer") in html(at)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_marks_per_criterion_stand_beside_the_official_code(store: Store, lang: str) -> None:
    at = open_page("debrief", lang, sitting=handed_in(store, key()).id)
    for criterion in variant().case.criteria:
        assert f">{criterion.split('/')[1]}</span>" in html(at)
    assert html(at).count("lt-criteria") >= len({key.split("/")[0] for key in variant().case.criteria})


def test_the_learners_year_lies_over_the_reference_year(store: Store) -> None:
    row = handed_in(store, {"policy": {"s": "300", "Q": "900"}})
    at, t = open_page("debrief", sitting=row.id), translator("fr")
    for name in (
        "compared.own",
        "compared.reference",
        "compared.naive",
        "compared.worst",
        "chart.key_reference",
    ):
        assert t(name) in html(at)
    found = compare(variant(), "policy", Answer({"s": "300", "Q": "900"}, "fr"))
    assert len(found.worst) == 3
    for day in found.worst:
        assert day.text("fr") in html(at)


def test_without_a_policy_the_reference_year_is_shown_alone(store: Store) -> None:
    at = open_page("debrief", sitting=handed_in(store, {}).id)
    assert translator("fr")("compared.no_answer") in [text.value for text in at.caption]
    assert "0\u00a0/\u00a020" in html(at)
    assert html(at).count("lt-verdict blank") == len(variant().case.questions)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_before_handing_in_there_is_no_debrief(store: Store, lang: str) -> None:
    row = sit(store)
    at = open_page("debrief", lang, sitting=row.id)
    assert translator(lang)("debrief.not_yet") in [info.value for info in at.info]
    assert "lt-verdict" not in sent(at).replace("lt-verdict.", "").replace("lt-verdict {", "")
    sound(at.button(key="lt_resume_sitting").click().run(), lang)
    assert "lt-chip" in html(at)


def test_hostile_answers_are_shown_as_text(store: Store) -> None:
    row = handed_in(
        store, {"annual_demand": "<script>alert(1)</script>", "policy": {"s": "<b>x</b>", "Q": "1"}}
    )
    at = open_page("debrief", sitting=row.id)
    raw = "".join(element.value for element in at.get("html"))
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert" in raw
    assert html(at).count("lt-verdict unreadable") == 2


def test_one_can_go_on_from_the_debrief(store: Store) -> None:
    row = handed_in(store, {})
    at = open_page("debrief", sitting=row.id)
    sound(at.button(key="lt_my_paper_above").click().run())
    assert at.query_params["sitting"] == row.id
    assert all(field.disabled for field in at.text_input)
    at = open_page("debrief", sitting=row.id)
    sound(at.button(key="lt_again_below").click().run())
    assert at.query_params["sitting"] != row.id
    assert not widget(at.text_input, "annual_demand").disabled


def test_the_mark_given_stays_when_the_marking_changes(store: Store) -> None:
    row = sit(store)
    given = mark(variant(), {}).as_dict() | {"score": 10.0}
    store.hand_in(row.id, row.learner_id, NOW, given)
    at = open_page("debrief", sitting=row.id)
    assert "10\u00a0/\u00a020" in html(at)
    now = "0\u00a0/\u00a020"
    assert translator("fr")("debrief.recomputed", now=now) in [info.value for info in at.info]


def test_handing_in_saves_the_mark_once(store: Store) -> None:
    row = handed_in(store, key())
    grade = store.last_grade(row.id, row.learner_id)
    assert grade is not None
    assert grade.marked["max_score"] == variant().case.points
    assert grade.marked["score"] == variant().case.points - grade.marked["pending"]
    assert grade.marked["pending"] == variant().case.question("note").points
    assert close(Work(row, variant()))
    assert len(store.grades(row.id, row.learner_id)) == 1
