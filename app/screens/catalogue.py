"""The catalogue: every case that can be begun, and the filters by which a learner finds the right one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from app import catalogue_filters, session
from app.case_records import records
from app.catalogue_filters import LONGEST_TEXT, SORTS, SPANS, Entry, Filters, Sort
from app.screens import case_cards
from app.screens.case_cards import OFFERED, Shelf, read_seed, start
from app.screens.loading import careful
from app.widgets import markup
from cases.referentials import referentials

__all__ = ["OFFERED", "page", "read_seed", "start"]

ANY: Final = ""
# The names of the filters in the page's address.
ADDRESS: Final = ("referential", "block", "duration", "level", "type", "text")
SORT: Final = "sort"


@careful
def page() -> None:
    """Show the catalogue."""
    t, store, learner = session.t(), session.store(), session.learner_id()
    st.set_page_config(page_title=f"{t('catalogue.title')} · Logitrain")
    st.title(t("catalogue.title"), anchor=False)
    markup.put(markup.tag("p", t("catalogue.lead"), "lt-soft lt-measure"))
    with st.spinner(t("home.loading")):
        found = case_cards.shelf(records(store.sittings(learner), store.last_grades(learner)))
    if not found:
        st.info(t("catalogue.no_case"))
        return
    wanted, sort = _filters(found.entries)
    _listed(found, wanted, sort)


def _listed(found: Shelf, wanted: Filters, sort: Sort) -> None:
    t = session.t()
    kept = catalogue_filters.ordered(catalogue_filters.matching(found.entries, wanted), sort)
    told = t.plural("home.found", len(kept), total=len(found.entries))
    with st.container(horizontal=True, vertical_alignment="center", key="lt-found"):
        # Said aloud when it changes: the list itself is too long to be read again.
        markup.put(markup.tag("p", told, "lt-finding", role="status"))
        if wanted.chosen:
            st.button(
                t("home.all_cases"), key="lt_filters_off", type="tertiary", on_click=_drop, args=wanted.chosen
            )
    if not kept and wanted.chosen:
        _nothing(found.entries, wanted)
    if kept:
        # Heard, not seen: the titles of the cases stand under a heading of their own.
        markup.put(markup.tag("h2", t("catalogue.cases"), "lt-sr"))
        case_cards.mode()
    case_cards.cards(found, kept)
    case_cards.warnings(found)


def _nothing(entries: Sequence[Entry], wanted: Filters) -> None:
    """No case matches: which filter to let go, and how many cases each would bring."""
    t = session.t()
    st.info(t("home.nothing"), icon=":material/filter_alt_off:")
    loose = catalogue_filters.loosened(entries, wanted)
    if not loose:
        markup.put(markup.tag("p", t("home.loosen_all"), "lt-soft"))
        return
    markup.put(markup.tag("p", t("home.loosen"), "lt-soft"))
    with st.container(horizontal=True, key="lt-loosen"):
        for name, number in loose:
            words = t.plural("home.loosen_one", number, name=t(f"home.filter_{name}"))
            st.button(words, key=session.key("lt_loosen", name), on_click=_drop, args=(name,))


def _drop(*names: str) -> None:
    """From a callback: these filters no longer leave anything out."""
    gone = {*names, *(("block",) if "referential" in names else ())}
    for name in gone:
        session.set_address(name, "")
        session.forget_fields(session.key("lt_filter", name))


# --- the filters -----------------------------------------------------------------------------------------


def _filters(entries: Sequence[Entry]) -> tuple[Filters, Sort]:
    """The choice, kept in the address: a link to the page shows the same cases, and a reload too."""
    t, lang = session.t(), session.lang()
    counts = {name: catalogue_filters.counts(entries, name) for name in ADDRESS if name != "text"}
    known: dict[str, Sequence[str]] = {
        "referential": [one.id for one in referentials() if counts["referential"][one.id]],
        "block": [
            key
            for one in referentials()
            for block in one.blocks
            if counts["block"][key := f"{one.id}/{block.id}"]
        ],
        "duration": [span for span in SPANS if counts["duration"][span]],
        "level": sorted(counts["level"]),
        "type": sorted(counts["type"], key=lambda name: t(f"home.type_{name}").casefold()),
    }
    asked = catalogue_filters.read({name: session.address(name) for name in ADDRESS}, known)
    titles = {one.id: one.title[lang] for one in referentials()}
    blocks = {f"{one.id}/{block.id}": block for one in referentials() for block in one.blocks}

    def counted(name: str, words: Callable[[str], str]) -> Callable[[str], str]:
        return lambda value: t("home.option", words=words(value), number=counts[name][value])

    with st.container(key="lt-filter-box"):
        # On a phone the fields stand behind this; the style sheet alone knows how wide the page is.
        markup.put(markup.raw_tag("details", markup.tag("summary", t("home.filters")), "lt-fold"))
        with st.container(key="lt-filters", horizontal=True, vertical_alignment="bottom"):
            text = _typed(asked.text)
            referential = _pick(
                "referential",
                asked.referential,
                known["referential"],
                counted("referential", titles.__getitem__),
                300,
            )
            block = ANY
            if referential:
                mine = [key for key in known["block"] if key.startswith(f"{referential}/")]
                block = _pick(
                    "block", f"{referential}/{asked.block}", mine,
                    counted("block", lambda key: f"{blocks[key].id} · {blocks[key].title[lang]}"), 300, referential,
                ).partition("/")[2]  # fmt: skip
            duration = _pick(
                "duration",
                asked.duration,
                known["duration"],
                counted("duration", lambda one: t(f"home.span_{one}")),
                190,
            )
            level = _pick(
                "level",
                asked.level,
                known["level"],
                counted("level", lambda one: t("home.level", level=one)),
                160,
            )
            kind = _pick(
                "type", asked.type, known["type"], counted("type", lambda one: t(f"home.type_{one}")), 230
            )
            sort = _sort()
    wanted = Filters(referential, block, duration, level, kind, text)
    for name in ADDRESS:
        value = getattr(wanted, name)
        if (session.address(name) or ANY) != value:
            session.set_address(name, value)
    return wanted, sort


def _pick(
    name: str, value: str, options: Sequence[str], words: Callable[[str], str], width: int, *about: str
) -> str:
    """One filter: anything, or one of its values; "" for anything."""
    t = session.t()
    key = session.key("lt_filter", name, *about, t.lang)  # the browser knows an option by its words
    choices = [ANY, *options]
    session.seed_widget(key, value if value in choices else ANY)
    if session.widget(key) not in choices:
        session.set_widget(key, ANY)
    st.selectbox(
        t(f"home.filter_{name}"),
        choices,
        key=key,
        format_func=lambda one: (
            words(one) if one else t("home.any_duration" if name == "duration" else "home.any")
        ),
        width=width,
    )
    return str(session.widget(key))


def _typed(value: str) -> str:
    t = session.t()
    key = session.key("lt_filter", "text")
    session.seed_widget(key, value)
    st.text_input(
        t("home.filter_text"),
        key=key,
        max_chars=LONGEST_TEXT,
        autocomplete="off",
        placeholder=t("home.text_help"),
        icon=":material/search:",
        width=300,
    )
    return " ".join(str(session.widget(key, "")).split())[:LONGEST_TEXT]


def _sort() -> Sort:
    t = session.t()
    names: Mapping[str, Sort] = {one: one for one in SORTS}
    asked = session.address(SORT) or SORTS[0]
    key = session.key("lt_filter", SORT, t.lang)
    session.seed_widget(key, asked if asked in names else SORTS[0])
    st.selectbox(
        t("home.sort"), list(SORTS), key=key, format_func=lambda one: t(f"home.sort_{one}"), width=190
    )
    chosen = names[str(session.widget(key))]
    kept = "" if chosen == SORTS[0] else chosen
    if (session.address(SORT) or "") != kept:
        session.set_address(SORT, kept)
    return chosen
