"""The trainer's desk in one screen: who is writing and who may be stuck, what waits, what comes; all of it opens."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from app import session
from app.desk import Overview, Running
from app.store import Exam
from app.widgets import exam_monitor, figures, markup

MINUTE = timedelta(minutes=1)


def desk_overview(found: Overview) -> None:
    """Show what is there; where there is nothing at all, what to do first."""
    t = session.t()
    if not any((found.running, found.to_mark, found.to_release, found.to_validate, found.to_come)):
        st.info(t("desk.empty"), icon=":material/event_note:")
        return
    if found.running:
        st.header(t("desk.running"), anchor=False)
        for one in found.running:
            _running(one)
    waits = [
        *(_row(exam, "marking", t.plural("marking.waiting", count)) for exam, count in found.to_mark),
        *(_row(exam, "exam", t("desk.to_release")) for exam in found.to_release),
        *(_row(exam, "jury", t("desk.to_validate")) for exam in found.to_validate),
    ]
    if waits:
        st.header(t("desk.waits"), anchor=False)
        markup.put(markup.items("ul", waits, "lt-desk-list"))
    if found.to_come:
        st.header(t("desk.to_come"), anchor=False)
        rows = [
            _row(exam, "exam", t("exams.opens", moment=figures.date(exam.opens_at))) for exam in found.to_come
        ]
        markup.put(markup.items("ul", rows, "lt-desk-list"))


def _running(one: Running) -> None:
    t, now = session.t(), session.clock().now()
    exam, state = one.exam, one.exam.state(now)
    badge = markup.tag("span", t(f"exams.is_{state}"), f"lt-mode is-{state}")
    head = markup.raw_tag("h3", f"{_link('exam', exam.title, exam=exam.id)} {badge}", "lt-desk-title")
    facts = [*map(markup.escape, exam_monitor.counts(one.lines, now))]
    ends = exam.ends_at(now)
    if ends is not None:
        facts.append(markup.escape(t("desk.ends", moment=figures.date(ends))))
    inner = head + _bar(one) + markup.items("ul", facts, "lt-facts lt-counts")
    quiet = one.quiet(now)
    if quiet:
        names = [
            _paper(one, line.candidate.learner_id, exam_monitor.who(exam, line))
            + f" ({markup.escape(t('exam.quiet', minutes=int((line.quiet(now) or MINUTE) / MINUTE)))})"
            for line in quiet
        ]
        words = markup.tag("strong", t("desk.quiet"))
        inner += markup.raw_tag("p", f"{words} {', '.join(names)}", "lt-desk-quiet")
    markup.put(markup.raw_tag("section", inner, "lt-desk-card"))


def _bar(one: Running) -> str:
    """The candidates as one bar: handed in, at work, still to come; the same is told in words beneath."""
    total = max(len(one.lines), 1)
    done = sum(line.handed_in for line in one.lines)
    working = sum(line.working for line in one.lines)
    parts = "".join(
        markup.raw_tag("i", "", css, style=f"width:{100 * count / total:.1f}%")
        for css, count in (("done", done), ("working", working))
    )
    return markup.raw_tag("div", parts, "lt-desk-bar", aria_hidden="true")


def _paper(one: Running, learner_id: int, words: str) -> str:
    """The paper that a candidate is writing, under their name."""
    line = next(each for each in one.lines if each.candidate.learner_id == learner_id)
    writing = [
        each.sitting for each in line.papers if each.sitting is not None and not each.sitting.is_handed_in
    ]
    rows = writing or [each.sitting for each in line.papers if each.sitting is not None]
    if not rows:
        return markup.escape(words)
    return _link("paper_read", words, exam=one.exam.id, sitting=rows[-1].id)


def _row(exam: Exam, page: str, words: str) -> str:
    facts = markup.tag("span", session.t()("exams.kind_" + exam.kind), "lt-soft")
    return f"{_link(page, exam.title, exam=exam.id)} {markup.tag('span', words, 'lt-desk-what')} {facts}"


def _link(page: str, words: str, **address: str) -> str:
    return markup.raw_tag(
        "a", markup.escape(words), href=f"{page}?{urlencode(session.link(**address))}", target="_self"
    )  # fmt: skip
