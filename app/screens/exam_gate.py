"""A paper of an assessment before its page: its time, its pauses, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from app import exams, mocks, session, sitting_answers
from app.exams import Mine
from app.screens.loading import careful
from app.settings import version
from app.store import ExamPaper, StoreError
from app.widgets import chrome, figures, markup
from app.widgets.context import Work
from app.widgets.countdown import countdown
from cases.problem import CaseError

LOOK_EVERY: Final = "5s"


def admitted(work: Work) -> Work | None:
    """The paper as it stands now; None, with a notice shown, while it is paused or once it is void.

    A paper whose time is up is closed first, and marked from what was saved. One's own practice passes, unless
    it is of a case that the learner is being assessed on right now.
    """
    sitting, t = work.sitting, session.t()
    if sitting.exam_id is None:
        if sitting.case_slug not in withheld():
            return work
        chrome.notice(t("exams.withheld_title"), t("exams.withheld"), t("notice.nothing_lost"))
        return None
    if not sitting.is_handed_in:
        exams.look_after(session.store(), session.clock().now(), session.variant, version())
    fresh = session.store().sitting(sitting.id, session.learner_id())
    if fresh is not None and fresh.is_voided and work.policy.mock:
        st.title(t("mock.title"), anchor=False)
        st.info(t("mock.abandoned_paper"), icon=":material/block:")
        _to_mock(sitting.exam_id)
        return None
    if fresh is None or fresh.is_voided:
        chrome.notice(t("exams.voided_title"), t("exams.error.voided"), t("notice.nothing_lost"))
        return None
    work = replace(work, sitting=fresh)
    if not work.closed and _paused(work):
        st.title(work.variant.case.title(session.lang()), anchor=False)
        st.fragment(careful(_wait), run_every=LOOK_EVERY)(work)
        return None
    return work


def withheld() -> frozenset[str]:
    """The cases that the person at this browser may not practise now."""
    return exams.withheld(session.store(), session.viewer(), session.clock().now())


def clock(work: Work) -> None:
    """The time left, in the bar of a paper of an assessment."""
    if work.closed or work.sitting.exam_id is None:
        return
    now = session.clock().now()
    exam = exams.seen(session.store(), session.viewer(), work.sitting.exam_id)
    ends = exam.deadline(exam.candidates[0], now)
    if ends is None:
        return
    extra = round(exam.extra(exam.candidates[0]) / timedelta(minutes=1))
    note = session.t().plural("exams.extra_included", extra) if extra else ""
    countdown(ends, now, work.id, note, lambda: expired(exam.id))


def after(work: Work) -> None:
    """What is said above a paper of an assessment once it is closed."""
    sitting, t = work.sitting, session.t()
    if sitting.exam_id is None or sitting.handed_in_at is None:
        return
    exam = exams.seen(session.store(), session.viewer(), sitting.exam_id)
    ends = exam.deadline(exam.candidates[0], session.clock().now())
    if ends is not None and sitting.handed_in_at >= ends:
        st.info(
            t("exams.closed_by_clock", moment=figures.date(sitting.handed_in_at)), icon=":material/timer_off:"
        )
    if work.policy.mock:
        onward(work)
    elif st.button(t("exams.to_mine"), key="lt_to_my_exams", icon=":material/arrow_back:"):
        session.go("my_exams")


def onward(work: Work) -> None:
    """The way on from a paper of a mock exam that is handed in: to its next paper while time runs, else its result."""
    exam_id, t = work.sitting.exam_id, session.t()
    if exam_id is None or not work.policy.mock:
        return
    now = session.clock().now()
    mine = mocks.one(session.store(), session.viewer(), exam_id, now)
    following = mocks.next_paper(mine) if mocks.is_running(mine) else None
    if following is None:
        _to_mock(exam_id)
        return
    with st.container(border=True, key="lt-mock-onward"):
        closed = sum(row.is_handed_in for row in mine.papers.values())
        told = t("mock.onward", done=closed, total=len(mine.exam.papers))
        markup.put(markup.tag("p", told, "lt-told"))
        if mine.deadline is not None:
            countdown(mine.deadline, now, f"onward-{work.id}", "", lambda: expired(exam_id))
        if st.button(
            t("mock.next_paper"), key="lt_mock_next", type="primary", icon=":material/arrow_forward:"
        ):
            go_on(mine, following)


def go_on(mine: Mine, paper: ExamPaper) -> None:
    """Open a paper of an assessment, begun now or before; a warning where it cannot be."""
    try:
        with st.spinner(session.t()("catalogue.drawing")):
            row = exams.start(
                session.store(), session.viewer(), mine.exam.id, paper.number, session.lang(),
                session.clock().now(), session.variant,
            )  # fmt: skip
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()))
        return
    session.go("sitting", sitting=row.id)


def _to_mock(exam_id: str) -> None:
    if st.button(session.t()("mock.to_result"), key="lt_to_mock", icon=":material/arrow_forward:"):
        session.go("mock", exam=exam_id)


def _paused(work: Work) -> bool:
    assert work.sitting.exam_id is not None
    return exams.seen(session.store(), session.viewer(), work.sitting.exam_id).paused_at is not None


def _wait(work: Work) -> None:
    if not _paused(work):
        st.rerun()
    st.info(session.t()("exams.paused_wait"), icon=":material/pause_circle:")


def expired(exam_id: str) -> None:
    """The browser has counted to the end: close what the server finds late too, then draw the page anew."""
    sitting_answers.retry()
    exams.close_overdue(
        session.store(),
        session.clock().now(),
        session.variant,
        version(),
        exam_id=exam_id,
        learner_id=session.learner_id(),
        grace=timedelta(0),
    )
    session.rerun_page()
