"""What trainers and administrators do with accounts, classes and invitations; each asks app.access first.

A password that somebody else will use is made here, told once, and replaced by its owner at the first sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from app import passwords
from app.access import Viewer, in_role, may, require
from app.store import (
    AccountNotFound,
    AccountRow,
    AuditRow,
    BadInvitation,
    CohortRow,
    InvitationRow,
    NewAccount,
    Role,
    Store,
)


@dataclass(frozen=True)
class Handed:
    """An account and the first password to hand to its person: shown once, kept nowhere."""

    account: AccountRow
    password: str


# --- accounts --------------------------------------------------------------------------------------------


def accounts(store: Store, viewer: Viewer, *, cohort: int | None = None) -> tuple[AccountRow, ...]:
    """The accounts this person may look after, by name: a trainer's learners, an administrator's everybody."""
    require(viewer, "account.list")
    found = store.accounts(cohort=cohort)
    return tuple(one for one in found if may(viewer, "account.read", in_role(one.role, one.learner_id)))


def create(store: Store, viewer: Viewer, new: NewAccount, at: datetime) -> Handed:
    """One account with a first password. Raises RoleForbids, BadLogin, BadName, BadEmail, LoginTaken."""
    return create_all(store, viewer, [new], at)[0]


def create_all(store: Store, viewer: Viewer, new: Sequence[NewAccount], at: datetime) -> tuple[Handed, ...]:
    """Accounts with first passwords, all or none. Raises RoleForbids, BadLogin, BadName, BadEmail, LoginTaken."""
    for one in new:
        require(viewer, "account.create", in_role(one.role))
    first = [passwords.first_password() for _ in new]
    # Hashing leaves the interpreter to others: a class of thirty takes a fraction of a second.
    with ThreadPoolExecutor(max_workers=passwords.AT_ONCE) as workers:
        kept = list(workers.map(passwords.hashed, first))
    made = store.create_accounts(
        (replace(one, password_hash=each, must_change=True) for one, each in zip(new, kept, strict=True)),
        viewer.learner_id,
        at,
    )
    return tuple(Handed(account, password) for account, password in zip(made, first, strict=True))


def reset_password(store: Store, viewer: Viewer, learner_id: int, at: datetime) -> Handed:
    """A first password again; the person's sign-ins end. Raises AccountNotFound, RoleForbids."""
    account = _about(store, viewer, "account.write", learner_id)
    password = passwords.first_password()
    kept = passwords.hashed(password)
    store.set_password(learner_id, kept, viewer.learner_id, at, must_change=True)
    return Handed(account, password)


def set_active(store: Store, viewer: Viewer, learner_id: int, active: bool, at: datetime) -> None:
    """Closes an account or opens it again. Raises AccountNotFound, RoleForbids, LastAdministrator."""
    _about(store, viewer, "account.write", learner_id)
    store.set_active(learner_id, active, viewer.learner_id, at)


def set_role(store: Store, viewer: Viewer, learner_id: int, role: Role, at: datetime) -> None:
    """Another role. Raises AccountNotFound, RoleForbids, LastAdministrator."""
    _about(store, viewer, "account.role", learner_id)
    store.set_role(learner_id, role, viewer.learner_id, at)


def rename(
    store: Store, viewer: Viewer, learner_id: int, display: str, email: str | None, at: datetime
) -> None:
    """Another name and e-mail address. Raises AccountNotFound, RoleForbids, BadName, BadEmail."""
    _about(store, viewer, "account.write", learner_id)
    store.rename_account(learner_id, display, email, viewer.learner_id, at)


def sign_out(store: Store, viewer: Viewer, learner_id: int, at: datetime) -> int:
    """Ends every sign-in of a person; how many. Raises AccountNotFound, RoleForbids."""
    _about(store, viewer, "account.write", learner_id)
    return store.end_sign_ins(learner_id, viewer.learner_id, at)


def roles_to_give(viewer: Viewer) -> tuple[Role, ...]:
    """The roles in which this person may make accounts and invitations, the least first."""
    known: tuple[Role, ...] = ("learner", "trainer", "administrator")
    return tuple(role for role in known if may(viewer, "account.create", in_role(role)))


