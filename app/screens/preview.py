"""A case while it is being written, as a learner sees it, with its author's bar: variant, view, faults, proof.

The page looks at the folder every RELOAD_S seconds and draws itself again when a file was saved. Files at
fault never take the page away: the faults are told and the last good state stays below them.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import streamlit as st

from app import session, sitting_answers
from app.preview import Look, Previewed, Proof, Shown, previewed
from app.screens.loading import careful
from app.widgets import component, figures, markup, progress
from app.widgets.answering import REVIEWS_PARTS, review
from app.widgets.context import BAR, card
from app.widgets.corrige import corrige
from app.widgets.paper import paper
from app.widgets.parts import parts
from app.widgets.question import question
from app.widgets.scratch import PAPER, SEED, VIEW, Scratch, scratch
from app.widgets.verdict import verdict
from cases.answers import Answer
from cases.debrief import QuestionDebrief, debrief
from cases.marking import mark
from cases.problem import Problem
from cases.variant import MAX_SEED
from cases.views import QuestionView, questions

RELOAD_S: Final = 0.5
FINDINGS: Final = "findings"
AT_ONCE: Final = "at_once"  # the proof of the variant shown
ON_DEMAND: Final = "on_demand"
COUNTS: Final = (20, 50, 200)

View = Literal["paper", "key", "debrief"]
VIEWS: Final[tuple[View, ...]] = get_args(View)

_COUNT: Final = "lt_preview_count"
_DRAWN: Final = "lt_preview_drawn"


@careful
def page() -> None:
    """Show the folder that this server previews."""
    sitting_answers.retry()
    folder = previewed()
    look = folder.look()
    session.set_widget(_DRAWN, look.number)
    _controls(folder, look)
    shown = folder.shown(_seed())
    # Drawn by its own fragment, which also keeps watch.
    st.fragment(careful(_findings), key=FINDINGS, run_every=RELOAD_S)(folder, shown)
    if shown.variant is None:
        st.info(session.t()("preview.nothing_yet"), icon=":material/edit_document:")
        return
    work = scratch(shown.variant)
    views = questions(shown.variant, session.lang())
    chosen: View = session.widget(VIEW, PAPER)
    with st.container(key="lt-bar"):
        st.fragment(careful(_bar), key=BAR)(work, views)
        with st.container(key="lt-panes"):
            component.panes(
                work.id,
                session.t()("sitting.panes"),
                session.t()("sitting.paper"),
                session.t()("sitting.work"),
            )
    left, right = st.columns([11, 12], gap="large")
    with left, st.container(key="lt-paper"):
        paper(shown.variant)
    with right, st.container(key="lt-work"):
        if chosen == "key":
            corrige(shown.variant)
        elif chosen == "debrief":
            _debrief(work)
        else:
            for view in views:
                st.fragment(careful(question), key=card(view.id))(work, view)


# -- the author's bar ---------------------------------------------------------------------------------------


def _seed() -> int:
    """The variant shown: the one chosen here, else the one in the address, else the first."""
    kept = session.widget(SEED)
    if isinstance(kept, int):
        return kept
    asked = session.address("seed") or ""
    return min(int(asked), MAX_SEED) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 0


def _controls(folder: Previewed, look: Look) -> None:
    t = session.t()
    title = folder.folder.name if look.case is None else look.case.title(session.lang())
    with st.container(key="lt-author", horizontal=True, vertical_alignment="bottom"):
        markup.put(
            markup.tag("p", t("preview.title"), "lt-finding")
            + markup.tag("p", f"{title} · {folder.folder.name}", "lt-soft")
        )
        st.space("stretch")
        session.seed_widget(SEED, _seed())
        st.number_input(t("preview.seed"), 0, MAX_SEED, step=1, key=SEED, on_change=_keep_seed, width=150)
        st.button(t("preview.next"), key="lt_preview_next", icon=":material/casino:", on_click=_next)
        session.seed_widget(VIEW, PAPER)
        st.segmented_control(
            t("preview.view"),
            VIEWS,
            key=VIEW,
            format_func=lambda view: t(f"preview.view_{view}"),
            required=True,
            width="content",
        )


def _keep_seed() -> None:
    session.set_address("seed", str(session.widget(SEED)))


def _next() -> None:
    session.set_widget(SEED, (int(session.widget(SEED)) + 1) % (MAX_SEED + 1))
    _keep_seed()


def _bar(work: Scratch, views: tuple[QuestionView, ...]) -> None:
    answers = work.answers()
    row = progress.chips(work.variant, views, answers, work.flags())
    progress.bar(work.variant.case.title(session.lang()), row, answers, work.policy.mode)
    if session.trouble():
        st.warning(session.trouble(), icon=":material/sync_problem:")


# -- what is wrong --------------------------------------------------------------------------------------------


def _findings(folder: Previewed, shown: Shown) -> None:
    """What is wrong now; and when a file was saved since the page was drawn, draw it again."""
    if folder.look().number != session.widget(_DRAWN):
        session.rerun_page()
    t = session.t()
    if shown.stale:
        st.error(t.plural("preview.broken", len(shown.problems)), icon=":material/error:")
        _problems(shown.problems)
        if shown.variant is not None:
            st.caption(t("preview.last_good"))
        return
    assert shown.variant is not None
    seed = shown.variant.seed
    at_once = folder.proof(AT_ONCE)
    if at_once is None or at_once.first != seed:
        folder.prove(AT_ONCE, seed, 1)
        at_once = folder.proof(AT_ONCE)
    with st.container(key="lt-proof", horizontal=True, vertical_alignment="center"):
        if at_once is not None:
            _told(at_once, "preview.this", seed=seed)
        st.space("stretch")
        _on_demand(folder)
    for proof in (at_once, folder.proof(ON_DEMAND)):
        if proof is not None and proof.problems:
            _problems(proof.problems)
            break


def _on_demand(folder: Previewed) -> None:
    t = session.t()
    proof = folder.proof(ON_DEMAND)
    if proof is not None and proof.running:
        st.progress(
            proof.done / proof.total, t("preview.proving", done=proof.done, total=proof.total), width=320
        )
        return
    if proof is not None:
        _told(proof, "preview.over", seeds=proof.done)
    session.seed_widget(_COUNT, COUNTS[0])
    st.selectbox(
        t("preview.count"),
        COUNTS,
        key=_COUNT,
        format_func=lambda count: t.plural("preview.variants", count),
        label_visibility="collapsed",
        width=160,
    )
    st.button(
        t("preview.prove"),
        key="lt_preview_prove",
        icon=":material/fact_check:",
        on_click=lambda: folder.prove(ON_DEMAND, 0, int(session.widget(_COUNT))),
    )


def _told(proof: Proof, key: str, **params: object) -> None:
    """One line on a proof: a sign, and words."""
    state = "running" if proof.running else "ok" if proof.ok else "faults"
    sign = {"running": "…", "ok": "✓", "faults": "✗"}[state]
    look = {"running": "blank", "ok": "right", "faults": "wrong"}[state]
    words = session.t()(f"{key}_{state}", **params)
    inner = markup.tag("span", sign, aria_hidden="true") + " " + markup.escape(words)
    markup.put(markup.raw_tag("span", inner, f"lt-verdict {look}", role="status"))


def _problems(problems: tuple[Problem, ...]) -> None:
    """Each fault with its file and line first, as an editor's search takes them."""
    lang = session.lang()
    lines = []
    for problem in problems:
        place, words = problem.place(), problem.explain(lang)
        words = words.removeprefix(f"{place}: ") if place else words
        lines.append((markup.tag("code", place) + " " if place else "") + markup.escape(words))
    markup.put(markup.items("ul", lines, "lt-faults", role="list"))


# -- the debrief ------------------------------------------------------------------------------------------------


def _debrief(work: Scratch) -> None:
    """What a learner would be told who handed in these answers now."""
    t = session.t()
    answers = sitting_answers.as_answers(work.answers())
    if not answers:
        st.info(t("preview.no_answer"), icon=":material/info:")
        return
    marked = mark(work.variant, answers, policy=work.policy)
    counted = marked.max_score - marked.pending_points
    st.caption(t("preview.would_earn", points=figures.out_of(marked.score, counted)))
    done = work.done()
    for item in debrief(work.variant, answers, marked, session.lang()):
        st.fragment(careful(_margin), key=f"debrief-{item.id}")(done, item, answers.get(item.id))


def _margin(work: Scratch, item: QuestionDebrief, answer: Answer | None) -> None:
    with st.container(border=True, key=f"lt-debrief-{item.id}", gap="xsmall"):
        verdict(item)
        asked = work.variant.case.question(item.id)
        if asked.type not in REVIEWS_PARTS:
            parts(item)
        review(work, asked, item, answer)
        if item.own_solution:
            with st.expander(session.t()("debrief.own_solution")):
                st.markdown(item.own_solution)
