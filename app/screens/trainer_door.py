"""The doors: what stands in a page's place for who is not signed in, or is no trainer; and the trainer's first page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from app import exams, session
from app.access import may
from app.desk import overview
from app.screens.loading import careful
from app.settings import version
from app.widgets import markup
from app.widgets.desk_overview import desk_overview

LOOK_EVERY: Final = "20s"

# The trainer's pages by name, with what opens each; those this server does not have are left out.
DESK: Final = (
    ("exams", "exam.create"),
    ("marking", "paper.mark"),
    ("people", "account.list"),
    ("own_cases", "case.author"),
    ("exports", "export"),
    ("platforms", "lti.platform"),
)
SIGNS: Final = {
    "exams": ":material/event_note:",
    "marking": ":material/edit_note:",
    "people": ":material/group:",
    "own_cases": ":material/edit_document:",
    "exports": ":material/download:",
    "platforms": ":material/hub:",
}


def staff_only(action: str = "trainer.area") -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Keep a page for those whose role allows `action`; the services it calls ask again by themselves."""

    def keep(page: Callable[[], None]) -> Callable[[], None]:
        @wraps(page)
        def kept() -> None:
            if may(session.viewer(), action):
                page()
            else:
                closed()

        return kept

    return keep


@careful
@staff_only()
def page() -> None:
    """The trainer's first page: where everything is."""
    t, viewer = session.t(), session.viewer()
    st.set_page_config(page_title=f"{t('trainer.title')} · Logitrain")
    st.title(t("trainer.title"), anchor=False)
    markup.put(markup.tag("p", t("trainer.lead"), "lt-soft lt-measure"))
    with st.container(horizontal=True, key="lt-desk-ways"):
        for name, action in DESK:
            if session.has_page(name) and may(viewer, action):
                st.page_link(
                    session.page(name), label=t(f"{name}.title"), query_params=session.link(),
                    icon=SIGNS.get(name),
                )  # fmt: skip
    if may(viewer, "exam.monitor"):
        st.fragment(careful(_overview), run_every=LOOK_EVERY)()


def _overview() -> None:
    store, now = session.store(), session.clock().now()
    exams.look_after(store, now, session.variant, version())
    desk_overview(overview(store, session.viewer(), now, session.case))


def sign_in_first() -> None:
    """In the place of every page while nobody is signed in, or while a given password must be replaced."""
    t = session.t()
    found = session.visitor()
    name, path = ("sign_in", "/auth/sign-in") if found is None else ("first_password", "/auth/password")
    st.title(t(f"accounts.{name}.title"), anchor=False)
    text = t("accounts.error.signed_out") if found is None else t("accounts.first_password.lead")
    markup.put(markup.tag("p", text, "lt-measure") + _button(path, t(f"accounts.{name}.title")))


def closed() -> None:
    """In the place of a trainer's page, for somebody who is none."""
    t, viewer = session.t(), session.viewer()
    st.title(t("accounts.gate.title"), anchor=False)
    if viewer.alone:
        markup.put(markup.tag("p", t("accounts.gate.alone"), "lt-measure"))
        markup.put(_button("/auth/trainer", t("accounts.gate.open")))
    else:
        markup.put(markup.tag("p", t("accounts.gate.role"), "lt-measure"))
        st.page_link(
            session.page("catalogue"), label=t("chrome.back"), query_params=session.link(),
            icon=":material/arrow_back:",
        )  # fmt: skip


def _button(path: str, words: str) -> str:
    """A link to one of the plain pages, which brings back here."""
    parts = urlsplit(st.context.url or "")
    here = quote(parts.path or "/", safe="/") + (f"?{parts.query}" if parts.query else "")
    query = urlencode({"lang": session.lang(), "next": here})
    return markup.tag("a", words, "lt-door", href=f"{path}?{query}", target="_self")
