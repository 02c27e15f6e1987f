"""OpenID Connect: one provider, the code flow with PKCE, state and nonce; what comes out is who somebody is there.

Nothing of the provider's is kept: it issues no session here, its tokens are read once and dropped. Discovery and
keys are asked for when they are needed and kept for an hour.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.settings import Oidc
from app.store import AccountRow, LoginTaken, NewAccount, Store, StoreError
from app.store.account_queries import clean_email, clean_login, clean_name

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
TIMEOUT_S: Final = 5.0
KEPT: Final = timedelta(hours=1)
LEEWAY_S: Final = 60
FLOW_LASTS: Final = timedelta(minutes=10)


class OidcError(Exception):
    """Signing in at the provider did not work; `key` names the message, `reason` is for the log alone."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass(frozen=True)
class Flow:
    """What a browser keeps between leaving and coming back, in a cookie that no other site can read.

    `link` is empty, or ties the return to the sign-in that wants to be linked with the provider's identity.
    """

    state: str
    nonce: str
    verifier: str
    after: str
    link: str = ""

    @classmethod
    def new(cls, after: str, link: str = "") -> Flow:
        """A flow that nobody can guess."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, after, link)

    def as_text(self) -> str:
        """The flow as a cookie holds it."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def from_text(cls, text: str) -> Flow | None:
        """The flow of a cookie, None when it holds none."""
        try:
            found = cls(**json.loads(base64.urlsafe_b64decode(text.encode())))
        except (ValueError, TypeError):
            return None
        return found if all(isinstance(one, str) and one for one in (found.state, found.nonce)) else None


