"""A value-stream map of an annex: its processes, stocks, flows and timeline in words, and the same as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.annex_formats import LABEL, Cell
from cases.annex_grids import ColumnView, Grid, GridCell, Page, TableView, align
from cases.expressions import ExpressionError
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import round_to
from cases.render import shown
from cases.value_stream_format import CONTROL, CUSTOMER, FLOWS, STEPS, SUPPLIER, ValueStream
from solvers.errors import SolverError
from solvers.lean.value_stream import StreamStep, value_stream

STREAM = "value_stream"
MOST_STEPS = 8
OWN = (STEPS, SUPPLIER, CUSTOMER, CONTROL)
PARTNERS = (SUPPLIER, CUSTOMER, CONTROL)

Row = dict[str, Plain]


@dataclass(frozen=True)
class StockView:
    """What waits between two processes: its flow (push, pull, fifo), and figures as written; "" when not told."""

    flow: str
    quantity: str
    days: str
    limit: str


@dataclass(frozen=True)
class ProcessView:
    """A process: its name, its data box as pairs, and its value-added time ("" when left to the learner)."""

    id: str
    label: str
    box: tuple[tuple[str, str], ...]
    value_added: str


@dataclass(frozen=True)
class PartnerView:
    """The supplier or the customer: its name, its figures as pairs, and the transport on its side."""

    label: str
    box: tuple[tuple[str, str], ...]
    transport: str


@dataclass(frozen=True)
class MessageView:
    """An arrow of information from a place to others (ids of processes, supplier, customer or control)."""

    label: str
    source: str
    targets: tuple[str, ...]
    electronic: bool


@dataclass(frozen=True)
class StreamView:
    """A map from supplier to customer; ``stocks`` holds one more than ``processes``, the last being finished goods.

    ``lead_time`` and ``value_added`` are the totals as written, "" when they are left to the learner (``blank``);
    ``captions`` are the words of the map's own parts; ``told`` says the map in a few sentences.
    """

    id: str
    caption: str
    supplier: PartnerView
    customer: PartnerView
    control: str
    processes: tuple[ProcessView, ...]
    stocks: tuple[StockView, ...]
    messages: tuple[MessageView, ...]
    lead_time: str
    value_added: str
    blank: bool
    captions: Mapping[str, str]
    told: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class _Step:
    id: str
    stock: float
    flow: str
    limit: float | None
    cycle_time: float
    value_added: float
    days: float
    row: Row


@dataclass(frozen=True)
class _Stream:
    steps: tuple[_Step, ...]
    final_stock: float | None
    final_days: float
    lead_time: float
    value_added: float


def stream(page: Page, asked: ValueStream) -> StreamView:
    """The map of an annex; raises ExpressionError for figures or places that do not fit it."""
    read = _read(page)
    blank = asked.timeline == "blank"
    processes = tuple(_process(page, asked, step) for step in read.steps)
    names = {one.id: one.label for one in processes}
    names |= {place: page.label(STREAM, place) for place in PARTNERS}
    messages = _messages(page, asked, names)
    lead = "" if blank else _written(page, read.lead_time, "unit:day:1", 1)
    added = "" if blank else _written(page, read.value_added, f"unit:{asked.unit}")
    sides = {
        side: PartnerView(
            names[side],
            _partner_box(page, side, cells),
            page.label(STREAM, "inbound" if side == SUPPLIER else "outbound"),
        )
        for side, cells in ((SUPPLIER, asked.supplier), (CUSTOMER, asked.customer))
    }
    heads, grid = stream_table(page, asked)
    tables = (
        page.table(STREAM, "table", heads, grid, caption=page.caption(STREAM)),
        _facts(page, sides, messages, names, (lead, added)),
    )
    return StreamView(
        id=f"{page.annex.id}.{STREAM}",
        caption=page.caption(STREAM),
        supplier=sides[SUPPLIER],
        customer=sides[CUSTOMER],
        control=names[CONTROL],
        processes=processes,
        stocks=_stocks(page, asked, read),
        messages=messages,
        lead_time=lead,
        value_added=added,
        blank=blank,
        captions={
            name: message(f"stream.{name}", page.lang)
            for name in ("lead_time", "value_added", "fifo", "limit")
        },
        told=_told(page, sides, processes, (lead, added)),
        tables=tables,
    )


def stream_table(page: Page, asked: ValueStream) -> tuple[list[ColumnView], Grid]:
    """The figures of the map: a row for each process with the stock before it, then that of finished goods."""
    read = _read(page)
    blank = asked.timeline == "blank"

    def head(name: str, how: str) -> ColumnView:
        return ColumnView(name, message(f"stream.{name}", page.lang), align(how))

    heads = [head("process", "text"), head("stock", "int")]
    heads += [] if blank else [head("days", "dec1")]
    heads += [ColumnView(name, page.label(STREAM, name), align(how)) for name, how in asked.boxes.items()]
    rows: list[tuple[GridCell, ...]] = []
    stock = f"unit:{asked.stock_unit}"
    for step in read.steps:
        cells = [GridCell(step.id, LABEL), GridCell(step.stock, stock)]
        cells += [] if blank else [_days(step.days)]
        cells += [_boxed(step, name, how) for name, how in asked.boxes.items()]
        rows.append(tuple(cells))
    if read.final_stock is not None:
        empty = (GridCell(None, "text", derived=True),) * len(asked.boxes)
        days = () if blank else (_days(read.final_days),)
        name = GridCell(message("stream.finished", page.lang), "text", derived=True)
        rows.append((name, GridCell(read.final_stock, stock), *days, *empty))
    return heads, tuple(rows)


def _boxed(step: _Step, name: str, how: str) -> GridCell:
    value = step.row.get(name)
    return GridCell(value, how, derived=value is None)


def _days(value: float) -> GridCell:
    return GridCell(round_to(value, "nearest", 1), "dec1", derived=True)


# -- reading --------------------------------------------------------------------------------------------
def _read(page: Page) -> _Stream:
    rows = page.values[f"{STREAM}.steps"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_STEPS:
        raise ExpressionError("stream_steps", annex=page.annex.id, most=MOST_STEPS)
    records = [row for row in rows if isinstance(row, dict) and isinstance(row.get("step"), str)]
    names = [str(row["step"]) for row in records]
    if len(records) != len(rows) or len(set(names)) < len(names) or set(names) & set(OWN):
        raise ExpressionError("stream_steps", annex=page.annex.id, most=MOST_STEPS)
    steps, final = [], page.values.get(f"{STREAM}.final_stock")
    for name, row in zip(names, records, strict=True):
        if row.get("flow", FLOWS[0]) not in FLOWS:
            params = {"annex": page.annex.id, "step": name, "found": row["flow"], "known": ", ".join(FLOWS)}
            raise ExpressionError("stream_flow", **params)
        cycle = _figure(page, name, row, "cycle_time")
        steps.append(
            StreamStep(
                name,
                cycle,
                _figure(page, name, row, "stock", 0.0),
                _figure(page, name, row, "value_added", cycle),
            )
        )
    whole = {"demand": page.values[f"{STREAM}.demand"], "day": page.values[f"{STREAM}.day"]}
    demand, day = (_figure(page, place, whole, place) for place in whole)
    last = _figure(page, "final_stock", {"final_stock": final}, "final_stock", 0.0)
    try:
        found = value_stream(steps, demand, day, last)
    except SolverError as error:
        why = {lang: error.explain(lang) for lang in ("fr", "en")}
        raise ExpressionError("stream_figures", annex=page.annex.id, why=why[page.lang]) from error
    return _Stream(
        tuple(
            _Step(
                one.name,
                one.stock,
                str(row.get("flow", FLOWS[0])),
                _figure(page, one.name, row, "limit") if row.get("limit") is not None else None,
                one.cycle_time,
                line.value_added,
                line.waiting_days,
                row,
            )
            for one, line, row in zip(steps, found.lines, records, strict=True)
        ),
        None if final is None else last,
        last / demand,
        found.lead_time_days,
        found.value_added,
    )


def _figure(page: Page, step: str, row: Row, field: str, default: float | None = None) -> float:
    value = row.get(field)
    if value is None and default is not None:
        return default
    if not is_number(value):
        raise ExpressionError("stream_field", annex=page.annex.id, step=step, field=field)
    return value


# -- the parts of the map -------------------------------------------------------------------------------
def _process(page: Page, asked: ValueStream, step: _Step) -> ProcessView:
    box = tuple(
        (page.label(STREAM, name), page.written(_boxed(step, name, how))) for name, how in asked.boxes.items()
    )
    blank = asked.timeline == "blank"
    added = "" if blank else _written(page, step.value_added, f"unit:{asked.unit}")
    return ProcessView(step.id, page.written(GridCell(step.id, LABEL)), box, added)


def _stocks(page: Page, asked: ValueStream, read: _Stream) -> tuple[StockView, ...]:
    before = [(step.flow, step.stock, step.days, step.limit) for step in read.steps]
    last = (asked.final_flow, read.final_stock, read.final_days, None)
    blank = asked.timeline == "blank"
    return tuple(
        StockView(
            flow,
            "" if quantity is None else _written(page, quantity, f"unit:{asked.stock_unit}"),
            "" if blank or quantity is None else _written(page, days, "unit:day:1", 1),
            "" if limit is None else _written(page, limit, "num"),
        )
        for flow, quantity, days, limit in (*before, last)
    )


def _partner_box(page: Page, side: str, cells: Mapping[str, Cell]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            page.label(STREAM, name),
            page.written(GridCell(page.values[f"{STREAM}.{side}.{name}.value"], cell.format)),
        )
        for name, cell in cells.items()
    )


def _messages(page: Page, asked: ValueStream, names: Mapping[str, str]) -> tuple[MessageView, ...]:
    found = []
    steps = tuple(name for name in names if name not in PARTNERS)
    for name, one in asked.messages.items():
        targets = steps if one.to == STEPS else (one.to,)
        for place in (one.from_, *targets):
            if place not in names:
                params = {"annex": page.annex.id, "place": place, "known": ", ".join((*names, STEPS))}
                raise ExpressionError("stream_place", **params)
        found.append(MessageView(page.label(STREAM, name), one.from_, targets, one.electronic))
    return tuple(found)


def _written(page: Page, value: float, how: str, decimals: int | None = None) -> str:
    return shown(value if decimals is None else round_to(value, "nearest", decimals), how, page.lang)


# -- words ----------------------------------------------------------------------------------------------
def _facts(
    page: Page,
    sides: Mapping[str, PartnerView],
    messages: tuple[MessageView, ...],
    names: Mapping[str, str],
    totals: tuple[str, str],
) -> TableView:
    """What the map says besides its processes: partners, transports, information, totals."""
    rows = []
    for side in sides.values():
        rows += [(f"{side.label}, {label}", text) for label, text in side.box]
        rows.append((side.label, side.transport))
    for one in messages:
        targets = ", ".join(names[place] for place in one.targets)
        way = message("stream.electronic" if one.electronic else "stream.by_hand", page.lang)
        rows.append((one.label, f"{names[one.source]} → {targets} ({way})"))
    for name, text in zip(("lead_time", "value_added"), totals, strict=True):
        if text:
            rows.append((message(f"stream.{name}", page.lang), text))
    grid = tuple((GridCell(one, "text"), GridCell(other, "text")) for one, other in rows)
    heads = (
        ColumnView("field", message("annex.field", page.lang), "left"),
        ColumnView("value", message("annex.value", page.lang), "right"),
    )
    return page.table(f"{STREAM}_facts", "record", heads, grid, caption=message("stream.facts", page.lang))


def _told(
    page: Page,
    sides: Mapping[str, PartnerView],
    processes: tuple[ProcessView, ...],
    totals: tuple[str, str],
) -> str:
    """The map in a sentence or two, for whoever does not see it; the tables after it hold its figures."""
    params = {
        "supplier": sides[SUPPLIER].label,
        "customer": sides[CUSTOMER].label,
        "processes": ", ".join(one.label for one in processes),
    }
    told = [f"{page.caption(STREAM)}{message('annex.colon', page.lang)}"]
    told.append(message("stream.told", page.lang, params))
    if totals[0]:
        told.append(message("stream.told_totals", page.lang, {"lead": totals[0], "added": totals[1]}))
    return " ".join(told)
