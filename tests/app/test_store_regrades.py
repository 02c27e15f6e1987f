"""Regrades: nothing overwritten, all or none, undone as a whole; and the papers that a trainer reads."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from store_samples import LATER, NOON, SLUG, handed_in, learner

from app.store import (
    BadReason,
    NotHandedIn,
    NothingToRegrade,
    RegradeNotFound,
    RegradeOvertaken,
    RegradeUndone,
    SittingNotFound,
    open_store,
)

pytest_plugins = ["store_fixtures"]

LAST = LATER + timedelta(days=1)


@pytest.fixture
def mine(store, me):
    return handed_in(store, me, 12)


@pytest.fixture
def theirs(store, other):
    return handed_in(store, other, 9)


@pytest.fixture
def regrade(store, me, other, mine, theirs):
    rows = [(mine, me, {"score": 13}), (theirs, other, {"score": 8})]
    return store.apply_regrade(SLUG, iter(rows), "  clé corrigée ", LATER, "2", 2)


def scores(store, sitting, who):
    return [grade.marked["score"] for grade in store.grades(sitting, who)]


def test_a_regrade_adds_a_grade_to_every_paper(store, me, other, mine, theirs, regrade):
    first, second = store.grades(mine, me)
    assert (first.marked, first.regrade_id, first.case_version) == ({"score": 12}, None, None)
    assert (second.number, second.at, second.reason, second.marked, second.engine) == (
        2,
        LATER,
        "clé corrigée",
        {"score": 13},
        "2",
    )
    assert (second.regrade_id, second.case_version) == (regrade, 2)
    assert store.last_grades(me) == {mine: second}
    assert scores(store, theirs, other) == [9, 8]
    (row,) = store.regrades()
    assert (row.id, row.case_slug, row.from_version, row.to_version) == (regrade, SLUG, 1, 2)
    assert (row.reason, row.at, row.undone_at, row.undo_reason) == ("clé corrigée", LATER, None, None)


def test_undoing_it_puts_back_the_grade_before(store, me, other, mine, theirs, regrade):
    done = store.undo_regrade(regrade, "la clé était bonne", LAST)
    assert (done.id, set(done.restored), done.left) == (regrade, {mine, theirs}, ())
    first, _, third = store.grades(mine, me)
    assert (third.marked, third.engine, third.case_version) == (first.marked, "1", None)
    assert (third.reason, third.at, third.regrade_id) == ("la clé était bonne", LAST, regrade)
    assert scores(store, theirs, other) == [9, 8, 9]
    (row,) = store.regrades(SLUG)
    assert (row.undone_at, row.undo_reason, row.reason) == (LAST, "la clé était bonne", "clé corrigée")
    with pytest.raises(RegradeUndone) as refused:
        store.undo_regrade(regrade, "encore", LAST)
    assert "déjà annulée" in refused.value.explain("fr")
    assert scores(store, mine, me) == [12, 13, 12]


def test_a_paper_graded_again_since_is_left_and_told(store, me, other, mine, theirs, regrade):
    store.append_grade(mine, me, LAST, "assessed", {"score": 14})
    done = store.undo_regrade(regrade, "annulée", LAST)
    assert (done.restored, done.left) == ((theirs,), (mine,))
    assert scores(store, mine, me) == [12, 13, 14]
    assert scores(store, theirs, other) == [9, 8, 9]


def test_a_later_regrade_is_undone_first(store, me, other, mine, theirs, regrade):
    later = store.apply_regrade(SLUG, [(mine, me, {"score": 15})], "barème", LAST, "3", 3)
    assert store.regrades()[0].from_version == 2
    done = store.undo_regrade(regrade, "annulée", LAST)
    assert (done.restored, done.left) == ((theirs,), (mine,))
    with pytest.raises(RegradeOvertaken):
        store.undo_regrade(regrade, "annulée", LAST)
    store.undo_regrade(later, "annulée", LAST)
    assert store.last_grade(mine, me).marked == {"score": 13}
    assert store.last_grade(mine, me).case_version == 2
    done = store.undo_regrade(regrade, "annulée aussi", LAST)
    assert (done.restored, done.left) == ((mine,), ())
    assert scores(store, mine, me) == [12, 13, 15, 13, 12]
    assert {one.id: one.undo_reason for one in store.regrades()} == {regrade: "annulée", later: "annulée"}
    for one in (regrade, later):
        with pytest.raises(RegradeUndone):
            store.undo_regrade(one, "encore", LAST)


def test_a_regrade_where_every_paper_was_graded_again_is_not_undone(store, me, mine):
    first = store.apply_regrade(SLUG, [(mine, me, {"score": 13})], "clé", LATER, "2", 2)
    store.append_grade(mine, me, LAST, "assessed", {"score": 14})
    with pytest.raises(RegradeOvertaken) as refused:
        store.undo_regrade(first, "annulée", LAST)
    assert "later change" in refused.value.explain("en")
    assert store.regrades()[0].undone_at is None
    assert scores(store, mine, me) == [12, 13, 14]


def test_papers_of_several_versions_leave_the_version_before_open(store, me, mine):
    newer = handed_in(store, me, 5, version=2)
    store.apply_regrade(SLUG, [(mine, me, {"score": 1}), (newer, me, {"score": 2})], "clé", LATER, "2", 3)
    assert store.regrades()[0].from_version is None


def test_a_regrade_is_all_or_none(store, me, other, mine, theirs):
    opened = store.start_sitting(me, SLUG, 1, 8, "fr", NOON).id
    elsewhere = handed_in(store, me, 3, slug="autre-cas")
    good = (mine, me, {"score": 13})
    for rows, error in (
        ([], NothingToRegrade),
        ([good, good], NothingToRegrade),
        ([good, (elsewhere, me, {"score": 1})], NothingToRegrade),
        ([good, (opened, me, {"score": 1})], NotHandedIn),
        ([good, (theirs, me, {"score": 1})], SittingNotFound),  # not that learner's
        ([good, ("no-such-sitting", me, {"score": 1})], SittingNotFound),
        ([good, (theirs, other, {"score": float("nan")})], ValueError),
    ):
        with pytest.raises(error):
            store.apply_regrade(SLUG, rows, "clé", LATER, "2", 2)
    assert scores(store, mine, me) == [12]
    assert store.regrades() == ()


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 201, "\x00", "\ud800"])
def test_a_change_of_grades_needs_a_reason(store, me, mine, regrade, reason):
    with pytest.raises(BadReason) as refused:
        store.apply_regrade(SLUG, [(mine, me, {"score": 1})], reason, LAST, "2", 2)
    assert "200" in refused.value.explain("fr")
    with pytest.raises(BadReason):
        store.undo_regrade(regrade, reason, LAST)
    assert scores(store, mine, me) == [12, 13]


def test_an_unknown_regrade_is_refused(store, regrade):
    with pytest.raises(RegradeNotFound) as refused:
        store.undo_regrade(regrade + "x", "annulée", LAST)
    assert "identifiant" in refused.value.explain("fr")


def test_the_regrades_of_one_case(store, me, mine, regrade):
    elsewhere = handed_in(store, me, 3, slug="autre-cas")
    second = store.apply_regrade("autre-cas", [(elsewhere, me, {"score": 4})], "clé", LAST, "2", 2)
    assert [one.id for one in store.regrades()] == [second, regrade]
    assert [one.id for one in store.regrades(SLUG)] == [regrade]
    assert store.regrades("aucun") == ()


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-3, 4), max_size=9))
def test_undoing_every_regrade_gives_the_first_grade_back(store, me, steps):
    """A step from 0 up applies a regrade with that score; below 0 it undoes the regrade of that place, if it can."""
    sitting = handed_in(store, me, 12)
    stack, made = [12], []
    for step in steps:
        if step >= 0:
            made.append(
                store.apply_regrade(SLUG, [(sitting, me, {"score": step})], "clé", LATER, "2", len(made) + 2)
            )
            stack.append(step)
        elif len(made) >= -step:
            wanted = made[step]
            if step == -1:
                store.undo_regrade(wanted, "annulée", LATER)
                made.pop()
                stack.pop()
            else:  # only the last one stands
                with pytest.raises(RegradeOvertaken):
                    store.undo_regrade(wanted, "annulée", LATER)
        assert store.last_grade(sitting, me).marked == {"score": stack[-1]}
    while made:
        store.undo_regrade(made.pop(), "annulée", LATER)
    assert store.last_grade(sitting, me).marked == {"score": 12}
    assert [one.number for one in store.grades(sitting, me)] == list(
        range(1, len(store.grades(sitting, me)) + 1)
    )


def test_two_trainers_who_undo_at_once_undo_once(url, store, me, mine, regrade):
    second = open_store(url)
    start = threading.Barrier(2)

    def undo(where):
        start.wait()
        try:
            return where.undo_regrade(regrade, "annulée", LAST)
        except RegradeUndone:
            return None

    with ThreadPoolExecutor(2) as pool:
        done = [job.result() for job in [pool.submit(undo, store), pool.submit(undo, second)]]
    assert [one is None for one in done].count(True) == 1
    assert scores(store, mine, me) == [12, 13, 12]
    second.close()


def test_a_trainer_reads_every_paper_handed_in_with_all_that_marks_it(store, me, other, theirs):
    sitting = store.start_sitting(me, SLUG, 1, 8, "fr", NOON).id
    answer = store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    store.save_answer(sitting, me, "q2", ["a"], "fr", NOON)
    store.use_hint(sitting, me, "q1", 2, NOON)
    store.climb(sitting, me, "q1", "verdict", ["right"], "12", NOON)
    store.hand_in(sitting, me, LATER, {"score": 3}, engine="1")
    store.assess(sitting, me, "q2", {"a": 1}, LATER)
    trainers = store.assess(sitting, me, "q2", {"a": 2}, LATER, by="trainer", assessor="B. Roux")
    store.append_grade(sitting, me, LAST, "assessed", {"score": 5})
    store.start_sitting(me, SLUG, 1, 9, "fr", NOON)  # still open: not a paper
    elsewhere = handed_in(store, me, 1, slug="autre-cas")
    first, second = store.papers(SLUG)
    assert (first.sitting, first.learner.id, first.learner.name) == (
        store.sitting(theirs, other),
        other,
        "someone",
    )
    assert (first.answers, first.hints, first.rungs, first.assessments) == ({}, {}, {}, {})
    assert second.sitting == store.sitting(sitting, me)
    assert second.answers["q1"] == answer
    assert set(second.answers) == {"q1", "q2"}
    assert second.hints == {"q1": 2}
    assert second.rungs == {"q1": ("verdict",)}
    assert second.assessments == {"q2": trainers}
    assert second.grades == store.grades(sitting, me)
    assert second.grade == store.last_grade(sitting, me)
    assert {one.sitting.id for one in store.papers()} == {theirs, sitting, elsewhere}
    assert store.papers("aucun") == ()


def test_many_papers_take_as_many_queries_as_one(store, me):
    """A class of papers is read table by table, never paper by paper."""
    from sqlalchemy import event  # noqa: PLC0415  (only this test listens)

    told = []
    event.listen(store._engine, "before_cursor_execute", lambda *args: told.append(args[2]))
    handed_in(store, me, 1)
    told.clear()
    store.papers()
    one = len(told)
    for index in range(5):
        handed_in(store, learner(store, f"learner {index}"), 1)
    told.clear()
    assert len(store.papers()) == 6
    assert len(told) == one
