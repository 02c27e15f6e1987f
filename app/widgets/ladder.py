"""The feedback that the rules of a sitting offer before hand-in, under the question: each rung named with its price.

First whether the answer is right, then where its error comes from, then the solution. Nothing is shown for an
answer that has changed since, but the solution, which cannot be unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from app import session, sitting_answers
from app.widgets import figures, markup
from app.widgets.context import Work
from cases import ladder as rungs
from cases.answers import Raw
from cases.debrief import solutions
from cases.marking import Marked, QuestionMark, check, mark
from cases.views import QuestionView

SIGNS: Final = {"right": "✓", "carried": "✓", "partly": "≈", "wrong": "✗"}
# The looks of the debrief's verdicts.
LOOKS: Final = {"right": "right", "carried": "right", "partly": "partly", "wrong": "wrong"}


def ladder(work: Work, view: QuestionView) -> None:
    """Show what may be asked for on the answer as it stands, and what was."""
    if work.closed or not (work.policy.ladder or work.policy.results == "at_once"):
        return
    held = work.answers().get(view.id)
    climbed = work.climbs(view.id)
    if "solution" in climbed:
        _solution(work, view)
        return
    if held is None:
        return
    read = check(work.variant, view.id, held.answer)
    if read.blank or not read.ok:
        return
    raw = held.answer.raw
    with st.container(key=f"lt-ladder-{view.id}", gap="xsmall"):
        if not rungs.checkable(work.variant.case.question(view.id)):
            _offers(work, view, climbed, slip=False)
        elif work.policy.results == "at_once" or climbed.get("verdict") == raw:
            _judged(work, view, climbed, raw)
        elif "verdict" in work.policy.ladder:
            _button(work, view, climbed, "verdict", ":material/check_circle:", _check)


def _judged(work: Work, view: QuestionView, climbed: Mapping[str, Raw], raw: Raw) -> None:
    found = _mark(work, view.id)
    verdict = rungs.verdict(found)
    if verdict is None:
        return
    sign = markup.tag("span", SIGNS[verdict], aria_hidden="true")
    word = markup.raw_tag(
        "span", f"{sign} {markup.escape(session.t()('ladder.' + verdict))}", f"lt-verdict {LOOKS[verdict]}"
    )
    markup.put(markup.raw_tag("p", word, "lt-told", role="status"))
    if verdict in {"right", "carried"}:
        return
    told, nothing = climbed.get("slip") == raw, session.widget(_name(work, view.id, "nothing")) == raw
    if told:
        _slip(work, found)
    elif nothing:
        st.markdown(session.t()("ladder.no_slip"))
    _offers(work, view, climbed, slip=not (told or nothing))


def _slip(work: Work, found: QuestionMark) -> None:
    told = rungs.slip(work.variant, found, session.lang())
    for words in told.words:
        st.markdown(words)
    if told.parts:
        markup.put(markup.tag("p", session.t()("ladder.places"), "lt-finding"))
        places = (
            markup.tag("b", one.label) + (f" {markup.escape('– ' + one.words)}" if one.words else "")
            for one in told.parts
        )
        markup.put(markup.items("ul", places))


def _offers(work: Work, view: QuestionView, climbed: Mapping[str, Raw], *, slip: bool) -> None:
    """The rungs above the verdict, side by side."""
    asked = bool(session.widget(_name(work, view.id, "sure")))
    with st.container(horizontal=True, vertical_alignment="center"):
        if slip and "slip" in work.policy.ladder:
            _button(work, view, climbed, "slip", ":material/search:", _look)
        if "solution" in work.policy.ladder and not asked:
            _button(work, view, climbed, "solution", ":material/menu_book:", _ask)
    if asked and "solution" in work.policy.ladder:
        _confirm(work, view)


def _button(
    work: Work,
    view: QuestionView,
    climbed: Mapping[str, Raw],
    rung: str,
    icon: str,
    then: Callable[..., None],
) -> None:
    """One rung, with its price until it was paid: each is paid once, however often it is climbed."""
    price = 0.0 if rung in climbed else work.policy.rung_cost(rung)
    st.button(
        figures.priced(session.t()("ladder." + rung), price),
        key=session.key("lt_rung", rung, work.id, view.id),
        type="tertiary",
        icon=icon,
        on_click=then,
        args=(work, view.id),
    )


def _confirm(work: Work, view: QuestionView) -> None:
    """Before the solution: what it costs, or which other question it would give away."""
    t = session.t()
    kept = _unsettled(work, view.id)
    if kept:
        numbers = ", ".join(str(work.variant.case.question_ids.index(one) + 1) for one in kept)
        st.warning(t.plural("ladder.unsettled", len(kept), numbers=numbers))
    else:
        cost = work.policy.rung_cost("solution")
        said = "ladder.sure_free" if cost <= 0 else "ladder.sure_all" if cost >= 1 else "ladder.sure"
        st.warning(t(said, share=figures.share(cost)))
    with st.container(horizontal=True):
        if not kept:
            st.button(
                t("ladder.yes"),
                key=session.key("lt_solution_yes", work.id, view.id),
                on_click=_read,
                args=(work, view.id),
            )
        st.button(
            t("ladder.no"),
            key=session.key("lt_solution_no", work.id, view.id),
            on_click=_leave,
            args=(work, view.id),
        )


def _solution(work: Work, view: QuestionView) -> None:
    t = session.t()
    solution, own = solutions(work.variant, view.id, _marked(work, view.id), session.lang())
    with st.container(key=f"lt-read-{view.id}"):
        markup.put(markup.tag("p", t("ladder.read"), "lt-finding"))
        st.markdown(own or solution)


# -- callbacks -------------------------------------------------------------------------------------------


def _check(work: Work, question_id: str) -> None:
    _climb(work, question_id, "verdict")
    work.redraw(question_id)


def _look(work: Work, question_id: str) -> None:
    if rungs.slip(work.variant, _mark(work, question_id), session.lang()):
        _climb(work, question_id, "slip")
    else:  # nothing told, nothing charged
        session.set_widget(_name(work, question_id, "nothing"), work.answers()[question_id].answer.raw)
    work.redraw(question_id)


def _ask(work: Work, question_id: str) -> None:
    session.set_widget(_name(work, question_id, "sure"), True)
    work.redraw(question_id)


def _leave(work: Work, question_id: str) -> None:
    session.set_widget(_name(work, question_id, "sure"), False)
    work.redraw(question_id)


def _read(work: Work, question_id: str) -> None:
    session.set_widget(_name(work, question_id, "sure"), False)
    if not _unsettled(work, question_id):  # another tab may have changed an answer since it was offered
        _climb(work, question_id, "solution")
    session.rerun_page()  # other solutions may no longer be kept back


def _climb(work: Work, question_id: str, rung: str) -> None:
    work.climb(question_id, rung, _mark(work, question_id).codes, work.answers()[question_id].answer.raw)


# -- marking -------------------------------------------------------------------------------------------


def _marked(work: Work, question_id: str) -> Marked:
    answers = sitting_answers.as_answers(work.answers())
    return mark(work.variant, rungs.considered(work.variant.case, question_id, answers))


def _mark(work: Work, question_id: str) -> QuestionMark:
    return _marked(work, question_id).question(question_id)


def _unsettled(work: Work, question_id: str) -> tuple[str, ...]:
    read = [one for one, climbed in work.rungs().items() if "solution" in climbed]
    return rungs.unsettled(work.variant, question_id, _marked(work, question_id), read)


def _name(work: Work, question_id: str, what: str) -> str:
    return session.key("lt_ladder", what, work.id, question_id)
