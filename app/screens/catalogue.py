"""The catalogue: cases to begin, sittings to take up again, results so far."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from app import session
from app.grading import result_of, results_shown
from app.screens import exam_gate
from app.screens.loading import careful
from app.store import GradeRow, SittingRow
from app.widgets import figures, markup, rules
from cases.case import Case
from cases.library import slugs
from cases.policy import MOCK_EXAM, PRACTICE, Mode, Policy
from cases.problem import CaseError
from cases.referentials import referentials
from cases.variant import MAX_SEED

LEVELS: Final = 5
SHOWN_RESULTS: Final = 10
SHOWN_BEGUN: Final = 3
MODE: Final = "lt_mode"
# What a learner alone may begin: an exam that a trainer marks begins in the trainer's own session.
OFFERED: Final[dict[Mode, Policy]] = {"practice": PRACTICE, "exam": MOCK_EXAM}
NAMES: Final[dict[Mode, str]] = {"practice": "catalogue.mode_practice", "exam": "catalogue.mode_exam"}
BEGIN: Final[dict[Mode, str]] = {"practice": "catalogue.begin_practice", "exam": "catalogue.begin_exam"}


@careful
def page() -> None:
    """Show the catalogue."""
    t = session.t()
    store, learner = session.store(), session.learner_id()
    sittings, grades = store.sittings(learner), store.last_grades(learner)
    begun = [sitting for sitting in sittings if not sitting.is_handed_in and not sitting.is_voided]
    done = [sitting for sitting in sittings if sitting.is_handed_in and sitting.id in grades]

    st.title(t("catalogue.title"), anchor=False)
    markup.put(markup.tag("p", t("catalogue.lead"), "lt-soft lt-measure"))
    _to_revise(store.due_count(learner, session.clock().now()))
    if begun:
        _begun(begun)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _cases()
    with right:
        _results(done, grades)


def _to_revise(due: int) -> None:
    """The way to revision, when cards wait there."""
    if due:
        st.page_link(
            session.page("revision"),
            label=session.t().plural("revision.open_due", due),
            query_params=session.link(),
            icon=":material/replay:",
        )


def _begun(sittings: list[SittingRow]) -> None:
    t = session.t()
    st.header(t("catalogue.begun"), anchor=False)
    for sitting in sittings[:SHOWN_BEGUN]:
        _begun_one(sitting)
    others = sittings[SHOWN_BEGUN:]
    if others:
        with st.expander(t.plural("catalogue.begun_others", len(others)), key="lt_begun_others"):
            for sitting in others:
                _begun_one(sitting)


def _begun_one(sitting: SittingRow) -> None:
    t, case = session.t(), _case_or_none(sitting)
    if case is None:
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"lt-begun-{sitting.id}"
    ):
        answered = len(session.held(sitting.id))
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


def _cases() -> None:
    t = session.t()
    st.header(t("catalogue.cases"), anchor=False)
    known = slugs()
    if not known:
        st.info(t("catalogue.no_case"))
        return
    _mode()
    for slug in known:
        try:
            _card(session.case(slug))
        except CaseError as error:
            st.warning(t("catalogue.broken", slug=slug))
            st.caption(error.explain(session.lang()))


def _mode() -> None:
    """How the next case will be sat, and its rules in words: chosen once, for whichever case is begun."""
    t = session.t()
    name = session.key(MODE, t.lang)  # the browser knows an option by its words
    session.seed_widget(name, _chosen().mode)
    with st.container(key="lt-mode"):
        st.segmented_control(
            t("catalogue.mode"),
            list(OFFERED),
            key=name,
            format_func=lambda mode: t(NAMES[mode]),
            required=True,
            on_change=lambda: session.set_widget(MODE, session.widget(name)),
        )
        rules.told(_chosen())


def _chosen() -> Policy:
    return OFFERED[session.widget(MODE, "practice")]


def _card(case: Case) -> None:
    t, lang = session.t(), session.lang()
    with st.container(border=True, key=f"lt-case-{case.slug}"):
        st.subheader(case.title(lang), anchor=False)
        level = "●" * case.level + "○" * (LEVELS - case.level)
        facts = [
            t("catalogue.duration", minutes=f"<b>{case.duration_min}</b>"),
            f"{t('catalogue.level')} {markup.tag('span', level, 'lt-level', aria_hidden='true')}"
            + markup.tag("span", t("catalogue.level_words", level=case.level, top=LEVELS), "lt-sr"),
            t("catalogue.questions", number=f"<b>{len(case.question_ids)}</b>"),
        ]
        markup.put(markup.items("ul", facts, "lt-facts"))
        st.markdown(case.summary(lang))
        names = {referential.id: referential.title[lang] for referential in referentials()}
        counts = Counter(key.split("/")[0] for key in case.criteria)
        tags = (
            markup.escape(t.plural("catalogue.criteria", number, name=names[id_]))
            for id_, number in counts.items()
        )
        markup.put(markup.items("ul", tags, "lt-tags", aria_label=t("catalogue.criteria_of")))
        _begin(case)


def _begin(case: Case) -> None:
    t = session.t()
    typed = session.key("lt_seed", case.slug)
    label = t(BEGIN[_chosen().mode])
    if st.button(label, key=session.key("lt_begin", case.slug), type="primary"):
        start(case)
    with st.expander(t("catalogue.choose_seed"), key=session.key("lt_choose", case.slug)):
        st.caption(t("catalogue.seed_help"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(t("catalogue.seed"), key=typed, max_chars=20, autocomplete="off", width=160)
            begin = st.button(t("catalogue.begin_seed"), key=session.key("lt_begin_seed", case.slug))
        if begin:
            seed = read_seed(str(session.widget(typed, "")))
            if seed is None:
                st.warning(t("catalogue.seed_unreadable", top=figures.points(MAX_SEED)))
            else:
                start(case, seed)


def read_seed(text: str) -> int | None:
    """The variant number typed: whole, in the range that a case can be drawn from; None otherwise."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
        return None
    seed = int(digits)
    return seed if 0 <= seed <= MAX_SEED else None


