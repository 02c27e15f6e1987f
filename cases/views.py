"""What a learner may see of a variant before handing in: no key can be reached from here."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.paper import Paper
from cases.plain import Plain, Scalar, is_number, is_scalar
from cases.problem import message
from cases.questions.base import FieldView, Question
from cases.questions.choice import ChoiceQuestion
from cases.questions.decision import DecisionQuestion
from cases.render import render, shown
from cases.schema import LABEL, Annex
from cases.variant import Variant
from sim.streams import stream

TEXTUAL = frozenset({LABEL, "text", "month", "date"})


@dataclass(frozen=True)
class ColumnView:
    """A column: its heading, and which side its figures lean to."""

    id: str
    label: str
    align: str


@dataclass(frozen=True)
class TableView:
    """A table of an annex as shown, and as a CSV file for a spreadsheet of the page's language."""

    id: str
    caption: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str
    csv: bytes
    filename: str


@dataclass(frozen=True)
class AnnexView:
    """A numbered annex: words, then tables."""

    id: str
    number: int
    title: str
    intro: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class OptionView:
    """An option of a choice."""

    id: str
    text: str


@dataclass(frozen=True)
class QuestionView:
    """A question as asked."""

    id: str
    number: int
    type: str
    title: str
    prompt: str
    points: float
    hints: tuple[str, ...]
    fields: tuple[FieldView, ...]
    options: tuple[OptionView, ...]
    several: bool
    trials: int = 0


def brief(variant: Variant, lang: Lang) -> str:
    """The company file, as Markdown."""
    return render(variant.case.papers[lang].body("brief"), variant.scope(), lang)


def annexes(variant: Variant, lang: Lang) -> tuple[AnnexView, ...]:
    """The annexes, numbered from 1."""
    return tuple(
        _annex(variant, annex, number, lang)
        for number, annex in enumerate(variant.case.file.annexes, start=1)
    )


def questions(variant: Variant, lang: Lang) -> tuple[QuestionView, ...]:
    """The questions, numbered from 1."""
    return tuple(
        _question(variant, question, number, lang)
        for number, question in enumerate(variant.case.questions, start=1)
    )


def _annex(variant: Variant, annex: Annex, number: int, lang: Lang) -> AnnexView:
    paper, scope = variant.case.papers[lang], variant.scope()
    section = paper.sections[annex.id]
    values = {name: scope.evaluate(template) for name, template in variant.case.annexes[annex.id].items()}
    tables = []
    if annex.record:
        formats = {name: cell.format for name, cell in annex.record.items()}
        tables.append(_record(variant, annex.id, paper, lang, formats, values))
    if annex.columns:
        formats = {name: column.format for name, column in annex.columns.items()}
        tables.append(_table(variant, annex.id, paper, lang, formats, values))
    return AnnexView(
        annex.id, number, section.title.text, render(section.body.text, scope, lang), tuple(tables)
    )


def _record(
    variant: Variant,
    annex: str,
    paper: Paper,
    lang: Lang,
    formats: Mapping[str, str],
    values: Mapping[str, Plain],
) -> TableView:
    labels = paper.sections[f"{annex}.record"].items
    columns = (
        ColumnView("field", message("annex.field", lang), "left"),
        ColumnView("value", message("annex.value", lang), "right"),
    )
    grid = [[(labels[name].text, "text"), (values[f"record.{name}"], how)] for name, how in formats.items()]
    # An annex may hold a record and a table: their files need two names.
    return _written(variant, annex, paper, lang, columns, grid, ("record", "record", f"{annex}-record"))


