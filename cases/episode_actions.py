"""What is decided at each step of an episode: how it is asked, read and written.

The answer is flat: "3.order" -> text for the order of step 3, "3.allocate.CMD-7" for a row of a table (a figure or one
of the options), and "3.done" for a step in which nothing need be decided. A step is played when any of its places
holds something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from cases.answers import BLANK, Answer, Reading, is_blank
from cases.figure_format import FigureFormat
from cases.numerals import Lang
from cases.part import Identifier, Part, Unit, fault
from cases.plain import Plain, is_number
from sim.episodes.base import BY_ROW, CHOICES, FIGURE, TABLE, WORD

DONE = "done"
MAX_PLACES = 20_000
MAX_NAME = 60

Decision = dict[str, Plain]


class Action(Part):
    """A decision of each step: a figure, declared options (one, several), or a figure or an option for each row."""

    unit: Unit = ""
    decimals: int = Field(0, ge=0, le=4)
    range: tuple[float, float] | None = Field(None, description="the lowest and the highest figure allowed")
    options: list[Identifier] = Field(
        default_factory=list, max_length=20, description="ids to choose from, the first one by default"
    )
    several: bool = Field(False, description="any number of the options, none by default")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.options and {"unit", "decimals", "range"} & self.model_fields_set:
            raise fault("episode_action")
        if len(self.options) == 1 and not self.several:
            raise fault("episode_options")
        twice = next((one for one in self.options if self.options.count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        if self.range is not None and self.range[0] >= self.range[1]:
            raise fault("range_order", low=self.range[0], high=self.range[1])
        return self

    @cached_property
    def figure(self) -> FigureFormat:
        """How a figure is read and written."""
        return FigureFormat(unit=self.unit, decimals=self.decimals)

    def read_figure(self, text: str, lang: Lang, name: str) -> Reading:
        """A figure within the range, whole where no decimals are asked; never raises."""
        read = self.figure.read(text, lang)
        if not read.ok or not is_number(read.value):
            return read
        low, high = self.range if self.range is not None else (0, float("inf"))
        if not low <= read.value <= high:
            params: dict[str, Plain] = {"input": name, "low": low, "high": high}
            code = "out_of_range" if self.range is not None else "episode_negative"
            return Reading(codes=(code,), params=params)
        if not self.decimals and read.value != round(read.value):
            return Reading(codes=("not_whole",), params={"input": name})
        return read

    def read_words(self, text: str) -> Reading:
        """The options chosen, joined by commas where several may be; the default where nothing is."""
        chosen = [one.strip() for one in text.split(",") if one.strip()]
        unknown = next((one for one in chosen if one not in self.options), None)
        if unknown is not None:
            known = ", ".join(self.options)
            return Reading(codes=("unknown_option",), params={"option": unknown[:40], "options": known})
        if not self.several and len(set(chosen)) > 1:
            return Reading(codes=("one_option",))
        if self.several:
            return Reading(value=[one for one in self.options if one in chosen])
        return Reading(value=chosen[0] if chosen else self.options[0])


@dataclass(frozen=True)
class Sheet:
    """The decisions of an episode, step by step: its actions, what each holds, and how many steps there are."""

    actions: Mapping[str, Action]
    holds: Mapping[str, str]
    steps: int

    def read(self, answer: Answer) -> Reading:
        """The decisions of the steps played, up to the first that is missing or cannot be read; never raises."""
        if not isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        if len(answer.raw) > MAX_PLACES:
            return Reading(codes=("answer_shape",))
        by_step: dict[int, dict[str, str]] = {}
        for place, text in answer.raw.items():
            step, _, rest = place.partition(".")
            number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else 0
            if not 1 <= number <= self.steps or not self._known(rest):
                known = ", ".join(f"1.{name}" for name in (*self.actions, DONE))
                return Reading(codes=("unknown_place",), params={"place": place[:MAX_NAME], "places": known})
            if text.strip():
                by_step.setdefault(number, {})[rest] = text
        return self._played(by_step, answer.lang)

    def _known(self, rest: str) -> bool:
        name, dot, row = rest.partition(".")
        if name == DONE:
            return not dot
        if name not in self.actions:
            return False
        return bool(dot and 0 < len(row) <= MAX_NAME) if self.holds[name] in BY_ROW else not dot

    def _played(self, by_step: Mapping[int, Mapping[str, str]], lang: Lang) -> Reading:
        decisions: list[Plain] = []
        parts: dict[str, Reading] = {}
        for number in range(1, self.steps + 1):
            if number not in by_step:
                break
            decision, faults = self._step(number, by_step[number], lang)
            if faults:
                parts |= faults
                break
            decisions.append(decision)
        later = max(by_step) > len(decisions) + bool(parts)
        if not decisions:
            first = next(iter(parts.values()), Reading(codes=("episode_first",)))
            return Reading(codes=first.codes, params=first.params)
        if later and not parts:
            parts[f"{len(decisions) + 1}.{DONE}"] = Reading(codes=("episode_gap",))
        return Reading(value=decisions, parts=parts)

    def _step(self, number: int, texts: Mapping[str, str], lang: Lang) -> tuple[Decision, dict[str, Reading]]:
        decision: Decision = {}
        faults: dict[str, Reading] = {}
        for name, action in self.actions.items():
            if self.holds[name] in BY_ROW:
                rows: dict[str, Plain] = {}
                for place, text in texts.items():
                    if place.startswith(f"{name}."):
                        row = place.removeprefix(f"{name}.")
                        word = self.holds[name] == CHOICES
                        read = action.read_words(text) if word else action.read_figure(text, lang, row)
                        if read.ok:
                            rows[row] = read.value
                        else:
                            faults[f"{number}.{place}"] = read
                decision[name] = dict(sorted(rows.items()))
                continue
            text = texts.get(name, "")
            if self.holds[name] == WORD:
                read = action.read_words(text)
            elif text:
                read = action.read_figure(text, lang, name)
            else:
                read = Reading(codes=("episode_missing",))
            if read.ok:
                decision[name] = read.value
            else:
                faults[f"{number}.{name}"] = read
        return decision, faults

    def raw(self, decisions: Plain, lang: Lang) -> dict[str, str]:
        """What a learner would type to play decisions."""
        found: dict[str, str] = {}
        for number, decision in enumerate(decisions if isinstance(decisions, list) else [], start=1):
            found[f"{number}.{DONE}"] = "1"
            if isinstance(decision, dict):
                for name, value in decision.items():
                    found |= self._raw(f"{number}.{name}", name, value, lang)
        return found

    def _raw(self, place: str, name: str, value: Plain, lang: Lang) -> dict[str, str]:
        action = self.actions[name]
        if isinstance(value, dict):
            word = self.holds[name] == CHOICES
            return {
                f"{place}.{row}": str(one) if word else _typed(action, one, lang)
                for row, one in value.items()
            }
        if self.holds[name] == WORD:
            chosen = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            return {place: chosen} if chosen else {}
        return {place: _typed(action, value, lang)}

    def kept(self, name: str, value: Plain) -> Plain | None:
        """A decision of a policy as a learner could hand it in, brought into range; None where it cannot be."""
        action = self.actions[name]
        if self.holds[name] == CHOICES:
            known = isinstance(value, dict) and all(one in action.options for one in value.values())
            return dict(sorted(value.items())) if known and isinstance(value, dict) else None
        if self.holds[name] == TABLE:
            if not isinstance(value, dict):
                return None
            rows = {row: _within(action, figure) for row, figure in sorted(value.items())}
            return None if None in rows.values() else dict(rows)
        if self.holds[name] == WORD:
            if action.several:
                chosen = value if isinstance(value, list) else None
                known = chosen is not None and all(one in action.options for one in chosen)
                return [one for one in action.options if one in (chosen or [])] if known else None
            return value if value in action.options else None
        return _within(action, value)


def _typed(action: Action, value: Plain, lang: Lang) -> str:
    short = action.figure.raw(value, lang)
    return short if action.figure.read(short, lang).value == value else action.figure.retyped(value, lang)


def _within(action: Action, value: Plain) -> float | None:
    """A figure rounded as asked and brought into the range."""
    if not is_number(value):
        return None
    rounded = action.figure.rounded(value)
    assert is_number(rounded)
    low, high = action.range if action.range is not None else (0.0, float("inf"))
    return float(min(max(rounded, low), high))


__all__ = ["CHOICES", "DONE", "FIGURE", "TABLE", "WORD", "Action", "Decision", "Sheet"]
