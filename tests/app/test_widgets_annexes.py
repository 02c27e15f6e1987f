"""Annexes on the page: charts that Vega-Lite accepts, documents that keep their words apart from their markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import altair
import pytest
from screens_harness import new_store, open_page, sit, sound
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from app import session
from app.theme import CHART_COLOURS, SERIES_COLOURS, THEME
from app.widgets import annex_chart, document, markup
from cases.annex_charts import ChartView
from cases.annex_documents import BoxView, DocumentView, SectionView
from cases.annex_views import AnnexView
from cases.load import load_folder
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).parents[1] / "cases" / "tables_and_documents"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def views() -> dict[str, tuple[AnnexView, ...]]:
    variant = draw(load_folder(FOLDER), 3)
    return {lang: annexes(variant, lang) for lang in ("fr", "en")}


def charts(views: dict[str, tuple[AnnexView, ...]], lang: str) -> dict[str, ChartView]:
    return {chart.id.partition(".")[0]: chart for view in views[lang] for chart in view.charts}


# --- charts ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_vega_lite_accepts_every_chart(
    views: dict[str, tuple[AnnexView, ...]], lang: str, theme: str
) -> None:
    for chart in charts(views, lang).values():
        drawn = annex_chart.spec(chart, lang, theme)
        altair.Chart.from_dict(drawn, validate=True)
        assert json.loads(json.dumps(drawn)) == drawn
        assert CHART_COLOURS[theme]["text"] in json.dumps(drawn)


def test_a_chart_draws_the_points_of_its_table(views: dict[str, tuple[AnnexView, ...]]) -> None:
    for name, chart in charts(views, "fr").items():
        rows = annex_chart.rows(chart)
        if chart.kind == "gantt":
            shown = [(row["x"], row["start_text"], row["end_text"]) for row in rows]
            columns = [column.id for column in chart.table.columns]
            places = [columns.index(one) for one in ("x", "start", "end")]
            assert shown == [tuple(row[place] for place in places) for row in chart.table.rows], name
        else:
            shown_series = {row["series"] for row in rows}
            assert shown_series == {one.label for one in chart.series}
            first = [row["y_text"] for row in rows if row["rank"] == 0]
            assert first == [row[1] for row in chart.table.rows], name


def test_a_gap_is_not_drawn(views: dict[str, tuple[AnnexView, ...]]) -> None:
    chart = charts(views, "fr")["sales"]
    gap = replace(chart.series[0], values=(None, *chart.series[0].values[1:]))
    rows = annex_chart.rows(replace(chart, series=(gap, chart.series[1])))
    assert [row["place"] for row in rows if row["rank"] == 0] == list(range(1, 12))


def test_axes_write_figures_as_the_language_does(views: dict[str, tuple[AnnexView, ...]]) -> None:
    french = json.dumps(annex_chart.spec(charts(views, "fr")["sales"], "fr", "light"), ensure_ascii=False)
    english = json.dumps(annex_chart.spec(charts(views, "en")["sales"], "en", "light"), ensure_ascii=False)
    assert "\u202f" in french
    assert "\u202f" not in english
    assert "%d/%m/%y" in json.dumps(annex_chart.spec(charts(views, "fr")["diary"], "fr", "light"))
    assert "%-d %b %y" in json.dumps(annex_chart.spec(charts(views, "en")["diary"], "en", "light"))


def test_words_of_a_chart_stay_words(views: dict[str, tuple[AnnexView, ...]]) -> None:
    chart = charts(views, "fr")["sales"]
    named = replace(chart, x_texts=("'] + alert(1) + ['", *chart.x_texts[1:]))
    drawn = annex_chart.spec(named, "fr", "light")
    expression = drawn["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert expression.startswith("[\"'] + alert(1) + ['\","), "a name is a text in the expression"
    series = replace(chart.series[0], label=HOSTILE)
    assert "<script>" not in annex_chart.legend(replace(chart, series=(series,)), "light")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_stand_out_on_their_ground(theme: str) -> None:
    """A contrast of 3 for graphics (WCAG 2.2, criterion 1.4.11)."""
    ground = luminance(THEME[f"theme.{theme}.backgroundColor"])
    for colour in SERIES_COLOURS[theme]:
        pair = sorted((luminance(colour), ground))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3, colour
    assert len(set(SERIES_COLOURS[theme])) == 8


# --- documents -------------------------------------------------------------------------------------------
class Structure(HTMLParser):
    """The elements of a piece of HTML, each closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "col":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def count(self, tag: str) -> int:
        return sum(1 for name, _ in self.seen if name == tag)


