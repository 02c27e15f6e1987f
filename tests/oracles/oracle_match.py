"""How a computed figure is held against a printed one: the rule says how the printed one was rounded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal

_ROUNDING = {"round": ROUND_HALF_UP, "ceil": ROUND_CEILING, "trunc": ROUND_DOWN}


def matches(rule: str, computed: object, printed: object) -> bool:
    """Say whether ``computed`` gives ``printed`` under ``rule``.

    Rules: ``eq``; ``abs:x`` (within x); ``round@k`` (half away from zero), ``ceil@k``, ``trunc@k`` to k
    decimals. Lists are compared item by item. Raises ValueError on a rule that does not exist.
    """
    if isinstance(printed, list):
        if not isinstance(computed, Sequence) or len(computed) != len(printed):
            return False
        return all(matches(rule, one, other) for one, other in zip(computed, printed, strict=True))
    if rule == "eq":
        return computed == printed
    kind, separator, places = rule.replace(":", "@").partition("@")
    if not separator or kind not in {*_ROUNDING, "abs"}:
        raise ValueError(f"no such match rule: {rule!r}")
    if not isinstance(computed, int | float) or not math.isfinite(computed):
        return False
    if kind == "abs":
        return abs(computed - printed) <= float(places)
    step = Decimal(1).scaleb(-int(places))
    # 15 digits first: 110.00000000000001 must not be carried up to 111 by ceil.
    return Decimal(f"{computed:.15g}").quantize(step, _ROUNDING[kind]) == Decimal(str(printed)).quantize(step)
