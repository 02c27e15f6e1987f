"""One case that a trainer brought: its draft and proof, its preview, its versions, for whom it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from app import own_cases, session, sitting_answers
from app.own_case_proof import COUNTS, desk
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import AUDIENCES, Audience, OwnCase, OwnCaseNotFound, OwnVersion
from app.widgets import chrome, figures, markup
from app.widgets.corrige import corrige
from app.widgets.own_case_state import state_of, version_state
from app.widgets.paper import paper
from cases.problem import CaseError
from cases.variant import Variant, draw

LOOK_EVERY_S: Final = 1.0
SEED: Final = "lt_own_seed"
COUNT: Final = "lt_own_count"


@careful
@staff_only("case.author")
def page() -> None:
    """Show the case that the address names."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    try:
        case = own_cases.one(store, viewer, session.address("case") or "")
    except OwnCaseNotFound as error:
        chrome.notice(t("notice.title"), error.explain(session.lang()), t("notice.nothing_lost"))
        return
    title = own_cases.title(store, viewer, case, session.lang())
    st.set_page_config(page_title=f"{title} · Logitrain")
    st.page_link(
        session.page("own_cases"), label=t("own_cases.back"), query_params=session.link(),
        icon=":material/arrow_back:",
    )  # fmt: skip
    st.title(title, anchor=False)
    markup.put(markup.items("ul", map(markup.escape, [case.slug, *state_of(case)]), "lt-tags"))
    if session.trouble():
        st.warning(session.trouble(), icon=":material/info:")
        sitting_answers.retry()
    writes = own_cases.may_change(viewer, case)
    if not writes:
        st.info(t("own_case.read_only", who=case.owner), icon=":material/visibility:")
    if case.draft is not None:
        st.header(t("own_case.draft", version=case.draft.version), anchor=False)
        _draft(case, case.draft, writes)
    elif writes and case.archived_at is None:
        _next_draft(case)
    st.header(t("own_case.preview"), anchor=False)
    _preview(case)
    st.header(t("own_case.versions"), anchor=False)
    _versions(case, writes)
    if writes:
        st.header(t("own_case.settings"), anchor=False)
        _settings(case)


# -- the draft ------------------------------------------------------------------------------------------------


def _next_draft(case: OwnCase) -> None:
    t = session.t()
    if case.based_on is None:
        markup.put(markup.tag("p", t("own_case.next_upload"), "lt-soft lt-measure"))
    else:
        _to_form(case)


def _to_form(case: OwnCase) -> None:
    st.page_link(
        session.page("scenario"), label=session.t()("own_case.to_form"),
        query_params=session.link(case=case.slug), icon=":material/tune:",
    )  # fmt: skip


def _draft(case: OwnCase, draft: OwnVersion, writes: bool) -> None:
    if case.based_on is not None and writes:
        _to_form(case)
    running = own_cases.proof_state(session.viewer(), desk(), case.slug, draft) is not None
    # Drawn by its own fragment, which looks again while a proof is under way.
    every = LOOK_EVERY_S if running else None
    st.fragment(careful(_proof), key="own-proof", run_every=every)(case.slug, draft.digest, writes, running)


def _proof(slug: str, digest: str, writes: bool, was_running: bool) -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    draft = own_cases.one(store, viewer, slug).draft
    if draft is None or draft.digest != digest:
        session.rerun_page()
        return
    state = own_cases.proof_state(viewer, desk(), slug, draft)
    if (state is not None) != was_running:
        session.rerun_page()
    if state is not None:
        said = t("own_case.waiting") if state.waiting else t.plural(
            "own_case.proving", state.total, done=state.done
        )  # fmt: skip
        st.progress(state.done / state.total, said)
        if writes:
            st.button(
                t("own_case.cancel"), key="lt_own_cancel", icon=":material/stop_circle:",
                on_click=lambda: _try(lambda: own_cases.cancel_proof(store, viewer, desk(), slug)),
            )  # fmt: skip
        return
    proof_told(draft)
    if writes:
        _actions(slug, draft)


def proof_told(version: OwnVersion) -> None:
    """What the last proof of a version found, in words."""
    t, proof = session.t(), version.proof
    if proof is None:
        st.info(t("own_case.unproven"), icon=":material/fact_check:")
    elif proof.get("ok"):
        words = t.plural("own_case.sound", int(proof["seeds"]))
        st.success(
            words if version.is_proven else f"{words} {t('own_case.too_few')}", icon=":material/check:"
        )
    else:
        st.error(t(f"own_case.why_{proof.get('why') or 'broken'}"), icon=":material/error:")
        lang = session.lang()
        faults = [markup.escape(str(one.get(lang, ""))) for one in proof.get("problems", ())]
        if faults:
            markup.put(markup.items("ul", faults, "lt-faults", role="list"))


def _actions(slug: str, draft: OwnVersion) -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    session.seed_widget(COUNT, COUNTS[0])

    def prove() -> None:
        seeds = int(session.widget(COUNT))
        session.guarded(lambda: own_cases.ask_proof(store, viewer, desk(), slug, seeds, session.clock()))

    def publish() -> None:
        now = session.clock().now()
        session.guarded(lambda: own_cases.publish(store, viewer, slug, draft.digest, now))

    def drop() -> None:
        session.guarded(lambda: own_cases.drop_draft(store, viewer, slug, session.clock().now()))

    with st.container(horizontal=True, vertical_alignment="bottom", key="lt-own-actions"):
        st.selectbox(
            t("own_case.count"), COUNTS, key=COUNT, width=160,
            format_func=lambda count: t.plural("own_case.variants", count),
        )  # fmt: skip
        st.button(
            t("own_case.prove"), key="lt_own_prove", on_click=prove, icon=":material/fact_check:",
            type="secondary" if draft.is_proven else "primary",
        )  # fmt: skip
        if st.button(
            t("own_case.publish"), key="lt_own_publish", on_click=publish, disabled=not draft.is_proven,
            type="primary" if draft.is_proven else "secondary", icon=":material/publish:",
            help=None if draft.is_proven else t("own_case.publish_help"),
        ):  # fmt: skip
            session.rerun_page()
        with st.popover(t("own_case.drop"), icon=":material/delete:"):
            markup.put(markup.tag("p", t("own_case.drop_sure"), "lt-small"))
            if st.button(t("own_case.drop_now"), key="lt_own_drop", on_click=drop):
                session.rerun_page()


