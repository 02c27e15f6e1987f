"""Signing in and out: from a login and a password to the token that a browser holds, and back to the person.

The token is 256 random bits; the store keeps its SHA-256 only. A failed attempt costs the same whether the
login exists or not, is told in the same words, and counts against the login and the address.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app import passwords
from app.access import Viewer
from app.passwords import check_strength
from app.store import (
    AccountRow,
    BadInvitation,
    NewAccount,
    Store,
    WrongPassword,
)
from app.store.queries import LOCAL

COOKIE: Final = "lt_session"
LASTS: Final = timedelta(hours=12)
REMEMBERED: Final = timedelta(days=30)


@dataclass(frozen=True)
class Opened:
    """A sign-in just made: the token for the browser's cookie, never kept here, and for how long it holds."""

    token: str
    account: AccountRow
    lasts: timedelta
    remember: bool = False


@dataclass(frozen=True)
class Caller:
    """Where a request comes from: the address, and what the browser calls itself."""

    address: str
    agent: str = ""


def token_hash(token: str) -> str:
    """What the store keeps of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_of(token: str) -> str:
    """The form token that goes with a sign-in: only who holds its cookie can tell it."""
    return hashlib.sha256(b"form:" + token.encode("utf-8", "replace")).hexdigest()


def viewer_of(store: Store, token: str | None, at: datetime, *, class_mode: bool) -> Viewer | None:
    """The person behind a browser's token.

    Without sign-in (`class_mode` False) it is always the local learner, in the trainer's role once the trainer's
    password was given; with it, None unless the token is a sign-in that holds. Raises StoreUnavailable.
    """
    found = store.signed_in(token_hash(token), at) if token else None
    if class_mode:
        return None if found is None else as_viewer(found)
    local = store.local_learner()
    if found is not None and found.learner_id == local.id:
        return Viewer(local.id, "trainer", found.display, LOCAL, alone=True)
    return Viewer(local.id, "learner", login=LOCAL, alone=True)


def as_viewer(account: AccountRow) -> Viewer:
    """The person of an account."""
    return Viewer(
        account.learner_id, account.role, account.display, account.login, must_change=account.must_change
    )


def sign_in(
    store: Store, login: str, password: str, caller: Caller, at: datetime, *, remember: bool = False
) -> Opened:
    """Checks a login and a password and opens a sign-in: 12 hours without use end it, 30 days with `remember`.

    Raises WrongPassword (unknown login, wrong password, closed account: all the same), TooManyAttempts.
    """
    said = login.strip().lower()[:100]
    store.begin_attempt(said or "?", caller.address, at)
    known = store.credentials(said)
    right = passwords.verify(password, known.password_hash if known is not None else None)
    if known is None or not right or not known.active or known.password_hash is None:
        raise WrongPassword
    store.attempt_succeeded(said or "?", caller.address)
    if passwords.is_outdated(known.password_hash):
        store.refresh_hash(known.learner_id, known.password_hash, passwords.hashed(password))
    account = store.account(known.learner_id)
    assert account is not None
    return open_for(store, account, caller, at, remember=remember)


def open_for(
    store: Store, account: AccountRow, caller: Caller, at: datetime, *, remember: bool = False
) -> Opened:
    """Opens a sign-in for somebody who has shown who they are, here or at a provider."""
    token, lasts = secrets.token_urlsafe(32), REMEMBERED if remember else LASTS
    store.open_sign_in(account.learner_id, token_hash(token), at, lasts, caller.address, caller.agent)
    return Opened(token, account, lasts, remember)


def sign_out(store: Store, token: str, at: datetime) -> None:
    """Ends this browser's sign-in."""
    store.end_sign_in(token_hash(token), at)


def sign_out_everywhere(store: Store, token: str, at: datetime) -> int:
    """Ends every sign-in of the person whose token it is; how many there were, 0 when it does not hold."""
    found = store.signed_in(token_hash(token), at)
    return 0 if found is None else store.end_sign_ins(found.learner_id, found.learner_id, at)


def change_password(store: Store, token: str, before: str, after: str, caller: Caller, at: datetime) -> bool:
    """Replaces one's own password; this browser stays signed in, the others do not. False when nobody is signed in.

    Raises WrongPassword when `before` is not the one that holds, TooManyAttempts, WeakPassword.
    """
    found = store.signed_in(token_hash(token), at)
    if found is None:
        return False
    _confirm(store, found, before, caller, at)
    check_strength(after, found.login)
    if after == before:
        raise passwords.WeakPassword("accounts.weak.same")
    kept = passwords.hashed(after)
    store.set_password(found.learner_id, kept, found.learner_id, at, but=token_hash(token))
    return True


def join(store: Store, code: str, new: NewAccount, password: str, caller: Caller, at: datetime) -> Opened:
    """Makes an account with an invitation code and signs it in.

    Raises BadInvitation, TooManyAttempts (codes are not for guessing), BadLogin, BadName, BadEmail, LoginTaken,
    WeakPassword.
    """
    store.begin_attempt("", caller.address, at)
    invitation = store.invitation(code)
    if invitation is None or not invitation.is_open(at):
        raise BadInvitation
    store.attempt_succeeded("", caller.address)
    account = _made(new.login, password, lambda kept: store.join_with(code, _with(new, kept), at))
    return open_for(store, account, caller, at)


def create_administrator(
    store: Store, new: NewAccount, password: str, caller: Caller, at: datetime
) -> Opened:
    """The first administrator of a server without one, signed in.

    Raises LoginTaken when there is one by now, BadLogin, BadName, WeakPassword.
    """
    account = _made(new.login, password, lambda kept: store.create_administrator(_with(new, kept), at))
    return open_for(store, account, caller, at)


def has_trainer_password(store: Store) -> bool:
    """Whether a trainer run alone has its trainer's password already."""
    return store.account(store.local_learner().id) is not None


def open_trainer_area(store: Store, password: str, name: str, caller: Caller, at: datetime) -> Opened:
    """For the one who runs the trainer alone: sets the trainer's password the first time, then asks for it.

    Raises WeakPassword the first time, WrongPassword and TooManyAttempts later, LoginTaken when two browsers set
    it in the same instant.
    """
    if has_trainer_password(store):
        return sign_in(store, LOCAL, password, caller, at)
    check_strength(password, LOCAL)
    account = store.account_of_local(name, passwords.hashed(password), at)
    return open_for(store, account, caller, at)


def _confirm(store: Store, account: AccountRow, password: str, caller: Caller, at: datetime) -> None:
    """Raises WrongPassword unless it is the account's own, TooManyAttempts."""
    store.begin_attempt(account.login, caller.address, at)
    known = store.credentials(account.login)
    if known is None or not passwords.verify(password, known.password_hash):
        raise WrongPassword
    store.attempt_succeeded(account.login, caller.address)


def _made(login: str, password: str, create: Callable[[str], AccountRow]) -> AccountRow:
    check_strength(password, login)
    return create(passwords.hashed(password))


def _with(new: NewAccount, kept: str) -> NewAccount:
    return NewAccount(new.login, new.display, new.role, new.email, kept)
