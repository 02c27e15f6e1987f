"""The fields of an assessment that is being set, but for its cases: each kept by the session under its own key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

import streamlit as st

from app import session
from app.exam_drafts import OFFERED_RUNGS, Class, Person, rules
from app.i18n import LANGUAGES
from app.store import BadExam, CandidateDraft, ExamDraft, ExamPaper
from app.store.exam_rows import KINDS, RELEASES, THIRD_PERCENT
from cases.policy import Policy
from cases.variant import MAX_SEED

QUARTER: Final = 15
SEEDS: Final = ("same", "each", "list")


@dataclass(frozen=True)
class Form:
    """The form of an assessment: `name` tells it from another's, `before` is what was decided so far."""

    name: str
    before: ExamDraft | None

    def key(self, *parts: object) -> str:
        """The key of a field, one per language: the browser knows an option by its words."""
        return session.key("lt_exam_form", session.lang(), self.name, *parts)

    def value(self, field: str, default: Any = None) -> Any:
        """What a field holds."""
        return session.widget(self.key(field), default)

    def seed(self, *parts: object, value: Any) -> str:
        """The key of a field that begins with `value`, or with what it held before the language was switched."""
        held = (session.widget(session.key("lt_exam_form", one, self.name, *parts)) for one in LANGUAGES)
        session.seed_widget(self.key(*parts), next((one for one in held if one is not None), value))
        return self.key(*parts)

    def _seed(self, field: str, value: Any) -> str:
        return self.seed(field, value=value)

    # -- fields -------------------------------------------------------------------------------------------

    def named(self) -> None:
        """Title and kind."""
        t, before = session.t(), self.before
        st.text_input(
            t("exam_new.name"),
            key=self._seed("title", before.title if before else ""),
            max_chars=200,
            placeholder=t("exam_new.name_example"),
            live=True,
        )
        st.radio(
            t("exam_new.kind"),
            KINDS,
            key=self._seed("kind", before.kind if before else "exam"),
            horizontal=True,
            format_func=lambda one: t("exams.kind_" + one),
            captions=[t("exam_new.kind_help_" + one) for one in KINDS],
        )

    def window(self) -> None:
        """Opening, closing, duration."""
        t, before = session.t(), self.before
        now = session.clock().now()
        opens = before.opens_at if before else now + timedelta(minutes=QUARTER - now.minute % QUARTER)
        closes = before.closes_at if before else opens + timedelta(hours=4)
        with st.container(horizontal=True, key="lt-exam-opens"):
            self._moment("opens", opens)
        self._seed("has_close", closes is not None)
        if st.toggle(t("exam_new.has_close"), key=self.key("has_close")):
            with st.container(horizontal=True, key="lt-exam-closes"):
                self._moment("closes", closes or opens + timedelta(hours=4))
        typed = "" if before and before.minutes is None else str(before.minutes if before else 60)
        st.text_input(
            t("exam_new.minutes"),
            key=self._seed("minutes", typed),
            max_chars=4,
            width=220,
            help=t("exam_new.minutes_help"),
        )

    def _moment(self, field: str, at: datetime) -> None:
        t, local = session.t(), session.local_time(at)
        st.date_input(
            t(f"exam_new.{field}_day"),
            key=self._seed(f"{field}_day", local.date()),
            format="DD/MM/YYYY",
            width=180,
        )
        st.time_input(
            t(f"exam_new.{field}_hour"),
            key=self._seed(f"{field}_hour", time(local.hour, local.minute)),
            step=timedelta(minutes=5),
            width=140,
        )

    def variants(self) -> None:
        """The seeds."""
        t, before = session.t(), self.before
        seeds: dict[str, Any] = dict(before.seeds) if before else {"same": session.new_seed()}
        (kind, value), *_ = seeds.items()
        st.radio(
            t("exam_new.seeds"),
            SEEDS,
            key=self._seed("seeds", kind),
            format_func=lambda one: t("exam_new.seeds_" + one),
        )
        shown = " ".join(map(str, value)) if kind == "list" else str(value)
        chosen = self.value("seeds")
        # A widget that is not shown forgets its value: the number is seeded again from what it was.
        if chosen == "list":
            st.text_input(t("exam_new.seed_list"), key=self._seed("seed_list", shown), max_chars=2_000)
        else:
            st.text_input(
                t("exam_new.seed_" + str(chosen)),
                key=self._seed("seed", shown.split()[0]),
                max_chars=10,
                width=220,
            )

    def aids(self) -> Policy:
        """What help the candidates may open, as the rules that it makes."""
        t, kept = session.t(), self.before.rules if self.before else None
        hints = st.toggle(t("exam_new.hints"), key=self._seed("hints", bool(kept and kept.hints)))
        ladder = [one for one in OFFERED_RUNGS if kept and one in kept.ladder]
        rungs = st.multiselect(
            t("exam_new.ladder"),
            OFFERED_RUNGS,
            placeholder=t("exam_new.choose"),
            key=self._seed("ladder", ladder),
            format_func=lambda one: t("exam_new.rung_" + one),
        )
        trials = "" if kept is None or kept.trials is None else str(kept.trials)
        typed = st.text_input(
            t("exam_new.trials"),
            key=self._seed("trials", trials),
            max_chars=3,
            width=220,
            placeholder=t("exam_new.as_the_case"),
            help=t("exam_new.trials_help"),
        )
        most = str(typed or "").strip()
        return rules(hints=hints, rungs=rungs, trials=int(most) if _is_whole(most) else None)

    def results(self) -> None:
        """When results show, and whether marking is blind."""
        t, before = session.t(), self.before
        st.radio(
            t("exam_new.release"),
            RELEASES,
            key=self._seed("release", before.release if before else "by_hand"),
            format_func=lambda one: t("exam_new.release_" + one),
        )
        st.toggle(t("exam_new.blind"), key=self._seed("blind", bool(before and before.blind)))

    def candidates(self, people: Sequence[Person], classes: Sequence[Class]) -> None:
        """Who: a class at once, or one by one; and who has a third more time."""
        t, before = session.t(), self.before
        names = {one.learner_id: one.name for one in people}
        if not names:
            st.info(t("exam_new.nobody"), icon=":material/group_add:")
            return
        chosen = [one.learner_id for one in before.candidates if one.learner_id in names] if before else []
        third = [one.learner_id for one in before.candidates if one.extra_percent] if before else []
        self._seed("people", chosen)
        groups = {one.id: one.name for one in classes}

        def take_class() -> None:
            cohort = self.value("cohort")
            if cohort is not None:
                session.set_widget(self.key("people"), [p.learner_id for p in people if cohort in p.cohorts])

        if groups:
            st.selectbox(
                t("exam_new.cohort"),
                list(groups),
                placeholder=t("exam_new.one_by_one"),
                index=None,
                on_change=take_class,
                key=self._seed("cohort", before.cohort_id if before else None),
                format_func=lambda one: groups[one],
            )
        picked = st.multiselect(
            t("exam_new.people"),
            list(names),
            placeholder=t("exam_new.choose"),
            key=self.key("people"),
            format_func=names.__getitem__,
        )
        self._seed("third", third)
        kept = [one for one in session.widget(self.key("third")) if one in picked]
        session.set_widget(self.key("third"), kept)
        st.multiselect(
            t("exam_new.third"),
            picked,
            placeholder=t("exam_new.choose"),
            key=self.key("third"),
            format_func=names.__getitem__,
            help=t("exam_new.third_help"),
        )

    # -- what they make -----------------------------------------------------------------------------------

    def draft(self, papers: tuple[ExamPaper, ...], policy: Policy) -> ExamDraft:
        """The assessment as the form has it; raises BadExam for what cannot be read."""
        typed = str(self.value("minutes", "")).strip()
        if typed and not _is_whole(typed):
            raise BadExam("minutes", limit=24 * 60)
        third = set(self.value("third", []))
        before = {one.learner_id: one for one in self.before.candidates} if self.before else {}
        return ExamDraft(
            title=str(self.value("title", "")),
            kind=self.value("kind", "exam"),
            opens_at=self._read_moment("opens"),
            closes_at=self._read_moment("closes") if self.value("has_close") else None,
            papers=papers,
            candidates=tuple(
                CandidateDraft(
                    one,
                    THIRD_PERCENT if one in third else 0,
                    before[one].extra_minutes if one in before else 0,
                )
                for one in self.value("people", [])
            ),
            minutes=int(typed) if typed else None,
            rules=policy,
            release=self.value("release", "by_hand"),
            seeds=self._read_seeds(),
            cohort_id=self.value("cohort"),
            blind=bool(self.value("blind")),
        )

    def _read_moment(self, field: str) -> datetime:
        day, hour = self.value(f"{field}_day"), self.value(f"{field}_hour")
        if day is None or hour is None:
            raise BadExam("moment")
        return session.moment(day, hour)

    def _read_seeds(self) -> dict[str, Any]:
        kind = self.value("seeds", "same")
        typed = str(self.value("seed_list" if kind == "list" else "seed", "")).replace(",", " ").split()
        if not typed or any(not _is_whole(one) or int(one) > MAX_SEED for one in typed):
            raise BadExam("seeds")
        numbers = [int(one) for one in typed]
        return {"list": numbers} if kind == "list" else {kind: numbers[0]}


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
