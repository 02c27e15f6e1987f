"""Random small cases for Hypothesis: questions of several types in one graph, each resting on some before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from small_cases import case_file, small

from cases.answers import Answer, Raw, Reading
from cases.case import Case
from cases.marking import Marked
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import DrawError
from cases.questions.base import Question
from cases.variant import Variant, draw

SLUG = "graph"
DRAWS: dict[str, Any] = {
    "k": {"integer": [400, 900]},
    "price": {"decimal": [3, 9], "step": 0.5},
    "days": {"integer": [5, 60]},
}
CRITERIA = ["rncp11928/B2.2", "rncp11928/B2.3", "cqpm-tli/C3.R1", "cqpm-tli/C3.M1"]
LIMITS = (700, 1500, 4000)
STEPS = (
    *("{a} * 3", "{a} + {b}", "{a} / 7 + 40", "{a} * {b} / 500 + 9"),
    *("sqrt({a}) * 20", "{a} - {b} / 90", "{a} + k", "{a} * price", "max({a}, {b}) + price"),
)
ITEMS = ("alpha", "beta", "gamma", "delta")
CLASSES = ("A", "B", "C")
Paper = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What the next question may rest on: expressions that give figures above 0."""

    figures: tuple[str, ...] = ("k", "(price * 100)")
    days: tuple[str, ...] = ("days",)

    def also(self, *figures: str, days: tuple[str, ...] = ()) -> Names:
        """These, and more."""
        return Names((*self.figures, *(f"({one})" for one in figures)), (*self.days, *days))


def asked(name: str, kind: str, /, **more: Any) -> dict[str, Any]:
    """A question as a case file holds it."""
    return {"id": name, "type": kind, "points": 1, "criteria": CRITERIA[:1], **more}


# -- a question of each type ----------------------------------------------------------------------------
@st.composite
def papers(pick: st.DrawFn) -> Paper:
    """A case file of two to six questions: chains and trees, values between, in any order on the page."""
    names, questions, values = Names(), list[dict[str, Any]](), dict[str, Any]()
    for place in range(pick(st.integers(2, 6))):
        question, names = pick(_question(f"q{place}", names))
        questions.append(question)
        if pick(st.booleans()):
            values[f"v{place}"] = pick(_step(names))
            names = names.also(f"v{place}")
    return case_file(pick(st.permutations(questions)), draw=DRAWS, values=values)


def _step(names: Names) -> st.SearchStrategy[str]:
    above = st.sampled_from(names.figures)
    return st.builds(lambda step, a, b: step.format(a=a, b=b), st.sampled_from(STEPS), above, above)


@st.composite
def _question(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    kinds = (_figure, _figure, _rate, _day, _boxes, _steps, _choice, _ticks, _order, _match, _classes)
    question, names = pick(st.sampled_from(kinds))(pick, name, names)
    given = {
        "points": pick(st.sampled_from([0.5, 1, 2.5, 3])) + question.pop("least", 0),
        "criteria": pick(st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=3, unique=True)),
    }
    return {**question, **given}, names


