"""What one browser session holds; the only file that touches `st.session_state`.

The store is the truth: a page reads its answers there at every run, and a typed value goes there as soon as
it is committed. The session only keeps what a widget shows, and what could not be saved yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from app.clock import Clock, SystemClock
from app.i18n import LANGUAGES, Lang, Translator, translator
from app.settings import settings
from app.store import (
    AlreadyHandedIn,
    BadAnswer,
    SavedAnswer,
    Store,
    StoreError,
    StoreUnavailable,
    shared_store,
)
from cases import variant as variants
from cases.answers import Answer, Raw
from cases.case import Case
from cases.library import load
from cases.variant import Variant

LANG: Final = "lt_lang"
PENDING: Final = "lt_pending"
TROUBLE: Final = "lt_trouble"
TURN: Final = "lt_turn"
SEED_LIMIT: Final = 1_000_000


# --- the address -----------------------------------------------------------------------------------------


def address(name: str) -> str | None:
    """The value of one query parameter of the page's address; the only place that reads the address."""
    value = st.query_params.get(name)
    return value or None


def set_address(name: str, value: str) -> None:
    """Put one query parameter into the page's address, so that a reload keeps it."""
    st.query_params[name] = value


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
    """The store of this server. Raises StoreUnavailable."""
    return shared_store(settings().database_url)


def learner_id() -> int:
    """The learner at this browser: the local one, until there are accounts."""
    return store().local_learner().id


@st.cache_resource(show_spinner=False, max_entries=64)
def case(slug: str, version: int | None = None) -> Case:
    """A case of the library, read once: as it stands, or a version of it. Raises CaseError, UnknownVersion."""
    return load(slug, version)


@st.cache_resource(show_spinner=False, max_entries=256)
def variant(slug: str, version: int, seed: int) -> Variant:
    """A drawn variant of a version of a case. Raises CaseError, UnknownVersion, DrawError."""
    return variants.draw(case(slug, version), seed)


def new_seed() -> int:
    """A variant number that nobody chose, short enough to be read aloud."""
    return 1 + secrets.randbelow(SEED_LIMIT - 1)


# --- answers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """One answer as it stands: `at` is None while it could not be saved yet."""

    answer: Answer
    at: datetime | None


def as_answer(row: SavedAnswer) -> Answer:
    """A saved answer as marking takes it."""
    return Answer(row.raw, as_lang(row.lang) or "fr")


def _pending() -> dict[tuple[str, str], Answer]:
    return cast(dict[tuple[str, str], Answer], st.session_state.setdefault(PENDING, {}))


def trouble() -> str:
    """Why the last save failed, in the learner's language; empty when all is saved."""
    error = st.session_state.get(TROUBLE)
    return error.explain(lang()) if isinstance(error, StoreError) else ""


def held(sitting_id: str) -> dict[str, Held]:
    """Every answer of a sitting, question id → answer: saved ones, and over them those still to be saved.

    Raises StoreUnavailable when the store cannot be read.
    """
    saved = store().answers(sitting_id, learner_id())
    answers = {qid: Held(as_answer(row), row.saved_at) for qid, row in saved.items()}
    for (sitting, qid), answer in _pending().items():
        if sitting == sitting_id:
            answers[qid] = Held(answer, None)
    return answers


def save(sitting_id: str, question_id: str, raw: Raw) -> None:
    """Save an answer now; what cannot be saved is kept in the session and tried again."""
    _pending()[sitting_id, question_id] = Answer(raw, lang())
    retry()


def retry() -> None:
    """Try to save what is still waiting. Never raises: `trouble()` tells what went wrong."""
    pending = _pending()
    st.session_state[TROUBLE] = None
    for (sitting_id, qid), answer in list(pending.items()):
        try:
            store().save_answer(sitting_id, learner_id(), qid, answer.raw, answer.lang, clock().now())
        except StoreUnavailable as error:
            st.session_state[TROUBLE] = error
            return
        except (AlreadyHandedIn, BadAnswer) as error:
            st.session_state[TROUBLE] = error
        pending.pop((sitting_id, qid), None)


def guarded(work: Callable[[], object]) -> bool:
    """Run something that writes to the store; False, with the reason in `trouble()`, when it could not."""
    try:
        work()
    except StoreError as error:
        st.session_state[TROUBLE] = error
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


def rerun_parts(parts: Iterable[str]) -> None:
    """From a callback: run again only the named fragments of the page."""
    st.rerun(list(parts))


def as_answers(answers: Mapping[str, Held]) -> dict[str, Answer]:
    """What marking takes: question id → answer."""
    return {qid: item.answer for qid, item in answers.items()}


def rerun_page() -> None:
    """Run the whole page again; from a callback, once it is done."""
    st.rerun()


# --- pages -----------------------------------------------------------------------------------------------

PAGES: Final = "lt_pages"


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
