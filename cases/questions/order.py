"""Steps to put in order, or the right ones to choose and then rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases import ranking
from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.figure import Mistake
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import message
from cases.questions.base import Identifier, Outcome, PartMark, Question, Scope, Wording, fault
from cases.questions.choice import OptionView
from cases.template import Source


@dataclass(frozen=True)
class OrderAsk:
    """The items in the variant's order, and whether some of them must be left out."""

    items: tuple[OptionView, ...]
    subset: bool


class OrderQuestion(Question):
    """Items with ids; the key is a list of them, which may leave some out.

    The credit is Kendall's τ over the pairs whose order matters, never under 0 (``cases.ranking``).
    """

    TYPE: ClassVar[str] = "order"

    type: Literal["order"] = "order"
    ranked: list[Identifier] = Field(alias="items", min_length=2, max_length=15)
    answer: Source = Field(
        description="the right order: a list of {text: id}, or an expression that gives ids"
    )
    ties: list[list[Identifier]] = Field(
        default_factory=list, description="groups of items that may stand in any order among themselves"
    )
    mistakes: dict[Identifier, Annotated[Mistake | Source, Field(union_mode="left_to_right")]] = Field(
        default_factory=dict, description="orders that another rule gives, each with its words"
    )

    @field_validator("ranked")
    @classmethod
    def _once(cls, items: list[str]) -> list[str]:
        twice = next((item for item in items if items.count(item) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        return items

    @field_validator("ties")
    @classmethod
    def _known(cls, ties: list[list[str]], info: ValidationInfo) -> list[list[str]]:
        known = info.data.get("ranked", [item for group in ties for item in group])
        unknown = next((item for group in ties for item in group if item not in known), None)
        if unknown is not None:
            raise fault("not_listed", item=unknown, known=", ".join(known))
        return ties

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The right order, and those of the misconceptions."""
        found: dict[str, Source] = {"answer": self.answer}
        for name, mistake in self.mistakes.items():
            found[f"mistakes.{name}"] = mistake.answer if isinstance(mistake, Mistake) else mistake
        return found

    def _order(self, scope: Scope, place: str) -> list[str]:
        value = scope.evaluate(self.templates[place])
        order = [str(item) for item in value] if isinstance(value, list) else []
        if not order or len(set(order)) < len(order) or any(item not in self.ranked for item in order):
            raise ExpressionError("order_key", items=", ".join(self.ranked), found=str(value)[:120])
        return order

    def key(self, scope: Scope) -> Plain:
        """The ids in the right order."""
        return list(self._order(scope, "answer"))

    @property
    def _ties(self) -> frozenset[frozenset[str]]:
        return frozenset(map(frozenset, self.ties))

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """The order that each misconception gives."""
        return {f"mistake.{name}": [list(self._order(scope, f"mistakes.{name}"))] for name in self.mistakes}

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of rules that give the same order in this draw, up to the ties."""
        orders = {"correct": self._order(scope, "answer")}
        orders |= {f"mistake.{name}": self._order(scope, f"mistakes.{name}") for name in self.mistakes}
        names = list(orders)
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                if self._same(orders[one], orders[other]):
                    yield one, other

    def _same(self, order: list[str], other: list[str]) -> bool:
        return ranking.agreement(order, other, self._ties) >= 1

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read ids in order; one that the question does not know, or a second time, is refused."""
        if isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        listed = answer.raw.split(",") if isinstance(answer.raw, str) else answer.raw
        order = [item.strip() for item in listed if item.strip()]
        unknown = next((item for item in order if item not in self.ranked), None)
        if unknown is not None:
            known = ", ".join(self.ranked)
            return Reading(codes=("unknown_option",), params={"option": unknown[:40], "options": known})
        twice = next((item for item in order if order.count(item) > 1), None)
        if twice is not None:
            return Reading(codes=("ranked_twice",), params={"option": twice})
        return Reading(value=list(order))

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The ids in order."""
        return [str(item) for item in value] if isinstance(value, list) else []

    def show(self, value: Plain, lang: Lang) -> str:
        """The ids in order."""
        return " → ".join(self.raw(value, lang))

    def describe(self, value: Plain, words: Wording) -> str:
        """The items in order, in words."""
        return " → ".join(words.item("items", item) for item in self.raw(value, words.lang))

    def blank(self) -> Raw:
        """Nothing ranked."""
        return []

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text as an item among others."""
        yield [text]
        yield [*self.ranked, text]

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark an order by its agreement with the key's, or with what was carried, whichever is nearer."""
        order = [str(item) for item in reading.value] if isinstance(reading.value, list) else []
        right = self._order(key, "answer")
        own = right if carried is key else self._order(carried, "answer")
        credit, expected = ranking.agreement(order, right, self._ties), right
        if own != right and (by_own := ranking.agreement(order, own, self._ties)) > credit:
            credit, expected = by_own, own
        code = "partly" if credit > 0 else "wrong"
        if credit >= 1:
            code = "correct" if expected is right else "carried"
        else:
            for name, mistake in self.mistakes.items():
                scopes = (key,) if carried is key else (carried, key)
                if any(self._same(order, self._order(scope, f"mistakes.{name}")) for scope in scopes):
                    code = f"mistake.{name}"
                    credit = mistake.credit if isinstance(mistake, Mistake) else credit
                    break
        return Outcome(
            credit, (code,), expected=list(expected), key=list(right), parts=self._parts(order, expected)
        )

    def _parts(self, order: list[str], right: list[str]) -> dict[str, PartMark]:
        """Each item with its rank: right where it stands after all that come before it, and before the rest."""
        found: dict[str, PartMark] = {}
        for item in (*right, *(one for one in order if one not in right)):
            given = order.index(item) + 1 if item in order else None
            expected = right.index(item) + 1 if item in right else None
            others = [one for one in right if one != item and self._told(one, item)]
            fits = given is not None and expected is not None
            fits = fits and all(
                one in order
                and (order.index(one) < order.index(item)) == (right.index(one) < right.index(item))
                for one in others
            )
            code = (
                "correct" if fits else "extra" if expected is None else "blank" if given is None else "moved"
            )
            found[item] = PartMark(float(fits), code, given, expected, expected)
        return found

    def _told(self, one: str, other: str) -> bool:
        return not any(one in group and other in group for group in self._ties)

    # -- the proof ----------------------------------------------------------------------------------
    def chance(self, scope: Scope) -> float | None:
        """The mean credit of an order drawn by chance."""
        return ranking.chance(self._order(scope, "answer"), self._ties)

    # -- words --------------------------------------------------------------------------------------
    def part_label(self, place: str, words: Wording) -> str:
        """The words of an item."""
        return words.item("items", place)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """A rank, or that the item stands nowhere."""
        return message("order.left_out", words.lang) if value is None else str(value)

    def ask(self, scope: Scope, words: Wording) -> OrderAsk:
        """The items in the variant's order."""
        order = words.shuffled(self.ranked, "items")
        subset = len(self._order(scope, "answer")) < len(self.ranked)
        return OrderAsk(tuple(OptionView(item, words.item("items", item)) for item in order), subset)

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of each item, and of each misconception."""
        found = {"items": frozenset(self.ranked)}
        return found | ({"mistakes": frozenset(self.mistakes)} if self.mistakes else {})

    def shape(self) -> str:
        """A list of ids."""
        return "list"


__all__: list[str] = ["OrderAsk", "OrderQuestion"]
