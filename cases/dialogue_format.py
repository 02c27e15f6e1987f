"""The keys of a dialogue in a case file: its state, its turns and their replies, and what is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Literal, Self

from pydantic import Field, model_validator

from cases.part import CriterionKey, Identifier, Part, fault
from cases.template import Source

OTHER = "other"  # who speaks, unless a turn says otherwise


class ReplyFields(Part):
    """A reply that a learner may choose, what it does to the state, and the turn that it leads to."""

    to: Identifier
    effect: dict[Identifier, Source] = Field(
        default_factory=dict, description="what is added to a figure of the state: a number or an expression"
    )
    intents: dict[Identifier, float] = Field(
        default_factory=dict, description="what it gains of each intent scored; less than nothing loses some"
    )
    when: Source | None = Field(
        None, description="offered only if this holds, over the state and the graph; always by default"
    )
    reacts: bool = Field(False, description="the other side first answers it: words in the list reactions")


class Turn(Part):
    """What one of the other side says, and the replies to it; without replies the exchange ends."""

    by: Identifier = OTHER
    replies: dict[Identifier, ReplyFields] = Field(default_factory=dict, max_length=8)


class Scored(Part):
    """Something scored: its points and the criteria that it is evidence for, all the question's by default."""

    points: float = Field(gt=0, le=100)
    criteria: list[CriterionKey] = Field(default_factory=list)


class Side(Scored):
    """The interest of one side: whether it is met where the exchange ends."""

    when: Source = Field(description="a condition over the state and the graph")


class DialogueFields(Part):
    """The keys of a dialogue beside those of every question."""

    language: Literal["page", "fr", "en"] = "page"
    state: dict[Identifier, Source] = Field(
        default_factory=dict, max_length=8, description="figures that replies change, as they stand at first"
    )
    start: Identifier
    turns: dict[Identifier, Turn] = Field(min_length=2, max_length=60)
    score: dict[Identifier, Scored] = Field(default_factory=dict, max_length=8, description="the intents")
    end: dict[Identifier, Side] = Field(
        default_factory=dict, max_length=6, description="each side's interest, judged at the end"
    )
    moods: dict[Identifier, Source] = Field(
        default_factory=dict, description="conditions over the state: the first that holds is told in words"
    )
    naive: Literal["worst", "chance"] | list[Identifier] = Field(
        "worst",
        description="what earns nothing of the intents: the worst replies, those made by chance, or a path",
    )
    shuffle: bool = True

    @cached_property
    def replies(self) -> Mapping[str, tuple[str, ReplyFields]]:
        """Every reply by its id, with the turn that it answers."""
        return {
            name: (turn, reply) for turn, one in self.turns.items() for name, reply in one.replies.items()
        }

    @cached_property
    def scored(self) -> Mapping[str, Scored]:
        """Intents, then sides."""
        return {**self.score, **self.end}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Every name leads somewhere, every reply has an id of its own, and every turn can be reached."""
        for problem in chain(self._names_twice(), self._names_unknown(), self._never_met()):
            raise problem
        return self

    def _names_twice(self) -> Iterator[Exception]:
        ids = Counter(name for turn in self.turns.values() for name in turn.replies)
        twice = [name for name, count in ids.items() if count > 1] + [
            name for name in self.score if name in self.end
        ]
        for name in twice:
            yield fault("dialogue_twice", item=name)

    def _names_unknown(self) -> Iterator[Exception]:
        if self.start not in self.turns:
            yield fault("dialogue_turn", reply="start", item=self.start, known=", ".join(self.turns))
        for name, (_, reply) in self.replies.items():
            if reply.to not in self.turns:
                yield fault("dialogue_turn", reply=name, item=reply.to, known=", ".join(self.turns))
            for given, known in ((reply.effect, self.state), (reply.intents, self.score)):
                for item in given:
                    if item not in known:
                        yield fault("dialogue_name", reply=name, item=item, known=", ".join(known))
        if not self.scored:
            yield fault("dialogue_unscored")
        for item in self.score:
            if not any(reply.intents.get(item, 0) for _, reply in self.replies.values()):
                yield fault("dialogue_intent", item=item)
        for name in self.naive if isinstance(self.naive, list) else ():
            if name not in self.replies:
                yield fault("dialogue_turn", reply="naive", item=name, known=", ".join(self.replies))

    def _never_met(self) -> Iterator[Exception]:
        met, stack = set[str](), [self.start]
        while stack:
            name = stack.pop()
            if name not in met:
                met.add(name)
                stack.extend(reply.to for reply in self.turns[name].replies.values())
        for name in self.turns:
            if name not in met:
                yield fault("dialogue_unmet", item=name)
        if not self.turns[self.start].replies:
            yield fault("dialogue_start", item=self.start)
