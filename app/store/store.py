"""The store: every query of the app, by subject. Each takes the learner, and none shows or changes another's.

A sitting that is not the learner's raises the same SittingNotFound as one that does not exist. The trainer's
queries, which read across learners, stand apart in regrades.py and papers.py; those of accounts say "Privileged".
Pages never call either: the services in app/*.py do, once app.access has allowed it.
"""

from __future__ import annotations

from app.clock import Clock, SystemClock
from app.store import account_tables, case_tables, exam_tables, lti_tables, plan_tables  # noqa: F401  (the metadata must know them)
from app.store.accounts import Accounts
from app.store.aids import Aids
from app.store.assessments import Assessments
from app.store.audit import Audit
from app.store.certificates import Certificates
from app.store.cohorts import Cohorts
from app.store.engine import connect
from app.store.exam_running import ExamRunning
from app.store.exams import Exams
from app.store.grades import Grades
from app.store.histories import Histories
from app.store.invitations import Invitations
from app.store.items import Items
from app.store.lti_links import LtiLinks
from app.store.lti_marks import LtiMarks
from app.store.lti_platforms import Platforms
from app.store.migrate import upgrade
from app.store.mocks import Mocks
from app.store.overrides import Overrides
from app.store.own_cases import OwnCases
from app.store.papers import Papers
from app.store.people import People
from app.store.plans import Plans
from app.store.regrades import Regrades
from app.store.revision import Revision
from app.store.sign_ins import SignIns
from app.store.sittings import Sittings
from app.store.validation import Validation


def open_store(url: str, *, clock: Clock | None = None) -> Store:
    """Opens a database by its SQLAlchemy URL, brings its schema up to date and gives the store over it.

    `clock` dates what the store itself creates (the local learner); the machine's by default. Raises
    StoreUnavailable, or one of its kinds, when the database cannot be opened or written.
    """
    engine = connect(url)
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock or SystemClock())


class Store(
    Sittings,
    Grades,
    Aids,
    Assessments,
    Revision,
    Certificates,
    People,
    Regrades,
    Papers,
    Accounts,
    SignIns,
    Cohorts,
    Invitations,
    Audit,
    Exams,
    ExamRunning,
    Overrides,
    Validation,
    Items,
    Histories,
    Platforms,
    LtiLinks,
    LtiMarks,
    Mocks,
    Plans,
    OwnCases,
):
    """The queries over one database; safe to share between threads."""
