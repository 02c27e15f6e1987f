"""Trade documents on paper: every field printed, filled or marked, tagged, and nothing typed is run."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pdf_reading import objects, texts
from streamlit.testing.v1 import AppTest

from app.reports.trade_document import document_data, document_pdf, form_data, form_pdf
from app.widgets.form_paper import boxes, filled
from cases.annex_documents import BoxView, DocumentView, SectionView
from cases.annex_grids import ColumnView, TableView
from cases.answers import Answer
from cases.debrief import PartDebrief, debrief
from cases.documents import documents, load_document
from cases.documents.model import Column, Field, Section
from cases.form_asking import FormAsk
from cases.load import load_folder
from cases.marking import mark
from cases.numerals import Lang
from cases.questions.form import FormQuestion
from cases.variant import Variant, draw
from cases.views import annexes
from cases.wording import QuestionWords

CASES = Path(__file__).parents[1] / "cases"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOSTILE = '#import "x.typ"\n*gras* $y$ [z](w) \\ #panic() \x07'
FIGURE = frozenset({"quantity", "money"})


def every_box(name: str, lang: Lang, text: str = "") -> DocumentView:
    """A document with something in every box: its own id, or a text."""
    layout = load_document(name)

    def box(field: Field) -> BoxView:
        said = "" if field.sign else text or f"in-{field.id}"
        label, lines = field.label.text(lang), field.lines
        return BoxView(field.id, label, field.box, said, field.kind, field.width, lines, field.sign)

    def section(one: Section) -> SectionView:
        label = one.label.text(lang) if one.label is not None else ""
        return SectionView(one.id, label, one.width, tuple(tuple(map(box, row)) for row in one.rows))

    def head(one: Column) -> ColumnView:
        return ColumnView(one.id, one.label.text(lang), "right" if one.kind in FIGURE else "left")

    lines, columns = None, layout.lines.columns if layout.lines is not None else []
    if layout.lines is not None:
        rows = (tuple(text or f"at-{one.id[:5]}" for one in columns),)
        caption = layout.lines.label.text(lang)
        lines = TableView("l", caption, tuple(map(head, columns)), rows, "lines", b"", "x.csv")
    widths = tuple(one.width for one in columns)
    parts = [tuple(map(section, some)) for some in (layout.sections, layout.closing)]
    return DocumentView("d", name, layout.title.text(lang), lang, parts[0], lines, widths, 1, parts[1], "a-7")


def printed(pdf: bytes) -> str:
    """All that the file says, in any of its fonts, without spaces."""
    return "\n".join(texts(pdf)).replace("\u00a0", "").replace("\u202f", "")


def bare(text: str) -> str:
    return "".join(text.split()).replace("\u00a0", "").replace("\u202f", "")


@pytest.mark.parametrize("name", documents())
def test_a_document_prints_every_caption_and_every_field(name: str) -> None:
    for lang in ("fr", "en"):
        view = every_box(name, lang)
        file = document_pdf(view, NOW)
        said = printed(file)
        fields = [one for one in load_document(name).fields.values() if not one.sign]
        assert [one.id for one in fields if f"in-{one.id}" not in said] == []
        assert view.lines is None or all(cell in said for row in view.lines.rows for cell in row)
        labels = [
            box.label
            for part in (view.sections, view.closing)
            for one in part
            for row in one.rows
            for box in row
        ]
        # A caption may be cut between two lines: its first word stands whole.
        assert [label for label in labels if bare(label.split()[0]) not in said] == []
        for tag in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", f"/Lang({lang}".encode()):
            assert tag in objects(file), tag


def test_the_same_document_gives_the_same_bytes() -> None:
    view = every_box("cmr", "fr")
    assert document_pdf(view, NOW) == document_pdf(view, NOW)


def test_what_stands_in_a_document_prints_as_it_is() -> None:
    said = printed(document_pdf(every_box("draft", "en", HOSTILE), NOW))
    for text in ('#import"x.typ"', "*gras*$y$[z](w)\\#panic()"):
        assert text in said


def test_an_annex_prints_what_its_page_shows() -> None:
    variant = draw(load_folder(CASES / "tables_and_documents"), 3)
    for lang in ("fr", "en"):
        found = [document for one in annexes(variant, lang) for document in one.documents]
        assert found
        for view in found:
            assert view.file.startswith(f"{variant.case.slug}-3-")
            data, said = document_data(view), printed(document_pdf(view, NOW))
            assert data["lang"] == view.lang
            shown = [
                box.text
                for part in (view.sections, view.closing)
                for one in part
                for row in one.rows
                for box in row
            ]
            shown += [cell for row in view.lines.rows for cell in row] if view.lines is not None else []
            assert [text for text in shown if bare(text.split("\n")[0]) not in said] == []


# -- forms ----------------------------------------------------------------------------------------------
@cache
def variant() -> Variant:
    return draw(load_folder(CASES / "fixtures" / "form"), 3)


def form(page: Lang) -> tuple[FormQuestion, FormAsk]:
    question = variant().case.question("packing")
    assert isinstance(question, FormQuestion)
    return question, question.ask(variant().scope(), QuestionWords(variant(), question.id, page))


def test_a_form_prints_as_it_is_filled() -> None:
    question, asked = form("fr")
    raw = {"consignee": HOSTILE, "line1.net_weight": "120,5", "incoterm": "CIF", "total_net": "abc"}
    given = filled(question, asked, Answer(raw, "fr"))
    options = next(dict(box.options) for box in boxes(asked) if box.place == "incoterm")
    assert given["line1.net_weight"] == "120.5\u00a0kg", "in the language of the document"
    assert given["incoterm"] == options["CIF"]
    assert given["total_net"] == "abc", "what cannot be read stands as typed"
    assert filled(question, asked, None) == {}
    said = printed(form_pdf(asked, given, "form-3", "fr", NOW))
    for text in ("120.5kg", bare(options["CIF"]), '#import"x.typ"', "CharnièresduVal,Annecy", "form-3"):
        assert text in said
    assert form_data(asked, given, "form-3", "fr")["lang"] == "en"


@pytest.mark.parametrize("page", ["fr", "en"])
def test_a_form_that_was_marked_says_what_belongs_where(page: Lang) -> None:
    question, asked = form(page)
    number = str(variant().scope().value("number"))
    answers = {"packing": Answer({"number": number, "consignee": "Ribero", "line1.quantity": "999"}, "en")}
    found = debrief(variant(), answers, mark(variant(), answers), page)
    parts: dict[str, PartDebrief] = {
        part.id: part for one in found if one.id == question.id for part in one.parts
    }
    data = form_data(asked, filled(question, asked, answers["packing"]), "form-3", page, parts)
    entries = {box["label"]: box for one in data["sections"] for row in one["rows"] for box in row}
    assert (entries["List no."]["sign"], entries["List no."]["struck"]) == ("✓", False)
    wrong = entries["Consignee"]
    assert (wrong["text"], wrong["struck"]) == ("Ribero", True)
    expected = {"fr": "attendu\u00a0: Oficinas Ribeiro, Porto", "en": "expected: Oficinas Ribeiro, Porto"}[
        page
    ]
    assert expected in wrong["notes"]
    file = form_pdf(asked, {}, "form-3", page, NOW, parts)
    assert bare(expected) in printed(file)
    assert b"pdfuaid" in objects(file)


def page(folder: str, lang: str) -> None:
    from pathlib import Path  # noqa: PLC0415  (AppTest runs this body by itself)
    from types import SimpleNamespace  # noqa: PLC0415

    from app import session  # noqa: PLC0415
    from app.widgets.form_paper import offer_form  # noqa: PLC0415
    from cases.answers import Answer  # noqa: PLC0415
    from cases.load import load_folder  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    session.set_lang(lang)
    drawn = draw(load_folder(Path(folder)), 3)
    held = {"packing": SimpleNamespace(answer=Answer({"consignee": "Ribero"}, lang))}
    work = SimpleNamespace(variant=drawn, answers=lambda: held, key=lambda *parts: ":".join(parts))
    offer_form(work, drawn.case.question("packing"))


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("fr", "Télécharger le document «\u00a0Packing list\u00a0» en PDF"),
        ("en", "Download the document “Packing list” as PDF"),
    ],
)
def test_a_form_is_offered_as_it_stands(lang: str, label: str) -> None:
    folder = str(CASES / "fixtures" / "form")
    at = AppTest.from_function(page, default_timeout=60, kwargs={"folder": folder, "lang": lang}).run()
    assert not at.exception
    assert [button.proto.label for button in at.get("download_button")] == [label]
