"""My competences: a referential's criteria, the evidence behind each, and how far its award is."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from app import session
from app.radar_spec import LEAST_AXES
from app.screens.loading import careful
from app.screens.standing import award as award_of
from app.screens.standing import found_evidence
from app.widgets import figures, markup, matrix
from app.widgets.downloads import passport_button
from app.widgets.radar import Row, radar
from cases.acquisition import CriterionState
from cases.award_inputs import AwardError, check_external
from cases.award_state import AwardState, ExternalState
from cases.date_reading import read_date
from cases.evidence import Evidence
from cases.problem import CaseError
from cases.quantity import read_number
from cases.referentials import Referential, referentials

CHOSEN = "lt_referential"


@careful
def page() -> None:
    """Show where the learner stands for the referential that the address or the learner chose."""
    t, lang = session.t(), session.lang()
    st.set_page_config(page_title=f"{t('competences.title')} · Logitrain")
    st.title(t("competences.title"), anchor=False)
    markup.put(markup.tag("p", t("competences.lead"), "lt-soft lt-measure"))
    referential = _choose()
    mine = [one for one in found_evidence() if one.referential == referential.id]
    award = award_of(referential, mine)
    _award(award)
    if not mine:
        st.info(t("competences.empty"), icon=":material/info:")
        st.page_link(
            session.page("catalogue"), label=t("competences.to_catalogue"), query_params=session.link(),
            icon=":material/arrow_forward:",
        )  # fmt: skip
    if mine:
        _wheel(award)
    with st.container(horizontal=True, vertical_alignment="center", key="lt-competences-more"):
        passport_button(session.learner_id(), referential.id, "lt_passport")
        if mine:
            st.page_link(
                session.page("results"), label=t("home.to_progress"),
                query_params=session.link(referential=referential.id), icon=":material/timeline:", width="content",
            )  # fmt: skip
    st.header(t("competences.matrix"), anchor=False)
    matrix.legend(lang)
    matrix.glance(award)
    if award.externals:
        _externals(award)
    links = {one.sitting: "debrief?" + urlencode(session.link(sitting=one.sitting)) for one in mine}
    st.header(t("competences.criteria"), anchor=False)
    for block in award.blocks:
        st.subheader(f"{block.id} · {block.title[lang]}", anchor=False)
        matrix.block(block, _title, _number, links)


def _choose() -> Referential:
    known = {one.id: one for one in referentials()}
    asked = session.address("referential")
    session.seed_widget(CHOSEN, asked if asked in known else next(iter(known)))
    st.selectbox(
        session.t()("competences.choose"),
        list(known),
        key=CHOSEN,
        format_func=lambda name: f"{known[name].title[session.lang()]} ({name})",
        on_change=lambda: session.set_address("referential", str(session.widget(CHOSEN))),
        width=560,
    )
    return known[str(session.widget(CHOSEN))]


def _wheel(award: AwardState) -> None:
    """The blocks as a wheel: the share of the criteria met, and that of the points."""
    t, lang = session.t(), session.lang()
    groups: list[tuple[str, str, tuple[CriterionState, ...]]] = [
        (one.id, one.title[lang], one.criteria) for one in award.blocks
    ]
    if len(groups) < LEAST_AXES:
        finer = [
            (one.id, one.title[lang], one.criteria) for block in award.blocks for one in block.competences
        ]
        groups = finer or groups
    rows = []
    for name, title, criteria in groups:
        done = sum(1 for one in criteria if one.is_done)
        points = sum(one.ratio or 0.0 for one in criteria) / len(criteria)
        note = t("home.met", number=done, total=len(criteria))
        rows.append(Row(name, title, done / len(criteria), points, note))
    st.header(t("home.wheel"), anchor=False)
    names = (t("home.share_met"), t("home.share_points"))
    radar(
        rows,
        names,
        t("home.wheel_of", name=award.referential.title[lang]),
        f"lt_radar_{award.referential.id}",
    )


def _award(award: AwardState) -> None:
    t, lang = session.t(), session.lang()
    head = matrix.state(award.state, t(f"competences.award_{award.state}"))
    lines = [markup.escape(one.explain(lang)) for one in award.missing]
    if (outside := award.elsewhere(lang)) is not None:
        lines.append(markup.escape(outside))
    html = markup.raw_tag("p", head, "lt-award")
    if lines:
        html += markup.tag("p", t("competences.missing"), "lt-finding") + markup.items(
            "ul", lines, "lt-missing"
        )
    markup.put(html)


def _externals(award: AwardState) -> None:
    t = session.t()
    st.header(t("competences.outside"), anchor=False)
    markup.put(markup.tag("p", t("competences.outside_help"), "lt-soft"))
    for one in award.externals:
        _external(award.referential, one)


def _external(referential: Referential, one: ExternalState) -> None:
    t = session.t()
    score, day = (
        session.key("lt_outside", referential.id, one.external.id, part) for part in ("score", "day")
    )
    with st.container(border=True, key=f"lt-outside-{one.external.id}"):
        words = "met" if one.is_met else "none" if one.score is None else "short"
        told = t(
            f"competences.outside_{words}",
            name=one.external.name,
            score=figures.points(one.score or 0),
            needed=figures.points(one.external.minimum),
        )
        markup.put(
            matrix.state("prepared" if one.is_met else "in_progress" if one.score else "not_met", told)
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                t("competences.score", name=one.external.name),
                key=score,
                max_chars=20,
                autocomplete="off",
                width=220,
            )
            st.text_input(
                t("competences.obtained"),
                key=day,
                max_chars=30,
                autocomplete="off",
                placeholder=t("competences.day_shape"),
                width=180,
            )
            if st.button(
                t("competences.record"), key=session.key("lt_outside_save", referential.id, one.external.id)
            ):
                _record(referential, one, str(session.widget(score, "")), str(session.widget(day, "")))


def _record(referential: Referential, one: ExternalState, typed: str, day: str) -> None:
    t = session.t()
    read = read_number(typed, session.lang(), decimals=0)
    when = read_date(day, session.lang())
    if not typed.strip() or not read.ok or read.value is None or when.value is None:
        st.warning(t("competences.unreadable"))
        return
    obtained = date.fromisoformat(when.value)
    if obtained > session.clock().now().date():
        st.warning(t("competences.future"))
        return
    value = float(read.value)
    try:
        check_external(referential, one.external.id, value)
    except AwardError as error:
        st.warning(error.explain(session.lang()))
        return
    now = session.clock().now()
    if session.guarded(
        lambda: session.store().record_certificate(
            session.learner_id(), referential.id, one.external.id, value, obtained, now
        )
    ):
        st.rerun()
    st.warning(session.trouble())


def _title(slug: str) -> str:
    try:
        return session.case(slug).title(session.lang())
    except CaseError:
        return slug


def _number(one: Evidence) -> str:
    try:
        place = session.case(one.slug, one.version).question_ids.index(one.question) + 1
    except (CaseError, ValueError):
        return one.question
    return str(place)
