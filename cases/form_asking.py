"""A form as the page needs it: the document's boxes in their places, each with what it may hold; never the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.documents.model import Column, Document, Section
from cases.documents.model import Field as Box
from cases.expression_error import ExpressionError
from cases.form_fields import FormField
from cases.form_layout import cell
from cases.numerals import Lang
from cases.plain import Plain
from cases.quantity import format_value

INERT, GIVEN, SIGN = "inert", "given", "sign"

# The words of an option, by the id of its box or column.
Option = Callable[[str, str], str]


@dataclass(frozen=True)
class FormBox:
    """A box or a cell: its place in the answer, its caption, the room it takes, and what it holds.

    ``kind`` is that of the field to fill ("text", "choice", "figure"), "given" where ``text`` is already
    there, "inert" where nothing is asked, "sign" for a signature. ``note`` says how to write a figure.
    """

    place: str
    label: str
    box: str
    kind: str
    width: int
    lines: int = 1
    text: str = ""
    unit_label: str = ""
    placeholder: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FormSection:
    """Boxes that belong together, row by row on a grid of twelve."""

    id: str
    label: str
    rows: tuple[tuple[FormBox, ...], ...]


@dataclass(frozen=True)
class FormLinesView:
    """The lines: the captions of the columns, and the cells row by row."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[FormBox, ...], ...]


@dataclass(frozen=True)
class FormAsk:
    """The document to fill: ``lang`` is its own language, whatever the page's."""

    title: str
    lang: Lang
    sections: tuple[FormSection, ...]
    lines: FormLinesView | None
    closing: tuple[FormSection, ...]


@dataclass(frozen=True)
class Asking:
    """What a form needs to be asked: its document, its fields, and what is already in it, by place."""

    document: Document
    fields: Mapping[str, FormField]
    columns: Mapping[str, FormField]
    given: Mapping[str, Plain]
    rows: int
    lang: Lang
    page: Lang
    option: Option

    def ask(self) -> FormAsk:
        """The document, box by box; raises ExpressionError where what is given does not fit its box."""
        lines = self.document.lines
        return FormAsk(
            title=self.document.title.text(self.lang),
            lang=self.lang,
            sections=tuple(map(self._section, self.document.sections)),
            lines=FormLinesView(
                lines.label.text(self.lang),
                tuple(_caption(column, self.lang) for column in lines.columns),
                tuple(
                    tuple(self._cell(column, row) for column in lines.columns)
                    for row in range(1, self.rows + 1)
                ),
            )
            if lines is not None and self.rows
            else None,
            closing=tuple(map(self._section, self.document.closing)),
        )

    def _section(self, section: Section) -> FormSection:
        label = section.label.text(self.lang) if section.label is not None else ""
        rows = tuple(tuple(self._box(box) for box in row) for row in section.rows)
        return FormSection(section.id, label, rows)

    def _box(self, box: Box) -> FormBox:
        field = self.fields.get(box.id)
        found = self._entry(box, box.id, field, box.lines)
        return found if not box.sign else FormBox(box.id, found.label, box.box, SIGN, box.width, box.lines)

    def _cell(self, column: Column, row: int) -> FormBox:
        return self._entry(column, cell(row, column.id), self.columns.get(column.id), 1)

    def _entry(self, box: Box | Column, place: str, field: FormField | None, lines: int) -> FormBox:
        label = box.label.text(self.lang)
        if field is None:
            value = self.given.get(place)
            kind = INERT if value is None else GIVEN
            return FormBox(place, label, box.box, kind, box.width, lines, self._text(box, place, value))
        return FormBox(
            place,
            label,
            box.box,
            "figure" if field.is_figure else field.kind,
            box.width,
            lines,
            unit_label=field.unit_words(self.page) if field.is_figure else "",
            placeholder=field.placeholder(self.page) if field.is_figure else "",
            options=tuple((option, self.option(place, option)) for option in field.options),
        )

    def _text(self, box: Box | Column, place: str, value: Plain) -> str:
        if value is None:
            return ""
        if box.kind == "choice":
            return self.option(place, str(value))
        try:
            return format_value(value, box.filter(), self.lang)
        except (ValueError, TypeError, LookupError) as error:
            raise ExpressionError("form_given", place=box.id, why=str(error)) from error


def _caption(column: Column, lang: Lang) -> str:
    label = column.label.text(lang)
    return f"{column.box}. {label}" if column.box else label
