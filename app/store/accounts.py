"""Accounts: who may sign in, in which role. Every change names who makes it (`by`) and goes into the audit log.

The store does what it is told; who may tell it is decided by app.access, in the services that call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import queries as q
from app.store.account_errors import LoginTaken
from app.store.account_queries import (
    account_row,
    add_account,
    an_account,
    clean_cohort,
    clean_email,
    clean_login,
    clean_name,
    find_account,
    keep_an_administrator,
    logins_among,
)
from app.store.account_rows import AccountRow, Credentials, NewAccount, Role
from app.store.account_tables import account, cohort_member, identity
from app.store.audit import record
from app.store.sign_ins import end_all
from app.store.transactions import Transactions


class Accounts(Transactions):
    """Accounts by learner id and by login; never deleted, only closed."""

    def create_accounts(
        self, new: Iterable[NewAccount], by: int | None, at: datetime
    ) -> tuple[AccountRow, ...]:
        """Creates accounts, all or none, with the classes they name.

        Raises BadLogin, BadName, BadEmail, LoginTaken.
        """
        clean = [_clean(one) for one in new]

        def put(c: Connection) -> tuple[AccountRow, ...]:
            return tuple(add_account(c, one, by, at) for one in clean)

        try:
            return self._write(put)
        except IntegrityError as error:  # two people made the same login in the same instant
            raise LoginTaken(login=", ".join(one.login for one in clean[:3])) from error

    def create_account(self, new: NewAccount, by: int | None, at: datetime) -> AccountRow:
        """Creates one account. Raises BadLogin, BadName, BadEmail, LoginTaken."""
        return self.create_accounts([new], by, at)[0]

    def account_of_local(self, display: str, password_hash: str, at: datetime) -> AccountRow:
        """Gives the local learner an account in the trainer's role, with its first password.

        Raises LoginTaken when it has a password already: set_password changes that.
        """

        def put(c: Connection) -> AccountRow:
            local = q.find_local(c)
            assert local is not None, "local_learner() comes first"
            if find_account(c, local.id, lock=True) is not None:
                raise LoginTaken(login=q.LOCAL)
            new = NewAccount(q.LOCAL, clean_name(display), "trainer", password_hash=password_hash)
            return add_account(c, new, local.id, at, learner_id=local.id)

        return self._write(put)

    def account(self, learner_id: int) -> AccountRow | None:
        """The account of that learner, None when there is none."""
        return self._read(lambda c: find_account(c, learner_id))

    def account_named(self, login: str) -> AccountRow | None:
        """The account of that login as typed, None when there is none."""
        query = select(account).where(account.c.login == _typed(login))
        row = self._read(lambda c: c.execute(query).mappings().first())
        return None if row is None else account_row(row)

    def credentials(self, login: str) -> Credentials | None:
        """What checking this login's password takes; None when there is no such login."""
        t = account
        query = select(t.c.learner_id, t.c.password_hash, t.c.active).where(t.c.login == _typed(login))
        row = self._read(lambda c: c.execute(query).mappings().first())
        return None if row is None else Credentials(**row)

    def accounts(
        self, *, roles: Sequence[Role] | None = None, cohort: int | None = None
    ) -> tuple[AccountRow, ...]:
        """The accounts by name, those of some roles or of one class only. Privileged."""
        query = select(account).order_by(account.c.display, account.c.login)
        if roles is not None:
            query = query.where(account.c.role.in_(roles))
        if cohort is not None:
            t = cohort_member
            query = query.where(
                account.c.learner_id.in_(select(t.c.learner_id).where(t.c.cohort_id == cohort))
            )
        return self._read(lambda c: tuple(account_row(row) for row in c.execute(query).mappings()))

    def logins_taken(self, logins: Iterable[str]) -> set[str]:
        """Which of these clean logins somebody has. Privileged."""
        wanted = tuple(logins)
        return self._read(lambda c: logins_among(c, wanted))

    def has_administrator(self) -> bool:
        """Whether somebody may administer this server."""
        t = account
        query = select(t.c.learner_id).where(t.c.role == "administrator", t.c.active.is_(True)).limit(1)
        return self._read(lambda c: c.execute(query).first() is not None)

    def create_administrator(self, new: NewAccount, at: datetime) -> AccountRow:
        """The first administrator of a server that has none. Raises LoginTaken when it has one, BadLogin, BadName."""
        clean = _clean(replace(new, role="administrator"))

        def put(c: Connection) -> AccountRow:
            t = account
            there = select(t.c.learner_id).where(t.c.role == "administrator", t.c.active.is_(True))
            if c.execute(there).first() is not None:
                raise LoginTaken(login=clean.login)
            return add_account(c, clean, None, at)

        return self._write(put)

    def set_password(
        self,
        learner_id: int,
        password_hash: str,
        by: int | None,
        at: datetime,
        *,
        must_change: bool = False,
        but: str | None = None,
    ) -> None:
        """Another password, which ends the person's sign-ins except the one whose token hash is `but`.

        Raises AccountNotFound.
        """

        def put(c: Connection) -> None:
            an_account(c, learner_id)
            values = {"password_hash": password_hash, "must_change": must_change}
            c.execute(update(account).where(account.c.learner_id == learner_id).values(values))
            end_all(c, learner_id, at, but=but)
            action = "account.password" if by == learner_id else "account.reset"
            record(c, at, by, action, learner_id=learner_id)

        self._write(put)

    def refresh_hash(self, learner_id: int, before: str, password_hash: str) -> None:
        """The same password hashed anew; does nothing when it was changed in between."""
        t = account
        same = (t.c.learner_id == learner_id) & (t.c.password_hash == before)
        self._write(lambda c: c.execute(update(t).where(same).values(password_hash=password_hash)))

    def set_role(self, learner_id: int, role: Role, by: int | None, at: datetime) -> None:
        """Another role. Raises AccountNotFound, LastAdministrator."""

        def put(c: Connection) -> None:
            found = an_account(c, learner_id)
            if found.role == "administrator" and role != "administrator":
                keep_an_administrator(c, learner_id)
            c.execute(update(account).where(account.c.learner_id == learner_id).values(role=role))
            details = {"role": role, "before": found.role}
            record(c, at, by, "account.role", learner_id=learner_id, details=details)

        self._write(put)

    def set_active(self, learner_id: int, active: bool, by: int | None, at: datetime) -> None:
        """Closes an account, which ends its sign-ins, or opens it again; the work stays.

        Raises AccountNotFound, LastAdministrator.
        """

        def put(c: Connection) -> None:
            found = an_account(c, learner_id)
            if found.active == active:
                return
            if not active:
                if found.role == "administrator":
                    keep_an_administrator(c, learner_id)
                end_all(c, learner_id, at)
            c.execute(update(account).where(account.c.learner_id == learner_id).values(active=active))
            record(c, at, by, "account.open" if active else "account.close", learner_id=learner_id)

        self._write(put)

    def rename_account(
        self, learner_id: int, display: str, email: str | None, by: int | None, at: datetime
    ) -> None:
        """Another name to show and e-mail address. Raises AccountNotFound, BadName, BadEmail."""
        values = {"display": clean_name(display), "email": clean_email(email)}

        def put(c: Connection) -> None:
            found = an_account(c, learner_id)
            c.execute(update(account).where(account.c.learner_id == learner_id).values(values))
            details = {"before": found.display}
            record(c, at, by, "account.rename", learner_id=learner_id, details=details)

        self._write(put)

    # --- people who sign in elsewhere ----------------------------------------------------------------------

    def account_of_identity(self, issuer: str, subject: str) -> AccountRow | None:
        """The account that a provider's subject stands for, None when there is none yet."""
        t = identity
        query = (
            select(account)
            .join(t, t.c.learner_id == account.c.learner_id)
            .where(t.c.issuer == issuer, t.c.subject == subject)
        )
        row = self._read(lambda c: c.execute(query).mappings().first())
        return None if row is None else account_row(row)

    def link_identity(self, learner_id: int, issuer: str, subject: str, by: int | None, at: datetime) -> None:
        """Lets a provider's subject sign in as this account. Raises AccountNotFound, LoginTaken."""

        def put(c: Connection) -> None:
            an_account(c, learner_id)
            _link(c, learner_id, issuer, subject, by, at)

        try:
            self._write(put)
        except IntegrityError as error:
            raise LoginTaken(login=subject) from error

    def create_from_identity(self, new: NewAccount, issuer: str, subject: str, at: datetime) -> AccountRow:
        """An account for a provider's subject seen for the first time. Raises BadLogin, BadName, LoginTaken."""
        clean = _clean(new)

        def put(c: Connection) -> AccountRow:
            row = add_account(c, clean, None, at)
            _link(c, row.learner_id, issuer, subject, None, at)
            return row

        try:
            return self._write(put)
        except IntegrityError as error:
            raise LoginTaken(login=clean.login) from error


def _link(c: Connection, learner_id: int, issuer: str, subject: str, by: int | None, at: datetime) -> None:
    values = {"issuer": issuer, "subject": subject, "learner_id": learner_id, "created_at": at}
    c.execute(insert(identity).values(values))
    record(c, at, by, "account.link", learner_id=learner_id, details={"issuer": issuer})


def _clean(new: NewAccount) -> NewAccount:
    return replace(
        new,
        login=clean_login(new.login),
        display=clean_name(new.display),
        email=clean_email(new.email),
        cohort=clean_cohort(new.cohort) if new.cohort else None,
    )


def _typed(login: str) -> str:
    """A login as typed → as kept; what no database takes becomes what no login is."""
    said = login.strip().lower()
    return said if q.storable(said, 100) else ""
