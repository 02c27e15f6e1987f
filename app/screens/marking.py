"""Marking: the assessments that wait, the questions of one, then its answers one after the other."""

from __future__ import annotations

import streamlit as st

from app import exams, marking_queue, session
from app.grading import marked
from app.marking_queue import Script, Task
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.settings import version
from app.store import Exam
from app.widgets import figures, markup
from app.widgets.mark_form import mark_form
from cases.debrief import solutions
from cases.expressions import ExpressionError
from cases.questions.text import TextQuestion
from cases.variant import Variant
from cases.views import question as asked_view
from cases.wording import QuestionWords


@careful
@staff_only("paper.mark")
def page() -> None:
    """Show what the address names: an answer, the questions of an assessment, or the assessments that wait."""
    t = session.t()
    exams.look_after(session.store(), session.clock().now(), session.variant, version())
    asked = session.address("exam")
    if asked is None:
        _assessments()
        return
    exam, tasks = marking_queue.queue(session.store(), session.viewer(), asked, session.case)
    st.set_page_config(page_title=f"{t('marking.title')} · {exam.title} · Logitrain")
    found = marking_queue.task(tasks, _number("paper"), session.address("question") or "")
    if found is None:
        _questions(exam, tasks)
    else:
        _answer(exam, found)


def _number(name: str) -> int:
    written = session.address(name) or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


# --- which ones ------------------------------------------------------------------------------------------


def _assessments() -> None:
    t = session.t()
    st.set_page_config(page_title=f"{t('marking.title')} · Logitrain")
    st.title(t("marking.title"), anchor=False)
    markup.put(markup.tag("p", t("marking.lead"), "lt-soft lt-measure"))
    found = marking_queue.waiting(session.store(), session.viewer())
    if not found:
        st.info(t("marking.none"), icon=":material/task_alt:")
    for exam, count in found:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"lt-marking-{exam.id}"
        ):
            facts = [t("exams.kind_" + exam.kind), t.plural("marking.waiting", count)]
            name = markup.tag("strong", exam.title)
            markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
            st.space("stretch")
            if st.button(t("marking.open"), key=session.key("lt_marking_open", exam.id)):
                session.go("marking", exam=exam.id)


def _head(exam: Exam, title: str) -> None:
    t = session.t()
    st.title(title, anchor=False)
    if marking_queue.is_blind(exam):
        st.caption(t("marking.blind"))
    if exam.validated_at is not None:
        st.info(t("marking.final"), icon=":material/verified:")


def _questions(exam: Exam, tasks: tuple[Task, ...]) -> None:
    t = session.t()
    if st.button(exam.title, key="lt_to_exam", icon=":material/arrow_back:", type="tertiary"):
        session.go("exam", exam=exam.id)
    _head(exam, t("marking.title"))
    if not tasks:
        st.info(t("marking.nothing"), icon=":material/task_alt:")
    for task in tasks:
        with st.container(border=True, key=f"lt-task-{task.paper.number}-{task.question.id}"):
            case = session.case(task.paper.case_slug, task.paper.case_version)
            markup.put(markup.tag("h2", _title(task), "lt-task-title"))
            facts = [case.title(session.lang()), figures.counted("question.points", task.question.points)]
            markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
            _progress(task)
            if st.button(
                t("marking.open"),
                key=session.key("lt_task", task.paper.number, task.question.id),
                type="primary" if task.done < len(task.scripts) else "secondary",
            ):
                _open(exam, task, task.following(None) or task.scripts[0])


def _title(task: Task) -> str:
    case = session.case(task.paper.case_slug, task.paper.case_version)
    title = case.papers[session.lang()].sections[task.question.id].title.text
    return session.t()("marking.question", number=task.place, title=title)


def _progress(task: Task) -> None:
    total = len(task.scripts)
    words = session.t().plural("marking.progress", task.done, done=task.done, total=total)
    st.progress(task.done / total, text=words)


def _open(exam: Exam, task: Task, script: Script) -> None:
    session.go(
        "marking",
        exam=exam.id,
        paper=str(task.paper.number),
        question=task.question.id,
        candidate=str(script.number),
    )


