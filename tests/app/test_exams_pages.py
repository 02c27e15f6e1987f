"""The pages of assessments: the learner's list and paper, the trainer's desk, and who is kept out."""

from datetime import UTC, datetime, timedelta

import pytest
from screens_harness import SLUG, html, new_store, open_page, sent, widget

from app import session
from app.access import Viewer
from app.clock import FixedClock
from app.store import CandidateDraft, ExamDraft, ExamPaper
from cases.library import load

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ASKED = ("annual_demand", "lot_size")


@pytest.fixture
def store(monkeypatch, tmp_path):
    opened = new_store(monkeypatch, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch):
    fixed = FixedClock(NOW)
    monkeypatch.setattr(session, "clock", lambda: fixed)
    return fixed


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def as_trainer(monkeypatch, me):
    def switch(role="trainer"):
        who = Viewer(me, role, "Claire", "local", alone=True)
        monkeypatch.setattr(session, "visitor", lambda: who)

    return switch


def set_exam(store, me, **changes):
    values = {
        "title": "Stocks",
        "kind": "exam",
        "opens_at": NOW,
        "closes_at": NOW + 180 * MINUTE,
        "papers": (ExamPaper(SLUG, load(SLUG).version, 1.0, ASKED),),
        "candidates": (CandidateDraft(me, 33),),
        "minutes": 60,
        "seeds": {"same": 7},
    }
    return store.create_exam(ExamDraft(**(values | changes)), me, NOW - MINUTE)


def test_a_learner_finds_begins_and_resumes(store, clock, me):
    assert "Aucune évaluation" in sent(open_page("my_exams"))
    exam = set_exam(store, me)
    at = open_page("my_exams")
    assert "+20\u00a0minutes" in sent(at) or "+20 minutes" in sent(at)
    store.start_paper(exam.id, me, 1, "fr", NOW)
    clock.advance(minutes=10)
    at = open_page("my_exams")
    assert "réponses\u202f: 0 sur 2" in html(at) or "0 sur 2" in html(at)


def test_the_paper_asks_the_questions_chosen_and_counts_down(store, clock, me):
    row = store.start_paper(set_exam(store, me).id, me, 1, "fr", NOW)
    at = open_page("sitting", sitting=row.id)
    shown = html(at)
    assert 'id="question-1"' in shown
    assert 'id="question-2"' not in shown
    assert "logitrain_countdown" in sent(at) or "lt_countdown" in sent(at)


def test_a_paused_paper_is_not_shown(store, clock, me):
    exam = set_exam(store, me)
    row = store.start_paper(exam.id, me, 1, "fr", NOW)
    store.pause_exam(exam.id, me, NOW)
    at = open_page("sitting", sitting=row.id)
    assert "suspendue" in sent(at)
    assert 'id="question-1"' not in html(at)


def test_a_late_paper_closes_when_looked_at(store, clock, me):
    row = store.start_paper(set_exam(store, me).id, me, 1, "fr", NOW)
    clock.advance(minutes=81)
    at = open_page("sitting", sitting=row.id)
    assert "Le temps s’est écoulé" in sent(at)
    assert store.sitting(row.id, me).handed_in_at == NOW + 80 * MINUTE
    # Not released: neither the mark nor the key can be reached.
    assert "en attente" in sent(open_page("my_exams"))
    assert "20\u202f838" not in sent(open_page("debrief", sitting=row.id))


def test_a_void_paper_is_closed_to_its_learner(store, clock, me):
    exam = set_exam(store, me)
    row = store.start_paper(exam.id, me, 1, "fr", NOW)
    store.void(exam.id, me, "téléphone", me, NOW)
    assert "Copie annulée" in sent(open_page("sitting", sitting=row.id))
    assert "téléphone" in sent(open_page("my_exams"))


def test_a_case_is_not_practised_while_it_is_assessed(store, clock, me):
    exam = set_exam(store, me)
    before = store.start_sitting(me, SLUG, load(SLUG).version, 7, "fr", NOW)
    row = store.start_paper(exam.id, me, 1, "fr", NOW)
    assert "Étude de cas réservée" in sent(open_page("sitting", sitting=before.id))
    at = open_page("catalogue")
    widget(at.button, SLUG).click().run()
    assert len(store.sittings(me)) == 2
    store.hand_in(row.id, me, NOW, {"score": 0.0, "max_score": 1.0, "questions": [], "case": SLUG})
    assert "Étude de cas réservée" not in sent(open_page("sitting", sitting=before.id))


@pytest.mark.parametrize("page", ["exams", "exam", "exam_new", "paper_read"])
def test_a_learner_reaches_no_desk_by_address(store, clock, me, page):
    exam = set_exam(store, me)
    row = store.start_paper(exam.id, me, 1, "fr", NOW)
    shown = sent(open_page(page, exam=exam.id, sitting=row.id))
    for secret in ("Suivi", "Candidats", "20\u202f838", "Donner du temps"):
        assert secret not in shown


def test_the_desk_and_the_paper_behind_it(store, clock, me, as_trainer):
    as_trainer()
    exam = set_exam(store, me)
    row = store.start_paper(exam.id, me, 1, "fr", NOW)
    store.save_answer(row.id, me, "annual_demand", "12000", "fr", NOW)
    assert "Stocks" in sent(open_page("exams"))
    at = open_page("exam", exam=exam.id)
    assert "1 sur 2" in html(at)
    assert row.id in html(at)
    read = sent(open_page("paper_read", exam=exam.id, sitting=row.id))
    assert "12\u202f000" in read
    for lang in ("fr", "en"):
        open_page("exam", lang, exam=exam.id)
        open_page("my_exams", lang)


def test_an_assessment_is_set_tried_and_changed(store, clock, me, as_trainer):
    as_trainer()
    at = open_page("exam_new")
    assert "Donnez un titre" in sent(at)
    widget(at.text_input, "title").set_value("Stocks, bloc 2").run()
    widget(at.multiselect, "cases").set_value([SLUG]).run()
    widget(at.multiselect, "questions", SLUG).set_value(list(ASKED)).run()
    widget(at.multiselect, "people").set_value([me]).run()
    widget(at.multiselect, "third").set_value([me]).run()
    assert "2 questions" in html(at)
    at.button(key="lt_exam_program").click().run()
    (exam,) = store.exams()
    assert (exam.title, exam.papers[0].questions, exam.candidates[0].extra_percent) == (
        "Stocks, bloc 2",
        ASKED,
        33,
    )
    assert exam.opens_at == NOW + 15 * MINUTE
    at = open_page("exam_new", exam=exam.id)
    widget(at.text_input, "minutes").set_value("").run()
    at.button(key="lt_exam_try").click().run()
    (run,) = (one for one in store.exams(rehearsals=True) if one.rehearsal)
    assert (run.minutes, run.opens_at) == (None, NOW)
    at = open_page("exam_new", exam=exam.id)
    widget(at.text_input, "weight", SLUG).set_value("1,5").run()
    at.button(key="lt_exam_program").click().run()
    assert store.exam(exam.id).papers[0].weight == 1.5
