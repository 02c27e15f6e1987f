"""An episode: the state of the step, its news, the decisions to take; after hand-in, the run over the reference."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from app import session
from app.widgets import annex_chart, markup
from app.widgets.context import Work
from app.widgets.reading import reading
from app.widgets.verdict import SIGNS
from cases.answers import Answer
from cases.debrief import QuestionDebrief
from cases.episode_actions import CHOICES, DONE, FIGURE, TABLE
from cases.episode_views import EpisodeView, StateTable, compared, decided, over_reference, standing
from cases.questions.episode import EpisodeQuestion
from cases.questions.episode_asking import ActionAsk, EpisodeAsk
from cases.reading_words import explain_reading
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True
CLOSE: Final = 8  # columns of a table beyond which they stand closer
TEXT: Final = {"left": " is-text", "right": ""}  # the class of a cell by its side


def ask(work: Work, view: QuestionView) -> None:
    """Show the run as it stands and the decisions of its next step; a step validated is saved at once."""
    t, asked, answer = session.t(), view.ask, _answer(work, view)
    assert isinstance(asked, EpisodeAsk)
    run = standing(work.variant, view.id, answer, session.lang())
    if run is None:
        st.error(t("episode.broken"))
        return
    name = t(f"episode.step.{asked.step}", step=run.step or asked.steps, steps=asked.steps)
    markup.put(markup.tag("p", name if run.step else t("episode.over"), "lt-finding", role="status"))
    st.progress(run.played / asked.steps)
    _state(work, asked, run)
    if run.step and not work.closed:
        _decide(work, view, asked, run)
    reading(work.variant, view.id, answer)
    _past(work, view, run)
    if run.played and work.practice and not work.closed:
        st.button(
            t("episode.restart"),
            key=work.key(view.id, "restart"),
            type="tertiary",
            icon=":material/replay:",
            on_click=work.commit,
            args=(view.id, dict),
        )


def review(work: Work, question: EpisodeQuestion, item: QuestionDebrief, answer: Answer | None) -> None:
    """Show the run beside the reference: each indicator, the path of both, the key moments, what the reference did."""
    t, lang = session.t(), session.lang()
    columns = [(t(f"episode.column.{name}"), "left" if name == "indicator" else "right")
               for name in ("indicator", "own", "reference", "naive")]  # fmt: skip
    rows = compared(work.variant, question.id, answer, lang)
    markup.put(markup.table(t("episode.compared"), columns, rows))
    chart = over_reference(work.variant, question.id, answer, lang)
    annex_chart.chart(replace(chart, id=f"{work.id}.{chart.id}"))
    if item.parts:
        moments = [(part.label, f"{SIGNS[part.verdict]} {part.words}") for part in item.parts]
        heads = [(t("episode.moment"), "left"), (t("episode.verdict"), "left")]
        markup.put(markup.table(t("episode.moments"), heads, moments))
    words = QuestionWords(work.variant, question.id, lang)
    with st.expander(t("episode.reference")):
        best = question.bounds(work.variant.scope()).reference.decisions
        told = (markup.escape(decided(one, words)) for one in best if isinstance(one, dict))
        markup.put(markup.items("ol", told, "lt-days"))


def _answer(work: Work, view: QuestionView) -> Answer | None:
    held = work.answers().get(view.id)
    return held.answer if held is not None else None


# -- the run as it stands ------------------------------------------------------------------------------
def _state(work: Work, asked: EpisodeAsk, run: EpisodeView) -> None:
    t = session.t()
    if run.step:
        news = markup.items("ul", map(markup.escape, run.news)) if run.news else ""
        said = markup.tag("strong", t("episode.news")) + (news or f" {markup.escape(t('episode.no_news'))}")
        markup.put(markup.raw_tag("div", said, "lt-news"))
    if run.facts:
        markup.put(markup.pairs([(label, markup.escape(text)) for label, text in run.facts], "lt-pair"))
    shown = (
        {action.table for action in asked.actions if action.table} if run.step and not work.closed else set()
    )
    for table in run.tables:
        if table.rows and table.id not in shown:  # those with fields stand with the decisions
            heads = list(zip(table.heads, _sides(table), strict=True))
            markup.put(markup.table(table.caption, heads, table.rows))
    if run.chart is not None:
        annex_chart.chart(replace(run.chart, id=f"{work.id}.{run.chart.id}"))


def _past(work: Work, view: QuestionView, run: EpisodeView) -> None:
    if not run.log:
        return
    with st.expander(session.t()("episode.log"), key=work.key(view.id, "log")):
        for name, lines in run.log:
            head = markup.tag("strong", name[:1].upper() + name[1:])
            markup.put(head + markup.items("ul", map(markup.escape, lines)))


# -- the decisions -------------------------------------------------------------------------------------
def _decide(work: Work, view: QuestionView, asked: EpisodeAsk, run: EpisodeView) -> None:
    t = session.t()
    markup.put(markup.tag("p", t("episode.decide"), "lt-finding"))
    figures = [action for action in asked.actions if action.holds == FIGURE]
    if figures:
        for place, action in zip(st.columns(len(figures), gap="medium"), figures, strict=True):
            with place:
                _figure(work.key(view.id, run.step, action.id), action, _named(action))
    for action in asked.actions:
        if action.holds not in {FIGURE, TABLE, CHOICES}:
            _words(work, view, action, run.step)
    for table in run.tables:
        several = [action for action in asked.actions if action.table == table.id]
        if several and table.rows:
            _rows(work, view, table, several, run.step)
    error = session.widget(_told(work, view))
    markup.put(
        markup.tag("p", str(error or "\u00a0"), "lt-read is-wrong" if error else "lt-read", role="status")
    )
    st.button(
        t(f"episode.validate.{asked.step}"),
        key=work.key(view.id, run.step, "validate"),
        type="primary",
        icon=":material/check:",
        on_click=_validate,
        args=(work, view, asked, run),
    )
    markup.put(markup.tag("p", t("episode.final_practice" if work.practice else "episode.final"), "lt-note"))


def _named(action: ActionAsk) -> str:
    return f"{action.label} ({action.unit_label})" if action.unit_label else action.label


def _figure(name: str, action: ActionAsk, label: str, hidden: bool = False) -> None:
    session.seed_widget(name, "")
    between = ""
    if action.low is not None and action.high is not None and not hidden:
        between = session.t()("decision.range", low=f"{action.low:g}", high=f"{action.high:g}")
    st.text_input(
        label,
        key=name,
        live=True,
        max_chars=40,
        autocomplete="off",
        placeholder=between or None,
        label_visibility="collapsed" if hidden else "visible",
        persist_state="page",
    )


def _words(work: Work, view: QuestionView, action: ActionAsk, step: int) -> None:
    words = dict(action.options)
    if action.several:
        markup.put(markup.tag("p", action.label, "lt-note"))
        with st.container(horizontal=True, key=f"lt-options-{view.id}-{action.id}"):
            for option, text in action.options:
                name = work.key(view.id, step, action.id, option)
                session.seed_widget(name, False)
                st.checkbox(text, key=name, persist_state="page")
        return
    name = work.key(view.id, step, action.id, session.lang())
    session.seed_widget(name, action.options[0][0])
    st.radio(action.label, list(words), key=name, format_func=words.__getitem__, horizontal=True)


def _rows(work: Work, view: QuestionView, table: StateTable, actions: list[ActionAsk], step: int) -> None:
    """The records of the state, each with its fields."""
    markup.put(markup.tag("p", table.caption, "lt-note"))
    # The fields stand beside the name: on a narrow screen what follows them scrolls.
    wide = [2] * (len(table.heads) + len(actions))
    close = "desk-" if len(wide) > CLOSE else ""  # many columns: narrower ones
    with st.container(gap=None, key=f"lt-grid-{close}{view.id}-{table.id}"):
        heads = [table.heads[0], *(_named(action) for action in actions), *table.heads[1:]]
        sides = [
            "left",
            *("left" if one.holds == CHOICES else "right" for one in actions),
            *_sides(table)[1:],
        ]
        columns = st.columns(wide, gap=None, vertical_alignment="bottom")
        for place, text, side in zip(columns, heads, sides, strict=True):
            place.html(markup.tag("div", text, f"lt-grid-head{TEXT[side]}"))
        for row, name in zip(table.rows, table.names, strict=True):
            first, *places = st.columns(wide, gap=None, vertical_alignment="center")
            first.html(markup.tag("div", row[0], "lt-grid-row"))
            for place, action in zip(places, actions, strict=False):
                with place:
                    label = f"{row[0]}, {_named(action)}"
                    if action.holds == CHOICES:
                        _choice(_choice_key(work, view, step, action, name), action, label)
                    else:
                        _figure(work.key(view.id, step, action.id, name), action, label, hidden=True)
            for place, text, side in zip(
                places[len(actions) :], row[1:], sides[len(actions) + 1 :], strict=True
            ):
                place.html(markup.tag("div", text, f"lt-grid-given{TEXT[side]}"))


def _sides(table: StateTable) -> list[str]:
    """Words stand on the left, figures on the right: the side of each column of a table."""
    columns = [[row[place] for row in table.rows] for place in range(len(table.heads))]
    return [
        "left" if place == 0 or any(one.isalpha() for text in column for one in text) else "right"
        for place, column in enumerate(columns)
    ]


def _choice_key(work: Work, view: QuestionView, step: int, action: ActionAsk, row: str) -> str:
    return work.key(view.id, step, action.id, row, session.lang())  # its words are those of the language


def _choice(name: str, action: ActionAsk, label: str) -> None:
    """One of the options, in the row of a table."""
    words = dict(action.options)
    session.seed_widget(name, action.options[0][0])
    st.selectbox(
        label,
        list(words),
        key=name,
        format_func=words.__getitem__,
        label_visibility="collapsed",
        persist_state="page",
    )


def _told(work: Work, view: QuestionView) -> str:
    """Where what went wrong is kept: not among the fields, which give way to what another window saved."""
    return session.key("lt_told", work.id, view.id)


def _validate(work: Work, view: QuestionView, asked: EpisodeAsk, run: EpisodeView) -> None:
    """From the button's callback: save the step, or say what cannot be read of it; nothing typed is lost."""
    question, lang = work.variant.case.question(view.id), session.lang()
    assert isinstance(question, EpisodeQuestion)
    answer = _answer(work, view)
    before = question.read(answer).value if answer is not None else None
    played = before if isinstance(before, list) else []
    if len(played) + 1 != run.step:  # another tab has played this step: what was validated there stands
        session.set_widget(_told(work, view), f"! {session.t()('episode.stale')}")
        work.redraw(view.id)
        return
    raw = question.raw(played, lang)
    assert isinstance(raw, dict)
    raw |= {f"{run.step}.{place}": text for place, text in _typed(work, view, asked, run).items() if text}
    raw[f"{run.step}.{DONE}"] = "1"
    found = question.read(Answer(raw, lang))
    faults = found.parts or ({} if found.ok else {f"{run.step}.{DONE}": found})
    told = []
    for place, one in faults.items():
        label = question.part_label(place, QuestionWords(work.variant, view.id, lang))
        told += [
            f"{label}{session.t()('plan.colon')} {explain_reading(code, lang, one.params)}"
            for code in one.codes
        ]
    session.set_widget(_told(work, view), "! " + " ".join(told) if told else "")
    if told:
        work.redraw(view.id)
    else:
        work.commit(view.id, lambda: raw)


