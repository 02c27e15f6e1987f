"""A flow map of an annex: its places, its lanes by mode with their figures in words, and the same as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cases.annex_formats import LABEL
from cases.annex_grids import ColumnView, Grid, GridCell, Page, TableView, align
from cases.expressions import ExpressionError
from cases.flow_map_format import FLOW, KINDS, MODES, FlowMap
from cases.plain import Plain, is_number
from cases.problem import message

__all__ = ["FlowMapView", "LaneView", "PlaceView", "flow_map", "lanes_table", "spread"]

MAP = "flow_map"
MOST = 24  # places, and lanes
NORTH, EAST = 90.0, 180.0

Row = Mapping[str, Plain]
Point = tuple[float, float]


@dataclass(frozen=True)
class PlaceView:
    """A place: its name, its kind (plant, warehouse, hub, customer), and where it stands in [0, 1], y downwards."""

    id: str
    label: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class LaneView:
    """A lane, numbered from 1: from where to where, its mode and the mode's name, its share of the widest flow.

    ``figures`` are pairs of a name and a figure as written, the flow first where it is told; ``share`` is in
    [0, 1], 0 without a flow.
    """

    number: int
    source: str
    destination: str
    mode: str
    mode_label: str
    share: float
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FlowMapView:
    """A map: places, lanes, the words of the modes and kinds that stand on it, and what is said of it.

    ``widest`` says what flows through the widest lane, "" when no flow is told; ``scale`` that there is none.
    """

    id: str
    caption: str
    places: tuple[PlaceView, ...]
    lanes: tuple[LaneView, ...]
    modes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    widest: str
    scale: str
    told: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class _Lane:
    source: str
    destination: str
    mode: str
    flow: float | None
    row: Row


def flow_map(page: Page, asked: FlowMap) -> FlowMapView:
    """The map of an annex; raises ExpressionError for places and lanes that do not fit it."""
    rows, lanes = _places(page), _lanes(page)
    names = {str(row["place"]): page.written(GridCell(row["place"], LABEL)) for row in rows}
    most = max((lane.flow or 0.0 for lane in lanes), default=0.0)
    views = tuple(
        LaneView(
            number,
            lane.source,
            lane.destination,
            lane.mode,
            message(f"flow_mode.{lane.mode}", page.lang),
            (lane.flow or 0.0) / most if most > 0 else 0.0,
            _figures(page, asked, lane),
        )
        for number, lane in enumerate(lanes, start=1)
    )
    places = tuple(
        PlaceView(name, names[name], str(row.get("kind") or "hub"), x, y)
        for (name, row), (x, y) in zip(
            ((str(row["place"]), row) for row in rows), _points(page, rows), strict=True
        )
    )
    heads, grid = lanes_table(page, asked)
    return FlowMapView(
        id=f"{page.annex.id}.{MAP}",
        caption=page.caption(MAP),
        places=places,
        lanes=views,
        modes=_worded(page, "mode", MODES, {lane.mode for lane in lanes}),
        kinds=_worded(page, "kind", KINDS, {place.kind for place in places}),
        widest=_widest(page, asked, most),
        scale=message("flow_map.scale", page.lang),
        told=_told(page, names, views),
        tables=(page.table(MAP, "table", heads, grid, caption=page.caption(MAP)),),
    )


def lanes_table(page: Page, asked: FlowMap) -> tuple[list[ColumnView], Grid]:
    """The figures of the map: a row for each lane, in its order."""
    lanes = _lanes(page)
    heads = [
        ColumnView(name, message(f"flow_map.{name}", page.lang), align("int" if name == "lane" else "text"))
        for name in ("lane", "source", "destination", "mode")
    ]
    flows = any(lane.flow is not None for lane in lanes)
    shown = {**({FLOW: asked.flow} if flows else {}), **asked.figures}
    heads += [ColumnView(name, page.label(MAP, name), align(how)) for name, how in shown.items()]
    return heads, tuple(
        (
            GridCell(number, "int", derived=True),
            GridCell(lane.source, LABEL),
            GridCell(lane.destination, LABEL),
            GridCell(message(f"flow_mode.{lane.mode}", page.lang), "text", derived=True),
            *(_cell(lane, name, how) for name, how in shown.items()),
        )
        for number, lane in enumerate(lanes, start=1)
    )


def _cell(lane: _Lane, name: str, how: str) -> GridCell:
    value = lane.row.get(name)
    return GridCell(value, how, derived=value is None)


def _figures(page: Page, asked: FlowMap, lane: _Lane) -> tuple[tuple[str, str], ...]:
    shown = {FLOW: asked.flow, **asked.figures}
    return tuple(
        (page.label(MAP, name), page.written(GridCell(lane.row[name], how)))
        for name, how in shown.items()
        if lane.row.get(name) is not None
    )


def _widest(page: Page, asked: FlowMap, most: float) -> str:
    if most <= 0:
        return ""
    told = message("flow_map.widest", page.lang, {"flow": page.written(GridCell(most, asked.flow))})
    return f"{page.label(MAP, FLOW)}, {told}"


def _worded(page: Page, what: str, known: Sequence[str], used: set[str]) -> tuple[tuple[str, str], ...]:
    """The names of those used, in the order of all."""
    return tuple((name, message(f"flow_{what}.{name}", page.lang)) for name in known if name in used)


def _told(page: Page, names: Mapping[str, str], lanes: Sequence[LaneView]) -> str:
    """The map in words, for whoever does not see it: a few of its lanes; the table after it holds them all."""
    some = [
        message(
            "flow_map.told_lane",
            page.lang,
            {
                "source": names[lane.source],
                "destination": names[lane.destination],
                "mode": lane.mode_label,
                "figures": ", ".join(text for _, text in lane.figures) or "–",
            },
        )
        for lane in lanes
    ]
    return message(
        "flow_map.told",
        page.lang,
        {"caption": page.caption(MAP), "count": len(lanes), "lanes": "; ".join(some)},
    )


# -- reading --------------------------------------------------------------------------------------------
def _places(page: Page) -> list[Row]:
    rows = page.values[f"{MAP}.places"]
    params = {"annex": page.annex.id, "most": MOST}
    if not isinstance(rows, list) or not 2 <= len(rows) <= MOST:
        raise ExpressionError("flow_map_places", **params)
    found: list[Row] = [row for row in rows if isinstance(row, dict) and isinstance(row.get("place"), str)]
    if len(found) < len(rows) or len({str(row["place"]) for row in found}) < len(rows):
        raise ExpressionError("flow_map_places", **params)
    for row in found:
        if row.get("kind") is not None and row["kind"] not in KINDS:
            raise ExpressionError(
                "flow_map_kind",
                annex=page.annex.id, place=row["place"], found=str(row["kind"])[:40], known=", ".join(KINDS),
            )  # fmt: skip
    return found


def _lanes(page: Page) -> list[_Lane]:
    rows, places = page.values[f"{MAP}.lanes"], {str(row["place"]) for row in _places(page)}
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST:
        raise ExpressionError("flow_map_lanes", annex=page.annex.id, most=MOST)
    return [_lane(page, row, places) for row in rows]


def _lane(page: Page, row: Plain, places: set[str]) -> _Lane:
    if not isinstance(row, dict):
        raise ExpressionError("flow_map_lanes", annex=page.annex.id, most=MOST)
    source, destination = (str(row.get(end)) for end in ("source", "destination"))
    if not {source, destination} <= places or source == destination:
        raise ExpressionError(
            "flow_map_ends",
            annex=page.annex.id, source=source[:40], destination=destination[:40],
            known=", ".join(sorted(places)),
        )  # fmt: skip
    mode, flow = row.get("mode"), row.get(FLOW)
    if mode not in MODES:
        raise ExpressionError(
            "flow_map_mode",
            annex=page.annex.id, source=source, destination=destination, found=str(mode)[:40],
            known=", ".join(MODES),
        )  # fmt: skip
    if flow is not None and not (is_number(flow) and flow >= 0):
        raise ExpressionError(
            "flow_map_flow", annex=page.annex.id, source=source, destination=destination, found=str(flow)[:40]
        )
    return _Lane(source, destination, str(mode), float(flow) if is_number(flow) else None, row)


# -- where things stand ---------------------------------------------------------------------------------
def _points(page: Page, rows: Sequence[Row]) -> list[Point]:
    """Each place in [0, 1]: as given by x and y, or laid out from latitude and longitude, as all the others."""
    for names in (("x", "y"), ("lat", "lon")):
        pairs = [(row.get(names[0]), row.get(names[1])) for row in rows]
        known = [(float(a), float(b)) for a, b in pairs if is_number(a) and is_number(b)]
        if len(known) < len(rows):
            continue
        if names == ("x", "y"):
            return [
                (x, y)
                for x, y in zip(_unit([x for x, _ in known]), _unit([y for _, y in known]), strict=True)
            ]
        if all(abs(lat) <= NORTH and abs(lon) <= EAST for lat, lon in known):
            return spread(known)
    raise ExpressionError("flow_map_position", annex=page.annex.id)


def spread(positions: Sequence[Point]) -> list[Point]:
    """Latitudes and longitudes (degrees) as places of a schematic map, in [0, 1], y downwards.

    Who lies west, east, north or south of whom is kept; distances are not. Each axis is the mean of the
    projected coordinate (Mercator's for latitudes) and of the rank, so that places of one region stand
    apart on a map that also holds another continent.
    """
    # Beyond 85 degrees Mercator's ordinate runs away.
    north = [
        -math.asinh(math.tan(math.radians(max(-85.0, min(85.0, latitude))))) for latitude, _ in positions
    ]
    east = [longitude for _, longitude in positions]
    return list(zip(_halfway(east), _halfway(north), strict=True))


def _halfway(values: Sequence[float]) -> list[float]:
    ranks = {value: place for place, (value, _) in enumerate(groupby(sorted(values)))}
    last = max(len(ranks) - 1, 1)
    return [(one + ranks[value] / last) / 2 for one, value in zip(_unit(values), values, strict=True)]


def _unit(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.5 for value in values]
