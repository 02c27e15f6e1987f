"""What a form sent us, read within bounds and believed only when it comes from one of our own pages."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from app.settings import Settings
from app.sign_in import COOKIE, csrf_of
from app.web.origin import from_our_page

FORM_COOKIE: Final = "lt_form"
FORM_FIELD: Final = "form_token"
MAX_BYTES: Final = 20_000
MAX_FIELDS: Final = 20


class ForeignForm(Exception):  # noqa: N818  (callers read it as a state)
    """A form that none of our pages sent, or that grew stale."""


async def posted(request: Request, settings: Settings) -> Mapping[str, str]:
    """The fields of a form, by name. Raises ForeignForm for one that is not ours, far too long, or no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not from_our_page(request, settings) or kind != "application/x-www-form-urlencoded":
        raise ForeignForm
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise ForeignForm
    try:
        text = body.decode("ascii")
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"))
    except ValueError as error:
        raise ForeignForm from error
    said, due = fields.get(FORM_FIELD, ""), form_token(request)
    if not due or not hmac.compare_digest(said.encode("utf-8", "replace"), due.encode()):
        raise ForeignForm
    return fields


def form_token(request: Request) -> str:
    """What a form must carry back: tied to the sign-in, else to a cookie that the form's page set; "" without."""
    tie = request.cookies.get(COOKIE) or request.cookies.get(FORM_COOKIE) or ""
    return csrf_of(tie) if tie else ""


def hidden(request: Request) -> tuple[dict[str, str], str | None]:
    """The hidden field of a form, and the cookie's value to set with it, None when the browser has one to tie to."""
    due = form_token(request)
    if due:
        return {FORM_FIELD: due}, None
    fresh = secrets.token_urlsafe(24)
    return {FORM_FIELD: csrf_of(fresh)}, fresh


def set_form_cookie(answer: Response, fresh: str | None, settings: Settings) -> None:
    """Gives the browser what its next form is tied to."""
    if fresh is not None:
        answer.set_cookie(
            FORM_COOKIE, fresh, max_age=4 * 3600, path="/auth", httponly=True, samesite="lax",
            secure=settings.is_secure,
        )  # fmt: skip
