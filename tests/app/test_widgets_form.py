"""A form on the page: boxes filled where they stand, saved one by one, marked on the document once handed in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screens_harness import HOSTILE, NOW, fill, filled, html, new_store, open_page, sound
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from app.widgets import filled_form
from app.widgets.answering import form
from cases.answers import Answer, Raw
from cases.debrief import PartDebrief
from cases.form_asking import FormAsk, FormBox, FormLinesView, FormSection
from cases.load import load_folder
from cases.marking import mark
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
SEED = 3


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, "form", 1, SEED, "fr", NOW)


def raw(store: Store, row: SittingRow) -> Raw:
    return store.answers(row.id, row.learner_id)["packing"].raw


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def test_each_box_is_saved_where_it_stands(store: Store, row: SittingRow) -> None:
    at = sound(fill(opened(row), "packing", {"consignee": "Oficinas Ribeiro"}))
    at = sound(fill(at, "packing", {"line1.net_weight": "120,5"}))
    sound(fill(at, "packing", {"incoterm": "CIF"}))
    assert raw(store, row) == {
        "consignee": "Oficinas Ribeiro", "line1.net_weight": "120,5", "incoterm": "CIF",
    }  # fmt: skip
    at = opened(row)
    page = filled(at, "packing")
    assert page["texts"] == raw(store, row)
    assert page["lines"] == {"line1.net_weight": ["lu\u00a0: 120,5\u00a0kg", False]}
    assert "Charnières du Val, Annecy" in page["html"]
    assert "Invoice no." in page["html"]
    sound(fill(at, "packing", {"consignee": ""}))
    assert "consignee" not in raw(store, row)


def test_the_page_says_how_to_write_what_it_cannot_read(store: Store, row: SittingRow) -> None:
    sound(fill(opened(row), "packing", {"total_net": "abc"}))
    at = opened(row)
    said, wrong = filled(at, "packing")["lines"]["total_net"]
    assert (
        said.replace("\u202f", " ")
        .replace("\u00a0", " ")
        .startswith("! « abc » ne se lit pas comme un nombre")
    )
    assert wrong
    sound(fill(at, "packing", {"total_net": "12,5"}))
    assert not any(wrong for _, wrong in filled(opened(row), "packing")["lines"].values())


def test_what_was_typed_in_the_other_language_is_kept(store: Store, row: SittingRow) -> None:
    sound(fill(opened(row), "packing", {"total_gross": "1 234,5", "incoterm": "FCA"}))
    at = opened(row, "en")
    assert filled(at, "packing")["texts"]["incoterm"] == "FCA"
    sound(fill(at, "packing", {"number": "PL-1"}), "en")
    found = raw(store, row)
    assert isinstance(found, dict)
    assert (found["total_gross"], found["incoterm"]) == ("1,234.5 kg".replace(" ", "\u00a0"), "FCA")
    said = filled(opened(row, "en"), "packing")["lines"]
    assert said["total_gross"] == ["read: 1,234.5\u00a0kg", False]


def test_every_field_has_a_label_of_its_own(row: SittingRow) -> None:
    page = filled(opened(row), "packing")["html"]
    labels = re.findall(r'<label><span class="caption">([^<]+)</span><(?:input|select) ', page)
    assert len(labels) == len(re.findall(r"data-at=", page))
    assert "Total gross weight (kg)" in labels
    assert labels.count("Net weight (kg)") == 4


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_marks_the_document(store: Store, row: SittingRow, lang: str) -> None:
    variant = draw(load_folder(FIXTURES / "form"), SEED)
    number = str(variant.scope().value("number"))
    given = {"number": number, "consignee": "<b>Ribero</b>", "notify": "x", "line1.quantity": "999"}
    store.save_answer(row.id, row.learner_id, "packing", given, "en", NOW)
    store.hand_in(row.id, row.learner_id, NOW, mark(variant, {"packing": Answer(given, "en")}).as_dict())
    page = html(opened(row, lang, "debrief"))
    words = {
        "fr": ("attendu\u00a0: Oficinas Ribeiro, Porto", "à laisser vide"),
        "en": ("expected: Oficinas Ribeiro, Porto", "to be left empty"),
    }
    assert [one for one in words[lang] if one not in page] == []
    assert 'class="box right"' in page
    assert 'class="box wrong"' in page
    assert 'class="box blank"' in page
    assert "lt-doc-marked" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_entered_never_becomes_markup(text: str) -> None:
    def boxes(what: str) -> tuple[FormBox, ...]:
        kinds = ("text", "given", "inert", "sign")
        return tuple(FormBox(f"{place}", what, what, kind, 3, 1, what) for place, kind in enumerate(kinds))

    def made(what: str) -> str:
        section = FormSection(what, what, (boxes(what),))
        lines = FormLinesView(what, (what,) * 4, (boxes(what),))
        part = PartDebrief("0", what, "wrong", 0, what, what, what)
        return filled_form.html(
            FormAsk(what, "en", (section,), lines, (section,)), {"0": part}, "fr", what, "-"
        )

    one, none = made(text), made("x")
    assert [one.count(mark_) for mark_ in '<>"'] == [none.count(mark_) for mark_ in '<>"']


def test_a_list_of_long_words_takes_more_room_in_a_line() -> None:
    def cell(kind: str, *words: str) -> FormBox:
        options = tuple((one, one) for one in words)
        return FormBox(f"line1.{kind}", kind, "", "choice" if words else "figure", 3, options=options)

    cells = [
        cell("cause", "Référence coupée", "Stock bas"),
        cell("owner", "T. Garrigou"),
        cell("due"),
        cell("cost"),
    ]
    assert [[form._cell_width(box) for box in row] for row in form._across(cells)] == [[4, 3, 3], [3]]
