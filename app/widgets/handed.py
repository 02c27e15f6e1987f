"""First passwords just made: shown once, with a list to download, until the trainer says they are noted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

import streamlit as st

from app import session
from app.accounts import Handed
from app.widgets import markup

KEPT: Final = "lt_handed"


def keep(made: Iterable[Handed]) -> None:
    """Remember what to hand out, in this browser session alone."""
    session.set_widget(KEPT, tuple(made))


def show() -> None:
    """Show it, when there is something."""
    made: tuple[Handed, ...] = session.widget(KEPT) or ()
    if not made:
        return
    t = session.t()
    with st.container(border=True, key="lt-handed"):
        names = ("name", "login", "password")
        rows = [[one.account.display, one.account.login, one.password] for one in made]
        columns = [(t(f"people.col_{name}"), "left") for name in names]
        markup.put(markup.table(t("people.handed"), columns, rows, "lt-handed"))
        markup.put(markup.tag("p", t("people.handed_help"), "lt-soft"))
        with st.container(horizontal=True):
            st.download_button(
                t("people.handed_csv"), as_csv([head for head, _ in columns], rows), "logitrain-comptes.csv",
                "text/csv", key="lt_handed_csv", icon=":material/download:",
            )  # fmt: skip
            st.button(t("people.handed_done"), key="lt_handed_done", on_click=lambda: keep(()))


def as_csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as a spreadsheet opens it; a cell that it would take for a formula is disarmed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in (list(head), *rows):
        writer.writerow(["'" + one if one[:1] in ("=", "+", "-", "@", "\t", "\r") else one for one in row])
    return text.getvalue().encode("utf-8-sig")
