"""Results obtained elsewhere that an award asks for (a language test, say), as the learner recorded them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, insert, select

from app.store import models as m
from app.store import queries as q
from app.store.errors import BadCertificate
from app.store.rows import CertificateRow
from app.store.transactions import Transactions
from cases.plain import is_number

_WIDTH: Final = 100


class Certificates(Transactions):
    """Outside results by referential and name; each is kept, the last recorded counts."""

    def record_certificate(
        self, learner_id: int, referential: str, name: str, score: float, obtained_on: date, at: datetime
    ) -> CertificateRow:
        """Records an outside result; a later record of the same name replaces it in `certificates`.

        `score` is on the certificate's own scale: finite, 0 or more. Raises LearnerNotFound, BadCertificate.
        """
        named = all(q.storable(text, _WIDTH) and text.strip() for text in (referential, name))
        if not named or not is_number(score) or score < 0:
            raise BadCertificate
        row = CertificateRow(referential, name, float(score), obtained_on, at)
        values = {"learner_id": learner_id, "referential": referential, "name": name, "score": row.score}
        values |= {"obtained_on": obtained_on, "at": at}

        def put(c: Connection) -> CertificateRow:
            q.a_learner(c, learner_id, lock=True)
            c.execute(insert(m.certificate).values(values))
            return row

        return self._write(put)

    def certificates(self, learner_id: int) -> tuple[CertificateRow, ...]:
        """The result that counts for each referential and name: the last recorded."""
        latest = {(row.referential, row.name): row for row in self.certificate_history(learner_id)}
        return tuple(latest[key] for key in sorted(latest))

    def certificate_history(self, learner_id: int) -> tuple[CertificateRow, ...]:
        """Every result that the learner recorded, the first recorded first."""
        t = m.certificate
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.id)

        def read(c: Connection) -> tuple[CertificateRow, ...]:
            return tuple(
                CertificateRow(row["referential"], row["name"], row["score"], row["obtained_on"], row["at"])
                for row in c.execute(query).mappings()
            )

        return self._read(read)
