"""The live table of an assessment: one line a candidate, each paper a way to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from app import session
from app.exam_desk import Line, PaperProgress
from app.store import Exam
from app.widgets import figures, markup


def monitor(exam: Exam, lines: Sequence[Line], now: datetime) -> None:
    """Show where each candidate is: papers, last save, time left, mark; by number alone where marking is blind."""
    t = session.t()
    markup.put(markup.items("ul", map(markup.escape, _counts(lines)), "lt-facts"))
    heads = [t("exam.candidate"), t("exam.state")]
    heads += [t("exam.paper", number=paper.number) for paper in exam.papers]
    heads += [t("exam.saved"), t("exam.left"), t("exam.mark")]
    head = "".join(markup.tag("th", one, scope="col") for one in heads)
    body = "".join(_line(exam, line, now) for line in lines)
    caption = markup.tag(
        "caption", t("exam.monitor_caption", time=session.local_time(now).strftime("%H:%M:%S"))
    )
    inner = markup.raw_tag(
        "table", f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", "lt-table"
    )
    markup.put(markup.scrolling(inner, t("exam.monitor")))


def who(exam: Exam, line: Line) -> str:
    """The candidate's name, or the number that stands for it."""
    if exam.blind and exam.released_at is None:
        return session.t()("exam.number", number=line.candidate.number)
    return line.candidate.name


def state(line: Line) -> str:
    """How a candidate stands, in words."""
    if line.state == "voided":
        return session.t()("exam.is_voided")
    if line.handed_in:
        return session.t()("exam.is_handed_in")
    if line.state == "over" and line.started_at is None:
        return session.t()("exam.is_absent")
    return session.t()(f"exam.is_{line.state}")


def time_left(deadline: datetime | None, now: datetime) -> str:
    """The time left, in hours and minutes rounded up."""
    if deadline is None:
        return "–"
    minutes = max(0, -int((now - deadline) // timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    return session.t()(
        "countdown.hours" if hours else "countdown.minutes", h=hours, m=f"{rest:02d}" if hours else rest
    )


def _line(exam: Exam, line: Line, now: datetime) -> str:
    t = session.t()
    saved = "–" if line.saved_at is None else session.local_time(line.saved_at).strftime("%H:%M:%S")
    left = "–" if line.handed_in or line.state in ("voided", "waiting") else time_left(line.deadline, now)
    cells = [markup.tag("th", who(exam, line), scope="row"), markup.tag("td", state(line))]
    cells += [markup.raw_tag("td", _paper(exam, one)) for one in line.papers]
    cells += [markup.tag("td", saved, "num"), markup.tag("td", left, "num")]
    mark = line.mark
    shown = t("exam.absent") if mark.absent else "–"
    if mark.out_of_20 is not None:
        shown = figures.out_of_20(mark.out_of_20)
    inner = markup.tag("span", shown)
    if mark.out_of_20 is not None and mark.provisional:
        inner += " " + markup.tag("span", t("debrief.provisional_short"), "lt-soft lt-small")
    cells.append(markup.raw_tag("td", inner, "num"))
    return markup.raw_tag("tr", "".join(cells))


def _paper(exam: Exam, one: PaperProgress) -> str:
    t = session.t()
    if one.sitting is None:
        return markup.tag("span", "–")
    query = urlencode(session.link(exam=exam.id, sitting=one.sitting.id))
    share = 100 * one.answered / one.asked if one.asked else 0
    done = markup.raw_tag(
        "span", markup.raw_tag("span", "", style=f"width:{share:.0f}%"), "lt-gauge", aria_hidden="true"
    )
    words = t("exam.answered", answered=one.answered, asked=one.asked)
    link = markup.raw_tag("a", done + markup.escape(words), href=f"paper_read?{query}", target="_self")
    if one.pending:
        link += " " + markup.tag("span", t("exam.to_mark"), "lt-pending lt-small")
    return link


def _counts(lines: Sequence[Line]) -> list[str]:
    t = session.t()
    return [
        t.plural("exams.candidates", len(lines)),
        t.plural("exam.count_started", sum(line.started_at is not None for line in lines)),
        t.plural("exam.count_handed_in", sum(line.handed_in for line in lines)),
        t.plural("exam.count_to_mark", sum(any(one.pending for one in line.papers) for line in lines)),
    ]
