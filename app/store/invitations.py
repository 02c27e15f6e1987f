"""Invitation codes: a few letters that let people make their own account."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store.account_errors import BadInvitation, BadInvitationTerms, LoginTaken
from app.store.account_queries import a_cohort, add_account, clean_email, clean_login, clean_name, join
from app.store.account_rows import AccountRow, InvitationRow, NewAccount, Role
from app.store.account_tables import invitation
from app.store.audit import record
from app.store.transactions import Transactions

MAX_USES: Final = 500
MAX_LASTS: Final = timedelta(days=366)
# No 0 or O, 1, I or L: read aloud and copied from a board. 31^10 codes is out of reach of guessing.
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 10


class Invitations(Transactions):
    """Invitation codes, with the role and the class they give."""

    def invite(
        self, role: Role, cohort_id: int | None, uses: int, expires_at: datetime, by: int, at: datetime
    ) -> InvitationRow:
        """A new code for `uses` accounts until `expires_at`. Raises BadInvitationTerms, CohortNotFound."""
        if not 1 <= uses <= MAX_USES or not at < expires_at <= at + MAX_LASTS:
            raise BadInvitationTerms(uses=MAX_USES, days=MAX_LASTS.days)
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        code = f"{letters[:5]}-{letters[5:]}"
        row = InvitationRow(code, role, cohort_id, uses, expires_at, by, at, None)

        def put(c: Connection) -> InvitationRow:
            if cohort_id is not None:
                a_cohort(c, cohort_id)
            values: dict[str, Any] = {"code": code, "role": role, "cohort_id": cohort_id, "uses_left": uses}
            values |= {"expires_at": expires_at, "created_by": by, "created_at": at}
            c.execute(insert(invitation).values(values))
            record(c, at, by, "invitation.create", details={"role": role, "uses": uses})
            return row

        return self._write(put)

    def invitation(self, code: str) -> InvitationRow | None:
        """The invitation of that code as typed, None when there is none."""
        query = select(invitation).where(invitation.c.code == clean_code(code))
        row = self._read(lambda c: c.execute(query).mappings().first())
        return None if row is None else InvitationRow(**row)

    def invitations(self, *, roles: Sequence[Role] | None = None) -> tuple[InvitationRow, ...]:
        """Every invitation, or those to some roles, the latest first. Privileged."""
        t = invitation
        query = select(t).order_by(t.c.created_at.desc(), t.c.code)
        if roles is not None:
            query = query.where(t.c.role.in_(roles))
        return self._read(lambda c: tuple(InvitationRow(**row) for row in c.execute(query).mappings()))

    def revoke_invitation(self, code: str, by: int, at: datetime) -> None:
        """Lets nobody join with it any more; again changes nothing. Raises BadInvitation when there is none."""

        def put(c: Connection) -> None:
            found = _locked(c, code)
            if found.revoked_at is None:
                c.execute(update(invitation).where(invitation.c.code == found.code).values(revoked_at=at))
                record(c, at, by, "invitation.revoke", details={"role": found.role})

        self._write(put)

    def join_with(self, code: str, new: NewAccount, at: datetime) -> AccountRow:
        """An account made with a code, in its role and class: whatever `new` says of these is left aside.

        Raises BadInvitation, BadLogin, BadName, BadEmail, LoginTaken; then the code is not used.
        """
        clean = replace(
            new,
            login=clean_login(new.login),
            display=clean_name(new.display),
            email=clean_email(new.email),
            cohort=None,
        )

        def put(c: Connection) -> AccountRow:
            found = _locked(c, code)
            if not found.is_open(at):
                raise BadInvitation
            t = invitation
            c.execute(update(t).where(t.c.code == found.code).values(uses_left=t.c.uses_left - 1))
            made = add_account(c, replace(clean, role=found.role), found.created_by, at)
            if found.cohort_id is not None:
                join(c, a_cohort(c, found.cohort_id), made.learner_id, found.created_by, at)
            return made

        try:
            return self._write(put)
        except IntegrityError as error:  # two people made the same login in the same instant
            raise LoginTaken(login=clean.login) from error


def clean_code(code: str) -> str:
    """A code as typed → as kept, whatever its letters' case and its dashes; "" when it can be none."""
    letters = "".join(one for one in code.upper() if one in _ALPHABET)
    return f"{letters[:5]}-{letters[5:]}" if len(letters) == _LENGTH else ""


def _locked(c: Connection, code: str) -> InvitationRow:
    query = select(invitation).where(invitation.c.code == clean_code(code)).with_for_update()
    row = c.execute(query).mappings().first()
    if row is None:
        raise BadInvitation
    return InvitationRow(**row)
