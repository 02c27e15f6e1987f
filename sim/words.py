"""The words of every fault, French and English beside each other: the one place that a new fault adds to.

A code says nothing in any language; `phrase` binds it to what fills its places, and the reader's language is
chosen when it is read. Keys and figures keep the notation of a scenario file, for that is where they are mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from numbers import Real
from string import Formatter

from sim.words_aggregate import AGGREGATE_WORDS
from sim.words_feeding import FEEDING_WORDS
from sim.words_masterplan import MASTERPLAN_WORDS
from sim.words_network import NETWORK_WORDS
from sim.words_orders import ORDERS_WORDS
from sim.words_production import PRODUCTION_WORDS
from sim.words_returns import RETURNS_WORDS
from sim.words_rounds import ROUNDS_WORDS
from sim.words_shopfloor import SHOPFLOOR_WORDS
from sim.words_transport import TRANSPORT_WORDS

LONGEST = 60  # characters of what a person wrote


@dataclass(frozen=True)
class Phrase:
    """A code of `WORDS` and what fills its places; a value with an `explain` of its own is worded in turn."""

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def explain(self, lang: str = "fr") -> str:
        """Say it in `lang` ("fr" or "en")."""
        return WORDS[self.code][lang].format(**{name: _said(value, lang) for name, value in self.params})

    def __str__(self) -> str:
        return self.explain("en")


def phrase(code: str, /, **params: object) -> Phrase:
    """Bind a code to what fills its places; raises KeyError for a code without words, TypeError for other places.

    A value may be a Phrase, or a tuple of them, said one after the other.
    """
    if params.keys() != places(code):
        raise TypeError(f"the words of {code} take {sorted(places(code))}, not {sorted(params)}")
    return Phrase(code, tuple(params.items()))


@cache
def places(code: str) -> frozenset[str]:
    """Return the names of the places of a code's words, the same in every language."""
    return frozenset(name for _, name, _, _ in Formatter().parse(WORDS[code]["en"]) if name)


