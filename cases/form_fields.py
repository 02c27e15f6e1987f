"""One field of a trade document to fill: how its entry is read, written, and held against the contract."""

from __future__ import annotations

from functools import cached_property
from math import isclose
from typing import Literal

from pydantic import Field

from cases import text_match
from cases.answers import BLANK, Reading
from cases.expression_error import ExpressionError
from cases.figure import Figure, Judged, Mistake, View
from cases.numerals import Lang
from cases.part import Identifier, fault
from cases.plain import Plain, is_number
from cases.template import Source
from cases.text_match import Ignored

LONGEST = text_match.LONGEST
FIGURE_KEYS = frozenset(
    {"unit", "round", "decimals", "tolerance", "rounding_credit", "mistakes", "alternatives"}
)
WORD_KEYS = {"text": {"normalise", "accept"}, "choice": {"options"}}


class FormField(Figure):
    """A field: a figure as any other, a text, or one of some options.

    Its kind, unit and options are the document's unless given. An ``answer`` of None means that the document
    must leave it empty.
    """

    kind: Literal["text", "choice", "quantity", "rate", "money", "date", "duration"] = "text"  # type: ignore[assignment]  # a figure's kinds, and two more
    options: list[Identifier] = Field(default_factory=list, max_length=30)
    normalise: list[Ignored] = Field(
        default=list(text_match.ALL), description="what does not matter in a text"
    )
    accept: list[Source] = Field(default_factory=list, max_length=10, description="other texts as good")
    follows: Source | None = Field(
        None, description="what the learner's other fields make it: an expression over own.<field>"
    )
    weight: float = Field(1.0, gt=0, le=100)
    required: bool = Field(True, description="left empty it earns nothing; otherwise it does not count then")

    def _fits(self) -> bool:
        """A text and a choice have no unit and no rounding; a figure has no options."""
        given = self.model_fields_set
        for kind, keys in WORD_KEYS.items():
            if self.kind != kind and keys & given:
                raise fault("form_key", item=min(keys & given), kind=self.kind)
        if self.kind == "choice" and not self.options:
            raise fault("form_options")
        if self.is_figure:
            return super()._fits()
        if FIGURE_KEYS & given:
            raise fault("form_key", item=min(FIGURE_KEYS & given), kind=self.kind)
        return True

    @property
    def is_figure(self) -> bool:
        """Whether it holds a figure (a date is one)."""
        return self.kind not in WORD_KEYS

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Those of a figure, the texts as good, and what it follows from."""
        found = super().sources() if self.is_figure else {"answer": self.answer}
        found |= {f"accept.{place}": source for place, source in enumerate(self.accept)}
        return found | ({"follows": self.follows} if self.follows is not None else {})

    def key(self, view: View) -> Plain:
        """What the field must hold, None where it must be empty; raises ExpressionError."""
        return self._kept(view.value(self.templates["answer"]))

    def follow(self, view: View) -> Plain:
        """What the learner's other fields make it; raises ExpressionError where they do not tell."""
        return self._kept(view.value(self.templates["follows"]))

    def _kept(self, value: Plain) -> Plain:
        if value is None:
            return None
        if self.is_figure:
            return self.rounded(value)
        if not isinstance(value, str) or (self.kind == "choice" and value not in self.options):
            known = ", ".join(self.options) or "…"
            raise ExpressionError("form_answer", found=str(value)[:40], known=known)
        return value.strip() or None

    def as_written(self, view: View, value: Plain) -> bool:
        """Tell whether the key of a figure can be entered as it stands: rounding it loses nothing."""
        exact = self.exact(view)
        if is_number(exact) and is_number(value):
            return isclose(exact, value, rel_tol=1e-9, abs_tol=1e-12)
        return exact == value

    @cached_property
    def partial(self) -> float:
        """The most that an entry that is not right may still earn, in [0, 1)."""
        if not self.is_figure:
            return 0.0
        mistakes = (one.credit for one in self.mistakes.values() if isinstance(one, Mistake))
        return max(0.0 if self.is_date else self.rounding_credit, *mistakes, 0.0)

    # -- entries ------------------------------------------------------------------------------------
    def read(self, raw: str, lang: Lang) -> Reading:
        """Read an entry: BLANK, a value, or the codes and parameters of a refusal; never raises."""
        if not raw.strip():
            return BLANK
        if self.is_figure:
            return super().read(raw, lang)
        text = raw.strip()
        if self.kind == "choice" and text not in self.options:
            return Reading(
                codes=("unknown_option",), params={"option": text[:40], "options": ", ".join(self.options)}
            )
        if len(text) > LONGEST:
            return Reading(codes=("form_long",), params={"limit": LONGEST})
        return Reading(value=text)

    def raw(self, value: Plain, lang: Lang) -> str:
        """What a careful learner enters."""
        return super().raw(value, lang) if self.is_figure else str(value or "")

    def displayed(self, value: Plain, lang: Lang) -> str:
        """The value in a form that ``read`` takes back."""
        return super().displayed(value, lang) if self.is_figure else str(value or "")

    def retyped(self, value: Plain, lang: Lang) -> str:
        """The entry as it is typed in another language."""
        return super().retyped(value, lang) if self.is_figure else str(value or "")

    # -- marking ------------------------------------------------------------------------------------
    def judge_entry(self, given: Plain, own: Plain, right: Plain, carried: View, key: View) -> Judged:
        """Judge an entry that was read, ``own`` and ``right`` being what the two graphs put there.

        Raises ExpressionError where the key cannot be computed.
        """
        if self.is_figure:
            return super().judge(given, carried, key)
        return self._judge_words(str(given), str(own), str(right), carried, key)

    def _judge_words(self, given: str, own: str, right: str, carried: View, key: View) -> Judged:
        if self.kind == "choice":
            code = "correct" if given == right else "carried" if given == own else "wrong"
            return Judged(float(code != "wrong"), code, right if code == "correct" else own, right)
        if self._same(given, right, key):
            return Judged(1.0, "correct", right, right)
        if self._same(given, own, carried):
            return Judged(1.0, "carried", own, right)
        alike = any(text_match.near(given, text) for text in (own, right))
        return Judged(0.0, "near" if alike else "wrong", own, right)

    def _same(self, given: str, expected: str, view: View) -> bool:
        texts = [expected]
        for place in range(len(self.accept)):
            value = view.value(self.templates[f"accept.{place}"])
            texts += [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
        return any(text_match.same(given, text, self.normalise) for text in texts)

    def agrees(self, given: Plain, other: Plain) -> bool:
        """Tell whether an entry is the value that other fields make it."""
        if other is None:
            return False
        if self.is_figure:
            return self.holds(other, given)
        return text_match.same(str(given), str(other), self.normalise if self.kind == "text" else ())

    def goes_on(self, given: Plain, code: str, key: Plain) -> bool:
        """Tell whether an entry stands for the key where others rest on it."""
        return not self.is_figure or (key is not None and self.carries(given, code, key))


class FormColumn(FormField):
    """A column of the lines: each of its cells is a field, whose key is ``line.<column>`` unless given."""

    answer: Source = Field("", description="over line, the record of the row; line.<column> by default")
