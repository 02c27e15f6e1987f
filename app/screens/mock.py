"""Mock exams: composed for a block or a competence, sat against the clock, and what came of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import exams, mocks, session, sitting_answers
from app.exams import Mine
from app.mocks import Scope
from app.screens import exam_gate
from app.screens.loading import careful
from app.settings import version
from app.store import ExamNotFound, ExamPaper, StoreError
from app.widgets import markup, mock_composed, mock_result, rules
from app.widgets.countdown import countdown
from cases.composing import Composition
from cases.policy import MOCK_EXAM
from cases.problem import CaseError
from cases.referentials import Referential, referentials
from cases.variant import MAX_SEED

SEED: Final = "lt_mock_seed"
SCOPE: Final = "lt_mock_scope"
LENGTH: Final = "lt_mock_length"


@careful
def page() -> None:
    """Show the mock exam being sat, or one that is over, or what a new one would hold."""
    t, now = session.t(), session.clock().now()
    exams.look_after(session.store(), now, session.variant, version())
    st.set_page_config(page_title=f"{t('mock.title')} · Logitrain")
    st.title(t("mock.title"), anchor=False)
    found = mocks.every(session.store(), session.viewer(), now)
    running = next((one for one in found if mocks.is_running(one)), None)
    if running is not None:
        _running(running)
    elif (asked := session.address("exam")) is not None:
        try:
            _over(mocks.one(session.store(), session.viewer(), asked, now))
        except ExamNotFound:
            st.warning(t("mock.unknown"), icon=":material/info:")
            _compose()
    else:
        markup.put(markup.tag("p", t("mock.lead"), "lt-soft lt-measure"))
        _compose()
    mock_result.past([one for one in found if one is not running], session.address("exam"))


# -- the one being sat ----------------------------------------------------------------------------------


def _running(mine: Mine) -> None:
    t, now = session.t(), session.clock().now()
    with st.container(border=True, key="lt-mock-running"):
        st.subheader(mocks.name(mine.exam, session.lang()), anchor=False)
        if mine.deadline is not None:
            countdown(mine.deadline, now, f"mock-{mine.exam.id}", "", lambda: exam_gate.expired(mine.exam.id))
        for paper in mine.exam.papers:
            _paper(mine, paper)
        rules.folded(mine.exam.rules, mine.exam.id)
        markup.put(markup.tag("p", t("mock.no_pause"), "lt-soft lt-small"))
        with st.container(horizontal=True, key="lt-mock-actions"):
            following = mocks.next_paper(mine)
            if following is not None:
                begun = following.number in mine.papers
                label = t("mock.take_up" if begun else "mock.next_paper")
                if st.button(label, key="lt_mock_go", type="primary", icon=":material/arrow_forward:"):
                    exam_gate.go_on(mine, following)
            if st.button(t("mock.give_up"), key="lt_mock_give_up"):
                st.dialog(t("mock.give_up_title"), width="medium")(_give_up)(mine)


def _paper(mine: Mine, paper: ExamPaper) -> None:
    t, row = session.t(), mine.papers.get(paper.number)
    asked = len(paper.questions or ())
    name = markup.tag("strong", f"{paper.number}. {mock_composed.title(paper.case_slug, paper.case_version)}")
    facts = [t.plural("mock.questions", asked)]
    if row is None:
        facts.append(t("exams.paper_to_come"))
    elif row.is_handed_in:
        facts.append(t("mock.handed_in"))
    else:
        answered = sum(one in (paper.questions or ()) for one in sitting_answers.of(row.id))
        facts.append(t("catalogue.answered", answered=answered, total=asked))
    markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))


def _give_up(mine: Mine) -> None:
    t = session.t()
    closed = sum(row.is_handed_in for row in mine.papers.values())
    st.markdown(t("mock.give_up_words"))
    if closed:
        st.markdown(t.plural("mock.give_up_kept", closed))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("mock.stay"), key="lt_mock_stay"):
            st.rerun()
        sure = st.button(t("mock.give_up_sure"), key="lt_mock_give_up_sure", type="primary")
    if sure:
        now = session.clock().now()
        if session.guarded(lambda: mocks.give_up(session.store(), session.viewer(), mine.exam.id, now)):
            session.go("mock")
        st.warning(session.trouble())


# -- one that is over -----------------------------------------------------------------------------------


def _over(mine: Mine) -> None:
    t, scope = session.t(), mocks.scope_of(mine.exam.scope)
    grades = session.store().last_grades(session.learner_id())
    mock_result.result(mine, scope, grades)
    key = session.key("lt_mock_another", mine.exam.id)
    if st.button(t("mock.another"), key=key, type="primary", icon=":material/refresh:"):
        again = {} if scope is None else {"scope": scope.key}
        session.go("mock", **again)


# -- a new one ------------------------------------------------------------------------------------------


def _compose() -> None:
    t = session.t()
    scope, minutes, seed = _scope(), _length(), _seed()
    with st.spinner(t("mock.composing")):
        found = mocks.composed(scope, mocks.offers(session.case), minutes, seed)
    _keep(scope, minutes, seed)
    st.header(t("mock.holds"), anchor=False)
    if not found.papers:
        said = "mock.none_offered" if not found.crowded_out else "mock.too_short"
        st.info(t(said, minutes=minutes), icon=":material/info:")
        mock_composed.criteria(found, scope)
        return
    mock_composed.papers(found)
    mock_composed.criteria(found, scope)
    rules.told(MOCK_EXAM)
    with st.container(horizontal=True, key="lt-mock-begin"):
        if st.button(t("mock.begin"), key="lt_mock_begin", type="primary", icon=":material/timer:"):
            st.dialog(t("mock.begin_title"), width="medium")(_confirm)(scope, found, seed)
        st.button(t("mock.other_questions"), key="lt_mock_other", icon=":material/shuffle:", on_click=_other)


def _scope() -> Scope:
    """What it is about: the address, then what is chosen here."""
    t, lang = session.t(), session.lang()
    asked = mocks.scope_of(session.address("scope") or "")
    known = {one.id: one for one in referentials()}
    first = asked or mocks.scopes(_offered_first())[0]
    name = session.key(SCOPE, "referential")
    session.seed_widget(name, first.referential.id)
    with st.container(horizontal=True, vertical_alignment="bottom", key="lt-mock-scope"):
        st.selectbox(
            t("mock.referential"),
            list(known),
            key=name,
            format_func=lambda one: f"{known[one].title[lang]} ({one})",
            width=420,
        )
        chosen = known[str(session.widget(name))]
        listed = {one.id: one for one in mocks.scopes(chosen)}
        item = session.key(SCOPE, chosen.id)
        begun = asked.id if asked is not None and asked.referential.id == chosen.id else _fullest(chosen)
        session.seed_widget(item, begun)
        st.selectbox(
            t("mock.scope"),
            list(listed),
            key=item,
            format_func=lambda one: _named(listed[one]),
            width=520,
        )
    return listed[str(session.widget(item))]


def _named(scope: Scope) -> str:
    lead = "" if scope.is_block else "– "
    return f"{lead}{scope.id} · {scope.title[session.lang()]}"


@st.cache_resource(show_spinner=False)
def _counts(_version: str) -> dict[str, int]:
    """Scope → how many of its criteria a case offers."""
    met = {
        key for one in mocks.offers(session.case) for question in one.questions for key, _ in question.items
    }
    return {
        scope.key: sum(one.key in met for one in scope.criteria)
        for referential in referentials()
        for scope in mocks.scopes(referential)
    }


def _offered_first() -> Referential:
    return max(
        referentials(), key=lambda one: max(_counts(version())[scope.key] for scope in mocks.scopes(one))
    )


def _fullest(referential: Referential) -> str:
    """The block of which the library offers most, for a first look that shows something."""
    blocks = [one for one in mocks.scopes(referential) if one.is_block]
    return max(blocks, key=lambda one: _counts(version())[one.key]).id


def _length() -> int:
    t = session.t()
    asked = session.address("minutes") or ""
    first = int(asked) if asked.isdigit() and int(asked) in mocks.LENGTHS else mocks.DEFAULT_LENGTH
    shown = session.key(LENGTH, session.lang())
    session.seed_widget(shown, session.widget(LENGTH, first))
    st.segmented_control(
        t("mock.length"),
        list(mocks.LENGTHS),
        key=shown,
        format_func=lambda one: t.plural("mock.hours", one // 60),
        required=True,
        help=t("mock.length_help"),
        on_change=lambda: session.set_widget(LENGTH, session.widget(shown)),
    )
    return int(session.widget(shown) or first)


def _seed() -> int:
    """The number that this one is drawn from: the address's, so that a reload shows the same."""
    asked = session.address("seed") or ""
    known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 10 else None
    first = known if known is not None and known <= MAX_SEED else session.new_seed()
    session.seed_widget(SEED, first)
    return int(session.widget(SEED))


def _keep(scope: Scope, minutes: int, seed: int) -> None:
    for name, value in (("scope", scope.key), ("minutes", str(minutes)), ("seed", str(seed))):
        if session.address(name) != value:
            session.set_address(name, value)


def _other() -> None:
    """From a callback: another draw of questions."""
    session.set_widget(SEED, session.new_seed())


def _confirm(scope: Scope, found: Composition, seed: int) -> None:
    t = session.t()
    minutes = mocks.minutes_of(found)
    st.markdown(t("mock.begin_words", minutes=minutes, papers=t.plural("mock.papers", len(found.papers))))
    st.markdown(t("exams.begin_resume"))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("mock.not_now"), key="lt_mock_begin_cancel"):
            st.rerun()
        sure = st.button(t("exams.begin_sure"), key="lt_mock_begin_sure", type="primary")
    if not sure:
        return
    try:
        with st.spinner(t("catalogue.drawing")):
            row = mocks.begin(
                session.store(), session.viewer(), scope, found, seed, session.lang(),
                session.clock().now(), session.variant,
            )  # fmt: skip
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()))
        return
    session.set_widget(SEED, session.new_seed())  # the next one is another
    session.go("sitting", sitting=row.id)
