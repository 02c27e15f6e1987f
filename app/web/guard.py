"""The door of a class's server: without a sign-in a page leads to the sign-in page, and no file is given out.

The pages ask the store again at every run, since a sign-in may end while a page is open and a websocket is
let through here: this door only spares strangers the application, and those who must choose a password of
their own the way to it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.clock import Clock, SystemClock
from app.sign_in import COOKIE, viewer_of
from app.store import StoreError, shared_store
from app.web.desk import PASSWORD, SIGN_IN

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.access import Viewer
    from app.settings import Settings

# The application's own files hold nothing of anybody, and /health says nothing but "ok". A launch from a
# learning platform brings its own proof.
OPEN: Final = (
    "/auth/",
    "/static/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/health",
    "/lti/",
    "/favicon",
)


class Door:
    """ASGI middleware that asks for a sign-in before anything but the open paths."""

    def __init__(self, app: ASGIApp, settings: Settings, clock: Clock | None = None) -> None:
        self.app = app
        self.settings = settings
        self.clock = clock or SystemClock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path.startswith(OPEN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            found = await asyncio.to_thread(self._who, request.cookies.get(COOKIE))
        except StoreError:
            # The pages say it better, and can say it to a person.
            await self.app(scope, receive, send)
            return
        if found is not None and not found.must_change:
            await self.app(scope, receive, send)
            return
        answer: Response = PlainTextResponse("sign in first", 401)
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            after = path + (f"?{request.url.query}" if request.url.query else "")
            lang = request.query_params.get("lang", "")
            query = urlencode({"next": after} | ({"lang": lang} if lang else {}))
            answer = RedirectResponse(f"{SIGN_IN if found is None else PASSWORD}?{query}", 303)
        answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)

    def _who(self, token: str | None) -> Viewer | None:
        store = shared_store(self.settings.database_url)
        return viewer_of(store, token, self.clock.now(), class_mode=True)
