"""The page that every address opens, completed before it leaves: its name, its language, where its server is.

Streamlit sends the same file for every page, called "Streamlit" in English until the application has started. And
from /sitting it first looks for its server under /sitting/, then waits a tenth of a second before it looks at the
root: told where to look, a reload is that much faster.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME: Final = "Logitrain"
# A proxy may serve the trainer under a folder of its own: only what this server knows of the address is taken off.
_WHERE: Final = (
    '<script>(()=>{{const p=location.pathname.replace(/\\/+$/,"").split("/");'
    'window.__streamlit={{BACKEND_BASE_URL:location.origin+p.slice(0,p.length-{depth}).join("/")+"/"}}}})()</script>'
)


class FrontPage:
    """ASGI middleware that completes Streamlit's own page and lets everything else through as it is."""

    def __init__(self, app: ASGIApp, lang: str) -> None:
        self.app = app
        self.lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; the answer is held until it is whole when it is a page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        parts: list[bytes] = []
        depth = len([part for part in scope["path"].split("/") if part])

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
                return
            if not held or message["type"] != "http.response.body":
                if held:
                    await send(held.pop())
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = b"".join(parts)
            packed = _headers(held[0]).get(b"content-encoding") == b"gzip"
            page = gzip.decompress(whole) if packed and whole else whole
            answer = completed(page, self.lang, depth)
            if answer == page:
                await send(held[0])
                await send({"type": "http.response.body", "body": whole})
                return
            sent = gzip.compress(answer, mtime=0) if packed else answer
            await send(_of_length(held[0], len(sent)))
            await send({"type": "http.response.body", "body": sent})

        await self.app(scope, receive, complete)


def completed(page: bytes, lang: str, depth: int) -> bytes:
    """Give Streamlit's page its name, its language and the way to its server; another page comes back as it was.

    `depth` is how many parts the address has below the server's root: 1 for /sitting.
    """
    title, tongue = b"<title>Streamlit</title>", b'<html lang="en">'
    if title not in page or tongue not in page:
        return page
    named = page.replace(title, f"<title>{NAME}</title>".encode(), 1)
    spoken = named.replace(tongue, f'<html lang="{lang}">'.encode(), 1)
    return spoken.replace(b"<head>", b"<head>" + _WHERE.format(depth=depth).encode(), 1)


def _headers(start: Message) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in start.get("headers", ())}


def _is_page(start: Message) -> bool:
    headers = _headers(start)
    readable = headers.get(b"content-encoding", b"gzip") == b"gzip"
    return start["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html") and readable


def _of_length(start: Message, length: int) -> Message:
    # What dates the file says nothing of what was added to it: the page, two kilobytes, is sent each time.
    dropped = (b"content-length", b"etag", b"last-modified")
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
    return {**start, "headers": [*headers, (b"content-length", str(length).encode())]}
