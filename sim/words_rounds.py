"""The words of the faults of delivery rounds, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

ROUNDS_WORDS: dict[str, dict[str, str]] = {
    "closes_early": {
        "fr": "ferme avant l’ouverture ({opens:g} h) : donnez une heure plus tardive",
        "en": "comes before the stop opens at {opens:g}: give a later hour",
    },
    "extended_short": {
        "fr": "doit valoir au moins la durée de conduite ordinaire ({daily:g} h)",
        "en": "must be {daily:g} hours at least, the driving time of an ordinary day",
    },
    "routes_or_tour": {
        "fr": "donnez soit routes, soit tour : l’un des deux, et un seul",
        "en": "give one of routes and tour, not both and not neither",
    },
    "stop_twice": {
        "fr": "{name} est déjà dans une tournée : gardez une seule visite",
        "en": "holds {name}, which a round serves already: keep one visit",
    },
    "stop_left_out": {
        "fr": "aucune tournée ne passe chez {name} : ajoutez une visite",
        "en": "leave out {name}: add a visit",
    },
    "vehicles_few": {
        "fr": "demande {wanted} véhicules {name} pour {count} : ouvrez moins de tournées, ou prenez un autre type",
        "en": "asks for {wanted} vehicles {name} where there are {count}: run fewer rounds, or take another type",
    },
    "matrix_shape": {
        "fr": "doit être un tableau de {size} lignes de {size} nombres (le dépôt, puis les arrêts dans l’ordre)",
        "en": "must have {size} rows of {size} numbers: the depot, then the stops in their order",
    },
    "day_profile": {
        "fr": "doit donner 24 facteurs strictement positifs, un par heure de la journée",
        "en": "must give 24 factors above zero, one for each hour of the day",
    },
}
