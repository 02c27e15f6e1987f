"""What each refusal allows, French and English beside each other: the one place that a new refusal adds to.

Each pair completes the words of ``refusal``. Names and figures keep the notation of a call, where they are mended.
"""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "refusal": {
        "fr": "{argument} vaut {shown} ; il faut {allowed}",
        "en": "{argument} is {shown}; it must be {allowed}",
    },
    "number": {"fr": "un nombre", "en": "a number"},
    "finite": {"fr": "un nombre fini", "en": "a finite number"},
    "bounded": {"fr": "un nombre entre {low:g} et {high:g}", "en": "between {low:g} and {high:g}"},
    "positive": {"fr": "un nombre supérieur à 0", "en": "greater than 0"},
    "not_tiny": {
        "fr": "au moins {least:g} : choisissez une autre unité",
        "en": "at least {least:g}: take another unit",
    },
    "non_negative": {"fr": "0 ou plus", "en": "0 or more"},
    "one_or_more": {"fr": "1 ou plus", "en": "1 or more"},
    "fraction": {
        "fr": "un nombre entre 0 et 1, bornes exclues (95 % s’écrit 0.95)",
        "en": "between 0 and 1, both excluded (95 % is 0.95)",
    },
    "closed_fraction": {"fr": "un nombre de 0 à 1", "en": "from 0 to 1"},
    "whole": {"fr": "un nombre entier", "en": "a whole number"},
    "numbers": {"fr": "une liste de nombres", "en": "a list of numbers"},
    "some_numbers": {"fr": "une liste d’au moins un nombre", "en": "a list of at least 1 number"},
    "one_of": {"fr": "l’un des mots {words}", "en": "one of {words}"},
    "table_ends": {
        "fr": (
            "un nombre de {low:.4f} à {high:.4f}, où s’arrête la table imprimée (au-delà, utilisez le "
            "z exact)"
        ),
        "en": "from {low:.4f} to {high:.4f}, where the printed table ends (use the exact z beyond)",
    },
    "loss": {"fr": "un nombre supérieur à 0 (au moins 1e-300)", "en": "greater than 0 (at least 1e-300)"},
    "at_least_mean": {"fr": "au moins la moyenne ({mean:g})", "en": "at least the mean ({mean:g})"},
    "at_most_requests": {
        "fr": "au plus le nombre de demandes ({requests:g})",
        "en": "at most the requests ({requests:g})",
    },
    "as_many_as_means": {
        "fr": "autant de valeurs que de moyennes ({count})",
        "en": "as many as there are means ({count})",
    },
    "as_many_as_quantities": {
        "fr": "autant de valeurs que de quantités ({count})",
        "en": "as many as there are quantities ({count})",
    },
    "as_many_as_breaks": {
        "fr": "autant de prix que de seuils ({count})",
        "en": "as many prices as breaks ({count})",
    },
    "first_break": {
        "fr": "0, ou le plus petit lot que le fournisseur accepte",
        "en": "0, or the smallest lot the supplier accepts",
    },
    "rising_break": {
        "fr": "plus que le seuil précédent ({before:g})",
        "en": "greater than the break before it ({before:g})",
    },
    "falling_price": {
        "fr": "au plus le prix précédent ({before:g})",
        "en": "at most the price before it ({before:g})",
    },
    "holding_not_free": {
        "fr": (
            "un nombre supérieur à 0 quand other_holding_cost vaut 0 : posséder une unité à {price:g} "
            "ne coûterait rien"
        ),
        "en": "greater than 0 when other_holding_cost is 0: holding at {price:g} would be free",
    },
    "from_first_break": {
        "fr": "au moins le premier seuil ({least:g})",
        "en": "at least the first break ({least:g})",
    },
    "faster_than_demand": {
        "fr": "plus que annual_demand ({demand:g}) : une production plus lente ne constitue jamais de stock",
        "en": "greater than annual_demand ({demand:g}): slower production never builds a stock",
    },
    "range_from_one": {
        "fr": "un intervalle qui commence à 1 ou plus",
        "en": "a range that starts at 1 or more",
    },
    "range_pair": {
        "fr": "deux nombres entiers (le plus petit, le plus grand)",
        "en": "two whole numbers (lowest, highest)",
    },
    "range_order": {
        "fr": "deux nombres entiers, le plus petit d’abord",
        "en": "two whole numbers, the lowest first",
    },
    "range_size": {
        "fr": "au plus {limit} valeurs : augmentez {step} ou resserrez l’intervalle",
        "en": "at most {limit} values: raise {step} or narrow the range",
    },
    "finite_cost": {
        "fr": "une fonction qui donne un coût fini à au moins un couple",
        "en": "a function that gives at least one pair a finite cost",
    },
    "reachable_service": {
        "fr": (
            "au plus {best:.6g}, le meilleur service obtenu avec s dans {s_range} et Q dans "
            "{Q_range} : abaissez-le ou permettez un s plus élevé"
        ),
        "en": (
            "at most {best:.6g}, the best service met with s in {s_range} and Q in {Q_range}: lower it "
            "or allow a higher s"
        ),
    },
    "returns_service": {
        "fr": "une fonction qui renvoie aussi le service, puisque minimum_service est donné",
        "en": "a function that also returns the service, since minimum_service is given",
    },
    "array": {"fr": "un tableau de nombres de forme {shape}", "en": "an array of numbers of shape {shape}"},
    "shape": {
        "fr": "un tableau de forme {wanted}, et non de forme {found} : une ligne par s",
        "en": "of shape {wanted}, not of shape {found}: one row per s",
    },
    "number_per_pair": {
        "fr": "un nombre pour chaque couple, ce qui manque à la ligne {row}, colonne {column}",
        "en": "a number for every pair, and is not at row {row}, column {column}",
    },
    # -- plans: loading, scheduling
    "count_between": {"fr": "de {least} à {most}", "en": "from {least} to {most}"},
    "distinct_names": {"fr": "une liste de noms tous différents", "en": "a list of names that all differ"},
    "room_for": {
        "fr": "assez de place pour charger {order}",
        "en": "enough room to load {order}",
    },
    "zero": {
        "fr": "0 : cette méthode suppose toutes les commandes présentes dès le départ",
        "en": "0: this method takes all orders to be there from the start",
    },
}
