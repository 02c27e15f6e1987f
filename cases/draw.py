"""Drawing a variant's parameters from its seed.

Each parameter has streams of its own, so a case that gains one keeps every other figure of its variants;
each column of a drawn table too, and a row takes the same share of each, so that one more column or row
leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping

from cases.draw_kinds import (
    ROW,
    ChoiceDraw,
    ColumnDraw,
    DecimalDraw,
    Draw,
    FaultsDraw,
    IntegerDraw,
    OneOfDraw,
    RowsDraw,
    SampleDraw,
    ShuffleDraw,
    TableDraw,
    ValueColumn,
)
from cases.draw_scalars import NOISE_CUT, Read, Uniforms, pick, scalar, whole
from cases.draw_tables import RowRead, Streams, sampled, shuffled, table_of
from cases.graph import GraphScope
from cases.plain import Plain
from cases.planting import planted
from cases.template import Source, Template, compile_template

__all__ = [
    "NOISE_CUT",
    "Read",
    "Streams",
    "Uniforms",
    "draw_needs",
    "draw_one",
    "draw_sources",
    "draw_templates",
]


def draw_templates(draw: Draw) -> dict[str, Template]:
    """The compiled expressions of a draw, by place; raises ExpressionError."""
    return {place: compile_template(source) for place, source in draw_sources(draw).items()}


def draw_sources(draw: Draw) -> dict[str, Source]:
    """The expressions of a draw, by place under it in the file."""
    if isinstance(draw, TableDraw):
        return {f"table.{place}": dict(row) for place, row in enumerate(draw.table)}
    if isinstance(draw, SampleDraw):
        return {"sample": draw.sample, "count": draw.count}
    if isinstance(draw, ShuffleDraw):
        return {"shuffle": draw.shuffle}
    if isinstance(draw, RowsDraw):
        found: dict[str, Source] = {"rows.count": draw.rows.count}
        for name, column in draw.rows.columns.items():
            for place, source in _scalar_sources(column).items():
                found[f"{_under(name)}{place}"] = source
        return found
    if isinstance(draw, FaultsDraw):
        found = {"faults.table": draw.faults.table}
        for number, plant in enumerate(draw.faults.plant):
            found[f"faults.plant.{number}.count"] = plant.count
            if plant.factor is not None:
                found[f"faults.plant.{number}.factor"] = plant.factor
        return found
    return _scalar_sources(draw)


def _scalar_sources(draw: ColumnDraw) -> dict[str, Source]:
    if isinstance(draw, IntegerDraw):
        return {"integer.0": draw.integer[0], "integer.1": draw.integer[1]}
    if isinstance(draw, DecimalDraw):
        return {"decimal.0": draw.decimal[0], "decimal.1": draw.decimal[1]}
    if isinstance(draw, ChoiceDraw):
        return {f"choice.{place}": value for place, value in enumerate(draw.choice)}
    if isinstance(draw, OneOfDraw):
        return {"one_of": draw.one_of}
    if isinstance(draw, ValueColumn):
        return {"value": draw.value}
    return {"series.mean": draw.series.mean}


def _under(column: str) -> str:
    return f"rows.columns.{column}."


def draw_needs(draw: Draw, templates: Mapping[str, Template]) -> frozenset[str]:
    """The names of the graph that a draw rests on: all it uses, but for what a row gives to its own columns."""
    if not isinstance(draw, RowsDraw):
        return frozenset(name for template in templates.values() for name in template.names())
    needs = set(templates["rows.count"].names())
    own = {ROW}
    for name, column in draw.rows.columns.items():
        for place in _scalar_sources(column):
            needs |= templates[f"{_under(name)}{place}"].names() - own
        own.add(name)
    return frozenset(needs)


def draw_one(draw: Draw, templates: Mapping[str, Template], scope: GraphScope, streams: Streams) -> Plain:
    """Draw one parameter over ``scope``.

    ``streams()`` is the parameter's own stream, ``streams("row", …)`` one under it. Raises ExpressionError
    when a bound is not a number, no value fits, or a list or a table is asked for and another thing found.
    """

    def read(place: str) -> Plain:
        return scope.evaluate(templates[place])

    if isinstance(draw, TableDraw):
        return read(f"table.{pick(streams(), len(draw.table))}")
    if isinstance(draw, SampleDraw):
        return sampled(read("sample"), whole(read("count")), draw.in_order, streams())
    if isinstance(draw, ShuffleDraw):
        return shuffled(read("shuffle"), streams())
    if isinstance(draw, FaultsDraw):
        return planted(draw.faults, read, streams)
    if isinstance(draw, RowsDraw):
        readers = {name: _reader(_under(name), templates, scope) for name in draw.rows.columns}
        return table_of(draw.rows, whole(read("rows.count")), readers, streams)
    return scalar(draw, read, streams())


def _reader(under: str, templates: Mapping[str, Template], scope: GraphScope) -> RowRead:
    """Reads the expressions of a column for a row; what no row gives a name to is evaluated once."""
    kept: dict[str, Plain] = {}

    def read(place: str, given: Mapping[str, Plain]) -> Plain:
        template = templates[under + place]
        if template.names().isdisjoint(given):
            if place not in kept:
                kept[place] = scope.evaluate(template)
            return kept[place]
        return scope.evaluate(template, given)

    return read
