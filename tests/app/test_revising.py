"""The deck from what the store holds: papers sent once, exercises kept, and nothing told before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from store_samples import LATER, NOON, SLUG, learner

from app import revising
from app.grading import marked
from app.revising import Answered, after_hand_in, catch_up, deck, record
from app.store import LearnerNotFound, ReviewRow, Store, StoreLocked
from cases.answers import Answer
from cases.library import load
from cases.marking import mark
from cases.policy import EXAM, PRACTICE
from cases.problem import CaseError, Problem
from cases.revision.drills import drill_for, variant_of
from cases.revision.pool import pool
from cases.revision.scheduling import AGAIN, GOOD, HARD
from cases.variant import draw

pytest_plugins = ["store_fixtures"]

DAY = timedelta(days=1)
POOL = pool()


def key_of(name, seed=7):
    variant = draw(load(SLUG), seed)
    return variant.case.question(name).raw(variant.scope().value(name), "fr")


def hand_in(store, who, answers, *, seed=7, at=NOON, policy=PRACTICE):
    """A paper handed in, marked as the page marks it."""
    row = store.start_sitting(who, SLUG, load(SLUG).version, seed, "fr", at, policy=policy.as_dict())
    for name, raw in answers.items():
        store.save_answer(row.id, who, name, raw, "fr", at)
    store.mark_and_hand_in(
        row.id, who, at, lambda saved: marked(store, row, draw(load(SLUG), seed), saved).as_dict()
    )
    return row.id


# -- papers ---------------------------------------------------------------------------------------------
def test_a_paper_handed_in_sends_its_cards_and_errors_are_due_at_once(store, me):
    sitting = hand_in(store, me, {"annual_demand": key_of("annual_demand"), "lot_size": "1"})
    after_hand_in(store, sitting, me, load)
    found = deck(store, me, NOON, POOL)
    due = {one.key: one.due_at for one in found.cards}
    assert due["skill:eoq"] == due["skill:turnover"] == NOON
    assert due["skill:demand_history"] == NOON + 2 * DAY
    assert "skill:demand_history" not in {one.key for one in found.due}
    rows = {one.card_key: one for one in store.reviews(me)}
    assert (rows["skill:eoq"].raw, rows["skill:eoq"].rating, rows["skill:eoq"].codes) == (
        "1",
        AGAIN,
        ("wrong",),
    )
    assert rows["skill:turnover"].raw == ""
    assert {one.at for one in rows.values()} == {NOON}


def test_a_paper_is_sent_once_however_often_it_is_sent(store, me):
    sitting = hand_in(store, me, {"lot_size": "1"})
    after_hand_in(store, sitting, me, load)
    before = (store.cards(me), store.reviews(me))
    after_hand_in(store, sitting, me, load)
    catch_up(store, me, load)
    revising.send(store, store.sitting(sitting, me), store.last_grade(sitting, me), load, POOL)
    assert (store.cards(me), store.reviews(me)) == before


def test_a_paper_sent_again_after_a_regrade_changes_nothing(store, me):
    sitting = hand_in(store, me, {"lot_size": "1"})
    after_hand_in(store, sitting, me, load)
    before = store.cards(me)
    grade = store.last_grade(sitting, me)
    store.append_grade(sitting, me, LATER, "regrade", grade.marked | {"version": 2}, case_version=None)
    catch_up(store, me, load)
    assert store.cards(me) == before


def test_what_was_missed_is_caught_up_in_the_order_of_the_papers(store, me):
    right = {name: key_of(name, 8) for name in ("lot_size", "sensitivity")}  # both of the card's skill
    hand_in(store, me, right, seed=8, at=NOON + DAY)
    hand_in(store, me, {"lot_size": "1"}, seed=7, at=NOON)
    catch_up(store, me, load)
    log = [one for one in store.review_log(me) if one.card_key == "skill:eoq"]
    assert [(one.seed, one.rating) for one in log] == [(7, AGAIN), (8, GOOD)]
    assert store.card(me, "skill:eoq").due_at > NOON + DAY


def test_an_exam_tells_the_deck_nothing_before_its_result_is_released(store, me):
    sitting = hand_in(store, me, {"lot_size": "1"}, policy=EXAM)
    after_hand_in(store, sitting, me, load)
    catch_up(store, me, load)
    assert store.cards(me) == store.reviews(me) == ()
    store.release(sitting, me, LATER)
    catch_up(store, me, load)
    assert store.card(me, "skill:eoq").due_at == NOON


def test_a_sitting_still_open_or_anothers_sends_nothing(store, me, other):
    row = store.start_sitting(me, SLUG, load(SLUG).version, 7, "fr", NOON)
    after_hand_in(store, row.id, me, load)
    theirs = hand_in(store, other, {"lot_size": "1"})
    after_hand_in(store, theirs, me, load)
    catch_up(store, me, load)
    assert store.cards(me) == store.cards(other) == ()


def test_a_hand_in_succeeds_when_the_deck_cannot_follow(store, me, monkeypatch):
    sitting = hand_in(store, me, {"lot_size": "1"})

    def gone(*_):
        raise CaseError((Problem("case_unknown", "", None, {"slug": SLUG, "near": ""}),))

    after_hand_in(store, sitting, me, gone)
    catch_up(store, me, gone)
    monkeypatch.setattr(Store, "review_together", lambda *_: (_ for _ in ()).throw(StoreLocked(where="x")))
    after_hand_in(store, sitting, me, load)
    assert store.cards(me) == ()


# -- exercises ------------------------------------------------------------------------------------------
def answered(raw, *, key="skill:eoq", hints=0, seconds=300.0, past=()):
    drill = drill_for(key, POOL, 1, past)
    variant = variant_of(drill)
    question = variant.case.question(drill.question_id)
    text = question.raw(variant.scope().value(question.id), "fr") if raw == "key" else raw
    if raw.startswith("mistake."):
        text = question.raw(question.mistake_values(variant.scope())[raw][0], "fr")
    found = mark(variant, {question.id: Answer(text, "fr")} if text else {})
    return Answered(key, drill, text, "fr", found.question(question.id), hints, seconds)


def test_an_exercise_schedules_its_card_by_how_it_went(store, me):
    rated, card = record(store, me, answered("key"), NOON)
    assert (rated.rating, card.due_at) == (GOOD, NOON + 2 * DAY)
    rated, card = record(store, me, answered("key", hints=1), NOON + 2 * DAY)
    assert rated.rating == HARD
    rated, card = record(store, me, answered(""), NOON + 9 * DAY)
    assert (rated.rating, card.due_at) == (AGAIN, NOON + 9 * DAY + timedelta(minutes=10))
    assert [one.rating for one in store.reviews(me)] == [GOOD, HARD, AGAIN]


def test_twice_right_and_quick_is_known_by_heart(store, me):
    record(store, me, answered("key", seconds=20), NOON)
    rated, _ = record(store, me, answered("key", seconds=20), NOON + 2 * DAY)
    assert rated.rating == 4


def test_a_misconception_met_in_an_exercise_gets_its_own_card(store, me):
    found = answered("mistake.rate_forgotten")
    record(store, me, found, NOON)
    assert {one.key for one in store.cards(me)} == {
        "skill:eoq",
        "mistake:drills/stock/eoq_lot/rate_forgotten",
    }
    assert {one.seed for one in store.reviews(me)} == {found.drill.seed}


def test_no_sitting_comes_from_an_exercise(store, me):
    record(store, me, answered("key"), NOON)
    assert store.sittings(me) == ()
    assert store.papers() == ()


def test_the_deck_counts_days_and_leaves_out_cards_without_an_exercise(store, me):
    for days in (0, 1, 2):
        record(store, me, answered("key"), NOON + days * DAY)
    store.put_card(me, "skill:gone", {}, NOON, NOON)
    found = deck(store, me, NOON + 2 * DAY, POOL)
    day = lambda at: at.date()  # noqa: E731
    assert (found.streak(day), found.today(day), len(found.cards)) == (3, 1, 1)
    assert found.due == ()
    assert sum(one.cards for one in found.forecast(day)) <= 1
    assert found.past("skill:eoq") == (("drills/stock", "eoq_lot"),) * 3


# -- the store's part -----------------------------------------------------------------------------------
def a_review(key, at=NOON, **more):
    values = {"slug": "stock", "version": 1, "question_id": "q", "seed": 5, "raw": "1", "lang": "fr"}
    values |= {"rating": 3, "credit": 1.0, "codes": ()}
    return ReviewRow(card_key=key, at=at, **(values | more))


def test_reviews_together_are_kept_all_or_none(store, me):
    seen = []

    def schedule(review, before):
        seen.append((review.card_key, before))
        if review.card_key == "slip:sign":
            raise ValueError("no")
        return {"n": (before or {"n": 0})["n"] + 1}, LATER

    with pytest.raises(ValueError, match="no"):
        store.review_together(me, [a_review("skill:a"), a_review("slip:sign")], schedule)
    assert store.cards(me) == store.reviews(me) == ()
    with pytest.raises(ValueError, match="rating"):
        store.review_together(me, [a_review("skill:a"), a_review("skill:b", rating=9)], schedule)
    cards = store.review_together(me, [a_review("skill:a"), a_review("skill:a", at=LATER)], schedule)
    assert [(one.key, one.state) for one in cards] == [("skill:a", {"n": 2})]
    assert store.review_together(me, [a_review("skill:a")], schedule) == ()


def test_the_log_is_each_learners_own(store, me):
    other = learner(store, "someone")
    store.review_together(me, [a_review("skill:a")], lambda *_: ({}, LATER))
    assert [(one.card_key, one.at) for one in store.review_log(me)] == [("skill:a", NOON)]
    assert store.review_log(other) == ()
    with pytest.raises(LearnerNotFound):
        store.review_together(10**6, [a_review("skill:a")], lambda *_: ({}, LATER))
