"""Marks per official criterion: the candidate's words with the code beside them, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app import session
from app.widgets import figures, markup
from cases.awards import BlockResult, CriterionResult, GroupResult, ReferentialResult


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
        body = "".join(_block(block, numbers, lang) for block in result.blocks)
        caption = t("criteria.caption", name=result.title[lang])
        inner = (
            f"{markup.tag('caption', caption, 'lt-sr')}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        )
        whole = markup.raw_tag("table", inner, "lt-table lt-criteria")
        with st.container(key=f"lt-criteria-{place}"):
            markup.put(markup.scrolling(whole, caption))


def _block(block: BlockResult, numbers: Mapping[str, int], lang: str) -> str:
    rows = _group(block, "block", lang)
    if not block.competences:
        return rows + "".join(_criterion(item, numbers, lang) for item in block.criteria)
    for competence in block.competences:
        rows += _group(competence, "competence", lang)
        rows += "".join(_criterion(item, numbers, lang, "under") for item in competence.criteria)
    return rows


def _group(group: GroupResult, css: str, lang: str) -> str:
    # A group has no points of its own: a question counts for several of its criteria.
    head = markup.raw_tag("th", f"{_code(group.id)} {markup.escape(group.title[lang])}", scope="rowgroup")
    return markup.raw_tag("tr", f"{head}<td></td><td></td>{_share(group.ratio)}", css)


def _criterion(item: CriterionResult, numbers: Mapping[str, int], lang: str, css: str = "") -> str:
    head = markup.raw_tag("th", f"{_code(item.id)} {markup.escape(item.label[lang])}", scope="row")
    asked = markup.tag("td", ", ".join(str(numbers[question]) for question in item.questions))
    points = markup.tag("td", figures.out_of(item.score, item.max_score), "num")
    return markup.raw_tag("tr", head + asked + points + _share(item.ratio), css)


def _code(identifier: str) -> str:
    return markup.tag("span", identifier, "code")


def _share(ratio: float) -> str:
    width = f"width: {100 * min(max(ratio, 0.0), 1.0):.1f}%"
    meter = markup.raw_tag("span", markup.raw_tag("i", "", style=width), "lt-meter", aria_hidden="true")
    return markup.raw_tag("td", f"{meter} {markup.escape(figures.share(ratio))}", "num")
