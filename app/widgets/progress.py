"""The bar that stays at the top of a sitting: the case, what is saved, one chip per question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app import session, sitting_answers
from app.widgets import markup
from cases.marking import check
from cases.policy import Mode
from cases.variant import Variant
from cases.views import QuestionView

State = Literal["empty", "answered", "unreadable"]
SIGNS: dict[State, str] = {"empty": "", "answered": "✓", "unreadable": "!"}
FLAG = "⚑"


@dataclass(frozen=True)
class Chip:
    """How a question stands, as a chip shows it."""

    id: str
    number: int
    state: State
    flagged: bool


def state_of(variant: Variant, question_id: str, held: sitting_answers.Held | None) -> State:
    """Whether a question is empty, answered, or holds something that cannot be read."""
    if held is None:
        return "empty"
    checked = check(variant, question_id, held.answer)
    if checked.blank:
        return "empty"
    return "answered" if checked.ok else "unreadable"


def chips(
    variant: Variant,
    questions: Sequence[QuestionView],
    answers: Mapping[str, sitting_answers.Held],
    flags: frozenset[str],
) -> tuple[Chip, ...]:
    """One chip per question, in the paper's order."""
    return tuple(
        Chip(view.id, view.number, state_of(variant, view.id, answers.get(view.id)), view.id in flags)
        for view in questions
    )


def bar(title: str, row: Sequence[Chip], answers: Mapping[str, sitting_answers.Held], mode: Mode) -> None:
    """Show the bar."""
    t = session.t()
    saved, late = _saved(answers)
    line = (
        markup.tag("h1", title)
        + markup.tag("span", t("mode." + mode), f"lt-mode is-{mode}")
        + markup.tag("span", saved, "lt-saved is-late" if late else "lt-saved", role="status")
    )
    listed = markup.items("ul", (_chip(chip) for chip in row), "lt-chips", aria_label=t("bar.progress"))
    markup.put(markup.raw_tag("div", line, "lt-bar") + listed)


def legend() -> None:
    """What the chips' looks mean, in words."""
    t = session.t()
    looks = [
        ("", "", "bar.empty"),
        ("is-answered", SIGNS["answered"], "bar.answered"),
        ("is-unreadable", SIGNS["unreadable"], "bar.unreadable"),
        ("is-flagged", FLAG, "bar.flagged"),
    ]
    inner = "".join(
        markup.raw_tag("span", markup.tag("span", sign, f"lt-chip {css}", aria_hidden="true") + t(key))
        for css, sign, key in looks
    )
    markup.put(markup.raw_tag("div", inner, "lt-legend"))


def _saved(answers: Mapping[str, sitting_answers.Held]) -> tuple[str, bool]:
    t = session.t()
    if any(held.at is None for held in answers.values()):
        return t("bar.not_saved"), True
    times = [held.at for held in answers.values() if held.at is not None]
    if not times:
        return t("bar.nothing_yet"), False
    return t("bar.saved_at", time=session.local_time(max(times)).strftime("%H:%M")), False


def _chip(chip: Chip) -> str:
    t = session.t()
    words = [t("bar." + chip.state)] + ([t("bar.flagged")] if chip.flagged else [])
    css = f"lt-chip is-{chip.state}" + (" is-flagged" if chip.flagged else "")
    signs = SIGNS[chip.state] + (FLAG if chip.flagged else "")
    inner = str(chip.number) + (markup.tag("span", signs, "sign", aria_hidden="true") if signs else "")
    label = t("bar.chip", number=chip.number, state=", ".join(words))
    return markup.raw_tag("a", inner, css, href=f"#question-{chip.number}", aria_label=label, title=label)
