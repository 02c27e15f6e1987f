"""An exchange as a list of bubbles: who speaks, what is said, its translation, and a note in the margin.

The HTML is a list in the order of the talk; the style sheet sets the two sides apart. Everything that stands
in it is escaped by `app.widgets.markup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.widgets import markup


@dataclass(frozen=True)
class Bubble:
    """Something said: by whom, `own` by the learner; `help` says it in the page's language, `notes` comment it.

    `marks` are what a reply gained or lost, as (sign, words, css class).
    """

    who: str
    text: str
    own: bool = False
    help: str = ""
    notes: Sequence[str] = ()
    marks: Sequence[tuple[str, str, str]] = field(default=())


def talk(bubbles: Iterable[Bubble], lang: str, page_lang: str, name: str, help_label: str) -> str:
    """The exchange in `lang` on a page in `page_lang`, as HTML; a screen reader tells it under `name`."""
    said = "".join(_bubble(one, lang, page_lang, help_label) for one in bubbles)
    return markup.raw_tag("ol", said, "lt-talk", aria_label=name, aria_live="polite")


def _bubble(bubble: Bubble, lang: str, page_lang: str, help_label: str) -> str:
    spoken = {} if lang == page_lang else {"lang": lang}
    inner = markup.tag("span", bubble.who, "who") + markup.tag("p", bubble.text, "said", **spoken)
    if bubble.help:
        inner += markup.raw_tag("details", markup.tag("summary", help_label) + markup.tag("p", bubble.help))
    notes = "".join(markup.tag("p", note) for note in bubble.notes)
    marks = [
        markup.raw_tag("span", f"{markup.tag('span', sign, aria_hidden='true')} {markup.escape(words)}", css)
        for sign, words, css in bubble.marks
    ]
    if notes or marks:
        inner += markup.raw_tag(
            "div", notes + (markup.items("ul", marks, "marks") if marks else ""), "margin"
        )
    return markup.raw_tag("li", inner, "own" if bubble.own else "other")
