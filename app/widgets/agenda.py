"""The week to come in revision: cards due each day, as a table with bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app import session
from app.widgets import markup
from cases.quantity import format_value
from cases.revision.agenda import DueDay


def week(days: Sequence[DueDay]) -> None:
    """Show the cards due each day; the first is today."""
    t = session.t()
    most = max((one.cards for one in days), default=0) or 1
    head = "".join(
        markup.tag("th", t(key), css, scope="col")
        for key, css in (("revision.day", ""), ("revision.cards", "num"))
    )
    body = "".join(
        markup.raw_tag(
            "tr",
            markup.tag("th", _day(one.day, days[0].day), scope="row")
            + markup.raw_tag("td", f"{_bar(one.cards / most)} {one.cards}", "num"),
        )
        for one in days
    )
    caption = markup.tag("caption", t("revision.week"), "lt-sr")
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    markup.put(markup.scrolling(markup.raw_tag("table", inner, "lt-table"), t("revision.week")))


def _day(day: date, today: date) -> str:
    t = session.t()
    if day == today:
        return t("revision.today")
    if day == today + timedelta(days=1):
        return t("revision.tomorrow")
    return format_value(day.isoformat(), "date", session.lang())


def _bar(share: float) -> str:
    inner = markup.raw_tag("i", "", style=f"width: {100 * share:.1f}%")
    return markup.raw_tag("span", inner, "lt-meter", aria_hidden="true")
