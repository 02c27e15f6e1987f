"""A candidate's paper as the trainer reads it: what was answered, what it earned, why, and points decided over it."""

from __future__ import annotations

import streamlit as st

from app import exams, session, sitting_answers
from app.access import may
from app.grading import marked, result_of
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import Exam, SittingRow
from app.widgets import figures, markup
from app.widgets.downloads import marked_copy_button
from app.widgets.override_form import override_form
from app.widgets.paper import paper
from app.widgets.parts import parts
from app.widgets.verdict import verdict
from cases.debrief import debrief


@careful
@staff_only("exam.monitor")
def page() -> None:
    """Show the paper that the address names."""
    t = session.t()
    exam, row = exams.paper(
        session.store(), session.viewer(), session.address("exam") or "", session.address("sitting") or ""
    )
    variant = session.variant(row.case_slug, row.case_version, row.seed)
    title = variant.case.title(session.lang())
    st.set_page_config(page_title=f"{title} · {exam.title} · Logitrain")
    with st.container(horizontal=True, vertical_alignment="center", key="lt-ways-read"):
        if st.button(exam.title, key="lt_to_exam", icon=":material/arrow_back:", type="tertiary"):
            session.go("exam", exam=exam.id)
        st.space("stretch")
        _beside(exam, row)
    st.title(title, anchor=False)
    markup.put(markup.items("ul", map(markup.escape, _facts(exam, row)), "lt-facts"))
    if row.is_voided:
        reason = exam.candidate(row.learner_id).void_reason
        words = t("paper_read.voided") + (f" {t('paper_read.voided_why', reason=reason)}" if reason else "")
        st.warning(markup.literal(words), icon=":material/block:")
    saved = session.store().answers(row.id, row.learner_id)
    found = marked(session.store(), row, variant, saved)
    grade = session.store().last_grade(row.id, row.learner_id)
    if grade is None:
        st.info(t("paper_read.open"), icon=":material/edit_note:")
    else:
        result = result_of(grade.marked)
        mark = figures.out_of_20(result.out_of_20) if result.marked_points else "–"
        name = t("paper_read.provisional" if result.pending else "paper_read.mark")
        points = t("debrief.points", points=figures.out_of(result.score, result.marked_points))
        inner = markup.tag("div", name, "lt-soft") + markup.tag("div", mark, "big")
        inner += markup.tag("div", points, "lt-soft")
        if result.pending:
            inner += markup.tag(
                "div", figures.counted("debrief.pending_trainer", result.pending), "lt-pending"
            )
        markup.put(markup.raw_tag("div", inner, "lt-score"))
        if may(session.viewer(), "export"):
            marked_copy_button(row, "lt_read_copy")
    with st.expander(t("paper_read.paper"), key="lt_read_paper"):
        paper(variant)
    st.header(t("debrief.questions"), anchor=False)
    answers = {name: sitting_answers.as_answer(one) for name, one in saved.items()}
    decided = session.store().override_history(row.id, row.learner_id)
    for item in debrief(variant, answers, found, session.lang()):
        with st.container(border=True, key=f"lt-debrief-{item.id}", gap="xsmall"):
            verdict(item, to_trainer=True)
            parts(item, to_trainer=True)
            if item.solution:
                with st.expander(t("debrief.solution"), key=session.key("lt_read_solution", item.id)):
                    st.markdown(item.solution)
            override_form(exam, row, item, decided)


def _beside(exam: Exam, row: SittingRow) -> None:
    """The ways to the same paper of the candidates before and after."""
    t = session.t()
    before, after = exams.neighbours(session.store(), session.viewer(), exam.id, row)
    for found, name, icon in (
        (before, "before", ":material/chevron_left:"),
        (after, "after", ":material/chevron_right:"),
    ):
        if st.button(
            t(f"paper_read.{name}"), key=f"lt_read_{name}", icon=icon, disabled=found is None, type="tertiary"
        ) and (found is not None):
            session.go("paper_read", exam=exam.id, sitting=found.id)


def _facts(exam: Exam, row: SittingRow) -> list[str]:
    t = session.t()
    candidate = exam.candidate(row.learner_id)
    hidden = exam.blind and exam.released_at is None
    said = [
        t("exam.number", number=candidate.number) if hidden else candidate.name,
        t("paper_read.number", number=row.paper_number)
        if len(exam.papers) > 1 and (row.paper_number or 0) > 0
        else "",
        t("catalogue.variant", seed=row.seed),
        t("catalogue.started", moment=figures.date(row.started_at)),
    ]
    if row.handed_in_at is not None:
        said.append(t("catalogue.handed_in", moment=figures.date(row.handed_in_at)))
    return [one for one in said if one]
