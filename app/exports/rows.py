"""Marks as plain rows, read from the store once: every exporter writes the same figures.

The figures are those of the grade that stands; nothing is marked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from app.access import Subject, Viewer, require
from app.exam_marks import ExamMark, exam_mark
from app.grading import result_of, results_shown, version_of
from app.i18n import Lang, Translator
from app.marking_queue import is_blind
from app.reports.pen import Pen
from app.store import ExamNotFound, GradeRow, SittingRow, Store
from app.store.people import PersonRow
from cases.policy import Policy
from cases.scoring import CriterionScore

OUT_OF: Final = 20


@dataclass(frozen=True)
class QuestionRow:
    """What one question earned; ``criteria`` are official keys, ``codes`` what marking found."""

    id: str
    score: float
    max_score: float
    pending: bool
    codes: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """One paper handed in, by the grade that stands.

    ``score`` of the ``max_score`` points marked so far, ``pending`` points that a person must still give. ``paper``
    is its place in the assessment, None for one's own practice.
    """

    person: PersonRow
    sitting: str
    slug: str
    version: int
    seed: int
    lang: str
    part: str
    paper: int | None
    started_at: datetime
    handed_in_at: datetime
    graded_at: datetime
    engine: str
    score: float
    max_score: float
    pending: float
    questions: tuple[QuestionRow, ...]
    criteria: tuple[CriterionScore, ...]

    @property
    def share(self) -> float:
        """The share of the points marked so far, in [0, 1]; 0 while there are none."""
        return self.score / self.max_score if self.max_score > 0 else 0.0

    @property
    def out_of_20(self) -> float:
        """The mark out of 20 to the hundredth."""
        return round(OUT_OF * self.share, 2)


@dataclass(frozen=True)
class Column:
    """One paper of a gradebook: its number from 1, its case, and its weight in the mark."""

    number: int
    slug: str
    weight: float


@dataclass(frozen=True)
class Gradebook:
    """The marks of an assessment, or of one learner's own papers.

    ``people`` are all the learners that it lists, those without a paper included, by name; ``totals`` the mark of
    each over all papers, by learner id (empty where papers make no mark together). ``numbers`` are the candidates'
    numbers by learner id where these stand for the names: then every person in it is nameless, and in their order.
    """

    title: str
    columns: tuple[Column, ...]
    people: tuple[PersonRow, ...]
    marks: tuple[Mark, ...]
    totals: Mapping[int, ExamMark] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)

    def known_as(self, person: PersonRow, t: Translator) -> str:
        """The name of a person, or the number that stands for it."""
        number = self.numbers.get(person.learner_id)
        return person.display if number is None else t("exam.number", number=number)

    def of(self, learner_id: int, paper: int) -> Mark | None:
        """A learner's mark in a paper: the last handed in, None without any."""
        found = [one for one in self.marks if one.person.learner_id == learner_id and one.paper == paper]
        return max(found, key=lambda one: (one.handed_in_at, one.sitting), default=None)


