"""How the questions of a case went over many papers: success, discrimination, common mistakes, time.

No streamlit here. Every figure comes with the sitting ids behind it; nothing is told of fewer than FEWEST papers,
where a figure would be one person's.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import fmean, median
from typing import Any, Final

from app import exams
from app.access import Viewer, require
from app.i18n import Lang, translator
from app.regrading import as_answer
from app.store import Exam, Store
from app.store.item_rows import CountedPaper
from cases.expressions import ExpressionError
from cases.referentials import referentials
from cases.variant import Variant
from cases.wording import QuestionWords

FEWEST: Final = 5
FEWEST_TO_DISCRIMINATE: Final = 12
MOST_OUTCOMES: Final = 6
# The 97.5 % point of the normal law: an interval of 95 %.
Z: Final = 1.959963984540054
_FULL: Final = 1e-9

Draw = Callable[[str, int, int], Variant]


@dataclass(frozen=True)
class Rate:
    """How many papers out of `count` succeed; `ids` are theirs, `others` those that did not."""

    ids: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def count(self) -> int:
        """Papers looked at."""
        return len(self.ids) + len(self.others)

    @property
    def share(self) -> float:
        """The share that succeed, in [0, 1]."""
        return len(self.ids) / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of many such papers lies, 95 times in a hundred."""
        return wilson(len(self.ids), self.count)


@dataclass(frozen=True)
class OutcomeCount:
    """An outcome code found in papers that lost points, and in which."""

    code: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One question: who earned every point, the mean share of points, what went wrong, how long it took.

    `discrimination` is the mean share of the best third of papers less that of the last third, None under
    FEWEST_TO_DISCRIMINATE papers. `pending` papers wait for a person and are left out of the figures.
    """

    id: str
    right: Rate
    mean: float
    discrimination: float | None
    outcomes: tuple[OutcomeCount, ...]
    worked: timedelta | None
    pending: int


@dataclass(frozen=True)
class CriterionItem:
    """One official criterion: the papers whose share of its points reaches its own threshold."""

    key: str
    threshold: float
    met: Rate


@dataclass(frozen=True)
class Group:
    """The papers of one case in one version, and what they tell; empty lists where they are too few."""

    slug: str
    version: int
    papers: tuple[CountedPaper, ...]
    items: tuple[Item, ...] = field(default=())
    criteria: tuple[CriterionItem, ...] = field(default=())

    @property
    def hidden(self) -> bool:
        """Whether there are too few papers to tell anything."""
        return len(self.papers) < FEWEST

    def paper(self, sitting_id: str) -> CountedPaper | None:
        """One of its papers."""
        return next((one for one in self.papers if one.sitting.id == sitting_id), None)


def of_exam(store: Store, viewer: Viewer, exam_id: str) -> tuple[Exam, tuple[Group, ...]]:
    """One assessment, case by case. Raises RoleForbids, ExamNotFound."""
    found = exams.one(store, viewer, exam_id)
    require(viewer, "exam.analyse", exams.subject(found))
    return found, groups(store.papers_of_exam(exam_id))


def of_case(store: Store, viewer: Viewer, slug: str) -> tuple[Group, ...]:
    """One case over every assessment, version by version. Raises RoleForbids."""
    require(viewer, "exam.analyse")
    return groups(store.papers_of_case(slug))


def groups(papers: Iterable[CountedPaper]) -> tuple[Group, ...]:
    """Papers by case and by the version that marked them: two versions may ask otherwise under the same name."""
    found: defaultdict[tuple[str, int], list[CountedPaper]] = defaultdict(list)
    for one in papers:
        version = one.case_version if one.case_version is not None else one.sitting.case_version
        found[one.sitting.case_slug, version].append(one)
    return tuple(_group(slug, version, tuple(rows)) for (slug, version), rows in sorted(found.items()))


def wilson(successes: int, count: int) -> tuple[float, float]:
    """The Wilson score interval at 95 % of a proportion; (0, 1) over nothing.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if count == 0:
        return 0.0, 1.0
    share, z2 = successes / count, Z * Z
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def _group(slug: str, version: int, papers: tuple[CountedPaper, ...]) -> Group:
    if len(papers) < FEWEST:
        return Group(slug, version, papers)
    names = dict.fromkeys(one["id"] for paper in papers for one in paper.marked.get("questions", ()))
    items = [_item(name, papers) for name in names]
    return Group(slug, version, papers, tuple(one for one in items if one is not None), _criteria(papers))


def _item(name: str, papers: Sequence[CountedPaper]) -> Item | None:
    """One question; None while fewer papers than that are marked."""
    marks = {paper.sitting.id: mark for paper in papers if (mark := _mark(paper, name)) is not None}
    done = {sitting: mark for sitting, mark in marks.items() if not mark.get("pending")}
    if len(done) < FEWEST:
        return None
    shares = _shares(name, papers)
    right = tuple(sitting for sitting, share in shares.items() if share >= 1 - _FULL)
    wrong = tuple(sitting for sitting in shares if sitting not in set(right))
    worked = [paper.worked[name] for paper in papers if name in paper.worked]
    return Item(
        name,
        Rate(right, wrong),
        fmean(shares.values()),
        _discrimination(shares, papers),
        _outcomes({sitting: done[sitting] for sitting in wrong}),
        _median(worked),
        len(marks) - len(done),
    )