# --- invitations -----------------------------------------------------------------------------------------


def invite(
    store: Store, viewer: Viewer, role: Role, cohort: int | None, uses: int, until: datetime, at: datetime
) -> InvitationRow:
    """A code for `uses` accounts. Raises RoleForbids, BadInvitationTerms, CohortNotFound."""
    require(viewer, "invitation.write", in_role(role))
    return store.invite(role, cohort, uses, until, viewer.learner_id, at)


def invitations(store: Store, viewer: Viewer) -> tuple[InvitationRow, ...]:
    """The invitations this person may give, the latest first."""
    require(viewer, "invitation.list")
    return store.invitations(roles=roles_to_give(viewer))


def revoke(store: Store, viewer: Viewer, code: str, at: datetime) -> None:
    """Closes an invitation. Raises BadInvitation, RoleForbids."""
    require(viewer, "invitation.list")
    found = store.invitation(code)
    if found is None:
        raise BadInvitation
    require(viewer, "invitation.write", in_role(found.role))
    store.revoke_invitation(found.code, viewer.learner_id, at)


# --- classes ---------------------------------------------------------------------------------------------


def cohorts(store: Store, viewer: Viewer, *, archived: bool = False) -> tuple[CohortRow, ...]:
    """The classes by name."""
    require(viewer, "cohort.read")
    return store.cohorts(archived=archived)


def memberships(store: Store, viewer: Viewer) -> dict[int, tuple[int, ...]]:
    """Learner id → ids of their classes."""
    require(viewer, "cohort.read")
    return store.memberships()


def create_cohort(store: Store, viewer: Viewer, name: str, at: datetime) -> CohortRow:
    """A new class. Raises RoleForbids, BadName, CohortTaken."""
    require(viewer, "cohort.write")
    return store.create_cohort(name, viewer.learner_id, at)


def rename_cohort(store: Store, viewer: Viewer, cohort: int, name: str, at: datetime) -> None:
    """Another name. Raises RoleForbids, BadName, CohortTaken, CohortNotFound."""
    require(viewer, "cohort.write")
    store.rename_cohort(cohort, name, viewer.learner_id, at)


def archive_cohort(store: Store, viewer: Viewer, cohort: int, at: datetime, *, archived: bool = True) -> None:
    """Puts a class away, or takes it out again. Raises RoleForbids, CohortNotFound."""
    require(viewer, "cohort.write")
    store.archive_cohort(cohort, viewer.learner_id, at, archived=archived)


def set_members(
    store: Store, viewer: Viewer, cohort: int, learner_ids: Iterable[int], at: datetime
) -> tuple[int, int]:
    """Makes these the people of a class; how many came in and how many left.

    Raises RoleForbids, CohortNotFound, AccountNotFound.
    """
    require(viewer, "cohort.write")
    wanted = set(learner_ids)
    before = {one.learner_id for one in store.members(cohort)}
    come = store.add_members(cohort, sorted(wanted - before), viewer.learner_id, at)
    for one in sorted(before - wanted):
        store.remove_member(cohort, one, viewer.learner_id, at)
    return come, len(before - wanted)


# --- the audit log ---------------------------------------------------------------------------------------


def audit_log(
    store: Store, viewer: Viewer, *, action: str | None = None, before: int | None = None, limit: int = 100
) -> tuple[AuditRow, ...]:
    """The log, the latest first: all of it for an administrator, for a trainer that of their own assessments."""
    require(viewer, "trainer.area")
    everything = may(viewer, "audit.read")
    return store.audit_log(
        exams_of=None if everything else viewer.learner_id, action=action, before=before, limit=limit
    )


def _about(store: Store, viewer: Viewer, action: str, learner_id: int) -> AccountRow:
    """The account, once the action on it is allowed; a learner is told the same whether it exists or not."""
    require(viewer, "account.list")
    found = store.account(learner_id)
    if found is None:
        raise AccountNotFound
    require(viewer, action, in_role(found.role, found.learner_id))
    return found
