"""The words of the faults of a network, in the shape of `sim.words.WORDS`, which takes them in."""

from __future__ import annotations

NETWORK_WORDS: dict[str, dict[str, str]] = {
    "name_empty": {"fr": "nom vide : donnez un nom", "en": "is empty: give a name"},
    "wanted_names": {
        "fr": "doit être un nom ou une liste de noms, et non {found}",
        "en": "must be a name or a list of names, not {found}",
    },
    "wanted_periods": {
        "fr": "doit être une liste de numéros de période, comme [0, 7], et non {found}",
        "en": "must be a list of period numbers such as [0, 7], not {found}",
    },
    "network_empty": {
        "fr": "liste vide : écrivez au moins une ligne",
        "en": "is empty: write at least one record",
    },
    "network_twice": {
        "fr": "le nom {name} est déjà pris : donnez-en un autre",
        "en": "the name {name} is taken: give another",
    },
    "network_unknown": {
        "fr": "{name} n’existe pas{near} ; noms possibles : {names}",
        "en": "there is no {name}{near}; known: {names}",
    },
    "network_whole": {
        "fr": "doit être un nombre entier, et non {found} : un réseau compte en unités entières",
        "en": "must be a whole number, not {found}: a network counts in whole units",
    },
    "network_whole_demand": {
        "fr": "donne des unités non entières : un réseau compte en unités entières",
        "en": "gives units that are not whole: a network counts in whole units",
    },
    "network_circle": {
        "fr": "les sites {sites} s’approvisionnent en rond : enlevez une des liaisons",
        "en": "the sites {sites} supply one another in a circle: take one of the lanes out",
    },
    "lane_same_ends": {
        "fr": "une liaison va d’un lieu à un autre : changez l’un des deux",
        "en": "a lane goes from one place to another: change one of them",
    },
    "lane_no_stock": {
        "fr": "{item} n’est pas tenu en stock à {site} : ajoutez-le à stocks",
        "en": "{item} is not kept at {site}: add it to stocks",
    },
    "lane_not_served": {
        "fr": "{item} ne passe pas par cette liaison : il doit être tenu en stock aux deux bouts",
        "en": "{item} does not go by this lane: it must be kept at both ends",
    },
    "lane_twice": {
        "fr": "deux liaisons vont de {origin} à {target} pour le même article : gardez-en une",
        "en": "two lanes go from {origin} to {target} for the same item: keep one",
    },
    "lane_weekday": {
        "fr": "le jour {day} n’existe pas : les jours de la semaine vont de 0 à {last}",
        "en": "there is no weekday {day}: weekdays go from 0 to {last}",
    },
    "lane_no_day": {
        "fr": "aucun jour de commande : donnez-en au moins un, ou enlevez la clé",
        "en": "has no order day: give at least one, or take the key out",
    },
    "stock_twice": {
        "fr": "{item} à {site} est déjà dans la liste : gardez une seule ligne",
        "en": "{item} at {site} is already in the list: keep one record",
    },
    "demand_twice": {
        "fr": "la demande de {item} à {site} est donnée deux fois : gardez une seule ligne",
        "en": "the demand for {item} at {site} is given twice: keep one record",
    },
    "bill_twice": {
        "fr": "{item} à {site} a déjà une nomenclature : gardez une seule ligne",
        "en": "{item} at {site} already has a bill of material: keep one record",
    },
    "part_twice": {
        "fr": "un composant y figure deux fois : écrivez une seule ligne, avec la somme",
        "en": "names a part twice: write one record with the sum",
    },
    "bill_itself": {
        "fr": "{item} ne peut pas entrer dans sa propre fabrication : enlevez-le",
        "en": "{item} cannot be a part of itself: take it out",
    },
    "rule_twice": {
        "fr": "{item} à {site} a deux règles : gardez-en une",
        "en": "{item} at {site} has two rules: keep one",
    },
    "stock_without_rule": {
        "fr": "{item} à {site} n’a pas de règle d’approvisionnement : ajoutez-la",
        "en": "{item} at {site} has no replenishment rule: add one",
    },
    "can_order_levels": {
        "fr": "doit être compris entre s = {s:g} et S = {S:g} (s ≤ c < S)",
        "en": "must lie between s = {s:g} and S = {S:g} (s ≤ c < S)",
    },
    "rule_never": {
        "fr": (
            "{item} à {site} ne passe jamais commande : aucune revue ne tombe un jour où une liaison prend les "
            "commandes ; changez R ou order_days"
        ),
        "en": (
            "{item} at {site} never orders: no review falls on a day when a lane takes orders; change R or "
            "order_days"
        ),
    },
    "stock_missing": {
        "fr": "{item} n’est pas tenu en stock à {site} : ajoutez-le à stocks ou changez ici",
        "en": "{item} is not kept at {site}: add it to stocks, or change this",
    },
    "stock_without_lane": {
        "fr": "rien n’approvisionne {item} à {site} : ajoutez une liaison ou une nomenclature",
        "en": "nothing supplies {item} at {site}: add a lane or a bill of material",
    },
    "stock_made_and_bought": {
        "fr": "{item} à {site} est à la fois fabriqué et acheté : gardez la nomenclature ou la liaison",
        "en": "{item} at {site} is both made and bought: keep the bill of material or the lane",
    },
    "lanes_without_share": {
        "fr": (
            "plusieurs liaisons apportent {item} à {site} ({origins}) : donnez à chacune sa part (share), ou "
            "une priorité (priority) à celle de secours"
        ),
        "en": (
            "several lanes bring {item} to {site} ({origins}): give each its share, or a priority to the "
            "backup"
        ),
    },
    "disruption_kind": {
        "fr": "donnez soit up et down (au hasard), soit start et length (une fois)",
        "en": "give either up and down (by chance), or start and length (once)",
    },
    "network_large": {
        "fr": "trop grand : {work} périodes-stocks, pour au plus {limit} ; raccourcissez l’horizon ou les listes",
        "en": "is too large: {work} stock-periods, at most {limit}; shorten the horizon or the lists",
    },
    "trace_long": {
        "fr": "{count} mouvements à suivre, pour au plus {limit} : gardez ceux de l’article et de la période",
        "en": "{count} moves to follow, at most {limit}: keep those of the item and of the time in question",
    },
    "trace_unknown": {
        "fr": "aucun mouvement ne nomme le lot {lot} : vérifiez son numéro",
        "en": "no move names the lot {lot}: check its number",
    },
    "trace_short": {
        "fr": (
            "le lot {lot} : {units:g} de plus sont sortis de {place} qu’il n’y est entré ; complétez les mouvements"
        ),
        "en": "the lot {lot}: {units:g} more left {place} than came in; complete the moves",
    },
}
