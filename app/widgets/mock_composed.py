"""What a mock exam holds before it begins: its papers, and the criteria that it meets, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app import session
from app.mocks import Scope, minutes_of
from app.widgets import markup
from cases.composing import Composition
from cases.problem import CaseError
from cases.referentials import Criterion


def title(slug: str, version: int) -> str:
    """The title of a case in one version; its slug where it cannot be read."""
    try:
        return session.case(slug, version).title(session.lang())
    except CaseError:
        return slug


def papers(found: Composition) -> None:
    """Its length, then each paper with the number of its questions and its minutes."""
    t = session.t()
    facts = [
        t("mock.lasts", minutes=minutes_of(found)),
        t.plural("mock.papers", len(found.papers)),
        t.plural("mock.questions", found.questions),
    ]
    heads = [(t("mock.paper"), "left"), (t("mock.col_questions"), "right"), (t("mock.col_minutes"), "right")]
    rows = [
        [title(one.slug, one.version), str(len(one.questions)), str(round(one.seconds / 60))]
        for one in found.papers
    ]
    html = markup.items("ul", map(markup.escape, facts), "lt-facts")
    markup.put(html + markup.table(t("mock.papers_caption"), heads, rows, hidden_caption=True))


def criteria(found: Composition, scope: Scope) -> None:
    """Which criteria are met and how often, which the time leaves out, and which no case offers yet."""
    t, met = session.t(), dict(found.met)
    words = {one.key: one for one in scope.criteria}
    total = len(scope.criteria)
    said = t("mock.covers", met=len(met), total=total)
    html = markup.tag("p", said, "lt-told")
    if met:
        html += _list(
            "is-met",
            "✓",
            [
                (words[key].id, words[key].label[session.lang()], t.plural("mock.times", count))
                for key, count in met.items()
            ],
        )
    if found.crowded_out:
        html += markup.tag("p", t.plural("mock.crowded_out", len(found.crowded_out)), "lt-told")
        html += _list("is-out", "!", _plain(found.crowded_out, words))
    markup.put(html)
    if found.not_offered:
        # Often many: folded, so that the way to begin stays in sight.
        said = t.plural("mock.not_offered", len(found.not_offered))
        with st.expander(said, key="lt_mock_not_offered", expanded=not found.papers):
            markup.put(_list("is-out", "–", _plain(found.not_offered, words)))


def _plain(keys: Sequence[str], words: Mapping[str, Criterion]) -> list[tuple[str, str, str]]:
    return [(words[key].id, words[key].label[session.lang()], "") for key in keys]


def _list(css: str, sign: str, rows: Sequence[tuple[str, str, str]]) -> str:
    parts = (
        markup.tag("span", sign, "sign", aria_hidden="true")
        + markup.tag("span", code, "code")
        + markup.tag("span", words)
        + (markup.tag("span", note, "lt-soft lt-small") if note else "")
        for code, words, note in rows
    )
    return markup.items("ul", parts, f"lt-mock-criteria {css}")
