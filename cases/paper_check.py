"""What a paper must hold: every word that the case file needs, in both languages, and no key before its time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cases.annex_kinds import LABEL
from cases.case import Case
from cases.common_words import WORDS, Lists, unused
from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS
from cases.paper import TITLE, Paper, Placeholder, Section, Words, placeholders, without_placeholders
from cases.problem import Problem, nearest
from cases.quantity import check_filter
from cases.render import placeholder_template

MATHS = re.compile(r"\$[^$\n]*\$")

# Sections under a question that a learner reads only after handing in.
AFTER = (
    "mistakes",
    "feedback",
    "solution",
    "notices",
    "alternatives",
    "method_feedback",
    "moments",
    "consistent",
)
# Sections whose words are shown as they stand, on pages that no variant has been drawn for, or in headings.
LABELS = (
    "record",
    "rows",
    "headings",
    "columns",
    "table",
    "chart",
    "picture",
    "value_stream",
    "fishbone",
    "flow_map",
    "labels",
    "inputs",
    "places",
    "objective",
    "choices",
    "speakers",
    "score",
    "moods",
)
SUMMARY = "summary"


def problems(case: Case) -> Iterator[Problem]:
    """Every fault of the two papers of a case."""
    for paper in case.papers.values():
        yield from _complete(case, paper)
        yield from _placeholders(case, paper)
    yield from _annexes(case)
    yield from _questions(case)
    yield from _parity(case.papers["fr"], case.papers["en"])


def needed(case: Case) -> dict[str, frozenset[str]]:
    """The sections that a paper must hold, each with the ids that it must list."""
    found: dict[str, frozenset[str]] = {"summary": frozenset(), "brief": frozenset()}
    for annex in case.file.annexes:
        found[annex.id] = frozenset()
        if annex.record:
            found[f"{annex.id}.record"] = frozenset(annex.record)
        if annex.columns:
            found[f"{annex.id}.columns"] = frozenset(annex.columns)
        if annex.table is not None:
            found[f"{annex.id}.table"] = frozenset(annex.table.columns)
        if annex.chart is not None:
            found[f"{annex.id}.chart"] = annex.chart.words()
        if annex.value_stream is not None:
            found[f"{annex.id}.value_stream"] = annex.value_stream.words()
        if annex.fishbone is not None:
            found[f"{annex.id}.fishbone"] = annex.fishbone.words()
        if annex.flow_map is not None:
            found[f"{annex.id}.flow_map"] = annex.flow_map.words()
        if LABEL in annex.formats():
            found[f"{annex.id}.labels"] = frozenset()
    for question in case.questions:
        found[question.id] = frozenset()
        found[f"{question.id}.solution"] = frozenset()
        for name, ids in question.lists().items():
            found[f"{question.id}.{name}"] = ids
    return found


def common_lists(case: Case) -> Lists:
    """The lists of words of a case that ``{#words}`` may complete: all but what is said of an answer."""
    annexes = {annex.id for annex in case.file.annexes}
    closed = {
        name: ids
        for name, ids in needed(case).items()
        if ids and name.rpartition(".")[2] not in (*AFTER, "hints")
    }
    labels = {f"{annex}.labels" for annex in annexes}
    drawn = {f"{question.id}.{name}" for question in case.questions for name in question.open_lists()}
    return Lists(
        closed,
        frozenset(drawn | (labels & set(needed(case)))),
        frozenset(name for name in closed if name.partition(".")[0] in annexes),
    )


def _complete(case: Case, paper: Paper) -> Iterator[Problem]:
    if not paper.title.text:
        yield Problem("paper_title", paper.file, 1)
    for identifier, line in paper.duplicates:
        yield Problem("paper_duplicate", paper.file, line, {"section": identifier})
    for identifier, item, line in paper.items_twice:
        yield Problem("paper_item_twice", paper.file, line, {"section": identifier, "item": item})
    wanted = needed(case)
    for identifier, ids in wanted.items():
        section = paper.sections.get(identifier)
        if section is None:
            yield Problem("paper_section", paper.file, None, {"section": identifier})
            continue
        if "." not in identifier and not section.body.text and identifier not in wanted_empty(case):
            yield Problem("paper_empty", paper.file, section.title.line, {"section": identifier})
        for missing in sorted(ids - set(section.items)):
            yield Problem(
                "paper_item", paper.file, section.title.line, {"section": identifier, "item": missing}
            )
        if ids:
            for extra in sorted(set(section.items) - ids):
                line = section.items[extra].line
                yield Problem("paper_item_extra", paper.file, line, {"section": identifier, "item": extra})
    optional = {
        f"{question.id}.{name}" for question in case.questions for name in ("hints", *question.open_lists())
    }
    for item, words in unused(paper, common_lists(case)).items():
        yield Problem("paper_item_extra", paper.file, words.line, {"section": WORDS, "item": item})
    for identifier, section in paper.sections.items():
        if identifier not in wanted and identifier not in {*optional, WORDS}:
            yield Problem("paper_unknown", paper.file, section.title.line, {"section": identifier})


def wanted_empty(case: Case) -> frozenset[str]:
    """Sections that may hold a heading only: an annex speaks through its table."""
    return frozenset(annex.id for annex in case.file.annexes)


def _placeholders(case: Case, paper: Paper) -> Iterator[Problem]:
    for found in placeholders(paper.title.text):
        yield _misplaced(paper, TITLE, found, paper.title.line)
    for section in paper.sections.values():
        shown = section.id not in {SUMMARY, WORDS} and section.id.rpartition(".")[2] not in LABELS
        for words in section.pieces():
            for found in placeholders(words.text):
                line = words.line + words.text[: found.start].count("\n")
                if shown and words is not section.title:
                    yield from _placeholder(case, paper, section, found, line)
                else:
                    yield _misplaced(paper, section.id, found, line)
            rest = without_placeholders(words.text)
            if "{{" in rest or "}}" in MATHS.sub("", rest):  # two braces may well end a formula
                line = words.line + _line_of_brace(words.text)
                yield Problem("paper_placeholder_open", paper.file, line, {"section": section.id})


def _misplaced(paper: Paper, section: str, found: Placeholder, line: int) -> Problem:
    params = {"section": section, "source": found.source}
    return Problem("paper_placeholder_place", paper.file, line, params)


def _line_of_brace(text: str) -> int:
    """How many lines down the first brace that opens or closes nothing stands."""
    blanked = without_placeholders(text, keep_lines=True)
    plain = MATHS.sub(lambda found: " " * len(found[0]), blanked)
    place = min(at for at in (blanked.find("{{"), plain.find("}}")) if at >= 0)
    return blanked[:place].count("\n")


def _placeholder(
    case: Case, paper: Paper, section: Section, found: Placeholder, line: int
) -> Iterator[Problem]:
    _, dot, part = section.id.rpartition(".")
    after = bool(dot) and part in AFTER
    known = set(case.graph.nodes)
    allowed = known | ({"answer", "expected"} if after else set())
    try:
        template = placeholder_template(found.source)
    except ExpressionError as error:
        yield Problem(error.code, paper.file, line, error.params)
        return
    names = template.names()
    for name in sorted(names - allowed):
        yield Problem("expression_name", paper.file, line, {"name": name, "near": nearest(name, allowed)})
    for expression in template.expressions():
        for name in sorted(expression.functions - set(FUNCTIONS)):
            params = {"name": name, "near": nearest(name, FUNCTIONS)}
            yield Problem("expression_function", paper.file, line, params)
    try:
        check_filter(found.filter)
    except LookupError as error:
        yield Problem("placeholder_filter", paper.file, line, {"filter": found.filter, "why": str(error)})
    if not after:
        for name in _answers_behind(case, names & known):
            yield Problem("paper_leak", paper.file, line, {"name": name, "section": section.id})


def _annexes(case: Case) -> Iterator[Problem]:
    """An annex is read before handing in: nothing in it may rest on an answer."""
    for place, annex in enumerate(case.file.annexes):
        for part, template in case.annexes[annex.id].items():
            line = case.lines.get(f"annexes.{place}.{part}")
            for name in _answers_behind(case, template.names()):
                yield Problem(
                    "paper_leak", f"{case.slug}/case.yaml", line, {"name": name, "section": annex.id}
                )


def _questions(case: Case) -> Iterator[Problem]:
    """What a question shows before handing in rests on no answer either: neither its own nor another's."""
    for number, question in enumerate(case.questions):
        for place in question.shown_sources():
            line = case.lines.get(f"questions.{number}.{place}")
            for name in _answers_behind(case, question.templates[place].names() - question.own_names()):
                params = {"name": name, "section": question.id}
                yield Problem("paper_leak", f"{case.slug}/case.yaml", line, params)


def _answers_behind(case: Case, names: frozenset[str] | set[str]) -> list[str]:
    """The questions whose answers lie behind names of the graph."""
    behind = set(names).union(*(case.graph.upstream(name) for name in names))
    return sorted(behind & set(case.question_ids))


def _parity(french: Paper, english: Paper) -> Iterator[Problem]:
    for one, other in ((french, english), (english, french)):
        for identifier, section in one.sections.items():
            twin = other.sections.get(identifier)
            if twin is None:
                yield Problem("parity_section", other.file, None, {"section": identifier, "other": one.file})
                continue
            if len(twin.steps) != len(section.steps) and one is french:
                params = {"section": identifier, "here": len(twin.steps), "there": len(section.steps)}
                yield Problem("parity_steps", other.file, twin.title.line, params)
            for item in sorted(set(section.items) - set(twin.items)):
                params = {"section": identifier, "item": item, "other": one.file}
                yield Problem("parity_item", other.file, twin.title.line, params)
            if one is french:
                yield from _same_placeholders(section, twin, other.file)


def _same_placeholders(section: Section, twin: Section, file: str) -> Iterator[Problem]:
    here, there = _figures(twin), _figures(section)
    for source in sorted((there - here) + (here - there)):
        code = "parity_placeholder" if there[source] > here[source] else "parity_placeholder_extra"
        yield Problem(code, file, twin.title.line, {"section": section.id, "source": source})


def _figures(section: Section) -> Counter[str]:
    pieces: tuple[Words, ...] = (section.title, section.body)
    return Counter(found.source for words in pieces for found in placeholders(words.text))