def start(case: Case, seed: int | None = None, policy: Policy | None = None) -> None:
    """Open a sitting of a new variant, under ``policy`` or the rules chosen here, and go to it."""
    if case.slug in exam_gate.withheld():
        st.warning(session.t()("exams.withheld"), icon=":material/lock:")
        return
    kept = _chosen() if policy is None else policy
    number = session.new_seed() if seed is None else seed
    with st.spinner(session.t()("catalogue.drawing")):
        session.variant(case.slug, case.version, number)
        row = session.store().start_sitting(
            session.learner_id(),
            case.slug,
            case.version,
            number,
            session.lang(),
            session.clock().now(),
            policy=kept.as_dict(),
        )
    session.go("sitting", sitting=row.id)


def _results(sittings: list[SittingRow], grades: dict[str, GradeRow]) -> None:
    t = session.t()
    st.header(t("catalogue.results"), anchor=False)
    if not sittings:
        markup.put(markup.tag("p", t("catalogue.no_result"), "lt-soft"))
        return
    for sitting in sittings[:SHOWN_RESULTS]:
        case = _case_or_none(sitting)
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"lt-done-{sitting.id}"
        ):
            facts = [
                t("mode." + sitting.mode),
                t("catalogue.variant", seed=sitting.seed),
                t("catalogue.handed_in", moment=figures.date(sitting.handed_in_at or sitting.started_at)),
            ]
            name = markup.tag("strong", case.title(session.lang()) if case else sitting.case_slug)
            markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
            if not results_shown(sitting):
                markup.put(markup.tag("span", t("catalogue.not_released"), "lt-soft"))
                continue
            result = result_of(grades[sitting.id].marked)
            mark = markup.tag("span", figures.out_of_20(result.out_of_20), "lt-mark")
            if result.pending:
                mark += " " + markup.tag("span", t("debrief.provisional_short"), "lt-soft")
            markup.put(mark)
            if st.button(t("catalogue.debrief"), key=session.key("lt_debrief", sitting.id)):
                session.go("debrief", sitting=sitting.id)


def _case_or_none(sitting: SittingRow) -> Case | None:
    """The case as it was sat, else as it stands now: enough for its title."""
    for version in (sitting.case_version, None):
        try:
            return session.case(sitting.case_slug, version)
        except CaseError:
            continue
    return None
