"""Signing in and out, one's own password, and the door of the trainer's area where nobody signs in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import sign_in as signing
from app.i18n import Translator
from app.passwords import WeakPassword
from app.sign_in import COOKIE, Caller, Opened
from app.store import Store, TooManyAttempts, WrongPassword
from app.web.desk import (
    EVERYWHERE,
    JOIN,
    OIDC_START,
    PASSWORD,
    SIGN_IN,
    SIGN_OUT,
    TRAINER,
    Desk,
    Form,
    new_password,
    twice,
    with_language,
)
from app.web.pages import Field, form, link, links, page, paragraph
from app.web.posted import hidden, posted, set_form_cookie


class SignInPages(Desk):
    """The pages of those who have an account."""

    async def show_sign_in(
        self, request: Request, t: Translator, error: str = "", status: int = 200, login: str = ""
    ) -> Response:
        """The form, and the other ways in."""
        after = self.after(request)
        if not self.settings.class_mode:
            return RedirectResponse(link(TRAINER, t, after), 303)
        fields = (
            Field("login", t("accounts.field.login"), complete="username", value=login, longest=100),
            Field("password", t("accounts.field.password"), "password", "current-password"),
            Field("remember", t("accounts.field.remember"), "checkbox"),
        )
        more = links([(link(JOIN, t), t("accounts.sign_in.join"))])
        if self.settings.oidc is not None:
            words = t("accounts.sign_in.elsewhere")
            more = f'<p><a class="button second" href="{link(OIDC_START, t, after)}">{words}</a></p>' + more
        shown = Form("sign_in", SIGN_IN, fields, more + paragraph(t("accounts.sign_in.forgotten"), "soft"))
        return self.form(request, t, shown, error, status)

    async def do_sign_in(self, request: Request, t: Translator) -> Response:
        """Checks the password; the cookie then holds the token."""
        fields = await posted(request, self.settings)
        login = fields.get("login", "")
        remember = bool(fields.get("remember"))
        try:
            opened = await self.work(
                lambda store, who: signing.sign_in(
                    store, login, fields.get("password", ""), who, self.clock.now(), remember=remember
                ),
                request,
            )
        except (WrongPassword, TooManyAttempts) as error:
            status = 429 if isinstance(error, TooManyAttempts) else 401
            return await self.show_sign_in(request, t, error.explain(t.lang), status, login)
        return self.opened(opened, self.after(request), t)

    async def show_sign_out(self, request: Request, t: Translator, status: int = 200) -> Response:
        """Asks before signing out: a link of another page must not do it."""
        fields, fresh = hidden(request)
        body = paragraph(t("accounts.sign_out.lead"))
        body += form(link(SIGN_OUT, t), (), t("accounts.sign_out.button"), fields)
        if self.settings.class_mode:
            body += form(link(EVERYWHERE, t), (), t("accounts.sign_out.everywhere"), fields, second=True)
            if self.settings.oidc is not None and request.cookies.get(COOKIE):
                body += form(link(OIDC_START, t), (), t("accounts.oidc.link"), fields, second=True)
            body += links([(link(PASSWORD, t), t("accounts.password.title"))])
        body += links([(link("/", t), t("accounts.back"))])
        answer = page(request, t, t("accounts.sign_out.title"), body, status)
        set_form_cookie(answer, fresh, self.settings)
        return answer

    async def do_sign_out(self, request: Request, t: Translator) -> Response:
        """Ends this browser's sign-in."""
        await posted(request, self.settings)
        token = request.cookies.get(COOKIE, "")
        if token:
            await self.work(lambda store, _: signing.sign_out(store, token, self.clock.now()), request)
        return self.gone(t)

    async def do_sign_out_everywhere(self, request: Request, t: Translator) -> Response:
        """Ends every sign-in of the person."""
        await posted(request, self.settings)
        token = request.cookies.get(COOKIE, "")
        if token:
            await self.work(
                lambda store, _: signing.sign_out_everywhere(store, token, self.clock.now()), request
            )
        return self.gone(t)

    async def show_password(
        self, request: Request, t: Translator, error: str = "", status: int = 200
    ) -> Response:
        """The form that replaces one's own password."""
        token = request.cookies.get(COOKIE, "")
        found = await self.work(
            lambda store, _: signing.viewer_of(
                store, token, self.clock.now(), class_mode=self.settings.class_mode
            ),
            request,
        )
        if found is None or (found.alone and not found.is_staff):
            return RedirectResponse(link(SIGN_IN, t), 303)
        fields = (
            Field("before", t("accounts.field.before"), "password", "current-password"),
            *new_password(t),
        )
        name = "first_password" if found.must_change else "password"
        more = "" if found.must_change else links([(link("/", t), t("accounts.back"))])
        shown = Form(name, PASSWORD, fields, more)
        return self.form(request, t, shown, error, status)

    async def do_password(self, request: Request, t: Translator) -> Response:
        """Replaces it; the other browsers are signed out."""
        fields = await posted(request, self.settings)
        token = request.cookies.get(COOKIE, "")
        try:
            done = await self.work(
                lambda store, who: signing.change_password(
                    store, token, fields.get("before", ""), twice(fields), who, self.clock.now()
                ),
                request,
            )
        except (WeakPassword, WrongPassword, TooManyAttempts) as error:
            status = 429 if isinstance(error, TooManyAttempts) else 400
            return await self.show_password(request, t, error.explain(t.lang), status)
        if not done:
            return RedirectResponse(link(SIGN_IN, t), 303)
        return RedirectResponse(with_language(self.after(request), t), 303)

    async def show_trainer(
        self, request: Request, t: Translator, error: str = "", status: int = 200
    ) -> Response:
        """Asks for the trainer's password, or to choose one the first time."""
        known = await self.work(lambda store, _: signing.has_trainer_password(store), request)
        back = links([(link("/", t), t("accounts.back"))])
        if known:
            fields: tuple[Field, ...] = (
                Field("password", t("accounts.field.password"), "password", "current-password"),
            )
            shown = Form("trainer", TRAINER, fields, back)
        else:
            shown = Form("trainer_first", TRAINER, new_password(t), back)
        return self.form(request, t, shown, error, status)

    async def do_trainer(self, request: Request, t: Translator) -> Response:
        """Opens the trainer's area of the local learner."""
        fields = await posted(request, self.settings)

        def work(store: Store, who: Caller) -> Opened:
            first = not signing.has_trainer_password(store)
            password = twice(fields) if first else fields.get("password", "")
            name = t("accounts.trainer.name")
            return signing.open_trainer_area(store, password, name, who, self.clock.now())

        try:
            opened = await self.work(work, request)
        except (WeakPassword, WrongPassword, TooManyAttempts) as error:
            status = 429 if isinstance(error, TooManyAttempts) else 401
            return await self.show_trainer(request, t, error.explain(t.lang), status)
        return self.opened(opened, self.after(request, "/trainer"), t)
