"""The words of the faults of a shop floor, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

PRODUCTION_WORDS: dict[str, dict[str, str]] = {
    "interval_end": {
        "fr": "doit venir après le début ({start})",
        "en": "must come after the start, {start}",
    },
    "shift_cycle": {
        "fr": "dépasse la fin du cycle ({cycle}) : raccourcissez le poste, ou coupez-le en deux",
        "en": "goes past the end of the cycle, {cycle}: shorten the shift, or cut it in two",
    },
    "shift_overlap": {
        "fr": "commence avant la fin du poste précédent : décalez l’un des deux",
        "en": "begins before the shift before it ends: move one of them",
    },
    "wanted_names": {
        "fr": "attend une liste de noms, et non {found}",
        "en": "must be a list of names, not {found}",
    },
    "changeover_twice": {
        "fr": "donne deux fois le même changement de série : n’en gardez qu’un",
        "en": "gives the same changeover twice: keep one",
    },
    "operation_unknown": {
        "fr": "renvoie à une opération qui n’existe pas : la gamme en compte {count}",
        "en": "sends back to an operation that does not exist: the routing has {count}",
    },
    "operation_later": {
        "fr": "ne peut renvoyer qu’à cette opération ou à une précédente (au plus {number})",
        "en": "may only send back to this operation or an earlier one, at most {number}",
    },
    "conwip_wip": {
        "fr": "va avec « release: conwip », et seulement avec lui : donnez-le ou retirez-le",
        "en": "goes with release: conwip and only with it: give it, or take it out",
    },
    "kanban_cards": {
        "fr": "vont avec « release: kanban », et seulement avec lui : donnez-les ou retirez-les",
        "en": "go with release: kanban and only with it: give them, or take them out",
    },
    "schedule_alone": {
        "fr": "ne va qu’avec « release: push » et sans lots : retirez le reste, ou schedule",
        "en": "goes with release: push and no lots only: take the rest out, or schedule",
    },
    "unit_unknown": {
        "fr": "cette machine n’a que {count} unité(s) : corrigez le numéro",
        "en": "goes past the units of this machine, {count}: correct the number",
    },
    "schedule_missing": {
        "fr": "il manque l’opération {operation} de la commande {order} : ajoutez-la",
        "en": "lacks operation {operation} of order {order}: add it",
    },
    "schedule_twice": {
        "fr": "cette opération figure déjà au planning (opération {operation} de {order}) : retirez une ligne",
        "en": "is in the schedule already (operation {operation} of {order}): take one line out",
    },
    "schedule_beyond": {
        "fr": "la gamme de {order} n’a que {count} opération(s) : corrigez le numéro",
        "en": "goes past the routing of {order}, which has {count} operation(s): correct the number",
    },
    "schedule_order": {
        "fr": "l’opération {operation} de {order} doit commencer après la précédente ({start})",
        "en": "operation {operation} of {order} must start after the one before it, which starts at {start}",
    },
    "orders_none": {
        "fr": "rien à fabriquer : donnez orders ou arrivals",
        "en": "nothing to make: give orders or arrivals",
    },
    "every_zero": {
        "fr": "le temps moyen entre deux commandes doit être positif",
        "en": "the mean time between two orders must be positive",
    },
    "cards_missing": {
        "fr": "il manque les cartes du produit {name} : ajoutez-les",
        "en": "has no cards for the product {name}: add them",
    },
    "orders_many": {
        "fr": "donnerait environ {count} opérations, {most} au plus : raccourcissez l’horizon ou espacez les commandes",
        "en": "would give about {count} operations, {most} at most: shorten the horizon or space the orders out",
    },
    "episode_kanban": {
        "fr": "un épisode ne suit pas de cartes kanban : choisissez « release: push » ou conwip",
        "en": "an episode follows no kanban cards: choose release: push, or conwip",
    },
    "episode_horizon": {
        "fr": "l’épisode la fixe (steps et length) : retirez-la",
        "en": "is set by the episode, steps and length: take it out",
    },
}
