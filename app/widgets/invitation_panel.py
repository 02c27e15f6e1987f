"""Invitation codes: a new one, and those there are."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from app import accounts, session
from app.store import Role
from app.widgets import figures, markup
from app.widgets.downloads import server_address


def invitation_panel() -> None:
    """Show the form of a new code, then every code with what is left of it."""
    t, viewer, store, now = session.t(), session.viewer(), session.store(), session.clock().now()
    address = f"{server_address()}/auth/join"
    link = markup.tag("a", address, href=f"{address}?lang={session.lang()}", target="_blank")
    before, _, after = t("people.invite_help", address="\x00").partition("\x00")
    markup.put(markup.raw_tag("p", markup.escape(before) + link + markup.escape(after), "lt-measure"))
    classes = {one.id: one.name for one in accounts.cohorts(store, viewer)}
    roles: tuple[Role, ...] = accounts.roles_to_give(viewer)
    with st.form("lt_invite", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        role = st.selectbox(
            t("people.role"), roles, key="lt_invite_role", format_func=lambda one: t(f"accounts.role.{one}")
        )
        cohort = st.selectbox(
            t("people.of_cohort"), [None, *classes], key="lt_invite_cohort",
            format_func=lambda one: t("people.no_cohort") if one is None else classes.get(one, ""),
        )  # fmt: skip
        uses = st.text_input(t("people.invite_uses"), "15", key="lt_invite_uses", max_chars=4, width=160)
        days = st.text_input(t("people.invite_days"), "14", key="lt_invite_days", max_chars=4, width=160)
        if st.form_submit_button(t("people.invite"), type="primary"):
            if not (_is_whole(uses) and _is_whole(days)):
                st.warning(t("people.invite_whole"), icon=":material/info:")
            else:
                until = now + timedelta(days=int(days))
                made = accounts.invite(store, viewer, role, cohort, int(uses), until, now)
                st.success(t("people.invited", code=made.code), icon=":material/check:")
    known = accounts.invitations(store, viewer)
    if not known:
        st.info(t("people.no_invitation"), icon=":material/info:")
        return
    names = ("code", "role", "cohorts", "uses", "until", "state")
    markup.put(
        markup.table(
            t("people.section_invitations"),
            [(t(f"people.col_{name}"), "right" if name == "uses" else "left") for name in names],
            (
                [
                    one.code, t(f"accounts.role.{one.role}"), classes.get(one.cohort_id or 0, "–"),
                    str(one.uses_left), figures.date(one.expires_at),
                    t("people.invitation_open" if one.is_open(now) else "people.invitation_over"),
                ]
                for one in known
            ),
        )
    )  # fmt: skip
    for one in known:
        if one.is_open(now) and st.button(
            t("people.revoke", code=one.code), key=session.key("lt_revoke", one.code), type="tertiary"
        ):
            accounts.revoke(store, viewer, one.code, now)
            st.rerun()


def _is_whole(text: str) -> bool:
    said = text.strip()
    return said.isascii() and said.isdigit()
