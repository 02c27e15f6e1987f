"""The learner's revision deck: cards with the scheduler's state, and every exercise answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.rows import CardRow, ReviewMoment, ReviewRow
from app.store.transactions import Transactions
from cases.plain import is_number

RATINGS: Final = (1, 2, 3, 4)

Schedule = Callable[[ReviewRow, Mapping[str, Any] | None], tuple[Mapping[str, Any], datetime]]


class Revision(Transactions):
    """Cards, one per learner and key, and the reviews they come from; reviews are only ever added to."""

    def cards(self, learner_id: int, due_before: datetime | None = None) -> tuple[CardRow, ...]:
        """The learner's cards, the longest due first; only those due at `due_before` or earlier when given."""
        t = m.card
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.due_at, t.c.key)
        if due_before is not None:
            query = query.where(t.c.due_at <= due_before)
        return self._read(lambda c: tuple(_card_row(row) for row in c.execute(query).mappings()))

    def card(self, learner_id: int, key: str) -> CardRow | None:
        """The learner's card of that key, None when there is none."""
        return self._read(lambda c: _find_card(c, learner_id, key))

    def due_count(self, learner_id: int, at: datetime) -> int:
        """How many of the learner's cards are due at that moment."""
        t = m.card
        query = select(func.count()).select_from(t).where(t.c.learner_id == learner_id, t.c.due_at <= at)
        return self._read(lambda c: c.execute(query).scalar_one())

    def put_card(
        self, learner_id: int, key: str, state: Mapping[str, Any], due_at: datetime, at: datetime
    ) -> CardRow:
        """Keeps a card as the scheduler left it, in place of the one of that key; raises LearnerNotFound."""

        def put(c: Connection) -> CardRow:
            q.a_learner(c, learner_id, lock=True)
            return _put(c, learner_id, key, state, due_at, at)

        return self._write(put)

    def review_and_put(
        self, learner_id: int, review: ReviewRow, state: Mapping[str, Any], due_at: datetime
    ) -> CardRow:
        """Appends a review and keeps its card as the scheduler left it, both or neither.

        Raises LearnerNotFound, BadAnswer, and ValueError for a rating out of 1 … 4 or a credit out of [0, 1].
        """
        _check(review)

        def put(c: Connection) -> CardRow:
            q.a_learner(c, learner_id, lock=True)
            c.execute(insert(m.review).values(_values(learner_id, review)))
            return _put(c, learner_id, review.card_key, state, due_at, review.at)

        return self._write(put)

    def review_together(
        self, learner_id: int, reviews: Sequence[ReviewRow], schedule: Schedule
    ) -> tuple[CardRow, ...]:
        """Appends several reviews and keeps their cards as `schedule` leaves them, all or none.

        `schedule` takes a review and its card's state (None before the first), and gives the state after it
        and when the card is due. A review that is there already (same card, variant and moment) is left
        alone: sending a paper twice changes nothing, even after a regrade. Gives the cards that changed.
        Raises what `review_and_put` raises.
        """
        for review in reviews:
            _check(review)

        def put(c: Connection) -> tuple[CardRow, ...]:
            q.a_learner(c, learner_id, lock=True)
            changed: dict[str, CardRow] = {}
            for review in reviews:
                if _is_there(c, learner_id, review):
                    continue
                before = _find_card(c, learner_id, review.card_key)
                state, due_at = schedule(review, None if before is None else before.state)
                c.execute(insert(m.review).values(_values(learner_id, review)))
                changed[review.card_key] = _put(c, learner_id, review.card_key, state, due_at, review.at)
            return tuple(changed.values())

        return self._write(put)

    def review_log(self, learner_id: int) -> tuple[ReviewMoment, ...]:
        """When each of the learner's reviews took place and how it went, the oldest first; never the answers."""
        t = m.review
        columns = (t.c.card_key, t.c.slug, t.c.version, t.c.question_id, t.c.seed, t.c.rating, t.c.at)
        query = select(*columns).where(t.c.learner_id == learner_id).order_by(t.c.at, t.c.id)
        return self._read(lambda c: tuple(ReviewMoment(**row) for row in c.execute(query).mappings()))

    def reviews(self, learner_id: int, since: datetime | None = None) -> tuple[ReviewRow, ...]:
        """The learner's reviews, the oldest first; only those at `since` or later when given."""
        t = m.review
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.at, t.c.id)
        if since is not None:
            query = query.where(t.c.at >= since)
        return self._read(lambda c: tuple(_review_row(row) for row in c.execute(query).mappings()))


def _check(review: ReviewRow) -> None:
    q.check_raw(review.raw)
    if review.rating not in RATINGS or not (is_number(review.credit) and 0 <= review.credit <= 1):
        raise ValueError(f"rating {review.rating!r} out of 1 … 4, or credit {review.credit!r} out of 0 … 1")


def _values(learner_id: int, review: ReviewRow) -> dict[str, Any]:
    values: dict[str, Any] = {"learner_id": learner_id, "card_key": review.card_key, "slug": review.slug}
    values |= {"version": review.version, "question_id": review.question_id, "seed": review.seed}
    values |= {"raw": review.raw, "lang": review.lang, "rating": review.rating, "credit": review.credit}
    return values | {"codes": list(review.codes), "at": review.at}


def _is_there(c: Connection, learner_id: int, review: ReviewRow) -> bool:
    t = m.review
    query = select(t.c.id).where(
        t.c.learner_id == learner_id,
        t.c.at == review.at,
        t.c.card_key == review.card_key,
        t.c.slug == review.slug,
        t.c.seed == review.seed,
    )
    return c.execute(query.limit(1)).first() is not None


def _put(
    c: Connection, learner_id: int, key: str, state: Mapping[str, Any], due_at: datetime, at: datetime
) -> CardRow:
    t = m.card
    values = {"state": q.plain_json(state), "due_at": due_at, "updated_at": at}
    mine = (t.c.learner_id == learner_id) & (t.c.key == key)
    if c.execute(update(t).where(mine).values(values)).rowcount == 0:
        c.execute(insert(t).values({"learner_id": learner_id, "key": key} | values))
    found = _find_card(c, learner_id, key)
    assert found is not None
    return found


def _find_card(c: Connection, learner_id: int, key: str) -> CardRow | None:
    t = m.card
    row = c.execute(select(t).where(t.c.learner_id == learner_id, t.c.key == key)).mappings().first()
    return None if row is None else _card_row(row)


def _card_row(row: RowMapping) -> CardRow:
    return CardRow(row["key"], row["state"], row["due_at"], row["updated_at"])


def _review_row(row: RowMapping) -> ReviewRow:
    return ReviewRow(
        row["card_key"],
        row["slug"],
        row["version"],
        row["question_id"],
        row["seed"],
        row["raw"],
        row["lang"],
        row["rating"],
        row["credit"],
        tuple(row["codes"]),
        row["at"],
    )
