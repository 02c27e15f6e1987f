"""What to do next, as cards: the first is the most urgent, each says why and has one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app import mocks, session, sitting_answers
from app.next_steps import Advice, Step
from app.screens import case_cards
from app.widgets import figures, markup
from cases.case import Case
from cases.policy import PRACTICE
from cases.problem import CaseError
from cases.revision.planning import Task


@dataclass(frozen=True)
class Told:
    """A step in words: what sort of thing it is, what it is about, why, and its button."""

    sort: str
    title: str
    why: str
    button: str
    act: Callable[[], None]
    name: str


def next_cards(steps: Sequence[Step], cases: Mapping[str, Case]) -> None:
    """Show the steps, the first one as the one to take."""
    told = [found for one in steps if (found := _told(one, cases)) is not None]
    if not told:
        return
    with st.container(key="lt-next"):
        st.header(session.t()("home.next"), anchor=False)
        for place, (column, one) in enumerate(zip(st.columns(len(told)), told, strict=True)):
            with column, st.container(border=True, key=f"lt-next-{place}", height="stretch"):
                markup.put(
                    markup.tag("p", one.sort, "lt-next-sort")
                    + markup.tag("h3", one.title, "lt-next-title")
                    + markup.tag("p", one.why, "lt-next-why")
                )
                style = "primary" if place == 0 else "secondary"
                if st.button(one.button, key=one.name, type=style):  # type: ignore[arg-type]
                    one.act()


def _told(one: Step, cases: Mapping[str, Case]) -> Told | None:
    match one.kind:
        case "exam" | "exam_soon":
            return _exam(one)
        case "sitting":
            return _sitting(one)
        case "released":
            return _released(one)
        case "revision":
            return _revision(one)
        case "plan":
            return _plan(one, cases)
    case = cases.get(one.slug or "")
    return None if case is None else _case(one, case)


def _exam(one: Step) -> Told | None:
    if one.exam is None:
        return None
    t, exam = session.t(), one.exam.exam
    moment = "" if one.until is None else figures.date(one.until)
    # The learner's own mock exams have a page of their own.
    page = "mock" if exam.is_mock else "my_exams"
    if one.kind == "exam_soon":
        sort, why, button = "home.sort_exam_soon", t("home.exam_opens", moment=moment), "home.see_exam"
    else:
        sort = "home.sort_mock" if exam.is_mock else "home.sort_exam"
        why = _time(one, moment)
        button = "home.exam_resume" if one.exam.papers else "home.exam_go"
    title = mocks.name(exam, session.lang()) if exam.is_mock else exam.title
    return Told(
        t(sort), title, why, t(button), lambda: session.go(page), session.key("lt_next_exam", exam.id)
    )


def _time(one: Step, moment: str) -> str:
    """Until when an assessment that is open now can be begun, or handed in."""
    t = session.t()
    if one.exam is None or one.exam.exam.paused_at is not None:
        return t("home.exam_paused")
    if not moment:
        return t("home.exam_open_always")
    if one.exam.candidate.clock_from is not None:
        return t("home.exam_until", moment=moment)
    why = t("home.exam_begin_before", moment=moment)
    if one.exam.exam.minutes is not None:
        why += " " + t("home.exam_lasts", minutes=one.exam.exam.minutes)
    return why


def _sitting(one: Step) -> Told | None:
    row = one.sitting
    if row is None:
        return None
    t, case = session.t(), case_or_none(row.case_slug, row.case_version)
    if case is None:
        return None
    answered = t("catalogue.answered", answered=len(sitting_answers.of(row.id)), total=len(case.question_ids))
    facts = [
        t("catalogue.variant", seed=row.seed),
        t("catalogue.started", moment=figures.date(row.started_at)),
        answered,
    ]
    return Told(
        t("home.sort_sitting", mode=t("mode." + row.mode)),
        case.title(session.lang()),
        ", ".join(facts) + ".",
        t("catalogue.resume"),
        lambda: session.go("sitting", sitting=row.id),
        session.key("lt_resume_next", row.id),
    )


def _released(one: Step) -> Told | None:
    t = session.t()
    if one.sitting is not None:
        row = one.sitting
        case = case_or_none(row.case_slug, row.case_version)
        title = row.case_slug if case is None else case.title(session.lang())
        why = t("home.released_paper")
        return Told(
            t("home.sort_released"), title, why, t("catalogue.debrief"),
            lambda: session.go("debrief", sitting=row.id), session.key("lt_next_released", row.id),
        )  # fmt: skip
    if one.exam is None or one.exam.mark is None:
        return None
    mark = one.exam.mark.out_of_20
    why = t("home.released_absent") if mark is None else t("home.released_mark", mark=figures.out_of_20(mark))
    papers = list(one.exam.papers.values())

    def act() -> None:
        if len(papers) == 1:
            session.go("debrief", sitting=papers[0].id)
        else:
            session.go("my_exams")

    exam = one.exam.exam
    button = t("catalogue.debrief") if len(papers) == 1 else t("home.see_exam")
    return Told(t("home.sort_released"), exam.title, why, button, act, "lt_next_released:" + exam.id)


def _revision(one: Step) -> Told:
    t = session.t()
    return Told(
        t("revision.title"),
        t.plural("home.due_title", one.number),
        t("home.due_why"),
        t.plural("revision.open_due", one.number),
        lambda: session.go("revision"),
        "lt_next_revision",
    )


def _plan(one: Step, cases: Mapping[str, Case]) -> Told:
    """Today's tasks of the revision plan: the first as the title, the minutes, and what else there is."""
    t = session.t()
    names = [_task(task, cases) for task in one.tasks]
    why = t("home.plan_minutes", minutes=sum(task.minutes for task in one.tasks))
    if len(names) > 1:
        why += " " + t("home.plan_then", tasks=", ".join(names[1:]))
    return Told(
        t("home.sort_plan"), names[0], why, t("home.see_plan"), lambda: session.go("revision"), "lt_next_plan"
    )


