"""The store: what a learner did, kept as typed. No streamlit here.

`open_store(url)` opens a database; `shared_store(url)` gives the one store of this process for an address,
so that the pages and the health route use the same connections.
"""

from __future__ import annotations

import threading

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
    "AlreadyHandedIn",
    "AnswersChanged",
    "AssessmentRow",
    "BadAnswer",
    "BadAssessment",
    "BadCertificate",
    "BadDatabaseUrl",
    "BadReason",
    "CardRow",
    "CertificateRow",
    "GradeRow",
    "LearnerNotFound",
    "LearnerRow",
    "NotAllowed",
    "NotHandedIn",
    "NothingToRegrade",
    "PaperRow",
    "Raw",
    "RegradeNotFound",
    "RegradeOvertaken",
    "RegradeRow",
    "RegradeUndone",
    "ReviewMoment",
    "ReviewRow",
    "RungRow",
    "SavedAnswer",
    "SittingNotFound",
    "SittingRow",
    "Store",
    "StoreError",
    "StoreLocked",
    "StoreNotWritable",
    "StoreTooNew",
    "StoreUnavailable",
    "TrialRow",
    "TrialsUsed",
    "UndoneRegrade",
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
