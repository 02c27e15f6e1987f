"""Overall equipment effectiveness (TRS) with its three rates and its losses, in the times of NF E 60-182."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = ["Effectiveness", "effectiveness", "effectiveness_of_parts"]


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """The six times, in one unit, each within the one before it, and what they give, as rates.

    ``calendar`` (temps total), ``opening`` (d’ouverture), ``required`` (requis), ``running`` (de
    fonctionnement), ``net``, ``useful`` (utile). ``availability`` = running/required, ``performance`` =
    net/running, ``quality`` = useful/net (1 where nothing ran); ``oee`` (TRS) = useful/required, ``oee_opening``
    (TRG) = useful/opening, ``teep`` (TRE) = useful/calendar; ``load`` (taux de charge) = required/opening,
    ``engagement`` (taux stratégique d’engagement) = opening/calendar.
    """

    calendar: float
    opening: float
    required: float
    running: float
    net: float
    useful: float
    availability: float
    performance: float
    quality: float
    oee: float
    oee_opening: float
    teep: float
    load: float
    engagement: float

    @property
    def losses(self) -> dict[str, float]:
        """The time lost at each step down: ``closed``, ``not_required``, ``stops``, ``slow``, ``scrap``."""
        return {
            "closed": self.calendar - self.opening,
            "not_required": self.opening - self.required,
            "stops": self.required - self.running,
            "slow": self.running - self.net,
            "scrap": self.net - self.useful,
        }


def effectiveness(
    required: float,
    running: float,
    net: float,
    useful: float,
    opening: float | None = None,
    calendar: float | None = None,
) -> Effectiveness:
    """Give the rates of an equipment from its times.

    Times in one unit: ``required`` above 0, the others 0 or more; each at most the one that contains it:
    useful ≤ net ≤ running ≤ required ≤ ``opening`` ≤ ``calendar`` (none: that of the time within it).
    SolverError otherwise.

    TRS = availability × performance × quality = useful / required.

    Source: NF E 60-182, Indicateurs de performances; Nakajima, Introduction to TPM, 1988.

    >>> found = effectiveness(480, 400, 360, 342, opening=500)
    >>> round(found.availability, 4), found.performance, found.quality, found.oee
    (0.8333, 0.9, 0.95, 0.7125)
    """
    need = positive("required", required)
    opened = need if opening is None else _at_least("opening", opening, need)
    whole = opened if calendar is None else _at_least("calendar", calendar, opened)
    ran = _within("running", running, need)
    made = _within("net", net, ran)
    good = _within("useful", useful, made)
    return Effectiveness(
        calendar=whole,
        opening=opened,
        required=need,
        running=ran,
        net=made,
        useful=good,
        availability=ran / need,
        performance=made / ran if ran else 1.0,
        quality=good / made if made else 1.0,
        oee=good / need,
        oee_opening=good / opened,
        teep=good / whole,
        load=need / opened,
        engagement=opened / whole,
    )


def effectiveness_of_parts(
    required: float,
    stops: float,
    cycle_time: float,
    made: float,
    good: float,
    opening: float | None = None,
    calendar: float | None = None,
) -> Effectiveness:
    """Give the rates of an equipment from its stops and the parts that it made.

    ``stops`` (breakdowns, changeovers, waits) and ``cycle_time`` a part in the unit of ``required``; ``made``
    parts in all, ``good`` among them, 0 or more; the others as in :func:`effectiveness`. SolverError otherwise:
    parts that take longer than the running time mean a cycle time that is too long.

    running = required − stops;  net = made × cycle time;  useful = good × cycle time.

    Source: as :func:`effectiveness`; tests/oracles (L02).

    >>> found = effectiveness_of_parts(480, 60, 0.5, made=800, good=760)
    >>> round(found.performance, 4), found.quality, round(found.oee, 4)
    (0.9524, 0.95, 0.7917)
    """
    need, per_part = positive("required", required), positive("cycle_time", cycle_time)
    lost = _within("stops", stops, need)
    parts = non_negative("made", made)
    kept = _within("good", good, parts)
    running = need - lost
    if parts * per_part > running * (1 + 1e-9):
        raise SolverError("cycle_time", cycle_time, "cycle_within_running", running=running)
    net = min(parts * per_part, running)
    return effectiveness(need, running, net, min(kept * per_part, net), opening, calendar)


def _within(argument: str, value: float, most: float) -> float:
    figure = non_negative(argument, value)
    if figure > most * (1 + 1e-9):
        raise SolverError(argument, value, "at_most", most=most)
    return min(figure, most)


def _at_least(argument: str, value: float, least: float) -> float:
    figure = number(argument, value)
    if figure < least * (1 - 1e-9):
        raise SolverError(argument, value, "at_least", least=least)
    return max(figure, least)
