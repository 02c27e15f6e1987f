"""The pages of marking, of the jury and of item analysis: what they show, what they keep, who is kept out."""

import pytest
from exam_samples import ENGINE, drawn
from jury_samples import AFTER, FREE, MINUTE, TEXT, exam_of, full, people, sit
from screens_harness import html, new_store, open_page, sent, widget

from app import exams, jury, session
from app.access import Viewer
from app.clock import FixedClock
from app.marking_queue import give, queue
from cases.library import load

LATE = AFTER + 300 * MINUTE


@pytest.fixture
def store(monkeypatch, tmp_path):
    opened = new_store(monkeypatch, tmp_path)
    monkeypatch.setattr(session, "clock", lambda: FixedClock(LATE))
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def trainer(monkeypatch, me):
    who = Viewer(me, "trainer", "Claire", "local", alone=True)
    monkeypatch.setattr(session, "visitor", lambda: who)
    return who


def mark_all(store, trainer, exam):
    for script in queue(store, trainer, exam.id, load)[1][0].scripts:
        give(store, trainer, script, FREE.id, full(), "", drawn, LATE, ENGINE)


def test_the_queue_is_marked_one_answer_after_the_other(store, trainer, me):
    one, two = people(store, 2)
    exam = exam_of(store, me, one, two)
    rows = [sit(store, exam, who) for who in (one, two)]
    assert "2 copies à noter" in html(open_page("marking"))
    assert "0 réponse notée sur 2" in sent(open_page("marking", exam=exam.id))
    at = open_page("marking", exam=exam.id, paper="1", question=FREE.id, candidate="1")
    assert TEXT in html(at)
    assert "candidate 1" in html(at)
    widget(at.button, "save").click().run()
    assert "chaque ligne" in sent(at)
    for line in FREE.rubric:
        widget(at.radio, line.id).set_value(line.points)
    widget(at.text_area, "comment").set_value("Clair et juste.")
    widget(at.button, "save").click().run()
    (kept,) = store.assessments(rows[0].id, one).values()
    assert (kept.points, kept.comment, kept.assessor) == (full(), "Clair et juste.", "Claire")
    assert store.last_grade(rows[0].id, one).marked["pending"] == 0
    assert at.query_params["candidate"] == "2"
    for lang in ("fr", "en"):
        open_page("marking", lang, exam=exam.id, paper="1", question=FREE.id, candidate="9")


def test_a_blind_page_names_nobody(store, trainer, me):
    one, two = people(store, 2)
    exam = exam_of(store, me, one, two, blind=True)
    rows = [sit(store, exam, who) for who in (one, two)]
    for address in ({}, {"paper": "1", "question": FREE.id, "candidate": "1"}):
        shown = sent(open_page("marking", exam=exam.id, **address))
        assert "candidate 1" not in shown
        assert "candidate 2" not in shown
        assert not any(row.id in shown for row in rows)
    assert "candidate 1" not in sent(open_page("jury", exam=exam.id))


def test_the_jury_validates_and_reopens(store, trainer, me):
    one, two = people(store, 2)
    exam = exam_of(store, me, one, two)
    sit(store, exam, one)
    at = open_page("jury", exam=exam.id)
    assert at.button(key="lt_jury_validate").disabled
    mark_all(store, trainer, exam)
    at = open_page("jury", exam=exam.id)
    assert "absent" in html(at)
    assert "20\u00a0/\u00a020" in html(at)
    at.button(key="lt_jury_validate").click().run()
    assert at.button(key="lt_do_sure")
    # AppTest runs no dialog twice: the service does what the button asks.
    jury.validate(store, trainer, exam.id, LATE)
    assert store.exam(exam.id).validated_by == me
    assert "Résultats validés par" in sent(open_page("jury", exam=exam.id))
    assert widget(open_page("marking", exam=exam.id, paper="1", question=FREE.id).button, "save").disabled
    at = open_page("jury", exam=exam.id)
    at.button(key="lt_jury_reopen").click().run()
    assert at.text_input(key="lt_jury_reason")
    jury.reopen(store, trainer, exam.id, "erreur", LATE)
    assert "provisoires" in sent(open_page("jury", exam=exam.id))
    open_page("jury", "en", exam=exam.id)


def test_points_are_changed_on_the_paper_and_told_to_the_learner(store, monkeypatch, trainer, me):
    exam = exam_of(store, me, me)
    row = sit(store, exam, me, right=("order_cost",))
    at = open_page("paper_read", exam=exam.id, sitting=row.id)
    widget(at.text_input, "lot_size", "points").set_value("0,5")
    widget(at.button, "lot_size", "save").click().run()
    assert "un commentaire" in sent(at)
    widget(at.text_area, "lot_size", "comment").set_value("Méthode juste.")
    widget(at.button, "lot_size", "save").click().run()
    assert store.overrides(row.id, me)["lot_size"].points == 0.5
    assert "Méthode juste." in html(at)
    # Nothing of it reaches the learner before the release.
    assert "Méthode juste." not in sent(open_page("debrief", sitting=row.id))
    exams.release(store, trainer, exam.id, LATE)
    shown = sent(open_page("debrief", sitting=row.id))
    assert "Méthode juste." in shown
    assert "provisoire, avant validation" in shown
    mark_all(store, trainer, exam)
    store.validate_exam(exam.id, me, LATE)
    assert "validé par le jury" in sent(open_page("debrief", sitting=row.id))
    assert "validé par le jury" in sent(open_page("my_exams"))
    assert not [
        one
        for one in open_page("paper_read", exam=exam.id, sitting=row.id).button
        if "lot_size:save" in one.key
    ]


def test_the_analysis_tells_and_opens_papers(store, trainer, me):
    everybody = people(store, 6)
    exam = exam_of(store, me, *everybody)
    rows = [
        sit(store, exam, who, right=("order_cost",)[: place % 2]) for place, who in enumerate(everybody[:4])
    ]
    assert "Analyse masquée" in sent(open_page("analysis", exam=exam.id))
    rows += [
        sit(store, exam, who, right=("order_cost",)[: place % 2]) for place, who in enumerate(everybody[4:])
    ]
    at = open_page("analysis", exam=exam.id)
    assert "(3 sur 6)" in html(at)
    assert "Sans réponse" in html(at)
    version = load(rows[0].case_slug).version
    at = open_page("analysis", exam=exam.id, of=rows[0].case_slug, show=f"{version}:q:order_cost:0")
    assert rows[0].id in html(at)
    assert rows[1].id not in html(at)
    assert "candidate 1" in html(at)
    for lang in ("fr", "en"):
        open_page("analysis", lang, case=rows[0].case_slug)
        open_page("analysis", lang, exam=exam.id, of=rows[0].case_slug, show="no:such")


@pytest.mark.parametrize("page", ["marking", "jury", "analysis"])
def test_a_learner_reaches_none_of_them_by_address(store, monkeypatch, me, page):
    exam = exam_of(store, me, me)
    sit(store, exam, me)
    shown = sent(open_page(page, exam=exam.id, paper="1", question=FREE.id, candidate="1"))
    for secret in (TEXT, "Critères", "Corrigé type", "Réussite", "Valider"):
        assert secret not in shown