def _median(worked: Sequence[timedelta]) -> timedelta | None:
    if len(worked) < FEWEST:
        return None
    return timedelta(seconds=median(one.total_seconds() for one in worked))


def _mark(paper: CountedPaper, name: str) -> Mapping[str, Any] | None:
    return next((one for one in paper.marked.get("questions", ()) if one["id"] == name), None)


def shares(group: Group, name: str) -> dict[str, float]:
    """Sitting id → the share of a question's points that the paper earned; those that wait for a person left out."""
    return _shares(name, group.papers)


def thirds(group: Group, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sittings of the last third and of the best third of the papers that answer for a question's discrimination.

    Both empty where they are too few.
    """
    return _thirds(shares(group, name), group.papers)


def times(group: Group, name: str) -> tuple[tuple[str, timedelta], ...]:
    """Each sitting and the time worked on a question, the shortest first; those without one left out."""
    found = ((paper.sitting.id, paper.worked[name]) for paper in group.papers if name in paper.worked)
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _shares(name: str, papers: Iterable[CountedPaper]) -> dict[str, float]:
    marks = {paper.sitting.id: mark for paper in papers if (mark := _mark(paper, name)) is not None}
    done = ((sitting, mark) for sitting, mark in marks.items() if not mark.get("pending"))
    return {sitting: mark["score"] / mark["max_score"] for sitting, mark in done}


def _thirds(
    shares: Mapping[str, float], papers: Iterable[CountedPaper]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ranked = sorted(
        (paper for paper in papers if paper.sitting.id in shares),
        key=lambda one: (_total(one), one.sitting.id),
    )
    if len(ranked) < FEWEST_TO_DISCRIMINATE:
        return (), ()
    third, ids = len(ranked) // 3, tuple(one.sitting.id for one in ranked)
    return ids[:third], ids[-third:]


def _discrimination(shares: Mapping[str, float], papers: Sequence[CountedPaper]) -> float | None:
    low, high = _thirds(shares, papers)
    if not low:
        return None
    return fmean(shares[one] for one in high) - fmean(shares[one] for one in low)


def _total(paper: CountedPaper) -> float:
    marked = paper.marked["max_score"] - paper.marked.get("pending", 0.0)
    return float(paper.marked["score"] / marked) if marked > 0 else 0.0


def _outcomes(marks: Mapping[str, Mapping[str, Any]]) -> tuple[OutcomeCount, ...]:
    """The codes of papers that lost points, the commonest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sitting, mark in marks.items():
        for code in dict.fromkeys(mark["codes"]):
            found[code].append(sitting)
    ranked = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(OutcomeCount(code, tuple(ids)) for code, ids in ranked[:MOST_OUTCOMES])


def _criteria(papers: Sequence[CountedPaper]) -> tuple[CriterionItem, ...]:
    thresholds = {
        one.key: one.acquire.threshold
        for referential in referentials()
        for block in referential.blocks
        for one in block.criteria
    }
    met: defaultdict[str, list[str]] = defaultdict(list)
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for paper in papers:
        for one in paper.marked.get("criteria", ()):
            key = f"{one['referential']}/{one['id']}"
            if one["max_score"] > 0 and key in thresholds:
                reached = one["score"] / one["max_score"] >= thresholds[key] - _FULL
                (met if reached else missed)[key].append(paper.sitting.id)
    found = []
    for key in sorted({*met, *missed}):
        rate = Rate(tuple(met[key]), tuple(missed[key]))
        if rate.count >= FEWEST:
            found.append(CriterionItem(key, thresholds[key], rate))
    return tuple(found)


def code_words(
    store: Store, group: Group, question_id: str, outcome: OutcomeCount, draw: Draw, lang: Lang
) -> str:
    """An outcome code in words: those of the case for its own misconceptions, with the first such paper's figures.

    The code itself where nothing words it. Raises CaseError when the case cannot be drawn.
    """
    head, _, item = outcome.code.partition(".")
    t = translator(lang)
    paper = group.paper(outcome.ids[0])
    if paper is None:
        return outcome.code
    variant = draw(group.slug, group.version, paper.sitting.seed)
    question = variant.case.question(question_id)
    if item and head in question.WORDED:
        section = question.WORDED[head]
        if variant.case.papers[lang].words(f"{question_id}.{section}", item) is None:
            return item
        row = store.answers(paper.sitting.id, paper.sitting.learner_id).get(question_id)
        given = None if row is None else question.read(as_answer(row)).value
        try:
            return QuestionWords(variant, question_id, lang).item(section, item, {"answer": given})
        except ExpressionError:
            return item
    key = f"analysis.code_{head}"
    return t(key) if t.has(key) else outcome.code
