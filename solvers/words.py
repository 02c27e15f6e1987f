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
    "as_many_as_axes": {
        "fr": "autant de valeurs que de paramètres cherchés ({count})",
        "en": "as many as there are axes ({count})",
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
    # -- stochastic and multi-echelon stock
    "spread": {
        "fr": "une demande qui s’étale sur {limit} unités au plus : comptez en cartons ou en palettes",
        "en": "such that demand spreads over at most {limit} units: count in cases or in pallets",
    },
    "grid_spread": {
        "fr": "une demande qui tient sur une grille de {limit} pas : rapprochez les délais ou réduisez les étages",
        "en": "such that the grid has at most {limit} steps: take closer lead times or fewer stages",
    },
    "as_many_as_values": {
        "fr": "autant de poids que de valeurs ({count})",
        "en": "as many weights as values ({count})",
    },
    "some_weight": {
        "fr": "une liste de poids dont un au moins dépasse 0",
        "en": "a list of weights of which one at least is above 0",
    },
    "some_demand": {
        "fr": "une demande qui n’est pas toujours nulle",
        "en": "a demand that is not always 0",
    },
    "at_most_times_mean": {
        "fr": "au plus {times} fois la moyenne ({mean:g})",
        "en": "at most {times} times the mean ({mean:g})",
    },
    "variance_between": {
        "fr": "plus que la moyenne ({least:g}) et au plus {most:g}",
        "en": "greater than the mean ({least:g}) and at most {most:g}",
    },
    "shortage_worth": {
        "fr": (
            "plus que ce que coûte l’unité gardée pendant un cycle ({least:g}), faute de quoi "
            "aucun stock ne se justifie"
        ),
        "en": "more than holding a unit for one cycle costs ({least:g}), or no stock is worth holding",
    },
    "lot_within": {
        "fr": "un coût assez faible pour un lot de {limit} unités au plus : comptez en cartons ou en palettes",
        "en": "small enough for the best lot to stay under {limit} units: count in a larger unit",
    },
    "gap_within": {
        "fr": "un coût assez faible pour que S dépasse s de {limit} unités au plus : comptez en cartons ou en palettes",
        "en": "small enough for S to exceed s by at most {limit} units: count in a larger unit",
    },
    "above_by": {
        "fr": "plus que s ({s}), et de {most} unités au plus",
        "en": "greater than s ({s}), by at most {most} units",
    },
    "states_within": {
        "fr": "un niveau assez bas pour que la chaîne compte {limit} états au plus : comptez en cartons ou en palettes",
        "en": "low enough for the chain to have at most {limit} states: count in a larger unit",
    },
    "settling": {
        "fr": "une chaîne dont les parts de temps se stabilisent",
        "en": "those of a chain whose shares of time settle",
    },
    "as_many_as_stages": {
        "fr": "autant de valeurs que d’étages ({count})",
        "en": "as many as there are stages ({count})",
    },
    "rising_holding": {
        "fr": (
            "au moins le coût de l’étage précédent ({before:g}) : une unité vaut plus cher à "
            "mesure qu’elle approche du client"
        ),
        "en": "at least that of the stage before it ({before:g}): a unit is worth more as it nears the customer",
    },
    "promise_needed": {
        "fr": (
            "un délai en périodes entières : un étage qui n’en sert aucun autre sert des clients, "
            "à qui il promet un délai"
        ),
        "en": "a whole number of periods: a stage that serves no other serves customers, who are promised a time",
    },
    "tree": {
        "fr": "un arbre : {count} liaisons qui relient tous les étages, sans boucle",
        "en": "a tree: {count} links that join all the stages, without a ring",
    },
    "time_of_each": {
        "fr": "un délai pour chaque étage, ce qui manque pour {name}",
        "en": "a time for each stage, which {name} lacks",
    },
    "path_within": {
        "fr": "une durée telle que le plus long chemin tienne en {limit} périodes : prenez-les plus longues",
        "en": "such that the longest path lasts at most {limit} periods: count in longer periods",
    },
    # -- classes, counts, kanban, valuation, grouped orders, sourcing
    "some_above_zero": {
        "fr": "une liste de nombres dont un au moins dépasse 0",
        "en": "a list of numbers of which one at least is above 0",
    },
    "two_numbers": {"fr": "une liste d’au moins deux nombres", "en": "a list of at least 2 numbers"},
    "above_threshold": {
        "fr": "plus que le seuil qui précède ({before:g})",
        "en": "greater than the threshold before it ({before:g})",
    },
    "some_texts": {"fr": "une liste d’au moins un texte", "en": "a list of at least 1 text"},
    "as_many_as_items": {
        "fr": "autant de valeurs que d’articles ({count})",
        "en": "as many as there are items ({count})",
    },
    "some_containers": {
        "fr": "une liste d’au moins un contenant",
        "en": "a list of at least 1 container",
    },
    "at_most_stock": {
        "fr": "au plus le stock présent avant ce mouvement ({stock:g})",
        "en": "at most the stock before this move ({stock:g})",
    },
    "not_so_small": {
        "fr": "un coût moins petit auprès des coûts de ligne : sans lui, traitez les articles un par un",
        "en": "less small beside the line costs: without it, take the items one by one",
    },
    "same_criteria": {"fr": "une note par critère : {words}", "en": "one score per criterion: {words}"},
    "some_suppliers": {"fr": "au moins un fournisseur", "en": "at least 1 supplier"},
    "over_other_costs": {
        "fr": "plus que ce que coûte tout le reste ({least:g})",
        "en": "more than what all the rest costs ({least:g})",
    },
    "first_break_zero": {
        "fr": "0 : le premier prix vaut dès la première unité",
        "en": "0: the first price counts from the first unit",
    },
    "split_meets": {
        "fr": "assez de fournisseurs pour couvrir la demande dans toutes les limites",
        "en": "enough suppliers to meet the demand within every limit",
    },
}
