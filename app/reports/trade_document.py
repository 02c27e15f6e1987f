"""A trade document on paper: an annex as the paper shows it, or a form as somebody filled it, with its marks or not.

Words of the document are in its own language; those of its marks in that of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from app.reports.marked_copy import SIGNS
from app.reports.pdf import pdf
from app.reports.pen import Pen
from cases.annex_documents import BoxView, DocumentView, SectionView
from cases.debrief import PartDebrief
from cases.form_asking import SIGN, FormAsk, FormBox, FormSection
from cases.numerals import Lang
from cases.problem import message

FIGURES: Final = frozenset({"quantity", "money", "figure"})
Parts = Mapping[str, PartDebrief]

# A box as its template takes it: caption, room, what stands in it, and the lines of its mark.
Entry = dict[str, Any]


def document_pdf(view: DocumentView, at: datetime) -> bytes:
    """A document of an annex as a tagged PDF, made at the moment ``at``."""
    return pdf("trade_document", document_data(view), at)


def form_pdf(
    asked: FormAsk, texts: Mapping[str, str], name: str, page: Lang, at: datetime, parts: Parts | None = None
) -> bytes:
    """A form as a tagged PDF: see `form_data`."""
    return pdf("trade_document", form_data(asked, texts, name, page, parts), at)


def document_data(view: DocumentView) -> dict[str, Any]:
    """A document of an annex as plain data, as its template takes it."""
    lines = None
    if view.lines is not None:
        lines = {
            "label": view.lines.caption,
            "heads": [column.label for column in view.lines.columns],
            "sides": [column.align for column in view.lines.columns],
            "widths": list(view.widths),
            "rows": [[_entry(text) for text in row] for row in view.lines.rows],
            "blank": view.blank_lines,
        }
    return {
        **_head(view.title, view.lang, view.file),
        "notes_lang": view.lang,
        "sections": [_section(one) for one in view.sections],
        "lines": lines,
        "closing": [_section(one) for one in view.closing],
    }


def form_data(
    asked: FormAsk, texts: Mapping[str, str], name: str, page: Lang, parts: Parts | None = None
) -> dict[str, Any]:
    """A form as plain data: ``texts`` are what stands in the places filled, ``name`` says which paper it is of.

    With ``parts``, the marks of the places, each box shows its mark, and what belongs in it where it is wrong.
    """
    marks = parts or {}
    lines = None
    if asked.lines is not None:
        first = asked.lines.rows[0] if asked.lines.rows else ()
        lines = {
            "label": asked.lines.label,
            "heads": list(asked.lines.columns),
            "sides": ["right" if box.kind in FIGURES else "left" for box in first],
            "widths": [box.width for box in first],
            "rows": [[_filled(box, texts, marks, page) for box in row] for row in asked.lines.rows],
            "blank": 0,
        }
    return {
        **_head(asked.title, asked.lang, name),
        "notes_lang": page,
        "sections": [_form_section(one, texts, marks, page) for one in asked.sections],
        "lines": lines,
        "closing": [_form_section(one, texts, marks, page) for one in asked.closing],
    }


def _head(title: str, lang: Lang, name: str) -> dict[str, Any]:
    pen = Pen(lang)
    return {
        "lang": lang,
        "region": pen.region,
        "title": title,
        "author": "Logitrain",
        "keywords": ["Logitrain", *([name] if name else [])],
        "footer": pen.t("reports.document_footer", name=name or title),
        "page": pen.t("reports.page"),
    }


# -- a document of an annex -----------------------------------------------------------------------------
def _section(section: SectionView) -> dict[str, Any]:
    return {"label": section.label, "rows": [[_box(box) for box in row] for row in section.rows]}


def _box(box: BoxView) -> Entry:
    return _caption(box.box, box.label, box.width, box.lines, sign=box.sign) | _entry(box.text)


def _caption(number: str, label: str, width: int, lines: int, *, sign: bool) -> Entry:
    return {"number": number, "label": label, "width": width, "lines": lines, "empty": sign}


def _entry(text: str, sign: str = "", notes: Sequence[str] = (), *, struck: bool = False) -> Entry:
    return {"text": text, "sign": sign, "struck": struck, "notes": list(notes)}


# -- a form ---------------------------------------------------------------------------------------------
def _form_section(section: FormSection, texts: Mapping[str, str], marks: Parts, page: Lang) -> dict[str, Any]:
    rows = [
        [
            _caption(box.box, box.label, box.width, box.lines, sign=box.kind == SIGN)
            | _filled(box, texts, marks, page)
            for box in row
        ]
        for row in section.rows
    ]
    return {"label": section.label, "rows": rows}


def _filled(box: FormBox, texts: Mapping[str, str], marks: Parts, page: Lang) -> Entry:
    """What stands in a box: given, filled, or filled and marked as the debrief marks it."""
    part = marks.get(box.place)
    if part is None:
        return _entry(box.text or texts.get(box.place, ""))
    wrong = part.verdict != "right"
    notes = []
    if part.words and (wrong or part.expected != part.given) and part.words != message("part.correct", page):
        notes.append(part.words)
    if wrong and part.expected:
        notes.append(f"{Pen(page).t('form.expected')} {part.expected}")
    return _entry(part.given, SIGNS[part.verdict], notes, struck=wrong)
