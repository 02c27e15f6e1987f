"""A filled form held against the contract: place by place, then by what its places say together.

An entry is right by the contract, by what was carried into the graph, or by the learner's own other entries
where the form says that it follows from them. A broken rule takes points of its own, never more than its
least place can win back: making one more place right never lowers the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cases.expression_error import ExpressionError
from cases.figure import Judged, View
from cases.form_fields import FormField
from cases.plain import Plain
from cases.questions.base import PartMark

VERDICTS = frozenset({"correct", "carried", "wrong"})
Record = dict[str, Plain]
Views = tuple[View, View]  # of the carried graph and of the key's


@dataclass(frozen=True)
class Entry:
    """One place of a form: its field, and the graphs as it sees them; None for a row that the answer lacks."""

    field: FormField
    carried: View | None
    key: View | None

    @cached_property
    def right(self) -> Plain:
        """The key of the place; raises ExpressionError."""
        return None if self.key is None else self.field.key(self.key)

    @cached_property
    def own(self) -> Plain:
        """What the carried graph puts there; raises ExpressionError."""
        if self.carried is self.key:
            return self.right
        return None if self.carried is None else self.field.key(self.carried)

    def judge(self, given: Plain) -> Judged:
        """Judge what was entered; raises ExpressionError."""
        if self.key is None or self.right is None:
            agrees = self.own is not None and self.field.agrees(given, self.own)
            return Judged(float(agrees), "carried" if agrees else "superfluous", self.own, None)
        if self.carried is None or self.own is None:
            # the learner's own figures leave the place empty: what they entered is held against the key
            return self.field.judge_entry(given, self.right, self.right, self.key, self.key)
        return self.field.judge_entry(given, self.own, self.right, self.carried, self.key)


@dataclass(frozen=True)
class Rule:
    """A rule over the whole: the condition over the entries, and the share of the credit that breaking it costs."""

    holds: Callable[[Record], bool]
    cost: float


@dataclass(frozen=True)
class FormMark:
    """What was found: the marks by place, the rules broken, what goes on downstream, and the credit."""

    credit: float
    parts: Mapping[str, PartMark]
    broken: tuple[str, ...]
    stands: Mapping[str, Plain]
    expected: Mapping[str, Plain]
    key: Mapping[str, Plain]
    found: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The verdict of the whole, then what the places and the rules show, once each."""
        told = [code for code in self.found if code not in VERDICTS]
        carried = ["carried"] if "carried" in self.found else []
        missing = any(part.code == "blank" and part.weight for part in self.parts.values())
        rules = [f"rule.{name}" for name in self.broken]
        if self.credit >= 1:
            return (*(carried or ["correct"]), *told, *rules)
        verdict = "partly" if self.credit > 0 else "wrong"
        return (verdict, *carried, *(["missing"] if missing else []), *told, *rules)


def mark_form(
    entries: Mapping[str, Entry],
    given: Mapping[str, Plain],
    unread: frozenset[str],
    rules: Mapping[str, Rule],
    record: Callable[[Mapping[str, Plain]], Record],
) -> FormMark:
    """Mark what was entered, by place; ``record`` makes one record of entries, as rules see them.

    Raises ExpressionError where the key of a place has no value.
    """
    key = {place: entry.right for place, entry in entries.items()}
    expected = {place: entry.own for place, entry in entries.items()}
    judged = {place: entries[place].judge(value) for place, value in given.items()}
    stands = dict(expected)
    for place, found in judged.items():
        expected[place] = found.expected
        if entries[place].field.goes_on(given[place], found.code, found.key):
            stands[place] = given[place]
    judged |= _following(entries, given, judged, record(stands))
    parts = {}
    for place, entry in entries.items():
        mark = _part(entry.field, judged.get(place), given.get(place), expected[place], key[place])
        if mark is not None:
            unreadable = place in unread and place not in given
            parts[place] = _unreadable(mark) if unreadable else mark
    broken = tuple(name for name, rule in rules.items() if _breaks(rule, record(given)))
    return FormMark(
        credit=_credit(parts, key, sum(rules[name].cost for name in broken)),
        parts=parts,
        broken=broken,
        stands=stands,
        expected=expected,
        key=key,
        found=tuple(dict.fromkeys(found.code for found in judged.values())),
    )


def _following(
    entries: Mapping[str, Entry],
    given: Mapping[str, Plain],
    judged: Mapping[str, Judged],
    own: Record,
) -> dict[str, Judged]:
    """The entries that are not right by the graph, yet are what the learner's other entries make them."""
    found = {}
    for place, one in judged.items():
        entry = entries[place]
        view = entry.carried or entry.key
        if one.credit >= 1 or entry.field.follows is None or view is None:
            continue
        try:
            value = entry.field.follow(View(view.scope, {**(view.own or {}), "own": own}))
        except ExpressionError:
            continue  # the other entries do not tell
        if entry.field.agrees(given[place], value):
            found[place] = Judged(1.0, "consistent", one.expected, one.key)
    return found


def _part(
    field: FormField, judged: Judged | None, given: Plain, expected: Plain, key: Plain
) -> PartMark | None:
    """The mark of a place; None where there is nothing to fill and nothing was."""
    if judged is not None:
        # the words of a misconception or an alternative stand in the feedback, once for the question
        code = judged.code.partition(".")[0]
        return PartMark(judged.credit, code, given, expected, key, field.weight)
    if expected is None:
        return None if key is None else PartMark(1.0, "carried", None, None, key, field.weight)
    return PartMark(0.0, "blank", None, expected, key, field.weight if field.required else 0.0)


def _unreadable(mark: PartMark) -> PartMark:
    return PartMark(0.0, "unreadable", None, mark.expected, mark.key, mark.weight)


def _breaks(rule: Rule, own: Record) -> bool:
    try:
        return not rule.holds(own)
    except ExpressionError:
        return False  # an entry that it speaks of is missing, and already counted so


def _credit(parts: Mapping[str, PartMark], key: Mapping[str, Plain], broken: float) -> float:
    """The share of the weights earned, less what stands where nothing should, less the rules broken."""
    whole = sum(one.weight for place, one in parts.items() if key[place] is not None)
    earned = sum(one.weight * one.credit for place, one in parts.items() if key[place] is not None)
    strays = sum(one.weight for one in parts.values() if one.code == "superfluous")
    if not whole:
        return 0.0
    return min(max(round((earned - strays) / whole - broken, 9), 0.0), 1.0)
