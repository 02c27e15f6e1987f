"""The kinds of annex of the case format: numbered documents of the paper, built from the graph."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cases.annex_formats import LABEL, TEXTUAL, Cell, Format
from cases.documents import UnknownDocument, documents, load_document
from cases.documents.model import CURRENCY, Document, Language
from cases.fishbone_format import Fishbone
from cases.flow_map_format import FlowMap
from cases.questions.base import Identifier, Part, Unit, fault
from cases.template import Source
from cases.time_axis import TimeAxis
from cases.value_stream_format import ValueStream

__all__ = [
    "CAPACITY",
    "GANTT",
    "LABEL",
    "TEXTUAL",
    "Annex",
    "Axis",
    "Cell",
    "Chart",
    "Column",
    "Filled",
    "Format",
    "Shown",
    "Table",
    "annex_sources",
]


class Column(Part):
    """A column of an annex table: the list of values, and how one is written."""

    value: Source
    format: Format = Field(
        "num", description="a filter of cases.quantity: int, dec2, eur, pct1, month, label…"
    )


class Shown(Part):
    """How a field of a table's rows is shown."""

    format: Format = Field("num", description="a filter of cases.quantity: int, dec2, eur, pct1, label…")
    as_found: bool = Field(False, description="show a text as it is and nothing as a blank: a table to clean")


class Table(Part):
    """A table of the graph: a list of records, and which of their fields to show."""

    value: Source = Field(description="a list of records: an expression")
    columns: dict[Identifier, Shown] = Field(min_length=1)
    total: list[Identifier] = Field(default_factory=list, description="fields added up in a last row")

    @model_validator(mode="after")
    def _totals(self) -> Self:
        figures = [name for name, shown in self.columns.items() if shown.format not in TEXTUAL]
        for name in self.total:
            if name not in figures:
                raise fault("not_listed", item=name, known=", ".join(figures))
        if next(iter(self.columns)) in self.total:  # the word Total stands there
            raise fault("total_first", item=next(iter(self.columns)))
        return self


class Axis(Part):
    """What stands along an axis: a list, and how one of it is written."""

    value: Source
    format: Format = Field("num", description="int, date, month, label, text…")


ChartKind = Literal["line", "bar", "stacked", "loads", "pareto", "scatter", "gantt", "histogram"]
GANTT = {"start", "end"}
CAPACITY = "capacity"  # the series of a load chart that is a line
OWN_WORDS = ("x", "y", "label", "job")  # what else the paper's list words, beside the series


class Chart(Part):
    """A chart of series of the graph; a table of the same figures always stands beside it."""

    kind: ChartKind
    x: Axis | None = Field(None, description="categories, dates or figures; the rows of a gantt")
    series: dict[Identifier, Source] = Field(min_length=1, max_length=8, description="a list each")
    format: Format = Field("num", description="of the series' figures")
    classes: Source | None = Field(None, description="bounds of a histogram's classes, rising")
    label: Axis | None = Field(None, description="what stands in the bars of a gantt")
    job: Axis | None = Field(None, description="whose bars share a colour in a gantt; the label without it")
    axis: TimeAxis | None = Field(None, description="worked days along a gantt of figures")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        one = self.kind in {"pareto", "histogram"}
        right = (
            (self.x is None) == (self.kind == "histogram")
            and (self.classes is not None) == (self.kind == "histogram")
            and (self.kind == "gantt" or (self.label is None and self.job is None and self.axis is None))
            and (self.axis is None or self.format not in TEXTUAL)
            and (self.kind != "loads" or (CAPACITY in self.series and len(self.series) > 1))
            and (self.kind != "gantt" or set(self.series) == GANTT)
            and (not one or len(self.series) == 1)
            and (self.kind == "gantt" or self.format not in TEXTUAL)
            and (self.kind != "scatter" or (self.x is not None and self.x.format not in TEXTUAL))
            and not set(self.series) & set(OWN_WORDS)
        )
        if not right:
            raise fault(f"chart_{self.kind}")
        return self

    def words(self) -> frozenset[str]:
        """What the paper's list ``{#annex.chart}`` must word."""
        found = set(self.series)
        if self.x is not None:
            found.add("x")
        if self.label is not None:
            found.add("label")
        if self.job is not None:
            found.add("job")
        if len(self.series) > 1:  # the axis cannot bear the name of one of them
            found.add("y")
        return frozenset(found)


