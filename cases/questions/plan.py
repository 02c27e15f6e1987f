"""A plan to draw up (schedule, roster, route, loading): checked rule by rule, then measured by its regret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Literal

from cases import checkers, plan_table
from cases.answers import Answer, Raw, Reading
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.plan_checking import OWN_RULES, Checked, Fault, checked, gain, own_faults, share_fine
from cases.plan_format import PlanFields
from cases.plan_table import MAX_ROWS, Row, records, texts
from cases.plan_words import fault_lines, objective_line, rows_told
from cases.problem import message
from cases.questions.base import Outcome, PartMark, Question, Scope, Wording
from cases.questions.plan_asking import PlanAsk, columns_asked
from cases.template import Source

PLAN = "plan"
PICTURE = "picture"
VIOLATION = "violation."
STOCK_PLANS = 3


@dataclass(frozen=True)
class Judged:
    """A plan over one graph: its credit, the rules it breaks, its figures, and those that it is held against."""

    credit: float
    codes: tuple[str, ...]
    faults: tuple[Fault, ...]
    objective: Mapping[str, float]
    naive: float
    best: float
    own: float | None


class PlanQuestion(PlanFields, Question):
    """A table of decisions; a checker names what is impossible in it and measures the rest.

    A feasible plan earns the share of the gain from the naive plan (0) to the reference (1), with a dead band;
    one that breaks a rule earns a part of that at most. The reference's rows are never compared with.
    """

    TYPE: ClassVar[str] = "plan"
    EVIDENCE: ClassVar[str] = "plan"
    WORDED: ClassVar[Mapping[str, str]] = {**Question.WORDED, "violation": "violations"}

    type: Literal["plan"] = "plan"

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Rows, choices, checker, naive plan and reference."""
        rows = next(iter(self.rows.values())) if isinstance(self.rows, dict) else self.rows
        found: dict[str, Source] = {
            "rows": rows, "check": self.check, "naive": self.naive, "reference": self.reference,
        }  # fmt: skip
        found |= self.axis.sources("axis") if self.axis is not None else {}
        return found | {
            f"columns.{name}.choice": column.choice
            for name, column in self.columns.items()
            if column.choice is not None
        }

    def graph_sources(self) -> tuple[str, ...]:
        """All that the marking rests on: the picture does not."""
        return tuple(place for place in self.sources() if not place.startswith("axis."))

    def shown_sources(self) -> tuple[str, ...]:
        """Rows and choices, and the check where it speaks while the plan is drawn up."""
        kept = {"naive", "reference"} | ({"check"} if self.violations_shown == "after" else set())
        return tuple(place for place in self.sources() if place not in kept)

    def open_lists(self) -> tuple[str, ...]:
        """What the case calls the loads of its picture, where the common words would mislead."""
        return (*super().open_lists(), PICTURE)

    def own_names(self) -> frozenset[str]:
        """The plan, as the checker reads it."""
        return frozenset({PLAN})

    @cached_property
    def all_rules(self) -> tuple[str, ...]:
        """Every rule that the check may name, as far as it is known."""
        functions = (name for one in self.templates["check"].expressions() for name in sorted(one.functions))
        return tuple(dict.fromkeys((*checkers.rules_of(functions), *self.rules, *self.soft)))

    def row_names(self, scope: Scope) -> tuple[str, ...]:
        """The rows of the table, by name; raises ExpressionError."""
        value = scope.evaluate(self.templates["rows"])
        if self.key_column:
            names = texts(value, "rows")
            if not names or len(names) > MAX_ROWS:
                raise ExpressionError("plan_rows_value", limit=MAX_ROWS)
            return names
        if not is_number(value) or value != round(value) or not 1 <= value <= MAX_ROWS:
            raise ExpressionError("plan_rows_value", limit=MAX_ROWS)
        return tuple(str(number) for number in range(1, int(value) + 1))

    def choices(self, scope: Scope) -> dict[str, tuple[str, ...]]:
        """What may be chosen, by column, the fixed one included; raises ExpressionError."""
        found = {self.key_column: self.row_names(scope)} if self.key_column else {}
        for name, column in self.columns.items():
            if column.choice is not None:
                found[name] = texts(scope.evaluate(self.templates[f"columns.{name}.choice"]), name)
            elif column.options:
                found[name] = tuple(column.options)
        return found

    def key(self, scope: Scope) -> Plain:
        """The reference's rows."""
        return list(self.table.rows_of(scope.evaluate(self.templates["reference"])))

    def axis_values(self, scope: Scope) -> dict[str, Plain]:
        """What the time axis of the gantt rests on; raises ExpressionError."""
        places = self.axis.sources("axis") if self.axis is not None else {}
        return {place.removeprefix("axis."): scope.evaluate(self.templates[place]) for place in places}

    def naive_rows(self, scope: Scope) -> list[Row]:
        """The rows of the plan without method."""
        return self.table.rows_of(scope.evaluate(self.templates["naive"]))

    def checked(self, rows: Sequence[Row], scope: Scope) -> Checked:
        """What is wrong with rows, and what the checker measures of those that are complete; raises ExpressionError."""
        faults = tuple(own_faults(rows, self.columns, self.choices(scope), self.key_column))
        out = {place for one in faults for place in one.rows}
        places = [place for place in range(len(rows)) if place not in out]
        result = scope.evaluate(self.templates["check"], {PLAN: [rows[place] for place in places]})
        found = checked(result, places)
        if self.aim not in found.objective:
            raise ExpressionError("plan_objective", name=self.aim, known=", ".join(found.objective))
        return replace(found, faults=(*faults, *found.faults))

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the rows; a cell that cannot be read leaves the others to be marked."""
        return self.table.read(answer)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The cells, by "row.column"."""
        return self.table.raw(records(value), lang)

    def show(self, value: Plain, lang: Lang) -> str:
        """The first rows, in a few words."""
        return rows_told(self.table, records(value), lang)

    def describe(self, value: Plain, words: Wording) -> str:
        """The first rows, in the words of the paper."""
        return rows_told(self.table, records(value), words.lang, words)

    def blank(self) -> Raw:
        """No row."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in one cell, and in every cell of a row."""
        yield from plan_table.shaped(self.table, text)

    def part_label(self, place: str, words: Wording) -> str:
        """A row, or a cell by its row and column."""
        row, _, name = place.rpartition(".")
        if not row or name not in self.columns:
            return plan_table.row_name(self.table, place, words.lang)
        label = words.item("columns", name)
        return f"{plan_table.row_name(self.table, row, words.lang)}, {label}"

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """The cells of a row."""
        return rows_told(self.table, records([value]), words.lang, words) if isinstance(value, dict) else ""

    def shape(self) -> str:
        """A record of rows."""
        return "record"

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a plan over the key's graph and over what was carried, whichever serves the learner."""
        rows = records(reading.value)
        judged, codes, scope = self.judged(rows, key), None, key
        if carried is not key and judged.credit < 1:
            other = self.judged(rows, carried)
            if other.credit > judged.credit:
                codes = ("carried",) if other.credit >= 1 else None
                judged, scope = other, carried
        return Outcome(
            credit=judged.credit,
            codes=codes or judged.codes,
            expected=self.key(scope),
            key=self.key(key),
            detail={
                "objective": dict(judged.objective),
                "own": judged.own,
                "naive": judged.naive,
                "reference": judged.best,
                "violations": [one.as_dict() for one in judged.faults],
            },
            parts=self._parts(reading, rows, judged.faults),
        )

    def judged(self, rows: Sequence[Row], scope: Scope) -> Judged:
        """The credit of rows over one graph, and why; raises ExpressionError."""
        found = self.checked(rows, scope)
        naive = self.checked(self.naive_rows(scope), scope).objective[self.aim]
        best = self._best(scope)
        own = found.objective[self.aim]
        part = gain(own, naive, best, self.dead_band, maximise=self.maximise is not None)
        hard = [one for one in found.faults if one.rule not in self.soft]
        broken = tuple(dict.fromkeys(_code(one) for one in found.faults))
        if hard:
            credit = self.infeasible_credit * part * share_fine(hard, len(rows))
            return Judged(credit, ("infeasible", *broken), found.faults, found.objective, naive, best, own)
        credit = min([part, *(self.soft[one.rule] for one in found.faults)])
        head: tuple[str, ...] = ("correct" if credit >= 1 else "partly" if credit > 0 else "no_gain",)
        better = best - own if self.minimise else own - best
        if credit >= 1 and better > 1e-6 * max(abs(best), 1.0):
            head = ("correct", "plan_better")
        return Judged(credit, (*head, *broken), found.faults, found.objective, naive, best, own)

    def _best(self, scope: Scope) -> float:
        return self.checked(self.table.rows_of(scope.evaluate(self.templates["reference"])), scope).objective[
            self.aim
        ]

    def _parts(self, reading: Reading, rows: Sequence[Row], faults: Sequence[Fault]) -> dict[str, PartMark]:
        names = reading.params.get("rows")
        named = [str(one) for one in names] if isinstance(names, list) else []
        # A rule that forbids is told before one that only costs.
        ranked = sorted(faults, key=lambda one: one.rule in self.soft)
        why: dict[int, str] = {}
        for one in ranked:
            for place in one.rows:
                why.setdefault(place, _code(one))
        return {
            name: PartMark(0.0 if place in why else 1.0, why.get(place, "plan_kept"), given=dict(row))
            for place, (name, row) in enumerate(zip(named, rows, strict=False))
        }

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """A plan whose rows are all there goes on downstream, be it poor; one that cannot be read does not."""
        if not reading.ok or reading.parts:
            return False
        violations = outcome.detail.get("violations")
        return isinstance(violations, list) and not any(
            isinstance(one, dict) and (one.get("rule") in OWN_RULES or not one.get("rows"))
            for one in violations
        )

    # -- the proof ----------------------------------------------------------------------------------
    def stock(self, figures: Iterator[str]) -> Raw:
        """A figure in the first row: what may be chosen is not known here (see ``chance``)."""
        return {f"1.{name}": next(figures) for name in self.columns}

    def chance(self, scope: Scope) -> float | None:
        """The mean credit of plans that choose the same option everywhere, figures 1, 1, 0."""
        choices, names = self.choices(scope), self.row_names(scope)
        credits: list[float] = []
        for turn in range(STOCK_PLANS):
            rows: list[Row] = []
            for place, name in enumerate(names):
                row: Row = {self.key_column: name} if self.key_column else {}
                first = not self.key_column  # the first choice of a free row goes through the list
                for at, (column, asked) in enumerate(self.columns.items()):
                    if asked.chosen and choices[column]:
                        step = place if first else turn
                        row[column], first = choices[column][step % len(choices[column])], False
                    else:
                        row[column] = None if asked.figure.is_date else float("110"[(place + at) % 3])
                rows.append({key: value for key, value in row.items() if value is not None})
            credits.append(self.judged(rows, scope).credit)
        return sum(credits) / len(credits)

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The reference and the naive plan keep every rule and lie apart; the solver and the checker agree."""
        value = scope.evaluate(self.templates["reference"])
        best = self.checked(self.table.rows_of(value), scope)
        naive = self.checked(self.naive_rows(scope), scope)
        for plan, found in (("reference", best), ("naive", naive)):
            hard = next((one for one in found.faults if one.rule not in self.soft), None)
            if hard is not None:
                yield "proof_plan_rule", {"plan": plan, "rule": hard.rule, "where": hard.where}
        unknown = next(
            (one.rule for one in best.faults if one.rule not in {*self.all_rules, *OWN_RULES}), None
        )
        if unknown is not None:
            yield "proof_plan_unknown", {"rule": unknown}
        claimed = value.get("objective") if isinstance(value, dict) else None
        told = claimed.get(self.aim) if isinstance(claimed, dict) else None
        best_figure, naive_figure = best.objective[self.aim], naive.objective[self.aim]
        if is_number(told) and abs(told - best_figure) > 1e-6 * max(abs(told), 1.0):
            yield "proof_plan_objective", {"told": f"{told:g}", "found": f"{best_figure:g}"}
        apart = (naive_figure - best_figure) * (1 if self.minimise else -1)
        if apart <= 5 * self.dead_band * abs(best_figure):
            yield "proof_plan_apart", {"naive": naive_figure, "best": best_figure}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """Each rule broken, where and by how much; then the figure beside the reference's and the naive one's."""
        detail = outcome.detail
        found = detail.get("violations")
        if isinstance(found, list) and found:
            yield message("plan.violations", words.lang)
            lines = fault_lines(found, self.table, reading.params.get("rows"), words)
            yield "\n".join(f"- {line}" for line in lines)
        if detail:
            yield objective_line(detail, words.item("objective", self.aim), self.unit, words.lang)
        if outcome.codes[0] == "partly" and outcome.credit:
            share = message("plan.share", words.lang, {"share": round(100 * outcome.credit)})
            yield share

    def interval(self, outcome: Outcome, lang: Lang) -> str:
        """Another plan of the same worth does as well."""
        return message("plan.any", lang)

    def told(self, code: str) -> bool:
        """The rules and the share of the gain are said with the figures."""
        return code in OWN_RULES or code.startswith(VIOLATION) or code in {"partly", "no_gain"}

    def ask(self, scope: Scope, words: Wording) -> PlanAsk:
        """The table, its rows and its choices, in the words of the paper."""
        rows = self.row_names(scope)
        return PlanAsk(
            columns=columns_asked(self.columns, self.choices(scope), words),
            rows=rows,
            row_labels={row: plan_table.row_name(self.table, row, words.lang) for row in rows},
            key_label=words.item("columns", self.key_column) if self.key_column else "",
            chart=self.chart,
            told_at_once=self.violations_shown == "always",
        )

    def lists(self) -> dict[str, frozenset[str]]:
        """The columns, the figure that marks, the rules, and the options that the case declares."""
        found = {"columns": frozenset(self.table.names), "objective": frozenset({self.aim})}
        if self.all_rules:
            found["violations"] = frozenset(self.all_rules)
        options = frozenset(one for column in self.columns.values() for one in column.options)
        return found | ({"options": options} if options else {})


def _code(one: Fault) -> str:
    """The outcome code of a rule broken."""
    return one.rule if one.rule in OWN_RULES else f"{VIOLATION}{one.rule}"
