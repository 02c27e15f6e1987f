"""The keys of a form in a case file: its document, what is to be filled in it, and its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from cases.documents import Document, UnknownDocument, documents, load_document
from cases.form_fields import FormColumn, FormField
from cases.form_layout import LINES, cell, completed, spoken
from cases.numerals import Lang
from cases.part import Identifier, Part, fault
from cases.plain import Plain
from cases.template import Source


class FormLines(Part):
    """The lines of the document: as many rows as may be filled, and what stands in each column."""

    rows: int = Field(ge=1, le=20, description="rows to fill; the answer may need fewer")
    answer: Source = Field(description="the lines: a list of records, one for each row")
    columns: dict[Identifier, FormColumn] = Field(min_length=1)
    given: dict[Identifier, Source] = Field(
        default_factory=dict, description="columns already filled: expressions over line and row"
    )


class FormFields(Part):
    """The keys of a form beside those of every question."""

    document: Identifier = Field(description="a file of cases/documents: packing_list, cmr…")
    language: Literal["document", "page", "fr", "en"] = Field(
        "document", description="of its captions: the document's own, the page's, or one"
    )
    boxes: dict[Identifier, FormField] = Field(default_factory=dict, description="those to fill")
    given: dict[Identifier, Source] = Field(default_factory=dict, description="boxes already filled")
    lines: FormLines | None = None
    consistent: dict[Identifier, Source] = Field(
        default_factory=dict, description="rules over own.<field>, own.lines and the graph"
    )
    rule_cost: float = Field(
        0.1, ge=0, le=0.5, description="share of the credit that a broken rule costs, at most"
    )

    # -- the format ---------------------------------------------------------------------------------
    @model_validator(mode="before")
    @classmethod
    def _said_by_the_document(cls, data: Any) -> Any:
        """The kind, the unit and the options of a field are the document's unless given."""
        return completed(data)

    @model_validator(mode="after")
    def _on_the_document(self) -> Self:
        """Every field stands on the document, once, and is there to be filled."""
        try:
            layout = load_document(self.document)
        except UnknownDocument as error:
            raise fault("document_unknown", item=self.document, known=", ".join(documents())) from error
        if self.lines is not None and layout.lines is None:
            raise fault("document_lines", item=self.document)
        if not self.boxes and self.lines is None:
            raise fault("form_empty")
        columns = {column.id for column in layout.lines.columns} if layout.lines is not None else set[str]()
        lines = self.lines
        for known, named in (
            (layout.to_fill, (*self.boxes, *self.given)),
            (columns, (*lines.columns, *lines.given) if lines is not None else ()),
        ):
            for item, count in Counter(named).items():
                if item not in known:
                    raise fault("form_box", item=item, document=self.document, known=", ".join(known))
                if count > 1:
                    raise fault("form_twice", item=item)
        known = {*self.boxes, *self.given, *((LINES,) if lines is not None else ())}
        rules = {**self.consistent, **{name: field.follows for name, field in self.boxes.items()}}
        for name, rule in rules.items():
            for item in sorted(spoken(rule) - known):
                raise fault("form_rule", rule=name, item=item, known=", ".join(known))
        return self

    @cached_property
    def layout(self) -> Document:
        """The document."""
        return load_document(self.document)

    def lang(self, page: Lang) -> Lang:
        """The language of the document on a page in ``page``."""
        if self.language == "page":
            return page
        return self.layout.lang(page) if self.language == "document" else self.language

    @cached_property
    def places(self) -> Mapping[str, FormField]:
        """The field of each place, in the order of the document: boxes, then the cells row by row."""
        found: dict[str, FormField] = {
            name: self.boxes[name] for name in self.layout.fields if name in self.boxes
        }
        if self.lines is not None:
            for row in range(1, self.lines.rows + 1):
                found |= {cell(row, name): field for name, field in self.lines.columns.items()}
        return found

    def record(self, values: Mapping[str, Plain]) -> dict[str, Plain]:
        """Values by place as one record: the boxes, and the lines where the document has some to fill."""
        found: dict[str, Plain] = {name: values.get(name) for name in self.places if name in self.boxes}
        if self.lines is not None:
            found[LINES] = [
                {name: values.get(cell(row, name)) for name in self.lines.columns}
                for row in range(1, self.lines.rows + 1)
            ]
        return found

    def flat(self, value: Plain) -> dict[str, Plain]:
        """The values of a record by place, those that are there."""
        if not isinstance(value, dict):
            return {}
        found = {name: value.get(name) for name in self.boxes}
        lines = value.get(LINES)
        for row, line in enumerate(lines if isinstance(lines, list) else [], start=1):
            if isinstance(line, dict):
                found |= {cell(row, name): one for name, one in line.items()}
        return {place: found[place] for place in self.places if found.get(place) is not None}
