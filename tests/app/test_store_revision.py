"""The revision deck and the outside results: each learner's own, and no review ever lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from store_samples import LATER, NOON

from app.store import BadAnswer, BadCertificate, LearnerNotFound, ReviewRow, open_store

pytest_plugins = ["store_fixtures"]

DAY = timedelta(days=1)
REVIEW = ReviewRow("skill:eoq", "stock", 1, "eoq_basic", 2**31 - 1, "1 250", "fr", 3, 0.5, ("carried",), NOON)
NOBODY = 10**6


def test_cards_come_back_the_longest_due_first(store, me):
    for key, days in (("skill:eoq", 3), ("slip:month_for_year", 1), ("skill:cover", 1)):
        store.put_card(me, key, {"stability": 2.5, "step": None}, NOON + days * DAY, NOON)
    assert [one.key for one in store.cards(me)] == ["skill:cover", "slip:month_for_year", "skill:eoq"]
    assert [one.key for one in store.cards(me, NOON + DAY)] == ["skill:cover", "slip:month_for_year"]
    assert store.cards(me, NOON) == ()
    assert [store.due_count(me, NOON + days * DAY) for days in range(5)] == [0, 2, 2, 3, 3]
    card = store.card(me, "skill:eoq")
    assert (card.state, card.due_at, card.updated_at) == (
        {"stability": 2.5, "step": None},
        NOON + 3 * DAY,
        NOON,
    )
    assert store.card(me, "skill:none") is None


def test_a_card_put_again_takes_the_place_of_the_one_before(store, me):
    store.put_card(me, "skill:eoq", {"reps": 1}, LATER, NOON)
    again = store.put_card(me, "skill:eoq", {"reps": 2}, LATER + DAY, LATER)
    assert store.cards(me) == (again,)
    assert (again.state, again.updated_at) == ({"reps": 2}, LATER)


def test_a_review_and_its_card_are_kept_together(store, me):
    card = store.review_and_put(me, REVIEW, {"reps": 1}, LATER)
    assert card == store.card(me, "skill:eoq")
    assert card.updated_at == NOON
    again = replace(REVIEW, raw={"a": "1"}, rating=1, credit=0, codes=(), at=LATER)
    store.review_and_put(me, again, {"reps": 2}, LATER + DAY)
    assert store.reviews(me) == (REVIEW, again)
    assert store.reviews(me, LATER) == (again,)
    assert store.reviews(me, LATER + DAY) == ()
    assert store.card(me, "skill:eoq").state == {"reps": 2}


def test_a_review_that_cannot_be_kept_leaves_the_card_as_it_was(store, me):
    store.put_card(me, "skill:eoq", {"reps": 1}, LATER, NOON)
    for wrong, error in (
        (replace(REVIEW, raw=12), BadAnswer),
        (replace(REVIEW, rating=0), ValueError),
        (replace(REVIEW, rating=5), ValueError),
        (replace(REVIEW, credit=1.5), ValueError),
        (replace(REVIEW, credit=float("nan")), ValueError),
    ):
        with pytest.raises(error):
            store.review_and_put(me, wrong, {"reps": 2}, LATER + DAY)
    with pytest.raises(ValueError, match="JSON"):  # the card is refused: the review is not kept either
        store.review_and_put(me, REVIEW, {"stability": float("inf")}, LATER)
    assert store.reviews(me) == ()
    assert store.card(me, "skill:eoq").state == {"reps": 1}


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=6))
def test_the_cards_due_are_those_that_were_last_put_so(store, me, puts):
    known = {}
    for key, days in [("a", 9), ("b", 9), ("c", 9), *puts]:
        store.put_card(me, key, {}, NOON + days * DAY, NOON)
        known[key] = days
    for days in range(10):
        due = {one.key for one in store.cards(me, NOON + days * DAY)}
        assert due == {key for key, at in known.items() if at <= days}
        assert store.due_count(me, NOON + days * DAY) == len(due)


def test_two_tabs_that_review_at_once_lose_no_review(url, store, me):
    second = open_store(url)
    start = threading.Barrier(2)

    def answer(where, name):
        start.wait()
        for index in range(10):
            where.review_and_put(me, replace(REVIEW, raw=f"{name}{index}"), {"by": name}, LATER)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(answer, store, "a"), pool.submit(answer, second, "b")]:
            job.result()
    assert sorted(one.raw for one in store.reviews(me)) == sorted(f"{n}{i}" for n in "ab" for i in range(10))
    assert len(store.cards(me)) == 1
    second.close()


def test_the_certificate_recorded_last_counts(store, me):
    on = date(2026, 6, 1)
    first = store.record_certificate(me, "rncp11928", "toeic", 650, on, NOON)
    basics = store.record_certificate(me, "rncp11928", "basics", 310.0, on, NOON)
    mended = store.record_certificate(me, "rncp11928", "toeic", 605, date(2026, 5, 31), LATER)
    assert store.certificates(me) == (basics, mended)
    assert store.certificate_history(me) == (first, basics, mended)
    assert (mended.score, mended.obtained_on, mended.at) == (605.0, date(2026, 5, 31), LATER)


@pytest.mark.parametrize(
    ("referential", "name", "score"),
    [
        ("rncp11928", "toeic", -1),
        ("rncp11928", "toeic", float("nan")),
        ("rncp11928", "toeic", float("inf")),
        ("rncp11928", "toeic", "600"),
        ("rncp11928", "toeic", True),
        ("rncp11928", " ", 600),
        ("", "toeic", 600),
        ("rncp11928", "x" * 101, 600),
        ("rncp11928", "\x00", 600),
        ("rncp11928", None, 600),
    ],
)
def test_a_certificate_that_does_not_fit_is_refused(store, me, referential, name, score):
    with pytest.raises(BadCertificate) as refused:
        store.record_certificate(me, referential, name, score, date(2026, 6, 1), NOON)
    assert "score" in refused.value.explain("fr")
    assert store.certificates(me) == ()


def test_nobody_reads_or_changes_another_learners_deck(store, me, other):
    store.review_and_put(me, REVIEW, {"reps": 1}, NOON)
    store.record_certificate(me, "rncp11928", "toeic", 650, date(2026, 6, 1), NOON)
    assert store.cards(other) == ()
    assert store.card(other, "skill:eoq") is None
    assert store.due_count(other, LATER) == 0
    assert store.reviews(other) == ()
    assert (store.certificates(other), store.certificate_history(other)) == ((), ())
    store.put_card(other, "skill:eoq", {"reps": 9}, LATER, NOON)
    store.record_certificate(other, "rncp11928", "toeic", 700, date(2026, 6, 1), NOON)
    assert store.card(me, "skill:eoq").state == {"reps": 1}
    assert [one.score for one in store.certificates(me)] == [650]


def test_nobody_at_all_has_no_deck(store):
    for attempt in (
        lambda: store.put_card(NOBODY, "skill:eoq", {}, NOON, NOON),
        lambda: store.review_and_put(NOBODY, REVIEW, {}, NOON),
        lambda: store.record_certificate(NOBODY, "rncp11928", "toeic", 1, date(2026, 6, 1), NOON),
    ):
        with pytest.raises(LearnerNotFound) as refused:
            attempt()
        assert "learner" in refused.value.explain("en")
