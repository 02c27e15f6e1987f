"""What the proof asks of annexes: a learner who computes with the figures shown has the key's own figures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from cases.annex_charts import chart_table
from cases.annex_documents import Figure, entries
from cases.annex_fishbone import bones_table
from cases.annex_flow_map import lanes_table
from cases.annex_grids import Grid, Page, columns_grid, pages, record_grid, table_grid
from cases.annex_kinds import TEXTUAL
from cases.annex_value_stream import stream_table
from cases.load import LANGUAGES
from cases.plain import is_number
from cases.problem import Problem
from cases.quantity import read_number
from cases.render import shown
from cases.variant import Variant

NOISE = 1e-12  # relative: what adding binary fractions leaves behind, and no learner's rounding

READ_EVERY = 10
AS_NEEDED = 4  # decimals that `num`, `pct` and `unit:day` write when needed
UNIT = re.compile(r"unit:[^:]+(?::(\d+))?")


def annexes_show_what_the_key_uses(variant: Variant) -> Iterator[Problem]:
    """Every figure of an annex, read back as it is shown in each language, is the figure of the graph.

    Holds for records, columns, tables, the points of charts and the boxes and lines of documents; what an
    annex adds for show (totals, shares, counts by class) is not read back. On every variant no figure may
    hide a decimal; on one in ten each text is read back besides, as an answer is.
    """
    for number, page in enumerate(pages(variant, "fr")):
        yield from _told_once(variant, number, page, (one for one in figures(page) if hides(one[1], one[2])))
    if variant.seed % READ_EVERY:
        return
    for lang in LANGUAGES:
        for number, page in enumerate(pages(variant, lang)):
            found = (one for one in figures(page) if not hides(one[1], one[2]) and not same(one))
            yield from _told_once(variant, number, page, found)


def _told_once(variant: Variant, number: int, page: Page, found: Iterator[Figure]) -> Iterator[Problem]:
    """A problem for each place, however many rows show it."""
    case = variant.case
    told: set[str] = set()
    for place, value, how, lang in found:
        if place not in told:
            told.add(place)
            line = case.lines.get(f"annexes.{number}.{place}") or case.lines.get(f"annexes.{number}")
            params = {
                "seed": variant.seed,
                "lang": lang,
                "annex": page.annex.id,
                "shown": shown(value, how, lang),
                "name": place.rpartition(".")[2],
                "value": value,
            }
            yield Problem("proof_annex", f"{case.slug}/case.yaml", line, params)


def figures(page: Page) -> Iterator[Figure]:
    """Every figure of the graph that an annex shows."""
    annex = page.annex
    if annex.record:
        names = [f"record.{name}" for name in annex.record]
        for name, row in zip(names, record_grid(page), strict=True):
            yield from _of_grid(page, [name], (row[1:],))
    if annex.columns:
        yield from _of_grid(page, [f"columns.{name}" for name in annex.columns], columns_grid(page))
    if annex.table is not None:
        grid, _ = table_grid(page, annex.table)
        yield from _of_grid(page, [f"table.columns.{name}" for name in annex.table.columns], grid)
    if annex.chart is not None:
        heads, grid = chart_table(page, annex.chart)
        places = [f"chart.{'' if head.id in {'x', 'label'} else 'series.'}{head.id}" for head in heads]
        yield from _of_grid(page, places, grid)
    if annex.value_stream is not None:
        heads, grid = stream_table(page, annex.value_stream)
        yield from _of_grid(page, [f"value_stream.{head.id}" for head in heads], grid)
    if annex.fishbone is not None:
        heads, grid = bones_table(page, annex.fishbone)
        yield from _of_grid(page, [f"fishbone.{head.id}" for head in heads], grid)
    if annex.flow_map is not None:
        heads, grid = lanes_table(page, annex.flow_map)
        yield from _of_grid(page, [f"flow_map.{head.id}" for head in heads], grid)
    if annex.document is not None:
        yield from entries(page, annex.document)


def _of_grid(page: Page, places: list[str], grid: Grid) -> Iterator[Figure]:
    for row in grid:
        for place, cell in zip(places, row, strict=True):
            if is_number(cell.value) and cell.format not in TEXTUAL and not cell.derived:
                yield place, cell.value, cell.format, page.lang


def hides(value: float, how: str) -> bool:
    """Tell whether a filter leaves decimals of a value out, noise apart."""
    places = decimals_of(how)
    return not math.isclose(value, round(value, places), rel_tol=NOISE, abs_tol=NOISE)


@cache
def decimals_of(how: str) -> int:
    """How many decimals of the value a filter writes: 3 for ``pct1``, since 12.5 % is 0.125."""
    unit = UNIT.fullmatch(how)
    if unit:
        return int(unit[1]) if unit[1] else AS_NEEDED
    if how == "eur":
        return 2
    last = int(how[-1]) if how[-1].isdigit() else 0 if how == "int" else AS_NEEDED
    return last + 2 if how.startswith("pct") else last


def same(figure: Figure) -> bool:
    """Tell whether the text of a figure reads back to its value, by the reader of answers."""
    _, value, how, lang = figure
    percent = how.startswith("pct")
    unit = how.split(":")[1] if how.startswith("unit:") else "EUR" if how.startswith("eur") else None
    read = read_number(shown(value, how, lang), lang, unit=unit, rate=percent, percent=percent)
    # An English “3,480” may be read two ways: the learner sees which one the column means.
    found = read.readings if read.value is None else (read.value,)
    return any(math.isclose(value, one, rel_tol=NOISE, abs_tol=NOISE) for one in found)
