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
    # -- planning: lots, requirements, master schedule, aggregate plan, capacity
    "as_many_as_periods": {
        "fr": "autant de valeurs que de périodes ({count})",
        "en": "as many as there are periods ({count})",
    },
    "known_item": {"fr": "un article de la liste", "en": "an item of the list"},
    "capacity_of_each": {
        "fr": "une capacité pour chaque ressource, ce qui manque pour {name}",
        "en": "a capacity for each resource, which {name} lacks",
    },
    "capacity_enough": {
        "fr": "une capacité suffisante pour servir la demande à temps",
        "en": "a capacity that serves the demand on time",
    },
    "loads_within_limits": {
        "fr": "des ordres qui tiennent dans la capacité, les heures supplémentaires et la sous-traitance",
        "en": "orders that fit into the capacity, the overtime and what may be made outside",
    },
    "at_least": {"fr": "au moins {least:g}", "en": "at least {least:g}"},
    "met_within_limits": {
        "fr": "une demande qu’un plan peut servir dans toutes les limites",
        "en": "a demand that some plan meets within every limit",
    },
    "given_once": {"fr": "donné une seule fois", "en": "given once only"},
    "share_under_one": {
        "fr": "un nombre de 0 inclus à 1 exclu (5 % s’écrit 0.05)",
        "en": "from 0 to less than 1 (5 % is 0.05)",
    },
    "no_bom_ring": {
        "fr": "une nomenclature où aucun article n’entre dans sa propre composition",
        "en": "a bill of materials in which no item goes into itself",
    },
    # -- forecasting
    "series_length": {
        "fr": "une série de {least} à {most} périodes",
        "en": "a series of {least} to {most} periods",
    },
    "smoothing_constant": {
        "fr": "un nombre supérieur à 0 et d’au plus 1",
        "en": "greater than 0 and at most 1",
    },
    "as_many_as_x": {
        "fr": "autant de valeurs que de x ({count})",
        "en": "as many as there are x ({count})",
    },
    "not_all_equal": {
        "fr": "une liste de nombres qui ne sont pas tous égaux",
        "en": "a list of numbers that are not all equal",
    },
    "level_and_trend": {
        "fr": "un mot, ou une liste de deux nombres : niveau, tendance",
        "en": "a word, or a list of 2 numbers: level, trend",
    },
    "level_trend_and_seasons": {
        "fr": "un mot, ou une liste : niveau, tendance, liste des saisons",
        "en": "a word, or a list: level, trend, list of seasons",
    },
    "as_many_as_season": {
        "fr": "une valeur par période de la saison ({count})",
        "en": "one per period of the season ({count})",
    },
    "all_above_zero": {
        "fr": "une liste de nombres tous supérieurs à 0",
        "en": "a list of numbers that are all above 0",
    },
    "positive_for_ratio": {
        "fr": "un nombre supérieur à 0 : un modèle multiplicatif divise ; prenez le modèle additif",
        "en": "greater than 0: a multiplicative model divides; take the additive one",
    },
    "trend_above_zero": {
        "fr": "une série dont la tendance reste au-dessus de 0 : prenez le modèle additif",
        "en": "a series whose trend stays above 0: take the additive model",
    },
    "level_above_zero": {
        "fr": "une série dont le niveau et les saisons restent au-dessus de 0 : prenez le modèle additif",
        "en": "a series whose level and seasons stay above 0: take the additive model",
    },
    "actuals_above_zero": {
        "fr": (
            "une liste sans 0 (un pourcentage d’erreur se rapporte au réel) : écartez ces périodes "
            "(exclude) ou prenez le MAD"
        ),
        "en": (
            "a list without 0 (an error in per cent is one of the actual): leave these periods out "
            "(exclude) or take the MAD"
        ),
    },
    "naive_errs": {
        "fr": "une série que la prévision naïve ne donne pas sans erreur, et sans 0 avant sa dernière période",
        "en": "a series that the naive forecast does not give without error, and without 0 before its last period",
    },
    "these_settings": {
        "fr": "un réglage pour chacun de ces noms et aucun autre : {words}",
        "en": "one setting for each of these names and no other: {words}",
    },
    "searchable": {
        "fr": "une méthode dont les réglages se cherchent : des poids se donnent, ils ne se cherchent pas",
        "en": "a method whose settings can be searched: weights are given, not searched",
    },
    "grid_size": {
        "fr": "assez grand pour que la grille compte {limit} réglages au plus",
        "en": "large enough for the grid to hold at most {limit} settings",
    },
    "as_many_as_actuals": {
        "fr": "autant de prévisions que de périodes réelles ({count})",
        "en": "as many forecasts as actuals ({count})",
    },
    # -- lean
    "at_most": {"fr": "au plus {most:g}", "en": "at most {most:g}"},
    "more_than": {"fr": "plus que {least:g}", "en": "more than {least:g}"},
    "cycle_within_running": {
        "fr": "un temps tel que les pièces tiennent dans le temps de fonctionnement ({running:g})",
        "en": "a time that lets the parts fit into the running time ({running:g})",
    },
    "without_ring": {
        "fr": "une liste de tâches dont aucune ne s’attend elle-même",
        "en": "a list of tasks of which none waits for itself",
    },
    "longest_task": {
        "fr": "au moins la plus longue tâche ({name} : {least:g})",
        "en": "at least the longest task ({name}: {least:g})",
    },
    "some_steps": {"fr": "une liste qui n’est pas vide", "en": "a list that is not empty"},
    "choices_within": {
        "fr": "des actions assez peu nombreuses pour que {limit} choix suffisent à les combiner toutes",
        "en": "few enough actions for {limit} choices to combine them all",
    },
    # -- workshops and projects
    "time_to_the_part": {
        "fr": "des temps entiers, ou arrondis à la minute d’heure ou au dix-millième",
        "en": "whole times, or rounded to the minute of an hour or to the ten-thousandth",
    },
    "time_parts_within": {
        "fr": "{limit} parts de l’unité de temps au plus en tout : arrondissez les temps",
        "en": "at most {limit} parts of the unit of time in all: round the times",
    },
    "some_machine": {"fr": "au moins une machine avec son temps", "en": "at least one machine with its time"},
    "after_its_start": {"fr": "plus que le début ({start:g})", "en": "greater than its start ({start:g})"},
    "hours_enough": {
        "fr": "assez d’heures d’ouverture pour tous les ordres, chaque opération d’un seul tenant",
        "en": "enough open hours for all the orders, each operation in one piece",
    },
    "as_many_as_machines": {
        "fr": "autant de valeurs que de machines ({count})",
        "en": "as many as there are machines ({count})",
    },
    "each_order_once": {"fr": "chaque ordre une fois", "en": "each order once"},
    "middle_never_holds_up": {
        "fr": (
            "au plus {least:g}, le plus long des deux minimums de la première et de la troisième machine : "
            "sinon la règle ne prouve rien, prenez NEH ou une recherche"
        ),
        "en": (
            "at most {least:g}, the longer of the shortest times of the first and third machines: else the rule "
            "proves nothing, take NEH or a search"
        ),
    },
    "no_ring": {"fr": "des liens sans boucle", "en": "links without a ring"},
    "another_task": {"fr": "une autre tâche du projet", "en": "another task of the project"},
    "paths_within": {
        "fr": "un réseau d’au plus {limit} chemins",
        "en": "a network of at most {limit} paths",
    },
    "steps_within": {
        "fr": "assez grand pour {limit} pas au plus",
        "en": "great enough for at most {limit} steps",
    },
    "at_least_shortest": {
        "fr": "au moins la plus courte durée possible ({least:g})",
        "en": "at least the shortest duration that can be reached ({least:g})",
    },
    "at_least_use": {
        "fr": "au moins ce que {name} utilise à elle seule ({used:g})",
        "en": "at least what {name} uses alone ({used:g})",
    },
    "start_of_each": {
        "fr": "une date pour chaque tâche, ce qui manque pour {name}",
        "en": "a start for each task, which {name} lacks",
    },
    "whole_within": {
        "fr": "un nombre entier d’unités de temps, {limit} au plus, comme toutes les durées",
        "en": "a whole number of units of time, at most {limit}, as are all the durations",
    },
    "working_days_enough": {
        "fr": "assez de jours ouvrés au calendrier, dans le siècle",
        "en": "within what the calendar's working days of a century hold",
    },
    "another_event": {"fr": "un événement plus tardif", "en": "a later event"},
    "hours_for": {
        "fr": "assez d’heures d’ouverture pour une opération de {name}, d’un seul tenant",
        "en": "long enough to hold an operation of {name} in one piece",
    },
    # -- freight and carbon
    "one_of_table": {
        "fr": "un nom de la table {table} : {words}",
        "en": "a name of the table {table}: {words}",
    },
    "lot_or_shipments": {
        "fr": "un nombre là où shipments manque, et rien là où shipments est donné",
        "en": "a number where shipments is missing, and nothing where it is given",
    },
    "costs_cross": {
        "fr": "une valeur qui fasse se croiser les deux coûts : ici {name} coûte toujours moins",
        "en": "one that makes the two costs cross: here {name} always costs less",
    },
    "costs_differ": {
        "fr": "une valeur qui distingue les deux coûts : ici ils sont les mêmes",
        "en": "one that tells the two costs apart: here they are the same",
    },
    # -- trade, claims, returns, causes, allocation ------------------------------------------------
    "over_its_lines": {
        "fr": "plus que les coûts qui en sont retirés",
        "en": "more than the costs that are taken off it",
    },
    "insured_once": {
        "fr": "absent des lignes quand la prime est à calculer",
        "en": "left out of the lines when the premium is to be worked out",
    },
    "agreement_held": {
        "fr": "faux pour une ligne sans taux préférentiel",
        "en": "false for a line without a preferential rate",
    },
    "tariff_code": {
        "fr": "un code tarifaire d’au moins 4 chiffres, espaces et points admis",
        "en": "a tariff code of at least 4 digits, spaces and dots allowed",
    },
    "some_goods": {"fr": "au moins une ligne de marchandises", "en": "at least one line of goods"},
    "something_to_share_by": {
        "fr": "une clé de répartition dont le total dépasse 0",
        "en": "a key whose total is above 0",
    },
    "in_force_from": {
        "fr": "une date à partir du {first}, où commencent les textes connus",
        "en": "a date from {first} on, where the texts known begin",
    },
    "limits_delay": {
        "fr": "un texte qui règle le retard : {words}",
        "en": "a text that rules delay: {words}",
    },
    "notice_known": {
        "fr": "un cas que ce texte règle : {words}",
        "en": "a case that this text rules: {words}",
    },
    "needs_figure": {
        "fr": "donné pour ce calcul ({rule})",
        "en": "given for this calculation ({rule})",
    },
    "at_most_whole": {
        "fr": "au plus le poids de l’envoi ({most:g} kg)",
        "en": "at most the weight of the consignment ({most:g} kg)",
    },
    "year_of_calendar": {"fr": "une année de 1583 à 4099", "en": "a year from 1583 to 4099"},
    "a_way_for": {
        "fr": "au moins un débouché permis pour {name}",
        "en": "at least one disposition allowed for {name}",
    },
    "known_name": {"fr": "un nom connu : {words}", "en": "a known name: {words}"},
    "events_within": {
        "fr": "un arbre d’au plus {limit} événements de base",
        "en": "a tree of at most {limit} basic events",
    },
    "cuts_within": {
        "fr": "un arbre d’au plus {limit} coupes",
        "en": "a tree of at most {limit} cut sets",
    },
    "gate_inputs": {"fr": "au moins une entrée", "en": "at least one input"},
    "vote_of": {
        "fr": "un nombre d’entrées de 1 à {most}",
        "en": "a number of inputs from 1 to {most}",
    },
    "not_in_capacity": {
        "fr": "assez de capacité pour traiter tous les articles",
        "en": "enough capacity to deal with all the items",
    },
    # -- flows, rounds, loading of pallets
    "another_name": {
        "fr": "un nom que ne porte aucun lieu",
        "en": "a name that no place bears",
    },
    "routes_for": {
        "fr": "assez de liaisons permises pour servir {name}",
        "en": "enough routes allowed to serve {name}",
    },
    "empty_cell": {
        "fr": "une liaison hors du plan de base",
        "en": "a route outside the plan's basis",
    },
    "free_pair": {
        "fr": "assez de paires permises pour toutes les lignes",
        "en": "enough pairs allowed for every line",
    },
    "rows_alike": {
        "fr": "des lignes de même longueur ({count})",
        "en": "rows of one length ({count})",
    },
    "way_between": {
        "fr": "deux lieux dont la distance est donnée",
        "en": "two places whose distance is given",
    },
    "rounds_of": {
        "fr": "assez de véhicules capables des {count} tournées",
        "en": "enough vehicles fit for the {count} rounds",
    },
    "place_of": {
        "fr": "des coordonnées où figure {name}",
        "en": "coordinates that hold {name}",
    },
    "rounds_within": {
        "fr": "assez de véhicules pour que des tournées respectent toutes les limites",
        "en": "enough vehicles for rounds to keep every limit",
    },
    "from_date": {"fr": "une date à partir du {first}", "en": "a date from {first} on"},
    "fits_pallet": {
        "fr": "une boîte qui tient sur la palette, en hauteur et en poids aussi",
        "en": "a box that fits on the pallet, in height and weight too",
    },
    "all_pairs": {
        "fr": "un tableau sans paire interdite",
        "en": "a table without a pair that is not allowed",
    },
}
