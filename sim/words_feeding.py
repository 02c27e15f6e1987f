"""The words of the faults of line feeding, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

FEEDING_WORDS: dict[str, dict[str, str]] = {
    "store_replenishment": {
        "fr": "store et replenishment vont ensemble : donnez les deux, ou aucun des deux",
        "en": "store and replenishment go together: give both, or neither",
    },
    "round_short": {
        "fr": "la tournée ne dure presque rien : donnez au moins {least} période de trajet ou d’arrêt",
        "en": "makes a round of next to no time: give {least} of a period of travel or stops at least",
    },
    "interval_or_demand": {
        "fr": "donnez soit interval, soit on_demand : l’un des deux, et un seul",
        "en": "give one of interval and on_demand, not both and not neither",
    },
    "two_bin_containers": {
        "fr": "un double bac a deux bacs : retirez containers, ou two_bin",
        "en": "two bins are two: take out containers, or two_bin",
    },
    "opened_call": {
        "fr": "ne va qu’avec « signal: call » : un bac entamé n’est pas encore vide",
        "en": "goes with signal: call only: a container just opened is not empty yet",
    },
    "kit_line": {
        "fr": "la pièce {name} va à une autre ligne que le reste du kit : un kit sert une seule ligne",
        "en": "belongs to another line than the rest of the kit ({name}): a kit serves one line",
    },
    "container_large": {
        "fr": "ce bac ne tient pas sur le train ({places} places) : un train plus grand, ou un bac plus petit",
        "en": "does not fit on the train, which has room for {places}: take a larger train, or a smaller container",
    },
    "cycle_short": {
        "fr": "temps moyen trop court : au moins {least} période par unité",
        "en": "is too short on average: {least} of a period a unit at least",
    },
    "demand_call": {
        "fr": "ne va qu’avec « signal: call » : sans appel, le magasin ne sait rien avant le retour du train",
        "en": "goes with signal: call only: without calls the store knows nothing before the train is back",
    },
    "fed_twice": {
        "fr": "la pièce {name} est déjà apportée par une autre règle : seule, ou dans un kit",
        "en": "brings {name}, which another rule brings already: by itself, or in a kit",
    },
}
