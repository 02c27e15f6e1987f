"""Revision: the cards due, one exercise at a time, and what the week to come brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import streamlit as st

from app import revising, revision_plan, session
from app.revising import Answered, Deck
from app.screens import case_cards
from app.screens.loading import careful
from app.store import CardRow
from app.widgets import agenda, figures, markup, plan_panel
from app.widgets.context import card
from app.widgets.drill import drill
from app.widgets.drill_work import Asked, DrillWork, ask, asked, work_on
from cases.marking import Marked
from cases.policy import PRACTICE
from cases.problem import CaseError
from cases.referentials import referentials
from cases.revision.cards import SKILL, CardKey
from cases.revision.drills import Drill, drill_for, variant_of
from cases.revision.planning import Task
from cases.revision.pool import Pool, pool
from cases.revision.scheduling import AGAIN
from cases.revision.words import label
from cases.skills import families
from cases.variant import Variant

KIND: Final = "lt_revise"
KINDS: Final = ("due", "family", "block", "skill")
VIEW: Final = "lt_revise_view"
EXERCISES, PLAN = "exercises", "plan"


@dataclass(frozen=True)
class Scope:
    """What the learner chose to revise: everything due, a family, a block of a referential, or one skill at will."""

    kind: str
    item: str = ""

    @property
    def name(self) -> str:
        """What tells a scope from another."""
        return f"{self.kind}:{self.item}"


@careful
def page() -> None:
    """Show the learner's deck, and the exercise it asks for now."""
    t, store, learner = session.t(), session.store(), session.learner_id()
    st.set_page_config(page_title=f"{t('revision.title')} · Logitrain")
    st.title(t("revision.title"), anchor=False)
    markup.put(markup.tag("p", t("revision.lead"), "lt-soft lt-measure"))
    with st.spinner(t("revision.preparing")):
        exercises = pool()
        revising.catch_up(store, learner, session.case)
    if _view() == PLAN:
        with st.container(key="lt-plan"):
            plan_panel.panel(exercises, _begin)
        return
    deck = revising.deck(store, learner, session.clock().now(), exercises)
    _facts(deck)
    left, right = st.columns([8, 4], gap="large")
    with left, st.container(key="lt-revision"):
        scope = _scope(exercises)
        now = _current(deck, exercises, scope)
        if now is None:
            _nothing(deck, exercises, scope)
        else:
            _one(deck, exercises, scope, now)
    with right:
        st.header(t("revision.week"), anchor=False)
        agenda.week(deck.forecast(_day))


