"""An episode as a page shows it: the state of the step to decide, the news, what has happened, in words.

Only ever the learner's own run. The words of a kind stand in messages.yaml: ``episode.<kind>.<name>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases import episodes
from cases.annex_charts import ChartView
from cases.answers import Answer
from cases.drawn_charts import line_chart
from cases.expression_error import ExpressionError
from cases.indicators import INDICATORS, indicator_label, indicator_text
from cases.joined import joined
from cases.numerals import Lang
from cases.place_words import place_words
from cases.plain import Plain, is_number
from cases.problem import message, message_codes
from cases.quantity import write_number
from cases.questions.episode import EpisodeQuestion
from cases.questions.episode_asking import indicator_written
from cases.variant import Variant
from cases.wording import QuestionWords
from sim.episodes import EPISODES

# What the picture of a kind follows, step by step: fields of its state.
FOLLOWED = {
    "aggregate": ("on_hand", "workers", "backorders"),
    "masterplan": ("on_hand", "backorders"),
    "network": ("on_hand", "on_order", "backorders"),
    "order_desk": ("on_hand", "penalty"),
    "order_portfolio": ("cost", "backlog_value"),
    "shop": ("cost", "wip"),
    "stock": ("on_hand", "on_order", "backorders"),
}
MONEY = frozenset({"cost", "penalty", "backlog_value", "credit", "value"})
PRICES = frozenset({"price"})  # to the cent
STEPS = frozenset({"step", "due", "start", "end", "expected", "until", "arrived", "promised"})
NAMED = frozenset(
    {"row", "source", "to", "machine", "product", "carrier", "contact", "target"}
)  # places of a world
HIDDEN = frozenset({"step"})  # told otherwise
UNTOLD = frozenset({"arrived"})  # of a list: policies use it, a page has no room for it


@dataclass(frozen=True)
class StateTable:
    """A list of the state: its caption, its heads, a row for each record, and the name of each record."""

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class EpisodeView:
    """A run as it stands: the step to decide (0 once it is over), its state, its news, what happened before."""

    step: int
    played: int
    facts: tuple[tuple[str, str], ...]
    tables: tuple[StateTable, ...]
    news: tuple[str, ...]
    log: tuple[tuple[str, tuple[str, ...]], ...]
    chart: ChartView | None


def standing(variant: Variant, question_id: str, answer: Answer | None, lang: Lang) -> EpisodeView | None:
    """The run as the learner's steps leave it; None for a scenario that cannot be run, which its proof tells.

    Raises KeyError for a question that is no episode.
    """
    question = _episode(variant, question_id)
    reading = question.read(answer) if answer is not None else None
    played = list(reading.value) if reading is not None and isinstance(reading.value, list) else []
    scope = variant.scope()
    try:
        run = episodes.lived(question.kind, question.setting(scope), scope.seed, played)
    except ExpressionError:
        return None
    return _view(question, run, QuestionWords(variant, question_id, lang))


def reference(variant: Variant, question_id: str, lang: Lang) -> EpisodeView:
    """The reference run; only for a paper that was handed in. Raises KeyError for a question that is no episode."""
    question = _episode(variant, question_id)
    words = QuestionWords(variant, question_id, lang)
    return _view(question, question.bounds(variant.scope()).reference, words)


def compared(
    variant: Variant, question_id: str, answer: Answer | None, lang: Lang
) -> tuple[tuple[str, str, str, str], ...]:
    """Each indicator of the run, of the reference and of the naive run; only for a paper that was handed in."""
    question = _episode(variant, question_id)
    scope = variant.scope()
    bounds = question.bounds(scope)
    reading = question.read(answer) if answer is not None else None
    played = list(reading.value) if reading is not None and isinstance(reading.value, list) else []
    own = episodes.finished(question.kind, question.setting(scope), scope.seed, played, question.steps)
    rows = []
    for name in own.indicators:
        values = [run.indicators[name] for run in (own, bounds.reference, bounds.naive)]
        if name != question.aim and not any(values):  # a cost that this world has not
            continue
        written = (_indicator(name, value, question, lang) for value in values)
        rows.append((_said(question.kind, name, lang), *written))
    return tuple(rows)  # type: ignore[arg-type]  # four texts each, as written above


def over_reference(variant: Variant, question_id: str, answer: Answer | None, lang: Lang) -> ChartView:
    """The run over the reference run, step by step; only for a paper that was handed in."""
    question, scope = _episode(variant, question_id), variant.scope()
    reading = question.read(answer) if answer is not None else None
    played = list(reading.value) if reading is not None and isinstance(reading.value, list) else []
    own = episodes.finished(question.kind, question.setting(scope), scope.seed, played, question.steps)
    name, words = FOLLOWED[question.kind][0], QuestionWords(variant, question_id, lang)
    series = []
    for who, run in (("own", own), ("reference", question.bounds(scope).reference)):
        values = [float(one.state[name]) for one in run.moments]
        texts = [_value(name, value, question, words) for value in values]
        series.append((who, message(f"episode.run.{who}", lang), values, texts))
    titles = (message(f"episode.axis.{question.step}", lang), _said(question.kind, name, lang))
    caption = message("episode.over_reference", lang)
    return line_chart(f"{question.id}.over", caption, titles, range(1, question.steps + 1), series, lang)


def decided(decision: Mapping[str, Plain], words: QuestionWords) -> str:
    """The decisions of one step, in words."""
    told = []
    for name, value in decision.items():
        label = words.item("actions", name)
        if isinstance(value, dict):
            said = ", ".join(
                f"{place_words(row, words)} {_chosen(one, words)}" for row, one in value.items() if one
            )
        elif isinstance(value, list):
            said = ", ".join(words.item("options", str(one)) for one in value)
        elif isinstance(value, str):
            said = words.item("options", value)
        else:
            said = _figure(value, words.lang)
        colon = message("annex.colon", words.lang)
        told.append(f"{label}{colon} {said or '–'}")
    return joined(told, words.lang)


def _episode(variant: Variant, question_id: str) -> EpisodeQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, EpisodeQuestion):
        raise KeyError(question_id)
    return question


def _view(question: EpisodeQuestion, run: episodes.Lived, words: QuestionWords) -> EpisodeView:
    played, state, lang = len(run.moments), run.next or {}, words.lang
    step = played + 1 if run.next is not None else 0
    facts = tuple(
        (_said(question.kind, name, lang), _value(name, value, question, words))
        for name, value in state.items()
        if name not in HIDDEN and not isinstance(value, list)
    )
    tables = tuple(
        _table(question, name, value, words)
        for name, value in state.items()
        if isinstance(value, list) and not _told_by_facts(question, name, value)
    )
    return EpisodeView(
        step=step,
        played=played,
        facts=facts,
        tables=tables,
        news=tuple(_events(question, run.events, step, words)) if step else (),
        log=tuple(
            (step_name(question, number, lang), tuple(_events(question, run.events, number, words)))
            for number in range(played, 0, -1)
        ),
        chart=_chart(question, run, words) if played else None,
    )


def step_name(question: EpisodeQuestion, step: object, lang: Lang) -> str:
    """ "semaine 5": a step by its number."""
    return message(f"episode.step.{question.step}", lang, {"step": step})


def _said(kind: str, name: str, lang: Lang) -> str:
    code = f"episode.{kind}.{name}"
    if code in message_codes():
        return message(code, lang)
    return indicator_label(name, lang) if name in INDICATORS else name


def _told_by_facts(question: EpisodeQuestion, name: str, records: Sequence[Plain]) -> bool:
    """Whether a list of what is decided says no more than the figures above it: one row, decided by a figure."""
    tables = EPISODES[question.kind].TABLES
    asked = [action for action, table in tables.items() if table == name]
    return bool(asked) and len(records) == 1 and not set(asked) & set(question.actions)


def _indicator(name: str, value: float, question: EpisodeQuestion, lang: Lang) -> str:
    if name == question.aim or name.endswith(("cost", "penalty")):
        return indicator_written(value, question.unit, lang)
    if name.endswith("rate"):
        return indicator_written(value, "percent", lang)
    if INDICATORS.get(name, ("piece",))[0] == "piece":  # counted in what the case counts in
        return indicator_written(value, "", lang)
    return indicator_text(name, value, lang, question.unit, once=True)


def _figure(value: Plain, lang: Lang) -> str:
    if not is_number(value):
        return "–" if value is None else str(value)
    return write_number(value, lang, decimals=0 if value == round(value) else 1)


def _value(name: str, value: Plain, question: EpisodeQuestion, words: QuestionWords) -> str:
    if name in MONEY:
        return indicator_written(value, question.unit, words.lang)
    if name in PRICES and is_number(value):
        return write_number(value, words.lang, decimals=2)
    if (said := _word(question.kind, name, value, words.lang)) is not None:
        return said
    if name in NAMED and value is not None:
        return place_words(str(value), words)
    return _figure(value, words.lang)


def _word(kind: str, name: str, value: Plain, lang: Lang) -> str | None:
    """A word of the kind's own (a cause, an error); None for what a case names."""
    code = f"episode.{kind}.{name}.{value}"
    return message(code, lang) if isinstance(value, str) and code in message_codes() else None


