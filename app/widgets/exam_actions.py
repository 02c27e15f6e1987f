"""What a trainer can do about an assessment: time, pauses, void papers, release; each confirmed in a dialog."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import exams, session
from app.store import Exam, StoreError
from app.store.queries import MAX_REASON_CHARACTERS
from app.widgets.exam_people import add_candidates, extra_time, may_have_more
from app.widgets.sure import sure

EVERYBODY = 0
SHORTCUTS = (5, 10, 15, 30)


def actions(exam: Exam) -> None:
    """The buttons that fit the state that the assessment is in."""
    t, state = session.t(), exam.state(session.clock().now())
    running = state in ("open", "paused")
    offered: list[tuple[str, bool, str, Callable[[Exam], None]]] = [
        ("pause", state == "open", ":material/pause:", _pause),
        ("resume", state == "paused", ":material/play_arrow:", _resume),
        ("extend", running, ":material/more_time:", _extend),
        ("extra", state in ("planned", "open", "paused"), ":material/hourglass_top:", _extra),
        ("candidates", may_have_more(exam), ":material/person_add:", add_candidates),
        (
            "void",
            state != "planned" and any(not one.is_voided for one in exam.candidates),
            ":material/block:",
            _void,
        ),
        ("restart", any(one.is_voided for one in exam.candidates), ":material/restart_alt:", _restart),
        ("release", exam.released_at is None and state != "planned", ":material/visibility:", _release),
        ("archive", state in ("planned", "closed"), ":material/inventory_2:", _archive),
        ("reopen", state == "archived", ":material/unarchive:", _reopen),
    ]
    with st.container(horizontal=True, key="lt-exam-actions"):
        for name, shown, icon, dialog in offered:
            if shown and st.button(t(f"exam.do_{name}"), key=f"lt_do_{name}", icon=icon):
                st.dialog(t(f"exam.do_{name}"), width="medium")(dialog)(exam)
        if state == "planned" and st.button(t("exam.do_change"), key="lt_do_change", icon=":material/edit:"):
            session.go("exam_new", exam=exam.id)
        if state != "archived" and st.button(
            t("exam.do_rehearse"), key="lt_do_rehearse", icon=":material/science:"
        ):
            rehearse(
                lambda: exams.rehearse(session.store(), session.viewer(), exam.id, session.clock().now())
            )


def rehearse(begin: Callable[[], Exam]) -> None:
    """A test run: kept, then the page where its papers begin."""
    try:
        begin()
    except StoreError as error:
        st.warning(error.explain(session.lang()))
        return
    session.go("my_exams")


def _pause(exam: Exam) -> None:
    sure(
        session.t()("exam.words_pause"),
        lambda: exams.pause(session.store(), session.viewer(), exam.id, session.clock().now()),
    )


def _resume(exam: Exam) -> None:
    sure(
        session.t()("exam.words_resume"),
        lambda: exams.resume(session.store(), session.viewer(), exam.id, session.clock().now()),
    )


def _extend(exam: Exam) -> None:
    t = session.t()
    names = _names(exam)
    chosen = st.selectbox(
        t("exam.for_whom"),
        [EVERYBODY, *names],
        format_func=lambda one: t("exam.everybody") if one == EVERYBODY else names[one],
        key="lt_do_whom",
    )
    minutes = st.segmented_control(
        t("exam.minutes"), SHORTCUTS, default=SHORTCUTS[0], required=True, key="lt_do_minutes"
    )
    reason = st.text_input(t("exam.reason_free"), max_chars=MAX_REASON_CHARACTERS, key="lt_do_why")
    people = list(names) if chosen == EVERYBODY else [chosen]
    sure(
        t("exam.words_extend"),
        lambda: exams.extend(
            session.store(), session.viewer(), exam.id, people, int(minutes or 0), session.clock().now(),
            str(reason),
        ),
    )  # fmt: skip


def _extra(exam: Exam) -> None:
    extra_time(exam, _names(exam))


def _void(exam: Exam) -> None:
    t = session.t()
    names = _names(exam)
    chosen = st.selectbox(t("exam.whose"), names, format_func=names.__getitem__, key="lt_do_whose")
    reason = st.text_input(t("exam.reason"), max_chars=MAX_REASON_CHARACTERS, key="lt_do_reason", live=True)
    sure(
        t("exam.words_void"),
        lambda: exams.void(
            session.store(), session.viewer(), exam.id, chosen, str(reason), session.clock().now()
        ),
        ready=bool(str(reason).strip()),
    )


def _restart(exam: Exam) -> None:
    t = session.t()
    names = {one.learner_id: f"{one.name} ({one.void_reason})" for one in exam.candidates if one.is_voided}
    chosen = st.selectbox(t("exam.whose"), names, format_func=names.__getitem__, key="lt_do_again")
    sure(
        t("exam.words_restart"),
        lambda: exams.restart(session.store(), session.viewer(), exam.id, chosen, session.clock().now()),
    )


def _release(exam: Exam) -> None:
    t = session.t()
    ends = exam.ends_at(session.clock().now())
    early = ends is None or session.clock().now() < ends
    sure(
        t("exam.words_release") + (f"\n\n{t('exam.words_release_early')}" if early else ""),
        lambda: exams.release(session.store(), session.viewer(), exam.id, session.clock().now()),
    )


def _archive(exam: Exam) -> None:
    sure(
        session.t()("exam.words_archive"),
        lambda: exams.archive(session.store(), session.viewer(), exam.id, session.clock().now()),
    )


def _reopen(exam: Exam) -> None:
    sure(
        session.t()("exam.words_reopen"),
        lambda: exams.archive(
            session.store(), session.viewer(), exam.id, session.clock().now(), archived=False
        ),
    )


def _names(exam: Exam) -> dict[int, str]:
    """The candidates whose papers count, by name."""
    named = ((one.learner_id, one.name) for one in exam.candidates if not one.is_voided)
    return dict(sorted(named, key=lambda one: one[1].casefold()))