def _known_document(name: str) -> str:
    try:
        load_document(name)
    except UnknownDocument as error:
        raise fault("document_unknown", item=name, known=", ".join(documents())) from error
    return name


class Filled(Part):
    """A trade document filled from the graph: see ``cases/documents``."""

    form: Annotated[str, AfterValidator(_known_document)]
    fields: dict[Identifier, Source] = Field(default_factory=dict)
    lines: Source | None = Field(None, description="a list of records: an expression")
    currency: Unit = CURRENCY
    language: Language | None = Field(None, description="of its captions, if not the document's own choice")

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        document = self.document
        for name in self.fields:
            if name not in document.fields:
                raise fault("not_listed", item=name, known=", ".join(document.fields))
        if self.lines is not None and document.lines is None:
            raise fault("document_lines", item=self.form)
        return self

    @property
    def document(self) -> Document:
        """The layout, in the language asked here if one is."""
        found = load_document(self.form)
        return found if self.language is None else found.model_copy(update={"language": self.language})


class Annex(Part):
    """A numbered document of the paper, built from the graph; its words stand in the papers."""

    id: Identifier
    document: Filled | None = None
    record: dict[Identifier, Cell] = Field(default_factory=dict)
    columns: dict[Identifier, Column] = Field(default_factory=dict)
    table: Table | None = None
    chart: Chart | None = None
    value_stream: ValueStream | None = None
    fishbone: Fishbone | None = None
    flow_map: FlowMap | None = None

    def formats(self) -> list[str]:
        """Every format in it."""
        found = [cell.format for cell in self.record.values()]
        found += [column.format for column in self.columns.values()]
        found += [shown.format for shown in self.table.columns.values()] if self.table else []
        if self.chart:
            axes = (self.chart.x, self.chart.label, self.chart.job)
            found += [self.chart.format, *(axis.format for axis in axes if axis is not None)]
        if self.value_stream:
            found += self.value_stream.formats()
        if self.fishbone:
            found += self.fishbone.formats()
        if self.flow_map:
            found += self.flow_map.formats()
        return found


def annex_sources(annex: Annex) -> dict[str, Source]:
    """The expressions of an annex, by place under it in the file."""
    found: dict[str, Source] = {f"record.{name}": cell.value for name, cell in annex.record.items()}
    found |= {f"columns.{name}": column.value for name, column in annex.columns.items()}
    if annex.table is not None:
        found["table.value"] = annex.table.value
    if annex.chart is not None:
        found |= {f"chart.series.{name}": source for name, source in annex.chart.series.items()}
        axes = (("x", annex.chart.x), ("label", annex.chart.label), ("job", annex.chart.job))
        for name, axis in axes:
            if axis is not None:
                found[f"chart.{name}.value"] = axis.value
        if annex.chart.axis is not None:
            found |= annex.chart.axis.sources("chart.axis")
        if annex.chart.classes is not None:
            found["chart.classes"] = annex.chart.classes
    if annex.value_stream is not None:
        found |= annex.value_stream.sources()
    if annex.fishbone is not None:
        found |= annex.fishbone.sources()
    if annex.flow_map is not None:
        found |= annex.flow_map.sources()
    if annex.document is not None:
        found |= {f"document.fields.{name}": source for name, source in annex.document.fields.items()}
        if annex.document.lines is not None:
            found["document.lines"] = annex.document.lines
    return found
