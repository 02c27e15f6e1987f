"""A learner's revision plan: made, followed, moved, given up, and its page."""

from datetime import date, timedelta

import pytest
from screens_harness import SLUG, html, new_store, open_page, sent, widget
from store_samples import NOON, learner

from app import revision_plan as plans
from app import session
from app.access import Viewer
from app.clock import FixedClock
from app.store import BadPlan, NoPlan
from cases.library import load
from cases.revision.planning import Pace
from cases.revision.pool import pool
from cases.revision.scheduling import due_now, review

TODAY = NOON.date()
DAY = timedelta(days=1)
PACE = Pace(40, frozenset({6}))


def day(at):
    return at.date()


@pytest.fixture
def clock(monkeypatch):
    fixed = FixedClock(NOON)
    monkeypatch.setattr(session, "clock", lambda: fixed)
    return fixed


@pytest.fixture
def store(monkeypatch, tmp_path, clock):
    opened = new_store(monkeypatch, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def viewer(store):
    return Viewer(store.local_learner().id, "learner", alone=True)


def make(store, viewer, days=30, block="B2"):
    return plans.make(store, viewer, "rncp11928", block, TODAY + days * DAY, NOON, TODAY)


def known(store, viewer, at=NOON):
    return plans.known(store, viewer, at, load, day, pool())


def hand_in(store, viewer, score, at):
    """A paper of the sample case on which every criterion earns the same share."""
    row = store.start_sitting(viewer.learner_id, SLUG, load(SLUG).version, 7, "fr", at)
    questions = [
        {
            "id": one.id, "score": score * one.points, "max_score": one.points, "codes": [],
            "items": [
                {"id": item.id, "score": score * item.points, "max_score": item.points,
                 "criteria": list(item.criteria), "kind": item.kind}
                for item in one.items()
            ],
        }
        for one in load(SLUG).questions
    ]  # fmt: skip
    marking = {"score": score, "max_score": 1.0, "case": SLUG, "version": row.case_version, "seed": 7}
    store.hand_in(row.id, viewer.learner_id, at, marking | {"questions": questions})


def test_the_plan_follows_what_was_shown(store, viewer):
    assert known(store, viewer) is None
    assert plans.today(store, viewer, NOON, load, day, pool()) == ()
    make(store, viewer)
    found = known(store, viewer)
    assert [one.kind for one in plans.laid_out(found, PACE).on(TODAY)] == ["case"]
    slugs = {one.slug for one in plans.laid_out(found, PACE).tasks if one.kind == "case"}
    assert SLUG in slugs
    hand_in(store, viewer, 1.0, NOON + timedelta(hours=1))
    later = NOON + timedelta(hours=2)
    after = plans.laid_out(known(store, viewer, later), PACE)
    first = next(one for one in after.tasks if one.kind == "case")
    assert first.slug != SLUG
    so_far = plans.done(store, viewer, known(store, viewer, later), load)
    assert (so_far.cases, so_far.reviews, so_far.mocks) == (1, 0, 0)
    assert so_far.minutes == load(SLUG).duration_min
    assert plans.planned_so_far(found, PACE, TODAY - 7 * DAY) == 6 * 40


def test_cards_due_on_the_block_are_todays_and_a_case_begun_takes_less(store, viewer):
    make(store, viewer)
    state = due_now(review(None, 1, NOON - timedelta(hours=1), "skill:eoq"), NOON)
    store.put_card(viewer.learner_id, "skill:eoq", state, NOON, NOON)
    store.put_card(viewer.learner_id, "skill:kraljic", state, NOON, NOON)
    found = known(store, viewer)
    assert found.due == {TODAY: 1}
    plans.set_pace(store, viewer, PACE)
    tasks = plans.today(store, viewer, NOON, load, day, pool())
    assert next((one.kind, one.cards) for one in tasks) == ("review", 1)
    row = store.start_sitting(viewer.learner_id, SLUG, load(SLUG).version, 7, "fr", NOON)
    for name in load(SLUG).question_ids[:8]:
        store.save_answer(row.id, viewer.learner_id, name, "1", "fr", NOON)
    left = next(one.minutes for one in known(store, viewer).cases if one.slug == SLUG)
    assert left == round(load(SLUG).duration_min / 2)


def test_moved_given_up_and_refused(store, viewer):
    for exam_on, key in ((TODAY, "bad_past"), (TODAY + 800 * DAY, "bad_far")):
        with pytest.raises(BadPlan) as refused:
            plans.make(store, viewer, "rncp11928", "B2", exam_on, NOON, TODAY)
        assert refused.value.key == f"plan.error.{key}"
        assert refused.value.explain("fr") != refused.value.explain("en")
    with pytest.raises(BadPlan):
        plans.make(store, viewer, "rncp11928", "B9", TODAY + DAY, NOON, TODAY)
    make(store, viewer)
    assert plans.move(store, viewer, TODAY + 5 * DAY, TODAY).exam_on == TODAY + 5 * DAY
    assert plans.current(store, Viewer(learner(store, "other"), "learner")) is None
    over = NOON + 6 * DAY
    assert known(store, viewer, over).is_over
    assert plans.today(store, viewer, over, load, day, pool()) == ()
    plans.give_up(store, viewer, NOON)
    assert plans.current(store, viewer) is None


def test_the_least_pace_in_which_everything_fits(store, viewer):
    make(store, viewer, 60)
    assert plans.pace_for(known(store, viewer)).minutes == 20
    plans.move(store, viewer, TODAY + 4 * DAY, TODAY)
    assert plans.pace_for(known(store, viewer)).minutes == 60


def test_the_learner_s_own_pace_is_kept_with_the_plan_and_others_are_refused(store, viewer):
    with pytest.raises(NoPlan):
        plans.set_pace(store, viewer, Pace(20))
    make(store, viewer, 4)
    plans.set_pace(store, viewer, Pace(20, frozenset({5, 6})))
    assert plans.pace_for(known(store, viewer)) == Pace(20, frozenset({5, 6}))
    plans.set_pace(store, viewer, Pace(40))
    assert plans.pace_for(known(store, viewer)) == Pace(40)
    with pytest.raises(BadPlan):
        plans.set_pace(store, viewer, Pace(600))


def test_the_page_makes_a_plan_and_shows_the_days(store, viewer, clock):
    at = open_page("revision", "en", view="plan", block="rncp11928/B2")
    next(one for one in at.date_input if one.key == "lt_plan_date").set_value(date(2026, 12, 20)).run()
    widget_of(at.button, "lt_plan_make").click().run()
    assert store.plan(viewer.learner_id).exam_on == date(2026, 12, 20)
    assert "lt-plan-exam" in html(at)
    assert "lt_plan_do_0" in {one.key for one in at.button}
    # Two days later, at a pace of one's own, with the exam come near.
    clock.advance(days=2)
    plans.move(store, viewer, TODAY + 7 * DAY, TODAY)
    plans.set_pace(store, viewer, Pace(20, frozenset({5, 6})))
    at = open_page("revision", "en", view="plan")
    assert "There is not enough time" in sent(at)
    assert "for 20\u00a0min planned" in html(at).replace(
        " min", "\u00a0min"
    )  # Friday alone: Saturday is free
    clock.advance(days=10)
    assert "The day of the exam has come" in sent(open_page("revision", "en", view="plan"))


def test_a_block_without_a_case_is_said_and_exercises_stay_as_they_were(store, viewer):
    make(store, viewer, block="B6")
    assert "Aucune étude de cas ne porte encore sur ce bloc" in sent(open_page("revision", view="plan"))
    at = open_page("revision", block="rncp11928/B2")
    assert widget(at.selectbox, "block", "fr").value == "rncp11928/B2"


def widget_of(elements, key):
    return next(one for one in elements if one.key == key)
