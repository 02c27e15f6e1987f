"""A past paper marked again: with its own version, which must give the same figures, or with another one.

Nothing is decided here: the difference is shown, per paper and per question, before anyone applies it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cases.answers import Answer
from cases.assessment import Assessment, Override
from cases.case import Case
from cases.expressions import ExpressionError
from cases.marking import Marked, mark
from cases.numerals import Lang
from cases.paper import placeholders
from cases.paper_check import AFTER
from cases.plain import Plain
from cases.policy import PRACTICE, Policy
from cases.problem import CaseError, Problem, message
from cases.render import placeholder_template
from cases.template import Template
from cases.variant import Variant, draw

SAME = 1e-9  # figures are kept to the fourth decimal; JSON gives them back whole

State = Literal["same", "gained", "lost", "rescaled", "recoded", "new", "gone"]


@dataclass(frozen=True)
class Handed:
    """All that marks a paper besides the version of its case: the seed, and what was answered under which rules.

    Mappings are by question id: ``hints`` counts the hints opened, ``rungs`` names the feedback asked for.
    ``questions`` are those asked, None for all.
    """

    seed: int
    answers: Mapping[str, Answer]
    policy: Policy = PRACTICE
    hints: Mapping[str, int] = field(default_factory=dict)
    rungs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    questions: tuple[str, ...] | None = None

    def marked(self, case: Case) -> Marked:
        """The paper marked with ``case``; raises DrawError when it has no variant of this seed."""
        return mark(
            draw(case, self.seed),
            self.answers,
            policy=self.policy,
            hints=self.hints,
            rungs=self.rungs,
            assessments=self.assessments,
            overrides=self.overrides,
            questions=self.questions,
        )


@dataclass(frozen=True)
class QuestionDifference:
    """One question before and after: its points, out of how many, and its codes; None and () where it is not."""

    id: str
    old: float | None
    old_max: float | None
    old_codes: tuple[str, ...]
    new: float | None
    new_max: float | None
    new_codes: tuple[str, ...]

    @property
    def state(self) -> State:
        """What became of it; ``rescaled``: the same points out of others; ``recoded``: for another reason."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        if not _equal(self.old, self.new):
            return "gained" if self.new > self.old else "lost"
        if not _equal(self.old_max, self.new_max):
            return "rescaled"
        return "same" if self.old_codes == self.new_codes else "recoded"

    def as_dict(self) -> dict[str, Any]:
        """The shape of a question in ``logitrain regrade --json``."""
        return {
            "id": self.id,
            "state": self.state,
            "old": {"score": self.old, "max_score": self.old_max, "codes": list(self.old_codes)},
            "new": {"score": self.new, "max_score": self.new_max, "codes": list(self.new_codes)},
        }


@dataclass(frozen=True)
class Difference:
    """A paper's grade as it stands, the grade that it would have, and the difference question by question.

    ``shown`` names what the learner read that the new version shows otherwise: answers to one paper cannot be
    marked with the figures of another, so such a paper keeps its grade.
    """

    old_score: float
    old_max: float
    old_version: int | None
    new: Marked
    questions: tuple[QuestionDifference, ...]
    shown: tuple[str, ...] = ()

    @property
    def gain(self) -> float:
        """Points gained; negative when the new grade is lower."""
        return round(self.new.score - self.old_score, 4)

    @property
    def changed(self) -> bool:
        """True when a figure differs: the total, a question's points, or the points at stake."""
        totals = _equal(self.old_score, self.new.score) and _equal(self.old_max, self.new.max_score)
        return not totals or any(one.state not in {"same", "recoded"} for one in self.questions)

    @property
    def recoded(self) -> bool:
        """True when a question keeps its points for another reason than before."""
        return any(one.state == "recoded" for one in self.questions)

    @property
    def applicable(self) -> bool:
        """True when the new grade can stand for the old one."""
        return not self.shown

    def words(self, lang: Lang) -> Iterator[str]:
        """What happens to the paper, a sentence for each thing that a trainer must know."""
        if self.shown:
            yield message("regrade.shown", lang, {"names": ", ".join(self.shown)})
        for state in ("new", "gone"):
            names = [one.id for one in self.questions if one.state == state]
            if names:
                yield message(f"regrade.{state}", lang, {"names": ", ".join(names)})

    def as_dict(self) -> dict[str, Any]:
        """The shape of a paper's difference in ``logitrain regrade --json``."""
        return {
            "old": {"version": self.old_version, "score": self.old_score, "max_score": self.old_max},
            "new": {"version": self.new.version, "score": self.new.score, "max_score": self.new.max_score},
            "gain": self.gain,
            "changed": self.changed,
            "applicable": self.applicable,
            "shown": list(self.shown),
            "questions": [one.as_dict() for one in self.questions if one.state != "same"],
        }


def regrade(case: Case, handed: Handed, old: Mapping[str, Any], sat: Case | None = None) -> Difference:
    """The difference that marking a past paper with ``case`` makes to its grade ``old`` (a marking's JSON).

    ``sat`` is the version that the learner sat, when it is another one: what it showed is then compared with what
    ``case`` shows. Questions that the learner was never asked are blank; those that are gone earn nothing any
    more. Raises DrawError when a version has no variant of this seed, CaseError when ``old`` is no marking.
    """
    new = handed.marked(case)
    otherwise = () if sat is None else shown_otherwise(draw(sat, handed.seed), draw(case, handed.seed))
    try:
        score, most, version = float(old["score"]), float(old["max_score"]), old.get("version")
        questions = tuple(_questions(old, new))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"{type(error).__name__}: {error}"[:100]
        raise CaseError((Problem("regrade_unreadable", params={"what": what}),)) from error
    return Difference(score, most, version if isinstance(version, int) else None, new, questions, otherwise)


def _questions(old: Mapping[str, Any], new: Marked) -> Iterator[QuestionDifference]:
    before = {str(one["id"]): one for one in old["questions"]}
    after = {one.id: one for one in new.questions}
    for name in (*after, *(name for name in before if name not in after)):
        was, now = before.get(name), after.get(name)
        yield QuestionDifference(
            id=name,
            old=None if was is None else float(was["score"]),
            old_max=None if was is None else float(was["max_score"]),
            old_codes=() if was is None else tuple(map(str, was["codes"])),
            new=None if now is None else now.score,
            new_max=None if now is None else now.max_score,
            new_codes=() if now is None else now.codes,
        )


def _equal(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= SAME


# -- what the learner read -----------------------------------------------------------------------------
def shown_otherwise(before: Variant, after: Variant) -> tuple[str, ...]:
    """What both variants show a learner before hand-in, with another figure: parts of annexes, placeholders."""
    was, now = _shown(before), _shown(after)
    return tuple(name for name, value in was.items() if name in now and now[name] != value)


def _shown(variant: Variant) -> dict[str, Plain]:
    scope, found = variant.scope(), dict[str, Plain]()
    for name, template in _before_hand_in(variant.case):
        try:
            found[name] = scope.evaluate(template)
        except ExpressionError:
            found[name] = None
    return found


def _before_hand_in(case: Case) -> Iterator[tuple[str, Template]]:
    """Every expression whose value a learner reads before handing in, named by its place or by its words."""
    for annex, parts in case.annexes.items():
        for place, template in parts.items():
            yield f"{annex}.{place}", template
    for section in case.papers["fr"].sections.values():  # both languages show the same figures
        if section.id.partition(".")[2] in AFTER:
            continue
        for text in (section.body, *section.items.values(), *section.steps):
            for one in placeholders(text.text):
                yield one.source, placeholder_template(one.source)
