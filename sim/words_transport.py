"""The words of the faults of transport lanes, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

TRANSPORT_WORDS: dict[str, dict[str, str]] = {
    "bands_or_price": {
        "fr": "bands et per_100_kg s’excluent : gardez l’un des deux",
        "en": "stands beside per_100_kg: keep one of them",
    },
    "bands_rise": {
        "fr": "les tranches doivent se suivre par poids croissant : rangez-les par least",
        "en": "must rise from one band to the next: put them in the order of least",
    },
    "bands_zero": {
        "fr": "la première tranche doit commencer à 0 kg : donnez-lui « least: 0 »",
        "en": "must begin at 0 kg: give the first band least: 0",
    },
    "start_or_chance": {
        "fr": "donnez soit start, soit une chance non nulle : l’un des deux, et un seul",
        "en": "give one of start and a chance above 0, not both and not neither",
    },
    "weekdays": {
        "fr": "un jour de la semaine est un nombre entier de 0 à 6 : corrigez la liste",
        "en": "must list whole numbers from 0 to 6, one for each day of the week",
    },
    "weekdays_or_every": {
        "fr": "ne va pas avec weekdays : gardez l’un des deux",
        "en": "cannot stand beside weekdays: keep one of them",
    },
    "capacity_none": {
        "fr": "vehicles et fill demandent une capacité : donnez weight_kg, volume_m3, loading_metres ou pallets",
        "en": "is wanted by vehicles and fill: give weight_kg, volume_m3, loading_metres or pallets",
    },
    "chain_broken": {
        "fr": "le tronçon qui finit à {one} est suivi d’un tronçon qui part de {two} : faites-les se toucher",
        "en": "has a leg that ends at {one} and a next one that begins at {two}: make them meet",
    },
    "order_days_once": {
        "fr": "donnez une seule des clés every, per_week et weekdays",
        "en": "give one only of every, per_week and weekdays",
    },
    "level_or_days": {
        "fr": "donnez soit level, soit safety_days : l’un des deux, et un seul",
        "en": "give one of level and safety_days, not both and not neither",
    },
    "backup_amount": {
        "fr": "backup va avec une seule des clés backup_level et backup_days : donnez les deux, ou retirez tout",
        "en": "goes with one of backup_level and backup_days: give both, or take both out",
    },
    "unit_heavy": {
        "fr": "une unité ne tient pas dans un véhicule de {lane} : un véhicule plus grand, ou une unité plus petite",
        "en": "does not fit into a vehicle of {lane}: take a larger vehicle, or a smaller unit",
    },
    "shipments_many": {
        "fr": "environ {count} expéditions par simulation, pour {most} au plus : raccourcissez l’horizon",
        "en": "makes about {count} shipments a run, for {most} at most: shorten the horizon",
    },
    "flow_or_receiver": {
        "fr": "donnez au moins un receveur (receivers) ou un flux (flows)",
        "en": "is empty, and flows too: give a receiver or a flow at least",
    },
}