@dataclass(frozen=True)
class Identity:
    """Who somebody is at the provider: the subject, and what it tells about them."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    username: str = ""


class Provider:
    """One provider; safe to share between threads."""

    def __init__(self, settings: Oidc, client: httpx.Client | None = None) -> None:
        self.settings = settings
        self._client = client or httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, dict[str, Any]]] = {}

    def leave(self, flow: Flow, back: str, at: datetime) -> str:
        """The provider's address to send the browser to; `back` is ours to return to. Raises OidcError."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(flow.verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        address = str(self._discovery(at)["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"

    def arrive(self, flow: Flow, code: str, back: str, at: datetime) -> Identity:
        """Exchanges the code and reads the identity token, checked against the provider's keys. Raises OidcError."""
        found = self._discovery(at)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        form |= {"code_verifier": flow.verifier, "client_id": self.settings.client_id}
        secret = self.settings.client_secret
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        auth = None
        if secret and "client_secret_basic" in methods:
            auth = httpx.BasicAuth(_quoted(self.settings.client_id), _quoted(secret))
        elif secret:
            form["client_secret"] = secret
        answer = self._ask("POST", str(found["token_endpoint"]), data=form, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcError("accounts.oidc.failed", "no id_token")
        return self._read(token, flow, str(found["jwks_uri"]), at)

    def _read(self, token: str, flow: Flow, keys_at: str, at: datetime) -> Identity:
        try:
            claims = self._verified(token, keys_at, at)
        except (JoseError, ValueError) as error:
            raise OidcError("accounts.oidc.failed", f"id_token: {type(error).__name__}") from error
        audience = claims.get("aud")
        audiences = [audience] if isinstance(audience, str) else list(audience or ())
        now, client = at.timestamp(), self.settings.client_id
        wrong = {
            "iss": claims.get("iss") != self.settings.issuer,
            "aud": client not in audiences,
            "azp": claims.get("azp", client) != client or (len(audiences) > 1 and "azp" not in claims),
            "exp": not _is_time(claims.get("exp")) or claims["exp"] <= now - LEEWAY_S,
            "iat": not _is_time(claims.get("iat")) or claims["iat"] > now + LEEWAY_S,
            "nonce": not secrets.compare_digest(str(claims.get("nonce", "")).encode(), flow.nonce.encode()),
            "sub": not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255,
        }
        if any(wrong.values()):
            told = ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
            raise OidcError("accounts.oidc.failed", f"id_token: {told}")
        verified = claims.get("email_verified") in (True, "true")
        return Identity(
            self.settings.issuer,
            claims["sub"],
            _text(claims.get("name")),
            _text(claims.get("email")) if verified else "",
            _text(claims.get("preferred_username")),
        )

    def _verified(self, token: str, keys_at: str, at: datetime) -> Mapping[str, Any]:
        try:
            return self._decoded(token, self._document(keys_at, at))
        except (JoseError, ValueError):
            # The provider may have changed its keys within the hour.
            return self._decoded(token, self._document(keys_at, at, again=True))

    def _decoded(self, token: str, keys: dict[str, Any]) -> Mapping[str, Any]:
        known = KeySet.import_key_set(cast(Any, keys))
        found: Mapping[str, Any] = jwt.decode(token, known, algorithms=ALGORITHMS).claims
        return found

    def _discovery(self, at: datetime) -> dict[str, Any]:
        issuer = self.settings.issuer
        found = self._document(f"{issuer.rstrip('/')}/.well-known/openid-configuration", at)
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != issuer or not all(isinstance(found.get(one), str) for one in needed):
            raise OidcError("accounts.oidc.failed", "the discovery document names another issuer")
        return found

    def _document(self, address: str, at: datetime, *, again: bool = False) -> dict[str, Any]:
        with self._lock:
            kept = self._known.get(address)
        if kept is not None and at - kept[0] < KEPT and not again:
            return kept[1]
        found = self._ask("GET", address)
        with self._lock:
            self._known[address] = (at, found)
        return found

    def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, address, headers={"Accept": "application/json"}, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OidcError("accounts.oidc.unreachable", f"{address}: {type(error).__name__}") from error
        if answer.status_code != 200:
            raise OidcError("accounts.oidc.failed", f"{address}: status {answer.status_code}")
        try:
            found = answer.json()
        except ValueError as error:
            raise OidcError("accounts.oidc.failed", f"{address}: no JSON") from error
        if not isinstance(found, dict):
            raise OidcError("accounts.oidc.failed", f"{address}: no object")
        return found


def account_for(store: Store, who: Identity, at: datetime, *, create: bool) -> AccountRow:
    """The open account that an identity stands for; a learner's is made for a stranger where `create` says so.

    Raises OidcError for a stranger otherwise, and for a closed account. An e-mail address alone opens nobody's
    account: providers let people choose them.
    """
    found = store.account_of_identity(who.issuer, who.subject)
    if found is None and create:
        found = _made(store, who, at)
    if found is None or not found.active:
        raise OidcError("accounts.oidc.stranger", "no open account")
    return found


def _made(store: Store, who: Identity, at: datetime) -> AccountRow:
    base = _login(who)
    for number in range(1, 100):
        login = base if number == 1 else f"{base}{number}"
        try:
            new = NewAccount(login, _name(who, login), email=_email(who.email))
            return store.create_from_identity(new, who.issuer, who.subject, at)
        except LoginTaken:
            # Two returns of one person at once: the other made the account.
            found = store.account_of_identity(who.issuer, who.subject)
            if found is not None:
                return found
    raise OidcError("accounts.oidc.failed", "no free login")


def _login(who: Identity) -> str:
    for said in (who.username, who.email, who.name):
        plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
        login = re.sub(r"[^a-z0-9._@+-]+", ".", plain).strip(".-_@+")[:90]
        try:
            return clean_login(login)
        except StoreError:
            continue
    return "u" + hashlib.sha256(f"{who.issuer} {who.subject}".encode()).hexdigest()[:12]


def _name(who: Identity, login: str) -> str:
    try:
        return clean_name(who.name)
    except StoreError:
        return login


def _email(email: str) -> str | None:
    try:
        return clean_email(email)
    except StoreError:
        return None


def _is_time(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _quoted(text: str) -> str:
    # RFC 6749 section 2.3.1: both are form-encoded before they are joined.
    return urlencode({"": text})[1:]
