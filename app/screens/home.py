"""Home: what to do next, what is begun, cases to begin, and the latest results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app import catalogue_filters, history, revision_plan, session, sitting_answers
from app.case_records import records
from app.history import Handed
from app.next_steps import Step, is_open_practice, next_steps
from app.screens import case_cards
from app.screens.case_cards import Shelf
from app.screens.loading import careful
from app.screens.next_cards import case_or_none, next_cards
from app.screens.standing import awards
from app.store import SittingRow
from app.widgets import figures, handed_mark, markup
from cases.revision.planning import Task
from cases.revision.pool import pool

SHOWN_BEGUN: Final = 3
SHOWN_RESULTS: Final = 5
# Who has begun nothing sees every case; later, those to begin first and the way to the others.
SHOWN_CASES: Final = 4


@careful
def page() -> None:
    """Show the learner's home."""
    t, store, learner, now = session.t(), session.store(), session.learner_id(), session.clock().now()
    sittings = store.sittings(learner)
    st.title(t("home.title"), anchor=False)
    markup.put(markup.tag("p", t("home.lead") if sittings else t("catalogue.lead"), "lt-soft lt-measure"))
    with st.spinner(t("home.loading")):
        found = case_cards.shelf(records(sittings, store.last_grades(learner)))
    steps = next_steps(store, session.viewer(), now, found.entries, awards, _plan)
    next_cards(steps, found.cases)
    _begun([one for one in sittings if is_open_practice(one)], steps)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _cases(found, newcomer=not sittings)
    with right:
        _results(history.handed(store, session.viewer()))


def _plan() -> Sequence[Task]:
    """What the learner's revision plan asks for today."""
    return revision_plan.today(
        session.store(),
        session.viewer(),
        session.clock().now(),
        session.case,
        lambda at: session.local_time(at).date(),
        pool(),
    )


def _begun(sittings: Sequence[SittingRow], steps: Sequence[Step]) -> None:
    """The papers begun, but for the one that a card above already leads to."""
    t = session.t()
    told = {one.sitting.id for one in steps if one.sitting is not None}
    left = [one for one in sittings if one.id not in told]
    if not left:
        return
    st.header(t("catalogue.begun"), anchor=False)
    for sitting in left[:SHOWN_BEGUN]:
        _begun_one(sitting)
    others = left[SHOWN_BEGUN:]
    if others:
        with st.expander(t.plural("catalogue.begun_others", len(others)), key="lt_begun_others"):
            for sitting in others:
                _begun_one(sitting)


def _begun_one(sitting: SittingRow) -> None:
    t, case = session.t(), case_or_none(sitting.case_slug, sitting.case_version)
    if case is None:
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"lt-begun-{sitting.id}"
    ):
        answered = len(sitting_answers.of(sitting.id))
        facts = [
            t("mode." + sitting.mode),
            t("catalogue.variant", seed=sitting.seed),
            t("catalogue.started", moment=figures.date(sitting.started_at)),
            t("catalogue.answered", answered=answered, total=len(case.question_ids)),
        ]
        name = markup.tag("strong", case.title(session.lang()))
        markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
        if st.button(
            t("catalogue.resume"),
            key=session.key("lt_resume", sitting.id),
            icon=":material/arrow_forward:",
            icon_position="right",
        ):
            session.go("sitting", sitting=sitting.id)


def _cases(found: Shelf, *, newcomer: bool) -> None:
    t = session.t()
    st.header(t("catalogue.cases"), anchor=False)
    if not found:
        st.info(t("catalogue.no_case"))
        return
    entries = catalogue_filters.ordered(found.entries, "recommended")
    shown = entries if newcomer else entries[:SHOWN_CASES]
    if entries and not newcomer:
        markup.put(markup.tag("p", t("home.recommended_told"), "lt-soft lt-small"))
    if entries:
        case_cards.mode()
    case_cards.cards(found, shown)
    case_cards.warnings(found)
    st.page_link(
        session.page("catalogue"),
        label=t("home.to_catalogue") if len(shown) == len(entries) else t("home.to_all", number=len(entries)),
        query_params=session.link(),
        icon=":material/filter_alt:",
    )


def _results(papers: Sequence[Handed]) -> None:
    t = session.t()
    st.header(t("catalogue.results"), anchor=False)
    if not papers:
        markup.put(markup.tag("p", t("catalogue.no_result"), "lt-soft"))
        return
    for one in papers[:SHOWN_RESULTS]:
        case = case_or_none(one.slug, one.sitting.case_version)
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"lt-done-{one.id}"):
            facts = [
                one.exam or t("mode." + one.sitting.mode),
                t("catalogue.variant", seed=one.sitting.seed),
                t("catalogue.handed_in", moment=figures.date(one.at)),
            ]
            name = markup.tag("strong", case.title(session.lang()) if case else one.slug)
            markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
            handed_mark.show(one)
            if one.result is not None and st.button(
                t("catalogue.debrief"), key=session.key("lt_debrief", one.id)
            ):
                session.go("debrief", sitting=one.id)
    st.page_link(
        session.page("results"),
        label=t("home.to_results"),
        query_params=session.link(),
        icon=":material/timeline:",
    )
