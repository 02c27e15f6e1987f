"""Marks per official criterion: the candidate's words with the code beside them, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app import session
from app.widgets import figures, markup
from cases.awards import BlockResult, CriterionResult, ReferentialResult


def criteria(results: Sequence[ReferentialResult], numbers: Mapping[str, int]) -> None:
    """One table per referential; `numbers` gives a question's number by its id."""
    t, lang = session.t(), session.lang()
    st.header(t("criteria.title"), anchor=False)
    for place, result in enumerate(results):
        st.subheader(result.title[lang], anchor=False)
        heads = [
            ("criteria.criterion", ""),
            ("criteria.questions", ""),
            ("criteria.marks", "num"),
            ("criteria.share", "num"),
        ]
        head = "".join(markup.tag("th", t(key), css, scope="col") for key, css in heads)
        body = "".join(_block(block, numbers, lang) for block in result.blocks if block.max_score > 0)
        caption = t("criteria.caption", name=result.title[lang])
        inner = (
            f"{markup.tag('caption', caption, 'lt-sr')}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        )
        whole = markup.raw_tag("table", inner, "lt-table lt-criteria")
        with st.container(key=f"lt-criteria-{place}"):
            markup.put(markup.scrolling(whole, caption))


def _block(block: BlockResult, numbers: Mapping[str, int], lang: str) -> str:
    head = markup.raw_tag("th", f"{_code(block.id)} {markup.escape(block.title[lang])}", scope="rowgroup")
    first = markup.raw_tag("tr", head + "<td></td>" + _marks(block), "block")
    return first + "".join(
        markup.raw_tag(
            "tr",
            markup.raw_tag("th", f"{_code(item.id)} {markup.escape(item.label[lang])}", scope="row")
            + markup.tag("td", ", ".join(str(numbers[question]) for question in item.questions))
            + _marks(item),
        )
        for item in block.criteria
        if item.max_score > 0
    )


def _code(identifier: str) -> str:
    return markup.tag("span", identifier, "code")


def _marks(item: BlockResult | CriterionResult) -> str:
    width = f"width: {100 * min(max(item.ratio, 0.0), 1.0):.1f}%"
    meter = markup.raw_tag("span", markup.raw_tag("i", "", style=width), "lt-meter", aria_hidden="true")
    return markup.tag("td", figures.out_of(item.score, item.max_score), "num") + markup.raw_tag(
        "td", f"{meter} {markup.escape(figures.share(item.ratio))}", "num"
    )
