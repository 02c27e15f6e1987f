"""What a run cost and served, as figures: the cost split and the service, alone or compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app import session
from app.widgets import markup
from cases.decision_goal import Goal
from cases.indicators import (
    Units,
    behind,
    cost_parts,
    in_order,
    indicator_label,
    indicator_text,
    keeps_no_stock,
    limit_text,
)

# Shown of every run, even where they are nothing.
ALWAYS: Final = ("holding_cost", "shortage_cost")
SERVICE: Final = (
    "fill_rate",
    "worst_fill_rate",
    "stock_out_days",
    "line_stops",
    "waste_rate",
    "mean_stock",
    "orders",
)
# Of runs where shipments flow and nothing is kept, in their place.
FLOW: Final = ("otif_rate", "mean_transit_time", "load_factor", "shipments")
# Of worlds where something may expire or stop, left out of the others.
WHERE_ANY: Final = frozenset({"waste_rate", "line_stops"})

Figures = Mapping[str, float]


def service(indicators: Figures, goal: Goal, units: Units, period: str = "day") -> None:
    """The service figures of a run; beside one that is required or limited, whether it is kept."""
    names = FLOW if keeps_no_stock(indicators) else SERVICE
    told = [key for key in names if key in indicators and (indicators[key] or key not in WHERE_ANY)]
    keys = [*told, *goal.least, *goal.most]
    rows = [
        (_label(key, period), _service_value(key, indicators, goal, units, period))
        for key in dict.fromkeys(keys)
    ]
    markup.put(markup.pairs(rows, "lt-figures"))


def year(indicators: Figures, units: Units) -> None:
    """The costs of one run: the total, its bar, and its parts."""
    parts = _parts([indicators])
    total = f"{markup.escape(_label('total_cost'))} {_strong('total_cost', indicators, units)}"
    key = (
        _swatch(kind) + f"{markup.escape(_label(kind))} {_strong(kind, indicators, units)}" for kind in parts
    )
    markup.put(
        markup.raw_tag("p", total, "lt-total")
        + split_bar(indicators, parts, indicators.get("total_cost", 0.0))
        + markup.items("ul", key, "lt-key")
    )


def costs(rows: Sequence[tuple[str, Figures]], caption: str, units: Units) -> None:
    """The costs of one or several policies: figures, and a bar in proportion to the dearest of them."""
    t = session.t()
    parts = _parts([indicators for _, indicators in rows])
    columns = ("total_cost", *parts)  # the total first: on a phone the rest is a swipe away
    widest = max((indicators.get("total_cost", 0.0) for _, indicators in rows), default=0.0)
    heads = [t("costs.policy"), *(_label(key) for key in columns)]
    head = "".join(
        markup.tag("th", text, "num" if place else "", scope="col") for place, text in enumerate(heads)
    )
    head += markup.tag("th", t("costs.split"), scope="col")
    body = ""
    for place, (name, indicators) in enumerate(rows):
        cells = markup.tag("th", name, scope="row")
        cells += "".join(markup.tag("td", _text(key, indicators, units), "num") for key in columns)
        cells += markup.raw_tag("td", split_bar(indicators, parts, widest), "bar")
        body += markup.raw_tag("tr", cells, "own" if place == 0 and len(rows) > 1 else "")
    inner = f"{markup.tag('caption', caption)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    whole = markup.raw_tag("table", inner, "lt-table lt-costs")
    key = markup.items("ul", (_swatch(kind) + markup.escape(_label(kind)) for kind in parts), "lt-key")
    markup.put(markup.scrolling(whole, caption) + key)


def others(rows: Sequence[tuple[str, Figures]], caption: str, units: Units, period: str = "day") -> None:
    """Every indicator that is not a cost nor nothing everywhere, a row each, a column for each policy."""
    costs_shown = {"total_cost", *(part for _, indicators in rows for part in cost_parts(indicators))}
    names = {name for _, indicators in rows for name, value in indicators.items() if value}
    names -= costs_shown | behind([indicators for _, indicators in rows])
    heads = [(session.t()("costs.indicator"), "left"), *((name, "right") for name, _ in rows)]
    body = [
        [_label(key, period), *(_text(key, indicators, units, period) for _, indicators in rows)]
        for key in in_order(names)
    ]
    markup.put(markup.table(caption, heads, body))


def split_bar(indicators: Figures, parts: Iterable[str], widest: float) -> str:
    """A bar of costs, its length in proportion to `widest`; the figures beside it say the same."""
    scale = 100 / widest if widest > 0 else 0.0
    bars = "".join(
        markup.raw_tag(
            "i", "", _look(kind), style=f"width: {max(indicators.get(kind, 0.0), 0.0) * scale:.2f}%"
        )
        for kind in parts
    )
    return markup.raw_tag("div", bars, "lt-split", aria_hidden="true")


def _parts(rows: Iterable[Figures]) -> list[str]:
    """The parts of the cost that any of the runs has, and the three that every run shows where it knows them."""
    known = {
        part: row[part]
        for row in reversed(list(rows))
        for part in cost_parts(row)
        if row[part] or part in ALWAYS
    }
    return cost_parts(known)


def _look(kind: str) -> str:
    return kind.partition("_")[0]


def _swatch(kind: str) -> str:
    return markup.tag("i", "", _look(kind), aria_hidden="true")


def _label(key: str, period: str = "day") -> str:
    return indicator_label(key, session.lang(), period)


def _strong(key: str, indicators: Figures, units: Units) -> str:
    return markup.tag("b", _text(key, indicators, units))


def _text(key: str, indicators: Figures, units: Units, period: str = "day") -> str:
    """A figure; one run counts whole days and orders, a mean over runs keeps its decimal."""
    if key not in indicators:
        return "–"
    return indicator_text(key, indicators[key], session.lang(), units, once=True, period=period)


def _service_value(key: str, indicators: Figures, goal: Goal, units: Units, period: str) -> str:
    value = markup.escape(_text(key, indicators, units, period))
    found = indicators.get(key)
    for kind, bounds, met in (
        ("least", goal.least, found is not None and found >= goal.least.get(key, found)),
        ("most", goal.most, found is not None and found <= goal.most.get(key, found)),
    ):
        if key in bounds:
            asked = limit_text(key, bounds[key], session.lang(), units)
            state = "met" if met else "unmet"
            words = ("✓ " if met else "✗ ") + session.t()(f"costs.{kind}_{state}", required=asked)
            value += markup.tag("small", words, state)
    return value
