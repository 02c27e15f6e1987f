"""An answer by way of a spreadsheet: its table to download, filled elsewhere, and handed in as a file."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from cases.upload_error import UploadError
from cases.views import QuestionView

# What was found in a file, in words, and what puts it in the place of the answer.
Read = Callable[[bytes], tuple[str, Callable[[], None]]]


def by_file(work: Work, view: QuestionView, words: str, table: bytes, read: Read) -> None:
    """Offer ``table`` as CSV and ask for a file under the words of ``words``: "plan" or "sheet".

    ``read`` reads a file or raises UploadError, and then nothing changes.
    """
    t = session.t()
    turn, told = _names(work, view)
    session.seed_widget(turn, 0)
    with st.expander(t(f"{words}.file")):
        st.download_button(
            t(f"{words}.download"),
            table,
            f"{work.variant.case.slug}-{view.id}.csv",
            "text/csv",
            key=work.key(view.id, "file", "down"),
            icon=":material/download:",
            on_click="ignore",
        )
        name = work.key(view.id, "file", session.widget(turn))
        st.file_uploader(
            t(f"{words}.upload"),
            type=["csv", "xlsx", "txt"],
            key=name,
            max_upload_size=1,
            on_change=_uploaded,
            args=(work, view, name, read),
        )
    said = session.widget(told)
    if said:
        good, text = said
        markup.put(markup.tag("p", text, "lt-read" if good else "lt-read is-wrong", role="status"))


def _uploaded(work: Work, view: QuestionView, name: str, read: Read) -> None:
    file = session.widget(name)
    if file is None:
        return
    turn, told = _names(work, view)
    session.set_widget(turn, int(session.widget(turn, 0)) + 1)  # the next file is asked for afresh
    try:
        words, keep = read(file.getvalue())
    except UploadError as error:
        session.set_widget(told, (False, f"! {error.explain(session.lang())}"))
        work.redraw(view.id)
        return
    session.set_widget(told, (True, words))
    keep()


def _names(work: Work, view: QuestionView) -> tuple[str, str]:
    """Where the number of files asked for is kept, and what was said of the last one."""
    return work.key(view.id, "file", "turn"), work.key(view.id, "file", "told")
