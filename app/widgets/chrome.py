"""What frames every page: style sheet, name, language switch, and the notices that replace a page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import session
from app.access import Viewer
from app.i18n import LANGUAGES
from app.store import StoreError
from app.theme import STYLE_SHEET
from app.widgets import component, markup

# A plain blue square with an L, drawn here: no file to fetch, no emoji.
ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='6' fill='%231d4a8c'/%3E%3Cpath d='M11 7v17h11' fill='none' stroke='white' stroke-width='4'/%3E%3C/svg%3E"
)
# Pages that every page leads to, after the home page behind the name.
NAVIGATION: Final = ("catalogue", "my_exams", "mock", "revision", "results", "competences", "simulator")
NAMES: Final = {"fr": "Français", "en": "English"}


def frame() -> None:
    """Style sheet, and the header with the name and the language switch."""
    t = session.t()
    st.html(STYLE_SHEET)
    with st.container(key="lt-header", horizontal=True, vertical_alignment="center"):
        st.page_link(session.page(_home()), label="Logitrain", query_params=session.link(), width="content")
        markup.put(markup.tag("span", t("chrome.tagline"), "lt-tagline"))
        st.space("stretch")
        with st.container(key="lt-nav", horizontal=True, width="content"):
            for name in _leads_to():
                if name != _home() and session.has_page(name) and (name != "my_exams" or session.has_exams()):
                    title = session.t()(f"{name}.title")
                    st.page_link(
                        session.page(name), label=title, query_params=session.link(), width="content"
                    )
        _who()
        _language_switch()


def _home() -> str:
    """The page behind the name; the preview of a case has one page only."""
    return "home" if session.has_page("home") else "catalogue"


def _visitor() -> Viewer | None:
    """The person at this browser; None too while the store cannot be asked, which the page itself tells."""
    try:
        return session.visitor()
    except StoreError:
        return None


def _leads_to() -> tuple[str, ...]:
    """The pages that this person's header names: the trainer's one is no business of a class's learners."""
    found = _visitor()
    if found is None:
        return () if session.asks_sign_in() else NAVIGATION
    return (*NAVIGATION, "trainer") if found.is_staff or found.alone else NAVIGATION


def _who() -> None:
    """Who is signed in, and the way out; nothing of the sort for a lone learner."""
    found, t = _visitor(), session.t()
    if found is None or (found.alone and not found.is_staff):
        return
    account = f"/auth/sign-out?lang={session.lang()}"
    name = "" if found.alone else markup.tag("a", found.display, "lt-who-name", href=account, target="_self")
    words = t("accounts.gate.leave" if found.alone else "accounts.sign_out.title")
    token = f'<input type="hidden" name="form_token" value="{session.form_token()}">'
    button = markup.tag("button", words, type="submit")
    action = f"/auth/sign-out?lang={session.lang()}"
    everything = markup.raw_tag("form", token + button, method="post", action=action, target="_self")
    markup.put(markup.raw_tag("div", name + everything, "lt-who"))


def close(page: str) -> None:
    """What the browser is told once the page is drawn."""
    name = f"{page} {session.address('sitting') or ''}"
    component.page(session.lang(), name, session.t()("chrome.offline"))
    session.page_drawn()


def _language_switch() -> None:
    session.seed_widget("lt_lang_switch", session.lang())
    st.segmented_control(
        session.t()("chrome.language"),
        LANGUAGES,
        key="lt_lang_switch",
        format_func=NAMES.__getitem__,
        required=True,
        on_change=lambda: session.set_lang(session.widget("lt_lang_switch")),
        label_visibility="collapsed",
        width="content",
    )


def notice(title: str, text: str, comfort: str) -> None:
    """A page's place taken by a notice: what happened, what to do, what is safe."""
    st.title(title, anchor=False)
    st.warning(f"{text}\n\n{comfort}", icon=":material/info:")
    st.page_link(
        session.page(_home()),
        label=session.t()("home.back"),
        query_params=session.link(),
        icon=":material/arrow_back:",
    )
