"""Changing who sits an assessment and how long: candidates added, extra time in percent; each in a dialog."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import exam_drafts, exams, session
from app.store import CandidateDraft, Exam
from app.store.exam_rows import THIRD_PERCENT
from app.store.queries import MAX_REASON_CHARACTERS
from app.widgets.sure import sure

PERCENTS: Final = (0, THIRD_PERCENT, 50, 100)


def may_have_more(exam: Exam) -> bool:
    """Whether a candidate may still be added: until the results are final."""
    return exam.validated_at is None and exam.archived_at is None


def add_candidates(exam: Exam) -> None:
    """Choose people who are no candidates yet, with the extra time that they have."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    found, classes = exam_drafts.people(store, viewer, t("exam_new.me"))
    others = {one.learner_id: one for one in found if one.learner_id not in exam.members}
    if not others:
        st.info(t("exam.everybody_sits"), icon=":material/group:")
        return
    names = {one.id: one.name for one in classes}
    cohort = st.selectbox(
        t("people.of_cohort"), [None, *names], key="lt_add_cohort",
        format_func=lambda one: t("people.all") if one is None else names.get(one, ""),
    )  # fmt: skip
    listed = [one for one, who in others.items() if cohort is None or cohort in who.cohorts]
    picked = st.multiselect(
        t("exam_new.people"), listed, key=session.key("lt_add_people", cohort),
        placeholder=t("people.choose_hint"),
        format_func=lambda one: others[one].name if one in others else "",
    )  # fmt: skip
    percent = _percent("lt_add_percent", 0)
    sure(
        t("exam.words_candidates"),
        lambda: exams.add_candidates(
            store, viewer, exam.id, [CandidateDraft(one, percent) for one in picked], session.clock().now()
        ),
        ready=bool(picked),
    )


def extra_time(exam: Exam, names: dict[int, str]) -> None:
    """Change the share of the duration that one candidate has more."""
    t = session.t()
    chosen = st.selectbox(t("exam.whose"), names, format_func=names.__getitem__, key="lt_extra_whom")
    now_has = exam.candidate(chosen).extra_percent
    percent = _percent(session.key("lt_extra_percent", chosen), now_has)
    reason = st.text_input(t("exam.reason_free"), max_chars=MAX_REASON_CHARACTERS, key="lt_extra_reason")
    sure(
        t("exam.words_extra"),
        lambda: exams.set_extra_percent(
            session.store(), session.viewer(), exam.id, chosen, percent, session.clock().now(), str(reason)
        ),
        ready=percent != now_has,
    )


def _percent(key: str, value: int) -> int:
    """The percentages in use, and the one that a candidate has by now."""
    t = session.t()
    offered = sorted({*PERCENTS, value})
    found = st.segmented_control(
        t("exam.percent"), offered, default=value, required=True, key=key,
        format_func=lambda one: t("exam.percent_third") if one == THIRD_PERCENT else t("exam.percent_of", n=one),
    )  # fmt: skip
    return value if found is None else int(found)
