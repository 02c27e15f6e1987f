"""Feedback before handing in, from the least told to the most: a verdict, where the error is, the solution.

None of it but the solution holds a figure of the key: words that would give one away are kept for the debrief.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cases.answers import Answer
from cases.case import Case
from cases.expressions import ExpressionError
from cases.marking import UNREADABLE, Marked, QuestionMark
from cases.numerals import Lang
from cases.paper import placeholders
from cases.paper_check import AFTER
from cases.plain import Plain
from cases.problem import message, message_codes
from cases.questions.base import PartMark, Question
from cases.render import placeholder_template
from cases.variant import Variant
from cases.wording import QuestionWords

Verdict = Literal["right", "carried", "partly", "wrong"]

# Shorter words of the key are found in any sentence: they would hide what gives nothing away.
SHORTEST: Final = 3
# What the verdict has already said.
_SAID: Final = frozenset({"correct", "carried", "partly", "wrong", "blank"})


@dataclass(frozen=True)
class PartSlip:
    """A place of the answer that is not right yet, and what is known of its error."""

    id: str
    label: str
    verdict: Literal["partly", "wrong"]
    words: str = ""


@dataclass(frozen=True)
class Slip:
    """Where the error of an answer comes from: the words of its codes, and the places concerned."""

    words: tuple[str, ...] = ()
    parts: tuple[PartSlip, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.words or self.parts)


def checkable(question: Question) -> bool:
    """Tell whether an answer can be judged before hand-in: by the machine, and without its simulation.

    A simulated question has its training years instead: a verdict would give the years of the marking away.
    """
    return question.AUTO and not question.SIMULATED


def considered(case: Case, identifier: str, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to mark for a verdict on one question: all, less the simulated ones that it does not rest on."""
    upstream = case.graph.upstream(identifier)
    left_out = {one.id for one in case.questions if one.SIMULATED and one.id not in upstream}
    return {name: answer for name, answer in answers.items() if name not in left_out}


# -- the verdict ---------------------------------------------------------------------------------------
def verdict(mark: QuestionMark) -> Verdict | None:
    """Whether an answer is right; None for one that is blank, unreadable or left to a person."""
    if mark.reading.blank or mark.outcome.pending or mark.codes[0] == UNREADABLE:
        return None
    if mark.outcome.credit >= 1:
        return "carried" if "carried" in mark.codes else "right"
    return "partly" if mark.outcome.credit > 0 else "wrong"


# -- where the error is --------------------------------------------------------------------------------
def slip(variant: Variant, mark: QuestionMark, lang: Lang) -> Slip:
    """Where the error of an answer comes from, in the words of the debrief that hold no figure of the key."""
    if verdict(mark) not in {"partly", "wrong"}:
        return Slip()
    question = variant.case.question(mark.id)
    words = QuestionWords(variant, mark.id, lang)
    secrets = _secrets(question, mark, words)
    told = (_words(variant, question, code, mark.reading.value, words, secrets) for code in mark.codes)
    parts = (
        PartSlip(
            id=place,
            label=question.part_label(place, words),
            verdict="partly" if part.credit > 0 else "wrong",
            words=_words(variant, question, part.code, part.given, words, secrets),
        )
        for place, part in _in_own_order(mark)
        if _answered_wrong(part)
    )
    return Slip(tuple(dict.fromkeys(text for text in told if text)), tuple(parts))


def _in_own_order(mark: QuestionMark) -> list[tuple[str, PartMark]]:
    """The places of an answer; those of a ranking as the learner ranked them, since the key's order is the key."""
    places, own = list(mark.outcome.parts.items()), mark.reading.value
    if isinstance(own, list):
        places.sort(key=lambda one: own.index(one[0]) if one[0] in own else len(own))
    return places


def _answered_wrong(part: PartMark) -> bool:
    """A place left empty is seen by the learner; what should have stood there is the key's."""
    return part.credit < 1 and part.code != "blank" and part.given not in (None, "", [])


def _words(
    variant: Variant,
    question: Question,
    code: str,
    given: Plain,
    words: QuestionWords,
    secrets: Collection[str],
) -> str:
    """What a code says, or nothing when its words hold something of the key."""
    if code in _SAID:
        return ""
    head, _, item = code.partition(".")
    if head not in question.WORDED or not item:
        # What the type words itself comes with figures: it waits for the debrief.
        known = f"debrief.{code}" in message_codes() and not question.told(code)
        return message(f"debrief.{code}", words.lang) if known else ""
    found = variant.case.papers[words.lang].words(f"{question.id}.{question.WORDED[head]}", item)
    if found is None:
        return ""
    shown = _shown_before(variant.case)
    if any(one.source not in shown and one.source != "answer" for one in placeholders(found.text)):
        return ""
    try:
        text = words.item(question.WORDED[head], item, {"answer": given})
    except ExpressionError:  # the words speak of an answer of another shape
        return ""
    return "" if any(secret in _plain(text) for secret in secrets) else text


def _shown_before(case: Case) -> frozenset[str]:
    """The sources of every figure that the learner reads before handing in."""
    found = {one.source for parts in case.annexes.values() for t in parts.values() for one in t.expressions()}
    for section in case.papers["fr"].sections.values():  # both languages show the same figures
        if section.id.partition(".")[2] not in AFTER:
            texts = (section.body, *section.items.values(), *section.steps)
            found |= {one.source for text in texts for one in placeholders(text.text)}
    return frozenset(found)


def _secrets(question: Question, mark: QuestionMark, words: QuestionWords) -> frozenset[str]:
    """The key in the words that would give it away."""
    outcome = mark.outcome
    values = [value for value in (outcome.expected, outcome.key) if value is not None]
    told = [question.describe(value, words) for value in values]
    for place, part in outcome.parts.items():
        told += [question.part_show(place, value, words) for value in (part.expected, part.key)]
    return frozenset(text for text in map(_plain, told) if len(text) >= SHORTEST)


def _plain(text: str) -> str:
    """A text as it is compared: one space for any, no capitals."""
    return " ".join(text.split()).casefold()


# -- the solution --------------------------------------------------------------------------------------
def unsettled(variant: Variant, identifier: str, marked: Marked, read: Collection[str]) -> tuple[str, ...]:
    """The other questions whose key the solution would show, and which the learner has not settled yet.

    One is settled when it is right, when its own solution was ``read``, or when the figures that the learner
    carries on from it stand in this solution for the key's.
    """
    case = variant.case
    told, upstream = set(_told_by(case, identifier)), case.graph.upstream(identifier)
    return tuple(
        one
        for one in case.question_ids
        if one in told and one != identifier and one not in read
        if not _settled(marked.question(one), one in upstream)
    )


def _settled(mark: QuestionMark, stands: bool) -> bool:
    return mark.outcome.credit >= 1 or (stands and mark.carries)


def _told_by(case: Case, identifier: str) -> Iterator[str]:
    """The questions that the figures of a solution rest on: those named in it, and the nearest above values."""
    text = case.papers["fr"].body(f"{identifier}.solution")  # both languages show the same figures
    stack = [name for one in placeholders(text) for name in placeholder_template(one.source).names()]
    seen: set[str] = set()
    while stack:
        name = stack.pop()
        if name in seen or name not in case.graph.nodes:
            continue
        seen.add(name)
        if case.graph.nodes[name].question is not None:
            yield name
        else:
            stack.extend(case.graph.nodes[name].needs)
