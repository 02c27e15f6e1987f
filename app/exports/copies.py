"""Every marked copy of an assessment in one zip file, a PDF for each paper handed in."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime

from app.access import Viewer, require
from app.exports.rows import exam_gradebook
from app.reports.copy_source import Draw, copy_source
from app.reports.marked_copy import marked_copy_pdf
from app.reports.pen import Pen
from app.store import Store
from cases.problem import CaseError


def marked_copies(
    store: Store,
    viewer: Viewer,
    exam_id: str,
    draw: Draw,
    pen: Pen,
    at: datetime,
    told: Callable[[int, int], object] = lambda _done, _all: None,
) -> bytes:
    """The zip file, its copies by name; by number alone where candidates go by their numbers.

    A copy takes a second or so: ``told`` is given how many of how many are done, before each. A copy whose case can
    no longer be read is a text that says so. Raises RoleForbids, ExamNotFound.
    """
    require(viewer, "export")
    book = exam_gradebook(store, viewer, exam_id, at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for done, mark in enumerate(book.marks):
            told(done, len(book.marks))
            number = book.numbers.get(mark.person.learner_id)
            who = pen.t("exam.number", number=number) if number else mark.person.display
            name = f"{plain_name(who)}-{mark.paper}-{mark.slug}-{mark.sitting[:8]}"
            try:
                source = copy_source(store, viewer, mark.sitting, mark.person.learner_id, draw)
                kind, data = "pdf", marked_copy_pdf(source, pen, at)
            except CaseError as error:
                kind, data = "txt", error.explain(pen.lang).encode()
            packed.writestr(zipfile.ZipInfo(f"{name}.{kind}", at.timetuple()[:6]), data)
    return out.getvalue()


def plain_name(text: str) -> str:
    """A name that any file system takes: letters without accents, digits and hyphens."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-").lower()[:60] or "copy"
