"""What a page shows of an episode to play, in the words of the paper; nothing of the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.episode_actions import CHOICES, WORD, Sheet
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.quantity import write_number
from cases.scope import Wording


@dataclass(frozen=True)
class ActionAsk:
    """A decision of each step: what it holds (a figure, a word, a table of figures or of words), in words.

    ``options`` are (id, words); ``table`` names the list of the state that has a row for each figure or word.
    """

    id: str
    label: str
    holds: str
    unit_label: str = ""
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    table: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class EpisodeAsk:
    """The episode: its kind, its steps, what is decided, and the figure that the run is marked by."""

    kind: str
    step: str
    steps: int
    actions: tuple[ActionAsk, ...]
    aim: str


def actions_asked(sheet: Sheet, tables: Mapping[str, str], words: Wording) -> tuple[ActionAsk, ...]:
    """The decisions of a step."""
    found = []
    for name, action in sheet.actions.items():
        word = sheet.holds[name] in {WORD, CHOICES}
        low, high = action.range if action.range is not None else (None, None)
        found.append(
            ActionAsk(
                id=name,
                label=words.item("actions", name),
                holds=sheet.holds[name],
                unit_label="" if word else action.figure.unit_words(words.lang),
                options=tuple((one, words.item("options", one)) for one in action.options),
                several=action.several,
                table=tables.get(name, ""),
                low=low,
                high=high,
            )
        )
    return tuple(found)


def indicator_written(value: Plain, unit: str, lang: Lang) -> str:
    """An indicator with its unit: amounts to the euro, shares in percent."""
    if not is_number(value):
        return "–"
    if unit == "percent":
        return write_number(value, lang, decimals=1, style="percent")
    return write_number(
        value, lang, decimals=0 if abs(value) >= 100 or value == round(value) else 1, unit=unit or None
    )
