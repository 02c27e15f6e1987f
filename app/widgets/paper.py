"""The paper: the brief and its numbered annexes, as tabs; documents, tables, charts and maps, each with a download."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import annex_chart, document, markup, value_stream
from cases.variant import Variant
from cases.views import AnnexView, TableView, annexes, brief


def paper(variant: Variant) -> None:
    """Show the paper of a variant in the session's language."""
    t, lang = session.t(), session.lang()
    documents = annexes(variant, lang)
    names = [t("paper.brief"), *(t("paper.annex", number=annex.number) for annex in documents)]
    first, *others = st.tabs(names)
    with first, st.container(key="lt-brief"):
        st.markdown(brief(variant, lang))
    for tab, annex in zip(others, documents, strict=True):
        with tab:
            _annex(annex)


def _annex(annex: AnnexView) -> None:
    t = session.t()
    st.subheader(t("paper.annex_title", number=annex.number, title=annex.title), anchor=False)
    if annex.intro:
        with st.container(key=f"lt-intro-{annex.id}"):
            st.markdown(annex.intro)
    for view in annex.documents:
        document.document(view, t.lang)
        if view.lines is not None:
            _download(view.lines)
    for table in annex.tables:
        _table(table)
    for drawn in annex.charts:
        annex_chart.chart(drawn)
        # Drawn at once, not when opened: who cannot see the picture finds its figures right after it.
        with st.expander(t("paper.figures"), key=session.key("lt_figures", drawn.id)):
            _table(drawn.table)
    for mapped in annex.streams:
        value_stream.value_stream(mapped)
        with st.expander(t("paper.figures"), key=session.key("lt_figures", mapped.id)):
            for table in mapped.tables:
                _table(table)


def _table(table: TableView) -> None:
    if table.kind == "record":
        markup.put(markup.record(table.caption, table.rows))
    else:
        columns = [(column.label, column.align) for column in table.columns]
        markup.put(markup.table(table.caption, columns, table.rows, foot=table.foot))
    _download(table)


def _download(table: TableView) -> None:
    st.download_button(
        session.t()("paper.download", name=table.filename),
        data=table.csv,
        file_name=table.filename,
        mime="text/csv",
        key=session.key("lt_csv", table.id),
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
