"""Two widgets for one figure, a text field and a slider: which of them did the learner move?

Each is set from the other, and the browser answers late: while the slider moves fast, its next message still
holds the text of two moves ago, which Streamlit reports as typed. Taken at its word, that text would pull
the slider back. So, for three seconds after one of the two moved (a busy server may take more than one), a
value that its twin had lately is an echo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

ECHO: Final = timedelta(seconds=3)

Which = Literal["text", "slide"]


@dataclass(frozen=True)
class Twins:
    """What both show now, which of them moved last and when, and what its twin had since the move began."""

    text: str
    slide: float
    last: Which | None
    at: datetime
    echoes: frozenset[str | float] = frozenset()


def moved(before: Twins, text: str, slide: float, now: datetime) -> Which | None:
    """Which of the two the learner moved, from what a message says of both; None when neither did."""
    recent = now - before.at < ECHO
    text_echo = recent and before.last == "slide" and text in before.echoes
    slide_echo = recent and before.last == "text" and slide in before.echoes
    if slide != before.slide and not slide_echo:
        return "slide"
    if text != before.text and not text_echo:
        return "text"
    return None


def after(before: Twins, which: Which, text: str, slide: float, now: datetime) -> Twins:
    """The twins once `which` moved and both show `text` and `slide`."""
    goes_on = before.last == which and now - before.at < ECHO
    lately: frozenset[str | float] = frozenset(
        [before.text, text] if which == "slide" else [before.slide, slide]
    )
    return Twins(text, slide, which, now, before.echoes | lately if goes_on else lately)
