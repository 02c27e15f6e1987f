"""What can be taken away of an assessment: gradebook, workbook, learning records, marked copies."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

import streamlit as st

from app import session
from app.exports.gradebook_csv import Identifier, gradebook_csv
from app.exports.rows import Gradebook, exam_gradebook
from app.settings import version
from app.store import Exam
from app.widgets import figures, markup
from app.widgets.downloads import offer, server_address, zone
from cases import library

# What this server knows learners by; Moodle's own identification number is not kept.
KNOWN_BY: Final[tuple[Identifier, ...]] = ("email", "username")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Statement ids need an address even where nobody has given one.
NOWHERE: Final = "https://logitrain.invalid"


def exam_exports(exam: Exam) -> None:
    """Show the buttons, with what is missing from each file; each file is made when its button is pressed."""
    t, lang = session.t(), session.lang()
    store, viewer, now = session.store(), session.viewer(), session.clock().now()
    book = exam_gradebook(store, viewer, exam.id, now)
    if not book.marks:
        st.info(t("exports.none_yet"), icon=":material/inbox:")
        return
    if book.numbers:
        markup.put(markup.tag("p", t("exports.is_blind"), "lt-note lt-measure"))
    base, here, name = server_address() or NOWHERE, zone(), f"logitrain-{exam.id[:8]}"

    def logged(kind: str) -> None:
        store.log(now, viewer.learner_id, f"export.{kind}", exam_id=exam.id)

    def gradebook() -> bytes:
        logged("gradebook")
        return gradebook_csv(exam_gradebook(store, viewer, exam.id, now), lang, identifier=known_by).data

    def workbook() -> bytes:
        from app.exports.gradebook_xlsx import gradebook_xlsx  # noqa: PLC0415  (only for who asks)

        logged("workbook")
        return gradebook_xlsx(exam_gradebook(store, viewer, exam.id, now), lang, now, here)

    def statements() -> bytes:
        from app.exports.xapi import lines  # noqa: PLC0415  (only for who asks)

        logged("xapi")
        return lines(exam_gradebook(store, viewer, exam.id, now).marks, base)

    known_by = KNOWN_BY[0]
    if not book.numbers:
        known_by = st.radio(
            t("exports.known_by"), KNOWN_BY, key=session.key("lt_export_known", exam.id), horizontal=True,
            format_func=lambda one: t(f"exports.{one}"),
        )  # fmt: skip
        _left_out(book, known_by)
    with st.container(horizontal=True, key="lt-exam-exports"):
        for kind, make, end, mime, icon in (
            ("gradebook", gradebook, "csv", "text/csv", ":material/table_view:"),
            ("workbook", workbook, "xlsx", XLSX, ":material/grid_on:"),
            ("xapi", statements, "jsonl", "application/jsonl", ":material/data_object:"),
        ):
            offer(
                t(f"exports.do_{kind}"), make, f"{name}-{kind}.{end}", session.key("lt_export", kind, exam.id),
                mime=mime, icon=icon, shown=t(f"exports.shown_{kind}", engine=version()),
            )  # fmt: skip
    _copies(exam, name, here)


def _copies(exam: Exam, name: str, here: tzinfo) -> None:
    """The marked copies: made at a click, their number told as they come, then handed over."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    held, now = session.key("lt_copies", exam.id, session.lang()), session.clock().now()
    if st.button(
        t("exports.do_copies"), key=session.key("lt_export", "copies", exam.id), icon=":material/picture_as_pdf:",
        help=t("exports.shown_copies"),
    ):  # fmt: skip
        from app.exports.copies import marked_copies  # noqa: PLC0415  (typst: only for who asks)
        from app.reports.pen import Pen  # noqa: PLC0415

        bar = st.progress(0.0, t("exports.making_copies", done=0, all="…"))

        def told(done: int, every: int) -> None:
            bar.progress(done / every, t("exports.making_copies", done=done, all=every))

        store.log(now, viewer.learner_id, "export.copies", exam_id=exam.id)
        pen = Pen(session.lang(), here)
        session.set_widget(held, marked_copies(store, viewer, exam.id, library.drawn, pen, now, told))
        bar.empty()
    packed = session.widget(held)
    if packed is not None:
        st.download_button(
            t("exports.take_copies", size=figures.points(max(1, len(packed) // 1000))), packed,
            f"{name}-copies.zip", "application/zip", key=session.key("lt_export_zip", exam.id), on_click="ignore",
            type="primary", icon=":material/download:",
        )  # fmt: skip


def _left_out(book: Gradebook, known_by: Identifier) -> None:
    """Who is missing from the gradebook, for want of what the other system would know them by."""
    t = session.t()
    names = [one.display for one in book.people if not (one.email if known_by == "email" else one.login)]
    if names:
        words = t.plural(f"exports.without_{known_by}", len(names), names=", ".join(names))
        markup.put(markup.tag("p", words, "lt-note lt-measure"))
