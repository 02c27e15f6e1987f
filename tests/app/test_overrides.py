"""Points that a trainer decides over the marking: what they change, what they leave, and that all is kept."""

import pytest
from exam_samples import ENGINE, drawn, learner_of, trainer_of
from hypothesis import given
from hypothesis import strategies as st
from jury_samples import AFTER, FREE, MINUTE, TEXT, exam_of, full, key, people, sit
from store_samples import SLUG, learner

from app.marking_queue import give, queue
from app.overriding import override
from app.regrading import regraded, verified
from app.store import BadOverride, ExamNotFound, ExamVoided, NotHandedIn, RoleForbids, SittingNotFound
from cases.answers import Answer
from cases.assessment import Override
from cases.debrief import debrief
from cases.library import load
from cases.marking import mark

pytest_plugins = ["store_fixtures"]
CASE = load(SLUG)
VARIANT = drawn(SLUG, CASE.version, 7)
KEY = {name: Answer(raw, "fr") for name, raw in key().items()}


@pytest.fixture
def trainer(store):
    return learner(store, "trainer")


@pytest.fixture
def one(store):
    return people(store, 1)[0]


@pytest.fixture
def exam(store, trainer, one):
    return exam_of(store, trainer, one)


@pytest.fixture
def change(store, trainer):
    def change(row, question, points, comment="Raisonnement juste.", at=AFTER, who=None):
        viewer = who or trainer_of(trainer)
        return override(store, viewer, row, question, points, comment, drawn, at, ENGINE)

    return change


# --- the marking -------------------------------------------------------------------------------------------


def test_the_decision_is_the_score_and_nothing_else_changes():
    answers = dict(KEY, order_cost=Answer("1", "fr"))
    before = mark(VARIANT, answers)
    after = mark(VARIANT, answers, overrides={"order_cost": Override(0.5, "Bien vu.")})
    assert after.question("order_cost").score == 0.5
    assert after.question("order_cost").codes == before.question("order_cost").codes
    assert after.score == pytest.approx(before.score - before.question("order_cost").score + 0.5)
    others = [one for one in after.questions if one.id != "order_cost"]
    assert others == [one for one in before.questions if one.id != "order_cost"]
    told = {item.id: item for item in debrief(VARIANT, answers, after, "fr")}
    assert any("Bien vu." in line for line in told["order_cost"].feedback)
    assert told["order_cost"].verdict == "partly"


@given(st.sampled_from(CASE.question_ids), st.floats(0, 200, allow_nan=False), st.booleans())
def test_points_stay_within_the_question_and_its_items(name, points, right):
    answers = KEY if right else {}
    found = mark(VARIANT, answers, overrides={name: Override(points)}).question(name)
    assert found.score == pytest.approx(min(points, found.max_score), abs=1e-4)
    assert sum(item.score for item in found.items) == pytest.approx(found.score, abs=1e-3)
    assert all(-1e-9 <= item.score <= item.max_score + 1e-9 for item in found.items)
    assert not found.outcome.pending or not right


def test_a_decision_marks_what_waited():
    answers = KEY | {FREE.id: Answer(TEXT, "fr")}
    assert mark(VARIANT, answers).pending == (FREE.id,)
    found = mark(VARIANT, answers, overrides={FREE.id: Override(FREE.points, "Complet.")})
    assert found.pending == ()
    assert found.question(FREE.id).codes == ("assessed_trainer",)
    assert found.out_of_20 == 20


# --- kept, counted, taken back -----------------------------------------------------------------------------


def test_a_decision_makes_a_grade_and_every_grade_recomputes(store, exam, one, trainer, change):
    row = sit(store, exam, one, right=("order_cost",))
    most = CASE.question("lot_size").points
    grade = change(row, "lot_size", most / 2)
    assert (grade.number, grade.reason) == (2, "override")
    first = store.grades(row.id, one)[0]
    assert grade.marked["score"] == first.marked["score"] + most / 2
    _, (only,) = queue(store, trainer_of(trainer), exam.id, load)
    give(store, trainer_of(trainer), only.scripts[0], FREE.id, full(), "", drawn, AFTER, ENGINE)
    change(row, "lot_size", most)
    last = change(row, "lot_size", None, "Erreur de ma part.")
    assert last.marked["score"] == first.marked["score"] + FREE.points
    assert [one.points for one in store.override_history(row.id, one)] == [most / 2, most, None]
    assert store.overrides(row.id, one) == {}
    checks = list(verified(store, store.papers(), load))
    assert [check.ok for check in checks] == [True] * 5
    log = store.audit_log(exam_id=exam.id, action="jury.")
    assert [entry.action for entry in log] == ["jury.take_back", "jury.override", "jury.override"]


def test_a_regrade_keeps_the_decision(store, exam, one, change):
    row = sit(store, exam, one, right=())
    change(row, "lot_size", 0.5)
    (paper,) = store.papers()
    assert paper.overrides["lot_size"].comment == "Raisonnement juste."
    (found,) = regraded([paper], CASE, load)
    assert found.difference is not None
    assert not found.difference.changed
    assert store.exam_overrides(exam.id)[row.id]["lot_size"].by == "trainer"


def test_what_is_refused(store, exam, one, other, trainer, change):
    row = sit(store, exam, one, hand_in=False)
    with pytest.raises(NotHandedIn):
        change(row, "lot_size", 1.0)
    store.hand_in(row.id, one, AFTER - 20 * MINUTE, {"score": 0, "max_score": 1, "questions": []})
    for question, points, comment in (
        ("no question", 1.0, "x"),
        ("annual_demand", 1.0, "x"),  # of the case, and not asked
        ("lot_size", 99.0, "x"),
        ("lot_size", -1.0, "x"),
        ("lot_size", float("nan"), "x"),
        ("lot_size", 1.0, "   "),
    ):
        with pytest.raises(BadOverride):
            change(row, question, points, comment)
    with pytest.raises(RoleForbids):
        change(row, "lot_size", 1.0, who=learner_of(one))
    with pytest.raises(SittingNotFound):
        store.override(row.id, other, "lot_size", 1.0, "x", trainer, AFTER)
    practice = store.sitting(store.start_sitting(one, SLUG, CASE.version, 7, "fr", AFTER).id, one)
    with pytest.raises(ExamNotFound):
        change(practice, "lot_size", 1.0)
    store.void(exam.id, one, "fraude", trainer, AFTER)
    with pytest.raises(ExamVoided):
        change(store.sitting(row.id, one), "lot_size", 1.0)
    assert store.override_history(row.id, one) == ()
