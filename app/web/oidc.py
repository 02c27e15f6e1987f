"""Leaving for the provider and coming back; the session that follows is ours."""

from __future__ import annotations

import asyncio
import hmac
import logging
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import sign_in as signing
from app.clock import Clock
from app.i18n import Translator
from app.oidc import FLOW_LASTS, Flow, Identity, OidcError, Provider, account_for
from app.settings import Oidc, Settings
from app.sign_in import COOKIE, Caller, Opened, csrf_of
from app.store import Store
from app.web.desk import OIDC_RETURN, OIDC_START, SIGN_IN, Desk
from app.web.pages import link, links, page, paragraph, told
from app.web.posted import posted

FLOW_COOKIE: Final = "lt_oidc"
_PATH: Final = "/auth/oidc"
_log = logging.getLogger("logitrain.oidc")


class OidcPages(Desk):
    """The two routes of a provider."""

    def __init__(
        self, settings: Settings, oidc: Oidc, clock: Clock | None = None, provider: Provider | None = None
    ) -> None:
        super().__init__(settings, clock)
        self.oidc = oidc
        self.provider = provider or Provider(oidc)

    async def start(self, request: Request, t: Translator) -> Response:
        """Sends the browser to the provider."""
        flow = Flow.new(self.after(request))
        try:
            address = await self._leave(flow, request)
        except OidcError as error:
            return self._failed(request, t, error)
        answer = RedirectResponse(address, 303)
        self._keep(answer, flow)
        return answer

    async def link(self, request: Request, t: Translator) -> Response:
        """For somebody signed in: the way to the provider, whose identity the account will then have."""
        await posted(request, self.settings)
        token = request.cookies.get(COOKIE, "")
        if not token:
            return RedirectResponse(link(SIGN_IN, t), 303)
        flow = Flow.new("/", csrf_of(token))
        try:
            address = await self._leave(flow, request)
        except OidcError as error:
            return self._failed(request, t, error)
        button = f'<p><a class="button" href="{escape(address)}">{escape(t("accounts.oidc.go_on"))}</a></p>'
        body = paragraph(t("accounts.oidc.link_lead")) + button + links([(link("/", t), t("accounts.back"))])
        answer = page(request, t, t("accounts.oidc.link"), body)
        self._keep(answer, flow)
        return answer

    async def arrive(self, request: Request, t: Translator) -> Response:
        """Reads who came back, and signs them in here."""
        flow = Flow.from_text(request.cookies.get(FLOW_COOKIE, ""))
        asked, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        try:
            if flow is None or not hmac.compare_digest(asked.encode("utf-8", "replace"), flow.state.encode()):
                raise OidcError("accounts.oidc.failed", "another state than the one that left")
            if not code:
                raise OidcError("accounts.oidc.failed", "no code")
            back, at = self._back(request), self.clock.now()
            who = await asyncio.to_thread(self.provider.arrive, flow, code, back, at)
            opened = await self.work(
                lambda store, caller: self._open(store, caller, who, flow, request), request
            )
        except OidcError as error:
            return self._failed(request, t, error)
        answer: Response = (
            RedirectResponse(link("/", t), 303) if opened is None else self.opened(opened, flow.after, t)
        )
        answer.delete_cookie(FLOW_COOKIE, path=_PATH)
        return answer

    def _open(
        self, store: Store, caller: Caller, who: Identity, flow: Flow, request: Request
    ) -> Opened | None:
        """A sign-in for who came back; None when an account was linked instead."""
        at = self.clock.now()
        if flow.link:
            token = request.cookies.get(COOKIE, "")
            found = store.signed_in(signing.token_hash(token), at) if token else None
            if found is None or not hmac.compare_digest(csrf_of(token), flow.link):
                raise OidcError("accounts.oidc.failed", "the sign-in to link has ended")
            known = store.account_of_identity(who.issuer, who.subject)
            if known is None:
                store.link_identity(found.learner_id, who.issuer, who.subject, found.learner_id, at)
            elif known.learner_id != found.learner_id:
                raise OidcError("accounts.oidc.failed", "the identity is another account's")
            return None
        account = account_for(store, who, at, create=self.oidc.create)
        return signing.open_for(store, account, caller, at)

    async def _leave(self, flow: Flow, request: Request) -> str:
        back, at = self._back(request), self.clock.now()
        return await asyncio.to_thread(self.provider.leave, flow, back, at)

    def _back(self, request: Request) -> str:
        """Our address to return to, as it is registered at the provider."""
        here = self.settings.public_url or f"http://{request.headers.get('host', '')}"
        return here + OIDC_RETURN

    def _keep(self, answer: Response, flow: Flow) -> None:
        answer.set_cookie(
            FLOW_COOKIE, flow.as_text(), max_age=int(FLOW_LASTS.total_seconds()), path=_PATH, httponly=True,
            samesite="lax", secure=self.settings.is_secure,
        )  # fmt: skip

    def _failed(self, request: Request, t: Translator, error: OidcError) -> Response:
        _log.warning("OpenID Connect: %s", error)
        ways = [(link(SIGN_IN, t), t("accounts.to_sign_in")), (link(OIDC_START, t), t("accounts.oidc.again"))]
        answer = page(request, t, t("accounts.sign_in.title"), told(t(error.key)) + links(ways), 403)
        answer.delete_cookie(FLOW_COOKIE, path=_PATH)
        return answer
