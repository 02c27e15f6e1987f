"""A branching exchange: replies chosen turn by turn, scored on what they intend and on each side's interests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.dialogue_format import DialogueFields
from cases.dialogue_solving import CLOSE, Lived, Solved, solve
from cases.exchange import MAX_TURNS
from cases.joined import joined
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import write_number
from cases.questions.base import Item, Outcome, PartMark, Question, Scope, Wording, fault
from cases.template import Source

MOST_BY_CHANCE = 0.45
KEPT = 64  # exchanges kept solved, one for each set of figures of the graph that they rest on


@dataclass(frozen=True)
class Step:
    """A turn and the reply made to it."""

    turn: str
    reply: str


@dataclass(frozen=True)
class Standing:
    """Where an exchange stands: what was said so far, the turn to answer and the replies to it, in order.

    ``mood`` is the band of the state that is told in words, "" when there is none; ``over`` once it has ended.
    """

    steps: tuple[Step, ...]
    turn: str
    replies: tuple[str, ...]
    over: bool
    mood: str


@dataclass(frozen=True)
class DialogueAsk:
    """The words of an exchange by id, in its own language; ``help`` are the page's where they are another's.

    ``order`` gives the replies of each turn in the variant's order.
    """

    lang: Lang
    speakers: Mapping[str, str]
    by: Mapping[str, str]
    turns: Mapping[str, str]
    replies: Mapping[str, str]
    reactions: Mapping[str, str]
    moods: Mapping[str, str]
    order: Mapping[str, tuple[str, ...]]
    help: Mapping[str, str]


class DialogueQuestion(DialogueFields, Question):
    """Replies to choose one after the other; the key is a path that earns every point.

    An intent earns the share of the way from the naive total to the best that can be reached; a side's
    interest, whether the end meets it. An exchange left unfinished counts as if it went on as badly as it
    can, so that no reply ever lowers what is already earned.
    """

    TYPE: ClassVar[str] = "dialogue"
    EVIDENCE: ClassVar[str] = "dialogue"

    type: Literal["dialogue"] = "dialogue"

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        """What is scored makes up the question's points, and bears on its criteria only."""
        total = sum(one.points for one in self.scored.values())
        if abs(total - self.points) > CLOSE:
            raise fault("dialogue_points", total=f"{total:g}", points=f"{self.points:g}")
        for name, one in self.scored.items():
            for key in one.criteria:
                if key not in self.criteria:
                    raise fault("dialogue_criterion", item=name, key=key, known=", ".join(self.criteria))
        used = {key for item in self.items() for key in item.criteria}
        for key in self.criteria:
            if key not in used:
                raise fault("dialogue_criterion_unused", key=key)
        return self

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The state at first, what replies do to it and when they are offered, interests and moods."""
        found: dict[str, Source] = {f"state.{name}": source for name, source in self.state.items()}
        for name, (turn, reply) in self.replies.items():
            place = f"turns.{turn}.replies.{name}"
            found |= {f"{place}.effect.{figure}": source for figure, source in reply.effect.items()}
            if reply.when is not None:
                found[f"{place}.when"] = reply.when
        found |= {f"end.{name}.when": side.when for name, side in self.end.items()}
        return found | {f"moods.{name}": condition for name, condition in self.moods.items()}

    def graph_sources(self) -> tuple[str, ...]:
        """All of them: the exchange is lived over the figures of the graph."""
        return tuple(self.sources())

    def shown_sources(self) -> tuple[str, ...]:
        """All but the interests: the replies offered and the mood show what they rest on."""
        return tuple(place for place in self.sources() if not place.startswith("end."))

    def own_names(self) -> frozenset[str]:
        """The figures of the state."""
        return frozenset(self.state)

    def key(self, scope: Scope) -> Plain:
        """The replies of a path worth most, the first in the file among equals."""
        return list(self.solved(scope).best)

    @cached_property
    def _kept(self) -> dict[str, Solved]:
        return {}  # filled as variants are marked: a pure function of the figures that name them

    @cached_property
    def _rests_on(self) -> tuple[str, ...]:
        names = {name for template in self.templates.values() for name in template.names()}
        return tuple(sorted(names - self.own_names()))

    def solved(self, scope: Scope) -> Solved:
        """The exchange over ``scope``.

        Raises ExpressionError when it does not end, has no reply to offer somewhere, is too large, or leaves
        an intent nothing to gain.
        """
        figures = json.dumps([scope.value(name) for name in self._rests_on])
        found = self._kept.get(figures)
        if found is None:
            found = solve(self._lived(scope))
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[figures] = found
        return found

    def _lived(self, scope: Scope) -> Lived:
        return Lived(self, self.templates, scope)

    def standing(self, scope: Scope, path: Sequence[str]) -> Standing:
        """Where the exchange stands after the replies of ``path``, as far as they were offered."""
        followed = self.solved(scope).exchange.follow(path)
        here = followed.last
        replies = tuple(reply.id for reply in self.solved(scope).exchange.replies[here])
        steps = tuple(
            Step(one.turn, reply.id)
            for one, reply in zip(followed.situations, followed.replies, strict=False)
        )
        lived = self._lived(scope)
        mood = next((name for name in self.moods if lived.holds(f"moods.{name}", here)), "")
        return Standing(steps, here.turn, replies, not replies, mood)

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read reply ids step by step: each must answer the turn that the one before it led to."""
        if isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        made = [answer.raw] if isinstance(answer.raw, str) else answer.raw
        path = [reply.strip() for reply in made if reply.strip()]
        if len(path) > MAX_TURNS:
            return Reading(codes=("dialogue_long",), params={"limit": MAX_TURNS})
        turn = self.start
        for reply in path:
            if reply not in self.replies:
                return Reading(codes=("dialogue_reply",), params={"reply": reply[:40]})
            answers, fields = self.replies[reply]
            if answers != turn:
                return Reading(codes=("dialogue_order",), params={"reply": reply})
            turn = fields.to
        return Reading(value=list(path))

    def raw(self, value: Plain, lang: Lang) -> Raw:  # ids are the same in both languages
        """The reply ids."""
        return _path(value)

    def show(self, value: Plain, lang: Lang) -> str:
        """The reply ids; the debrief draws the exchange itself."""
        return " → ".join(_path(value))

    def describe(self, value: Plain, words: Wording) -> str:
        """How many replies, and whether they lead to an end: their words stand in the transcript."""
        path = _path(value)
        over = bool(path) and not self.turns[self.replies[path[-1]][1].to].replies
        code = f"dialogue.{'over' if over else 'left'}.{min(len(path), 2)}"
        return message(code, words.lang, {"count": len(path)}) if path else ""

    def blank(self) -> Raw:
        """No reply."""
        return []

    def shaped(self, text: str) -> Iterator[Raw]:
        """One reply, and one after a first reply that is the file's."""
        yield text
        yield [next(iter(self.turns[self.start].replies)), text]

    def shape(self) -> str:
        """A list of reply ids."""
        return "list"

    # -- marking ------------------------------------------------------------------------------------
    def items(self) -> tuple[Item, ...]:
        """One for each intent and for each side's interest."""
        return tuple(
            Item(name, one.points, tuple(one.criteria or self.criteria), self.EVIDENCE)
            for name, one in self.scored.items()
        )

    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a path over the key's figures; one that the learner's own make as good as any earns everything."""
        path, right = _path(reading.value), self.solved(key)
        followed = right.exchange.follow(path)
        credits = dict(zip(self.scored, right.credits(followed), strict=True))
        earned = right.earned(followed)
        if earned < 1 and carried is not key:
            own = self.solved(carried)
            if own.earned(own.exchange.follow(path)) >= own.earned(own.exchange.follow(own.best)) - CLOSE:
                return self._outcome(own, right, 1.0, ["carried"], dict.fromkeys(self.scored, 1.0))
        codes = ["correct" if earned >= 1 else "partly" if earned > 0 else "wrong"]
        if followed.refused:
            codes.append("reply_refused")
        elif right.exchange.replies[followed.last]:
            codes.append("unfinished")
        codes += [f"missed.{name}" for name, credit in credits.items() if credit < 1]
        return self._outcome(right, right, earned, codes, credits)

    def _outcome(
        self, own: Solved, right: Solved, credit: float, codes: Sequence[str], credits: Mapping[str, float]
    ) -> Outcome:
        parts = {
            name: PartMark(one, _part_code(one), given=one, expected=1.0, weight=self.scored[name].points)
            for name, one in credits.items()
        }
        return Outcome(
            credit, tuple(codes), list(own.best), list(right.best), parts=parts, items=dict(credits)
        )

    # -- the proof ----------------------------------------------------------------------------------
    def by_chance(self, scope: Scope) -> float:
        """The mean credit of replies made by chance, each as likely as the others that are offered: exact."""
        return self.solved(scope).by_chance()

    def stock(self, figures: Iterator[str]) -> Raw:
        """A first reply, and no more."""
        return [list(self.turns[self.start].replies)[-1]]

    def errors(self, scope: Scope) -> list[Plain]:
        """The path worth least."""
        return [list(self.solved(scope).worst)]

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Every turn is met, one path earns every point, and replies by chance stay far from it."""
        solved = self.solved(scope)
        for turn in self.turns:
            if turn not in solved.exchange.turns:
                yield "proof_dialogue_turn", {"turn": turn}
        credits = solved.credits(solved.exchange.follow(solved.best))
        lost = [name for name, credit in zip(self.scored, credits, strict=True) if credit < 1]
        if lost:
            yield "proof_dialogue_best", {"lost": ", ".join(lost)}
        if (chance := self.by_chance(scope)) >= MOST_BY_CHANCE:
            yield "proof_dialogue_chance", {"chance": chance, "most": MOST_BY_CHANCE}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """What was reached, then what was not, in the paper's own words."""
        for reached, code in ((True, "dialogue_met"), (False, "dialogue_missed")):
            names = [name for name, credit in outcome.items.items() if (credit >= 1) == reached]
            if names:
                said = joined((words.item("score", name) for name in names), words.lang)
                yield message(f"debrief.{code}", words.lang, {"names": said})

    def told(self, code: str) -> bool:
        """What was reached and missed is said by ``remarks``."""
        return code in {"correct", "partly", "wrong"} or code.startswith("missed.")

    def part_label(self, place: str, words: Wording) -> str:
        """The name of an intent or of a side's interest."""
        return words.item("score", place)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """The share reached."""
        return write_number(value, words.lang, decimals=0, style="percent") if is_number(value) else ""

    def ask(self, scope: Scope, words: Wording) -> DialogueAsk:
        """The words of every turn and reply in the exchange's own language, and the page's beside them."""
        lang: Lang = words.lang if self.language == "page" else self.language
        own = words.into(lang)
        shuffled = {
            turn: tuple(words.shuffled(list(one.replies), f"replies.{turn}") if self.shuffle else one.replies)
            for turn, one in self.turns.items()
        }
        reacts = [name for name, (_, reply) in self.replies.items() if reply.reacts]
        sections = {"turns": list(self.turns), "replies": list(self.replies), "reactions": reacts}
        said = {name: {item: own.item(name, item) for item in ids} for name, ids in sections.items()}
        helped = (
            {}
            if lang == words.lang
            else {f"{name}.{item}": words.item(name, item) for name, ids in sections.items() for item in ids}
        )
        return DialogueAsk(
            lang=lang,
            speakers={name: own.item("speakers", name) for name in self._speakers},
            by={name: turn.by for name, turn in self.turns.items()},
            turns=said["turns"],
            replies=said["replies"],
            reactions=said["reactions"],
            moods={name: words.item("moods", name) for name in self.moods},
            order=shuffled,
            help=helped,
        )

    @cached_property
    def _speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(turn.by for turn in self.turns.values()))

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of turns, replies and reactions, a word on each reply, and the names of what is scored."""
        replies = frozenset(self.replies)
        found = {
            "speakers": frozenset(self._speakers),
            "turns": frozenset(self.turns),
            "replies": replies,
            "feedback": replies,
            "score": frozenset(self.scored),
            "reactions": frozenset(name for name, (_, reply) in self.replies.items() if reply.reacts),
            "moods": frozenset(self.moods),
        }
        return {name: ids for name, ids in found.items() if ids}


def _path(value: Plain) -> list[str]:
    return [str(reply) for reply in value] if isinstance(value, list) else []


def _part_code(credit: float) -> str:
    return "intent_met" if credit >= 1 else "intent_partly" if credit > 0 else "intent_missed"
