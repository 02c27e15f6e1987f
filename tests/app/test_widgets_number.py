"""Several figures in a question, and its neighbours, on the page: all saved, read back, kept in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from cases.answers import Raw
from cases.load import load_folder
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, "figures", 1, 3, "fr", NOW)


def raw(store: Store, row: SittingRow, question: str) -> Raw:
    return store.answers(row.id, row.learner_id)[question].raw


def opened(row: SittingRow, lang: str = "fr") -> AppTest:
    return open_page("sitting", lang, sitting=row.id)


def test_each_box_is_saved_and_read_back_beside_it(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.text_input, "stock", "total").set_value("1 234,5").run())
    sound(widget(at.text_input, "stock", "share").set_value("abc").run())
    assert raw(store, row, "stock") == {"total": "1 234,5", "share": "abc"}
    at = opened(row)
    assert widget(at.text_input, "stock", "total").value == "1 234,5"
    page = html(at).replace("\u202f", " ").replace("\u00a0", " ")
    assert "lu : 1 234,50 €" in page
    assert "! « abc » ne se lit pas comme un nombre" in page
    assert "Valeur de l’article (€)" in {field.label for field in at.text_input}
    sound(widget(at.text_input, "stock", "total").set_value("").run())
    assert raw(store, row, "stock") == {"share": "abc"}


def test_what_was_typed_in_the_other_language_is_kept(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.text_input, "stock", "total").set_value("1 234,5").run())
    at = opened(row, "en")
    assert "read: €1,234.50" in html(at)
    sound(widget(at.text_input, "stock", "share").set_value("12.5 %").run(), "en")
    assert raw(store, row, "stock") == {"total": "€1,234.5", "share": "12.5 %"}
    saved = store.answers(row.id, row.learner_id)["stock"]
    assert saved.lang == "en"
    assert "read: €1,234.50" in html(opened(row, "en"))


def test_a_method_and_a_step_are_saved_with_the_figure(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.radio, "picking", "method", "fr").set_value("by_line").run())
    sound(widget(at.text_input, "picking", "walk").set_value("1 h 15").run())
    sound(widget(at.text_input, "picking", "value").set_value("300 min").run())
    assert raw(store, row, "picking") == {"method": "by_line", "walk": "1 h 15", "value": "300 min"}
    at = opened(row, "en")
    assert widget(at.radio, "picking", "method", "en").value == "by_line"
    assert "read: 75\u00a0min (1\u00a0h\u00a015)" in html(at)


def test_a_date_says_how_to_be_written(store: Store, row: SittingRow) -> None:
    at = opened(row)
    field = widget(at.text_input, "due")
    assert field.placeholder == "jj/mm/aaaa"
    sound(field.set_value("31/02/2026").run())
    assert "ce jour n’existe pas" in html(opened(row))
    sound(widget(at.text_input, "due").set_value("20 nov. 2026").run())
    assert "20/11/2026" in html(opened(row))


def test_a_list_to_unfold_saves_the_option(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.selectbox, "shifts", "fr").set_value("two_evenings").run())
    assert raw(store, row, "shifts") == ["two_evenings"]
    assert widget(opened(row, "en").selectbox, "shifts", "en").value == "two_evenings"


def test_nothing_on_the_page_tells_the_key(store: Store, row: SittingRow) -> None:
    at = opened(row)
    variant = draw(load_folder(FIXTURES / "figures"), 3)
    scope = variant.scope()
    for name in ("stock", "picking", "due", "interest"):
        question = variant.case.question(name)
        assert question.show(scope.value(name), "fr") not in html(at)
