"""Constraint programmes: a small model of whole numbers and intervals, solved by CP-SAT.

The one module that knows CP-SAT and its traps. The engine takes a second to load, hence the import where a model
begins. One worker with a limit in deterministic time gives the same plan on every run (``solve``); several workers
give another plan each time, all as good as one another: of those only the value and the bound are handed out
(``value_and_bound``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["EFFORT", "CpResult", "CpStatus", "CpValue", "Programme"]

CpStatus = Literal["optimal", "feasible", "infeasible", "stopped"]
Sense = Literal["<=", ">=", "=="]
Terms = Mapping[int, int]

EFFORT = 8.0  # units of deterministic time, each about a second of one processor


@dataclass(frozen=True, slots=True)
class CpResult:
    """What a search found: ``value`` and ``values`` (by variable) unless there is none, and the proven bound.

    ``status`` is "optimal" (proven), "feasible" (stopped with a solution), "infeasible" or "stopped" (with
    none). ``gap`` is the share of the value that may still be gained.
    """

    status: CpStatus
    value: int | None = None
    bound: int | None = None
    gap: float | None = None
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CpValue:
    """The value that several workers reached and the bound that they proved, without any plan."""

    value: int | None
    bound: int
    gap: float | None
    proven: bool


def _engine() -> Any:
    from ortools.sat.python import cp_model  # noqa: PLC0415  # takes a second to load, and most pages solve nothing

    return cp_model


@dataclass(slots=True)
class Programme:
    """A model to minimise: variables and intervals are numbered as they are added."""

    _model: Any = field(default_factory=lambda: _engine().CpModel())
    _variables: list[Any] = field(default_factory=list)
    _intervals: list[Any] = field(default_factory=list)
    _hints: dict[int, int] = field(default_factory=dict)

    # -- variables ----------------------------------------------------------------------------------
    def whole(self, low: int, high: int) -> int:
        """Add a whole number from ``low`` to ``high``; return its number."""
        self._variables.append(self._model.new_int_var(low, high, ""))
        return len(self._variables) - 1

    def among(self, ranges: Sequence[tuple[int, int]]) -> int:
        """Add a whole number that lies in one of several ranges (each with both ends); return its number."""
        domain = _engine().Domain.from_intervals([list(one) for one in ranges])
        self._variables.append(self._model.new_int_var_from_domain(domain, ""))
        return len(self._variables) - 1

    def binary(self) -> int:
        """Add a variable that is 0 or 1; return its number."""
        self._variables.append(self._model.new_bool_var(""))
        return len(self._variables) - 1

    def hint(self, variable: int, value: int) -> None:
        """Tell the search a value to begin with: the best plan known, say."""
        self._hints[variable] = value

    # -- intervals ----------------------------------------------------------------------------------
    def interval(self, start: int, size: int, present: int | None = None) -> int:
        """Add a stretch of time of ``size`` from the variable ``start``, there if ``present`` is 1 or none."""
        begin = self._variables[start]
        if present is None:
            made = self._model.new_fixed_size_interval_var(begin, size, "")
        else:
            made = self._model.new_optional_fixed_size_interval_var(begin, size, self._variables[present], "")
        self._intervals.append(made)
        return len(self._intervals) - 1

    def no_overlap(self, intervals: Sequence[int]) -> None:
        """Keep intervals apart from one another."""
        self._model.add_no_overlap([self._intervals[one] for one in intervals])

    def cumulative(self, intervals: Sequence[int], demands: Sequence[int], capacity: int) -> None:
        """Keep what the intervals use together, at any time, within the variable ``capacity``."""
        self._model.add_cumulative(
            [self._intervals[one] for one in intervals], list(demands), self._variables[capacity]
        )

    def tour(self, arcs: Sequence[tuple[int, int, int]]) -> None:
        """Choose arcs (from, to, binary) into one tour of the nodes; an arc from a node to itself leaves it out."""
        self._model.add_circuit([(one, other, self._variables[chosen]) for one, other, chosen in arcs])

    # -- constraints --------------------------------------------------------------------------------
    def require(self, terms: Terms, sense: Sense, right: int, when: int | None = None) -> None:
        """Add Σ coefficient × variable ``sense`` right, only where the binary ``when`` is 1 if it is given."""
        left = self._sum(terms)
        if sense == "<=":
            made = self._model.add(left <= right)
        elif sense == ">=":
            made = self._model.add(left >= right)
        else:
            made = self._model.add(left == right)
        if when is not None:
            made.only_enforce_if(self._variables[when])

    def exactly_one(self, binaries: Sequence[int]) -> None:
        """Ask for one of several binaries to be 1, the others 0."""
        self._model.add_exactly_one([self._variables[one] for one in binaries])

    def greatest(self, of: Sequence[int], high: int) -> int:
        """Add a variable equal to the greatest of others, at most ``high``; return its number."""
        made = self.whole(0, high)
        self._model.add_max_equality(self._variables[made], [self._variables[one] for one in of])
        return made

    def square(self, of: int, high: int) -> int:
        """Add a variable equal to the square of another, which lies from −``high`` to ``high``."""
        made = self.whole(0, high * high)
        self._model.add_multiplication_equality(self._variables[made], [self._variables[of]] * 2)
        return made

    def minimise(self, terms: Terms) -> None:
        """Set what the search brings down: Σ coefficient × variable."""
        self._model.minimize(self._sum(terms))

    def _sum(self, terms: Terms) -> Any:
        return sum(coefficient * self._variables[at] for at, coefficient in terms.items())

    # -- the search ---------------------------------------------------------------------------------
    def solve(self, effort: float = EFFORT) -> CpResult:
        """Search the best solution by one worker, for ``effort`` units of deterministic time: always the same.

        Source: lazy clause generation, Ohrimenko, Stuckey & Codish (2009), as CP-SAT has it.

        >>> programme = Programme()
        >>> starts = [programme.whole(0, 9) for _ in range(2)]
        >>> programme.no_overlap([programme.interval(start, 3) for start in starts])
        >>> last = programme.greatest(starts, 9)
        >>> programme.minimise({last: 1})
        >>> found = programme.solve()
        >>> found.status, found.value, found.bound
        ('optimal', 3, 3)
        """
        solver, status = self._search({"num_workers": 1, "max_deterministic_time": effort})
        names = _engine()
        if status == names.INFEASIBLE:
            return CpResult("infeasible")
        if status not in {names.OPTIMAL, names.FEASIBLE}:
            return CpResult("stopped")
        value, bound = round(solver.objective_value), round(solver.best_objective_bound)
        values = tuple(int(solver.value(one)) for one in self._variables)
        proven = status == names.OPTIMAL
        return CpResult("optimal" if proven else "feasible", value, bound, _gap(value, bound), values)

    def value_and_bound(self, seconds: float, workers: int = 4) -> CpValue:
        """Search with several workers for so many seconds; no plan comes back, for it would be another each time.

        Four workers do more than two even on two processors: they search in different ways.
        """
        solver, status = self._search({"num_workers": workers, "max_time_in_seconds": seconds})
        names = _engine()
        bound = round(solver.best_objective_bound)
        if status not in {names.OPTIMAL, names.FEASIBLE}:
            return CpValue(None, bound, None, proven=False)
        value = round(solver.objective_value)
        return CpValue(value, bound, _gap(value, bound), proven=status == names.OPTIMAL)

    def _search(self, settings: Mapping[str, float]) -> tuple[Any, Any]:
        self._model.clear_hints()
        for at, value in self._hints.items():
            self._model.add_hint(self._variables[at], value)
        solver = _engine().CpSolver()
        solver.parameters.random_seed = 0
        for name, setting in settings.items():
            setattr(solver.parameters, name, setting)
        status = solver.solve(self._model)
        if status == _engine().MODEL_INVALID:
            raise ArithmeticError(f"a model that the engine refuses: {self._model.validate()}")
        return solver, status


def _gap(value: int, bound: int) -> float:
    return abs(value - bound) / max(abs(value), 1)
