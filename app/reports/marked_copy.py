"""The marked copy of a sitting: everything that the debrief tells, on paper.

The points are those of the grade that stands; the words are the debrief's own. Nothing is marked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from app.grading import HAND_IN, OVERRIDE, REASONS, result_of, version_of
from app.reports.copy_decision import decision
from app.reports.copy_source import CopySource
from app.reports.pdf import pdf
from app.reports.pen import Pen
from app.reports.rich_text import blocks, plain
from cases.awards import BlockResult, CriterionResult, results
from cases.debrief import QuestionDebrief, debrief, summary
from cases.policy import Policy
from cases.questions.decision import DecisionQuestion
from cases.referentials import referentials
from cases.views import QuestionView, questions

SIGNS: Final = {"right": "✓", "partly": "≈", "wrong": "✗", "blank": "–", "unreadable": "?", "pending": "…"}
WORDS: Final = {
    HAND_IN: "grades.hand_in",
    REASONS["self"]: "reports.grade_self",
    REASONS["trainer"]: "grades.trainer",
    OVERRIDE: "grades.override",
}


def marked_copy_pdf(source: CopySource, pen: Pen, at: datetime) -> bytes:
    """The copy as a tagged PDF, made at the moment ``at``."""
    return pdf("marked_copy", marked_copy(source, pen, at), at)


def marked_copy(source: CopySource, pen: Pen, at: datetime) -> dict[str, Any]:
    """The copy as plain data, as its template takes it."""
    t, lang = pen.t, pen.lang
    variant, sitting, grade = source.variant, source.sitting, source.grade
    told = debrief(variant, source.answers, source.marked, lang)
    views = {view.id: view for view in questions(variant, lang)}
    title = variant.case.title(lang)
    who = pen.person(source.learner)
    if source.number is not None:
        who = t("exam.number", number=source.number)
    kept = {one["id"]: one for one in grade.marked.get("questions", ())}
    footer = t(
        "reports.copy_footer",
        attempt=sitting.id,
        case=sitting.case_slug,
        version=version_of(sitting, grade),
        seed=sitting.seed,
        engine=grade.engine or "–",
    )
    return {
        "lang": lang,
        "region": pen.region,
        "title": t("reports.copy_title", case=title),
        "author": who,
        "keywords": ["Logitrain", sitting.case_slug, f"seed {sitting.seed}"],
        "subtitle": who,
        "footer": footer,
        "page": t("reports.page"),
        "facts": _facts(source, pen, at),
        "mark": _mark(source, pen),
        "policy": list(Policy.from_dict(sitting.policy).words(lang)),
        "summary": blocks(summary(variant, source.marked, lang)),
        "notes": _notes(source, pen),
        "history": _history(source, pen),
        "criteria": _criteria(source, {item.id: item.number for item in told}, pen),
        "questions": [_question(source, item, views[item.id], kept.get(item.id), pen) for item in told],
        "solutions": [
            {
                "heading": t("reports.question", number=item.number, title=item.title),
                "body": blocks(item.solution),
                "own": blocks(item.own_solution),
            }
            for item in told
            if item.solution
        ],
        "words": _words(pen),
    }


def _words(pen: Pen) -> dict[str, Any]:
    t = pen.t
    names = ("rules", "summary", "criteria", "questions", "solutions", "criteria_of")
    return {
        **{name: t(f"reports.{name}") for name in names},
        "history": t("grades.title"),
        "own_solution": t("reports.own_solution"),
        "parts": [t("parts.place"), t("reports.answer"), t("parts.expected"), t("parts.verdict")],
        "history_heads": [t(f"grades.{name}") for name in ("date", "reason", "points", "version")],
        "criteria_heads": [t(f"criteria.{name}") for name in ("criterion", "questions", "marks", "share")],
    }


def _facts(source: CopySource, pen: Pen, at: datetime) -> list[list[str]]:
    t, sitting = pen.t, source.sitting
    handed_in = sitting.handed_in_at or source.grades[0].at
    facts = [
        [t("reports.case"), source.variant.case.title(pen.lang)],
        [
            t("reports.variant"),
            t("competences.variant", seed=sitting.seed, version=version_of(sitting, source.grade)),
        ],
        [t("reports.started"), pen.moment(sitting.started_at)],
        [t("reports.handed_in"), pen.moment(handed_in)],
        [t("reports.attempt"), sitting.id],
        [t("reports.printed"), pen.moment(at)],
    ]
    if source.exam is not None:
        facts.insert(0, [t("reports.exam"), source.exam])
    return facts


def _mark(source: CopySource, pen: Pen) -> dict[str, Any]:
    t, result = pen.t, result_of(source.grade.marked)
    notes = []
    label = t("reports.mark")
    if source.exam is not None and source.validated_at is not None:
        label = t("reports.mark_validated")
        notes.append(t("reports.validated_on", day=pen.day(source.validated_at)))
    elif source.exam is not None:
        label = t("reports.mark_provisional")
        notes.append(t("reports.before_jury"))
    if result.pending:
        label = t("reports.mark_provisional")
        notes.append(pen.counted("reports.pending", result.pending))
    return {
        "label": label,
        "big": pen.out_of_20(result.out_of_20) if result.marked_points else "–",
        "points": t("debrief.points", points=pen.out_of(result.score, result.marked_points)),
        "notes": notes,
    }


def _notes(source: CopySource, pen: Pen) -> list[str]:
    """Where today's marking would give another mark than the one that stands, the copy says so."""
    result = result_of(source.grade.marked)
    if round(source.marked.score, 6) == round(result.score, 6):
        return []
    return [pen.t("reports.recomputed", now=pen.out_of_20(source.marked.out_of_20))]


