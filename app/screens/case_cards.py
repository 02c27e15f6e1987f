"""Cases to begin, one card each: what it asks, what the learner has made of it, and how it will be sat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from app import session
from app.case_records import CaseRecord, entry, skill_label
from app.catalogue_filters import Entry
from app.screens import exam_gate
from app.widgets import figures, markup, rules
from cases.case import Case
from cases.library import every_slug, slugs
from cases.policy import MOCK_EXAM, PRACTICE, Mode, Policy
from cases.problem import CaseError
from cases.referentials import referentials
from cases.variant import MAX_SEED

LEVELS: Final = 5
SKILLS_SHOWN: Final = 5
MODE: Final = "lt_mode"
# What a learner alone may begin: an exam that a trainer marks begins in the trainer's own session.
OFFERED: Final[dict[Mode, Policy]] = {"practice": PRACTICE, "exam": MOCK_EXAM}
NAMES: Final[dict[Mode, str]] = {"practice": "catalogue.mode_practice", "exam": "catalogue.mode_exam"}
BEGIN: Final[dict[Mode, str]] = {"practice": "catalogue.begin_practice", "exam": "catalogue.begin_exam"}


@dataclass(frozen=True)
class Shelf:
    """Every case that can be begun, by slug, as the catalogue lists it; ``broken`` are those that cannot be read."""

    cases: Mapping[str, Case]
    entries: tuple[Entry, ...]
    broken: tuple[tuple[str, CaseError], ...]

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.cases or self.broken)


def shelf(known: Mapping[str, CaseRecord]) -> Shelf:
    """The library and the cases that trainers brought, with the learner's record of each."""
    cases: dict[str, Case] = {}
    broken: list[tuple[str, CaseError]] = []
    for slug in every_slug():
        try:
            cases[slug] = session.case(slug)
        except CaseError as error:
            broken.append((slug, error))
    library = frozenset(slugs())
    listed = tuple(
        entry(case, session.lang(), known.get(slug), own=slug not in library) for slug, case in cases.items()
    )
    return Shelf(cases, listed, tuple(broken))


def cards(found: Shelf, entries: Sequence[Entry]) -> None:
    """One card for each of these."""
    for one in entries:
        _card(found.cases[one.slug], one)


def warnings(found: Shelf) -> None:
    """The cases that cannot be opened, and why."""
    for slug, error in found.broken:
        st.warning(session.t()("catalogue.broken", slug=slug))
        st.caption(error.explain(session.lang()))


def mode() -> None:
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
        with st.expander(t("home.rules"), key="lt_mode_rules"):
            rules.told(_chosen())


def _chosen() -> Policy:
    return OFFERED[session.widget(MODE, "practice")]


def _card(case: Case, one: Entry) -> None:
    t, lang = session.t(), session.lang()
    with st.container(border=True, key=f"lt-case-{case.slug}"):
        st.subheader(one.title, anchor=False)
        markup.put(markup.items("ul", _facts(one, len(case.question_ids)), "lt-facts"))
        st.markdown(case.summary(lang))
        names = {referential.id: referential.title[lang] for referential in referentials()}
        counted = Counter(key.split("/")[0] for key in one.criteria)
        tags = [
            markup.escape(t.plural("catalogue.criteria", number, name=names[id_]))
            for id_, number in sorted(counted.items())
        ]
        html = markup.items("ul", tags, "lt-tags", aria_label=t("catalogue.criteria_of"))
        html += markup.items("ul", _skills(one.skills), "lt-tags lt-skills", aria_label=t("home.skills_of"))
        markup.put(html)
        _begin(case)


def _facts(one: Entry, questions: int) -> Iterable[str]:
    t = session.t()
    level = "●" * one.level + "○" * (LEVELS - one.level)
    yield t("catalogue.duration", minutes=f"<b>{one.minutes}</b>")
    yield (
        f"{t('catalogue.level')} {markup.tag('span', level, 'lt-level', aria_hidden='true')}"
        + markup.tag("span", t("catalogue.level_words", level=one.level, top=LEVELS), "lt-sr")
    )
    yield t("catalogue.questions", number=f"<b>{questions}</b>")
    if one.own:
        yield markup.tag("span", t("home.own_case"), "lt-mode")
    yield markup.tag("span", record_words(one), "lt-done-words")


def record_words(one: Entry) -> str:
    """What the learner has made of the case: nothing yet, begun, or how often it was handed in and the best mark."""
    t = session.t()
    if not one.done:
        return t("home.case_begun" if one.begun else "home.case_new")
    said = t.plural("home.case_done", one.done)
    return said if one.best is None else t("home.case_best", done=said, mark=figures.out_of_20(one.best))


def _skills(known: Sequence[str]) -> Iterable[str]:
    t, lang = session.t(), session.lang()
    for identifier in known[:SKILLS_SHOWN]:
        yield markup.escape(skill_label(identifier, lang))
    if len(known) > SKILLS_SHOWN:
        rest = ", ".join(skill_label(identifier, lang) for identifier in known[SKILLS_SHOWN:])
        more = t.plural("home.skills_more", len(known) - SKILLS_SHOWN)
        yield markup.tag("span", more, title=rest, aria_hidden="true") + markup.tag("span", rest, "lt-sr")


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
    if case.slug not in every_slug():
        st.warning(session.t()("exams.reserved"), icon=":material/lock:")
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
