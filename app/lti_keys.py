"""Our own keys: made at first need, kept in the store, their public halves for everybody at /lti/keys."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pylti1p3.registration import Registration

from app.access import Viewer, require
from app.store import LtiKey, Store

BITS: Final = 2048
# A platform may keep our key set for days: what the old key signed must still be read.
STILL_SHOWN: Final = timedelta(days=7)


@dataclass(frozen=True)
class SigningKey:
    """A key pair as PEM text; `kid` is the thumbprint by which platforms find it in our set."""

    kid: str
    private_pem: str = field(repr=False)
    public_pem: str


def signing_key(store: Store, at: datetime) -> SigningKey:
    """The key that signs now, made the first time."""
    found = _signing(store)
    if found is None:
        made = _new()
        store.add_lti_key(made.kid, made.private_pem, None, at, only_first=True)
        found = _signing(store)
    assert found is not None
    return found


def renew(store: Store, viewer: Viewer, at: datetime) -> str:
    """Makes another key, which signs from now on; its id. Raises RoleForbids."""
    require(viewer, "lti.platform")
    made = _new()
    store.add_lti_key(made.kid, made.private_pem, viewer.learner_id, at, only_first=False)
    return made.kid


def key_set(store: Store, at: datetime) -> dict[str, Any]:
    """Our public keys as a JSON Web Key Set: the one that signs, and those retired within the week."""
    signing_key(store, at)
    shown = [one for one in store.lti_keys() if one.retired_at is None or at - one.retired_at < STILL_SHOWN]
    return {"keys": [dict(Registration.get_jwk(_pair(one).public_pem)) for one in reversed(shown)]}


def seal(store: Store, text: str, at: datetime) -> str:
    """A mark that only this server can put on a text: for what a platform carries for us and gives back."""
    signing_key(store, at)
    # The first key ever: renewing keys must not break the links that platforms hold.
    secret = hashlib.sha256(b"seal:" + store.lti_keys()[0].private_pem.encode()).digest()
    return hmac.new(secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:40]


def _signing(store: Store) -> SigningKey | None:
    return next((_pair(one) for one in reversed(store.lti_keys()) if one.retired_at is None), None)


def _pair(key: LtiKey) -> SigningKey:
    # Made here: proving its primes again at each use would cost a tenth of a second.
    private = serialization.load_pem_private_key(
        key.private_pem.encode(), None, unsafe_skip_rsa_key_validation=True
    )
    return SigningKey(key.kid, key.private_pem, _public(private.public_key()))


def _new() -> SigningKey:
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = _public(made.public_key())
    return SigningKey(str(Registration.get_jwk(public)["kid"]), private, public)


def _public(key: Any) -> str:
    found: bytes = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return found.decode()
