"""A paper of an assessment before its page: its time, its pauses, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from app import exams, session
from app.screens.loading import careful
from app.settings import version
from app.widgets import chrome, figures
from app.widgets.context import Work
from app.widgets.countdown import countdown

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
    countdown(ends, now, work.id, note, lambda: _expired(work))


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
    if st.button(t("exams.to_mine"), key="lt_to_my_exams", icon=":material/arrow_back:"):
        session.go("my_exams")


def _paused(work: Work) -> bool:
    assert work.sitting.exam_id is not None
    return exams.seen(session.store(), session.viewer(), work.sitting.exam_id).paused_at is not None


def _wait(work: Work) -> None:
    if not _paused(work):
        st.rerun()
    st.info(session.t()("exams.paused_wait"), icon=":material/pause_circle:")


def _expired(work: Work) -> None:
    """The browser has counted to the end: close what the server finds late too, then draw the page anew."""
    session.retry()
    exams.close_overdue(
        session.store(),
        session.clock().now(),
        session.variant,
        version(),
        exam_id=work.sitting.exam_id,
        learner_id=session.learner_id(),
        grace=timedelta(0),
    )
    session.rerun_page()
