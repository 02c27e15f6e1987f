"""Handing in: the learner is told what is empty or unreadable, and confirms."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app import session, sitting_answers
from app.grading import marked
from app.revising import after_hand_in
from app.settings import version
from app.widgets import markup, progress
from app.widgets.context import Work
from cases.views import QuestionView


def hand_in(work: Work, views: Sequence[QuestionView]) -> None:
    """The button that opens the confirmation."""
    t = session.t()
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("handin.open"), key="lt_hand_in", type="primary", on_click=session.heard):
            st.dialog(t("handin.title"), width="medium")(_confirm)(work, views)


def _confirm(work: Work, views: Sequence[QuestionView]) -> None:
    t = session.t()
    row = progress.chips(work.variant, views, work.answers(), work.flags())
    titles = {view.id: view.title for view in views}

    def named(chips: Sequence[progress.Chip]) -> str:
        return markup.items("ul", (f"{chip.number}. {markup.escape(titles[chip.id])}" for chip in chips))

    told = [
        ("handin.unreadable", [chip for chip in row if chip.state == "unreadable"]),
        ("handin.empty", [chip for chip in row if chip.state == "empty"]),
        ("handin.flagged", [chip for chip in row if chip.flagged]),
    ]
    for key, chips in told:
        if chips:
            markup.put(markup.tag("p", t.plural(key, len(chips)), "lt-finding") + named(chips))
    if not any(chips for _, chips in told):
        st.markdown(t("handin.complete"))
    st.markdown(t("handin.final_released" if work.policy.results == "on_release" else "handin.final"))
    if session.trouble():
        st.warning(session.trouble())
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("handin.cancel"), key="lt_hand_in_cancel"):
            st.rerun()
        sure = st.button(t("handin.confirm"), key="lt_hand_in_sure", type="primary")
    if sure:
        with st.spinner(t("handin.marking")):
            done = close(work)
        if done:
            session.go("debrief", sitting=work.sitting.id)
        st.warning(session.trouble())


def close(work: Work) -> bool:
    """Save what still waits, mark, and close the sitting; False when the store could not."""
    sitting_answers.retry()
    if session.trouble():
        return False
    done = session.guarded(
        lambda: session.store().mark_and_hand_in(
            work.sitting.id,
            session.learner_id(),
            session.clock().now(),
            lambda saved: marked(session.store(), work.sitting, work.variant, saved).as_dict(),
            engine=version(),
        )
    )
    if done:
        after_hand_in(session.store(), work.sitting.id, session.learner_id(), session.case)
    return done
