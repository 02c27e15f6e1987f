"""Choosing the cases of an assessment: by referential, level and length, with what they add up to."""

from __future__ import annotations

import streamlit as st

from app import exam_drafts, session
from app.store import ExamPaper
from app.widgets import figures, markup
from app.widgets.exam_form import Form
from cases.case import Case
from cases.library import every_slug
from cases.numerals import read_numeral
from cases.problem import CaseError
from cases.referentials import referentials

LEVELS = (1, 2, 3, 4, 5)
LONGEST = (30, 60, 90, 120, 180)


def chosen(form: Form) -> tuple[ExamPaper, ...]:
    """Show the choice; the papers chosen, in order. An unreadable weight is 0, which no assessment takes."""
    t = session.t()
    known = _known()
    referential, level, longest = _filters(form)
    before = {} if form.before is None else {one.case_slug: one for one in form.before.papers}
    name = form.seed("cases", value=[slug for slug in before if slug in known])
    picked = list(session.widget(name, []))
    fitting = [
        slug
        for slug, case in known.items()
        if slug in picked
        or (
            (referential is None or any(key.startswith(f"{referential}/") for key in case.criteria))
            and (level is None or case.level <= level)
            and (longest is None or case.duration_min <= longest)
        )
    ]
    picked = st.multiselect(
        t("exam_new.cases"),
        fitting,
        placeholder=t("exam_new.choose"),
        key=name,
        format_func=lambda slug: _named(known[slug]),
    )
    papers = tuple(_paper(form, known[slug], before.get(slug)) for slug in picked)
    if papers:
        _told(papers, known)
    return papers


def _known() -> dict[str, Case]:
    found = {}
    # Here, and only here, also those that no learner can practise.
    for slug in every_slug(reserved=True):
        try:
            found[slug] = session.case(slug)
        except CaseError:
            continue
    return found


def _filters(form: Form) -> tuple[str | None, int | None, int | None]:
    t, lang = session.t(), session.lang()
    names = {one.id: one.title[lang] for one in referentials()}
    with st.container(horizontal=True, key="lt-exam-filters"):
        referential = st.selectbox(
            t("exam_new.referential"),
            list(names),
            placeholder=t("exam_new.any"),
            index=None,
            key=form.seed("referential", value=None),
            format_func=lambda one: names[one],
        )
        level = st.selectbox(
            t("exam_new.level"),
            list(LEVELS),
            placeholder=t("exam_new.any"),
            index=None,
            key=form.seed("level", value=None),
            format_func=str,
        )
        longest = st.selectbox(
            t("exam_new.longest"),
            list(LONGEST),
            placeholder=t("exam_new.any"),
            index=None,
            key=form.seed("longest", value=None),
            format_func=lambda one: t("countdown.minutes", m=one),
        )
    return referential, level, longest


def _named(case: Case) -> str:
    t = session.t()
    return t("exam_new.case", title=case.title(session.lang()), minutes=case.duration_min, level=case.level)


def _paper(form: Form, case: Case, before: ExamPaper | None) -> ExamPaper:
    t, lang = session.t(), session.lang()
    titles = {one: case.papers[lang].sections[one].title.text for one in case.question_ids}
    numbers = {one: place for place, one in enumerate(case.question_ids, start=1)}
    weight = form.seed("weight", case.slug, value=figures.points(before.weight) if before else "1")
    kept = before.questions if before and before.questions is not None else case.question_ids
    asked = form.seed("questions", case.slug, value=[one for one in kept if one in titles])
    with st.container(border=True, key=f"lt-exam-paper-{case.slug}"):
        markup.put(markup.tag("strong", case.title(lang)))
        typed = st.text_input(t("exam_new.weight"), key=weight, max_chars=10, width=140)
        with st.expander(t("exam_new.questions", asked=len(session.widget(asked)), total=len(titles)),
                         key=form.key("open", case.slug)):  # fmt: skip
            picked = st.multiselect(
                t("exam_new.which"),
                list(titles),
                placeholder=t("exam_new.choose"),
                key=asked,
                format_func=lambda one: f"{numbers[one]}. {titles[one]}",
            )
    ordered = tuple(one for one in case.question_ids if one in picked)
    questions = None if len(ordered) == len(titles) else ordered
    read = read_numeral(str(typed).strip(), lang).figures
    return ExamPaper(case.slug, case.version, float(read[0]) if len(read) == 1 else 0.0, questions)


def _told(papers: tuple[ExamPaper, ...], known: dict[str, Case]) -> None:
    """The minutes that the papers add up to, and the criteria that they cover."""
    t, lang = session.t(), session.lang()
    total = sum(exam_drafts.minutes(known[one.case_slug], one.questions) for one in papers)
    keys = [key for one in papers for key in exam_drafts.criteria(known[one.case_slug], one.questions)]
    markup.put(markup.tag("p", t("exam_new.total", minutes=total), "lt-soft"))
    titles = {one.id: one.title[lang] for one in referentials()}
    for referential, ids in exam_drafts.covered(keys).items():
        words = t.plural("exam_new.covers", len(ids), name=titles.get(referential, referential))
        tags = markup.items("ul", map(markup.escape, ids), "lt-tags")
        markup.put(markup.tag("p", words, "lt-small") + tags)
