"""What one browser session holds; the only file that touches `st.session_state`.

The store is the truth: the session only keeps what a widget shows, and what could not be saved yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app import own_case_finder
from app.access import Viewer
from app.clock import Clock, SystemClock
from app.i18n import LANGUAGES, Lang, Translator, translator
from app.settings import settings
from app.sign_in import COOKIE, csrf_of, viewer_of
from app.store import (
    SignedOut,
    Store,
    StoreError,
    StoreUnavailable,
    shared_store,
)
from cases import library
from cases import variant as variants
from cases.case import Case
from cases.library import current, load
from cases.variant import Variant

LANG: Final = "lt_lang"
TROUBLE: Final = "lt_trouble"
TURN: Final = "lt_turn"
WHO: Final = "lt_who"
VISITED: Final = "lt_visited"
PAGES: Final = "lt_pages"
DRAWN: Final = "lt_drawn"
SEED_LIMIT: Final = 1_000_000
Kind = TypeVar("Kind")


# --- the address -----------------------------------------------------------------------------------------


def address(name: str) -> str | None:
    """The value of one query parameter of the page's address; the only place that reads the address."""
    value = st.query_params.get(name)
    return value or None


def set_address(name: str, value: str) -> None:
    """Put one query parameter into the page's address, so that a reload keeps it; "" takes it out."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def link(**more: str) -> dict[str, str]:
    """Query parameters for a link to another page: the language, and what is given."""
    return {**more, "lang": lang()}


# --- language and time -----------------------------------------------------------------------------------


def lang() -> Lang:
    """The language of this session: chosen here, else in the address, else the browser's, else the server's."""
    asked = (st.session_state.get(LANG), address("lang"), st.context.locale, settings().lang)
    spoken = (as_lang(str(one or "")[:2].lower()) for one in asked)
    return next(one for one in spoken if one is not None)


def as_lang(text: str) -> Lang | None:
    """A language we speak, or None."""
    return next((one for one in LANGUAGES if one == text), None)


def set_lang(chosen: str) -> None:
    """Switch the language of the pages; the address follows, so that a reload keeps it."""
    if chosen in LANGUAGES:
        st.session_state[LANG] = chosen
        st.query_params["lang"] = chosen


def t() -> Translator:
    """The translator of this session's language."""
    return translator(lang())


def in_browser() -> bool:
    """Whether a browser shows this page; Streamlit's AppTest runs it without one."""
    return isinstance(st.context.url, str)


def dark() -> bool:
    """Whether the browser shows the dark theme."""
    return st.context.theme.type == "dark"


def clock() -> Clock:
    """The clock that dates what is saved; tests replace it."""
    return SystemClock()


def local_time(at: datetime) -> datetime:
    """A moment in the browser's own time zone."""
    try:
        return at.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return at


def moment(day: date, at: time) -> datetime:
    """A date and an hour as read in the browser's own time zone, as an aware moment in UTC."""
    try:
        zone: tzinfo = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def turn() -> str:
    """Changes with each session, and each time the browser comes back after losing the server."""
    if TURN not in st.session_state:
        next_turn()
    return cast(str, st.session_state[TURN])


def next_turn() -> None:
    """From a callback: the browser is back, and this run draws it the whole page."""
    st.session_state[TURN] = secrets.token_hex(4)


# --- the store and the library ---------------------------------------------------------------------------


def store() -> Store:
    """The store of this server, whose own cases the library finds from now on. Raises StoreUnavailable."""
    found = shared_store(settings().database_url)
    own_case_finder.attach(found)
    return found


# --- who is there ----------------------------------------------------------------------------------------


def token() -> str | None:
    """The sign-in that the browser shows; the only place that reads cookies, which tests replace."""
    shown = st.context.cookies.get(COOKIE)
    # Where pages run without a browser (Streamlit's AppTest) there is no text there.
    return shown if isinstance(shown, str) else None


def visitor() -> Viewer | None:
    """The person at this browser, None when the server asks for a sign-in and there is none that holds.

    Asked of the store once a run, so that an ended sign-in or a changed role counts from the next run of the page or
    of a part of it. Where another person comes to the same session, what it held is dropped. Raises
    StoreUnavailable.
    """
    run = _this_run()
    kept = st.session_state.get(VISITED)
    if run is not None and kept is not None and kept[0] is run:
        return cast("Viewer | None", kept[1])
    found = viewer_of(store(), token(), clock().now(), class_mode=settings().class_mode)
    who = (found.learner_id, found.role) if found is not None else None
    if st.session_state.setdefault(WHO, who) != who:
        for name in list(st.session_state):
            if name not in (LANG, PAGES, DRAWN):
                del st.session_state[name]
        st.session_state[WHO] = who
    st.session_state[VISITED] = (run, found)
    return found


def _this_run() -> object:
    """What is the same object throughout one run and no other; None where Streamlit does not tell runs apart."""
    # A run begins with cursors of its own; kept by reference, they cannot be mistaken for a later run's.
    return getattr(get_script_run_ctx(suppress_warning=True), "cursors", None)


def viewer() -> Viewer:
    """The person at this browser. Raises SignedOut when there is none, StoreUnavailable."""
    found = visitor()
    if found is None:
        raise SignedOut
    return found


def asks_sign_in() -> bool:
    """Whether this server serves a class, where every page needs a sign-in."""
    return settings().class_mode


