"""Items to put into classes: ABC classes, duties under an Incoterm, clauses to findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.figure import Mistake
from cases.joined import joined
from cases.numerals import Lang
from cases.part import Part
from cases.plain import Plain
from cases.problem import message
from cases.quantity import check_filter
from cases.questions.base import Identifier, Outcome, PartMark, Question, Scope, Wording, fault
from cases.questions.choice import OptionView
from cases.render import shown
from cases.template import Source

MAX_ITEMS = 100
MAX_CHARACTERS = 60


class Shown(Part):
    """A column shown beside the items: a list of values in their order, and how one is written."""

    value: Source
    format: str = Field("text", description="a filter of cases.quantity: int, eur, text…")

    @field_validator("format")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            check_filter(name)
        except LookupError as error:
            raise fault("cell", format=name, why=str(error)) from error
        return name


@dataclass(frozen=True)
class MatchAsk:
    """The items with what is shown of each, the classes, and whether an item may have several."""

    items: tuple[OptionView, ...]
    classes: tuple[OptionView, ...]
    several: bool
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()


Classes = dict[str, list[str]]


class MatchQuestion(Question):
    """Items, classes, and a key that gives each item its class, or its classes.

    With one class an item, the credit is the share of each class's items that are in it, averaged over the
    classes, less what one class for all would earn: each class weighs the same, and filling one in everywhere
    earns nothing. With several, each item earns the share of its right classes less that of its wrong ones.
    """

    TYPE: ClassVar[str] = "match"

    type: Literal["match"] = "match"
    matched: list[Identifier] | str = Field(
        alias="items", description="ids worded in the paper, or an expression that gives a list of texts"
    )
    classes: list[Identifier] = Field(min_length=2, max_length=30)
    answer: Source = Field(description="a record item: class, or a list of classes in the items' order")
    several: bool = False
    shuffle: bool = False
    columns: dict[Identifier, Shown] = Field(default_factory=dict, description="shown beside each item")
    mistakes: dict[Identifier, Annotated[Mistake | Source, Field(union_mode="left_to_right")]] = Field(
        default_factory=dict, description="classes that another rule gives, each with its words"
    )

    @field_validator("matched")
    @classmethod
    def _listed(cls, items: list[str] | str) -> list[str] | str:
        if isinstance(items, list):
            twice = next((item for item in items if items.count(item) > 1), None)
            if twice is not None:
                raise fault("listed_twice", item=twice)
        return items

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Items, key, columns and misconceptions."""
        listed: Source = (
            [{"text": item} for item in self.matched] if isinstance(self.matched, list) else self.matched
        )
        found: dict[str, Source] = {"items": listed, "answer": self.answer}
        found |= {f"columns.{name}.value": column.value for name, column in self.columns.items()}
        for name, mistake in self.mistakes.items():
            found[f"mistakes.{name}"] = mistake.answer if isinstance(mistake, Mistake) else mistake
        return found

    def graph_sources(self) -> tuple[str, ...]:
        """The key lies over the items."""
        return ("items", "answer")

    def _items(self, scope: Scope) -> list[str]:
        value = scope.evaluate(self.templates["items"])
        items = [str(item) for item in value] if isinstance(value, list) else []
        fits = 0 < len(items) <= MAX_ITEMS and len(set(items)) == len(items)
        if not fits or any(not 0 < len(item) <= MAX_CHARACTERS for item in items):
            raise ExpressionError("match_items", limit=MAX_ITEMS, characters=MAX_CHARACTERS)
        return items

    def _classes(self, scope: Scope, place: str) -> Classes:
        """The classes of each item by the key, or by a misconception: the key's for the items that it leaves out."""
        items, value = self._items(scope), scope.evaluate(self.templates[place])
        if isinstance(value, list) and len(value) == len(items):
            value = dict(zip(items, value, strict=True))
        if place != "answer" and isinstance(value, dict) and set(value) < set(items):
            right: dict[str, Plain] = {
                name: list(ids) for name, ids in self._classes(scope, "answer").items()
            }
            value = right | value
        if not isinstance(value, dict) or set(value) != set(items):
            raise ExpressionError("match_key", classes=", ".join(self.classes), found=str(value)[:80])
        found: Classes = {}
        for item in items:
            given = value[item]
            chosen = [str(one) for one in given] if isinstance(given, list) else [str(given)]
            if not set(chosen) <= set(self.classes) or (len(chosen) != 1 and not self.several):
                raise ExpressionError("match_key", classes=", ".join(self.classes), found=str(given)[:80])
            found[item] = [one for one in self.classes if one in chosen]
        return found

    def key(self, scope: Scope) -> Plain:
        """The class of each item, or its classes."""
        return self._plain(self._classes(scope, "answer"))

    def _plain(self, classes: Classes) -> Plain:
        if self.several:
            return {item: list(chosen) for item, chosen in classes.items()}
        return {item: chosen[0] for item, chosen in classes.items() if chosen}

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """The classes that each misconception gives."""
        return {
            f"mistake.{name}": [self._plain(self._classes(scope, f"mistakes.{name}"))]
            for name in self.mistakes
        }

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of rules that classify every item alike in this draw."""
        found = {"correct": self._classes(scope, "answer")}
        found |= {f"mistake.{name}": self._classes(scope, f"mistakes.{name}") for name in self.mistakes}
        names = list(found)
        for place, one in enumerate(names):
            yield from ((one, other) for other in names[place + 1 :] if found[one] == found[other])

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the class of each item; a class that the question does not know is refused."""
        raw = answer.raw
        if not isinstance(raw, dict):
            return Reading(codes=("answer_shape",)) if not is_blank(raw) else BLANK
        if is_blank(raw):
            return BLANK
        if len(raw) > 2 * MAX_ITEMS:
            return Reading(codes=("answer_shape",))
        value: dict[str, Plain] = {}
        for item, typed in raw.items():
            chosen = [one.strip() for one in typed.split(",") if one.strip()]
            unknown = next((one for one in (item, *chosen) if len(one) > MAX_CHARACTERS), None)
            unknown = unknown or next((one for one in chosen if one not in self.classes), None)
            if isinstance(self.matched, list) and item not in self.matched:
                unknown = item
            if unknown is not None:
                known = ", ".join(self.classes)
                return Reading(codes=("unknown_option",), params={"option": unknown[:40], "options": known})
            if len(set(chosen)) > 1 and not self.several:
                return Reading(codes=("one_option",))
            if chosen:
                kept: list[Plain] = [one for one in self.classes if one in chosen]
                value[item] = kept if self.several else kept[0]
        return Reading(value=value)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The class of each item, the classes joined by commas where there are several."""
        return {item: ",".join(chosen) for item, chosen in _listed_classes(value).items()}

    def show(self, value: Plain, lang: Lang) -> str:
        """Class by class, the items in it."""
        found = _listed_classes(value)
        colon = "\u00a0: " if lang == "fr" else ": "
        classes = (
            f"{one}{colon}{', '.join(items)}"
            for one in self.classes
            if (items := [item for item, chosen in found.items() if one in chosen])
        )
        return joined(classes, lang)

    def describe(self, value: Plain, words: Wording) -> str:
        """Class by class, the items in it, in words."""
        found = _listed_classes(value)
        if isinstance(self.matched, list):  # as the question lists them, whatever the order they were kept in
            found = {item: found[item] for item in self.matched if item in found}
        colon = "\u00a0: " if words.lang == "fr" else ": "
        classes = (
            f"{words.item('classes', one)}{colon}{', '.join(self._item_words(item, words) for item in items)}"
            for one in self.classes
            if (items := [item for item, chosen in found.items() if one in chosen])
        )
        return joined(classes, words.lang)

    def _item_words(self, item: str, words: Wording) -> str:
        return words.item("items", item) if isinstance(self.matched, list) else item

    def blank(self) -> Raw:
        """No item in a class."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text as a class, and as an item."""
        first = self.matched[0] if isinstance(self.matched, list) else "1"
        yield {first: text}
        yield {text: self.classes[0]}

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark the classes against the key's and against what was carried, whichever earns more."""
        chosen = _listed_classes(reading.value)
        right = self._classes(key, "answer")
        own = right if carried is key else self._classes(carried, "answer")
        credit, expected = self._credit(chosen, right), right
        if own != right and (by_own := self._credit(chosen, own)) > credit:
            credit, expected = by_own, own
        code = "partly" if credit > 0 else "wrong"
        if self._whole(chosen, expected):
            code = "correct" if expected is right else "carried"
        else:
            for name, mistake in self.mistakes.items():
                scopes = (key,) if carried is key else (carried, key)
                if any(self._whole(chosen, self._classes(scope, f"mistakes.{name}")) for scope in scopes):
                    code = f"mistake.{name}"
                    credit = mistake.credit if isinstance(mistake, Mistake) else credit
                    break
        parts = {
            item: self._part(chosen.get(item, []), expected[item], right.get(item, [])) for item in expected
        }
        return Outcome(credit, (code,), self._plain(expected), self._plain(right), parts=parts)

    def _whole(self, chosen: Classes, right: Classes) -> bool:
        return all(chosen.get(item, []) == classes for item, classes in right.items())

    def _part(self, chosen: list[str], expected: list[str], right: list[str]) -> PartMark:
        right_code = "correct" if expected == right else "carried"
        code = right_code if chosen == expected else "wrong" if chosen else "blank"
        share = self._share(chosen, expected) if self.several else float(chosen == expected)
        given: Plain = [*chosen] if chosen else None
        return PartMark(share, code, given, [*expected], [*right])

    def _share(self, chosen: list[str], right: list[str]) -> float:
        if not right:
            return float(not chosen)
        wrong = len(set(chosen) - set(right)) / max(len(self.classes) - len(right), 1)
        return max(0.0, len(set(chosen) & set(right)) / len(right) - wrong)

    def _credit(self, chosen: Classes, right: Classes) -> float:
        if self.several:
            return sum(self._share(chosen.get(item, []), classes) for item, classes in right.items()) / len(
                right
            )
        members: dict[str, list[str]] = {}
        for item, classes in right.items():
            members.setdefault(classes[0], []).append(item)
        shares = [
            sum(chosen.get(item) == [one] for item in items) / len(items) for one, items in members.items()
        ]
        mean, guessed = sum(shares) / len(shares), 1 / len(shares)
        return mean if guessed >= 1 else max(0.0, (mean - guessed) / (1 - guessed))

    def stand_in(self, reading: Reading, outcome: Outcome, carried: Scope) -> Plain:
        """The learner's classes; the items left out keep those carried so far."""
        own = self.key(carried)
        assert isinstance(own, dict)
        given = reading.value if isinstance(reading.value, dict) else {}
        return {item: given.get(item, value) for item, value in own.items()}

    # -- the proof ----------------------------------------------------------------------------------
    def chance(self, scope: Scope) -> float | None:
        """The mean credit of answers without a thought: one class for all, and classes in turn."""
        right = self._classes(scope, "answer")
        count = len(self.classes)
        guesses: list[Classes] = []
        for shift in range(count):
            guesses.append({item: [self.classes[shift]] for item in right})
            guesses.append({item: [self.classes[(n + shift) % count]] for n, item in enumerate(right)})
        return sum(self._credit(guess, right) for guess in guesses) / len(guesses)

    # -- words --------------------------------------------------------------------------------------
    def part_label(self, place: str, words: Wording) -> str:
        """The words of an item."""
        return self._item_words(place, words)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """The words of its classes."""
        if value is None:
            return message("match.no_class", words.lang)
        chosen = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return ", ".join(words.item("classes", one) for one in chosen)

    def ask(self, scope: Scope, words: Wording) -> MatchAsk:
        """Items and classes, in the variant's order if the case shuffles them."""
        items = self._items(scope)
        columns: list[tuple[str, tuple[str, ...]]] = []
        order = words.shuffled(items, "items") if self.shuffle else items
        for name, column in self.columns.items():
            values = scope.evaluate(self.templates[f"columns.{name}.value"])
            if not isinstance(values, list) or len(values) != len(items):
                raise ExpressionError("match_column", name=name, count=len(items))
            texts = {
                item: shown(value, column.format, words.lang)
                for item, value in zip(items, values, strict=True)
            }
            columns.append((words.item("columns", name), tuple(texts[item] for item in order)))
        return MatchAsk(
            tuple(OptionView(item, self._item_words(item, words)) for item in order),
            tuple(OptionView(one, words.item("classes", one)) for one in self.classes),
            self.several,
            tuple(columns),
        )

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of each class, item, column and misconception."""
        found = {"classes": frozenset(self.classes)}
        if isinstance(self.matched, list):
            found["items"] = frozenset(self.matched)
        if self.columns:
            found["columns"] = frozenset(self.columns)
        return found | ({"mistakes": frozenset(self.mistakes)} if self.mistakes else {})

    def shape(self) -> str:
        """A record item: class."""
        return "record"


def _listed_classes(value: Plain) -> Classes:
    """The classes of each item as lists, from a record that holds one or several."""
    record: Mapping[str, Plain] = value if isinstance(value, dict) else {}
    return {
        item: [str(one) for one in chosen] if isinstance(chosen, list) else [str(chosen)]
        for item, chosen in record.items()
    }
