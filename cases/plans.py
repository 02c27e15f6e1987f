"""A plan while it is drawn up, and after hand-in: what is wrong with it, in words, and what its picture shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from cases.annex_charts import ChartView
from cases.answers import Answer
from cases.drawn_charts import Bar, gantt_chart, loads_chart
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.plan_checking import Checked
from cases.plan_table import Row, records
from cases.plan_words import cells, fault_lines, figure_written, row_words
from cases.problem import message
from cases.quantity import name_written
from cases.questions.plan import PICTURE, PlanQuestion
from cases.scope import Scope
from cases.time_axis import marks
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
    """A plan over one variant: its rows as shown and by name, the rules that it breaks, its figure, and its picture.

    ``row_words`` says what is wrong with each row that breaks a rule, by the row's name; ``load_words`` is the
    caption of the loads, then what their three first columns are called.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    broken: tuple[str, ...]
    at_fault: tuple[int, ...]
    figure_label: str
    figure: str
    chart: ChartView | None = None
    loads: tuple[Load, ...] = ()
    load_words: tuple[str, ...] = ()
    row_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    scope, words = variant.scope(), QuestionWords(variant, question.id, lang)
    try:
        found: Checked = question.checked(rows, scope)
        chart = _picture(question, found, rows, words, scope)
    except ExpressionError:
        return None  # the case's own fault, which its proof tells: the table stays usable
    table = question.table
    shown = [
        ((name_written(str(row.get(table.key, "")), lang),) if table.key else ())
        + tuple(cells(table, row, lang, words).values())
        for row in rows
    ]
    faults: list[Plain] = [one.as_dict() for one in found.faults]
    hard = {place for one in found.faults if one.rule not in question.soft for place in one.rows}
    return PlanView(
        heads=tuple(words.item("columns", name) for name in table.names),
        rows=tuple(shown),
        names=tuple(str(one) for one in names) if isinstance(names, list) else (),
        broken=tuple(fault_lines(faults, table, names, words)),
        at_fault=tuple(sorted(hard)),
        figure_label=words.item("objective", question.aim),
        figure=figure_written(found.objective[question.aim], question.unit, lang),
        chart=chart,
        loads=tuple(_loads(found.loads, lang)) if question.chart == "loads" else (),
        load_words=tuple(_load_word(words, name) for name in ("loads", "lane", "load", "limit")),
        row_words=row_words(faults, names, words),
    )


def _picture(
    question: PlanQuestion, found: Checked, rows: Sequence[Row], words: QuestionWords, scope: Scope
) -> ChartView | None:
    """The chart that the question asks for; None of a plan with nothing to draw. Raises ExpressionError."""
    if question.chart == "gantt":
        wrong = {
            str(value)
            for one in found.faults
            for place in one.rows
            for value in rows[place].values()
            if isinstance(value, str)
        }
        return _gantt(question, found, wrong, words, scope)
    return _loads_chart(question, found.loads, words) if question.chart == "loads" else None


def _gantt(
    question: PlanQuestion, found: Checked, wrong: Set[str], words: QuestionWords, scope: Scope
) -> ChartView | None:
    lang, drawn = words.lang, []
    for bar in found.bars:
        start, end, label = bar.get("start"), bar.get("end"), str(bar.get("label", ""))
        if not is_number(start) or not is_number(end):
            continue
        sign = "\u2009!" if bar.get("late") is True or label in wrong else ""
        drawn.append(
            Bar(
                lane=str(bar.get("lane") or label),
                name=f"{label}{sign}",
                job=str(bar.get("job") or label),
                start=float(start),
                end=float(end),
                start_text=figure_written(start, question.unit, lang),
                end_text=figure_written(end, question.unit, lang),
            )
        )
    if not drawn:
        return None
    values = question.axis_values(scope)
    days = marks(values, max(one.end for one in drawn), lang) if values else ()
    ends = (message("plan.start", lang), message("plan.end", lang))
    titles = (message("plan.lane", lang), message("plan.task", lang), _time_title(question, lang))
    caption = message("plan.gantt", lang)
    return gantt_chart(f"{question.id}.plan", caption, titles, drawn, ends, lang, found.lanes, days)


def _time_title(question: PlanQuestion, lang: Lang) -> str:
    """Time and its unit, where the figures of the plan's own columns have one."""
    units = {one.figure.unit_words(lang) for one in question.columns.values() if not one.chosen}
    (unit,) = units if len(units) == 1 else ("",)
    return f"{message('plan.time', lang)} ({unit})" if unit else message("plan.time", lang)


def _loads_chart(
    question: PlanQuestion, loads: Sequence[Mapping[str, Plain]], words: QuestionWords
) -> ChartView | None:
    """Loads in their unit, or as shares of their limits where units differ."""
    lang = words.lang
    known = [
        (name_written(str(one.get("lane", "")), lang), float(found), float(limit), str(one.get("unit", "")))
        for one in loads
        if is_number(found := one.get("found")) and is_number(limit := one.get("limit"))
    ]
    if not known:
        return None
    units = {unit for *_, unit in known}
    shares = len(units) > 1
    drawn = [
        (
            lane,
            found / limit if shares and limit else found,
            1.0 if shares else limit,
            figure_written(found, unit, lang),
            figure_written(limit, unit, lang),
        )
        for lane, found, limit, unit in known
    ]
    titles = ("", message("plan.share_of_limit", lang) if shares else _load_word(words, "load"))
    names = (_load_word(words, "load"), _load_word(words, "limit"))
    return loads_chart(f"{question.id}.plan", _load_word(words, "loads"), titles, drawn, names, lang, shares)


def _load_word(words: QuestionWords, name: str) -> str:
    """What the case calls it in its list ``picture``, the common word where it does not."""
    said = words.item(PICTURE, name)
    common = "plan.load_lane" if name == "lane" else f"plan.{name}"
    return message(common, words.lang) if said == name else said


def _loads(loads: Sequence[Mapping[str, Plain]], lang: Lang) -> Iterator[Load]:
    for one in loads:
        found, limit, unit = one.get("found"), one.get("limit"), str(one.get("unit", ""))
        if is_number(found) and is_number(limit):
            written = figure_written(found, unit, lang), figure_written(limit, unit, lang)
            yield Load(
                name_written(str(one.get("lane", "")), lang), *written, found / limit if limit else 0.0
            )


def _plan(variant: Variant, question_id: str) -> PlanQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, PlanQuestion):
        raise KeyError(question_id)
    return question
