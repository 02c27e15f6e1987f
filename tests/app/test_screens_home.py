"""Home: what to do next, sittings to take up again, cases to begin, and results so far."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from screens_harness import NOW, SLUG, html, new_store, open_page, sent, sit, sound, variant, widget

from app import revision_plan
from app.access import Viewer
from app.i18n import translator
from app.screens import home
from app.store import CandidateDraft, ExamDraft, ExamPaper, Store
from cases.library import load, slugs
from cases.marking import mark
from cases.policy import EXAM
from cases.revision.planning import Task


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_newcomer_is_told_where_results_will_appear(store: Store, lang: str) -> None:
    at = open_page(lang=lang)
    assert [title.value for title in at.title] == [translator(lang)("home.title")]
    assert translator(lang)("catalogue.no_result") in html(at)
    assert translator(lang)("home.sort_first") in html(at)
    assert at.subheader[0].value == load(SLUG).title(lang)  # the easiest first
    assert len(at.subheader) == len(slugs())
    assert translator(lang)("catalogue.begun") not in [head.value for head in at.header]


def test_a_sitting_in_progress_can_be_taken_up_again(store: Store) -> None:
    row = sit(store)
    store.save_answer(row.id, row.learner_id, "annual_demand", "12 000", "fr", NOW)
    at = open_page()
    assert translator("fr")("catalogue.begun") not in [head.value for head in at.header]  # it is in a card
    assert translator("fr")("catalogue.answered", answered=1, total=len(load(SLUG).questions)) in html(at)
    sound(widget(at.button, row.id).click().run())
    assert at.query_params["sitting"] == row.id
    assert widget(at.text_input, "annual_demand").value == "12 000"


def test_many_sittings_in_progress_leave_room_for_the_cases(store: Store) -> None:
    rows = [sit(store, seed=seed) for seed in range(1, 6)]
    at = open_page()
    assert translator("fr").plural("catalogue.begun_others", 1) in [one.label for one in at.expander]
    assert all(widget(at.button, row.id) for row in rows)


def test_a_result_shows_its_mark_and_leads_to_its_debrief(store: Store) -> None:
    row = sit(store)
    marked = mark(variant(), {}).as_dict() | {"score": 14.5, "max_score": 20}
    store.hand_in(row.id, row.learner_id, NOW, marked)
    at = open_page()
    assert "14,5\u00a0/\u00a020" in html(at)
    assert translator("fr")("catalogue.begun") not in [head.value for head in at.header]
    sound(widget(at.button, row.id).click().run())
    assert at.query_params["sitting"] == row.id


def test_a_newcomer_is_one_click_from_a_case(store: Store) -> None:
    at = open_page()
    sound(widget(at.button, SLUG, "first").click().run())
    (row,) = store.sittings(store.local_learner().id)
    assert (row.case_slug, row.mode) == (SLUG, "practice")
    assert at.query_params["sitting"] == row.id


def test_an_assessment_open_now_comes_first(store: Store) -> None:
    me, now = store.local_learner().id, store._clock.now()
    sit(store)
    draft = ExamDraft(
        "Contrôle <1>", "exam", now - timedelta(hours=1), now + timedelta(hours=1),
        (ExamPaper(SLUG, load(SLUG).version),), (CandidateDraft(me),), 60,
    )  # fmt: skip
    exam = store.create_exam(draft, me, now - timedelta(hours=2))
    at = open_page()
    shown = html(at)
    assert shown.index("Contrôle <1>") < shown.index(translator("fr")("home.sort_sitting", mode="")[:8])
    sound(widget(at.button, exam.id).click().run())
    assert exam.title in [one.value for one in at.subheader]


def test_a_released_result_is_told(store: Store) -> None:
    me, now = store.local_learner().id, store._clock.now()
    row = store.start_sitting(me, SLUG, load(SLUG).version, 7, "fr", NOW, policy=EXAM.as_dict())
    store.hand_in(row.id, me, NOW, mark(variant(), {}).as_dict())
    t = translator("fr")
    assert t("home.sort_released") not in html(open_page())
    store.release(row.id, me, now - timedelta(hours=1))
    at = open_page()
    assert t("home.sort_released") in html(at)
    assert at.button(key=f"lt_next_released:{row.id}").label == t("catalogue.debrief")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_paper_leads_to_the_case_that_the_weakest_block_asks_for(store: Store, lang: str) -> None:
    me, now = store.local_learner().id, store._clock.now()
    row = sit(store)
    store.hand_in(row.id, me, now, mark(variant(), {}).as_dict())
    at = open_page(lang=lang)
    assert translator(lang)("home.sort_criterion") in html(at)
    assert not any(f"{mark}home." in sent(at) for mark in '">')


def test_the_plan_of_today_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    me, now = store.local_learner().id, store._clock.now()
    day = now.date()
    tasks = (Task(day, "case", 40, slug=SLUG, part=1, parts=2), Task(day, "review", 6, cards=2))
    monkeypatch.setattr(home.revision_plan, "today", lambda *_: tasks)
    monkeypatch.setattr(home, "pool", tuple)
    t = translator("fr")
    assert t("home.sort_plan") not in html(open_page())
    revision_plan.make(store, Viewer(me, "learner"), "rncp11928", "B2", day + timedelta(days=20), now, day)
    shown = html(open_page())
    assert t("home.sort_plan") in shown
    assert t("home.plan_part", title=load(SLUG).title("fr"), part=1, parts=2) in shown
    assert t("home.plan_minutes", minutes=46) in shown
