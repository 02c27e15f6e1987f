"""A trade document as a learner filled it, to take away on paper: in a sitting as it stands, later with its marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from app import session
from app.widgets import downloads
from app.widgets.context import Work
from cases.answers import Answer
from cases.debrief import PartDebrief
from cases.form_asking import FormAsk, FormBox
from cases.questions.form import FormQuestion
from cases.wording import QuestionWords


def offer_form(work: Work, question: FormQuestion, parts: Mapping[str, PartDebrief] | None = None) -> None:
    """Offer a form as it is filled now, in the document's language; with ``parts``, with the marks of its places."""
    lang, now, variant = session.lang(), session.clock().now(), work.variant
    asked = question.ask(variant.scope(), QuestionWords(variant, question.id, lang))
    name = f"{variant.case.slug}-{variant.seed}-{question.id}-{asked.lang}"

    def made() -> bytes:
        from app.reports.trade_document import form_pdf  # noqa: PLC0415  (typst: only for who asks)

        # Read when it is asked for: what was typed since the page was drawn goes on paper too.
        held = work.answers().get(question.id)
        texts = filled(question, asked, held.answer if held is not None else None)
        return form_pdf(asked, texts, name, lang, now, parts)

    label = session.t()("reports.download_document", title=asked.title)
    downloads.offer(label, made, f"{name}.pdf", work.key(question.id, "pdf"), kind="tertiary")


def filled(question: FormQuestion, asked: FormAsk, answer: Answer | None) -> dict[str, str]:
    """What stands in each place filled: a figure as it was read, an option in words, else what was typed."""
    if answer is None or not isinstance(answer.raw, dict):
        return {}
    written = question.echoes(question.read(answer), asked.lang)
    options = {box.place: dict(box.options) for box in boxes(asked)}
    return {
        place: written.get(place) or options.get(place, {}).get(text, text)
        for place, text in answer.raw.items()
        if text.strip()
    }


def boxes(asked: FormAsk) -> Iterator[FormBox]:
    """Every box of a form and every cell of its lines, from its head to its foot."""
    for section in asked.sections:
        yield from chain.from_iterable(section.rows)
    if asked.lines is not None:
        yield from chain.from_iterable(asked.lines.rows)
    for section in asked.closing:
        yield from chain.from_iterable(section.rows)
