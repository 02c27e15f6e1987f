"""A chart built from plain figures rather than from an annex: the same view, so that it is drawn the same way."""

from __future__ import annotations

from collections.abc import Sequence

from cases.annex_charts import ChartView, SeriesView
from cases.annex_grids import ColumnView, TableView
from cases.numerals import Lang
from cases.problem import message


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
    told = [_told(view, names, lang) for view in views if view.values]
    table = _table(identifier, caption, titles[0], names, views)
    return ChartView(
        id=identifier,
        kind="line",
        caption=caption,
        x_title=titles[0],
        y_title=titles[1],
        x_kind="word",
        x_values=names,
        x_texts=names,
        series=views,
        bars=(),
        y_kind="figure",
        percent=False,
        told=" ".join([f"{caption}{message('annex.colon', lang)}", *told]),
        table=table,
    )


def gantt_chart(
    identifier: str,
    caption: str,
    titles: tuple[str, str],
    bars: Sequence[tuple[str, str, float, float, str, str]],
    ends: tuple[str, str],
    lang: Lang,
) -> ChartView:
    """Bars along time: (lane, name, start, end, start as written, end as written); ``ends`` name both figures."""
    lanes = tuple(one[0] for one in bars)
    start = SeriesView("start", ends[0], tuple(one[2] for one in bars), tuple(one[4] for one in bars))
    end = SeriesView("end", ends[1], tuple(one[3] for one in bars), tuple(one[5] for one in bars))
    told = ""
    if bars:
        first, last = min(bars, key=lambda one: one[2]), max(bars, key=lambda one: one[3])
        told = message("annex.told_gantt", lang, {"count": len(bars), "first": first[4], "last": last[5]})
    return ChartView(
        id=identifier,
        kind="gantt",
        caption=caption,
        x_title=titles[0],
        y_title=titles[1],
        x_kind="word",
        x_values=lanes,
        x_texts=lanes,
        series=(start, end),
        bars=tuple(one[1] for one in bars),
        y_kind="figure",
        percent=False,
        told=f"{caption}{message('annex.colon', lang)} {told}",
        table=_table(identifier, caption, titles[0], lanes, (start, end)),
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