# --- one answer ------------------------------------------------------------------------------------------


def _answer(exam: Exam, task: Task) -> None:
    t = session.t()
    if st.button(t("marking.back"), key="lt_to_questions", icon=":material/arrow_back:", type="tertiary"):
        session.go("marking", exam=exam.id)
    script = task.script(_number("candidate")) or task.following(None) or task.scripts[0]
    _head(exam, _title(task))
    _progress(task)
    if task.done == len(task.scripts):
        st.success(t("marking.all_done"), icon=":material/task_alt:")
    _beside(exam, task, script)
    sitting = script.sitting
    variant = session.variant(
        sitting.case_slug, marking_queue.marked_with(session.store(), script), sitting.seed
    )
    left, right = st.columns([6, 5], gap="large")
    with left:
        _written(task, script, variant)
    with right:
        _form(exam, task, script, variant)


def _beside(exam: Exam, task: Task, script: Script) -> None:
    """Whose answer it is, and the ways to the ones before and after."""
    t = session.t()
    who = script.name or t("exam.number", number=script.number)
    before, after = task.beside(script.number, -1), task.beside(script.number, 1)
    with st.container(horizontal=True, vertical_alignment="center", key="lt-mark-who"):
        if st.button(
            t("marking.previous"),
            key="lt_mark_before",
            icon=":material/chevron_left:",
            disabled=before is None,
        ) and (before is not None):
            _open(exam, task, before)
        given = script.given
        if given is None:
            state = t("marking.is_waiting")
        else:
            state = t("marking.given_by", name=given.assessor, moment=figures.date(given.at))
        markup.put(
            markup.raw_tag(
                "p", markup.tag("strong", who) + " " + markup.tag("span", state, "lt-soft"), role="status"
            )
        )
        if st.button(
            t("marking.next"), key="lt_mark_after", icon=":material/chevron_right:", disabled=after is None
        ) and (after is not None):
            _open(exam, task, after)


def _written(task: Task, script: Script, variant: Variant) -> None:
    t = session.t()
    given = marking_queue.answer(session.store(), script, task.question.id)
    markup.put(markup.tag("h2", t("marking.answer"), "lt-task-title"))
    text = "" if given is None else given.raw if isinstance(given.raw, str) else str(given.raw)
    lang = "fr" if given is None else given.lang
    markup.put(markup.tag("div", text, "lt-script", lang=lang))
    with st.expander(t("marking.asked"), key="lt_mark_asked"):
        st.markdown(asked_view(variant, task.question.id, session.lang()).prompt)


def _form(exam: Exam, task: Task, script: Script, variant: Variant) -> None:
    t = session.t()
    question = variant.case.question(task.question.id)
    assert isinstance(question, TextQuestion)
    found = question.review(QuestionWords(variant, question.id, session.lang()))
    if found.key_points:
        points = (markup.escape(one.text) for one in found.key_points)
        markup.put(
            markup.tag("p", t("marking.key_points"), "lt-finding") + markup.items("ul", points, "lt-rubric")
        )
    with st.expander(t("marking.model"), key="lt_mark_model"):
        _model(script, variant, question.id)
    following = task.following(script.number)
    kept = mark_form(
        # The address of the answer, never who wrote it.
        session.key("lt_mark", exam.id, task.paper.number, question.id, script.number),
        script,
        {line: (words, most) for line, words, most in found.rubric},
        lambda given, comment: marking_queue.give(
            session.store(),
            session.viewer(),
            script,
            question.id,
            given,
            comment,
            session.variant,
            session.clock().now(),
            version(),
        ),
        closed=exam.validated_at is not None,
        more=following is not None,
    )
    st.caption(t("marking.keys"))
    if kept:
        _open(exam, task, following or script)


def _model(script: Script, variant: Variant, question_id: str) -> None:
    try:
        found = marked(session.store(), script.sitting, variant)
        solution, own = solutions(variant, question_id, found, session.lang())
    except ExpressionError:
        st.info(session.t()("marking.not_read"))
        return
    st.markdown(own or solution)
