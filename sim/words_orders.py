"""The words of the faults of an order book, and of a process of orders, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

ORDERS_WORDS: dict[str, dict[str, str]] = {
    "due_before_order": {
        "fr": "la date voulue précède l’arrivée de la commande (jour {step}) : repoussez-la",
        "en": "comes before the order does, on day {step}: put it later",
    },
    "disruption_target": {
        "fr": "un aléa de type {kind} doit dire ce qu’il touche : ajoutez cette clé",
        "en": "a disruption of the kind {kind} must say what it strikes: add this key",
    },
    "error_shares": {
        "fr": "les parts (share) des erreurs dépassent 1 au total : réduisez-les",
        "en": "the shares of the errors add up to more than 1: bring them down",
    },
    "pack_multiple": {
        "fr": "doit être un multiple du conditionnement ({pack}) : l’erreur « pack » s’en écarte d’elle-même",
        "en": "must be a multiple of the pack, {pack}: the error `pack` departs from it by itself",
    },
    "duplicate_of": {
        "fr": "un doublon répète une commande antérieure du même client : donnez-en une",
        "en": "a duplicate repeats an earlier order of the same customer: give one",
    },
    "wanted_names": {
        "fr": "doit être une liste de noms, et non {found} : écrivez [a, b]",
        "en": "must be a list of names, not {found}: write [a, b]",
    },
}
