"""A launch from a learning platform: the way there and back, and what the token that comes back says (LTI 1.3).

The library (pylti1p3next) builds the way, finds the key and checks signature, registration, deployment and message.
Around it stand what it leaves open: the state is tied to the browser and serves once, the nonce is that of the
state, the algorithm is one of public keys, and the token has an audience and a time.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeGuard, cast

import requests
from jwcrypto.common import JWException
from jwt import PyJWTError
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiException, OIDCException, ToolConfException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.registration import Registration, TKeySet
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from app.lti_client import KeySets, Web, registration
from app.lti_keys import SigningKey, signing_key
from app.store import PlatformRow, Store
from app.store.lti_marks import storable_subject
from app.store.lti_platforms import is_safe

ALGORITHMS: Final = frozenset(
    f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in ("256", "384", "512")
)
STATE_LASTS: Final = timedelta(minutes=10)
LEEWAY_S: Final = 60
OLDEST_S: Final = 3600
CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
DEEP: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
LINK_MESSAGE: Final = "LtiResourceLinkRequest"
DEEP_MESSAGE: Final = "LtiDeepLinkingRequest"
# What begins a launch, and no more of it: these come back in the link that opens it in a new tab.
LOGIN_FIELDS: Final = (
    *("iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id"),
)
_STAFF_ROLES: Final = ("#Instructor", "#Administrator", "#ContentDeveloper", "#Manager", "#Mentor", "#Staff")


class LaunchRefused(Exception):  # noqa: N818  (callers read it as a state)
    """A launch that is not let in; `key` names the message, `reason` is for the log alone."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass(frozen=True)
class Leaving:
    """The platform's address to send the browser to, and the state that it must bring back."""

    address: str
    state: str


@dataclass(frozen=True)
class Deep:
    """A platform that wants something chosen: where it takes the choice, and what it wants back with it."""

    return_url: str
    data: str | None
    accepts_marks: bool


@dataclass(frozen=True)
class Launch:
    """What a launch says, once everything about it was checked. Text of the platform's is cut to what can be kept."""

    platform: PlatformRow
    deployment_id: str
    subject: str
    name: str = ""
    email: str = ""
    username: str = ""
    is_learner: bool = True
    is_staff: bool = False
    resource_link_id: str = ""
    title: str = ""
    context_title: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    lineitem: str | None = None
    scopes: tuple[str, ...] = ()
    locale: str = ""
    deep: Deep | None = None


def state_hash(state: str) -> str:
    """What the store keeps of a state."""
    return hashlib.sha256(b"lti:" + state.encode("utf-8", "replace")).hexdigest()


def leave(store: Store, fields: Mapping[str, str], back: str, at: datetime) -> Leaving:
    """The way to the platform that begins a launch; `back` is our address to return to. Raises LaunchRefused."""
    request = _Request(fields)
    session = _Session(request)
    login = _Login(request, _Platforms(store, at), session_service=session, cookie_service=_NoCookies())
    try:
        address = login.get_redirect_object(back).get_redirect_url()
    except (OIDCException, LtiException, ToolConfException) as error:
        raise LaunchRefused("lti.refused.unknown", str(error)) from error
    issuer, client = login.get_iss(), login.get_client_id()
    data = {"kind": "login", "issuer": issuer, "client": client, "nonce": _digest(session.nonce)}
    store.keep_lti_state(state_hash(login.state), data, at + STATE_LASTS, at)
    return Leaving(address, login.state)


