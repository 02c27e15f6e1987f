"""The queries that accounts and classes are made of: plain functions over a connection inside a transaction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, func, insert, select

from app.store import models as m
from app.store import queries as q
from app.store.account_errors import (
    AccountNotFound,
    BadEmail,
    BadLogin,
    BadName,
    CohortNotFound,
    LastAdministrator,
    LoginTaken,
)
from app.store.account_rows import AccountRow, CohortRow, NewAccount
from app.store.account_tables import account, cohort, cohort_member
from app.store.audit import record

MAX_LOGIN: Final = 100
MAX_NAME: Final = 200
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


# --- what people type ------------------------------------------------------------------------------------


def clean_login(login: str) -> str:
    """A login as it is kept: small letters, no spaces around. Raises BadLogin."""
    said = unicodedata.normalize("NFKC", login).strip().lower()
    # The local learner's row bears this name.
    if not _LOGIN.fullmatch(said) or said == q.LOCAL:
        raise BadLogin(limit=MAX_LOGIN)
    return said


def clean_name(name: str) -> str:
    """A person's name without spaces around; raises BadName."""
    said = " ".join(name.split())
    if not said or not q.storable(said, MAX_NAME):
        raise BadName(limit=MAX_NAME)
    return said


def clean_email(email: str | None) -> str | None:
    """An e-mail address, None when there is none; raises BadEmail."""
    said = (email or "").strip()
    if not said:
        return None
    if not _EMAIL.fullmatch(said) or not q.storable(said, MAX_NAME):
        raise BadEmail(email=said[:MAX_NAME])
    return said


# --- accounts --------------------------------------------------------------------------------------------


def account_row(row: RowMapping) -> AccountRow:
    """A row of account as the store hands it back: without its password's hash."""
    return AccountRow(
        row["learner_id"],
        row["login"],
        row["display"],
        row["email"],
        row["role"],
        row["password_hash"] is not None,
        row["must_change"],
        row["active"],
        row["created_at"],
    )


def find_account(c: Connection, learner_id: int, *, lock: bool = False) -> AccountRow | None:
    """The account of that id; `lock` keeps its row until the transaction ends."""
    query = select(account).where(account.c.learner_id == learner_id)
    row = c.execute(query.with_for_update() if lock else query).mappings().first()
    return None if row is None else account_row(row)


def an_account(c: Connection, learner_id: int) -> AccountRow:
    """The account of that id, locked for writing; raises AccountNotFound."""
    found = find_account(c, learner_id, lock=True)
    if found is None:
        raise AccountNotFound
    return found


def add_account(
    c: Connection, new: NewAccount, by: int | None, at: datetime, *, learner_id: int | None = None
) -> AccountRow:
    """Inserts an account whose fields are clean, its learner unless given, and puts it into its class.

    Raises LoginTaken. A class that does not exist yet is made.
    """
    taken = c.execute(select(account.c.learner_id).where(account.c.login == new.login)).first()
    if learner_id is None:
        named = c.execute(select(m.learner.c.id).where(m.learner.c.name == new.login)).first()
        if taken is not None or named is not None:
            raise LoginTaken(login=new.login)
        made = c.execute(insert(m.learner).values(name=new.login, created_at=at)).inserted_primary_key
        assert made is not None
        learner_id = made[0]
    elif taken is not None:
        raise LoginTaken(login=new.login)
    row = AccountRow(
        learner_id, new.login, new.display, new.email, new.role, new.password_hash is not None,
        new.must_change, True, at,
    )  # fmt: skip
    values = {"learner_id": learner_id, "login": new.login, "display": new.display, "email": new.email}
    values |= {"role": new.role, "password_hash": new.password_hash, "must_change": new.must_change}
    c.execute(insert(account).values(**values, active=True, created_at=at))
    details = {"login": new.login, "role": new.role}
    record(c, at, by, "account.create", learner_id=learner_id, details=details)
    if new.cohort:
        found = find_cohort(c, new.cohort) or new_cohort(c, new.cohort, by, at)
        join(c, found, learner_id, by, at)
    return row


def keep_an_administrator(c: Connection, but: int) -> None:
    """Raises LastAdministrator unless somebody other than `but` may administer the server."""
    t = account
    others = select(t.c.learner_id).where(
        t.c.role == "administrator", t.c.active.is_(True), t.c.learner_id != but
    )
    if c.execute(others.with_for_update()).first() is None:
        raise LastAdministrator


def logins_among(c: Connection, logins: Iterable[str]) -> set[str]:
    """Which of these logins somebody has."""
    wanted = sorted(set(logins))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):  # SQLite bounds the parameters of one query
        part = wanted[start : start + 500]
        found |= set(c.execute(select(m.learner.c.name).where(m.learner.c.name.in_(part))).scalars())
        found |= set(c.execute(select(account.c.login).where(account.c.login.in_(part))).scalars())
    return found


# --- classes ---------------------------------------------------------------------------------------------


def clean_cohort(name: str) -> str:
    """A class's name without spaces around; raises BadName."""
    said = " ".join(name.split())
    if not said or not q.storable(said, MAX_NAME):
        raise BadName(limit=MAX_NAME)
    return said


def find_cohort(c: Connection, name: str) -> CohortRow | None:
    """The class of that name, whatever the case of its letters."""
    rows = c.execute(select(cohort).where(func.lower(cohort.c.name) == name.lower())).mappings().all()
    return cohort_row(rows[0]) if rows else None


def a_cohort(c: Connection, cohort_id: int) -> CohortRow:
    """The class of that id; raises CohortNotFound."""
    row = c.execute(select(cohort).where(cohort.c.id == cohort_id).with_for_update()).mappings().first()
    if row is None:
        raise CohortNotFound
    return cohort_row(row)


def new_cohort(c: Connection, name: str, by: int | None, at: datetime) -> CohortRow:
    """Inserts a class whose name is free."""
    made = c.execute(insert(cohort).values(name=name, created_at=at)).inserted_primary_key
    assert made is not None
    record(c, at, by, "cohort.create", details={"cohort": name})
    return CohortRow(made[0], name, at, None)


def join(c: Connection, found: CohortRow, learner_id: int, by: int | None, at: datetime) -> bool:
    """Puts one account into a class; False when it was in it."""
    t = cohort_member
    there = select(t.c.learner_id).where(t.c.cohort_id == found.id, t.c.learner_id == learner_id)
    if c.execute(there).first() is not None:
        return False
    c.execute(insert(t).values(cohort_id=found.id, learner_id=learner_id, joined_at=at))
    record(c, at, by, "cohort.join", learner_id=learner_id, details={"cohort": found.name})
    return True


def cohort_row(row: RowMapping) -> CohortRow:
    """A row of cohort as the store hands it back."""
    return CohortRow(row["id"], row["name"], row["created_at"], row["archived_at"], row.get("size", 0) or 0)
