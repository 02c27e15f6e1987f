"""Claims against carriers: limits of liability by text and date, notices, time bars, French public holidays."""

from __future__ import annotations

from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, figures, text, whole
from cases.functions.plans import figure
from cases.functions.shaped import day, days, flag, told
from cases.plain import Plain
from solvers.claims import claim_deadline, holidays, liability
from solvers.claims.liability_limits import LimitRow


def _maybe(value: object) -> float | None:
    return None if value is None else figure(value)


def _liability_text(convention: object, on: object, total_kg: object = None) -> Record:
    """The row of a text in force on a day: limits, articles, delays of notice, time bar, source."""
    row: LimitRow = liability.limits_in_force(text(convention), day(on), _maybe(total_kg))
    return told(row)


def _liability(
    convention: object,
    on: object,
    loss: object,
    kg: object,
    packages: object = None,
    total_kg: object = None,
    sdr_rate: object = None,
    declared_value: object = None,
    charges: object = 0,
    containers: object = 0,
    unlimited: object = False,
) -> Record:
    """What a carrier owes for loss or damage: limits compared, the one that applies, compensation."""
    weights: Any = figures(kg) if isinstance(kg, list) else figure(kg)
    return told(
        liability.liability(
            text(convention),
            day(on),
            figure(loss),
            weights,
            packages=None if packages is None else whole(packages, 1),
            total_kg=_maybe(total_kg),
            sdr_rate=_maybe(sdr_rate),
            declared_value=_maybe(declared_value),
            charges=figure(charges),
            containers=whole(containers, 0),
            unlimited=flag(unlimited),
        )
    )


def _delay(
    convention: object,
    on: object,
    loss: object,
    carriage: object = None,
    delayed_share: object = 1.0,
    kg: object = None,
    total_kg: object = None,
    sdr_rate: object = None,
    unlimited: object = False,
) -> Record:
    """What a carrier owes for a delay alone."""
    return told(
        liability.delay_liability(
            text(convention),
            day(on),
            figure(loss),
            carriage=_maybe(carriage),
            delayed_share=figure(delayed_share),
            kg=_maybe(kg),
            total_kg=_maybe(total_kg),
            sdr_rate=_maybe(sdr_rate),
            unlimited=flag(unlimited),
        )
    )


def _deadline(
    convention: object, situation: object, start: object, closed: object = (), total_kg: object = None
) -> Record:
    """The last day for a notice or an action: ``last_day delay unit form article``."""
    return told(
        claim_deadline.claim_deadline(
            text(convention),
            text(situation),  # type: ignore[arg-type]  # a word that it refuses itself
            day(start),
            closed=days(closed),
            total_kg=_maybe(total_kg),
        )
    )


def _presumed_lost(convention: object, due: object, total_kg: object = None) -> str | None:
    """The day from which goods not delivered count as lost; None where the text says nothing."""
    found = claim_deadline.presumed_lost(text(convention), day(due), _maybe(total_kg))
    return None if found is None else found.isoformat()


def _holidays(year: object, alsace_moselle: object = False) -> list[Plain]:
    """The French public holidays of a year, as dates."""
    found = holidays.french_holidays(whole(year), alsace_moselle=flag(alsace_moselle))
    return [one.isoformat() for one in found]


FUNCTIONS: dict[str, Function] = {
    "liability_text": _liability_text,
    "liability": _liability,
    "delay_liability": _delay,
    "claim_deadline": _deadline,
    "presumed_lost": _presumed_lost,
    "french_holidays": _holidays,
}
