"""How far from the key an answer may stand, as the trade marks it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cases.quantity import round_to

EXACT = "exact"  # in the place of a rule of rounding: nothing is forgiven
NOISE = 1e-12  # of the figure: what a float loses in a few sums


@dataclass(frozen=True)
class Tolerance:
    """The larger of a relative and an absolute allowance and what the asked rounding forgives.

    ``unit`` is one unit of the last digit asked. A figure rounded to the nearest forgives half of it when
    whole numbers are asked, and all of it with decimals, since truncating them is common; a figure rounded
    up or down (pallets, cards, staff) forgives none.
    """

    relative: float
    absolute: float
    rule: str
    unit: float

    def around(self, value: float) -> tuple[float, float]:
        """The accepted interval around ``value``, both bounds included."""
        forgiven = 0.0
        if self.rule in {"nearest", "truncate"}:
            forgiven = self.unit if self.unit < 1 else self.unit / 2
        reach = max(self.relative * abs(value), self.absolute, forgiven)
        return value - reach, value + reach

    def holds(self, value: float, answer: float) -> bool:
        """Tell whether ``answer`` is accepted for ``value``."""
        low, high = self.around(value)
        noise = NOISE * max(1.0, abs(value))
        return low - noise <= answer <= high + noise

    def shown(self, value: float, decimals: int) -> tuple[float, float]:
        """The accepted interval as written, rounded inwards so that every figure named is accepted."""
        low, high = self.around(value)
        return round_to(low, "ceil", decimals), round_to(high, "floor", decimals)

    def apart(self, value: float, other: float) -> bool:
        """Tell whether the answers accepted for two values never meet."""
        low, high = sorted((value, other))
        return self.around(low)[1] < self.around(high)[0]


def plausible(answer: float, key: float, low: float = 0.2, high: float = 5.0) -> bool:
    """Tell whether an answer could come from an honest attempt: same sign, within [0.2, 5] times the key.

    Measured over stock answers (1, 1, 0): they earn 45 % of a chained paper without this gate, 0.1 % with it.
    """
    if key == 0 or answer == 0:
        return answer == key
    return low <= answer / key <= high


def significant_digits(value: float) -> int:
    """How many digits a figure bears once its zeros at both ends are dropped (12 000 -> 2, 0.0305 -> 3)."""
    if value == 0 or not math.isfinite(value):
        return 0
    return len(f"{abs(value):.12g}".split("e")[0].replace(".", "").strip("0"))
