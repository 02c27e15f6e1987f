"""The trainer's page of accounts: who may sign in, first passwords, classes, invitation codes and the audit log."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import accounts, session
from app.access import may
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import AccountRow, NewAccount, Role, StoreError
from app.widgets import audit_list, handed, markup
from app.widgets.cohort_panel import cohort_panel
from app.widgets.invitation_panel import invitation_panel
from app.widgets.roster_panel import roster_panel

SECTIONS: Final = ("accounts", "create", "import", "invitations", "cohorts", "audit")
SECTION: Final = "lt_people_section"
TOLD: Final = "lt_people_told"


@careful
@staff_only("account.list")
def page() -> None:
    """Show the section that the address or the trainer chose."""
    t = session.t()
    st.set_page_config(page_title=f"{t('people.title')} · Logitrain")
    st.title(t("people.title"), anchor=False)
    lead = t("people.lead") if session.asks_sign_in() else t("people.alone")
    markup.put(markup.tag("p", lead, "lt-soft lt-measure"))
    asked = session.address("section")
    session.seed_widget(SECTION, asked if asked in SECTIONS else "accounts")
    st.segmented_control(
        t("people.section"), SECTIONS, key=SECTION, format_func=lambda name: t(f"people.section_{name}"),
        required=True, label_visibility="collapsed",
        on_change=lambda: session.set_address("section", str(session.widget(SECTION))),
    )  # fmt: skip
    if told := session.widget(TOLD):
        st.success(told, icon=":material/check:")
        session.set_widget(TOLD, None)
    handed.show()
    section = {
        "accounts": _accounts, "create": _create, "import": roster_panel, "invitations": invitation_panel,
        "cohorts": cohort_panel, "audit": audit_list.audit_list,
    }[str(session.widget(SECTION))]  # fmt: skip
    try:
        section()
    except StoreError as error:
        st.warning(error.explain(session.lang()), icon=":material/info:")


def _accounts() -> None:
    t, viewer, store = session.t(), session.viewer(), session.store()
    classes = {one.id: one.name for one in accounts.cohorts(store, viewer)}
    left, right = st.columns([3, 2])
    with left:
        search = st.text_input(t("people.search"), key="lt_people_search", live=True)
    with right:
        cohort = st.selectbox(
            t("people.of_cohort"), [None, *classes], key="lt_people_cohort",
            format_func=lambda one: t("people.all") if one is None else classes.get(one, ""),
        )  # fmt: skip
    everybody = accounts.accounts(store, viewer, cohort=cohort)
    found = [one for one in everybody if search.strip().lower() in f"{one.display} {one.login}".lower()]
    if not found:
        st.info(t("people.no_match" if everybody else "people.none"), icon=":material/info:")
        return
    mine = accounts.memberships(store, viewer)
    names = ("name", "login", "role", "cohorts", "state")
    markup.put(
        markup.table(
            t.plural("people.count", len(found)),
            [(t(f"people.col_{name}"), "left") for name in names],
            (
                [
                    one.display, one.login, t(f"accounts.role.{one.role}"),
                    ", ".join(classes[each] for each in mine.get(one.learner_id, ()) if each in classes) or "–",
                    _state(one),
                ]
                for one in found
            ),
        )
    )  # fmt: skip
    by_id = {one.learner_id: one for one in found}
    chosen = st.selectbox(
        t("people.choose"), list(by_id), index=None, placeholder=t("people.choose_hint"), key="lt_people_one",
        format_func=lambda one: f"{by_id[one].display} ({by_id[one].login})" if one in by_id else "",
    )  # fmt: skip
    if chosen in by_id:
        _one(by_id[chosen])


def _state(one: AccountRow) -> str:
    t = session.t()
    if not one.active:
        return t("people.state_closed")
    return t("people.state_first" if one.must_change else "people.state_open")


def _one(one: AccountRow) -> None:
    """What can be done to one account; asked again of app.access when it is done."""
    t, viewer, store, now = session.t(), session.viewer(), session.store(), session.clock().now()
    name = one.display
    with st.container(border=True, key="lt-person"):
        with st.container(horizontal=True):
            if st.button(t("people.reset"), key="lt_person_reset", icon=":material/key:"):
                handed.keep([accounts.reset_password(store, viewer, one.learner_id, now)])
                st.rerun()
            if st.button(t("people.sign_out"), key="lt_person_out", icon=":material/logout:"):
                accounts.sign_out(store, viewer, one.learner_id, now)
                _done(t("people.signed_out", name=name))
            if st.button(t("people.close" if one.active else "people.open"), key="lt_person_active"):
                accounts.set_active(store, viewer, one.learner_id, not one.active, now)
                _done(t("people.closed" if one.active else "people.opened", name=name))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            said = st.text_input(
                t("people.col_name"),
                one.display,
                key=session.key("lt_person_name", one.learner_id),
                max_chars=200,
            )
            email = st.text_input(
                t("people.col_email"), one.email or "", key=session.key("lt_person_email", one.learner_id),
                max_chars=200,
            )  # fmt: skip
            if st.button(t("people.rename"), key="lt_person_rename"):
                accounts.rename(store, viewer, one.learner_id, said, email, now)
                _done(t("people.renamed"))
        if may(viewer, "account.role"):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                role = _role_box(session.key("lt_person_role", one.learner_id), one.role)
                if st.button(t("people.set_role"), key="lt_person_set_role"):
                    accounts.set_role(store, viewer, one.learner_id, role, now)
                    _done(t("people.role_set", name=name, role=t(f"accounts.role.{role}")))


def _create() -> None:
    t, viewer, store = session.t(), session.viewer(), session.store()
    classes = [one.name for one in accounts.cohorts(store, viewer)]
    with st.form("lt_person_new", border=True):
        name = st.text_input(t("accounts.field.name"), key="lt_new_name", max_chars=200)
        login = st.text_input(
            t("accounts.field.login"), key="lt_new_login", max_chars=100, help=t("accounts.field.login_hint")
        )
        email = st.text_input(t("people.col_email"), key="lt_new_email", max_chars=200)
        role = _role_box("lt_new_role", "learner")
        cohort = st.selectbox(
            t("people.of_cohort"), ["", *classes], key="lt_new_cohort",
            format_func=lambda one: one or t("people.no_cohort"),
        )  # fmt: skip
        if st.form_submit_button(t("people.create"), type="primary"):
            new = NewAccount(login, name, role, email, cohort=cohort or None)
            handed.keep([accounts.create(store, viewer, new, session.clock().now())])
            st.rerun()


def _role_box(key: str, role: Role) -> Role:
    t = session.t()
    offered = accounts.roles_to_give(session.viewer())
    place = offered.index(role) if role in offered else 0
    return st.selectbox(
        t("people.role"), offered, index=place, key=key, format_func=lambda one: t(f"accounts.role.{one}")
    )


def _done(text: str) -> None:
    session.set_widget(TOLD, text)
    st.rerun()
