"""The store: what a learner did, kept as typed. No streamlit here.

`open_store(url)` opens a database; `shared_store(url)` gives the one store of this process for an address,
so that the pages and the health route use the same connections.
"""

from __future__ import annotations

import threading

from app.store.account_errors import (
    AccountNotFound,
    BadEmail,
    BadInvitation,
    BadInvitationTerms,
    BadLogin,
    BadName,
    CohortNotFound,
    CohortTaken,
    LastAdministrator,
    LoginTaken,
    RoleForbids,
    SignedOut,
    TooManyAttempts,
    WrongPassword,
)
from app.store.account_rows import (
    ROLES,
    AccountRow,
    AuditRow,
    CohortRow,
    Credentials,
    InvitationRow,
    NewAccount,
    Role,
    SignInRow,
)
from app.store.errors import (
    AlreadyHandedIn,
    AnswersChanged,
    BadAnswer,
    BadAssessment,
    BadCertificate,
    BadDatabaseUrl,
    BadReason,
    LearnerNotFound,
    NotAllowed,
    NotHandedIn,
    NothingToRegrade,
    RegradeNotFound,
    RegradeOvertaken,
    RegradeUndone,
    SittingNotFound,
    StoreError,
    StoreLocked,
    StoreNotWritable,
    StoreTooNew,
    StoreUnavailable,
    TrialsUsed,
)
from app.store.exam_errors import (
    BadExam,
    DeadlinePassed,
    ExamNotFound,
    ExamNotOpen,
    ExamOver,
    ExamPaused,
    ExamUnderWay,
    ExamVoided,
    NotPausable,
    NotVoidable,
    StillOpen,
)
from app.store.exam_rows import (
    GRACE,
    Candidate,
    CandidateDraft,
    Exam,
    ExamDraft,
    ExamKind,
    ExamPaper,
    Release,
)
from app.store.jury_errors import BadOverride, ExamValidated, MarkingUnfinished, NotValidated
from app.store.lti_errors import BadPlatform, BadTarget, LinkNotFound, PlatformNotFound, PlatformTaken
from app.store.lti_rows import LinkDraft, LinkRow, LtiKey, LtiMark, PlatformDraft, PlatformRow, Seat
from app.store.override_rows import OverrideRow
from app.store.own_case_errors import (
    BadOwnCase,
    CaseArchived,
    CaseNotProven,
    CaseSlugTaken,
    DraftOvertaken,
    OwnCaseNotFound,
)
from app.store.own_case_rows import AUDIENCES, LEAST_SEEDS, Audience, OwnCase, OwnVersion
from app.store.own_cases import CaseDraft
from app.store.plan_errors import BadPlan, NoPlan
from app.store.plan_rows import PlanRow
from app.store.rows import (
    AssessmentRow,
    CardRow,
    CertificateRow,
    GradeRow,
    LearnerRow,
    PaperRow,
    Raw,
    RegradeRow,
    ReviewMoment,
    ReviewRow,
    RungRow,
    SavedAnswer,
    SittingRow,
    TrialRow,
    UndoneRegrade,
)
from app.store.store import Store, open_store

__all__ = [
    "AUDIENCES",
    "GRACE",
    "LEAST_SEEDS",
    "ROLES",
    "AccountNotFound",
    "AccountRow",
    "AlreadyHandedIn",
    "AnswersChanged",
    "AssessmentRow",
    "Audience",
    "AuditRow",
    "BadAnswer",
    "BadAssessment",
    "BadCertificate",
    "BadDatabaseUrl",
    "BadEmail",
    "BadExam",
    "BadInvitation",
    "BadInvitationTerms",
    "BadLogin",
    "BadName",
    "BadOverride",
    "BadOwnCase",
    "BadPlan",
    "BadPlatform",
    "BadReason",
    "BadTarget",
    "Candidate",
    "CandidateDraft",
    "CardRow",
    "CaseArchived",
    "CaseDraft",
    "CaseNotProven",
    "CaseSlugTaken",
    "CertificateRow",
    "CohortNotFound",
    "CohortRow",
    "CohortTaken",
    "Credentials",
    "DeadlinePassed",
    "DraftOvertaken",
    "Exam",
    "ExamDraft",
    "ExamKind",
    "ExamNotFound",
    "ExamNotOpen",
    "ExamOver",
    "ExamPaper",
    "ExamPaused",
    "ExamUnderWay",
    "ExamValidated",
    "ExamVoided",
    "GradeRow",
    "InvitationRow",
    "LastAdministrator",
    "LearnerNotFound",
    "LearnerRow",
    "LinkDraft",
    "LinkNotFound",
    "LinkRow",
    "LoginTaken",
    "LtiKey",
    "LtiMark",
    "MarkingUnfinished",
    "NewAccount",
    "NoPlan",
    "NotAllowed",
    "NotHandedIn",
    "NotPausable",
    "NotValidated",
    "NotVoidable",
    "NothingToRegrade",
    "OverrideRow",
    "OwnCase",
    "OwnCaseNotFound",
    "OwnVersion",
    "PaperRow",
    "PlanRow",
    "PlatformDraft",
    "PlatformNotFound",
    "PlatformRow",
    "PlatformTaken",
    "Raw",
    "RegradeNotFound",
    "RegradeOvertaken",
    "RegradeRow",
    "RegradeUndone",
    "Release",
    "ReviewMoment",
    "ReviewRow",
    "Role",
    "RoleForbids",
    "RungRow",
    "SavedAnswer",
    "Seat",
    "SignInRow",
    "SignedOut",
    "SittingNotFound",
    "SittingRow",
    "StillOpen",
    "Store",
    "StoreError",
    "StoreLocked",
    "StoreNotWritable",
    "StoreTooNew",
    "StoreUnavailable",
    "TooManyAttempts",
    "TrialRow",
    "TrialsUsed",
    "UndoneRegrade",
    "WrongPassword",
    "open_store",
    "shared_store",
]

_shared: dict[str, Store] = {}
_opening = threading.Lock()


def shared_store(url: str) -> Store:
    """The process's store for an address, opened the first time; raises StoreUnavailable when it cannot be.

    A failed opening is not remembered: the next call tries again.
    """
    with _opening:
        if url not in _shared:
            _shared[url] = open_store(url)
        return _shared[url]
