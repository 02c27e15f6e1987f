"""The words for an answer that could not be read, from its code."""

from __future__ import annotations

from collections.abc import Mapping

from cases import answers
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import MAX_LENGTH, Reading
from cases.quantity_words import explain

FIGURE = "reading."


def refused(read: Reading, typed: str, unit: str, box: str = "") -> answers.Reading:
    """A figure that could not be read, with what ``explain_reading`` needs; ``box`` names the input, if several."""
    params: dict[str, Plain] = {
        "typed": typed[:MAX_LENGTH],
        "unit": unit,
        "unit_typed": read.unit_typed,
        "readings": list(read.readings),
        "input": box,
    }
    return answers.Reading(codes=(f"{FIGURE}{read.code}",), params=params)


def explain_reading(code: str, lang: Lang, params: Mapping[str, Plain]) -> str:
    """Why an answer was not read and how to write it; plain text that may quote what was typed."""
    if not code.startswith(FIGURE):
        return message(code, lang, params)
    readings, typed = params.get("readings"), params.get("unit_typed")
    reading = Reading(
        False,
        code=code.removeprefix(FIGURE),
        unit_typed=typed if isinstance(typed, str) else None,
        readings=tuple(float(value) for value in readings if is_number(value))
        if isinstance(readings, list)
        else (),
    )
    unit = params.get("unit")
    asked = unit if isinstance(unit, str) and unit else None
    words = explain(reading, str(params.get("typed", "")), lang, unit=asked, rate=asked == "percent")
    box = params.get("input")
    return f"{box}\u00a0: {words}" if box and lang == "fr" else f"{box}: {words}" if box else words
