"""A gradebook as a workbook: marks, criteria per learner with their shares, questions; every text stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from app.exports.rows import Gradebook
from app.i18n import Lang, Translator, translator
from app.reports.rich_text import clean
from cases.referentials import referentials

Cell = str | float | int | datetime | None
HEAD: Final = {"bold": True, "bg_color": "#1D4A8C", "font_color": "#FFFFFF"}
MOST_CHARACTERS: Final = 32_767  # of a cell, by the format


def gradebook_xlsx(book: Gradebook, lang: Lang, made_at: datetime, zone: tzinfo = UTC) -> bytes:
    """The workbook; moments are written in ``zone``, shares as fractions shown in percent.

    The same gradebook and moment give the same bytes.
    """
    t = translator(lang)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False}) as workbook:
        workbook.set_properties({"title": clean(book.title), "created": made_at.replace(tzinfo=None)})
        sheet = _Sheets(workbook, lang, zone)
        sheet.write(t("exports.sheet_marks"), _mark_heads(book, t), _marks(book, t))
        names = (
            "name",
            "login",
            "attempt",
            "case",
            "referential",
            "code",
            "criterion",
            "points",
            "out_of",
            "share",
        )
        sheet.write(
            t("exports.sheet_criteria"), [t(f"exports.{one}") for one in names], _criteria(book, t), {9}
        )
        names = (
            "name",
            "login",
            "attempt",
            "case",
            "question",
            "points",
            "out_of",
            "share",
            "waiting",
            "found",
        )
        sheet.write(
            t("exports.sheet_questions"), [t(f"exports.{one}") for one in names], _questions(book, t), {7}
        )
    return out.getvalue()


class _Sheets:
    def __init__(self, workbook: Any, lang: Lang, zone: tzinfo) -> None:
        self.workbook, self.zone = workbook, zone
        self.head = workbook.add_format({**HEAD, "text_wrap": True, "valign": "top"})
        self.day = workbook.add_format(
            {"num_format": "dd/mm/yyyy hh:mm" if lang == "fr" else "d mmm yyyy hh:mm"}
        )
        self.share = workbook.add_format({"num_format": "0%"})
        self.figure = workbook.add_format({"num_format": "0.##"})

    def write(
        self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], shares: Iterable[int] = ()
    ) -> None:
        """A sheet with its heads frozen and filters over all its columns."""
        sheet = self.workbook.add_worksheet(name)
        percent = set(shares)
        widths = [len(head) for head in heads]
        for place, head in enumerate(heads):
            sheet.write_string(0, place, clean(head), self.head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._cell(sheet, count, place, value, place in percent)
                widths[place] = max(
                    widths[place], 16 if isinstance(value, datetime) else len(str(value or ""))
                )
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 2, 8), 60))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(heads) - 1)

    def _cell(self, sheet: Any, row: int, place: int, value: Cell, share: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            # Whatever it starts with: a text, never a formula nor a link.
            sheet.write_string(row, place, clean(value)[:MOST_CHARACTERS])
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.astimezone(self.zone).replace(tzinfo=None), self.day)
        else:
            sheet.write_number(row, place, value, self.share if share else self.figure)


def _mark_heads(book: Gradebook, t: Translator) -> list[str]:
    heads = [t("exports.name"), t("exports.login"), t("exports.email")]
    for column in book.columns:
        named = t("exports.paper", number=column.number, case=column.slug)
        heads += [t("exports.mark_of", name=named), t("exports.points_of", name=named)]
        heads += [t("exports.waiting_of", name=named), t("exports.handed_in_of", name=named)]
        heads += [t("exports.attempt_of", name=named), t("exports.seed_of", name=named)]
        heads += [t("exports.version_of", name=named)]
    if book.totals:
        heads += [t("exports.mark_of", name=book.title), t("exports.state")]
    return heads


def _marks(book: Gradebook, t: Translator) -> Iterable[list[Cell]]:
    for person in book.people:
        row: list[Cell] = [book.known_as(person, t), person.login, person.email]
        for column in book.columns:
            mark = book.of(person.learner_id, column.number)
            if mark is None:
                row += [None] * 7
                continue
            known = mark.out_of_20 if mark.max_score > 0 else None
            row += [
                known,
                mark.score,
                mark.pending or None,
                mark.handed_in_at,
                mark.sitting,
                mark.seed,
                mark.version,
            ]
        if book.totals:
            total = book.totals.get(person.learner_id)
            state = (
                "absent" if total is None or total.absent else "provisional" if total.provisional else "total"
            )
            row += [None if total is None else total.out_of_20, t(f"exports.{state}")]
        yield row


def _criteria(book: Gradebook, t: Translator) -> Iterable[list[Cell]]:
    known = {one.key: one.label[t.lang] for referential in referentials() for one in referential.criteria}
    for mark in book.marks:
        for one in mark.criteria:
            share = one.score / one.max_score if one.max_score > 0 else None
            yield [
                book.known_as(mark.person, t), mark.person.login, mark.sitting, mark.slug, one.referential, one.id,
                known.get(one.key, ""), one.score, one.max_score, share,
            ]  # fmt: skip


def _questions(book: Gradebook, t: Translator) -> Iterable[list[Cell]]:
    for mark in book.marks:
        for one in mark.questions:
            share = None if one.pending or one.max_score <= 0 else one.score / one.max_score
            yield [
                book.known_as(mark.person, t), mark.person.login, mark.sitting, mark.slug, one.id,
                one.score, one.max_score, share, t("exports.yes") if one.pending else None, ", ".join(one.codes),
            ]  # fmt: skip
