"""The annexes of a variant as a learner reads them: words, tables, charts, maps and trade documents."""

from __future__ import annotations

from dataclasses import dataclass

from cases.annex_charts import ChartView, chart
from cases.annex_documents import DocumentView, document
from cases.annex_fishbone import FishboneView, bones
from cases.annex_flow_map import FlowMapView, flow_map
from cases.annex_grids import ColumnView, Page, TableView, pages, tables
from cases.annex_value_stream import StreamView, stream
from cases.numerals import Lang
from cases.render import render
from cases.variant import Variant

__all__ = ["AnnexView", "ChartView", "ColumnView", "DocumentView", "StreamView", "TableView", "annexes"]


@dataclass(frozen=True)
class AnnexView:
    """A numbered annex: words, then a document, tables, a chart and a map, as far as it has them."""

    id: str
    number: int
    title: str
    intro: str
    tables: tuple[TableView, ...]
    documents: tuple[DocumentView, ...] = ()
    charts: tuple[ChartView, ...] = ()
    streams: tuple[StreamView, ...] = ()
    fishbones: tuple[FishboneView, ...] = ()
    flow_maps: tuple[FlowMapView, ...] = ()


def annexes(variant: Variant, lang: Lang) -> tuple[AnnexView, ...]:
    """The annexes, numbered from 1; raises ExpressionError for a value that cannot be shown."""
    return tuple(_annex(page, number) for number, page in enumerate(pages(variant, lang), start=1))


def _annex(page: Page, number: int) -> AnnexView:
    section, mapped = page.paper.sections[page.annex.id], page.annex.value_stream
    return AnnexView(
        id=page.annex.id,
        number=number,
        title=section.title.text,
        intro=render(section.body.text, page.variant.scope(), page.lang),
        tables=tables(page),
        documents=(document(page, page.annex.document),) if page.annex.document is not None else (),
        charts=(chart(page, page.annex.chart),) if page.annex.chart is not None else (),
        streams=(stream(page, mapped),) if mapped is not None else (),
        fishbones=(bones(page, page.annex.fishbone),) if page.annex.fishbone is not None else (),
        flow_maps=(flow_map(page, page.annex.flow_map),) if page.annex.flow_map is not None else (),
    )