def _figure(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    answer = pick(_step(names))
    more: dict[str, Any] = {
        "decimals": pick(st.integers(0, 2)),
        "round": pick(st.sampled_from(["nearest", "ceil", "floor", "truncate"])),
        "unit": pick(st.sampled_from(["", "piece", "EUR", "piece/day"])),
    }
    if pick(st.booleans()):
        more["mistakes"] = {"far": f"{answer} + 9000", "twice": {"answer": f"({answer}) * 2", "credit": 0.25}}
    if pick(st.booleans()):
        more["alternatives"] = {"other": f"({answer}) * 1.1"}
    return asked(name, "number", answer=answer, **more), names.also(name)


def _rate(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    a, b = pick(st.sampled_from(names.figures)), pick(st.sampled_from(names.figures))
    answer = f"({a}) / (({a}) + ({b}) + 500)"
    return asked(name, "number", answer=answer, kind="rate", decimals=1), names.also(f"{name} * 2000 + 60")


def _day(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    answer = f"add_days('2026-03-02', {pick(st.sampled_from(names.days))})"
    more = {"tolerance": {"days": pick(st.integers(0, 1))}, "mistakes": {"month": f"add_days({answer}, 31)"}}
    since = f"days_between('2026-02-01', {name})"
    return asked(name, "number", answer=answer, kind="date", **more), names.also(
        f"{since} * 9 + 300", days=(since,)
    )


def _boxes(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    first, apart = pick(_step(names)), pick(_step(names))
    boxes = {
        "one": {"answer": first, "unit": "piece", "mistakes": {"far": f"{first} + 9000"}},
        "two": {"answer": "own.one * 2 + 50", "decimals": 1, "weight": 2},
        "apart": {"answer": apart, "kind": "money"},
    }
    return asked(name, "number", boxes=boxes), names.also(f"{name}.one", f"{name}.two", f"{name}.apart")


def _steps(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    found = asked(
        name,
        "number",
        answer="own.net * 3 if own.method == 'by_three' else own.net * 5",
        steps={
            "gross": {"answer": pick(_step(names)), "points": 0.2},
            "net": {"answer": "own.gross + 75", "points": 0.1},
        },
        method={"options": ["by_three", "by_five"], "answer": {"text": "by_three"}, "points": 0.1},
        steps_required=pick(st.booleans()),
    )
    return {**found, "least": 0.5}, names.also(f"{name}.value", f"{name}.net")


def _choice(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    above, (low, mid, high) = pick(st.sampled_from(names.figures)), LIMITS
    answer = f"'low' if {above} < {low} else 'mid' if {above} < {mid} else 'high'"
    options = ["low", "mid", "high", "never"]
    found = asked(name, "choice", options=options, answer=answer, credits={"never": 0.3})
    return found, names.also(f"300 if 'low' in {name} else {high} / 7")


def _ticks(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    above = pick(st.sampled_from(names.figures))
    answer = f"[x for x in ['road', 'rail', 'sea'] if x != ('rail' if {above} < {LIMITS[1]} else 'sea')]"
    options = ["road", "rail", "sea", "air"]
    found = asked(name, "choice", options=options, answer=answer, several=True, credits={"air": 0.4})
    return found, names.also(f"150 * len({name})")


def _order(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    sizes = [pick(st.sampled_from(names.figures)) for _ in ITEMS]
    rows = ", ".join(
        f"{{'id': '{item}', 'size': ({size}) * {n + 2}}}"
        for n, (item, size) in enumerate(zip(ITEMS, sizes, strict=True))
    )
    found = asked(
        name,
        "order",
        items=[*ITEMS, "extra"],
        answer=f"column(sort_by([{rows}], 'size'), 'id')",
        ties=pick(st.sampled_from([[], [["alpha", "beta"]]])),
    )
    if pick(st.booleans()):
        found["mistakes"] = {"backwards": [{"text": item} for item in ITEMS[::-1]]}
    return found, names.also(f"400 if {name} == 'alpha' else 650")


def _match(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    low, mid, high = LIMITS
    classes = {
        item: f"'A' if {pick(st.sampled_from(names.figures))} > {limit} else '{other}'"
        for item, limit, other in zip(ITEMS, (low, mid, high, mid), "BCBC", strict=True)
    }
    found = asked(name, "match", items=list(ITEMS), classes=list(CLASSES), answer=classes)
    if pick(st.booleans()):
        found["mistakes"] = {"all_c": {item: {"text": "C"} for item in ITEMS}}
    return found, names.also(f"500 if {name}.alpha == 'A' else 800")


def _classes(pick: st.DrawFn, name: str, names: Names) -> tuple[dict[str, Any], Names]:
    above = pick(st.sampled_from(names.figures))
    answer = {
        "alpha": [{"text": "A"}, {"text": "C"}],
        "beta": f"['B'] if {above} < {LIMITS[1]} else ['A', 'B']",
        "gamma": f"[] if {above} < {LIMITS[0]} else ['C']",
    }
    found = asked(name, "match", items=list(ITEMS[:3]), classes=list(CLASSES), several=True, answer=answer)
    return found, names.also(f"100 + 90 * len({name}.beta)")


# -- a case of it ---------------------------------------------------------------------------------------
def loaded(folder: str | Path, paper: Paper) -> Case:
    """The case, written under ``folder``."""
    given = {name: paper[name] for name in ("draw", "values") if paper.get(name)}
    return small(Path(folder) / SLUG, *paper["questions"], **given)


@contextmanager
def variant_of(paper: Paper, seed: int) -> Iterator[Variant | None]:
    """The variant of a seed; None where no draw can tell the methods apart."""
    with TemporaryDirectory() as folder:
        case = loaded(folder, paper)
    try:
        yield draw(case, seed)
    except DrawError:
        yield None


# -- answers to it --------------------------------------------------------------------------------------
LANGS: st.SearchStrategy[Lang] = st.sampled_from(["fr", "en"])
TEXTS = st.one_of(
    st.sampled_from(["", " ", "0", "1", "-3", "100", "1.234", "12,5 %", "5 000", "613", "9e9", "2026-04-01"]),
    st.sampled_from([*ITEMS, *CLASSES, "A,C", "low", "road", "by_five", "one", "value", "net", "method"]),
    st.text(max_size=12),
)
ANYTHING: st.SearchStrategy[Raw] = st.one_of(
    TEXTS, st.lists(TEXTS, max_size=5), st.dictionaries(TEXTS, TEXTS, max_size=5)
)


@st.composite
def attempts(pick: st.DrawFn, question: Question, value: Plain) -> Raw:
    """An answer of the question's own shape: right, wrong, partly filled; ``value`` is its key."""
    if isinstance(value, dict):
        raw = question.raw(value, "fr")
        assert isinstance(raw, dict)
        if question.TYPE == "match":
            options = [*CLASSES, "", *(["A,B", "A,C"] if question.model_dump()["several"] else [])]
            return {item: pick(st.sampled_from([raw.get(item, ""), *options])) for item in value}
        return {place: pick(st.sampled_from([text, "", "1", "845", "2100,5"])) for place, text in raw.items()}
    if isinstance(value, list):
        known = ["low", "mid", "high", "never"] if "options" in type(question).model_fields else []
        if question.TYPE == "order":
            known = [*ITEMS, "extra"]
        elif question.model_dump()["several"]:
            known = ["road", "rail", "sea", "air"]
        most = len(known) if question.TYPE == "order" or question.model_dump()["several"] else 1
        return pick(st.lists(st.sampled_from(known), max_size=most, unique=True))
    right = question.raw(value, "fr")
    return pick(st.sampled_from([right, "", "1", "845", "2100,5", "12/06/2026", "34,5"]))


def filled(pick: st.DataObject, variant: Variant, texts: bool = True) -> dict[str, Answer]:
    """A paper filled at random."""
    scope = variant.scope()
    return {
        one.id: Answer(
            pick.draw(
                attempts(one, scope.value(one.id)) | ANYTHING if texts else attempts(one, scope.value(one.id))
            )
        )
        for one in variant.case.questions
    }


def going_on(
    variant: Variant, start: dict[str, Answer], paper: Marked, name: str, value: Plain
) -> dict[str, Answer]:
    """``start`` with ``value`` at ``name``, and all that rests on it done with method from there.

    ``paper`` is ``start`` marked: what stood in for the key in the questions above goes on standing.
    """
    below = variant.case.graph.downstream(name)
    scope, answers = variant.scope(), dict(start)
    for one in variant.case.graph.order:
        if one not in variant.case.question_ids:
            continue
        question, mark = variant.case.question(one), paper.question(one)
        if one == name or one in below:
            answers[one] = Answer(question.raw(value if one == name else scope.value(one), "fr"))
            read = question.read(answers[one])
            assert read.ok, (one, answers[one])
            scope.put(one, read.value)
        elif mark.carries:
            scope.put(one, mark.stands)
    return answers


def right_here(variant: Variant, paper: Marked, name: str) -> Plain:
    """The answer that is right at ``name`` for who filled the paper: by the figures carried so far."""
    scope, above = variant.scope(), variant.case.graph.upstream(name)
    for one in variant.case.graph.order:
        if one in above and one in variant.case.question_ids and paper.question(one).carries:
            scope.put(one, paper.question(one).stands)
    return scope.value(name)


def read_back(question: Question, raw: Raw, lang: Lang) -> Reading:
    """An answer typed and read."""
    return question.read(Answer(raw, lang))
