"""What goes wrong and who must know: strikes, messages, alerts, and the days that an alert in time saves."""

from __future__ import annotations

from sim.orders.draws import Chances
from sim.orders.world import Disruption, World


class Mishaps:
    """The disruptions of a run: which have been told, who was alerted when, and what they hold up."""

    def __init__(self, world: World, chances: Chances) -> None:
        self.due = {one.receipt: one.step + chances.receipts[one.receipt] for one in world.receipts}
        self._listed = [one for one in world.disruptions if one.disruption in chances.strikes]
        self._alerted: dict[str, int] = {}
        self._lapsed: set[str] = set()
        self._steps = world.steps

    def striking(self, step: int) -> list[Disruption]:
        """Return what strikes on a day."""
        return [one for one in self._listed if one.step == step]

    def told(self, step: int) -> list[Disruption]:
        """Return the messages that come in on a day."""
        return [one for one in self._listed if one.day_told == step]

    def open(self, step: int) -> list[Disruption]:
        """Return the messages that came in by a day and were not passed on to the right contact."""
        return [one for one in self._listed if one.day_told <= step and one.disruption not in self._alerted]

    def delay(self, one: Disruption, step: int) -> None:
        """Put off a receipt that a disruption strikes, unless it has come in already."""
        assert one.receipt is not None
        if self.due[one.receipt] >= step:
            self.due[one.receipt] += self._days(one)

    def alert(self, one: Disruption, step: int) -> bool:
        """Note that the right contact was told on a day; return whether in time, which brings a receipt forward."""
        in_time = step <= one.day_told + one.within
        struck = one.step <= step
        if in_time and struck and one.receipt is not None and self.due[one.receipt] > step:
            saved = min(one.relief, one.days)
            self.due[one.receipt] = max(self.due[one.receipt] - saved, step + 1)
        self._alerted[one.disruption] = step
        return in_time

    def lapsing(self, step: int) -> list[Disruption]:
        """Return what the right contact had to know by the end of a day and did not, each once."""
        found = [
            one
            for one in self.open(step)
            if step >= one.day_told + one.within and one.disruption not in self._lapsed
        ]
        self._lapsed |= {one.disruption for one in found}
        return found

    def stopped(self, carrier: str, step: int) -> bool:
        """Whether a carrier does not leave on a day."""
        return any(
            one.kind == "carrier_strike" and one.carrier == carrier and self._lasts(one, step)
            for one in self._listed
        )

    def held(self, customer: str, step: int) -> bool:
        """Whether nothing is handed over to a customer on a day."""
        return any(
            one.kind == "customs_hold" and one.customer == customer and self._lasts(one, step)
            for one in self._listed
        )

    def _lasts(self, one: Disruption, step: int) -> bool:
        return one.step <= step < one.step + self._days(one)

    def _days(self, one: Disruption) -> int:
        day = self._alerted.get(one.disruption)
        in_time = day is not None and day <= one.day_told + one.within
        return max(one.days - one.relief, 0) if in_time else one.days
