"""Setting an assessment: what, for whom, when, by which rules; then all of it in words before it is programmed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app import exam_drafts, exams, session
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import BadExam, CandidateDraft, Exam, ExamDraft, StoreError
from app.store.exams import check, rules_of
from app.widgets import exam_actions, exam_papers, figures, markup, rules
from app.widgets.exam_form import Form
from cases.problem import CaseError


@careful
@staff_only("exam.create")
def page() -> None:
    """Show the form, empty or of the assessment that the address names."""
    t = session.t()
    asked = session.address("exam")
    before = exams.one(session.store(), session.viewer(), asked) if asked else None
    form = Form(asked or "new", None if before is None else exams.draft_of(before))
    title = t("exam_new.title" if before is None else "exam_new.change_title")
    st.set_page_config(page_title=f"{title} · Logitrain")
    st.title(title, anchor=False)
    with st.container(key="lt-exam-new"):
        st.header(t("exam_new.what"), anchor=False)
        form.named()
        papers = exam_papers.chosen(form)
        st.header(t("exam_new.when"), anchor=False)
        form.window()
        st.header(t("exam_new.how"), anchor=False)
        form.variants()
        policy = form.aids()
        form.results()
        st.header(t("exam_new.whom"), anchor=False)
        found, classes = exam_drafts.people(session.store(), session.viewer(), t("exam_new.me"))
        form.candidates(found, classes)
        st.header(t("exam_new.summary"), anchor=False)
    try:
        draft = form.draft(papers, policy)
        # A test run needs no candidate but the trainer.
        check(replace(draft, candidates=(CandidateDraft(session.learner_id()),)))
    except BadExam as error:
        st.info(error.explain(session.lang()), icon=":material/edit_note:")
        return
    if not draft.candidates:
        st.info(t("exam_new.no_candidate"), icon=":material/edit_note:")
    _summary(draft, {one.learner_id: one.name for one in found})
    _end(draft, before)


def _summary(draft: ExamDraft, names: dict[int, str]) -> None:
    t = session.t()
    said = [t("exam_new.say_kind_" + draft.kind, title=draft.title)]
    for paper in draft.papers:
        case = session.case(paper.case_slug, paper.case_version)
        number = len(paper.questions) if paper.questions is not None else len(case.question_ids)
        weight = figures.points(paper.weight)
        said.append(t.plural("exam_new.say_paper", number, case=case.title(session.lang()), weight=weight))
    opens = figures.date(draft.opens_at)
    if draft.closes_at is None:
        said.append(t("exam_new.say_opens", opens=opens))
    else:
        said.append(t("exam_new.say_window", opens=opens, closes=figures.date(draft.closes_at)))
    said.append(
        t("exam_new.say_no_duration")
        if draft.minutes is None
        else t.plural("exam_new.say_duration", draft.minutes)
    )
    (kind, value), *_ = draft.seeds.items()
    listed = ", ".join(map(str, value)) if kind == "list" else str(value)
    said.append(t(f"exam_new.say_seeds_{kind}", seeds=listed))
    said.append(t("exam_new.say_release_" + draft.release))
    if draft.blind:
        said.append(t("exam_new.say_blind"))
    said.append(t.plural("exam_new.say_candidates", len(draft.candidates)))
    third = [names.get(one.learner_id, "") for one in draft.candidates if one.extra_percent]
    if third:
        said.append(t.plural("exam_new.say_third", len(third), names=", ".join(third)))
    markup.put(markup.items("ul", map(markup.escape, said), "lt-rules"))
    with st.expander(t("exam_new.say_rules"), key="lt_exam_new_rules"):
        rules.told(rules_of(draft))


def _end(draft: ExamDraft, before: Exam | None) -> None:
    t, now = session.t(), session.clock().now()
    store, viewer = session.store(), session.viewer()
    with st.container(horizontal=True, key="lt-exam-new-end"):
        label = t("exam_new.program" if before is None else "exam_new.keep")
        ready = bool(draft.candidates)
        go = st.button(
            label,
            key="lt_exam_program",
            type="primary",
            icon=":material/event_available:",
            disabled=not ready,
        )
        tried = st.button(t("exam.do_rehearse"), key="lt_exam_try", icon=":material/science:")
    try:
        if go:
            kept = (
                exams.create(store, viewer, draft, now)
                if before is None
                else exams.change(store, viewer, before.id, draft, now)
            )
            session.go("exam", exam=kept.id)
        if tried:
            exam_actions.rehearse(lambda: exams.rehearse_draft(store, viewer, draft, now))
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()))
