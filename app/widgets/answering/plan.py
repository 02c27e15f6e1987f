"""A plan to draw up: a grid of rows, or a file; the rules broken and the picture follow each change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from app import session
from app.widgets import annex_chart, markup
from app.widgets.answering.by_file import by_file
from app.widgets.context import Work
from app.widgets.reading import reading
from app.widgets.verdict import SIGNS
from cases.answers import Answer, Raw
from cases.debrief import QuestionDebrief
from cases.plan_upload import from_file, to_file
from cases.plans import Load, PlanView, drawn_up, reference
from cases.questions.plan import PlanQuestion
from cases.questions.plan_asking import PlanAsk, PlanColumn
from cases.views import QuestionView

REVIEWS_PARTS: Final = True
PAGE: Final = 25  # rows on the screen at once


def ask(work: Work, view: QuestionView) -> None:
    """Show the grid, what is wrong with the plan as it stands, and the way to hand in a file."""
    held, asked = work.answers().get(view.id), view.ask
    assert isinstance(asked, PlanAsk)
    answer = held.answer if held is not None else None
    told = asked.told_at_once and work.practice  # an exam says nothing of right or wrong
    plan = drawn_up(work.variant, view.id, answer, session.lang())
    _grid(work, view, asked, plan.row_words if told and plan is not None else {})
    reading(work.variant, view.id, answer)
    if told:
        _told(plan)
        if plan is not None:
            _picture(plan, f"{work.id}.{view.id}.drawn")
    if not work.closed:
        _file(work, view, asked)


def review(work: Work, question: PlanQuestion, item: QuestionDebrief, answer: Answer | None) -> None:
    """Show the plan handed in beside the reference plan, with the rows to look at again."""
    lang, t = session.lang(), session.t()
    words = {part.id: part.words for part in item.parts if part.verdict != "right"}
    shown = [
        ("plan.yours", drawn_up(work.variant, question.id, answer, lang)),
        ("plan.reference", reference(work.variant, question.id, lang)),
    ]
    found = [(name, plan) for name, plan in shown if plan is not None]
    for place, (name, plan) in zip(st.columns(len(found), gap="medium"), found, strict=True):
        with place:
            notes = [words.get(one, "") for one in plan.names] if name == "plan.yours" else []
            _table(t(name), plan, notes)
            _picture(plan, f"{work.id}.{question.id}.{name}")


# -- the grid ------------------------------------------------------------------------------------------
def _grid(work: Work, view: QuestionView, asked: PlanAsk, wrong: Mapping[str, Sequence[str]]) -> None:
    """The fields, row by row; what is wrong with a row stands under its name, which stays in sight."""
    t, raw = session.t(), _raw(work, view)
    wide = [2, *([3] * len(asked.columns))]
    with st.container(gap=None, key=f"lt-grid-{view.id}"):
        heads = [asked.key_label, *(_head(column) for column in asked.columns)]
        for place, text in zip(st.columns(wide, gap=None, vertical_alignment="bottom"), heads, strict=True):
            place.html(markup.tag("div", text or "\u00a0", "lt-grid-head"))
        for row in _page(work, view, asked):
            name = asked.row_labels[row] if asked.key_label else t("plan.row", number=row)
            first, *others = st.columns(wide, gap=None, vertical_alignment="center")
            said = "".join(markup.tag("small", f"! {one}") for one in wrong.get(row, ()))
            first.html(markup.raw_tag("div", markup.escape(name) + said, "lt-grid-row"))
            for place, column in zip(others, asked.columns, strict=True):
                with place:
                    _cell(work, view, column, f"{name}, {_head(column)}", f"{row}.{column.id}", raw)


def _page(work: Work, view: QuestionView, asked: PlanAsk) -> tuple[str, ...]:
    """The rows on the screen: all of them, or the page chosen above the grid."""
    rows = asked.rows
    if len(rows) <= PAGE:
        return rows
    name, starts = work.key(view.id, "page"), list(range(0, len(rows), PAGE))
    session.seed_widget(name, 0)
    start = st.segmented_control(
        session.t()("plan.pages"),
        starts,
        key=name,
        format_func=lambda at: f"{at + 1}–{min(at + PAGE, len(rows))}",
        required=True,
    )
    return rows[int(start or 0) : int(start or 0) + PAGE]


def _head(column: PlanColumn) -> str:
    return f"{column.label} ({column.unit_label})" if column.unit_label else column.label


def _cell(
    work: Work, view: QuestionView, column: PlanColumn, label: str, place: str, raw: Mapping[str, str]
) -> None:
    held = raw.get(place, "")
    if column.options:
        # The browser names options by their words: another key where these change with the language.
        name = _cell_key(work, view, column, place)
        words = {option.id: option.text for option in column.options}
        session.seed_widget(name, held if held in words else None)
        st.selectbox(
            label,
            list(words),
            index=None,
            key=name,
            format_func=words.__getitem__,
            on_change=_changed,
            args=(work, view, column, place),
            disabled=work.closed,
            label_visibility="collapsed",
            placeholder="",
        )
        return
    name = _cell_key(work, view, column, place)
    session.seed_widget(name, held)
    st.text_input(
        label,
        key=name,
        live=True,
        max_chars=60,
        autocomplete="off",
        on_change=_changed,
        args=(work, view, column, place),
        disabled=work.closed,
        label_visibility="collapsed",
        persist_state="page",
    )


def _cell_key(work: Work, view: QuestionView, column: PlanColumn, place: str) -> str:
    worded = any(option.text != option.id for option in column.options)
    return work.key(view.id, place, session.lang()) if worded else work.key(view.id, place)


def _changed(work: Work, view: QuestionView, column: PlanColumn, place: str) -> None:
    name = _cell_key(work, view, column, place)
    typed = str(session.widget(name) or "")  # read first: the line below writes the other cells again
    raw = _in_this_language(work, view)
    raw[place] = typed
    session.set_widget(name, typed if not column.options or typed else None)
    work.commit(view.id, lambda: _kept(raw))


def _in_this_language(work: Work, view: QuestionView) -> dict[str, str]:
    """The cells filled so far; figures typed in the other language are written again in this one."""
    held, lang, raw = work.answers().get(view.id), session.lang(), _raw(work, view)
    if held is None or held.answer.lang == lang:
        return raw
    question = _question(work, view.id)
    for place, text in raw.items():
        column = question.columns.get(place.rpartition(".")[2])
        read = column.read(text, held.answer.lang) if column is not None else None
        if column is not None and read is not None and read.ok and not column.chosen:
            raw[place] = column.raw(read.value, lang)
            session.set_widget(work.key(view.id, place), raw[place])
    return raw


def _raw(work: Work, view: QuestionView) -> dict[str, str]:
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}


def _kept(raw: Mapping[str, str]) -> Raw:
    return {place: text for place, text in raw.items() if text.strip()}


def _question(work: Work, question_id: str) -> PlanQuestion:
    question = work.variant.case.question(question_id)
    assert isinstance(question, PlanQuestion)
    return question


# -- what it is worth ----------------------------------------------------------------------------------
def _told(plan: PlanView | None) -> None:
    """The rules broken and the figure: of the learner's own plan only."""
    t = session.t()
    if plan is None:
        markup.put(markup.tag("p", t("plan.begin"), "lt-note"))
        return
    figure = f"{plan.figure_label}{t('plan.colon')} {plan.figure}"
    if plan.broken:
        lines = markup.items("ul", map(markup.escape, plan.broken), "lt-broken")
        head = markup.tag("p", f"! {t('plan.broken')}", "lt-read is-wrong")
    else:
        lines, head = "", markup.tag("p", f"{SIGNS['right']} {t('plan.all_kept')}", "lt-read")
    inner = head + lines + markup.tag("p", figure, "lt-note")
    markup.put(markup.raw_tag("div", inner, role="status"))


