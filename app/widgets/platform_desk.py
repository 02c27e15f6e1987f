"""The sections of the page of learning platforms: who may launch, what links open, which marks went back."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st

from app import lti, session
from app.lti_grades import words
from app.lti_keys import signing_key
from app.lti_targets import ENROL, choices, chosen, title
from app.settings import settings
from app.store import LinkRow, PlatformDraft, PlatformRow, StoreError
from app.widgets import figures, markup

SECTIONS: Final = ("platforms", "links", "marks", "addresses")
SECTION: Final = "lt_platforms_section"
TOLD: Final = "lt_platforms_told"
FIELDS: Final = ("name", "issuer", "client_id", "auth_login_url", "auth_token_url", "key_set_url")


def platform_desk() -> None:
    """Show the section that the address or the administrator chose."""
    t = session.t()
    lead = t("platforms.lead") if session.asks_sign_in() else t("platforms.alone")
    markup.put(markup.tag("p", lead, "lt-soft lt-measure"))
    asked = session.address("section")
    session.seed_widget(SECTION, asked if asked in SECTIONS else SECTIONS[0])
    st.segmented_control(
        t("platforms.section"), SECTIONS, key=SECTION, format_func=lambda name: t(f"platforms.section_{name}"),
        required=True, label_visibility="collapsed",
        on_change=lambda: session.set_address("section", str(session.widget(SECTION))),
    )  # fmt: skip
    if told := session.widget(TOLD):
        st.success(told, icon=":material/check:")
        session.set_widget(TOLD, None)
    section = {"platforms": _platforms, "links": _links, "marks": _marks, "addresses": _addresses}
    try:
        section[str(session.widget(SECTION))]()
    except StoreError as error:
        st.warning(error.explain(session.lang()), icon=":material/info:")


# --- platforms ---------------------------------------------------------------------------------------------


def _platforms() -> None:
    t = session.t()
    found = lti.platforms(session.store(), session.viewer())
    if found:
        markup.put(
            markup.table(
                t("platforms.list"),
                [(t(f"lti.col.{name}"), "left") for name in ("name", "issuer", "client", "accounts", "state")],
                (
                    [
                        one.name, one.told.issuer, one.told.client_id,
                        t("platforms.takes" if one.told.creates_accounts else "platforms.takes_not"),
                        t("lti.open" if one.active else "lti.closed"),
                    ]
                    for one in found
                ),
            )
        )  # fmt: skip
    else:
        st.info(t("platforms.none"), icon=":material/info:")
    by_id = {one.id: one for one in found}
    one: PlatformRow | None = None
    if found:
        picked = st.selectbox(
            t("platforms.choose"), [None, *by_id], key="lt_platform_one",
            format_func=lambda each: by_id[each].name if each in by_id else t("platforms.choose_hint"),
        )  # fmt: skip
        one = by_id.get(picked) if picked is not None else None
    _form(one)
    if one is not None:
        label = t("platforms.deactivate" if one.active else "platforms.activate")
        if st.button(label, key="lt_platform_active"):
            now = session.clock().now()
            lti.set_active(session.store(), session.viewer(), one.id, not one.active, now)
            _done(t("platforms.deactivated" if one.active else "platforms.activated", name=one.name))


def _form(one: PlatformRow | None) -> None:
    t, told = session.t(), None if one is None else one.told
    place = 0 if one is None else one.id
    with st.form(f"lt_platform_{place}", border=True):
        values: dict[str, Any] = {}
        for name in FIELDS:
            values[name] = st.text_input(
                t(f"platforms.{name}"), getattr(told, name, ""), key=session.key("lt_platform", place, name),
                max_chars=500, autocomplete="off", help=t("platforms.name_help") if name == "name" else None,
                placeholder="https://" if name.endswith("_url") else "",
            )  # fmt: skip
        typed = st.text_area(
            t("platforms.deployment_ids"), "\n".join(told.deployment_ids if told else ()), height=68,
            key=session.key("lt_platform", place, "deployments"), help=t("platforms.deployment_help"),
        )  # fmt: skip
        creates = st.checkbox(
            t("platforms.creates"), bool(told and told.creates_accounts),
            key=session.key("lt_platform", place, "creates"),
        )  # fmt: skip
        if not st.form_submit_button(t("platforms.add" if one is None else "platforms.save"), type="primary"):
            return
    draft = PlatformDraft(**values, deployment_ids=tuple(typed.splitlines()), creates_accounts=creates)
    store, viewer, now = session.store(), session.viewer(), session.clock().now()
    if one is None:
        lti.add(store, viewer, draft, now)
        session.forget_fields(session.key("lt_platform", 0))
    else:
        lti.change(store, viewer, one.id, draft, now)
    _done(t("platforms.saved"))


# --- links -------------------------------------------------------------------------------------------------


def _links() -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    found = lti.links(store, viewer)
    if not found:
        st.info(t("platforms.no_link"), icon=":material/info:")
        return
    markup.put(
        markup.table(
            t("platforms.links"),
            [(t(f"lti.col.{name}"), "left") for name in ("link", "course", "name", "target", "takes", "seen")],
            (
                [
                    one.title or t("platforms.untitled"), one.context_title or "–", one.platform, _opens(one),
                    t("platforms.takes" if one.takes_marks else "platforms.takes_not"), figures.date(one.seen_at),
                ]
                for one in found
            ),
        )
    )  # fmt: skip
    by_id = {one.id: one for one in found}
    picked = st.selectbox(
        t("platforms.choose_link"), list(by_id), key="lt_link_one",
        format_func=lambda each: _named(by_id[each]) if each in by_id else "",
    )  # fmt: skip
    if picked in by_id:
        _target(by_id[picked])


def _target(one: LinkRow) -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    offered = {each.value: each for each in choices(store, viewer, session.lang())}
    target = one.target or {}
    now_opens = next((f"{kind}:{target[kind]}" for kind in ("exam", "case") if kind in target), "")
    values = list(offered)
    with st.form(f"lt_link_{one.id}", border=True):
        what = st.selectbox(
            t("platforms.what"), values, index=values.index(now_opens) if now_opens in values else None,
            key=session.key("lt_link", one.id, "what"), placeholder=t("platforms.nothing"),
            format_func=lambda value: _choice(offered[value].kind, offered[value].title) if value in offered else "",
        )  # fmt: skip
        enrol = st.checkbox(
            t("lti.choose.enrol"), bool(target.get(ENROL)), key=session.key("lt_link", one.id, "enrol")
        )
        seed = st.text_input(
            t("lti.choose.seed"), str(target.get("seed", "")), key=session.key("lt_link", one.id, "seed"),
            max_chars=10, help=t("lti.choose.seed_hint"), autocomplete="off", width=220,
        )  # fmt: skip
        if not st.form_submit_button(t("platforms.save"), type="primary"):
            return
    kept = chosen(store, viewer, what or "", seed, enrol)
    row = lti.set_target(store, viewer, one.id, kept, session.clock().now())
    _done(t("platforms.target_set", title=_opens(row)))


def _choice(kind: str, name: str) -> str:
    return f"{session.t()(f'lti.choose.{kind}s')} · {name}"


def _opens(one: LinkRow) -> str:
    t = session.t()
    if not one.target:
        return t("platforms.nothing")
    name = title(session.store(), one.target, session.lang())
    if one.target.get(ENROL):
        return t("platforms.enrols", title=name)
    return t("platforms.variant", title=name, seed=one.target["seed"]) if "seed" in one.target else name


def _named(one: LinkRow) -> str:
    name = one.title or session.t()("platforms.untitled")
    return f"{name} · {one.context_title or one.platform}"


# --- marks -------------------------------------------------------------------------------------------------


def _marks() -> None:
    t, store, viewer = session.t(), session.store(), session.viewer()
    found = lti.marks(store, viewer)
    markup.put(markup.tag("p", t("platforms.counts", **found.counts), "lt-measure"))
    if not found.marks:
        st.info(t("platforms.no_mark"), icon=":material/info:")
        return
    links = {one.id: one for one in lti.links(store, viewer)}
    markup.put(
        markup.table(
            t("platforms.marks"),
            [
                (t(f"lti.col.{name}"), "right" if name in ("score", "tries") else "left")
                for name in ("learner", "link", "score", "state", "tries", "sent", "trouble")
            ],
            (
                [
                    one.learner, _named(links[one.link_id]), figures.out_of_20(one.score or 0.0),
                    t(f"platforms.mark_{one.state}"), str(one.tries),
                    figures.date(one.sent_at) if one.sent_at else "–", words(one.trouble, t) or "–",
                ]
                for one in found.marks
            ),
        )
    )  # fmt: skip
    by_id = {one.id: one for one in found.marks if one.state != "waiting"}
    if not by_id:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        refused = [one.id for one in by_id.values() if one.state == "refused"]
        order = [*refused, *(each for each in by_id if each not in refused)]
        picked = st.selectbox(
            t("platforms.choose_mark"), order, key="lt_mark_one",
            format_func=lambda each: _mark_named(by_id[each], links) if each in by_id else "",
        )  # fmt: skip
        if st.button(t("platforms.send_again"), key="lt_mark_again", icon=":material/replay:"):
            lti.send_again(store, viewer, picked, session.clock().now())
            _done(t("platforms.again_told"))


def _mark_named(one: Any, links: dict[int, LinkRow]) -> str:
    state = session.t()(f"platforms.mark_{one.state}")
    return f"{one.learner} · {_named(links[one.link_id])} · {state}"


# --- what to type into the platform ------------------------------------------------------------------------


def _addresses() -> None:
    t, now = session.t(), session.clock().now()
    known = settings()
    if not known.is_secure:
        st.warning(t("platforms.no_https"), icon=":material/lock_open:")
    markup.put(markup.tag("p", t("platforms.addresses_lead"), "lt-measure"))
    at = lti.addresses(known.public_url or _seen_at() or known.url)
    order = ("launch", "login", "keys", "deep", "config")
    markup.put(
        markup.table(
            t("platforms.section_addresses"),
            [(t("platforms.for"), "left"), (t("platforms.address"), "left")],
            ([t(f"platforms.address_{name}"), at[name]] for name in order),
        )
    )
    markup.put(markup.tag("p", t("platforms.custom_lead"), "lt-measure"))
    st.code("case=seuil-reappro\nseed=7", language=None)
    st.subheader(t("platforms.keys"), anchor=False)
    kid = signing_key(session.store(), now).kid
    markup.put(markup.tag("p", t("platforms.key_now", kid=kid), "lt-measure"))


def _seen_at() -> str:
    """The address in the browser: a port chosen on the command line is not in the settings that pages read."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _done(text: str) -> None:
    session.set_widget(TOLD, text)
    st.rerun()
