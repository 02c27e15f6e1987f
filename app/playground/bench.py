"""The bench of the simulator page: the world that is played with, and what is asked of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.i18n import translator
from app.playground.examples import EXAMPLES
from app.playground.kinds import expanded, kinds_at, switched
from app.playground.knobs import inside, knobs
from app.playground.plain import Data, Path, at, put
from sim.checks import InvalidError
from sim.models import Model, read_model
from sim.models.stock import StockModel
from sim.scenario import scenario_to_dict

MOST_PERIODS: Final = 1_500  # of a run that is drawn
MOST_WORK: Final = 10_000  # stock-periods of a run that is drawn, about half a second of the SimPy model
REPLICATIONS: Final = (20, 50, 100, 200, 500)
DEFAULT_REPLICATIONS: Final = 200

_RAISED: Final = frozenset(
    {
        "s",
        "S",
        "c",
        "cards",
        "counts_per_year",
        "wip",
        "containers",
        "safety_stock",
        "alpha",
        "overtime_to",
        "repair_from",
        "exchange_stock",
        "safety_days",
        "departure",
    }
)  # of the second policy, to begin with


class TooLongError(InvalidError):
    """A world that the simulator runs, but not while somebody waits for a page."""

    def __init__(self, periods: int, work: int) -> None:
        super().__init__([])
        self.periods, self.work = periods, work

    def explain(self, lang: str = "fr") -> str:
        """Say what is too long and what to do, in `lang` ("fr" or "en")."""
        figures = {"periods": self.periods, "most": MOST_PERIODS, "work": self.work, "most_work": MOST_WORK}
        return translator(lang)("simulator.too_long", **figures)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.periods, self.work)


@dataclass(frozen=True)
class Bench:
    """A world being played with.

    `data` is the world as it is set now, `base` as it was loaded, `sound` as it was when it could last be run;
    `other` is the second policy, in the same shape as the world's own. `example` names where it came from.
    """

    example: str
    data: Data
    base: Data
    sound: Data
    other: Mapping[str, Any]
    seed: int = 1
    replications: int = DEFAULT_REPLICATIONS
    number: int = 1

    @property
    def model(self) -> str:
        """The key of the model, empty for a single item."""
        return inside(self.data)[0]

    def setting(self, path: Path, value: Any) -> Bench:
        """With another value at a path; results follow once the world can be run with it."""
        return self._settled(dataclasses.replace(self, data=put(self.data, path, value)))

    def choosing(self, path: Path, kind: str) -> Bench:
        """With another kind at a path, near the figures that it had; its sliders start from there."""
        data = _switch(self.data, path, kind)
        return self._settled(dataclasses.replace(self, data=data, base=put(self.base, path, at(data, path))))

    def _settled(self, found: Bench) -> Bench:
        return found if found.faults() else dataclasses.replace(found, sound=found.data)

    def faults(self) -> InvalidError | None:
        """Why the world cannot be run as it is set now."""
        try:
            world(self.data)
        except InvalidError as error:
            return error
        return None

    # -- the second policy: a world of its own, of which only the policy is told apart ----------------------------

    @property
    def second(self) -> Data:
        """The same world under the second policy."""
        found: Data = put(self.sound, self._policy, self.other)
        return found

    @property
    def _policy(self) -> Path:
        return (self.model, "policy") if self.model else ("policy",)

    def setting_other(self, path: Path, value: Any) -> Bench:
        """With another value in the second policy; the path is that of the world."""
        return dataclasses.replace(self, other=at(put(self.second, path, value), self._policy))

    def choosing_other(self, path: Path, kind: str) -> Bench:
        """With another kind in the second policy."""
        return dataclasses.replace(self, other=at(_switch(self.second, path, kind), self._policy))

    def other_faults(self) -> InvalidError | None:
        """Why the world cannot be run under the second policy."""
        try:
            world(self.second)
        except InvalidError as error:
            return error
        return None


def begin(example: str) -> Bench:
    """A bench with one of the examples on it; raises KeyError for a name that is none."""
    return loaded(EXAMPLES[example], example)


def loaded(data: Data, example: str = "") -> Bench:
    """A bench with a world on it; raises InvalidError where the page cannot run it."""
    full = _in_full(data)
    world(full)
    key, _ = inside(full)
    policy = at(full, (key, "policy") if key else ("policy",))
    bench = Bench(example, full, full, full, policy)
    return dataclasses.replace(bench, other=_raised(bench))


def world(data: Data) -> Model:
    """The world of plain data, with its policy; raises InvalidError, TooLongError where a page would take too long."""
    model = read_model(data)
    _, inner = inside(data)
    periods = int(inner.get("horizon", len(inner.get("forecast", ()))))  # a plan lasts as its forecast
    if periods > MOST_PERIODS or model.work() > MOST_WORK:
        raise TooLongError(periods, model.work())
    if inner.get("policy") is None:
        model.measure(0, "", 1)  # says what is missing
    return model


def _in_full(data: Data) -> Data:
    model = read_model(data)
    if isinstance(model, StockModel):
        return expanded(scenario_to_dict(model.scenario))  # type: ignore[no-any-return]
    key, inner = inside(data)
    return {key: expanded(inner)}


def _switch(data: Data, path: Path, kind: str) -> Data:
    key, _ = inside(data)
    value = at(data, path)
    kinds = kinds_at(path[1:] if key else path, value)
    if kinds is None or kind not in kinds:
        return data
    found: Data = put(data, path, switched(kinds, value, kind))
    return found


def _raised(bench: Bench) -> Mapping[str, Any]:
    """A second policy to begin with: the first one with its levels a fifth higher."""
    changed = bench
    for knob in knobs(bench.data, bench.data):
        if knob.group == "policy" and knob.field in _RAISED and knob.kind == "number":
            higher = changed.setting_other(knob.path, int(knob.value * 1.2) + 1)
            changed = higher if higher.other_faults() is None else changed
    if changed.other == bench.other:  # no level to raise: what is done is left, and what is left is done
        for knob in knobs(bench.data, bench.data):
            if knob.group == "policy" and knob.kind == "flag":
                changed = changed.setting_other(knob.path, not knob.value)
    return changed.other


def file_name(data: Data) -> str:
    """A name for the file of a world, safe on every machine."""
    key, inner = inside(data)
    words = re.sub(r"[^a-z0-9]+", "-", str(inner.get("name") or key or "scenario").lower()).strip("-")
    return f"{words[:40] or 'scenario'}.yaml"
