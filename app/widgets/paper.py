"""The paper: the brief and its numbered annexes, as tabs; documents, tables, charts and maps, each with a download."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import annex_chart, document, fishbone, flow_map, markup, value_stream
from cases.variant import Variant
from cases.views import AnnexView, TableView, annexes, brief


def paper(variant: Variant) -> None:
    """Show the paper of a variant in the session's language, each annex drawn once it is opened.

    The tables and charts of ten annexes would keep the browser busy for a quarter of a second before anything can be
    typed. What was opened stays drawn.
    """
    st.fragment(_paper, key=_part(variant))(variant)


def _paper(variant: Variant) -> None:
    t, lang = session.t(), session.lang()
    documents = annexes(variant, lang)
    names = {t("paper.brief"): "", **{t("paper.annex", number=one.number): one.id for one in documents}}
    opened, tabs = _opened(variant), session.key("lt_tabs", _part(variant), lang)
    if opened:  # the language was changed: the same annex stays in front
        session.seed_widget(tabs, next((name for name, one in names.items() if one == opened[-1]), None))
    first, *others = st.tabs(list(names), key=tabs, on_change=_open, args=(variant, tabs, names))
    with first, st.container(key="lt-brief"):
        st.markdown(brief(variant, lang))
    for tab, annex in zip(others, documents, strict=True):
        if tab.open or annex.id in opened or not session.in_browser():
            with tab:
                _annex(annex)


def _part(variant: Variant) -> str:
    return f"paper-{variant.case.slug}-{variant.seed}"


def _opened(variant: Variant) -> list[str]:
    """The annexes opened in this session, the last in front; "" for the brief."""
    return session.kept(session.key("lt_opened", _part(variant)), [])


def _open(variant: Variant, tabs: str, names: dict[str, str]) -> None:
    """From the callback of the tabs: draw the paper again, where an annex was opened for the first time."""
    chosen, opened = names.get(str(session.widget(tabs)), ""), _opened(variant)
    opened[:] = [*(one for one in opened if one != chosen), chosen]
    session.rerun_parts([_part(variant)])


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
    for boned in annex.fishbones:
        fishbone.fishbone(boned)
        with st.expander(t("paper.figures"), key=session.key("lt_figures", boned.id)):
            for table in boned.tables:
                _table(table)
    for carried in annex.flow_maps:
        flow_map.flow_map(carried)
        with st.expander(t("paper.figures"), key=session.key("lt_figures", carried.id)):
            for table in carried.tables:
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
