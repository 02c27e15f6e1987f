"""A branching exchange: bubbles, one reply chosen at a time, and after hand-in the transcript with its margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.talk import Bubble, talk
from app.widgets.verdict import SIGNS
from cases.answers import Answer
from cases.debrief import QuestionDebrief
from cases.questions.dialogue import DialogueAsk, DialogueQuestion, Standing
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True


def ask(work: Work, view: QuestionView) -> None:
    """Show what was said so far and the replies that can be made; a reply made is saved at once."""
    question, words = _question(work, view.id), view.ask
    assert isinstance(words, DialogueAsk)
    path = _path(work, question)
    standing = question.standing(work.variant.scope(), path)
    _show(_said(words, standing, bool(words.help) and work.practice), words, "dialogue.so_far")
    if standing.mood:
        markup.put(markup.tag("p", words.moods[standing.mood], "lt-note lt-mood"))
    if standing.over:
        markup.put(markup.tag("p", session.t()("dialogue.over"), "lt-note", role="status"))
    elif not work.closed:
        _reply(work, view, words, standing, path)
    if path and work.practice and not work.closed:
        st.button(
            session.t()("dialogue.restart"),
            key=session.key("lt_restart", work.id, view.id),
            type="tertiary",
            icon=":material/replay:",
            on_click=work.commit,
            args=(view.id, list),
        )


def review(work: Work, question: DialogueQuestion, item: QuestionDebrief, answer: Answer | None) -> None:
    """Show what was reached, the exchange with a note on each reply, and an exchange that reaches everything."""
    t, scope = session.t(), work.variant.scope()
    said = QuestionWords(work.variant, question.id, session.lang())
    words = question.ask(scope, said)
    reading = question.read(answer) if answer is not None else None
    path = reading.value if reading is not None and isinstance(reading.value, list) else []
    own = question.standing(scope, [str(reply) for reply in path])
    best = question.standing(scope, question.solved(scope).best)
    if item.parts:
        markup.put(
            markup.table(
                t("dialogue.scored"),
                [(t("dialogue.goal"), "left"), (t("dialogue.result"), "left")],
                [(part.label, f"{SIGNS[part.verdict]} {part.words} ({part.given})") for part in item.parts],
            )
        )
    if not own.steps or own.steps == best.steps:
        _show(_annotated(question, words, best, said), words, "dialogue.best")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _show(_annotated(question, words, own, said), words, "dialogue.yours", titled=True)
    with right:
        _show(_annotated(question, words, best, said), words, "dialogue.best", titled=True)


def _question(work: Work, question_id: str) -> DialogueQuestion:
    question = work.variant.case.question(question_id)
    assert isinstance(question, DialogueQuestion)
    return question


def _path(work: Work, question: DialogueQuestion) -> list[str]:
    held = work.answers().get(question.id)
    value = question.read(held.answer).value if held is not None else None
    return [str(reply) for reply in value] if isinstance(value, list) else []


def _show(bubbles: Iterator[Bubble], words: DialogueAsk, name: str, *, titled: bool = False) -> None:
    t = session.t()
    if titled:
        st.markdown(f"#### {t(name)}")
    markup.put(talk(bubbles, words.lang, session.lang(), t(name), t("dialogue.translation")))


def _said(words: DialogueAsk, standing: Standing, helped: bool) -> Iterator[Bubble]:
    """Every turn and reply so far, and the turn that is to be answered."""
    for step in standing.steps:
        yield from _turn(words, step.turn, helped)
        yield _own(words, step.reply, helped)
        if step.reply in words.reactions:
            yield _other(words, step.turn, "reactions", step.reply, helped)
    yield from _turn(words, standing.turn, helped)


def _turn(words: DialogueAsk, turn: str, helped: bool) -> Iterator[Bubble]:
    yield _other(words, turn, "turns", turn, helped)


def _other(words: DialogueAsk, turn: str, section: str, item: str, helped: bool) -> Bubble:
    text = words.turns[item] if section == "turns" else words.reactions[item]
    help_ = words.help.get(f"{section}.{item}", "") if helped else ""
    return Bubble(words.speakers[words.by[turn]], text, help=help_)


def _own(
    words: DialogueAsk,
    reply: str,
    helped: bool,
    notes: Sequence[str] = (),
    marks: Sequence[tuple[str, str, str]] = (),
) -> Bubble:
    help_ = words.help.get(f"replies.{reply}", "") if helped else ""
    return Bubble(session.t()("dialogue.you"), words.replies[reply], True, help_, notes, marks)


def _annotated(
    question: DialogueQuestion, words: DialogueAsk, standing: Standing, said: QuestionWords
) -> Iterator[Bubble]:
    """The exchange with, beside each reply, a word on it and what it gained or lost."""
    helped = bool(words.help)
    for step in standing.steps:
        yield from _turn(words, step.turn, helped)
        intents = question.replies[step.reply][1].intents
        marks = [
            ("+", said.item("score", name), "gained") if gain > 0 else ("−", said.item("score", name), "lost")
            for name, gain in intents.items()
            if gain
        ]
        yield _own(words, step.reply, helped, [said.item("feedback", step.reply)], marks)
        if step.reply in words.reactions:
            yield _other(words, step.turn, "reactions", step.reply, helped)
    yield from _turn(words, standing.turn, helped)


def _reply(work: Work, view: QuestionView, words: DialogueAsk, standing: Standing, path: list[str]) -> None:
    """The replies as options, and the button that makes the one chosen."""
    t, step = session.t(), len(path)
    offered = {
        reply: words.replies[reply] for reply in words.order[standing.turn] if reply in standing.replies
    }
    # The browser names options by their words, which the page's language may change: what is chosen but not
    # said yet is kept apart, and comes back under the other language's key.
    name = work.key(view.id, step, session.lang())
    kept = session.key("lt_reply", work.id, view.id, step)
    session.seed_widget(name, session.widget(kept))
    with st.container(key=f"lt-replies-{view.id}", gap="small"):
        chosen = st.radio(
            t("dialogue.choose"),
            list(offered),
            index=None,
            key=name,
            format_func=offered.__getitem__,
            on_change=lambda: session.set_widget(kept, session.widget(name)),
        )
        st.button(
            t("dialogue.reply"),
            key=session.key("lt_say", work.id, view.id, step),
            icon=":material/send:",
            disabled=chosen is None,
            on_click=work.commit,
            args=(view.id, lambda: [*path, session.widget(name)]),
        )
    if words.help and work.practice:
        helped = markup.items("ul", (markup.escape(words.help[f"replies.{reply}"]) for reply in offered))
        title = markup.tag("summary", t("dialogue.translation_replies"))
        markup.put(markup.raw_tag("details", title + helped, "lt-talk-help"))
