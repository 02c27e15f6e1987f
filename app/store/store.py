"""The store: every query of the app, by subject. Each takes the learner, and none shows or changes another's.

A sitting that is not the learner's raises the same SittingNotFound as one that does not exist. The trainer's
queries, which read across learners, stand apart in regrades.py and papers.py.
"""

from __future__ import annotations

from app.clock import Clock, SystemClock
from app.store import account_tables, exam_tables  # noqa: F401  (the metadata must know them)
from app.store.aids import Aids
from app.store.assessments import Assessments
from app.store.certificates import Certificates
from app.store.engine import connect
from app.store.grades import Grades
from app.store.migrate import upgrade
from app.store.papers import Papers
from app.store.regrades import Regrades
from app.store.revision import Revision
from app.store.sittings import Sittings


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


class Store(Sittings, Grades, Aids, Assessments, Revision, Certificates, Regrades, Papers):
    """The queries over one database; safe to share between threads."""
