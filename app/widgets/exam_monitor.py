"""The live table of an assessment: one line a candidate, each paper a way to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from app import session
from app.exam_desk import Line, PaperProgress
from app.store import Exam
from app.widgets import figures, markup

MINUTE = timedelta(minutes=1)


def monitor(exam: Exam, lines: Sequence[Line], now: datetime) -> None:
    """Show where each candidate is: papers, last save, time left, mark; by number alone where marking is blind."""
    t = session.t()
    markup.put(markup.items("ul", map(markup.escape, counts(lines, now)), "lt-facts lt-counts"))
    heads = [(t("exam.candidate"), ""), (t("exam.state"), "")]
    heads += [(t("exam.paper", number=paper.number), "") for paper in exam.papers]
    heads += [(t(f"exam.{name}"), "num") for name in ("saved", "left", "mark")]
    head = "".join(markup.tag("th", one, side, scope="col") for one, side in heads)
    body = "".join(_line(exam, line, now) for line in lines)
    live = exam.state(now) in ("open", "paused")
    time = session.local_time(now).strftime("%H:%M:%S")
    caption = t("exam.monitor_caption" if live else "exam.monitor_over", time=time)
    inner = markup.raw_tag(
        "table",
        f"{markup.tag('caption', caption)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>",
        "lt-table lt-monitor",
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
    return _long(max(deadline - now, timedelta()))


def counts(lines: Sequence[Line], now: datetime) -> list[str]:
    """How many candidates there are, and how many of them stand where."""
    t = session.t()
    said = [
        t.plural("exams.candidates", len(lines)),
        t.plural("exam.count_started", sum(line.started_at is not None for line in lines)),
        t.plural("exam.count_handed_in", sum(line.handed_in for line in lines)),
        t.plural("exam.count_to_mark", sum(any(one.pending for one in line.papers) for line in lines)),
    ]
    quiet = sum(line.quiet(now) is not None for line in lines)
    return [*said, t.plural("exam.count_quiet", quiet)] if quiet else said


def _long(time: timedelta) -> str:
    hours, rest = divmod(-int(-time // MINUTE), 60)
    return session.t()(
        "countdown.hours" if hours else "countdown.minutes", h=hours, m=f"{rest:02d}" if hours else rest
    )


def _line(exam: Exam, line: Line, now: datetime) -> str:
    t = session.t()
    name = markup.escape(who(exam, line))
    hidden = exam.blind and exam.released_at is None
    # Extra time would tell who a number is.
    if (extra := round(exam.extra(line.candidate) / MINUTE)) and not hidden:
        name += _small(t("exam.has_extra", minutes=extra))
    stands = markup.escape(state(line))
    if line.candidate.is_voided and line.candidate.void_reason:
        stands += _small(line.candidate.void_reason)
    saved = "–" if line.saved_at is None else session.local_time(line.saved_at).strftime("%H:%M:%S")
    inner = markup.escape(saved)
    quiet = line.quiet(now)
    if quiet is not None:
        inner += _small(t("exam.quiet", minutes=int(quiet / MINUTE)), "lt-quiet")
    left = time_left(line.deadline, now) if line.working else "–"
    cells = [markup.raw_tag("th", name, scope="row"), markup.raw_tag("td", stands)]
    cells += [markup.raw_tag("td", _paper(exam, one)) for one in line.papers]
    cells += [markup.raw_tag("td", inner, "num"), markup.tag("td", left, "num")]
    mark = line.mark
    shown = t("exam.absent") if mark.absent else "–"
    if mark.out_of_20 is not None:
        shown = figures.out_of_20(mark.out_of_20)
    inner = markup.escape(shown)
    if mark.out_of_20 is not None and mark.provisional:
        inner += _small(t("debrief.provisional_short"))
    cells.append(markup.raw_tag("td", inner, "num"))
    return markup.raw_tag("tr", "".join(cells))


def _small(words: str, css: str = "") -> str:
    return markup.tag("small", words, css)


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
    cell = done + markup.raw_tag("a", markup.escape(words), href=f"paper_read?{query}", target="_self")
    if one.pending:
        cell += _small(t("exam.to_mark"), "lt-quiet")
    elif one.sitting.is_handed_in:
        cell += _small(t("exam.is_handed_in"))
    return cell
