"""The words of the faults of master schedules, in the shape of `sim.words.WORDS`."""

from __future__ import annotations

MASTERPLAN_WORDS: dict[str, dict[str, str]] = {
    "order_due_before": {
        "fr": "ne peut précéder la semaine où la commande est passée ({week})",
        "en": "cannot come before the week the order is placed in, {week}",
    },
    "promised_before": {
        "fr": "ne peut précéder la semaine demandée ({due})",
        "en": "cannot come before the week asked for, {due}",
    },
    "shift_whole": {
        "fr": "doit être un nombre entier de semaines, et non {found}",
        "en": "must be a whole number of weeks, not {found}",
    },
    "units_whole": {
        "fr": "doit être un nombre entier d’unités, et non {found}",
        "en": "must be a whole number of units, not {found}",
    },
    "delay_alone": {
        "fr": "ne va qu’avec « promise: standard » : retirez quoted_weeks, ou changez promise",
        "en": "goes with promise: standard only: take quoted_weeks out, or change promise",
    },
    "beyond_view": {
        "fr": "ne peut dépasser les semaines que le programme regarde devant lui ({view})",
        "en": "cannot exceed the weeks that the schedule looks ahead, {view}",
    },
    "overtime_beyond": {
        "fr": "ne peut dépasser les heures supplémentaires permises par semaine ({most})",
        "en": "cannot exceed the overtime allowed in a week, {most}",
    },
    "unit_hours_none": {
        "fr": "donnez le temps d’une unité, ou retirez capacity",
        "en": "give the hours of a unit, or take capacity out",
    },
    "orders_of_nobody": {
        "fr": "personne ne commande : donnez orders ou customers",
        "en": "nobody orders: give orders or customers",
    },
    "plan_alone": {
        "fr": "ne va pas avec un programme donné en entier : retirez cette clé, ou plan",
        "en": "does not go with a plan given whole: take this key out, or plan",
    },
}
