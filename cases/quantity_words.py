"""The words for a figure that could not be read, by code and language; nothing else in reading has words."""

from __future__ import annotations

from cases.numerals import Lang
from cases.quantity import MAX_LENGTH, Reading, unit_label, write_number

# {raw}: the text as typed; {asked}: the asked unit; {typed}: the unit typed; {choices}: the readings.
EXPLAIN: dict[Lang, dict[str, str]] = {
    "fr": {
        "empty": "Vous n’avez rien saisi.",
        "too_long": "Votre réponse est trop longue : écrivez un seul nombre, en {limit} caractères au plus.",
        "strange_character": (
            "Votre réponse contient un caractère invisible ou un chiffre d’une autre écriture : "
            "retapez-la au clavier, avec les chiffres de 0 à 9."
        ),
        "not_a_number": (
            "« {raw} » ne se lit pas comme un nombre : écrivez-le en chiffres, comme 1 234,5 ou 1234.5."
        ),
        "ambiguous": "« {raw} » peut se lire {choices} : écrivez {choices}.",
        "two_numbers": "« {raw} » contient plusieurs nombres : écrivez un seul nombre.",
        "two_units": (
            "« {raw} » est en deux parties : écrivez un seul nombre décimal, comme 2,5 pour deux et demi."
        ),
        "calculation": "« {raw} » est un calcul : écrivez seulement son résultat.",
        "scientific": "« {raw} » est en notation scientifique : écrivez le nombre en entier.",
        "not_finite": "« {raw} » n’est pas un nombre fini : écrivez un nombre en chiffres.",
        "unknown_unit": (
            "L’unité « {typed} » n’est pas reconnue : "
            "écrivez le nombre seul, ou suivi de l’unité demandée{asked}."
        ),
        "wrong_unit": (
            "Votre réponse est en {typed}, qui ne se convertit pas dans l’unité demandée{asked} : "
            "donnez-la dans cette unité."
        ),
        "unit_not_expected": "Aucune unité n’est demandée ici : écrivez le nombre seul, sans « {typed} ».",
    },
    "en": {
        "empty": "You have not typed anything.",
        "too_long": "Your answer is too long: type a single number, in at most {limit} characters.",
        "strange_character": (
            "Your answer holds an invisible character or a digit of another script: "
            "type it again on the keyboard, with the digits 0 to 9."
        ),
        "not_a_number": "“{raw}” does not read as a number: write it in digits, such as 1,234.5 or 1234.5.",
        "ambiguous": "“{raw}” can be read as {choices}: type {choices}.",
        "two_numbers": "“{raw}” holds several numbers: type a single number.",
        "two_units": "“{raw}” is in two parts: type a single decimal number, such as 2.5 for two and a half.",
        "calculation": "“{raw}” is a calculation: type its result only.",
        "scientific": "“{raw}” is in scientific notation: type the number in full.",
        "not_finite": "“{raw}” is not a finite number: type a number in digits.",
        "unknown_unit": (
            "The unit “{typed}” is not known here: "
            "type the number alone, or followed by the asked unit{asked}."
        ),
        "wrong_unit": (
            "Your answer is in {typed}, which does not convert to the asked unit{asked}: "
            "give it in that unit."
        ),
        "unit_not_expected": "No unit is asked here: type the number alone, without “{typed}”.",
    },
}

_OR = {"fr": " ou ", "en": " or "}


def explain(reading: Reading, raw: str, lang: Lang, *, unit: str | None = None, rate: bool = False) -> str:
    """Word, for the learner, why a text was not read and what to type instead.

    `raw`, `lang`, `unit` and `rate` are those given to `read_number`. The result is plain text that quotes
    what was typed: the page that shows it escapes it. Raises ValueError on a reading that succeeded.
    """
    if reading.code is None:
        raise ValueError("this reading succeeded: there is nothing to explain")
    asked = unit or ("percent" if rate else None)
    return EXPLAIN[lang][reading.code].format(
        raw=raw.strip(),
        limit=MAX_LENGTH,
        asked=f" ({unit_label(asked, lang)})" if asked else "",
        typed=_typed(reading, lang),
        choices=_OR[lang].join(_choice(value, lang, unit, rate) for value in reading.readings),
    )


def _typed(reading: Reading, lang: Lang) -> str:
    if reading.unit_typed is None or reading.code == "unknown_unit":
        return reading.unit_typed or ""
    return unit_label(reading.unit_typed, lang)


def _choice(value: float, lang: Lang, unit: str | None, rate: bool) -> str:
    """Write one reading of an ambiguous text in a form that reads back as itself."""
    if rate:
        return write_number(value, lang, unit=unit, style="percent")
    return write_number(value, lang, unit=unit)
