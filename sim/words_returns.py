"""The words of the faults of a returns cell, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

RETURNS_WORDS: dict[str, dict[str, str]] = {
    "grade_weights": {
        "fr": "donnez {count} poids, dont un au moins strictement positif, dans l’ordre {names}",
        "en": "give {count} weights, one of them above zero at least, in the order {names}",
    },
    "inspection_errors": {
        "fr": "false_good et false_bad dépassent 1 au total : réduisez-les",
        "en": "false_good and false_bad add up to more than 1: bring them down",
    },
}
