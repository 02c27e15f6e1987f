"""Mock exams: one's own from composing to the result, the clock, and nobody else's business."""

from datetime import timedelta

import pytest
from exam_samples import ENGINE, drawn, learner_of, set_exam, trainer_of
from screens_harness import html, new_store, open_page, sent
from store_samples import NOON, learner

from app import exams, item_analysis, marking_queue, mocks, session
from app.access import TABLE, may, owned_by
from app.clock import FixedClock
from app.evidence import evidence
from app.exports.rows import exam_gradebook
from app.grading import Assessed, assess, marked
from app.i18n import translator
from app.store import ExamNotFound, ExamOver, ExamVoided, RoleForbids
from app.store.mock_errors import MockEmpty, MockRunning
from cases.keyfile import key_answers
from cases.library import load
from cases.policy import MOCK_EXAM, Policy

MINUTE = timedelta(minutes=1)
SCOPE = "rncp11928/B2"
FOUND = mocks.composed(mocks.scope_of(SCOPE), mocks.offers(load), 60, 3)


@pytest.fixture
def store(monkeypatch, tmp_path):
    """One of these pages; what the queries do on both databases is test_plans_store.py's."""
    monkeypatch.setattr(session, "clock", lambda: FixedClock(NOON))
    opened = new_store(monkeypatch, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def other(store):
    return learner(store, "other")


def begin(store, who, at=NOON, **changes):
    given = {"scope": mocks.scope_of(SCOPE), "composition": FOUND, "seed": 3} | changes
    viewer = learner_of(who)
    return mocks.begin(store, viewer, *given.values(), "fr", at, drawn)


def hand_in(store, row, at, *, right=True):
    if right:
        variant = drawn(row.case_slug, row.case_version, row.seed)
        for name, raw in key_answers(variant, "fr").items():
            if name in row.questions:
                store.save_answer(row.id, row.learner_id, name, raw or "Une note.", "fr", at)
    variant = drawn(row.case_slug, row.case_version, row.seed)
    store.mark_and_hand_in(
        row.id, row.learner_id, at, lambda saved: marked(store, row, variant, saved).as_dict(), engine=ENGINE
    )


def test_one_start_runs_the_clock_of_all_papers_and_the_result_is_the_learners(store, me):
    row = begin(store, me)
    viewer = learner_of(me)
    mine = mocks.running(store, viewer, NOON)
    assert mine.exam.kind == "mock"
    assert (mine.exam.scope, mocks.name(mine.exam, "en")[:2]) == (SCOPE, "B2")
    assert [one.case_slug for one in mine.exam.papers] == [one.slug for one in FOUND.papers]
    assert row.questions == FOUND.papers[0].questions
    assert Policy.from_dict(row.policy) == MOCK_EXAM
    assert mine.deadline == NOON + mocks.minutes_of(FOUND) * MINUTE
    assert mine.mark is None
    hand_in(store, row, NOON + 5 * MINUTE)
    mine = mocks.one(store, viewer, mine.exam.id, NOON + 6 * MINUTE)
    assert mine.deadline == NOON + mocks.minutes_of(FOUND) * MINUTE
    second = exams.start(store, viewer, mine.exam.id, 2, "fr", NOON + 6 * MINUTE, drawn)
    assert mocks.next_paper(mine).number == 2
    # Nothing was written in the second: the clock closes it, and what it asked is not met.
    late = NOON + 61 * MINUTE
    assert exams.close_overdue(store, late, drawn, ENGINE) == (second.id,)
    mine = mocks.one(store, viewer, mine.exam.id, late)
    assert not mocks.is_running(mine)
    assert 5 < mine.mark.out_of_20 < 15
    results = mocks.criteria_results(mine, mocks.scope_of(SCOPE), store.last_grades(me))
    told = {one.criterion.id: one.verdict for one in results}
    assert told["B2.3"] == "met"
    assert told["B2.2"] == "not_met"
    # It stands for an exam in one's own record.
    assert {one.part for one in evidence(store, me, load)} == {"exam"}


def test_free_text_is_ones_own_to_assess(store, me):
    scope = mocks.scope_of("rncp14528/B5")
    whole = mocks.composed(scope, mocks.offers(load, ["achats-strategie"]), 240, 1)
    assert "note" in whole.papers[0].questions
    row = begin(store, me, scope=scope, composition=whole, seed=1)
    hand_in(store, row, NOON)
    mine = mocks.every(store, learner_of(me), NOON)[0]
    assert mine.mark.provisional
    results = mocks.criteria_results(mine, scope, store.last_grades(me))
    assert {one.criterion.id: one.verdict for one in results}["B5.2"] == "pending"
    question = load("achats-strategie").question("note")
    lines = {one.id: one.points for one in question.rubric}
    assess(store, store.sitting(row.id, me), Assessed("note", lines), drawn, NOON + MINUTE, ENGINE)
    mine = mocks.every(store, learner_of(me), NOON)[0]
    assert not mine.mark.provisional
    results = mocks.criteria_results(mine, scope, store.last_grades(me))
    assert {one.criterion.id: one.verdict for one in results}["B5.2"] == "met"


def test_given_up_it_takes_nothing_more_and_keeps_what_was_handed_in(store, me, other):
    row = begin(store, me)
    viewer, exam_id = learner_of(me), row.exam_id
    with pytest.raises(ExamNotFound):
        mocks.give_up(store, learner_of(other), exam_id, NOON)
    hand_in(store, row, NOON + MINUTE)
    second = exams.start(store, viewer, exam_id, 2, "fr", NOON + MINUTE, drawn)
    mocks.give_up(store, viewer, exam_id, NOON + 2 * MINUTE)
    mocks.give_up(store, viewer, exam_id, NOON + 3 * MINUTE)
    with pytest.raises(ExamVoided):
        store.save_answer(second.id, me, second.questions[0], "1", "fr", NOON + 3 * MINUTE)
    with pytest.raises(ExamOver):
        exams.start(store, viewer, exam_id, 2, "fr", NOON + 3 * MINUTE, drawn)
    mine = mocks.one(store, viewer, exam_id, NOON + 3 * MINUTE)
    assert not mocks.is_running(mine)
    assert list(mine.papers) == [1]
    assert mine.exam.archived_at == NOON + 2 * MINUTE
    assert begin(store, me, NOON + 4 * MINUTE, seed=4).exam_id != exam_id


def test_one_at_a_time_and_never_an_empty_one(store, me):
    with pytest.raises(MockEmpty):
        begin(store, me, composition=mocks.composed(mocks.scope_of(SCOPE), (), 60, 3))
    begin(store, me)
    with pytest.raises(MockRunning):
        begin(store, me, NOON + MINUTE)
    assert exams.withheld(store, learner_of(me), NOON) == {one.slug for one in FOUND.papers}


def test_it_is_nobody_elses_business(store, me, other):
    trainer = learner(store, "trainer")
    desk = trainer_of(trainer)
    row = begin(store, me)
    hand_in(store, row, NOON + MINUTE)
    exam_id = row.exam_id
    for action in ("mock.create", "mock.read", "mock.discard", "plan.read", "plan.write"):
        assert set(TABLE[action]) == {"learner", "trainer", "administrator"}
        assert may(learner_of(me), action, owned_by(me))
        assert not may(desk, action, owned_by(me))
    assert exams.every(store, desk) == ()
    assert marking_queue.waiting(store, desk) == ()
    assert store.papers_of_case(row.case_slug) == ()
    assert not store.has_exams(me)
    assert exams.mine(store, learner_of(me), NOON) == ()
    for look in (
        lambda: exams.one(store, desk, exam_id),
        lambda: exams.pause(store, desk, exam_id, NOON),
        lambda: exams.pause(store, trainer_of(me), exam_id, NOON),
        lambda: exams.paper(store, desk, exam_id, row.id),
        lambda: exam_gradebook(store, desk, exam_id, NOON),
        lambda: item_analysis.of_exam(store, desk, exam_id),
        lambda: mocks.one(store, learner_of(other), exam_id, NOON),
        lambda: mocks.one(store, desk, exam_id, NOON),
    ):
        with pytest.raises(ExamNotFound):
            look()
    with pytest.raises(RoleForbids):
        exams.one(store, learner_of(me), exam_id)
    # And a trainer's assessment is no mock exam.
    kept = set_exam(store, trainer, me)
    with pytest.raises(ExamNotFound):
        mocks.one(store, learner_of(me), kept.id, NOON)
    assert [one.id for one in store.exams_of(me)] == [kept.id]


# --- the page --------------------------------------------------------------------------------------------


def press(at, key):
    return next(one for one in at.button if one.key and one.key.startswith(key)).click().run()


def test_the_page_composes_begins_goes_on_and_tells_the_result(store):
    me = store.local_learner().id
    at = open_page("mock", scope=SCOPE, minutes="60", seed="3")
    assert "Critères évalués\u00a0: 5 sur 5" in html(at)
    assert at.query_params["seed"] in ("3", ["3"])
    at = press(at, "lt_mock_begin")
    assert "Je commence" in [
        one.label for one in at.button
    ]  # AppTest keeps no dialog open for a second click
    row = begin(store, me)
    at = open_page("mock", "en")
    assert "Draw other questions" not in [one.label for one in at.button]
    assert "Go on with the paper" in [one.label for one in at.button]
    hand_in(store, row, NOON)
    at = open_page("debrief", "en", sitting=row.id)
    assert "1 of 2 papers handed in" in html(at)
    assert translator("en")("jury.is_provisional") not in html(at)
    press(at, "lt_mock_next")
    second = next(one for one in store.sittings(me) if one.id != row.id)
    hand_in(store, second, NOON, right=False)
    at = open_page("mock", "fr", exam=row.exam_id)
    assert "Critères atteints\u00a0: " in html(at)
    assert "pas encore atteint" in html(at)
    assert "Composer un autre examen blanc" in [one.label for one in at.button]


def test_another_learners_mock_is_not_shown_and_nothing_offered_is_said(store):
    other = learner(store, "other")
    row = begin(store, other)
    at = open_page("mock", exam=row.exam_id)
    assert any("n’existe pas" in one.value for one in at.warning)
    at = open_page("mock", scope="rncp11928/B6")
    assert "Aucune étude de cas ne porte encore" in sent(at)
    assert "Vos examens blancs" in sent(open_page("my_exams"))
