"""What a decision is judged by: the figure to minimise, what is required, what is limited, and the credit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """Minimise one indicator; ``least`` and ``most`` give the lowest and the highest value allowed of others.

    ``dead_band`` is the share of the reference figure within which all is due; ``cap`` the most that a policy earns
    which misses a value of ``least`` or ``most``.
    """

    minimise: str
    least: Figures
    most: Figures
    dead_band: float
    cap: float

    def missed(self, found: Figures) -> list[str]:
        """The indicators whose lowest or highest value is not kept; one without a value keeps none."""
        low = [name for name, least in self.least.items() if found.get(name, -math.inf) < least]
        high = [name for name, most in self.most.items() if found.get(name, math.inf) > most]
        return [*low, *(name for name in high if name not in low)]

    def shortfall(self, found: Figures) -> float:
        """How far all that is missed lies from its value, as a sum of shares of these values; 0 where all is kept."""
        return math.fsum(self._gaps(found))

    def _gaps(self, found: Figures) -> Iterator[float]:
        for name, least in self.least.items():
            yield max(least - found.get(name, -math.inf), 0.0) / (abs(least) or 1.0)
        for name, most in self.most.items():
            yield max(found.get(name, math.inf) - most, 0.0) / (abs(most) or 1.0)

    def merit(self, found: Figures) -> tuple[float, float]:
        """What a search compares: what is missed, then the figure to minimise."""
        return self.shortfall(found), self.figure(found)

    def figure(self, found: Figures) -> float:
        """The figure to minimise; infinite where it has no value."""
        return found.get(self.minimise, math.inf)

    def apart(self, best: float, bands: float = 1) -> float:
        """The figure that lies so many dead bands above the reference's."""
        return best * (1 + math.copysign(bands * self.dead_band, best))

    def credit(self, found: Figures, best: Figures, naive: Figures) -> float:
        """The share of the gain from the naive figure (0) to the best (1), in [0, 1]; what is missed set aside."""
        cost, least, most = self.figure(found), self.figure(best), self.figure(naive)
        if cost <= self.apart(least):
            return 1.0
        if most <= least or math.isinf(cost) or math.isinf(least):
            return 0.0
        if math.isinf(most):
            return 0.0
        return min(max((most - cost) / (most - least), 0.0), 1.0)
