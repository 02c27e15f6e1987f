"""The words of a decision: what it aims at, told before, and what its figures are worth, told after."""

from __future__ import annotations

from collections.abc import Iterator

from cases.decision_goal import Goal
from cases.indicators import Units, indicator_label, indicator_text, limit_text
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import write_number
from cases.questions.base import Outcome


def aims(goal: Goal, units: Units, lang: Lang) -> tuple[str, ...]:
    """The figure to bring down, then each value required or limited."""
    told = [message("aim.minimise", lang, {"what": _in_a_sentence(indicator_label(goal.minimise, lang))})]
    for code, bounds in (("aim.least", goal.least), ("aim.most", goal.most)):
        for name, value in bounds.items():
            text = limit_text(name, value, lang, units)
            told.append(message(code, lang, {"what": indicator_label(name, lang), "value": text}))
    return tuple(told)


def remarks(outcome: Outcome, minimise: str, units: Units, lang: Lang) -> Iterator[str]:
    """The figure beside the solver's and the naive one, the share of the gain, and what was missed."""
    if not outcome.detail:
        return
    figures = {}
    for who in ("learner", "reference", "naive"):
        figures[who] = _text(minimise, _figures(outcome.detail.get(who)), units, lang)
    if minimise == "total_cost":
        yield message("debrief.decision", lang, figures)
    else:
        figures["what"] = _in_a_sentence(indicator_label(minimise, lang))
        yield message("debrief.decision_figure", lang, figures)
    if outcome.codes[0] in {"correct", "partly"}:
        share = write_number(outcome.credit, lang, decimals=0, style="percent")
        yield message(f"debrief.decision_{outcome.codes[0]}", lang, {"share": share})
    yield from _missed(outcome, units, lang)


def _missed(outcome: Outcome, units: Units, lang: Lang) -> Iterator[str]:
    bounds, missed = outcome.detail.get("bounds"), outcome.detail.get("missed")
    result = _figures(outcome.detail.get("learner"))
    for side, values in bounds.items() if isinstance(bounds, dict) else ():
        for name, asked in _figures(values).items():
            if isinstance(missed, list) and name in missed:
                yield message(
                    f"debrief.missed_{side}",
                    lang,
                    {
                        "what": indicator_label(name, lang),
                        "found": _text(name, result, units, lang),
                        "asked": limit_text(name, asked, lang, units),
                    },
                )


def _figures(value: Plain) -> dict[str, float]:
    return {name: one for name, one in value.items() if is_number(one)} if isinstance(value, dict) else {}


def _text(name: str, figures: dict[str, float], units: Units, lang: Lang) -> str:
    return indicator_text(name, figures[name], lang, units) if name in figures else "–"


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]
