"""Annexes built from tables of the graph: tables with totals, charts with their figures, trade documents."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from small_cases import number, small

from cases.annex_charts import ChartView
from cases.case import Case
from cases.documents import documents, load_document
from cases.expressions import ExpressionError
from cases.load import LANGUAGES, load_folder
from cases.numerals import Lang
from cases.problem import CaseError, Problem
from cases.variant import draw
from cases.views import AnnexView, annexes

ITEMS = [
    {
        "sku": {"text": "B7"},
        "family": {"text": "seal"},
        "quantity": 1200,
        "price": 2.5,
        "day": {"text": "2026-03-02"},
    },
    {
        "sku": {"text": "A1"},
        "family": {"text": "pump"},
        "quantity": 3,
        "price": 900,
        "day": {"text": "2026-03-04"},
    },
    {
        "sku": {"text": "C3"},
        "family": {"text": "seal"},
        "quantity": 60,
        "price": 1.5,
        "day": {"text": "2026-03-09"},
    },
]
COLUMNS: dict[str, Any] = {
    "sku": {"format": "text"},
    "family": {"format": "label"},
    "quantity": {"format": "int"},
    "price": {"format": "eur"},
}
WORDS = {"doc.labels.seal": "Joint", "doc.labels.pump": "Pompe"}


def case_of(folder: Path, words: dict[str, str] | None = None, **annex: Any) -> Case:
    values = {
        "items": ITEMS,
        "months": "range(1, 4)",
        "sales": [900, 1100, 1000.5],
        "plan": [1000, 1000, 1000],
    }
    return small(folder, number("total", "1"), values=values, annexes=[{"id": "doc", **annex}], words=words)


def view_of(folder: Path, lang: Lang = "fr", words: dict[str, str] | None = None, **annex: Any) -> AnnexView:
    (view,) = annexes(draw(case_of(folder, words, **annex), 1), lang)
    return view


def chart_of(folder: Path, lang: Lang = "fr", **chart: Any) -> ChartView:
    (view,) = view_of(folder, lang, chart=chart).charts
    return view


def refusal(folder: Path, **annex: Any) -> str:
    with pytest.raises(ExpressionError) as caught:
        view_of(folder, **annex)
    return caught.value.code


def problem(folder: Path, **annex: Any) -> Problem:
    with pytest.raises(CaseError) as caught:
        case_of(folder, **annex)
    (found,) = caught.value.problems
    for lang in LANGUAGES:
        assert "{" not in found.explain(lang)
    return found


# -- tables --------------------------------------------------------------------------------------------
def test_a_table_of_the_graph_with_its_totals(tmp_path: Path) -> None:
    table = {"value": "items", "columns": COLUMNS, "total": ["quantity"]}
    (shown,) = view_of(tmp_path, words=WORDS, table=table).tables
    assert [column.label for column in shown.columns] == ["sku fr", "family fr", "quantity fr", "price fr"]
    assert [column.align for column in shown.columns] == ["left", "left", "right", "right"]
    assert shown.rows[0] == ("B7", "Joint", "1\u202f200", "2,50\u00a0€")
    assert shown.foot == ("Total", "", "1\u202f263", "")
    file = list(csv.reader(io.StringIO(shown.csv.decode("utf-8-sig")), delimiter=";"))
    assert file[1] == ["B7", "Joint", "1200", "2,5"]
    assert len(file) == 4, "the file leaves the totals out"


def test_a_table_to_clean_shows_what_stands_in_it(tmp_path: Path) -> None:
    dirty = [{"a": 1200}, {"a": None}, {"a": {"text": "12 kg"}}]
    table = {"value": dirty, "columns": {"a": {"format": "int", "as_found": True}}}
    (shown,) = view_of(tmp_path / "a", table=table).tables
    assert shown.rows == (("1\u202f200",), ("",), ("12 kg",))
    table["columns"] = {"a": {"format": "int"}}
    assert refusal(tmp_path / "b", table=table) == "placeholder_filter"


@pytest.mark.parametrize("value", ["3", "[1, 2]", "[{'sku': 'A'}]", "{'sku': ['A']}"])
def test_a_table_that_is_not_one(value: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, words=WORDS, table={"value": value, "columns": COLUMNS}) == "annex_table"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"value": "items", "columns": {}}, "format.too_short"),
        ({"value": "items", "columns": COLUMNS, "total": ["sku"]}, "format.not_listed"),
        ({"value": "items", "columns": {"quantity": {}}, "total": ["quantity"]}, "format.total_first"),
        ({"value": "itms", "columns": {"quantity": {}}}, "expression_name"),
        ({"value": "items", "columns": {"quantity": {"format": "euro"}}}, "format.cell"),
    ],
)
def test_a_table_refused_when_the_case_is_read(table: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert problem(tmp_path, table=table).code == code


# -- charts --------------------------------------------------------------------------------------------
SALES: dict[str, Any] = {
    "kind": "line",
    "x": {"value": "months", "format": "month"},
    "series": {"sales": "sales", "plan": "plan"},
}


@pytest.mark.parametrize("kind", ["line", "bar", "stacked"])
def test_series_over_months(kind: str, tmp_path: Path) -> None:
    view = chart_of(tmp_path, **{**SALES, "kind": kind})
    assert (view.x_kind, view.x_texts, view.x_values) == ("word", ("janvier", "février", "mars"), (1, 2, 3))
    assert [one.values for one in view.series] == [(900, 1100, 1000.5), (1000, 1000, 1000)]
    assert [one.label for one in view.series] == ["sales fr", "plan fr"]
    assert (view.x_title, view.y_title, view.percent) == ("x fr", "y fr", False)
    assert view.told == (
        "T doc.chart\u00a0: sales fr, de 900 (janvier) à 1\u202f100 (février). "
        "plan fr, de 1\u202f000 (janvier) à 1\u202f000 (janvier)."
    )
    assert view.table.rows[2] == ("mars", "1\u202f000,5", "1\u202f000")
    assert view.table.csv.decode("utf-8-sig").splitlines()[3] == "mars;1000,5;1000"


def test_a_line_may_have_gaps(tmp_path: Path) -> None:
    view = chart_of(tmp_path / "a", **{**SALES, "series": {"sales": "[None, 1, 2]"}})
    assert view.series[0].values == (None, 1, 2)
    assert view.table.rows[0] == ("janvier", "")
    assert view.y_title == "sales fr"
    stacked = {**SALES, "kind": "stacked", "series": {"sales": "[None, 1, 2]"}}
    assert refusal(tmp_path / "b", chart=stacked) == "annex_chart"


def test_a_pareto_is_sorted_with_its_cumulative_share(tmp_path: Path) -> None:
    view = chart_of(
        tmp_path,
        "en",
        kind="pareto",
        x={"value": "column(items, 'sku')", "format": "text"},
        series={"amount": "[r.quantity * r.price for r in items]"},
        format="eur0",
    )
    assert view.x_texts == ("B7", "A1", "C3")
    assert view.series[0].values == (3000, 2700, 90)
    assert view.series[1].values == (0.518, 0.984, 1.0)  # 3000 / 5790, 5700 / 5790
    assert view.table.rows[1] == ("A1", "€2,700", "46.6%", "98.4%")
    assert [column.label for column in view.table.columns] == [
        "x en",
        "amount en",
        "Share",
        "Cumulative share",
    ]


def test_a_histogram_counts_by_class(tmp_path: Path) -> None:
    view = chart_of(
        tmp_path, kind="histogram", classes="[0, 2, 4, 6]", series={"late": "[0, 1, 2, 4, 5, 6, 6]"}
    )
    assert view.x_texts == ("de 0 à moins de 2", "de 2 à moins de 4", "de 4 à 6")
    assert view.series[0].values == (2, 1, 4)
    assert (view.x_title, view.y_title) == ("late fr", "Effectif")


def test_a_scatter_keeps_its_figures_along_both_axes(tmp_path: Path) -> None:
    x = {"value": "column(items, 'quantity')", "format": "int"}
    view = chart_of(tmp_path, kind="scatter", x=x, series={"price": "column(items, 'price')"}, format="eur")
    assert (view.x_kind, view.x_values) == ("figure", (1200, 3, 60))


def test_a_gantt_of_figures_or_of_dates(tmp_path: Path) -> None:
    given: dict[str, Any] = {"kind": "gantt", "x": {"value": "column(items, 'sku')", "format": "text"}}
    hours = chart_of(
        tmp_path / "a",
        **given,
        label={"value": "column(items, 'sku')", "format": "text"},
        series={"start": "[0, 2, 3]", "end": "[2, 5, 4]"},
        format="unit:hour",
    )
    assert hours.bars == ("B7", "A1", "C3")
    assert hours.told == "T doc.chart\u00a0: 3 tâches, de 0\u00a0h à 5\u00a0h."
    days = chart_of(
        tmp_path / "b",
        **given,
        series={"start": "column(items, 'day')", "end": "[add_days(r.day, 2) for r in items]"},
        format="date",
    )
    assert (days.y_kind, days.bars) == ("date", ())
    assert days.series[1].texts == ("04/03/2026", "06/03/2026", "11/03/2026")
    assert days.told.endswith("3 tâches, de 02/03/2026 à 11/03/2026.")


def test_dates_along_x(tmp_path: Path) -> None:
    x = {"value": "column(items, 'day')", "format": "date"}
    view = chart_of(tmp_path, "en", kind="line", x=x, series={"price": "column(items, 'price')"})
    assert (view.x_kind, view.x_values[0], view.x_texts[0]) == ("date", "2026-03-02", "2 March 2026")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"series": {"sales": "[1, 2]"}}, "annex_columns"),
        ({"series": {"sales": "3"}}, "annex_columns"),
        ({"series": {"sales": "['a', 1, 2]"}}, "annex_chart"),
        ({"x": {"value": "[1, 2, 13]", "format": "month"}}, "placeholder_filter"),
        ({"kind": "pareto", "series": {"sales": "[0, 0, 0]"}}, "annex_chart"),
        ({"kind": "pareto", "series": {"sales": "[-1, 2, 3]"}}, "annex_chart"),
        ({"kind": "histogram", "x": None, "classes": "[0, 0]", "series": {"sales": "[0]"}}, "annex_chart"),
        ({"kind": "histogram", "x": None, "classes": "[0]", "series": {"sales": "[0]"}}, "annex_chart"),
        ({"kind": "histogram", "x": None, "classes": "[0, 1]", "series": {"sales": "[]"}}, "annex_chart"),
        ({"kind": "histogram", "x": None, "classes": "[0, 1]", "series": {"sales": "[2]"}}, "annex_classes"),
    ],
)
def test_a_chart_that_cannot_be_drawn(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    chart = {name: value for name, value in {**SALES, **change}.items() if value is not None}
    assert refusal(tmp_path, chart=chart) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"x": None}, "chart_line"),
        ({"classes": "[1, 2]"}, "chart_line"),
        ({"label": {"value": "months"}}, "chart_line"),
        ({"format": "text"}, "chart_line"),
        ({"series": {"x": "sales"}}, "chart_line"),
        ({"kind": "pareto"}, "chart_pareto"),
        ({"kind": "histogram"}, "chart_histogram"),
        ({"kind": "scatter"}, "chart_scatter"),
        ({"kind": "gantt"}, "chart_gantt"),
        ({"series": {}}, "too_short"),
        ({"kind": "pie"}, "literal_error"),
    ],
)
def test_a_chart_refused_when_the_case_is_read(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    chart = {name: value for name, value in {**SALES, **change}.items() if value is not None}
    case_of(tmp_path)
    path = tmp_path / "case.yaml"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["annexes"] = [{"id": "doc", "chart": chart}]  # no paper can be written for it: the file is refused
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_folder(tmp_path)
    assert {found.code for found in caught.value.problems} == {f"format.{code}"}
    for lang in LANGUAGES:
        assert "{" not in caught.value.explain(lang)


# -- documents -----------------------------------------------------------------------------------------
NOTE: dict[str, Any] = {
    "form": "delivery_note",
    "fields": {
        "number": {"text": "BL-7"},
        "date": {"text": "2026-03-06"},
        "total_weight": 1234.5,
        "pallets": 2,
    },
    "lines": "[{'reference': r.sku, 'delivered': r.quantity} for r in items]",
}


def test_a_document_filled_from_the_graph(tmp_path: Path) -> None:
    (view,) = view_of(tmp_path, document=NOTE).documents
    boxes = {
        box.id: box for section in (*view.sections, *view.closing) for row in section.rows for box in row
    }
    assert (view.title, view.lang) == ("Bon de livraison", "fr")
    assert boxes["number"].text == "BL-7"
    assert boxes["date"].text == "06/03/2026"
    assert boxes["total_weight"].text == "1\u202f234,5\u00a0kg"
    assert boxes["pallets"].text == "2\u00a0palettes"
    assert boxes["carrier"].text == ""
    assert boxes["driver_signature"].sign
    assert view.lines is not None
    assert view.lines.rows[0] == ("B7", "", "", "", "1\u202f200", "", "")
    assert view.blank_lines == 0
    assert len(view.widths) == len(view.lines.columns)
    assert view.lines.csv.decode("utf-8-sig").splitlines()[1] == "B7;;;;1200;;"


def test_a_document_in_a_language_of_its_own(tmp_path: Path) -> None:
    invoice = {"form": "commercial_invoice", "currency": "USD", "fields": {"total": 1234.5}}
    lines = "[{'description': 'Pumps', 'amount': 1234.5}]"
    (view,) = view_of(tmp_path / "a", document={**invoice, "lines": lines}).documents
    boxes = {box.id: box for section in view.closing for row in section.rows for box in row}
    assert (view.title, view.lang, boxes["total"].text) == ("Commercial invoice", "en", "$1,234.50")
    assert view.lines is not None
    assert view.lines.rows[0][-1] == "1,234.50"
    assert "1234,5" in view.lines.csv.decode("utf-8-sig"), "the file is for a French spreadsheet"
    assert view.blank_lines == 1
    (view,) = view_of(tmp_path / "b", document={**invoice, "language": "fr"}).documents
    assert (view.title, view.lines) == ("Facture commerciale", None)


def test_a_choice_of_a_document_is_shown_in_words(tmp_path: Path) -> None:
    cmr = {"form": "cmr", "fields": {"payment": {"text": "paid"}}}
    (view,) = view_of(tmp_path / "a", "en", document=cmr).documents
    boxes = {box.id: box for section in view.closing for row in section.rows for box in row}
    assert (boxes["payment"].text, boxes["payment"].box) == ("Carriage paid", "14")
    cmr["fields"] = {"payment": {"text": "free"}}
    assert refusal(tmp_path / "b", document=cmr) == "document_option"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": "3"}, "annex_table"),
        ({"lines": "[3]"}, "annex_table"),
        ({"lines": "[{'colour': 'red'}]"}, "document_column"),
        ({"lines": "[{'delivered': 'three'}]"}, "placeholder_filter"),
        ({"fields": {"total_weight": {"text": "heavy"}}}, "placeholder_filter"),
        ({"fields": {"date": {"text": "soon"}}}, "placeholder_filter"),
        ({"fields": {"number": 7}}, "placeholder_filter"),
    ],
)
def test_a_document_that_cannot_be_shown(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, document={**NOTE, **change}) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"form": "delivry_note"}, "format.document_unknown"),
        ({"fields": {"colour": "1"}}, "format.not_listed"),
        ({"currency": "shells"}, "format.unit_unknown"),
        ({"fields": {"number": "itms"}}, "expression_name"),
    ],
)
def test_a_document_refused_when_the_case_is_read(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert problem(tmp_path, document={**NOTE, **change}).code == code


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", documents())
def test_every_document_can_be_shown_empty_and_full(name: str, lang: Lang, tmp_path: Path) -> None:
    layout = load_document(name)
    sample: dict[str, Any] = {
        "text": {"text": "X"},
        "quantity": 12,
        "money": 12.5,
        "date": {"text": "2026-03-06"},
    }

    def one(entry: Any) -> Any:
        return {"text": next(iter(entry.options))} if entry.kind == "choice" else sample[entry.kind]

    full: dict[str, Any] = {"form": name, "fields": {key: one(field) for key, field in layout.fields.items()}}
    if layout.lines is not None:
        full["lines"] = [{column.id: one(column) for column in layout.lines.columns}]
    for place, filled in enumerate(({"form": name}, full)):
        (view,) = view_of(tmp_path / str(place), lang, document=filled).documents
        texts = [box.text for part in (*view.sections, *view.closing) for row in part.rows for box in row]
        assert all(texts) if place else not any(texts)


# -- several in one annex ------------------------------------------------------------------------------
def test_an_annex_may_hold_several_of_them_each_with_its_file(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        words=WORDS,
        record={"plan": {"value": "plan[0]", "format": "int"}},
        columns={"month": {"value": "months", "format": "month"}},
        table={"value": "items", "columns": COLUMNS},
        chart=SALES,
        document=NOTE,
    )
    assert [table.kind for table in view.tables] == ["record", "table", "table"]
    files = [table.filename for table in view.tables] + [view.charts[0].table.filename]
    assert view.documents[0].lines is not None
    files.append(view.documents[0].lines.filename)
    assert len(set(files)) == 5


def test_no_annex_shows_what_rests_on_an_answer(tmp_path: Path) -> None:
    chart = {**SALES, "series": {"sales": "[total, 1, 2]"}}
    table = {"value": "[{'a': total}]", "columns": {"a": {}}}
    note = {**NOTE, "fields": {"pallets": "total"}}
    for place, annex in enumerate(({"chart": chart}, {"table": table}, {"document": note})):
        found = problem(tmp_path / str(place), **annex)
        assert found.code == "paper_leak"
        assert found.line is not None