def _typed(work: Work, view: QuestionView, asked: EpisodeAsk, run: EpisodeView) -> dict[str, str]:
    """What the fields of the step hold, by place under it."""
    step, typed = run.step, {}
    for action in asked.actions:
        if action.holds == TABLE:
            for table in run.tables:
                if table.id == action.table:
                    for row in table.names:
                        text = session.widget(work.key(view.id, step, action.id, row), "")
                        typed[f"{action.id}.{row}"] = str(text or "").strip()
        elif action.holds == CHOICES:
            for table in run.tables:
                if table.id == action.table:
                    for row in table.names:
                        word = session.widget(_choice_key(work, view, step, action, row))
                        # The first option is what is done with a row of which nothing is said.
                        typed[f"{action.id}.{row}"] = (
                            str(word) if word and word != action.options[0][0] else ""
                        )
        elif action.holds == FIGURE:
            typed[action.id] = str(session.widget(work.key(view.id, step, action.id), "") or "").strip()
        elif action.several:
            ticked = [
                one for one, _ in action.options if session.widget(work.key(view.id, step, action.id, one))
            ]
            typed[action.id] = ", ".join(ticked)
        else:
            name = work.key(view.id, step, action.id, session.lang())
            typed[action.id] = str(session.widget(name) or action.options[0][0])
    return typed