def _picture(plan: PlanView, identifier: str) -> None:
    """The chart, then the same figures as a table for whoever does not see it."""
    if plan.chart is not None:
        annex_chart.chart(replace(plan.chart, id=identifier))
    if plan.loads:
        _loads(plan.loads, plan.load_words)
    elif plan.chart is not None:
        table = plan.chart.table
        if any(name.endswith("!") for name in plan.chart.bars):
            markup.put(markup.tag("p", session.t()("plan.sign"), "lt-note"))
        with st.expander(session.t()("paper.figures"), key=session.key("lt_figures", identifier)):
            heads = [(column.label, column.align) for column in table.columns]
            markup.put(markup.table(table.caption, heads, table.rows, hidden_caption=True))


def _loads(loads: tuple[Load, ...], words: tuple[str, ...]) -> None:
    t = session.t()
    _, lane, load, limit = words
    columns = [(lane, "left"), (load, "right"), (limit, "right"), (t("plan.share"), "right")]
    full = [f"{'! ' if one.share > 1 else ''}{round(100 * one.share)}{t('plan.percent')}" for one in loads]
    rows = [[one.lane, one.found, one.limit, share] for one, share in zip(loads, full, strict=True)]
    css = ["is-wrong" if one.share > 1 + 1e-9 else "" for one in loads]
    markup.put(markup.table(words[0], columns, rows, row_css=css, hidden_caption=True))


def _table(caption: str, plan: PlanView, notes: list[str]) -> None:
    t = session.t()
    heads = [(head, "left") for head in plan.heads]
    if any(notes):
        heads.append((t("plan.note"), "left"))
        rows = [
            [*row, f"{SIGNS['wrong']} {note}" if note else SIGNS["right"]]
            for row, note in zip(plan.rows, notes, strict=False)
        ]
    else:
        rows = [list(row) for row in plan.rows]
    markup.put(markup.table(caption, heads, rows))
    markup.put(markup.tag("p", f"{plan.figure_label}{t('plan.colon')} {plan.figure}", "lt-note"))


# -- a file --------------------------------------------------------------------------------------------
def _file(work: Work, view: QuestionView, asked: PlanAsk) -> None:
    lang = session.lang()

    def read(data: bytes) -> tuple[str, Callable[[], None]]:
        t, filled = session.t(), from_file(work.variant, view.id, data, lang)
        words = t.plural("plan.filled", filled.rows)
        if filled.ignored:
            words += " " + t("plan.ignored", names=", ".join(filled.ignored))
        return words, partial(_filled, work, view, asked, filled.raw)

    by_file(work, view, "plan", to_file(work.variant, view.id, _raw(work, view), lang), read)


def _filled(work: Work, view: QuestionView, asked: PlanAsk, raw: Mapping[str, str]) -> None:
    for row in asked.rows:
        for column in asked.columns:
            place = f"{row}.{column.id}"
            text = raw.get(place, "")
            session.set_widget(
                _cell_key(work, view, column, place), (text or None) if column.options else text
            )
    work.commit(view.id, lambda: _kept(raw))
