"""What a learning platform's pages send us, and pages of ours that must show in its frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app.settings import Settings
from app.web.posted import ForeignForm

MAX_BYTES: Final = 200_000
MAX_FIELDS: Final = 60
FRAMES: Final = ("iframe", "frame", "embed", "object")


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form posted from anywhere, or of the address. Raises ForeignForm for what is no form.

    Nothing in them is believed: a launch is proved by its token and its state.
    """
    if request.method != "POST":
        return {name: value for name, value in request.query_params.items() if len(value) <= 4000}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise ForeignForm
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise ForeignForm
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"))
    except ValueError as error:
        raise ForeignForm from error


def in_frame(request: Request) -> bool:
    """Whether the browser will show the answer inside another page."""
    return request.headers.get("sec-fetch-dest", "") in FRAMES


def here(request: Request, settings: Settings) -> str:
    """The address that people open, as it is typed into the platform."""
    return settings.public_url or f"http://{request.headers.get('host', '')}"


def allow(answer: Response, *, frame: Iterable[str] = (), send_to: str = "") -> Response:
    """The same page, which these platforms may show in their own, and whose form may go to that address."""
    policy = answer.headers["Content-Security-Policy"]
    origins = " ".join(dict.fromkeys(one for one in map(origin, frame) if one))
    if origins:
        policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {origins}")
    if origin(send_to):
        policy = policy.replace("form-action 'self'", f"form-action 'self' {origin(send_to)}")
    answer.headers["Content-Security-Policy"] = policy
    return answer


def origin(address: str) -> str:
    """Scheme, host and port of a web address, "" for what is none: fit for a Content-Security-Policy."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain = host.isascii() and all(one.isalnum() or one in ".-" for one in host)
    if parts.scheme not in ("http", "https") or not host or not plain:
        return ""
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def set_state_cookie(answer: Response, name: str, value: str, seconds: int, settings: Settings) -> None:
    """Gives the browser what ties a launch to it. The platform's page posts the answer: the cookie must come along.

    Partitioned: browsers that keep cookies of framed pages apart then keep this one.
    """
    kind = "SameSite=None; Secure; Partitioned" if settings.is_secure else "SameSite=Lax"
    text = f"{name}={value}; Max-Age={seconds}; Path=/lti; HttpOnly; {kind}"
    answer.headers.append("set-cookie", text)
