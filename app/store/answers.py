"""The answers of a sitting, as typed, with every version of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.rows import Raw, SavedAnswer
from app.store.transactions import Transactions


class Answers(Transactions):
    """The latest answer of each question, and its history."""

    def save_answer(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        raw: Raw,
        lang: str,
        at: datetime,
        *,
        seen: int | None = None,
    ) -> SavedAnswer:
        """Keeps an answer as typed (a blank one too) and adds it to the history of the question.

        Saving what is already there changes nothing. `seen` is the revision that the page showed, 0 for none:
        where another page saved a later one, this answer stands all the same and `overtook` names that one, which
        the history keeps. Raises SittingNotFound, AlreadyHandedIn after hand-in,
        BadAnswer for something that is not an answer.
        """
        q.check_raw(raw)

        def save(c: Connection) -> SavedAnswer:
            q.open_sitting(c, sitting_id, learner_id, at)
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
            overtook = None
            if before is not None and seen is not None and before["revision"] > seen:
                overtook = q.answer_row(before)
            return SavedAnswer(question_id, raw, lang, at, revision, overtook)

        return self._write(save, beside=True)

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
