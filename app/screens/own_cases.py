"""The cases that trainers bring: those there are, a folder to upload, a scenario to begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from app import own_cases, scenarios, session
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import OwnCase, StoreError
from app.widgets import figures, markup
from app.widgets.own_case_state import state_of
from cases.library import slugs
from cases.problem import CaseError

SECTIONS: Final = ("list", "scenario", "upload", "archived")
SECTION: Final = "lt_own_section"


@careful
@staff_only("case.author")
def page() -> None:
    """Show the section that the address or the trainer chose."""
    t = session.t()
    st.set_page_config(page_title=f"{t('own_cases.title')} · Logitrain")
    st.title(t("own_cases.title"), anchor=False)
    markup.put(markup.tag("p", t("own_cases.lead"), "lt-soft lt-measure"))
    asked = session.address("section")
    session.seed_widget(SECTION, asked if asked in SECTIONS else SECTIONS[0])
    st.segmented_control(
        t("own_cases.section"), SECTIONS, key=SECTION, required=True, label_visibility="collapsed",
        format_func=lambda name: t(f"own_cases.section_{name}"),
        on_change=lambda: session.set_address("section", str(session.widget(SECTION))),
    )  # fmt: skip
    shown: dict[str, Callable[[], None]] = {
        "list": _list, "scenario": _scenario, "upload": _upload, "archived": lambda: _list(archived=True),
    }  # fmt: skip
    try:
        shown[str(session.widget(SECTION))]()
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()), icon=":material/info:")


# -- those there are ------------------------------------------------------------------------------------------


def _list(*, archived: bool = False) -> None:
    t = session.t()
    found = own_cases.listed(session.store(), session.viewer(), archived=archived)
    if not found:
        st.info(t("own_cases.none_archived" if archived else "own_cases.none"), icon=":material/inbox:")
    for case in found:
        _card(case)


def _card(case: OwnCase) -> None:
    t = session.t()
    title = own_cases.title(session.store(), session.viewer(), case, session.lang())
    with st.container(border=True, key=f"lt-own-{case.slug}", gap="xsmall"):
        st.page_link(
            session.page("own_case"), label=f"**{title.replace('*', '')}**",
            query_params=session.link(case=case.slug),
        )  # fmt: skip
        markup.put(markup.items("ul", map(markup.escape, state_of(case)), "lt-tags"))
        origin = t("own_cases.from", title=_base_title(case)) if case.based_on else t("own_cases.uploaded")
        who = t("own_cases.by", who=case.owner, at=figures.date(case.created_at))
        markup.put(markup.tag("p", f"{case.slug} · {origin} · {who}", "lt-small lt-soft"))


def _base_title(case: OwnCase) -> str:
    try:
        return session.case(str(case.based_on)).title(session.lang())
    except CaseError:
        return str(case.based_on)


# -- a new one ------------------------------------------------------------------------------------------------


def _scenario() -> None:
    t = session.t()
    markup.put(markup.tag("p", t("own_cases.scenario_lead"), "lt-measure"))
    known = slugs()
    base = st.selectbox(
        t("own_cases.base"), known, index=None, key="lt_own_base", placeholder=t("own_cases.choose"),
        format_func=lambda slug: session.case(slug).title(session.lang()),
    )  # fmt: skip
    slug = st.text_input(
        t("own_cases.slug"), key="lt_own_slug", max_chars=60, help=t("own_cases.slug_help"),
        placeholder=f"{base}-2" if base else "garniture-longs-delais",
    )  # fmt: skip
    begin = st.button(
        t("own_cases.begin"), key="lt_own_begin", type="primary", disabled=base is None,
        icon=":material/edit_note:",
    )  # fmt: skip
    if begin and base is not None:
        version = session.case(base).version
        files = scenarios.base_files(base, version)
        made = own_cases.begin(
            session.store(), session.viewer(), slug.strip() or f"{base}-2", files, session.clock().now(),
            based_on=(base, version), changes=scenarios.NONE.as_json(),
        )  # fmt: skip
        session.go("scenario", case=made.slug)


def _upload() -> None:
    t = session.t()
    markup.put(markup.tag("p", t("own_cases.upload_lead"), "lt-measure"))
    given = st.file_uploader(t("own_cases.zip"), type=["zip"], key="lt_own_zip", max_upload_size=2)
    slug = st.text_input(
        t("own_cases.slug"), key="lt_own_upload_slug", max_chars=60, help=t("own_cases.slug_help"),
        placeholder=t("own_cases.slug_of_folder"),
    )  # fmt: skip
    note = st.text_input(t("own_cases.note"), key="lt_own_note", max_chars=500, help=t("own_cases.note_help"))
    go = st.button(
        t("own_cases.upload"), key="lt_own_upload", type="primary", disabled=given is None,
        icon=":material/upload_file:",
    )  # fmt: skip
    if go and given is not None:
        made = own_cases.upload(
            session.store(), session.viewer(), given.getvalue(), slug.strip(), session.clock().now(), note
        )
        session.go("own_case", case=made.slug)
