"""The words of the faults of a production plan lived over a year, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

AGGREGATE_WORDS: dict[str, dict[str, str]] = {
    "profile_length": {
        "fr": "la liste compte {count} valeurs pour {periods} périodes : donnez-en une par période, ou un seul "
        "nombre pour toutes",
        "en": "has {count} figures for {periods} periods: give one a period, or a single figure for all",
    },
    "workers_bounds": {
        "fr": "l’effectif maximal doit valoir au moins l’effectif minimal ({least})",
        "en": "must be at least the fewest workers, {least}",
    },
    "subcontract_none": {
        "fr": "rien ne peut être sous-traité ici : donnez subcontract_cost, ou retirez cette clé",
        "en": "nothing can be bought here: give subcontract_cost, or take this key out",
    },
}
