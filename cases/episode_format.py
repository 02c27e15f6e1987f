"""The keys of an episode in a case file, and what must fit between them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from cases.episode_actions import CHOICES, DONE, FIGURE, WORD, Action
from cases.part import CriterionKey, Identifier, Part, Unit, fault
from cases.template import Source
from sim.episodes import EPISODES


class KeyMoment(Part):
    """Something that must be done when a situation arises: it has points and criteria of its own."""

    id: Identifier
    when: Source = Field(
        description="true at the step where the situation arises: over state, events, decision, step"
    )
    expect: Source = Field(description="true at the step where what is expected is done")
    within: int = Field(0, ge=0, le=30, description="steps left to do it; 0: in the same step")
    points: float = Field(gt=0, le=100)
    criteria: list[CriterionKey] = Field(min_length=1)


class EpisodeFields(Part):
    """What an episode is made of: the simulation, what is decided, both policies, the key moments."""

    kind: Identifier = Field(description="network, order_desk or stock")
    scenario: Source = Field(description="the episode's scenario as a record, without its steps")
    step: Literal["day", "week", "month"] = "week"
    steps: int = Field(ge=2, le=60)
    actions: dict[Identifier, Action] = Field(min_length=1, max_length=8)
    minimise: Identifier | None = Field(None, description="the indicator of the run to bring down")
    maximise: Identifier | None = Field(None, description="the indicator of the run to bring up")
    unit: Unit = Field("EUR", description="the unit of that indicator")
    naive: dict[Identifier, Source] = Field(
        description="a policy without method: each action over state, events, step"
    )
    reference: dict[Identifier, Source] = Field(
        description="the reference policy, over the same names and those of search"
    )
    search: dict[Identifier, tuple[Source, Source, Source]] = Field(
        default_factory=dict,
        max_length=3,
        description="figures of the reference to search: [lowest, highest, step]",
    )
    dead_band: float = Field(
        0.03, ge=0, le=0.2, description="share of the reference within which 100 % is due"
    )
    moments: list[KeyMoment] = Field(default_factory=list, max_length=12)
    run_criteria: list[CriterionKey] = Field(
        default_factory=list,
        description="criteria of the whole run, among the question's; all of them by default",
    )

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind not in EPISODES:
            raise fault("episode_kind", item=kind, known=", ".join(EPISODES))
        return kind

    @model_validator(mode="after")
    def _fits(self) -> Self:
        known = EPISODES[self.kind]
        if (self.minimise is None) == (self.maximise is None):
            raise fault("plan_aim")
        if self.aim not in known.INDICATORS:
            raise fault("indicator_unknown", item=self.aim, known=", ".join(known.INDICATORS))
        if not set(self.actions) & set(known.ACTIONS) or DONE in self.actions:
            raise fault("episode_actions", known=", ".join(known.ACTIONS))
        for name, action in self.actions.items():
            holds = known.ACTIONS.get(name, WORD if action.options else FIGURE)
            if (holds in {WORD, CHOICES}) != bool(action.options) or (holds == CHOICES and action.several):
                raise fault("episode_holds", item=name)
        for policy in (self.naive, self.reference):
            if set(policy) != set(self.actions):
                raise fault("episode_policy", known=", ".join(self.actions))
        return self

    @property
    def aim(self) -> str:
        """The indicator that marks the run."""
        return str(self.minimise or self.maximise)
