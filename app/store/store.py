"""Every query of the app, in one place. Each takes the learner, and none shows or changes another's work.

A sitting that is not the learner's raises the same SittingNotFound as one that does not exist. A write is one
transaction; while the database is locked it is tried again (engine.patiently). A write returns only once the
database has it, so what the page calls saved is saved.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, RowMapping, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.clock import Clock, SystemClock
from app.store import models as m
from app.store import queries as q
from app.store.engine import connect, patiently, reading, where, writing
from app.store.errors import AnswersChanged, SittingNotFound
from app.store.migrate import upgrade
from app.store.rows import GradeRow, LearnerRow, Raw, SavedAnswer, SittingRow, TrialRow

_MARK_ATTEMPTS: Final = 5

T = TypeVar("T")


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


class Store:
    """The queries over one database; safe to share between threads."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def where(self) -> str:
        """The database as a person would name it: a file, or host and name; never a password."""
        return where(self._engine.url)

    def close(self) -> None:
        """Closes every connection; the store can still be used and then opens new ones."""
        self._engine.dispose()

    def check(self) -> None:
        """Raises StoreUnavailable when the database does not answer; for the health page."""
        self._read(lambda c: c.execute(select(m.learner.c.id).limit(1)).first())

    # Learners

    def local_learner(self) -> LearnerRow:
        """The one learner of a trainer run alone, created the first time it is asked for."""
        found = self._read(q.find_local)
        if found is not None:
            return found

        def create(c: Connection) -> LearnerRow:
            known = q.find_local(c)
            if known is None:
                c.execute(insert(m.learner).values(name=q.LOCAL, created_at=self._clock.now()))
                known = q.find_local(c)
            assert known is not None
            return known

        try:
            return self._write(create)
        except IntegrityError:  # another process created it in between (no BEGIN IMMEDIATE outside SQLite)
            again = self._read(q.find_local)
            if again is None:
                raise
            return again

    # Sittings

    def start_sitting(
        self,
        learner_id: int,
        slug: str,
        version: int,
        seed: int,
        lang: str,
        at: datetime,
        *,
        mode: str = "practice",
    ) -> SittingRow:
        """Opens a sitting of a case's variant and gives it an id that nobody can guess."""
        row = SittingRow(secrets.token_urlsafe(16), learner_id, slug, version, seed, mode, lang, at, None)
        values = {"id": row.id, "learner_id": learner_id, "case_slug": slug, "case_version": version}
        values |= {"seed": seed, "mode": mode, "lang": lang, "started_at": at}
        self._write(lambda c: c.execute(insert(m.sitting).values(values)))
        return row

    def sitting(self, sitting_id: str, learner_id: int) -> SittingRow | None:
        """The learner's sitting of that id; None when there is none or it is another learner's."""
        return self._read(lambda c: q.find_sitting(c, sitting_id, learner_id))

    def sittings(self, learner_id: int) -> tuple[SittingRow, ...]:
        """All the learner's sittings, the latest started first."""
        t = m.sitting
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.started_at.desc(), t.c.id)
        return self._read(lambda c: tuple(SittingRow(**row) for row in c.execute(query).mappings()))

    # Answers

    def save_answer(
        self, sitting_id: str, learner_id: int, question_id: str, raw: Raw, lang: str, at: datetime
    ) -> SavedAnswer:
        """Keeps an answer as typed (a blank one too) and adds it to the history of the question.

        Saving what is already there changes nothing. Raises SittingNotFound, AlreadyHandedIn after hand-in,
        BadAnswer for something that is not an answer.
        """
        q.check_raw(raw)

        def save(c: Connection) -> SavedAnswer:
            q.open_sitting(c, sitting_id, learner_id)
            t = m.answer
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id)
            before = c.execute(select(t).where(mine)).mappings().first()
            if before is not None and before["raw"] == raw and before["lang"] == lang:
                return q.answer_row(before)
            revision = 1 if before is None else before["revision"] + 1
            saved = {"raw": raw, "lang": lang, "saved_at": at, "revision": revision}
            owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
            c.execute(
                insert(t).values(owner | saved) if before is None else update(t).where(mine).values(saved)
            )
            c.execute(insert(m.answer_history).values(owner | saved))
            return SavedAnswer(question_id, raw, lang, at, revision)

        return self._write(save)

    def answers(self, sitting_id: str, learner_id: int) -> dict[str, SavedAnswer]:
        """The latest answer of each question answered so far, by question id."""
        return self._read(lambda c: q.latest_answers(c, sitting_id, learner_id))

    def answer_history(self, sitting_id: str, learner_id: int, question_id: str) -> tuple[SavedAnswer, ...]:
        """Every version of an answer, the first typed first."""
        return tuple(
            q.answer_row(row)
            for row in self._rows(m.answer_history, sitting_id, learner_id, "revision")
            if row["question_id"] == question_id
        )

    # Flags, hints, trials

    def flag(self, sitting_id: str, learner_id: int, question_id: str, raised: bool, at: datetime) -> None:
        """Marks a question "to review", or takes the mark off; refused after hand-in."""

        def put(c: Connection) -> None:
            q.open_sitting(c, sitting_id, learner_id)
            t = m.review_flag
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id)
            if c.execute(update(t).where(mine).values(raised=raised, at=at)).rowcount == 0:
                owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
                c.execute(insert(t).values(owner | {"raised": raised, "at": at}))

        self._write(put)

    def flags(self, sitting_id: str, learner_id: int) -> frozenset[str]:
        """The ids of the questions marked "to review"."""
        rows = self._rows(m.review_flag, sitting_id, learner_id, "id")
        return frozenset(row["question_id"] for row in rows if row["raised"])

    def use_hint(self, sitting_id: str, learner_id: int, question_id: str, number: int, at: datetime) -> None:
        """Records that the learner opened hint `number` (from 1) of a question; twice is once."""

        def put(c: Connection) -> None:
            q.open_sitting(c, sitting_id, learner_id)
            t = m.hint_use
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id) & (t.c.number == number)
            if c.execute(select(t.c.id).where(mine)).first() is None:
                owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
                c.execute(insert(t).values(owner | {"number": number, "at": at}))

        self._write(put)

    def hints(self, sitting_id: str, learner_id: int) -> dict[str, int]:
        """How many hints were opened, by question id; a question without any is absent."""
        opened: dict[str, int] = {}
        for row in self._rows(m.hint_use, sitting_id, learner_id, "id"):
            opened[row["question_id"]] = max(opened.get(row["question_id"], 0), row["number"])
        return opened

    def record_trial(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        inputs: Mapping[str, float],
        year: int,
        indicators: Mapping[str, float | None],
        at: datetime,
    ) -> None:
        """Appends a training year; a figure that is not finite is kept as null. Refused after hand-in."""
        values = {
            "sitting_id": sitting_id,
            "learner_id": learner_id,
            "question_id": question_id,
            "year": year,
        }
        values |= {"inputs": q.finite(inputs), "indicators": q.finite(indicators), "at": at}

        def put(c: Connection) -> None:
            q.open_sitting(c, sitting_id, learner_id)
            c.execute(insert(m.trial).values(values))

        self._write(put)

    def trials(
        self, sitting_id: str, learner_id: int, question_id: str | None = None
    ) -> tuple[TrialRow, ...]:
        """The years tried, in order; of one question when `question_id` is given."""
        return tuple(
            TrialRow(row["question_id"], row["inputs"], row["year"], row["indicators"], row["at"])
            for row in self._rows(m.trial, sitting_id, learner_id, "id")
            if question_id in (None, row["question_id"])
        )

    # Grades

    def hand_in(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        marked: Mapping[str, Any],
        *,
        engine: str = "",
        revisions: Mapping[str, int] | None = None,
    ) -> GradeRow:
        """Closes the sitting and appends its first grade, both or neither.

        A second call changes nothing and returns the first grade. `marked` is the JSON of the marking,
        `engine` the version that marked. With `revisions` (question id → revision marked) the hand-in is
        refused with AnswersChanged when another tab saved an answer meanwhile. Raises SittingNotFound.
        """

        def close(c: Connection) -> GradeRow:
            row = q.find_sitting(c, sitting_id, learner_id, lock=True)
            if row is None:
                raise SittingNotFound
            if row.is_handed_in:
                return q.all_grades(c, sitting_id, learner_id)[0]
            if revisions is not None:
                now = {
                    question: a.revision
                    for question, a in q.latest_answers(c, sitting_id, learner_id).items()
                }
                if now != dict(revisions):
                    raise AnswersChanged
            c.execute(update(m.sitting).where(m.sitting.c.id == sitting_id).values(handed_in_at=at))
            return q.add_grade(c, sitting_id, learner_id, at, "hand_in", marked, engine)

        return self._write(close)

    def mark_and_hand_in(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        mark: Callable[[dict[str, SavedAnswer]], Mapping[str, Any]],
        *,
        engine: str = "",
    ) -> GradeRow:
        """Reads the answers, marks them with `mark`, and hands in exactly what was marked.

        No lock is held while marking; when another tab saves meanwhile, it marks again. Raises what
        `hand_in` raises.
        """
        for _ in range(_MARK_ATTEMPTS - 1):
            with suppress(AnswersChanged):
                return self._mark_once(sitting_id, learner_id, at, mark, engine)
        return self._mark_once(sitting_id, learner_id, at, mark, engine)

    def append_grade(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        reason: str,
        marked: Mapping[str, Any],
        *,
        engine: str = "",
    ) -> GradeRow:
        """Adds a later grade (a regrade, a correction) beside the earlier ones; `reason` says why.

        Raises SittingNotFound, and ValueError when the sitting is still open.
        """

        def put(c: Connection) -> GradeRow:
            row = q.find_sitting(c, sitting_id, learner_id, lock=True)
            if row is None:
                raise SittingNotFound
            if not row.is_handed_in:
                raise ValueError("a sitting gets its first grade when it is handed in: call hand_in")
            return q.add_grade(c, sitting_id, learner_id, at, reason, marked, engine)

        return self._write(put)

    def grades(self, sitting_id: str, learner_id: int) -> tuple[GradeRow, ...]:
        """Every grade of the sitting, the first first; none while it is open."""
        return self._read(lambda c: q.all_grades(c, sitting_id, learner_id))

    def last_grade(self, sitting_id: str, learner_id: int) -> GradeRow | None:
        """The grade that stands, None while the sitting is open."""
        found = self.grades(sitting_id, learner_id)
        return found[-1] if found else None

    def last_grades(self, learner_id: int) -> dict[str, GradeRow]:
        """The grade that stands for each of the learner's sittings handed in, by sitting id, in one query."""
        t = m.grade_event
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.sitting_id, t.c.number)
        return self._read(
            lambda c: {row["sitting_id"]: q.grade_row(row) for row in c.execute(query).mappings()}
        )

    def _mark_once(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        mark: Callable[[dict[str, SavedAnswer]], Mapping[str, Any]],
        engine: str,
    ) -> GradeRow:
        seen = self.answers(sitting_id, learner_id)
        revisions = {question: a.revision for question, a in seen.items()}
        return self.hand_in(sitting_id, learner_id, at, mark(seen), engine=engine, revisions=revisions)

    # Transactions

    def _read(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with reading(self._engine) as connection:
                return work(connection)

        return patiently(once)

    def _write(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with writing(self._engine) as connection:
                return work(connection)

        return patiently(once)

    def _rows(self, table: Table, sitting_id: str, learner_id: int, order: str) -> tuple[RowMapping, ...]:
        query = (
            select(table)
            .where(table.c.sitting_id == sitting_id, table.c.learner_id == learner_id)
            .order_by(table.c[order])
        )
        return self._read(lambda c: tuple(c.execute(query).mappings()))
