"""What a year cost and served, as figures: the cost split and the service, alone or compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app import session
from app.widgets import markup
from cases.decisions import INDICATORS, indicator_label, indicator_text
from cases.quantity import write_number

COSTS: Final = ("holding_cost", "ordering_cost", "shortage_cost")
COLOURS: Final = {"holding_cost": "holding", "ordering_cost": "ordering", "shortage_cost": "shortage"}
# The total first: on a phone the rest is a swipe away.
COLUMNS: Final = ("total_cost", *COSTS)
COUNTS: Final = frozenset({"stock_out_days", "orders"})
SERVICE: Final = ("fill_rate", "stock_out_days", "mean_stock", "orders")


def service(indicators: Mapping[str, float], required: Mapping[str, float]) -> None:
    """The service figures of a year; beside one that a rule asks for, whether it is met."""
    rows = [(_label(key), _service_value(key, indicators, required)) for key in SERVICE if key in indicators]
    markup.put(markup.pairs(rows, "lt-figures"))


def year(indicators: Mapping[str, float]) -> None:
    """The costs of one year: the total, its bar, and its three parts."""
    markup.put(
        markup.raw_tag(
            "p", f"{markup.escape(_label('total_cost'))} {_strong('total_cost', indicators)}", "lt-total"
        )
        + split_bar(indicators, indicators["total_cost"])
        + markup.items(
            "ul",
            (
                markup.tag("i", "", COLOURS[kind], aria_hidden="true")
                + f"{markup.escape(_label(kind))} {_strong(kind, indicators)}"
                for kind in COSTS
            ),
            "lt-key",
        )
    )


def costs(rows: Sequence[tuple[str, Mapping[str, float]]], caption: str) -> None:
    """The costs of one or several policies: figures, and a bar in proportion to the dearest of them."""
    t = session.t()
    widest = max((indicators["total_cost"] for _, indicators in rows), default=0.0)
    heads = [t("costs.policy"), *(_label(key) for key in COLUMNS)]
    head = "".join(
        markup.tag("th", text, "num" if place else "", scope="col") for place, text in enumerate(heads)
    )
    head += markup.tag("th", t("costs.split"), scope="col")
    body = ""
    for place, (name, indicators) in enumerate(rows):
        cells = markup.tag("th", name, scope="row")
        cells += "".join(markup.tag("td", _text(key, indicators), "num") for key in COLUMNS)
        cells += markup.raw_tag("td", split_bar(indicators, widest), "bar")
        body += markup.raw_tag("tr", cells, "own" if place == 0 and len(rows) > 1 else "")
    inner = f"{markup.tag('caption', caption)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    whole = markup.raw_tag("table", inner, "lt-table lt-costs")
    key = markup.items(
        "ul",
        (
            markup.tag("i", "", COLOURS[kind], aria_hidden="true") + markup.escape(_label(kind))
            for kind in COSTS
        ),
        "lt-key",
    )
    markup.put(markup.scrolling(whole, caption) + key)


def split_bar(indicators: Mapping[str, float], widest: float) -> str:
    """A bar of costs, its length in proportion to `widest`; the figures beside it say the same."""
    scale = 100 / widest if widest > 0 else 0.0
    parts = "".join(
        markup.raw_tag("i", "", COLOURS[kind], style=f"width: {max(indicators[kind], 0.0) * scale:.2f}%")
        for kind in COSTS
    )
    return markup.raw_tag("div", parts, "lt-split", aria_hidden="true")


def _label(key: str) -> str:
    return indicator_label(key, session.lang())


def _strong(key: str, indicators: Mapping[str, float]) -> str:
    return markup.tag("b", _text(key, indicators))


def _text(key: str, indicators: Mapping[str, float]) -> str:
    value = indicators[key]
    unit, _ = INDICATORS[key]
    if key in COUNTS and value == int(value):
        # One year counts whole days and orders; a mean over years keeps its decimal.
        return write_number(value, session.lang(), decimals=0, unit=unit)
    return indicator_text(key, value, session.lang())


def _service_value(key: str, indicators: Mapping[str, float], required: Mapping[str, float]) -> str:
    value = markup.escape(_text(key, indicators))
    if key not in required:
        return value
    t = session.t()
    met = indicators[key] >= required[key]
    asked = indicator_text(key, required[key], session.lang())
    words = ("✓ " if met else "✗ ") + t("costs.met" if met else "costs.unmet", required=asked)
    return value + markup.tag("small", words, "met" if met else "unmet")
