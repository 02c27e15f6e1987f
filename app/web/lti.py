"""Coming from a learning platform: the launch, choosing what a link opens, and linking an account.

The pages here stand between the platform's and ours. None shows anything of anybody's work; only the two that a
platform may have to show in a frame (« open in a new tab », and the choice of what a new link opens) may be framed,
and by that platform alone.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import lti
from app import sign_in as signing
from app.clock import Clock
from app.i18n import LANGUAGES, Translator, translator
from app.lti_client import KeySets
from app.lti_keys import key_set, signing_key
from app.lti_launch import LOGIN_FIELDS, STATE_LASTS, Launch, LaunchRefused, arrive, leave, state_hash
from app.lti_targets import Choice, Closed, choices, chosen, open_target, parameters, said, title
from app.settings import Settings
from app.sign_in import COOKIE, Opened, as_viewer
from app.store import (
    AccountRow,
    BadTarget,
    ExamNotFound,
    LinkDraft,
    LoginTaken,
    RoleForbids,
    Store,
    shared_store,
)
from app.web.desk import SIGN_IN, Desk, T
from app.web.lti_deep import response_token
from app.web.lti_form import allow, here, in_frame, sent, set_state_cookie
from app.web.origin import caller, from_our_page
from app.web.pages import form, link, links, page, paragraph, told
from app.web.posted import ForeignForm, hidden, posted, set_form_cookie

LINK: Final = "/lti/link"
CHOOSE: Final = "/lti/choose"
LINK_COOKIE: Final = "lt_lti_link"
_log = logging.getLogger("logitrain.lti")


class LtiPages(Desk):
    """The routes of learning platforms."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.keys = KeySets()

    # --- the launch ----------------------------------------------------------------------------------------

    async def login(self, request: Request, t: Translator) -> Response:
        """Begins a launch: the browser goes back to the platform, which sends it here again with a token."""
        fields = await sent(request)
        target = fields.get("target_link_uri", "")
        if in_frame(request) and not target.partition("?")[0].endswith(lti.DEEP):
            return await self._break_out(request, t, fields)
        back, at = here(request, self.settings) + lti.LAUNCH, self.clock.now()
        try:
            going = await self._thread(lambda store: leave(store, fields, back, at))
        except LaunchRefused as error:
            return self._refused(request, t, error)
        answer = RedirectResponse(going.address, 302, headers={"Cache-Control": "no-store"})
        name = _cookie(going.state)
        set_state_cookie(answer, name, going.state, int(STATE_LASTS.total_seconds()), self.settings)
        return answer

    async def launch(self, request: Request, t: Translator) -> Response:
        """Reads the token, signs the person in here and opens what the link opens."""
        fields = await sent(request)
        state, at = fields.get("state", ""), self.clock.now()
        cookie = request.cookies.get(_cookie(state), "")
        try:
            found = await self._thread(lambda store: arrive(store, self.keys, fields, cookie, at))
        except LaunchRefused as error:
            return self._refused(request, t, error)
        if "lang" not in request.query_params and found.locale in LANGUAGES:
            t = translator(found.locale)
        return await self._thread(lambda store: self._arrived(request, t, store, found))

    async def nothing(self, request: Request, t: Translator) -> Response:
        """For who opens the address of a launch by itself."""
        return page(request, t, t("lti.title"), paragraph(t("lti.from_platform")) + self._home(t))

    def _arrived(self, request: Request, t: Translator, store: Store, launch: Launch) -> Response:
        at = self.clock.now()
        try:
            account = lti.account_for(store, launch, at)
        except lti.Stranger as error:
            return self._stranger(request, t, store, launch, error.key)
        if launch.deep is not None:
            return self._choose(request, t, store, account, _ticket_of(launch, account), launch=launch)
        draft = LinkDraft(
            launch.platform.id, launch.deployment_id, launch.resource_link_id, launch.title, launch.context_title,
            launch.lineitem, launch.scopes, said(store, launch, at),
        )  # fmt: skip
        found = store.link_seen(draft, at)
        ticket = _ticket_of(launch, account) | {"link": found.id}
        if found.target is None and account.role != "learner":
            return self._choose(request, t, store, account, ticket)
        return self._open(request, t, store, account, ticket)

    def _open(
        self, request: Request, t: Translator, store: Store, account: AccountRow, ticket: Mapping[str, Any]
    ) -> Response:
        """Signs somebody in and sends them to what their link opens."""
        at, found = self.clock.now(), store.link(ticket["link"])
        is_learner = bool(ticket["is_learner"])
        try:
            after, sitting = open_target(store, as_viewer(account), found, is_learner, t.lang, at)
        except Closed as error:
            return self._told(request, t, t(error.key), 403)
        if is_learner and found.takes_marks:
            store.await_mark(found.id, account.learner_id, ticket["subject"], at, sitting)
        return self.opened(self._signed_in(request, store, account), after, t)

    # --- choosing what a link opens ------------------------------------------------------------------------

    async def choose(self, request: Request, t: Translator) -> Response:
        """Keeps what a trainer chose; the platform gets it back where it asked for the choice."""
        fields = await sent(request)
        if not from_our_page(request, self.settings):
            raise ForeignForm
        return await self._thread(lambda store: self._chosen(request, t, store, fields))

    def _chosen(self, request: Request, t: Translator, store: Store, fields: Mapping[str, str]) -> Response:
        at = self.clock.now()
        ticket = store.take_lti_state(state_hash(fields.get("ticket", "")), at)
        account = store.account(ticket["account"]) if ticket and ticket.get("kind") == "choose" else None
        if ticket is None or account is None or not account.active:
            return self._told(request, t, t("lti.refused.state"), 403)
        viewer = as_viewer(account)
        try:
            target = chosen(
                store, viewer, fields.get("what", ""), fields.get("seed", ""), bool(fields.get("enrol"))
            )
        except RoleForbids as error:
            return self._told(request, t, error.explain(t.lang), 403)
        except (BadTarget, ExamNotFound) as error:
            kept = {name: value for name, value in ticket.items() if name != "kind"}
            return self._choose(request, t, store, account, kept, error=error.explain(t.lang))
        if "deep" in ticket:
            return self._return(request, t, store, ticket, target)
        lti.set_target(store, viewer, ticket["link"], target, at)
        return self._open(request, t, store, account, ticket)

    def _choose(
        self, request: Request, t: Translator, store: Store, account: AccountRow, ticket: Mapping[str, Any],
        *, error: str = "", launch: Launch | None = None,
    ) -> Response:  # fmt: skip
        """The form of the choice. Its ticket is the proof of who chooses: in a frame there may be no cookies."""
        try:
            offered = choices(store, as_viewer(account), t.lang)
        except RoleForbids:
            return self._told(request, t, t("lti.choose.staff"), 403)
        if launch is not None and launch.deep is not None:
            deep = launch.deep
            ticket = {**ticket, "deep": [deep.return_url, deep.data, deep.accepts_marks]}
        key, at = secrets.token_urlsafe(32), self.clock.now()
        store.keep_lti_state(state_hash(key), {**ticket, "kind": "choose"}, at + STATE_LASTS * 3, at)
        body = told(error) + paragraph(t("lti.choose.lead", platform=ticket["platform_name"]), "soft")
        body += _choice_form(link(CHOOSE, t), key, offered, t)
        answer = page(request, t, t("lti.choose.title"), body, 400 if error else 200)
        return allow(answer, frame=ticket["frames"]) if "deep" in ticket else answer

    def _return(
        self, request: Request, t: Translator, store: Store, ticket: Mapping[str, Any], target: Mapping[str, Any]
    ) -> Response:  # fmt: skip
        """A page with the signed choice and the button that sends it back."""
        at = self.clock.now()
        platform = store.platform(ticket["platform"])
        name = title(store, target, t.lang)
        token = response_token(
            platform, signing_key(store, at), ticket["deployment"], ticket["deep"], name,
            here(request, self.settings) + lti.LAUNCH, parameters(store, target, platform.id, at),
        )  # fmt: skip
        back = ticket["deep"][0]
        body = paragraph(t("lti.choose.chosen", title=name))
        body += form(back, (), t("lti.choose.send", platform=platform.name), {"JWT": token})
        answer = page(request, t, t("lti.choose.title"), body)
        return allow(answer, frame=ticket["frames"], send_to=back)

    # --- who is not known yet ------------------------------------------------------------------------------

    def _stranger(self, request: Request, t: Translator, store: Store, launch: Launch, key: str) -> Response:
        body = told(t(key, platform=launch.platform.name))
        if key == "lti.stranger.closed":
            return page(request, t, t("lti.title"), body, 403)
        token, at = secrets.token_urlsafe(32), self.clock.now()
        data = {"kind": "link", "issuer": launch.platform.told.issuer, "subject": launch.subject}
        data |= {
            "platform": launch.platform.name,
            "name": launch.name or launch.username or launch.subject[:60],
        }
        store.keep_lti_state(state_hash(token), data, at + STATE_LASTS * 3, at)
        body += paragraph(t("lti.link.lead", platform=launch.platform.name))
        words = escape(t("lti.link.sign_in"))
        body += f'<p><a class="button" href="{escape(link(LINK, t))}">{words}</a></p>'
        answer = page(request, t, t("lti.title"), body, 403)
        # Only our own pages lead on from here.
        answer.set_cookie(
            LINK_COOKIE, token, max_age=int(STATE_LASTS.total_seconds()) * 3, path="/lti", httponly=True,
            samesite="lax", secure=self.settings.is_secure,
        )  # fmt: skip
        return answer

    async def show_link(self, request: Request, t: Translator) -> Response:
        """Asks somebody signed in whether the platform's person is theirs."""
        return await self._thread(lambda store: self._show_link(request, t, store))

    def _show_link(self, request: Request, t: Translator, store: Store) -> Response:
        at, key = self.clock.now(), request.cookies.get(LINK_COOKIE, "")
        kept = store.lti_state(state_hash(key), at) if key else None
        if kept is None or kept.get("kind") != "link":
            return self._told(request, t, t("lti.refused.state"), 403)
        viewer = signing.viewer_of(store, request.cookies.get(COOKIE), at, class_mode=True)
        if viewer is None or viewer.must_change:
            return RedirectResponse(link(SIGN_IN, t, LINK), 303)
        fields, fresh = hidden(request)
        said_of = {"platform": kept["platform"], "name": kept["name"], "account": viewer.display}
        body = paragraph(t("lti.link.confirm", **said_of)) + paragraph(t("lti.link.warn"), "soft")
        body += form(link(LINK, t), (), t("lti.link.button"), fields)
        body += links([(link("/", t), t("lti.link.not_me"))])
        answer = page(request, t, t("lti.link.title"), body)
        set_form_cookie(answer, fresh, self.settings)
        return answer

    async def do_link(self, request: Request, t: Translator) -> Response:
        """Links the person of the platform to the account signed in."""
        await posted(request, self.settings)
        return await self._thread(lambda store: self._do_link(request, t, store))

    def _do_link(self, request: Request, t: Translator, store: Store) -> Response:
        at = self.clock.now()
        viewer = signing.viewer_of(store, request.cookies.get(COOKIE), at, class_mode=True)
        if viewer is None:
            return RedirectResponse(link(SIGN_IN, t, LINK), 303)
        kept = store.take_lti_state(state_hash(request.cookies.get(LINK_COOKIE, "")), at)
        if kept is None or kept.get("kind") != "link":
            return self._told(request, t, t("lti.refused.state"), 403)
        try:
            lti.link_account(store, viewer, kept["issuer"], kept["subject"], at)
        except LoginTaken:
            return self._told(request, t, t("lti.link.taken"), 403)
        body = paragraph(t("lti.link.done", platform=kept["platform"])) + self._home(t)
        answer = page(request, t, t("lti.link.title"), body)
        answer.delete_cookie(LINK_COOKIE, path="/lti")
        return answer

    # --- for the platform's server -------------------------------------------------------------------------

    async def show_keys(self, request: Request, t: Translator) -> Response:
        """Our public keys."""
        found = await self._thread(lambda store: key_set(store, self.clock.now()))
        return JSONResponse(found, headers={"Cache-Control": "public, max-age=300"})

    async def show_config(self, request: Request, t: Translator) -> Response:
        """What a platform must know about us, in the form of a tool's registration."""
        at = lti.addresses(here(request, self.settings))
        return JSONResponse(lti_configuration(at), headers={"Cache-Control": "no-store"})

    # --- help ----------------------------------------------------------------------------------------------

    async def _break_out(self, request: Request, t: Translator, fields: Mapping[str, str]) -> Response:
        """In a platform's frame: the way to the same launch in a tab of its own, where our pages may show."""
        known = await self._thread(lambda store: store.platforms_of(fields.get("iss", "")))
        if not known:
            return self._refused(
                request, t, LaunchRefused("lti.refused.unknown", "unknown issuer in a frame")
            )
        same = {name: fields[name] for name in LOGIN_FIELDS if fields.get(name)}
        address = escape(f"{lti.LOGIN}?{urlencode({**same, 'lang': t.lang})}")
        body = paragraph(t("lti.new_tab.lead"))
        words = escape(t("lti.new_tab.open"))
        body += f'<p><a class="button" href="{address}" target="_blank" rel="noopener">{words}</a></p>'
        body += paragraph(t("lti.new_tab.hint"), "soft")
        frames = [one for found in known for one in (found.told.issuer, found.told.auth_login_url)]
        return allow(page(request, t, t("lti.title"), body), frame=frames)

    def _signed_in(self, request: Request, store: Store, account: AccountRow) -> Opened:
        return signing.open_for(store, account, caller(request, self.settings), self.clock.now())

    def _refused(self, request: Request, t: Translator, error: LaunchRefused) -> Response:
        _log.warning("a launch was refused: %s (%s)", error, error.key)
        return self._told(request, t, t(error.key), 403)

    def _told(self, request: Request, t: Translator, text: str, status: int) -> Response:
        return page(request, t, t("lti.title"), told(text) + paragraph(t("lti.again"), "soft"), status)

    def _home(self, t: Translator) -> str:
        return links([(link("/", t), t("accounts.back"))])

    async def _thread(self, work: Callable[[Store], T]) -> T:
        url = self.settings.database_url
        return await asyncio.to_thread(lambda: work(shared_store(url)))


