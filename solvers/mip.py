"""Linear programmes in whole numbers: a small model of plain figures, solved by HiGHS, or by CBC to check it.

The one module that knows PuLP and its traps: a limit that stops the search is told as such, whole numbers come
back whole, the value is added up again from what is returned, and the thread count is never set (HiGHS through
PuLP then solves nothing without saying so). The search is bounded in nodes, not in seconds, so that the same
model gets the same answer on any machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from solvers.errors import SolverError

__all__ = ["Engine", "Mip", "MipResult", "Status"]

Status = Literal["optimal", "feasible", "infeasible", "unbounded", "stopped"]
Engine = Literal["highs", "cbc"]
Sense = Literal["<=", ">=", "=="]

NODES = 2_000
WHOLE = 1e-5  # what a whole number may be off by: engines return 64.99999


@dataclass(frozen=True, slots=True)
class MipResult:
    """What a search found: ``value`` and ``values`` (by variable) unless there is none, and the proven bound.

    ``status`` is "optimal" (proven within the gap asked), "feasible" (stopped with a solution), "infeasible",
    "unbounded" or "stopped" (with none). ``gap`` is the share of the value that may still be gained.
    """

    status: Status
    value: float | None = None
    bound: float | None = None
    gap: float | None = None
    values: tuple[float, ...] = ()


@dataclass(slots=True)
class Mip:
    """A model to minimise (or maximise): variables are numbered as they are added."""

    maximise: bool = False
    _variables: list[tuple[float, float | None, bool]] = field(default_factory=list)
    _costs: list[float] = field(default_factory=list)
    _rows: list[tuple[dict[int, float], Sense, float]] = field(default_factory=list)

    def variable(
        self, cost: float = 0.0, *, low: float = 0.0, high: float | None = None, whole: bool = False
    ) -> int:
        """Add a variable from ``low`` to ``high`` (none: no bound) with its cost; return its number."""
        self._variables.append((low, high, whole))
        self._costs.append(cost)
        return len(self._variables) - 1

    def binary(self, cost: float = 0.0) -> int:
        """Add a variable that is 0 or 1; return its number."""
        return self.variable(cost, high=1.0, whole=True)

    def require(self, terms: Mapping[int, float], sense: Sense, right: float) -> None:
        """Add a constraint: Σ coefficient × variable ``sense`` right."""
        self._rows.append((dict(terms), sense, right))

    def solve(self, *, engine: Engine = "highs", nodes: int = NODES, gap: float = 0.0) -> MipResult:
        """Search the best solution, in ``nodes`` nodes of the search tree at most, to a relative ``gap``.

        Raises SolverError for an engine that is not known.

        Source: branch and cut, as in Wolsey, Integer Programming, chapters 7 to 9.

        >>> knapsack = Mip(maximise=True)
        >>> a, b, c = knapsack.binary(10), knapsack.binary(7), knapsack.binary(6)
        >>> knapsack.require({a: 5, b: 4, c: 3}, "<=", 7)
        >>> found = knapsack.solve()
        >>> found.status, found.value, found.values
        ('optimal', 13.0, (0, 1, 1))
        """
        if engine == "highs":
            return self._highs(nodes, gap)
        if engine == "cbc":
            return self._cbc(nodes, gap)
        raise SolverError("engine", engine, "one_of", words="highs, cbc")

    # -- the engines --------------------------------------------------------------------------------
    def _problem(self) -> tuple[Any, list[Any]]:
        import pulp  # noqa: PLC0415  # takes a moment to load, and most pages solve nothing

        problem = pulp.LpProblem("model", pulp.LpMinimize)
        sign = -1.0 if self.maximise else 1.0
        variables = [
            problem.add_variable(f"x{at:06d}", low, high, pulp.LpInteger if whole else pulp.LpContinuous)
            for at, (low, high, whole) in enumerate(self._variables)
        ]
        problem += pulp.lpSum(
            sign * cost * variable for cost, variable in zip(self._costs, variables, strict=True)
        )
        for terms, sense, right in self._rows:
            left = pulp.lpSum(coefficient * variables[at] for at, coefficient in terms.items())
            problem += left <= right if sense == "<=" else left >= right if sense == ">=" else left == right
        return problem, variables

    def _highs(self, nodes: int, gap: float) -> MipResult:
        import pulp  # noqa: PLC0415  # as above
        from highspy import HighsModelStatus  # noqa: PLC0415  # as above

        problem, variables = self._problem()
        engine = pulp.HiGHS(msg=False, gapRel=gap, mip_max_nodes=nodes, random_seed=0)
        # Not through PuLP's own solve: it knows no status for the limit on nodes, and calls others optimal.
        engine.createAndConfigureSolver(problem)
        engine.buildSolverModel(problem)
        engine.callSolver(problem)
        model = problem.solverModel
        status, info = model.getModelStatus(), model.getInfo()
        if status in {HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible}:
            return MipResult("infeasible")
        if status == HighsModelStatus.kUnbounded:
            return MipResult("unbounded")
        proven = status in {HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty}
        if not proven and info.primal_solution_status != 2:  # 2: a feasible point
            return MipResult("stopped", bound=self._signed(info.mip_dual_bound))
        solution = list(model.getSolution().col_value)
        mixed = any(whole for _, _, whole in self._variables)
        bound = self._signed(info.mip_dual_bound) if mixed else None
        # PuLP leaves out a variable that costs nothing and stands in no constraint: any value does.
        places = [getattr(one, "index", None) for one in variables]
        return self._result(proven, [0.0 if at is None else solution[at] for at in places], bound)

    def _cbc(self, nodes: int, gap: float) -> MipResult:
        import pulp  # noqa: PLC0415  # as above

        problem, variables = self._problem()
        problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap, maxNodes=nodes))
        if problem.sol_status == pulp.LpSolutionInfeasible or problem.status == pulp.LpStatusInfeasible:
            return MipResult("infeasible")
        if problem.status == pulp.LpStatusUnbounded or problem.sol_status == pulp.LpSolutionUnbounded:
            return MipResult("unbounded")
        if problem.sol_status not in {pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible}:
            return MipResult("stopped")
        proven = problem.sol_status == pulp.LpSolutionOptimal
        return self._result(proven, [float(one.value() or 0.0) for one in variables], None)

    def _signed(self, bound: float) -> float | None:
        if not math.isfinite(bound):
            return None
        return -bound if self.maximise else bound

    def _result(self, proven: bool, solution: list[float], bound: float | None) -> MipResult:
        values: list[float] = []
        for figure, (low, high, whole) in zip(solution, self._variables, strict=True):
            near = float(figure)
            if whole:
                near = round(near)
                if abs(near - figure) > WHOLE:
                    raise ArithmeticError(f"an engine returned {figure!r} where a whole number is due")
            values.append(max(near, low) if high is None else min(max(near, low), high))
        value = math.fsum(cost * figure for cost, figure in zip(self._costs, values, strict=True))
        if proven and bound is None:
            bound = value
        gap = None if bound is None else abs(value - bound) / max(abs(value), 1e-9)
        return MipResult("optimal" if proven else "feasible", value, bound, gap, tuple(values))
