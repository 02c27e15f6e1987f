"""The learner's simulated run over the reference run: the picture, the costs, the periods that cost most."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import costs, markup, tracks, year_chart
from app.widgets.context import Work
from cases.answers import Answer
from cases.decisions import compare, track_labels
from cases.questions.decision import DecisionQuestion


def compared(work: Work, question: DecisionQuestion, answer: Answer | None) -> None:
    """Show the comparison; only ever called once the sitting is handed in."""
    t, lang = session.t(), session.lang()
    found = compare(work.variant, question.id, answer)
    own, best = found.learner, found.reference
    st.markdown(f"#### {t('compared.title')}")
    rows = [(t("compared.reference"), found.reference_result), (t("compared.naive"), found.naive_result)]
    shown = best if own is None else own
    labels = track_labels(work.variant, question.id, shown, lang)
    place = tracks.choose(labels, session.key("lt_compared_track", work.id, question.id), shown.subject)
    key = session.key("lt_compared", work.id, question.id)
    if own is None:
        st.caption(t("compared.no_answer"))
        year_chart.chart(best.tracks[place], best.period, key)
    else:
        rows.insert(0, (t("compared.own"), found.learner_result))
        other = next(
            (
                one
                for one in best.tracks
                if (one.place, one.item) == (own.tracks[place].place, own.tracks[place].item)
            ),
            None,  # a policy may close a place that another keeps
        )
        year_chart.chart(own.tracks[place], own.period, key, reference=other)
    tracks.table(shown, labels)
    units = question.units
    costs.costs(rows, t("compared.caption", number=question.replications), units)
    if own is not None:
        costs.service(found.learner_result, found.goal, units, best.period)
    with st.expander(t("compared.indicators")):
        heads = [t(f"compared.short_{who}") for who in ("own", "reference", "naive")][-len(rows) :]
        short = [(head, figures) for head, (_, figures) in zip(heads, rows, strict=True)]
        costs.others(
            short, t("compared.caption_indicators", number=question.replications), units, best.period
        )
    if found.worst:
        markup.put(markup.tag("p", t("compared.worst"), "lt-finding"))
        told = (markup.escape(one.text(lang, units)) for one in found.worst)
        markup.put(markup.items("ol", told, "lt-days"))
