"""Documents to take away: each is made when its button is pressed, never while the page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from app import session
from app.settings import settings, version
from app.store import SittingRow
from cases import library
from cases.annex_documents import DocumentView

PDF = "application/pdf"


def marked_copy_button(sitting: SittingRow, key: str) -> None:
    """Offer the marked copy of a sitting handed in, in the language that it was sat in."""
    # All that the page knows is taken here: the file is made in another thread, where there is no page.
    store, viewer, now, here = session.store(), session.viewer(), session.clock().now(), zone()
    lang = session.as_lang(sitting.lang) or session.lang()

    def made() -> bytes:
        from app.reports.copy_source import copy_source  # noqa: PLC0415  (typst: only for who asks)
        from app.reports.marked_copy import marked_copy_pdf  # noqa: PLC0415
        from app.reports.pen import Pen  # noqa: PLC0415

        source = copy_source(store, viewer, sitting.id, sitting.learner_id, library.drawn)
        return marked_copy_pdf(source, Pen(lang, here), now)

    offer(
        session.t()("reports.download_copy"), made, f"logitrain-{sitting.case_slug}-{sitting.id[:8]}.pdf", key
    )


def passport_button(learner_id: int, referential: str, key: str) -> None:
    """Offer a learner's competence passport for one referential, in the page's language."""
    store, viewer, now, here = session.store(), session.viewer(), session.clock().now(), zone()
    lang, address = session.lang(), server_address()

    def made() -> bytes:
        from app.reports.passport import passport_pdf  # noqa: PLC0415  (typst: only for who asks)
        from app.reports.passport_source import passport_source  # noqa: PLC0415
        from app.reports.pen import Pen  # noqa: PLC0415
        from cases.coverage import coverage, offered  # noqa: PLC0415
        from cases.library import load  # noqa: PLC0415

        source = passport_source(store, viewer, learner_id, load, offered(coverage()), (referential,), here)
        return passport_pdf(source, Pen(lang, here), now, version(), address)

    offer(session.t()("reports.download_passport"), made, f"logitrain-{referential}-{now.date()}.pdf", key)


def document_button(view: DocumentView, key: str) -> None:
    """Offer a document of an annex, in its own language."""
    now = session.clock().now()

    def made() -> bytes:
        from app.reports.trade_document import document_pdf  # noqa: PLC0415  (typst: only for who asks)

        return document_pdf(view, now)

    label = session.t()("reports.download_document", title=view.title)
    offer(label, made, f"{view.file or view.name}.pdf", key, kind="tertiary")


def offer(
    label: str,
    made: Callable[[], bytes],
    name: str,
    key: str,
    *,
    mime: str = PDF,
    icon: str = ":material/picture_as_pdf:",
    shown: str | None = None,
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """A button that makes a file and hands it over under ``name``; ``shown`` tells what is in it."""
    st.download_button(
        label, made, file_name=name, mime=mime, key=key, icon=icon, on_click="ignore", help=shown, type=kind
    )  # fmt: skip


def server_address() -> str:
    """The address that this browser reaches the server by, without a slash: the one set for it, else the page's own."""
    if public := settings().public_url:
        return public
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def zone() -> tzinfo:
    """The browser's own time zone, for the moments in a document."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
