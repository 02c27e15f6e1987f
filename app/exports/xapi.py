"""Marks as xAPI statements, one JSON object a line: a paper attempted, completed, scored; its questions answered.

xAPI 1.0.3 (github.com/adlnet/xAPI-Spec); the verbs are ADL's. Statement ids are made from what they state, so that
sending a file again adds nothing to a record store.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from app.exports.rows import Mark
from app.store.people import PersonRow
from cases.referentials import Criterion, referentials

VERBS: Final = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES: Final = "http://adlnet.gov/expapi/activities/"
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "attempted": ("a commencé", "attempted"),
    "completed": ("a rendu", "completed"),
    "scored": ("a obtenu la note", "scored"),
    "answered": ("a répondu à", "answered"),
}


def statements(marks: Iterable[Mark], base: str, *, secret: bytes | None = None) -> Iterator[dict[str, Any]]:
    """The statements of some papers, in their order.

    ``base`` is the IRI that ids start with. With ``secret`` a learner is known by a keyed hash (HMAC-SHA256) of
    their account and their name is left out; the same secret gives the same hash.
    """
    root = base.rstrip("/")
    known = {one.key: one for referential in referentials() for one in referential.criteria}
    for mark in marks:
        maker = _Maker(root, mark, _actor(mark.person, root, secret), known)
        yield maker.say("attempted", mark.started_at)
        took = max(mark.handed_in_at - mark.started_at, timedelta())
        yield maker.say("completed", mark.handed_in_at, {"completion": True, "duration": duration(took)})
        for question in mark.questions:
            result: dict[str, Any] = {}
            if not question.pending and question.max_score > 0:
                result = {"score": score(question.score, question.max_score)}
                result["success"] = question.score >= question.max_score
            yield maker.say("answered", mark.handed_in_at, result, question.id, question.criteria)
        if mark.max_score > 0 and not mark.pending:
            keys = tuple(one.key for one in mark.criteria)
            yield maker.say("scored", mark.graded_at, {"score": score(mark.score, mark.max_score)}, keys=keys)


def lines(marks: Iterable[Mark], base: str, *, secret: bytes | None = None) -> bytes:
    """The statements as JSON lines in UTF-8."""
    said = statements(marks, base, secret=secret)
    return "".join(f"{json.dumps(one, ensure_ascii=False, sort_keys=True)}\n" for one in said).encode()


def score(earned: float, most: float) -> dict[str, float]:
    """A score as xAPI writes it; ``scaled`` in [0, 1]."""
    scaled = min(max(earned / most, 0.0), 1.0)
    return {"scaled": round(scaled, 6), "raw": earned, "min": 0, "max": most}


def duration(took: timedelta) -> str:
    """A duration in ISO 8601, in whole seconds: ``PT1H4M5S``."""
    seconds = round(took.total_seconds())
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"PT{parts}{left}S" if left or not parts else f"PT{parts}"


class _Maker:
    def __init__(self, root: str, mark: Mark, actor: dict[str, Any], known: Mapping[str, Criterion]) -> None:
        self.root, self.mark, self.actor, self.known = root, mark, actor, known
        self.case = f"{root}/cases/{quote(mark.slug, safe='')}/{mark.version}"

    def say(
        self,
        verb: str,
        at: datetime,
        result: Mapping[str, Any] | None = None,
        question: str = "",
        keys: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        mark = self.mark
        activity = f"{self.case}/questions/{quote(question, safe='')}" if question else self.case
        kind = "question" if question else "assessment"
        # A later grade says something new; the rest of a paper is said once.
        told = f"{mark.sitting}/{verb}/{question}" + (f"/{_moment(mark.graded_at)}" if result else "")
        near: dict[str, Any] = {
            "category": [_activity(f"{self.root}/parts/{mark.part}", "profile", mark.part, mark.part)]
        }
        if question:
            near["parent"] = [_activity(self.case, "assessment", mark.slug, mark.slug)]
        grouped = [self._criterion(key) for key in keys if key in self.known]
        if grouped:
            near["grouping"] = grouped
        name = question or mark.slug
        statement: dict[str, Any] = {
            "id": str(uuid5(NAMESPACE_URL, f"{self.root}/statements/{told}")),
            "actor": self.actor,
            "verb": {"id": VERBS + verb, "display": {"fr": WORDS[verb][0], "en": WORDS[verb][1]}},
            "object": _activity(activity, kind, name, name),
            "context": {
                "registration": str(uuid5(NAMESPACE_URL, f"{self.root}/sittings/{mark.sitting}")),
                "platform": "Logitrain",
                "language": mark.lang,
                "contextActivities": near,
                "extensions": {
                    f"{self.root}/extensions/seed": mark.seed,
                    f"{self.root}/extensions/version": mark.version,
                    f"{self.root}/extensions/engine": mark.engine,
                },
            },
            "timestamp": _moment(at),
            "version": "1.0.3",
        }
        if result:
            statement["result"] = dict(result)
        return statement

    def _criterion(self, key: str) -> dict[str, Any]:
        label = self.known[key].label
        return _activity(f"{self.root}/criteria/{key}", "objective", label.fr, label.en)


def _activity(identifier: str, kind: str, fr: str, en: str) -> dict[str, Any]:
    definition = {"type": ACTIVITIES + kind, "name": {"fr": fr, "en": en}}
    return {"objectType": "Activity", "id": identifier, "definition": definition}


def _actor(person: PersonRow, root: str, secret: bytes | None) -> dict[str, Any]:
    account = person.login or str(person.learner_id)
    if secret is not None:
        name = hmac.new(secret, account.encode(), hashlib.sha256).hexdigest()
        return {"objectType": "Agent", "account": {"homePage": root, "name": name}}
    return {
        "objectType": "Agent",
        "name": person.display,
        "account": {"homePage": root, "name": account},
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