def _task(task: Task, cases: Mapping[str, Case]) -> str:
    t = session.t()
    if task.kind == "review":
        return t.plural("home.due_title", task.cards)
    if task.kind == "mock" or task.slug not in cases:
        return t("home.kind_mock") if task.kind == "mock" else task.slug
    title = cases[task.slug].title(session.lang())
    return title if task.parts == 1 else t("home.plan_part", title=title, part=task.part, parts=task.parts)


def _case(one: Step, case: Case) -> Told:
    t = session.t()
    facts = t("home.case_facts", minutes=case.duration_min, level=case.level, top=case_cards.LEVELS)
    if one.advice is not None:
        sort, why = t("home.sort_criterion"), f"{advised(one.advice)} {facts}"
    elif one.kind == "first":
        sort, why = t("home.sort_first"), f"{t('home.first_why')} {facts}"
    else:
        sort, why = t("home.sort_another"), f"{t('home.another_why')} {facts}"
    return Told(
        sort,
        case.title(session.lang()),
        why,
        t("catalogue.begin_practice"),
        lambda: case_cards.start(case, policy=PRACTICE),
        session.key("lt_next_case", case.slug, one.kind),
    )


def advised(found: Advice) -> str:
    """Why this case: how far the weakest block is, and what the case exercises of it."""
    t, lang = session.t(), session.lang()
    weakest = found.weakest
    key = "home.advice_never" if weakest.state == "not_met" else "home.advice_weak"
    block = t.plural(
        "home.advice_block",
        found.done,
        block=f"{found.block.id} ({found.block.title[lang]})",
        total=len(found.block.criteria),
    )
    gains = t.plural("home.advice_gains", found.gains)
    named = t(
        key,
        code=weakest.criterion.id,
        label=weakest.criterion.label[lang],
        share=figures.share(weakest.ratio or 0.0),
    )
    return f"{block} {gains} {named}"


def case_or_none(slug: str, version: int) -> Case | None:
    """The case as it was sat, else as it stands now: enough for its title."""
    for number in (version, None):
        try:
            return session.case(slug, number)
        except CaseError:
            continue
    return None
