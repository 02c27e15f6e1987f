"""What a trade document is: sections of boxes on a grid of twelve, and a table of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic import Field as Key

from cases.numerals import Lang
from cases.quantity import UnknownUnit, unit_label

# Not those of ``cases.questions.base``: a question type reads documents, so documents cannot need questions.
Identifier = Annotated[str, Key(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
GRID = 12  # columns of the grid on which boxes stand

Width = Annotated[int, Key(ge=1, le=GRID)]
Kind = Literal["text", "quantity", "money", "date", "choice"]
Language = Literal["page", "fr", "en"]

CURRENCY = "EUR"


def _known_unit(unit: str) -> str:
    try:
        unit_label(unit, "en")
    except UnknownUnit as error:
        raise ValueError(str(error)) from error
    return unit


Unit = Annotated[str, AfterValidator(_known_unit)]


class Part(BaseModel):
    """A part of a document: frozen, and no key that the layout does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text in both languages."""

    fr: str = Key(min_length=1)
    en: str = Key(min_length=1)

    def text(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.fr if lang == "fr" else self.en


class _Entry(Part):
    """What a box and a column of lines share: an id, words, and the kind of what stands in it."""

    id: Identifier
    label: Words
    box: str = Key("", max_length=4, description="the number printed on the form, if it has one")
    kind: Kind = "text"
    unit: Unit | None = Key(None, description="of a quantity")
    decimals: int | None = Key(None, ge=0, le=4, description="of a quantity; as few as needed if not given")
    options: dict[Identifier, Words] = Key(default_factory=dict, description="of a choice")
    width: Width = 6

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"{self.id}: a choice has options, and nothing else has")
        if self.unit is not None and self.kind != "quantity":
            raise ValueError(f"{self.id}: only a quantity has a unit")
        return self

    def filter(self, currency: str = CURRENCY, *, with_unit: bool = True) -> str:
        """The filter of ``cases.quantity`` that writes a value of this kind ("" for a choice: see ``option``)."""
        if self.kind == "choice":
            return ""
        if self.kind in {"text", "date"}:
            return self.kind
        unit = currency if self.kind == "money" else self.unit
        decimals = 2 if self.kind == "money" and self.decimals is None else self.decimals
        if with_unit and unit is not None:
            return f"unit:{unit}" if decimals is None else f"unit:{unit}:{decimals}"
        return "num" if decimals is None else ("int", "dec1", "dec2", "dec3", "dec4")[decimals]

    def option(self, value: str, lang: Lang) -> str:
        """The words of an option; raises KeyError."""
        return self.options[value].text(lang)


class Field(_Entry):
    """A box of a document: its caption, its kind, and the room it takes."""

    lines: int = Key(1, ge=1, le=8, description="lines of text that it holds")
    sign: bool = Key(False, description="a box for a signature: shown empty, never asked")


class Column(_Entry):
    """A column of the lines of a document; its unit stands in its heading."""


class Section(Part):
    """Boxes that belong together, row by row, under a caption."""

    id: Identifier
    label: Words | None = None
    width: Width = GRID
    rows: list[list[Field]] = Key(min_length=1)

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        for row in self.rows:
            if sum(field.width for field in row) > GRID:
                raise ValueError(f"{self.id}: a row is wider than {GRID}")
        return self


class Lines(Part):
    """The table of a document: a line for each item."""

    label: Words
    columns: list[Column] = Key(min_length=1)
    least: int = Key(1, ge=0, le=30, description="lines printed even when fewer are filled")

    def column(self, identifier: str) -> Column:
        """The column of that id; raises KeyError."""
        return {column.id: column for column in self.columns}[identifier]


class Document(Part):
    """A trade document: sections, then lines, then closing sections (totals, conditions, signatures)."""

    name: Identifier
    title: Words
    language: Language = Key("page", description="of its captions and figures: the page's, or always one")
    sections: list[Section] = Key(min_length=1)
    lines: Lines | None = None
    closing: list[Section] = Key(default_factory=list)

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        ids = [field.id for field in self._each()]
        ids += [section.id for section in (*self.sections, *self.closing)]
        twice = sorted(name for name, count in Counter(ids).items() if count > 1)
        if self.lines is not None:
            columns = Counter(column.id for column in self.lines.columns)
            twice += sorted(name for name, count in columns.items() if count > 1)
        if twice:
            raise ValueError(f"ids that stand twice: {', '.join(twice)}")
        return self

    def _each(self) -> Iterator[Field]:
        for section in (*self.sections, *self.closing):
            for row in section.rows:
                yield from row

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every box by its id, in the order of the page."""
        return {field.id: field for field in self._each()}

    @cached_property
    def to_fill(self) -> dict[str, Field]:
        """The boxes that someone may be asked to fill: all but the signatures."""
        return {name: field for name, field in self.fields.items() if not field.sign}

    def lang(self, page: Lang) -> Lang:
        """The language of the document on a page in ``page``."""
        return page if self.language == "page" else self.language
