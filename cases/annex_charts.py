"""A chart of an annex: its points from the graph, its words, and the table of the same figures beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from cases.annex_grids import ColumnView, Grid, GridCell, Page, TableView, align
from cases.annex_kinds import CAPACITY, TEXTUAL, Axis, Chart
from cases.expressions import ExpressionError
from cases.plain import Plain, Scalar, is_number, is_scalar
from cases.problem import message
from cases.quantity import round_to
from cases.time_axis import Mark, marks

CHART = "chart"
SHARE, SHARE_DECIMALS = "pct1", 3
PARETO_SHARE, PARETO_CUMULATIVE = "share", "cumulative"

AxisKind = Literal["word", "figure", "date"]


@dataclass(frozen=True)
class SeriesView:
    """A series: its name, its figures (None for a gap), and each as written."""

    id: str
    label: str
    values: tuple[Scalar, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ChartView:
    """A chart: what stands along x, the series, the table of the same figures, and a sentence that tells it.

    ``kind`` is line, bar, stacked, pareto (sorted, with the cumulative share as a second series), scatter,
    gantt (series start and end; ``bars`` names each bar), loads (stacked, the last series being the capacity) or
    histogram (x: the classes; counts as series). Of a gantt, ``jobs`` says whose each bar is (the bars' names
    without it), ``lanes`` its rows in their order, those without a bar too, and ``marks`` its worked days.
    """

    id: str
    kind: str
    caption: str
    x_title: str
    y_title: str
    x_kind: AxisKind
    x_values: tuple[Scalar, ...]
    x_texts: tuple[str, ...]
    series: tuple[SeriesView, ...]
    bars: tuple[str, ...]
    y_kind: AxisKind
    percent: bool
    told: str
    table: TableView
    jobs: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


def chart(page: Page, asked: Chart) -> ChartView:
    """The chart of an annex; raises ExpressionError when its lists do not fit one another."""
    heads, grid = chart_table(page, asked)
    names = _names(asked)
    place = {head.id: number for number, head in enumerate(heads)}
    histogram = asked.kind == "histogram"
    series = tuple(_series(page, heads[place[name]], [row[place[name]] for row in grid]) for name in names)
    cells = [row[place["x"]] for row in grid]
    name = next(iter(asked.series))
    return ChartView(
        id=f"{page.annex.id}.{CHART}",
        kind=asked.kind,
        caption=page.caption(CHART),
        x_title=page.label(CHART, name if histogram else "x"),
        y_title=heads[place[name]].label if len(asked.series) == 1 else page.label(CHART, "y"),
        x_kind="word" if histogram else _axis_kind(asked.x),
        x_values=tuple(cell.value for cell in cells if is_scalar(cell.value)),
        x_texts=tuple(map(page.written, cells)),
        series=series,
        bars=tuple(page.written(row[place["label"]]) for row in grid) if asked.label else (),
        y_kind="date" if asked.format == "date" else "figure",
        percent=asked.format.startswith("pct"),
        told=_told(page, asked, cells, series),
        table=page.table(CHART, "table", heads, grid),
        jobs=tuple(page.written(row[place["job"]]) for row in grid) if asked.job else (),
        marks=_marks(page, asked, series) if asked.axis else (),
    )


def _names(asked: Chart) -> list[str]:
    """The series as drawn: the share of a Pareto after it, the capacity last."""
    names = [name for name in asked.series if asked.kind != "loads" or name != CAPACITY]
    return names + {"pareto": [PARETO_CUMULATIVE], "loads": [CAPACITY]}.get(asked.kind, [])


def _marks(page: Page, asked: Chart, series: Sequence[SeriesView]) -> tuple[Mark, ...]:
    """The worked days up to the last end."""
    assert asked.axis is not None
    values = {
        place.removeprefix("chart.axis."): page.values[place] for place in asked.axis.sources("chart.axis")
    }
    ends = [value for value in series[-1].values if is_number(value)]
    return marks(values, max(ends, default=0.0), page.lang)


def _axis_kind(axis: Axis | None) -> AxisKind:
    if axis is None or axis.format in TEXTUAL - {"date"}:
        return "word"
    return "date" if axis.format == "date" else "figure"


def chart_table(page: Page, asked: Chart) -> tuple[list[ColumnView], Grid]:
    """The figures of a chart as a table: a column for x, one for each series."""
    if asked.kind == "histogram":
        return _classes(page, asked)
    assert asked.x is not None  # the format sees to it
    x = page.listed("chart.x.value")
    columns: list[tuple[ColumnView, list[GridCell]]] = [
        (
            ColumnView("x", page.label(CHART, "x"), align(asked.x.format)),
            [GridCell(value, asked.x.format) for value in x],
        )
    ]
    for own, axis in (("label", asked.label), ("job", asked.job)):
        if axis is not None:
            words = page.listed(f"chart.{own}.value", len(x))
            head = ColumnView(own, page.label(CHART, own), align(axis.format))
            columns.append((head, [GridCell(value, axis.format) for value in words]))
    for name in asked.series:
        values = page.listed(f"chart.series.{name}", len(x))
        head = ColumnView(name, page.label(CHART, name), align(asked.format))
        columns.append((head, [_point(page, asked, value) for value in values]))
    heads = [head for head, _ in columns]
    grid = tuple(zip(*(cells for _, cells in columns), strict=True))
    return _pareto(page, heads, grid) if asked.kind == "pareto" else (heads, grid)


def _point(page: Page, asked: Chart, value: Plain) -> GridCell:
    """A point; a line, a scatter or bars may leave one out."""
    gap = value is None and asked.kind in {"line", "scatter", "bar"}
    if not gap and not (is_number(value) or (asked.kind == "gantt" and isinstance(value, str))):
        raise ExpressionError("annex_chart", annex=page.annex.id)
    return GridCell(value, asked.format, as_found=gap)


def _pareto(page: Page, heads: list[ColumnView], grid: Grid) -> tuple[list[ColumnView], Grid]:
    """The largest first, each with its share and the share of all down to it."""
    rows = sorted(grid, key=lambda row: -_figure(row[1].value))
    figures = [_figure(row[1].value) for row in rows]
    total = math.fsum(figures)
    if total <= 0 or min(figures) < 0:
        raise ExpressionError("annex_chart", annex=page.annex.id)
    heads = [
        *heads,
        ColumnView(PARETO_SHARE, message("annex.share", page.lang), "right"),
        ColumnView(PARETO_CUMULATIVE, message("annex.cumulative", page.lang), "right"),
    ]
    shares = [
        (_share(value / total), _share(running / total))
        for value, running in zip(figures, accumulate(figures), strict=True)
    ]
    return heads, tuple((*row, *pair) for row, pair in zip(rows, shares, strict=True))


def _share(value: float) -> GridCell:
    return GridCell(round_to(value, "nearest", SHARE_DECIMALS), SHARE, derived=True)


def _figure(value: Plain) -> float:
    assert is_number(value)  # _point has seen it
    return value


def _classes(page: Page, asked: Chart) -> tuple[list[ColumnView], Grid]:
    """How many values each class holds; a class takes its lower bound, the last one both."""
    (name,) = asked.series
    bounds, values = page.listed("chart.classes"), page.listed(f"chart.series.{name}")
    rising = [bound for bound in bounds if is_number(bound)]
    figures = [value for value in values if is_number(value)]
    fit = len(rising) == len(bounds) > 1 and all(low < high for low, high in pairwise(rising))
    if not fit or len(figures) != len(values) or not figures:
        raise ExpressionError("annex_chart", annex=page.annex.id)
    if min(figures) < rising[0] or max(figures) > rising[-1]:
        raise ExpressionError("annex_classes", annex=page.annex.id)
    counts = [0] * (len(rising) - 1)
    for value in figures:
        last = max(place for place in range(len(counts)) if value >= rising[place])
        counts[last] += 1
    heads = [
        ColumnView("x", page.label(CHART, name), "left"),
        ColumnView(name, message("annex.count", page.lang), "right"),
    ]
    texts = [page.written(GridCell(bound, asked.format)) for bound in rising]
    words = [
        message(
            "annex.class" if place < len(counts) - 1 else "annex.class_last",
            page.lang,
            {"low": low, "high": high},
        )
        for place, (low, high) in enumerate(pairwise(texts))
    ]
    cells = [
        (GridCell(word, "text", derived=True), GridCell(count, "int", derived=True))
        for word, count in zip(words, counts, strict=True)
    ]
    return heads, tuple(cells)


def _series(page: Page, head: ColumnView, cells: Sequence[GridCell]) -> SeriesView:
    values = tuple(cell.value for cell in cells if is_scalar(cell.value))
    return SeriesView(head.id, head.label, values, tuple(map(page.written, cells)))


def _told(page: Page, asked: Chart, x: Sequence[GridCell], series: Sequence[SeriesView]) -> str:
    """The chart in a sentence or two, for whoever does not see it."""
    caption = page.caption(CHART)
    if not x:
        return caption
    if asked.kind == "gantt":
        start, end = series
        first = min(range(len(x)), key=lambda place: _order(start.values[place]))
        last = max(range(len(x)), key=lambda place: _order(end.values[place]))
        params = {"count": len(x), "first": start.texts[first], "last": end.texts[last]}
        told = [message("annex.told_gantt", page.lang, params)]
    else:
        told = [_range_told(page, x, one) for one in series if any(value is not None for value in one.values)]
    return " ".join([f"{caption}{message('annex.colon', page.lang)}", *told])


def _range_told(page: Page, x: Sequence[GridCell], one: SeriesView) -> str:
    places = [place for place, value in enumerate(one.values) if value is not None]
    low = min(places, key=lambda place: _order(one.values[place]))
    high = max(places, key=lambda place: _order(one.values[place]))
    params = {
        "series": one.label,
        "low": one.texts[low],
        "low_at": page.written(x[low]),
        "high": one.texts[high],
        "high_at": page.written(x[high]),
    }
    return message("annex.told_series", page.lang, params)


def _order(value: Scalar) -> tuple[bool, float, str]:
    return (isinstance(value, str), value if is_number(value) else 0.0, str(value))
