"""What a paper must hold: every word that the case file needs, in both languages, and no key before its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cases.case import Case
from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS
from cases.paper import Paper, Section, Words, placeholders
from cases.problem import Problem
from cases.quantity import check_filter
from cases.render import placeholder_template

# Sections under a question that a learner reads only after handing in.
AFTER = ("mistakes", "feedback", "solution", "notices")


def problems(case: Case) -> Iterator[Problem]:
    """Every fault of the two papers of a case."""
    for paper in case.papers.values():
        yield from _complete(case, paper)
        yield from _placeholders(case, paper)
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
        formats = [cell.format for cell in annex.record.values()] + [
            one.format for one in annex.columns.values()
        ]
        if "label" in formats:
            found[f"{annex.id}.labels"] = frozenset()
    for question in case.questions:
        found[question.id] = frozenset()
        found[f"{question.id}.solution"] = frozenset()
        for name, ids in question.lists().items():
            found[f"{question.id}.{name}"] = ids
    return found


def _complete(case: Case, paper: Paper) -> Iterator[Problem]:
    if not paper.title.text:
        yield Problem("paper_title", paper.file, 1)
    for identifier, line in paper.duplicates:
        yield Problem("paper_duplicate", paper.file, line, {"section": identifier})
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
    optional = {f"{question.id}.hints" for question in case.questions}
    for identifier, section in paper.sections.items():
        if identifier not in wanted and identifier not in optional:
            yield Problem("paper_unknown", paper.file, section.title.line, {"section": identifier})


def wanted_empty(case: Case) -> frozenset[str]:
    """Sections that may hold a heading only: an annex speaks through its table."""
    return frozenset(annex.id for annex in case.file.annexes)


def _placeholders(case: Case, paper: Paper) -> Iterator[Problem]:
    answers = {question.id for question in case.questions}
    known = set(case.graph.nodes)
    for section in paper.sections.values():
        after = section.id.rpartition(".")[2] in AFTER
        for words in section.pieces():
            for found in placeholders(words.text):
                line = words.line + words.text[: found.start].count("\n")
                try:
                    template = placeholder_template(found.source)
                    names = template.names() - {"answer", "expected"} if after else template.names()
                    for name in sorted(names - known):
                        yield Problem("expression_name", paper.file, line, {"name": name, "near": ""})
                    for expression in template.expressions():
                        for name in sorted(expression.functions - set(FUNCTIONS)):
                            yield Problem("expression_function", paper.file, line, {"name": name, "near": ""})
                except ExpressionError as error:
                    yield Problem(error.code, paper.file, line, {"near": "", **error.params})
                    continue
                try:
                    check_filter(found.filter)
                except LookupError as error:
                    yield Problem(
                        "placeholder_filter", paper.file, line, {"filter": found.filter, "why": str(error)}
                    )
                if not after:
                    rest = set().union(*(case.graph.upstream(name) for name in names & known), names)
                    for name in sorted(rest & answers):
                        yield Problem("paper_leak", paper.file, line, {"name": name, "section": section.id})


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
