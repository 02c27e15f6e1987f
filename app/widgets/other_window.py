"""Two windows on one sitting: the one that was behind is told what its answer replaced, and may take it back."""

from __future__ import annotations

import streamlit as st

from app import session, sitting_answers
from app.widgets import markup
from app.widgets.context import Work
from cases.answers import Answer
from cases.views import QuestionView
from cases.wording import QuestionWords


def other_window(work: Work, view: QuestionView) -> None:
    """Under the fields of a question, until the learner has decided which of the two answers stands."""
    row = work.overtaken(view.id)
    if row is None:
        return
    t = session.t()
    said = _said(work, view.id, sitting_answers.as_answer(row))
    time = t("other_window.time", at=session.local_time(row.saved_at))
    with st.container(key=f"lt-other-{view.id}", gap="xsmall"):
        st.warning(t("other_window.told", time=time), icon=":material/tab_duplicate:")
        quoted = markup.tag("strong", said) if said else markup.tag("em", t("other_window.blank"))
        markup.put(markup.raw_tag("p", markup.escape(t("other_window.other")) + " " + quoted, "lt-note"))
        with st.container(horizontal=True):
            st.button(
                t("other_window.take_back"),
                key=session.key("lt_take_back", work.id, view.id),
                on_click=work.take_back,
                args=(view.id,),
            )
            st.button(
                t("other_window.keep"),
                key=session.key("lt_keep_mine", work.id, view.id),
                type="tertiary",
                on_click=work.keep_mine,
                args=(view.id,),
            )


def _said(work: Work, question_id: str, answer: Answer) -> str:
    """An answer in words; as typed where it cannot be read, "" where it is blank."""
    question = work.variant.case.question(question_id)
    found = question.read(answer)
    if found.blank:
        return ""
    if found.ok:
        return question.describe_reading(found, QuestionWords(work.variant, question_id, session.lang()))
    if isinstance(answer.raw, str):
        return answer.raw
    typed = answer.raw.values() if isinstance(answer.raw, dict) else answer.raw
    return ", ".join(one for one in typed if one.strip())