def _history(source: CopySource, pen: Pen) -> list[list[str]]:
    if len(source.grades) < 2:
        return []
    rows = []
    for grade in source.grades:
        result = result_of(grade.marked)
        rows.append(
            [
                pen.moment(grade.at),
                pen.t(WORDS[grade.reason]) if grade.reason in WORDS else grade.reason,
                pen.out_of(result.score, result.marked_points),
                str(version_of(source.sitting, grade)),
            ]
        )
    return rows


def _criteria(source: CopySource, numbers: Mapping[str, int], pen: Pen) -> list[dict[str, Any]]:
    return [
        {
            "title": result.title[pen.lang],
            "rows": [row for block in result.blocks for row in _block(block, numbers, pen)],
        }
        for result in results(source.marked.criteria)
    ]


def _block(block: BlockResult, numbers: Mapping[str, int], pen: Pen) -> Iterator[dict[str, Any]]:
    for group, criteria in [(block, () if block.competences else block.criteria)] + [
        (one, one.criteria) for one in block.competences
    ]:
        yield {
            "group": True,
            "code": group.id,
            "label": group.title[pen.lang],
            "ratio": group.ratio,
            "share": pen.share(group.ratio),
        }
        yield from (_criterion(one, numbers, pen) for one in criteria)


def _criterion(one: CriterionResult, numbers: Mapping[str, int], pen: Pen) -> dict[str, Any]:
    return {
        "group": False,
        "code": one.id,
        "label": one.label[pen.lang],
        "questions": ", ".join(str(numbers[name]) for name in one.questions if name in numbers),
        "points": pen.out_of(one.score, one.max_score),
        "ratio": one.ratio,
        "share": pen.share(one.ratio),
    }


def _question(
    source: CopySource,
    item: QuestionDebrief,
    view: QuestionView,
    kept: Mapping[str, Any] | None,
    pen: Pen,
) -> dict[str, Any]:
    t = pen.t
    question = source.variant.case.question(item.id)
    score = item.score if kept is None else kept["score"]
    maximum = item.max_score if kept is None else kept["max_score"]
    expected = item.expected + (f" ({item.interval})" if item.interval else "")
    # Place by place, the table of parts says both.
    pairs = [] if item.parts else [[t("reports.answer"), plain(item.your_answer or t("verdict.no_answer"))]]
    if expected and not item.parts:
        pairs.append([t("verdict.expected"), plain(expected)])
    extra: dict[str, Any] = {"charts": [], "tables": [], "notes": []}
    if isinstance(question, DecisionQuestion):
        extra = decision(source.variant, question, source.answers.get(item.id), pen)
    return {
        "heading": t("reports.question", number=item.number, title=item.title),
        "sign": SIGNS[item.verdict],
        "verdict": item.verdict_label,
        "points": pen.out_of(score, maximum),
        "prompt": blocks(view.prompt),
        "pairs": pairs,
        "parts": [
            [
                one.label,
                one.given or t("verdict.no_answer"),
                one.expected,
                f"{SIGNS[one.verdict]}\u00a0{one.words or t('parts.' + one.verdict)}",
            ]
            for one in item.parts
        ],
        "feedback": _feedback(item),
        "comments": _comments(source, item.id, pen),
        "criteria": [list(pair) for pair in _labels(item.criteria, pen)],
        **extra,
    }


def _feedback(item: QuestionDebrief) -> list[list[dict[str, Any]]]:
    """What the debrief says; the lines that quote what somebody typed are not Markdown."""
    return [
        [{"k": "p", "c": plain(line)}] if place < item.quoting else blocks(line)
        for place, line in enumerate(item.feedback)
    ]


def _comments(source: CopySource, question: str, pen: Pen) -> list[list[str]]:
    """What a person wrote beside the answer, and who."""
    row = source.assessments.get(question)
    if row is None or not row.comment.strip():
        return []
    who = row.assessor or pen.t(f"reports.comment_{row.by}")
    return [[pen.t("reports.comment", who=who), row.comment]]


def _labels(keys: tuple[str, ...], pen: Pen) -> Iterator[tuple[str, str]]:
    """The criteria of a question: official code and wording."""
    known = {one.key: one for referential in referentials() for one in referential.criteria}
    for key in keys:
        yield key, known[key].label[pen.lang] if key in known else ""
