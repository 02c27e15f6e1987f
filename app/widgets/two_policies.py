"""Two policies that met the same draws: which is better and how sure that is, in a sentence, a table and a picture."""

from __future__ import annotations

from app import session
from app.i18n import Translator
from app.playground.runs import GOOD_HIGH, Figures, Paired, paired, telling
from app.widgets import markup, year_chart
from cases.indicators import INDICATORS, OTHER, PERCENT, indicator_label, indicator_text
from cases.quantity import write_number
from sim.experiment import mean
from sim.models import Story

SHOWN = ("total_cost", "fill_rate")


def verdict(first: Figures, second: Figures) -> None:
    """Which of the two is better by cost and by service, and how sure that is."""
    t = session.t()
    for name in SHOWN:
        if name in first and name in second:
            found = paired(first[name], second[name])
            markup.put(markup.tag("p", sentence(name, found, t), "lt-finding"))


def sentence(name: str, found: Paired, t: Translator) -> str:
    """The difference by one indicator, with its interval, how often it holds, and whether it is established."""
    words = {"name": indicator_label(name, t.lang), "runs": found.replications}
    difference = found.difference
    if difference.low == difference.high == 0:
        return t("simulator.same", **words)
    bounds = (signed(name, difference.low, t), signed(name, difference.high, t))
    if not any(map(_is_read, bounds)):
        return t("simulator.negligible", **words)
    if not found.is_sure:
        return t(
            "simulator.unsure",
            low=signed(name, difference.low, t),
            high=signed(name, difference.high, t),
            **words,
        )
    lower_wins = name not in GOOD_HIGH
    second_wins = (difference.mean < 0) == lower_wins
    times = found.second_lower if (difference.mean < 0) else found.first_lower
    return t(
        "simulator.sure_b" if second_wins else "simulator.sure_a",
        difference=signed(name, difference.mean, t),
        low=signed(name, difference.low, t),
        high=signed(name, difference.high, t),
        times=times,
        **words,
    )


def table(first: Figures, second: Figures) -> None:
    """Every indicator under both policies, and the difference with its interval."""
    t = session.t()
    heads = [
        (t("simulator.indicator"), "left"),
        (t("simulator.policy_a"), "right"),
        (t("simulator.policy_b"), "right"),
        (t("simulator.difference"), "right"),
    ]
    rows = []
    for name in _told(first, second):
        found = paired(first[name], second[name]).difference
        rows.append(
            [
                indicator_label(name, t.lang),
                indicator_text(name, mean(first[name]), t.lang),
                indicator_text(name, mean(second[name]), t.lang),
                t(
                    "simulator.give_or_take",
                    difference=signed(name, found.mean, t),
                    half=signed(name, found.half_width, t).lstrip("+"),
                ),
            ]
        )
    markup.put(markup.table(t("simulator.compared", runs=len(next(iter(first.values())))), heads, rows))


def _told(first: Figures, second: Figures) -> list[str]:
    """What tells of either of the two, and is known of both."""
    either = {name: (*first[name], *second[name]) for name in first if name in second}
    return telling(either)


def signed(name: str, value: float, t: Translator) -> str:
    """A difference with its sign and its unit; that of a rate in points."""
    if INDICATORS.get(name, OTHER)[0] == PERCENT:
        text = t("simulator.points", value=write_number(abs(100 * value), t.lang, decimals=2))
    else:
        text = indicator_text(name, abs(value), t.lang)
    if not _is_read(text):
        return text
    return ("+" if value > 0 else "\u2212") + text


def _is_read(text: str) -> bool:
    """Whether a figure shows anything but zeros."""
    return any(digit in text for digit in "123456789")


def years(own: Story, other: Story, place: int, key: str) -> None:
    """A track of both runs over one another: the same customers, two policies."""
    t = session.t()
    track = own.tracks[place]
    twin = next((one for one in other.tracks if (one.place, one.item) == (track.place, track.item)), None)
    names = (t("simulator.policy_a"), t("simulator.policy_b"))
    year_chart.chart(track, own.period, key, reference=twin, names=names)
