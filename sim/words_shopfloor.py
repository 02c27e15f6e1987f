"""The words of the faults of named records, kanban loops, counts and forecasts, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

SHOPFLOOR_WORDS: dict[str, dict[str, str]] = {
    # Records with names.
    "records_none": {"fr": "liste vide : donnez au moins une ligne", "en": "is empty: give at least one"},
    "name_twice": {
        "fr": "nom déjà pris ({name}) : donnez un autre nom",
        "en": "is taken already ({name}): give another name",
    },
    "name_unknown": {
        "fr": "nom inconnu ({name}){near} ; noms possibles : {names}",
        "en": "names nothing ({name}){near}; known: {names}",
    },
    # Kanban.
    "shift_open": {
        "fr": "ne peut dépasser la longueur de la journée ({length} périodes)",
        "en": "cannot exceed the length of the day, {length} periods",
    },
    "demand_or_line": {
        "fr": "donnez soit demand, soit line : l’une des deux, et une seule",
        "en": "give one of demand and line, not both and not neither",
    },
    "demand_whole": {
        "fr": "des pièces se comptent en nombres entiers : choisissez une demande entière",
        "en": "parts are counted in whole numbers: choose a whole demand",
    },
    "line_unfed": {
        "fr": "aucune boucle n’alimente la ligne {name} : ajoutez-en une ou retirez la ligne",
        "en": "no loop feeds the line {name}: add one or take the line out",
    },
    "most_lost": {
        "fr": "ne va qu’avec « shortage: backorder » : retirez most, ou laissez les pièces en retard",
        "en": "goes with shortage: backorder only: take most out, or let pieces be late",
    },
    "rule_missing": {
        "fr": "il manque la règle de {name} : ajoutez-la",
        "en": "has no rule for {name}: add it",
    },
    "two_bin_cards": {
        "fr": "un double bac a deux bacs : retirez cards, ou two_bin",
        "en": "a two-bin loop has two bins: take out cards, or two_bin",
    },
    "two_bin_safety": {
        "fr": "un double bac n’a pas de carte de sécurité : retirez safety, ou two_bin",
        "en": "a two-bin loop has no safety card: take out safety, or two_bin",
    },
    "records_many": {
        "fr": "liste trop longue : {most} lignes au plus",
        "en": "is too long: {most} at most",
    },
    # Counting.
    "lot_or_level": {
        "fr": "donnez soit Q, soit S : l’une des deux clés, et une seule",
        "en": "give one of Q and S, not both and not neither",
    },
    "counts_many": {
        "fr": "plus d’un comptage par jour ouvré ({count} pour {year} jours) : réduisez ce nombre",
        "en": "is more than a count a working day ({count} for {year} days): lower it",
    },
    "count_day": {
        "fr": "doit être un jour de l’année ouvrée, compté à partir de 0, et non {found}",
        "en": "must be a day of the working year, counted from 0, not {found}",
    },
    # Forecasts.
    "forecast_above_zero": {
        "fr": "doit être supérieur à 0 : un indice ou un facteur multiplie la prévision",
        "en": "must be above 0: an index or a factor multiplies the forecast",
    },
}
