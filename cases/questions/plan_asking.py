"""What a page shows of a plan to draw up, in the words of the paper; nothing of the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.plan_table import Column
from cases.questions.choice import OptionView
from cases.scope import Wording


@dataclass(frozen=True)
class PlanColumn:
    """A column as asked: what it is called, its unit and rounding, and what may be chosen in it."""

    id: str
    label: str
    unit_label: str = ""
    note: str = ""
    options: tuple[OptionView, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class PlanAsk:
    """The table to fill in: its columns, its rows by name and in words, and what is shown while it is drawn up."""

    columns: tuple[PlanColumn, ...]
    rows: tuple[str, ...]
    row_labels: Mapping[str, str]
    key_label: str
    chart: str
    told_at_once: bool


def columns_asked(
    columns: Mapping[str, Column], choices: Mapping[str, Sequence[str]], words: Wording
) -> tuple[PlanColumn, ...]:
    """The columns of a table, with what may be chosen in each."""
    found = []
    for name, column in columns.items():
        options = tuple(
            OptionView(one, words.item("options", one) if column.options else one)
            for one in choices.get(name, ())
        )
        figure = None if column.chosen else column.figure
        found.append(
            PlanColumn(
                id=name,
                label=words.item("columns", name),
                unit_label=figure.unit_words(words.lang) if figure else "",
                note=figure.note(words.lang) if figure else "",
                options=options,
                optional=column.optional,
            )
        )
    return tuple(found)