def _chosen(value: Plain, words: QuestionWords) -> str:
    """What was decided for a row: a figure, or one of the options."""
    return words.item("options", value) if isinstance(value, str) else _figure(value, words.lang)


def _table(question: EpisodeQuestion, name: str, records: Sequence[Any], words: QuestionWords) -> StateTable:
    rows = [row for row in records if isinstance(row, dict)]
    columns = list(rows[0]) if rows else []
    shown = [
        one for one in columns if one not in UNTOLD and any(row.get(one) not in (None, "") for row in rows)
    ]
    return StateTable(
        id=name,
        caption=_said(question.kind, name, words.lang),
        heads=tuple(
            message(f"episode.axis.{question.step}", words.lang)
            if column == "step"
            else _said(question.kind, f"{name}.{column}", words.lang)
            for column in shown
        ),
        rows=tuple(
            tuple(_value(column, row.get(column), question, words) for column in shown) for row in rows
        ),
        names=tuple(str(row.get("row", place)) for place, row in enumerate(rows)),
    )


def _events(
    question: EpisodeQuestion, events: Sequence[Mapping[str, Any]], step: int, words: QuestionWords
) -> Iterator[str]:
    for event in events:
        code = f"episode.{question.kind}.event.{event['kind']}"
        if event["step"] == step and code in message_codes():
            yield message(
                code,
                words.lang,
                {name: _param(name, value, question, words) for name, value in event.items()},
            )


def _param(name: str, value: Plain, question: EpisodeQuestion, words: QuestionWords) -> str:
    if name in STEPS:
        return step_name(question, value, words.lang)
    if (said := _word(question.kind, name, value, words.lang)) is not None:
        return said
    if name in MONEY:
        return indicator_written(value, question.unit, words.lang)
    return place_words(str(value), words) if name in NAMED else _figure(value, words.lang)


def _chart(question: EpisodeQuestion, run: episodes.Lived, words: QuestionWords) -> ChartView:
    lang = words.lang
    states = [one.state for one in run.moments] + ([run.next] if run.next is not None else [])
    x = [int(state["step"]) for state in states if is_number(state["step"])]
    series = []
    for name in FOLLOWED[question.kind]:
        values = [float(state[name]) for state in states if is_number(state[name])]
        texts = [_value(name, value, question, words) for value in values]
        series.append((name, _said(question.kind, name, lang), values, texts))
    titles = (message(f"episode.axis.{question.step}", lang), "")
    caption = message(f"episode.{question.kind}.chart", lang)
    return line_chart(f"{question.id}.run", caption, titles, x, series, lang)
