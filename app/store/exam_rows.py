"""An assessment that a trainer sets: what is asked of whom, when and by which rules; as drafted and as kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final, Literal

from cases.policy import EXAM, Policy

ExamKind = Literal["continuous", "exam", "mock"]
Release = Literal["at_once", "when_closed", "by_hand"]
State = Literal["planned", "open", "paused", "closed", "archived"]
CandidateState = Literal["voided", "waiting", "started", "over"]

# What a trainer sets; a mock exam is a learner's own (mocks.py).
KINDS: Final[tuple[ExamKind, ...]] = ("continuous", "exam")
MOCK: Final = "mock"
RELEASES: Final[tuple[Release, ...]] = ("at_once", "when_closed", "by_hand")
# What was typed in the last second reaches the server a little later.
GRACE: Final = timedelta(seconds=10)
# The customary third more time is written 33 %, and means a third: four hours for three.
THIRD_PERCENT: Final = 33
# A window up to this long is itself the duration that extra time lengthens; a week of homework is not.
LONGEST_SESSION: Final = timedelta(days=1)
_STILL: Final = timedelta()


@dataclass(frozen=True)
class ExamPaper:
    """One case of an assessment: its version, its weight, and the questions asked (None: all of them)."""

    case_slug: str
    case_version: int
    weight: float = 1.0
    questions: tuple[str, ...] | None = None
    number: int = 0


@dataclass(frozen=True)
class CandidateDraft:
    """Who is to sit an assessment, and the extra time they have: a share of the duration, and minutes."""

    learner_id: int
    extra_percent: int = 0
    extra_minutes: int = 0


@dataclass(frozen=True)
class Candidate:
    """A candidate as kept.

    `number` stands for the name where marking is blind. `clock_from` is the moment that the candidate's
    duration counts from: their start, less the pauses made before it, so that every pause of the assessment can
    be added to every deadline. None: not started.
    """

    learner_id: int
    name: str
    number: int
    extra_percent: int = 0
    extra_minutes: int = 0
    clock_from: datetime | None = None
    voided_at: datetime | None = None
    void_reason: str | None = None

    @property
    def is_voided(self) -> bool:
        """Whether their papers were declared void."""
        return self.voided_at is not None


@dataclass(frozen=True)
class ExamDraft:
    """All that a trainer decides about an assessment before it opens.

    `seeds` is {"same": n}, {"each": n} or {"list": [n, …]} (see exam_seeds.py); `minutes` counts from a
    candidate's start, None: until it closes. `rules` are the aids; when results show is `release`'s to say.
    """

    title: str
    kind: ExamKind
    opens_at: datetime
    closes_at: datetime | None
    papers: tuple[ExamPaper, ...]
    candidates: tuple[CandidateDraft, ...]
    minutes: int | None = None
    rules: Policy = EXAM
    release: Release = "by_hand"
    seeds: Mapping[str, Any] = field(default_factory=lambda: {"same": 1})
    cohort_id: int | None = None
    blind: bool = False
    rehearsal: bool = False


@dataclass(frozen=True)
class Exam:
    """An assessment as kept, with its papers in order and its candidates by number.

    `scope` names the block or competence that a mock exam is about, as ``rncp11928/B2``; "" for all others.
    """

    id: str
    title: str
    kind: ExamKind
    created_by: int
    created_at: datetime
    cohort_id: int | None
    opens_at: datetime
    closes_at: datetime | None
    minutes: int | None
    rules: Policy
    release: Release
    seeds: Mapping[str, Any]
    rehearsal: bool
    blind: bool
    paused_at: datetime | None
    paused_seconds: int
    released_at: datetime | None
    validated_at: datetime | None
    validated_by: int | None
    archived_at: datetime | None
    papers: tuple[ExamPaper, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    scope: str = ""

    @property
    def is_mock(self) -> bool:
        """Whether a learner composed it for themselves: no business of any trainer's."""
        return self.kind == MOCK

    @property
    def members(self) -> frozenset[int]:
        """The learner ids of the candidates."""
        return frozenset(one.learner_id for one in self.candidates)

    def paper(self, number: int) -> ExamPaper:
        """The paper of that number; raises KeyError."""
        found = next((one for one in self.papers if one.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def candidate(self, learner_id: int) -> Candidate:
        """The candidate who is that learner; raises KeyError."""
        found = next((one for one in self.candidates if one.learner_id == learner_id), None)
        if found is None:
            raise KeyError(learner_id)
        return found

    def state(self, now: datetime) -> State:
        """How the assessment as a whole stands; closed once nobody can write any more."""
        if self.archived_at is not None:
            return "archived"
        if now < self.opens_at:
            return "planned"
        if self.paused_at is not None:
            return "paused"
        ends = self.ends_at(now)
        return "closed" if ends is not None and now >= ends else "open"

    def stopped(self, now: datetime) -> timedelta:
        """How long the clock has stood still so far."""
        running = _STILL if self.paused_at is None else max(now - self.paused_at, _STILL)
        return timedelta(seconds=self.paused_seconds) + running

    def extra(self, candidate: Candidate | CandidateDraft) -> timedelta:
        """The extra time of a candidate: the share of the duration, and the minutes.

        Without a duration the share is of the window, where that is a session of a day at most.
        """
        minutes = Fraction(candidate.extra_minutes)
        base = self._base()
        if base is not None:
            percent = candidate.extra_percent
            share = Fraction(1, 3) if percent == THIRD_PERCENT else Fraction(percent, 100)
            minutes += Fraction(round(base.total_seconds()), 60) * share
        return timedelta(seconds=round(minutes * 60))

    def last_start(self, now: datetime) -> datetime | None:
        """Until when a candidate may begin; None: no end. Pauses so far move it."""
        return None if self.closes_at is None else self.closes_at + self.stopped(now)

    def deadline(self, candidate: Candidate, now: datetime) -> datetime | None:
        """When the candidate's time is up, as it stands now; None: never.

        The earlier of the closing and, once started, the end of the duration, both later by the candidate's
        extra time and by the pauses. While paused it moves on with the clock.
        """
        later = self.extra(candidate) + self.stopped(now)
        ends = [] if self.closes_at is None else [self.closes_at + later]
        if self.minutes is not None and candidate.clock_from is not None:
            ends.append(candidate.clock_from + timedelta(minutes=self.minutes) + later)
        return min(ends, default=None)

    def deadline_of(self, learner_id: int, now: datetime) -> datetime | None:
        """The deadline of the candidate who is that learner; raises KeyError."""
        return self.deadline(self.candidate(learner_id), now)

    def is_late(self, candidate: Candidate, now: datetime, grace: timedelta = GRACE) -> bool:
        """Whether nothing more is taken from the candidate, the grace of what was on its way included."""
        ends = self.deadline(candidate, now)
        return self.paused_at is None and ends is not None and now > ends + grace

    def ends_at(self, now: datetime) -> datetime | None:
        """When the last candidate's time is up; None: not known, somebody could go on for ever."""
        ends = [self.deadline(one, now) for one in self.candidates if not one.is_voided]
        known = [one for one in ends if one is not None]
        if len(known) < len(ends):
            return None
        return max(known, default=self.last_start(now))

    def state_of(self, candidate: Candidate, now: datetime) -> CandidateState:
        """How one candidate stands, whatever became of their papers."""
        if candidate.is_voided:
            return "voided"
        ends = self.deadline(candidate, now)
        if self.paused_at is None and ends is not None and now >= ends:
            return "over"
        return "waiting" if candidate.clock_from is None else "started"

    def _base(self) -> timedelta | None:
        if self.minutes is not None:
            return timedelta(minutes=self.minutes)
        if self.closes_at is not None and self.closes_at - self.opens_at <= LONGEST_SESSION:
            return self.closes_at - self.opens_at
        return None