def is_admitted() -> bool:
    """Whether this browser may see pages at all; a store out of reach is the page's to tell."""
    try:
        found = visitor()
    except StoreUnavailable:
        return True
    return found is not None and not found.must_change


def learner_id() -> int:
    """The learner at this browser: the local one where nobody signs in. Raises SignedOut, StoreUnavailable."""
    return viewer().learner_id


def has_exams() -> bool:
    """Whether anything was set for the person at this browser; False where that cannot be known."""
    try:
        found = visitor()
        return found is not None and store().has_exams(found.learner_id)
    except StoreError:
        return False


def form_token() -> str:
    """What a form of ours carries, so that its route knows it comes from one of our pages."""
    return csrf_of(token() or "")


def case(slug: str, version: int | None = None) -> Case:
    """A case read once: as it stands, or a version of it. Raises CaseError, UnknownVersion, StoreUnavailable."""
    if not library.has(slug):
        store()
        # What a trainer brought gets new versions while the server runs; a library case does not.
        version = current(slug) if version is None else version
    return _case(slug, version)


@st.cache_resource(show_spinner=False, max_entries=64)
def _case(slug: str, version: int | None) -> Case:
    return load(slug, version)


@st.cache_resource(show_spinner=False, max_entries=256)
def variant(slug: str, version: int, seed: int) -> Variant:
    """A drawn variant of a version of a case. Raises CaseError, UnknownVersion, DrawError."""
    return variants.draw(case(slug, version), seed)


def new_seed() -> int:
    """A variant number that nobody chose, short enough to be read aloud."""
    return 1 + secrets.randbelow(SEED_LIMIT - 1)


# --- what the store refused ------------------------------------------------------------------------------


def failure() -> StoreError | None:
    """What the store refused or could not do last; None when all is well."""
    error = st.session_state.get(TROUBLE)
    return error if isinstance(error, StoreError) else None


def tell_failure(error: StoreError | None) -> None:
    """Keep it for the page to tell."""
    st.session_state[TROUBLE] = error


def trouble() -> str:
    """Why the last save failed, in the learner's language; empty when all is saved."""
    error = failure()
    return error.explain(lang()) if error is not None else ""


def guarded(work: Callable[[], object]) -> bool:
    """Run something that writes to the store; False, with the reason in `trouble()`, when it could not."""
    try:
        work()
    except StoreError as error:
        tell_failure(error)
        return False
    return True


# --- widgets ---------------------------------------------------------------------------------------------


def key(*parts: object) -> str:
    """The key of a widget: stable over languages and runs."""
    return ":".join(str(part) for part in parts)


def seed_widget(name: str, value: object) -> None:
    """Give a widget its value before it is first shown; a value it already has is left alone."""
    if name not in st.session_state:
        st.session_state[name] = value


def widget(name: str, default: Any = None) -> Any:
    """The value a widget holds."""
    return st.session_state.get(name, default)


def set_widget(name: str, value: object) -> None:
    """Set a widget's value from a callback, before the widget is drawn again."""
    st.session_state[name] = value


def kept(name: str, empty: Kind) -> Kind:
    """What this session keeps under a name, ``empty`` at first."""
    return cast("Kind", st.session_state.setdefault(name, empty))


def forget_fields(fields: str, but: Mapping[str, str] | None = None) -> None:
    """Let the widgets whose keys begin with ``fields`` be given a value anew; one that shows its ``but`` is left."""
    for name in [str(one) for one in st.session_state]:
        if name != fields and not name.startswith(fields + ":"):
            continue
        value = st.session_state[name]
        # Our own components keep their state in objects, and follow what they are given by themselves.
        if isinstance(value, str | int | float | bool | list | tuple | None) and (
            but is None or name not in but or value != but[name]
        ):
            del st.session_state[name]


def rerun_parts(parts: Iterable[str]) -> None:
    """From a callback: run again only the named fragments of the page.

    Not where another page is being opened: on a busy server what was typed and the click on another page come as one
    interaction, and fragments run in its place would be drawn into a layout that is gone, which a browser does not
    survive.
    """
    if _page_of_run() == st.session_state.get(DRAWN):
        st.rerun(list(parts))


def page_drawn() -> None:
    """Remember which page this browser shows, once it is drawn."""
    st.session_state[DRAWN] = _page_of_run()


def _page_of_run() -> str | None:
    run = get_script_run_ctx(suppress_warning=True)
    return None if run is None else run.page_script_hash


def heard() -> None:
    """The callback of a button outside the fragments whose click must never be lost.

    On a busy server a click and the answer typed just before it may come as one interaction: the answer's callback
    then asks for its fragments only, and a button without a callback would never be looked at.
    """


def rerun_page() -> None:
    """Run the whole page again; from a callback, once it is done."""
    st.rerun()


# --- pages -----------------------------------------------------------------------------------------------


def set_pages(pages: Mapping[str, Any]) -> None:
    """Remember the pages of this run, so that one page can lead to another without importing it."""
    st.session_state[PAGES] = dict(pages)


def page(name: str) -> Any:
    """A page of the router, by name."""
    return st.session_state[PAGES][name]


def has_page(name: str) -> bool:
    """Whether this server has a page of that name."""
    return name in st.session_state[PAGES]


def go(name: str, **address_parts: str) -> None:
    """Open another page."""
    st.switch_page(page(name), query_params=link(**address_parts))
