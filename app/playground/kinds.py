"""Where a world names a kind (`demand: {poisson: …}`), and how one kind takes another's place."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.playground.plain import Path
from sim.demand import DEMANDS
from sim.network.replenishment import RULES, Asked
from sim.policies import POLICIES
from sim.supply import LEAD_TIMES

Kinds = Mapping[str, type]

_BY_KEY: Final[dict[str, Kinds]] = {
    "demand": DEMANDS,
    "size": DEMANDS,
    "order_count": DEMANDS,
    "order_size": DEMANDS,
    "lead_time": LEAD_TIMES,
    "replenishment": LEAD_TIMES,
    "up": LEAD_TIMES,
    "down": LEAD_TIMES,
    "every": LEAD_TIMES,
    "notice": LEAD_TIMES,
    "takt": LEAD_TIMES,
    "delay": LEAD_TIMES,
    "actual": LEAD_TIMES,
    "arrivals": DEMANDS,
    "orders": DEMANDS,
    "age": LEAD_TIMES,
}
# A stock that a person decides stops the run: it belongs to an episode.
_RULES: Final = {key: kind for key, kind in RULES.items() if key != Asked.KEY}
_ENDS: Final = ("site", "item")  # of a network's rule, beside the kind

Figures = Mapping[str, Any]
_WEEK: Final = [1.2, 1.1, 1, 1, 1.2, 0.9, 0.6]


def kinds_at(path: Path, value: Any) -> Kinds | None:
    """The kinds that a mapping at a path chooses from; None where it names none."""
    if not isinstance(value, Mapping) or not path:
        return None
    if path[-1] == "policy" and len(path) == 1:
        found: Kinds | None = POLICIES
    elif len(path) > 1 and path[-2] == "replenish":
        found = _RULES
    else:
        found = _BY_KEY.get(str(path[-1]))
    return found if found is not None and kind_of(found, value) is not None else None


def kind_of(kinds: Kinds, value: Mapping[Any, Any]) -> str | None:
    """The kind that a mapping names."""
    named = [key for key in value if key not in _ENDS]
    return str(named[0]) if len(named) == 1 and named[0] in kinds else None


def expanded(value: Any, path: Path = ()) -> Any:
    """The data with every kind written in full: `{poisson: 9}` as `{poisson: {mean: 9}}`."""
    if isinstance(value, Mapping):
        kinds = kinds_at(path, value)
        named = kind_of(kinds, value) if kinds else None
        full = {
            key: {_bare_field(kinds[key]): inner}
            if kinds and key == named and not isinstance(inner, Mapping) and inner is not None
            else inner
            for key, inner in value.items()
        }
        return {key: expanded(inner, (*path, key)) for key, inner in full.items()}
    if isinstance(value, list):
        return [expanded(one, (*path, place)) for place, one in enumerate(value)]
    return value


def _bare_field(kind: Any) -> str:
    """The one field that may be written without its name."""
    for one in dataclasses.fields(kind):
        if one.default is dataclasses.MISSING:
            return one.name
    return dataclasses.fields(kind)[0].name


def switched(kinds: Kinds, value: Mapping[Any, Any], kind: str) -> dict[Any, Any]:
    """The mapping with another kind in the place of its own, near the figures that it had."""
    before = kind_of(kinds, value)
    figures: Figures = value[before] if before is not None and isinstance(value[before], Mapping) else {}
    makers = _RULE if kinds is POLICIES or kinds is _RULES else _DEMAND if kinds is DEMANDS else _LEAD_TIME
    ends = {key: value[key] for key in _ENDS if key in value}
    if kinds is _RULES:
        figures = {
            "R": 1,
            **figures,
        }  # a review every period: whatever the days on which its supplier takes orders
    return {**ends, kind: makers[kind](figures)}


def _level(figures: Figures) -> float:
    """The mean of a demand or of a lead time, from its figures."""
    for name in ("mean", "days"):
        if name in figures:
            return float(figures[name])
    values = [float(one) for one in figures.get("values", ())] or [10.0]
    weights = [float(one) for one in figures.get("weights") or [1] * len(values)]
    if len(weights) != len(values) or sum(weights) <= 0:
        weights = [1.0] * len(values)
    return math.fsum(map(math.prod, zip(values, weights, strict=True))) / math.fsum(weights)


def _tidy(value: float) -> int | float:
    """A figure with three significant digits, whole where it can be."""
    if value == 0 or not math.isfinite(value):
        return 0
    tidy = round(value, 2 - math.floor(math.log10(abs(value))))
    return int(tidy) if tidy == int(tidy) else tidy


def _mean(figures: Figures) -> int | float:
    return _tidy(max(_level(figures), 0.1))


def _spread(figures: Figures, share: float) -> int | float:
    return figures["sd"] if "sd" in figures else _tidy(max(_mean(figures) * share, 0.1))


def _whole(figures: Figures) -> int:
    return max(round(_level(figures)), 1)


_DEMAND: Final[dict[str, Callable[[Figures], dict[str, Any]]]] = {
    "poisson": lambda f: {"mean": _mean(f)},
    "normal": lambda f: {"mean": _mean(f), "sd": _spread(f, 0.3)},
    "negative_binomial": lambda f: {"mean": _mean(f), "variance": _tidy(3 * _mean(f))},
    "seasonal": lambda f: {"mean": _mean(f), "profile": list(_WEEK), "step_days": 1, "noise": "poisson"},
    "empirical": lambda f: {"values": [0, _whole(f), 2 * _whole(f)], "weights": [1, 2, 1]},
    "series": lambda f: {"values": [_whole(f)], "repeat": True},
}
_LEAD_TIME: Final[dict[str, Callable[[Figures], dict[str, Any]]]] = {
    "constant": lambda f: {"days": _whole(f)},
    "discrete": lambda f: {"values": [max(_whole(f) - 1, 0), _whole(f), _whole(f) + 2], "weights": [1, 2, 1]},
    "gamma": lambda f: {"mean": _mean(f), "sd": _spread(f, 0.3)},
    "empirical": lambda f: {"values": [max(_whole(f) - 1, 0), _whole(f), _whole(f) + 2]},
}


def _levels(figures: Figures) -> tuple[int | float, int | float, int]:
    """(s, S, R) near those of another rule."""
    s = figures.get("s", figures.get("S", 100))
    S = figures.get("S", s + figures.get("Q", max(round(s / 2), 1)))
    if s >= S:
        s = _tidy(max(math.floor(S * 0.6), 0))
    return s, max(S, s + 1), int(figures.get("R", 5))


_RULE: Final[dict[str, Callable[[Figures], dict[str, Any]]]] = {
    "reorder_point": lambda f: {"s": _levels(f)[0], "Q": f.get("Q", _levels(f)[1] - _levels(f)[0])},
    "min_max": lambda f: {"s": _levels(f)[0], "S": _levels(f)[1]},
    "base_stock": lambda f: {"S": _levels(f)[1]},
    "periodic": lambda f: {"R": _levels(f)[2], "S": _levels(f)[1]},
    "periodic_min_max": lambda f: {"R": _levels(f)[2], "s": _levels(f)[0], "S": _levels(f)[1]},
    "can_order": lambda f: {
        "s": _levels(f)[0],
        "c": min(round(_levels(f)[0] * 1.3), _levels(f)[1] - 1),
        "S": _levels(f)[1],
    },
}