def given(value: object) -> Phrase:
    """Say back what a person wrote, as a file writes it, cut when it is long."""
    if value is None:
        return phrase("found_nothing")
    if isinstance(value, str):
        return phrase("found_text", text=_cut(value))
    if isinstance(value, bool):
        return phrase("found_other", text=str(value).lower())
    return phrase("found_other", text=_cut(str(value) if isinstance(value, Real) else repr(value)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _said(value: object, lang: str) -> object:
    if isinstance(value, tuple):
        return "".join(str(_said(part, lang)) for part in value)
    explain = getattr(value, "explain", None)
    return value if explain is None else explain(lang)


WORDS: dict[str, dict[str, str]] = {
    # How a fault is put together.
    "place": {"fr": "{path} : {what}", "en": "{path}: {what}"},
    "wanted_number": {
        "fr": "doit être {kind}{bounds}, et non {found}{hint}",
        "en": "must be {kind}{bounds}, not {found}{hint}",
    },
    "kind_number": {"fr": "un nombre", "en": "a number"},
    "kind_whole": {"fr": "un nombre entier", "en": "a whole number"},
    "bound_least": {"fr": " supérieur ou égal à {least:g}", "en": " of {least:g} or more"},
    "bound_above": {"fr": " strictement supérieur à {above:g}", "en": " above {above:g}"},
    "bound_most": {"fr": ", d’au plus {most:.15g}", "en": ", at most {most:.15g}"},
    "hint_quotes": {"fr": " : enlevez les guillemets", "en": ": take the quotes away"},
    "hint_point": {
        "fr": " : écrivez les décimales avec un point, {text}",
        "en": ": write the decimals with a point, {text}",
    },
    "hint_figures": {"fr": " : n’écrivez que des chiffres", "en": ": write figures only"},
    "hint_value": {"fr": " : donnez une valeur", "en": ": give a value"},
    "found_nothing": {"fr": "une valeur vide", "en": "nothing"},
    "found_text": {"fr": "« {text} »", "en": "{text!r}"},
    "found_other": {"fr": "{text}", "en": "{text}"},
    "found_keys": {"fr": "{count} clés", "en": "{count} keys"},
    "near": {"fr": " (vouliez-vous dire « {name} » ?)", "en": ", did you mean {name}?"},
    # Values of any field.
    "wanted_list": {
        "fr": "doit être une liste de nombres, et non {found} : écrivez [1, 2, 3]",
        "en": "must be a list of numbers, not {found}: write [1, 2, 3]",
    },
    "empty_list": {
        "fr": "liste vide : donnez au moins un nombre",
        "en": "is empty: give at least one number",
    },
    "wanted_text": {
        "fr": "doit être un texte, et non {found} : mettez-le entre guillemets",
        "en": "must be a text, not {found}: put it between quotes",
    },
    "wanted_flag": {
        "fr": "doit être true ou false, et non {found}",
        "en": "must be true or false, not {found}",
    },
    "wanted_choice": {
        "fr": "doit être l’un des mots {choices}, et non {found}",
        "en": "must be one of {choices}, not {found}",
    },
    # Keys of a scenario.
    "not_a_scenario": {
        "fr": "un scénario est une suite de lignes « clé: valeur », et non {found}",
        "en": "a scenario is a mapping of keys to values, not {found}",
    },
    "key_missing": {"fr": "clé manquante : ajoutez-la", "en": "is missing: add it"},
    "key_unknown": {
        "fr": "clé inconnue{near} ; clés possibles : {names}",
        "en": "is not known{near}; known: {names}",
    },
    "kind_missing": {
        "fr": "clé manquante : choisissez parmi {kinds}",
        "en": "is missing: give one of {kinds}",
    },
    "kind_empty": {"fr": "clé vide : choisissez parmi {kinds}", "en": "is empty: give one of {kinds}"},
    "kind_one": {
        "fr": "doit contenir une et une seule des clés {kinds}, et non {found}",
        "en": "must hold exactly one of {kinds}, not {found}",
    },
    "kind_unknown": {
        "fr": "mot inconnu{near} ; choisissez parmi {kinds}",
        "en": "is not known{near}; choose {kinds}",
    },
    "wanted_keys": {
        "fr": "doit donner une valeur à chaque clé ({names}), et non {found}",
        "en": "must be a mapping that gives {names}, not {found}",
    },
    "wanted_mapping": {
        "fr": "doit contenir des lignes « clé: valeur », et non {found}",
        "en": "must be a mapping that gives its keys, not {found}",
    },
    # Rules between figures.
    "warm_up_long": {
        "fr": "doit durer moins longtemps que l’horizon (horizon : {horizon})",
        "en": "must be shorter than the horizon of {horizon} days",
    },
    "series_short": {
        "fr": (
            "la série compte trop peu de valeurs ({days}) pour l’horizon ({horizon}) : ajoutez des "
            "valeurs, « then: N » pour les jours suivants, ou « repeat: true »"
        ),
        "en": (
            "the series has {days} days for a horizon of {horizon}: give more values, `then: N` for "
            "the days after, or `repeat: true`"
        ),
    },
    "then_or_repeat": {
        "fr": "ne va pas avec « repeat: true » ; gardez l’un des deux",
        "en": "cannot stand beside repeat: true; keep one of them",
    },
    "normal_wide": {
        "fr": "dépasse {limit:g} fois la moyenne : utilisez negative_binomial",
        "en": "is more than {limit:g} times the mean: use negative_binomial",
    },
    "normal_narrow": {
        "fr": "est inférieur à 0,001 unité : pour une demande sans aléa, utilisez series avec repeat",
        "en": "is under 0.001 unit: use series with repeat for a demand without noise",
    },
    "variance_or_dispersion": {
        "fr": "donnez soit variance, soit dispersion : l’une des deux, et une seule",
        "en": "give one of variance and dispersion, not both and not neither",
    },
    "dispersion_none": {
        "fr": "donne une variance qui ne dépasse pas la moyenne : utilisez poisson",
        "en": "makes the variance no more than the mean: use poisson",
    },
    "dispersion_large": {
        "fr": "donne une variance de plus de {limit:g} fois la moyenne : rapprochez-la de la moyenne",
        "en": "makes the variance over {limit:g} times the mean: bring it nearer to the mean",
    },
    "all_zero": {
        "fr": "ne contient que des zéros : donnez au moins un nombre strictement positif",
        "en": "is zero throughout: give at least one figure above zero",
    },
    "with_noise": {
        "fr": "est à donner avec « noise: {noise} », et dans ce cas seulement",
        "en": "goes with noise: {noise}, and only with it",
    },
    "noise_unfit": {"fr": "ne convient pas au profil ({why})", "en": "does not fit the profile ({why})"},
    "weights_count": {
        "fr": (
            "nombre de poids ({count}) différent du nombre de valeurs ({values}) : donnez un poids par valeur"
        ),
        "en": "has {count} figures for {values} values: give one for each",
    },
    "gamma_sd": {
        "fr": "doit être compris entre un millième de la moyenne et trois fois la moyenne",
        "en": "must lie between a thousandth of the mean and three times the mean",
    },
    "lead_time_long": {
        "fr": "contient un délai de plus de {limit} jours : raccourcissez-le",
        "en": "holds a lead time over {limit} days: shorten it",
    },
    "levels_each_day": {
        "fr": (
            "doit être supérieur à s = {s:g} ; pour recompléter jusqu’à S à chaque demande, utilisez "
            "base_stock"
        ),
        "en": "must be above s = {s:g}; to order up to S at each demand use base_stock",
    },
    "levels_each_review": {
        "fr": "doit être supérieur à s = {s:g} ; pour recompléter jusqu’à S à chaque revue, utilisez periodic",
        "en": "must be above s = {s:g}; to order up to S at each review use periodic",
    },
    # Files.
    "file_unreadable": {
        "fr": "lecture impossible ({why}) : vérifiez le chemin",
        "en": "cannot be read ({why}): check the path",
    },
    "file_missing": {"fr": "fichier introuvable", "en": "No such file or directory"},
    "file_folder": {"fr": "c’est un dossier", "en": "it is a folder"},
    "file_denied": {"fr": "accès refusé", "en": "access denied"},
    "file_error": {"fr": "erreur système {number}", "en": "system error {number}"},
    "file_encoding": {
        "fr": "le fichier n’est pas en UTF-8 : enregistrez-le en UTF-8",
        "en": "is not UTF-8: save the file as UTF-8",
    },
    "file_empty": {
        "fr": "fichier vide : écrivez au moins horizon, demand et lead_time",
        "en": "is empty: write at least horizon, demand and lead_time",
    },
    "file_loop": {
        "fr": "un alias se contient lui-même : écrivez la valeur en toutes lettres",
        "en": "holds an alias that contains itself: write it out",
    },
    "file_deep": {
        "fr": "trop de niveaux imbriqués : un scénario en compte quatre au plus",
        "en": "has too many levels: a scenario has four at most",
    },
    "file_number": {
        "fr": "contient un nombre de plus de 4 300 chiffres : raccourcissez-le",
        "en": "holds a number of more than 4 300 digits: shorten it",
    },
    "file_character": {
        "fr": "contient un caractère interdit (U+{number:04X}) : enlevez-le",
        "en": "holds a forbidden character (U+{number:04X}): take it out",
    },
    "key_twice": {
        "fr": "clé écrite deux fois ({key}) : gardez-en une seule",
        "en": "has a key written twice ({key}): keep one",
    },
    "yaml": {
        "fr": "YAML non valable ({why}) : corrigez ici ou juste au-dessus",
        "en": "is not valid YAML ({why}): mend it here or just above",
    },
    "yaml_tab": {"fr": "une tabulation au lieu d’espaces", "en": "a tab instead of spaces"},
    "yaml_key": {"fr": "une clé sans ses deux-points", "en": "a key without its colon"},
    "yaml_colon": {"fr": "des deux-points mal placés", "en": "a colon out of place"},
    "yaml_entry": {
        "fr": "un élément de liste ou une clé mal placés",
        "en": "an item of a list or a key out of place",
    },
    "yaml_bracket": {
        "fr": "un crochet, une accolade ou une virgule qui manque",
        "en": "a bracket, a brace or a comma is missing",
    },
    "yaml_quote": {"fr": "un guillemet non refermé", "en": "a quote that is never closed"},
    "yaml_escape": {"fr": "une barre oblique inverse (\\) mal placée", "en": "a backslash (\\) out of place"},
    "yaml_documents": {"fr": "plusieurs documents séparés par ---", "en": "several documents parted by ---"},
    "yaml_indent": {
        "fr": "un retrait qui ne suit pas les lignes au-dessus",
        "en": "an indentation that does not follow the lines above",
    },
    "yaml_alias": {"fr": "un alias sans son ancre", "en": "an alias without its anchor"},
    "yaml_start": {
        "fr": "un caractère réservé hors des guillemets",
        "en": "a reserved character outside quotes",
    },
    "yaml_other": {"fr": "en anglais : {text}", "en": "{text}"},
    # What the compiled path does not take.
    "kernel_array": {
        "fr": "{name} doit être un tableau int64 de forme (répétitions, jours)",
        "en": "{name} must be an int64 array of shape (replications, days)",
    },
    "kernel_range": {
        "fr": "{name} doit être compris entre 0 et {limit}",
        "en": "{name} must lie between 0 and {limit}",
    },
    "kernel_shapes": {
        "fr": "demand et lead_time doivent avoir la même forme, non vide, et non {demand} et {lead_time}",
        "en": "demand and lead_time must have one shape, not empty, not {demand} and {lead_time}",
    },
    "kernel_stages": {
        "fr": "une ligne a un délai et un taux de stockage pour chacun de ses {count} étages",
        "en": "a line has one lead time and one holding rate for each of its {count} stages",
    },
    "kernel_portfolio": {
        "fr": "ce réseau n’est pas un portefeuille d’articles indépendants, ou ses quantités sont trop grandes",
        "en": "this network is no portfolio of independent items, or its figures are too large",
    },
    "kernel_network": {
        "fr": "le calcul rapide ne prend pas ce réseau ({what}) : simulez-le avec le modèle SimPy",
        "en": "the kernel does not take this network ({what}): run it in the SimPy model",
    },
    "kernel_demand": {
        "fr": "le calcul rapide ne prend que des demandes entières : simulez ce scénario avec le modèle SimPy",
        "en": "the kernel takes whole units of demand only: run this scenario in the SimPy model",
    },
    "kernel_horizon": {
        "fr": "le nombre de jours tirés ({days}) n’est pas celui de l’horizon ({horizon})",
        "en": "paths of {days} days do not fit a horizon of {horizon} days",
    },
    "kernel_stock": {
        "fr": "le calcul rapide ne prend qu’un stock initial entier, et non {found}",
        "en": "the kernel takes a whole initial stock only, not {found}",
    },
    "kernel_replication": {
        "fr": "la répétition {replication} n’existe pas : il y en a {count}",
        "en": "replication {replication} does not exist: there are {count}",
    },
    "kernel_policy": {
        "fr": "la politique {policy} n’a pas de calcul rapide : simulez-la avec le modèle SimPy",
        "en": "there is no compiled path for the policy {policy}: run it in the SimPy model",
    },
    "kernel_whole": {
        "fr": "le calcul rapide ne prend que des paramètres entiers d’au plus {limit}, et non {found}",
        "en": "the kernel takes whole parameters up to {limit} only, not {found}",
    },
    # Episodes.
    "wanted_records": {
        "fr": "doit être une liste de lignes « clé: valeur », et non {found}",
        "en": "must be a list of mappings, not {found}",
    },
    "names_differ": {
        "fr": "doit contenir au moins une commande, et des noms tous différents",
        "en": "must hold one order at least, and names that all differ",
    },
    **SHOPFLOOR_WORDS,
    **NETWORK_WORDS,
    **ORDERS_WORDS,
    **RETURNS_WORDS,
    **PRODUCTION_WORDS,
    **FEEDING_WORDS,
    **AGGREGATE_WORDS,
    **MASTERPLAN_WORDS,
    **TRANSPORT_WORDS,
    **ROUNDS_WORDS,
}
