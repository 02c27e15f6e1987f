"""The answers of an assessment that a trainer marks: question by question, one paper after the other.

No streamlit here. A candidate is named by number alone where marking is blind: nothing that this module hands
over then bears a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app import exams
from app.access import Viewer, require
from app.grading import Assessed, Draw, assess, version_of
from app.regrading import as_answer
from app.store import AssessmentRow, Exam, ExamNotFound, ExamPaper, GradeRow, SittingRow, Store
from cases.answers import Answer
from cases.case import Case
from cases.problem import CaseError
from cases.questions.base import Question

Load = Callable[[str, int], Case]


@dataclass(frozen=True)
class Script:
    """One candidate's answer to a question that a person marks; `name` is empty where marking is blind.

    `given` is what the trainer found in it, None while it waits.
    """

    number: int
    name: str
    sitting: SittingRow
    given: AssessmentRow | None

    @property
    def waits(self) -> bool:
        """Whether a person must still mark it."""
        return self.given is None


@dataclass(frozen=True)
class Task:
    """All the answers to one question of a paper, by candidate number; blank ones need nobody."""

    paper: ExamPaper
    question: Question
    place: int
    scripts: tuple[Script, ...]

    @property
    def done(self) -> int:
        """How many of them are marked."""
        return sum(not one.waits for one in self.scripts)

    def script(self, number: int) -> Script | None:
        """The answer of the candidate of that number."""
        return next((one for one in self.scripts if one.number == number), None)

    def following(self, number: int | None) -> Script | None:
        """The next answer that waits after a candidate's, from the first again at the end; None once all are marked."""
        waiting = [one for one in self.scripts if one.waits and one.number != number]
        later = [one for one in waiting if number is None or one.number > number]
        return next(iter(later or waiting), None)

    def beside(self, number: int, step: int) -> Script | None:
        """The answer ``step`` places further, marked or not; None past either end."""
        places = [one.number for one in self.scripts]
        place = places.index(number) + step if number in places else -1
        return self.scripts[place] if 0 <= place < len(self.scripts) else None


def queue(store: Store, viewer: Viewer, exam_id: str, load: Load) -> tuple[Exam, tuple[Task, ...]]:
    """An assessment and its questions to mark; those without an answer to mark are left out.

    Where it is blind the assessment handed over names its candidates by nothing but their numbers. Raises
    RoleForbids, ExamNotFound.
    """
    require(viewer, "paper.mark")
    found = exams.one(store, viewer, exam_id)
    if is_blind(found):
        found = replace(found, candidates=tuple(replace(one, name="") for one in found.candidates))
    sat, answered = store.exam_papers(exam_id), store.exam_answered(exam_id)
    given, grades = store.exam_assessments(exam_id), store.exam_grades(exam_id)
    tasks = []
    for paper in found.papers:
        rows = [
            (candidate, row)
            for candidate in found.candidates
            if (row := sat.get(candidate.learner_id, {}).get(paper.number)) is not None and row.is_handed_in
        ]
        for place, question in _by_hand(paper, load):
            scripts = tuple(
                Script(candidate.number, candidate.name, row, _by_trainer(given.get(row.id, {}), question.id))
                for candidate, row in rows
                if question.id in answered.get(row.id, {}) and _markable(grades.get(row.id), question.id)
            )
            if scripts:
                tasks.append(Task(paper, question, place, scripts))
    return found, tuple(tasks)


def task(tasks: Iterable[Task], paper: int, question_id: str) -> Task | None:
    """One question of them."""
    return next((one for one in tasks if (one.paper.number, one.question.id) == (paper, question_id)), None)


def waiting(store: Store, viewer: Viewer) -> tuple[tuple[Exam, int], ...]:
    """The assessments with papers that wait for a trainer, and how many. Raises RoleForbids."""
    require(viewer, "paper.mark")
    found = []
    for exam in exams.every(store, viewer):
        grades = store.exam_grades(exam.id).values()
        count = sum(grade.marked.get("pending", 0) > 0 for grade in grades)
        if count:
            found.append((exam, count))
    return tuple(found)


def is_blind(exam: Exam) -> bool:
    """Whether candidates go by their numbers: where it was wished, until the results are released."""
    return exam.blind and exam.released_at is None


def answer(store: Store, script: Script, question_id: str) -> Answer | None:
    """What the candidate answered."""
    row = store.answers(script.sitting.id, script.sitting.learner_id).get(question_id)
    return None if row is None else as_answer(row)


def give(
    store: Store,
    viewer: Viewer,
    script: Script,
    question_id: str,
    points: Mapping[str, float],
    comment: str,
    draw: Draw,
    at: datetime,
    engine: str,
) -> GradeRow:
    """Keep a trainer's points by line of the rubric, and append the grade that they make.

    Again replaces what was given before, until the results are validated. Raises RoleForbids, ExamNotFound,
    NotHandedIn, BadAssessment, ExamVoided, ExamValidated.
    """
    require(viewer, "paper.mark")
    if script.sitting.exam_id is None:
        raise ExamNotFound
    found = Assessed(question_id, points, "trainer", viewer.display or viewer.login, comment.strip())
    return assess(store, script.sitting, found, draw, at, engine)


def marked_with(store: Store, script: Script) -> int:
    """The version of the case that the paper is marked with."""
    grade = store.last_grade(script.sitting.id, script.sitting.learner_id)
    return version_of(script.sitting, grade)


def _by_hand(paper: ExamPaper, load: Load) -> Sequence[tuple[int, Question]]:
    try:
        case = load(paper.case_slug, paper.case_version)
    except CaseError:
        return ()
    return [
        (place, one)
        for place, one in enumerate(case.questions, start=1)
        if not one.AUTO and (paper.questions is None or one.id in paper.questions)
    ]


def _by_trainer(given: Mapping[str, AssessmentRow], question_id: str) -> AssessmentRow | None:
    row = given.get(question_id)
    return row if row is not None and row.by == "trainer" else None


def _markable(grade: GradeRow | None, question_id: str) -> bool:
    """Whether the grade leaves the answer to a person: one that could not be read at all earns nothing."""
    if grade is None:
        return False
    mark = next((one for one in grade.marked.get("questions", ()) if one["id"] == question_id), None)
    return mark is not None and mark["codes"][:1] not in (["blank"], ["unreadable"])