def exam_gradebook(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> Gradebook:
    """The gradebook of an assessment; voided candidates and void papers are left out.

    Where marking is blind it knows candidates by their numbers until the results are released. Raises RoleForbids,
    ExamNotFound, PolicyError.
    """
    require(viewer, "export")
    exam = store.exam(exam_id)
    if exam.is_mock:  # a learner's own
        raise ExamNotFound
    valid = [one for one in exam.candidates if not one.is_voided]
    people = store.people([one.learner_id for one in valid])
    numbers: dict[int, int] = {}
    if is_blind(exam):
        numbers = {one.learner_id: one.number for one in valid}
        people = {
            one: PersonRow(one, f"{number:04d}", f"candidate-{number}") for one, number in numbers.items()
        }
    sittings, grades = store.exam_papers(exam_id), store.exam_grades(exam_id)
    marks = [
        mark_row(people[learner], sitting, grades[sitting.id])
        for learner, papers in sittings.items()
        if learner in people
        for sitting in papers.values()
        if sitting.id in grades
    ]
    totals = {}
    for candidate in valid:
        results = {
            number: result_of(grades[sitting.id].marked)
            for number, sitting in sittings.get(candidate.learner_id, {}).items()
            if sitting.id in grades
        }
        over = exam.state_of(candidate, now) == "over"
        totals[candidate.learner_id] = exam_mark(exam.papers, results, over)
    columns = tuple(Column(one.number, one.case_slug, one.weight) for one in exam.papers)
    return Gradebook(exam.title, columns, _by_name(people.values()), _in_order(marks), totals, numbers)


def learner_gradebook(store: Store, viewer: Viewer, learner_id: int) -> Gradebook:
    """Every paper that a learner handed in, practice included: each case is a column, its last hand-in counts.

    For the learner it holds only results that are released. Raises RoleForbids, LearnerNotFound, PolicyError.
    """
    require(viewer, "work.read", Subject(owner_id=learner_id))
    person = store.person(learner_id)
    grades = store.last_grades(learner_id)
    sittings = [
        one
        for one in reversed(store.sittings(learner_id))
        if one.id in grades and not one.is_voided and (viewer.is_staff or results_shown(one))
    ]
    numbers = {
        slug: place for place, slug in enumerate(dict.fromkeys(one.case_slug for one in sittings), start=1)
    }
    marks = [replace(mark_row(person, one, grades[one.id]), paper=numbers[one.case_slug]) for one in sittings]
    columns = tuple(Column(number, slug, 1.0) for slug, number in numbers.items())
    return Gradebook(person.display, columns, (person,), _in_order(marks))


def mark_row(person: PersonRow, sitting: SittingRow, grade: GradeRow) -> Mark:
    """One paper by its grade as the store keeps it."""
    result = result_of(grade.marked)
    return Mark(
        person=person,
        sitting=sitting.id,
        slug=sitting.case_slug,
        version=version_of(sitting, grade),
        seed=sitting.seed,
        lang=sitting.lang,
        part=Policy.from_dict(sitting.policy).counts_as,
        paper=sitting.paper_number,
        started_at=sitting.started_at,
        handed_in_at=sitting.handed_in_at or grade.at,
        graded_at=grade.at,
        engine=grade.engine,
        score=result.score,
        max_score=result.marked_points,
        pending=result.pending,
        questions=tuple(_question(one) for one in grade.marked.get("questions", ())),
        criteria=tuple(
            CriterionScore(one["referential"], one["id"], one["score"], one["max_score"])
            for one in grade.marked.get("criteria", ())
        ),
    )


def feedback(mark: Mark, lang: Lang) -> str:
    """One line beside a mark: the points, what still waits, then each criterion with its share."""
    pen = Pen(lang)
    parts = [pen.t("debrief.points", points=pen.out_of(mark.score, mark.max_score))]
    if mark.pending:
        parts.append(pen.counted("reports.pending", mark.pending))
    parts += [
        f"{one.key} {pen.share(one.score / one.max_score)}" for one in mark.criteria if one.max_score > 0
    ]
    return " | ".join(parts)


def _question(one: Mapping[str, Any]) -> QuestionRow:
    items = one.get("items", ())
    return QuestionRow(
        id=one["id"],
        score=one["score"],
        max_score=one["max_score"],
        pending=bool(one.get("pending")),
        codes=tuple(one.get("codes", ())),
        criteria=tuple(dict.fromkeys(key for item in items for key in item["criteria"])),
    )


def _by_name(people: Iterable[PersonRow]) -> tuple[PersonRow, ...]:
    return tuple(sorted(people, key=lambda one: (one.display.casefold(), one.learner_id)))


def _in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(
        sorted(marks, key=lambda one: (one.person.display.casefold(), one.handed_in_at, one.sitting))
    )
