"""The jury's page of an assessment: every candidate's marks in one table, and their validation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import mean, median
from urllib.parse import urlencode

import streamlit as st

from app import exams, jury, session
from app.access import may
from app.jury import JuryLine
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.settings import version
from app.store import Exam
from app.widgets import figures, markup
from app.widgets.sure import sure


@careful
@staff_only("exam.monitor")
def page() -> None:
    """Show the jury's table of the assessment that the address names."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    now = session.clock().now()
    exams.look_after(store, now, session.variant, version())
    found, lines = jury.view(store, viewer, session.address("exam") or "", now)
    st.set_page_config(page_title=f"{t('jury.title')} · {found.title} · Logitrain")
    if st.button(found.title, key="lt_to_exam", icon=":material/arrow_back:", type="tertiary"):
        session.go("exam", exam=found.id)
    st.title(t("jury.title"), anchor=False)
    _state(found, lines)
    _figures(lines)
    markup.put(_table(found, lines))


def _state(found: Exam, lines: tuple[JuryLine, ...]) -> None:
    """Provisional or validated, what is still missing, and the button that changes it."""
    t, viewer = session.t(), session.viewer()
    if found.validated_at is not None:
        name = jury.validator(session.store(), viewer, found)
        st.success(
            t("jury.validated", name=name, moment=figures.date(found.validated_at)),
            icon=":material/verified:",
        )
        if may(viewer, "exam.reopen_results", exams.subject(found)) and st.button(
            t("jury.reopen"), key="lt_jury_reopen", icon=":material/lock_open:"
        ):
            st.dialog(t("jury.reopen"), width="medium")(_reopen)(found)
        return
    st.info(t("jury.provisional"), icon=":material/hourglass_top:")
    waits = jury.ready(found, lines, session.clock().now())
    if waits:
        st.caption(t(f"jury.wait_{waits}"))
    if not may(viewer, "exam.validate", exams.subject(found)):
        return
    with st.container(horizontal=True, key="lt-jury-actions"):
        if st.button(
            t("jury.validate"), key="lt_jury_validate", icon=":material/verified:",
            type="secondary" if waits else "primary", disabled=bool(waits),
        ):  # fmt: skip
            st.dialog(t("jury.validate"), width="medium")(_validate)(found)
        if waits == "pending" and st.button(
            t("marking.title"), key="lt_jury_mark", icon=":material/edit_note:"
        ):
            session.go("marking", exam=found.id)


def _validate(found: Exam) -> None:
    t = session.t()
    sure(
        t("jury.validate_words") + ("" if found.released_at else "\n\n" + t("jury.not_released")),
        lambda: jury.validate(session.store(), session.viewer(), found.id, session.clock().now()),
    )


def _reopen(found: Exam) -> None:
    t = session.t()
    reason = st.text_input(t("jury.reason"), max_chars=200, key="lt_jury_reason", live=True)
    sure(
        t("jury.reopen_words"),
        lambda: jury.reopen(session.store(), session.viewer(), found.id, str(reason), session.clock().now()),
        ready=bool(str(reason).strip()),
    )


def _figures(lines: Sequence[JuryLine]) -> None:
    """Mean, median and range of the marks known; nothing before there are two."""
    t = session.t()
    marks = [line.mark.out_of_20 for line in lines if line.mark.out_of_20 is not None]
    if len(marks) < 2:
        return
    spread = t("jury.range_of", low=figures.out_of_20(min(marks)), high=figures.out_of_20(max(marks)))
    rows = [
        (t("jury.mean"), figures.out_of_20(mean(marks))),
        (t("jury.median"), figures.out_of_20(median(marks))),
        (t("jury.range"), spread),
    ]
    markup.put(markup.pairs(((term, markup.escape(value)) for term, value in rows), "lt-pair"))


def _table(found: Exam, lines: Sequence[JuryLine]) -> str:
    t = session.t()
    heads = [(t("exam.candidate"), "")]
    heads += [(t("jury.col_paper", number=one.number), "num") for one in found.papers]
    heads += [(t(f"jury.col_{name}"), "num") for name in ("mark", "criteria", "pending", "overrides")]
    heads.append((t("jury.col_notes"), ""))
    head = "".join(markup.tag("th", words, side, scope="col") for words, side in heads)
    body = "".join(_row(found, line) for line in lines)
    caption = markup.tag("caption", t("jury.table"), "lt-sr")
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return markup.scrolling(markup.raw_tag("table", inner, "lt-table"), t("jury.table"))


def _row(found: Exam, line: JuryLine) -> str:
    t = session.t()
    blind = found.blind and found.released_at is None
    name = t("exam.number", number=line.candidate.number) if blind else line.candidate.name
    cells = [markup.tag("th", name, scope="row")]
    cells += [markup.raw_tag("td", _paper(found, line, one.number), "num") for one in found.papers]
    mark = line.mark
    shown = t("exam.absent") if mark.absent else "–"
    if mark.out_of_20 is not None:
        shown = figures.out_of_20(mark.out_of_20)
    css = "lt-soft" if mark.provisional else ""
    cells.append(markup.raw_tag("td", markup.tag("strong", shown, css), "num"))
    criteria = t("jury.no_criteria")
    if line.share is not None:
        criteria = t.plural("jury.criteria_share", line.criteria, share=figures.share(line.share))
    cells.append(markup.tag("td", criteria, "num"))
    cells.append(markup.tag("td", figures.points(line.pending) if line.pending else "–", "num"))
    cells.append(markup.tag("td", str(line.overrides) if line.overrides else "–", "num"))
    cells.append(markup.tag("td", " · ".join(_notes(line, blind))))
    return markup.raw_tag("tr", "".join(cells))


def _paper(found: Exam, line: JuryLine, number: int) -> str:
    """The mark of a paper, which opens it."""
    one = next(each for each in line.mark.papers if each.number == number)
    row = line.papers.get(number)
    if row is None:
        return markup.escape("–")
    shown = "–" if one.share is None else figures.out_of_20(20 * one.share)
    query = urlencode(session.link(exam=found.id, sitting=row.id))
    return markup.raw_tag("a", markup.escape(shown), href=f"paper_read?{query}", target="_self")


def _notes(line: JuryLine, blind: bool) -> list[str]:
    # Extra time would tell who a number is.
    t, said = session.t(), []
    minutes = round(line.extra / timedelta(minutes=1))
    if minutes and not blind:
        said.append(t("jury.extra", minutes=minutes))
    if line.candidate.is_voided:
        said.append(t("jury.void", reason=line.candidate.void_reason or ""))
    elif line.voided:
        said.append(t.plural("jury.voided_before", line.voided))
    return said
