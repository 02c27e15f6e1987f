"""A table to clean on the page: flagged row by row, corrected where flagged, or handed in as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from cases.answers import Answer, Raw
from cases.load import load_folder
from cases.marking import mark
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, "sheet", 1, 3, "fr", NOW)


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def raw(store: Store, row: SittingRow) -> Raw:
    return store.answers(row.id, row.learner_id)["clean"].raw


def fields(at: AppTest) -> set[str]:
    return {one.key.rpartition(":")[2] for one in at.text_input if ":clean:" in one.key}


def test_a_row_flagged_can_be_corrected(store: Store, row: SittingRow) -> None:
    at = opened(row)
    assert fields(at) == set()
    assert sum(":clean:" in one.key for one in at.selectbox) == 25  # a page of the table
    flag = widget(at.selectbox, "clean", "2", "fr")
    assert flag.label == "Signaler la ligne 2"
    sound(flag.set_value("unit").run())
    at = opened(row)
    assert fields(at) == {"2.sku", "2.stock", "2.price"}
    family = widget(at.selectbox, "clean", "2.family", "fr")
    before = family.value
    assert before in {"seal", "bearing", "motor"}
    other = next(one for one in ("seal", "bearing") if one != before)
    at = sound(family.set_value(other).run())
    assert raw(store, row) == {"2": "unit", "2.family": other}
    at = sound(widget(at.selectbox, "clean", "2.family", "fr").set_value(before).run())
    sound(widget(at.text_input, "clean", "2.stock").set_value("1 234").run())
    assert raw(store, row) == {"2": "unit", "2.stock": "1 234"}
    at = opened(row, "en")
    assert widget(at.selectbox, "clean", "2", "en").value == "unit"
    sound(widget(at.text_input, "clean", "2.price").set_value("1.5").run(), "en")
    assert raw(store, row) == {"2": "unit", "2.stock": "1,234", "2.price": "1.5"}
    sound(widget(opened(row).selectbox, "clean", "2", "fr").set_value(None).run())
    assert "clean" not in store.answers(row.id, row.learner_id) or raw(store, row) == {}


def test_a_value_put_back_is_no_correction(store: Store, row: SittingRow) -> None:
    at = opened(row)
    at = sound(widget(at.selectbox, "clean", "1", "fr").set_value("outlier").run())
    field = widget(at.text_input, "clean", "1.stock")
    shown = field.value
    at = sound(field.set_value("3").run())
    sound(widget(at.text_input, "clean", "1.stock").set_value(shown).run())
    assert raw(store, row) == {"1": "outlier"}


def test_the_next_page_shows_the_other_rows(row: SittingRow, store: Store) -> None:
    at = opened(row)
    assert "Signaler la ligne 26" not in [one.label for one in at.selectbox]
    at = sound(widget(at.get("button_group"), "clean", "page").set_value(25).run())
    assert "Signaler la ligne 26" in [one.label for one in at.selectbox]


def test_the_table_is_marked_row_by_row(store: Store, row: SittingRow) -> None:
    variant = draw(load_folder(FIXTURES / "sheet"), 3)
    question = variant.case.question("clean")
    typed = question.raw(variant.scope().value("clean"), "fr")
    assert isinstance(typed, dict)
    typed = {place: text for place, text in typed.items() if text != "duplicate"}
    paper = mark(variant, {"clean": Answer(typed)})
    store.save_answer(row.id, row.learner_id, "clean", typed, "fr", NOW)
    store.hand_in(row.id, row.learner_id, NOW, paper.as_dict())
    page = html(opened(row, page="debrief"))
    assert "Les lignes signalées ou à signaler" in page
    assert "non signalée" in page
    assert "attendu\u00a0: Doublon" in page
