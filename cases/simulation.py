"""The door from the cases to the simulator: plain scenarios and policies in, plain indicators out.

What a page or a search asks again and again (the reference of a variant, the naive policy) is kept by its
content, so that a sitting simulates each policy once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from cases.expressions import ExpressionError
from cases.plain import Plain, is_number
from cases.problem import both
from sim import kernels
from sim.checks import InvalidError
from sim.models import Model, Story, read_model
from sim.scenario import Scenario, ScenarioError, scenario_from_dict

T = TypeVar("T")

_KEPT_SEARCHES = 256
MAX_WORK = (
    2_000_000  # periods of stocking points simulated for one policy: 500 years of 240 days and 16 of them
)
MAX_SEARCH = (
    2_000_000_000  # days simulated by a search, reckoned as if it tried every s, every Q and 10 000 pairs
)
MAX_TRIED = (
    200_000_000  # periods of stocking points simulated by a search that tries one policy after the other
)


def scenario_of(scenario: Mapping[str, Plain], policy: Mapping[str, Plain]) -> Scenario:
    """A single item's scenario under a policy; raises ExpressionError that names what does not fit."""
    return _scenario(_text({**scenario, "policy": dict(policy)}))


def model_of(scenario: Mapping[str, Plain], policy: Mapping[str, Plain]) -> Model:
    """The world of a scenario under a policy; raises ExpressionError that names what does not fit."""
    return _model(_text(scenario), _text(policy))


def measure(
    scenario: Mapping[str, Plain], policy: Mapping[str, Plain], seed: int, label: str, replications: int
) -> dict[str, float]:
    """Mean indicators of a policy over replications that share what chance brings."""
    return dict(_measure(_text(scenario), _text(policy), seed, label, replications))


def story(
    scenario: Mapping[str, Plain], policy: Mapping[str, Plain], seed: int, label: str, replication: int
) -> Story:
    """One simulated run, period by period, and its indicators."""
    return _story(_text(scenario), _text(policy), seed, label, replication)


def check_search(model: Model, replications: int, tries: int) -> None:
    """Raise ExpressionError when a search that tries so many policies would simulate too long."""
    work = model.work() * replications * tries
    if work > MAX_TRIED:
        raise ExpressionError("tries_size", work=work, limit=MAX_TRIED)


def best_reorder_point(
    scenario: Mapping[str, Plain],
    seed: int,
    label: str,
    replications: int,
    *,
    search: Callable[..., Any],
    s_range: tuple[int, int],
    Q_range: tuple[int, int],
    Q_step: int = 1,
    fill_rate: Plain = None,
) -> tuple[int, int]:
    """The (s, Q) of least mean cost over the runs of a label, found by ``search`` (a solver) on the kernel."""
    required = float(fill_rate) if is_number(fill_rate) else None
    days = _scenario(_text(scenario)).horizon * replications
    lines = [max(high - low, 0) // step + 1 for (low, high), step in ((s_range, 1), (Q_range, Q_step))]
    work = days * (sum(lines) + min(math.prod(lines), 10_000))
    if work > MAX_SEARCH:
        raise ExpressionError("search_size", work=work, limit=MAX_SEARCH)
    return _best(_text(scenario), seed, label, replications, search, s_range, Q_range, Q_step, required)


def _text(value: Mapping[str, Plain]) -> str:
    """Write plain data as one text for equal data: what everything here is kept by.

    A scope gives the same record each time it is asked (and nobody changes one in place), so that a large world is
    written once for the many policies that are tried on it.
    """
    kept = _written.get(id(value))
    if kept is not None and kept[0] is value:
        return kept[1]
    text = json.dumps(value, sort_keys=True)
    if len(text) > _LONG:
        if len(_written) >= _KEPT_TEXTS:
            _written.clear()
        _written[id(value)] = (value, text)
    return text


_LONG, _KEPT_TEXTS = 2_000, 64
_written: dict[int, tuple[Mapping[str, Plain], str]] = {}
_found: dict[tuple[str, ...], Any] = {}


def searched(about: Sequence[Mapping[str, Plain]], search: Callable[[], T]) -> T:
    """What ``search`` finds, kept by what it is about: equal records give the same result without searching again."""
    key = tuple(_text(one) for one in about)
    if key not in _found:
        if len(_found) >= _KEPT_SEARCHES:
            _found.clear()
        _found[key] = search()
    found: T = _found[key]
    return found


@lru_cache(maxsize=512)
def _scenario(text: str) -> Scenario:
    try:
        return scenario_from_dict(json.loads(text))
    except ScenarioError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=128)
def _world(scenario: str) -> Model:
    try:
        return read_model(json.loads(scenario))
    except InvalidError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=512)
def _model(scenario: str, policy: str) -> Model:
    try:
        return _world(scenario).under(json.loads(policy))
    except InvalidError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=64)
def _paths(text: str, seed: int, label: str, replications: int) -> kernels.Paths:
    scenario = _scenario(text)
    _check_work(scenario.horizon * replications)
    try:
        return kernels.paths(scenario, seed, replications, label)
    except kernels.KernelError as error:
        raise ExpressionError("scenario", why=both(error)) from error


def _check_work(work: int) -> None:
    if work > MAX_WORK:
        raise ExpressionError("simulation_size", work=work, limit=MAX_WORK)


@lru_cache(maxsize=4096)
def _measure(
    scenario: str, policy: str, seed: int, label: str, replications: int
) -> tuple[tuple[str, float], ...]:
    model = _model(scenario, policy)
    _check_work(model.work() * replications)
    try:
        means = model.measure(seed, label, replications)
    except InvalidError as error:
        raise ExpressionError("scenario", why=both(error)) from error
    return tuple((name, mean) for name, mean in means.items() if math.isfinite(mean))


@lru_cache(maxsize=32)
def _story(scenario: str, policy: str, seed: int, label: str, replication: int) -> Story:
    model = _model(scenario, policy)
    _check_work(model.work())
    try:
        return model.live(seed, label, replication)
    except InvalidError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=256)
def _best(
    text: str,
    seed: int,
    label: str,
    replications: int,
    search: Callable[..., Any],
    s_range: tuple[int, int],
    Q_range: tuple[int, int],
    Q_step: int,
    fill_rate: float | None,
) -> tuple[int, int]:
    scenario = _scenario(text)
    paths = _paths(text, seed, label, replications)

    def cost(s_values: Any, Q_values: Any) -> Any:
        grid = kernels.reorder_point_grid(s_values, Q_values, paths, scenario)
        return grid.total_cost, grid.fill_rate

    found = search(cost, s_range, Q_range, Q_step=Q_step, minimum_service=fill_rate)
    return int(found.s), int(found.Q)