def _view() -> str:
    """Exercises now, or the plan up to the exam: the address says which, so that a reload keeps it."""
    t = session.t()
    shown = session.key(VIEW, session.lang())
    asked = PLAN if session.address("view") == PLAN else EXERCISES
    session.seed_widget(shown, asked)
    st.segmented_control(
        t("plan.view"),
        [EXERCISES, PLAN],
        key=shown,
        format_func=lambda one: t(f"plan.view_{one}"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: _turn_to(str(session.widget(shown))),
    )
    return asked


def _turn_to(view: str) -> None:
    """From a callback, or before a rerun: the other view, in both languages."""
    session.set_address("view", view)
    for lang in ("fr", "en"):
        session.set_widget(session.key(VIEW, lang), view)


def _begin(task: Task) -> None:
    """Open what a task of the plan is about: the case where it was left, the cards of the block, a mock exam."""
    plan = revision_plan.current(session.store(), session.viewer())
    block = "" if plan is None else f"{plan.referential}/{plan.block}"
    if task.kind == "mock":
        session.go("mock", scope=block)
    if task.kind == "review":
        session.go("revision", block=block)
    begun = next(
        (
            one
            for one in session.store().sittings(session.learner_id())
            if one.case_slug == task.slug and one.exam_id is None and not (one.is_handed_in or one.is_voided)
        ),
        None,
    )
    if begun is not None:
        session.go("sitting", sitting=begun.id)
    try:
        case_cards.start(session.case(task.slug), policy=PRACTICE)
    except CaseError as error:
        st.warning(error.explain(session.lang()))


def _facts(deck: Deck) -> None:
    t = session.t()
    days = deck.streak(_day)
    told = [
        t.plural("revision.due", len(deck.due)),
        t.plural("revision.done", deck.today(_day)),
        t.plural("revision.streak", days) if days else t("revision.no_streak"),
        t.plural("revision.deck", len(deck.cards)),
    ]
    markup.put(markup.items("ul", map(markup.escape, told), "lt-facts"))


def _day(at: datetime) -> date:
    return session.local_time(at).date()


# -- what to revise -------------------------------------------------------------------------------------


def _scope(exercises: Pool) -> Scope:
    """The choice: its kind, then which one. An address such as ?skill=eoq or ?block=rncp11928/B2 opens it at once."""
    t = session.t()
    for named in ("skill", "block"):
        wanted = session.address(named)
        if wanted is None or session.widget("lt_revise_from") == wanted:
            continue
        session.set_widget("lt_revise_from", wanted)
        if wanted in _items(named, exercises):
            session.set_widget(KIND, named)
            session.set_widget(_chosen(named), wanted)
            for lang in ("fr", "en"):  # the widgets of both languages take it up
                session.set_widget(session.key(KIND, lang), named)
                session.set_widget(session.key(_chosen(named), lang), wanted)
    kind = _pick(KIND, t("revision.scope"), {name: t(f"revision.scope_{name}") for name in KINDS}, "due")
    if kind == "due":
        return Scope(kind)
    words = _items(kind, exercises)
    return Scope(kind, _select(_chosen(kind), t(f"revision.which_{kind}"), words))


def _chosen(kind: str) -> str:
    return session.key(KIND, "item", kind)


def _items(kind: str, exercises: Pool) -> dict[str, str]:
    """What can be chosen, id → words; only what has an exercise."""
    lang = session.lang()
    if kind == "skill":
        return {one.id: one.label[lang] for one in exercises.skills}
    if kind == "family":
        used = {one.family for one in exercises.skills}
        return {one.id: one.label[lang] for one in families() if one.id in used}
    met = {key for one in exercises.exercises for key in one.criteria}
    return {
        f"{referential.id}/{block.id}": f"{referential.title[lang]} · {block.id} {block.title[lang]}"
        for referential in referentials()
        for block in referential.blocks
        if any(criterion.key in met for criterion in block.criteria)
    }


def _pick(name: str, title: str, words: dict[str, str], default: str) -> str:
    shown = session.key(name, session.lang())  # the browser knows an option by its words
    session.seed_widget(shown, session.widget(name, default))
    st.segmented_control(
        title,
        list(words),
        key=shown,
        format_func=words.__getitem__,
        required=True,
        on_change=lambda: session.set_widget(name, session.widget(shown)),
    )
    return str(session.widget(name, default))


def _select(name: str, title: str, words: dict[str, str]) -> str:
    shown = session.key(name, session.lang())
    first = session.widget(name)
    first = first if first in words else next(iter(words))
    session.seed_widget(shown, first)
    st.selectbox(
        title,
        list(words),
        key=shown,
        format_func=words.__getitem__,
        on_change=lambda: session.set_widget(name, session.widget(shown)),
    )
    return str(session.widget(shown, first))


def _waiting(deck: Deck, exercises: Pool, scope: Scope) -> Sequence[CardRow]:
    """The cards of the scope that are due, the longest due first."""
    return [one for one in deck.due if _holds(exercises, scope, one.key)]


def _holds(exercises: Pool, scope: Scope, key: str) -> bool:
    if scope.kind == "due":
        return True
    found = exercises.of_card(key)
    if scope.kind == "family":
        of_family = {one.id for one in exercises.skills if one.family == scope.item}
        return any(one.skill in of_family for one in found)
    of_block = _criteria_of(scope.item)
    return any(not of_block.isdisjoint(one.criteria) for one in found)


def _criteria_of(name: str) -> frozenset[str]:
    """The criteria of a block named rncp11928/B2."""
    return frozenset(
        criterion.key
        for referential in referentials()
        for block in referential.blocks
        if f"{referential.id}/{block.id}" == name
        for criterion in block.criteria
    )


# -- the exercise ---------------------------------------------------------------------------------------


def _current(deck: Deck, exercises: Pool, scope: Scope) -> Asked | None:
    """The exercise in front of the learner; the next one when there is none, or another scope was chosen."""
    now = asked()
    if now is not None and now.scope == scope.name and exercises.of_card(now.key):
        return now
    now = _next(deck, exercises, scope)
    ask(now)
    return now


def _next(deck: Deck, exercises: Pool, scope: Scope) -> Asked | None:
    if scope.kind == "skill":
        return _asked(deck, exercises, scope, str(CardKey(SKILL, scope.item)))
    waiting = (_asked(deck, exercises, scope, one.key) for one in _waiting(deck, exercises, scope))
    return next((one for one in waiting if one is not None), None)


def _asked(
    deck: Deck, exercises: Pool, scope: Scope, key: str, only: tuple[str, str] | None = None
) -> Asked | None:
    past = deck.past(key)
    found = drill_for(key, exercises, session.learner_id(), past, only)
    return None if found is None else Asked(scope.name, key, found, len(past), session.clock().now())


def _one(deck: Deck, exercises: Pool, scope: Scope, now: Asked) -> None:
    t = session.t()
    left = len(_waiting(deck, exercises, scope)) if scope.kind in {"family", "block"} else 0
    told = [label(now.key, session.lang())]
    if left:
        told.append(t.plural("revision.left", left))
    markup.put(markup.items("ul", map(markup.escape, told), "lt-facts", aria_label=t("revision.about")))
    work = work_on(now, _drawn(now.drill.slug, now.drill.version, now.drill.question_id, now.drill.seed))
    st.fragment(careful(drill), key=card(now.drill.question_id))(work, _record)
    if work.closed:
        _after(deck, exercises, scope, now)


@st.cache_resource(show_spinner=False, max_entries=64)
def _drawn(slug: str, version: int, question_id: str, seed: int) -> Variant:
    return variant_of(Drill(slug, version, question_id, seed))


def _record(work: DrillWork, marked: Marked) -> None:
    """Keep the exercise, and tell it when its card comes back."""
    now, at = work.asked, session.clock().now()
    typed = now.answer
    answered = Answered(
        key=now.key,
        drill=now.drill,
        raw="" if typed is None else typed.raw,
        lang=session.lang() if typed is None else typed.lang,
        mark=marked.question(now.drill.question_id),
        hints=now.hints,
        seconds=(at - now.begun).total_seconds(),
    )
    rated, kept = revising.record(session.store(), session.learner_id(), answered, at)
    now.rating, now.due_at = rated.rating, kept.due_at


def _after(deck: Deck, exercises: Pool, scope: Scope, now: Asked) -> None:
    """When the card comes back, then the way on."""
    t = session.t()
    if now.due_at is not None:
        soon = now.rating == AGAIN or now.due_at <= deck.at
        said = t("revision.back_soon") if soon else t("revision.back_on", moment=figures.date(now.due_at))
        markup.put(markup.tag("p", said, "lt-soft"))
    with st.container(horizontal=True, key="lt-drill-after"):
        name = session.key("lt_drill_next", now.drill.id, now.count)
        if st.button(t("revision.next"), key=name, type="primary"):
            ask(None)
            session.rerun_page()
        again = session.key("lt_drill_again", now.drill.id, now.count)
        if st.button(t("revision.again"), key=again):
            only = (now.drill.slug, now.drill.question_id)
            ask(_asked(deck, exercises, scope, now.key, only))
            session.rerun_page()


def _nothing(deck: Deck, exercises: Pool, scope: Scope) -> None:
    """No exercise waits: why, and what to do."""
    t = session.t()
    mine = [one for one in deck.cards if _holds(exercises, scope, one.key)]
    if not deck.cards:
        st.info(t("revision.empty"), icon=":material/info:")
    elif mine:
        first = min(one.due_at for one in mine)
        st.success(t("revision.up_to_date", moment=figures.date(first)), icon=":material/check:")
    else:
        st.info(t("revision.none_here"), icon=":material/info:")
    with st.container(horizontal=True, key="lt-revision-empty"):
        st.button(t("revision.practise"), key="lt_revise_practise", type="primary", on_click=_practise)
        if st.button(t("revision.to_catalogue"), key="lt_revise_catalogue"):
            session.go("catalogue")


def _practise() -> None:
    """From a callback: choose a skill at will."""
    session.set_widget(KIND, "skill")
    for lang in ("fr", "en"):
        session.set_widget(session.key(KIND, lang), "skill")
