"""A list of learners to import: the file, what each of its lines would make, and the making."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import accounts, session
from app.roster import RosterError, RosterLine, preview, read_roster
from app.widgets import handed, markup

SHOWN: Final = 100
TURN: Final = "lt_roster_turn"


def roster_panel() -> None:
    """Show the file's place, then its lines one by one, with what is wrong with them."""
    t, viewer, store = session.t(), session.viewer(), session.store()
    markup.put(markup.tag("p", t("people.import_help"), "lt-measure"))
    # A file whose accounts were made is put away, lest it make them twice.
    turn = int(session.widget(TURN, 0))
    classes = [one.name for one in accounts.cohorts(store, viewer)]
    left, right = st.columns(2)
    with left:
        file = st.file_uploader(
            t("people.import_file"), type=["csv", "txt", "xlsx"], key=session.key("lt_roster_file", turn)
        )
    with right:
        cohort = st.selectbox(
            t("people.import_cohort"), ["", *classes], key="lt_roster_cohort", accept_new_options=True,
            format_func=lambda one: one or t("people.no_cohort"),
        )  # fmt: skip
    if file is None:
        return
    try:
        lines = preview(store, viewer, read_roster(file.name, file.getvalue()), cohort or "")
    except RosterError as error:
        st.warning(error.explain(session.lang()), icon=":material/info:")
        return
    sound = [one for one in lines if one.problem is None]
    _told(lines, len(sound))
    label = f"{t('people.import_apply')} ({len(sound)})"
    if sound and st.button(label, type="primary", key="lt_roster_apply"):
        with st.spinner(t("people.import_working")):
            made = accounts.create_all(store, viewer, [one.new for one in sound], session.clock().now())
        handed.keep(made)
        session.set_widget(TURN, turn + 1)
        st.rerun()


def _told(lines: tuple[RosterLine, ...], sound: int) -> None:
    t, lang = session.t(), session.lang()
    wrong = [one for one in lines if one.problem is not None]
    if wrong:
        st.warning(t.plural("people.import_wrong", len(wrong)), icon=":material/info:")
    # What needs mending comes first; the rest need not all be read.
    shown = [*wrong, *(one for one in lines if one.problem is None)][:SHOWN]
    names = ("line", "name", "login", "email", "cohorts", "problem")
    markup.put(
        markup.table(
            t.plural("people.import_sound", sound),
            [(t(f"people.col_{name}"), "right" if name == "line" else "left") for name in names],
            (
                [
                    str(one.number), one.new.display, one.new.login, one.new.email or "", one.new.cohort or "",
                    "" if one.problem is None else one.problem.explain(lang),
                ]
                for one in shown
            ),
        )
    )  # fmt: skip