def _table(
    variant: Variant,
    annex: str,
    paper: Paper,
    lang: Lang,
    formats: Mapping[str, str],
    values: Mapping[str, Plain],
) -> TableView:
    labels = paper.sections[f"{annex}.columns"].items
    lists = {name: value for name in formats if isinstance(value := values[f"columns.{name}"], list)}
    if len(lists) != len(formats) or len({len(column) for column in lists.values()}) != 1:
        raise ExpressionError("annex_columns", annex=annex)
    columns = tuple(
        ColumnView(name, labels[name].text, "left" if how in TEXTUAL else "right")
        for name, how in formats.items()
    )
    height = range(len(next(iter(lists.values()))))
    grid = [[(lists[name][row], how) for name, how in formats.items()] for row in height]
    return _written(variant, annex, paper, lang, columns, grid, ("columns", "table", annex))


def _written(
    variant: Variant,
    annex: str,
    paper: Paper,
    lang: Lang,
    columns: tuple[ColumnView, ...],
    grid: Sequence[Sequence[tuple[Plain, str]]],
    names: tuple[str, str, str],
) -> TableView:
    """A grid of values and formats, as shown and as a CSV file; ``names``: its section, its kind, its file."""
    section, kind, file = names
    rows = tuple(tuple(_cell(paper, annex, value, how, lang) for value, how in row) for row in grid)
    raw = [tuple(_csv_cell(paper, annex, value, how, lang) for value, how in row) for row in grid]
    return TableView(
        f"{annex}.{section}",
        paper.sections[f"{annex}.{section}"].title.text,
        columns,
        rows,
        kind,
        _csv(tuple(column.label for column in columns), raw, lang),
        f"{variant.case.slug}-{variant.seed}-{file}-{lang}.csv",
    )


def _cell(paper: Paper, annex: str, value: Plain, how: str, lang: Lang) -> str:
    if how != LABEL:
        return shown(value, how, lang)
    words = paper.words(f"{annex}.labels", str(value))
    if words is None:
        raise ExpressionError("annex_label", annex=annex, label=str(value))
    return words.text


def _csv_cell(paper: Paper, annex: str, value: Plain, how: str, lang: Lang) -> str:
    """A cell that a spreadsheet of the page's language reads as a figure: no thousands mark, its own decimal mark."""
    if how in TEXTUAL or not is_number(value):
        assert is_scalar(value)
        return _cell(paper, annex, value, how, lang)
    return _decimal(value, lang)


def _decimal(value: Scalar, lang: Lang) -> str:
    text = format(Decimal(repr(value)).normalize(), "f")
    return text.replace(".", ",") if lang == "fr" else text


def _csv(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], lang: Lang) -> bytes:
    # A French spreadsheet takes the comma as a decimal mark, so its files part their columns with semicolons;
    # the byte order mark makes it read UTF-8.
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _question(variant: Variant, question: Question, number: int, lang: Lang) -> QuestionView:
    paper, scope = variant.case.papers[lang], variant.scope()
    section = paper.sections[question.id]
    hints = paper.sections.get(f"{question.id}.hints")
    several = isinstance(question, ChoiceQuestion) and question.several
    inputs = paper.sections.get(f"{question.id}.inputs")
    words = {name: found.text for name, found in inputs.items.items()} if inputs else {}
    return QuestionView(
        id=question.id,
        number=number,
        type=question.type,
        title=section.title.text,
        prompt=render(section.body.text, scope, lang),
        points=question.points,
        hints=tuple(render(step.text, scope, lang) for step in hints.steps) if hints else (),
        fields=question.fields(lang, words),
        options=_options(variant, question, paper, lang) if isinstance(question, ChoiceQuestion) else (),
        several=several,
        trials=question.trials if isinstance(question, DecisionQuestion) else 0,
    )


def _options(variant: Variant, question: ChoiceQuestion, paper: Paper, lang: Lang) -> tuple[OptionView, ...]:
    order = list(question.options)
    if question.shuffle:
        rng = stream(variant.seed, "case", variant.case.slug, "options", question.id)
        order.sort(key=dict(zip(order, rng.random(len(order)).tolist(), strict=True)).__getitem__)
    words = paper.sections[f"{question.id}.options"].items
    return tuple(OptionView(option, render(words[option].text, variant.scope(), lang)) for option in order)
