"""A chart built from plain figures rather than from an annex: the same view, so that it is drawn the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.annex_charts import ChartView, SeriesView
from cases.annex_grids import ColumnView, TableView
from cases.numerals import Lang
from cases.problem import message
from cases.time_axis import Mark


def line_chart(
    identifier: str,
    caption: str,
    titles: tuple[str, str],
    x: Sequence[int],
    series: Sequence[tuple[str, str, Sequence[float], Sequence[str]]],
    lang: Lang,
) -> ChartView:
    """Lines over whole steps; ``series`` are (id, label, figures, figures as written), ``titles`` those of the axes."""
    views = tuple(SeriesView(one, label, tuple(values), tuple(texts)) for one, label, values, texts in series)
    names = tuple(str(step) for step in x)
    told = [view for view in views if view.values]
    return _over_names("line", identifier, caption, titles, names, views, told, lang)


@dataclass(frozen=True)
class Bar:
    """A bar along time: its row, what it is, whose it is (a colour each), and both ends, as written too."""

    lane: str
    name: str
    job: str
    start: float
    end: float
    start_text: str
    end_text: str


def gantt_chart(
    identifier: str,
    caption: str,
    titles: tuple[str, str, str],
    bars: Sequence[Bar],
    ends: tuple[str, str],
    lang: Lang,
    lanes: Sequence[str] = (),
    marks: Sequence[Mark] = (),
) -> ChartView:
    """Bars along time; ``titles`` name a row, a bar and the time, ``ends`` both figures.

    ``lanes`` are the rows in their order, those without a bar too; those of the bars come after them. The table
    of the same figures goes row by row, in the order of time.
    """
    order = tuple(dict.fromkeys([*lanes, *(one.lane for one in bars)]))
    sorted_bars = sorted(bars, key=lambda one: (order.index(one.lane), one.start, one.end, one.name))
    start = SeriesView(
        "start",
        ends[0],
        tuple(one.start for one in sorted_bars),
        tuple(one.start_text for one in sorted_bars),
    )
    end = SeriesView(
        "end", ends[1], tuple(one.end for one in sorted_bars), tuple(one.end_text for one in sorted_bars)
    )
    told = ""
    if bars:
        first, last = min(bars, key=lambda one: one.start), max(bars, key=lambda one: one.end)
        params = {"count": len(bars), "first": first.start_text, "last": last.end_text}
        told = message("annex.told_gantt", lang, params)
    columns = (
        ColumnView("x", titles[0], "left"),
        ColumnView("label", titles[1], "left"),
        ColumnView("start", ends[0], "right"),
        ColumnView("end", ends[1], "right"),
    )
    rows = tuple((one.lane, one.name, one.start_text, one.end_text) for one in sorted_bars)
    return ChartView(
        id=identifier,
        kind="gantt",
        caption=caption,
        x_title=titles[0],
        y_title=titles[2],
        x_kind="word",
        x_values=tuple(one.lane for one in sorted_bars),
        x_texts=tuple(one.lane for one in sorted_bars),
        series=(start, end),
        bars=tuple(one.name for one in sorted_bars),
        y_kind="figure",
        percent=False,
        told=f"{caption}{message('annex.colon', lang)} {told}",
        table=TableView(identifier, caption, columns, rows, "table", b"", ""),
        jobs=tuple(one.job for one in sorted_bars),
        lanes=order,
        marks=tuple(marks),
    )


def loads_chart(
    identifier: str,
    caption: str,
    titles: tuple[str, str],
    loads: Sequence[tuple[str, float, float, str, str]],
    names: tuple[str, str],
    lang: Lang,
    percent: bool = False,
) -> ChartView:
    """Loads against limits, resource by resource: (resource, load, limit, load as written, limit as written).

    ``titles`` name the resources and the figures, ``names`` the load and the limit; ``percent``: figures are shares.
    """
    places = tuple(one[0] for one in loads)
    load = SeriesView("load", names[0], tuple(one[1] for one in loads), tuple(one[3] for one in loads))
    limit = SeriesView("limit", names[1], tuple(one[2] for one in loads), tuple(one[4] for one in loads))
    told = [load] if loads else []
    return _over_names("loads", identifier, caption, titles, places, (load, limit), told, lang, percent)


def _over_names(
    kind: str,
    identifier: str,
    caption: str,
    titles: tuple[str, str],
    names: tuple[str, ...],
    views: tuple[SeriesView, ...],
    told: Sequence[SeriesView],
    lang: Lang,
    percent: bool = False,
) -> ChartView:
    """Series of figures over names, ``told`` those that the sentence speaks of."""
    said = [_told(view, names, lang) for view in told]
    return ChartView(
        id=identifier,
        kind=kind,
        caption=caption,
        x_title=titles[0],
        y_title=titles[1],
        x_kind="word",
        x_values=names,
        x_texts=names,
        series=views,
        bars=(),
        y_kind="figure",
        percent=percent,
        told=" ".join([f"{caption}{message('annex.colon', lang)}", *said]),
        table=_table(identifier, caption, titles[0], names, views),
    )


def _told(view: SeriesView, names: Sequence[str], lang: Lang) -> str:
    figures = [float(value) for value in view.values if isinstance(value, int | float)]
    low, high = figures.index(min(figures)), figures.index(max(figures))
    params = {
        "series": view.label, "low": view.texts[low], "low_at": names[low],
        "high": view.texts[high], "high_at": names[high],
    }  # fmt: skip
    return message("annex.told_series", lang, params)


def _table(
    identifier: str, caption: str, head: str, names: Sequence[str], views: Sequence[SeriesView]
) -> TableView:
    columns = (
        ColumnView("x", head, "right"),
        *(ColumnView(view.id, view.label, "right") for view in views),
    )
    rows = tuple((name, *(view.texts[at] for view in views)) for at, name in enumerate(names))
    return TableView(identifier, caption, columns, rows, "table", b"", "")
