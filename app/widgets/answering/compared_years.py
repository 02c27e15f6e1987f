"""The learner's simulated year over the reference year: the picture, the costs, the days that cost most."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import costs, markup, year_chart
from app.widgets.context import Work
from cases.answers import Answer
from cases.decisions import compare
from cases.questions.decision import DecisionQuestion


def compared(work: Work, question: DecisionQuestion, answer: Answer | None) -> None:
    """Show the comparison; only ever called once the sitting is handed in."""
    t = session.t()
    found = compare(work.variant, question.id, answer)
    own, best = found.learner, found.reference
    st.markdown(f"#### {t('compared.title')}")
    rows = [(t("compared.reference"), found.reference_result), (t("compared.naive"), found.naive_result)]
    if own is None:
        st.caption(t("compared.no_answer"))
        year_chart.chart(best, session.key("lt_compared", work.id, question.id))
    else:
        rows.insert(0, (t("compared.own"), found.learner_result))
        year_chart.chart(own, session.key("lt_compared", work.id, question.id), reference=best)
    costs.costs(rows, t("compared.caption", number=question.replications))
    if own is not None:
        costs.service(found.learner_result, found.required)
    if found.worst_days:
        markup.put(markup.tag("p", t("compared.worst"), "lt-finding"))
        markup.put(
            markup.items(
                "ol", (markup.escape(day.text(session.lang())) for day in found.worst_days), "lt-days"
            )
        )
