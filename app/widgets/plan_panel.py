"""The revision plan on its page: making one, today's tasks, the days to come, and what the time does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Final

import streamlit as st

from app import plan_calendar, session
from app import revision_plan as plans
from app.plan_calendar import Event
from app.revision_plan import PACES, Known
from app.store import StoreError
from app.widgets import markup
from cases.problem import CaseError
from cases.quantity import format_value
from cases.revision.planning import LONGEST, Dropped, Pace, Plan, Task
from cases.revision.pool import Pool

BLOCK: Final = "lt_plan_block"
PACE: Final = "lt_plan_pace"
RESTS: Final = "lt_plan_rest"
# Days shown at once; the others fold by month.
NEAR: Final = timedelta(days=14)
SIGNS: Final = {"case": "▤", "review": "↻", "mock": "⏱"}

Begin = Callable[[Task], None]


def panel(exercises: Pool, begin: Begin) -> None:
    """Show the plan, or the way to one; ``begin`` opens what a task is about."""
    store, viewer, now = session.store(), session.viewer(), session.clock().now()
    found = plans.known(store, viewer, now, session.case, _day, exercises)
    if found is None:
        _make()
    elif found.is_over:
        _over(found)
    else:
        _plan(found, begin)


def _day(at: object) -> date:
    return session.local_time(at).date()  # type: ignore[arg-type]


def _today() -> date:
    return _day(session.clock().now())


# -- making one -----------------------------------------------------------------------------------------


def _make() -> None:
    t, lang, today = session.t(), session.lang(), _today()
    markup.put(markup.tag("p", t("plan.lead"), "lt-soft lt-measure"))
    offered = plans.offered_in(session.case)
    words = {
        f"{one.id}/{block.id}": f"{one.title[lang]} · {block.id} {block.title[lang]}"
        for one, block in plans.blocks()
    }
    words = {name: said if offered[name] else t("plan.no_case", block=said) for name, said in words.items()}
    fullest = max(words, key=offered.__getitem__)
    asked = session.address("block")
    with st.container(border=True, key="lt-plan-make"):
        name = session.key(BLOCK, lang)
        session.seed_widget(name, session.widget(BLOCK, asked if asked in words else fullest))
        st.selectbox(
            t("plan.block"),
            list(words),
            key=name,
            format_func=words.__getitem__,
            on_change=lambda: session.set_widget(BLOCK, session.widget(name)),
        )
        exam_on = _date(t("plan.exam_on"), "lt_plan_date", today + timedelta(days=30))
        if st.button(t("plan.make"), key="lt_plan_make", type="primary", icon=":material/event_available:"):
            referential, _, block = str(session.widget(name)).partition("/")
            now = session.clock().now()
            _kept(
                lambda: plans.make(
                    session.store(), session.viewer(), referential, block, exam_on or today, now, today
                )
            )


def _date(label: str, key: str, first: date) -> date | None:
    today = _today()
    session.seed_widget(key, first)
    found = st.date_input(
        label,
        key=key,
        min_value=today + timedelta(days=1),
        max_value=today + LONGEST,
        format="DD/MM/YYYY",
        width=220,
    )
    return found if isinstance(found, date) else None


def _kept(work: Callable[[], object]) -> None:
    """Do it and show the plan anew; a warning where it cannot be."""
    try:
        work()
    except StoreError as error:
        st.warning(error.explain(session.lang()))
        return
    session.rerun_page()


def _over(found: Known) -> None:
    t = session.t()
    st.info(t("plan.over", what=_name(found), day=_written(found.plan.exam_on)), icon=":material/event:")
    with st.container(horizontal=True, key="lt-plan-over"):
        _give_up_button(t("plan.another"))
        if st.button(t("plan.to_competences"), key="lt_plan_competences"):
            session.go("competences", referential=found.referential.id)


# -- the plan -------------------------------------------------------------------------------------------


def _plan(found: Known, begin: Begin) -> None:
    t = session.t()
    left = (found.plan.exam_on - found.today).days
    st.header(_name(found), anchor=False)
    facts = [t("plan.on", day=_written(found.plan.exam_on)), t.plural("plan.days_left", left)]
    markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
    pace = _pace(found)
    laid = plans.laid_out(found, pace)
    _progress(found, pace)
    if not found.cases:
        st.info(t("plan.no_cases"), icon=":material/info:")
        _not_offered(found, laid)
        _change(found, laid)
        return
    rehearsals = [_written(one.day) for one in laid.tasks if one.kind == "mock"]
    if rehearsals:
        told = t.plural("plan.mocks_on", len(rehearsals), days=", ".join(rehearsals))
        markup.put(markup.tag("p", told, "lt-soft"))
    if laid.dropped:
        _short(laid)
    _tasks_today(found, laid, begin)
    _days(found, laid)
    _not_offered(found, laid)
    _change(found, laid)


def _name(found: Known) -> str:
    return f"{found.block.id} · {found.block.title[session.lang()]}"


def _pace(found: Known) -> Pace:
    """Minutes a day and days of rest, as kept with the plan; a change is kept at once."""
    t, lang, now = session.t(), session.lang(), plans.pace_for(found)
    shown, days = session.key(PACE, lang), session.key(RESTS, lang)
    session.seed_widget(shown, now.minutes)
    session.seed_widget(days, sorted(now.rest))
    with st.container(horizontal=True, vertical_alignment="bottom", key="lt-plan-pace"):
        st.segmented_control(
            t("plan.pace"),
            list(PACES),
            key=shown,
            format_func=lambda one: t("countdown.minutes", m=one),
            required=True,
            on_change=_keep_pace,
            args=(shown, days),
        )
        st.pills(
            t("plan.rest"),
            list(range(7)),
            key=days,
            selection_mode="multi",
            format_func=lambda one: t(f"plan.weekday_{one}"),
            on_change=_keep_pace,
            args=(shown, days),
        )
    if len(session.widget(days) or ()) >= 7:
        st.warning(t("plan.all_rest"))
    return now


def _keep_pace(minutes: str, days: str) -> None:
    """From a callback: keep what the two widgets show, unless no day were left to work."""
    rest = frozenset(session.widget(days) or ())
    if len(rest) < 7:
        pace = Pace(int(session.widget(minutes)), rest)
        session.guarded(lambda: plans.set_pace(session.store(), session.viewer(), pace))


def _progress(found: Known, pace: Pace) -> None:
    t = session.t()
    made = _day(found.plan.made_at)
    so_far = plans.done(session.store(), session.viewer(), found, session.case)
    planned = plans.planned_so_far(found, pace, made)
    offered = [one for one in found.states if one.criterion.key in found.offered]
    met = sum(one.is_done for one in offered)
    facts = [
        t("plan.criteria_done", done=met, total=len(offered)),
        t.plural("plan.cases_done", so_far.cases),
        t.plural("plan.reviews_done", so_far.reviews),
        t.plural("plan.mocks_done", so_far.mocks),
    ]
    html = markup.items("ul", map(markup.escape, facts), "lt-facts", aria_label=t("plan.progress"))
    if planned:
        words = t(
            "plan.planned_done",
            day=_written(made),
            done=_minutes(so_far.minutes),
            planned=_minutes(planned),
        )
        share = min(so_far.minutes / planned, 1)
        bar = markup.raw_tag("i", "", style=f"width: {100 * share:.1f}%")
        html += markup.raw_tag("p", markup.raw_tag("span", bar, "lt-meter", aria_hidden="true")
                               + " " + markup.escape(words), "lt-plan-done")  # fmt: skip
    markup.put(html)


def _short(laid: Plan) -> None:
    """The time does not hold everything: what goes first."""
    t = session.t()
    total = sum(one.minutes for one in laid.dropped)
    st.warning(t("plan.short", minutes=_minutes(total)), icon=":material/hourglass_bottom:")
    with st.expander(t("plan.drop_first"), key="lt_plan_dropped"):
        markup.put(markup.items("ol", (markup.escape(_dropped(one)) for one in laid.dropped), "lt-plan-drop"))


def _dropped(one: Dropped) -> str:
    t = session.t()
    if one.kind == "mock":
        return t("plan.drop_mock", minutes=_minutes(one.minutes))
    key = "plan.drop_again" if one.again else "plan.drop_case"
    return t(key, case=_title(one.slug), minutes=_minutes(one.minutes), criteria=_codes(one.criteria))


def _tasks_today(found: Known, laid: Plan, begin: Begin) -> None:
    t = session.t()
    tasks = laid.on(found.today)
    st.subheader(t("plan.today"), anchor=False)
    if not tasks:
        following = next((one.day for one in laid.tasks if one.day > found.today), None)
        rest = found.today not in laid.days
        said = t("plan.rest_today" if rest else "plan.nothing_today")
        if following is not None:
            said += " " + t("plan.next_on", day=_long(following))
        markup.put(markup.tag("p", said, "lt-soft"))
    for number, one in enumerate(tasks):
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"lt-plan-task-{number}"
        ):
            name = markup.tag("strong", _words(one))
            facts = [_minutes(one.minutes), *_about(one)]
            markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
            st.space("stretch")
            key = f"lt_plan_do_{number}"
            if st.button(t(f"plan.do_{one.kind}"), key=key, type="secondary" if number else "primary"):
                begin(one)


def _words(one: Task) -> str:
    t = session.t()
    if one.kind == "review":
        return t.plural("plan.review", one.cards)
    if one.kind == "mock":
        return t("plan.mock")
    if one.parts == 1:
        return _title(one.slug)
    return t("plan.part", case=_title(one.slug), part=one.part, parts=one.parts)


def _about(one: Task) -> list[str]:
    return [_codes(one.criteria)] if one.criteria else []


def _days(found: Known, laid: Plan) -> None:
    """The two weeks to come, then the others by month."""
    t = session.t()
    near = [one for one in laid.tasks if found.today < one.day <= found.today + NEAR]
    far = [one for one in laid.tasks if one.day > found.today + NEAR]
    st.subheader(t("plan.next_days"), anchor=False)
    if not near and not far:
        markup.put(markup.tag("p", t("plan.no_more"), "lt-soft"))
    if near:
        _table(near, t("plan.next_days"))
    for month, tasks in groupby(far, lambda one: (one.day.year, one.day.month)):
        listed = list(tasks)
        name = t("plan.month", month=t(f"plan.month_{month[1]}"), year=month[0])
        total = _minutes(sum(one.minutes for one in listed))
        with st.expander(f"{name} · {total}", key=f"lt_plan_month_{month[0]}_{month[1]}"):
            _table(listed, name)
    markup.put(markup.tag("p", t("plan.exam_day", day=_long(found.plan.exam_on)), "lt-plan-exam"))


def _table(tasks: list[Task], caption: str) -> None:
    t = session.t()
    heads = [(t("plan.col_day"), "left"), (t("plan.col_task"), "left"), (t("plan.col_minutes"), "right")]
    rows, css = [], []
    last: date | None = None
    for one in tasks:
        about = f" ({_codes(one.criteria)})" if one.criteria and one.part == 1 else ""
        day = _long(one.day) if one.day != last else ""
        rows.append([day, f"{SIGNS[one.kind]} {_words(one)}{about}", str(one.minutes)])
        css.append(f"is-{one.kind}" + (" is-new" if one.day != last else ""))
        last = one.day
    markup.put(markup.table(caption, heads, rows, "lt-plan", css, hidden_caption=True))


def _not_offered(found: Known, laid: Plan) -> None:
    t, lang = session.t(), session.lang()
    if not laid.not_offered:
        return
    labels = {one.criterion.key: one.criterion for one in found.states}
    with st.expander(t.plural("plan.not_offered", len(laid.not_offered)), key="lt_plan_not_offered"):
        lines = (markup.escape(f"{labels[key].id} · {labels[key].label[lang]}") for key in laid.not_offered)
        markup.put(markup.items("ul", lines, "lt-missing"))


# -- changing it ----------------------------------------------------------------------------------------


def _change(found: Known, laid: Plan) -> None:
    t = session.t()
    with st.container(horizontal=True, vertical_alignment="bottom", key="lt-plan-change"):
        st.download_button(
            t("plan.calendar"),
            data=_calendar(found, laid),
            file_name=f"logitrain-{found.referential.id}-{found.block.id}.ics",
            mime="text/calendar",
            key="lt_plan_ics",
            on_click="ignore",
            icon=":material/calendar_month:",
        )
        with st.popover(t("plan.change_date"), key="lt_plan_move"):
            moved = _date(t("plan.exam_on"), "lt_plan_moved", found.plan.exam_on)
            if st.button(t("plan.keep_date"), key="lt_plan_keep", type="primary"):
                day = moved or found.plan.exam_on
                _kept(lambda: plans.move(session.store(), session.viewer(), day, found.today))
        if st.button(t("plan.give_up"), key="lt_plan_give_up"):
            st.dialog(t("plan.give_up_title"), width="small")(_give_up)()


def _give_up() -> None:
    t = session.t()
    st.markdown(t("plan.give_up_words"))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("exam.cancel"), key="lt_plan_stay"):
            st.rerun()
        _give_up_button(t("plan.give_up_sure"))


def _give_up_button(label: str) -> None:
    if st.button(label, key="lt_plan_give_up_sure", type="primary"):
        now = session.clock().now()
        _kept(lambda: plans.give_up(session.store(), session.viewer(), now))


def _calendar(found: Known, laid: Plan) -> bytes:
    t = session.t()
    events = [
        Event(
            f"plan-{found.plan.id}-{day:%Y%m%d}",
            day,
            f"{_name(found).split(' · ')[0]} · {_minutes(sum(one.minutes for one in tasks))}",
            "\n".join(f"{_words(one)} ({_minutes(one.minutes)})" for one in tasks),
        )
        for day, tasks in ((day, list(each)) for day, each in groupby(laid.tasks, lambda one: one.day))
    ]
    events.append(
        Event(f"plan-{found.plan.id}-exam", found.plan.exam_on, t("plan.exam_event", what=_name(found)))
    )
    return plan_calendar.calendar(t("plan.calendar_name", what=_name(found)), events, session.clock().now())


# -- words ----------------------------------------------------------------------------------------------


def _title(slug: str) -> str:
    try:
        return session.case(slug).title(session.lang())
    except CaseError:
        return slug


def _codes(keys: Iterable[str]) -> str:
    return ", ".join(key.partition("/")[2] for key in keys)


def _minutes(minutes: int) -> str:
    """A time as people say it: 40 min, 2 h, 2 h 30."""
    t = session.t()
    hours, rest = divmod(minutes, 60)
    if not hours:
        return t("countdown.minutes", m=rest)
    return t("plan.hours", h=hours) if not rest else t("plan.hours_minutes", h=hours, m=f"{rest:02d}")


def _written(day: date) -> str:
    return format_value(day.isoformat(), "date", session.lang())


def _long(day: date) -> str:
    return session.t()(
        "plan.day", weekday=session.t()(f"plan.weekday_long_{day.weekday()}"), day=_written(day)
    )