def lti_configuration(at: Mapping[str, str]) -> dict[str, Any]:
    """The registration of a tool (LTI Dynamic Registration, section 3.4): for platforms that read one."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": at["login"],
        "redirect_uris": [at["launch"]],
        "client_name": "Logitrain",
        "jwks_uri": at["keys"],
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": "https://purl.imsglobal.org/spec/lti-ags/scope/score",
        "https://purl.imsglobal.org/spec/lti-tool-configuration": {
            "domain": at["launch"].partition("//")[2].partition("/")[0],
            "target_link_uri": at["launch"],
            "claims": ["iss", "sub", "name", "given_name", "family_name", "email"],
            "messages": [{"type": "LtiDeepLinkingRequest", "target_link_uri": at["deep"]}],
        },
    }


def _cookie(state: str) -> str:
    return f"lt_lti_{state_hash(state)[:16]}"


def _ticket_of(launch: Launch, account: AccountRow) -> dict[str, Any]:
    told_of = launch.platform.told
    return {
        "account": account.learner_id,
        "platform": launch.platform.id,
        "platform_name": launch.platform.name,
        "frames": [told_of.issuer, told_of.auth_login_url],
        "deployment": launch.deployment_id,
        "subject": launch.subject,
        "is_learner": launch.is_learner,
    }


def _choice_form(action: str, ticket: str, offered: tuple[Choice, ...], t: Translator) -> str:
    groups = ""
    for kind in ("exam", "case"):
        options = "".join(
            f'<option value="{escape(one.value)}">{escape(one.title)}</option>'
            for one in offered
            if one.kind == kind
        )
        groups += (
            f'<optgroup label="{escape(t(f"lti.choose.{kind}s"))}">{options}</optgroup>' if options else ""
        )
    return (
        f'<form method="post" action="{escape(action)}"><input type="hidden" name="ticket" value="{ticket}">'
        f'<label for="what">{escape(t("lti.choose.what"))}</label>'
        f'<select id="what" name="what" required>{groups}</select>'
        f'<label class="check"><input type="checkbox" name="enrol" value="1">{escape(t("lti.choose.enrol"))}</label>'
        f'<label for="seed">{escape(t("lti.choose.seed"))}<span class="hint" id="seed-hint">'
        f'{escape(t("lti.choose.seed_hint"))}</span></label><input id="seed" name="seed" inputmode="numeric" '
        f'maxlength="10" autocomplete="off" aria-describedby="seed-hint">'
        f'<button type="submit">{escape(t("lti.choose.button"))}</button></form>'
    )
