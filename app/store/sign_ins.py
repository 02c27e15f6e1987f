"""Who is signed in at which browser, and the failures that make the next attempt wait.

The browser holds a random token, the store only its SHA-256: who reads the database cannot sign in with it.
An attempt is written down as a failure before the password is checked and taken back when it was right, so
that many attempts at once cannot slip through the limit.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from app.store import queries as q
from app.store.account_errors import TooManyAttempts
from app.store.account_queries import account_row
from app.store.account_rows import AccountRow, SignInRow
from app.store.account_tables import account, sign_in, sign_in_failure
from app.store.audit import record
from app.store.transactions import Transactions

WINDOW: Final = timedelta(minutes=15)
PER_LOGIN: Final = 5
PER_ADDRESS: Final = 30
_KEPT: Final = timedelta(days=1)
# A sign-in in use is moved on at most this often: a page read is not a write.
_TOUCH: Final = timedelta(minutes=5)


class SignIns(Transactions):
    """Sign-ins by the hash of their token."""

    def begin_attempt(self, login: str, address: str, at: datetime) -> None:
        """Writes down an attempt from `address`, before it is known whether it succeeds.

        `login` "" (an invitation code tried) counts for the address only. Raises TooManyAttempts.
        """
        t = sign_in_failure
        login = login if q.storable(login, 100) else "?"
        address = address[:64]

        def put(c: Connection) -> None:
            if c.dialect.name == "postgresql":
                # Attempts side by side would each count before the others are written; SQLite's take turns.
                for name in (f"login:{login}", f"address:{address}"):
                    c.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
            c.execute(delete(t).where(t.c.at < at - _KEPT))
            if login:
                _check(c, t.c.login == login, PER_LOGIN, at)
            _check(c, t.c.address == address, PER_ADDRESS, at)
            c.execute(insert(t).values(login=login, address=address, at=at))

        self._write(put)

    def attempt_succeeded(self, login: str, address: str) -> None:
        """Takes back what was written down for this login from this address."""
        t = sign_in_failure
        mine = (t.c.login == login) & (t.c.address == address[:64])
        self._write(lambda c: c.execute(delete(t).where(mine)))

    def open_sign_in(
        self, learner_id: int, token_hash: str, at: datetime, lasts: timedelta, address: str, agent: str
    ) -> None:
        """Keeps a new sign-in, which ends when it is not used for `lasts`; those long over are forgotten."""
        t = sign_in
        values = {"token_hash": token_hash, "learner_id": learner_id, "created_at": at, "seen_at": at}
        values |= {"expires_at": at + lasts, "address": address[:64], "agent": _plain(agent)}

        def put(c: Connection) -> None:
            c.execute(delete(t).where(t.c.learner_id == learner_id, t.c.expires_at < at - _KEPT))
            c.execute(insert(t).values(values))

        self._write(put)

    def signed_in(self, token_hash: str, at: datetime) -> AccountRow | None:
        """The open account whose sign-in bears this hash and still holds; its end moves on."""
        t = sign_in
        query = (
            select(account, t.c.seen_at, t.c.expires_at)
            .join(t, t.c.learner_id == account.c.learner_id)
            .where(t.c.token_hash == token_hash, _holds(at), account.c.active.is_(True))
        )
        row = self._read(lambda c: c.execute(query).mappings().first())
        if row is None:
            return None
        if at - row["seen_at"] >= _TOUCH:
            moved = {"seen_at": at, "expires_at": at + (row["expires_at"] - row["seen_at"])}
            mine = (t.c.token_hash == token_hash) & t.c.ended_at.is_(None)
            self._write(lambda c: c.execute(update(t).where(mine).values(moved)))
        return account_row(row)

    def end_sign_in(self, token_hash: str, at: datetime) -> None:
        """Ends one sign-in; again, or one that never was, changes nothing."""
        t = sign_in
        mine = (t.c.token_hash == token_hash) & t.c.ended_at.is_(None)
        self._write(lambda c: c.execute(update(t).where(mine).values(ended_at=at)))

    def end_sign_ins(self, learner_id: int, by: int | None, at: datetime, *, but: str | None = None) -> int:
        """Ends every sign-in of a person, except the one whose token hash is `but`; how many there were."""

        def put(c: Connection) -> int:
            ended = end_all(c, learner_id, at, but=but)
            record(c, at, by, "account.sign_out", learner_id=learner_id, details={"ended": ended})
            return ended

        return self._write(put)

    def sign_ins(self, learner_id: int, at: datetime) -> tuple[SignInRow, ...]:
        """The person's sign-ins that still hold, the last used first."""
        t = sign_in
        query = select(t).where(t.c.learner_id == learner_id, _holds(at)).order_by(t.c.seen_at.desc())
        return self._read(lambda c: tuple(_row(row) for row in c.execute(query).mappings()))


def end_all(c: Connection, learner_id: int, at: datetime, *, but: str | None = None) -> int:
    """Ends a person's sign-ins inside a transaction; how many held."""
    t = sign_in
    mine = (t.c.learner_id == learner_id) & _holds(at)
    if but is not None:
        mine &= t.c.token_hash != but
    return int(c.execute(update(t).where(mine).values(ended_at=at)).rowcount)


def _holds(at: datetime) -> ColumnElement[bool]:
    return sign_in.c.ended_at.is_(None) & (sign_in.c.expires_at > at)


def _check(c: Connection, whose: ColumnElement[bool], most: int, at: datetime) -> None:
    """Raises TooManyAttempts, with the minutes until one more is allowed."""
    t = sign_in_failure
    recent = (
        select(t.c.at).where(whose, t.c.at > at - WINDOW).order_by(t.c.at.desc()).offset(most - 1).limit(1)
    )
    oldest = c.execute(recent).scalar_one_or_none()
    if oldest is not None:
        raise TooManyAttempts(minutes=max(1, math.ceil((oldest + WINDOW - at).total_seconds() / 60)))


def _row(row: RowMapping) -> SignInRow:
    return SignInRow(
        row["learner_id"], row["created_at"], row["seen_at"], row["expires_at"], row["address"], row["agent"]
    )


def _plain(agent: str) -> str:
    return "".join(character for character in agent[:200] if character.isprintable() and character.isascii())