def arrive(
    store: Store, keys: KeySets, fields: Mapping[str, str], cookie: str, at: datetime,
    web: requests.Session | None = None,
) -> Launch:  # fmt: skip
    """Reads the token that came back; `cookie` is the state that this browser was given, "" without one.

    Raises LaunchRefused.
    """
    state = fields.get("state", "")
    if not state or not secrets.compare_digest(
        state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")
    ):
        raise LaunchRefused("lti.refused.cookie", "the browser does not bring the state's cookie")
    # Taken before the token is looked at: whatever is wrong with it, the same state serves no second try.
    kept = store.take_lti_state(state_hash(state), at)
    if kept is None or kept.get("kind") != "login":
        raise LaunchRefused("lti.refused.state", "the state is over, used, or none of ours")
    if "error" in fields:
        raise LaunchRefused("lti.refused.platform", f"the platform says {fields['error'][:100]!r}")
    config = _Platforms(store, at)
    request = _Request(fields)
    try:
        _check_algorithm(fields.get("id_token", ""))
        launch = _Message(
            request, config, session_service=_Session(request, kept), cookie_service=_NoCookies(),
            requests_session=web or Web(),
        )  # fmt: skip
        launch.keep(keys, at)
        # Times are checked below, by our own clock and with some leeway.
        launch.set_jwt_verify_options(
            {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
        )
        claims = cast(Mapping[str, Any], launch.get_launch_data())
        platform = config.platform(kept["issuer"], kept["client"])
        _check(claims, kept, at)
        return _launch(claims, platform)
    except LaunchRefused:
        raise
    except (
        LtiException, OIDCException, ToolConfException, PyJWTError, JWException,
        requests.exceptions.RequestException, ValueError, KeyError, TypeError, AttributeError, AssertionError,
    ) as error:  # fmt: skip
        # A token is what somebody else wrote: whatever shape it has, it is refused and not a fault of ours.
        raise LaunchRefused("lti.refused.token", f"{type(error).__name__}: {str(error)[:300]}") from error


# --- what a token must say ---------------------------------------------------------------------------------


def _check_algorithm(token: str) -> None:
    head = json.loads(MessageLaunch.urlsafe_b64decode(token.partition(".")[0]))
    if head.get("alg") not in ALGORITHMS:
        raise LaunchRefused("lti.refused.token", f"algorithm {str(head.get('alg'))[:20]!r}")


def _check(claims: Mapping[str, Any], kept: Mapping[str, Any], at: datetime) -> None:
    now, client = at.timestamp(), kept["client"]
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires, issued = claims.get("exp"), claims.get("iat")
    wrong = {
        "iss": claims.get("iss") != kept["issuer"],
        "aud": client not in audiences or (len(audiences) > 1 and claims.get("azp") != client),
        "azp": claims.get("azp", client) != client,
        "exp": not _is_time(expires) or expires <= now - LEEWAY_S,
        "iat": not _is_time(issued) or not now - OLDEST_S <= issued <= now + LEEWAY_S,
        "sub": not storable_subject(claims.get("sub")),
        "deployment_id": not _fits(claims.get(CLAIM + "deployment_id"), 255),
        "message_type": claims.get(CLAIM + "message_type") not in (LINK_MESSAGE, DEEP_MESSAGE),
    }
    if any(wrong.values()):
        told = ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
        raise LaunchRefused("lti.refused.token", told)


def _launch(claims: Mapping[str, Any], platform: PlatformRow) -> Launch:
    roles = [one for one in claims.get(CLAIM + "roles") or () if isinstance(one, str)]
    link, context = _part(claims, CLAIM + "resource_link"), _part(claims, CLAIM + "context")
    ags, presentation = _part(claims, AGS), _part(claims, CLAIM + "launch_presentation")
    custom = {
        str(name)[:100]: str(value)[:300]
        for name, value in list(_part(claims, CLAIM + "custom").items())[:50]
    }
    is_deep = claims.get(CLAIM + "message_type") == DEEP_MESSAGE
    if not is_deep and not _fits(link.get("id"), 255):
        raise LaunchRefused("lti.refused.token", "resource_link id")
    named = " ".join(_text(claims.get(one)) for one in ("given_name", "family_name"))
    lineitem = ags.get("lineitem")
    scopes = ags.get("scope")
    return Launch(
        platform=platform,
        deployment_id=claims[CLAIM + "deployment_id"],
        subject=claims["sub"],
        name=_text(claims.get("name")) or named.strip(),
        email=_text(claims.get("email")),
        username=_text(claims.get("preferred_username")),
        is_learner=any(one.endswith("#Learner") or one == "Learner" for one in roles),
        is_staff=any(one.endswith(_STAFF_ROLES) for one in roles),
        resource_link_id=str(link.get("id", "")),
        title=_text(link.get("title")),
        context_title=_text(context.get("title")) or _text(context.get("label")),
        custom=custom,
        lineitem=lineitem if isinstance(lineitem, str) and is_safe(lineitem) else None,
        scopes=tuple(one for one in scopes if isinstance(one, str))[:20] if isinstance(scopes, list) else (),
        locale=_text(presentation.get("locale"))[:2].lower(),
        deep=_deep(_part(claims, DEEP)) if is_deep else None,
    )


def _deep(settings: Mapping[str, Any]) -> Deep:
    back, data = settings.get("deep_link_return_url"), settings.get("data")
    if not isinstance(back, str) or not is_safe(back) or not (data is None or _fits(data, 20_000)):
        raise LaunchRefused("lti.refused.token", "deep_linking_settings")
    return Deep(back, data, str(settings.get("accept_lineitem", True)).lower() != "false")


def _part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = claims.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _fits(value: object, limit: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= limit and "\x00" not in value


def _is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


# --- the library's parts -----------------------------------------------------------------------------------


class _Request(Request):
    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    @property
    def session(self) -> dict[str, Any]:
        """The library keeps nothing in ours."""
        return {}

    def is_secure(self) -> bool:
        """Cookies are the route's business."""
        return True

    def get_param(self, key: str) -> str:
        """A field of the form or of the address."""
        return self._fields.get(key, "")


class _NoCookies(CookieService):
    """The route gives and reads the one cookie there is."""

    def get_cookie(self, name: str) -> str | None:
        """The state that came: it was compared with the cookie's before."""
        return name

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """Nothing: `leave` hands the state to the route."""


class _Session(SessionService):
    """Nonce and state as the store kept them; nothing of a launch is kept."""

    def __init__(self, request: Request, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__(request)
        self._kept, self.nonce = kept or {}, ""

    def save_nonce(self, nonce: str) -> None:
        self.nonce = nonce

    def check_nonce(self, nonce: str) -> bool:
        due = str(self._kept.get("nonce", ""))
        return bool(due) and secrets.compare_digest(_digest(str(nonce)), due)

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        # The library would take the same token twice: here only the state just taken counts.
        return False

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        """Nothing is kept."""

    def save_launch_data(self, key: str, jwt_body: Mapping[str, Any]) -> None:
        """Nothing is kept."""


class _Platforms(ToolConfAbstract[Request]):
    """The active platforms of the store."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._store, self._at = store, at
        self._key: SigningKey | None = None

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        return True

    def platform(self, issuer: str, client_id: str) -> PlatformRow:
        """The active platform of an issuer and a client; a launch may leave the client out where there is one only."""
        found = self._store.platforms_of(issuer)
        named = [one for one in found if one.told.client_id == client_id]
        if not client_id and len(found) == 1:
            named = list(found)
        if not named:
            raise LaunchRefused(
                "lti.refused.unknown", f"issuer {issuer[:200]!r}, client {str(client_id)[:100]!r}"
            )
        return named[0]

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> Registration:
        return self.find_registration_by_params(iss, "")

    def find_registration_by_params(
        self, iss: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Registration:
        self._key = self._key or signing_key(self._store, self._at)
        return registration(self.platform(str(iss), str(client_id or "")), self._key)

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        return None

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment | None:
        known = self.platform(iss, client_id).told.deployment_ids
        if known and deployment_id not in known:
            raise LaunchRefused("lti.refused.deployment", f"deployment {str(deployment_id)[:100]!r}")
        return Deployment().set_deployment_id(deployment_id)


class _Redirect:
    def __init__(self, address: str) -> None:
        self._address = address

    def get_redirect_url(self) -> str:
        return self._address


class _Login(OIDCLogin[Request, _Platforms, _Session, _NoCookies, Any]):
    """The library's, with a state and a nonce of 256 random bits; it remembers the state that it made."""

    state = ""

    def get_redirect(self, url: str) -> Any:
        return _Redirect(url)

    def _get_uuid(self) -> str:
        made = secrets.token_urlsafe(32)
        self.state = f"state-{made}"
        return made

    def _generate_nonce(self) -> str:
        return secrets.token_urlsafe(32)


class _Message(MessageLaunch[Request, _Platforms, _Session, _NoCookies]):
    """The library's, with the key sets of platforms kept for all launches."""

    _keys: KeySets
    _at: datetime

    def keep(self, keys: KeySets, at: datetime) -> None:
        """Where key sets are kept."""
        self._keys, self._at = keys, at

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def get_public_key(self) -> tuple[str, str]:
        """The key of the token; a set kept before it was made is asked for again."""
        try:
            return super().get_public_key()
        except LtiException:
            assert self._registration is not None
            address = self._registration.get_key_set_url() or ""
            if not self._keys.forget(address, self._at):
                raise
            self._registration.set_key_set(None)
            return super().get_public_key()

    def fetch_public_key(self, key_set_url: str) -> TKeySet:
        """The key set of a platform, kept for an hour."""
        found = self._keys.kept(key_set_url, self._at)
        if found is None:
            try:
                found = super().fetch_public_key(key_set_url)
            except LtiException as error:
                raise LaunchRefused("lti.refused.keys", str(error)[:300]) from error
            if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
                raise LaunchRefused("lti.refused.keys", "no key set")
            self._keys.keep(key_set_url, found, self._at)
        return cast(TKeySet, found)
