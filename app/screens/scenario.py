"""The form of a scenario: texts, ranges and weights of a library case, each saved as soon as it is committed."""

from __future__ import annotations

import streamlit as st

from app import own_cases, scenarios, session, sitting_answers
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import BadOwnCase, OwnCase, OwnCaseNotFound, OwnVersion
from app.widgets import chrome, markup, scenario_fields
from app.widgets.own_case_state import state_of
from app.widgets.scenario_fields import Sheet


@careful
@staff_only("case.author")
def page() -> None:
    """Show the form of the scenario that the address names."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    try:
        case = own_cases.one(store, viewer, session.address("case") or "")
    except OwnCaseNotFound as error:
        chrome.notice(t("notice.title"), error.explain(session.lang()), t("notice.nothing_lost"))
        return
    if case.based_on is None or not case.versions:
        chrome.notice(t("notice.title"), t("scenario.not_one"), t("notice.nothing_lost"))
        return
    st.set_page_config(page_title=f"{t('scenario.title')} · Logitrain")
    st.page_link(
        session.page("own_case"), label=t("scenario.back"), query_params=session.link(case=case.slug),
        icon=":material/arrow_back:",
    )  # fmt: skip
    st.title(own_cases.title(store, viewer, case, session.lang()), anchor=False)
    base_title = session.case(case.based_on).title(session.lang())
    markup.put(
        markup.items("ul", map(markup.escape, [case.slug, *state_of(case)]), "lt-tags")
        + markup.tag("p", t("scenario.lead", title=base_title), "lt-soft lt-measure")
    )
    # What comes and goes has a place of its own: the tabs below must stay where they are, and so stay open.
    with st.container(key="lt-scenario-trouble"):
        if session.trouble():
            st.warning(session.trouble(), icon=":material/sync_problem:")
            sitting_answers.retry()
    if not own_cases.may_change(viewer, case) or case.archived_at is not None:
        st.info(t("own_case.read_only", who=case.owner), icon=":material/visibility:")
        return
    _form(case, case.versions[-1])


def _form(case: OwnCase, last: OwnVersion) -> None:
    t = session.t()
    number = int(case.based_version or 1)
    base = scenarios.base_of(str(case.based_on), number)
    changes = scenarios.read_changes(last.changes)
    newest = session.case(str(case.based_on)).version
    sheet = Sheet(case.slug, base, changes, lambda found: _keep(case, base, found, number))
    faults = scenarios.faults(base, changes)
    with st.container(key="lt-scenario-told"):
        if newest > number:
            _newer(case, changes, newest)
        if faults:
            st.warning(t.plural("scenario.faults", len(faults)), icon=":material/edit_note:")
    count = len(changes.numbers) + len(changes.texts)
    said = t.plural("scenario.changed", count) if count else t("scenario.unchanged")
    markup.put(markup.tag("p", said, "lt-small lt-soft", role="status"))
    names = [t(f"scenario.tab_{name}") for name in ("texts", "figures", "weights")]
    texts, figures, weights = st.tabs(names, key="lt-scenario-tabs")
    with texts:
        scenario_fields.texts(sheet, faults)
    with figures:
        markup.put(markup.tag("p", t("scenario.figures_lead"), "lt-soft lt-measure"))
        for group in base.draws:
            scenario_fields.group(sheet, group, faults)
    with weights:
        scenario_fields.group(sheet, base.paper, faults)
        for group in base.questions:
            scenario_fields.group(sheet, group, faults)
    st.page_link(
        session.page("own_case"), label=t("scenario.then"), query_params=session.link(case=case.slug),
        icon=":material/fact_check:",
    )  # fmt: skip


def _newer(case: OwnCase, changes: scenarios.Changes, newest: int) -> None:
    t = session.t()

    def follow() -> None:
        base = scenarios.base_of(str(case.based_on), newest)
        kept = scenarios.different(base, changes.numbers, changes.texts)
        session.guarded(lambda: _keep(case, base, kept, newest))
        session.forget_fields(scenario_fields.prefix(case.slug))

    st.info(t("scenario.newer", version=newest, own=case.based_version or 1), icon=":material/update:")
    st.button(t("scenario.follow", version=newest), key="lt_scenario_follow", on_click=follow)


def _keep(case: OwnCase, base: scenarios.Base, changes: scenarios.Changes, number: int) -> None:
    """Save the draft, whatever is still to be mended in it. Raises StoreError."""
    store, viewer, now = session.store(), session.viewer(), session.clock().now()
    content = scenarios.applied(base, changes)
    note = session.t().plural("scenario.note", len(changes.numbers) + len(changes.texts))
    try:
        own_cases.keep(
            store, viewer, case.slug, content, now, note=note, changes=changes.as_json(),
            based_on=(str(case.based_on), number),
        )  # fmt: skip
    except BadOwnCase as error:
        # Everything is again as it was published: then there is nothing to draft.
        if not error.key.endswith("bad_same"):
            raise
