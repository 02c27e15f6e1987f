"""When a learner worked on each of their papers: the moments at which an answer was saved."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from app.store import models as m
from app.store.transactions import Transactions


class Histories(Transactions):
    """What the history of answers says of time."""

    def saved_moments(self, learner_id: int) -> dict[str, tuple[datetime, ...]]:
        """The moments of every save of the learner's own papers, in order, by sitting; one query for all of them."""
        h = m.answer_history
        query = (
            select(h.c.sitting_id, h.c.saved_at).where(h.c.learner_id == learner_id).order_by(h.c.saved_at)
        )
        found: defaultdict[str, list[datetime]] = defaultdict(list)
        for row in self._read(lambda c: c.execute(query).all()):
            found[row.sitting_id].append(row.saved_at)
        return {sitting: tuple(moments) for sitting, moments in found.items()}
