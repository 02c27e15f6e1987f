"""Making an account of one's own: with an invitation code, or as the first administrator of a new server."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from app import sign_in as signing
from app.clock import Clock
from app.i18n import Translator
from app.passwords import WeakPassword
from app.settings import Settings
from app.store import BadInvitation, StoreError, TooManyAttempts
from app.web.desk import JOIN, SET_UP, Desk, Form, new_person, pass_on, person, twice
from app.web.pages import Field, page, paragraph
from app.web.posted import posted


class EnrolPages(Desk):
    """The pages of those who have no account yet; `set_up_token` opens the one of the first administrator."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.set_up_token = secrets.token_urlsafe(24)

    @property
    def set_up_address(self) -> str:
        """The path of the page that makes the first administrator; only the console tells it."""
        return f"{SET_UP}?token={self.set_up_token}"

    async def show_join(
        self, request: Request, t: Translator, error: str = "", status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """The form that makes an account with an invitation code."""
        typed = typed or {"code": request.query_params.get("code", "")[:20]}
        code = Field(
            "code", t("accounts.field.code"), value=typed.get("code", ""), hint=t("accounts.field.code_hint"),
            longest=20,
        )  # fmt: skip
        shown = Form("join", JOIN, (code, *new_person(t, typed)), self.to_sign_in(t))
        return self.form(request, t, shown, error, status)

    async def do_join(self, request: Request, t: Translator) -> Response:
        """Makes the account and signs it in."""
        fields = await posted(request, self.settings)
        try:
            opened = await self.work(
                lambda store, who: signing.join(
                    store, fields.get("code", ""), person(fields), twice(fields), who, self.clock.now()
                ),
                request,
            )
        except TooManyAttempts as error:
            return await self.show_join(request, t, error.explain(t.lang), 429, fields)
        except (WeakPassword, StoreError) as error:
            pass_on(error)
            status = 403 if isinstance(error, BadInvitation) else 400
            return await self.show_join(request, t, error.explain(t.lang), status, fields)
        return self.opened(opened, "/", t)

    async def show_set_up(
        self, request: Request, t: Translator, error: str = "", status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """The form that makes the first administrator, for who read the address on the console."""
        if not await self._may_set_up(request):
            body = paragraph(t("accounts.set_up.closed")) + self.to_sign_in(t)
            return page(request, t, t("accounts.set_up.title"), body, 403)
        token = request.query_params.get("token", "")
        shown = Form("set_up", SET_UP, new_person(t, typed or {}))
        return self.form(request, t, shown, error, status, {"token": token})

    async def do_set_up(self, request: Request, t: Translator) -> Response:
        """Makes the first administrator and signs them in."""
        fields = await posted(request, self.settings)
        if not await self._may_set_up(request):
            return await self.show_set_up(request, t)
        try:
            opened = await self.work(
                lambda store, who: signing.create_administrator(
                    store, person(fields), twice(fields), who, self.clock.now()
                ),
                request,
            )
        except (WeakPassword, StoreError) as error:
            pass_on(error)
            return await self.show_set_up(request, t, error.explain(t.lang), 400, fields)
        return self.opened(opened, "/", t)

    async def _may_set_up(self, request: Request) -> bool:
        said = request.query_params.get("token", "").encode("utf-8", "replace")
        if not hmac.compare_digest(said, self.set_up_token.encode()):
            return False
        return not await self.work(lambda store, _: store.has_administrator(), request)