# -- the preview ----------------------------------------------------------------------------------------------


def _preview(case: OwnCase) -> None:
    t = session.t()
    shown = [one for one in reversed(case.versions) if _tried(one)]
    if not shown:
        st.info(t("own_case.no_preview"), icon=":material/visibility_off:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            t("own_case.version"), shown, key="lt_own_version", width=240,
            format_func=lambda one: t("own_case.version_is", version=one.version, state=version_state(one)),
        )  # fmt: skip
        # Only variants that another process has drawn in good time are drawn here.
        last = _tried(version) - 1
        if int(session.widget(SEED, 0)) > last:
            session.set_widget(SEED, 0)
        session.seed_widget(SEED, 0)
        seed = st.number_input(t("own_case.seed"), 0, last, step=1, key=SEED, width=160) if last else 0
        keyed = st.toggle(t("own_case.key"), key="lt_own_key")
    st.caption(t("own_case.language_hint"))
    try:
        variant = _variant(case, version, int(seed), slug=case.slug, digest=version.digest)
    except CaseError as error:
        st.error(error.explain(session.lang()), icon=":material/error:")
        return
    if variant is None:
        return
    with st.container(border=True, key="lt-own-preview"):
        paper(variant)
    if keyed:
        corrige(variant)


def _tried(version: OwnVersion) -> int:
    """How many variants were drawn by the proof's process; none may be shown before."""
    return int((version.proof or {}).get("tried", 0)) if version.is_readable else 0


@st.cache_resource(show_spinner=False, max_entries=16)
def _variant(_case: OwnCase, _version: OwnVersion, seed: int, **_of: object) -> Variant | None:
    found = own_cases.readable(session.store(), session.viewer(), _case, _version)
    return None if found is None else draw(found, seed)


# -- the versions ---------------------------------------------------------------------------------------------


def _versions(case: OwnCase, writes: bool) -> None:
    t = session.t()
    names = ("version", "state", "note", "by", "digest")
    rows = [
        [
            str(one.version), version_state(one), one.note or "–",
            t("own_cases.by", who=one.made_by, at=figures.date(one.published_at or one.made_at)), one.digest[:12],
        ]
        for one in reversed(case.versions)
    ]  # fmt: skip
    if not rows:
        st.info(t("own_case.no_version"), icon=":material/history:")
        return
    markup.put(
        markup.table(
            t("own_case.versions"), [(t(f"own_case.col_{name}"), "left") for name in names], rows,
            hidden_caption=True,
        )
    )  # fmt: skip
    for place, one in reversed(list(enumerate(case.versions))):
        with st.expander(t("own_case.version_is", version=one.version, state=version_state(one))):
            _version(case, one, case.versions[place - 1] if place else None, writes)


def _version(case: OwnCase, one: OwnVersion, before: OwnVersion | None, writes: bool) -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    slug, number = case.slug, one.version
    with st.container(horizontal=True):
        # Made when pressed, in a thread where there is no page.
        st.download_button(
            t("own_case.download"), lambda: own_cases.as_zip(store, viewer, slug, number),
            file_name=f"{slug}-v{number}.zip", mime="application/zip", on_click="ignore",
            key=f"lt_own_zip_{number}", icon=":material/folder_zip:",
        )  # fmt: skip
        if writes and one.is_published:
            off = one.withdrawn_at is None
            st.button(
                t("own_case.withdraw" if off else "own_case.restore"), key=f"lt_own_withdraw_{number}",
                on_click=lambda: _try(
                    lambda: own_cases.withdraw(
                        store, viewer, slug, number, session.clock().now(), withdrawn=off
                    )
                ),
            )  # fmt: skip
    if before is not None:
        markup.put(markup.tag("p", t("own_case.changed", version=before.version), "lt-small"))
        lines = own_cases.difference(
            own_cases.files(store, viewer, slug, before.version), own_cases.files(store, viewer, slug, number)
        )
        st.code("\n".join(lines) or t("own_case.unchanged"), language="diff", wrap_lines=True)


def _try(work: Callable[[], object]) -> None:
    session.guarded(work)


# -- for whom -------------------------------------------------------------------------------------------------


def _settings(case: OwnCase) -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()

    def chosen() -> None:
        audience: Audience = session.widget("lt_own_audience")
        session.guarded(
            lambda: own_cases.set_audience(store, viewer, case.slug, audience, session.clock().now())
        )

    def put_away() -> None:
        now, away = session.clock().now(), case.archived_at is None
        session.guarded(lambda: own_cases.archive(store, viewer, case.slug, now, archived=away))

    st.radio(
        t("own_case.audience"), AUDIENCES, index=AUDIENCES.index(case.audience), key="lt_own_audience",
        on_change=chosen, format_func=lambda one: t(f"own_cases.audience_{one}"),
        captions=[t(f"own_case.audience_{one}_help") for one in AUDIENCES],
    )  # fmt: skip
    st.button(
        t("own_case.archive" if case.archived_at is None else "own_case.unarchive"), key="lt_own_archive",
        on_click=put_away, icon=":material/archive:", help=t("own_case.archive_help"),
    )  # fmt: skip
