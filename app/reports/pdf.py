"""From plain data to a tagged PDF: typst reads a template of this package, and the data as JSON.

The data are never part of the markup, so whatever a person typed prints as typed. Only the fonts that typst ships
are used: the same data give the same bytes on any machine. The standard is PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import typst

from app.reports.rich_text import clean

TEMPLATES: Final = Path(__file__).with_name("templates")
Template = Literal["marked_copy", "passport", "trade_document"]

# One compiler a template, kept for its parsed files and fonts; typst's compiler is not shared between threads.
_compilers: dict[str, typst.Compiler] = {}
_compiling = Lock()


def pdf(template: Template, data: Mapping[str, Any], at: datetime) -> bytes:
    """The document as PDF/UA-1; ``at`` is the moment that it bears. Raises typst.TypstError for a fault of ours."""
    found = _compiled(template, data, at, "pdf")
    assert isinstance(found, bytes)
    return found


def pages(template: Template, data: Mapping[str, Any], at: datetime) -> list[bytes]:
    """The pages of the document as PNG pictures, to look at."""
    found = _compiled(template, data, at, "png")
    return found if isinstance(found, list) else [found]


def _compiled(
    template: Template, data: Mapping[str, Any], at: datetime, form: Literal["pdf", "png"]
) -> bytes | list[bytes]:
    with _compiling:
        if template not in _compilers:
            _compilers[template] = typst.Compiler(
                input=TEMPLATES / f"{template}.typ",
                root=TEMPLATES,
                font_paths=typst.Fonts(include_system_fonts=False),
                ignore_system_fonts=True,
            )
        found = _compilers[template].compile(
            format=form,
            sys_inputs={"data": json.dumps(_cleaned(data), ensure_ascii=False)},
            pdf_standards=["ua-1"] if form == "pdf" else [],
            timestamp=int(at.timestamp()),
            ppi=80 if form == "png" else None,
        )
    assert found is not None
    return found


def _cleaned(data: Any) -> Any:
    """The same data without the characters that no document can show, nor the halves of a surrogate pair."""
    if isinstance(data, str):
        return clean(data).encode("utf-8", "replace").decode("utf-8")
    if isinstance(data, Mapping):
        return {str(key): _cleaned(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_cleaned(value) for value in data]
    return data
