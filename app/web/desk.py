"""What the routes of signing in share: the form of a page, the cookie of a sign-in, and work done in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.clock import Clock, SystemClock
from app.i18n import Translator
from app.passwords import MIN_LENGTH, WeakPassword
from app.settings import Settings
from app.sign_in import COOKIE, Caller, Opened
from app.store import NewAccount, Store, StoreError, StoreUnavailable, shared_store
from app.web.origin import caller
from app.web.pages import Field, form, language, link, links, next_page, page, paragraph, told
from app.web.posted import ForeignForm, hidden, set_form_cookie

T = TypeVar("T")
SIGN_IN: Final = "/auth/sign-in"
SIGN_OUT: Final = "/auth/sign-out"
EVERYWHERE: Final = "/auth/sign-out-everywhere"
JOIN: Final = "/auth/join"
PASSWORD: Final = "/auth/password"
SET_UP: Final = "/auth/set-up"
TRAINER: Final = "/auth/trainer"
OIDC_START: Final = "/auth/oidc/start"
OIDC_RETURN: Final = "/auth/oidc/callback"


Handler = Callable[[Request, Translator], Awaitable[Response]]


@dataclass(frozen=True)
class Form:
    """A page with one form: its words are accounts.<name>.title, .lead and .button."""

    name: str
    path: str
    fields: tuple[Field, ...]
    more: str = ""


class Desk:
    """One server's settings and clock, and what its pages are made of."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()

    async def guarded(self, handler: Handler, request: Request) -> Response:
        """Turns what can go wrong in any of them into a page that says what to do."""
        t = language(request, self.settings)
        try:
            return await handler(request, t)
        except ForeignForm:
            body = told(t("accounts.foreign")) + self.to_sign_in(t)
            return page(request, t, t("accounts.sign_in.title"), body, 403)
        except StoreError as error:
            body = told(error.explain(t.lang))
            return page(request, t, t("notice.title"), body, 503)

    def form(
        self, request: Request, t: Translator, shown: Form, error: str, status: int,
        more: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        fields, fresh = hidden(request)
        action = link(shown.path, t, self.after(request))
        if more:
            action += "".join(f"&{name}={value}" for name, value in more.items())
        body = told(error) + paragraph(t(f"accounts.{shown.name}.lead"), "soft")
        body += form(action, shown.fields, t(f"accounts.{shown.name}.button"), fields) + shown.more
        answer = page(request, t, t(f"accounts.{shown.name}.title"), body, status)
        set_form_cookie(answer, fresh, self.settings)
        return answer

    def opened(self, opened: Opened, after: str, t: Translator) -> Response:
        if opened.account.must_change:
            answer = RedirectResponse(link(PASSWORD, t, after), 303)
        else:
            answer = RedirectResponse(with_language(after, t), 303)
        set_cookie(answer, opened, self.settings)
        return answer

    def gone(self, t: Translator) -> Response:
        answer = RedirectResponse(link(SIGN_IN if self.settings.class_mode else "/", t), 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=self.settings.is_secure)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    async def work(self, work: Callable[[Store, Caller], T], request: Request) -> T:
        """Runs what asks the store in a thread: hashing and a locked database must not hold up the pages."""
        who = caller(request, self.settings)
        return await asyncio.to_thread(lambda: work(shared_store(self.settings.database_url), who))

    def after(self, request: Request, otherwise: str = "/") -> str:
        asked = next_page(request.query_params.get("next", ""))
        return otherwise if asked == "/" else asked

    def to_sign_in(self, t: Translator) -> str:
        return links([(link(SIGN_IN, t), t("accounts.to_sign_in"))])


def set_cookie(answer: Response, opened: Opened, settings: Settings) -> None:
    """Gives the browser its token: out of reach of scripts, not sent by other sites' forms."""
    answer.set_cookie(
        COOKIE, opened.token, max_age=int(opened.lasts.total_seconds()) if opened.remember else None, path="/",
        httponly=True, samesite="lax", secure=settings.is_secure,
    )  # fmt: skip


def with_language(path: str, t: Translator) -> str:
    if "lang=" in path:
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={t.lang}"


def new_password(t: Translator) -> tuple[Field, ...]:
    hint = t("accounts.field.new_hint", least=MIN_LENGTH)
    return (
        Field("password", t("accounts.field.new_password"), "password", "new-password", hint=hint),
        Field("again", t("accounts.field.again"), "password", "new-password"),
    )


def new_person(t: Translator, typed: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("name", t("accounts.field.name"), complete="name", value=typed.get("name", "")),
        Field(
            "login", t("accounts.field.new_login"), complete="username", value=typed.get("login", ""),
            hint=t("accounts.field.login_hint"), longest=100,
        ),
        *new_password(t),
    )  # fmt: skip


def person(fields: Mapping[str, str]) -> NewAccount:
    return NewAccount(fields.get("login", ""), fields.get("name", ""))


def twice(fields: Mapping[str, str]) -> str:
    """The new password, typed twice alike; raises WeakPassword when not."""
    if fields.get("password", "") != fields.get("again", ""):
        raise WeakPassword("accounts.weak.again")
    return fields.get("password", "")


def pass_on(error: Exception) -> None:
    """A database out of reach is no mistake of the form: _guarded tells it."""
    if isinstance(error, StoreUnavailable):
        raise error
