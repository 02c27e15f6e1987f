"""A plan while it is drawn up, and after hand-in: what is wrong with it, in words, and what its picture shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.answers import Answer
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain
from cases.plan_checking import Checked
from cases.plan_table import Row, records
from cases.plan_words import cells, fault_lines, figure_written
from cases.questions.plan import PlanQuestion
from cases.variant import Variant
from cases.wording import QuestionWords


@dataclass(frozen=True)
class PlanView:
    """A plan over one variant: its rows as shown, the rules that it breaks, its figure, and its picture."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    broken: tuple[str, ...]
    at_fault: tuple[int, ...]
    figure_label: str
    figure: str
    bars: tuple[Mapping[str, Plain], ...] = ()
    loads: tuple[Mapping[str, Plain], ...] = ()


def drawn_up(variant: Variant, question_id: str, answer: Answer | None, lang: Lang) -> PlanView | None:
    """What a learner's plan looks like as it stands; None where nothing of it can be read.

    Only ever what the learner's own rows give: nothing of the reference. Raises KeyError for an unknown
    question.
    """
    question = _plan(variant, question_id)
    reading = question.read(answer) if answer is not None else None
    if reading is None or not reading.ok:
        return None
    return _view(variant, question, records(reading.value), reading.params.get("rows"), lang)


def reference(variant: Variant, question_id: str, lang: Lang) -> PlanView | None:
    """The reference plan; only for a paper that was handed in. Raises KeyError for an unknown question."""
    question = _plan(variant, question_id)
    return _view(variant, question, records(question.key(variant.scope())), None, lang)


def _view(
    variant: Variant, question: PlanQuestion, rows: Sequence[Row], names: Plain, lang: Lang
) -> PlanView | None:
    try:
        found: Checked = question.checked(rows, variant.scope())
    except ExpressionError:
        return None  # the case's own fault, which its proof tells: the table stays usable
    words = QuestionWords(variant, question.id, lang)
    table = question.table
    shown = [
        ((str(row.get(table.key, "")),) if table.key else ()) + tuple(cells(table, row, lang, words).values())
        for row in rows
    ]
    hard = {place for one in found.faults if one.rule not in question.soft for place in one.rows}
    return PlanView(
        heads=tuple(words.item("columns", name) for name in table.names),
        rows=tuple(shown),
        broken=tuple(fault_lines([one.as_dict() for one in found.faults], table, names, words)),
        at_fault=tuple(sorted(hard)),
        figure_label=words.item("objective", question.aim),
        figure=figure_written(found.objective[question.aim], question.unit, lang),
        bars=found.bars,
        loads=found.loads,
    )


def _plan(variant: Variant, question_id: str) -> PlanQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, PlanQuestion):
        raise KeyError(question_id)
    return question
