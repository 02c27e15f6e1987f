"""The log of privileged changes in words: one table for all of a server's, another for one assessment's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app import session
from app.i18n import Translator
from app.store import AuditRow, Exam
from app.widgets import figures, markup

NAMES: Final = ("when", "who", "what", "about", "details")


def journal(
    rows: Iterable[AuditRow],
    caption: str,
    exam: Exam | None = None,
    titles: Mapping[str, str] | None = None,
) -> None:
    """Show entries as a table; with ``exam`` its candidates go by their numbers while its marking is blind.

    ``titles`` names assessments by id, for entries of many of them.
    """
    t = session.t()
    numbers: dict[int, int] = {}
    if exam is not None and exam.blind and exam.released_at is None:
        numbers = {one.learner_id: one.number for one in exam.candidates}
    lines = []
    for one in rows:
        about = one.learner or ""
        if one.learner_id in numbers:
            about = t("exam.number", number=numbers[one.learner_id])
        said = details(one.details, t)
        title = (titles or {}).get(one.exam_id or "")
        if title and title not in said:
            said = f"{title} · {said}" if said else title
        lines.append(
            [figures.date(one.at), one.actor or t("people.server"), action(one.action, t), about, said]
        )  # fmt: skip
    heads = [(t(f"people.col_{name}"), "left") for name in NAMES]
    markup.put(markup.table(caption, heads, lines, "lt-journal", hidden_caption=exam is not None))


def action(name: str, t: Translator) -> str:
    """An action in words; one that another subject logs under its own name, where it has words for it."""
    subject, _, done = name.partition(".")
    for key in (f"people.action_{subject}_{done}", f"{subject}.action_{done}", f"{subject}.audit_{done}"):
        if t.has(key):
            words = t(key)
            return words[:1].upper() + words[1:]
    return name


def details(found: Mapping[str, Any], t: Translator) -> str:
    """What an entry says more, in words: what has none is told as it is, a list or a moment not at all."""
    said = []
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
            continue
        key = f"audit.detail_{name}"
        if name in _UNTOLD:
            continue
        shown = figures.points(value) if isinstance(value, int | float) else value
        if name == "role" and t.has(f"accounts.role.{value}"):
            shown = t(f"accounts.role.{value}")
        said.append(t(key, value=shown) if t.has(key) else shown)
    return " · ".join(said)


# Moments in the machine's own writing; the entry bears its own date.
_UNTOLD: Final = frozenset({"validated_at", "opens_at", "closes_at", "code"})