def test_a_document_is_boxes_and_a_table(views: dict[str, tuple[AnnexView, ...]]) -> None:
    for view in (one for annex in views["fr"] for one in annex.documents):
        found = Structure(document.html(view, "fr"))
        boxes = sum(len(row) for section in (*view.sections, *view.closing) for row in section.rows)
        assert found.count("dt") == found.count("dd") == boxes
        assert found.count("article") == found.count("table") == 1
        assert view.lines is not None
        assert found.count("tr") == 1 + len(view.lines.rows) + view.blank_lines
        assert found.count("col") == len(view.lines.columns)
        assert found.seen[0][1].get("lang") == (None if view.lang == "fr" else "en")


def test_what_stands_in_a_document_is_escaped() -> None:
    box = BoxView("a", HOSTILE, HOSTILE, HOSTILE, "text", 12, 1, False)
    section = SectionView("s", HOSTILE, 12, ((box,),))
    view = DocumentView("d", "n", HOSTILE, "fr", (section,), None, (), 0, ())
    html = document.html(view, "en")
    assert "<script>" not in html
    assert not {name for name, _ in Structure(html).seen} & {"script", "img", "a"}


def test_boxes_keep_their_place_on_the_grid(views: dict[str, tuple[AnnexView, ...]]) -> None:
    (note,) = next(annex.documents for annex in views["fr"] if annex.id == "note")
    html = document.html(note, "fr")
    assert len(re.findall(r"grid-column: 1 / span \d", html)) == sum(
        len(section.rows) for section in (*note.sections, *note.closing)
    )


# --- tables ----------------------------------------------------------------------------------------------
def test_a_row_of_totals_is_a_foot() -> None:
    html = markup.table("T", [("a", "left"), ("b", "right")], [["x", "1"]], foot=["Total", "1"])
    assert '<tfoot><tr><th class="" scope="row">' in html or '<tfoot><tr><th scope="row">Total</th>' in html
    assert "<tfoot>" not in markup.table("T", [("a", "left")], [["x"]])


# --- the page --------------------------------------------------------------------------------------------
def page(folder: str, lang: str) -> None:
    from pathlib import Path  # noqa: PLC0415  (AppTest runs this body by itself)

    from app import session  # noqa: PLC0415
    from app.widgets.paper import paper  # noqa: PLC0415
    from cases.load import load_folder  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    session.set_lang(lang)
    paper(draw(load_folder(Path(folder)), 3))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_whole_paper_is_shown(lang: str, views: dict[str, tuple[AnnexView, ...]]) -> None:
    at = AppTest.from_function(page, default_timeout=60, kwargs={"folder": str(FOLDER), "lang": lang}).run()
    assert not at.exception
    drawn = [block for block in at.main if block is not None]
    assert drawn
    assert len(at.tabs) == 1 + len(views[lang])
    figures = [expander for expander in at.expander if expander.label]
    assert len(figures) == len(charts(views, lang))
    downloads = sum(
        len(view.tables)
        + len(view.charts)
        + sum(1 + (one.lines is not None) for one in view.documents)  # on paper, and its lines
        for view in views[lang]
    )
    assert len(at.get("download_button")) == downloads


def test_a_browser_is_sent_an_annex_once_it_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(session, "in_browser", lambda: True)
    row = sit(new_store(monkeypatch, tmp_path))
    at = open_page("sitting", sitting=row.id)
    assert [len(tab.children) > 0 for tab in at.tabs] == [True] + [False] * (len(at.tabs) - 1)
    (tabs,) = (block for block in at.get("tab_container") if block.proto.tab_container.id)
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=tabs.proto.tab_container.id, string_value="Annexe 2"))
    at = sound(at._run(states))
    assert [len(tab.children) > 0 for tab in at.tabs][:3] == [True, False, True]


# --- gantt and loads ---------------------------------------------------------------------------------------
def workshop(lang: str) -> list[ChartView]:
    folder = FOLDER.parent / "fixtures" / "workshop"
    return [chart for view in annexes(draw(load_folder(folder), 3), lang) for chart in view.charts]


@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_vega_lite_accepts_a_gantt_over_days_and_a_load_chart(lang: str, theme: str) -> None:
    for chart in workshop(lang):
        altair.Chart.from_dict(annex_chart.spec(chart, lang, theme), validate=True)


def test_bars_of_a_job_share_a_colour_and_are_readable() -> None:
    gantt, loads = workshop("fr")
    rows = annex_chart.rows(gantt, "light")
    colours = {row["short"].partition("/")[0]: row["colour"] for row in rows}
    assert len(set(colours.values())) == 3
    assert all(row["colour"] == colours[row["short"].partition("/")[0]] for row in rows)
    assert rows[0]["bar"] == f"OF-{rows[0]['short']}"
    for row in rows:
        pair = sorted((luminance(row["colour"]), luminance(row["ink"])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5
    key = annex_chart.legend(loads, "light")
    assert CHART_COLOURS["light"]["threshold"] in key, "the capacity is a line of its own colour"
