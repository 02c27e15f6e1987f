"""A plan while it is drawn up, and after hand-in: what is wrong with it, in words, and what its picture shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.annex_charts import ChartView
from cases.answers import Answer
from cases.drawn_charts import gantt_chart
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.plan_checking import Checked
from cases.plan_table import Row, records
from cases.plan_words import cells, fault_lines, figure_written
from cases.problem import message
from cases.questions.plan import PlanQuestion
from cases.variant import Variant
from cases.wording import QuestionWords


@dataclass(frozen=True)
class Load:
    """What one vehicle, shift or machine carries against what it may: its name, the figures as written, the share."""

    lane: str
    found: str
    limit: str
    share: float


@dataclass(frozen=True)
class PlanView:
    """A plan over one variant: its rows as shown and by name, the rules that it breaks, its figure, and its picture."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    broken: tuple[str, ...]
    at_fault: tuple[int, ...]
    figure_label: str
    figure: str
    chart: ChartView | None = None
    loads: tuple[Load, ...] = ()


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
        names=tuple(str(one) for one in names) if isinstance(names, list) else (),
        broken=tuple(fault_lines([one.as_dict() for one in found.faults], table, names, words)),
        at_fault=tuple(sorted(hard)),
        figure_label=words.item("objective", question.aim),
        figure=figure_written(found.objective[question.aim], question.unit, lang),
        chart=_gantt(question, found.bars, words) if question.chart == "gantt" else None,
        loads=tuple(_loads(found.loads, lang)) if question.chart == "loads" else (),
    )


def _gantt(
    question: PlanQuestion, bars: Sequence[Mapping[str, Plain]], words: QuestionWords
) -> ChartView | None:
    lang, drawn = words.lang, []
    for bar in bars:
        start, end = bar.get("start"), bar.get("end")
        if not is_number(start) or not is_number(end):
            continue
        late = "\u2009!" if bar.get("late") is True else ""
        name = f"{bar.get('label', '')}{late}"
        written = (figure_written(start, question.unit, lang), figure_written(end, question.unit, lang))
        drawn.append((str(bar.get("lane") or bar.get("label", "")), name, float(start), float(end), *written))
    if not drawn:
        return None
    ends = (message("plan.start", lang), message("plan.end", lang))
    titles = ("", message("plan.time", lang))
    return gantt_chart(f"{question.id}.plan", message("plan.gantt", lang), titles, drawn, ends, lang)


def _loads(loads: Sequence[Mapping[str, Plain]], lang: Lang) -> Iterator[Load]:
    for one in loads:
        found, limit, unit = one.get("found"), one.get("limit"), str(one.get("unit", ""))
        if is_number(found) and is_number(limit):
            written = figure_written(found, unit, lang), figure_written(limit, unit, lang)
            yield Load(str(one.get("lane", "")), *written, found / limit if limit else 0.0)


def _plan(variant: Variant, question_id: str) -> PlanQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, PlanQuestion):
        raise KeyError(question_id)
    return question
