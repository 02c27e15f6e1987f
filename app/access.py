"""Who may do what: one table of actions and roles, below the pages and above the store.

`may(viewer, action, subject)` answers, `require` raises RoleForbids instead. Every service that reads or
writes beyond the viewer's own work calls one of them before it asks the store; a page only decides what it
shows. The store's own queries of a learner's work take the learner's id and show nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.store import Role, RoleForbids


@dataclass(frozen=True)
class Viewer:
    """The person at a browser: their learner's id, role and name.

    `alone` is True for the one local person of a trainer run without sign-in; `must_change` while a password
    given by somebody else has to be replaced before anything.
    """

    learner_id: int
    role: Role
    display: str = ""
    login: str = ""
    alone: bool = False
    must_change: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether the person has a trainer's desk at all."""
        return self.role != "learner"


@dataclass(frozen=True)
class Subject:
    """What an action is about, as far as permission depends on it.

    `owner_id`: the learner whose work it is, the trainer whose assessment it is, the person of an account.
    `members`: learners it is meant for (an assessment's candidates). `role`: of the account it is about, or the
    one that an invitation gives. `released`: whether what is withheld may be shown by now.
    """

    owner_id: int | None = None
    members: frozenset[int] = field(default_factory=frozenset)
    role: Role | None = None
    released: bool = False


Rule = Callable[[Viewer, Subject], bool]


def _always(_viewer: Viewer, _subject: Subject) -> bool:
    return True


def _own(viewer: Viewer, subject: Subject) -> bool:
    return subject.owner_id is not None and subject.owner_id == viewer.learner_id


def _own_released(viewer: Viewer, subject: Subject) -> bool:
    return _own(viewer, subject) and subject.released


def _member(viewer: Viewer, subject: Subject) -> bool:
    return viewer.learner_id in subject.members


def _learners(_viewer: Viewer, subject: Subject) -> bool:
    return subject.role == "learner"


def _own_or_learners(viewer: Viewer, subject: Subject) -> bool:
    return _own(viewer, subject) or _learners(viewer, subject)


def _alone(viewer: Viewer, _subject: Subject) -> bool:
    return viewer.alone


_STAFF: Final[Mapping[Role, Rule]] = {"trainer": _always, "administrator": _always}
_AUTHOR: Final[Mapping[Role, Rule]] = {"trainer": _own, "administrator": _always}
_MINE: Final[Mapping[Role, Rule]] = {"learner": _own, "trainer": _own, "administrator": _own}

# A role that a line leaves out may never do it.
TABLE: Final[Mapping[str, Mapping[Role, Rule]]] = {
    # A learner's work: sittings, answers, revision. Nobody writes another's answers, whatever their role.
    "work.write": _MINE,
    "work.read": {"learner": _own, **_STAFF},
    "results.read": {"learner": _own_released, **_STAFF},
    "passport.read": {"learner": _own, **_STAFF},
    # The answer key of a paper; `released` once its result shows.
    "key.read": {"learner": _own_released, **_STAFF},
    # Assessments that a trainer sets; the owner is the trainer, the members are the candidates.
    "exam.sit": {"learner": _member, "trainer": _member, "administrator": _member},
    "exam.read": {"learner": _member, **_STAFF},
    "exam.create": _STAFF,
    "exam.write": _AUTHOR,
    "exam.monitor": _STAFF,
    "exam.adjust": _AUTHOR,  # extend, pause, void
    "exam.release": _AUTHOR,
    "exam.validate": _AUTHOR,
    # Results made final are opened again by an administrator; the one person of a server alone is that too.
    "exam.reopen_results": {"trainer": _alone, "administrator": _always},
    "exam.analyse": _STAFF,
    # Mock exams and revision plans are a learner's own: no trainer reads or changes them.
    "mock.create": _MINE,
    "mock.read": _MINE,
    "mock.discard": _MINE,
    "plan.read": _MINE,
    "plan.write": _MINE,
    # Marks.
    "paper.list": _STAFF,
    "paper.mark": _STAFF,
    "paper.override": _STAFF,
    "paper.release": _STAFF,
    "regrade": _STAFF,
    # What leaves the server, or comes in.
    "export": _STAFF,
    # Cases that trainers bring: any of them reads, the owner is who brought it.
    "case.author": _STAFF,
    "case.publish": _AUTHOR,
    "lti.platform": {"administrator": _always},
    # What a link of a platform opens.
    "lti.target": _STAFF,
    # People; the subject's role is the account's or the invitation's.
    "trainer.area": _STAFF,
    "account.list": _STAFF,
    "account.read": {"learner": _own, "trainer": _own_or_learners, "administrator": _always},
    "account.create": {"trainer": _learners, "administrator": _always},
    "account.write": {"trainer": _learners, "administrator": _always},
    "account.password": _MINE,
    "account.role": {"administrator": _always},
    "invitation.list": _STAFF,
    "invitation.write": {"trainer": _learners, "administrator": _always},
    "cohort.read": _STAFF,
    "cohort.write": _STAFF,
    # The owner is the trainer whose assessment an entry is about.
    "audit.read": _AUTHOR,
    "backup": {"administrator": _always},
}


def may(viewer: Viewer, action: str, subject: Subject | None = None) -> bool:
    """Whether this person may do this to that; `subject` None says nothing about it, so what depends on it is refused.

    Raises KeyError for an action that the table does not know.
    """
    rule = TABLE[action].get(viewer.role)
    if rule is None or viewer.must_change:
        return False
    return rule(viewer, subject or Subject())


def require(viewer: Viewer, action: str, subject: Subject | None = None) -> None:
    """Raises RoleForbids unless `may`."""
    if not may(viewer, action, subject):
        raise RoleForbids


def owned_by(owner_id: int, *, released: bool = False) -> Subject:
    """The subject that belongs to one person."""
    return Subject(owner_id=owner_id, released=released)


def in_role(role: Role, owner_id: int | None = None) -> Subject:
    """The subject of a role: an account (`owner_id` its person), or an invitation."""
    return Subject(owner_id=owner_id, role=role)
