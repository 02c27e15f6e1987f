"""Figures as the learner's language writes them."""

from __future__ import annotations

from datetime import datetime

from app import session
from cases.quantity import format_value, write_number


def points(value: float) -> str:
    """A number of points, with at most two decimals: 2, 1,5, 0,67."""
    return format_value(round(value, 2), "num", session.lang())


def out_of(score: float, maximum: float) -> str:
    """A mark over its maximum: « 1,5 / 2 »."""
    return f"{points(score)}\u00a0/\u00a0{points(maximum)}"


def out_of_20(mark: float) -> str:
    """A mark out of 20, as French papers write it: « 14,5 / 20 »."""
    written = write_number(mark, session.lang(), decimals=1)
    for end in (",0", ".0"):
        written = written.removesuffix(end)
    return f"{written}\u00a0/\u00a020"


def share(ratio: float) -> str:
    """A ratio (0 to 1) as a whole percentage."""
    return write_number(ratio, session.lang(), decimals=0, style="percent")


def change(value: float) -> str:
    """A number of points gained or lost, with its sign: « +1,5 », « −2 », « 0 »."""
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else "\u2212" if rounded < 0 else ""
    return sign + points(abs(rounded))


def priced(label: str, share: float) -> str:
    """What a button offers, and the share of the question's points that it costs; a free one says no price."""
    if share <= 0:
        return label
    if share >= 1:
        return session.t()("question.costs_all", label=label)
    return session.t()(
        "question.costs", label=label, share=write_number(share, session.lang(), style="percent")
    )


def date(at: datetime) -> str:
    """A moment as a date and an hour, in the browser's time zone."""
    local = session.local_time(at)
    day = format_value(local.date().isoformat(), "date", session.lang())
    return session.t()("chrome.moment", date=day, time=local.strftime("%H:%M"))


def counted(key: str, value: float) -> str:
    """A message with a number of points in it, in the plural that the number asks for."""
    t = session.t()
    # French keeps the singular below two, English for one alone.
    single = value < 2 if t.lang == "fr" else value == 1
    return t.plural(key, 1 if single else 2, points=points(value))
